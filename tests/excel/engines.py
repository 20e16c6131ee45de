"""Two more engines that calculate Excel's formulas: IronCalc and Formualizer, each with what it cannot do."""

import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import formualizer
import ironcalc
from openpyxl import load_workbook
from openpyxl.formula.tokenizer import Token, Tokenizer
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string, rows_from_range
from openpyxl.utils.datetime import to_excel

from tests.kit.calc import Error, Value, same_value, stored_values

Compute = Callable[[int, str, int, int], Value]
"""What a cell comes to: number and name of its sheet (from 0), row and column (from 1)."""


class Difference(NamedTuple):
    """A formula that comes to something else than the file says."""

    sheet: str
    cell: str
    formula: str
    stored: Value
    computed: Value


class Limit(NamedTuple):
    """Something that an engine is known not to do, and the differences that come of it."""

    engine: str
    reason: str
    explains: Callable[[Difference], bool]


def _plain(value: object) -> Value:
    if isinstance(value, dict) and value.get("type") == "Error":
        return Error(f"#{value.get('kind')}")
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, date):
        number: float = to_excel(value)
        return number
    return "" if value is None else value  # type: ignore[return-value]


def with_columns_that_end(path: Path, place: Path) -> Path:
    """A copy of a workbook whose formulas look at a column's first rows, as many as any sheet has, not at all of it.

    They come to the same. IronCalc looks into each of a million cells, half a minute for each workbook and five where
    there are days to be counted.
    """
    copy = place / path.name
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as shorter:
        for part in whole.namelist():
            data = whole.read(part)
            if part == "xl/workbook.xml" or part.startswith("xl/worksheets/sheet"):
                text = data.decode()
                assert max(map(int, re.findall(r'<row r="(\d+)"', text)), default=0) < _ROWS, part
                data = _FORMULA.sub(lambda formula: _WHOLE.sub(rf"$\1$1:$\2${_ROWS}", formula[0]), text).encode()
            shorter.writestr(part, data)
    return copy


_ROWS = 4000
"""More than any sheet of any workbook has."""
_FORMULA = re.compile(r"<(f|definedName)[ >][^<]*</\1>")
_WHOLE = re.compile(r"\$([A-Z]{1,3}):\$([A-Z]{1,3})\b(?![$\d(])")


def _by_ironcalc(path: Path) -> Compute:
    with TemporaryDirectory() as place:
        model: Any = ironcalc.load_from_xlsx(str(with_columns_that_end(path, Path(place))))
    model.evaluate()

    def compute(place: int, _: str, row: int, column: int) -> Value:
        value = model.get_cell_value(place, row, column)
        failed = model.get_cell_type(place, row, column) == ironcalc.CellType.ErrorValue
        return Error(str(value)) if failed else _plain(value)

    return compute


def _by_formualizer(path: Path) -> Compute:
    book: Any = formualizer.load_workbook(str(path))
    book.evaluate_all()
    return lambda _, sheet, row, column: _plain(book.get_value(sheet, row, column))


ENGINES: Mapping[str, Callable[[Path], Compute]] = {"IronCalc": _by_ironcalc, "Formualizer": _by_formualizer}


def differences(path: Path, engine: str) -> tuple[int, list[Difference]]:
    """How many formulas a workbook has, and those of which the engine says something else."""
    compute = ENGINES[engine](path)
    written, count, found = load_workbook(path), 0, []
    for place, (title, (values, formulas)) in enumerate(stored_values(path).items()):
        for address in formulas:
            letters, row = coordinate_from_string(address)
            count += 1
            old, new = values.get(address, ""), compute(place, title, row, column_index_from_string(letters))
            if not _not_available(old, new) and (isinstance(new, Error) or not same_value(old, new)):
                value = written[title][address].value
                found.append(Difference(title, address, str(getattr(value, "text", value)), old, new))
    return count, found


def _not_available(stored: Value, computed: Value) -> bool:
    """Whether both are #N/A, the one error that is meant: a chart leaves a gap there. Engines spell it in ways of their own."""
    return stored == Error("#N/A") and isinstance(computed, Error) and computed.code.upper() in ("#N/A", "#NA")


_WHOLE_COLUMN = re.compile(r"INDEX\('[^']+'!\$[A-Z]+:\$[A-Z]+,")


def _english_separators(found: Difference) -> bool:
    swapped = str(found.computed).translate(str.maketrans(",.", ".,"))
    return "FIXED(" in found.formula and isinstance(found.computed, str) and swapped == found.stored


def _blank_at_the_end_of_a_column(found: Difference) -> bool:
    return bool(_WHOLE_COLUMN.search(found.formula)) and found.stored in ("", "–") and found.computed == Error("#Ref")


def _row_of_itself(found: Difference) -> bool:
    return "ROW($1:$10)" in found.formula and found.computed == Error("#Circ")


def _blank_shade(found: Difference) -> bool:
    shade = found.formula.startswith("=IF($") and "SoNgayDot/INDEX(" in found.formula
    return found.sheet == "Tiến độ" and shade and found.computed == ""


KNOWN: tuple[Limit, ...] = (
    Limit("Formualizer", "FIXED knows the separators of English only", _english_separators),
    Limit("IronCalc", "FIXED knows the separators of English only", _english_separators),
    Limit(
        "IronCalc",
        "a day's shade on Tiến độ is blank, why is not found yet; Formualizer, LibreOffice and Gnumeric come to what is stored",
        _blank_shade,
    ),
    Limit(
        "Formualizer",
        "a whole column ends with its last cell that holds something: INDEX of a blank one below is #REF!, in Excel blank",
        _blank_at_the_end_of_a_column,
    ),
    Limit(
        "Formualizer",
        "ROW of rows that hold the cell itself is a circle to it; in Excel, LibreOffice and Gnumeric ROW looks into no cell",
        _row_of_itself,
    ),
)
"""What the engines are known to do otherwise than Excel. A line that explains nothing any more must go."""


def unexplained(engine: str, found: Sequence[Difference]) -> list[Difference]:
    """What no known limit explains, nor follows from an error that one explains."""
    left = [difference for difference in found if not reasons(engine, difference)]
    spoilt = {(item.sheet, item.cell) for item in found if item not in left and isinstance(item.computed, Error)}
    while follows := [item for item in left if isinstance(item.computed, Error) and _looks_at(item) & spoilt]:
        left = [item for item in left if item not in follows]
        spoilt |= {(item.sheet, item.cell) for item in follows}
    return left


def reasons(engine: str, found: Difference) -> list[str]:
    """The known limits of an engine that explain a difference."""
    return [limit.reason for limit in KNOWN if limit.engine == engine and limit.explains(found)]


def _looks_at(found: Difference) -> set[tuple[str, str]]:
    """The cells of the areas that a formula names, without whole columns."""
    cells = set()
    for token in Tokenizer(found.formula).items:
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            sheet, _, area = token.value.rpartition("!")
            title = sheet.strip("'").replace("''", "'") or found.sheet
            if re.fullmatch(r"\$?[A-Z]+\$?\d+(:\$?[A-Z]+\$?\d+)?", area):
                cells |= {(title, cell) for row in rows_from_range(area.replace("$", "")) for cell in row}
    return cells
