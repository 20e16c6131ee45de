"""The hours in a letter's head: what mail programs write, and what broken ones do; else nothing.

An hour counts only where every word of it is understood, its time zone too: one read by a wrong zone makes a report
late that was not, and puts a correction before what it corrects.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

LONGEST = 200
"""Letters of an hour that are looked at."""

_YEARS = range(1990, 2100)
"""Anybody can write 9999, and no mailbox of the office's is older."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAMES = {
    "january", "february", "march", "april", "june", "july", "august", "sept", "september", "october", "november",
    "december", *_MONTHS,
}  # fmt: skip
_WEEKDAY = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?|th(?:ứ|u)? ?[2-7]|t[2-7]|cn|chủ nhật"
    r"|thứ (?:hai|ba|tư|năm|sáu|bảy)"
)
_TIME = re.compile(r"(?<![\d:.+-])(\d{1,2})(?:[:h]|\.(?=\d\d\.\d\d))(\d{2})(?:[:.m](\d{2})(?:[.,]\d{1,9})?)?(?![\d:])")
_HALF = re.compile(r" ?(am|pm|a\.m\.|p\.m\.|sa|ch)(?![a-z])")
_AFTERNOON = frozenset({"pm", "p.m.", "ch"})
_YEAR_BEHIND = re.compile(r"(?<!\d)((?:19|20)\d\d)$")

_OFFSET = re.compile(r"(?:(?:utc|gmt|ut|z) ?)?([+-])(?:(\d{1,2})(?::?(\d{2}))?)")
_MAGNITUDE = timedelta(hours=14)
_ZONES = {
    **dict.fromkeys(("utc", "ut", "gmt", "z", "-0000", "coordinated universal time", "greenwich mean time"), 0.0),
    **dict.fromkeys(
        (
            "ict", "indochina time", "indochina standard time", "se asia standard time", "asia/ho_chi_minh",
            "asia/saigon", "asia/bangkok", "asia/hanoi", "giờ đông dương", "giờ việt nam", "wib", "vst",
        ),
        7.0,
    ),
    **dict.fromkeys(("sgt", "hkt", "myt", "pht", "asia/singapore", "asia/shanghai", "china standard time"), 8.0),
    **dict.fromkeys(("jst", "kst"), 9.0),
    "cet": 1.0, "cest": 2.0, "eet": 2.0, "eest": 3.0, "msk": 3.0, "aest": 10.0,
    "est": -5.0, "edt": -4.0, "cdt": -5.0, "mst": -7.0, "mdt": -6.0, "pst": -8.0, "pdt": -7.0,
}  # fmt: skip
"""Zones by name → hours. Not CST, IST and BST, which are several zones each."""

_COMMENT = re.compile(r"\(([^()]*)\)")
_DATES = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
    re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[ -](?P<name>[a-z]{3,9})\.?,?[ -](?P<year>\d{4}|\d{2})"),
    re.compile(r"(?P<name>[a-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})"),
    re.compile(r"(?:ngày )?(?P<day>\d{1,2}),? (?:thg|tháng|thang) ?(?P<month>\d{1,2}),?(?: năm)? (?P<year>\d{4})"),
    re.compile(r"(?P<day>\d{1,2})([/.-])(?P<month>\d{1,2})\2(?P<year>\d{4})"),
)


def read_hour(text: str) -> datetime | None:
    """An hour as a letter's head has it, in UTC; None where a part of it is not understood or not there."""
    words = " ".join(text.translate(_PLAIN).lower().split())
    if not words or len(words) > LONGEST:
        return None
    words, comments = _without_comments(words)
    found = list(_TIME.finditer(words))
    if len(found) != 1:
        return None
    at = found[0]
    before, behind = words[: at.start()].strip(" ,"), words[at.end() :]
    half = _HALF.match(behind)
    if half:
        behind = behind[half.end() :]
    behind = behind.strip(" ,")
    if tail := _YEAR_BEHIND.search(behind):  # Mon May 22 13:20:00 ICT 2023
        before, behind = f"{before} {tail.group(1)}", behind[: tail.start()].strip(" ,")
    zone = _zone(behind, comments)
    if zone is None:
        return None
    day = _day(before.removesuffix("t").removesuffix(" lúc").strip(" ,"))
    hour, minute, second = int(at.group(1)), int(at.group(2)), min(int(at.group(3) or 0), 59)
    if half:
        hour = hour % 12 + 12 * (half.group(1) in _AFTERNOON) if hour <= 12 else hour
    try:
        year, month, date = day or (0, 0, 0)
        moment = datetime(year, month, date, hour, minute, second, tzinfo=timezone(zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if moment.year in _YEARS else None


_PLAIN = str.maketrans(
    {"\u2212": "-", "\u2013": "-", "\u2010": "-", "\u2011": "-", "\u202f": " ", "\u00a0": " ", '"': " "}
)


def _without_comments(words: str) -> tuple[str, list[str]]:
    """The words without what stands in brackets, and that: comments may hold comments."""
    comments: list[str] = []
    while match := _COMMENT.search(words):
        comments.append(match.group(1).strip())
        words = f"{words[: match.start()]} {words[match.end() :]}"
    return " ".join(words.split()), comments


def _zone(behind: str, comments: list[str]) -> timedelta | None:
    """The time zone that stands behind the time; where nothing does, the one that a comment tells."""
    if behind:
        # "+0700 ICT": the number says it, and the name must be none that says something else.
        number, _, name = behind.partition(" ")
        if name and (offset := _offset(number)) is not None and _offset(behind) is None:
            return offset if _offset(name) in (offset, None) and name in _ZONES else None
        return _offset(behind)
    told = {offset for comment in comments if (offset := _offset(comment)) is not None}
    return told.pop() if len(told) == 1 else None


def _offset(words: str) -> timedelta | None:
    if (hours := _ZONES.get(words)) is not None:
        return timedelta(hours=hours)
    match = _OFFSET.fullmatch(words)
    if match is None:
        return None
    sign, hours_told, minutes = match.groups()
    if int(minutes or 0) > 59:
        return None
    size = timedelta(hours=int(hours_told), minutes=int(minutes or 0))
    return None if size > _MAGNITUDE else -size if sign == "-" else size


def _day(words: str) -> tuple[int, int, int] | None:
    """Year, month and day; a weekday before them is passed over, and must be one."""
    for rest in _after_weekday(words):
        for pattern in _DATES:
            match = pattern.fullmatch(rest)
            if match is None:
                continue
            told = match.groupdict()
            month = _month(told)
            year, day = int(told["year"]), int(told["day"])
            if len(told["year"]) == 2:
                year += 2000 if year < 50 else 1900  # RFC 5322, 4.3
            if month is None:
                return None
            if pattern is _DATES[-1] and day <= 12 and day != month:
                # 5/22/2023 is a day in May, but 5/6/2023 is one in May or in June.
                return (year, day, month) if month > 12 else None
            return year, month, day
    return None


def _after_weekday(words: str) -> Iterator[str]:
    yield words
    if match := _WEEKDAY.match(words):
        yield words[match.end() :].lstrip(" ,.")


def _month(told: dict[str, str]) -> int | None:
    if name := told.get("name"):
        return _MONTHS.index(name[:3]) + 1 if name in _MONTH_NAMES else None
    return int(told["month"])
