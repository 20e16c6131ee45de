"""Where a person types on the issued unit form, and how its today is chosen."""

import re
from collections.abc import Iterable
from datetime import date

from tests.kit.calc import Document, Value
from xlpy.core.forms import DAY_SHEET, MISMATCH_SHEET
from xlpy.core.records import KINDS, Kind

TARGETS_ROW, OPENING_ROW, FIRST_ROW, LAST_ROW = 10, 13, 14, 97
TODAY = dict(zip(KINDS, "DEFG", strict=True))
ENTERED = dict(zip(KINDS, "OPQR", strict=True))
"""Hidden."""
INPUTS, CHECK, NOTE, REASON = "DEFG", "L", "M", "N"
STATE, ADVICE, LINK, PROGRESS, NOW = "E2", "J2", "M2", "A3", "AE3"
LINES = ("A4", "A5", "A6", "J4", "J5", "J6")
CHOSEN = "G1"
"""On Phụ lục 01: the older day that is looked at."""
_OF_THE_HOUR = re.compile(r"(A3|E2|J2|M2|AD\d+|AE(3|4|10|17|21|25|29|33|37))")


def of_the_hour(sheet: str, cell: str) -> bool:
    """Whether a cell of the form tells the time, or follows from it."""
    return (sheet, cell) == (MISMATCH_SHEET, "L1") or (sheet == DAY_SHEET and bool(_OF_THE_HOUR.fullmatch(cell)))


def set_today(form: Document, day: date) -> None:
    """Make the form believe that it is another day; its sheet of days is open to all afterwards."""
    form.unprotect(DAY_SHEET)
    form.type(DAY_SHEET, NOW, day)


def enter(form: Document, row: int, figures: Iterable[Value | None], note: str | None = None) -> None:
    """A day's four figures; texts stay texts, as after a paste."""
    for kind, figure in zip(KINDS, figures, strict=True):
        form.type(DAY_SHEET, f"{TODAY[kind]}{row}", figure, literal=isinstance(figure, str))  # type: ignore[arg-type]
    if note:
        form.type(DAY_SHEET, f"{NOTE}{row}", note)


def state(form: Document) -> str:
    """What stands in large letters."""
    return str(form.cell(DAY_SHEET, STATE))


def lines(form: Document) -> list[str]:
    """What is told of what is wrong, from the nearest."""
    return [words for cell in LINES if (words := str(form.cell(DAY_SHEET, cell)))]


def typed(kind: Kind, row: int) -> str:
    """The cell of a kind in a row."""
    return f"{TODAY[kind]}{row}"
