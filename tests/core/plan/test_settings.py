"""Settings as people type them, and as the workbook shows them."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from xlpy.core.grid import ErrorValue, Value
from xlpy.core.plan.settings import (
    ANSWERS,
    PLAN_DATE,
    ROUNDING,
    SETTINGS,
    SettingKind,
    read_addresses,
    read_count,
    read_date,
    read_dates,
    read_text,
    read_time,
    split_list,
)

PRIORITY = next(setting for setting in SETTINGS if setting.path == ("priority",))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("14:00", "14:00"),
        ("14 giờ", "14:00"),
        ("14h30", "14:30"),
        ("14 giờ 05 phút", "14:05"),
        (" 9H ", "09:00"),
        ("9:5", "09:05"),
        (0.5833, "14:00"),
        (14 / 24, "14:00"),
        (0.0, "00:00"),
        (time(15, 30), "15:30"),
        (timedelta(hours=7, minutes=45), "07:45"),
        (datetime(1899, 12, 31, 14), "14:00"),
    ],
)
def test_an_hour_is_read_however_it_is_typed(typed: Value, read: str) -> None:
    assert read_time(typed) == read


@pytest.mark.parametrize("typed", ["chiều", "", ":30", "14:00:00", 14, 14.5, -0.5, ErrorValue("#N/A"), True])
def test_what_is_no_hour_is_handed_on(typed: Value) -> None:
    assert read_time(typed) == typed


@pytest.mark.parametrize(
    "typed",
    [
        "4/4/2023",
        "04/04/2023",
        "4-4-2023",
        "4.4.23",
        " ngày 4 tháng 4 năm 2023",
        "2023-04-04",
        date(2023, 4, 4),
        datetime(2023, 4, 4, 8),
    ],
)
def test_a_date_is_read_however_it_is_typed(typed: Value) -> None:
    assert read_date(typed) == "2023-04-04"


@pytest.mark.parametrize("typed", ["31/2/2023", "hôm nay", "4/4/2023 và 5/4/2023", 45020.0, ErrorValue("#REF!")])
def test_what_is_no_date_is_handed_on(typed: Value) -> None:
    assert read_date(typed) == typed


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("200", 200),
        (200.0, 200),
        ("1.234", 1234),
        (" 7 ", 7),
        ("-", 0),
        ("-3", -3),
        (8.5, 8.5),
        ("bảy", "bảy"),
        ("1,234", "1,234"),
    ],
)
def test_a_count_is_read_however_it_is_typed(typed: Value, read: Any) -> None:
    assert read_count(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"), [(691.0, "691"), (691, "691"), ("  Xã  Mới ", "Xã Mới"), (1.5, 1.5), (True, True)]
)
def test_a_code_is_words(typed: Value, read: Any) -> None:
    assert read_text(typed) is read if isinstance(read, bool) else read_text(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [("gần nhất", "nearest"), ("Gần Nhất", "nearest"), ("LÊN", "up"), (" lên ", "up"), ("xuống", "xuống"), (1.0, 1.0)],
)
def test_a_choice_is_read_in_any_case(typed: Value, read: Any) -> None:
    assert ROUNDING.value(typed) == read


@pytest.mark.parametrize(
    "typed",
    [
        "Đăng ký sinh; Đăng ký kết hôn; Đăng ký khai tử; Đăng ký con nuôi",
        "khai sinh;KẾT HÔN ;  ĐK khai tử; Nuôi con nuôi;",
    ],
)
def test_the_order_of_entry_is_read_by_any_name_of_a_register(typed: str) -> None:
    assert PRIORITY.value(typed) == ["birth", "marriage", "death", "adoption"]


def test_a_list_is_parted_by_semicolons_and_what_is_no_text_is_handed_on() -> None:
    assert split_list(" a@b.vn ;; c@d.vn ; ") == ["a@b.vn", "c@d.vn"]
    assert split_list(" ; ") == []
    assert split_list(7.0) == 7.0


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        (PLAN_DATE, "2023-04-04"),
        (ROUNDING, "up"),
        (PRIORITY, ["death", "birth", "adoption", "marriage"]),
        *((setting, "14:05") for setting in SETTINGS if setting.kind is SettingKind.TIME),
        *((setting, 300) for setting in SETTINGS if setting.kind is SettingKind.NUMBER),
        *((setting, "Sở Tư pháp") for setting in SETTINGS if setting.kind is SettingKind.TEXT),
        *((setting, ["a@b.vn", "c@d.vn"]) for setting in SETTINGS if setting.kind is SettingKind.ADDRESSES),
        *((setting, ["2023-06-01", "2023-06-02"]) for setting in SETTINGS if setting.kind is SettingKind.DATES),
        *((ANSWERS, choice) for choice in ANSWERS.choices.values()),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_what_a_cell_shows_is_read_back(setting: Any, value: Any) -> None:
    shown = setting.cell(value)
    assert shown is not None
    assert setting.value(shown) == value
    assert setting.cell(None) is None


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1/6/2023; 2/6/2023", ["2023-06-01", "2023-06-02"]),
        (" 1-6-2023 , 2/6/23;", ["2023-06-01", "2023-06-02"]),
        (date(2023, 6, 1), ["2023-06-01"]),
        ("1/6/2023; Tết", ["2023-06-01", " Tết"]),  # refused by the schema, with its cell
        (7.0, [7.0]),
    ],
)
def test_days_are_read_however_they_are_parted(typed: Value, read: list[object]) -> None:
    assert read_dates(typed) == read


def test_every_setting_has_a_name_and_a_label_of_its_own() -> None:
    for part in ("name", "label", "path"):
        values = [getattr(setting, part) for setting in SETTINGS]
        assert len(set(values)) == len(values), part
    assert all(setting.name.isascii() and setting.name.isalnum() for setting in SETTINGS)


@pytest.mark.parametrize(
    ("cell", "addresses"),
    [
        ("a@b.vn; c@d.vn", ["a@b.vn", "c@d.vn"]),
        ("a@b.vn, c@d.vn;", ["a@b.vn", "c@d.vn"]),
        ("Phòng Tư pháp <a@b.vn>; c@d.vn", ["a@b.vn", "c@d.vn"]),
        ("vanphong stp.example", ["vanphong stp.example"]),  # refused by the schema, with its cell
    ],
)
def test_addresses_are_read_as_people_paste_them(cell: str, addresses: list[str]) -> None:
    assert read_addresses(cell) == addresses
