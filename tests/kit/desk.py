"""The office's desk: a file comes in, a worker process reads it, the rules judge it."""

import pickle
import re
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import NamedTuple

from xlpy.core.consolidate import Judged, Verdict
from xlpy.core.grid import Snapshot
from xlpy.core.plan.plan import Plan
from xlpy.core.receipt import Receipt
from xlpy.core.records import KINDS, Kind, Measure
from xlpy.core.source import Finding, Severity
from xlpy.demo.clerks import Hand, write_form
from xlpy.demo.truth import Work
from xlpy.doors.files.reader import Reader
from xlpy.rules.judge import Background, judge

DAY = date(2023, 5, 22)
UNIT = "696"
FILE = "bu dang 22-5.xlsx"
FORM = "Phụ lục 01"
"""The sheet's name in a good form."""
MIB = 1024 * 1024


@dataclass(frozen=True)
class Desk:
    """What tests of hostile files have at hand: the plan, one unit's work of the day, a reader, a folder."""

    plan: Plan
    work: Work
    reader: Reader
    folder: Path
    numbers: "count[int]" = field(default_factory=count)

    def form(self, **habits: object) -> bytes:
        """The unit's form, faultless, in a hand with some habits."""
        return write_form(self.plan, self.work, replace(Hand(FILE), **habits))  # type: ignore[arg-type]

    def save(self, data: bytes, file: str = FILE) -> Path:
        """The bytes as a file, in a folder of its own."""
        path = self.folder / str(next(self.numbers)) / file
        path.parent.mkdir()
        path.write_bytes(data)
        return path

    def read(self, data: bytes, file: str = FILE) -> Snapshot:
        """What the worker tells of a file."""
        (snapshot,) = self.reader.read([(self.save(data, file), file)])
        return snapshot

    def judged(self, data: bytes, file: str = FILE) -> Judged:
        """What becomes of a file."""
        return self.decided(self.read(data, file))

    def decided(self, snapshot: Snapshot) -> Judged:
        """What the rules say of a file that was read."""
        received = datetime(2023, 5, 22, 13, tzinfo=self.plan.timezone)
        return judge(self.plan, DAY, Receipt(snapshot.file, snapshot.sha256, received), snapshot, Background())

    def accepts(self, data: bytes, file: str = FILE, *, told: Iterable[str] = ()) -> Judged:
        """Assert that a file is taken without warning, with the true figures; `told` are codes of information."""
        judged = self.judged(data, file)
        assert judged.verdict is Verdict.ACCEPT, judged.findings
        assert [finding.code for finding in judged.findings] == list(told)
        assert figures(judged) == self.truth
        return judged

    def warns(self, data: bytes, code: str, *words: str, file: str = FILE, truth: bool = True) -> Finding:
        """Assert that a file is taken with one warning, which says these words; `truth`: with the true figures."""
        judged = self.judged(data, file)
        assert judged.verdict is Verdict.WARN, judged.findings
        if truth:
            assert figures(judged) == self.truth
        return _only(judged, code, Severity.WARNING, words)

    def refuses(self, data: bytes, code: str, *words: str, file: str = FILE) -> Finding:
        """Assert that a file is refused for one error, which says these words."""
        judged = self.judged(data, file)
        assert judged.verdict is Verdict.REFUSE, judged.findings
        return _only(judged, code, Severity.ERROR, words)

    @property
    def truth(self) -> dict[Kind, tuple[int | None, int | None]]:
        """Kind → cases of the day and since the start."""
        return {kind: (self.work.today[kind], self.work.entered[kind]) for kind in KINDS}


def figures(judged: Judged) -> dict[Kind, tuple[int | None, int | None]]:
    """Kind → cases of the day and since the start, as read."""
    form = judged.submission
    assert form is not None
    return {kind: (form.value(kind, Measure.TODAY), form.value(kind, Measure.ENTERED)) for kind in KINDS}


def _only(judged: Judged, code: str, severity: Severity, words: Sequence[str]) -> Finding:
    (finding,) = (found for found in judged.findings if found.severity is severity)
    assert finding.code == code, finding
    assert finding.source.file == judged.receipt.name
    assert finding.fix
    for word in words:
        assert word in str(finding), f"{word!r} is not in {finding}"
    return finding


def processor(pid: int) -> float:
    """Seconds of processor that a process has used; elsewhere than on Linux the clock's."""
    return time.clock_gettime((~pid << 3) | 2) if sys.platform == "linux" else time.monotonic()


class Measured(NamedTuple):
    """What a worker told of a file, and what that cost: seconds of processor, so that a busy machine is no fault."""

    snapshot: Snapshot
    seconds: float
    mebibytes: float


def measure(path: Path) -> Measured:
    """Read a file in a worker of its own and ask the system what that took."""
    # In a process of its own: a fork of this one would begin with all that the tests have in memory.
    done = subprocess.run([sys.executable, "-P", "-c", _MEASURING, str(path)], capture_output=True, check=True)
    snapshot, took, status = pickle.loads(done.stdout)
    most = re.search(r"VmHWM:\s*(\d+) kB", status)
    assert most is not None
    return Measured(snapshot, took, int(most[1]) / 1024)


_MEASURING = """
import pickle, sys
from pathlib import Path
from time import clock_gettime
from xlpy.doors.files.reader import Reader

path = Path(sys.argv[1])
with Reader() as reader:
    worker = reader.pid
    began = clock_gettime((~worker << 3) | 2)
    (snapshot,) = reader.read([(path, path.name)])
    took = clock_gettime((~worker << 3) | 2) - began
    status = Path(f"/proc/{worker}/status").read_text(encoding="utf-8")
sys.stdout.buffer.write(pickle.dumps((snapshot, took, status)))
"""
