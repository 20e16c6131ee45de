"""Each line of Thiết lập with each kind of wrong cell: told with the cell, in the office's words; the rest holds."""

import json
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.core.plan.test_sheets import set_to, setting_cell, sheets_of, unit_cell, with_cells
from tests.kit.folders import FIRST, HANDS, form, new_folder, press, put, works
from xlpy.core.grid import ErrorValue, Snapshot, Uncached, Value
from xlpy.core.office_book import SETTINGS_SHEET
from xlpy.core.plan.plan import Plan
from xlpy.core.plan.settings import PERIOD, SETTINGS, Setting, SettingKind
from xlpy.core.plan.understood import NEEDED, is_blank, understood, wanted
from xlpy.doors.disk.plan_file import PlanError, PlanFile, default_text, read_plan, read_plan_book
from xlpy.drawing.office_book.whole import draw_office_book
from xlpy.rules.plan import check_plan
from xlpy.rules.tasks import check_aside

pytestmark = pytest.mark.slow

WRONG: dict[str, Value] = {
    "an error": ErrorValue("#N/A"),
    "another error": ErrorValue("#REF!"),
    "a formula without a value": Uncached("B4&B5"),
    "a date": date(2023, 5, 22),
    "a moment": datetime(2023, 5, 22, 14, 0),
    "an hour": time(14, 0),
    "a stretch of time": timedelta(hours=30),
    "true": True,
    "a fraction": 12.75,
    "a huge number": 1e300,
    "a negative number": -3.0,
    "words": "không rõ",
    "spaces": "   ",
    "only what parts": " ; ; ",
    "far too much": "dài " * 8_000,
    "one far too long word": "x" * 32_767,
    "a script": "<script>",
    "lines": "một\nhai\nba",
}
DEVELOPERS = ("danh sách", "array", "string", "integer", "nhóm giá trị", "Traceback", "None", "ErrorValue", "Uncached")


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return sheets_of(draw_office_book(json.loads(default_text())))


def at_path(data: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        data = data.get(step) if isinstance(data, dict) else None
    return data


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_each_setting_with_each_wrong_cell(snapshot: Snapshot, setting: Setting, wrong: str) -> None:
    cell, value = setting_cell(snapshot, setting.label), WRONG[wrong]
    read = setting.value(value)
    try:
        changed = with_cells(snapshot, SETTINGS_SHEET, **{cell: value})
        found = read_plan_book(
            changed, trusted=lambda _: setting.path not in NEEDED
        )  # the next test but one: the schema
    except PlanError as error:
        assert setting.path in NEEDED
        assert str(error).startswith(f"Hotich.xlsm · {SETTINGS_SHEET}!"), error
        assert f"!{cell}: " in str(error)
        assert not any(word in str(error) for word in DEVELOPERS), error
        assert len(str(error)) < 300
        return
    data = json.loads(found.text)
    kept = kept_of(found, setting) if not is_blank(read) else at_path(data, setting.path)
    told = check_aside(found.plan) if found.plan.aside.unread else ()
    if is_blank(read):
        assert (kept, told) == (None, ())
    elif understood(setting, read) or kept is not None:
        assert (kept, told) == (read, ())
    else:
        (line,) = told
        assert (line.code, line.source.cell, line.fix) == ("KH14", cell, f"Đề nghị gõ {wanted(setting)}.")
        assert setting.label in line.message
        assert not any(word in line.message + line.fix for word in DEVELOPERS)
        assert len(line.message) < 300
    rest = {path: at_path(data, path) for path in ALL if path not in (setting.path, ANSWERS)}
    assert rest == {path: DEFAULT[path] for path in rest}


def kept_of(found: PlanFile, setting: Setting) -> Any:
    """The plan's value of a setting. How often the level reports is left out where it is the usual, as in old plans."""
    kept = at_path(json.loads(found.text), setting.path)
    return found.plan.period.every.value if setting is PERIOD and not found.plan.aside.unread else kept


ALL = [setting.path for setting in SETTINGS]
DEFAULT = {path: at_path(json.loads(default_text()), path) for path in ALL}
ANSWERS = ("mail", "answers")


@pytest.mark.parametrize(
    ("label", "value", "kept"),
    [
        ("Thư mục của các cấp khác", 2023.0, ["2023"]),
        ("Thư mục của các cấp khác", "  ../cap-huyen ;; ../cap-tinh ; ", ["../cap-huyen", "../cap-tinh"]),
        ("Nơi nhận khác", 1.0, ["1"]),
        ("Đầu mối: số điện thoại", 2713879000.0, "2713879000"),
        ("Nơi lưu", "  VT,   HCTP ", "VT, HCTP"),
    ],
)
def test_what_can_be_meant_is_taken(snapshot: Snapshot, label: str, value: Value, kept: Any) -> None:
    found = set_to(snapshot, label, value)
    path = next(setting.path for setting in SETTINGS if setting.label == label)
    assert at_path(json.loads(found.text), path) == kept


def test_every_value_that_is_understood_passes_the_schema(snapshot: Snapshot) -> None:
    good = {
        SettingKind.TEXT: "mail.coquan.gov.vn:465",
        SettingKind.NUMBER: 7.0,
        SettingKind.DATE: "1/7/2023",
        SettingKind.TIME: "13:15",
        SettingKind.LIST: "../a; ../b",
        SettingKind.DATES: "1/6/2023",
        SettingKind.ADDRESSES: "An <an@a.vn>, b@b.vn",
    }
    for setting in SETTINGS:
        value = next(iter(setting.choices)) if setting.kind is SettingKind.CHOICE else good[setting.kind]
        if setting.path in (("mail", "sender"), ("priority",), ("campaign", "start")):
            continue
        found = set_to(snapshot, setting.label, value)
        read_plan(found.text, "sổ")
        assert kept_of(found, setting) == setting.value(value)


def test_where_rest_days_are_not_known_nothing_goes_out_by_itself(snapshot: Snapshot) -> None:
    answers, rest = (setting_cell(snapshot, label) for label in ("Tự trả lời", "Ngày nghỉ, không tự trả lời"))
    found = read_plan_book(with_cells(snapshot, SETTINGS_SHEET, **{answers: "có", rest: "1/6/2023; 31/6/2023"}))
    assert not found.plan.mail.answers_at_once
    assert [finding.source.cell for finding in check_plan(found.plan) if finding.code == "KH14"] == [rest]


@pytest.mark.parametrize("value", ["bu dang", "a@b.vn; ai đó", ErrorValue("#N/A"), date(2023, 5, 22)])
def test_a_units_address_that_is_none_stops_nothing(snapshot: Snapshot, value: Value) -> None:
    place = unit_cell(snapshot, "Huyện Bù Đăng", "E")
    found = read_plan_book(with_cells(snapshot, SETTINGS_SHEET, **{place: value}))
    assert "696" not in found.plan.mail.units
    (line,) = [finding for finding in check_plan(found.plan) if finding.code == "KH14"]
    assert line.source.cell == place
    assert "Huyện Bù Đăng" in line.message


@pytest.mark.parametrize("value", [ErrorValue("#N/A"), date(2023, 5, 22), Uncached("A1"), True])
@pytest.mark.parametrize("column", ["A", "B", "C"])
def test_a_unit_that_is_not_known_is_asked_for_by_its_cell(snapshot: Snapshot, column: str, value: Value) -> None:
    place = unit_cell(snapshot, "Huyện Bù Đăng", column)
    with pytest.raises(PlanError) as error:
        read_plan_book(with_cells(snapshot, SETTINGS_SHEET, **{place: value}))
    told_at = {"A": place, "B": place, "C": unit_cell(snapshot, "Huyện Bù Đăng", "A")}[column]
    assert str(error.value).startswith(f"Hotich.xlsm · {SETTINGS_SHEET}!{told_at}: "), error.value
    assert not any(word in str(error.value) for word in DEVELOPERS), error.value


@pytest.mark.slow
def test_a_press_with_a_broken_setting_merges_and_tells(tmp_path: Path, plan: Plan, snapshot: Snapshot) -> None:
    from io import BytesIO

    from openpyxl import load_workbook

    folder = new_folder(tmp_path / "viec")
    book = load_workbook(BytesIO(draw_office_book(json.loads(default_text()))), keep_vba=True)
    book[SETTINGS_SHEET][setting_cell(snapshot, "Thư mục của các cấp khác")] = "=NA()"
    book.save(folder.workbook)
    work = works(plan)[0]["696"]
    put(folder, HANDS["696"].file, form(plan, work), plan, FIRST)
    outcome = press(folder, FIRST)
    assert outcome.standing.reported == 1
    told = [finding for finding in outcome.standing.findings if finding.code == "KH14"]
    assert [finding.source.cell for finding in told] == [setting_cell(snapshot, "Thư mục của các cấp khác")]
