"""Dates as clerks write them in a title or a file's name: day before month, and never the plan's own date."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from xlpy.core.text import bare, key

_FULL = re.compile(r"(?<!\d)(\d{1,2})\s*[-/._]\s*(\d{1,2})\s*[-/._]\s*(\d{2,})(?!\d)")
_WORDS = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d+)(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(20\d{2})(?:([-/._])(\d{1,2})\2(\d{1,2})|(\d{2})(\d{2}))(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(\d{2})(\d{2})(20\d{2})(?!\d)")
_SHORT = re.compile(r"(?<!\d)(?=(\d{1,2})[-._](\d{1,2})(?!\d))")
_FORM_NAME = re.compile(r"(?:pl|phu luc)[\s._-]*01(?!\d)")
"""In "PL01_6-6" only the sixth of June is a day."""
_CITES_PLAN = re.compile(r"kế hoạch số|quyết định|công văn|kèm theo|/kh-|/qđ-")


class WrittenDate(NamedTuple):
    """What was written, and the day it means; None where no such day exists (month 22)."""

    written: str
    value: date | None


def dates_in_title(text: str) -> tuple[WrittenDate, ...]:
    """Dates in one cell of a form's title, without those of the plan that it cites.

    A cell may hold both ("(tính đến ngày 22/5/2023) (kèm theo Kế hoạch số ... ngày ...)"): each part is taken
    for itself, and "tính đến" begins one.
    """
    found: list[WrittenDate] = []
    for bracketed in map(key, re.split(r"[()\n]", text)):
        for part in re.split("(?=tính đến)", bracketed):
            cited = _CITES_PLAN.search(part)
            found.extend(_dates(part[: cited.start()] if cited else part))
    return tuple(found)


def _dates(text: str) -> Iterator[WrittenDate]:
    for match in _WORDS.finditer(text):
        yield WrittenDate(match.group(), _day(match[3], match[2], match[1]))
    for match in _FULL.finditer(text):
        yield WrittenDate(match.group(), _day(match[3], match[2], match[1]))
    for match in _YEAR_FIRST.finditer(text):
        if value := _year_first(match):
            yield WrittenDate(match.group(), value)


def dates_in_file_name(stem: str, year: int) -> frozenset[date]:
    """The days that a file's name may mean; `year` completes "22-5"."""
    stem = _FORM_NAME.sub(" ", bare(stem))
    full = {_day(match[3], match[2], match[1]) for pattern in (_FULL, _COMPACT) for match in pattern.finditer(stem)}
    full |= {_year_first(match) for match in _YEAR_FIRST.finditer(stem)}
    named = {value for value in full if value}
    if named:
        return frozenset(named)
    return frozenset(value for match in _SHORT.finditer(stem) if (value := _day(str(year), match[2], match[1])))


def _year_first(match: re.Match[str]) -> date | None:
    return _day(match[1], match[3] or match[5], match[4] or match[6])


def _day(year: str, month: str, day: str) -> date | None:
    if len(year) not in (2, 4):
        return None
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        return None
