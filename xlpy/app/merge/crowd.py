"""The files of a day handed to an executor, in batches: read and judged wherever that works, told in their order here.

Any `concurrent.futures.Executor` will do. What the others cannot do, for want of a unit's days or because a machine
failed, is done here: it costs time and nothing else.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from datetime import date
from math import ceil
from pathlib import Path
from typing import NamedTuple

from xlpy import __version__
from xlpy.app.merge.batch import NOT_SENT, Batch, BatchFailed, Days, Done, Ground, Packed, work_off
from xlpy.core.campaign.mix import REPORTS
from xlpy.core.consolidate import Judged
from xlpy.core.grid import Snapshot
from xlpy.core.identify import name_evidence
from xlpy.core.plan.plan import Plan
from xlpy.core.receipt import Letter, Receipt
from xlpy.core.records import AcceptedDay
from xlpy.core.text import number
from xlpy.doors.disk.reaching import open_file
from xlpy.doors.files.reader import Reader
from xlpy.doors.files.worker import MOST_FILE_BYTES
from xlpy.rules.judge import Background

FEWEST = 100
"""Files of a batch: a process of its own and a way over the network are worth so many."""

_BATCHES = 32
"""Into which a large day is cut: so that the last machine to end is not long alone."""
_MOST_BYTES = 8 << 20
"""Of a batch: it is held in memory on both sides."""
_AHEAD = 16
"""Batches under way at once."""
_DAYS = REPORTS + 1
"""Of a unit's history that go along, as the journal fetches them."""
_LOOK_EVERY = 5.0
"""Seconds between looks whether anybody is still at work."""
_MOST_FAILURES = 3
"""Batches that failed, after which nothing more is handed on."""

Files = Mapping[str, tuple[Path, str]]
"""SHA-256 → copy, name for messages."""


class Judging(NamedTuple):
    """What a day's files are judged by. `text` is the plan's; `received` are the receipts of each content."""

    plan: Plan
    text: str
    day: date
    background: Background
    received: Mapping[str, Sequence[tuple[Receipt, Letter | None]]]


class Crowd:
    """Hands files on to `executor`, of which people are told as `where`.

    `gone` says why nobody is at work any more, "" where somebody is. `judged` fills as files come back; `notes` are
    for people, where something went otherwise.
    """

    def __init__(self, executor: Executor, where: str, gone: Callable[[], str] = lambda: "") -> None:
        self._executor, self._where, self._gone = executor, where, gone
        self._failures: list[str] = []
        self._here = 0
        self.judged: dict[Receipt, Judged] = {}

    @property
    def notes(self) -> tuple[str, ...]:
        """What people should know: that this machine had to do what was meant for others, and why."""
        if not self._failures:
            return ()
        told = f"{self._where}: {self._failures[0]}. Máy này đã tự đọc {number(self._here)} tệp; kết quả không đổi."
        return (told,)

    def read(self, reader: Reader, files: Files, judging: Judging | None) -> Iterator[Snapshot]:
        """A snapshot for each file, in order; those of files that were judged have no sheets any more."""
        under_way: deque[tuple[Sequence[str], Future[tuple[Done, ...]] | None]] = deque()
        for packed in _cut(files, judging):
            under_way.append((tuple(packed), self._handed_on(packed, judging)))
            if len(under_way) >= _AHEAD:
                yield from self._come(reader, files, judging, *under_way.popleft())
        while under_way:
            yield from self._come(reader, files, judging, *under_way.popleft())

    def _handed_on(
        self, packed: Mapping[str, Packed | None], judging: Judging | None
    ) -> "Future[tuple[Done, ...]] | None":
        if len(self._failures) >= _MOST_FAILURES:
            return None
        going = tuple(item for item in packed.values() if item is not None)
        ground = _ground(judging, going) if judging is not None else None
        try:
            return self._executor.submit(work_off, Batch(__version__, going, ground))
        except RuntimeError as error:  # it takes nothing any more
            self._failed(str(error))
            return None

    def _come(
        self,
        reader: Reader,
        files: Files,
        judging: Judging | None,
        batch: Sequence[str],
        future: "Future[tuple[Done, ...]] | None",
    ) -> Iterator[Snapshot]:
        """The snapshots of a batch, those that nobody made made here."""
        done = {item.sha256: item for item in self._result(future)} if future is not None else {}
        here = [digest for digest in batch if digest not in done]
        self._here += len(here)
        read = reader.read([files[digest] for digest in here])
        for digest in batch:
            item = done.get(digest)
            if item is None:
                yield next(read)
                continue
            for judged, code in item.judged if judging is not None else ():
                form, unit = judged.submission, judging.plan.senders.by_code[code] if judging and code else None
                self.judged[judged.receipt] = judged._replace(submission=form and form._replace(unit=unit))
            yield item.snapshot
        for _ in read:  # nothing: the reader knows now that all was taken
            pass

    def _result(self, future: "Future[tuple[Done, ...]]") -> tuple[Done, ...]:
        """What became of a batch; nothing where it failed. Waits as long as somebody is at work, however slow."""
        looked = 0
        while True:
            try:
                return future.result(timeout=_LOOK_EVERY)
            except TimeoutError:
                why = self._gone()
                looked = looked + 1 if why else 0
                if looked < 2:  # a machine that was started anew is back by the second look
                    continue
                self._failures.extend([why] * _MOST_FAILURES)
            except BatchFailed as error:
                self._failed(str(error))
            except Exception as error:  # whatever an executor raises, it is no fault of the files
                self._failed(f"{type(error).__name__}: {' '.join(str(error).split())}"[:200])
            future.cancel()
            return ()

    def _failed(self, why: str) -> None:
        self._failures.append(why)


def _cut(files: Files, judging: Judging | None) -> Iterator[dict[str, Packed | None]]:
    """The files in batches, in order; None stands for one whose copy cannot be had now."""
    most = max(FEWEST, ceil(len(files) / _BATCHES))
    batch: dict[str, Packed | None] = {}
    size = 0
    for digest, (path, name) in files.items():
        received = tuple(judging.received.get(digest, ())) if judging is not None else ()
        batch[digest] = packed = _packed(digest, path, name, received)
        size += len(packed.data) if packed is not None else 0
        if len(batch) >= most or size >= _MOST_BYTES:
            yield batch
            batch, size = {}, 0
    if batch:
        yield batch


def _packed(digest: str, path: Path, name: str, received: tuple[tuple[Receipt, Letter | None], ...]) -> Packed | None:
    try:
        if path.stat().st_size > MOST_FILE_BYTES:
            return None  # told of without being opened
        with open_file(path) as stream:
            return Packed(digest, name, path.suffix, stream.read(), received)
    except OSError:
        return None


def _ground(judging: Judging, files: Iterable[Packed]) -> Ground | None:
    """What these files are judged by. Of a day on which another plan was in force, the files are judged here."""
    background = judging.background
    if background.in_force is not None:
        return None
    received = [item for file in files for item in file.received]
    digests = {file.sha256 for file in files}
    known = bool(background.history or background.later or background.standing)
    units = _named(judging.plan, received) if known else frozenset[str]()
    sent = background._replace(
        history={unit: _last(background.history[unit]) for unit in units if unit in background.history},
        later={unit: background.later[unit] for unit in units if unit in background.later},
        standing={unit: background.standing[unit] for unit in units if unit in background.standing},
        same_bytes={sha: days for sha, days in background.same_bytes.items() if sha in digests},
        by_name=frozenset(item for item in background.by_name if item[1] in digests),
        withdrawn={sha: unit for sha, unit in background.withdrawn.items() if sha in digests},
        first_seen={key: day for key, day in background.first_seen.items() if key[0] in digests},
        elsewhere=frozenset(item for item in background.elsewhere if item.sha256 in digests),
        letters={},
        last_entered=NOT_SENT if known else {},
    )
    return Ground(judging.text, judging.day, sent, units if known else None)


def _named(plan: Plan, received: Iterable[tuple[Receipt, Letter | None]]) -> frozenset[str]:
    """The units that names and senders speak of: their days go along. Whose a form is, nobody knows before."""
    named = {unit.code for receipt, _ in received for unit in name_evidence(receipt.name, plan.senders).units}
    senders = {plan.lookup.unit_of(letter.sender) for _, letter in received if letter}
    return frozenset(named | {code for code in senders if code})


def _last(days: Sequence[AcceptedDay]) -> Days:
    return Days(tuple(days[-back] for back in range(min(len(days), _DAYS), 0, -1)), len(days))
