"""A batch of files as it goes to another machine: the bytes, and what they are judged by; and what comes back.

The other machine needs this package and nothing else: no folder, no journal. There each batch has a process of its own,
which starts a reader as a press does: a file that a reader dies of costs itself and nothing else.
"""

import json
import pickle
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, TypeVar, overload

from xlpy import __version__
from xlpy.core.consolidate import Judged
from xlpy.core.grid import Snapshot
from xlpy.core.plan.dated import of_day
from xlpy.core.plan.plan import Plan, parse_plan
from xlpy.core.receipt import Letter, Receipt
from xlpy.core.records import AcceptedDay
from xlpy.core.source import Fault
from xlpy.doors.disk.scratch import scratch
from xlpy.doors.files.reader import Reader
from xlpy.programs import module_path
from xlpy.rules.judge import Background, judge

_START = "import sys; sys.path[:] = {path!r}; from xlpy.app.merge.batch import serve; serve()"


class Packed(NamedTuple):
    """A file: its hash, its name for messages, how its copy's name ends, its bytes, and as what it was received."""

    sha256: str
    name: str
    suffix: str
    data: bytes
    received: tuple[tuple[Receipt, Letter | None], ...] = ()


class Ground(NamedTuple):
    """What files are judged by: the plan's text, the day, and what is known beside them.

    `background` holds the days of the units in `covered` alone; None says of all units that are known. Who asks for
    more, of another unit or farther back, is told `NotHere`.
    """

    plan: str
    day: date
    background: Background
    covered: frozenset[str] | None


class Batch(NamedTuple):
    """Files to be read, and to be judged where there is a ground for it. `program` is the version that sends them."""

    program: str
    files: tuple[Packed, ...]
    ground: Ground | None


class Done(NamedTuple):
    """What became of a file. Where it was judged, once as each of what it was received as, its sheets stay behind.

    Units are told by their codes: they are the same only within one plan's tree.
    """

    sha256: str
    snapshot: Snapshot
    judged: tuple[tuple[Judged, str | None], ...] = ()


class NotHere(LookupError):
    """What was asked for was not sent along."""


class BatchFailed(Exception):
    """A batch was not worked off. No file is to blame."""


class Days(Sequence[AcceptedDay]):
    """A unit's accepted days, of which the last ones were sent along."""

    def __init__(self, last: tuple[AcceptedDay, ...], count: int) -> None:
        self._last, self._count = last, count

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> AcceptedDay: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[AcceptedDay]: ...
    def __getitem__(self, place: int | slice) -> AcceptedDay | Sequence[AcceptedDay]:
        if len(self._last) == self._count:
            return self._last[place]
        if isinstance(place, slice):
            raise NotHere
        from_the_end = place if place < 0 else place - self._count
        if from_the_end >= 0:
            raise IndexError(place)
        if from_the_end < -len(self._last):
            raise NotHere
        return self._last[from_the_end]


Known = TypeVar("Known")


class _Covered(dict[str, Known]):
    """What is known of the units that were sent along."""

    def __init__(self, known: Mapping[str, Known], covered: frozenset[str] | None) -> None:
        super().__init__(known)
        self._covered = covered

    def get(self, unit: str, instead: Any = None, /) -> Any:
        """As of any mapping, for a unit that is covered or none. Raises NotHere for another one."""
        if self._covered is not None and unit and unit not in self._covered:
            raise NotHere(unit)
        return super().get(unit, instead)


class _NotSent(Mapping[Any, Any]):
    """What does not go along, since few ask for it."""

    def __getitem__(self, asked: Any) -> Any:
        raise NotHere(asked)

    def __iter__(self) -> Iterator[Any]:
        raise NotHere

    def __len__(self) -> int:
        raise NotHere


NOT_SENT = _NotSent()


def work_off(batch: Batch) -> tuple[Done, ...]:
    """Read a batch, and judge it where that was asked, in a process of its own. Raises BatchFailed.

    This is what an executor runs, on whichever machine.
    """
    if batch.program != __version__:
        raise BatchFailed(f"máy trong cụm cài Hotich {__version__}, máy này {batch.program}: cài cùng một bản")
    start = _START.format(path=module_path(sys.path))
    ran = subprocess.run(
        [sys.executable, "-P", "-c", start], input=pickle.dumps(batch), capture_output=True, check=False
    )
    if ran.returncode != 0:
        lines = ran.stderr.decode("utf-8", "replace").strip().splitlines()
        raise BatchFailed(lines[-1] if lines else f"mã dừng {ran.returncode}")
    done: tuple[Done, ...] = pickle.loads(ran.stdout)
    return done


def serve() -> None:
    """The process of one batch: it comes on the standard input, and what became of it goes to the output."""
    answers = sys.stdout.buffer
    sys.stdout = sys.stderr  # nobody else writes among the answers
    batch: Batch = pickle.load(sys.stdin.buffer)
    answers.write(pickle.dumps(tuple(_worked_off(batch))))
    answers.flush()


def _worked_off(batch: Batch) -> Iterator[Done]:
    with scratch("lo") as place, Reader() as reader:
        files = []
        for number, packed in enumerate(batch.files):
            path = place.path / f"{number}{packed.suffix}"
            path.write_bytes(packed.data)
            files.append((path, packed.name))
        answers = reader.read(files)
        ground = batch.ground
        plan = of_day(parse_plan(json.loads(ground.plan)), ground.day) if ground is not None else None
        for packed, snapshot in zip(batch.files, answers, strict=True):
            judged = _judged(plan, ground, packed, snapshot) if plan is not None and ground is not None else ()
            yield Done(packed.sha256, snapshot._replace(grids=()) if judged else snapshot, judged)


def _judged(plan: Plan, ground: Ground, packed: Packed, snapshot: Snapshot) -> tuple[tuple[Judged, str | None], ...]:
    """The verdicts on one file; none where something was not sent along that they depend on."""
    unread = any(problem.fault is Fault.CANNOT_OPEN for problem in snapshot.problems)
    if unread or snapshot.sha256 not in ("", packed.sha256):
        return ()  # of that machine's disk, and not of the file
    background = ground.background._replace(
        history=_Covered(ground.background.history, ground.covered),
        later=_Covered(ground.background.later, ground.covered),
        standing=_Covered(ground.background.standing, ground.covered),
        letters={receipt: letter for receipt, letter in packed.received if letter},
    )
    found = []
    try:
        for receipt, _ in packed.received:
            judged = judge(plan, ground.day, receipt, snapshot.named(receipt.name), background)
            form = judged.submission
            code = form.unit.code if form and form.unit else None
            found.append((judged._replace(submission=form and form._replace(unit=None)), code))
    except NotHere:
        return ()
    return tuple(found)
