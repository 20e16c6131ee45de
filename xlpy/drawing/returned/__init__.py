"""The return workbook: a unit's own file, in which the cells to mend are marked, and nothing else is changed.

It is done on the package's parts: a library that reads and writes workbooks would lose drawings, and a spreadsheet
program would write everything anew. What the marks change is remembered in the file, so that one that comes back and
must be returned again is cleaned of old marks first.
"""

from collections.abc import Sequence

from xlpy.core.source import Finding
from xlpy.drawing.returned.book import Book
from xlpy.drawing.returned.marks import mark, unmark
from xlpy.drawing.returned.mending import SHEET, draw_mending, find_earlier, printed
from xlpy.drawing.returned.mending import Heading as Heading
from xlpy.drawing.returned.package import CannotReturn as CannotReturn
from xlpy.drawing.returned.package import Package, plain
from xlpy.drawing.returned.styles import Styles


def draw_return(data: bytes, findings: Sequence[Finding], office: str, said: Heading) -> bytes:
    """An .xlsx or .xlsm with its faulty cells coloured, a note on each, and a sheet "Cần sửa" in front.

    `office` is the notes' author. The same bytes and findings give the same bytes. Raises CannotReturn for any other
    format, and for a file that is encrypted, signed, shared or damaged.
    """
    office = plain(office)
    package = Package(data)
    book = Book(package)
    styles = Styles(package, book.styles())
    earlier = find_earlier(package, book)
    book.deselect()
    if earlier is not None:
        unmark(package, book, styles, earlier.marked, office)
    marked = mark(package, book, styles, findings, office)
    name = earlier.tab.name if earlier is not None else book.free_name(SHEET)
    content = draw_mending(styles, book, findings, said, marked)
    book.put_first(name, content, *printed(findings), instead=earlier.tab if earlier is not None else None)
    return package.save()
