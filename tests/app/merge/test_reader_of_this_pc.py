"""A reader that does not run on this PC: the run ends, nothing is recorded, and nobody who sent a file is blamed."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.kit import pcs
from tests.kit.folders import FIRST, new_folder, press, put, put_all, works
from tests.kit.letters import attached, letter
from xlpy.app.folder import Folder
from xlpy.core.consolidate import Status
from xlpy.core.plan.plan import Plan
from xlpy.journal import Journal
from xlpy.selfcheck.checks import Grade, check
from xlpy.selfcheck.gathering import reader

ROOT = Path(__file__).parents[3]
BROKEN: Mapping[str, tuple[str, str]] = {
    "missing": ("python_calamine", "raise ModuleNotFoundError('No module named python_calamine')"),
    "a part of it gone": ("python_calamine", "CalamineWorkbook = None"),
    "built for another Python": ("python_calamine", "raise ImportError('DLL load failed')"),
    "ended before it says a word": ("python_calamine", "import os; os._exit(3)"),
    "reads something else": (
        "xlpy_trial",
        "import xlpy.doors.files.sample as sample; sample._WRITTEN = {}",
    ),
}


def run(folder: Folder, planted: Path, *words: str, first: str = "") -> "subprocess.CompletedProcess[str]":
    script = f"{first}\nimport sys; from xlpy.shell.main import main; sys.exit(main(sys.argv[1:]))"
    return subprocess.run(
        [sys.executable, "-P", "-c", script, *words, "-C", str(folder.path)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(planted), str(ROOT))), "PYTHONIOENCODING": "utf-8"},
        check=False,
    )


def as_parameter(name: str) -> object:
    # What is put right into our own process reaches a reader that is its copy, and no other.
    marks = [pytest.mark.fork] if BROKEN[name][0] == "xlpy_trial" else []
    return pytest.param(*BROKEN[name], id=name, marks=marks)


@pytest.mark.parametrize("module, text", [as_parameter(name) for name in BROKEN])
def test_the_run_ends_with_the_pc_blamed_and_nothing_recorded(
    module: str, text: str, plan: Plan, tmp_path: Path
) -> None:
    folder, planted = new_folder(tmp_path / "viec"), tmp_path / "goi"
    put_all(folder, plan, works(plan)[0])
    planted.mkdir()
    (planted / f"{module}.py").write_text(text, encoding="utf-8")
    first = "import xlpy_trial" if module == "xlpy_trial" else ""
    done = run(folder, planted, "tong-hop", "--ngay", FIRST.isoformat(), first=first)
    assert done.returncode == 2, done
    assert len(done.stderr.splitlines()) == 1
    assert "Máy này không chạy được phần đọc tệp Excel" in done.stderr
    assert "hotich tu-kiem" in done.stderr
    assert "gửi lại" not in done.stdout + done.stderr
    with Journal.reading(folder.journal) as journal:
        assert (tuple(journal.taken()), tuple(journal.days())) == ((), ())
    assert not folder.archive(FIRST).exists()
    told = run(folder, planted, "tu-kiem", first=first)
    assert told.returncode == 1
    assert "✗ Phần đọc tệp Excel · không chạy được" in told.stdout
    outcome = press(folder, FIRST)  # the PC is mended: all are taken as if nothing had been
    assert all(unit.status is Status.RECEIVED for unit in outcome.standing.units)


@pytest.mark.fork
def test_a_module_that_only_letters_need_stops_the_run_too(plan: Plan, tmp_path: Path) -> None:
    folder, planted = new_folder(tmp_path / "viec"), tmp_path / "goi"
    put(folder, "thu.eml", letter(attached(b"")), plan, FIRST)
    planted.mkdir()
    (planted / "xlpy_trial.py").write_text(
        "import sys; sys.modules['xlpy.doors.files.letters'] = None", encoding="utf-8"
    )
    done = run(folder, planted, "tong-hop", "--ngay", FIRST.isoformat(), first="import xlpy_trial")
    assert (done.returncode, "hotich tu-kiem" in done.stderr) == (2, True), done
    assert not folder.archive(FIRST).exists()


def test_a_process_that_cannot_be_started_is_this_pcs_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def none_left(*_: object) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("multiprocessing.process.BaseProcess.start", none_left)
    assert reader()


def test_a_reader_that_reads_is_said_to_have_been_tried() -> None:
    assert reader() == ""
    (found,) = (one for one in check(pcs.GOOD) if one.name == "reader")
    assert (found.grade, found.found) == (Grade.FINE, "đã đọc thử một tệp")
