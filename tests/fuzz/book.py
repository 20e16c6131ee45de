"""A workbook to be bent: sheets as plain tables, and the package written of them with all that a bend may ask for."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from xml.sax.saxutils import escape, quoteattr

from tests.kit.hostile import pack
from xlpy.core.dates import serial
from xlpy.core.grid import Area, ErrorValue, Grid, Position, Uncached, Value, cell_name, range_name

FORMATS = (
    "",
    "dd/mm/yyyy",
    "h:mm:ss",
    '0"000"',
    ";;;",
    "#,##0",
    "@",
    "0.00E+00",
    "[Red]-0;0",
    '"Kho:"General',
    "[$-42A]d mmm",
)
"""Codes of number formats that a cell may have; a cell's style is its place here."""

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True)
class Sheet:
    """One sheet. `styles` are places in FORMATS, `state` is hidden, veryHidden or nothing."""

    name: str
    cells: Mapping[Position, Value]
    merged: tuple[Area, ...] = ()
    state: str = ""
    styles: Mapping[Position, int] = field(default_factory=dict)
    formulas: Mapping[Position, str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    @staticmethod
    def of(grid: Grid) -> "Sheet":
        return Sheet(grid.sheet, dict(grid.cells), grid.merged)

    def but(self, **changes: object) -> "Sheet":
        return replace(self, **changes)  # type: ignore[arg-type]

    def moved(self, rows: Mapping[int, int | None]) -> "Sheet":
        """Rows in other places: from → to, None for one that goes; those not named stay."""
        cells = {
            (target, column): value
            for (row, column), value in self.cells.items()
            if (target := rows.get(row, row)) is not None
        }
        return self.but(cells=cells)


def package(sheets: tuple[Sheet, ...]) -> bytes:
    """The sheets as an .xlsx, texts in their cells."""
    numbers = range(1, len(sheets) + 1)
    listed = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{n}" r:id="rId{n}"'
        + f' state="{sheet.state}"' * bool(sheet.state)
        + "/>"
        for n, sheet in zip(numbers, sheets, strict=True)
    )
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
    )
    typed = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>' for n in numbers
    )
    codes = "".join(
        f'<numFmt numFmtId="{164 + n}" formatCode={quoteattr(code)}/>' for n, code in enumerate(FORMATS) if code
    )
    looks = "".join(
        f'<xf numFmtId="{164 + n if code else 0}" applyNumberFormat="1"/>' for n, code in enumerate(FORMATS)
    )
    return pack(
        [
            (
                "[Content_Types].xml",
                f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
                f'package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
                f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>{typed}</Types>'.encode(),
            ),
            (
                "_rels/.rels",
                f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" '
                'Target="xl/workbook.xml"/></Relationships>'.encode(),
            ),
            (
                "xl/workbook.xml",
                f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>'.encode(),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{related}<Relationship Id="rId99" Type="{_OFFICE}/styles" '
                'Target="styles.xml"/></Relationships>'.encode(),
            ),
            (
                "xl/styles.xml",
                f'{_HEAD}<styleSheet xmlns="{_MAIN}"><numFmts count="{len(FORMATS) - 1}">{codes}</numFmts><fonts count="1"><font>'
                '<name val="Times New Roman"/></font></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>'
                f'<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="{len(FORMATS)}">{looks}</cellXfs></styleSheet>'.encode(),
            ),
            *((f"xl/worksheets/sheet{n}.xml", _worksheet(sheet)) for n, sheet in zip(numbers, sheets, strict=True)),
        ]
    )


def _worksheet(sheet: Sheet) -> bytes:
    rows: dict[int, list[str]] = {row: [] for row in sheet.hidden_rows}
    for at, value in sorted(sheet.cells.items(), key=lambda item: item[0]):
        rows.setdefault(at[0], []).append(_cell(cell_name(*at), value, sheet.styles.get(at, 0), sheet.formulas.get(at)))
    lines = "".join(
        f'<row r="{row + 1}"' + ' hidden="1"' * (row in sheet.hidden_rows) + f">{''.join(cells)}</row>"
        for row, cells in sorted(rows.items())
    )
    columns = "".join(f'<col min="{n + 1}" max="{n + 1}" width="9" hidden="1"/>' for n in sorted(sheet.hidden_columns))
    merged = "".join(
        f'<mergeCell ref="{range_name((area.top, area.left), (area.bottom, area.right))}"/>' for area in sheet.merged
    )
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}">' + f"<cols>{columns}</cols>" * bool(columns) + f"<sheetData>{lines}</sheetData>"
        + f"<mergeCells>{merged}</mergeCells>" * bool(merged) + "</worksheet>"
    ).encode("utf-8", "replace")  # fmt: skip


def _cell(name: str, value: Value, style: int, formula: str | None) -> str:
    computed = f"<f>{escape(formula)}</f>" if formula else ""
    head = f'<c r="{name}"' + f' s="{style}"' * bool(style)
    match value:
        case bool():
            return f'{head} t="b">{computed}<v>{int(value)}</v></c>'
        case int() | float():
            return f"{head}>{computed}<v>{value!r}</v></c>"
        case date() | datetime():
            return f'<c r="{name}" s="1">{computed}<v>{serial(value):.10g}</v></c>'
        case ErrorValue():
            return f'{head} t="e">{computed}<v>{escape(value.code)}</v></c>'
        case Uncached():
            return f"{head}><f>{escape(value.formula)}</f></c>"
        case _:
            text = "".join(letter for letter in str(value) if letter in "\t\n\r" or letter >= " ")
            if formula:
                return f'{head} t="str">{computed}<v>{escape(text)}</v></c>'
            return f'{head} t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
