"""On a form that we issued: the lines of days before that no longer say what was reported of those days."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from xlpy.core.numbers import read_number
from xlpy.core.reason_cell import as_quoted
from xlpy.core.records import Kind
from xlpy.core.source import Source
from xlpy.core.text import fill
from xlpy.rules.rule import Case


class Changed(NamedTuple):
    """A line that was changed since: its day, the cell, what was reported, what stands there now as it is quoted."""

    day: date
    cell: Source
    reported: int
    now: str


def changed_lines(case: Case, kind: Kind) -> Iterator[Changed]:
    """The lines before the form's day on which a kind's cases are others than were accepted; none of another form."""
    days = case.submission.days
    if days is None:
        return
    typed = {entry.day: entry.typed.get(kind) for entry in days.days}
    for accepted in case.history:
        reported, cell = accepted.figures[kind].today, days.cell(accepted.date, kind)
        value = typed.get(accepted.date)
        if reported is None or not cell or read_number(value).value == reported:
            continue
        now = fill("“{read}”" if isinstance(value, str) else "{read}", {"read": as_quoted(value)})
        yield Changed(
            accepted.date, Source(days.file, days.sheet, cell), reported, now if value is not None else "trống"
        )
