"""What holds of every file, whatever was done to it, and the files to which it is done."""

import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path

from tests.fuzz.book import Sheet, package
from tests.kit.crafted import xlsb
from tests.kit.forms import BU_DANG, DAY, FILE, Office, as_ods, as_xls, figures_of
from tests.kit.hostile import pack
from tests.kit.letters import attached, letter, outlook, words
from xlpy.core.consolidate import Judged, Verdict
from xlpy.core.grid import Grid, Snapshot
from xlpy.core.receipt import Letter, Receipt
from xlpy.core.records import KINDS, Kind
from xlpy.core.source import Fault, Finding, Problem, Severity
from xlpy.doors.disk.plan_file import default_plan
from xlpy.doors.files.reader import Reader
from xlpy.drawing.returned import CannotReturn, Heading, draw_return
from xlpy.rules.judge import Background, judge

SAYS_NOTHING_OF_FIGURES = frozenset(
    {"TT06", "TT07", "TT11", "BM13", "BM18", "BM19", "BM23", "BM24", "BM25", "SL12", "SL14", "TG05", "TM07", "TM09"}
)
"""Codes of what is told beside figures that are taken all the same: none of them excuses a wrong one."""

_ENGLISH = re.compile(r"\b(?:Traceback|[A-Z]\w+(?:Error|Exception)|panicked|unwrap|thread '|called `|Cannot |invalid )")
_GAVE_UP = re.compile("PanicException|memory allocation")
_LONGEST_FINDING = 4000
_SAID = Heading("Huyện Bù Đăng, ngày 23/5/2023")


class Broken(AssertionError):
    """A law does not hold of a file."""


@dataclass
class Bench:
    """Where files are put, read by the process that may die of them, and judged."""

    office: Office
    reader: Reader
    folder: Path
    last: Path = Path()
    seen: Counter[str] = field(default_factory=Counter)
    """How often what became of a file: a run of which nothing is ever accepted tries nothing."""

    @staticmethod
    def opened() -> "Bench":
        return Bench(Office.opened(default_plan().plan), Reader(), Path(tempfile.mkdtemp(prefix="hotich-fuzz-")))

    def close(self) -> None:
        with self.reader:
            shutil.rmtree(self.folder)

    @property
    def today(self) -> int:
        """The births of the day, as they are in truth."""
        return self.office.second[BU_DANG].today[Kind.BIRTH]

    def read(self, data: bytes, file: str = FILE) -> Snapshot:
        """What the reader tells of a file."""
        path = self.folder / file
        path.write_bytes(data)
        (snapshot,) = self.reader.read([(path, file)])
        return snapshot

    def sheets(self) -> tuple[Sheet, ...]:
        """Right forms: one unit's line alone, all units', communes with TỔNG."""
        habits = [{}, {"lines": "all", "others": "zero"}, {"total_line": True}, {"lines": "parts", "formulas": True}]
        return tuple(Sheet.of(self.office.sheet(**habit)) for habit in habits)

    def files(self) -> dict[str, tuple[str, bytes]]:
        """A right form in every format and wrapping, by extension."""
        grid = self.office.sheet()
        book, name = package((Sheet.of(grid),)), FILE.removesuffix(".xlsx")
        return {
            "xlsx": (FILE, self.office.form(lines="all")),
            "xls": (f"{name}.xls", as_xls(grid)),
            "ods": (f"{name}.ods", as_ods(grid)),
            "xlsb": (f"{name}.xlsb", xlsb(grid.sheet, grid.cells)),
            "eml": (f"{name}.eml", letter(words(), attached(book, f'filename="{FILE}"'))),
            "msg": (f"{name}.msg", outlook((FILE, book))),
            "zip": (f"{name}.zip", pack([(FILE, book), (f"{name}.xls", as_xls(grid))])),
        }

    def kept(self) -> Path:
        """The last file that was tried, in a place of its own: of a broken law, the smallest that breaks it."""
        place = Path(tempfile.mkdtemp(prefix="hotich-broken-"))
        return Path(shutil.copy(self.last, place))

    def try_out(self, data: bytes, file: str = FILE) -> None:
        """Take a file in, and all that it holds. Raises Broken."""
        path = self.folder / file
        path.write_bytes(data)
        self.last = path
        if path.suffix in (".eml", ".msg", ".zip"):
            (opened,) = self.reader.open([(path, file)])
            if opened.container:
                self._judge(Snapshot(file, "0" * 64, problems=opened.problems, opened=True), opened.letter)
                for number, inside in enumerate(opened.enclosed):
                    inner = self.folder / f"{number}"
                    inner.write_bytes(inside.data)
                    (snapshot,) = self.reader.read([(inner, inside.name)])
                    self._judge(snapshot, inside.letter)
                return
        (snapshot,) = self.reader.read([(path, file)])
        judged = self._judge(snapshot, None)
        if judged.findings and data.startswith(b"PK"):
            self._return(data, judged, snapshot)

    def _judge(self, snapshot: Snapshot, came_in: Letter | None) -> Judged:
        for problem in snapshot.problems:
            _is_no_fault_of_ours(problem)
        receipt = Receipt(snapshot.file, snapshot.sha256, datetime.combine(DAY, time(13), self.office.plan.timezone))
        history = {code: (self.office._accepted(work),) for code, work in self.office.first.items()}
        letters = {receipt: came_in} if came_in else {}
        judged = judge(self.office.plan, DAY, receipt, snapshot, Background(history=history, letters=letters))
        self.seen[f"{judged.verdict.value} {' '.join(sorted({found.code for found in judged.findings}))}"] += 1
        for finding in judged.findings:
            _is_fit_for_people(finding)
        if judged.verdict in (Verdict.ACCEPT, Verdict.WARN):
            self._is_true_or_told(judged)
        return judged

    def _is_true_or_told(self, judged: Judged) -> None:
        form = judged.submission
        if form is None:
            raise Broken(f"accepted without a form: {judged}")
        truth = {
            kind: (self.office.second[BU_DANG].today[kind], self.office.second[BU_DANG].entered[kind]) for kind in KINDS
        }
        told = {found.code for found in judged.findings} - SAYS_NOTHING_OF_FIGURES
        if (judged.unit, form.date, figures_of(form)) != (BU_DANG, DAY, truth) and not told:
            raise Broken(f"{judged.unit} {form.date} {figures_of(form)}, the truth is {truth}; told: {judged.findings}")

    def _return(self, data: bytes, judged: Judged, snapshot: Snapshot) -> None:
        with suppress(CannotReturn):
            made = draw_return(data, judged.findings, "Sở Tư pháp", _SAID)
            again = {grid.sheet: _plain(grid) for grid in self.read(made, "tra lai.xlsx").grids}
            for grid in snapshot.grids:
                if again.get(grid.sheet) != _plain(grid):
                    raise Broken(f"returned, sheet {grid.sheet!r} is another")


def _is_no_fault_of_ours(problem: Problem) -> None:
    """The library that reads may give up over a file; our own code may not, and none may take longer than it is given."""
    if problem.fault is Fault.READER_FAILED and not _GAVE_UP.search(str(problem.values.get("said", ""))):
        raise Broken(f"the reader died: {dict(problem.values)}")


def _plain(grid: Grid) -> dict[object, object]:
    return {at: repr(value) for at, value in grid.cells.items()}


def _is_fit_for_people(finding: Finding) -> None:
    text = str(finding)
    if not text.replace("\n", " ").isprintable() and any(not letter.isspace() for letter in _unprintable(text)):
        raise Broken(f"cannot be shown: {text!r}")
    if "\n" in finding.message or len(text) > _LONGEST_FINDING:
        raise Broken(f"of several lines, or without end: {text[:500]!r} ({len(text)})")
    if finding.severity is Severity.ERROR and not finding.fix:
        raise Broken(f"nothing to do about it: {text}")
    if found := _ENGLISH.search(text):
        raise Broken(f"no words for people: {found.group()!r} in {text}")


def _unprintable(text: str) -> Iterator[str]:
    return (letter for letter in text if not letter.isprintable())
