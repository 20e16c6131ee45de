"""Dates as clerks write them in a title or a file's name: day before month, and never the plan's own date."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from xlpy.core.text import key

_FULL = re.compile(r"(?<!\d)(\d{1,2})\s*[-/._]\s*(\d{1,2})\s*[-/._]\s*(\d{4}|\d{2})(?!\d)")
_WORDS = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})")
_ISO = re.compile(r"(?<!\d)(20\d{2})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)")
_SHORT = re.compile(r"(?<!\d)(?=(\d{1,2})[-._](\d{1,2})(?!\d))")
_CITES_PLAN = re.compile(r"kế hoạch số|quyết định|công văn|kèm theo|/kh-|/qđ-")


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """What was written, and the day it means; None where no such day exists (month 22)."""

    written: str
    value: date | None


def dates_in_title(text: str) -> tuple[WrittenDate, ...]:
    """Dates in one cell of a form's title, without those of the plan that it cites.

    A cell may hold both ("(tính đến ngày 22/5/2023) (kèm theo Kế hoạch số ... ngày ...)"): each part is taken
    for itself.
    """
    found: list[WrittenDate] = []
    for part in map(key, re.split(r"[()\n]", text)):
        cited = _CITES_PLAN.search(part)
        ours = part[: cited.start()] if cited else part
        found.extend(_dates(ours))
    return tuple(found)


def _dates(text: str) -> Iterator[WrittenDate]:
    for match in _WORDS.finditer(text):
        yield WrittenDate(match.group(), _day(match[3], match[2], match[1]))
    for match in _FULL.finditer(text):
        yield WrittenDate(match.group(), _day(match[3], match[2], match[1]))
    for match in _ISO.finditer(text):
        if value := _day(match[1], match[2], match[3]):
            yield WrittenDate(match.group(), value)


def dates_in_file_name(stem: str, year: int) -> frozenset[date]:
    """The days that a file's name may mean; `year` completes "22-5"."""
    full = {value for match in _FULL.finditer(stem) if (value := _day(match[3], match[2], match[1]))}
    full |= {value for match in _ISO.finditer(stem) if (value := _day(match[1], match[2], match[3]))}
    if full:
        return frozenset(full)
    return frozenset(value for match in _SHORT.finditer(stem) if (value := _day(str(year), match[2], match[1])))


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        return None
