"""Only what a bundle's list names is deleted."""

from pathlib import Path

import pytest

from xlpy.installing.sweeping import LIST, LISTS, RUNNING, sweep, tidy

NOW = ("Lib/xlpy/new.py", "Lib/xlpy/kept.py", "python.exe", "python311.dll")
BEFORE = ("Lib/xlpy/old.py", "Lib/xlpy/kept.py", "Lib/gone/a.py", "Lib/gone/b.txt")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "Hotich"
    unzip(home, BEFORE, "0")
    unzip(home, NOW, "1")
    for name in ("Cai dat.cmd", "Go bo.cmd", "cua toi.txt"):
        (home / name).write_text(name, encoding="utf-8")
    return home


def unzip(home: Path, names: tuple[str, ...], version: str) -> None:
    program = home / "chuong-trinh"
    listed = (*names, LIST, f"{LISTS}/{version}.txt")
    for name in listed:
        (program / name).parent.mkdir(parents=True, exist_ok=True)
        (program / name).write_text("\n".join(listed), encoding="utf-8")


def left(home: Path) -> set[str]:
    return {path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()}


def test_an_update_deletes_what_only_earlier_bundles_had(home: Path) -> None:
    program = home / "chuong-trinh"
    cache = program / "Lib" / "gone" / "__pycache__"
    cache.mkdir()
    (cache / "a.cpython-311.pyc").write_bytes(b"")
    assert tidy(str(program)) == ["Lib/gone/a.py", "Lib/gone/b.txt", "Lib/xlpy/old.py", "danh-sach/0.txt"]
    assert not (program / "Lib" / "gone").exists()
    assert {"chuong-trinh/Lib/xlpy/new.py", "chuong-trinh/Lib/xlpy/kept.py", "cua toi.txt"} <= left(home)
    assert tidy(str(program)) == []


def test_an_update_leaves_what_no_list_names(home: Path) -> None:
    own = home / "chuong-trinh" / "Lib" / "gone" / "cua toi.xlsx"
    own.write_bytes(b"a report that was saved here")
    tidy(str(home / "chuong-trinh"))
    assert own.exists()


def test_removal_leaves_what_runs_and_what_is_a_persons(home: Path) -> None:
    own = home / "chuong-trinh" / "nhat-ky.sqlite"
    own.write_bytes(b"")
    assert sweep(str(home), str(home / "chuong-trinh")) == []
    running = {f"chuong-trinh/{name}" for name in RUNNING if (home / "chuong-trinh" / name).exists()}
    assert left(home) == {"Go bo.cmd", "cua toi.txt", "chuong-trinh/nhat-ky.sqlite", *running}


@pytest.mark.parametrize("name", ["../ngoai.txt", "Lib/../../ngoai.txt", "C:/ngoai.txt", "/ngoai.txt"])
def test_a_list_reaches_nothing_outside(home: Path, name: str) -> None:
    outside = home / "ngoai.txt"
    outside.write_text("x", encoding="utf-8")
    (home / "chuong-trinh" / LISTS / "0.txt").write_text(name, encoding="utf-8")
    tidy(str(home / "chuong-trinh"))
    sweep(str(home), str(home / "chuong-trinh"))
    assert outside.exists()
