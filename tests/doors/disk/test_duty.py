"""Presses handed over by files: one takes each, once; who is dead takes none; what is no press is none."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from xlpy.doors.disk import duty
from xlpy.doors.disk.duty import AlreadyOnDuty, Post, Request, clock_now

BOOK = "Hotich.xlsm"


@pytest.fixture
def post(tmp_path: Path) -> Post:
    return Post(tmp_path / "Hộ tịch" / ".truc" / "MAY-1", BOOK)


@pytest.fixture
def on_duty(post: Post) -> Iterator[Post]:
    """A post where somebody is."""
    post.take_up("0.1")
    yield post
    post.lay_down()


def put(post: Post, data: bytes, name: str = "rad0A1B2.tmp.bam") -> Path:
    path = post.place / name
    path.write_bytes(data)
    return path


def said(*lines: object, end: str = "\r\n") -> bytes:
    """A request as the macro writes it."""
    return "".join(f"{line}{end}" for line in lines).encode("utf-16")


def answers(post: Post, until: threading.Event) -> list[str]:
    """Take what comes, as who is on duty does, until told to stop."""
    taken = []
    while not until.is_set():
        for path, request in post.requests():
            if request and post.take(path):
                taken.append(request.button)
                post.finish(path)
        time.sleep(0.005)
    return taken


# -- who is on duty ---------------------------------------------------------------------------------------------------


def test_nobody_is_on_duty_where_nobody_took_it_up(post: Post) -> None:
    assert post.who() is None
    assert not post.ask("lam_moi")
    assert not post.place.exists()


def test_who_is_on_duty_is_told_by_name(on_duty: Post) -> None:
    who = Post(on_duty.place, BOOK).who()
    assert who is not None
    assert (who.pid, who.version) == (os.getpid(), "0.1")


def test_a_second_one_is_told_that_somebody_is(on_duty: Post) -> None:
    with pytest.raises(AlreadyOnDuty):
        Post(on_duty.place, BOOK).take_up("0.1")
    assert on_duty.is_mine


def test_another_workbook_has_a_duty_of_its_own(on_duty: Post) -> None:
    assert Post(on_duty.place, "Hotich (2).xlsm").who() is None


def test_after_the_end_nobody_is_and_another_may(on_duty: Post) -> None:
    on_duty.lay_down()
    assert on_duty.who() is None
    assert list(on_duty.place.iterdir()) == []
    other = Post(on_duty.place, BOOK)
    other.take_up("0.2")
    assert on_duty.who() is not None
    other.lay_down()


def test_one_who_was_killed_is_nobody_and_leaves_the_place_free(post: Post) -> None:
    script = (
        "import sys, time\nfrom pathlib import Path\nfrom xlpy.doors.disk.duty import Post\n"
        "post = Post(Path(sys.argv[1]), 'Hotich.xlsm')\npost.take_up('0.1')\nprint(1, flush=True)\ntime.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-P", "-c", script, str(post.place)], stdout=subprocess.PIPE)
    assert process.stdout
    process.stdout.readline()
    assert post.who() is not None
    process.kill()
    process.communicate()
    left = list(post.place.iterdir())
    assert [path.name for path in left] == ["Hotich.xlsm.truc"]
    assert post.who() is None
    assert not post.ask("lam_moi")
    post.take_up("0.2")
    assert post.is_mine
    post.lay_down()


def test_many_who_only_ask_are_not_taken_for_somebody_on_duty(post: Post) -> None:
    post.place.mkdir(parents=True)
    put(post, b"{}", "Hotich.xlsm.truc")  # left by one who was killed
    over = threading.Event()
    seen: list[object] = []

    def ask() -> None:
        while not over.is_set():
            seen.append(Post(post.place, BOOK).who())

    asking = [threading.Thread(target=ask) for _ in range(3)]
    for thread in asking:
        thread.start()
    time.sleep(0.3)
    over.set()
    for thread in asking:
        thread.join()
    assert len(seen) > 20
    assert seen.count(None) >= 0.9 * len(seen)
    post.take_up("0.1")
    assert post.is_mine
    post.lay_down()


@pytest.mark.posix
def test_who_notices_that_somebody_tidied_up_is_on_duty_again(on_duty: Post) -> None:
    (on_duty.place / "Hotich.xlsm.truc").unlink()  # Windows lets nobody
    assert not on_duty.is_mine
    on_duty.lay_down()
    on_duty.take_up("0.1")
    assert on_duty.is_mine


def test_a_folder_where_nothing_can_be_made_is_an_error_of_the_system(tmp_path: Path) -> None:
    (tmp_path / ".truc").write_bytes(b"")
    with pytest.raises(OSError):
        Post(tmp_path / ".truc" / "MAY-1", BOOK).take_up("0.1")


# -- presses ----------------------------------------------------------------------------------------------------------


def test_a_press_is_taken_and_nothing_of_it_is_left(on_duty: Post) -> None:
    over = threading.Event()
    taken: list[str] = []
    taking = threading.Thread(target=lambda: taken.extend(answers(on_duty, over)))
    taking.start()
    assert Post(on_duty.place, BOOK).ask("tong_hop", 131842)
    over.set()
    taking.join()
    assert taken == ["tong_hop"]
    assert {path.suffix for path in on_duty.place.iterdir()} == {".truc", ".nhan"}


def test_a_press_that_nobody_takes_is_taken_back(on_duty: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duty, "PATIENCE", 0.1)
    assert not Post(on_duty.place, BOOK).ask("tong_hop")
    assert on_duty.requests() == []


def test_presses_at_the_same_moment_are_each_taken_once(on_duty: Post) -> None:
    names = sorted(f"nut_{letter}" for letter in "abcdefghijklmnopqrst")
    over = threading.Event()
    taken: list[str] = []
    # Two of them look, as no two should: the system gives each press to one.
    taking = [threading.Thread(target=lambda: taken.extend(answers(on_duty, over))) for _ in range(2)]
    asking = [threading.Thread(target=Post(on_duty.place, BOOK).ask, args=(name,)) for name in names]
    for thread in (*taking, *asking):
        thread.start()
    for thread in asking:
        thread.join()
    over.set()
    for thread in taking:
        thread.join()
    assert sorted(taken) == names


def test_who_takes_back_and_who_takes_never_both_have_it(on_duty: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    """The asker's patience ends at about the moment at which the other one looks."""
    both = []
    for number in range(60):
        monkeypatch.setattr(duty, "PATIENCE", number / 4000)
        over = threading.Event()
        taken: list[str] = []

        def late(taken: list[str] = taken, over: threading.Event = over) -> None:
            time.sleep(0.008)
            taken.extend(answers(on_duty, over))

        taking = threading.Thread(target=late)
        taking.start()
        told = Post(on_duty.place, BOOK).ask("lam_moi")
        over.set()
        taking.join()
        both.append((told, bool(taken)))
    assert {told == taken for told, taken in both} == {True}


def test_a_full_disk_hands_nothing_over_and_leaves_nothing(on_duty: Post) -> None:
    with patch.object(Path, "write_bytes", side_effect=OSError(28, "No space left on device")):
        assert not Post(on_duty.place, BOOK).ask("tong_hop")
    assert [path.name for path in on_duty.place.iterdir()] == ["Hotich.xlsm.truc"]


def test_what_the_macro_writes_is_understood(on_duty: Post) -> None:
    path = put(on_duty, said("tong_hop", BOOK, clock_now(), 131842))
    assert on_duty.requests() == [(path, Request("tong_hop", BOOK, clock_now(), 131842))]


def test_the_oldest_comes_first(on_duty: Post) -> None:
    for number, name in enumerate(("rad0000F.tmp.bam", "rad00001.tmp.bam", "rad0000A.tmp.bam")):
        path = put(on_duty, said(f"nut_{'abc'[number]}", BOOK, clock_now()), name)
        os.utime(path, (1000 + number, 1000 + number))
    assert [request.button for _, request in on_duty.requests() if request] == ["nut_a", "nut_b", "nut_c"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        said("tong_hop"),
        said("tong_hop", BOOK),
        said("tong_hop", BOOK, "?")[:-8],
        said("tong_hop", "Khac.xlsm", 0),
        said("tong_hop", "..\\Hotich.xlsm", 0),
        said("import os; os.remove('x')", BOOK, 0),
        said("__import__('os').system('calc')", BOOK, 0),
        said("tong_hop", BOOK, "1e9"),
        said("tong_hop", BOOK, "-5"),
        said("tong_hop", BOOK, 0, "0x20"),
        said("tong_hop", BOOK, 0, 1, "more"),
        b"tong_hop\r\nHotich.xlsm\r\n0\r\n",
        "tong_hop\r\n".encode("utf-16") * 5000,
        os.urandom(512),
    ],
    ids=range(16),
)
def test_what_is_no_press_is_not_carried_out(on_duty: Post, data: bytes) -> None:
    now = str(clock_now()).encode("utf-16-le")
    path = put(on_duty, data.replace("\n0\r".encode("utf-16-le"), b"\n\0" + now + b"\r\0"))
    assert on_duty.requests() == [(path, None)]


def test_a_name_that_no_macro_makes_up_is_not_even_looked_at(on_duty: Post) -> None:
    for name in (
        "x.bam",
        "rad0A1B2.tmp.bam.txt",
        "rad0A1B2.tmp",
        "Hotich.xlsm.bam",
        "rad0A1B2.tmp.BAM2",
        "0123456789abcdeg.bam",
    ):
        put(on_duty, said("tong_hop", BOOK, clock_now()), name)
    assert on_duty.requests() == []


@pytest.mark.posix
def test_a_link_is_no_press_wherever_it_leads(on_duty: Post, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_bytes(said("tong_hop", BOOK, clock_now()))
    (on_duty.place / "rad0A1B2.tmp.bam").symlink_to(other)
    assert [request for _, request in on_duty.requests()] == [None]


@pytest.mark.fifo
def test_a_pipe_is_not_waited_for(on_duty: Post) -> None:
    os.mkfifo(on_duty.place / "rad0A1B2.tmp.bam")
    assert [request for _, request in on_duty.requests()] == [None]


@pytest.mark.parametrize("seconds", [-3600, -11, 11, 3600])
def test_a_press_from_another_time_is_not_carried_out(on_duty: Post, seconds: int) -> None:
    put(on_duty, said("tong_hop", BOOK, clock_now() + seconds))
    assert [request for _, request in on_duty.requests()] == [None]


# -- what is left lying ----------------------------------------------------------------------------------------------


def test_whoever_begins_puts_away_what_lies_there_and_tells_what_broke_off(post: Post, tmp_path: Path) -> None:
    post.place.mkdir(parents=True)
    for name in (
        "rad0A1B2.tmp.bam",
        "rad0A1B3.tmp.bam",
        "rad0A1B3.tmp.nhan",
        "rad0A1B4.tmp",
        "0123456789abcdef",
        "thoi",
    ):
        put(post, said("tong_hop", BOOK, clock_now()), name)
    put(post, b"a person's", "ghi chu.txt")
    post.take_up("0.1")
    assert post.tidy() == 1
    post.lay_down()
    assert [path.name for path in post.place.iterdir()] == ["ghi chu.txt"]


@pytest.mark.posix
def test_a_place_that_leads_elsewhere_costs_nobody_a_file(post: Post, tmp_path: Path) -> None:
    elsewhere = tmp_path / "tài liệu"
    elsewhere.mkdir()
    (elsewhere / "rad.tmp").write_bytes(b"1")
    (elsewhere / "bao cao.bam").write_bytes(b"2")
    post.place.parent.mkdir(parents=True)
    post.place.symlink_to(elsewhere)
    post.take_up("0.1")
    post.tidy()
    post.lay_down()
    assert sorted(path.name for path in elsewhere.iterdir()) == ["bao cao.bam", "rad.tmp"]


def test_what_nobody_understands_is_gone_after_a_minute(on_duty: Post) -> None:
    old, new = put(on_duty, b"?"), put(on_duty, b"?", "rad00001.tmp.bam")
    busy, also_busy = put(on_duty, b"?", "rad00002.tmp.bam"), put(on_duty, b"", "rad00002.tmp.nhan")
    over = put(on_duty, b"", "rad00003.tmp.nhan")
    for path in (old, busy, also_busy, over):
        os.utime(path, (time.time() - 61,) * 2)
    on_duty.sweep()
    assert [path.exists() for path in (old, new, busy, also_busy, over)] == [False, True, True, True, False]


def test_who_is_asked_to_stop_hears_it_once(on_duty: Post) -> None:
    assert not on_duty.is_to_stop()
    Post(on_duty.place, BOOK).ask_to_stop()
    assert on_duty.is_to_stop()
    assert not on_duty.is_to_stop()
