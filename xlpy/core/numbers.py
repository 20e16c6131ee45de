"""Numbers as Vietnamese clerks write them. Blank is not zero, and nothing is guessed.

Dots part thousands and a comma parts decimals: "68.082" is sixty-eight thousand. A *numeric* 68.082 is
another matter: it is what Excel keeps when "68.082" is typed under an English locale, or a real fraction;
it is refused with a hint.
"""

import math
import re
from datetime import date, time, timedelta
from typing import NamedTuple

from xlpy.core.grid import ErrorValue, Uncached, Value
from xlpy.core.source import Fault
from xlpy.core.text import FULL_WIDTH, tidy

LARGEST = 10**9
"""No province has a thousand million cases; above it a figure is a slip of the hand or a phone number."""

_DRIFT = 1e-9
"""How far a sum of what was computed may lie beside the whole number that Excel shows for it."""

_LONGEST = 40
"""Digits and their separators; a cell may hold 32.767 of them, and int() refuses thousands."""
_DASHES = frozenset("-–—−‐")
_PLAIN = re.compile(r"\d+", re.ASCII)
# Thousands never begin with a zero: "0.123" is a fraction.
_DOTTED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+", re.ASCII)
_SPACED = re.compile(r"[1-9]\d{0,2}(?: \d{3})+", re.ASCII)
_APOSTROPHED = re.compile(r"[1-9]\d{0,2}(?:['’]\d{3})+", re.ASCII)
_COMMA_GROUPS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+", re.ASCII)
_ZERO_DECIMALS = re.compile(rf"(\d+|{_DOTTED.pattern}),0+|(\d+)\.0+", re.ASCII)
_DECIMAL = re.compile(rf"(?:\d+|{_DOTTED.pattern}),\d+|\d+\.\d+", re.ASCII)


class Reading(NamedTuple):
    """What a cell says: a whole number, or None with the fault, or None without one (blank).

    A fault beside a value is a warning-grade fact (a number kept as text, a dash for zero).
    `hint` is the number that the clerk may have meant, only to be shown.
    """

    value: int | None
    fault: Fault | None = None
    hint: int | None = None

    @property
    def blank(self) -> bool:
        """Nothing stands there, or only spaces."""
        return self.value is None and self.fault is None


def read_number(value: Value | None) -> Reading:
    """Read one cell of figures. Negative numbers are read; whether they may stand is for others to say."""
    if type(value) is float and -LARGEST <= value <= LARGEST and value.is_integer():
        return Reading(int(value))  # as nearly every cell
    match value:
        case None:
            return Reading(None)
        case bool():
            return Reading(None, Fault.NOT_A_NUMBER)
        case date() | time() | timedelta():
            return Reading(None, Fault.DATE_FORMAT)
        case ErrorValue():
            return Reading(None, Fault.ERROR_CELL)
        case Uncached():
            return Reading(None, Fault.UNCACHED)
        case int():
            return _bounded(value)
        case float():
            return _read_float(value)
        case _:
            return _read_text(value)


def _bounded(value: int, fault: Fault | None = None) -> Reading:
    if abs(value) > LARGEST:
        return Reading(None, Fault.TOO_LARGE)
    return Reading(value, fault)


def _read_float(value: float) -> Reading:
    if value.is_integer():
        return _bounded(int(value))
    if value != value or value in (float("inf"), float("-inf")):
        return Reading(None, Fault.NOT_A_NUMBER)
    nearest = round(value)
    if abs(value - nearest) <= _DRIFT + 4 * math.ulp(value):
        return _bounded(nearest)
    thousands = round(value * 1000, 6)
    return Reading(None, Fault.FRACTION, hint=int(thousands) if thousands.is_integer() else None)


def _read_text(text: str) -> Reading:
    written = tidy(text.translate(FULL_WIDTH)).removeprefix("'")
    if not written:
        return Reading(None)
    if written in _DASHES:
        return Reading(0, Fault.DASH)
    sign, digits = (-1, written[1:].lstrip()) if written[0] in _DASHES else (1, written.removeprefix("+"))
    if len(digits) > _LONGEST and not digits.strip("0123456789., "):
        return Reading(None, Fault.TOO_LARGE)
    if any(pattern.fullmatch(digits) for pattern in (_PLAIN, _DOTTED, _SPACED, _APOSTROPHED)):
        return _bounded(sign * int(re.sub(r"[. '’]", "", digits)), Fault.TEXT_NUMBER)
    if _COMMA_GROUPS.fullmatch(digits):
        return Reading(None, Fault.AMBIGUOUS_SEPARATOR, hint=sign * int(digits.replace(",", "")))
    if zero := _ZERO_DECIMALS.fullmatch(digits):
        return _bounded(sign * int((zero[1] or zero[2]).replace(".", "")), Fault.TEXT_NUMBER)
    if _DECIMAL.fullmatch(digits):
        return Reading(None, Fault.FRACTION)
    return Reading(None, Fault.NOT_A_NUMBER)
