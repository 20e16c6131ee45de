"""docs/json.md names every key that a verb prints, and none that it does not."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.app.test_levels import folder_of, follow, written
from tests.kit.folders import FIRST, SECOND, new_folder, press, put, put_all, works
from xlpy.core.plan.plan import Plan
from xlpy.shell.main import main

PAGE = Path(__file__).parents[1] / "docs" / "json.md"
KINDS = ("birth", "marriage", "death", "adoption", "sum")
ELSEWHERE = ("findings[]", "files[].findings[]", "facts", "mismatches.units[]")
"""Told of in a table of their own, or not in full."""


def told(section: str) -> set[str]:
    """The keys in the tables of a section of the page."""
    text = PAGE.read_text(encoding="utf-8").partition(f"## {section}\n")[2].partition("\n## ")[0]
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    return {key for row in rows for key in re.findall(r"`([^`]+)`", row)}


def printed(value: Any, path: str = "") -> Iterator[str]:
    """The paths of a document's leaves, as the page writes them."""
    if isinstance(value, list):
        for item in value:
            yield from printed(item, f"{path}[]")
    elif isinstance(value, dict):
        for key, item in value.items():
            name = (
                "KIND" if key in KINDS and not path.endswith("states") else "STATE" if path.endswith("states") else key
            )
            yield from printed(item, f"{path}.{name}" if path else name)
    elif path:
        yield path


def is_elsewhere(key: str) -> bool:
    return any(key == one or key.startswith((f"{one}.", f"{one}[")) for one in ELSEWHERE)


def stands_for_more(key: str, keys: set[str]) -> bool:
    """Of a null in place of a group, such as `source`."""
    return any(other.startswith(f"{key}.") for other in keys)


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory, plan: Plan) -> dict[str, list[str]]:
    """A folder with two days, and what to type after the program's name for every document."""
    room = tmp_path_factory.mktemp("json")
    folder = new_folder(room / "viec")
    for day, work in zip((FIRST, SECOND), works(plan), strict=False):
        put_all(folder, plan, work)
        press(folder, day)
    main_folder, (district, plan_there) = new_folder(room / "xa"), folder_of(room / "huyen", "huyen")
    follow(main_folder, "../huyen")
    work = works(plan_there)[1]["696"]
    put(district, "bu dang.xlsx", written(plan_there, work), plan_there, SECOND)
    at, dated = ["-C", str(folder.path)], ["--ngay", SECOND.isoformat()]
    files = sorted(map(str, folder.inbox.rglob("*.xlsx")))
    return {
        "`tong-hop`": [*at, "tong-hop", *dated],
        "`tong-hop` with other levels": ["-C", str(main_folder.path), "tong-hop", *dated],
        "`tong-hop` of one that is not daily": ["-C", str(district.path), "tong-hop", *dated],
        "`kiem-tra`": [*at, "kiem-tra", *files, *dated],
        "`ke-hoach`": [*at, "ke-hoach"],
        "`ke-hoach` --toi-uu": [*at, "ke-hoach", "--toi-uu", "som-nhat"],
        "`du-bao`": [*at, "du-bao", *dated],
        "`du-bao` --kiem-chung": [*at, "du-bao", "--kiem-chung", *dated],
        "`lich-su`": [*at, "lich-su"],
        "`tu-kiem`": [*at, "tu-kiem"],
    }


VERBS = ("tong-hop", "kiem-tra", "ke-hoach", "du-bao", "lich-su", "tu-kiem")


@pytest.mark.parametrize("verb", VERBS)
def test_every_key_that_is_printed_is_told_and_every_key_that_is_told_is_printed(
    answers: dict[str, list[str]], verb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found: set[str] = set()
    for name, words in answers.items():
        if name.startswith(f"`{verb}`"):
            main([*words, "--json"])
            found |= set(printed(json.loads(capsys.readouterr().out)))
    known = told(f"`{verb}`")
    same_as_units = {key.replace("total.", "units[].", 1) for key in found} if verb == "du-bao" else set()
    missing = {
        key
        for key in found - known
        if not is_elsewhere(key)
        and not stands_for_more(key, known)
        and not (verb == "du-bao" and key.replace("total.", "units[].", 1) in known)
    }
    assert not missing, f"not in docs/json.md: {sorted(missing)}"
    rest = {key for key in known if "." in key or "[]" in key} - found - same_as_units
    seldom = {key for key in rest if is_elsewhere(key) or key.startswith(SELDOM)}
    assert rest == seldom, f"told of and never printed: {sorted(rest - seldom)}"


SELDOM = ("moves[]", "changes[]", "trials[]", "files[].mismatches", "units[].entered_by_deadline_range", "proof.")
"""Not in these two days: tests of their own subjects see them."""


def test_a_findings_keys_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], plan: Plan) -> None:
    folder = new_folder(tmp_path / "viec")
    main(["-C", str(folder.path), "ke-hoach", "--json"])
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert findings and set(findings[0]) - {"title"} == told("A finding")


def test_the_page_names_every_verb_that_has_the_option() -> None:
    verbs = {
        path.stem.replace("_", "-")
        for path in (PAGE.parents[1] / "xlpy/shell/verbs").glob("*.py")
        if "add_json(" in path.read_text(encoding="utf-8")
    }
    assert verbs == set(VERBS)
