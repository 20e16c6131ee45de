"""The drawing in which Excel keeps the boxes of notes, beside buttons and whatever else stands there.

It is XML only loosely (older Excel leaves <br> open), so it is never parsed: shapes are put in before its end, and
cut out as they stand.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from xlpy.core.grid import Position
from xlpy.drawing.returned.package import CannotReturn

_V, _O, _X = (f"urn:schemas-microsoft-com:{name}" for name in ("vml", "office:office", "office:excel"))
_ROOT = re.compile(rb"<xml\b[^<>]*>")
_DECLARED = re.compile(rb"xmlns:([\w.-]+)\s*=\s*[\"']([^\"']*)[\"']")
_END = re.compile(rb"</xml\s*>\s*$")
_BLOCKS = re.compile(rb"<(?:[\w.-]+:)?idmap\b[^<>]*?\bdata\s*=\s*[\"']([\d, ]*)[\"']")
_SHAPE_ID = re.compile(rb"_x0000_s(\d{1,9})\b")
_NOTE = re.compile(rb"ObjectType\s*=\s*[\"']Note[\"']")
_SHAPE_TYPE = re.compile(rb"\bid\s*=\s*[\"']_x0000_t202[\"']")
_BLOCK = 1024
"""Excel numbers shapes in blocks of as many; a drawing states which blocks are its own."""

EMPTY = f'<xml xmlns:v="{_V}" xmlns:o="{_O}" xmlns:x="{_X}"></xml>'.encode()


class Box(NamedTuple):
    """Where a note's box stands: its cell, and its two corners as Excel counts them (column, pixels, row, pixels)."""

    cell: Position
    anchor: Sequence[int]


def blocks_used(drawings: Iterable[bytes]) -> set[int]:
    """The blocks of shape numbers that drawings have."""
    used: set[int] = set()
    for data in drawings:
        used |= {int(block) for found in _BLOCKS.findall(data) for block in re.findall(rb"\d{1,9}", found)}
        used |= {int(number) // _BLOCK for number in _SHAPE_ID.findall(data)}
    return used


def with_notes(data: bytes, boxes: Sequence[Box], block: int) -> bytes:
    """The drawing with boxes added, hidden until the mouse is over their cells.

    Their numbers begin with `block`, above all that are used. Raises CannotReturn.
    """
    root, end = _ROOT.search(data), _END.search(data)
    if root is None or end is None:
        raise CannotReturn("phần hình vẽ của trang không như Excel ghi ra")
    prefixes = {uri.decode("ascii", "replace"): prefix.decode() for prefix, uri in _DECLARED.findall(root[0])}
    missing = {uri: letter for uri, letter in ((_V, "v"), (_O, "o"), (_X, "x")) if uri not in prefixes}
    if set(missing.values()) & set(prefixes.values()):
        raise CannotReturn("phần hình vẽ của trang không như Excel ghi ra")
    prefixes |= missing
    opened = root[0][:-1] + "".join(f' xmlns:{letter}="{uri}"' for uri, letter in missing.items()).encode() + b">"
    middle = data[root.end() : end.start()]
    v, o, x = prefixes[_V], prefixes[_O], prefixes[_X]
    own = range(block, block + 1 + len(boxes) // _BLOCK)
    stated = ",".join(map(str, own))
    if _BLOCKS.search(middle):
        middle = _BLOCKS.sub(lambda found: _more(found, stated), middle, count=1)
    else:
        layout = f'<{o}:shapelayout {v}:ext="edit"><{o}:idmap {v}:ext="edit" data="{stated}"/></{o}:shapelayout>'
        middle = layout.encode() + middle
    added = "" if _SHAPE_TYPE.search(middle) else _shape_type(v, o)
    added += "".join(_shape(box, block * _BLOCK + place, v, o, x) for place, box in enumerate(boxes, 1))
    return data[: root.start()] + opened + middle + added.encode() + data[end.start() :]


def without_note(data: bytes, cell: Position) -> bytes:
    """The drawing without the box of a cell's note."""
    prefix = next((name for name, uri in _DECLARED.findall(data) if uri.decode("ascii", "replace") == _V), b"v")
    shape = re.compile(
        rb"<%b:shape\s(?:[^>\"']|\"[^\"]*\"|'[^']*')*?(?:/>|>.*?</%b:shape\s*>)" % ((prefix,) * 2), re.DOTALL
    )
    place = [re.compile(rb"<\w+:%b>\s*%d\s*<" % pair) for pair in zip((b"Row", b"Column"), cell, strict=True)]

    def cut(found: re.Match[bytes]) -> bytes:
        ours = _NOTE.search(found[0]) and all(pattern.search(found[0]) for pattern in place)
        return b"" if ours else found[0]

    # Shape by shape: one without its end would be looked for to the end of all.
    pieces = re.split(rb"(?=<%b:shape\s)" % prefix, data)
    return b"".join(shape.sub(cut, piece, count=1) for piece in pieces)


def _more(found: re.Match[bytes], blocks: str) -> bytes:
    at = found.end(1) - found.start()
    return found[0][:at] + (b"," if found[1].strip() else b"") + blocks.encode() + found[0][at:]


def _shape_type(v: str, o: str) -> str:
    return (
        f'<{v}:shapetype id="_x0000_t202" coordsize="21600,21600" {o}:spt="202" path="m,l,21600r21600,l21600,xe">'
        f'<{v}:stroke joinstyle="miter"/><{v}:path gradientshapeok="t" {o}:connecttype="rect"/></{v}:shapetype>'
    )


def _shape(box: Box, number: int, v: str, o: str, x: str) -> str:
    row, column = box.cell
    # Excel goes by the anchor; the place in the style is for whoever does not know it.
    place = "position:absolute;margin-left:80pt;margin-top:5pt;width:225pt;height:90pt"
    return (
        f'<{v}:shape id="_x0000_s{number}" type="#_x0000_t202" style="{place};z-index:{number % _BLOCK};'
        f'visibility:hidden" fillcolor="#ffffe1" {o}:insetmode="auto">'
        f'<{v}:fill color2="#ffffe1"/><{v}:shadow on="t" color="black" obscured="t"/><{v}:path {o}:connecttype="none"/>'
        f'<{v}:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></{v}:textbox>'
        f'<{x}:ClientData ObjectType="Note"><{x}:MoveWithCells/><{x}:SizeWithCells/>'
        f"<{x}:Anchor>{', '.join(map(str, box.anchor))}</{x}:Anchor><{x}:AutoFill>False</{x}:AutoFill>"
        f"<{x}:Row>{row}</{x}:Row><{x}:Column>{column}</{x}:Column></{x}:ClientData></{v}:shape>"
    )
