"""One workbook's bytes → Snapshot: the reader's values, corrected by what the package says of each cell."""

from collections.abc import Iterator
from datetime import date, datetime
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

from xlpy.core.grid import Area, Grid, Position, Snapshot, Value, cell_name
from xlpy.core.source import Fault, Problem, Source
from xlpy.doors.content import SPREADSHEET_EXTENSIONS, WORKBOOKS, detect
from xlpy.doors.package import Package, Rejected, SheetFacts, inspect_package, part_names

_CHECKED = ("xlsx", "xlsm")
"""Formats whose cells can be checked one by one before reading."""


def read_workbook(data: bytes, file: str) -> Snapshot:
    """Everything a workbook holds, or the problems for which it cannot be read.

    `file` is the name that messages use. Never raises for what the bytes hold.
    """
    digest = sha256(data).hexdigest()
    try:
        grids, problems = _read(data, file)
    except Rejected as rejection:
        return Snapshot(file, digest, (), (rejection.problem,))
    return Snapshot(file, digest, grids, problems)


def _read(data: bytes, file: str) -> tuple[tuple[Grid, ...], tuple[Problem, ...]]:
    content = detect(data)
    if content == "zip":
        content = detect(data, part_names(data, file))
    if content not in WORKBOOKS:
        raise Rejected(_not_a_workbook(content, file))
    problems = list(_format_problems(content, file))
    package = inspect_package(data, file) if content in _CHECKED else None
    if package:
        problems.extend(package.problems)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        grids = tuple(_grids(book, package, file))
    except PasswordError as error:
        raise Rejected(Problem(Fault.PASSWORD, Source(file))) from error
    except (CalamineError, OSError, ValueError) as error:
        reason = str(error).splitlines()[0][:120] if str(error) else type(error).__name__
        raise Rejected(Problem(Fault.DAMAGED, Source(file), {"part": "sổ tính", "reason": reason})) from error
    return grids, tuple(problems)


def _not_a_workbook(content: str, file: str) -> Problem:
    faults = {"empty": Fault.EMPTY_FILE, "password": Fault.PASSWORD, "html": Fault.WEB_PAGE}
    return Problem(faults.get(content, Fault.WRONG_CONTENT), Source(file), {"found": content})


def _format_problems(content: str, file: str) -> Iterator[Problem]:
    extension = PurePosixPath(file).suffix.lower()
    expected = {WORKBOOKS[content]} | ({".xltx"} if content == "xlsx" else {".xltm"} if content == "xlsm" else set())
    # A macro-free workbook under .xlsm is what Excel itself may save.
    if extension not in expected and not (content == "xlsx" and extension == ".xlsm"):
        named = extension if extension in SPREADSHEET_EXTENSIONS else (extension or "không có phần mở rộng")
        yield Problem(Fault.WRONG_EXTENSION, Source(file), {"named": named, "found": WORKBOOKS[content]})
    if content not in _CHECKED:
        yield Problem(Fault.OLD_FORMAT, Source(file), {"found": WORKBOOKS[content]})


def _grids(book: CalamineWorkbook, package: Package | None, file: str) -> Iterator[Grid]:
    for metadata in book.sheets_metadata:
        if metadata.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(metadata.name)
        facts = package.sheets.get(metadata.name, SheetFacts()) if package else SheetFacts()
        cells = dict(_cells(sheet))
        _check_nothing_lost(cells, facts, Source(file, metadata.name))
        cells.update(facts.replaced)
        yield Grid(
            file,
            metadata.name,
            cells,
            facts.formulas,
            tuple(Area(*first, *last) for first, last in sheet.merged_cell_ranges or ()),
            metadata.visible == SheetVisibleEnum.Visible,
        )


def _cells(sheet: CalamineSheet) -> Iterator[tuple[Position, Value]]:
    if sheet.start is None:
        return
    top, left = sheet.start
    for row, values in enumerate(sheet.to_python(), top):
        for column, value in enumerate(values, left):
            if value != "":
                yield (row, column), value


def _check_nothing_lost(cells: dict[Position, Value], facts: SheetFacts, sheet: Source) -> None:
    for position, written in facts.numbers.items():
        read = cells.get(position)
        same = isinstance(read, date | datetime) or read == written or not isinstance(read, int | float | None)
        if not same:
            place = sheet.at(cell_name(*position))
            reason = f"ô {place.cell} đọc theo hai cách ra hai kết quả"
            raise Rejected(Problem(Fault.DAMAGED, place, {"part": f"trang “{sheet.sheet}”", "reason": reason}))
