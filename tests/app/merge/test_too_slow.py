"""Files that used up the reader's time are told of at every press and read at none; what is written down only saves time."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from tests.kit.folders import FIRST, form, new_folder, press, put, works
from tests.kit.letters import attached, letter
from xlpy.app.folder import Folder
from xlpy.app.merge.too_slow import TooSlow
from xlpy.core.consolidate import Status
from xlpy.core.plan.plan import Plan
from xlpy.core.source import Fault, Problem, Source

UNIT = "696"
LATE = Problem(Fault.READER_FAILED, Source("a.xlsx"), {"reason": "quá 20 giây", "late": True})


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return new_folder(tmp_path / "viec")


def learn(folder: Folder, data: bytes, name: str, problem: Problem = LATE) -> None:
    slow = TooSlow(folder)
    slow.learn(sha256(data).hexdigest(), name, (problem,))
    slow.remember()


def status(folder: Folder) -> Status:
    return next(unit.status for unit in press(folder, FIRST).standing.units if unit.unit == UNIT)


def told(folder: Folder) -> list[str]:
    return [finding.message for finding in press(folder, FIRST).standing.findings if "quá 20 giây" in finding.message]


@pytest.mark.parametrize("mailed", [False, True], ids=["workbook", "letter"])
def test_a_slow_file_is_not_read_again_and_is_told_of_at_each_press(folder: Folder, plan: Plan, mailed: bool) -> None:
    book = form(plan, works(plan, 1)[0][UNIT])
    data, name = (letter(attached(book)), "thu.eml") if mailed else (book, "bu dang 22-5.xlsx")
    put(folder, name, data, plan, FIRST)
    learn(folder, data, name)
    assert [status(folder), status(folder)] != [Status.RECEIVED, Status.RECEIVED]
    assert len(told(folder)) == len(told(folder)) == 1
    (folder.path / ".khong-doc-lai").unlink()
    assert status(folder) is Status.RECEIVED


def test_only_what_took_too_long_is_kept_in_mind(folder: Folder) -> None:
    learn(folder, b"x", "a.xlsx", Problem(Fault.READER_FAILED, Source("a.xlsx"), {"reason": "bị dừng"}))
    learn(folder, b"x", "a.xlsx", Problem(Fault.DAMAGED, Source("a.xlsx"), {"reason": "quá", "late": True}))
    assert TooSlow(folder).problem(sha256(b"x").hexdigest(), "a.xlsx") is None


def test_what_was_slow_among_others_in_one_letter_is_read_in_another(folder: Folder) -> None:
    learn(folder, b"x", "mot.eml/a.xlsx")
    digest = sha256(b"x").hexdigest()
    assert TooSlow(folder).problem(digest, "mot.eml/a.xlsx") is not None
    assert TooSlow(folder).problem(digest, "hai.eml/a.xlsx") is None
    assert TooSlow(folder).problem(digest, "a.xlsx") is None


@pytest.mark.parametrize(
    "written", ["", "{", "[]", '{"program": 1}', '{"program": "0", "late": {"x": "y"}}', "[" * 9999]
)
def test_what_is_written_down_wrongly_or_by_another_version_is_as_if_it_were_not_there(
    folder: Folder, written: str
) -> None:
    (folder.path / ".khong-doc-lai").write_text(written, encoding="utf-8")
    assert TooSlow(folder).problem("x", "a.xlsx") is None


def test_what_was_learned_before_stays(folder: Folder) -> None:
    learn(folder, b"x", "a.xlsx")
    learn(folder, b"y", "b.xlsx")
    assert len(json.loads((folder.path / ".khong-doc-lai").read_text(encoding="utf-8"))["late"]) == 2
