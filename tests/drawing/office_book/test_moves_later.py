"""Máy on a day after units have changed: its table has the units of the day that is shown, each with its machines."""

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.kit.calc import Calc, recalculation_differences
from xlpy.core.consolidate import Standing, Status, UnitDay
from xlpy.core.office_book import CONTROL_SHEET, MOVES_SHEET
from xlpy.core.plan.changes import SHARES
from xlpy.core.plan.dated import of_day, reckon
from xlpy.core.plan.ledger import Account, Where
from xlpy.core.plan.plan import Plan, parse_plan
from xlpy.core.records import KINDS, Figures
from xlpy.doors.disk.plan_file import default_text
from xlpy.drawing.office_book.moves_later import now, units_ever, used_on
from xlpy.drawing.office_book.whole import Views, draw_office_book
from xlpy.rules.tasks import check_aside

FIRST_ROW, LAST_ROW = 6, 45
DAYS = [date(2023, 5, day) for day in (22, 28, 29, 30)] + [date(2023, 6, day) for day in (1, 5, 6, 20)]


def plan_data() -> dict[str, Any]:
    """Bù Đăng splits, Phú Riềng joins Đồng Phú, Bình Long gets another name; a week later one half joins Phước Long."""
    data = json.loads(default_text())
    target = parse_plan(data).targets["696"]
    whole = {f"cases_{kind}": target.cases[kind] or 0 for kind in KINDS}
    east = {column: whole.get(column, 0) // 2 for column in SHARES}
    west = {column: whole.get(column, 0) - east[column] for column in SHARES}
    east |= {f"books_{kind}": target.books[kind] or 0 for kind in KINDS}
    changes = [
        {"day": "2023-05-29", "old": "696", "new": "6961", "name": "Huyện Bù Đăng Đông", **east, "machines": 8},
        {"day": "2023-05-29", "old": "696", "new": "6962", "name": "Huyện Bù Đăng Tây", **west, "machines": 7},
        {"day": "2023-05-29", "old": "698", "new": "695"},
        {"day": "2023-05-29", "old": "690", "new": "690", "name": "Thị xã An Lộc"},
        {"day": "2023-06-05", "old": "6962", "new": "688"},
    ]
    moves = [
        {"day": "2023-05-23", "code": "696", "what": "broken", "count": 1},
        {"day": "2023-05-24", "code": "698", "what": "broken", "count": 2},
        {"day": "2023-05-27", "code": "689", "what": "received", "count": 16},
        {"day": "2023-05-29", "code": "6962", "what": "received", "count": 1},
        {"day": "2023-05-30", "code": "695", "what": "mended", "count": 1},
        {"day": "2023-05-30", "code": "694", "what": "lent", "count": 2, "other": "6961"},
        {"day": "2023-05-31", "code": "690", "what": "checked", "count": 1},
        {"day": "2023-06-06", "code": "688", "what": "broken", "count": 1},
        {"day": "2023-06-06", "code": "688", "what": "checked", "count": 3},
    ]
    return {**data, "changes": changes, "moves": moves}


@pytest.fixture(scope="module")
def plan() -> Plan:
    return parse_plan(plan_data())


@pytest.fixture(scope="module")
def calc(tmp_path_factory: pytest.TempPathFactory, needs_office: None) -> Iterator[Calc]:
    with Calc(tmp_path_factory.mktemp("may"), "vi-VN") as calc:
        yield calc


def standing(plan: Plan, day: date) -> Standing:
    """A day on which nobody entered anything."""
    of = of_day(plan, day)
    units = (
        UnitDay(
            unit.code,
            unit.name,
            Status.RECEIVED,
            late=False,
            figures={kind: Figures(of.total(unit.code, kind), 0, 0) for kind in KINDS},
        )
        for unit in of.senders
    )
    return Standing(day, tuple(units))


def machines(plan: Plan, day: date) -> dict[str, int]:
    of = of_day(plan, day)
    return {
        f"{target.unit.name}" + (f" ({level.name})" if level is not of.tracked else ""): target.machines
        for level in of.levels
        for target in level.targets
    }


@pytest.mark.office
@pytest.mark.parametrize("drawn", [DAYS[0], pytest.param(DAYS[4], marks=pytest.mark.slow), DAYS[-1]])
def test_the_table_has_the_units_of_the_day_and_their_machines(
    drawn: date, plan: Plan, calc: Calc, tmp_path: Path
) -> None:
    path = tmp_path / "So.xlsm"
    path.write_bytes(draw_office_book(plan_data(), Views((standing(plan, drawn),))))
    assert [text for text in recalculation_differences(path, calc) if text.startswith(MOVES_SHEET)] == []
    with closing(calc.open(path)) as document:
        for day in DAYS:
            document.type(CONTROL_SHEET, "D2", day)
            rows = document.block(MOVES_SHEET, f"K{FIRST_ROW}:P{LAST_ROW}")
            shown = {
                str(name).partition(" (từ")[0].partition(" (đến")[0]: used for name, _, used, *_ in rows if used != ""
            }
            assert shown == machines(plan, day), day
            told = str(document.cell(MOVES_SHEET, "A3"))
            assert f"đang dùng {sum(machines(plan, day).values())} máy" in told
            # Phụ lục 02 shows the plan as it was typed, with its machines.
            assert document.cell("Phụ lục 02", "B8") == plan.tracked.targets[0].unit.name


@pytest.mark.office
def test_a_line_says_from_which_day_to_which_its_unit_is_there(plan: Plan, calc: Calc, tmp_path: Path) -> None:
    path = tmp_path / "So.xlsm"
    path.write_bytes(draw_office_book(plan_data(), Views((standing(plan, DAYS[-1]),))))
    with closing(calc.open(path)) as document:
        names = [str(name) for (name,) in document.block(MOVES_SHEET, f"K{FIRST_ROW}:K{LAST_ROW}")]
        assert "Huyện Bù Đăng (đến 28/5/2023)" in names
        of_lines = [str(name) for (name,) in document.block(MOVES_SHEET, f"H{FIRST_ROW}:H{FIRST_ROW + 8}")]
        assert of_lines[3:6] == ["Huyện Bù Đăng Tây", "Huyện Đồng Phú", "Huyện Hớn Quản ↔ Huyện Bù Đăng Đông"]
        assert "Huyện Bù Đăng Tây (từ 29/5/2023 đến 4/6/2023)" in names
        assert "Thị xã An Lộc (từ 29/5/2023)" in names
        rows = {str(row[0]): row[2:] for row in document.block(MOVES_SHEET, f"K{FIRST_ROW}:P{LAST_ROW}")}
        assert rows["Huyện Bù Đăng (đến 28/5/2023)"] == ["", "", "", ""]
        joined = next(row for name, row in rows.items() if name.startswith("Huyện Đồng Phú (từ"))
        assert joined[1] == 1, "what Phú Riềng had broken is Đồng Phú's, and one of it was mended"
        long = next(row for name, row in rows.items() if name.startswith("Thị xã Phước Long (từ 5/6"))
        assert (long[1], long[3]) == (1, 3)


OVERLAPPING = [
    *({"day": f"2023-05-{day}", "code": "696", "what": "broken", "count": 10} for day in (23, 24)),
    {"day": "2023-05-25", "code": "696", "what": "lent", "count": 3},
    {"day": "2023-05-26", "code": "696", "what": "mended", "count": 12},
    {"day": "2023-05-27", "code": "696", "what": "lent", "count": 3},
    {"day": "2023-05-23", "code": "698", "what": "mended", "count": 5},
    {"day": "2023-05-25", "code": "698", "what": "broken", "count": 2},
    {"day": "2023-05-23", "code": "694", "what": "lent", "count": 4},
    {"day": "2023-05-25", "code": "694", "what": "returned", "count": 4},
    {"day": "2023-05-26", "code": "694", "what": "returned", "count": 1},
    {"day": "2023-05-27", "code": "694", "what": "lent", "count": 2},
]
"""Lines that name more machines than there are, that mend or give back what never went, and that are over."""


@pytest.mark.office
@pytest.mark.parametrize("changed", [False, True])
def test_broken_and_lent_are_machines_that_were_there_and_are_out_on_the_day(
    changed: bool, calc: Calc, tmp_path: Path
) -> None:
    data = {**json.loads(default_text()), "moves": OVERLAPPING}
    if changed:  # what one has broken and lent goes along, and the lines go on at the new unit
        data["changes"] = [
            {"day": "2023-05-26", "old": code, "new": f"{code}9", "name": f"Mới {code}"} for code in ("696", "694")
        ]
        data["moves"] = [
            {**move, "code": f"{move['code']}9"} if move["day"] > "2023-05-26" and move["code"] != "698" else move
            for move in OVERLAPPING
            if not (move["day"] == "2023-05-26" and move["code"] != "698")
        ]
    plan = parse_plan(data)
    path = tmp_path / "So.xlsm"
    path.write_bytes(draw_office_book(data, Views((standing(plan, date(2023, 5, 27)),))))
    assert [text for text in recalculation_differences(path, calc) if text.startswith(MOVES_SHEET)] == []
    with closing(calc.open(path)) as document:
        for day in (date(2023, 5, one) for one in range(22, 30)):
            document.type(CONTROL_SHEET, "D2", day)
            rows = document.block(MOVES_SHEET, f"K{FIRST_ROW}:P{LAST_ROW}")
            shown = {
                str(name).partition(" (từ")[0].partition(" (đến")[0]: tuple(row)
                for name, _, *row, _ in rows
                if row[0] != ""
            }
            reckoned = reckon(plan, day)
            for target in reckoned.tree.levels[0].targets:
                used, broken, lent = (
                    reckoned.ledger.balances.get(Account("commune", target.unit.code, where), 0) for where in Where
                )
                assert shown[target.unit.name] == (used, broken, lent), (day, target.unit.name)


def test_who_had_not_its_machines_checked_is_found_under_its_new_name_too(plan: Plan) -> None:
    ever = units_ever(plan)
    assert all(line.since is None for line in ever.typed)
    for day in DAYS:
        found = {finding.message.split(":")[0] for finding in check_aside(plan, day) if finding.code == "MA05"}
        used = used_on(of_day(plan, day))
        shown = {
            one.line.target.unit.name
            for one in ever.later
            if (has := now(one, ever.known, day, used, ever.there)) is not None and has.told and has.used > has.checked
        }
        assert shown <= found
        assert {
            name for name in found if name in {one.line.target.unit.name for one in ever.later if one.line.is_on(day)}
        } == shown


def test_a_plan_without_changes_has_the_lines_that_it_was_typed_with() -> None:
    issued = parse_plan(json.loads(default_text()))
    ever = units_ever(issued)
    assert ever.later == ()
    assert len(ever.typed) == sum(len(level.targets) for level in issued.levels)
    assert {line.until for line in ever.typed} == {None}
