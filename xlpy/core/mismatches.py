"""Cases followed apart (II.3.2): what the register says of a citizen is not what the population database says.

Each is known by unit, kind, book, page and number alone: who it is about stands in the register, and nowhere here.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from xlpy.core.records import KINDS, Kind
from xlpy.core.text import key

LONG, TOO_LONG = 7, 15
"""Days after which an open case is told as waiting long, and too long."""


class Differs(StrEnum):
    """What is not the same in both."""

    NAME = "name"
    BIRTH_DATE = "birth-date"
    SEX = "sex"
    ETHNICITY = "ethnicity"
    NATIONALITY = "nationality"
    HOME = "home"
    BIRTH_PLACE = "birth-place"
    PARENTS = "parents"
    SPOUSE = "spouse"
    DEATH_DATE = "death-date"
    OTHER = "other"


class MismatchState(StrEnum):
    """How far a case has come: by the last of its steps that has a date."""

    FOUND = "found"
    SENT = "sent"
    ANSWERED = "answered"
    CORRECTED = "corrected"
    DONE = "done"


_LAST_FIRST = tuple(reversed(MismatchState))


class Mismatch(NamedTuple):
    """One case as a unit said it last. `corrected` is the day on which it was sent on for correction.

    A date that is None was not typed or could not be read; `differs` None likewise.
    """

    kind: Kind
    book: str
    page: str
    record: str
    differs: Differs | None = None
    found: date | None = None
    sent: date | None = None
    answered: date | None = None
    corrected: date | None = None
    done: date | None = None

    @property
    def key(self) -> "Key":
        """What makes it this case, in its unit: "01/2005" and "1/2005" are one book."""
        return KINDS.index(self.kind), _plain(self.book), _plain(self.page), _plain(self.record)

    def state(self, day: date) -> MismatchState:
        """How far it had come by the end of a day."""
        steps = (self.done, self.corrected, self.answered, self.sent, self.found)
        for state, on in zip(_LAST_FIRST, steps, strict=True):
            if on is not None and on <= day:
                return state
        return MismatchState.FOUND

    def on(self, state: MismatchState) -> date | None:
        """The day of a step."""
        found: date | None = getattr(self, state.value)
        return found

    def age(self, day: date) -> int | None:
        """Days since it was found, where it is open; None where it is done, or nobody knows since when."""
        return None if self.state(day) is MismatchState.DONE else self.waits(day)

    def waits(self, day: date) -> int | None:
        """Days since it was found, done or not; None where nobody knows."""
        return None if self.found is None else max(0, (day - self.found).days)


Key: TypeAlias = tuple[int, str, str, str]
Mismatches: TypeAlias = Mapping[str, tuple[Mismatch, ...]]
"""Unit → its cases, in the order of their keys."""

_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


def _plain(number: str) -> str:
    """A number as it is compared: without leading zeros, spaces and capitals."""
    return _ZEROS.sub("", key(number).replace(" ", ""))


def merged(earlier: Mismatches, said: Mismatches) -> dict[str, tuple[Mismatch, ...]]:
    """All cases after more was said: one that is not said again stays as it was said last."""
    return {unit: in_order((*earlier.get(unit, ()), *said.get(unit, ()))) for unit in dict.fromkeys((*earlier, *said))}


def in_order(cases: Iterable[Mismatch]) -> tuple[Mismatch, ...]:
    """Cases once each, of two with one key the later one, in the order of their keys."""
    last = {case.key: case for case in cases}
    return tuple(last[each] for each in sorted(last))


class MismatchCount(NamedTuple):
    """How many cases there are by state; of the open ones how many wait for more than LONG and TOO_LONG days.

    `waits_long` includes those that wait too long. `undated` are open and nobody said since when.
    """

    states: Mapping[MismatchState, int]
    waits_long: int
    waits_too_long: int
    undated: int

    @property
    def done(self) -> int:
        return self.states[MismatchState.DONE]

    @property
    def open(self) -> int:
        return sum(self.states.values()) - self.done


def count(cases: Iterable[Mismatch], day: date) -> MismatchCount:
    """Cases counted as they stood at the end of a day."""
    states = dict.fromkeys(MismatchState, 0)
    waits_long = waits_too_long = undated = 0
    for case in cases:
        state = case.state(day)
        states[state] += 1
        if state is not MismatchState.DONE:
            age = case.waits(day)
            undated += age is None
            waits_long += age is not None and age > LONG
            waits_too_long += age is not None and age > TOO_LONG
    return MismatchCount(states, waits_long, waits_too_long, undated)
