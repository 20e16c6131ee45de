"""The page on other provinces' plans: its sample runs, it explains every field, and errors are told as it shows them."""

import json
import os
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

import xlpy
from tests.kit.typed import typed_form
from xlpy.core.units import units_in_label
from xlpy.doors.disk.plan_faults import PAGE, faults_of_json
from xlpy.doors.disk.plan_file import load_plan
from xlpy.shell.main import main

ROOT = Path(xlpy.__file__).parents[1]
TEXT = (ROOT / PAGE).read_text(encoding="utf-8")
SCHEMA = json.loads((ROOT / "xlpy" / "schemas" / "plan.json").read_text(encoding="utf-8"))
(SAMPLE,) = re.findall(r"^```json\n(.*?)^```", TEXT, re.M | re.S)
FIELDS = re.findall(r"^\| ((?:`\w+`(?:, | › )?)+) \| (.*) \|$", TEXT, re.M)
FIRST = date(2025, 8, 4)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "ke-hoach-tinh.json"
    path.write_text(SAMPLE, encoding="utf-8")
    return path


def test_the_sample_makes_a_folder_whose_units_forms_are_merged(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "viec"
    assert main(["bat-dau", str(home), "--ke-hoach", str(file)]) == 0
    assert main(["bieu-mau", "-C", str(home)]) == 0
    assert len(list((home / "bieu-mau").iterdir())) == 3
    plan = load_plan(file).plan
    for unit in plan.senders:
        path = home / "den" / f"{unit.code}.xlsx"
        path.write_bytes(typed_form(plan, unit.code, {FIRST: (120, 30, 10, 0)}))
        at = datetime.combine(FIRST, time(13), plan.timezone).timestamp()
        os.utime(path, (at, at))
    capsys.readouterr()
    assert main(["tong-hop", "-C", str(home), "--ngay", "2025-08-04", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert {unit["name"]: unit["status"] for unit in document["units"]} == {
        "Phường Bến Nước": "received",
        "Xã Tân Lập, huyện Sông Giang": "received",
        "Xã Tân Lập, huyện Núi Cao": "received",
    }
    assert document["total"]["sum"]["today"] == 3 * 160


@pytest.mark.parametrize(
    ("written", "codes"), [("Tân Lập - Sông Giang", ["90102"]), ("Xã Tân Lập", ["90102", "90103"])]
)
def test_units_of_one_name_are_told_apart_as_the_page_says(written: str, codes: list[str], file: Path) -> None:
    assert [unit.code for unit in units_in_label(written, load_plan(file).plan.senders)] == codes


def test_every_field_of_a_plan_is_explained_and_no_other() -> None:
    explained = {name for names, _ in FIELDS for name in re.findall(r"`(\w+)`", names)}
    assert explained == set(SCHEMA["properties"]) | {"targets"}
    required = [re.findall(r"`(\w+)`", names)[0] for names, _ in FIELDS][: len(SCHEMA["required"])]
    assert sorted(required) == sorted(SCHEMA["required"])  # "Mười một mục đầu bắt buộc"


def test_every_part_of_a_field_that_is_explained_is_named() -> None:
    told = dict(FIELDS)
    parts = {f"`{name}`": SCHEMA["properties"][name] for name in SCHEMA["properties"]}
    parts |= {
        "`units`": SCHEMA["$defs"]["unit"],
        "`levels`": SCHEMA["$defs"]["level"],
        "`levels` › `targets`": SCHEMA["$defs"]["level"]["properties"]["targets"]["items"],
    }
    missing = {
        (name, part)
        for name, field in parts.items()
        if name in told
        for part in field.get("properties", {})
        if f"`{part}`" not in told[name]
    }
    assert missing == set()


def test_what_is_missing_is_named_in_the_words_of_the_page() -> None:
    said = faults_of_json({})
    named = re.findall(r"(\w+) \(([^)]+)\)", said)
    assert [name for name, _ in named] == SCHEMA["required"]
    rows = dict(FIELDS)
    assert [words for name, words in named if words.casefold() not in rows[f"`{name}`"].casefold()] == []


def _without(data: dict[str, Any]) -> None:
    del data["office"], data["norm"]


def _named_twice(data: dict[str, Any]) -> None:
    data["units"]["children"].append({"code": "90101", "name": "Xã Khác"})


def _unlisted(data: dict[str, Any]) -> None:
    data["levels"][0]["targets"].append({**data["levels"][0]["targets"][0], "code": "90104"})


CHANGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "còn thiếu": _without,
    "plan › date": lambda data: data["plan"].update(date="21/7/2025"),
    "levels › mục 1": lambda data: data["levels"][0]["targets"][2]["cases"].update(birth="4.700"),
    "cả tệp": lambda data: data.update(donvi=1),
    "units: mã": _named_twice,
    "levels › xa": _unlisted,
}


def _errors() -> Iterator[str]:
    table = TEXT[TEXT.index("| Lệnh nói |") : TEXT.index("## Về sau")]
    yield from re.findall(r"^\| `([^`]+)` \|", table, re.M)


@pytest.mark.parametrize("said", [one for one in _errors() if one.startswith(tuple(CHANGES))])
def test_an_error_is_told_as_the_page_shows_it(
    said: str, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = json.loads(SAMPLE)
    next(change for start, change in CHANGES.items() if said.startswith(start))(data)
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    assert main(["bat-dau", str(tmp_path / "viec"), "--ke-hoach", str(file)]) == 2
    told = capsys.readouterr().err
    assert re.search(re.escape(f"{file.name}: ") + ".*".join(map(re.escape, re.split(r"\s*…", said))), told), told
    assert not (tmp_path / "viec").exists()


def test_every_error_that_can_be_made_from_the_sample_is_tried() -> None:
    starts = ("dòng 12", "không có tệp", "thư mục đã có")  # below, and in tests/app/test_set_up.py
    assert [one for one in _errors() if not one.startswith((*CHANGES, *starts))] == []
    assert len([one for one in _errors() if one.startswith(tuple(CHANGES))]) == len(CHANGES)


def test_a_comma_left_out_is_told_by_its_line(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = SAMPLE.splitlines()
    lines[3] = lines[3].rstrip(",")
    file.write_text("\n".join(lines), encoding="utf-8")
    assert main(["bat-dau", str(tmp_path / "viec"), "--ke-hoach", str(file)]) == 2
    assert "dòng 5, cột 3: thiếu hay thừa dấu phẩy" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["[" * 100_000, "9" * 5_000, '{"schema": NaN}', '"Kế hoạch"', "null", ""])
def test_a_file_that_is_no_plan_is_refused_in_vietnamese(
    text: str, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(text, encoding="utf-8")
    assert main(["bat-dau", str(tmp_path / "viec"), "--ke-hoach", str(file)]) == 2
    said = capsys.readouterr().err
    assert said.startswith("Kế hoạch không dùng được. ke-hoach-tinh.json: ")
    assert PAGE in said


def test_of_a_file_that_is_not_there_nobody_is_asked_to_mend_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lost = tmp_path / "không có.json"
    assert main(["bat-dau", str(tmp_path / "viec"), "--ke-hoach", str(lost)]) == 2
    said = capsys.readouterr().err
    assert f"{lost}: không có tệp này. Xem lại tên và thư mục" in said
    assert PAGE in said
    assert "Sửa chỗ ấy" not in said
