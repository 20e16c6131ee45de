"""How different clerks make the same form: layout, spelling, numbers as texts, formulas, dates in words or open."""

import random
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from xlpy.core.forms import COLUMNS_01, FORM_01, OPEN_DATE, mark
from xlpy.core.plan.plan import Plan
from xlpy.core.records import KINDS, Column, Kind, Measure
from xlpy.core.text import day as written_day
from xlpy.core.text import number
from xlpy.core.units import Unit, short_name
from xlpy.demo.truth import Work, by_part
from xlpy.drawing.sheet import A3, NUMBER, Book, draw_header, merge

DATE_STYLES: Mapping[str, Callable[[date], str]] = {
    "slash": written_day,
    "dash": lambda day: f"{day:%d-%m-%Y}",
    "words": lambda day: f"{day.day} tháng {day.month} năm {day.year}",
    "open": lambda _: OPEN_DATE,
}
NUMBER_STYLES: Mapping[str, Callable[[int], str | int]] = {
    "numeric": lambda value: value,
    "dots": number,
    "spaces": lambda value: f"{value:,}".replace(",", " "),
    "decimals": lambda value: f"{value},0",
    "no-break": lambda value: number(value).replace(".", "\u00a0"),
    "full-width": lambda value: str(value).translate({48 + digit: 0xFF10 + digit for digit in range(10)}),
}


Written: TypeAlias = str | int | float | None
"""What a cell holds in the end; None is a cell left blank."""
Slip: TypeAlias = Callable[[int], Written]
"""What a clerk's hand makes of the right figure."""


@dataclass(frozen=True, slots=True)
class Hand:
    """One clerk's habits.

    `lines`: "own" line only, "all" units, or one a "parts" (commune) with TỔNG. `others`: lines of other units are
    "blank" or at "zero"; a commune's own total and remainder are left blank, or written too.
    `overrides` are cells of the figures written wrong, by column, for faults: what stands there instead, or what
    the hand makes of the right figure. They are of the unit's line (or TỔNG of its communes), or of the commune at
    place `wrong_part`. Where the clerk uses formulas (or a calculator: `follows`), the derived cells follow them.
    `marked` adds the issued form's mark, `total_line` the line TỔNG below the units'. `named` is the name on the
    line where it is not that of the unit whose figures they are.
    """

    file: str
    sheet: str = "Phụ lục 01"
    lines: str = "own"
    others: str = "blank"
    date_style: str = "slash"
    numbers: str = "numeric"
    dash: bool = False
    formulas: bool = False
    spell: Callable[[str], str] = str
    rows_above: int = 0
    columns_left: int = 0
    hidden_rows: bool = False
    notes_below: tuple[str, ...] = ()
    note_beside: str = ""
    sheets_before: tuple[str, ...] = ()
    unit_in_title: bool = False
    date_in_cell: bool = False
    marked: bool = False
    blank_remaining: bool = False
    overrides: Mapping[Column, Written | Slip] = field(default_factory=dict)
    wrong_part: int | None = None
    follows: bool = False
    total_line: bool = False
    named: str = ""


def shouted(name: str) -> str:
    """HUYỆN LỘC NINH."""
    return name.upper()


def decomposed(name: str) -> str:
    """The same letters as a Mac writes them (NFD)."""
    return unicodedata.normalize("NFD", name)


def shortened(name: str) -> str:
    """H. Bù Đăng, TX. Phước Long, TP. Đồng Xoài."""
    for level, short in (
        ("Huyện", "H."),
        ("Thị xã", "TX."),
        ("Thành phố", "TP."),
        ("Thị trấn", "TT."),
        ("Xã", "X."),
        ("Phường", "P."),
        ("Quận", "Q."),
    ):
        if name.casefold().startswith(level.casefold()):
            return short + name[len(level) :]
    return name


def without_level(name: str) -> str:
    """Bù Đăng; "Phường 1" where its name is a number."""
    return short_name(name)


def write_form(plan: Plan, work: Work, hand: Hand, seed: int = 0) -> bytes:
    """One unit's Phụ lục 01 for a day, as .xlsx, in a clerk's hand."""
    unit = plan.targets[work.unit].unit
    book = Book(FORM_01.title, work.day)
    for name in hand.sheets_before:
        book.workbook.add_worksheet(name).write_string(0, 0, "Bảng khác của đơn vị")
    sheet = book.sheet(hand.sheet, A3)
    top, left = hand.rows_above, hand.columns_left
    last = left + len(FORM_01.columns) - 1
    values = {
        "number": plan.document.number,
        "plan_date": written_day(plan.document.date),
        "issuer": plan.document.issuer,
        "date": DATE_STYLES[hand.date_style](work.day),
    }
    bold = book.format(bold=True, align="center")
    merge(sheet, (top, left, top, last), f"PHỤ LỤC {FORM_01.code}", bold)
    where = f" {hand.spell(unit.name)}" if hand.unit_in_title else ""
    as_of = "" if hand.date_in_cell else f" {FORM_01.as_of.format_map(values)}"
    merge(sheet, (top + 1, left, top + 1, last), f"{FORM_01.title}{where}{as_of}", bold)
    if hand.date_in_cell:
        sheet.write_string(top + 2, left, "Tính đến ngày")
        sheet.write_datetime(top + 2, left + 1, work.day, book.format(num_format="dd/mm/yyyy"))
    merge(
        sheet,
        (top + 3, left, top + 3, last),
        FORM_01.attached.format_map(values),
        book.format(italic=True, align="center"),
    )
    first = draw_header(book, sheet, FORM_01, top + 4, values, left=left)
    if hand.marked:
        sheet.write_string(0, 60, mark(unit.code, plan.document.number), book.format(font_color="#FFFFFF"))
    below = _write_lines(_Pen(book, sheet, left, hand), plan, unit, work, first, random.Random(seed))
    for place, note in enumerate(hand.notes_below):
        sheet.write_string(below + 1 + place, left + 1, note)
    return book.close()


@dataclass(frozen=True, slots=True)
class _Pen:
    """Writes lines of figures into a sheet in a clerk's hand."""

    book: Book
    sheet: Worksheet
    left: int
    hand: Hand

    def line(
        self,
        row: int,
        place: int,
        name: str,
        total: Mapping[Kind, int] | None,
        today: Mapping[Kind, int],
        entered: Mapping[Kind, int],
        *,
        wrong: bool = False,
    ) -> None:
        """A line: its number, name and figures; formulas for what follows where the clerk uses them."""
        self.sheet.write_number(row, self.left, place)
        self.sheet.write_string(row, self.left + 1, name)
        values = self._values(total, today, entered, wrong=wrong)
        for column, head in enumerate(FORM_01.columns, self.left):
            what = COLUMNS_01.get(head.name)
            if what is None or what not in values:
                continue
            value = values[what]
            if wrong and what in self.hand.overrides:
                self.put(row, column, value)
            elif self.hand.formulas and (formula := self._formula(row, column, *what)):
                self.sheet.write_formula(row, column, formula, None, value)
            else:
                assert isinstance(value, int)  # only what is overridden is anything else
                self.figure(row, column, value)

    def _values(
        self, total: Mapping[Kind, int] | None, today: Mapping[Kind, int], entered: Mapping[Kind, int], *, wrong: bool
    ) -> dict[Column, Written]:
        """What the cells of a line hold, blank ones left out."""
        right: dict[Column, int] = {}
        for measure, figures in ((Measure.TOTAL, total), (Measure.TODAY, today), (Measure.ENTERED, entered)):
            right |= {(kind, measure): figures[kind] for kind in KINDS} if figures else {}
        right |= _derived(right)
        if self.hand.blank_remaining:
            right = {place: value for place, value in right.items() if place[1] is not Measure.REMAINING}
        if not wrong:
            return dict(right)
        slips = {place: slip for place, slip in self.hand.overrides.items() if place in right}
        written: dict[Column, Written] = {
            place: slip(right[place]) if callable(slip) else slip for place, slip in slips.items()
        }
        if self.hand.formulas or self.hand.follows:
            seen = {place: value for place, value in ({**right, **written}).items() if isinstance(value, int)}
            followed = _derived(seen)
            right |= {place: followed[place] for place in right if place in followed}
        return {**right, **written}

    def figure(self, row: int, column: int, value: int) -> None:
        """A number as the clerk writes numbers."""
        self.put(row, column, "-" if self.hand.dash and value == 0 else NUMBER_STYLES[self.hand.numbers](value))

    def put(self, row: int, column: int, value: str | int | float | None) -> None:
        """A value as it is."""
        if value is None:
            self.sheet.write_blank(row, column, None)
        elif isinstance(value, str):
            self.sheet.write_string(row, column, value)
        else:
            self.sheet.write_number(row, column, value, self.book.format(num_format=NUMBER))

    def _formula(self, row: int, column: int, kind: Kind, measure: Measure) -> str | None:
        if measure is Measure.REMAINING:
            return f"={xl_rowcol_to_cell(row, column - 3)}-{xl_rowcol_to_cell(row, column - 1)}"
        if kind is Kind.SUM:
            return "=" + "+".join(xl_rowcol_to_cell(row, column - 4 * back) for back in range(4, 0, -1))
        return None


def _derived(figures: Mapping[Column, int]) -> dict[Column, int]:
    """What a line's formulas make of its figures: what remains, and the sums; a blank adds nothing."""
    asserted = {place: value for place, value in figures.items() if Kind.SUM not in place}
    left = {
        (kind, Measure.REMAINING): asserted[kind, Measure.TOTAL] - asserted.get((kind, Measure.ENTERED), 0)
        for kind in KINDS
        if (kind, Measure.TOTAL) in asserted
    }
    sums: dict[Column, int] = {}
    for (_, measure), value in (asserted | left).items():
        sums[Kind.SUM, measure] = sums.get((Kind.SUM, measure), 0) + value
    return left | sums


def _write_lines(pen: _Pen, plan: Plan, unit: Unit, work: Work, first: int, dice: random.Random) -> int:
    hand = pen.hand
    totals = {kind: plan.total(unit.code, kind) for kind in KINDS}
    if hand.lines == "parts" and unit.children:
        return _write_parts(pen, unit, work, totals, first, dice)
    name = hand.spell(hand.named or unit.name)
    if hand.lines in ("own", "parts"):  # a unit that has no parts writes its own line
        pen.line(first, 1, name, totals, work.today, work.entered, wrong=True)
        _beside(pen, first)
        return _write_total(pen, first + 1, totals, work)
    zeros = dict.fromkeys(KINDS, 0)
    for place, sender in enumerate(plan.senders):
        row = first + place
        if sender == unit:
            pen.line(row, place + 1, name, totals, work.today, work.entered, wrong=True)
            _beside(pen, row)
        elif hand.others == "zero":
            pen.line(
                row, place + 1, hand.spell(sender.name), {k: plan.total(sender.code, k) for k in KINDS}, zeros, zeros
            )
        else:
            pen.sheet.write_number(row, pen.left, place + 1)
            pen.sheet.write_string(row, pen.left + 1, hand.spell(sender.name))
        if hand.hidden_rows and sender != unit:
            pen.sheet.set_row(row, None, None, {"hidden": True})
    return first + len(plan.senders)


def _write_total(pen: _Pen, row: int, totals: Mapping[Kind, int], work: Work) -> int:
    """TỔNG below a unit's own line, where the clerk writes one; returns the first row below."""
    if not pen.hand.total_line:
        return row
    pen.line(row, 0, FORM_01.total_label, totals, work.today, work.entered, wrong=pen.hand.follows or pen.hand.formulas)
    return row + 1


def _write_parts(pen: _Pen, unit: Unit, work: Work, totals: Mapping[Kind, int], first: int, dice: random.Random) -> int:
    # What was done today, before, and is left is spread by itself, so that every commune keeps the laws too.
    todays = _spread(work.today, unit, dice)
    lefts = _spread({kind: totals[kind] - work.entered[kind] for kind in KINDS}, unit, dice)
    befores = _spread({kind: work.entered[kind] - work.today[kind] for kind in KINDS}, unit, dice)
    for place, (part, today, left, before) in enumerate(zip(unit.children, todays, lefts, befores, strict=True)):
        entered = {kind: before[kind] + today[kind] for kind in KINDS}
        total = {kind: entered[kind] + left[kind] for kind in KINDS} if pen.hand.others == "zero" else None
        wrong = place == pen.hand.wrong_part
        pen.line(first + place, place + 1, pen.hand.spell(part.name), total, today, entered, wrong=wrong)
    row = first + len(unit.children)
    wrong = pen.hand.wrong_part is None
    pen.line(row, 0, FORM_01.total_label, totals, work.today, work.entered, wrong=wrong)
    return row + 1


def _spread(figures: Mapping[Kind, int], unit: Unit, dice: random.Random) -> list[dict[Kind, int]]:
    by_kind = {kind: by_part(figures[kind], len(unit.children), dice) for kind in KINDS}
    return [{kind: by_kind[kind][place] for kind in KINDS} for place in range(len(unit.children))]


def _beside(pen: _Pen, row: int) -> None:
    if pen.hand.note_beside:
        pen.sheet.write_string(row, pen.left + len(FORM_01.columns), pen.hand.note_beside)
