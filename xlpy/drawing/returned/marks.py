"""Marks on the cells that findings name: a colour by the worst of them, a note that tells them all."""

from collections.abc import Sequence
from itertools import chain

from xlpy.core.grid import Position, cell_name
from xlpy.core.source import SEVERITY_LABELS, Finding, Severity
from xlpy.drawing.report.look import SHADES
from xlpy.drawing.returned.book import Book, Tab
from xlpy.drawing.returned.cells import Cells, area_of, cells_of
from xlpy.drawing.returned.mending import Marked
from xlpy.drawing.returned.notes import Notes, Run
from xlpy.drawing.returned.package import Package, plain
from xlpy.drawing.returned.styles import Fill, Styles, solid
from xlpy.drawing.returned.vml import blocks_used

_WORST_FIRST = tuple(Severity)
_COLOURED = tuple(severity for severity in Severity if severity is not Severity.INFO)
"""An info asks for nothing: it gets a note, and its cell keeps its colour."""

_MOST_NOTES = 1_000


def mark(package: Package, book: Book, styles: Styles, findings: Sequence[Finding], office: str) -> tuple[Marked, ...]:
    """Mark the cells, sheet by sheet; what names no cell of the file is left to the list. Returns what changed."""
    by_tab: dict[Tab, list[Finding]] = {}
    for finding in findings:
        tab = book.tab(finding.source.sheet) if finding.source.sheet else None
        if tab is not None and area_of(finding.source.cell) is not None:
            by_tab.setdefault(tab, []).append(finding)
    return tuple(_mark_sheet(package, tab, styles, found, office) for tab, found in by_tab.items())


def unmark(package: Package, book: Book, styles: Styles, marked: Sequence[Marked], office: str) -> None:
    """Undo earlier marks: a cell that still has our colour gets the fill it had, our words go out of the notes."""
    shades = {SHADES[severity] for severity in _COLOURED}
    for one in marked:
        tab = book.tab(one.sheet)
        if tab is None:
            continue
        cells = Cells(package, tab.part, styles)
        for reference, fill in one.fills.items():
            area = area_of(reference)
            if area is not None and cells.shade((area.top, area.left)) in shades:
                cells.paint((area.top, area.left), fill)
        notes = Notes(package, tab.part, office)
        for text in one.notes:
            notes.take_off(text)


def _mark_sheet(package: Package, tab: Tab, styles: Styles, findings: Sequence[Finding], office: str) -> Marked:
    cells = Cells(package, tab.part, styles)
    worst: dict[Position, Severity] = {}
    told: dict[Position, list[Finding]] = {}
    for finding in findings:
        area = area_of(finding.source.cell)
        if area is None:
            continue
        told.setdefault(cells.first((area.top, area.left)), []).append(finding)
        for position in map(cells.first, cells_of(area)):
            worst[position] = min(worst.get(position, finding.severity), finding.severity, key=_WORST_FIRST.index)
    fills: dict[str, Fill] = {}
    for position, severity in sorted(worst.items()):
        if severity in _COLOURED:
            fills[cell_name(*position)] = cells.paint(position, solid(SHADES[severity]))
    notes = Notes(package, tab.part, office)
    added = {position: notes.add(position, _words(found)) for position, found in sorted(told.items())[:_MOST_NOTES]}
    notes.draw(cells, lambda: _free_block(package))
    unnoted = {finding.source.cell for position, text in added.items() if text is None for finding in told[position]}
    return Marked(tab.name, fills, [text for text in added.values() if text is not None], frozenset(unnoted))


def _words(findings: Sequence[Finding]) -> list[Run]:
    """A note: each finding with its severity and code, what is wrong, and what to do."""
    return list(chain.from_iterable(_told(finding, first=not place) for place, finding in enumerate(findings)))


def _told(finding: Finding, *, first: bool) -> list[Run]:
    head = f"{SEVERITY_LABELS[finding.severity]} {finding.code}. {finding.title}"
    lines = [line for line in (finding.message, finding.advice) if line]
    return [Run(("" if first else "\n\n") + plain(head), bold=True), *(Run("\n" + plain(line)) for line in lines)]


def _free_block(package: Package) -> int:
    """The first block of shape numbers that is above all used in the file's drawings."""
    drawings = (package.read(name) for name in package if name.casefold().endswith(".vml"))
    return max(blocks_used(drawings), default=0) + 1
