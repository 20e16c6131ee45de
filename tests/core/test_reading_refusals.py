"""What could be read in two ways, or in none, is refused with the reason; nothing is guessed."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.forms import (
    BU_DANG,
    DONG_PHU,
    FILE,
    LOC_NINH,
    NAMELESS,
    PHU_RIENG,
    Office,
    as_xlsx,
    figures_of,
    remade,
    warnings_of,
    with_cells,
    with_column,
)
from tests.kit.laws import law
from xlpy.core.consolidate import Verdict
from xlpy.core.grid import Area, ErrorValue, Position, Snapshot, Uncached, Value, cell_name
from xlpy.core.reading import read_submissions
from xlpy.core.records import KINDS, Kind, Measure
from xlpy.core.source import Severity
from xlpy.demo.clerks import without_level
from xlpy.doors.files.workbook import read_workbook

AMBIGUOUS, UNKNOWN, STRANGER, TWICE = "BM06", "BM05", "BM07", "BM08"


def _no_name(_: str) -> str:
    return ""


# Two possible units


def test_the_line_of_one_unit_in_the_file_of_another(office: Office) -> None:
    assert AMBIGUOUS in office.refuses(office.form(), "dong phu 23-5.xlsx")


def test_two_answers_are_told_with_their_places(office: Office) -> None:
    judged = office.judged(office.form(), "dong phu 23-5.xlsx")
    (message,) = (finding.message for finding in judged.findings if finding.code == AMBIGUOUS)
    assert "dòng có số liệu (B8): Huyện Bù Đăng; tên tệp (“dong phu 23-5.xlsx”): Huyện Đồng Phú" in message


def test_the_line_of_one_unit_under_the_title_of_another(office: Office) -> None:
    sheet = with_cells(office.sheet(), {"A3": "UBND HUYỆN LỘC NINH"})
    assert AMBIGUOUS in office.refuses(as_xlsx(sheet), NAMELESS)


def test_the_communes_of_one_unit_in_the_file_of_another(office: Office) -> None:
    assert AMBIGUOUS in office.refuses(office.form(lines="parts"), "loc ninh 23-5.xlsx")


def test_the_issued_form_of_one_unit_filled_in_by_another(office: Office) -> None:
    sheet = office.sheet(marked=True)
    assert AMBIGUOUS in office.refuses(as_xlsx(with_cells(sheet, {"B8": "Huyện Lộc Ninh"})), NAMELESS)


def test_two_filled_lines_and_nothing_that_tells_whose_the_form_is(office: Office) -> None:
    sheet = with_cells(office.sheet(lines="all"), {"D10": 5, "E10": 5})
    assert AMBIGUOUS in office.refuses(as_xlsx(sheet), NAMELESS)


def test_all_lines_at_zero_and_nothing_that_tells_whose_the_form_is(office: Office) -> None:
    work = office.second[PHU_RIENG]
    assert not any(work.entered.values())
    data = office.form(PHU_RIENG, lines="all", others="zero")
    assert AMBIGUOUS in office.refuses(data, NAMELESS)
    assert office.judged(data, "phu rieng 23-5.xlsx").usable


def test_a_files_name_that_names_two_units(office: Office) -> None:
    assert AMBIGUOUS in office.refuses(office.form(spell=_no_name), "bu dang, loc ninh 23-5.xlsx")


def test_a_title_that_names_two_units(office: Office) -> None:
    sheet = with_cells(office.sheet(spell=_no_name), {"A3": "UBND HUYỆN BÙ ĐĂNG", "M3": "Đơn vị: Huyện Lộc Ninh"})
    assert AMBIGUOUS in office.refuses(as_xlsx(sheet), NAMELESS)


# No unit


def test_one_communes_line_alone_is_not_its_districts_report(office: Office) -> None:
    sheet = with_cells(office.sheet(PHU_RIENG), {"B8": "Xã Phú Riềng"})
    assert UNKNOWN in office.refuses(as_xlsx(sheet), NAMELESS)


def test_no_name_anywhere(office: Office) -> None:
    assert UNKNOWN in office.refuses(office.form(spell=_no_name), NAMELESS)


@pytest.mark.parametrize("written", ["UBND xã Phú Riềng", "X. Phú Riềng", "XÃ PHÚ RIỀNG"])
def test_the_commune_phu_rieng_in_a_title_is_not_the_district(office: Office, written: str) -> None:
    sheet = with_cells(office.sheet(PHU_RIENG, spell=_no_name), {"A3": written})
    assert UNKNOWN in office.refuses(as_xlsx(sheet), NAMELESS)
    assert UNKNOWN in office.refuses(office.form(PHU_RIENG, spell=_no_name), "xa phu rieng.xlsx")


def test_the_town_loc_ninh_in_a_title_is_not_the_district(office: Office) -> None:
    sheet = with_cells(office.sheet(LOC_NINH, spell=_no_name), {"A3": "UBND thị trấn Lộc Ninh"})
    assert UNKNOWN in office.refuses(as_xlsx(sheet), NAMELESS)


# Names that are nearly right


@pytest.mark.parametrize("written", ["Huyện Bù Đang", "Huyện Bù Đăngg", "Huyen Bu Dang", "Huyện Bù Dăng"])
def test_a_name_that_is_nearly_right_is_only_suggested(office: Office, written: str) -> None:
    for file in (FILE, NAMELESS):
        errors = office.refuses(as_xlsx(with_cells(office.sheet(), {"B8": written})), file)
        assert "Huyện Bù Đăng" in errors[STRANGER]


def test_a_level_that_is_not_the_units_is_another_unit(office: Office) -> None:
    assert STRANGER in office.refuses(as_xlsx(with_cells(office.sheet(), {"B8": "Thị xã Bù Đăng"})))


def test_loc_thanh_without_its_tone_could_be_two_communes_and_is_neither(office: Office) -> None:
    sheet = office.sheet(LOC_NINH, lines="parts")
    (place,) = (at for at, value in sheet.cells.items() if value == "Xã Lộc Thạnh")
    errors = office.refuses(as_xlsx(remade(sheet, cells={**sheet.cells, place: "Xã Lộc Thanh"})), NAMELESS)
    assert "Xã Lộc Thạnh" in errors[STRANGER]
    assert "Xã Lộc Thành" in errors[STRANGER]


@pytest.mark.parametrize("spell", [str, without_level])
def test_loc_thanh_loc_thanh_and_loc_thinh_keep_their_own_figures(office: Office, spell: object) -> None:
    sheet = office.sheet(LOC_NINH, lines="parts", spell=spell)
    submission = office.accepts(as_xlsx(sheet), NAMELESS, unit=LOC_NINH)
    rows = {row.label.removeprefix("Xã "): row for row in submission.rows}
    for name in ("Lộc Thạnh", "Lộc Thành", "Lộc Thịnh"):
        (line,) = (row for (row, _), value in sheet.cells.items() if str(value).endswith(name))
        births = sheet.cells[line, 3], sheet.cells[line, 4]
        assert (rows[name].value(Kind.BIRTH, Measure.TODAY), rows[name].value(Kind.BIRTH, Measure.ENTERED)) == births


def test_loc_thanh_written_for_loc_thanh_stands_there_twice(office: Office) -> None:
    sheet = office.sheet(LOC_NINH, lines="parts")
    (place,) = (at for at, value in sheet.cells.items() if value == "Xã Lộc Thạnh")
    assert TWICE in office.refuses(as_xlsx(remade(sheet, cells={**sheet.cells, place: "Xã Lộc Thành"})), NAMELESS)


# Lines too many


@pytest.mark.parametrize("line", [8, 12])
def test_a_commune_of_another_district_among_the_communes(office: Office, line: int) -> None:
    sheet = with_cells(office.sheet(lines="parts"), {f"B{line}": "Xã Lộc An"})
    assert set(office.refuses(as_xlsx(sheet), FILE)) & {STRANGER, AMBIGUOUS}
    assert set(office.refuses(as_xlsx(sheet), NAMELESS)) & {STRANGER, AMBIGUOUS}


def test_a_line_of_figures_without_a_name_among_the_communes(office: Office) -> None:
    sheet = with_cells(office.sheet(lines="parts"), {"B12": None})
    assert STRANGER in office.refuses(as_xlsx(sheet))


@pytest.mark.parametrize("total", ["TỔNG", None])
def test_another_districts_line_among_the_communes(office: Office, total: str | None) -> None:
    sheet = office.sheet(lines="parts")
    line = {"B25": "Huyện Lộc Ninh", "D25": 7, "E25": 7}
    assert AMBIGUOUS in office.refuses(as_xlsx(with_cells(sheet, {**line, "B24": total})), FILE)
    assert AMBIGUOUS in office.refuses(as_xlsx(with_cells(sheet, {"B24": "Huyện Lộc Ninh"})), FILE)


def test_a_line_of_figures_without_a_name_among_the_units(office: Office) -> None:
    assert STRANGER in office.refuses(as_xlsx(with_cells(office.sheet(lines="all"), {"B9": None})))
    assert STRANGER in office.refuses(as_xlsx(with_cells(office.sheet(), {"D10": 7, "E10": 7})))


def test_another_districts_line_below_the_senders(office: Office) -> None:
    sheet = with_cells(office.sheet(), {"B9": "Huyện Lộc Ninh", "D9": 7, "E9": 7})
    assert AMBIGUOUS in office.refuses(as_xlsx(sheet), NAMELESS)


def test_the_senders_line_twice(office: Office) -> None:
    sheet = office.sheet()
    again = {(row + 1, column): value for (row, column), value in sheet.cells.items() if row == 7}
    assert TWICE in office.refuses(as_xlsx(remade(sheet, cells={**sheet.cells, **again})))


def test_a_commune_twice(office: Office) -> None:
    sheet = office.sheet(lines="parts")
    assert TWICE in office.refuses(as_xlsx(with_cells(sheet, {"B9": sheet.cells[7, 1]})))


def test_two_forms_of_the_same_day(office: Office) -> None:
    assert "BM02" in office.refuses(as_xlsx(office.sheet(sheet="1"), office.sheet(sheet="2")))


# The day


def test_no_day_anywhere(office: Office) -> None:
    assert "BM10" in office.refuses(office.form(date_style="open"), "bu dang.xlsx")


def test_month_before_day(office: Office) -> None:
    sheet = with_cells(office.sheet(), {"A2": "tính đến ngày 5/23/2023"})
    assert "BM11" in office.refuses(as_xlsx(sheet))


def test_one_day_in_the_title_and_another_in_the_files_name(office: Office) -> None:
    for file in ("bu dang 22-5.xlsx", "bu dang 24-5.xlsx"):
        assert "BM12" in office.refuses(office.form(), file)


def test_two_days_in_the_files_name_and_none_in_the_title(office: Office) -> None:
    assert "BM12" in office.refuses(office.form(date_style="open"), "bu dang 22-5 23-5.xlsx")


def test_two_days_in_the_title(office: Office) -> None:
    sheet = with_cells(office.sheet(), {"A3": "Số liệu tính đến ngày 24 tháng 5 năm 2023"})
    assert "BM12" in office.refuses(as_xlsx(sheet))


def test_a_letterheads_day_is_not_held_against_the_day_made_up_to(office: Office) -> None:
    office.accepts(as_xlsx(with_cells(office.sheet(), {"A3": "Bù Đăng, ngày 24 tháng 5 năm 2023"})))


def test_a_day_that_cannot_be_read_is_quoted_at_its_own_cell(office: Office) -> None:
    sheet = office.sheet()
    (at,) = [at for at, value in sheet.cells.items() if isinstance(value, str) and "tính đến" in value]
    for written in ("(tính đến ngày 23/O5/2023)", "(tính đến ngày ...../...../2023)"):
        bent = with_cells(sheet, {cell_name(*at): written})
        judged = office.judged(as_xlsx(bent), "bu dang.xlsx")
        (finding,) = [finding for finding in judged.findings if finding.code == "BM10"]
        assert finding.source.cell == cell_name(*at)
        assert written.strip("()") in finding.message


def test_the_form_of_the_day_before(office: Office) -> None:
    assert "BM15" in office.refuses(office.form(work=office.first[BU_DANG]), "bu dang.xlsx")


# The figures


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (2.261, "SL02"),
        ("2.261,5", "SL02"),
        ("0.261", "SL02"),
        ("2,261", "SL07"),
        ("như trên", "SL01"),
        ("2261²", "SL01"),
        (-5, "SL03"),
        (10**12, "SL09"),
    ],
)
def test_what_is_no_whole_number_of_cases(office: Office, value: str | float, code: str) -> None:
    assert code in office.refuses(office.form(overrides={(Kind.BIRTH, Measure.TODAY): value}))


@pytest.mark.parametrize("value", ["như trên", "2.261,5", "2,261"])
def test_a_cell_that_cannot_be_read_is_told_of_once(office: Office, value: str) -> None:
    for lines in ("own", "parts"):
        sheet = with_cells(office.sheet(lines=lines), {"D8": value})
        assert len(office.refuses(as_xlsx(sheet))) == 1


@pytest.mark.parametrize(
    "cells",
    [
        {"W8": "Ghi chú"},
        {"W8": "x"},
        {"W12": "ngày 22/5 nhập trùng"},
        {"X7": "ngày 22/5 nhập trùng"},
        {"A9": "Ghi chú:"},
        {"A9": "Người lập biểu ghi chú"},
    ],
)
def test_what_explains_nothing_does_not_allow_a_negative_figure(office: Office, cells: Mapping[str, str]) -> None:
    sheet = office.sheet(overrides={(Kind.ADOPTION, Measure.TODAY): -1, (Kind.ADOPTION, Measure.ENTERED): 1})
    assert "SL03" in office.refuses(as_xlsx(with_cells(sheet, cells)))


def test_an_explanation_does_not_allow_a_negative_running_total(office: Office) -> None:
    wrong = {(Kind.ADOPTION, Measure.TODAY): -3, (Kind.ADOPTION, Measure.ENTERED): -1}
    assert "SL03" in office.refuses(office.form(overrides=wrong, note_beside="Đính chính: nhập trùng"))


def test_merged_figures_may_hide_others(office: Office) -> None:
    for area in (Area(7, 3, 7, 4), Area(7, 3, 8, 3)):
        sheet = office.sheet()
        seen = Snapshot(FILE, "", (remade(sheet, merged=(*sheet.merged, area)),))
        assert "BM14" in warnings_of(office.judged_sheets(seen))


def test_the_office_may_name_the_unit_among_those_that_the_file_points_to(office: Office) -> None:
    plan = office.plan
    seen = read_workbook(office.form(), "dong phu 23-5.xlsx")
    for code, unit in ((BU_DANG, BU_DANG), (DONG_PHU, DONG_PHU), (LOC_NINH, None)):
        named = plan.targets[code].unit
        (submission,) = read_submissions(seen, plan.senders, year=2023, start=plan.start, named=named)
        assert (submission.unit.code if submission.unit else None) == unit


def test_a_kinds_name_lost_does_not_give_its_figures_to_the_kind_before(office: Office) -> None:
    sheet = with_cells(office.sheet(), {"G6": None})
    errors = office.refuses(as_xlsx(sheet))
    assert {"BM03", "BM04"} <= set(errors)
    submission = office.judged(as_xlsx(sheet)).submission
    assert submission is not None
    assert submission.value(Kind.BIRTH, Measure.TODAY) == office.second[BU_DANG].today[Kind.BIRTH]
    assert submission.value(Kind.MARRIAGE, Measure.TODAY) is None


HEADER_CELLS = st.tuples(st.integers(4, 6), st.integers(0, 21)).map(lambda at: cell_name(*at))


@law(light=True)
@given(st.dictionaries(HEADER_CELLS, st.sampled_from([None, "x"]), min_size=1, max_size=4), st.integers(1, 22))
def test_a_damaged_header_is_refused_or_read_to_the_truth(
    office: Office, damage: Mapping[str, str | None], put_in: int
) -> None:
    sheet = with_column(with_cells(office.sheet(), damage), put_in)
    judged = office.judged_sheets(Snapshot(FILE, "", (sheet,)))
    if judged.usable:
        assert judged.submission is not None
        work = office.second[BU_DANG]
        assert figures_of(judged.submission) == {kind: (work.today[kind], work.entered[kind]) for kind in KINDS}


VALUES = st.one_of(
    st.text(max_size=30),
    st.floats(),
    st.integers(),
    st.booleans(),
    st.datetimes(),
    st.times(),
    st.just(timedelta(days=400)),
    st.builds(ErrorValue, st.just("#REF!")),
    st.builds(Uncached, st.text(max_size=10)),
    st.sampled_from(["TỔNG", "Tổng số", "Khai sinh", "ĐƠN VỊ", "Lộc Ninh", "(1)", "hotich:", "X.", "9" * 32_767]),
)


@law(light=True)
@given(
    st.sampled_from(["own", "all", "parts"]),
    st.dictionaries(st.tuples(st.integers(0, 26), st.integers(0, 24)), VALUES, max_size=12),
    st.one_of(st.just(FILE), st.text(max_size=20)),
)
def test_no_cell_whatever_it_holds_stops_the_reading(
    office: Office, lines: str, changes: Mapping[Position, Value], file: str
) -> None:
    sheet = office.sheet(lines=lines)
    seen = Snapshot(file, "", (remade(sheet, cells={**sheet.cells, **changes}),))
    assert office.judged_sheets(seen).verdict in Verdict


def test_two_kinds_over_one_block_are_parted_where_the_second_is_named(office: Office) -> None:
    # Birth lost its last two headings, marriage its first two: what is left looks like one kind's four.
    sheet = with_cells(office.sheet(), dict.fromkeys(("E7", "F7", "G7", "H7")))
    judged = office.judged(as_xlsx(sheet))
    assert judged.verdict is Verdict.REFUSE
    assert judged.submission is not None
    work, read = office.second[BU_DANG], figures_of(judged.submission)
    assert read[Kind.BIRTH] == (work.today[Kind.BIRTH], None)
    assert read[Kind.MARRIAGE] == (None, work.entered[Kind.MARRIAGE])


def test_an_empty_line_is_not_a_report_of_zeros(office: Office) -> None:
    blank = {(kind, measure): None for kind in KINDS for measure in (Measure.TODAY, Measure.ENTERED)}
    assert "BM09" in office.refuses(office.form(overrides=blank))


def test_every_fault_is_told_at_once(office: Office) -> None:
    wrong = {(Kind.BIRTH, Measure.TODAY): "như trên", (Kind.DEATH, Measure.ENTERED): 1.5}
    judged = office.judged(office.form(date_style="open", overrides=wrong), NAMELESS)
    told = {finding.code for finding in judged.findings if finding.severity is Severity.ERROR}
    assert {"BM10", "SL01", "SL02"} <= told
