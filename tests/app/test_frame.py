"""The journal's figures as a DataFrame, for programs; and where pandas must not come in."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.kit.folders import new_folder, press, put_all, works
from xlpy.api import history_frame
from xlpy.app.folder import CannotDo, Folder
from xlpy.core.records import Kind
from xlpy.doors.disk.plan_file import default_plan
from xlpy.shell.main import main

PLAN = default_plan().plan
DAYS = works(PLAN, 2)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """Two days, on the second of which one unit reports nothing."""
    made = new_folder(tmp_path_factory.mktemp("bang") / "viec")
    for number, day_works in enumerate(DAYS):
        units = [unit.code for unit in PLAN.senders if number == 0 or unit.code != "696"]
        put_all(made, PLAN, day_works, units)
        press(made, PLAN.start + timedelta(days=number))
    return made


def test_a_row_a_day_unit_and_kind_with_types_that_can_be_reckoned_with(folder: Folder) -> None:
    pytest.importorskip("pandas", reason="pandas comes with the extra “so-lieu”")
    frame = history_frame(folder)
    assert len(frame) == 2 * 11 * 4
    assert list(frame.columns) == [
        *("date", "level", "unit", "name", "kind", "status", "late"),
        *("total", "today", "entered", "remaining", "zero_reason", "owed"),
    ]
    births = frame[(frame.unit == "691") & (frame.kind == "birth")]
    assert list(births.entered) == [day["691"].entered[Kind.BIRTH] for day in DAYS]
    assert set(frame.level) == {"commune"}


def test_what_was_not_reported_is_no_zero(folder: Folder) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas comes with the extra “so-lieu”")
    frame = history_frame(folder)
    silent = frame[(frame.unit == "696") & (frame.date == pandas.Timestamp(PLAN.start + timedelta(days=1)))]
    assert silent.today.isna().all()
    assert set(silent.status) == {"missing"}
    assert list(silent.entered) == [DAYS[0]["696"].entered[Kind(kind)] for kind in silent.kind]


def test_the_shell_writes_a_workbook_of_all_figures(
    folder: Folder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "số liệu.xlsx"
    assert main(["lich-su", "-C", str(folder.path), "--xlsx", str(target)]) == 0
    assert "số liệu.xlsx" in capsys.readouterr().err
    assert load_workbook(target)["Số liệu"].max_row == 1 + 2 * 11 * 4
    assert main(["lich-su", "-C", str(folder.path), "--xlsx", str(tmp_path)]) == 2


def test_a_parquet_file_is_written_or_said_what_is_lacking(
    folder: Folder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "so-lieu.parquet"
    code = main(["lich-su", "-C", str(folder.path), "--parquet", str(target)])
    said = capsys.readouterr().err
    assert (code, target.exists()) in ((0, True), (2, False))
    assert code == 0 or "cần pyarrow" in said or "cần pandas" in said


def test_without_pandas_one_line_says_what_to_do(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(CannotDo, match="cần pandas: pip install"):
        history_frame(folder)


def output_of(script: str) -> str:
    """The last line that a Python of its own prints."""
    root = Path(__file__).parent.parent.parent
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=root, check=True)
    return done.stdout.splitlines()[-1]


def test_tong_hop_and_the_api_load_no_pandas(folder: Folder) -> None:
    script = (
        "import sys\nimport xlpy.api, xlpy.buttons\nfrom xlpy.shell.main import main\n"
        f"main(['tong-hop', '-C', {str(folder.path)!r}, '--ngay', '2023-05-23', '--json'])\n"
        "print(sorted(name for name in ('pandas', 'numpy', 'openpyxl') if name in sys.modules))\n"
    )
    assert output_of(script) == "[]"


def test_xlwings_is_loaded_without_pandas_where_the_process_is_ours() -> None:
    pytest.importorskip("pandas", reason="pandas comes with the extra “so-lieu”")
    script = (
        "import sys\nfrom xlpy.app.open_workbook import without_tables\nwith without_tables():\n    import xlwings\n"
        "loaded = {name for name in ('xlwings', 'pandas', 'numpy') if name in sys.modules}\n"
        "import pandas\nprint(loaded, pandas.Series([1, 2]).sum())"
    )
    assert output_of(script) == "{'xlwings'} 3"
