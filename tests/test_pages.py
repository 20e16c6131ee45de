"""What the pages for colleagues say is true: places are there, the example of a rule works, every verb is told of."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import xlpy
from xlpy.core.campaign.projection import LEAST_DAYS, LEAST_REPORTS
from xlpy.drawing.office_book.trend import FEWEST, PACE_DAYS
from xlpy.shell.verbs import VERBS

ROOT = Path(xlpy.__file__).parents[1]
PAGES = [
    ROOT / name
    for name in ("README.md", "CONTRIBUTING.md", *(f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md")))
]
LINK = re.compile(r"\]\(([^)#\s]+)(#[^)\s]+)?\)")


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_leads_to_places_that_are_there(page: Path) -> None:
    places = [place for place, _ in LINK.findall(_text(page)) if "://" not in place]
    assert [place for place in places if not (page.parent / place).exists()] == []


def test_the_architecture_has_a_line_for_each_folder() -> None:
    told = _text(ROOT / "docs" / "architecture.md")
    folders = {
        path.parent.relative_to(ROOT / "xlpy").as_posix()
        for path in (ROOT / "xlpy").rglob("__init__.py")
        if path.parent.name != "xlpy"
    }
    named = set(re.findall(r"`([a-z_/]+)/`", told))
    known = (
        named | {folder.split("/")[0] for folder in named} | {folder.rpartition("/")[2] for folder in folders & named}
    )
    assert {folder for folder in folders if folder not in known and folder.rpartition("/")[2] not in named} == set()


def test_the_house_has_the_folders_of_the_architecture() -> None:
    named = re.findall(r"^\| `([a-z_/]+)/`", _text(ROOT / "docs" / "architecture.md"), re.M)
    assert len(named) > 10
    assert [folder for folder in named if not (ROOT / "xlpy" / folder).is_dir()] == []


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_is_told_of_where_people_read(verb: str) -> None:
    told = "\n".join(_text(ROOT / page) for page in ("README.md", "docs/huong-dan.md", "docs/cai-dat.md"))
    assert re.search(rf"hotich {verb}\b|\.cmd .*`{verb}`", told)


def test_the_guide_tells_what_a_forecast_needs_as_the_code_has_it() -> None:
    guide = " ".join(_text(ROOT / "docs" / "huong-dan.md").split())
    assert f"Cần ít nhất {LEAST_REPORTS} báo cáo, trải ít nhất {LEAST_DAYS} ngày" in guide
    assert f"trong {PACE_DAYS} ngày ấy phải có ít nhất {FEWEST} ngày có số" in guide


def test_the_example_of_a_rule_works_as_it_is_written(tmp_path: Path) -> None:
    # In a Python of its own: a rule that is registered stays.
    page = _text(ROOT / "CONTRIBUTING.md")
    lines = re.search(r"^   ```python\n(.*?)^   ```", page, re.M | re.S)
    assert lines
    example = "".join(line[3:] if line.startswith("   ") else line for line in lines[1].splitlines(keepends=True))
    script = tmp_path / "try_rule.py"
    script.write_text(
        "import json\nfrom xlpy.rules.balance import *\nfrom xlpy.rules import balance\n"
        "from xlpy.doors.disk.plan_file import default_text\nfrom xlpy.rules.examples import play\n"
        "from xlpy.rules.rule import RULES\nglobals().update(vars(balance))\n" + example + "\n"
        "data = json.loads(default_text())\nadded = RULES['CD99']\n"
        "found = [play(added, one, data) for one in added.bad]\n"
        "assert all(found) and 'trong ngày 777' in found[0][0].message, found\n"
        "assert [play(added, one, data) for one in added.good] == [()]\nprint('works')\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        cwd=ROOT,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"},
    )
    assert done.stdout.strip() == "works", done.stderr


def test_the_page_of_bad_files_names_tests_that_are_there_and_all_its_cases() -> None:
    page = _text(ROOT / "docs" / "du-lieu-xau.md")
    named = re.findall(r"\[(test_\w+)\]\(\.\./(tests/[\w/]+\.py)\)", page)
    gone = [(name, file) for name, file in named if f"def {name}(" not in _text(ROOT / file)]
    assert gone == []
    rows = re.findall(r"^\| ([FSCHEM]\d\d) \|.*\[test_", page, re.M)
    counts = {"F": 15, "S": 12, "C": 15, "H": 9, "E": 12, "M": 6}
    assert rows == [f"{letter}{number:02}" for letter, count in counts.items() for number in range(1, count + 1)]
    told = set(re.findall(r"\b(?:TT|TM|BM|SL|CD|LK|TG)\d\d\b", page))
    assert told <= {rule.stem for rule in (ROOT / "docs" / "rules").glob("*.md")}
