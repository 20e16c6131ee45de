"""A Dask cluster of a scheduler and two workers gives what one machine gives, and goes on without one of them."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import NamedTuple

import pytest

from tests.kit.folders import FIRST, SECOND, press
from tests.kit.provinces import Gave, copied, dated_document, gave
from xlpy.app.executors import _scheduler, crowd_at
from xlpy.app.folder import CannotDo, Folder
from xlpy.app.merge.crowd import Crowd
from xlpy.drawing.office_book.whole import draw_office_book
from xlpy.shell.main import main

distributed = pytest.importorskip("distributed", reason="the extra “cum” is not installed")
pytestmark = pytest.mark.skipif(not hasattr(os, "killpg"), reason="ends a worker with all that it started")

ROOT = Path(__file__).parents[3]
PATIENCE = 120.0


class Cluster(NamedTuple):
    address: str
    workers: tuple["subprocess.Popen[bytes]", ...]


@contextmanager
def started(place: Path, *command: str) -> "Iterator[subprocess.Popen[bytes]]":
    """A process of its own group; the group ends with the block."""
    with (place / f"{command[0]}.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{command[0]}", *command[1:], "--no-dashboard"],
            cwd=place,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        end(process)


def end(process: "subprocess.Popen[bytes]") -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    place, told = tmp_path / "cum", tmp_path / "cum" / "scheduler.json"
    place.mkdir()
    with ExitStack() as stack:
        stack.enter_context(
            started(place, "dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(told))
        )
        until = time.monotonic() + PATIENCE
        while not told.exists() and time.monotonic() < until:
            time.sleep(0.1)
        address = json.loads(told.read_text(encoding="utf-8"))["address"]
        worker = ("dask_worker", address, "--nthreads", "1", "--host", "127.0.0.1", "--local-directory", str(place))
        workers = tuple(stack.enter_context(started(place, *worker)) for _ in range(2))
        with distributed.Client(address, timeout=PATIENCE, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=PATIENCE)
        yield Cluster(address.replace("tcp://", "dask://"), workers)


@pytest.mark.slow
def test_a_cluster_gives_what_one_machine_gives(
    cluster: Cluster, province: Folder, here: list[Gave], tmp_path: Path
) -> None:
    folder = copied(province, tmp_path)
    for day, expected in zip((FIRST, SECOND), here, strict=True):
        outcome = press(folder, day, through=lambda: crowd_at(cluster.address))
        assert gave(folder, outcome) == expected
        assert not [note for note in outcome.notes if "dask" in note]


@pytest.mark.slow
def test_units_and_machines_that_have_days_are_the_same_there(
    cluster: Cluster, province: Folder, tmp_path: Path
) -> None:
    data = dated_document()
    alone, handed = copied(province, tmp_path / "mot"), copied(province, tmp_path / "cum-may")
    pressed = []
    for folder in (alone, handed):
        folder.workbook.write_bytes(draw_office_book(data))
        through = (lambda: crowd_at(cluster.address)) if folder is handed else None
        outcomes = [press(folder, day, through=through) for day in (FIRST, SECOND)]
        pressed.append([gave(folder, outcome) for outcome in outcomes])
        assert not [note for outcome in outcomes for note in outcome.notes if "dask" in note]
    assert pressed[0] == pressed[1]
    units = outcomes[-1].standing.units
    assert [unit.unit for unit in units if not unit.unit.startswith("2")] == ["30001", "30002"]
    assert outcomes[-1].plan.targets["20009"].machines == 2 + 2 - 1 + 3  # its own, those of who joined it, moved ones
    codes = {finding.code for finding in outcomes[-1].standing.findings}
    assert "MA04" in codes


@pytest.mark.slow
def test_the_verb_hands_the_files_to_the_cluster_that_is_named(
    cluster: Cluster, province: Folder, here: list[Gave], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = copied(province, tmp_path)
    main(["tong-hop", "-C", str(folder.path), "--ngay", FIRST.isoformat(), "--qua", cluster.address, "--json"])
    report = folder.path / json.loads(capsys.readouterr().out)["report"]
    assert report.read_bytes() == here[0][0]


@pytest.mark.slow
def test_a_worker_that_is_killed_half_way_loses_and_doubles_nothing(
    cluster: Cluster, province: Folder, here: list[Gave], tmp_path: Path
) -> None:
    killed: list[int] = []

    def kill_who_works(client: "distributed.Client") -> None:
        groups = client.run(os.getpgid, 0)
        while not (busy := [address for address, tasks in client.processing().items() if tasks]):
            time.sleep(0.01)
        # With the process that minds it, which would start it anew.
        end(next(process for process in cluster.workers if process.pid == groups[busy[0]]))
        killed.append(groups[busy[0]])

    @contextmanager
    def through() -> Iterator[Crowd]:
        with (
            distributed.Client(cluster.address.replace("dask://", "tcp://"), set_as_default=False) as client,
            crowd_at(cluster.address) as crowd,
        ):
            killer = Thread(target=kill_who_works, args=(client,))
            killer.start()
            yield crowd
            killer.join()

    folder = copied(province, tmp_path)
    outcome = press(folder, FIRST, through=through)
    assert killed
    assert gave(folder, outcome) == here[0]


@pytest.mark.slow
def test_where_all_of_them_are_gone_this_machine_goes_on(
    cluster: Cluster, province: Folder, here: list[Gave], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xlpy.app.merge.crowd._LOOK_EVERY", 0.5)

    @contextmanager
    def through() -> Iterator[Crowd]:
        with crowd_at(cluster.address) as crowd:
            for worker in cluster.workers:
                end(worker)
            yield crowd

    folder = copied(province, tmp_path)
    outcome = press(folder, FIRST, through=through)
    assert gave(folder, outcome) == here[0]
    (note,) = (note for note in outcome.notes if "dask" in note)
    assert "không còn máy nào làm việc" in note


def test_dask_may_be_reached_by_tls() -> None:
    assert _scheduler("dask://a.vn:8786") == "tcp://a.vn:8786"
    assert _scheduler("dask+tls://a.vn:8786") == "tls://a.vn:8786"


@pytest.mark.parametrize("address", ["dask://127.0.0.1", "127.0.0.1:8786", "ray://127.0.0.1:1", "dask://127.0.0.1:x"])
def test_an_address_that_is_none_is_told(address: str) -> None:
    with pytest.raises(CannotDo, match="phải ghi dạng dask://"), crowd_at(address):
        pass


@pytest.mark.slow
def test_a_cluster_that_does_not_answer_changes_nothing(
    province: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xlpy.app.executors._PATIENCE", 1)
    folder = copied(province, tmp_path)
    with pytest.raises(CannotDo, match="không nối được với cụm máy"):
        press(folder, FIRST, through=lambda: crowd_at("dask://127.0.0.1:9"))
    assert not [path for path in (folder.path / "da-nhan").rglob("*") if path.is_file()]
    assert not (folder.path / "bao-cao").exists() or not list((folder.path / "bao-cao").rglob("*.xlsx"))


WITHOUT = """
import sys
from xlpy.shell.main import main
main(["tong-hop", "-C", sys.argv[1], "--ngay", "2023-05-22", "--json"])
print(sorted({name.partition(".")[0] for name in sys.modules} & {"dask", "distributed", "tornado"}), file=sys.stderr)
"""


@pytest.mark.slow
def test_dask_is_loaded_only_where_it_is_asked_for(province: Folder, tmp_path: Path) -> None:
    folder = copied(province, tmp_path)
    run = [sys.executable, "-c", WITHOUT, str(folder.path)]
    done = subprocess.run(
        run, capture_output=True, encoding="utf-8", env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False
    )
    assert done.stderr.splitlines()[-1] == "[]"
