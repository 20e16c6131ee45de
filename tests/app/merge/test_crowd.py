"""A day's files handed to an executor give what they give here, whatever the executor is and whatever becomes of it."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.kit.folders import FIRST, SECOND, press
from tests.kit.provinces import Gave, copied, gave
from xlpy.app.folder import Folder
from xlpy.app.merge import batch, crowd
from xlpy.app.merge.batch import Batch, BatchFailed, Done, work_off
from xlpy.app.merge.crowd import Crowd
from xlpy.rules import day as weighing


class Used:
    """How other machines are reached, and the crowds that were made."""

    def __init__(self, executor: Callable[[], Executor]) -> None:
        self._executor = executor
        self.crowds: list[Crowd] = []

    @contextmanager
    def __call__(self) -> Iterator[Crowd]:
        with self._executor() as executor:
            self.crowds.append(Crowd(executor, "cụm"))
            yield self.crowds[-1]


class InTurn(Executor):
    """Works everything off at once, by `work`; what a test wants of an executor that is not a good one."""

    def __init__(self, work: Callable[[Batch], tuple[Done, ...]]) -> None:
        self._work = work
        self.batches: list[Batch] = []

    def submit(self, _: Callable[..., Any], /, *given: Any, **_named: Any) -> "Future[Any]":
        future: Future[Any] = Future()
        self.batches.append(given[0])
        try:
            future.set_result(self._work(given[0]))
        except Exception as error:
            future.set_exception(error)
        return future


@pytest.mark.slow
@pytest.mark.parametrize("kind", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_any_executor_gives_what_this_machine_gives(
    province: Folder, here: list[Gave], tmp_path: Path, kind: type[ThreadPoolExecutor]
) -> None:
    folder, used = copied(province, tmp_path), Used(lambda: kind(2))
    for day, expected in zip((FIRST, SECOND), here, strict=True):
        outcome = press(folder, day, through=used)
        assert gave(folder, outcome) == expected
        assert not [note for note in outcome.notes if "cụm" in note]
    assert len(used.crowds) == 2


@pytest.mark.slow
def test_files_are_judged_there_where_what_they_are_judged_by_went_along(
    province: Folder, here: list[Gave], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge, judged_here = weighing.judge, list[str]()

    def watched(*given: Any) -> Any:
        judged_here.append(given[2].name)
        return judge(*given)

    monkeypatch.setattr(weighing, "judge", watched)
    folder, used = copied(province, tmp_path), Used(lambda: InTurn(work_off))
    press(folder, FIRST, through=used)
    assert judged_here == []  # nothing is known of any unit yet
    press(folder, SECOND, through=used)
    # Whose these are was not to be known before they were read.
    assert judged_here
    assert all(
        "PL01 so" in name or name.endswith(("gui lai.xlsx", "a.xlsx", "1.xlsx", "2.xlsx")) for name in judged_here
    )
    assert not any("Xã" in name for name in judged_here)


@pytest.mark.slow
def test_a_batch_has_a_hundred_files_or_more(province: Folder, tmp_path: Path) -> None:
    executor = InTurn(work_off)
    press(copied(province, tmp_path), FIRST, through=Used(lambda: executor))
    *whole, rest = (len(one.files) for one in executor.batches)
    assert whole
    assert all(files >= 100 for files in whole)
    names = [file.name for one in executor.batches for file in one.files]
    assert len(names) == len(set(names)) == sum(whole) + rest


def test_a_day_of_a_province_is_not_handed_on(tmp_path: Path, plan: object) -> None:
    from tests.kit.folders import new_folder, put_all, works

    folder = new_folder(tmp_path / "viec")
    put_all(folder, plan, works(plan, 1)[0])  # type: ignore[arg-type]
    used = Used(lambda: InTurn(work_off))
    press(folder, FIRST, through=used)
    assert used.crowds == []


def fails(_: Batch) -> tuple[Done, ...]:
    raise OSError("máy hỏng")


def disagrees(_: Batch) -> tuple[Done, ...]:
    raise BatchFailed("máy trong cụm cài Hotich 0")


def loses_every_other(one: Batch) -> tuple[Done, ...]:
    return work_off(one)[::2]


@pytest.mark.slow
@pytest.mark.parametrize("work, told", [(fails, "máy hỏng"), (disagrees, "cài Hotich 0"), (loses_every_other, "")])
def test_what_others_did_not_do_is_done_here(
    province: Folder, here: list[Gave], tmp_path: Path, work: Callable[[Batch], tuple[Done, ...]], told: str
) -> None:
    folder, used = copied(province, tmp_path), Used(lambda: InTurn(work))
    outcome = press(folder, FIRST, through=used)
    assert gave(folder, outcome) == here[0]
    notes = [note for note in outcome.notes if "cụm" in note]
    assert bool(notes) is bool(told)
    assert all(told in note and "Máy này đã tự đọc" in note for note in notes)


@pytest.mark.slow
def test_a_crowd_of_which_nobody_is_left_is_not_waited_for(
    province: Folder, here: list[Gave], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crowd, "_LOOK_EVERY", 0.01)

    class Silent(Executor):
        def submit(self, *_: Any, **__: Any) -> "Future[Any]":
            return Future()

    @contextmanager
    def through() -> Iterator[Crowd]:
        yield Crowd(Silent(), "cụm", lambda: "không còn máy nào làm việc")

    folder = copied(province, tmp_path)
    outcome = press(folder, FIRST, through=through)
    assert gave(folder, outcome) == here[0]
    assert [note for note in outcome.notes if "không còn máy nào làm việc" in note]


def test_another_version_works_nothing_off() -> None:
    with pytest.raises(BatchFailed, match="cài cùng một bản"):
        work_off(Batch("0", (), None))


def test_a_batch_whose_process_fails_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "_START", "raise SystemExit('hỏng')")
    with pytest.raises(BatchFailed, match="hỏng"):
        work_off(Batch(batch.__version__, (), None))


@pytest.mark.slow
def test_who_accepts_by_name_has_the_files_judged_here(province: Folder, tmp_path: Path) -> None:
    folder = copied(province, tmp_path)
    executor = InTurn(work_off)
    refused = next(unit.unit for unit in press(folder, FIRST).standing.units if unit.status.value == "refused")
    outcome = press(folder, FIRST, through=Used(lambda: executor), accept=[refused])
    assert all(one.ground is None for one in executor.batches)
    assert next(unit for unit in outcome.standing.units if unit.unit == refused).status.value != "refused"
