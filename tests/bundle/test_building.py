"""The lock, the files to double-click, the zip and the guide: what a build is made of."""

import re
import zipfile
from pathlib import Path

import pytest
from hotich_bundle import pip
from hotich_bundle.build import HOME, LIST, LISTS, PROGRAM
from hotich_bundle.clickable import CLICKABLE
from hotich_bundle.pages import BrokenLink, guide
from hotich_bundle.zipped import write_zip

from xlpy.installing import places, sweeping

PROJECT = Path(__file__).parents[2]
PINNED = re.compile(r"[a-z0-9._-]+==[0-9][\w.]* --hash=sha256:[0-9a-f]{64}")


@pytest.mark.parametrize("lock", [pip.PYTHON, pip.TOOLS, pip.PACKAGES], ids=lambda path: path.name)
def test_every_download_is_pinned_by_one_hash(lock: Path) -> None:
    lines = [line for line in lock.read_text(encoding="ascii").splitlines() if not line.startswith("#")]
    assert lines
    assert [line for line in lines if not PINNED.fullmatch(line)] == []


def test_the_lock_has_what_the_project_asks_for() -> None:
    import tomllib

    asked = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    names = {re.split("[<>=]", line)[0].lower() for line in asked}
    locked = {line.partition("==")[0] for line in pip.PACKAGES.read_text(encoding="ascii").splitlines()}
    assert names - locked == set()
    assert {"pywin32", "pywin32-ctypes"} <= locked


def test_a_wheel_for_another_system_is_not_in_the_lock() -> None:
    files = re.findall("^# (.*whl)$", pip.PACKAGES.read_text(encoding="ascii"), re.MULTILINE)
    assert files
    assert [name for name in files if not name.endswith(("-none-any.whl", "-win_amd64.whl"))] == []


def test_builder_and_office_mean_the_same_places() -> None:
    assert (PROGRAM, LIST, LISTS) == (places.PROGRAM, sweeping.LIST, sweeping.LISTS)
    for text in CLICKABLE.values():
        assert f"%~dp0{PROGRAM}\\python.exe" in text
    assert set(CLICKABLE) - {"Go bo.cmd"} < set(sweeping.SHIPPED_BESIDE)


def test_go_bo_deletes_what_python_needed_to_its_end() -> None:
    deleted = set(re.findall(r'del /q "%~dp0chuong-trinh\\([^"]+)"', CLICKABLE["Go bo.cmd"]))
    assert deleted == set(sweeping.RUNNING)


@pytest.mark.parametrize("name", CLICKABLE)
def test_what_is_double_clicked_has_ascii_quotes_and_every_jump_its_place(name: str) -> None:
    text = CLICKABLE[name]
    assert text.isascii()
    lines = text.splitlines()
    assert {found[1] for line in lines if (found := re.search(r"goto (\w+)", line))} == {
        line[1:] for line in lines if line.startswith(":")
    }
    for line in lines:
        assert "%~dp0" not in re.sub('"[^"]*"', "", line)
        assert not line.endswith("(")


def test_the_same_files_give_the_same_zip(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    for place in (first, second):
        (place / HOME).mkdir(parents=True)
        for name in ("Cai dat.cmd", "tep.txt"):
            (place / HOME / name).write_text(name, encoding="ascii")
    (second / HOME / "tep.txt").touch()
    (second / HOME / "tep.txt").chmod(0o600)
    for place in (first, second):
        write_zip(place / "x.zip", place, sorted((place / HOME).iterdir()))
    assert (first / "x.zip").read_bytes() == (second / "x.zip").read_bytes()
    with zipfile.ZipFile(first / "x.zip") as made:
        assert made.namelist() == [f"{HOME}/Cai dat.cmd", f"{HOME}/tep.txt"]


def test_the_guide_is_one_file_whose_links_all_lead_somewhere() -> None:
    html = guide(PROJECT)
    places_in = set(re.findall('id="([^"]+)"', html))
    links = re.findall('href="([^"]+)"', html)
    assert len(links) > 120
    assert [link for link in links if link.startswith("#") and link[1:] not in places_in] == []
    assert [link for link in links if not link.startswith(("#", "https://"))] == []
    assert {"huong-dan", "cai-dat", "bao-mat", "quy-mo", "thu-tren-windows", "quy-tac", "LK01"} <= places_in


def test_the_guide_has_its_pictures_in_it() -> None:
    sources = re.findall('<img src="([^"]{0,40})', guide(PROJECT))
    assert len(sources) > 12
    assert all(source.startswith("data:image/png;base64,iVBOR") for source in sources)


def test_a_page_that_leads_out_of_the_guide_stops_the_build(tmp_path: Path) -> None:
    for name in ("ke-hoach-khac", "cai-dat", "bao-mat", "quy-mo", "thu-tren-windows", "rules/README"):
        (tmp_path / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "docs" / f"{name}.md").write_text("# X\n", encoding="utf-8")
    (tmp_path / "CHANGELOG.md").write_text("# X\n", encoding="utf-8")
    start = tmp_path / "docs" / "huong-dan.md"
    for text in ("[x](../README.md)", "[x](cai-dat.md#khong-co)"):
        start.write_text(text, encoding="utf-8")
        with pytest.raises(BrokenLink, match=r"huong-dan\.md"):
            guide(tmp_path)
