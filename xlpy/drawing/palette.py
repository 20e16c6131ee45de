"""What every sheet that is read on a screen shares: colours, the font, and the looks of heads and figures.

Arial is on every Windows, and Liberation Sans has its widths, so that what a Linux screen shows is true. Blue, amber
and brick, never green beside red: the colour-blind tell them apart, and a sign stands before each.
"""

from collections.abc import Mapping
from typing import Any

from xlsxwriter.format import Format

from xlpy.drawing.sheet import Book

SCREEN = "Arial"
NORMAL: Mapping[str, Any] = {"font_name": SCREEN, "font_size": 10}
"""Its digits are 7 pixels wide, as XlsxWriter reckons."""
WHITE, INK, MUTED, LINE, PALE = "#FFFFFF", "#1B2733", "#4A5866", "#C9D1D9", "#F2F5F8"
NAVY, BLUE, SKY, MIST, HEAD_LINE = "#12395B", "#1F6CA6", "#A9CBE4", "#E4EFF7", "#5F7C96"
"""The work, and all that is well."""
AMBER, AMBER_INK = "#FFE3A6", "#5C3A00"
"""Look again."""
BRICK, BRICK_PALE = "#A3300F", "#FADFD5"
"""Do something."""
YELLOW, YELLOW_LINE, YELLOW_EDGE, YELLOW_HEAD = "#FFF7CC", "#A88900", "#D8C874", "#6B5800"
"""Type here, and nothing else."""

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
    "border_color": HEAD_LINE,
}
RULE: Mapping[str, Any] = {"bottom": 1, "bottom_color": LINE}


def on_screen(book: Book, **look: Any) -> Format:
    """A cell of a sheet that is read on the screen."""
    return book.format(**{**NORMAL, "font_color": INK, **look})
