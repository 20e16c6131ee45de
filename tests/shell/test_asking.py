"""The day that a launcher asks for."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from xlpy.app.folder import CannotDo, Folder
from xlpy.app.set_up import start
from xlpy.cli import main
from xlpy.shell.asking import ask_day

TODAY = date(2023, 6, 1)
NOW = datetime(2023, 5, 31, 20, tzinfo=UTC)  # already the next day in Vietnam


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return start(tmp_path / "viec", None).path


def asked(folder: Path, *typed: str) -> tuple[date, int]:
    """The day, and how many times it was asked for."""
    answers: Iterator[str] = iter(typed)
    times = []

    def answer(question: str) -> str:
        times.append(question)
        return next(answers)

    return ask_day(Folder(folder), NOW, answer), len(times)


@pytest.mark.parametrize("typed", ["22/5/2023", " 22/05/2023 ", "2023-05-22"])
def test_a_day_may_be_typed_as_people_write_it(folder: Path, typed: str) -> None:
    assert asked(folder, typed) == (date(2023, 5, 22), 1)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("31/2/2023", "không phải một ngày có thật"),
        ("hôm qua", "không phải một ngày có thật"),
        ("22.5.2023", "không phải một ngày có thật"),
        ("2/6/2023", "chưa tới"),
        ("21/5/2023", "trước ngày đầu của đợt, 22/5/2023"),
    ],
)
def test_a_wrong_day_is_asked_again(folder: Path, wrong: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(folder, wrong, "1/6/2023") == (TODAY, 2)
    assert told in capsys.readouterr().out


def test_no_day_is_no_merge(folder: Path) -> None:
    with pytest.raises(CannotDo, match="không có ngày nào được chọn"):
        asked(folder, "")


def test_a_closed_input_is_no_merge(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(_: str) -> str:
        raise EOFError

    monkeypatch.setattr("builtins.input", closed)
    assert main(["tong-hop", "-C", str(folder), "--hoi-ngay"]) == 2
    assert not (folder / "nhat-ky.sqlite").exists()


def test_a_day_is_given_or_asked_for_not_both() -> None:
    with pytest.raises(SystemExit):
        main(["tong-hop", "--hoi-ngay", "--ngay", "2023-05-22"])
