"""The sheet "Cần sửa": what to mend, line by line, and in a hidden column what the marks have changed."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from xlpy.core.grid import cell_name
from xlpy.core.source import SEVERITY_LABELS, Finding, Severity
from xlpy.drawing.report.look import A4, FONT, PAGE, SHADES
from xlpy.drawing.returned.book import Book, Tab, quoted
from xlpy.drawing.returned.cells import area_of
from xlpy.drawing.returned.package import Element, Package, main, new_part, plain, shown
from xlpy.drawing.returned.styles import Fill, Styles, solid
from xlpy.drawing.sheet import HIGHEST_ROW, row_height

SHEET = "Cần sửa"
_MARK = "can-sua=1;hotich"
"""In the hidden column of a sheet of ours. Not a form's mark: it says nothing of whose the file is."""

_COLUMNS: Mapping[str, float] = {"STT": 6, "Ô": 24, "Mức": 12, "Mã": 9, "Nội dung": 56, "Việc cần làm": 46}
_HEAD_ROW = 3
_LAST = "ABCDEF"[len(_COLUMNS) - 1]
_MEMORY = "H"
_CHUNK = 30_000
"""Letters of what is remembered in one cell; Excel allows 32,767."""

_GREY = "#E7E6E6"
_WRAPPED = '<alignment{} vertical="center" wrapText="1"/>'
_MIDDLE, _LEFT = _WRAPPED.format(' horizontal="center"'), _WRAPPED.format(' horizontal="left" indent="1"')
_WHOLE_FILE = "Cả tệp"
_UNNOTED = "(Ô đang có trao đổi bằng bình luận nên lời nhắc chỉ ghi ở đây, không ghi vào ô.)"


class Heading(NamedTuple):
    """What stands above the list: whose file and of which day, and a line of advice."""

    title: str
    advice: str = ""


class Marked(NamedTuple):
    """What the marks changed on a sheet: the fill that each cell had before, and the texts put into notes.

    `unnoted` are cells that could have no note, since a thread of comments is shown in its place.
    """

    sheet: str
    fills: Mapping[str, Fill]
    notes: Sequence[str]
    unnoted: frozenset[str] = frozenset()


class Earlier(NamedTuple):
    """Our sheet in a file that was returned before, and what its marks changed."""

    tab: Tab
    marked: tuple[Marked, ...]


def find_earlier(package: Package, book: Book) -> Earlier | None:
    """The sheet that an earlier return put into the file, however a spreadsheet program saved it since."""
    for tab in book.tabs:
        if tab.worksheet and tab.name.startswith(SHEET):
            said = _hidden_texts(package, book, tab)
            if said and said[0] == _MARK:
                return Earlier(tab, _remembered("".join(said[1:])))
    return None


def draw_mending(
    styles: Styles, book: Book, findings: Sequence[Finding], said: Heading, marked: Sequence[Marked]
) -> bytes:
    """The sheet's part. A cell's address leads to the cell, where the sheet is one that can be seen."""
    look = _looks(styles)
    hidden = [_MARK, *_chunks(json.dumps([_told(one) for one in marked]))]
    rows = [
        [_cell("A", 1, said.title, look["title"])],
        [_cell("A", 2, said.advice, look["advice"])],
        [_cell(column, _HEAD_ROW, label, look["head"]) for column, label in zip("ABCDEF", _COLUMNS, strict=True)],
    ]
    heights = [30.0, row_height([(said.advice, sum(_COLUMNS.values()))]) + 6, 24.0]
    unnoted = {(one.sheet, cell) for one in marked for cell in one.unnoted}
    links = []
    for number, finding in enumerate(findings, 1):
        row = _HEAD_ROW + number
        target = _target(book, finding)
        if target:
            links.append(f'<hyperlink ref="B{row}" location={quoteattr(target)}/>')
        inside = f"{finding.source.sheet}!{finding.source.cell}" if finding.source.cell else finding.source.sheet
        place = inside or _WHOLE_FILE
        tab = book.tab(finding.source.sheet) if finding.source.sheet else None
        aside = _UNNOTED if tab is not None and (tab.name, finding.source.cell) in unnoted else ""
        message = " ".join(part for part in (f"{finding.title}.", finding.message, aside) if part)
        texts = (place, SEVERITY_LABELS[finding.severity], finding.code, message, finding.fix)
        kinds = ("link" if target else "text", finding.severity.value, "middle", "text", "text")
        cells = [f'<c r="A{row}" s="{look["middle"]}"><v>{number}</v></c>']
        cells += [_cell(c, row, text, look[kind]) for c, text, kind in zip("BCDEF", texts, kinds, strict=True)]
        rows.append(cells)
        widths = list(_COLUMNS.values())
        wanted = row_height([(place, widths[1] - 3), (message, widths[4] - 3), (finding.fix, widths[5] - 3)]) + 8
        heights.append(min(wanted, HIGHEST_ROW))
    while len(rows) < len(hidden):
        rows.append([])
        heights.append(15.0)
    for number, text in enumerate(hidden, 1):
        rows[number - 1].append(_cell(_MEMORY, number, text, 0))
    data = "".join(
        f'<row r="{number}" ht="{height:g}" customHeight="1">{"".join(cells)}</row>'
        for number, (cells, height) in enumerate(zip(rows, heights, strict=True), 1)
    )
    return new_part("worksheet", _around(data, links))


def printed(findings: Sequence[Finding]) -> tuple[str, str]:
    """The rows that each printed page repeats, and the area that is printed."""
    return f"${_HEAD_ROW}:${_HEAD_ROW}", f"$A$1:${_LAST}${_HEAD_ROW + len(findings)}"


def _looks(styles: Styles) -> Mapping[str, int]:
    """The formats of the sheet's cells by what they are for."""

    def font(size: int, more: str = "", colour: str = "FF000000") -> str:
        return f'{more}<sz val="{size}"/><color rgb="{colour}"/><name val="{FONT}"/><family val="1"/>'

    severities = {
        severity.value: styles.made(
            font(12, "<b/>" if severity is Severity.ERROR else "<i/>"),
            _MIDDLE,
            solid(SHADES[severity]) if severity is not Severity.INFO else None,
            border=True,
        )
        for severity in Severity
    }
    return {
        "title": styles.made(font(14, "<b/>"), '<alignment horizontal="left" vertical="center"/>'),
        "advice": styles.made(font(12, "<i/>"), '<alignment horizontal="left" vertical="top" wrapText="1"/>'),
        "head": styles.made(font(12, "<b/>"), _MIDDLE, solid(_GREY), border=True),
        "middle": styles.made(font(12), _MIDDLE, border=True),
        "text": styles.made(font(12), _LEFT, border=True),
        "link": styles.made(font(12, "<u/>", "FF0563C1"), _LEFT, border=True),
        **severities,
    }


def _around(data: str, links: Sequence[str]) -> str:
    """The sheet's XML around its rows: one page wide, landscape, its first rows kept in sight."""
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width:g}" customWidth="1"/>'
        for number, width in enumerate(_COLUMNS.values(), 1)
    )
    memory = ord(_MEMORY) - 64
    top, margins = f"A{_HEAD_ROW + 1}", ("left", "right", "top", "bottom")
    margin = " ".join(f'{side}="{PAGE[side]}"' for side in margins)
    return (
        '<sheetPr><tabColor rgb="FFC00000"/><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0">'
        f'<pane ySplit="{_HEAD_ROW}" topLeftCell="{top}" activePane="bottomLeft" state="frozen"/>'
        f'<selection pane="bottomLeft" activeCell="{top}" sqref="{top}"/></sheetView></sheetViews>'
        '<sheetFormatPr defaultRowHeight="15"/>'
        f'<cols>{columns}<col min="{memory}" max="{memory}" width="9" hidden="1" customWidth="1"/></cols>'
        f"<sheetData>{data}</sheetData>"
        f'<mergeCells count="2"><mergeCell ref="A1:{_LAST}1"/><mergeCell ref="A2:{_LAST}2"/></mergeCells>'
        + (f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else "")
        + f'<pageMargins {margin} header="{PAGE["header_margin"]}" footer="{PAGE["footer_margin"]}"/>'
        f'<pageSetup paperSize="{A4}" orientation="landscape" fitToHeight="0"/>'
        f"<headerFooter><oddFooter>{escape(PAGE['footer'])}</oddFooter></headerFooter>"
    )


def _cell(column: str, row: int, text: str, style: int) -> str:
    """A text, also where it begins with "="; kept within the cell, so that the shared texts stay as they are."""
    if not (written := escape(plain(text))):
        return f'<c r="{column}{row}" s="{style}"/>'
    return f'<c r="{column}{row}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{written}</t></is></c>'


def _target(book: Book, finding: Finding) -> str:
    tab = book.tab(finding.source.sheet) if finding.source.sheet else None
    if tab is None or not tab.visible:
        return ""
    area = area_of(finding.source.cell)
    return f"{quoted(tab.name)}!{cell_name(area.top, area.left) if area else 'A1'}"


def _told(marked: Marked) -> Mapping[str, Any]:
    by_fill: dict[Fill, list[str]] = {}
    for cell, fill in marked.fills.items():
        by_fill.setdefault(fill, []).append(cell)
    fills = [[fill.xml, fill.applies, cells] for fill, cells in by_fill.items()]
    return {"sheet": marked.sheet, "fills": fills, "notes": list(marked.notes)}


def _remembered(text: str) -> tuple[Marked, ...]:
    """What was written by `_told`; nothing where somebody has changed it: then the marks stay as they are."""
    try:
        return tuple(
            Marked(
                str(one["sheet"]),
                {
                    str(cell): Fill(str(xml), applies and str(applies))
                    for xml, applies, cells in one["fills"]
                    for cell in cells
                },
                tuple(map(str, one["notes"])),
            )
            for one in json.loads(text)
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        return ()


def _chunks(text: str) -> list[str]:
    return [text[at : at + _CHUNK] for at in range(0, len(text), _CHUNK)]


def _hidden_texts(package: Package, book: Book, tab: Tab) -> list[str]:
    """The texts of the hidden column from above, as texts of the cell or as shared ones."""
    part = book.related("sharedStrings")
    shared = list(package.tree(part).iterfind(main("si"))) if part is not None and part in package else []
    said = []
    for cell in package.tree(tab.part).iter(main("c")):
        if cell.get("r", "").rstrip("0123456789") != _MEMORY:
            continue
        index = cell.findtext(main("v"), "")
        if cell.get("t") == "s" and index.isdecimal() and int(index) < len(shared):
            said.append(_letters(shared[int(index)]))
        elif cell.get("t") == "inlineStr":
            said.append(_letters(cell))
    return said


def _letters(element: Element) -> str:
    return shown("".join(text.text or "" for text in element.iter(main("t"))))
