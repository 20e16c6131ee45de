"""What the template of a layout is: its sheets with marks in place of values, and what each mark stands for."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from xlpy.drawing.report.look import Layout
from xlpy.drawing.sheet import Book

FIGURE_COLUMN = "birth.entered"
"""Where the form's template has the marks of figures: the columns beside it are blank, and give room to a long mark."""


class Template(NamedTuple):
    """The template of a layout.

    `marks`: role → the mark that its sample cell holds, and what it stands for. `titles`: the marks of titles, and what
    they stand for. `draw` draws the sheets that may be restyled.
    """

    layout: Layout
    marks: Mapping[str, tuple[str, str]]
    titles: Mapping[str, str]
    draw: Callable[[Book], None]
