"""Sổ kept at another level than the communes': the same form, a working folder a level, and no file of one on the other's."""

import json
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.kit.folders import FIRST, HANDS, SECOND, THIRD, form, new_folder, press, put, started, works
from tests.kit.unit_forms import FIRST_ROW, INPUTS
from xlpy.app.folder import CannotDo, Folder
from xlpy.app.history import history, report_again
from xlpy.app.merge.merge_day import Outcome
from xlpy.app.plan_of_folder import plan_of
from xlpy.app.set_up import issue_forms, start
from xlpy.core.consolidate import Status
from xlpy.core.forms import DAY_SHEET
from xlpy.core.plan.levels import level_named, tracking, tracking_data
from xlpy.core.plan.plan import Plan
from xlpy.core.records import Kind, Measure
from xlpy.core.source import Severity
from xlpy.core.text import number
from xlpy.demo.clerks import Hand, write_form
from xlpy.demo.truth import Work
from xlpy.doors.disk.plan_file import default_text
from xlpy.drawing.letter.values import letter_values
from xlpy.drawing.office_book.whole import draw_office_book
from xlpy.journal import Journal
from xlpy.rules.plan import check_plan

pytestmark = pytest.mark.slow

COMMUNES, DISTRICTS, PROVINCE = (1_373_508, 11), (82_959, 11), (1_417, 1)
OF_LEVEL = {"xa": COMMUNES, "huyen": DISTRICTS, "tinh": PROVINCE}


def folder_of(path: Path, level: str) -> tuple[Folder, Plan]:
    """A working folder of a level, and its plan as its workbook tells it."""
    folder = started(path, None, level)
    return folder, plan_of(folder).plan


def written(plan: Plan, work: Work) -> bytes:
    return write_form(plan, work, HANDS.get(work.unit, Hand("so tu phap.xlsx", unit_in_title=True)), seed=3)


def issued(folder: Folder, code: str, level: str, out: Path, figures: tuple[int, int, int, int]) -> tuple[str, bytes]:
    """A form that was issued for a level, filled in for the first day."""
    (path,) = issue_forms(folder, [code], out, level=level).written
    book = load_workbook(path)
    for column, figure in zip(INPUTS, figures, strict=True):
        book[DAY_SHEET][f"{column}{FIRST_ROW}"] = figure
    data = BytesIO()
    book.save(data)
    return path.name, data.getvalue()


@pytest.mark.parametrize(
    ("words", "level"),
    [("xa", "commune"), ("huyện", "district"), ("cap huyen", "district"), ("Cấp Tỉnh", "province"), ("03", "district")],
)
def test_a_level_is_named_as_people_write_it(plan: Plan, words: str, level: str) -> None:
    found = level_named(plan, words)
    assert found is not None
    assert found.level == level


def test_a_level_that_the_plan_does_not_have_is_refused_with_those_it_has(tmp_path: Path) -> None:
    with pytest.raises(CannotDo, match=r"--cap xóm: .* xa \(cấp xã, Phụ lục 02\), huyen \(cấp huyện, Phụ lục 03\)"):
        start(tmp_path / "x", None, "xóm")
    assert not (tmp_path / "x").exists()


def test_the_three_levels_are_the_whole_plan(plan: Plan) -> None:
    tracked = [tracking(plan, level) for level in plan.levels]
    assert [(one.tracked.cases, len(one.senders)) for one in tracked] == [COMMUNES, DISTRICTS, PROVINCE]
    assert sum(one.tracked.cases for one in tracked) == 1_457_884
    assert sum(one.tracked.books for one in tracked) == 27_548
    assert [one.tracked.machines for one in tracked] == [111, 11, 1]


@pytest.mark.parametrize("level", OF_LEVEL)
def test_three_days_of_a_level_come_out_as_they_were(tmp_path: Path, level: str) -> None:
    folder, plan = folder_of(tmp_path / level, level)
    assert (plan.tracked.cases, len(plan.senders)) == OF_LEVEL[level]
    entered: dict[tuple[str, Kind], int] = {}
    made: dict[date, bytes] = {}
    for day, day_works in zip((FIRST, SECOND, THIRD), works(plan), strict=True):
        for code, work in day_works.items():
            put(
                folder,
                f"{day}/{HANDS[code].file if code in HANDS else 'so tu phap.xlsx'}",
                written(plan, work),
                plan,
                day,
            )
        outcome = press(folder, day)
        assert [unit.status for unit in outcome.standing.units] == [Status.RECEIVED] * len(plan.senders)
        for unit in outcome.standing.units:
            for kind, figures in unit.figures.items():
                assert figures.entered == day_works[unit.unit].entered[kind]
                entered[unit.unit, kind] = figures.entered
        assert outcome.standing.total[Kind.SUM].total == plan.tracked.cases
        assert not press(folder, day).changed
        made[day] = outcome.report.read_bytes()
    assert outcome.standing.total[Kind.SUM].get(Measure.ENTERED) == sum(entered.values())
    for day, data in made.items():
        assert report_again(folder, day, None)[2].read_bytes() == data


def test_a_plan_followed_elsewhere_contradicts_nothing_of_its_own(tmp_path: Path) -> None:
    """What the plan's text says of the communes' level is not held against another one."""
    for level in ("huyen", "tinh"):
        _, plan = folder_of(tmp_path / level, level)
        assert not [f for f in check_plan(plan) if f.code == "KH12" or (f.code == "KH11" and "Phụ lục 01" in f.message)]


@pytest.mark.parametrize(("own", "other"), [("xa", "huyen"), ("huyen", "xa"), ("xa", "tinh"), ("huyen", "tinh")])
def test_an_issued_form_of_another_level_is_one_clear_finding(tmp_path: Path, own: str, other: str) -> None:
    folder, plan = folder_of(tmp_path / own, own)
    code = "70" if other == "tinh" else "691"
    name, data = issued(folder, code, other, tmp_path / "bieu", (2, 3, 0, 0) if other == "huyen" else (5, 4, 1, 0))
    put(folder, name, data, plan, FIRST)
    outcome = press(folder, FIRST)
    errors = [
        finding for finding in outcome.standing.findings if finding.severity is Severity.ERROR and not finding.because
    ]
    assert [finding.code for finding in errors] == ["BM21"], errors
    level = level_named(plan, other)
    assert level is not None
    assert f"{level.name} (Phụ lục {level.appendix}); cần báo cáo {plan.tracked.name}" in errors[0].message
    assert outcome.standing.reported == 0


def test_an_issued_form_of_its_own_level_is_taken(tmp_path: Path) -> None:
    folder, plan = folder_of(tmp_path / "h", "huyen")
    name, data = issued(folder, "691", "huyen", tmp_path / "bieu", (2, 3, 0, 0))
    assert name == "PL01 691 Huyen Bu Gia Map - cap huyen.xlsx"
    put(folder, name, data, plan, FIRST)
    outcome = press(folder, FIRST)
    unit = next(unit for unit in outcome.standing.units if unit.unit == "691")
    assert unit.status is Status.RECEIVED
    assert [unit.figures[kind].entered for kind in (Kind.BIRTH, Kind.MARRIAGE)] == [2, 3]


def test_a_title_in_brackets_tells_the_level(tmp_path: Path, plan: Plan) -> None:
    folder = new_folder(tmp_path / "xa")
    work = works(plan)[0]["696"]
    book = load_workbook(BytesIO(form(plan, work)))
    sheet = book.active
    title = next(
        cell
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and "tính đến" in cell.value.lower()
    )
    title.value = f"(cấp huyện) {title.value}"
    data = BytesIO()
    book.save(data)
    put(folder, "bu dang.xlsx", data.getvalue(), plan, FIRST)
    codes = {f.code for f in press(folder, FIRST).standing.findings if f.severity is Severity.ERROR and not f.because}
    assert codes == {"BM21"}


def test_a_communes_form_is_as_it_was(tmp_path: Path, plan: Plan) -> None:
    """Forms that units have are those that would be issued today: nothing is said of the level that all expect."""
    folder = new_folder(tmp_path / "xa")
    plain = issue_forms(folder, ["696"], tmp_path / "a").written[0]
    named = issue_forms(folder, ["696"], tmp_path / "b", level="xã").written[0]
    assert plain.name == named.name == "PL01 696 Huyen Bu Dang.xlsx"
    assert plain.read_bytes() == named.read_bytes()


# -- the whole plan ------------------------------------------------------------------------------------------------


def follow(main: Folder, *places: str) -> None:
    """Write into the main folder's workbook where the other levels are merged."""
    data = json.loads(default_text())
    data["folders"]["levels"] = list(places)
    main.workbook.write_bytes(draw_office_book(data))


def merged(folder: Folder, plan: Plan, days: int) -> int:
    """So many days of a level pressed; returns its running total."""
    for day, day_works in list(zip((FIRST, SECOND, THIRD), works(plan), strict=True))[:days]:
        for code, work in day_works.items():
            name = HANDS[code].file if code in HANDS else "so tu phap.xlsx"
            put(folder, f"{day}/{name}", written(plan, work), plan, day)
        total = press(folder, day).standing.total[Kind.SUM].entered
    return total


def whole(outcome: Outcome) -> list[str]:
    sheet = load_workbook(outcome.report)["Tóm tắt"]
    texts = [str(row[0].value) for row in sheet.iter_rows(max_col=1) if row[0].value]
    return [text.partition("(cả ba cấp): ")[2] for text in texts if "Toàn bộ Kế hoạch" in text]


@pytest.mark.slow
def test_the_report_has_the_whole_plan_in_one_line(tmp_path: Path, plan: Plan) -> None:
    main = new_folder(tmp_path / "xa")
    district, province = (folder_of(tmp_path / name, name) for name in ("huyen", "tinh"))
    of_district, of_province = merged(*district, 3), merged(*province, 1)
    follow(main, "../huyen", str(tmp_path / "tinh"))
    of_communes = merged(main, plan, 3)
    outcome = press(main, THIRD)
    assert not outcome.changed
    entered = of_communes + of_district + of_province
    share = f"{round(entered * 1000 / 1_457_884) / 10:.1f}".replace(".", ",")
    assert whole(outcome) == [
        f"đã nhập {number(entered)} trên 1.457.884 trường hợp, đạt {share}%; trong đó cấp huyện {number(of_district)} trên "
        f"82.959 (đến 24/5/2023), cấp tỉnh {number(of_province)} trên 1.417 (đến 22/5/2023)."
    ]
    told = letter_values(outcome.plan, outcome.standing, 1).texts["toàn_bộ_kế_hoạch"]
    assert f"{told}." == whole(outcome)[0]
    # What is merged elsewhere later is no part of this report, until the day is pressed again.
    made = outcome.report.read_bytes()
    more = merged(*province, 3)
    assert report_again(main, THIRD, None)[2].read_bytes() == made
    again = press(main, THIRD)
    assert again.changed
    assert f"cấp tỉnh {number(more)} trên 1.417 (đến 24/5/2023)" in whole(again)[0]
    # An earlier day knows what was known by it.
    assert "(đến 22/5/2023), cấp tỉnh" in whole(press(main, FIRST))[0]


def test_a_folder_that_cannot_be_read_stops_nothing(tmp_path: Path, plan: Plan) -> None:
    main = new_folder(tmp_path / "xa")
    district, plan_there = folder_of(tmp_path / "huyen", "huyen")
    merged(district, plan_there, 1)
    follow(main, "../huyen", "../đâu đó", ".")
    put(main, "bu dang.xlsx", form(plan, works(plan)[0]["696"]), plan, FIRST)
    outcome = press(main, FIRST)
    assert outcome.standing.reported == 1
    told = [note for note in outcome.notes if note.startswith("Thư mục của cấp khác")]
    assert [note.split("”")[0].split("“")[1] for note in told] == ["../đâu đó", "."]
    assert [note.split("chưa lấy được số. ")[1][:9] for note in told] == ["Không có ", "Thư mục n"]
    (line,) = whole(outcome)
    assert line.startswith("đã nhập ít nhất ")
    assert "cấp tỉnh chưa có số trên 1.417" in line
    district.journal.write_bytes(b"x" * 5000)
    again = press(main, FIRST)  # what the day's last run found of it stands
    assert whole(again) == [line]
    assert any(
        note.endswith("Báo cáo giữ số cấp huyện như lần tổng hợp trước đã ghi, đến ngày 22/5/2023.")
        for note in again.notes
    )


def test_one_press_merges_every_level_that_received_something(tmp_path: Path, plan: Plan) -> None:
    main = new_folder(tmp_path / "xa")
    (district, plan_there), (province, _) = (folder_of(tmp_path / name, name) for name in ("huyen", "tinh"))
    follow(main, "../huyen", "../tinh")
    work = works(plan_there)[0]
    put(district, "bu dang.xlsx", written(plan_there, work["696"]), plan_there, FIRST)
    put(main, "bu dang.xlsx", form(plan, works(plan)[0]["696"]), plan, FIRST)
    outcome = press(main, FIRST)
    assert "Cấp huyện: đã tổng hợp ở “../huyen”, tiếp nhận 1/11 đơn vị." in outcome.notes
    assert (district.reports(FIRST) / "Ket_qua_2023-05-22.json").exists()
    entered = sum(work["696"].today.values())
    assert f"cấp huyện {number(entered)} trên 82.959 (đến 22/5/2023)" in whole(outcome)[0]
    # The Sở reported nothing of its own, and owes nothing: no day of its level is made, nobody there is missing.
    assert not province.journal.exists()
    # On a day on which nothing came there, nothing is pressed there.
    press(main, SECOND)
    with Journal.reading(district.journal) as journal:
        assert journal.days() == (FIRST,)


def test_what_is_wrong_in_another_level_is_told_with_where_to_look(tmp_path: Path, plan: Plan) -> None:
    main = new_folder(tmp_path / "xa")
    district, _ = folder_of(tmp_path / "huyen", "huyen")
    follow(main, "../huyen")
    put(district, "bu dang.xlsx", form(plan, works(plan)[0]["696"]), plan, FIRST)  # of the communes
    (told,) = [note for note in press(main, FIRST).notes if note.startswith("Cấp huyện")]
    assert "tiếp nhận 0/11 đơn vị, trả lại để sửa 1. Xem: " in told
    assert f'tong-hop -C "{district.path}" --ngay 2023-05-22' in told
    with Journal.writing(district.journal):
        (told,) = [note for note in press(main, FIRST).notes if note.startswith("Thư mục của cấp khác")]
    assert "“../huyen”: chưa tổng hợp được." in told


@pytest.mark.slow
def test_folders_that_name_each_other_are_pressed_once(tmp_path: Path, plan: Plan) -> None:
    main = new_folder(tmp_path / "xa")
    district, plan_there = folder_of(tmp_path / "huyen", "huyen")
    follow(main, "../huyen")
    data = tracking_data(json.loads(default_text()), "district")
    data["folders"] = {**data["folders"], "levels": ["../xa"]}
    district.workbook.write_bytes(draw_office_book(data))
    for folder, its in ((main, plan), (district, plan_there)):
        put(folder, "bu dang.xlsx", written(its, works(its)[0]["696"]), its, FIRST)
    notes = press(main, FIRST).notes
    assert [note.split(":")[0] for note in notes] == ["Cấp huyện"]


def test_who_follows_one_level_alone_hears_of_no_other(tmp_path: Path, plan: Plan) -> None:
    main = new_folder(tmp_path / "xa")
    put(main, "bu dang.xlsx", form(plan, works(plan)[0]["696"]), plan, FIRST)
    outcome = press(main, FIRST)
    assert whole(outcome) == []
    assert "elsewhere" not in json.loads(
        outcome.report.with_name("Ket_qua_2023-05-22.json").read_text(encoding="utf-8")
    )


def test_the_result_says_of_which_level_it_is(tmp_path: Path) -> None:
    folder, plan = folder_of(tmp_path / "huyen", "huyen")
    merged(folder, plan, 1)
    document = json.loads((folder.reports(FIRST) / "Ket_qua_2023-05-22.json").read_text(encoding="utf-8"))
    assert {unit["level"] for unit in document["units"]} == {"district"}
    assert {row["level"] for row in history(folder)} == {"district"}
