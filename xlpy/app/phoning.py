"""Nhập tay: what units told by telephone goes into the inbox as files, and is then received like any other."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from xlpy.core.grid import Value
from xlpy.core.plan import Plan
from xlpy.core.records import Kind
from xlpy.doors.saving import write
from xlpy.drawing.phoned import draw_phoned, phoned_name

SUBFOLDER = "nhap-tay"


class Phoned(NamedTuple):
    """Figures that the office typed in for a unit: as they were typed, right or wrong; and who told them."""

    unit: str
    figures: Mapping[Kind, Value]
    note: str = ""


@contextmanager
def put_phoned(inbox: Path, plan: Plan, day: date, told: Sequence[Phoned], now: datetime) -> Iterator[None]:
    """Put each unit's figures into the inbox; where the run is called off, they are taken out again.

    The same figures told twice are one file. Raises OSError.
    """
    made: list[Path] = []
    places = {unit.code: place for place, unit in enumerate(plan.senders)}
    try:
        for item in told:
            place = places[item.unit]
            unit = plan.senders[place]
            data = draw_phoned(unit, place, day, item.figures, item.note)
            path = _free(inbox / SUBFOLDER / phoned_name(unit, day), data)
            if not path.exists():
                path.parent.mkdir(exist_ok=True)
                made.append(path)
                write(path, data)
                os.utime(path, (now.timestamp(), now.timestamp()))
        yield
    except BaseException:
        for path in made:
            path.unlink(missing_ok=True)
        raise


def _free(path: Path, data: bytes) -> Path:
    """The name for a file: its own, or the next numbered one where other figures have it."""
    number = 1
    candidate = path
    while candidate.exists() and candidate.read_bytes() != data:
        number += 1
        candidate = path.with_stem(f"{path.stem} ({number})")
    return candidate
