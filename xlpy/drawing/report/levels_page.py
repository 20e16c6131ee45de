"""Beside Phụ lục 01: the units of the plan's other levels on the same form, and all levels together.

Phụ lục 01 itself stays as it was issued, for the level that it follows.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from xlpy.core.consolidate import Standing
from xlpy.core.forms import COLUMNS_01, FORM_01
from xlpy.core.plan.elsewhere import LevelElsewhere, UnitElsewhere, has_units, levels_elsewhere, summed
from xlpy.core.plan.plan import Plan
from xlpy.core.records import Measure
from xlpy.core.text import formal_day
from xlpy.core.units import as_entry
from xlpy.drawing.report.layout_2_look import SECOND
from xlpy.drawing.report.look import Look, filled
from xlpy.drawing.report.tables import Form, draw_signature, measured, text_height
from xlpy.drawing.report.words import counted
from xlpy.drawing.sheet import Book, draw_header, merge, put

_LAST = len(FORM_01.columns)
"""The column of the day, right of the form's own."""
_FIRST_HEAD = 4
_DAY_HEAD, _DAY_WIDTH = "SỐ LIỆU\nĐẾN NGÀY", 8.6
_WHOLE = "TOÀN BỘ KẾ HOẠCH"
_LONGEST_NAME = 31
"""Letters that Excel allows the name of a sheet."""
_UNKNOWN, _LACKING = "chưa có", " (*)"


def levels_sheet(levels: Sequence[LevelElsewhere]) -> str:
    """The sheet's name: "Phụ lục 01 – cấp huyện, tỉnh"; without the levels' names where they do not fit."""
    named = ", ".join(level.name for level in levels).replace(", cấp ", ", ")
    name = f"{SECOND.sheets['form']} – {named}"
    fits = len(name) <= _LONGEST_NAME and not set(name) & set("[]:*?/\\")
    return name if fits else f"{SECOND.sheets['form']} – các cấp khác"


def draw_levels_page(
    book: Book,
    look: Look,
    titles: Mapping[str, str],
    plan: Plan,
    day: tuple[Standing, Form],
    total_row: int,
) -> None:
    """The sheet; none where the run recorded no units of other levels. `total_row`: that of TỔNG on Phụ lục 01."""
    if not has_units(plan):
        return
    standing, form = day
    levels = levels_elsewhere(plan)
    sheet = book.sheet(levels_sheet(levels), look.pages["form"]["paper"], look.pages["form"])
    page = _Page(book, look, sheet, standing.date)
    page.titles({**titles, "phụ lục": f"{FORM_01.code} – {', '.join(level.name for level in levels)}".upper()})
    sums = [page.level(level) for level in levels]
    own = _Own(f"{plan.tracked.name[:1].upper()}{plan.tracked.name[1:]} ({SECOND.sheets['form']})", standing, total_row)
    sums.append(page.own(own))
    page.whole(sums, complete=not any(level.unknown for level in levels))
    page.foot(levels, form)


class _Own(NamedTuple):
    """The followed level's line, which is TỔNG of Phụ lục 01."""

    label: str
    standing: Standing
    total_row: int


class _Sum(NamedTuple):
    """A line of sums that the last line adds up: its row, and its values by column."""

    row: int
    values: Mapping[str, int | None]


class _Page:
    """The sheet, written from the top."""

    def __init__(self, book: Book, look: Look, sheet: Worksheet, day: date) -> None:
        self._book, self._look, self._sheet, self._day = book, look, sheet, day
        self._row = 0
        self._first = 0

    def _style(self, role: str, **more: Any) -> Any:
        return self._book.format(**{**self._look.cells[f"form.{role}"], **more})

    def titles(self, titles: Mapping[str, str]) -> None:
        """The form's titles and head; right of it the head of the day."""
        look, sheet = self._look, self._sheet
        for row, name in enumerate(("appendix", "title", "attached", "badge")):
            left = _LAST - SECOND.badge_columns + 1 if name == "badge" else 0
            text = filled(look.words[f"form.{name}"], titles)
            merge(sheet, (row, left, row, _LAST), text, self._style(name))
            sheet.set_row(row, look.heights[f"form.{name}"])
        heads = ("head_top", "head_kind", "head_measure")
        styles = [look.cells[f"form.{role}"] for role in heads]
        widths = look.widths["form"]
        self._first = draw_header(self._book, sheet, FORM_01, _FIRST_HEAD, {}, styles=styles, widths=widths)
        for row, role in enumerate(heads, _FIRST_HEAD):
            sheet.set_row(row, look.heights[f"form.{role}"])
        merge(sheet, (_FIRST_HEAD, _LAST, self._first - 1, _LAST), _DAY_HEAD, self._style("head_measure"))
        sheet.set_column(
            _LAST, _LAST, _DAY_WIDTH * look.widths["form"]["number"] / SECOND.look.widths["form"]["number"]
        )
        self._row = self._first

    def level(self, level: LevelElsewhere) -> _Sum:
        """A level's units and their sum."""
        named = f"{level.name[:1].upper()}{level.name[1:]} (Phụ lục {level.appendix})"
        merge(self._sheet, (self._row, 0, self._row, _LAST), named, self._style("total_label", align="left", indent=1))
        self._sheet.set_row(self._row, self._look.heights["form.unit"])
        self._row += 1
        first = self._row
        for place, unit in enumerate(level.units, 1):
            self._unit(place, unit)
        self._label(f"Cộng {level.name}{_LACKING if level.unknown else ''}")
        values = {name: summed(level.units, *which) for name, which in COLUMNS_01.items()}
        return self._end(self._sums(values, lambda at: [xl_range(first, at, self._row - 1, at)]), level.day)

    def own(self, own: _Own) -> _Sum:
        """The followed level, as Phụ lục 01 has it."""
        whole = own.standing.total
        self._label(own.label)
        values = {name: whole[kind].get(measure) for name, (kind, measure) in COLUMNS_01.items()}
        for name, value in values.items():
            there = f"'{SECOND.sheets['form']}'!{xl_rowcol_to_cell(own.total_row, _column(name))}"
            self._formula(_column(name), f'=IF({there}="","",{there})', value)
        return self._end(values, own.standing.date)

    def whole(self, sums: Sequence[_Sum], *, complete: bool) -> None:
        """All levels together."""
        self._label(_WHOLE + ("" if complete else _LACKING))
        known = {name: [value for one in sums if (value := one.values[name]) is not None] for name in COLUMNS_01}
        values = {name: sum(many) if many else None for name, many in known.items()}
        self._sums(values, lambda at: [xl_rowcol_to_cell(one.row, at) for one in sums])
        self._end({}, None)

    def foot(self, levels: Sequence[LevelElsewhere], form: Form) -> None:
        """What the looks mean, what is not known, who signs; and how it prints."""
        for note in _notes(levels, self._day):
            style = self._style("footnote", text_wrap=True)
            merge(self._sheet, (self._row, 1, self._row, _LAST), note, style)
            widths = [*self._look.widths["form"].values()][1:]
            self._sheet.set_row(self._row, text_height(self._look, "form.footnote", note, widths))
            self._row += 1
        last = self._row - 1
        if form.signature is not None:
            last = draw_signature(self._book, self._look, self._sheet, self._row + 1, form.signature)
        self._sheet.freeze_panes(self._first, 2)
        self._sheet.repeat_rows(_FIRST_HEAD, self._first - 1)
        self._sheet.print_area(0, 0, last, _LAST)
        self._sheet.center_horizontally()

    def _unit(self, place: int, unit: UnitElsewhere) -> None:
        name = as_entry(unit.name)
        carried = unit.day != self._day
        figure = self._style("carried" if carried else "figure")
        put(self._sheet, self._row, 0, place, self._style("number"))
        put(self._sheet, self._row, 1, name, self._style("unit"))
        for column, (kind, measure) in COLUMNS_01.items():
            value = unit.get(kind, measure)
            style = self._style("figure") if measure is Measure.TOTAL else figure
            put(self._sheet, self._row, _column(column), value, style)
        self._day_cell(unit.day, _UNKNOWN, italic=carried)
        height = max(self._look.heights["form.unit"], measured(self._look, "form", {"unit": name}))
        self._sheet.set_row(self._row, height)
        self._row += 1

    def _label(self, text: str) -> None:
        label = self._style("total_label", text_wrap=True, align="left", indent=1)
        merge(self._sheet, (self._row, 0, self._row, 1), text, label)
        widths = [self._look.widths["form"][name] for name in ("number", "unit")]
        needed = text_height(self._look, "form.total_label", text, widths)
        self._sheet.set_row(self._row, max(self._look.heights["form.total_label"], needed))

    def _sums(
        self, values: Mapping[str, int | None], cells: Callable[[int], Sequence[str]]
    ) -> Mapping[str, int | None]:
        """A line of sums over `cells` of each column; what is left is the rest of what is known to be entered."""
        shown = dict(values)
        for name, (kind, measure) in COLUMNS_01.items():
            column = _column(name)
            if measure is Measure.REMAINING:
                total, entered = (f"{kind}.{one}" for one in (Measure.TOTAL, Measure.ENTERED))
                whole, done = shown[total], shown[entered]
                shown[name] = None if whole is None or done is None else whole - done
                minuend, subtrahend = (xl_rowcol_to_cell(self._row, _column(one)) for one in (total, entered))
                self._formula(column, f'=IF({subtrahend}="","",{minuend}-{subtrahend})', shown[name])
            else:
                told = ",".join(cells(column))
                # Nothing known is blank, not 0: SUM alone would say 0.
                self._formula(column, f'=IF(COUNT({told})=0,"",SUM({told}))', shown[name])
        return shown

    def _formula(self, column: int, formula: str, value: int | None) -> None:
        style = self._style("total")
        self._sheet.write_formula(self._row, column, formula, style, "" if value is None else value)

    def _day_cell(self, day: date | None, otherwise: str, *, italic: bool = False, bold: bool = False) -> None:
        looks = {"align": "center", "italic": italic, "bold": bold}
        told = otherwise if day is None else formal_day(day)
        put(self._sheet, self._row, _LAST, told, self._style("number", **looks))

    def _end(self, values: Mapping[str, int | None], day: date | None) -> _Sum:
        self._day_cell(day, "" if not values else _UNKNOWN, bold=True)
        self._row += 1
        return _Sum(self._row - 1, values)


_COLUMNS: Mapping[str, int] = {head.name: column for column, head in enumerate(FORM_01.columns)}


def _column(name: str) -> int:
    return _COLUMNS[name]


def _notes(levels: Sequence[LevelElsewhere], day: date) -> Iterator[str]:
    units = [unit for level in levels for unit in level.units]
    if any(unit.day is not None and unit.day != day for unit in units):
        yield (
            f"Số in nghiêng: số đã tiếp nhận gần nhất, của ngày ở cột cuối; ngày {formal_day(day)} đơn vị không có báo "
            "cáo được tiếp nhận, trong ngày để trống."
        )
    lacking = [f"{counted(level.unknown)} đơn vị {level.name}" for level in levels if level.unknown]
    if lacking:
        yield (
            f"(*) Tổng đã nhập là ít nhất, còn lại là nhiều nhất: {', '.join(lacking)} chưa có báo cáo nào được "
            "tiếp nhận. Ô trống là chưa biết, không phải số 0."
        )
