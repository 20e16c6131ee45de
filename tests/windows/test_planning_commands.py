"""What the office asks of a running campaign, by commands, in folders as offices name them: forecast, plan, history."""

import json
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests.kit.folders import new_folder, press, put_all, works
from tests.kit.windows import hotich
from xlpy.core.plan.plan import Plan

pytestmark = pytest.mark.windows

NAMES = ("Hộ tịch Bù Đăng", "a & b", "100% xong", "(1)")
DAYS = 12
"""As many as it takes until a forecast can be held against what came."""


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory, plan: Plan) -> Path:
    """A working folder with the campaign's first days merged."""
    made = new_folder(tmp_path_factory.mktemp("nhieu-ngay") / "viec")
    for number, day_works in enumerate(works(plan, DAYS)):
        put_all(made, plan, day_works)
        press(made, plan.start + timedelta(days=number))
    return made.path


@pytest.fixture
def asked(campaign: Path, tmp_path: Path) -> Callable[..., str]:
    """What a command of that folder says, under any name, which changes nothing."""

    def ask(name: str, *words: object) -> str:
        folder = tmp_path / name
        if not folder.exists():
            shutil.copytree(campaign, folder)
        before = (folder / "nhat-ky.sqlite").read_bytes()
        verb, *rest = words
        done = hotich(verb, "-C", folder, *rest)
        assert done.code == 0, done.err
        assert (folder / "nhat-ky.sqlite").read_bytes() == before
        return done.out + done.err

    return ask


@pytest.mark.parametrize("name", NAMES)
def test_the_forecast_the_plan_and_the_history_of_a_campaign(
    name: str, asked: Callable[..., str], plan: Plan, tmp_path: Path
) -> None:
    last = plan.start + timedelta(days=DAYS - 1)
    told = json.loads(asked(name, "du-bao", "--json"))
    assert (told["date"], len(told["units"])) == (last.isoformat(), 11)
    assert {unit["state"] for unit in told["units"]} == {"going", "no_target"}
    trials = json.loads(asked(name, "du-bao", "--kiem-chung", "--json"))["trials"]
    assert trials and all(abs(trial["error"]) < 0.2 for trial in trials)

    told = json.loads(asked(name, "ke-hoach", "--toi-uu", "som-nhat", "--json"))
    assert told["proof"] == {"days": 63, "needed": 112, "there": 111}
    assert "Muốn xong trong 63 ngày thì cần ít nhất 112 máy, chỉ có 111." in asked(
        name, "ke-hoach", "--toi-uu", "som-nhat"
    )

    file = tmp_path / f"{name} số liệu.xlsx"
    assert file.name in asked(name, "lich-su", "--xlsx", file)
    rows = CalamineWorkbook.from_path(file).get_sheet_by_name("Số liệu").to_python()
    assert len(rows) == 1 + DAYS * 11 * 4
