"""Units by their names: every accepted spelling finds its unit, and only that one."""

import unicodedata

import pytest

from tests.kit.forms import BU_DANG, CHON_THANH, DONG_XOAI, LOC_NINH, PHU_RIENG
from xlpy.core.plan.plan import Plan
from xlpy.core.text import bare
from xlpy.core.unit_suggestions import suggestions
from xlpy.core.units import (
    Name,
    Unit,
    Units,
    parse_name,
    units_in_label,
    units_mentioned,
    units_named,
)
from xlpy.core.units_in_files import units_in_file_name
from xlpy.demo.clerks import shortened, without_level


def _codes(units: tuple[Unit, ...]) -> list[str]:
    return [unit.code for unit in units]


@pytest.mark.parametrize(
    "spell",
    [
        str,
        str.upper,
        str.lower,
        lambda name: unicodedata.normalize("NFD", name),
        lambda name: f"  {name}  ".replace(" ", "\u00a0 "),
        shortened,
        lambda name: shortened(name).replace(". ", "."),
        lambda name: shortened(name).replace(". ", " "),
        without_level,
    ],
)
def test_every_district_is_found_in_every_spelling_and_no_other(plan: Plan, spell: object) -> None:
    assert callable(spell)
    for unit in plan.senders:
        assert _codes(units_named(spell(unit.name), plan.senders)) == [unit.code]


@pytest.mark.parametrize("spell", [str, str.upper, shortened, lambda name: unicodedata.normalize("NFD", name)])
def test_every_commune_is_found_among_its_districts_and_no_other(plan: Plan, spell: object) -> None:
    assert callable(spell)
    for unit in plan.senders:
        for part in unit.children:
            assert _codes(units_named(spell(part.name), unit.children)) == [part.code]


def test_every_district_is_found_in_a_file_named_without_accents(plan: Plan) -> None:
    for unit in plan.senders:
        plain, proper = bare(unit.name), bare(without_level(unit.name)).title().replace(" ", "")
        for stem in (f"{plain} 22-5", plain.replace(" ", "_"), f"PL01_{proper}22.5", f"BC-{plain.replace(' ', '')}"):
            assert _codes(units_in_file_name(stem, plan.senders)) == [unit.code], stem


def test_every_district_is_mentioned_by_its_letterhead(plan: Plan) -> None:
    for unit in plan.senders:
        for written in (f"UBND {unit.name.upper()}", f"PHÒNG TƯ PHÁP {shortened(unit.name)}, tỉnh Bình Phước"):
            assert _codes(units_mentioned(written, plan.senders)) == [unit.code]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("TX. Phước Long", Name("thị xã", "phước long")),
        ("tx phước long", Name("thị xã", "phước long")),
        ("T.P. Đồng Xoài", Name("thành phố", "đồng xoài")),
        ("TT.Tân Phú", Name("thị trấn", "tân phú")),
        ("Tân Phú", Name("", "tân phú")),
        ("Thanh Bình", Name("", "thanh bình")),
        ("Hưng Long", Name("", "hưng long")),
        ("Phước Long", Name("", "phước long")),
    ],
)
def test_a_level_word_is_taken_off_and_a_first_letter_is_not(written: str, name: Name) -> None:
    assert parse_name(written) == name


def test_a_level_word_left_out_fits_any_and_another_one_does_not() -> None:
    assert parse_name("Bù Đăng").fits(parse_name("Huyện Bù Đăng"))
    assert parse_name("Huyện Bù Đăng").fits(parse_name("Bù Đăng"))
    assert not parse_name("Thị xã Bù Đăng").fits(parse_name("Huyện Bù Đăng"))
    assert not parse_name("Huyện Bù Đang").fits(parse_name("Huyện Bù Đăng"))


def test_a_former_name_is_an_alias(plan: Plan) -> None:
    assert _codes(units_named("Huyện Chơn Thành", plan.senders)) == [CHON_THANH]
    assert _codes(units_mentioned("UBND THỊ XÃ ĐỒNG XOÀI", plan.senders)) == [DONG_XOAI]


def test_the_three_loc_thanh_are_three_communes(plan: Plan) -> None:
    communes = plan.targets[LOC_NINH].unit.children
    found = [units_named(name, communes) for name in ("Xã Lộc Thạnh", "Lộc Thành", "X. Lộc Thịnh")]
    assert [unit.name for (unit,) in found] == ["Xã Lộc Thạnh", "Xã Lộc Thành", "Xã Lộc Thịnh"]
    assert units_named("Xã Lộc Thanh", communes) == ()


def test_two_towns_of_one_name_are_told_apart_by_their_level_only(plan: Plan) -> None:
    both = [part for unit in plan.senders for part in unit.children]
    assert len(units_named("Tân Phú", both)) == 2
    assert len(units_named("Phường Tân Phú", both)) == 1


@pytest.mark.parametrize(
    "written",
    ["Xã Phú Riềng", "UBND XÃ PHÚ RIỀNG", "X.Phú Riềng", "xã\u00a0Phú  Riềng", "phú riềngs", "thị trấn Lộc Ninh"],
)
def test_another_level_or_a_longer_word_is_no_mention(plan: Plan, written: str) -> None:
    assert units_mentioned(written, plan.senders) == ()


def test_the_district_is_mentioned_even_beside_its_commune(plan: Plan) -> None:
    assert _codes(units_mentioned("xã Phú Riềng, huyện Phú Riềng", plan.senders)) == [PHU_RIENG]


def test_a_title_may_mention_two_units(plan: Plan) -> None:
    assert len(units_mentioned("Bình Long và Phước Long", plan.senders)) == 2


def test_accents_elsewhere_in_a_files_name_do_not_hide_a_bare_one(plan: Plan) -> None:
    assert _codes(units_in_file_name("Báo cáo ngày 22-5 bu dang", plan.senders)) == [BU_DANG]


@pytest.mark.parametrize(
    "stem", ["Bù Đang 22-5", "bu đang", "Bú Đăng", "xa phu rieng", "TT Loc Ninh", "budangs", "bao cao"]
)
def test_a_files_name_with_other_accents_or_another_level_names_no_district(plan: Plan, stem: str) -> None:
    assert units_in_file_name(stem, plan.senders) == ()


def test_a_files_name_without_accents_names_all_that_look_alike() -> None:
    alike = (Unit("1", "Huyện Lộc Thạnh"), Unit("2", "Huyện Lộc Thành"), Unit("3", "Huyện Lộc Thịnh"))
    assert _codes(units_in_file_name("loc thanh 22-5", alike)) == ["1", "2"]
    assert _codes(units_in_file_name("Lộc Thành 22-5", alike)) == ["2"]


def test_suggestions_name_all_that_look_alike(plan: Plan) -> None:
    communes = plan.targets[LOC_NINH].unit.children
    assert {"Xã Lộc Thạnh", "Xã Lộc Thành"} <= set(suggestions("Lộc Thanh", communes))
    assert suggestions("Huyện Bù Đang", plan.senders)[0] == "Huyện Bù Đăng"
    assert suggestions("như trên", plan.senders) == ()


def test_a_tree_is_walked_from_its_root(plan: Plan) -> None:
    codes = _codes(tuple(plan.root.walk()))
    assert codes[0] == plan.root.code
    assert len(codes) == len(set(codes)) == 1 + 11 + sum(len(unit.children) for unit in plan.senders)


@pytest.mark.parametrize(
    "label",
    [
        *("UBND huyện Bù Đăng", "Phòng Tư pháp huyện Bù Đăng", "Huyện Bù Đăng (16 xã, thị trấn)"),
        *("UBND H. Bù Đăng", "UBND huyện Bù Đăng, tỉnh Bình Phước", "Bù Đăng (huyện)", "Huyện Bù Đăng"),
    ],
)
def test_a_name_within_longer_words_is_understood_where_it_is_the_only_one(plan: Plan, label: str) -> None:
    assert _codes(units_in_label(label, plan.senders)) == [BU_DANG]


@pytest.mark.parametrize(
    "label",
    [
        *("Xã Bom Bo, huyện Bù Đăng", "UBND xã Bom Bo huyện Bù Đăng", "Huyện Bù Đang", "Phòng Tư pháp Bù Đang"),
        *("Huyện Bù Đăng và huyện Hớn Quản", "Huyện Bù Đăng Mới", "Xã Phú Riềng", "UBND xã Lộc Ninh"),
        *("Huyện Bù Đăng huyện Hớn Quản", "Huyện Bù Đăng Huyện Bù Đốp", "UBND huyện Bù Đốp, Bù Đăng"),
    ],
)
def test_a_part_of_a_unit_two_units_or_another_name_are_not_that_unit(plan: Plan, label: str) -> None:
    assert units_in_label(label, plan.senders) == ()


def test_of_two_names_in_one_line_both_are_suggested(plan: Plan) -> None:
    assert suggestions("Huyện Bù Đăng và huyện Hớn Quản", plan.senders) == ("Huyện Bù Đăng", "Huyện Hớn Quản")


def test_every_unit_of_the_plan_is_itself_and_no_other_within_an_offices_name(plan: Plan) -> None:
    for unit in plan.senders:
        assert _codes(units_in_label(f"Phòng Tư pháp {unit.name}", plan.senders)) == [unit.code]
        for part in unit.children:
            assert _codes(units_in_label(f"UBND {part.name}", unit.children)) == [part.code]
            assert units_in_label(f"{part.name}, {unit.name}", plan.senders) == ()


# Names that are numbers, and names that others have too

WARDS = Units(
    Unit(code, name)
    for code, name in (
        ("1", "Phường 1"),
        ("2", "Phường 2"),
        ("12", "Phường 12"),
        ("5", "Phường 05"),
        ("Q1", "Quận 1"),
        ("A", "Xã Tân Lập"),
        ("A1", "Xã Tân Lập 1"),
        ("A12", "Xã Tân Lập 12"),
    )
)


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("Phường 1", ["1"]),
        ("PHƯỜNG 01", ["1"]),
        ("P1", ["1"]),
        ("P. 1", ["1"]),
        ("p.12", ["12"]),
        ("Phường số 12", ["12"]),
        ("Phường 5", ["5"]),
        ("Q.1", ["Q1"]),
        ("1", []),
        ("12", []),
        ("Phường 3", []),
        ("Xã 1", []),
        ("Phường 1A", []),
    ],
)
def test_a_unit_whose_name_is_a_number_is_named_with_its_level_alone(written: str, codes: list[str]) -> None:
    assert _codes(units_named(written, WARDS)) == codes
    assert _codes(units_in_label(written, WARDS)) == codes


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("PHỤ LỤC 01 kèm Kế hoạch số 12/KH-UBND ngày 05/01/2024", []),
        ("(tính đến ngày 1 tháng 2 năm 2024)", []),
        ("UBND PHƯỜNG 12", ["12"]),
        ("UBND PHƯỜNG SỐ 12", ["12"]),
        ("UBND Phường 1 Số 12/BC-UBND", ["1"]),
        ("UBND Phường 1, Quận 1", ["1", "Q1"]),
        ("Phòng Tư pháp quận 10", []),
        ("Xã Tân Lập 1", ["A1"]),
        ("Xã Tân Lập 12", ["A12"]),
        ("Xã Tân Lập 1, xã Tân Lập", ["A", "A1"]),
    ],
)
def test_numbers_of_a_running_text_are_no_units(written: str, codes: list[str]) -> None:
    assert _codes(units_mentioned(written, WARDS)) == codes


@pytest.mark.parametrize(
    ("stem", "codes"),
    [
        ("PL01 ngày 1-2-2024", []),
        ("PL01_Phuong 1 22.5", ["1"]),
        ("P12-22-5", ["12"]),
        ("BC_phuong02_26.2.2024", ["2"]),
        ("phuong 2-5", []),
        ("bao cao (1)", []),
        ("Quan 1 26-2 (2)", ["Q1"]),
    ],
)
def test_numbers_of_a_files_name_are_no_units(stem: str, codes: list[str]) -> None:
    assert _codes(units_in_file_name(stem, WARDS)) == codes


def test_a_number_beside_longer_words_is_a_lines_name_where_its_level_stands_before_it() -> None:
    assert _codes(units_in_label("Phường 12 (14 khu phố)", WARDS)) == ["12"]
    assert _codes(units_in_label("Ban Tư pháp phường 2", WARDS)) == ["2"]
    assert _codes(units_in_label("12 khu phố", WARDS)) == []


def test_a_short_name_is_nobody_elses_and_no_bare_number() -> None:
    units = Units(
        Unit(str(place), name)
        for place, name in enumerate(("Phường 1", "TX. Hồng Ngự", "Huyện Hồng Ngự", "Thành phố Cao Lãnh", "Hà Tiên"))
    )
    assert [*units.short_names.values()] == ["phường 1", "TX. Hồng Ngự", "huyện Hồng Ngự", "Cao Lãnh", "Hà Tiên"]


TOWNS = Units(
    Unit(code, name)
    for code, name in (
        ("1", "Phường 2, thành phố Vị Thanh"),
        ("2", "Phường 2, thành phố Ngã Bảy"),
        ("3", "Phường 12, thành phố Vị Thanh"),
        ("4", "Xã Tân Lập, huyện Đầm Dơi"),
        ("5", "Xã Tân Lập, huyện Cái Nước"),
        ("6", "Xã Tân Bình, huyện Cái Nước"),
    )
)


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("Phường 2", ["1", "2"]),
        ("Phường 2, thành phố Vị Thanh", ["1"]),
        ("Phường 2 - TP Vị Thanh", ["1"]),
        ("phường 2 (TP Ngã Bảy)", ["2"]),
        ("P.12", ["3"]),
        ("Tân Lập", ["4", "5"]),
        ("Xã Tân Lập huyện Cái Nước", ["5"]),
        ("Xã Tân Bình", ["6"]),
    ],
)
def test_units_of_one_name_are_told_apart_by_where_they_are(written: str, codes: list[str]) -> None:
    assert _codes(units_in_label(written, TOWNS)) == codes
    assert _codes(units_mentioned(f"Biểu tổng hợp của {written} tính đến ngày 22/5/2023", TOWNS)) == codes


@pytest.mark.parametrize(
    ("stem", "codes"),
    [
        ("phuong 2 vi thanh 22-5", ["1"]),
        ("P2_NgaBay_22.5", ["2"]),
        ("phường 2 22-5", ["1", "2"]),
        ("tan lap cai nuoc", ["5"]),
    ],
)
def test_a_files_name_tells_the_town_too(stem: str, codes: list[str]) -> None:
    assert _codes(units_in_file_name(stem, TOWNS)) == codes


def test_where_a_unit_is_stands_beside_its_number_in_lists() -> None:
    assert TOWNS.short_names["1"] == "phường 2, thành phố Vị Thanh"
    assert TOWNS.short_names["6"] == "Tân Bình, huyện Cái Nước"


SIGNS = Units(
    Unit(str(place), name)
    for place, name in enumerate(
        ("Huyện Ia H'Drai", "Huyện Đắk R'lấp", "Thành phố Phan Rang - Tháp Chàm", "Phường Trị/Lăng", "Phường 30-4")
    )
)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Huyện Ia H’Drai", "0"),
        ("H. Ia H` drai", "0"),
        ("Ia HDrai", "0"),
        ("Đắk R ʼLấp", "1"),
        ("TP. Phan Rang-Tháp Chàm", "2"),
        ("tp Phan Rang – Tháp Chàm", "2"),
        ("Phan Rang Tháp Chàm", "2"),
        ("Phường Trị / Lăng", "3"),
        ("P. 30/4", "4"),
    ],
)
def test_signs_within_a_name_may_be_those_that_an_office_program_puts_in(written: str, code: str) -> None:
    assert _codes(units_named(written, SIGNS)) == [code]
    assert _codes(units_in_label(written, SIGNS)) == [code]


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("UBND HUYỆN IA H’DRAI", ["0"]),
        ("UBND thành phố Phan Rang – Tháp Chàm (tính đến ngày 30-4)", ["2"]),
        ("Phường 30 - 4, ngày 22/5/2023", ["4"]),
        ("tính đến ngày 30-4-2023", []),
    ],
)
def test_a_running_text_mentions_a_unit_with_signs_however_they_are_typed(written: str, codes: list[str]) -> None:
    assert _codes(units_mentioned(written, SIGNS)) == codes


def test_a_unit_named_to_the_letter_is_not_one_named_but_for_signs() -> None:
    alike = Units((Unit("1", "Xã Ia H'Drai"), Unit("2", "Xã Ia HDrai")))
    assert _codes(units_named("Ia H’Drai", alike)) == ["1"]
    assert _codes(units_named("Ia HDrai", alike)) == ["2"]
    assert _codes(units_named("Ia H-Drai", Units((Unit("1", "Xã Ia H'Drai"), Unit("2", "Xã Ia/H Drai"))))) == ["1", "2"]
