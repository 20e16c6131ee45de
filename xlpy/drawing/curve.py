"""The course of a campaign as a native chart: done, required, what the machines can do, and what is foretold.

Lines differ by weight and dashes, so that a photocopy tells them apart.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from xlpy.drawing.palette import BLUE, INK, NAVY, SKY, WHITE
from xlpy.drawing.sheet import FONT

DONE, FORETOLD, BAND = NAVY, BLUE, SKY
MUTED, GRID = "#5E6B77", "#D5DBE1"
"""Lighter than a sheet's: thin lines on white."""


class Table(NamedTuple):
    """Where the figures of a chart stand: a sheet, its first and last row, the column of days, columns by series.

    Series: done, required, capacity, middle (of what is foretold), low and band (above low: 80 % of it).
    """

    sheet: str
    first: int
    last: int
    days: int
    columns: Mapping[str, int]


class Size(NamedTuple):
    """Pixels, and points of its letters."""

    width: int
    height: int
    letters: float = 9.0


_LINES: Sequence[tuple[str, Mapping[str, Any]]] = (
    ("required", {"color": INK, "width": 1.25, "dash_type": "dash"}),
    ("capacity", {"color": MUTED, "width": 1.5, "dash_type": "round_dot"}),
    ("middle", {"color": FORETOLD, "width": 2.0, "dash_type": "square_dot"}),
    ("done", {"color": DONE, "width": 3.25}),
)


def s_curve(workbook: Any, table: Table, title: str, size: Size, names: Mapping[str, str]) -> Any:
    """The chart; `names` of its series stand in the legend. What has no column in the table is left out."""
    font = {"name": FONT, "size": size.letters, "color": INK}

    def at(column: int) -> list[Any]:
        return [table.sheet, table.first, column, table.last, column]

    def series(name: str, **look: Any) -> dict[str, Any]:
        return {"name": names[name], "categories": at(table.days), "values": at(table.columns[name]), **look}

    line = workbook.add_chart({"type": "line"})
    for name, look in _LINES:
        if name in table.columns:
            line.add_series(series(name, line=dict(look)))
    whole = line
    if "band" in table.columns:
        whole = workbook.add_chart({"type": "area", "subtype": "stacked"})
        nothing = {"none": True}
        whole.add_series(series("low", fill=nothing, line=nothing))
        whole.add_series(series("band", fill={"color": BAND}, line=nothing))
        whole.combine(line)
    whole.set_size({"width": size.width, "height": size.height})
    whole.set_title({"name": title, "name_font": {**font, "size": size.letters + 1.5, "bold": True}, "overlay": False})
    whole.set_legend({"position": "bottom", "font": font, "delete_series": [0] if "band" in table.columns else []})
    whole.set_x_axis(
        {
            "num_font": {**font, "rotation": 0},
            "date_axis": True,
            "num_format": "d/m",
            "major_unit": 7,
            "major_unit_type": "days",
            "major_tick_mark": "outside",
            "line": {"color": INK},
        }
    )
    whole.set_y_axis(
        {
            "num_font": font,
            "num_format": "#,##0",
            "min": 0,
            "major_gridlines": {"visible": True, "line": {"color": GRID, "width": 0.5}},
            "line": {"none": True},
        }
    )
    whole.set_chartarea({"border": {"none": True}, "fill": {"color": WHITE}})
    whole.show_blanks_as("gap")
    return whole
