"""Theo dõi: merge whenever a file is there whole, remind before the units' hour, and end at the office's own hour."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeAlias

from xlpy.app.errors import explain
from xlpy.app.folder import CannotDo, Folder
from xlpy.app.merge.merge_day import Outcome
from xlpy.app.plan_of_folder import plan_of
from xlpy.core.text import clock
from xlpy.doors.disk.inbox import legible
from xlpy.doors.disk.settled import SETTLED, Seen, Watch
from xlpy.drawing.screen.watch_board import Message, WatchBoard, WatchView, events, reported_text
from xlpy.journal import JournalBusy

if TYPE_CHECKING:
    from xlpy.app.mail.at_once import Round
    from xlpy.core.consolidate import Standing

FETCH_EVERY = timedelta(seconds=60)
RETRY_AFTER = timedelta(seconds=60)
"""When a merge that failed is tried again although nothing came: somebody may have mended the cause."""

_LOOK_EVERY = 2
"""Seconds between looks into the inbox: a share with the files of a whole campaign takes a while to answer."""
_LAST_TRIES = 30
"""How many times the last merge waits for another run to end."""

Screen: TypeAlias = Callable[[WatchView], None]
"""Is handed what the watch knows, about each second."""

_NOT_FETCHED, _NOT_ANSWERED, _NOT_REMINDED = "Chưa lấy được thư", "Chưa trả lời được đơn vị", "Chưa soạn được thư nhắc"
"""How the watch begins to tell what went wrong beside the merge."""


def watch(
    folder: Folder,
    day: date,
    *,
    now: Callable[[], datetime],
    sleep: Callable[[float], None],
    press: Callable[[frozenset[Path]], Outcome],
    remind: "Callable[[Standing], Sequence[str]]",
    fetch: Callable[[], Sequence[str]] | None = None,
    answer: "Callable[[bool], Round] | None" = None,
    inbox: Path | None = None,
    screen: Screen,
) -> Outcome:
    """Watch until the hour at which the office itself must report on `day`; returns the last merge's outcome.

    `now` is any clock with a zone; all hours are the plan's. `press` merges, passing over the files that it is given
    because they are not complete. `remind` is called once, in the half hour before the units' hour; `fetch` brings in
    what came by mail, every minute. Both say what they did. `answer` sees to the units' answers after each merge, when
    reminders are due, and when it says itself that more can be done; it is told whether reminders may go: not while the
    mailbox cannot be read or a file is being copied, which may be the report. Where the hour has passed, one merge is
    all.

    A merge that fails is shown and tried again. Raises what the last one raises; CannotDo where the folder does not
    allow even a first one; PlanError and the journal's exceptions where there is no plan to take the hours from.
    A KeyboardInterrupt ends the watch with what it has, and is raised where that is nothing yet.
    """
    folder.must_exist()
    watching = _Watching(folder, day, now, sleep, press, remind, fetch, answer, inbox, screen)
    try:
        return watching.run()
    except KeyboardInterrupt:
        if watching.outcome is None:
            raise
        watching.end("Đã dừng theo dõi.")
        return watching.outcome


class _Watching:
    """One watch under way."""

    def __init__(
        self,
        folder: Folder,
        day: date,
        now: Callable[[], datetime],
        sleep: Callable[[float], None],
        press: Callable[[frozenset[Path]], Outcome],
        remind: "Callable[[Standing], Sequence[str]]",
        fetch: Callable[[], Sequence[str]] | None,
        answer: "Callable[[bool], Round] | None",
        inbox: Path | None,
        screen: Screen,
    ) -> None:
        self._folder, self._day, self._inbox = folder, day, inbox
        self._now, self._sleep, self._screen = now, sleep, screen
        self._press, self._remind, self._fetch, self._answer = press, remind, fetch, answer
        self._plan = plan_of(folder).plan
        self._watch = Watch(inbox or folder.place(self._plan.inbox))
        self.outcome: Outcome | None = None
        self._waiting: tuple[str, ...] = ()
        self._trouble = ""
        self._messages: tuple[Message, ...] = ()
        self._try_at: datetime | None = self._time()
        self._fetch_at = self._time()
        self._reminded = False
        self._answer_at: datetime | None = None
        self._answered = ""
        self._failed: dict[str, str] = {}

    @property
    def _ends(self) -> datetime:
        return self._plan.reports_at(self._day)

    def run(self) -> Outcome:
        """Watch to the end."""
        if self._time() >= self._ends:
            self._say(f"Đã quá {clock(self._ends)}: tổng hợp một lần rồi dừng.")
        else:
            self._say(f"Theo dõi {self._watch.inbox} đến {clock(self._ends)}.")
            self._bring()
            self._look()
            self._pause(SETTLED)  # what lies there from before is ready at the first merge
        while self._time() < self._ends:
            if self._time() >= self._fetch_at:
                self._bring()
            seen = self._look()
            if seen.changed or (self._try_at is not None and self._time() >= self._try_at):
                self._merge(seen)
            self._remind_once()
            self._answer_when_due()
            self._pause(_LOOK_EVERY)
        return self._merge_last()

    # -- merging -------------------------------------------------------------------------------------------------

    def _look(self) -> Seen:
        seen = self._watch.look(self._time().timestamp())
        inbox = self._watch.inbox
        self._waiting = tuple(sorted(legible(path.relative_to(inbox).as_posix()) for path in seen.waiting))
        if self._try_at is None and not _is_listed(inbox):
            self._try_at = self._time()  # a share that is gone looks like an empty one; the merge will say which
        return seen

    def _merge(self, seen: Seen) -> None:
        """One merge; what goes wrong is shown, and when it will be tried again is noted."""
        try:
            self._done(self._press(seen.waiting), seen)
        except JournalBusy as error:
            self._wait_for(error)
            self._try_at = self._time()
        except Exception as error:
            if isinstance(error, CannotDo) and self.outcome is None:
                raise
            self._fail(f"{explain(error, self._folder.path)} Sẽ tự thử lại.")
            self._watch.acted_on(seen)
            self._try_at = self._time() + RETRY_AFTER

    def _merge_last(self) -> Outcome:
        """The merge at the end, with what came in the last seconds. Its errors are the watch's."""
        self._bring()
        self._look()
        self._pause(SETTLED)
        seen = self._look()
        for _ in range(_LAST_TRIES):
            try:
                outcome = self._press(seen.waiting)
                break
            except JournalBusy as error:
                self._wait_for(error)
                self._pause(_LOOK_EVERY)
                seen = self._look()
        else:
            outcome = self._press(seen.waiting)
        self._done(outcome, seen)
        self._answer_when_due()
        left_out = f" Chưa chép xong nên chưa tính: {', '.join(self._waiting)}." if self._waiting else ""
        self.end(f"Hết giờ theo dõi: {reported_text(outcome.standing)}.{left_out}")
        return outcome

    def _done(self, outcome: Outcome, seen: Seen) -> None:
        self._watch.acted_on(seen)
        self._tell(events(self.outcome.standing if self.outcome else None, outcome.standing, self._waiting))
        known = self.outcome.notes if self.outcome else ()
        self._tell(str(finding) for finding in outcome.told)
        self._tell(note for note in outcome.notes if note not in known)
        self.outcome, self._try_at, self._trouble = outcome, None, ""
        self._answer_at = self._time()
        self._plan = outcome.plan  # the office may have changed its hours, or where the inbox is
        inbox = self._inbox or self._folder.place(self._plan.inbox)
        if inbox != self._watch.inbox:
            self._watch = Watch(inbox)
        self._show()

    def _wait_for(self, error: JournalBusy) -> None:
        self._fail(f"Đang có một lần tổng hợp khác chạy: {error}. Chờ xong sẽ tổng hợp.")

    def _fail(self, trouble: str) -> None:
        """Show why a merge could not be done, and say it once."""
        if trouble != self._trouble:
            self._trouble = trouble
            self._say(trouble)

    # -- what goes on beside ---------------------------------------------------------------------------------------

    def _remind_once(self) -> None:
        closes = self._plan.closes_at(self._day)
        if self._reminded or self.outcome is None or not self._plan.reminds_at(self._day) <= self._time() < closes:
            return
        self._reminded = True
        standing = self.outcome.standing
        self._tell_of(lambda: self._remind(standing), _NOT_REMINDED)
        self._answer_at = self._time()

    def _bring(self) -> None:
        self._fetch_at = self._time() + FETCH_EVERY
        if self._fetch is not None:
            unread = _NOT_FETCHED in self._failed
            self._tell_of(self._fetch, _NOT_FETCHED)
            if unread and _NOT_FETCHED not in self._failed and self.outcome is not None:
                self._answer_at = self._time()  # reminders waited for it

    def _answer_when_due(self) -> None:
        if self._answer is None or self._answer_at is None or self._time() < self._answer_at:
            return
        self._answer_at = self._time() + RETRY_AFTER
        answer = self._answer

        def work() -> Sequence[str]:
            done = answer(_NOT_FETCHED not in self._failed and not self._waiting)
            self._answer_at, self._answered = done.again_at, done.summary
            return done.told

        self._tell_of(work, _NOT_ANSWERED)

    def _tell_of(self, work: Callable[[], Sequence[str]], failed: str) -> None:
        """Do what may fail without the watch being the worse for it."""
        try:
            self._tell(work())
            self._failed.pop(failed, None)
        except Exception as error:
            told = f"{failed}: {explain(error, self._folder.path)}"
            if self._failed.get(failed) != told:  # a mailbox without its password would say so each minute
                self._failed[failed] = told
                self._say(told)

    def _tell(self, texts: Iterable[str]) -> None:
        for text in texts:
            self._say(text)

    def _say(self, text: str) -> None:
        self._messages = (*self._messages, Message(self._time(), text))
        self._show()

    def end(self, text: str) -> None:
        """The last words."""
        self._trouble = ""
        self._say(text)

    def _pause(self, seconds: float) -> None:
        """Wait, and show each second how time passes."""
        while seconds > 0:
            self._show()
            self._sleep(min(1, seconds))
            seconds -= 1

    def _show(self) -> None:
        standing = self.outcome.standing if self.outcome else None
        now, waiting, trouble = self._time(), self._waiting, self._trouble
        view = WatchView(self._plan, self._day, now, standing, waiting, trouble, self._messages, self._answered)
        self._screen(view)

    def _time(self) -> datetime:
        return self._now().astimezone(self._plan.timezone)


def _is_listed(folder: Path) -> bool:
    try:
        with os.scandir(folder):
            return True
    except OSError:
        return False


# -- screens -------------------------------------------------------------------------------------------------------


@contextmanager
def screen_on(stream: TextIO) -> Iterator[Screen]:
    """The live board where `stream` is a terminal; else a line for each thing that happens, for a log."""
    from rich.console import Console
    from rich.live import Live

    console = Console(file=stream)
    if not console.is_terminal or console.is_dumb_terminal:
        yield Lines(stream)
        return
    # Drawn when the watch says so, not by a thread: a merge forks its reader, and a fork wants no threads.
    with Live(console=console, auto_refresh=False) as live:
        yield lambda view: live.update(WatchBoard(view), refresh=True)


class Lines:
    """Plain lines of what happened, and of how many units have reported where that is another number."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._told = 0
        self._reported = ""

    def __call__(self, view: WatchView) -> None:
        """Print what is new."""
        for message in view.messages[self._told :]:
            print(message, file=self._stream, flush=True)
        self._told = len(view.messages)
        reported = reported_text(view.standing) if view.standing else ""
        if reported != self._reported:
            self._reported = reported
            print(Message(view.now, reported), file=self._stream, flush=True)
