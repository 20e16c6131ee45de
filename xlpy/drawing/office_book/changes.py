"""Thay đổi đơn vị: which unit becomes which from a day on, and how a split shares out what there was."""

from collections.abc import Mapping
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_range_abs
from xlsxwriter.worksheet import Worksheet

from xlpy.core.forms import ISSUED_HEADS, appendix_sheet, plan_form
from xlpy.core.office_book import CHANGES_SHEET, CODES, SETTINGS_SHEET
from xlpy.core.plan.changes import CHANGES_SIDE
from xlpy.core.plan.plan import Plan
from xlpy.drawing.inputs import colour, validate_held
from xlpy.drawing.office_book import look
from xlpy.drawing.office_book.appendices import FIRST_ROW
from xlpy.drawing.office_book.changes_shown import ADDED, BOOKS, NEEDED, Values, shown
from xlpy.drawing.office_book.look import set_widths
from xlpy.drawing.office_book.side import draw_heads, draw_line, draw_title, finish, stop_slips, told
from xlpy.drawing.sheet import A4, Book
from xlpy.drawing.words import LATE, WELL
from xlpy.rules.units import shares_do_not_add_up

_WIDTHS = {"day": 74, "old": 50, "new": 50, "name": 150, "machines": 42, "note": 110}
_SHARE = 54
SPARE = 40
"""Lines for changes that come later: a district that becomes its communes has a line for each. Each costs a press time."""
_VERDICT = len(CHANGES_SIDE.columns)
_HIDDEN = (
    "any",
    "whole",
    "split",
    "first",
    "known",
    *(f"told_{column}" for column in BOOKS),
    *(f"whole_{column}" for column in ADDED),
    "lacks",
    "off",
)
_HINT = (
    "Đơn vị nhập vào nhau, tách ra, đổi tên hay không còn: mỗi dòng một “mã cũ → mã mới”, từ ngày nào. Mã cũ về một nơi thì để trống các ô chia. "
    "Tách ra nhiều nơi thì phải ghi số chia, máy không tự chia; “đã nhập” là đến hết ngày hôm trước."
)
CHANGE_DAYS, OLD_CODES, NEW_CODES = "NgayThayDoi", "MaCu", "MaMoi"
"""The names of three columns of this sheet: the sheet Máy looks whether a unit changes, and takes codes that come."""
MOVED, MOVED_KEYS, OTHER_MOVED, OTHER_MOVED_KEYS, MOVED_DAYS = (
    "MayChuyen",
    "MayCua",
    "MayChuyenKia",
    "MayCuaKia",
    "MayNgay",
)
"""The names of columns of the sheet Máy: how many machines a line moves at its unit and at the other one, and when."""
_FINE, _LACKS, _OFF = f"{WELL} Đủ, khớp Phụ lục", f"{LATE} Còn thiếu ", f"{LATE} Số chia chưa khớp"
_TOLD = f"{WELL} Đủ ô; khớp: xem Kiểm tra"
"""Of a split of what was not in the plan as it was typed: what there was to be shared, this sheet does not know."""


def draw_changes(book: Book, plan: Plan, data: Mapping[str, Any]) -> None:
    """The sheet. `data` is the plan's JSON, `plan` the same, parsed."""
    plan = plan.issued or plan
    sheet = book.sheet(CHANGES_SHEET, A4)
    columns, lines = CHANGES_SIDE.columns, data.get("changes", [])
    first = CHANGES_SIDE.first_row
    last = first + len(lines) + SPARE - 1
    set_widths(sheet, {at: _WIDTHS.get(column.name, _SHARE) for at, column in enumerate(columns)} | {_VERDICT: 150})
    sheet.set_column(_VERDICT + 1, _VERDICT + len(_HIDDEN), 8, None, {"hidden": True})
    places = Places(plan, first, last)
    book.workbook.define_name(CODES, f"='{SETTINGS_SHEET}'!$A:$A")
    for name, column in ((CHANGE_DAYS, "day"), (OLD_CODES, "old"), (NEW_CODES, "new")):
        book.workbook.define_name(name, f"='{CHANGES_SHEET}'!{places.area(column)}")
    draw_title(book, sheet, "THAY ĐỔI ĐƠN VỊ", _HINT, _VERDICT)
    draw_heads(book, sheet, CHANGES_SIDE.head_row, [*(column.label for column in columns), "Thấy gì"], 50)
    stop_slips(sheet, first, last, columns)
    old = places.column["old"]
    held = (
        f"=OR({places.known_code(places.at('old', first))},COUNTIF({places.area('new')},{places.at('old', first)})>0)"
    )
    validate_held(sheet, (first, old, last, old), held, "Gõ mã đơn vị như ở Phụ lục 02 hoặc Thiết lập, ví dụ 696.")
    found = shown(plan, lines)
    for row in range(first, last + 1):
        nth = row - first
        draw_line(book, sheet, row, columns, lines[nth] if nth < len(lines) else {})
        _draw_reckoned(book, sheet, places, row, found[nth] if nth < len(lines) else {})
        sheet.set_row_pixels(row, 20)
    colour(book, sheet, places.of_line(first), rows=last - first + 1, at=_COLOURED)
    area = f"{places.verdict(first)}:{places.verdict(last)}"
    look.chips(book, sheet, area, f"${xl_col_to_name(_VERDICT)}{first + 1}")
    finish(sheet, CHANGES_SIDE.head_row, first + max(len(lines), 20) - 1, _VERDICT)


_COLOURED = tuple(f"change_{column.name}" for column in CHANGES_SIDE.columns)


class Places:
    """Cells of the sheet by what they mean, and the areas that formulas count in."""

    def __init__(self, plan: Plan, first: int, last: int) -> None:
        self._first, self._last = first, last
        names = {column.name: at for at, column in enumerate(CHANGES_SIDE.columns)}
        self.column = names | {name: _VERDICT + 1 + at for at, name in enumerate(_HIDDEN)}
        self.tracked = plan.tracked.name
        self._sheet = appendix_sheet(plan.tracked.appendix)
        heads = (*plan_form(plan.tracked.appendix, plan.tracked.name).columns, *ISSUED_HEADS)
        self._plan_columns = {head.name: at for at, head in enumerate(heads)}
        self._units = len(plan.tracked.targets)

    def at(self, name: str, row: int) -> str:
        return f"${xl_col_to_name(self.column[name])}{row + 1}"

    def verdict(self, row: int) -> str:
        return f"${xl_col_to_name(_VERDICT)}${row + 1}"

    def area(self, name: str) -> str:
        column = self.column[name]
        return str(xl_range_abs(self._first, column, self._last, column))

    def of_plan(self, name: str) -> str:
        """A column of the appendix that the folder follows."""
        column = self._plan_columns[name]
        return f"'{self._sheet}'!{xl_range_abs(FIRST_ROW, column, FIRST_ROW + self._units - 1, column)}"

    def known_code(self, cell: str) -> str:
        """Whether a cell's code is one of the plan's units."""
        return f"COUNTIF({CODES},{cell})>0"

    def of_line(self, row: int) -> Mapping[str, str]:
        """The places of the rules about a line."""
        reckoned = ("told_", "whole_")
        lines = {f"change_{name}": self.at(name, row) for name in self.column if not name.startswith(reckoned)}
        books = {name: self.at(name, row) for name in self.column if name.startswith(reckoned)}
        return {
            **lines,
            **books,
            "all_days": self.area("day"),
            "all_olds": self.area("old"),
            **{f"all_{column}": self.area(column) for column in ADDED},
        }


def _of_plan(column: str) -> str:
    part, _, kind = column.partition("_")
    return f"{kind}.{part}" if kind else part


def _draw_reckoned(book: Book, sheet: Worksheet, places: Places, row: int, found: Values) -> None:
    """What follows from a line: its verdict, and in hidden columns what the rules ask."""

    def at(name: str) -> str:
        return places.at(name, row)

    days, olds, news = (places.area(name) for name in ("day", "old", "new"))
    day, old, new = at("day"), at("old"), at("new")
    together, earlier = f"COUNTIFS({days},{day},{olds},{old})", f'{days},"<"&{day}'
    twice = f"COUNTIFS({days},{day},{olds},{old},{news},{new})"
    moved = (
        f'SUMIFS({MOVED},{MOVED_KEYS},"{places.tracked}|"&{old},{MOVED_DAYS},"<"&{day})'
        f'+SUMIFS({OTHER_MOVED},{OTHER_MOVED_KEYS},"{places.tracked}|"&{old},{MOVED_DAYS},"<"&{day})'
    )
    planned = f"COUNTIF({places.of_plan('code')},{old})>0"
    cells = places.of_line(row)

    def of_plan(column: str) -> str:
        return f"N(INDEX({places.of_plan(_of_plan(column))},MATCH({old},{places.of_plan('code')},0)))"

    formulas = {
        "any": f"=COUNTA({at(CHANGES_SIDE.columns[0].name)}:{at(CHANGES_SIDE.columns[-1].name)})",
        "whole": f'=IF(AND(ISNUMBER({day}),{old}<>"",{new}<>""),IF(COUNTIFS({days},{day})='
        f'COUNTIFS({days},{day},{olds},"?*",{news},"?*"),1,0),0)',
        "split": f"=IF({at('whole')}=1,IF(AND({together}>1,{twice}=1),IF(OR({planned},COUNTIFS({news},{old},{earlier})>0),{together},0),0),0)",
        "first": f"=IF(AND({at('split')}>0,{planned},COUNTIFS({news},{old},{earlier})=0,COUNTIFS({olds},{old},{earlier})=0),1,0)",
        "known": f"=IF(OR({places.known_code(new)},COUNTIFS({news},{new},{earlier})>0,"
        f'COUNTIFS({news},{new},{days},{day},{places.area("name")},"?*")>0),1,0)',
        **{
            f"whole_{column}": f"=IF({at('first')}>0,{of_plan(column)}{f'+{moved}' if column == 'machines' else ''},0)"
            for column in ADDED
        },
        **{f"told_{column}": f'=COUNTIFS({days},{day},{olds},{old},{places.area(column)},"<>")' for column in BOOKS},
        "lacks": "="
        + "+".join(
            [
                f"IF(AND({at('any')}>0,NOT(ISNUMBER({day}))),1,0)",
                *(f'IF(AND({at("any")}>0,{cell}=""),1,0)' for cell in (old, new)),
                f'IF(AND({at("whole")}=1,{at("name")}="",{at("known")}=0),1,0)',
                *(f'IF(AND({at("split")}>0,{at(column)}=""),1,0)' for column in NEEDED),
                *(f'IF(AND({at("split")}>0,{at(column)}="",{at(f"told_{column}")}>0),1,0)' for column in BOOKS),
            ]
        ),
        "off": "=" + "+".join(f"IF(IFERROR({formula},FALSE),1,0)" for formula in _off(cells)),
    }
    words = told(book, font_size=9, shrink=True)
    for name, formula in formulas.items():
        sheet.write_formula(row, places.column[name], formula, words, found.get(name, 0))
    fine = f'IF(AND({at("split")}>0,{at("first")}=0),"{_TOLD}","{_FINE}")'
    said = f'=IF({at("any")}=0,"",IF({at("lacks")}>0,"{_LACKS}"&{at("lacks")}&" ô",IF({at("off")}>0,"{_OFF}",{fine})))'
    sheet.write_formula(row, _VERDICT, said, words, verdict(found))


def _off(cells: Mapping[str, str]) -> list[str]:
    return [twin.formula(cells) for twin in shares_do_not_add_up.twins]


def verdict(found: Values) -> str:
    """What is told of a line, by the values of its hidden columns."""
    if not found:
        return ""
    if found["lacks"]:
        return f"{_LACKS}{found['lacks']} ô"
    if found["off"]:
        return _OFF
    return _TOLD if found["split"] and not found["first"] else _FINE
