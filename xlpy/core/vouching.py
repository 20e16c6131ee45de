"""What the days before vouch for. History vouches for what was entered today, and only where it was itself said.

A running total is checked by the day before: it was that day's, and what was entered since. That check says nothing
where there is no day before, where days were skipped, where the figure was carried or derived because its cell was
blank, and where the office took it by name in spite of its errors.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from xlpy.core.office_book import CHANGES_SHEET
from xlpy.core.records import AcceptedDay, Kind


class Doubt(StrEnum):
    """Why a figure that was accepted earlier may not be what the unit has in its books."""

    BY_NAME = "by-name"
    PHONED = "phoned"
    OPENING = "opening"
    AFTER_GAP = "after-gap"
    CARRIED = "carried"
    EXCHANGED = "exchanged"


class Doubtful(NamedTuple):
    """An accepted day whose running total of a kind rests on nothing but the unit's word, and why.

    `with_kind`: the kind that it seems to have been exchanged with, on every day from `since` on.
    """

    day: AcceptedDay
    why: Doubt
    with_kind: Kind | None = None
    since: date | None = None


def vouches(history: Sequence[AcceptedDay], day: date, kind: Kind) -> bool:
    """Whether the running total of a kind on `day` must be the last accepted one and what was entered on the day.

    What was told by telephone vouches as far as the days before it do: it was added to them.
    """
    for place in range(len(history) - 1, -1, -1):
        last = history[place]
        if last.by_name or (day - last.date).days != 1:
            return False
        if not last.phoned:
            return last.said(kind)
        if last.figures[kind].today is None:
            return False
        day = last.date
    return False


def last_said(history: Sequence[AcceptedDay], kind: Kind) -> AcceptedDay | None:
    """The last accepted day on which the unit itself told a kind's running total, where there is one."""
    return next((day for day in reversed(history) if day.phoned or day.said(kind)), None)


def leap(history: Sequence[AcceptedDay], place: int, kind: Kind) -> int:
    """By how much the running total of a past day rose beyond what was entered on it: 0 where it followed."""
    figures = history[place].figures[kind]
    before = history[place - 1].figures[kind].entered if place else 0
    return figures.entered - before - (figures.today or 0)


def checked(history: Sequence[AcceptedDay], kind: Kind) -> bool:
    """Whether the last accepted running total was itself checked by what came before it."""
    return bool(history) and not history[-1].by_name and leap(history, len(history) - 1, kind) == 0


def doubtful(history: Sequence[AcceptedDay], kind: Kind, short: int) -> Doubtful | None:
    """The accepted day that may be why a running total is `short` of what it should be (below zero: above it).

    That is the last one, where nothing vouched for it, or one whose leap is exactly what is now missing.
    """
    for place in range(len(history) - 1, -1, -1):
        last, found = place == len(history) - 1, history[place]
        rose = leap(history, place, kind)
        if last and found.by_name:
            return Doubtful(found, Doubt.BY_NAME)
        if last and found.phoned:
            return Doubtful(found, Doubt.PHONED)
        if rose and ((last and short > 0) or rose == short):
            why = Doubt.BY_NAME if found.by_name else Doubt.AFTER_GAP if place else Doubt.OPENING
            if found.source.sheet == CHANGES_SHEET:
                why = Doubt.CARRIED
            return Doubtful(found, why)
    return None


_MOST_EXCHANGED = 7
"""Days in a row on which two kinds may stand in each other's column before anybody sees it."""


def exchanged(history: Sequence[AcceptedDay], kind: Kind, other: Kind, short: int) -> Doubtful | None:
    """The last accepted day, where a running total is `short` by just what two kinds would give back to each other.

    That is, had each been told in the other's column on that day, or on the last days in a row.
    """
    gives_back = 0
    for back in range(1, min(len(history), _MOST_EXCHANGED) + 1):
        day = history[-back]
        one, two = day.figures[kind].today, day.figures[other].today
        if one is None or two is None or (back > 1 and (history[1 - back].date - day.date).days != 1):
            return None
        gives_back += one - two
        if gives_back == short:
            return Doubtful(history[-1], Doubt.EXCHANGED, other, day.date)
    return None
