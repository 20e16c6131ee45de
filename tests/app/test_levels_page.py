"""The sheet beside Phụ lục 01: the units of the other levels, and the whole plan, as the day's run found them."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.app.test_levels import folder_of, follow, whole, written
from tests.kit.folders import FIRST, HANDS, SECOND, THIRD, form, new_folder, press, put, works
from tests.kit.office import convert
from xlpy.app.folder import Folder
from xlpy.app.history import report_again
from xlpy.app.merge.merge_day import Outcome
from xlpy.app.plan_of_folder import plan_of
from xlpy.app.set_up import start
from xlpy.core.forms import COLUMNS_01, FORM_01
from xlpy.core.plan.elsewhere import levels_elsewhere
from xlpy.core.plan.levels import tracking_data
from xlpy.core.plan.plan import Plan
from xlpy.core.records import KINDS, Kind, Measure
from xlpy.core.text import number
from xlpy.demo.two_levels import NAME
from xlpy.doors.disk.plan_file import default_text, load_plan
from xlpy.drawing.office_book.whole import draw_office_book
from xlpy.drawing.report.levels_page import levels_sheet

SHEET = "Phụ lục 01 – cấp huyện, tỉnh"
WHOLE = "TOÀN BỘ KẾ HOẠCH"
Line = Mapping[tuple[Kind, Measure], Any]


class Lived:
    """Three folders, three days: four districts on the first, none on the second, seven on the third; the Sở in between."""

    def __init__(self, room: Path, plan: Plan) -> None:
        self.main = new_folder(room / "xa")
        (self.district, there), (province, of_province) = (folder_of(room / name, name) for name in ("huyen", "tinh"))
        self.there, self.districts = there, works(there)
        self.of_province = works(of_province)[1]["70"]
        follow(self.main, "../huyen", "../tinh")
        self.outcomes: dict[date, Outcome] = {}
        self.made: dict[date, bytes] = {}
        for place, (day, day_works) in enumerate(zip((FIRST, SECOND, THIRD), works(plan), strict=True)):
            for work in day_works.values():
                put(self.main, f"{day}/{HANDS[work.unit].file}", form(plan, work), plan, day)
            for code in self.reporting[place]:
                work = self.districts[place][code]
                put(self.district, f"{day}/{HANDS[code].file}", written(there, work), there, day)
            if day == SECOND:
                data = written(of_province, self.of_province)
                put(province, f"{day}/so.xlsx", data, of_province, day)
            self.outcomes[day] = press(self.main, day)
            self.made[day] = self.outcomes[day].report.read_bytes()

    @property
    def reporting(self) -> tuple[list[str], ...]:
        codes = list(self.districts[0])
        return codes[:4], [], codes[:7]


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory, plan: Plan) -> Lived:
    return Lived(tmp_path_factory.mktemp("ba-cap"), plan)


def lines(path: Path, sheet: str = SHEET) -> dict[str, tuple[Line, Any]]:
    """Each line of the sheet by its label: figures by column, as they are stored, and the day."""
    found: dict[str, tuple[Line, Any]] = {}
    names = [head.name for head in FORM_01.columns]
    for row in load_workbook(path, data_only=True)[sheet].iter_rows(min_row=8):
        label = str(row[1].value or row[0].value or "")
        figures = {which: row[names.index(name)].value for name, which in COLUMNS_01.items()}
        found.setdefault(label, (figures, row[len(names)].value))
    return found


def test_each_unit_stands_with_its_last_figures_and_their_day(lived: Lived) -> None:
    found = lines(lived.outcomes[SECOND].report)
    for code in lived.districts[0]:
        unit = lived.there.targets[code].unit
        figures, day = found[unit.name]
        work = lived.districts[0][code]
        reported = code in lived.reporting[0]
        assert day == ("22/5/2023" if reported else "chưa có")
        for kind in KINDS:
            assert figures[kind, Measure.TOTAL] == lived.there.total(code, kind)
            assert figures[kind, Measure.TODAY] is None  # nothing came on the second day: not 0
            assert figures[kind, Measure.ENTERED] == (work.entered[kind] if reported else None)
    figures, day = found["Sở Tư pháp"]
    assert day == "23/5/2023"
    assert [figures[kind, Measure.TODAY] for kind in KINDS] == [lived.of_province.today[kind] for kind in KINDS]


def test_levels_are_summed_and_all_of_them_are_the_whole_plan(lived: Lived) -> None:
    outcome = lived.outcomes[THIRD]
    found = lines(outcome.report)
    of_districts = sum(sum(lived.districts[2][code].entered.values()) for code in lived.reporting[2])
    of_province = sum(lived.of_province.entered.values())
    own = outcome.standing.total[Kind.SUM]
    expected = {
        "Cộng cấp huyện (*)": (82_959, of_districts),
        "Cộng cấp tỉnh": (1_417, of_province),
        "Cấp xã (Phụ lục 01)": (1_373_508, own.entered),
        f"{WHOLE} (*)": (1_457_884, of_districts + of_province + own.entered),
    }
    for label, (total, entered) in expected.items():
        figures, _ = found[label]
        sums = [figures[Kind.SUM, measure] for measure in (Measure.TOTAL, Measure.ENTERED, Measure.REMAINING)]
        assert sums == [total, entered, total - entered], label
    assert whole(outcome)[0].startswith(f"đã nhập ít nhất {number(expected[f'{WHOLE} (*)'][1])} trên 1.457.884")
    official = load_workbook(outcome.report, data_only=True)["Phụ lục 01"]
    (last,) = [row for row in official.iter_rows() if row[0].value == FORM_01.total_label]
    assert [last[18].value, last[20].value] == [1_373_508, own.entered]


def test_what_is_not_known_is_said(lived: Lived) -> None:
    notes = [label for label in lines(lived.outcomes[FIRST].report) if label.startswith(("(*)", "Số in"))]
    assert notes == [
        "(*) Tổng đã nhập là ít nhất, còn lại là nhiều nhất: 07 đơn vị cấp huyện, 01 đơn vị cấp tỉnh chưa có báo cáo nào "
        "được tiếp nhận. Ô trống là chưa biết, không phải số 0."
    ]
    figures, day = lines(lived.outcomes[FIRST].report)["Cộng cấp tỉnh (*)"]
    assert day == "chưa có"
    assert (figures[Kind.SUM, Measure.TOTAL], figures[Kind.SUM, Measure.ENTERED]) == (1_417, None)


def test_a_past_report_is_what_it_was_whatever_the_other_levels_do_since(lived: Lived) -> None:
    for day, made in lived.made.items():
        assert report_again(lived.main, day, None)[2].read_bytes() == made
        result = lived.main.reports(day) / f"Ket_qua_{day}.json"
        assert json.loads(result.read_text(encoding="utf-8"))["report"]
    lived.district.journal.rename(lived.district.journal.with_suffix(".khac"))
    try:
        assert report_again(lived.main, THIRD, None)[2].read_bytes() == lived.made[THIRD]
    finally:
        lived.district.journal.with_suffix(".khac").rename(lived.district.journal)


def test_pressed_again_it_is_the_same_bytes(lived: Lived) -> None:
    outcome = press(lived.main, THIRD)
    assert not outcome.changed
    assert outcome.report.read_bytes() == lived.made[THIRD]


def test_the_result_tells_programs_the_same(lived: Lived) -> None:
    result = lived.main.reports(THIRD) / "Ket_qua_2023-05-24.json"
    document = json.loads(result.read_text(encoding="utf-8"))
    district, province = document["levels"]
    found = lines(lived.outcomes[THIRD].report)
    assert (district["level"], district["total"], district["date"]) == ("district", 82_959, "2023-05-24")
    assert (province["level"], province["units_unknown"], province["date"]) == ("province", 0, "2023-05-23")
    assert district["units_unknown"] == 4
    assert document["whole_plan"] == {
        "total": 1_457_884,
        "entered": found[f"{WHOLE} (*)"][0][Kind.SUM, Measure.ENTERED],
        "complete": False,
    }
    unknown = [unit for unit in district["units"] if unit["date"] is None]
    assert len(unknown) == 4
    assert {unit["figures"]["sum"]["entered"] for unit in unknown} == {None}
    alone = json.loads((lived.district.reports(THIRD) / result.name).read_text(encoding="utf-8"))
    assert not {"levels", "whole_plan"} & alone.keys()


def test_it_prints_as_phu_luc_01_does(lived: Lived) -> None:
    book = load_workbook(lived.outcomes[THIRD].report)
    ours, official = book[SHEET], book["Phụ lục 01"]
    assert book.sheetnames.index(SHEET) == book.sheetnames.index("Phụ lục 01") + 1
    assert ours["A1"].value == "PHỤ LỤC 01 – CẤP HUYỆN, CẤP TỈNH"
    for name in ("orientation", "paperSize", "fitToWidth", "fitToHeight"):
        assert getattr(ours.page_setup, name) == getattr(official.page_setup, name)
    assert ours.sheet_properties.pageSetUpPr.fitToPage
    assert ours.print_title_rows == official.print_title_rows
    assert ours.oddFooter.right.text == official.oddFooter.right.text
    assert ours.print_area.startswith(f"'{SHEET}'!$A$1:$W$")


@pytest.mark.office
@pytest.mark.slow
def test_libreoffice_recalculates_every_sheet_to_the_very_same_figures(lived: Lived, tmp_path: Path) -> None:
    report = lived.outcomes[THIRD].report
    (path,) = convert(report, "xlsx:Calc MS Excel 2007 XML", tmp_path)
    formulas, stored, again = (
        load_workbook(report),
        load_workbook(report, data_only=True),
        load_workbook(path, data_only=True),
    )
    counted = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    was, now = (book[sheet.title][cell.coordinate].value for book in (stored, again))
                    assert (None if now == "" else now) == was, (sheet.title, cell.coordinate, cell.value)
                    counted += sheet.title == SHEET
    assert counted == 4 * 20


def test_a_plan_of_two_levels_has_its_one_other_level(tmp_path: Path) -> None:
    plan = load_plan(Path(NAME))
    province = start(tmp_path / "tinh", Path(NAME), "tinh")
    main = start(tmp_path / "xa", Path(NAME))
    data = json.loads(plan.text)
    data["folders"] = {**data["folders"], "levels": ["../tinh"]}
    main.workbook.write_bytes(draw_office_book(data))
    send_one(province)
    put(main, "x.xlsx", b"not a workbook", plan.plan, FIRST)
    outcome = press(main, FIRST)
    names = [level.name for level in outcome.plan.levels]
    assert names == ["cấp xã", "cấp tỉnh"]
    found = lines(outcome.report, "Phụ lục 01 – cấp tỉnh")
    figures, _ = found[WHOLE]
    cases = sum(level.cases for level in plan.plan.levels)
    assert cases == 1_457_884
    assert figures[Kind.SUM, Measure.TOTAL] == cases
    assert figures[Kind.SUM, Measure.ENTERED] == sum(works_of(province)["70"].entered.values())


def works_of(folder: Folder) -> Any:
    return works(plan_of(folder).plan)[0]


def send_one(folder: Folder) -> None:
    plan = plan_of(folder).plan
    put(folder, "so.xlsx", written(plan, works(plan)[0]["70"]), plan, FIRST)


def test_a_long_name_of_levels_leaves_the_sheet_a_name_that_excel_takes(lived: Lived) -> None:
    levels = levels_elsewhere(lived.outcomes[THIRD].plan)
    assert levels_sheet(levels) == SHEET
    odd = [level._replace(name=f"cấp {level.name} và các phường [mới]") for level in levels]
    assert levels_sheet(odd) == "Phụ lục 01 – các cấp khác"


@pytest.mark.parametrize("broken", ["journal", "plan", "folder"])
def test_what_a_past_day_recorded_of_a_level_stands_while_that_cannot_be_read(
    tmp_path: Path, plan: Plan, broken: str
) -> None:
    main, (there, of_districts) = new_folder(tmp_path / "xa"), folder_of(tmp_path / "huyen", "huyen")
    follow(main, "../huyen")
    first, second, _ = works(plan)
    for code in list(HANDS)[:2]:
        put(main, f"{FIRST}/{HANDS[code].file}", form(plan, first[code]), plan, FIRST)
    data = written(of_districts, works(of_districts)[0]["688"])
    put(there, f"{FIRST}/{HANDS['688'].file}", data, of_districts, FIRST)
    made = press(main, FIRST)
    before = lines(made.report)
    assert before["Thị xã Phước Long"][1] == "22/5/2023"
    put(main, f"{SECOND}/{HANDS['691'].file}", form(plan, second["691"]), plan, SECOND)
    press(main, SECOND)
    match broken:
        case "journal":
            there.journal.write_bytes(b"no journal")
        case "plan":
            there.workbook.write_bytes(b"no workbook")
        case _:
            there.path.rename(tmp_path / "nơi khác")
    again = press(main, FIRST)
    assert lines(again.report) == before
    assert again.report.read_bytes() == made.report.read_bytes()
    assert not again.changed
    assert again.lacking and again.needs_a_person
    (note,) = [note for note in again.notes if "Thư mục của cấp khác “../huyen”" in note]
    if broken != "plan":  # with its journal whole, its figures are had as ever
        assert note.startswith("Thư mục của cấp khác “../huyen”: chưa ")
        assert note.endswith("Báo cáo giữ số cấp huyện như lần tổng hợp trước đã ghi, đến ngày 22/5/2023.")
    # Of a day that was never merged nobody knows anything then.
    third = press(main, THIRD)
    if broken != "plan":
        assert lines(third.report)["Thị xã Phước Long"][1] == "chưa có"
        assert not any("Báo cáo giữ số" in note for note in third.notes)


def test_units_that_have_become_others_since_their_last_report_stand_as_those_of_the_day(
    tmp_path: Path, plan: Plan
) -> None:
    """Phú Riềng and Đồng Phú reported on the first day and are one on the third, on which districts owe nothing."""
    main, (there, of_districts) = new_folder(tmp_path / "xa"), folder_of(tmp_path / "huyen", "huyen")
    follow(main, "../huyen")
    data = json.loads(default_text())
    change = {"day": THIRD.isoformat(), "old": "698", "new": "695"}
    there.workbook.write_bytes(draw_office_book(tracking_data({**data, "changes": [change]}, "district")))
    sent = {code: works(of_districts)[0][code] for code in ("695", "698", "688")}
    for code, work in sent.items():
        put(there, f"{FIRST}/{HANDS[code].file}", written(of_districts, work), of_districts, FIRST)
    made: dict[date, bytes] = {}
    for place, day in enumerate((FIRST, SECOND, THIRD)):
        put(main, f"{day}/{HANDS['691'].file}", form(plan, works(plan)[place]["691"]), plan, day)
        made[day] = press(main, day).report.read_bytes()
    second, third = (lines(main.reports(day) / f"Bao_cao_PL01_{day}.xlsx") for day in (SECOND, THIRD))
    assert "Huyện Phú Riềng" in second and "Huyện Phú Riềng" not in third
    figures, on = third["Huyện Đồng Phú"]
    assert on == "22/5/2023"
    for kind in KINDS:
        assert figures[kind, Measure.TODAY] is None
        assert figures[kind, Measure.ENTERED] == sent["695"].entered[kind] + sent["698"].entered[kind]
    for measure in (Measure.TOTAL, Measure.ENTERED):
        level = "Cộng cấp huyện (*)"
        assert second[level][0][Kind.SUM, measure] == third[level][0][Kind.SUM, measure]
    for day, data_made in made.items():
        assert report_again(main, day, None)[2].read_bytes() == data_made


def test_where_nothing_came_yet_the_units_are_those_of_the_day_too(tmp_path: Path, plan: Plan) -> None:
    main, _ = new_folder(tmp_path / "xa"), folder_of(tmp_path / "huyen", "huyen")
    change = {"day": SECOND.isoformat(), "old": "698", "new": "695"}
    data = {**json.loads(default_text()), "changes": [change]}
    data["folders"] = {**data["folders"], "levels": ["../huyen"]}
    main.workbook.write_bytes(draw_office_book(data))
    for place, day in enumerate((FIRST, SECOND)):
        put(main, f"{day}/{HANDS['691'].file}", form(plan, works(plan)[place]["691"]), plan, day)
        found = lines(press(main, day).report)
        assert ("Huyện Phú Riềng" in found) == (day == FIRST)
