"""The styles part: formats that are found or added, and none that is there is changed."""

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

from lxml import etree

from xlpy.drawing.returned.package import (
    MAIN,
    CannotReturn,
    Element,
    Package,
    main,
    new_part,
    parsed,
    place_after,
    whole,
)

_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles")
_FIRST: Mapping[str, tuple[str, ...]] = {
    "fonts": ('<font><sz val="11"/><name val="Calibri"/><family val="2"/></font>',),
    # Excel takes the first two for its own, whatever they are.
    "fills": (
        '<fill><patternFill patternType="none"/></fill>',
        '<fill><patternFill patternType="gray125"/></fill>',
    ),
    "borders": ("<border><left/><right/><top/><bottom/><diagonal/></border>",),
    "cellStyleXfs": ('<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',),
    "cellXfs": ('<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',),
    "cellStyles": ('<cellStyle name="Normal" xfId="0" builtinId="0"/>',),
}
"""What each list must begin with, where a file has no such list."""
_FORMATS = frozenset({"cellStyleXfs", "cellXfs"})

BARE = new_part(
    "styleSheet",
    "".join(f'<{name} count="{len(first)}">{"".join(first)}</{name}>' for name, first in _FIRST.items()),
)
"""The styles of a workbook that has none."""

_Key: TypeAlias = tuple[object, ...]


class Fill(NamedTuple):
    """A cell's fill: its XML, and whether its format says that it applies (None where it says nothing)."""

    xml: str
    applies: str | None


def solid(shade: str) -> Fill:
    """A fill of one colour, "#F4B6B6"."""
    colour = f'<fgColor rgb="FF{shade.removeprefix("#")}"/><bgColor indexed="64"/>'
    return Fill(f'<fill xmlns="{MAIN}"><patternFill patternType="solid">{colour}</patternFill></fill>', "1")


class Styles:
    """The formats of a workbook's cells."""

    def __init__(self, package: Package, part: str) -> None:
        self._package = package
        self._part = part
        self._known: dict[str, dict[_Key, int]] = {}
        self._painted: dict[tuple[int, Fill], int] = {}

    def fill(self, style: int) -> Fill:
        """The fill of a cell's format."""
        xf = self._xf(style)
        fills = self._list("fills")
        index = whole(xf.get("fillId"))
        if index >= len(fills):
            raise CannotReturn("bảng định dạng của tệp đã hỏng")
        return Fill(str(etree.tostring(fills[index], encoding="unicode", with_tail=False)), xf.get("applyFill"))

    def shade(self, style: int) -> str | None:
        """The colour of a format whose fill is of one colour, "#F4B6B6"."""
        fills = self._list("fills")
        index = whole(self._xf(style).get("fillId"))
        pattern = fills[index].find(main("patternFill")) if index < len(fills) else None
        if pattern is None or pattern.get("patternType") != "solid":
            return None
        colour = pattern.find(main("fgColor"))
        written = colour.get("rgb", "") if colour is not None else ""
        return f"#{written[-6:].upper()}" if written else None

    def filled(self, style: int, fill: Fill) -> int:
        """The format that differs from another by its fill alone."""
        if (style, fill) not in self._painted:
            painted = parsed(fill.xml.encode(), self._part)
            if painted.tag != main("fill"):
                raise CannotReturn("trang “Cần sửa” của lần trả trước đã bị sửa hỏng")
            xf = parsed(etree.tostring(self._xf(style), with_tail=False), self._part)
            xf.set("fillId", str(self._added("fills", painted)))
            if fill.applies is None:
                xf.attrib.pop("applyFill", None)
            else:
                xf.set("applyFill", fill.applies)
            self._painted[style, fill] = self._added("cellXfs", xf)
        return self._painted[style, fill]

    def made(self, font: str, alignment: str, fill: Fill | None = None, *, border: bool = False) -> int:
        """A format of our own sheet, from the XML of its font's properties and of its alignment."""
        side = '<{0} style="thin"><color auto="1"/></{0}>'
        sides = "".join(side.format(name) for name in ("left", "right", "top", "bottom")) + "<diagonal/>"
        attributes = {
            "numFmtId": "0",
            "fontId": str(self._added("fonts", _piece(f"<font>{font}</font>"))),
            "fillId": str(self._added("fills", _piece(fill.xml)) if fill else 0),
            "borderId": str(self._added("borders", _piece(f"<border>{sides}</border>")) if border else 0),
            "xfId": "0",
            **dict.fromkeys(("applyFont", "applyFill", "applyBorder", "applyAlignment"), "1"),
        }
        xf = etree.Element(main("xf"), attributes)
        xf.append(_piece(alignment))
        return self._added("cellXfs", xf)

    def _xf(self, style: int) -> Element:
        formats = self._list("cellXfs")
        if style >= len(formats):
            raise CannotReturn("có ô dẫn tới định dạng mà tệp không có")
        return formats[style]

    def _list(self, name: str) -> Element:
        root = self._package.tree(self._part)
        if root.tag != main("styleSheet"):
            raise CannotReturn("bảng định dạng của tệp đã hỏng")
        found = root.find(main(name))
        if found is None:
            found = etree.Element(main(name))
            place_after(self._package.tree(self._part, change=True), found, frozenset(_ORDER[: _ORDER.index(name)]))
        # A cell names a format by its place: among others that are none, each program counts in its own way.
        item = main("xf" if name in _FORMATS else name.removesuffix("s"))
        if any(element.tag != item for element in found):
            raise CannotReturn("bảng định dạng của tệp đã hỏng")
        for first in _FIRST[name][len(found) :]:
            found.append(_piece(first))
            found.set("count", str(len(found)))
            self._package.tree(self._part, change=True)
        return found

    def _added(self, name: str, element: Element) -> int:
        """The place of an element in its list, where it is added if no other is the same."""
        items = self._list(name)
        known = self._known.setdefault(name, {})
        if not known:
            for index, item in enumerate(items):
                known.setdefault(_key(item), index)
        index = known.setdefault(_key(element), len(items))
        if index == len(items):
            items.append(element)
            items.set("count", str(len(items)))
            self._package.tree(self._part, change=True)
        return index


def _piece(xml: str) -> Element:
    name = xml[1:].partition(" ")[0].partition(">")[0].partition("/")[0]
    return parsed((xml if "xmlns=" in xml else xml.replace(f"<{name}", f'<{name} xmlns="{MAIN}"', 1)).encode(), "")


def _key(element: Element) -> _Key:
    """What makes two elements the same: names, attributes and children, not prefixes."""
    return (element.tag, tuple(sorted(element.attrib.items())), (element.text or "").strip(), *map(_key, element))
