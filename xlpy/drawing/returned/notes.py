"""Notes on a sheet's cells: the part with their texts, and the drawing with their boxes."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from lxml import etree

from xlpy.core.grid import Position, cell_name
from xlpy.drawing.report.look import FONT
from xlpy.drawing.returned.cells import LAST_COLUMN, LAST_ROW, Cells, area_of
from xlpy.drawing.returned.package import LINKS, CannotReturn, Element, Package, main, new_part, place_after, whole
from xlpy.drawing.returned.vml import EMPTY, Box, with_notes, without_note

_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_BEFORE_DRAWING = frozenset(
    {
        *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr"),
        *("sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate"),
        *("customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks"),
        *("printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks"),
        *("customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing"),
    }
)
"""What the schema wants before a sheet's legacyDrawing."""

_THREADED = "tc="
"""How the author of a note begins that only stands in for a thread of comments: Excel shows the thread instead."""

_AFTER_RUNS = (main("rPh"), main("phoneticPr"))
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_BOX_WIDTH, _LINE_HEIGHT, _LINE_LETTERS, _MOST_LINES = 330, 19, 46, 26
"""Pixels, and letters a line, for letters of 10 points."""

_WITHIN = (12, 8)
"""Pixels from the edges of the cell at which a box begins."""


class Run(NamedTuple):
    """A piece of a note's text."""

    text: str
    bold: bool = False


class Notes:
    """The notes of one sheet. What is added is written by `draw`. Raises CannotReturn."""

    def __init__(self, package: Package, part: str, author: str) -> None:
        self._package = package
        self._part = part
        self._author = author
        links = package.relations(part)
        drawing = package.tree(part).find(main("legacyDrawing"))
        wanted = drawing.get(f"{{{LINKS}}}id") if drawing is not None else None
        self._comments = next((link.part for link in links if link.kind == "comments"), None)
        self._drawing = next((link.part for link in links if link.id == wanted), None)
        if drawing is not None and self._drawing is None:
            raise CannotReturn(f"{part} dẫn tới hình vẽ mà tệp không có")
        self._new: list[Position] = []

    def add(self, position: Position, runs: Sequence[Run]) -> str | None:
        """A note on a cell, or more text in the one that it has; returns what was added.

        None where a thread of comments stands on the cell: it is shown in place of any note.
        """
        comment = self._on(cell_name(*position))
        if comment is not None and self._author_of(comment).startswith(_THREADED):
            return None
        if comment is None:
            comment = self._fresh(position)
            self._new.append(position)
        else:
            runs = (Run("\n\n"), *runs)
            self._package.tree(self._existing(), change=True)
        text = comment.find(main("text"))
        _only_runs(text)
        end = next((place for place, child in enumerate(text) if child.tag in _AFTER_RUNS), len(text))
        for place, run in enumerate(runs, end):
            text.insert(place, _run(run))
        return "".join(run.text for run in runs)

    def take_off(self, added: str) -> None:
        """Take out again what was added to a note, wherever its cell is by now; a note without other words goes."""
        if self._comments is None:
            return
        for comment in list(self._package.tree(self._comments).iter(main("comment"))):
            texts = [text for text in comment.iter(main("t")) if text.getparent().tag not in _AFTER_RUNS]
            whole = "".join(text.text or "" for text in texts)
            at = whole.find(added)
            if at < 0:
                continue
            self._package.tree(self._comments, change=True)
            if (whole[:at] + whole[at + len(added) :]).strip():
                _cut(texts, at, at + len(added))
            else:
                comment.getparent().remove(comment)
                self._unbox(comment.get("ref", ""))
            return

    def draw(self, cells: Cells, free_block: Callable[[], int]) -> None:
        """The boxes of the notes that are new. `free_block` tells the first block of shape numbers above all used."""
        if not self._new:
            return
        block = free_block()
        if self._drawing is None:
            self._drawing = self._package.free("xl/drawings/vmlDrawing{}.vml")
            self._package.put(self._drawing, EMPTY)
            self._package.declare(self._drawing, _DRAWING_TYPE, by_extension=True)
            link = self._package.relate(self._part, "vmlDrawing", self._drawing)
            root = self._package.tree(self._part, change=True)
            place_after(root, etree.Element(main("legacyDrawing"), {f"{{{LINKS}}}id": link}), _BEFORE_DRAWING)
        comments = {comment.get("ref"): comment for comment in self._list()}
        boxes = [Box(at, _anchor(cells, at, _lines(comments[cell_name(*at)]))) for at in self._new]
        self._package.put(self._drawing, with_notes(self._package.read(self._drawing), boxes, block))

    def _existing(self) -> str:
        """The part of the notes, made where the sheet has none."""
        if self._comments is None:
            self._comments = self._package.free("xl/comments{}.xml")
            self._package.put(self._comments, new_part("comments", "<authors/><commentList/>"))
            self._package.declare(self._comments, _COMMENTS_TYPE)
            self._package.relate(self._part, "comments", self._comments)
        return self._comments

    def _list(self) -> list[Element]:
        return [] if self._comments is None else list(self._package.tree(self._comments).iter(main("comment")))

    def _on(self, reference: str) -> Element | None:
        return next((comment for comment in self._list() if comment.get("ref") == reference), None)

    def _author_of(self, comment: Element) -> str:
        authors = [author.text or "" for author in comment.getroottree().getroot().iter(main("author"))]
        place = whole(comment.get("authorId"))
        return authors[place] if place < len(authors) else ""

    def _fresh(self, position: Position) -> Element:
        root = self._package.tree(self._existing(), change=True)
        authors, listed = root.find(main("authors")), root.find(main("commentList"))
        if authors is None or listed is None:
            raise CannotReturn(f"{self._comments} không phải phần ghi chú")
        names = [author.text for author in authors]
        if self._author not in names:
            etree.SubElement(authors, main("author")).text = self._author
            names.append(self._author)
        attributes = {"ref": cell_name(*position), "authorId": str(names.index(self._author))}
        comment = etree.SubElement(listed, main("comment"), attributes)
        etree.SubElement(comment, main("text"))
        return comment

    def _unbox(self, reference: str) -> None:
        area = area_of(reference)
        if self._drawing is not None and area is not None:
            data = self._package.read(self._drawing)
            without = without_note(data, (area.top, area.left))
            if without != data:
                self._package.put(self._drawing, without)


def _run(run: Run) -> Element:
    element = etree.Element(main("r"))
    look = etree.SubElement(element, main("rPr"))
    if run.bold:
        etree.SubElement(look, main("b"))
    etree.SubElement(look, main("sz"), {"val": "10"})
    etree.SubElement(look, main("color"), {"rgb": "FF000000"})
    etree.SubElement(look, main("rFont"), {"val": FONT})
    etree.SubElement(look, main("family"), {"val": "1"})
    text = etree.SubElement(element, main("t"), {_SPACE: "preserve"})
    text.text = run.text
    return element


def _only_runs(text: Element) -> None:
    """A text that is a plain one becomes a run of the same letters, so that other runs can stand beside it."""
    plain = text.find(main("t"))
    if plain is not None:
        run = etree.Element(main("r"))
        text.replace(plain, run)
        run.append(plain)
        plain.set(_SPACE, "preserve")


def _cut(texts: Sequence[Element], start: int, end: int) -> None:
    """Take the letters from `start` to `end` out of a note's pieces, and pieces of which nothing is left."""
    at = 0
    for text in texts:
        letters = text.text or ""
        text.text = letters[: max(0, start - at)] + letters[max(0, end - at) :]
        run = text.getparent()
        if not text.text and letters and run.tag == main("r"):
            run.getparent().remove(run)
        at += len(letters)


def _lines(comment: Element) -> int:
    whole = "".join(text.text or "" for text in comment.iter(main("t")))
    return min(_MOST_LINES, sum(1 + len(line) // _LINE_LETTERS for line in whole.split("\n")))


def _anchor(cells: Cells, position: Position, lines: int) -> tuple[int, ...]:
    """A box to the right of its cell, a little above: its two corners as Excel counts them."""
    row, column = max(0, position[0] - 1), min(position[1] + 1, LAST_COLUMN - 20)
    right = _reach(column, _WITHIN[0] + _BOX_WIDTH, cells.width, LAST_COLUMN)
    below = _reach(row, _WITHIN[1] + (lines + 1) * _LINE_HEIGHT, cells.height, LAST_ROW)
    return column, _WITHIN[0], row, _WITHIN[1], *right, *below


def _reach(first: int, pixels: int, size: Callable[[int], int], most: int) -> tuple[int, int]:
    """The column or row in which a length ends that begins at the edge of `first`, and how far into it."""
    for place in range(first, min(most, first + 300)):
        if pixels < size(place):
            return place, pixels
        pixels -= size(place)
    return min(most, first + 300) - 1, 0
