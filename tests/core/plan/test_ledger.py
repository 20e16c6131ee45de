"""Machines are kept like money: whatever is typed, none is there twice and none comes of nothing."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.plan.test_tree import SPLIT
from tests.kit.laws import law
from xlpy.core.plan.dated import machines_of, of_day, reckon
from xlpy.core.plan.ledger import Where
from xlpy.core.plan.moves import What
from xlpy.core.plan.plan import Plan, parse_plan
from xlpy.core.text import key
from xlpy.doors.disk.plan_file import default_text
from xlpy.rules.tasks import check_aside

START = date(2023, 5, 22)
BU_DANG, DONG_XOAI, CHON_THANH = "696", "689", "697"


def plan_with(moves: list[dict[str, Any]], changes: list[dict[str, Any]] | None = None) -> Plan:
    return parse_plan({**json.loads(default_text()), "moves": moves, "changes": changes or []})


def line(day: int, code: str, what: str, count: int, **more: object) -> dict[str, Any]:
    return {"day": date(2023, 5, day).isoformat(), "code": code, "what": what, "count": count, **more}


def change(day: int, old: str, new: str, **more: Any) -> dict[str, Any]:
    return {"day": date(2023, 5, day).isoformat(), "old": old, "new": new, **more}


def machines(plan: Plan, day: int, *codes: str) -> tuple[int | None, ...]:
    found = machines_of(of_day(plan, date(2023, 5, day)))
    return tuple(found.get(code) for code in codes)


def told(plan: Plan, code: str) -> list[tuple[str, str]]:
    """Cells and messages of a rule."""
    findings = check_aside(plan, date(2023, 7, 1))
    return [(finding.source.cell, finding.message) for finding in findings if finding.code == code]


# -- no more arrives than there was -----------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["lent", "handed-on"])
def test_only_machines_that_were_there_arrive(what: str) -> None:
    plan = plan_with([line(23, DONG_XOAI, what, 50, other=BU_DANG)])
    assert machines(plan, 23, DONG_XOAI, BU_DANG) == (0, 24)
    assert of_day(plan, date(2023, 5, 23)).tracked.machines == 111
    assert told(plan, "MA04") == [("E6", "Thành phố Đồng Xoài: ngày 23/5/2023 bớt đi 50 máy, chỉ có 8. Chỉ tính 8.")]


def test_phantom_machines_go_nowhere_the_day_after() -> None:
    plan = plan_with([line(23, DONG_XOAI, "lent", 50, other=BU_DANG), line(24, BU_DANG, "lent", 30, other=CHON_THANH)])
    before = machines(plan, 22, CHON_THANH)[0] or 0
    assert machines(plan, 24, DONG_XOAI, BU_DANG, CHON_THANH) == (0, 0, before + 24)
    assert [cell for cell, _ in told(plan, "MA04")] == ["E6", "E7"]


def test_on_one_day_machines_may_pass_through_a_unit_in_any_order_of_the_lines() -> None:
    steps = [
        line(23, DONG_XOAI, "lent", 8, other=BU_DANG),
        line(23, BU_DANG, "lent", 24, other=CHON_THANH),
        line(23, CHON_THANH, "broken", 1),
    ]
    for lines in (steps, steps[::-1]):
        plan = plan_with(lines)
        assert machines(plan, 23, DONG_XOAI, BU_DANG) == (0, 0)
        assert not told(plan, "MA04")


def test_there_and_back_on_one_day_with_machines_that_are_not_there_makes_none() -> None:
    plan = plan_with(
        [line(23, DONG_XOAI, "lent", 50, other=BU_DANG), line(23, BU_DANG, "handed-on", 49, other=DONG_XOAI)]
    )
    assert sum(count or 0 for count in machines(plan, 23, DONG_XOAI, BU_DANG)) == 24
    assert told(plan, "MA04")


def test_what_was_mended_beyond_what_was_broken_is_no_machine() -> None:
    plan = plan_with([line(23, DONG_XOAI, "broken", 2), line(24, DONG_XOAI, "mended", 5)])
    assert machines(plan, 24, DONG_XOAI) == (8,)
    assert [cell for cell, _ in told(plan, "MA03")] == ["E7"]


def test_a_loan_that_names_the_borrower_is_not_returned_by_nobody() -> None:
    plan = plan_with([line(23, BU_DANG, "lent", 2, other=DONG_XOAI), line(24, BU_DANG, "returned", 2)])
    assert machines(plan, 24, BU_DANG, DONG_XOAI) == (14, 10)
    assert [cell for cell, _ in told(plan, "MA03")] == ["E7"]


# -- units that change ------------------------------------------------------------------------------------------------


def test_a_unit_that_will_change_is_judged_before_and_after_it() -> None:
    merged = [change(29, DONG_XOAI, BU_DANG)]
    early = plan_with([line(24, BU_DANG, "broken", 17)], merged)
    assert [message for _, message in told(early, "MA04")] == [
        "Huyện Bù Đăng: ngày 24/5/2023 bớt đi 17 máy, chỉ có 16. Chỉ tính 16."
    ]
    fine = plan_with([line(29, BU_DANG, "broken", 17)], merged)
    assert not told(fine, "MA04")
    late = plan_with([line(30, BU_DANG, "broken", 25)], merged)
    assert [message for _, message in told(late, "MA04")] == [
        "Huyện Bù Đăng: ngày 30/5/2023 bớt đi 25 máy, chỉ có 24. Chỉ tính 24."
    ]


def test_a_unit_that_comes_by_a_change_is_judged_too() -> None:
    plan = plan_with(
        [line(30, "700", "broken", 25)], [change(29, c, "700", name="Huyện Mới") for c in (BU_DANG, DONG_XOAI)]
    )
    assert [message for _, message in told(plan, "MA04")] == [
        "Huyện Mới: ngày 30/5/2023 bớt đi 25 máy, chỉ có 24. Chỉ tính 24."
    ]
    assert machines(plan, 30, "700") == (0,)


def test_a_line_of_a_unit_that_is_not_there_yet_or_no_more_counts_for_nobody() -> None:
    plan = plan_with(
        [line(30, DONG_XOAI, "lent", 5, other=CHON_THANH), line(24, "700", "received", 3)],
        [change(29, DONG_XOAI, "700", name="Thành phố Mới")],
    )
    assert machines(plan, 30, "700", DONG_XOAI) == (8, None)
    assert machines(plan, 30, CHON_THANH) == machines(plan, 22, CHON_THANH)
    assert told(plan, "MA01") == [
        ("B7", "Mã “700”: ngày 24/5/2023 không có đơn vị mang mã này. Dòng này chưa tính."),
        ("B6", "Mã “689”: ngày 30/5/2023 không có đơn vị mang mã này. Dòng này chưa tính."),
    ]


def test_what_was_broken_or_checked_before_a_merger_is_the_new_units() -> None:
    plan = plan_with(
        [
            line(23, DONG_XOAI, "broken", 3),
            line(23, DONG_XOAI, "checked", 8),
            line(30, "700", "mended", 3),
        ],
        [change(29, DONG_XOAI, "700", name="Thành phố Mới")],
    )
    assert machines(plan, 30, "700") == (8,)
    assert not {"MA01", "MA03", "MA04", "MA05"} & {f.code for f in check_aside(plan, date(2023, 5, 30))}
    unchecked = plan_with([line(23, DONG_XOAI, "checked", 7)], [change(29, DONG_XOAI, "700", name="Thành phố Mới")])
    assert [message for _, message in told(unchecked, "MA05")] == [
        "Thành phố Mới: đang dùng 8 máy, mới ghi đã kiểm tra an ninh 7."
    ]


def test_what_was_broken_before_a_split_is_mended_once() -> None:
    lines = [dict(part, machines=part["machines"] - 1) for part in SPLIT]
    moves = [line(23, BU_DANG, "broken", 2), line(30, "6961", "mended", 2)]
    assert machines(plan_with(moves, lines), 30, "6961", "6962") == (11, 5)
    twice = plan_with([*moves, line(31, "6962", "mended", 1)], lines)
    assert machines(twice, 31, "6961", "6962") == (11, 5)
    assert [cell for cell, _ in told(twice, "MA03")] == ["E8"]


# -- laws --------------------------------------------------------------------------------------------------------------

CODES = [BU_DANG, DONG_XOAI, CHON_THANH, "700", "999"]
MOVE = st.fixed_dictionaries(
    {
        "day": st.integers(0, 9).map(lambda after: (START + timedelta(after)).isoformat()),
        "code": st.sampled_from(CODES),
        "what": st.sampled_from([what.value for what in What]),
        "count": st.sampled_from([0, 1, 2, 5, 8, 17, 1_000_000_000]),
    },
    optional={"other": st.sampled_from(CODES), "level": st.sampled_from(["cấp huyện", "cấp tỉnh", "cấp thôn"])},
)
CHANGES = st.sampled_from(
    [
        [],
        [change(26, DONG_XOAI, BU_DANG)],
        [change(26, DONG_XOAI, "700", name="Mới"), change(26, BU_DANG, "700"), change(28, "700", CHON_THANH)],
        [change(26, DONG_XOAI, BU_DANG), change(26, BU_DANG, DONG_XOAI)],
        [dict(part, day="2023-05-22") for part in SPLIT],
    ]
)


def level_of(move: Mapping[str, Any], plan: Plan) -> str:
    named = move.get("level")
    return next((one.level for one in plan.levels if named and key(one.name) == key(named)), plan.tracked_level)


@law(100, light=True)
@given(st.lists(MOVE, max_size=14), CHANGES)
def test_no_machine_comes_of_nothing_and_none_is_lost(
    moves: list[dict[str, Any]], changes: list[dict[str, Any]]
) -> None:
    plan = plan_with(moves, changes)
    found = reckon(plan)
    from_outside = {What.RECEIVED: 1, What.HANDED_ON: -1}
    beyond = sum(from_outside.get(line.known.what, 0) * line.there for line in found.lines if not line.known.move.other)
    balances = found.ledger.balances
    assert all(count >= 0 for count in balances.values())
    assert sum(balances.values()) == sum(level.machines for level in plan.levels) + beyond
    used = sum(count for account, count in balances.items() if account.where is Where.USED)
    assert used == sum(level.machines for level in found.tree.levels)
    handed_out = sum(move["count"] for move in moves if move["what"] == "received" and "other" not in move)
    assert used <= sum(level.machines for level in plan.levels) + handed_out


@law(100, light=True)
@given(st.lists(MOVE, max_size=8), CHANGES)
def test_who_moves_more_than_there_is_is_told(moves: list[dict[str, Any]], changes: list[dict[str, Any]]) -> None:
    plan = plan_with(moves, changes)
    cells = {
        cell
        for finding in check_aside(plan, date(2023, 7, 1))
        if finding.code in ("MA01", "MA03", "MA04")
        for cell in finding.source.cell.split(", ")  # the same of many lines is one finding
    }
    for line in reckon(plan).lines:
        if line.there < line.known.machines:
            assert cells & {f"{column}{line.known.move.row}" for column in "BEF"}, line


@law(100, light=True)
@given(st.lists(MOVE, max_size=8), st.randoms(), CHANGES)
def test_the_order_of_the_lines_changes_nothing(
    moves: list[dict[str, Any]], random: Any, changes: list[dict[str, Any]]
) -> None:
    shuffled = random.sample(moves, len(moves))
    one, other = (machines_of(of_day(plan_with(lines, changes), date.max)) for lines in (moves, shuffled))
    assert one == other


@pytest.mark.parametrize("lines", [500, 1000])
def test_many_lines_of_one_day_cost_a_step_each(lines: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from xlpy.core.plan.ledger import Ledger

    steps = 0
    there = Ledger._there

    def counted(self: Ledger, transfer: Any) -> int:
        nonlocal steps
        steps += 1
        return there(self, transfer)

    monkeypatch.setattr(Ledger, "_there", counted)
    around = [BU_DANG, DONG_XOAI, CHON_THANH]
    moves = [line(23, around[n % 3], "lent", 20 + n, other=around[(n + 1) % 3]) for n in range(lines)]
    reckon(plan_with(moves))
    assert steps <= 5 * lines
