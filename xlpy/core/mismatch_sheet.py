"""Theo dõi riêng, the sheet of the unit form: a line a case, read leniently. No line with a citizen's data is taken.

A slip costs its own cell or its own line, and never a figure of the day.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from xlpy.core.forms import KIND_BY_KEY, MISMATCH_SHEET
from xlpy.core.grid import Grid, Uncached, Value, cell_name
from xlpy.core.mismatches import Differs, Mismatch, MismatchState, in_order
from xlpy.core.plan.settings import SettingKind
from xlpy.core.plan.side_sheets import Column, SideSheet, UnreadCell, read_side
from xlpy.core.records import KINDS, Kind
from xlpy.core.source import Source
from xlpy.core.text import day as written
from xlpy.core.text import key

KIND_WORDS: Mapping[str, str] = {
    "khai sinh": Kind.BIRTH.value,
    "kết hôn": Kind.MARRIAGE.value,
    "khai tử": Kind.DEATH.value,
    "con nuôi": Kind.ADOPTION.value,
}
DIFFERS_WORDS: Mapping[str, str] = {
    "họ tên": Differs.NAME.value,
    "ngày sinh": Differs.BIRTH_DATE.value,
    "giới tính": Differs.SEX.value,
    "dân tộc": Differs.ETHNICITY.value,
    "quốc tịch": Differs.NATIONALITY.value,
    "quê quán": Differs.HOME.value,
    "nơi sinh": Differs.BIRTH_PLACE.value,
    "cha mẹ": Differs.PARENTS.value,
    "vợ chồng": Differs.SPOUSE.value,
    "ngày chết": Differs.DEATH_DATE.value,
    "khác": Differs.OTHER.value,
}
"""Words in the cell → value. Without commas: they part the words of a list."""

KEY_COLUMNS = ("kind", "book", "page", "record")
NUMBER_COLUMNS = ("book", "page", "record")
"""What is typed freely there is the number of a book, a page, an entry: nothing else has a place on the sheet."""
STEPS = tuple(state.value for state in MismatchState)
"""Columns with days, in the order of the steps."""
_KINDS_ALSO = {label: kind.value for label, kind in KIND_BY_KEY.items() if kind in KINDS}
"""As Phụ lục 01 calls them, and people do."""
MISMATCH_SIDE = SideSheet(
    MISMATCH_SHEET,
    (
        Column("kind", "Loại sổ", SettingKind.CHOICE, KIND_WORDS, also=_KINDS_ALSO),
        Column("book", "Sổ số"),
        Column("page", "Trang"),
        Column("record", "Số"),
        Column("differs", "Khác ở", SettingKind.CHOICE, DIFFERS_WORDS),
        Column("found", "Phát hiện", SettingKind.DATE),
        Column("sent", "Chuyển Công an", SettingKind.DATE),
        Column("answered", "Công an trả lời", SettingKind.DATE),
        Column("corrected", "Chuyển cải chính", SettingKind.DATE),
        Column("done", "Xong", SettingKind.DATE),
    ),
    head_row=4,
)
STATE_LABEL = "Tình trạng"
"""The head of the column that the form computes."""
LABELS: Mapping[str, str] = {column.name: column.label for column in MISMATCH_SIDE.columns}

EARLIEST = date(2000, 1, 1)
"""A day before it is a slip."""
MOST_DIGITS, MOST_DIGITS_ALONE, MOST_LETTERS, LONGEST = 8, 7, 4, 20
"""What a number of a book, page or entry has at most: digits (fewer without a "/"), letters beside `OF_NUMBERS`,
characters.
"""
OF_NUMBERS = ("quyển", "sổ", "số", "trang", "tờ", "tập", "năm")
"""Words that may stand beside a number."""
BETWEEN = (" ", "/", "-", ".", ",", "(", ")")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LIKE_A_DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}")
"""What was meant as a day, though there may be none such: its digits are nobody's number."""
_WORD = re.compile(r"[^\W\d_]+")
_MOST_NAMES = 6
_SURNAMES = frozenset(
    (
        *("nguyễn", "trần", "lê", "phạm", "hoàng", "huỳnh", "phan", "vũ", "võ", "đặng", "bùi", "đỗ", "ngô", "dương"),
        *("đinh", "đoàn", "trương", "lương", "điểu", "hà", "tạ", "trịnh", "thị"),
    )
)
"""Words of names, in small letters: what most people in the province are called by."""


def has_too_many_digits(text: str) -> bool:
    """Whether a number of a book, page or entry may be one of an identity card, or of a telephone."""
    digits = sum(letter.isdecimal() for letter in text)
    return digits > MOST_DIGITS or (digits > MOST_DIGITS_ALONE and "/" not in text)


def is_no_number(text: str) -> bool:
    """Whether words stand where the number of a book, page or entry should: a name, most likely."""
    digits, left = sum(letter.isdecimal() for letter in text), text.lower()
    for word in (*OF_NUMBERS, *BETWEEN):
        left = left.replace(word, "")
    return not digits or len(left) - digits > MOST_LETTERS or len(text) > LONGEST


def _is_personal(value: Value) -> bool:
    """Whether what stands where no number belongs looks like an identity number, a telephone or a person's name."""
    if isinstance(value, str):
        return _has_an_id(value) or _has_a_name(value)
    if not isinstance(value, int | float) or isinstance(value, bool) or not abs(value) < 1e15:
        return False
    return len(str(abs(int(value)))) in (8, 9, 11, 12)  # a number loses the 0 at its beginning


def _has_an_id(text: str) -> bool:
    return sum(letter.isdecimal() for letter in LIKE_A_DAY.sub("", text)) > MOST_DIGITS


def _has_a_name(text: str) -> bool:
    words = _WORD.findall(text)
    if len(words) < 2:
        return False
    named = any(word.lower() in _SURNAMES for word in words[:-1])
    return named or (len(words) <= _MOST_NAMES and all(word[:1].isupper() for word in words))


class MismatchLine(NamedTuple):
    """A line of the sheet. `case` is None where it was not taken: something of its key is `lacking`, or it has `digits`
    or `words` (cells) that look like a citizen's. `unread` are cells that could not be understood.
    """

    row: int
    case: Mismatch | None
    lacking: tuple[str, ...] = ()
    digits: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    unread: tuple[UnreadCell, ...] = ()


class MismatchSheet(NamedTuple):
    """What the sheet says. `missing` are columns that are not there, by their heads; all of them: no head was found."""

    source: Source
    lines: tuple[MismatchLine, ...] = ()
    columns: Mapping[str, int] = {}
    missing: tuple[str, ...] = ()

    @property
    def cases(self) -> tuple[Mismatch, ...]:
        """Its cases, of two lines about one the lower."""
        return in_order(line.case for line in self.lines if line.case is not None)

    def place(self, line: MismatchLine, column: str) -> Source:
        """Where a value of a line stands, or should."""
        return self.source.at(cell_name(line.row, self.columns[column]) if column in self.columns else "")


def find_mismatches(grids: Sequence[Grid]) -> MismatchSheet | None:
    """What stands on the sheet of that name; None where a file has none. Never raises."""
    wanted = key(MISMATCH_SHEET)
    grid = next((grid for grid in grids if key(grid.sheet) == wanted), None)
    if grid is None:
        return None
    rows, source = read_side(grid, MISMATCH_SIDE), Source(grid.file, grid.sheet)
    if not rows.columns:
        return MismatchSheet(source, missing=tuple(LABELS.values()))
    missing = tuple(label for name, label in LABELS.items() if name not in rows.columns)
    unread: dict[int, list[UnreadCell]] = {}
    for cell in rows.unread:
        unread.setdefault(int(cell.cell.lstrip(_LETTERS)) - 1, []).append(cell)
    read = dict(rows.rows)
    top = rows.first_row
    lines = tuple(
        _line(row, cells, read.get(row, {}), rows.columns, grid, unread.get(row, ()))
        for row, cells in grid.rows()
        if row >= top and (row in read or row in unread or _typed_aside(row, cells, grid))
    )
    return MismatchSheet(source, lines, rows.columns, missing)


def _typed_aside(row: int, cells: Mapping[int, Value], grid: Grid) -> bool:
    return any(_is_personal(value) for _, value in _typed(row, cells, grid))


def _typed(row: int, cells: Mapping[int, Value], grid: Grid) -> Iterator[tuple[int, Value]]:
    """What a person wrote in a row: no formula says anything of a citizen."""
    for column, value in cells.items():
        if (row, column) not in grid.formulas and not isinstance(value, Uncached):
            yield column, value


def _line(
    row: int,
    cells: Mapping[int, Value],
    values: Mapping[str, Any],
    columns: Mapping[str, int],
    grid: Grid,
    unread: Iterable[UnreadCell],
) -> MismatchLine:
    names = {column: name for name, column in columns.items()}
    digits, words = [], []
    for column, value in _typed(row, cells, grid):
        name, cell = names.get(column, ""), cell_name(row, column)
        if name in NUMBER_COLUMNS and name in values:
            if has_too_many_digits(values[name]):
                digits.append(cell)
            elif is_no_number(values[name]):
                words.append(cell)
        elif name not in values and _is_personal(value):
            (words if isinstance(value, str) and not _has_an_id(value) else digits).append(cell)
    personal = {*digits, *words}
    unread = [*unread, *_of_another_age(row, values, columns, grid)]
    told = tuple(cell for cell in unread if cell.cell not in personal)
    broken = {cell.cell for cell in unread}
    places = {name: cell_name(row, columns[name]) for name in KEY_COLUMNS if name in columns}
    lacking = tuple(name for name, cell in places.items() if name not in values and cell not in broken)
    case = None
    if not personal and all(name in values for name in KEY_COLUMNS):
        differs = Differs(values["differs"]) if "differs" in values else None
        steps = {step: day for step, day in _days(values) if day >= EARLIEST}
        book, page, record = (values[name] for name in NUMBER_COLUMNS)
        case = Mismatch(Kind(values["kind"]), book, page, record, differs, **steps)
    return MismatchLine(row, case, lacking, tuple(digits), tuple(words), told)


def _days(values: Mapping[str, Any]) -> Iterator[tuple[str, date]]:
    return ((step, date.fromisoformat(values[step])) for step in STEPS if step in values)


def _of_another_age(
    row: int, values: Mapping[str, Any], columns: Mapping[str, int], grid: Grid
) -> Iterator[UnreadCell]:
    for step, day in _days(values):
        if day < EARLIEST:
            yield UnreadCell(grid.sheet, cell_name(row, columns[step]), written(day), "ngày, ví dụ 22/5/2023")
