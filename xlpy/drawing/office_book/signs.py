"""How the office's workbook says how a unit, or a finding, stands: a sign, then a word.

Conditional formats ask for the sign, so that the words may change.
"""

from collections.abc import Mapping

from xlpy.core.consolidate import Status, UnitDay
from xlpy.core.source import SEVERITY_LABELS, Severity
from xlpy.drawing.words import LATE, LATE_WORDS, NOTHING, REFUSED, STATUS_SIGNS, STATUS_WORDS

NOT_MERGED = f"{NOTHING} Chưa tổng hợp"
RECEIVED_LATE = f"{LATE} {LATE_WORDS}"
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
    return f"{STATUS_SIGNS[unit.status]} {STATUS_WORDS[unit.status]}"
