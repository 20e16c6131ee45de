"""What the reader does not tell of a sheet's cells, taken from the sheet's own XML in one pass.

The reader (calamine) shows error cells and formulas never calculated as blank, reads a wrong index as another
text, and drops what it does not expect. So every cell is looked at here too; whoever holds both compares.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from xml.parsers import expat

from xlpy.core.grid import ErrorValue, Position, Uncached, cell_name
from xlpy.core.source import Fault, Problem, Source
from xlpy.core.text import number
from xlpy.doors.files.fonts import NO_OLD_FONTS, OldFonts
from xlpy.doors.files.parts import Part, Rejected, damaged, parse, unsafe

LAST_ROW, LAST_COLUMN = 20_000, 200
"""A value beyond these is a slip; the widest form has 22 columns and a plan a few thousand lines."""

MOST_CELLS = 200_000
"""Cells with content on one sheet; a form of a whole province has a thousand."""

LONGEST_FORMULA = 8_192
"""What Excel allows; looking through a much longer one could take minutes."""

_REFERENCE = re.compile(r"([A-Za-z]{1,3})([1-9]\d{0,6})")
_OTHER_FILE = re.compile(r"\[\d+\][^\[\]]*!|\[[^\[\]]*\.xl\w*\]|\b(?:_xlfn\.)?(?:WEBSERVICE|RTD)\(", re.IGNORECASE)
_OTHER_PROGRAM = re.compile(r"\w\|")
_PLAIN_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_AREA = re.compile(r"[A-Za-z]{1,3}[1-9]\d{0,6}(?::[A-Za-z]{1,3}[1-9]\d{0,6})?")
_KINDS = frozenset({"n", "s", "str", "inlineStr", "b", "e", "d"})


class SheetFacts(NamedTuple):
    """What the reader does not tell of a sheet.

    `filled` are all cells with content, `required` those that the reader must show too. `replaced` are cells to
    be put over the reader's: errors and formulas never calculated. `numbers` are numeric cells as written.
    `odd_dimension`: the sheet states its extent in a way that stops the reader. `old_fonts` are the fonts of texts
    in fonts from before Unicode.
    """

    formulas: frozenset[Position] = frozenset()
    replaced: Mapping[Position, ErrorValue | Uncached] = {}
    numbers: Mapping[Position, float] = {}
    filled: frozenset[Position] = frozenset()
    required: frozenset[Position] = frozenset()
    odd_dimension: bool = False
    old_fonts: Mapping[Position, str] = {}


def scan_strings(part: Part, place: Source) -> list[bool]:
    """For each shared string, whether it has any letter to show. Raises Rejected."""
    shown: list[bool] = []

    def prepare(parser: expat.XMLParserType) -> None:
        phonetic = 0

        def start(name: str, attributes: list[str]) -> None:
            nonlocal phonetic
            local = name.rpartition("|")[2]
            if local == "si":
                shown.append(False)
            elif local == "rPh":
                phonetic += 1
            elif local == "t" and not phonetic:
                parser.CharacterDataHandler = text
            elif local == "sst":
                _check_counts(attributes, part, place)

        def text(data: str) -> None:
            if shown and data.strip():
                shown[-1] = True

        def end(name: str) -> None:
            nonlocal phonetic
            local = name.rpartition("|")[2]
            if local == "t":
                parser.CharacterDataHandler = None
            elif local == "rPh":
                phonetic -= 1

        parser.StartElementHandler, parser.EndElementHandler = start, end

    parse(part, place, prepare)
    return shown


def _check_counts(attributes: list[str], part: Part, place: Source) -> None:
    # The reader reserves room for as many strings as the part claims to have.
    for name in ("count", "uniqueCount"):
        written = _get(attributes, name)
        claimed = _natural(written)
        if written and (claimed is None or claimed > max(len(part.data), 1_000_000)):
            raise unsafe(place, part.name, f"khai có {written[:20]} chuỗi mà chỉ dài {number(len(part.data))} byte")


def scan_sheet(
    part: Part, sheet: Source, strings: Sequence[bool], fonts: OldFonts = NO_OLD_FONTS
) -> tuple[SheetFacts, list[Problem]]:
    """The facts of a worksheet, and its formulas that reach out of the file. Raises Rejected."""
    scan = _Scan(part, sheet, strings, fonts)
    parse(part, sheet, scan.prepare)
    facts = SheetFacts(
        frozenset(scan.formulas),
        scan.replaced,
        scan.numbers,
        frozenset(scan.filled),
        frozenset(scan.required),
        scan.odd_dimension,
        scan.old_fonts,
    )
    return facts, scan.problems


class _Scan:
    """Handlers for expat. A blank cell must cost next to nothing: forms are painted over a million of them.

    So the end of an element is only listened for from the first content of a cell to the cell's own end.
    """

    def __init__(self, part: Part, sheet: Source, strings: Sequence[bool], fonts: OldFonts) -> None:
        self.formulas: set[Position] = set()
        self.replaced: dict[Position, ErrorValue | Uncached] = {}
        self.numbers: dict[Position, float] = {}
        self.filled: set[Position] = set()
        self.required: set[Position] = set()
        self.problems: list[Problem] = []
        self.odd_dimension = False
        self.old_fonts: dict[Position, str] = {}
        self._fonts = fonts if any(fonts) else None
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

    def prepare(self, parser: expat.XMLParserType) -> None:
        """Put the handlers on a parser."""
        self._parser = parser
        parser.buffer_text = True
        parser.StartElementHandler = self._start

    def _start(self, name: str, attributes: list[str]) -> None:
        local = self._names.get(name)
        if local is None:
            local = self._names[name] = name.rpartition("|")[2]
        if local == "c":
            self._attributes = attributes
            if self._texts:
                self._texts.clear()  # of an element outside any cell
            if attributes and attributes[0] == "r":
                self._reference = attributes[1]
                self._after = 0
            elif reference := _get(attributes, "r"):
                self._reference = reference
                self._after = 0
            else:
                self._after += 1
        elif local in ("v", "f", "t"):
            self._parser.EndElementHandler = self._end
            if not self._phonetic:
                self._parser.CharacterDataHandler = self._texts.setdefault(local, []).append
        elif local == "row":
            written = _natural(_get(attributes, "r"))
            self._row = self._row + 1 if written is None else written - 1
            self._reference, self._after = "", -1
        elif local == "rPh":
            self._parser.EndElementHandler = self._end
            self._phonetic += 1
        elif local == "dimension":
            self.odd_dimension |= not _AREA.fullmatch(_get(attributes, "ref"))

    def _end(self, name: str) -> None:
        local = self._names[name]
        if local == "c":
            self._parser.EndElementHandler = None
            self._close_cell({name: "".join(parts) for name, parts in self._texts.items()})
            self._texts.clear()
        elif local in ("v", "f", "t"):
            self._parser.CharacterDataHandler = None
        elif local == "rPh":
            self._phonetic -= 1

    def _position(self) -> Position:
        if not self._reference:
            return self._row, self._after
        match = _REFERENCE.fullmatch(self._reference)
        if match is None:
            reason = f"có ô ghi địa chỉ “{self._reference[:30]}”"
            raise unsafe(self._sheet, f"{self._part.name} (trang “{self._sheet.sheet}”)", reason)
        return int(match[2]) - 1, _column(match[1]) + self._after

    def _close_cell(self, texts: Mapping[str, str]) -> None:
        kind = _get(self._attributes, "t") or "n"
        value = texts.get("v", "").strip()
        if not value and "f" not in texts and not texts.get("t"):
            return
        position = self._position()
        place = self._sheet.at(cell_name(*position))
        self._check_cell(position, place, kind)
        self.filled.add(position)
        if "f" in texts:
            self.formulas.add(position)
            if len(texts["f"]) > LONGEST_FORMULA:
                reason = f"ô {place.cell} có công thức dài {number(len(texts['f']))} ký tự"
                raise unsafe(place, self._part.name, reason)
            if _reaches_out(texts["f"]):
                found = "công thức liên kết ra ngoài tệp"
                self.problems.append(Problem(Fault.ACTIVE_CONTENT, place, {"found": found}))
            if not value and not (kind == "str" and "v" in texts):
                self.replaced[position] = Uncached(texts["f"])
                return
        if kind == "e":
            self.replaced[position] = ErrorValue(value or "#N/A")
        elif kind == "n" and value:
            self.numbers[position] = self._number(value, place)
            self.required.add(position)
        elif self._shows(kind, value, texts, place):
            self.required.add(position)
            if self._fonts and (font := self._fonts.of(_get(self._attributes, "s"), value if kind == "s" else "")):
                self.old_fonts[position] = font

    def _check_cell(self, position: Position, place: Source, kind: str) -> None:
        part = f"{self._part.name} (trang “{place.sheet}”)"
        if position in self.filled:
            raise unsafe(place, part, f"ô {place.cell} được ghi hai lần")
        if position[0] >= LAST_ROW or position[1] >= LAST_COLUMN:
            limit = cell_name(LAST_ROW - 1, LAST_COLUMN - 1)
            raise Rejected(Problem(Fault.STRAY_CELL, place, {"limit": limit}))
        if kind not in _KINDS:
            raise unsafe(place, part, f"ô {place.cell} ghi kiểu “{kind[:30]}”")
        if len(self.filled) >= MOST_CELLS:
            raise unsafe(self._sheet, part, f"có hơn {number(MOST_CELLS)} ô có nội dung")

    def _number(self, value: str, place: Source) -> float:
        if len(value) > 400 or not _PLAIN_NUMBER.fullmatch(value) or abs(float(value)) == float("inf"):
            reason = f"ô {place.cell} ghi số không hợp lệ “{value[:30]}”"
            raise damaged(place, f"trang “{place.sheet}”", reason)
        return float(value)

    def _shows(self, kind: str, value: str, texts: Mapping[str, str], place: Source) -> bool:
        """Whether a cell that is no number must show something in the reader's answer."""
        if kind != "s":
            return bool(value or texts.get("t", "").strip())
        index = _natural(value)
        if index is None or index >= len(self._strings):
            # The reader takes "-1" for the first string.
            raise damaged(place, f"trang “{place.sheet}”", f"ô {place.cell} dẫn tới chuỗi “{value[:30]}” không có")
        return self._strings[index]


def _reaches_out(formula: str) -> bool:
    """Whether a formula reads another file or asks another program ("cmd|'/c calc'!A1")."""
    program = _OTHER_PROGRAM.search(formula)
    return (program is not None and "!" in formula[program.end() :]) or _OTHER_FILE.search(formula) is not None


def _get(attributes: list[str], name: str) -> str:
    """An attribute without namespace, or ""."""
    return next((attributes[at + 1] for at in range(0, len(attributes), 2) if attributes[at] == name), "")


def _natural(text: str) -> int | None:
    """A whole number written in plain digits, not too long to be one."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else None


def _column(letters: str) -> int:
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return column - 1
