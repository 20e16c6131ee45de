"""Cells and texts as office programs write them, taken by one pattern: several times as fast as element by element.

A sheet's rows are *plain* where every cell has its reference, attributes come in the usual order, and nothing is to be
told of any cell; so are the texts that sheets share where each is of one piece. Whatever differs in the least is none
of this module's business: it is looked through element by element, by who tells what is wrong
(`xlpy.doors.files.cells`, `xlpy.doors.files.shared`). The facts must be the same from both.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from xlpy.core.grid import ErrorValue, Position, Uncached, column_of
from xlpy.doors.files.cell_laws import (
    KNOWN_ERRORS,
    LAST_COLUMN,
    LAST_ROW,
    LONGEST_FORMULA,
    MOST_CELLS,
    reaches_out,
    written_number,
)
from xlpy.doors.files.fonts import OldFonts

_OPEN, _CLOSE, _END_OF_ROW = b"<sheetData>", b"</sheetData>", b"</row>"
_REFERENCE = rb'r="([A-Z]{1,3})([1-9][0-9]{0,6})"'
_STYLE = rb'(?: s="([0-9]{1,6})")?+'
_BLANKS = rb'(?:<c r="[A-Z]{1,3}[1-9][0-9]{0,6}"(?: s="[0-9]{1,6}")?+ ?/>)*+'
"""Cells that are only painted: a form may have a million of them."""
_TEXT = rb"(?:[^<>&\x00-\x08\x0b-\x1f]|&(?:amp|lt|gt|quot|apos);)*+"
_FORMULA = (
    rb'(<f(?: t="(?:shared|array|normal)")?+(?: ref="[A-Z0-9:]+")?+(?: si="[0-9]+")?+(?: ca="1")?+'
    rb"(?: ?/>|>(" + _TEXT + rb")</f>))"
)
_CELL = (
    rb"<c " + _REFERENCE + _STYLE + rb'(?: t="(n|s|str|b|e)")?+>'
    rb"(?:" + _FORMULA + rb")?+(?:<v>(" + _TEXT + rb")</v>|<v ?/>)?+</c>"
)
_ROW = rb'(?:</row>)?+<row r="([1-9][0-9]{0,6})"((?: [A-Za-z0-9:]+="[^"<&\x00-\x1f]*")*+)'
_TOKEN = re.compile(rb"((?:" + _CELL + rb"|" + _ROW + rb"(?: ?(/)>|>))(?:(?<!/>)" + _BLANKS + rb")?+)")
_ATTRIBUTE = re.compile(rb' ([A-Za-z0-9:]+)="([^"]*)"')
_TEXTS = re.compile(
    rb'(?:<\?xml version="1\.0"(?: encoding="(?:UTF|utf)-8")?+(?: standalone="(?:yes|no)")?+ ?\?>[ \t\r\n]*+)?+'
    rb'<sst xmlns="http://schemas\.openxmlformats\.org/spreadsheetml/2006/main"'
    rb'(?: count="([0-9]{1,9})")?+(?: uniqueCount="([0-9]{1,9})")?+>'
    rb'((?:<si><t(?: xml:space="preserve")?+>' + _TEXT + rb"</t></si>)*+)</sst>[ \t\r\n]*+"
)
_SHARED = re.compile(rb"<t(?: xml:space=\"preserve\")?+>([^<]*+)<")
_FOREIGN = b"x14ac:dyDescent"
_ENTITIES = ((b"&lt;", b"<"), (b"&gt;", b">"), (b"&quot;", b'"'), (b"&apos;", b"'"), (b"&amp;", b"&"))
_NO_LETTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")


class Plain(NamedTuple):
    """The facts of a sheet's cells, as `cells.SheetFacts` has them, and what of the sheet lies around them."""

    rest: bytes
    formulas: set[Position]
    replaced: dict[Position, ErrorValue | Uncached]
    numbers: dict[Position, float]
    filled: set[Position]
    required: set[Position]
    old_fonts: dict[Position, str]
    formats: dict[Position, str]
    hidden_rows: set[int]


class _Otherwise(Exception):
    """Not plain."""


def plain_cells(
    data: bytes, strings: Sequence[bool], formats: Mapping[int, str], fonts: OldFonts | None
) -> Plain | None:
    """What the cells of a worksheet's XML say; None where they are not plain.

    `strings`: of each shared one, whether it shows anything. `formats` are the codes to be noted, by a cell's format.
    """
    start = data.find(_OPEN)
    end = data.rfind(_CLOSE)
    if start < 0 or end < start or data.count(b"sheetData") != 2:
        return None
    head, rows, tail = data[:start], data[start + len(_OPEN) : end], data[end:]
    if not data.startswith(b"<") or b"<!" in head or b"<!" in tail or b"<?" in head[1:] or b"<?" in tail:
        return None
    if not rows.isascii() and not _is_text(rows):
        return None
    is_open = rows.endswith(_END_OF_ROW)
    rows = rows.removesuffix(_END_OF_ROW)
    tokens = _TOKEN.findall(rows)
    if sum([len(token[0]) for token in tokens]) != len(rows):
        return None
    found = Plain(head + _OPEN + tail, set(), {}, {}, set(), set(), {}, {}, set())
    declared = b"xmlns:x14ac=" in head
    try:
        _gather(tokens, found, strings, formats, fonts, declared=declared, is_open=is_open)
    except _Otherwise:
        return None
    return found


def plain_strings(data: bytes, most: int) -> list[bool] | None:
    """For each text that sheets share, whether it has any letter to show; None where they are not plain.

    Nor are those of a part that claims to have more than `most`.
    """
    found = _TEXTS.fullmatch(data)
    if found is None or max(int(found[1] or 0), int(found[2] or 0)) > most:
        return None
    texts: bytes = found[3]
    if not texts.isascii() and not _is_text(texts):
        return None
    return [bool(text.decode().strip()) for text in _SHARED.findall(texts)]


def _is_text(rows: bytes) -> bool:
    """Whether the bytes are letters that XML takes."""
    try:
        rows.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not any(none in rows for none in _NO_LETTERS)


def _gather(
    tokens: Sequence[Sequence[bytes]],
    found: Plain,
    strings: Sequence[bool],
    formats: Mapping[int, str],
    fonts: OldFonts | None,
    *,
    declared: bool,
    is_open: bool,
) -> None:
    """Put what the cells say into `found`. `is_open`: the last row is. Raises _Otherwise."""
    filled, required, numbers = found.filled, found.required, found.numbers
    within = False
    for token, letters, line, style, kind, formula, formula_text, value, row, attributes, closed in tokens:
        if row:
            if within != token.startswith(_END_OF_ROW):
                raise _Otherwise
            within = not closed
            if attributes and _is_hidden(attributes, declared=declared):
                found.hidden_rows.add(int(row) - 1)
            continue
        if not within:
            raise _Otherwise
        if not value and not formula:
            continue
        position = int(line) - 1, _column(letters)
        if position[0] >= LAST_ROW or position[1] >= LAST_COLUMN or position in filled:
            raise _Otherwise
        filled.add(position)
        if formula:
            found.formulas.add(position)
            text = _unescaped(formula_text)
            if len(text) > LONGEST_FORMULA or reaches_out(text):
                raise _Otherwise
            if not value:
                if kind == b"str" and b"<v" in token:
                    continue  # it computed a text without a letter
                found.replaced[position] = Uncached(text)
                continue
        if kind in (b"", b"n"):
            number = written_number(value.decode())
            if number is None:
                raise _Otherwise
            numbers[position] = number
            required.add(position)
            if formats and style and (code := formats.get(int(style))):
                found.formats[position] = code
            continue
        if kind == b"e":
            error = value.decode()
            if error not in KNOWN_ERRORS:
                raise _Otherwise
            found.replaced[position] = ErrorValue(error)
            continue
        if _shows(kind, value, strings):
            required.add(position)
            if fonts and (font := fonts.of(style.decode(), value.decode() if kind == b"s" else "")):
                found.old_fonts[position] = font
    if within != is_open or len(filled) > MOST_CELLS:
        raise _Otherwise


def _shows(kind: bytes, value: bytes, strings: Sequence[bool]) -> bool:
    if kind == b"s":
        if not value.isdigit() or len(value) > 11 or int(value) >= len(strings):
            raise _Otherwise
        return strings[int(value)]
    shown = value.decode().strip()
    if not shown or (kind == b"b" and len(shown) != len(value)):
        raise _Otherwise
    return True


@lru_cache(maxsize=1024)
def _column(letters: bytes) -> int:
    return column_of(letters.decode())


def _unescaped(text: bytes) -> str:
    if b"&" in text:
        for written, meant in _ENTITIES:
            text = text.replace(written, meant)
    return text.decode()


def _is_hidden(attributes: bytes, *, declared: bool) -> bool:
    """Whether a row is hidden, or was drawn together until nothing of it is left."""
    written = _ATTRIBUTE.findall(attributes)
    told = dict(written)
    if len(told) != len(written) or b"r" in told:
        raise _Otherwise
    if any(b":" in name and not (declared and name == _FOREIGN) for name in told):
        raise _Otherwise
    height = told.get(b"ht", b"")
    return told.get(b"hidden") in (b"1", b"true") or (height != b"" and not height.strip(b"0."))
