"""Units in the names of files, whose signs are others', and days in them that are a unit's name."""

from datetime import date

import pytest

from xlpy.core.identify import decide_date
from xlpy.core.source import Source
from xlpy.core.units import Unit, Units
from xlpy.core.units_in_files import units_in_file_name, without_names_of_days

UNITS = Units(
    Unit(code, name)
    for code, name in {
        "H": "Huyện Ia H'Drai",
        "R": "Huyện Đắk R'lấp",
        "C": "Thành phố Phan Rang - Tháp Chàm",
        "T": "Phường Trị/Lăng",
        "D": "Phường 30-4",
        "P": "Phường 30",
        "L": "Xã Tân Lập",
        "L1": "Xã Tân Lập 1",
    }.items()
)


@pytest.mark.parametrize(
    ("stem", "codes"),
    [
        ("ia h drai 22-5", ["H"]),
        ("Ia HDrai 22-5", ["H"]),
        ("IaHDrai_22.5", ["H"]),
        ("Đắk R_Lấp", ["R"]),
        ("dakrlap 22-5", ["R"]),
        ("PL01 C Thanh Pho Phan Rang - Thap Cham", ["C"]),
        ("Phan Rang – Tháp Chàm 22-5", ["C"]),
        ("phanrangthapcham", ["C"]),
        ("Trị_Lăng 22-5", ["T"]),
        ("phuong 30-4 22-5", ["D"]),
        ("P.30-4", ["D"]),
        ("phuong 30 22-5", ["P"]),
        ("phuong so 30 22-5", ["P"]),
        ("bao cao 30-4", []),
    ],
)
def test_a_file_is_named_after_a_unit_without_the_signs_in_its_name(stem: str, codes: list[str]) -> None:
    assert [unit.code for unit in units_in_file_name(stem, UNITS)] == codes


def test_a_number_that_ends_a_name_or_begins_a_day_is_both() -> None:
    assert [unit.code for unit in units_in_file_name("tan lap 1-6", UNITS)] == ["L", "L1"]
    assert [unit.code for unit in units_in_file_name("tan lap 22-5", UNITS)] == ["L"]
    assert [unit.code for unit in units_in_file_name("tan lap 1 1-6", UNITS)] == ["L1"]
    assert [unit.code for unit in units_in_file_name("tan lap 1-6", Units(UNITS[-1:]))] == ["L1"]


def test_a_day_that_is_a_units_name_is_no_day() -> None:
    where = Source("x.xlsx", "Phụ lục 01")
    asked = {"year": 2023, "start": date(2023, 4, 1)}
    for stem in ("PL01 D Phuong 30-4 ngay 22-5", "P30-4 22-5", "22-5 Phường_30-4"):
        day, _, problems = decide_date([], f"{stem}.xlsx", where, UNITS, **asked)
        assert (day, problems) == (date(2023, 5, 22), ()), stem
    assert without_names_of_days("bu dang 30-4", UNITS) == "bu dang 30-4"
