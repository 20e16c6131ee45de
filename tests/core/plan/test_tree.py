"""A tree of units that changes: what one unit gives, others take, to the last case, book and machine."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.laws import law
from xlpy.core.carrying import Point, Series, affected, carry
from xlpy.core.plan.changes import SHARES
from xlpy.core.plan.dated import of_day, reckon
from xlpy.core.plan.levels import tracking_data
from xlpy.core.plan.plan import Plan, parse_plan
from xlpy.core.records import KINDS, Kind
from xlpy.doors.disk.plan_file import default_text

DAY = date(2023, 5, 29)
BEFORE = DAY - timedelta(days=1)
BU_DANG, DONG_XOAI, PHU_RIENG = "696", "689", "698"


def line(old: str, new: str, day: date = DAY, **more: Any) -> dict[str, Any]:
    return {"day": day.isoformat(), "old": old, "new": new, **more}


def shares(cases: Sequence[int], entered: Sequence[int], machines: int, books: Sequence[int] = ()) -> dict[str, Any]:
    return {**dict(zip(SHARES, [*cases, *entered, *books], strict=False)), "machines": machines}


def with_changes(*lines: Mapping[str, Any], **more: Any) -> Plan:
    return parse_plan({**json.loads(default_text()), "changes": list(lines), **more})


SPLIT = (
    line(BU_DANG, "6961", name="Huyện Bù Đăng Đông", **shares((100_000, 20_000, 8_000, 20), (900, 200, 60, 1), 10)),
    line(BU_DANG, "6962", name="Huyện Bù Đăng Tây", **shares((15_614, 7_011, 614, 5), (345, 110, 35, 0), 6)),
)


def test_before_the_day_the_plan_is_as_it_was_issued(plan: Plan) -> None:
    changed = of_day(with_changes(line(BU_DANG, DONG_XOAI)), BEFORE)
    assert [unit.code for unit in changed.senders] == [unit.code for unit in plan.senders]
    assert [unit.name for unit in changed.root.walk()] == [unit.name for unit in plan.root.walk()]


def test_a_unit_that_joins_another_brings_all_it_has(plan: Plan) -> None:
    changed = of_day(with_changes(line(BU_DANG, DONG_XOAI)), DAY)
    assert BU_DANG not in changed.targets
    target, one, other = changed.targets[DONG_XOAI], plan.targets[DONG_XOAI], plan.targets[BU_DANG]
    assert target.total_cases == one.total_cases + other.total_cases
    assert target.machines == one.machines + other.machines
    assert changed.tracked.cases == plan.tracked.cases
    assert [part.code for part in target.unit.children] == [
        part.code for unit in (one.unit, other.unit) for part in unit.children
    ]
    assert BU_DANG not in {unit.code for unit in changed.root.walk()}
    # Of other levels, too, since all of it went there; but not of what only a part is known.
    assert [len(level.targets) for level in changed.levels] == [10, 10, 1]
    assert sum(level.cases for level in changed.levels) == sum(level.cases for level in plan.levels)


def test_two_units_become_a_new_one() -> None:
    changed = of_day(with_changes(line(BU_DANG, "700", name="Huyện Mới"), line(PHU_RIENG, "700")), DAY)
    assert changed.targets["700"].unit.name == "Huyện Mới"
    assert {BU_DANG, PHU_RIENG}.isdisjoint(changed.targets)
    assert changed.tracked.machines == 111


def test_a_split_gives_what_was_told(plan: Plan) -> None:
    changed = of_day(with_changes(*SPLIT), DAY)
    east, west = changed.targets["6961"], changed.targets["6962"]
    assert (east.total_cases, west.total_cases, east.machines, west.machines) == (128_020, 23_244, 10, 6)
    assert changed.tracked.cases == plan.tracked.cases
    assert all(count is None for count in east.books.values())  # nobody told them: unknown, not shared out
    assert [unit.code for unit in changed.senders][1:3] == ["6961", "6962"]  # where the old one stood


def test_a_renamed_unit_is_still_known_by_its_old_name(plan: Plan) -> None:
    changed = of_day(with_changes(line(BU_DANG, BU_DANG, name="Thị xã Bù Đăng")), DAY)
    unit = changed.targets[BU_DANG].unit
    assert (unit.name, unit.aliases[-1]) == ("Thị xã Bù Đăng", "Huyện Bù Đăng")
    assert changed.targets[BU_DANG].total_cases == plan.targets[BU_DANG].total_cases
    moved = of_day(with_changes(line(BU_DANG, "701", name="Thị xã Bù Đăng")), DAY)
    assert moved.targets["701"].unit.aliases == ("Huyện Bù Đăng",)
    assert reckon(with_changes(line(BU_DANG, BU_DANG, name="Thị xã Bù Đăng"))).handovers[0].parts == {}


def test_a_district_vanishes_and_its_communes_report(plan: Plan) -> None:
    parts = [part.code for part in plan.targets[DONG_XOAI].unit.children]
    cases = {kind: plan.total(DONG_XOAI, kind) for kind in KINDS}
    lines = []
    for place, code in enumerate(parts):
        last = place == len(parts) - 1
        mine = [cases[kind] // 8 if not last else cases[kind] - 7 * (cases[kind] // 8) for kind in KINDS]
        lines.append(line(DONG_XOAI, code, **shares(mine, (0, 0, 0, 0), 1)))
    changed = of_day(with_changes(*lines), DAY)
    assert [unit.code for unit in changed.senders][6:14] == parts
    assert {child.code for child in changed.root.children} >= set(parts)
    assert changed.tracked.cases == plan.tracked.cases
    assert DONG_XOAI not in changed.extra_machines


def test_a_level_between_goes_and_what_it_held_stays() -> None:
    """Province → district → commune, where communes report: on 1/7/2025 the districts are gone."""
    data = json.loads(default_text())
    children = [part for unit in data["units"]["children"][:2] for part in unit["children"]]
    target = {"books": dict.fromkeys(KINDS, 1), "cases": dict.fromkeys(KINDS, 10), "machines": 1}
    data["levels"] = [data["levels"][0] | {"targets": [{"code": part["code"], **target} for part in children]}]
    data["levels"][0].pop("printed", None)
    data["stated"] = {}
    old = [unit["code"] for unit in data["units"]["children"][:2]]
    plan = parse_plan({**data, "changes": [line(code, "70") for code in old]})
    changed = of_day(plan, DAY)
    assert [unit.code for unit in changed.senders] == [unit.code for unit in plan.senders]
    assert {part["code"] for part in children} <= {unit.code for unit in changed.root.children}
    assert not set(old) & {unit.code for unit in changed.root.walk()}
    assert changed.tracked.cases == plan.tracked.cases


@pytest.mark.parametrize(
    ("place", "change", "column", "wrong"),
    [
        (0, {"cases_birth": None}, "cases_birth", False),
        (1, {"entered_adoption": None}, "entered_adoption", False),
        (1, {"machines": None}, "machines", False),
        (0, {"cases_birth": 100_001}, "cases_birth", True),
        (0, {"machines": 9}, "machines", True),
        (1, {"entered_death": 615}, "entered_death", True),
        (0, {"name": None}, "name", False),
        (0, {"old": "999"}, "old", True),
        (0, {"new": None}, "new", False),
        (1, {"books_birth": 5}, "books_birth", False),
        (1, {"new": "6961"}, "new", True),
    ],
    ids=str,
)
def test_a_split_that_is_not_told_whole_changes_nothing(
    place: int, change: Mapping[str, Any], column: str, wrong: bool, plan: Plan
) -> None:
    lines = [dict(one) for one in SPLIT]
    lines[place] = {name: value for name, value in {**lines[place], **change}.items() if value is not None}
    changed = with_changes(*lines)
    assert [unit.code for unit in of_day(changed, DAY).senders] == [unit.code for unit in plan.senders]
    (step,) = reckon(changed).steps
    assert (column, wrong) in {(lack.column, lack.wrong) for lack in step.lacks}


def test_machines_that_came_before_the_change_go_along() -> None:
    moves = [
        {"day": "2023-05-25", "code": BU_DANG, "what": "broken", "count": 1},
        {"day": "2023-05-30", "code": "6961", "what": "received", "count": 4},
    ]
    lines = [dict(SPLIT[0], machines=9), SPLIT[1]]
    plan = with_changes(*lines, moves=moves)
    machines = [
        {code: target.machines for code, target in of_day(plan, DAY + timedelta(after)).targets.items()}
        for after in (0, 1)
    ]
    assert [one["6961"] for one in machines] == [9, 13]
    assert reckon(with_changes(*SPLIT, moves=moves)).steps[0].lacks  # ten and six are not what was left


# -- laws ----------------------------------------------------------------------------------------------------------

START = date(2023, 5, 22)
UNITS = ("A", "B", "C", "D")
FRESH = ("E", "F", "G", "H")


def small_plan(changes: list[dict[str, Any]], cases: Mapping[str, Sequence[int]]) -> Plan:
    data = json.loads(default_text())
    data["units"]["children"] = [{"code": code, "name": f"Xã {code}"} for code in UNITS]
    targets = [
        {
            "code": code,
            "books": dict.fromkeys(KINDS, 5),
            "cases": dict(zip(KINDS, cases[code], strict=True)),
            "machines": 3,
        }
        for code in UNITS
    ]
    data["levels"] = [{"level": "commune", "name": "cấp xã", "appendix": "02", "targets": targets}]
    data["stated"] = {}
    return parse_plan({**data, "changes": changes})


@st.composite
def histories(draw: st.DrawFn) -> tuple[Plan, dict[str, dict[date, Point]], date]:
    """A campaign in which units merge, split and are renamed again and again, and some days nobody reports."""
    cases = {code: [draw(st.integers(30, 90)) for _ in KINDS] for code in UNITS}
    days: dict[str, dict[date, Point]] = {code: {} for code in (*UNITS, *FRESH)}
    changes: list[dict[str, Any]] = []
    fresh = list(FRESH)
    running = {code: dict.fromkeys(KINDS, 0) for code in UNITS}
    told = dict(running)
    plan = small_plan(changes, cases)
    last = START + timedelta(draw(st.integers(4, 12)))
    on = START
    while on <= last:
        if on > START and draw(st.integers(0, 2)) == 0:
            more = draw(_changes(plan, on, told, fresh))
            plan = small_plan([*changes, *more], cases)
            step = reckon(plan).steps[-1]
            if step.handover is not None:
                changes += more
                told = {
                    **{code: told[code] for code in told if code not in step.handover.gone},
                    **{
                        new: {
                            kind: sum(
                                told[part.old][kind] if part.entered is None else part.entered[kind] for part in parts
                            )
                            for kind in KINDS
                        }
                        for new, parts in step.handover.parts.items()
                    },
                }
            plan = small_plan(changes, cases)
        today = of_day(plan, on)
        for code in today.targets:
            if draw(st.booleans()):
                done = {
                    kind: min(draw(st.integers(0, 6)), today.total(code, kind) - told[code][kind]) for kind in KINDS
                }
                told[code] = {kind: told[code][kind] + done[kind] for kind in KINDS}
                days[code][on] = Point(told[code], done)
        on += timedelta(days=1)
    return plan, days, last


@st.composite
def _changes(
    draw: st.DrawFn, plan: Plan, on: date, told: Mapping[str, Mapping[Kind, int]], fresh: list[str]
) -> list[dict[str, Any]]:
    there = list(of_day(plan, on).targets)
    old = draw(st.sampled_from(there))
    others = [code for code in there if code != old]
    how = draw(st.sampled_from(["merge", "split", "both", "rename"]))
    if how == "rename":
        return [line(old, old, on, name=f"Phường {old}")]
    if how == "merge" and others:
        joined = draw(st.sampled_from(others))
        return [line(old, joined, on)]
    if how == "both" and others and fresh:
        code, joined = fresh.pop(), draw(st.sampled_from(others))
        return [line(old, code, on, name=f"Xã {code}"), line(joined, code, on)]
    takers = [old] if draw(st.booleans()) else []
    takers += draw(st.lists(st.sampled_from(others), unique=True, max_size=2)) if others else []
    while len(takers) < 2 and fresh:
        takers.append(fresh.pop())
    if len(takers) < 2:
        return [line(old, old, on)]
    target, lines = of_day(plan, on).targets[old], []
    cases, entered, machines = {k: target.cases[k] or 0 for k in KINDS}, dict(told[old]), target.machines
    for place, code in enumerate(takers):
        last = place == len(takers) - 1
        mine = {kind: entered[kind] if last else draw(st.integers(0, entered[kind])) for kind in KINDS}
        room = {kind: cases[kind] - entered[kind] for kind in KINDS}
        given = {kind: mine[kind] + (room[kind] if last else draw(st.integers(0, room[kind]))) for kind in KINDS}
        count = machines if last else draw(st.integers(0, machines))
        lines.append(line(old, code, on, name=f"Xã {code}", **shares([*given.values()], [*mine.values()], count)))
        for kind in KINDS:
            cases[kind] -= given[kind]
            entered[kind] -= mine[kind]
        machines -= count
    return lines


def latest(series: Series) -> Mapping[Kind, int]:
    return series[max(series)].entered


@law(150, light=True)
@given(histories())
def test_no_case_is_lost_or_doubled_under_any_sequence(
    campaign: tuple[Plan, dict[str, dict[date, Point]], date],
) -> None:
    plan, days, last = campaign
    issued = of_day(plan, START)
    for after in range((last - START).days + 1):
        on = START + timedelta(after)
        today, handovers = of_day(plan, on), reckon(plan, on).handovers
        for kind in KINDS:
            assert sum(today.total(code, kind) for code in today.targets) == sum(
                issued.total(code, kind) for code in issued.targets
            )
        assert today.tracked.machines == issued.tracked.machines
        until = {code: {day: point for day, point in series.items() if day <= on} for code, series in days.items()}
        carried = carry(until, handovers)
        assert carried.uneven == ()
        touched = affected(handovers)
        assert set(carried.days) <= set(today.targets)
        entered = dict.fromkeys(KINDS, 0)
        for code in today.targets:
            series = carried.days.get(code) if code in touched else until.get(code)
            if series:
                assert list(series) == sorted(series)
                for kind in KINDS:
                    entered[kind] += latest(series)[kind]
                    assert latest(series)[kind] <= today.total(code, kind)
        # What was entered is what was entered: the sum of all days' work, whoever did it.
        work = {
            kind: sum(point.today[kind] or 0 for series in until.values() for point in series.values())
            for kind in KINDS
        }
        assert entered == work


@law(60, light=True)
@given(histories())
def test_what_vouches_is_what_was_said(campaign: tuple[Plan, dict[str, dict[date, Point]], date]) -> None:
    """A carried day that tells what was entered on it follows from the carried day before, and is of that very day."""
    plan, days, last = campaign
    for code, series in carry(days, reckon(plan, last).handovers).days.items():
        points = list(series.items())
        for (day, before), (next_day, point) in pairwise(points):
            assert day < next_day
            told = point.today
            if (next_day - day).days == 1 and None not in told.values() and None not in before.today.values():
                own = days.get(code, {}).get(next_day) is point
                for kind in KINDS:
                    follows = before.entered[kind] + (told[kind] or 0)
                    assert own or point.entered[kind] == follows


def test_a_unit_under_another_code_is_written_to_where_it_was() -> None:
    mail = {"units": {BU_DANG: ["budang@binhphuoc.gov.vn"], PHU_RIENG: ["phurieng@binhphuoc.gov.vn"]}}
    plan = with_changes(line(BU_DANG, "701", name="Thị xã Bù Đăng"), line(PHU_RIENG, DONG_XOAI), mail=mail)
    assert BU_DANG in of_day(plan, BEFORE).mail.units
    assert of_day(plan, DAY).mail.units["701"] == ("budang@binhphuoc.gov.vn",)
    assert DONG_XOAI not in of_day(plan, DAY).mail.units  # two make one: the office says who answers


def test_the_folder_of_another_level_takes_what_holds_there() -> None:
    data = json.loads(default_text()) | {
        "moves": [{"day": "2023-05-23", "code": BU_DANG, "what": "broken", "count": 1}],
        "changes": [*SPLIT, line(PHU_RIENG, DONG_XOAI)],
    }
    other = parse_plan(tracking_data(data, "district"))
    assert [change.old for change in other.aside.changes] == [PHU_RIENG]
    today = of_day(other, DAY)
    assert [level.machines for level in today.levels] == [110, 11, 1]
    assert len(today.senders) == 10
