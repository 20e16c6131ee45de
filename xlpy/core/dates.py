"""Dates as clerks write them in a title or a file's name: day before month, and never the plan's own date."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from xlpy.core.text import FULL_WIDTH, bare, key

_GAP = r"[\s.…]{0,20}"
_SEPARATOR = rf"{_GAP}[-/._,]{_GAP}"
_MONTH = rf"(?:{_SEPARATOR}|[\s.…,-]{{0,20}}tháng{_GAP})"
_YEAR = rf"(?:{_SEPARATOR}|[\s.…,-]{{0,20}}năm{_GAP})"
_DATE = re.compile(rf"(?:ngày[\s.…:]{{0,20}})?(?<!\d)(\d{{1,2}}){_MONTH}(\d{{1,2}}){_YEAR}(\d{{2,}})(?!\d|/\d)")
_WITHOUT_YEAR = re.compile(
    rf"(?:ngày|tính đến(?: hết)?)[\s.…:]{{0,20}}(\d{{1,2}}){_MONTH}(\d{{1,2}})(?!\d)(?!\s*[-/.]?\s*\d)"
)
_AS_OF = "tính đến"
_SIGNS = str.maketrans("–—−‐‑‒∕⁄", "------//")
"""Dashes and strokes that office programs put in for those of the keyboard."""

_FULL = re.compile(r"(?<!\d)(\d{1,2})\s*[-/._]\s*(\d{1,2})\s*[-/._]\s*(\d{2,})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(20\d{2})(?:([-/._])(\d{1,2})\2(\d{1,2})|(\d{2})(\d{2}))(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(\d{2})(\d{2})(20\d{2})(?!\d)")
_SHORT = re.compile(r"(?<!\d)(?=(\d{1,2})[-._](\d{1,2})(?!\d))")
_FORM_NAME = re.compile(r"(?:pl|phu luc)[\s._-]*01(?!\d)")
"""In "PL01_6-6" only the sixth of June is a day."""
_CITES = re.compile(
    r"kế hoạch số|quyết định|công văn|chỉ thị|thông báo|tờ trình|nghị quyết|hướng dẫn số|kèm theo|/kh-|/qđ-|/ct-|/tb-"
    r"|ngày in\b|in ngày|in lúc"
)
"""What is followed by the day of something else: of a document that is cited, or of the printing."""


class WrittenDate(NamedTuple):
    """What was written, and the day it means; None where no such day exists (month 22).

    `as_of`: it stands after "tính đến", and so is the day reported on, whatever other days there are.
    """

    written: str
    value: date | None
    as_of: bool = False


def dates_in_title(text: str, year: int | None = None) -> tuple[WrittenDate, ...]:
    """Dates in one cell of a form's title, without those of the plan and other documents that it cites.

    A cell may hold both ("(tính đến ngày 22/5/2023) (kèm theo Kế hoạch số ... ngày ...)"): each part is taken
    for itself, and "tính đến" begins one. `year` completes "ngày 22 tháng 5"; without it, that is no date.
    """
    found: list[WrittenDate] = []
    for bracketed in re.split(r"[()\n]", _narrowed(text)):
        for part in re.split(f"(?={_AS_OF})", key(bracketed)):
            cited = _CITES.search(part)
            own = part[: cited.start()] if cited else part
            dates = list(_dates(own))
            if not dates and year is not None:
                dates = [
                    WrittenDate(match.group(), _day(str(year), match[2], match[1]))
                    for match in _WITHOUT_YEAR.finditer(own)
                ]
            found.extend(each._replace(as_of=own.startswith(_AS_OF)) for each in dates)
    return tuple(found)


def asks_for_a_day(text: str) -> bool:
    """Whether a title's cell leaves the day to be written, in its dots or in the next cell."""
    written = key(_narrowed(text))
    return _AS_OF in written or written.rstrip(" .:…/)").endswith("ngày")


def _narrowed(text: str) -> str:
    return text.translate(_SIGNS).translate(FULL_WIDTH)


def serial(value: datetime | date | time | timedelta) -> float:
    """The number that a spreadsheet keeps for a day or an hour, in the system that counts from 1900."""
    match value:
        case timedelta():
            return value / timedelta(days=1)
        case time():
            return (value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6) / 86_400
        case datetime():
            return (value - datetime(1899, 12, 30, tzinfo=value.tzinfo)) / timedelta(days=1)
        case _:
            return float((value - date(1899, 12, 30)).days)


def _dates(text: str) -> Iterator[WrittenDate]:
    for match in _DATE.finditer(text):
        written = match.group()
        if "tháng" not in written:
            written = re.sub("^ngày[\\s.…:]{0,20}", "", written)
        yield WrittenDate(written, _day(match[3], match[2], match[1]))
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
