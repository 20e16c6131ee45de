"""Nhập tay: what units told by telephone goes into the inbox as files, and is then received like any other."""

import os
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from xlpy.app.folder import PHONED_FOLDER
from xlpy.core.grid import Position, Value
from xlpy.core.plan.plan import Plan
from xlpy.core.records import Kind
from xlpy.doors.disk.saving import write
from xlpy.drawing.office_book.phoned import draw_phoned, phoned_name, typing_cell


class Phoned(NamedTuple):
    """Figures that the office typed in for a unit: as they were typed, right or wrong; and who told them.

    `at` is the first of the cells in which they were typed, None where that was in no workbook. `reason` is what was
    chosen, or typed, for a day of zeros.
    """

    unit: str
    figures: Mapping[Kind, Value]
    note: str = ""
    at: Position | None = None
    reason: Value | None = None


@contextmanager
def put_phoned(
    inbox: Path, plan: Plan, day: date, told: Sequence[Phoned], now: datetime, withdrawn: Container[str] = ()
) -> Iterator[None]:
    """Put each unit's figures into the inbox; where the run is called off, they are taken out again.

    The same figures told twice in a row are one file, unless that was `withdrawn` (by SHA-256). Raises OSError.
    """
    made: list[Path] = []
    places = {unit.code: place for place, unit in enumerate(plan.senders)}
    try:
        for item in told:
            place = places[item.unit]
            unit = plan.senders[place]
            first = inbox / PHONED_FOLDER / phoned_name(unit, day)
            number = _last(first)
            draw = partial(draw_phoned, unit, item.at or typing_cell(place), day, item.figures, item.note, item.reason)
            data = draw(number)
            same = number and _numbered(first, number).read_bytes() == data
            if not same or sha256(data).hexdigest() in withdrawn:
                # Also where an earlier file has these figures: what was told last counts.
                path, data = _next(first, number + 1, withdrawn, draw)
                path.parent.mkdir(exist_ok=True)
                made.append(path)
                write(path, data)
                os.utime(path, (now.timestamp(), now.timestamp()))
        yield
    except BaseException:
        for path in made:
            path.unlink(missing_ok=True)
        raise


def _next(first: Path, number: int, withdrawn: Container[str], draw: Callable[[int], bytes]) -> tuple[Path, bytes]:
    """The next file of a unit's day; its bytes are none of those that were withdrawn and tidied away."""
    while sha256(data := draw(number)).hexdigest() in withdrawn:
        number += 1
    return _numbered(first, number), data


def _last(path: Path) -> int:
    """The number of the last file of a unit's day; 0 where there is none yet."""
    number = 0
    while _numbered(path, number + 1).exists():
        number += 1
    return number


def _numbered(path: Path, number: int) -> Path:
    return path if number == 1 else path.with_stem(f"{path.stem} ({number})")
