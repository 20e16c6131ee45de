"""`hotich tu-kiem` in the shell: its lines, its document, its exit codes, its speed."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.kit import pcs
from tests.test_house import HEAVY, _loaded
from xlpy.app.folder import Folder
from xlpy.app.set_up import start
from xlpy.selfcheck.facts import Facts
from xlpy.shell.main import main


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return start(tmp_path / "viec", None)


def on(monkeypatch: pytest.MonkeyPatch, facts: Facts) -> None:
    """As if run on another PC."""
    monkeypatch.setattr("xlpy.selfcheck.gathering.gather", lambda *_: facts)


@pytest.mark.parametrize(
    ("pc", "code"), [("good", 0), ("linux", 0), ("store-python", 0), ("downloaded", 1), ("vietnamese-name", 1)]
)
def test_faults_exit_1_and_notes_do_not(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], pc: str, code: int
) -> None:
    on(monkeypatch, pcs.ALL[pc])
    assert main(["tu-kiem", "-C", str(folder.path)]) == code
    said = capsys.readouterr()
    assert said.err == ""
    assert ("✗" in said.out) == (code == 1)


def test_json_is_one_document(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    on(monkeypatch, pcs.DOWNLOADED)
    assert main(["tu-kiem", "-C", str(folder.path), "--json"]) == 1
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert document["schema"] == 1
    assert document["verdict"] == "fail"
    assert [each["name"] for each in document["checks"] if each["grade"] == "fail"] == ["blocked"]


def test_a_folder_that_is_not_there_cannot_be_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tu-kiem", "-C", str(tmp_path / "khong-co")]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "bat-dau" in said.err
    assert len(said.err.splitlines()) == 1


def test_this_pc_is_judged_without_a_fault_in_a_new_folder(folder: Folder) -> None:
    if sys.platform == "win32":
        assert main(["tu-kiem", "-C", str(folder.path)]) in (0, 1)
    else:
        assert main(["tu-kiem", "-C", str(folder.path)]) == 0


def test_recording_on_windows_writes_the_file_and_says_so(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    on(monkeypatch, pcs.GOOD)
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setattr("sys.executable", pcs.PYTHON)
    assert main(["tu-kiem", "-C", str(folder.path), "--ghi"]) == 0
    assert pcs.PYTHON in (folder.path / "xlwings.conf").read_text(encoding="ascii")
    assert "Đã ghi" in capsys.readouterr().err


def test_recording_elsewhere_writes_nothing_and_still_checks(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    on(monkeypatch, pcs.LINUX)
    monkeypatch.setattr("sys.platform", "linux")
    assert main(["tu-kiem", "-C", str(folder.path), "--ghi"]) == 0
    said = capsys.readouterr()
    assert "hotich tong-hop" in said.err
    assert "✓ Python" in said.out
    assert not (folder.path / "xlwings.conf").exists()


def test_it_loads_nothing_that_reads_a_workbook(folder: Folder) -> None:
    script = "import sys, xlpy.cli\nxlpy.cli.main(['tu-kiem', '-C', sys.argv[1]])"
    loaded = _loaded(script, str(folder.path))
    # `email` reads what is known of installed packages; `keyring` is asked where it would keep a password.
    assert loaded & (HEAVY - {"email", "keyring"} | {"xlsxwriter", "python_calamine", "pyopenvba", "sqlite3"}) == set()
