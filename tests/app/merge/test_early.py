"""Days that are over: a file that came before its day, and machines that were moved since."""

import json
from dataclasses import replace
from datetime import date, time
from hashlib import sha256
from pathlib import Path

import pytest

from tests.kit.folders import FIRST, SECOND, THIRD, form, new_folder, press, put, put_all, works
from xlpy.app.folder import Folder
from xlpy.app.merge.merge_day import Outcome
from xlpy.core.consolidate import Status, UnitDay
from xlpy.core.plan.plan import Plan, parse_plan
from xlpy.core.source import Finding
from xlpy.doors.disk.plan_file import PlanFile, default_plan, default_text

UNIT = "691"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return new_folder(tmp_path / "viec")


def unit_day(outcome: Outcome) -> UnitDay:
    return next(unit for unit in outcome.standing.units if unit.unit == UNIT)


def finding(outcome: Outcome, code: str) -> Finding:
    (found,) = (one for one in outcome.standing.findings if one.code == code)
    return found


def put_early(folder: Folder, plan: Plan, came: date = FIRST) -> bytes:
    """The report of the second day, there when the first day is merged."""
    first, second, _ = works(plan)
    put_all(folder, plan, first, [UNIT])
    data = form(plan, replace(second[UNIT]))
    put(folder, "bgm.xlsx", data, plan, came, time(13, 5))
    return data


def test_a_file_that_came_before_its_day_stays_out_on_that_day_and_says_when_it_came(
    folder: Folder, plan: Plan
) -> None:
    put_early(folder, plan)
    assert finding(press(folder, FIRST), "BM16").unit == UNIT
    outcome = press(folder, SECOND)
    assert unit_day(outcome).status is Status.REFUSED
    assert "nhận lúc 13 giờ 05 ngày 22/5/2023" in finding(outcome, "TG03").message
    assert press(folder, SECOND).standing == outcome.standing


def test_it_counts_when_the_office_accepts_it(folder: Folder, plan: Plan) -> None:
    put_early(folder, plan)
    press(folder, FIRST)
    assert unit_day(press(folder, SECOND, accept=[UNIT])).by_name


@pytest.mark.parametrize("name", ["bgm.xlsx", "bgm gui lai.xlsx"])
def test_it_counts_when_it_is_sent_again_on_its_day(folder: Folder, plan: Plan, name: str) -> None:
    data = put_early(folder, plan)
    press(folder, FIRST)
    assert unit_day(press(folder, SECOND)).status is Status.REFUSED
    put(folder, name, data, plan, SECOND, time(9))
    outcome = press(folder, SECOND)
    assert unit_day(outcome).status is Status.RECEIVED
    assert not [one for one in outcome.standing.findings if one.code == "TG03"]


def test_where_its_clock_tells_nothing_the_earlier_days_run_does(folder: Folder, plan: Plan) -> None:
    put_early(folder, plan, came=date(2026, 11, 29))
    press(folder, FIRST)
    outcome = press(folder, SECOND)
    assert unit_day(outcome).status is Status.REFUSED
    assert "lần tổng hợp ngày 22/5/2023" in finding(outcome, "TG03").message


def plan_with(machines: int) -> PlanFile:
    """The plan with other machines for the unit."""
    data = json.loads(default_text())
    for level in data["levels"]:
        for target in level["targets"]:
            if target["code"] == UNIT and level["level"] == data["form"]["level"]:
                target["machines"] = machines
    text = json.dumps(data, ensure_ascii=False)
    return PlanFile(parse_plan(data), text, sha256(text.encode()).hexdigest())


def test_a_day_that_is_over_is_measured_by_the_machines_it_had(folder: Folder, plan: Plan) -> None:
    first, second, third = works(plan)
    for number, work in enumerate((first, second), 22):
        put_all(folder, plan, work, [UNIT])
        assert unit_day(press(folder, date(2023, 5, number), plan_file=default_plan())).status is Status.RECEIVED
    moved = plan_with(machines=1)
    again = press(folder, FIRST, plan_file=moved)
    assert unit_day(again).status is Status.RECEIVED
    assert not {"LK06", "LK15"} & {one.code for one in again.standing.findings}
    put_all(folder, plan, third, [UNIT])
    today = press(folder, THIRD, plan_file=moved)
    assert "LK15" in {one.code for one in today.standing.findings}


def test_machines_mended_on_the_day_itself_count_at_once(folder: Folder, plan: Plan) -> None:
    put_all(folder, plan, works(plan)[0], [UNIT])
    assert unit_day(press(folder, FIRST, plan_file=plan_with(machines=1))).status is Status.REFUSED
    assert unit_day(press(folder, FIRST, plan_file=default_plan())).status is Status.RECEIVED
