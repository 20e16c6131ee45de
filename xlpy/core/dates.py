"""Dates as clerks write them in a title or a file's name: day before month, and never the plan's own date."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from xlpy.core.text import FULL_WIDTH, LONG, bare, key

_GAP = r"[\s.…]{0,20}"
_SEPARATOR = rf"{_GAP}[-/._,]{_GAP}"
_MONTH = rf"(?:{_SEPARATOR}|[\s.…,-]{{0,20}}tháng{_GAP})"
_YEAR = rf"(?:{_SEPARATOR}|[\s.…,-]{{0,20}}năm{_GAP})"
_DATE = re.compile(rf"(?:ngày[\s.…:]{{0,20}})?(?<!\d)(\d{{1,2}}){_MONTH}(\d{{1,2}}){_YEAR}(\d{{2,}})(?!\d|/\d)")
_WITHOUT_YEAR = re.compile(
    rf"(?:ngày|đến(?: hết)?)[\s.…:]{{0,20}}(\d{{1,2}}){_MONTH}(\d{{1,2}})(?!\d)(?!\s*[-/.]?\s*\d)"
)
_AS_OF = "tính đến"
_SERIAL = re.compile(r"ngày[\s.…:]{0,20}(\d{5})(?![\d.,/-])")
"""What stands in a title where words and a day's cell were joined without a format."""

_HOUR = r"(?:\d{1,2} ?(?:h|g|giờ|:) ?(?:\d{1,2})? ?(?:phút|p|')? ?)?"
_FROM = re.compile(
    rf"(?<!\w)từ (?:lúc )?({_HOUR})(?:ngày )?"
    rf"((?P<day>\d{{1,2}})(?:{_MONTH}(?P<month>\d{{1,2}})(?:{_YEAR}(?P<year>\d{{2,4}}))?)?)"
    rf" ?(?:đến|tới|-) ?(?:hết |lúc )?{_HOUR}$"
)
"""The beginning of a stretch of days, up to the day on which it ends."""
_SIGNS = str.maketrans("–—−‐‑‒∕⁄\\", "------///")
"""Dashes and strokes that office programs put in for those of the keyboard."""
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_VIETNAMESE = {
    "giêng": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8,
    "chín": 9, "mười": 10, "mười một": 11, "mười hai": 12, "chạp": 12,
}  # fmt: skip
_MONTH_WORDS = re.compile(
    rf"(?<=\d[-/ .])(?P<english>{'|'.join(_ENGLISH)})(?=[-/ .]\d)"
    rf"|(?<=\d[-/.])(?P<roman>{'|'.join(sorted(_ROMAN, key=len, reverse=True))})(?=[-/.]\d)"
    rf"|(?<=\d tháng )(?P<word>{'|'.join(sorted(_VIETNAMESE, key=len, reverse=True))})(?= năm)"
)
"""A month that is no number: "22-May-2023" as an English Excel writes it, "22/V/2023", "22 tháng năm năm 2023"."""

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

    `as_of`: it stands after "tính đến" or ends a stretch of days, and so is the day reported on, whatever other days
    there are. `since` is the first day of that stretch, where it is longer than one. `bare`: a number is written.
    """

    written: str
    value: date | None
    as_of: bool = False
    since: date | None = None
    bare: bool = False


_Placed: TypeAlias = tuple[int, int, WrittenDate]
"""From where to where it is written, and the day."""

_LONGEST_BEGINNING = 100
"""Letters of "từ 14 giờ 00 ngày 21 tháng 5 năm 2023 đến 14 giờ 00 "."""


def dates_in_title(text: str, year: int | None = None) -> tuple[WrittenDate, ...]:
    """Dates in one cell of a form's title, without those of the plan and other documents that it cites.

    A cell may hold both ("(tính đến ngày 22/5/2023) (kèm theo Kế hoạch số ... ngày ...)"): each part is taken
    for itself, and "tính đến" begins one. `year` completes "ngày 22 tháng 5"; without it, that is no date.
    """
    return _in_short_title(text, year) if len(text) < LONG else _in_title(text, year)


def _in_title(text: str, year: int | None) -> tuple[WrittenDate, ...]:
    found: list[WrittenDate] = []
    for bracketed in re.split(r"[()\n]", _unwrapped(_narrowed(text))):
        for part in re.split(f"(?={_AS_OF})", key(bracketed)):
            cited = _CITES.search(part)
            own = _numbered_months(part[: cited.start()] if cited else part)
            placed = list(_dates(own)) or (list(_incomplete(own, year)) if year is not None else [])
            as_of = own.startswith(_AS_OF)
            found.extend(each._replace(as_of=as_of or each.as_of) for each in _in_stretches(own, placed))
    return tuple(found)


_in_short_title = lru_cache(maxsize=1024)(_in_title)
"""A day's titles are much the same."""


def _incomplete(text: str, year: int) -> "Iterator[_Placed]":
    """Days without their year; where there is none, a day that a spreadsheet shows as the number that it keeps."""
    without = list(_WITHOUT_YEAR.finditer(text))
    for match in without:
        yield *match.span(), WrittenDate(match.group(), _day(str(year), match[2], match[1]))
    for match in () if without else _SERIAL.finditer(text):
        if day := day_of_serial(int(match[1]), year):
            yield *match.span(), WrittenDate(match[1], day, bare=True)


def day_of_serial(value: float, year: int) -> date | None:
    """The day that a spreadsheet keeps as this number, if it lies in the year or in one beside it."""
    if value != value or not 1 <= value < 2_958_466:
        return None
    day = date(1899, 12, 30) + timedelta(days=int(value))
    return day if abs(day.year - year) <= 1 else None


def _unwrapped(text: str) -> str:
    """A title's lines; one that goes on in small letters or digits after a line without a day was only wrapped."""
    first, *rest = text.split("\n")
    lines = [first]
    for line in rest:
        head = line.lstrip()[:1]
        if (head.islower() or head.isdigit()) and not any(True for _ in _dates(key(lines[-1]))):
            lines[-1] += f" {line}"
        else:
            lines.append(line)
    return "\n".join(lines)


def _numbered_months(text: str) -> str:
    """A part of a title, as a key, with its month in digits."""

    def number(match: re.Match[str]) -> str:
        if word := match["word"]:
            return str(_VIETNAMESE[word])
        return str((_ENGLISH.index(match["english"]) if match["english"] else _ROMAN.index(match["roman"])) + 1)

    return _MONTH_WORDS.sub(number, text)


def asks_for_a_day(text: str) -> bool:
    """Whether a title's cell leaves the day to be written, in its dots or in the next cell."""
    return _asks_in_short(text) if len(text) < LONG else _asks(text)


def _asks(text: str) -> bool:
    written = key(_narrowed(text))
    return _AS_OF in written or written.rstrip(" .:…/)").endswith("ngày")


_asks_in_short = lru_cache(maxsize=1024)(_asks)


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


def _in_stretches(text: str, dates: "Iterable[_Placed]") -> Iterator[WrittenDate]:
    """The days of a text; of "từ ngày 16/5 đến ngày 22/5/2023" the last, which knows the first."""
    kept: list[tuple[int, WrittenDate]] = []
    for start, _, each in sorted(dates):
        # The last word before a day may be taken for part of it ("đến 22/5").
        end = start + 4 if text.startswith("đến ", start) else start
        stretch = _FROM.search(text, max(0, start - _LONGEST_BEGINNING), end)
        if stretch is not None:
            while kept and kept[-1][0] >= stretch.start():
                kept.pop()
            if each.value is not None:
                each = each._replace(as_of=True, since=_first_of(stretch, each.value))
        kept.append((start, each))
    yield from (each for _, each in kept)


def _first_of(stretch: re.Match[str], last: date) -> date | None:
    """The first day of a stretch, where it is more than the last one's; 14 giờ to 14 giờ next day is one."""
    year, month = stretch["year"] or str(last.year), stretch["month"] or str(last.month)
    first = _day(year, month, stretch["day"])
    if first is None or first > last:
        return None
    days = (last - first).days + (not stretch[1])
    return first if days > 1 else None


def _dates(text: str) -> "Iterator[_Placed]":
    """Days with their years: from where, to where they are written."""
    for match in _DATE.finditer(text):
        written = match.group()
        if "tháng" not in written:
            written = re.sub("^ngày[\\s.…:]{0,20}", "", written)
        yield match.start(), match.end(), WrittenDate(written, _day(match[3], match[2], match[1]))
    for match in _YEAR_FIRST.finditer(text):
        if value := _year_first(match):
            yield match.start(), match.end(), WrittenDate(match.group(), value)


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
