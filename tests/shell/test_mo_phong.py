"""`hotich mo-phong`: a folder to rehearse in, and the truth beside it."""

import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from xlpy.shell.main import main

DAYS = ["2023-05-22", "2023-05-23"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("dien-tap") / "viec"
    assert main(["mo-phong", str(made), "--so-ngay", "2", "--hat", "3", "--loi", "20%"]) == 0
    return made


@pytest.fixture
def truth(folder: Path) -> Any:
    return json.loads((folder / "su-that.json").read_text(encoding="utf-8"))


def test_the_truth_names_every_file_and_its_hour(folder: Path, truth: Any) -> None:
    there = {
        path.relative_to(folder).as_posix(): path for top in ("den", "gui-lai") for path in (folder / top).rglob("*.*")
    }
    assert {file["path"] for file in truth["files"]} == {name for name, path in there.items() if path.is_file()}
    for file in truth["files"]:
        assert there[file["path"]].stat().st_mtime == datetime.fromisoformat(file["received_at"]).timestamp()


def test_no_journal_is_written(folder: Path) -> None:
    assert not (folder / "nhat-ky.sqlite").exists()
    assert (folder / "Hotich.xlsm").exists()


def test_the_same_seed_gives_the_same_folder(folder: Path, tmp_path: Path) -> None:
    assert main(["mo-phong", str(tmp_path / "lan-nua"), "--so-ngay", "2", "--hat", "3", "--loi", "0,2"]) == 0
    for path in (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".cmd"):
        assert (tmp_path / "lan-nua" / path.relative_to(folder)).read_bytes() == path.read_bytes(), path


def test_each_day_can_be_pressed(folder: Path, truth: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office = Path(shutil.copytree(folder, tmp_path / "viec"))
    faulty = {file["unit"] for file in truth["files"] if file["fault"]}
    for day, done in zip(DAYS, truth["days"], strict=True):
        capsys.readouterr()
        words = ["tong-hop", "-C", str(office), "--den", str(office / "den" / day), "--ngay", day, "--json"]
        assert main(words) in (0, 1)
        units = {unit["code"]: unit for unit in json.loads(capsys.readouterr().out)["units"]}
        in_time = {
            file["unit"] for file in truth["files"] if file["date"] == day and file["path"].startswith(f"den/{day}")
        }
        assert len(in_time - faulty) > 4
        for code in in_time - faulty:
            figures = {kind: [said["today"], said["entered"]] for kind, said in units[code]["figures"].items()}
            assert {kind: figures[kind] for kind in done["units"][code]} == done["units"][code]


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "viec.txt").write_text("của cơ quan", encoding="utf-8")
    assert main(["mo-phong", str(tmp_path)]) == 2
    assert "chọn một thư mục mới" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["viec.txt"]


@pytest.mark.parametrize(
    "words", [["--loi", "120%"], ["--loi", "nhiều"], ["--so-ngay", "0"], ["--so-ngay", "1000"], ["--hat", "x"]]
)
def test_a_value_that_means_nothing_is_told(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["mo-phong", str(tmp_path / "viec"), *words])
    assert ended.value.code == 2
    assert f"“{words[1]}”" in capsys.readouterr().err
    assert not (tmp_path / "viec").exists()
