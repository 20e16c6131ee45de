"""A watch over a real working folder, by a given clock: files come at set hours and the board follows them."""

import os
import re
import subprocess
import sys
import time as real
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from tests.drawing.screen.test_watch_board import drawn
from tests.kit.folders import FIRST, HANDS, SECOND, form, new_folder, press, put, put_all, works, wrong
from xlpy.app.folder import CannotDo, Folder
from xlpy.app.mail.at_once import Round
from xlpy.app.merge.merge_day import Outcome, consolidate
from xlpy.app.watch import Lines, screen_on, watch
from xlpy.core.consolidate import Standing, Status
from xlpy.core.plan.plan import Plan
from xlpy.core.records import Kind, Measure
from xlpy.demo.truth import Work
from xlpy.doors.disk.plan_file import PlanError
from xlpy.drawing.screen.watch_board import WatchView
from xlpy.journal import Journal, JournalBusy

Press = Callable[[frozenset[Path]], Outcome]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return new_folder(tmp_path / "viec")


@pytest.fixture(scope="module")
def first(plan: Plan) -> dict[str, Work]:
    return works(plan)[0]


class Afternoon:
    """A watch from one hour on, with a clock that only sleeping moves, and what happens at set hours."""

    def __init__(self, folder: Folder, plan: Plan, begins: time = time(13), day: date = FIRST) -> None:
        self.folder, self.plan, self.day = folder, plan, day
        self.clock = datetime.combine(day, begins, plan.timezone)
        self.views: list[WatchView] = []
        self.merged: list[tuple[time, frozenset[str]]] = []
        """When a merge was asked for, and which files it was to pass over."""
        self.reminded: list[tuple[time, Standing]] = []
        self.press: Press = self.merge
        self._planned: list[tuple[datetime, Callable[[], object]]] = []

    def happens(self, hour: time, what: Callable[[], object]) -> None:
        self._planned.append((datetime.combine(self.day, hour, self.plan.timezone), what))

    def arrives(self, hour: time, name: str, data: bytes) -> None:
        self.happens(hour, lambda: put(self.folder, name, data, self.plan, self.day, hour))

    def sleep(self, seconds: float) -> None:
        self.clock += timedelta(seconds=seconds)
        due = [what for at, what in self._planned if at <= self.clock]
        self._planned = [item for item in self._planned if item[0] > self.clock]
        for what in due:
            what()

    def merge(self, waiting: frozenset[Path]) -> Outcome:
        self.merged.append((self.clock.time(), frozenset(path.name for path in waiting)))
        return consolidate(self.folder, self.day, waiting=waiting, now=self.clock)

    def remind(self, standing: Standing) -> Sequence[str]:
        self.reminded.append((self.clock.time(), standing))
        missing = [unit.name for unit in standing.units if unit.status is Status.MISSING]
        return [f"Đã soạn {len(missing)} thư nhắc."]

    def watch(
        self,
        fetch: Callable[[], Sequence[str]] | None = None,
        inbox: Path | None = None,
        answer: Callable[[bool], Round] | None = None,
    ) -> Outcome:
        return watch(
            self.folder,
            self.day,
            now=lambda: self.clock,
            sleep=self.sleep,
            press=lambda waiting: self.press(waiting),
            remind=self.remind,
            fetch=fetch,
            answer=answer,
            inbox=inbox,
            screen=self.views.append,
        )

    @property
    def said(self) -> list[str]:
        return [message.text for message in self.views[-1].messages]

    def view(self, hour: time) -> WatchView:
        """What the watch knew at an hour."""
        return next(view for view in reversed(self.views) if view.now.time() <= hour)

    def board(self, hour: time) -> str:
        """What the terminal showed at an hour."""
        return drawn(self.view(hour))

    def line(self, hour: time, unit: str) -> str:
        return next(line for line in self.board(hour).splitlines() if line.startswith(unit))


@pytest.fixture
def afternoon(folder: Folder, plan: Plan) -> Afternoon:
    return Afternoon(folder, plan)


def status(outcome: Outcome, code: str) -> Status:
    return next(unit.status for unit in outcome.standing.units if unit.unit == code)


@pytest.mark.quick_looks
def test_an_afternoon(afternoon: Afternoon, plan: Plan, first: dict[str, Work]) -> None:
    folder = afternoon.folder
    put_all(folder, plan, first, ["691", "696"])
    good = form(plan, first["694"])
    bad = form(plan, first["694"], **wrong(Kind.BIRTH, Measure.ENTERED, 10))
    afternoon.arrives(time(13, 5), "hon quan.xlsx", bad)
    afternoon.arrives(time(13, 20), "hon quan.xlsx", good)
    afternoon.arrives(time(13, 59, 58), "phuoc long.xlsx", form(plan, first["688"]))
    afternoon.arrives(time(14, 10), "chon thanh.xlsx", form(plan, first["697"])[:-3000])
    afternoon.arrives(time(14, 10, 10), "chon thanh.xlsx", form(plan, first["697"]))
    for code in ("693", "689", "690", "695", "692"):
        afternoon.arrives(time(14, 30), HANDS[code].file, form(plan, first[code]))
    afternoon.arrives(time(14, 59, 59), HANDS["698"].file, form(plan, first["698"]))
    outcome = afternoon.watch()

    assert "2/11 đơn vị có số liệu" in afternoon.board(time(13, 1))
    assert re.match(r"Hớn Quản +Trả lại +13:05 .*Ô [A-Z]+[0-9]+ ghi", afternoon.line(time(13, 6), "Hớn Quản"))
    assert re.match(r"Hớn Quản +Tiếp nhận +13:20 ", afternoon.line(time(13, 21), "Hớn Quản"))
    assert "Đơn vị trước 14:00: còn 22 phút" in afternoon.board(time(13, 37, 20))
    assert re.match(r"Phước Long +Tiếp nhận +13:59 ", afternoon.line(time(14, 1), "Phước Long"))
    assert "Đang chép: chon thanh.xlsx" in afternoon.board(time(14, 10, 6))
    assert "Chưa báo cáo" in afternoon.line(time(14, 10, 6), "Chơn Thành")
    assert "Tiếp nhận, muộn 14:10" in afternoon.line(time(14, 11), "Chơn Thành")
    assert "10/11 đơn vị có số liệu" in afternoon.board(time(14, 31))

    # The last file came a second before the end: the last merge waits until it has settled.
    assert outcome.standing.reported == 11
    assert afternoon.merged[-1][0] < time(15, 0, 10)
    assert afternoon.said[-1] == "Hết giờ theo dõi: 11/11 đơn vị có số liệu."
    assert [hour for hour, _ in afternoon.reminded] == [time(13, 30, 0)]
    assert len(afternoon.merged) == 7  # once at the start, for each coming, and at the end
    again = press(folder, FIRST)
    assert (again.changed, again.standing) == (False, outcome.standing)


@pytest.mark.slow
@pytest.mark.quick_looks
def test_every_board_of_an_afternoon_fits_the_terminal(
    afternoon: Afternoon, plan: Plan, first: dict[str, Work]
) -> None:
    for place, code in enumerate(HANDS):
        hurt = wrong(Kind.BIRTH, Measure.TODAY, "abc") if place % 2 else {}
        afternoon.arrives(time(13, 5 * place), HANDS[code].file, form(plan, first[code], **hurt))
    afternoon.watch()
    for view in afternoon.views[::100]:
        assert len(drawn(view).splitlines()) <= 23


def test_what_lies_there_from_before_is_in_the_first_merge(
    afternoon: Afternoon, plan: Plan, first: dict[str, Work]
) -> None:
    put_all(afternoon.folder, plan, first)
    afternoon.happens(time(13, 0, 30), interrupt)
    assert afternoon.watch().standing.reported == 11
    assert afternoon.merged == [(time(13, 0, 2), frozenset())]


def interrupt() -> None:
    raise KeyboardInterrupt


def test_ctrl_c_ends_the_watch_with_what_it_has(afternoon: Afternoon, plan: Plan, first: dict[str, Work]) -> None:
    afternoon.arrives(time(13, 5), "a.xlsx", form(plan, first["691"]))
    afternoon.happens(time(13, 10), interrupt)
    outcome = afternoon.watch()
    assert outcome.standing.reported == 1
    assert outcome.needs_a_person
    assert afternoon.clock.time() == time(13, 10)
    assert afternoon.said[-1] == "Đã dừng theo dõi."


def test_ctrl_c_before_anything_was_merged_is_passed_on(afternoon: Afternoon) -> None:
    afternoon.happens(time(13, 0, 1), interrupt)
    with pytest.raises(KeyboardInterrupt):
        afternoon.watch()


def test_a_truncated_file_that_stays_is_taken_for_what_it_is(
    afternoon: Afternoon, plan: Plan, first: dict[str, Work]
) -> None:
    afternoon.arrives(time(13, 5), "a.xlsx", form(plan, first["691"])[:-3000])
    afternoon.happens(time(13, 10), interrupt)
    outcome = afternoon.watch()
    assert "Đang chép: a.xlsx" in afternoon.board(time(13, 5, 20))
    assert [finding.source.file for finding in outcome.standing.findings if finding.code == "TT02"] == ["a.xlsx"]
    assert "tệp không rõ của ai 1" in afternoon.board(time(13, 6))


def test_a_file_that_is_not_complete_at_the_end_is_named(
    afternoon: Afternoon, plan: Plan, first: dict[str, Work]
) -> None:
    afternoon.arrives(time(14, 59, 50), "a.xlsx", form(plan, first["691"])[:-3000])
    outcome = afternoon.watch()
    assert afternoon.said[-1].endswith("Chưa chép xong nên chưa tính: a.xlsx.")
    assert afternoon.merged[-1][1] == {"a.xlsx"}
    assert outcome.needs_a_person


@pytest.mark.parametrize(
    ("begins", "reminded"), [(time(13, 45), [time(13, 45, 2)]), (time(13, 59, 30), [time(13, 59, 32)]), (time(14), [])]
)
def test_reminders_are_written_by_a_watch_that_starts_in_time(
    folder: Folder, plan: Plan, begins: time, reminded: list[time]
) -> None:
    afternoon = Afternoon(folder, plan, begins)
    afternoon.watch()
    assert [hour for hour, _ in afternoon.reminded] == reminded


def test_reminders_go_by_what_is_known_then(afternoon: Afternoon, plan: Plan, first: dict[str, Work]) -> None:
    put_all(afternoon.folder, plan, first, [code for code in HANDS if code not in ("691", "694")])
    afternoon.happens(time(13, 31), interrupt)
    afternoon.watch()
    assert "Đã soạn 2 thư nhắc." in afternoon.said
    ((_, standing),) = afternoon.reminded
    assert standing.reported == 9


def test_reminders_that_cannot_be_written_end_nothing_and_are_not_tried_again(afternoon: Afternoon) -> None:
    calls = []

    def fail(standing: Standing) -> Sequence[str]:
        calls.append(standing)
        raise CannotDo("mẫu thư nhắc: thiếu dòng tiêu đề")

    afternoon.remind = fail  # type: ignore[method-assign]
    afternoon.watch()
    assert len(calls) == 1
    assert "Chưa soạn được thư nhắc: mẫu thư nhắc: thiếu dòng tiêu đề" in afternoon.said


@pytest.mark.parametrize("begins", [time(15), time(16, 30)])
def test_after_the_hour_there_is_one_merge(folder: Folder, plan: Plan, first: dict[str, Work], begins: time) -> None:
    put_all(folder, plan, first)
    afternoon = Afternoon(folder, plan, begins)
    assert afternoon.watch().standing.reported == 11
    assert len(afternoon.merged) == 1
    assert not afternoon.reminded
    assert afternoon.said[0] == "Đã quá 15:00 ngày 22/5/2023: tổng hợp một lần rồi dừng."
    assert (afternoon.clock - datetime.combine(FIRST, begins, plan.timezone)).seconds < 5


def test_a_past_day_is_merged_once(folder: Folder, plan: Plan, first: dict[str, Work]) -> None:
    put_all(folder, plan, first)
    afternoon = Afternoon(folder, plan, time(9))
    afternoon.clock += timedelta(days=1)
    assert afternoon.watch().standing.reported == 11
    assert len(afternoon.merged) == 1


def test_all_hours_are_the_plans_whatever_the_clocks_zone(folder: Folder, plan: Plan, first: dict[str, Work]) -> None:
    afternoon = Afternoon(folder, plan, time(14, 59))
    afternoon.clock = datetime.fromisoformat("2023-05-22T02:59:00-05:00")
    afternoon.watch()
    assert afternoon.views[0].now.time() == time(14, 59)
    assert afternoon.views[-1].now.time() < time(15, 0, 10)


def test_mail_is_fetched_each_minute_and_its_failures_are_shown(
    afternoon: Afternoon, plan: Plan, first: dict[str, Work]
) -> None:
    calls: list[time] = []

    def fetch() -> Sequence[str]:
        calls.append(afternoon.clock.time())
        if len(calls) == 2:
            raise OSError(101, "Network is unreachable")
        if len(calls) == 3:
            put(afternoon.folder, "thu/a.xlsx", form(plan, first["691"]), plan, FIRST)
            return ["Lấy được 1 thư của Huyện Bù Gia Mập."]
        return ()

    afternoon.happens(time(13, 5), interrupt)
    outcome = afternoon.watch(fetch)
    assert calls == [time(13, minute) for minute in range(5)]
    assert any(text.startswith("Chưa lấy được thư: ") for text in afternoon.said)
    assert "Lấy được 1 thư của Huyện Bù Gia Mập." in afternoon.said
    assert status(outcome, "691") is Status.RECEIVED


def test_what_came_by_mail_at_the_last_moment_is_merged(
    afternoon: Afternoon, plan: Plan, first: dict[str, Work]
) -> None:
    def fetch() -> Sequence[str]:
        if afternoon.clock.time() >= time(15):
            put(afternoon.folder, "thu/a.xlsx", form(plan, first["691"]), plan, FIRST)
        return ()

    assert status(afternoon.watch(fetch), "691") is Status.RECEIVED


@contextmanager
def held(journal: Path) -> Iterator[Callable[[], None]]:
    """Another process at work on the journal; what it gives lets go."""
    script = (
        "import sys; from pathlib import Path; from xlpy.journal import Journal\n"
        "with Journal.writing(Path(sys.argv[1])): print(flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(journal)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.readline()

        def let_go() -> None:
            process.communicate()

        yield let_go


def test_another_run_at_work_is_waited_for(afternoon: Afternoon, plan: Plan, first: dict[str, Work]) -> None:
    put_all(afternoon.folder, plan, first)
    press(afternoon.folder, FIRST)
    with held(afternoon.folder.journal) as let_go:
        afternoon.happens(time(13, 0, 9), let_go)
        afternoon.happens(time(13, 0, 30), interrupt)
        outcome = afternoon.watch()
    assert "Đang có một lần tổng hợp khác chạy" in afternoon.board(time(13, 0, 5))
    assert afternoon.view(time(13, 0, 20)).trouble == ""
    assert sum(text.startswith("Đang có một lần tổng hợp khác chạy: máy ") for text in afternoon.said) == 1
    assert afternoon.views[-1].trouble == ""
    assert outcome.standing.reported == 11


def test_a_run_that_never_ends_is_not_waited_for_beyond_a_minute(
    afternoon: Afternoon, plan: Plan, first: dict[str, Work]
) -> None:
    afternoon = Afternoon(afternoon.folder, plan, time(15))

    def busy(_: frozenset[Path]) -> Outcome:
        raise JournalBusy("máy khác")

    afternoon.press = busy
    with pytest.raises(JournalBusy):
        afternoon.watch()
    assert afternoon.clock.time() <= time(15, 1, 10)


def test_a_merge_that_fails_is_shown_and_tried_again_when_a_file_comes(
    afternoon: Afternoon, plan: Plan, first: dict[str, Work]
) -> None:
    folder = afternoon.folder
    put_all(folder, plan, first, ["691"])
    aside = folder.path / "so.xlsm"
    afternoon.happens(time(13, 1), lambda: folder.workbook.rename(aside))
    afternoon.happens(time(13, 1), lambda: folder.workbook.write_bytes(b"no workbook"))
    afternoon.arrives(time(13, 2), "a.xlsx", form(plan, first["694"]))
    afternoon.happens(time(13, 2, 20), lambda: aside.replace(folder.workbook))
    afternoon.arrives(time(13, 2, 30), "b.xlsx", form(plan, first["688"]))
    afternoon.happens(time(13, 2, 40), interrupt)
    outcome = afternoon.watch()
    assert "Kế hoạch không dùng được" in afternoon.board(time(13, 2, 10))
    assert "1/11 đơn vị có số liệu" in afternoon.board(time(13, 2, 10))
    assert afternoon.views[-1].trouble == ""
    assert outcome.standing.reported == 3


def test_a_merge_that_failed_is_tried_again_after_a_minute(
    afternoon: Afternoon, plan: Plan, first: dict[str, Work]
) -> None:
    put_all(afternoon.folder, plan, first)
    tries: list[time] = []

    def fail_thrice(waiting: frozenset[Path]) -> Outcome:
        tries.append(afternoon.clock.time())
        if len(tries) < 4:
            raise OSError(28, "No space left on device", "bao-cao")
        return afternoon.merge(waiting)

    afternoon.press = fail_thrice
    afternoon.happens(time(13, 10), interrupt)
    assert afternoon.watch().standing.reported == 11
    assert tries == [time(13, minute, 2) for minute in range(4)]
    assert sum("ổ đĩa đầy" in text for text in afternoon.said) == 1


def test_an_inbox_that_goes_away_for_a_while_is_said_and_looked_into_again(
    afternoon: Afternoon, plan: Plan, first: dict[str, Work]
) -> None:
    inbox = afternoon.folder.inbox
    away = inbox.with_name("noi khac")
    put_all(afternoon.folder, plan, first, ["691"])
    afternoon.happens(time(13, 5), lambda: inbox.rename(away))
    afternoon.happens(time(13, 6, 30), lambda: away.rename(inbox))
    afternoon.arrives(time(13, 6, 31), "a.xlsx", form(plan, first["694"]))
    afternoon.happens(time(13, 7), interrupt)
    outcome = afternoon.watch()
    assert "không có thư mục nhận tệp này" in afternoon.view(time(13, 5, 10)).trouble
    assert "1/11 đơn vị" in afternoon.board(time(13, 6))
    assert outcome.standing.reported == 2
    assert afternoon.views[-1].trouble == ""


def test_a_folder_in_which_nothing_can_be_done_ends_the_watch_at_once(afternoon: Afternoon, tmp_path: Path) -> None:
    afternoon.folder.inbox.rmdir()
    with pytest.raises(CannotDo, match="không có thư mục nhận tệp"):
        afternoon.watch()
    with pytest.raises(CannotDo, match="không có thư mục này"):
        Afternoon(Folder(tmp_path / "mat"), afternoon.plan).watch()
    afternoon.folder.workbook.write_bytes(b"no workbook")
    with pytest.raises(PlanError):
        afternoon.watch()


def test_what_the_last_merge_could_not_do_is_raised(afternoon: Afternoon) -> None:
    def full(waiting: frozenset[Path]) -> Outcome:
        if afternoon.clock.time() >= time(15):
            raise OSError(28, "No space left on device")
        return afternoon.merge(waiting)

    afternoon.press = full
    with pytest.raises(OSError, match="No space"):
        afternoon.watch()


def test_another_inbox_may_be_named(afternoon: Afternoon, plan: Plan, first: dict[str, Work], tmp_path: Path) -> None:
    other = tmp_path / "o mang"
    other.mkdir()
    (other / "a.xlsx").write_bytes(form(plan, first["691"]))
    afternoon.press = lambda waiting: consolidate(
        afternoon.folder, FIRST, inbox=other, waiting=waiting, now=afternoon.clock
    )
    afternoon.happens(time(13, 1), interrupt)
    assert status(afternoon.watch(inbox=other), "691") is Status.RECEIVED


@pytest.mark.slow
@pytest.mark.quick_looks
def test_the_next_day_follows_the_one_before(folder: Folder, plan: Plan) -> None:
    first, second, _ = works(plan)
    put_all(folder, plan, first)
    Afternoon(folder, plan).watch()
    put_all(folder, plan, second)
    afternoon = Afternoon(folder, plan, day=SECOND)
    assert afternoon.watch().standing.reported == 11
    assert not any("trả lại để sửa" in text for text in afternoon.said)


def test_a_log_gets_a_line_for_what_happens_and_none_for_what_does_not(
    afternoon: Afternoon, plan: Plan, first: dict[str, Work], capsys: pytest.CaptureFixture[str]
) -> None:
    afternoon.arrives(time(13, 5), "a.xlsx", form(plan, first["691"]))
    with screen_on(sys.stdout) as screen:
        assert isinstance(screen, Lines)
        afternoon.views = Told(screen)
        afternoon.watch()
    lines = capsys.readouterr().out.splitlines()
    told = [line.split(" ", 1) for line in lines]
    assert [text for _, text in told] == [
        f"Theo dõi {afternoon.folder.inbox} đến 15:00 ngày 22/5/2023.",
        "0/11 đơn vị có số liệu",
        *[text for _, text in told if text.startswith("Huyện Bù Gia Mập: đã tiếp nhận, trong ngày ")],
        "1/11 đơn vị có số liệu",
        "Đã soạn 10 thư nhắc.",
        "Hết giờ theo dõi: 1/11 đơn vị có số liệu.",
    ]
    assert [hour[:5] for hour, _ in told] == ["13:00", "13:00", "13:05", "13:05", "13:30", "15:00"]


class Told(list[WatchView]):
    """Views that are shown on a screen, too."""

    def __init__(self, screen: Callable[[WatchView], None]) -> None:
        super().__init__()
        self._screen = screen

    def append(self, view: WatchView) -> None:
        super().append(view)
        self._screen(view)


@pytest.mark.terminal
def test_a_real_process_on_a_real_terminal(folder: Folder, plan: Plan, first: dict[str, Work]) -> None:
    """The real clock, shifted so that the hour is seven seconds ahead; a file that is copied meanwhile is on the board."""
    import pty

    script = (
        "import sys, time; from datetime import date, datetime; from pathlib import Path\n"
        "from xlpy.app.merge.merge_day import consolidate; from xlpy.app.folder import Folder\n"
        "from xlpy.app.watch import screen_on, watch\n"
        "folder, day = Folder(Path(sys.argv[1])), date(2023, 5, 22)\n"
        "shift = datetime.fromisoformat('2023-05-22T14:59:53+07:00') - datetime.now().astimezone()\n"
        "now = lambda: datetime.now().astimezone() + shift\n"
        "with screen_on(sys.stdout) as screen:\n"
        "    outcome = watch(folder, day, now=now, sleep=time.sleep, screen=screen, remind=lambda _: [],\n"
        "                    press=lambda waiting: consolidate(folder, day, waiting=waiting, now=now()))\n"
        "sys.exit(outcome.standing.reported)\n"
    )
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24", "PYTHONIOENCODING": "utf-8"}
    data = form(plan, first["691"])
    with subprocess.Popen([sys.executable, "-c", script, str(folder.path)], stdout=theirs, env=environment) as process:
        os.close(theirs)
        with (folder.inbox / "a.xlsx").open("wb", buffering=0) as stream:
            for start in range(0, len(data), len(data) // 3):
                real.sleep(1)
                stream.write(data[start : start + len(data) // 3])
        shown = b""
        try:
            while block := os.read(ours, 65536):
                shown += block
        except OSError:
            pass  # how a pseudo terminal says that nobody writes to it any more
        assert process.wait() == 1
    os.close(ours)
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode())
    assert "Đang chép: a.xlsx" in text
    assert "1/11 đơn vị có số liệu" in text
    assert "Hết giờ theo dõi: 1/11 đơn vị có số liệu." in text
    with Journal.reading(folder.journal) as journal:
        assert journal.days() == (FIRST,)


# The units' answers


@pytest.mark.quick_looks
def test_answers_follow_each_merge_and_the_half_hour_before_the_hour(
    afternoon: Afternoon, plan: Plan, first: dict[str, Work]
) -> None:
    rounds: list[time] = []

    def answer(_: bool) -> Round:
        rounds.append(afternoon.clock.time())
        return Round((f"Lượt {len(rounds)}.",), summary=f"Tự trả lời: đã gửi {len(rounds)} thư")

    afternoon.arrives(time(13, 5), "a.xlsx", form(plan, first["691"]))
    afternoon.watch(answer=answer)
    assert rounds == [time(13, 0, 2), time(13, 5, 2), time(13, 30), time(15, 0, 2)]
    assert "Lượt 2." in afternoon.said
    assert "Tự trả lời: đã gửi 2 thư" in afternoon.board(time(13, 6))


def test_answers_that_wait_are_seen_to_at_the_hour_that_they_name(afternoon: Afternoon) -> None:
    rounds: list[time] = []

    def answer(_: bool) -> Round:
        rounds.append(afternoon.clock.time())
        again_at = afternoon.clock + timedelta(minutes=4)
        return Round(again_at=again_at if len(rounds) < 3 else None)

    afternoon.happens(time(13, 20), interrupt)
    afternoon.watch(answer=answer)
    assert rounds == [time(13, 0, 2), time(13, 4, 2), time(13, 8, 2)]


def test_answers_that_fail_end_nothing_and_are_tried_again(afternoon: Afternoon) -> None:
    rounds: list[time] = []

    def answer(_: bool) -> Round:
        rounds.append(afternoon.clock.time())
        if len(rounds) < 3:
            raise CannotDo("Thư trả lời đơn vị đang được gửi ở cửa sổ khác.")
        return Round()

    afternoon.happens(time(13, 10), interrupt)
    afternoon.watch(answer=answer)
    assert rounds == [time(13, 0, 2), time(13, 1, 2), time(13, 2, 2)]
    assert sum(text.startswith("Chưa trả lời được đơn vị: Thư trả lời") for text in afternoon.said) == 1


def test_nobody_is_reminded_while_the_mailbox_cannot_be_read(afternoon: Afternoon) -> None:
    allowed: list[tuple[time, bool]] = []

    def answer(reminders: bool) -> Round:
        allowed.append((afternoon.clock.time(), reminders))
        return Round()

    def fetch() -> Sequence[str]:
        if time(13, 25) < afternoon.clock.time() < time(13, 40):
            raise OSError(101, "Network is unreachable")
        return ()

    afternoon.happens(time(13, 50), interrupt)
    afternoon.watch(fetch, answer=answer)
    assert allowed == [(time(13, 0, 2), True), (time(13, 30), False), (time(13, 40), True)]


def test_nobody_is_reminded_of_what_is_just_being_copied(
    afternoon: Afternoon, plan: Plan, first: dict[str, Work]
) -> None:
    allowed: list[tuple[time, bool]] = []

    def answer(reminders: bool) -> Round:
        allowed.append((afternoon.clock.time(), reminders))
        return Round()

    afternoon.arrives(time(13, 29, 57), "a.xlsx", form(plan, first["691"])[:-3000])
    afternoon.arrives(time(13, 30, 6), "a.xlsx", form(plan, first["691"]))
    afternoon.happens(time(13, 40), interrupt)
    afternoon.watch(answer=answer)
    assert allowed[0] == (time(13, 0, 2), True)
    assert allowed[1] == (time(13, 30), False)
    assert allowed[-1][1] and time(13, 30, 6) < allowed[-1][0] < time(13, 30, 30)
