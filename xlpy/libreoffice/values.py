"""Single values: what Python has, what a cell holds, and what xlwings hands out."""

import math
import numbers
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from xlpy.libreoffice.formats import Kind

Value = str | float | bool | date | time | timedelta | None

_DAY = timedelta(days=1)


class CellError(str):
    """What an error cell holds. xlwings hands out None for it, or its text where asked by `err_to_str`."""

    __slots__ = ()


def to_cell(value: Any) -> Value:
    """A value that xlwings was given as one that a cell can hold. Raises TypeError, ValueError."""
    if getattr(getattr(value, "dtype", None), "kind", "") == "M":
        value = value.astype("datetime64[us]").item()  # numpy's dates
    elif hasattr(value, "item") and hasattr(value, "dtype"):
        value = value.item()
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, date | time | timedelta):
        return None if value != value else value  # pandas' NaT is a date unlike itself
    if isinstance(value, numbers.Number):
        number = float(value)  # type: ignore[arg-type]
        if math.isinf(number):
            raise ValueError("a cell cannot hold an infinite number")
        return None if math.isnan(number) else number
    if str(value) == "<NA>":  # pandas
        return None
    raise TypeError(f"a cell cannot hold {value!r}")


def from_cell(
    value: Any,
    build_date: Callable[..., Any],
    empty: Any,
    build_number: Callable[[float], Any] | None,
    errors_as_text: bool,
) -> Any:
    """A value as xlwings hands it out."""
    if value is None or value == "":
        return empty
    if isinstance(value, CellError):
        return str(value) if errors_as_text else None
    if isinstance(value, datetime) and build_date is not datetime:
        parts = ("year", "month", "day", "hour", "minute", "second", "microsecond")
        return build_date(**{part: getattr(value, part) for part in parts}, tzinfo=None)
    if isinstance(value, float) and build_number is not None:
        return build_number(value)
    return value


def serial(value: date | time | timedelta, epoch: datetime) -> float:
    """The number that a cell holds for a date, an hour or a span of time. Time zones are left out, as xlwings does."""
    if isinstance(value, timedelta):
        return value / _DAY
    if isinstance(value, time):
        return (datetime.combine(epoch, value.replace(tzinfo=None)) - epoch) / _DAY
    if isinstance(value, datetime):
        return (value.replace(tzinfo=None) - epoch) / _DAY
    return float((datetime(value.year, value.month, value.day) - epoch).days)


def number(value: Value, epoch: datetime) -> str | float:
    """What a cell is given for a value."""
    if value is None:
        return ""  # LibreOffice would make #N/A of it
    if isinstance(value, str):
        return value
    return serial(value, epoch) if isinstance(value, date | time | timedelta) else float(value)


def shown(value: Any, kind: Kind, epoch: datetime) -> Any:
    """What a cell shows, where its format says what its number stands for."""
    if not isinstance(value, float):
        return value
    if kind is Kind.TRUTH and value in (0.0, 1.0):
        return bool(value)
    if kind is Kind.DATE:
        try:
            return epoch + timedelta(milliseconds=round(value * 86_400_000))
        except OverflowError:
            return value
    return value


def format_for(value: Value, kind: Kind) -> str | None:
    """The format that a cell needs for a value, None where its own will do."""
    if isinstance(value, bool):
        return None if kind is Kind.TRUTH else "BOOLEAN"
    if isinstance(value, time | timedelta):
        return None if kind in (Kind.TIME, Kind.DATE) else "[h]:mm:ss" if isinstance(value, timedelta) else "h:mm:ss"
    if isinstance(value, date):
        hours = isinstance(value, datetime) and (value.hour or value.minute or value.second)
        return None if kind is Kind.DATE else "m/d/yyyy h:mm" if hours else "m/d/yyyy"
    return "General" if isinstance(value, float) and kind is Kind.TRUTH else None
