"""How the office's workbook says how a unit, or a finding, stands: a sign, then a word.

The sign comes before the colour: the colour-blind and a black and white printer tell them apart, and conditional formats
ask for it, so that the words may change. All are in WGL4: in Arial and Times New Roman of every Windows.
"""

from collections.abc import Mapping

from xlpy.core.consolidate import Status, UnitDay
from xlpy.core.source import SEVERITY_LABELS, Severity
from xlpy.drawing.words import STATUS_LABELS

WELL, LATE, REFUSED, MISSING, PHONED, NOTHING = "●", "▲", "×", "○", "♦", "–"
SIGNS: Mapping[Status, str] = {
    Status.RECEIVED: WELL,
    Status.MANUAL: PHONED,
    Status.REFUSED: REFUSED,
    Status.MISSING: MISSING,
}
NOT_MERGED = f"{NOTHING} Chưa tổng hợp"
RECEIVED_LATE = f"{LATE} Nhận muộn"
LEVELS: Mapping[Severity, str] = {
    Severity.ERROR: f"{REFUSED} {SEVERITY_LABELS[Severity.ERROR]}",
    Severity.WARNING: f"{LATE} {SEVERITY_LABELS[Severity.WARNING]}",
    Severity.INFO: f"{NOTHING} {SEVERITY_LABELS[Severity.INFO]}",
}
"""How much a finding weighs."""


def state(unit: UnitDay | None) -> str:
    """A unit's state with its sign."""
    if unit is None:
        return NOT_MERGED
    if unit.late and unit.status is Status.RECEIVED:
        return RECEIVED_LATE
    return f"{SIGNS[unit.status]} {STATUS_LABELS[unit.status]}"
