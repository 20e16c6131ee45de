"""Phương án in the open workbook: what is asked there answered, and the chosen proposal put into the plan."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from xlpy.app.folder import CannotDo
from xlpy.core.campaign.allocation import Allocation, Goal, Site, Terms, allocate
from xlpy.core.forms import appendix_sheet, plan_form
from xlpy.core.grid import Edit, Grid, cell_name
from xlpy.core.office_book import CHANGES_SHEET, FREE, KEEPS, KEPT, MACHINES_SHEET, MOVES_SHEET, TRYING
from xlpy.core.plan.plan import Plan, Rounding
from xlpy.core.text import number
from xlpy.core.units import in_sentence
from xlpy.doors.live.book import LiveBook
from xlpy.drawing.office_book.appendices import FIRST_ROW as TARGETS_ROW
from xlpy.drawing.office_book.machines import GOAL_WORDS
from xlpy.drawing.screen.proposal import GOALS, in_words

if TYPE_CHECKING:
    from collections.abc import Iterator


class Asked(NamedTuple):
    """What stands in the yellow cells, unit by unit in the plan's order; `rows`: where."""

    goal: Goal
    terms: Terms
    chosen: str
    rows: Mapping[str, int]
    cases: Mapping[str, int]
    machines: Mapping[str, int]
    keeps: frozenset[str]


def propose(book: LiveBook, plan: Plan) -> str:
    """Fill in both proposals; returns what to tell. Raises CannotDo, LiveError."""
    asked = _read(book, plan)
    if asked.terms.days < 1:
        raise CannotDo(f"{book.file} · {MACHINES_SHEET}: không còn ngày nào để nhập. Chọn “Cả đợt” ở ô Tính cho.")
    names = {target.unit.code: target.unit.name for target in plan.tracked.targets}
    edits, told = [], []
    for place, (reading, column) in enumerate(((FREE, TRYING.free), (KEPT, TRYING.kept)), 1):
        sites = _sites(plan, asked, one_a_part=reading == KEPT)
        answer = allocate(asked.goal, sites, asked.terms)
        words = f"{reading}: {' '.join(in_words(names, sites, asked.terms, answer).splitlines())}"
        told.append(words)
        edits += [
            *_filled(asked, sites, answer, column),
            Edit(MACHINES_SHEET, TRYING.words_row + place, 1, ((words,),)),
        ]
    if words := _promised(plan, asked):
        told.append(words)
    edits.append(Edit(MACHINES_SHEET, TRYING.words_row + 3, 1, ((words or None,),)))
    book.write(edits)
    return "\n".join(told)


def _promised(plan: Plan, asked: Asked) -> str:
    """What the machines that the plan promises on top would change, by both readings: so many a commune, or in all."""
    sites = _sites(plan, asked, one_a_part=False)

    def last(outside: int) -> str:
        days = allocate(Goal.EARLIEST, sites, asked.terms._replace(outside=outside)).last
        return "không xong" if days is None else number(days)

    told = []
    for code, (low, high) in plan.extra_machines.items():
        unit = plan.targets[code].unit
        parts = len(unit.children)
        each, whole = _days(last(low * parts), last(high * parts)), _days(last(low), last(high))
        told += [
            f"Mục II.4 Kế hoạch: trang bị thêm {low:02} - {high:02} máy/đơn vị cho {in_sentence(unit.name)}.",
            f"Hiểu là mỗi xã, phường ({low * parts}–{high * parts} máy): xong sau {each};",
            f"hiểu là cả đơn vị ({low}–{high} máy): {whole}.",
        ]
    return " ".join(told)


def _days(slow: str, quick: str) -> str:
    return f"{slow} ngày" if slow == quick else f"{slow}–{quick} ngày"


def _sites(plan: Plan, asked: Asked, *, one_a_part: bool) -> list[Site]:
    """Who keeps how many: all that are not lent; one a commune, or one where there is work."""

    def floor(code: str) -> int:
        if code in asked.keeps:
            return asked.machines[code]
        if one_a_part:
            return max(1, len(plan.targets[code].unit.children))
        return int(asked.cases[code] > 0)

    return [Site(code, asked.cases[code], asked.machines[code], floor(code)) for code in asked.rows]


def _filled(asked: Asked, sites: Sequence[Site], answer: Allocation, column: int) -> "Iterator[Edit]":
    for site, machines in zip(sites, answer.machines, strict=True):
        yield Edit(MACHINES_SHEET, asked.rows[site.unit], column, ((machines,),))


def apply_proposal(book: LiveBook, plan: Plan) -> str:
    """Put the machines of the chosen proposal into the appendix, once a person agrees. Raises CannotDo, LiveError."""
    asked = _read(book, plan)
    grid = book.grid(MACHINES_SHEET)
    column = TRYING.free if asked.chosen == FREE else TRYING.kept
    wanted = {code: _whole(book, grid, row, column) for code, row in asked.rows.items()}
    there = sum(asked.machines.values()) + asked.terms.outside
    if sum(wanted.values()) > there:
        raise CannotDo(
            f"{book.file} · {MACHINES_SHEET}: phương án “{asked.chosen}” dùng {number(sum(wanted.values()))} máy, chỉ "
            f"có {number(there)}. Bớt ở cột Máy, hoặc ghi số máy tỉnh cấp thêm, rồi bấm lại."
        )
    changed = {code: machines for code, machines in wanted.items() if machines != asked.machines[code]}
    appendix = appendix_sheet(plan.tracked.appendix)
    if not changed:
        return f"Phương án “{asked.chosen}” giống số máy đang có; {appendix} không đổi."
    named = ", ".join(
        f"{in_sentence(plan.targets[code].unit.name)} {asked.machines[code]} → {machines}"
        for code, machines in changed.items()
    )
    stop = "Có dừng lại để kiểm tra không? Có (Yes): dừng, không đổi gì. Không (No): ghi số máy mới."
    if book.ask("Áp dụng phương án", f"Sẽ ghi vào {appendix}: {named}.\n{stop}"):
        return f"Đã dừng, {appendix} không đổi."
    # What is typed is the start: what the sheet Máy adds since stays as it is.
    start = (plan.issued or plan).targets
    if new := next((code for code in changed if code not in start), None):
        raise CannotDo(
            f"{book.file} · {appendix}: chưa có dòng của {plan.targets[new].unit.name}, "
            f"đơn vị có từ trang {CHANGES_SHEET}. Ghi việc chuyển máy ở trang {MOVES_SHEET}."
        )
    typed = {code: start[code].machines + machines - asked.machines[code] for code, machines in changed.items()}
    if below := next((code for code, machines in typed.items() if machines < 0), None):
        raise CannotDo(
            f"{book.file} · {appendix}: {plan.targets[below].unit.name} có {number(start[below].machines)} máy theo "
            f"kế hoạch, phương án bớt nhiều hơn thế. Ghi việc chuyển máy ở trang {MOVES_SHEET}."
        )
    names = [head.name for head in plan_form(plan.tracked.appendix, plan.tracked.name).columns]
    place = names.index("machines")
    order = list(start)
    book.write(
        [Edit(appendix, TARGETS_ROW + order.index(code), place, ((machines,),)) for code, machines in typed.items()]
    )
    return f"Đã ghi vào {appendix}: {named}. Kế hoạch mới dùng từ lần Tổng hợp sau; lưu tệp để giữ lại."


def _read(book: LiveBook, plan: Plan) -> Asked:
    if MACHINES_SHEET not in book.sheets:
        raise CannotDo(
            f"{book.file}: tệp này theo mẫu cũ, chưa có trang {MACHINES_SHEET}; tạo lại tệp bằng lệnh hotich tao-so."
        )
    grid = book.grid(MACHINES_SHEET)

    def said(column: int) -> object:
        return grid.cells.get((TRYING.asked_row, column))

    rows = {
        str(value): row
        for (row, column), value in sorted(grid.cells.items())
        if column == TRYING.code and value is not None
    }
    rows = {code: row for code, row in rows.items() if code in plan.targets}
    goals = dict(zip(GOAL_WORDS, GOALS, strict=True))
    if said(TRYING.goal) not in goals:
        raise CannotDo(f"{book.file} · {MACHINES_SHEET}!{cell_name(TRYING.asked_row, TRYING.goal)}: chọn lại mục tiêu.")
    if said(TRYING.chosen) not in (FREE, KEPT):
        raise CannotDo(
            f"{book.file} · {MACHINES_SHEET}!{cell_name(TRYING.asked_row, TRYING.chosen)}: chọn lại phương án dùng."
        )
    norm, days, outside = (
        _whole(book, grid, TRYING.asked_row, column) for column in (TRYING.norm, TRYING.days, TRYING.outside)
    )
    if norm < 1:
        raise CannotDo(
            f"{book.file} · {MACHINES_SHEET}!{cell_name(TRYING.asked_row, TRYING.norm)}: định mức phải từ 1."
        )
    return Asked(
        goals[str(said(TRYING.goal))],
        Terms(norm, Rounding.UP, days, outside),
        str(said(TRYING.chosen)),
        rows,
        {code: _whole(book, grid, row, TRYING.cases) for code, row in rows.items()},
        {code: _whole(book, grid, row, TRYING.machines) for code, row in rows.items()},
        frozenset(code for code, row in rows.items() if grid.cells.get((row, TRYING.lends)) == KEEPS),
    )


def _whole(book: LiveBook, grid: Grid, row: int, column: int) -> int:
    value = grid.cells.get((row, column))
    if isinstance(value, int | float) and not isinstance(value, bool) and value == int(value) and value >= 0:
        return int(value)
    read = "để trống" if value is None else f"ghi “{value}”"
    raise CannotDo(
        f"{book.file} · {MACHINES_SHEET}!{cell_name(row, column)}: {read}; gõ một số nguyên từ 0 rồi bấm lại."
    )
