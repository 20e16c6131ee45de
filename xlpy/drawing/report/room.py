"""Room for the figures of a large province: a column that is too narrow shows #### and no figure.

Phụ lục 01 gets wider columns, and is printed a little smaller, since its page is as wide as ever. On the pages that
people read, a figure that is too wide for its column is written smaller.
"""

from collections.abc import Iterable, Mapping
from math import ceil

from xlpy.core.forms import COLUMNS_01
from xlpy.core.text import number
from xlpy.drawing.letters import line_width
from xlpy.drawing.report.look import Look
from xlpy.drawing.report.tables import Form

_FIGURES = ("today", "change", "entered", "carried", "total")
"""The roles of figures on the pages that people read."""

_EDGES = 1.8
"""Points that a figure needs beside itself, or it is shown as ####."""


def wide_enough(look: Look, form: Form) -> Look:
    """The look with columns of Phụ lục 01 that have room for every figure; the same one where they have it."""
    largest = _largest([*(line.values for line in form.lines), form.total])
    needed = {name: _needed(look, "form.total", largest.get(name, "")) for name in COLUMNS_01}
    widths = look.widths["form"]
    wider = {name: ceil(width * 10) / 10 for name, width in needed.items() if width > widths[name]}
    return look.changed({"widths": {"form": wider}}) if wider else look


def small_enough(look: Look, sheet: str, rows: Iterable[Mapping[str, object]]) -> Look:
    """The look with smaller figures on a page where one would be too wide for its column; else the same one."""
    widths, role = look.widths[sheet], f"{sheet}.total"
    if all(_needed(look, role, text) <= widths[name] for name, text in _largest(rows).items() if name in _FIGURES):
        return look
    roles = (f"{sheet}.{name}" for name in _FIGURES)
    return look.changed({"cells": {role: {"shrink": True} for role in roles if role in look.cells}})


def _largest(rows: Iterable[Mapping[str, object]]) -> Mapping[str, str]:
    """The longest figure of each column, as it is shown."""
    found: dict[str, str] = {}
    for values in rows:
        for name, value in values.items():
            if isinstance(value, int):
                sign = "+" if name == "change" else ""
                found[name] = max(found.get(name, ""), f"{sign}{number(value)}", key=len)
    return found


def _needed(look: Look, role: str, figure: str) -> float:
    """The width of a column for a figure in a role's letters, in characters. Its format leaves room for a bracket."""
    points = line_width(f"{figure})", look.size(role), bool(look.cells[role].get("bold"))) + _EDGES
    return (points / 0.75 - 5) / 7
