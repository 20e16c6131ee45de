"""What `hotich tu-kiem` says of the server that the journal lies on: asked of a real one."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.kit import pcs
from tests.kit.postgres import Cluster
from xlpy.app.folder import ADDRESS_FILE, Folder
from xlpy.app.set_up import start
from xlpy.selfcheck.checks import Check, Grade, check
from xlpy.selfcheck.facts import JournalServer
from xlpy.shell.main import main


def said_of(folder: Folder, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    main(["tu-kiem", "-C", str(folder.path), "--json", *more])
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return next((each for each in document["checks"] if each["name"] == "journal"), {})


def line_of(server: JournalServer) -> Check:
    return next(each for each in check(pcs.LINUX._replace(journal=server)) if each.name == "journal")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return start(tmp_path / "viec", None)


def test_of_a_journal_in_a_file_nothing_is_said(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    assert said_of(folder, capsys) == {}


@pytest.mark.postgres
def test_a_server_that_answers_is_named_with_its_delay(
    folder: Folder, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder.path / ADDRESS_FILE).write_text(database, encoding="utf-8")
    said = said_of(folder, capsys)
    assert said["grade"] == "ok"
    assert said["found"].startswith("PostgreSQL ") and "trả lời sau 0" in said["found"]
    assert database not in said["found"]
    (folder.path / ADDRESS_FILE).unlink()
    assert said_of(folder, capsys, "--nhat-ky", database)["grade"] == "ok"


@pytest.mark.postgres
def test_a_server_that_refuses_is_a_fault_with_its_reason(
    folder: Folder, cluster: Cluster, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder.path / ADDRESS_FILE).write_text(cluster.address("khong_co"), encoding="utf-8")
    said = said_of(folder, capsys)
    assert said["grade"] == "fail"
    assert "không có" in said["found"] and said["remedy"]


def test_an_address_that_is_none_is_a_fault_and_the_rest_is_told(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder.path / ADDRESS_FILE).write_text("mysql://x", encoding="utf-8")
    said = said_of(folder, capsys)
    assert said["grade"] == "fail"
    assert said["found"].startswith(f"{ADDRESS_FILE}: không phải địa chỉ nhật ký")


def test_a_way_that_others_can_read_along_and_a_slow_one_are_noted() -> None:
    open_way, slow = JournalServer("PostgreSQL máy/hotich", overheard=True), JournalServer("PostgreSQL m/h", delay=1.25)
    assert line_of(open_way).grade is Grade.NOTE and "sslmode=verify-full" in line_of(open_way).remedy
    assert line_of(slow).grade is Grade.NOTE and "1,25 giây" in line_of(slow).found
    assert line_of(JournalServer("PostgreSQL m/h", delay=0.01)).grade is Grade.FINE
