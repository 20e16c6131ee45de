"""The file door: workbooks on disk → Snapshots, read in a separate process."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from xlpy.core.grid import Snapshot
from xlpy.core.receipt import holder_of
from xlpy.core.source import Fault, Problem, Source
from xlpy.doors.files.process import Worker
from xlpy.doors.files.worker import Unfit

if TYPE_CHECKING:
    from xlpy.doors.files.containers import Opened

PATIENCE = 20.0
"""Seconds of processor that one file may take, all that a letter or an archive holds together; an ordinary one takes
a few thousandths. Also how long the reader may stand still, waiting for a disk that does not answer."""

START_PATIENCE = 60.0
"""Seconds of processor in which a reader must have started, and for which it may stand still before; on Windows, with a
virus scanner looking on, it takes a few."""

_AHEAD = 4000
"""Bytes of requests sent before their answers are read: enough to keep the worker busy, and no more than the
smallest pipe holds (Windows: 4 KiB), so that nobody waits to write to one who waits to write back."""

_FEW_LEFT = 4
"""Requests sent ahead and not answered, at which more are sent: at the ordinary length of a name, half of those."""

_LOOK_EVERY = 0.5
_PROGRESS = 0.01
"""Seconds of processor that count as going on."""

Request: TypeAlias = tuple[Path, str, tuple[str, ...] | None]
"""A file, its name for messages, sheets to skip; None in their place asks what the file holds."""

Answer = TypeVar("Answer")


class ReaderUnavailable(Exception):
    """The reader does not run on this PC. No file is to blame; the message says so and what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"Máy này không chạy được phần đọc tệp Excel ({reason}). Chưa ghi nhận gì, tệp của các đơn vị không có "
            "lỗi. Chạy lệnh hotich tu-kiem để biết việc cần làm, rồi chạy lại."
        )
        self.reason = reason


class _TooSlow(Exception):
    """The file has used up its time."""


class _Stuck(Exception):
    """Nothing goes on, and no answer comes."""


class Reader:
    """Reads workbooks in a worker process, started at once so that it warms up while the caller prepares.

    A worker that dies or hangs costs the file it was reading; the next files get a new one. Use as a context.
    Where no worker comes to read at all, whatever is asked raises ReaderUnavailable.
    """

    def __init__(self, patience: float = PATIENCE, spent: dict[str, float] | None = None) -> None:
        self._patience = patience
        self._greeted, self._refusals, self._used = False, 0, 0.0
        self._spent: dict[str, float] = {} if spent is None else spent
        """Seconds used by each letter or archive, with all that it holds; readers that share the work share these."""
        self._start()

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, *_: object) -> None:
        self._worker.close()

    @property
    def pid(self) -> int:
        """The number of the process that reads now."""
        return self._worker.pid

    def read(self, files: Sequence[tuple[Path, str]], skip: Iterable[str] = ()) -> Iterator[Snapshot]:
        """A snapshot for each (path, name for messages), in order. The worker begins at once, not when asked.

        Sheets named in `skip` are not read. All answers must be taken before more is asked.
        """
        requests: list[Request] = [(path, name, tuple(skip)) for path, name in files]

        def unread(name: str, problem: Problem) -> Snapshot:
            return Snapshot(name, problems=(problem,))

        return self._answers(requests, self._send(requests, 0, 0) if requests else 0, unread)

    def open(self, files: Sequence[tuple[Path, str]]) -> "Iterator[Opened]":
        """What letters and archives hold, for each (path, name for messages), in order; as with `read`."""
        from xlpy.doors.files.containers import Opened

        requests: list[Request] = [(path, name, None) for path, name in files]

        def unopened(_: str, problem: Problem) -> Opened:
            return Opened(True, problems=(problem,))

        return self._answers(requests, self._send(requests, 0, 0) if requests else 0, unopened)

    def try_out(self) -> None:
        """Start and read a small workbook, and load all that some files need. Raises ReaderUnavailable."""
        self._worker.pipe.send(None)
        try:
            self._receive(self._patience)
        except (OSError, EOFError) as error:
            raise ReaderUnavailable("; ".join(filter(None, self._worker.last_words()))) from error
        except (_TooSlow, _Stuck) as error:
            raise ReaderUnavailable(f"không trả lời sau {self._patience:g} giây") from error

    def _answers(
        self, files: Sequence[Request], sent: int, failed: Callable[[str, Problem], Answer]
    ) -> Iterator[Answer]:
        """`failed` makes the answer for a file that the worker did not survive."""
        for done, (_, name, _skip) in enumerate(files):
            account, died = holder_of(name), False
            while True:
                left = self._patience - (self._spent.get(account, 0.0) if account else 0.0)
                if left <= 0:
                    answer, sent = self._give_up(failed, name, _late(name, account, self._patience), done, sent)
                    break
                sent = self._send(files, done, sent)
                try:
                    answer = self._receive(left, account)
                    break
                except _TooSlow:
                    self._spent[account] = self._patience
                    answer, sent = self._give_up(failed, name, _late(name, account, self._patience), done, sent)
                    break
                except _Stuck:
                    answer, sent = self._give_up(failed, name, _stuck(name, self._patience), done, sent)
                    break
                except (OSError, EOFError):
                    (ended, said), at_work = self._worker.last_words(), self._greeted
                    self._start_anew()
                    sent = done
                    # Once is chance (somebody ended it, or a virus scanner did); the same file twice is the file.
                    if died:
                        problem = Problem(Fault.READER_FAILED, Source(name), {"reason": ended, "said": said})
                        answer, sent = failed(name, problem), done + 1
                        break
                    died = at_work
            yield answer

    def _give_up(
        self, failed: Callable[[str, Problem], Answer], name: str, problem: Problem, done: int, sent: int
    ) -> tuple[Answer, int]:
        """The answer for a file that is not waited for; a worker that has it already is ended."""
        if sent > done:
            self._start_anew()
        return failed(name, problem), done + 1

    def _send(self, files: Sequence[Request], done: int, sent: int) -> int:
        """Send what may go ahead beside the unanswered requests, but at least one; returns how many were sent."""
        if sent - done > _FEW_LEFT:
            return sent  # enough to do yet: a few at once cost less than one each time
        ahead = sum(_length(file) for file in files[done:sent])
        while sent < len(files) and (sent <= done or ahead + _length(files[sent]) <= _AHEAD):
            with suppress(OSError):  # the worker is dead; which file it died of shows when the answers end
                self._worker.pipe.send((str(files[sent][0]), *files[sent][1:]))
            ahead += _length(files[sent])
            sent += 1
        return sent

    def _receive(self, left: float, account: str = "") -> Any:
        """The next answer. Raises _TooSlow, _Stuck; OSError or EOFError where the worker died; ReaderUnavailable."""
        self._greet()
        self._wait(left, self._patience)
        answer, used = self._worker.pipe.recv()
        if account:
            self._spent[account] = self._spent.get(account, 0.0) + used - self._used
        self._used = used
        if isinstance(answer, Unfit):
            raise ReaderUnavailable(answer.reason)
        return answer

    def _wait(self, left: float, still: float) -> None:
        """Wait for an answer that may use `left` seconds of processor, and stand still for `still` seconds.

        A busy machine makes nobody too slow: who wants a processor and gets none does not stand still, and time in
        which we were not running ourselves is nobody's.
        """
        begun = looked = time.monotonic()
        used = seen = stood = 0.0
        while not self._worker.pipe.poll(min(max(left - used, 0.02), _LOOK_EVERY)):
            now, total = time.monotonic(), self._worker.cpu_time()
            used = now - begun if total is None else total - self._used
            stood, looked = stood + min(now - looked, 2 * _LOOK_EVERY), now
            if used >= left:
                raise _TooSlow
            if used > seen + _PROGRESS or self._worker.is_waiting_its_turn():
                seen, stood = used, 0.0
            elif stood >= still:
                raise _Stuck

    def _greet(self) -> None:
        """Hear that the worker has started and can read, once. Raises OSError, EOFError where it is dead already."""
        if self._greeted:
            return
        try:
            self._wait(START_PATIENCE, START_PATIENCE)
        except (_TooSlow, _Stuck) as error:
            raise ReaderUnavailable(f"không khởi động được sau {START_PATIENCE:g} giây") from error
        try:
            greeting, self._used = self._worker.pipe.recv()
        except (OSError, EOFError) as error:
            self._refusals += 1
            if self._refusals > 1:
                raise ReaderUnavailable("; ".join(filter(None, self._worker.last_words()))) from error
            raise
        if isinstance(greeting, Unfit):
            raise ReaderUnavailable(greeting.reason)
        self._greeted, self._refusals = True, 0

    def _start(self) -> None:
        try:
            self._worker = Worker()
        except OSError as error:
            raise ReaderUnavailable(error.strerror or type(error).__name__) from error
        self._greeted, self._used = False, 0.0

    def _start_anew(self) -> None:
        self._worker.close()
        self._start()


def _late(name: str, account: str, patience: float) -> Problem:
    together = f" cho tất cả tệp trong “{account}”" if account not in ("", name) else ""
    return Problem(Fault.READER_FAILED, Source(name), {"reason": f"quá {patience:g} giây{together}", "late": True})


def _stuck(name: str, patience: float) -> Problem:
    return Problem(Fault.CANNOT_OPEN, Source(name), {"reason": f"đĩa hoặc ổ mạng không trả lời sau {patience:g} giây"})


def _length(file: Request) -> int:
    """About the bytes of a request."""
    path, name, skip = file
    return 2 * (len(str(path)) + len(name) + sum(map(len, skip or ()))) + 64
