"""Files of a unit that reports no more: of nobody, though all its communes are another unit's now."""

import json
from datetime import date
from pathlib import Path

import pytest

from tests.kit.folders import FIRST, HANDS, SECOND, form, new_folder, press, put, works
from xlpy.app.folder import Folder
from xlpy.core.consolidate import Status
from xlpy.core.plan.dated import of_day
from xlpy.core.plan.plan import Plan, parse_plan
from xlpy.doors.disk.plan_file import default_text
from xlpy.drawing.office_book.whole import draw_office_book

BU_DANG, DONG_XOAI = "696", "689"


def with_changes(*lines: dict[str, str]) -> Plan:
    return parse_plan({**json.loads(default_text()), "changes": list(lines)})


def merged(day: date = SECOND) -> dict[str, str]:
    return {"day": day.isoformat(), "old": BU_DANG, "new": DONG_XOAI}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    folder = new_folder(tmp_path / "viec")
    folder.workbook.write_bytes(draw_office_book({**json.loads(default_text()), "changes": [merged()]}))
    return folder


def test_who_ended_is_known_from_that_day_on() -> None:
    plan = with_changes(merged())
    assert of_day(plan, FIRST).former == ()
    (one,) = of_day(plan, SECOND).former
    assert (one.unit.code, one.day, one.heirs, one.unit.children) == (BU_DANG, SECOND, ("Thành phố Đồng Xoài",), ())


def test_a_unit_under_another_code_and_name_goes_on() -> None:
    plan = with_changes({**merged(), "new": "700", "name": "Huyện Mới"})
    assert of_day(plan, SECOND).former == ()  # its old name is one of the new one's


@pytest.mark.parametrize("lines", ["own", "parts"])
@pytest.mark.parametrize("name", ["bu dang 23-5.xlsx", "Huyện Bù Đăng.xlsx", "PL01.xlsx"])
def test_what_is_of_a_unit_that_ended_is_not_its_heirs_report(
    folder: Folder, plan: Plan, name: str, lines: str
) -> None:
    """Its communes are the heir's now: taken for its report, the heir's own figures would be replaced."""
    work = works(plan, 2)[1]
    put(folder, name, form(plan, work[BU_DANG], lines=lines), plan, SECOND)
    outcome = press(folder, SECOND)
    told = [f for f in outcome.standing.findings if f.source.file == name and f.code in ("BM26", "BM07")]
    assert "BM26" in {finding.code for finding in told}
    heir = next(unit for unit in outcome.standing.units if unit.unit == DONG_XOAI)
    assert not heir.accepted
    (line,) = [finding for finding in told if finding.code == "BM26"]
    assert line.message == "Huyện Bù Đăng từ ngày 23/5/2023 không còn báo cáo; số liệu về thành phố Đồng Xoài."


def test_the_day_before_it_reports_as_ever(folder: Folder, plan: Plan) -> None:
    put(folder, HANDS[BU_DANG].file, form(plan, works(plan)[0][BU_DANG]), plan, FIRST)
    unit = next(unit for unit in press(folder, FIRST).standing.units if unit.unit == BU_DANG)
    assert unit.status is Status.RECEIVED
