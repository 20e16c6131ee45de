"""The same bytes, come several times in a day: which of them speak, and since when their unit says so."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import TypeAlias

from xlpy.core.consolidate import Judged, Verdict, asserted
from xlpy.rules.judge import already_received, held_for_its_receipt

_Claim: TypeAlias = tuple[str | None, object]


def speakers(heard: Sequence[Judged]) -> dict[int, None]:
    """The places of the files that speak: of the same bytes for the same unit one, the first that may count.

    The same bytes for two units speak twice, and under a name that makes them readable they are heard anew.
    """
    by_bytes: dict[str, list[int]] = {}
    alone: list[int] = []
    for place in sorted(range(len(heard)), key=lambda place: heard[place].receipt.order):
        digest = heard[place].receipt.sha256
        (by_bytes.setdefault(digest, []) if digest else alone).append(place)
    found = {place for places in by_bytes.values() for place in _of_one_content(heard, places)} | set(alone)
    return {place: None for place in range(len(heard)) if place in found}


def _of_one_content(heard: Sequence[Judged], places: Sequence[int]) -> list[int]:
    first: dict[_Claim, int] = {}
    for place in places:
        claim = _claim(heard[place])
        before = first.setdefault(claim, place)
        if _standing_of(heard[place]) < _standing_of(heard[before]):
            first[claim] = place
    some = any(heard[place].usable for place in first.values())
    return [place for (unit, _), place in first.items() if unit is not None or not some]


def _claim(item: Judged) -> _Claim:
    """Whose a file claims to be; of nobody's, those are told apart of which each may be another unit's."""
    if item.unit is not None or item.verdict is Verdict.IGNORE:
        return item.unit, None
    if item.submission is None:
        return None, item.receipt.name
    return None, frozenset((finding.code, finding.message) for finding in item.findings)


def _standing_of(item: Judged) -> int:
    """What may count comes before what is refused, and that before what waits because of who sent it or when it came."""
    return 0 if item.usable else 2 if held_for_its_receipt(item) else 1


def set_aside(heard: Sequence[Judged], counted: Mapping[int, int]) -> list[Judged]:
    """Every file, those that do not speak as already received."""
    speaking: dict[str, dict[str | None, Judged]] = {}
    for item in sorted((heard[place] for place in counted.values()), key=lambda item: item.receipt.order):
        speaking.setdefault(item.receipt.sha256, {}).setdefault(item.unit, item)
    kept = set(counted.values())
    files = []
    for place, item in enumerate(heard):
        if place in kept:
            files.append(item)
            continue
        others = speaking[item.receipt.sha256]
        first = others.get(item.unit) or next((one for one in others.values() if one.usable), None)
        first = first or next(iter(others.values()))
        files.append(already_received(item.receipt, first.receipt)._replace(letter=item.letter))
    return files


def last_said(heard: Sequence[Judged], speaking: Mapping[int, None]) -> dict[int, int]:
    """Place of a file that speaks → place of the same content at the hour at which its unit last said it.

    The same content once more makes nobody late: its first hour counts. Sent again after other figures, or together
    with them, it was said anew: then the hour counts at which the unit came back to it.
    """
    of_unit: dict[str, list[int]] = {}
    for place in speaking:
        item = heard[place]
        if item.unit is not None and item.usable and not item.phoned:
            of_unit.setdefault(item.unit, []).append(place)
    unsettled = {
        unit: places for unit, places in of_unit.items() if len({asserted(heard[place]) for place in places}) > 1
    }
    if not unsettled:
        return {}
    times = _times_said(heard, unsettled)
    found: dict[int, int] = {}
    for places in unsettled.values():
        hours = {
            place: [(hour, one) for one in times[place] if (hour := heard[one].receipt.received_at)] for place in places
        }
        said = sorted(
            ((hour, asserted(heard[one])) for place in places for hour, one in hours[place]), key=lambda pair: pair[0]
        )
        known = [place for place in places if hours[place]]
        others = _latest_other(said, [(hours[place][-1][0], asserted(heard[place])) for place in known])
        ever = _latest_other(said, [(said[-1][0], asserted(heard[place])) for place in known])
        for place, other, last in zip(known, others, ever, strict=True):
            at, one = next((pair for pair in hours[place] if other is None or pair[0] > other), hours[place][-1])
            unknown = next((again for again in times[place] if heard[again].receipt.received_at is None), None)
            # Said once more at an hour that nobody knows, after or before the others: then nothing puts them in order.
            found[place] = one if unknown is None or last is None or last < at else unknown
    return found


def _times_said(heard: Sequence[Judged], unsettled: Mapping[str, Sequence[int]]) -> dict[int, list[int]]:
    """Place of a file that speaks → its own and the later places where its unit sent the same content, in order."""
    speaker = {(heard[place].receipt.sha256, unit): place for unit, places in unsettled.items() for place in places}
    times: dict[int, list[int]] = {place: [] for place in speaker.values()}
    for place in sorted(range(len(heard)), key=lambda place: heard[place].receipt.order):
        item = heard[place]
        first = speaker.get((item.receipt.sha256, item.unit or ""))
        if first is not None and item.usable and heard[first].receipt.order <= item.receipt.order:
            times[first].append(place)
    return times


_Figures: TypeAlias = tuple[int | None, ...]


def _latest_other(
    said: Sequence[tuple[datetime, _Figures]], asked: Sequence[tuple[datetime, _Figures]]
) -> list[datetime | None]:
    """For each (hour, figures) asked the last hour, up to that one, at which other figures were said.

    `said` is in the order of the hours. Linear, but for putting what is asked in order.
    """
    # Of every moment only the last two different figures matter: one of them is another one.
    moments: list[tuple[datetime, dict[_Figures, datetime]]] = []
    latest: dict[_Figures, datetime] = {}
    for hour, many in groupby(said, key=lambda pair: pair[0]):
        for _, figures in many:
            latest.pop(figures, None)
            latest[figures] = hour
            if len(latest) > 2:
                latest.pop(next(iter(latest)))
        moments.append((hour, dict(latest)))
    answers: list[datetime | None] = [None] * len(asked)
    at = -1
    for place in sorted(range(len(asked)), key=lambda place: asked[place][0]):
        hour, figures = asked[place]
        while at + 1 < len(moments) and moments[at + 1][0] <= hour:
            at += 1
        if at >= 0:
            answers[place] = max((when for other, when in moments[at][1].items() if other != figures), default=None)
    return answers
