"""What the reader does not tell of a sheet's cells, taken from the sheet's own XML in one pass.

The reader (calamine) shows error cells and formulas never calculated as blank, reads a wrong index as another
text, and drops what it does not expect. So every cell is looked at here too; whoever holds both compares.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from xml.parsers import expat

from xlpy.core.grid import ErrorValue, Position, Uncached, cell_name, column_of
from xlpy.core.old_fonts import is_old_font
from xlpy.core.source import Fault, Problem, Source
from xlpy.core.text import number
from xlpy.doors.files.cell_laws import (
    KINDS,
    KNOWN_ERRORS,
    LAST_COLUMN,
    LAST_ROW,
    LONGEST_FORMULA,
    MOST_CELLS,
    reaches_out,
    written_number,
)
from xlpy.doors.files.fonts import NO_OLD_FONTS, OldFonts
from xlpy.doors.files.parts import Part, Rejected, attribute, damaged, natural, once, parse, unsafe
from xlpy.doors.files.plain import plain_cells

_REFERENCE = re.compile(r"([A-Za-z]{1,3})([1-9]\d{0,6})")
_AREA = re.compile(r"[A-Za-z]{1,3}[1-9]\d{0,6}(?::[A-Za-z]{1,3}[1-9]\d{0,6})?")


class SheetFacts(NamedTuple):
    """What the reader does not tell of a sheet.

    `filled` are all cells with content, `required` those that the reader must show too. `replaced` are cells to
    be put over the reader's: errors and formulas never calculated. `numbers` are numeric cells as written.
    `odd_dimension`: the sheet states its extent in a way that stops the reader. `formats` are the codes by which
    numbers are shown, where they may show something else. Rows and columns may be hidden, by hand or by a filter.
    `old_fonts` are the fonts of texts in fonts from before Unicode.
    """

    formulas: frozenset[Position] = frozenset()
    replaced: Mapping[Position, ErrorValue | Uncached] = {}
    numbers: Mapping[Position, float] = {}
    filled: frozenset[Position] = frozenset()
    required: frozenset[Position] = frozenset()
    odd_dimension: bool = False
    old_fonts: Mapping[Position, str] = {}
    formats: Mapping[Position, str] = {}
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


class Scanned(NamedTuple):
    """A worksheet looked through: its facts, its formulas that reach out of the file, the copy for the reader.

    In the copy, errors that the reader does not know are ones that it does, and cells far away that show nothing
    hold nothing.
    """

    facts: SheetFacts
    problems: tuple[Problem, ...]
    copy: Part


def scan_sheet(
    part: Part, sheet: Source, strings: Sequence[bool], formats: Mapping[int, str], fonts: OldFonts = NO_OLD_FONTS
) -> Scanned:
    """Look through a worksheet. `formats` are the codes to be noted, by the cell's format. Raises Rejected."""
    quick = _plain(part, sheet, strings, formats, fonts)
    if quick is not None:
        return quick
    scan = _Scan(part, sheet, strings, formats, fonts)
    parse(part, sheet, scan.prepare)
    return Scanned(scan.facts(), tuple(scan.problems), Part(part.name, _edited(part.data, scan.edits)))


def _plain(
    part: Part, sheet: Source, strings: Sequence[bool], formats: Mapping[int, str], fonts: OldFonts
) -> Scanned | None:
    """The same of a sheet whose cells are plain and of which nothing is to be told; None for others."""
    found = plain_cells(part.data, strings, formats, fonts if any(fonts) else None)
    if found is None:
        return None
    rest = Part(part.name, found.rest)
    around = once(rest, "around", lambda: _around(rest, sheet))
    if around is None:
        return None
    facts = around._replace(
        formulas=frozenset(found.formulas),
        replaced=found.replaced,
        numbers=found.numbers,
        filled=frozenset(found.filled),
        required=frozenset(found.required),
        old_fonts=found.old_fonts,
        formats=found.formats,
        hidden_rows=frozenset(found.hidden_rows | around.hidden_rows),
    )
    return Scanned(facts, (), part)


def _around(rest: Part, sheet: Source) -> SheetFacts | None:
    """What a sheet says outside its rows; None where it is not well-formed there, or cells stray outside of them."""
    scan = _Scan(rest, sheet, (), {}, NO_OLD_FONTS)
    try:
        parse(rest, sheet, scan.prepare)
    except Rejected:
        return None  # told with the line where it stands
    return None if scan.filled or scan.edits or scan.problems else scan.facts()


def _edited(data: bytes, edits: Sequence[tuple[int, int, bytes]]) -> bytes:
    """The bytes with some stretches replaced, given in their order."""
    pieces, at = [], 0
    for start, end, instead in edits:
        pieces += [data[at:start], instead]
        at = end
    return b"".join((*pieces, data[at:]))


class _Scan:
    """Handlers for expat. A blank cell must cost next to nothing: forms are painted over a million of them.

    So the end of an element is only listened for from the first content of a cell to the cell's own end.
    """

    def __init__(
        self, part: Part, sheet: Source, strings: Sequence[bool], formats: Mapping[int, str], fonts: OldFonts
    ) -> None:
        self.formulas: set[Position] = set()
        self.replaced: dict[Position, ErrorValue | Uncached] = {}
        self.numbers: dict[Position, float] = {}
        self.filled: set[Position] = set()
        self.required: set[Position] = set()
        self.problems: list[Problem] = []
        self.odd_dimension = False
        self.old_fonts: dict[Position, str] = {}
        self._fonts = fonts if any(fonts) else None
        self.formats: dict[Position, str] = {}
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.edits: list[tuple[int, int, bytes]] = []
        self._formats = formats
        self._part = part
        self._sheet = sheet
        self._strings = strings
        self._names: dict[str, str] = {}
        self._row = -1
        self._reference = ""
        self._after = -1
        """How many cells after `_reference`, or after the row's beginning, the current one is."""
        self._attributes: list[str] = []
        self._texts: dict[str, list[str]] = {}
        self._phonetic = 0
        self._inline: tuple[int, int] | None = None
        self._run_font = ""
        """The first old font of a text that stands in its cell and not among the shared ones."""
        self._stretches: list[tuple[int, int]] = []
        """From where to where in the part's bytes the cell's values stand, their tags without the last included."""

    def prepare(self, parser: expat.XMLParserType) -> None:
        """Put the handlers on a parser."""
        self._parser = parser
        parser.buffer_text = True
        parser.StartElementHandler = self._start

    def facts(self) -> SheetFacts:
        """What was found so far."""
        return SheetFacts(
            frozenset(self.formulas),
            self.replaced,
            self.numbers,
            frozenset(self.filled),
            frozenset(self.required),
            self.odd_dimension,
            self.old_fonts,
            self.formats,
            frozenset(self.hidden_rows),
            frozenset(self.hidden_columns),
        )

    def _start(self, name: str, attributes: list[str]) -> None:
        local = self._names.get(name)
        if local is None:
            local = self._names[name] = name.rpartition("|")[2]
        if local == "c":
            self._attributes = attributes
            if self._texts:
                self._texts.clear()  # of an element outside any cell
                self._stretches.clear()
                self._inline = None
            if attributes and attributes[0] == "r":
                self._reference = attributes[1]
                self._after = 0
            elif reference := attribute(attributes, "r"):
                self._reference = reference
                self._after = 0
            else:
                self._after += 1
        elif local in ("v", "f", "t"):
            self._parser.EndElementHandler = self._end
            if not self._phonetic:
                self._parser.CharacterDataHandler = self._texts.setdefault(local, []).append
            if local != "f":
                self._stretches.append((self._parser.CurrentByteIndex, -1))
        elif local == "row":
            written = natural(attribute(attributes, "r"))
            self._row = self._row + 1 if written is None else written - 1
            self._reference, self._after = "", -1
            if len(attributes) > 2 and _is_hidden(attributes, "ht"):
                self.hidden_rows.add(self._row)
        elif local == "col":
            if _is_hidden(attributes, "width"):
                first, last = natural(attribute(attributes, "min")) or 1, natural(attribute(attributes, "max")) or 0
                self.hidden_columns.update(range(first - 1, min(last, LAST_COLUMN)))
        elif local == "is":
            self._parser.EndElementHandler = self._end
            self._inline = (self._parser.CurrentByteIndex, -1)
        elif local == "rPh":
            self._parser.EndElementHandler = self._end
            self._phonetic += 1
        elif local == "rFont":
            font = attribute(attributes, "val")
            self._run_font = self._run_font or (font if is_old_font(font) else "")
        elif local == "dimension":
            self.odd_dimension |= not _AREA.fullmatch(attribute(attributes, "ref"))

    def _end(self, name: str) -> None:
        local = self._names[name]
        if local == "c":
            self._parser.EndElementHandler = None
            self._close_cell({name: "".join(parts) for name, parts in self._texts.items()})
            self._texts.clear()
            self._stretches.clear()
            self._inline, self._run_font = None, ""
        elif local == "is" and self._inline:
            self._inline = (self._inline[0], self._parser.CurrentByteIndex)
        elif local in ("v", "f", "t"):
            self._parser.CharacterDataHandler = None
            if local != "f" and self._stretches:
                self._stretches[-1] = (self._stretches[-1][0], self._parser.CurrentByteIndex)
        elif local == "rPh":
            self._phonetic -= 1

    def _position(self) -> Position:
        if not self._reference:
            return self._row, self._after
        match = _REFERENCE.fullmatch(self._reference)
        if match is None:
            reason = f"có ô ghi địa chỉ “{self._reference[:30]}”"
            raise unsafe(self._sheet, f"{self._part.name} (trang “{self._sheet.sheet}”)", reason)
        return int(match[2]) - 1, column_of(match[1]) + self._after

    def _close_cell(self, texts: Mapping[str, str]) -> None:
        kind = attribute(self._attributes, "t") or "n"
        value = texts.get("v", "").strip()
        if not value and "f" not in texts and not texts.get("t"):
            return
        position = self._position()
        place = self._sheet.at(cell_name(*position))
        if (position[0] >= LAST_ROW or position[1] >= LAST_COLUMN) and self._shows_nothing(kind, value, texts):
            self._leave_out()
            return
        self._check_cell(position, place, kind)
        self.filled.add(position)
        if "f" in texts:
            self.formulas.add(position)
            if len(texts["f"]) > LONGEST_FORMULA:
                reason = f"ô {place.cell} có công thức dài {number(len(texts['f']))} ký tự"
                raise unsafe(place, self._part.name, reason)
            if reaches_out(texts["f"]):
                found = "công thức liên kết ra ngoài tệp"
                self.problems.append(Problem(Fault.ACTIVE_CONTENT, place, {"found": found}))
            if not value and not (kind == "str" and "v" in texts):
                self.replaced[position] = Uncached(texts["f"])
                return
        if value and kind in ("n", "s", "b") and texts["v"] != value:
            self._put_instead(value.encode())  # laid out by a tool; the reader takes no blanks in a number
        if kind == "e":
            self.replaced[position] = ErrorValue(value or "#N/A")
            if value not in KNOWN_ERRORS:
                self._put_instead(b"#N/A")
        elif kind == "n" and value:
            self.numbers[position] = self._number(value, place)
            self.required.add(position)
            if self._formats and (style := natural(attribute(self._attributes, "s"))) in self._formats:
                self.formats[position] = self._formats[style or 0]
        elif self._shows(kind, value, texts, place):
            self.required.add(position)
            font = self._run_font
            if self._fonts and not font:
                font = self._fonts.of(attribute(self._attributes, "s"), value if kind == "s" else "")
            if font:
                self.old_fonts[position] = font

    def _shows_nothing(self, kind: str, value: str, texts: Mapping[str, str]) -> bool:
        if kind == "s":
            index = natural(value)
            return index is not None and index < len(self._strings) and not self._strings[index]
        return kind in ("str", "inlineStr") and not value and not texts.get("t", "").strip()

    def _leave_out(self) -> None:
        """Let the copy have no value in this cell: an empty text would still be one for the reader."""
        for start, end in [self._inline] if self._inline else self._stretches:
            self.edits.append((start, self._part.data.find(b">", end) + 1, b""))

    def _put_instead(self, text: bytes) -> None:
        """Let the copy have another value in this cell."""
        for start, end in self._stretches:
            opened = self._part.data.find(b">", start) + 1
            if 0 < opened <= end:
                self.edits.append((opened, end, text))

    def _check_cell(self, position: Position, place: Source, kind: str) -> None:
        part = f"{self._part.name} (trang “{place.sheet}”)"
        if position in self.filled:
            raise unsafe(place, part, f"ô {place.cell} được ghi hai lần")
        if position[0] >= LAST_ROW or position[1] >= LAST_COLUMN:
            limit = cell_name(LAST_ROW - 1, LAST_COLUMN - 1)
            raise Rejected(Problem(Fault.STRAY_CELL, place, {"limit": limit}))
        if kind not in KINDS:
            raise unsafe(place, part, f"ô {place.cell} ghi kiểu “{kind[:30]}”")
        if len(self.filled) >= MOST_CELLS:
            raise unsafe(self._sheet, part, f"có hơn {number(MOST_CELLS)} ô có nội dung")

    def _number(self, value: str, place: Source) -> float:
        number = written_number(value)
        if number is None:
            reason = f"ô {place.cell} ghi số không hợp lệ “{value[:30]}”"
            raise damaged(place, f"trang “{place.sheet}”", reason)
        return number

    def _shows(self, kind: str, value: str, texts: Mapping[str, str], place: Source) -> bool:
        """Whether a cell that is no number must show something in the reader's answer."""
        if kind != "s":
            return bool(value or texts.get("t", "").strip())
        index = natural(value)
        if index is None or index >= len(self._strings):
            # The reader takes "-1" for the first string.
            raise damaged(place, f"trang “{place.sheet}”", f"ô {place.cell} dẫn tới chuỗi “{value[:30]}” không có")
        return self._strings[index]


def _is_hidden(attributes: list[str], size: str) -> bool:
    """Whether a row or column is hidden, or was drawn together until nothing of it is left."""
    extent = attribute(attributes, size)
    return attribute(attributes, "hidden") in ("1", "true") or (extent != "" and not extent.strip("0."))
