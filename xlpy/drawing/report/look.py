"""What an office may restyle of the report: formats, widths, heights, pages and titles, as plain data.

A role is what a cell is for ("form.unit": a unit's name on Phụ lục 01), and all cells of a role look the same. Each
layout of the report has its default look; a restyled one is kept as what differs from it (`restyled.py` reads it), in
the plan's JSON, so that the journal can make a past report again as it looked then.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

from xlpy.core.source import Severity
from xlpy.core.text import key

FONT = "Times New Roman"
A3, A4 = 8, 9
NUMBER = "#,##0"
DATE = "d/m/yyyy"
SHADES: Mapping[Severity, str] = {
    Severity.ERROR: "#F4B6B6",
    Severity.WARNING: "#FBE5A3",
    Severity.INFO: "#FFFFFF",
}
"""Light enough to read black letters on, also where a printer has no colour."""
Properties: TypeAlias = Mapping[str, Any]

BASE: Properties = {"font_name": FONT, "font_size": 12, "valign": "vcenter"}
"""What every cell has where its role says nothing else. Names are those of an XlsxWriter format."""

PAGE: Properties = {
    "paper": A4,
    "landscape": True,
    "left": 0.6,
    "right": 0.5,
    "top": 0.7,
    "bottom": 0.6,
    "header_margin": 0.3,
    "footer_margin": 0.3,
    "header": "",
    "footer": f'&C&"{FONT},Regular"&11Trang &P/&N',
}
"""A landscape page with room for a binder, and its number. Margins are in inches."""


class Look(NamedTuple):
    """How the report looks. Cells, words and heights by role, pages by sheet, widths by sheet and column."""

    cells: Mapping[str, Properties]
    words: Mapping[str, str]
    """The titles, with marks such as {ngày}."""
    widths: Mapping[str, Mapping[str, float]]
    heights: Mapping[str, float]
    pages: Mapping[str, Properties]

    def changed(self, changes: Mapping[str, Any]) -> "Look":
        """This look with an office's changes over it. What an older or newer version wrote is left out."""
        if not changes:
            return self
        return Look(
            cells=_within(self.cells, changes.get("cells"), PROPERTIES),
            words=_over(self.words, changes.get("words")),
            widths=_within(self.widths, changes.get("widths")),
            heights=_over(self.heights, changes.get("heights")),
            pages=_within(self.pages, changes.get("pages")),
        )

    def size(self, role: str) -> float:
        """The size of a role's letters, in points."""
        return float(self.cells[role].get("font_size", BASE["font_size"]))


def _within(
    defaults: Mapping[str, Properties], changes: Any, known: Properties | None = None
) -> Mapping[str, Properties]:
    changes = changes if isinstance(changes, Mapping) else {}
    return {name: _over(default, changes.get(name), known) for name, default in defaults.items()}


def _over(default: Properties, changes: Any, known: Properties | None = None) -> Properties:
    """`changes` over `default` where they are of a kind with it, or with `known`. None takes a property away."""
    if not isinstance(changes, Mapping):
        return default
    samples = default if known is None else known
    fitting = {name: value for name, value in changes.items() if name in samples and _fits(value, samples[name])}
    if known is not None:
        fitting |= {name: None for name, value in changes.items() if value is None and name in known}
    return {name: value for name, value in {**default, **fitting}.items() if value is not None}


def _fits(value: Any, sample: Any) -> bool:
    if isinstance(sample, bool) or isinstance(value, bool):
        return isinstance(sample, bool) and isinstance(value, bool)
    return isinstance(value, str) if isinstance(sample, str) else isinstance(value, int | float)


SIDES = ("left", "right", "top", "bottom")
PROPERTIES: Properties = {
    "font_name": "",
    "font_size": 0,
    "bold": False,
    "italic": False,
    "font_strikeout": False,
    "underline": 0,
    "font_color": "",
    "bg_color": "",
    "align": "",
    "valign": "",
    "text_wrap": False,
    "shrink": False,
    "indent": 0,
    "rotation": 0,
    "num_format": "",
    **dict.fromkeys(SIDES, 0),
    **{f"{side}_color": "" for side in SIDES},
}
"""What of a cell's format may be restyled, each with a value of its kind."""

HEAD: Properties = {"bold": True, "font_size": 11, "align": "center", "text_wrap": True, "border": 1}
"""A cell of a form's header."""


class Layout(NamedTuple):
    """One way in which reports were ever laid out. What a run recorded says which, so a past report stays as it was.

    `sheets` and `heads` are those that an office may restyle: sheet → its name, sheet → its columns from the left, each
    with its label.
    """

    sheets: Mapping[str, str]
    heads: Mapping[str, Mapping[str, str]]
    look: Look
    badge_columns: int
    """How many of the last columns the words above the head of Phụ lục 01 take."""

    def titles_of(self, sheet: str) -> Iterator[str]:
        """The roles of a sheet's titles."""
        return (role for role in self.look.words if role.startswith(f"{sheet}."))


LAYOUT = "layout"
"""Where the look that is kept with a run says its layout; the first one did not say it."""
LAYOUT_NOW = 5
"""The layout of reports that are made now: the sheets of the second, Tóm tắt by the projection, with a chart; figures
that are too wide for their columns get room."""


_MARK = re.compile(r"\{([^{}]*)\}")


def marks_of(text: str) -> Iterator[str]:
    """The marks in a text, as `text.key` compares them: {Ngày} is {ngày}."""
    return (key(mark) for mark in _MARK.findall(text))


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with its marks replaced. One that `values` does not have stays as it is."""
    by_key = {key(name): value for name, value in values.items()}
    return _MARK.sub(lambda match: by_key.get(key(match[1]), match[0]), text)
