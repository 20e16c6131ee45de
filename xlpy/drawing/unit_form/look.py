"""How the unit form looks on a screen: colours, signs, formats.

Arial is on every Windows, and Liberation Sans has its widths, so that what a Linux screen shows is true. Each state has
a sign before its colour: the colour-blind and a black and white printer tell them apart. Of the signs all are in WGL4.
"""

from collections.abc import Mapping
from typing import Any

from xlsxwriter.format import Format

from xlpy.core.source import Severity
from xlpy.drawing.sheet import Book

SCREEN = "Arial"
NORMAL: Mapping[str, Any] = {"font_name": SCREEN, "font_size": 10}
"""Its digit is 7 pixels wide, as that of Calibri 11."""
INK, MUTED, LINE, PALE = "#1B2733", "#4A5866", "#C9D1D9", "#F2F5F8"
NAVY, SKY, BLUE, MIST = "#12395B", "#A9CBE4", "#1F6CA6", "#E4EFF7"
"""The work, and all that is well."""
AMBER, AMBER_INK = "#FFE3A6", "#5C3A00"
"""Look again."""
BRICK, WHITE = "#A3300F", "#FFFFFF"
"""Do something."""
YELLOW, YELLOW_EDGE, YELLOW_HEAD = "#FFF7CC", "#D8C874", "#6B5800"
"""Type here, now."""

WELL, LOOK, WRONG = "●", "▲", "×"

COUNT = "#,##0_)_)"
"""The room at the right is in the number's format: an indent is lost beside conditional formats."""
SHARE = "0.0%_)_)"

HEAD: Mapping[str, Any] = {
    "bg_color": NAVY,
    "font_color": WHITE,
    "bold": True,
    "font_size": 9,
    "align": "center",
    "text_wrap": True,
    "border": 1,
    "border_color": "#5F7C96",
}
RULE: Mapping[str, Any] = {"bottom": 1, "bottom_color": LINE}
SUMS: Mapping[str, Any] = {**RULE, "bg_color": PALE, "font_size": 9}
TYPED: Mapping[str, Any] = {"border": 1, "border_color": YELLOW_EDGE, "locked": 0}
"""White: yellow is only where to type now, by a conditional format."""

FAULTS: Mapping[Severity, Mapping[str, Any]] = {
    Severity.ERROR: {"bg_color": BRICK, "font_color": WHITE, "bold": True},
    Severity.WARNING: {"bg_color": AMBER, "font_color": AMBER_INK, "bold": True},
    Severity.INFO: {"italic": True},
}


def on_screen(book: Book, **look: Any) -> Format:
    """A cell of a sheet that is read on the screen."""
    return book.format(**{"font_name": SCREEN, "font_size": 10, "font_color": INK, **look})
