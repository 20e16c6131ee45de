"""Formats as a restyled workbook has them, read by openpyxl, in the words of `drawing/look.py`.

What has no equal there (a gradient, a colour by an unknown theme) is left out, and the default look stays.
"""

import colorsys
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from xlpy.drawing.report.look import SIDES

_BORDERS = (
    *("thin", "medium", "dashed", "dotted", "thick", "double", "hair", "mediumDashed", "dashDot", "mediumDashDot"),
    *("dashDotDot", "mediumDashDotDot", "slantDashDot"),
)
"""A file's words for XlsxWriter's numbers, from 1."""
_UNDERLINES = {"single": 1, "double": 2, "singleAccounting": 33, "doubleAccounting": 34}
_HORIZONTAL = {"centerContinuous": "center_across", "general": None}
_VERTICAL = {"center": "vcenter", "justify": "vjustify", "distributed": "vdistributed", None: "bottom"}

_THEME = ("lt1", "dk1", "lt2", "dk2", *(f"accent{number}" for number in range(1, 7)), "hlink", "folHlink")
"""The order in which cells count a theme's colours: not that of the theme's own file."""
_THEME_COLOUR = re.compile(rf'<\w+:({"|".join(_THEME)})>\s*<[^>]*?(?:srgbClr val|lastClr)="([0-9A-Fa-f]{{6}})"')

BLACK = "#000000"
_SYSTEM = {64: BLACK, 65: "#FFFFFF"}
"""Numbers of the system's own letters and paper."""
_COLUMN_PADDING = 5 / 7
"""A file counts a column's width with five pixels around its letters of seven."""


class Palette(NamedTuple):
    """A workbook's colours: those of its theme, as cells count them, and those by number."""

    theme: Sequence[str | None]
    indexed: Sequence[str]


def palette(book: Any) -> Palette:
    """The colours of a workbook that openpyxl read."""
    found = dict(_THEME_COLOUR.findall((book.loaded_theme or b"").decode("utf-8", "replace")))
    theme = [f"#{found[name]}" if name in found else None for name in _THEME]
    return Palette(theme, [f"#{colour[-6:]}" for colour in getattr(book, "_colors", ())])


def cell_format(cell: Any, colours: Palette) -> dict[str, Any]:
    """A cell's format by property. None is a property that the cell does not have."""
    font, alignment = cell.font, cell.alignment
    turn = alignment.textRotation or 0
    told = {
        "font_name": font.name,
        "font_size": font.sz,
        "bold": bool(font.b),
        "italic": bool(font.i),
        "font_strikeout": bool(font.strike),
        "underline": _UNDERLINES.get(font.u, 0),
        "font_color": _colour(font.color, colours),
        "valign": _VERTICAL.get(alignment.vertical, alignment.vertical),
        "text_wrap": bool(alignment.wrapText),
        "shrink": bool(alignment.shrinkToFit),
        "indent": int(alignment.indent or 0),
        "rotation": 270 if turn == 255 else turn if turn <= 90 else 90 - turn,
        "num_format": cell.number_format,
        **dict(_border(cell.border, colours)),
    }
    known = {name: value for name, value in told.items() if value is not None}
    align = _HORIZONTAL.get(alignment.horizontal, alignment.horizontal)
    return {**known, "align": align, **dict(_fill(cell.fill, colours))}


def _fill(fill: Any, colours: Palette) -> Iterator[tuple[str, Any]]:
    kind = getattr(fill, "patternType", "gradient")
    if kind in (None, "none"):
        yield "bg_color", None
    elif kind == "solid" and (colour := _colour(fill.fgColor, colours)):
        yield "bg_color", colour


def _border(border: Any, colours: Palette) -> Iterator[tuple[str, Any]]:
    for name in SIDES:
        side = getattr(border, name)
        style = getattr(side, "style", None)
        yield name, _BORDERS.index(style) + 1 if style in _BORDERS else 0
        yield f"{name}_color", _colour(side.color, colours) if style in _BORDERS else BLACK


def _colour(colour: Any, colours: Palette) -> str | None:
    """#RRGGBB; black where the program chooses ("automatic"); None where it cannot be told."""
    if colour is None or colour.type == "auto":
        return BLACK
    base: str | None
    if colour.type == "theme":
        base = colours.theme[colour.theme] if 0 <= colour.theme < len(colours.theme) else None
    elif colour.type == "indexed":
        base = _SYSTEM.get(colour.indexed) or dict(enumerate(colours.indexed)).get(colour.indexed)
    else:
        base = f"#{str(colour.rgb)[-6:]}"
    return _tinted(base.upper(), colour.tint or 0) if base and re.fullmatch("#[0-9A-Fa-f]{6}", base) else None


def _tinted(colour: str, tint: float) -> str:
    """Lighter (to 1) or darker (to -1), as spreadsheet programs reckon it."""
    if not tint:
        return colour
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return "#" + "".join(f"{round(part * 255):02X}" for part in colorsys.hls_to_rgb(hue, light, saturation))


def widths(sheet: Any) -> Mapping[int, float]:
    """Column from 1 → its width in characters, where the sheet says it."""
    return {
        column: round(dimension.width - _COLUMN_PADDING, 2)
        for dimension in sheet.column_dimensions.values()
        if dimension.width and dimension.width > _COLUMN_PADDING
        for column in range(dimension.min or 1, min(dimension.max or 1, 100) + 1)
    }


def page(sheet: Any) -> dict[str, Any]:
    """A sheet's page: paper, orientation, margins in inches, header and footer."""
    setup, margins = sheet.page_setup, sheet.page_margins
    header, footer = (str(texts) if texts else "" for texts in (sheet.oddHeader, sheet.oddFooter))
    told = {
        "left": margins.left,
        "right": margins.right,
        "top": margins.top,
        "bottom": margins.bottom,
        "header": header,
        "footer": footer,
        **({"header_margin": margins.header} if header else {}),
        **({"footer_margin": margins.footer} if footer else {}),
    }
    if setup.paperSize:
        told["paper"] = int(setup.paperSize)
    if setup.orientation in ("landscape", "portrait"):
        told["landscape"] = setup.orientation == "landscape"
    return told
