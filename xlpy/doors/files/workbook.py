"""One workbook's bytes → Snapshot: the reader's values, corrected by what the package says of each cell."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import PurePosixPath

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from xlpy.core.grid import Area, Grid, Looks, Position, Snapshot, Value, cell_name
from xlpy.core.old_fonts import Reread, reread
from xlpy.core.source import Fault, Problem, Source
from xlpy.core.text import clipped, number, without_unseen
from xlpy.doors.files.cell_laws import LAST_COLUMN, LAST_ROW
from xlpy.doors.files.cells import SheetFacts
from xlpy.doors.files.content import CUT, NOT_UNDERSTOOD, SPREADSHEET_EXTENSIONS, WORKBOOKS, detect
from xlpy.doors.files.package import Sheet, content_of, inspect_other, inspect_package
from xlpy.doors.files.parts import Parts, Rejected, damaged, unsafe

LONGEST_TEXT = 32_767
"""What Excel allows in a cell."""

_TEMPLATES = {"xlsx": ".xltx", "xlsm": ".xltm"}


def read_workbook(data: bytes, file: str, skip: frozenset[str] = frozenset()) -> Snapshot:
    """Everything a workbook holds, or the problems for which it cannot be read.

    `file` is the name that messages use, `skip` sheets of an .xlsx or .xlsm that nobody wants to see.
    What the bytes hold becomes a problem, but the reader itself may die
    of them: see `xlpy.doors.files.worker`.
    """
    digest = sha256(data).hexdigest()
    try:
        grids, problems = _read(data, file, skip)
    except Rejected as rejection:
        return Snapshot(file, digest, (), (rejection.problem,))
    return Snapshot(file, digest, grids, problems)


def _read(data: bytes, file: str, skip: frozenset[str]) -> tuple[tuple[Grid, ...], tuple[Problem, ...]]:
    content, parts = detect(data), None
    if content == "zip":
        parts = Parts(data, file)
        content = content_of(data, parts, file)
    if content not in WORKBOOKS:
        raise Rejected(_not_a_workbook(content, file))
    sheets: tuple[Sheet, ...] | None = None
    found: tuple[Problem, ...] = ()
    if content == "xlsx" and parts is not None:
        package = inspect_package(parts, file, skip)
        content, data, sheets, found = package.content, package.data, package.sheets, package.problems
    elif parts is not None:
        data, found = inspect_other(parts, file, content)
    problems = [*_format_problems(content, file, checked=sheets is not None), *found]
    if sheets == ():
        return (), tuple(problems)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        rewritten: list[tuple[Source, Reread]] = []
        grids = tuple(_grids(book, sheets, file, problems, skip, rewritten))
    except PasswordError as error:
        raise Rejected(Problem(Fault.PASSWORD, Source(file))) from error
    except (CalamineError, OSError, ValueError, ArithmeticError) as error:
        # In the reader's own words, which are English; and what it cannot do need not be the sender's fault.
        raise Rejected(Problem(Fault.NOT_SUPPORTED, Source(file), {"found": WORKBOOKS[content]})) from error
    return grids, (*problems, *_old_fonts(rewritten))


def _not_a_workbook(content: str, file: str) -> Problem:
    if content in NOT_UNDERSTOOD:
        return Problem(Fault.NOT_SUPPORTED, Source(file), {"found": content.removeprefix("tệp dạng ")})
    if content == CUT:
        return damaged(Source(file), "tệp", "thiếu phần cuối của tệp").problem
    faults = {"empty": Fault.EMPTY_FILE, "password": Fault.PASSWORD, "html": Fault.WEB_PAGE}
    return Problem(faults.get(content, Fault.WRONG_CONTENT), Source(file), {"found": content})


def _format_problems(content: str, file: str, *, checked: bool) -> Iterator[Problem]:
    extension = PurePosixPath(file).suffix.lower()
    if extension not in (WORKBOOKS[content], _TEMPLATES.get(content)):
        named = extension if extension in SPREADSHEET_EXTENSIONS else (extension or "tên tệp không có đuôi")
        yield Problem(Fault.WRONG_EXTENSION, Source(file), {"named": named, "found": WORKBOOKS[content]})
    if not checked:
        yield Problem(Fault.OLD_FORMAT, Source(file), {"found": WORKBOOKS[content]})


def _grids(
    book: CalamineWorkbook,
    sheets: tuple[Sheet, ...] | None,
    file: str,
    problems: list[Problem],
    skip: frozenset[str],
    rewritten: list[tuple[Source, Reread]],
) -> Iterator[Grid]:
    for metadata in book.sheets_metadata:
        if metadata.typ != SheetTypeEnum.WorkSheet:
            continue
        checked = sheets[int(metadata.name) - 1] if sheets is not None else None
        name = checked.name if checked else metadata.name
        if name in skip:
            continue
        place = Source(file, name)
        sheet = book.get_sheet_by_name(metadata.name)
        _check_extent(sheet, place)
        facts = checked.facts if checked else SheetFacts()
        cells = dict(_cells(sheet))
        if checked:
            _check_agreement(cells, facts, place)
        cells.update(facts.replaced)
        for at, read in reread(
            {at: text for at, text in cells.items() if isinstance(text, str)}, facts.old_fonts
        ).items():
            cells[at] = read.text
            rewritten.append((place.at(cell_name(*at)), read))
        problems.extend(_clean(cells, place))
        same = {at: at for at in cells}  # one position is one object: it goes over the pipe once, and is held once
        yield Grid(
            file,
            name,
            cells,
            frozenset([same.get(at, at) for at in facts.formulas]),
            tuple(Area(*first, *last) for first, last in sheet.merged_cell_ranges or ()),
            checked.visible if checked else metadata.visible == SheetVisibleEnum.Visible,
            Looks(
                facts.hidden_rows,
                facts.hidden_columns,
                {same.get(at, at): code for at, code in facts.formats.items()},
                {at: facts.numbers[at] for at, value in cells.items() if at in facts.numbers and _is_moment(value)},
            ),
        )


def _old_fonts(rewritten: Sequence[tuple[Source, Reread]]) -> Iterator[Problem]:
    """One for the file: whose font it is says of every cell how it was read."""
    if rewritten:
        place, first = rewritten[0]
        fonts = dict.fromkeys(read.font for _, read in rewritten if read.font)
        codes = dict.fromkeys(read.code for _, read in rewritten)
        values = {
            "count": len(rewritten),
            "fonts": f"phông {', '.join(fonts)}" if fonts else "phông chữ cũ",
            "code": ", ".join(codes),
            "read": clipped(first.text),
        }
        yield Problem(Fault.OLD_FONT, place, values)


def _is_moment(value: Value) -> bool:
    return isinstance(value, date | time | timedelta)


def _check_extent(sheet: CalamineSheet, place: Source) -> None:
    """Before the reader's answer is unfolded: a table of every cell up to the last one."""
    if sheet.end is not None and (sheet.end[0] >= LAST_ROW or sheet.end[1] >= LAST_COLUMN):
        limit = cell_name(LAST_ROW - 1, LAST_COLUMN - 1)
        raise Rejected(Problem(Fault.STRAY_CELL, place.at(cell_name(*sheet.end)), {"limit": limit}))


def _cells(sheet: CalamineSheet) -> Iterator[tuple[Position, Value]]:
    if sheet.start is None:
        return
    top, left = sheet.start
    for row, values in enumerate(sheet.to_python(), top):
        for column, value in enumerate(values, left):
            if value != "":
                yield (row, column), value


def _check_agreement(cells: Mapping[Position, Value], facts: SheetFacts, sheet: Source) -> None:
    """The reader and the package's own XML must tell the same: a cell lost without a word is figures lost."""
    lost = facts.required - cells.keys()
    added = {at for at in cells.keys() - facts.filled if not _is_blank(cells[at])}
    other = {at for at, written in facts.numbers.items() if at in cells and not _same(cells[at], written)}
    for position in sorted(lost | added | other):
        place = sheet.at(cell_name(*position))
        raise damaged(place, f"trang “{sheet.sheet}”", f"ô {place.cell} đọc theo hai cách ra hai kết quả")


def _same(read: Value, written: float) -> bool:
    match read:
        case date() | datetime() | time() | timedelta():
            return True  # a number shown as one of these
        case bool():
            return False
        case int() | float():
            return read == written
        case str():
            return _is_number(read, written)  # spaces around it make it a text for the reader
        case _:
            return False


def _is_number(text: str, written: float) -> bool:
    try:
        return float(text) == written
    except ValueError:
        return False


def _is_blank(value: Value) -> bool:
    return isinstance(value, str) and not value.strip()


def _clean(cells: dict[Position, Value], sheet: Source) -> Iterator[Problem]:
    """Take unseen characters out of texts, and say where. Raises Rejected at a text that no cell can hold."""
    for position, value in tuple(cells.items()):
        if isinstance(value, str) and len(value) > LONGEST_TEXT:
            place = sheet.at(cell_name(*position))
            raise unsafe(place, f"trang “{sheet.sheet}”", f"ô {place.cell} có {number(len(value))} ký tự")
        if not isinstance(value, str):
            continue
        cleaned, count = without_unseen(value)
        if count:
            if cleaned:
                cells[position] = cleaned
            else:
                del cells[position]
            yield Problem(Fault.UNSEEN_CHARACTERS, sheet.at(cell_name(*position)), {"count": count})
