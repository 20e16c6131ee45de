"""The cell in which a day's zero has its reason: on the sheet of days of a form, or beside telephoned figures."""

from typing import NamedTuple

from xlpy.core.forms import REASON_LABEL
from xlpy.core.grid import ErrorValue, Grid, Uncached, Value, cell_name
from xlpy.core.source import Fault, Problem, Source
from xlpy.core.text import clipped, key, tidy
from xlpy.core.zero_reasons import ZERO_REASONS, ZeroReason, zero_reason


class ReasonCell(NamedTuple):
    """A cell, and what stands in it."""

    name: str
    value: Value | None


def phoned_reason(grid: Grid, row: int) -> ReasonCell | None:
    """Where the reason stands in a unit's row (from 0), by the head of its column; None where there is no such head."""
    column = next((at for (_, at), value in grid.cells.items() if isinstance(value, str) and key(value) == _HEAD), None)
    return None if column is None else ReasonCell(cell_name(row, column), grid.cells.get((row, column)))


_HEAD = key(REASON_LABEL)


def read_reason(value: Value | None, place: Source) -> tuple[ZeroReason | None, Problem | None]:
    """The reason that a cell names; what is none of the list is a problem, and no reason."""
    if value is None or (isinstance(value, str) and not tidy(value)):
        return None, None
    reason = zero_reason(value)
    if reason is not None:
        return reason, None
    return None, Problem(Fault.REASON_UNKNOWN, place, {"read": as_quoted(value), "wanted": ", ".join(ZERO_REASONS)})


def as_quoted(value: Value | None) -> object:
    """A cell as a message quotes it."""
    match value:
        case None:
            return ""
        case ErrorValue():
            return value.code
        case Uncached():
            return clipped(f"={value.formula}")
        case str():
            return clipped(value)
        case _:
            return value
