"""Kiểm tra: unit by unit in the order in which somebody must act, what to say on the telephone, the way to the cell."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

import pytest

from tests.kit.folders import FIRST, SECOND, form, new_folder, press, put, put_all, works, wrong
from xlpy.core.consolidate import Standing, Status
from xlpy.core.grid import Grid, Position, Value
from xlpy.core.office_book import FINDING_HEADS, FINDINGS_ROW, FINDINGS_SHEET
from xlpy.core.plan.plan import Plan
from xlpy.core.records import Kind, Measure
from xlpy.core.source import Finding, Severity, Source
from xlpy.core.units import in_sentence
from xlpy.drawing.office_book.findings import (
    GOES_ON,
    Checked,
    Link,
    Notes,
    findings_edits,
    findings_rows,
    noted,
    to_do,
)
from xlpy.drawing.office_book.views import Shown
from xlpy.rules.gathering import cause_lines
from xlpy.rules.plan import level_out_of_reach
from xlpy.rules.rule import RULES

NUMBER = Finding(
    "SL02",
    Severity.ERROR,
    Source("a.xlsx", "Phụ lục 01", "D8"),
    "Ô có số lẻ",
    "Ô “Số liệu nhập trong ngày” của “Đăng ký sinh” ghi 0,628: số trường hợp không thể lẻ. Có phải là 628?",
    "Gõ lại số nguyên, không gõ dấu chấm hay dấu phẩy.",
    "690",
)


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory, plan: Plan) -> Standing:
    """One refused, one late, the last silent; the others well."""
    folder = new_folder(tmp_path_factory.mktemp("kiem") / "viec")
    first, second, _ = works(plan)
    put_all(folder, plan, first)
    press(folder, FIRST)
    put_all(folder, plan, second, [code for code in second if code not in ("690", "698", "691")])
    put(folder, "binh long.xlsx", form(plan, second["690"], **wrong(Kind.BIRTH, Measure.TODAY, 68.082)), plan, SECOND)
    put(folder, "bu gia map.xlsx", form(plan, second["691"]), plan, SECOND, time(15, 7))
    return press(folder, SECOND).standing


def rows(plan: Plan, findings: Sequence[Finding], **more: Any) -> list[tuple[Shown, ...]]:
    found = list(findings_rows(Checked(plan, SECOND, findings, today=SECOND)._replace(**more)))
    assert {len(row) for row in found} <= {len(FINDING_HEADS)}
    return found


def headed(found: Sequence[tuple[Shown, ...]]) -> Mapping[str, str]:
    """A unit's line → how it stands."""
    return {str(row[0]): str(row[4]) for row in found if row[0] and row[4]}


def test_who_must_be_called_first_stands_first_and_who_needs_nothing_is_named_once(
    standing: Standing, plan: Plan
) -> None:
    found = rows(plan, standing.findings, standing=standing)
    states = headed(found)
    assert list(states)[:3] == ["Thị xã Bình Long", "Huyện Phú Riềng", "Huyện Bù Gia Mập"]
    assert states["Thị xã Bình Long"].startswith("× Trả lại để sửa  ·  nhận lúc ")
    assert states["Thị xã Bình Long"].endswith("tệp “binh long.xlsx”  ·  trang Phụ lục 01")
    assert states["Huyện Phú Riềng"] == "○ Chưa báo cáo"
    assert states["Huyện Bù Gia Mập"].startswith("▲ Báo cáo muộn  ·  nhận lúc 15:07  ·  ")
    texts = [str(row[0]) for row in found if row[0] and not row[4]]
    quiet = " ".join(texts[next(at for at, text in enumerate(texts) if text.startswith("●")) :])
    assert "●  Không có gì phải xem: " in quiet
    for unit in standing.units:
        assert (unit.name in states) + (in_sentence(unit.name) in quiet.replace(GOES_ON, "")) == 1, unit.name


def test_every_finding_is_told_once_under_its_unit(standing: Standing, plan: Plan) -> None:
    found = rows(plan, standing.findings, standing=standing)
    lines = cause_lines(standing.findings)
    assert len([row for row in found if row[2]]) == len(lines)
    names = {unit.unit: unit.name for unit in standing.units}
    heading: Shown = None
    for row in found:
        heading = row[0] if row[0] and row[4] else heading
        if row[2]:
            assert any(
                (line.code, names.get(line.unit or "")) == (row[2], heading) and line.message in str(row[4])
                for line in lines
            )


def test_each_unit_to_call_has_a_line_to_read_out(standing: Standing, plan: Plan) -> None:
    said: dict[str, str] = {}
    heading = ""
    for row in rows(plan, standing.findings, standing=standing):
        text = str(row[0] or "")
        if row[4] and text:
            heading = text
        elif text.startswith("►") or (text.startswith(GOES_ON) and heading in said):
            said[heading] = f"{said.get(heading, '')} {text.strip()}".strip()
    assert set(said) == {unit.name for unit in standing.units if not unit.accepted or unit.late}
    assert said["Thị xã Bình Long"].startswith("►  “Anh/chị mở trang Phụ lục 01, ô ")
    assert "hiện ghi 68,082, đề nghị " in said["Thị xã Bình Long"]
    assert said["Thị xã Bình Long"].endswith("gửi lại trước 15 giờ 00 giúp Sở Tư pháp.”")
    assert "chưa nhận được báo cáo ngày 23/5/2023 của huyện Phú Riềng" in said["Huyện Phú Riềng"]
    assert "đến lúc 15 giờ 07, quá 14 giờ 00" in said["Huyện Bù Gia Mập"]


@pytest.mark.parametrize("today", [None, date(2023, 5, 24)])
def test_of_a_day_that_is_past_no_hour_is_named_that_has_passed(
    plan: Plan, standing: Standing, today: date | None
) -> None:
    shown = rows(plan, standing.findings, standing=standing, today=today)
    said = " ".join(str(row[0] or "").strip() for row in shown)  # long lines go on in the next row
    assert "lưu và gửi lại ngay giúp Sở Tư pháp.”" in said
    assert "vẫn ghi bốn số 0 và gửi ngay.”" in said
    assert "15 giờ 00" not in said
    told = [finding for finding in standing.findings if finding.code == "TG02"]
    assert [finding.fix for finding in told] == ["Gọi đơn vị, đề nghị gửi ngay."]


@pytest.mark.parametrize(
    ("finding", "said"),
    [
        (
            NUMBER,
            "►  “Anh/chị mở trang Phụ lục 01, ô D8, hiện ghi 0,628, đề nghị gõ lại số nguyên, không gõ dấu chấm hay "
            "dấu phẩy (có phải là 628?). Sửa xong, anh/chị lưu và gửi lại trước 15 giờ 00 giúp Sở Tư pháp.”",
        ),
        (
            NUMBER._replace(
                code="CD01", message="Trong ngày 953, tổng đã nhập 95.", fix="Chỉ cần sửa ô E16: 95 → 953."
            ),
            "►  “Anh/chị mở trang Phụ lục 01, ô E16, hiện ghi 95, đề nghị đối chiếu: có thể là 953. Sửa xong, anh/chị lưu "
            "và gửi lại trước 15 giờ 00 giúp Sở Tư pháp.”",
        ),
        (
            NUMBER._replace(
                source=Source("bu dang.xlsx"), message="Tệp có mật khẩu.", fix="Đề nghị đơn vị bỏ mật khẩu."
            ),
            "►  “Anh/chị xem tệp “bu dang.xlsx”: tệp có mật khẩu; đề nghị bỏ mật khẩu. Sửa xong, anh/chị lưu và gửi lại trước 15 giờ "
            "00 giúp Sở Tư pháp.”",
        ),
        (
            NUMBER._replace(code="TG03", message="Biểu ghi ngày 26/5/2023.", fix=RULES["TG03"].fix),
            "►  “Anh/chị xem tệp “a.xlsx”: biểu ghi ngày 26/5/2023; ghi nhầm ngày thì đề nghị sửa, gửi lại. "
            "Đúng ngày thì gửi lại tệp này hoặc cho biết ngay. Sửa xong, anh/chị lưu và gửi lại trước 15 giờ 00 giúp "
            "Sở Tư pháp.”",
        ),
        (
            NUMBER._replace(source=Source("nhap-tay/690.xlsx", "Điều khiển", "R20")),
            "►  Sở sửa ngay: mở trang Điều khiển, ô R20, hiện ghi 0,628, đề nghị gõ lại số nguyên, không gõ dấu chấm "
            "hay dấu phẩy (có phải là 628?).",
        ),
    ],
)
def test_what_is_said(plan: Plan, finding: Finding, said: str) -> None:
    found = rows(plan, [finding])
    assert "".join(str(row[0]).replace(GOES_ON, " ") for row in found[1:] if row[0]) == said


def test_a_long_line_goes_on_in_the_next_row(plan: Plan) -> None:
    long = NUMBER._replace(fix="Gõ lại " + "từng số một " * 40)
    spoken = [str(row[0]) for row in rows(plan, [long])[1:] if row[0]]
    assert len(spoken) > 2
    assert max(map(len, spoken)) <= 175
    assert all(line.startswith(GOES_ON) for line in spoken[1:])


def test_what_to_do_is_counted(standing: Standing, plan: Plan) -> None:
    words, counts = to_do(Checked(plan, SECOND, standing.findings, standing))
    assert words.startswith("Gọi 2 đơn vị, nhắc 1 đơn vị")
    errors = sum(finding.severity is Severity.ERROR for finding in cause_lines(standing.findings))
    assert counts.startswith(f"{errors} lỗi  ·  ")
    well = Standing(SECOND, tuple(unit._replace(status=Status.RECEIVED, late=False) for unit in standing.units))
    assert to_do(Checked(plan, SECOND, (), well)) == ("Không có gì phải xem.", "0 lỗi  ·  0 cảnh báo")
    assert list(findings_rows(Checked(plan, None, ()))) == []


def test_the_plans_own_contradictions_are_nobodys_call(plan: Plan) -> None:
    finding = Finding(level_out_of_reach.code, Severity.WARNING, Source("", "Phụ lục 02", "I9"), "T", "M", "F", "696")
    heading, line = rows(plan, [finding])
    assert heading[:5] == ("Huyện Bù Đăng", None, None, None, "Kế hoạch  ·  trang Phụ lục 02")
    assert isinstance(line[3], Link)


# -- what is noted of calls ------------------------------------------------------------------------------------------


def cells_of(checked: Checked, notes: Notes) -> dict[Position, Value]:
    """Kiểm tra after a press."""
    return {
        (row, column): value  # type: ignore[misc]
        for edit in findings_edits(checked, notes)
        for row, line in enumerate(edit.rows, edit.top)
        for column, value in enumerate(line, edit.left)
        if value is not None
    }


def seen(cells: dict[Position, Value]) -> Notes:
    return noted(Grid("Hotich.xlsm", FINDINGS_SHEET, cells))


def test_what_was_noted_of_a_call_stays_with_its_unit_and_its_day(standing: Standing, plan: Plan) -> None:
    checked = Checked(plan, SECOND, standing.findings, standing)
    cells = cells_of(checked, {})
    assert seen(cells) == {}
    row = next(row for (row, column), value in cells.items() if (column, value) == (0, "Huyện Phú Riềng"))
    notes = seen(cells | {(row, 6): "14:20", (row, 7): "Chị Hoa"})
    assert notes == {("KIỂM TRA 23/5/2023", "Huyện Phú Riềng"): ("14:20", "Chị Hoa")}

    other = cells_of(Checked(plan, FIRST, ()), notes)  # another day is shown
    assert not any((place, 6) in other for place in range(FINDINGS_ROW, 100))
    again = cells_of(checked, seen(other))
    assert (again[row, 6], again[row, 7]) == ("14:20", "Chị Hoa")

    del again[row, 6], again[row, 7]
    assert seen(again) == {}


# -- the way to the cell ---------------------------------------------------------------------------------------------


def line(plan: Plan, source: Source, archived: Mapping[str, str]) -> list[object]:
    finding = Finding("SL02", Severity.ERROR, source, "Số lẻ", "Ô ghi 1,5", "Sửa thành số nguyên", "691")
    (found,) = [row for row in rows(plan, [finding], archived=archived) if row[2]]
    return list(found)


def test_a_finding_leads_to_the_cell_of_the_copy_that_was_kept(plan: Plan) -> None:
    source = Source("22-5/a.xlsx", "Tờ 'một'", "E9,F9")
    cells = line(plan, source, {"22-5/a.xlsx": "da-nhan/2023-05-22/a.xlsx"})
    assert cells[:3] == [None, "× Lỗi", "SL02"]
    assert cells[3] == """=HYPERLINK("da-nhan/2023-05-22/a.xlsx#'Tờ ''một'''!E9","E9 …")"""
    assert cells[4:6] == ["Số lẻ. Ô ghi 1,5", "Sửa thành số nguyên"]


def test_a_quotation_mark_in_a_name_does_not_end_the_formula(plan: Plan) -> None:
    cells = line(plan, Source('a "b".xlsx', 'Tờ "c"', "E9"), {'a "b".xlsx': 'da-nhan/a "b".xlsx'})
    assert cells[3] == """=HYPERLINK("da-nhan/a ""b"".xlsx#'Tờ ""c""'!E9","E9")"""


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (Source("b.xlsx", "Tờ 1", "E9"), "E9"),  # no copy was kept
        (Source("a.xlsx"), None),  # the whole file
        (Source(), None),
        (Source("a" * 250 + ".xlsx", "Tờ 1", "E9"), "E9"),  # longer than a formula's text may be
    ],
)
def test_where_no_formula_can_lead_the_place_is_only_told(plan: Plan, source: Source, shown: str | None) -> None:
    archived = {name: f"da-nhan/2023-05-22/{name}" for name in ("a.xlsx", "a" * 250 + ".xlsx")}
    assert line(plan, source, archived)[3] == shown


HOSTILE = '=HYPERLINK("http://evil.example","Bấm vào đây")'


@pytest.mark.parametrize("archived", [{}, {"a.xlsx": "da-nhan/2023-05-22/1f2e3d4c-a.xlsx"}], ids=str)
def test_no_received_text_becomes_a_formula_however_it_begins(plan: Plan, archived: dict[str, str]) -> None:
    finding = Finding("BM01", Severity.WARNING, Source(HOSTILE, HOSTILE, ""), HOSTILE, HOSTILE, HOSTILE, None)
    found = [finding, finding._replace(source=Source("a.xlsx", HOSTILE, "A1"))]
    formulas = [
        str(edit.rows[row][column])
        for edit in findings_edits(Checked(plan, date(2023, 5, 22), found, None, archived), {})
        for row, column in edit.formulas
    ]
    assert all(made.startswith('=HYPERLINK("da-nhan/2023-05-22/1f2e3d4c-a.xlsx#') for made in formulas)
    assert len(formulas) == bool(archived)


MACHINE = Finding(
    "MA02", Severity.WARNING, Source("", "Máy", "E6"), "Dòng máy ghi chưa đủ", "Còn thiếu số máy.", "Ghi đủ."
)
ON_OWN_SHEETS = [
    MACHINE,
    MACHINE._replace(code="DV01", source=Source("", "Thay đổi đơn vị", "A6"), title="Thay đổi đơn vị ghi chưa đủ"),
    MACHINE._replace(code="TO01", source=Source("", "Tổ nhập liệu", "D20"), title="Thiếu người", unit="696"),
    MACHINE._replace(code="NV01", source=Source("", "Nhiệm vụ", "G6"), title="Nhiệm vụ quá hạn"),
    MACHINE._replace(code="KH14", source=Source("", "Thiết lập", "B9"), title="Ô chưa dùng được"),
]


def test_what_is_wrong_on_the_offices_own_sheets_stands_under_each_sheet(standing: Standing, plan: Plan) -> None:
    stray = MACHINE._replace(code="TT01", source=Source("la.xlsx"), title="Tệp không mở được", severity=Severity.ERROR)
    of_plan = MACHINE._replace(code="KH07", source=Source("", "Phụ lục 03"), title="Không đủ máy")
    before = to_do(Checked(plan, SECOND, standing.findings, standing))
    found = rows(plan, [*standing.findings, *ON_OWN_SHEETS, of_plan, stray], standing=standing)
    states = headed(found)
    for finding in ON_OWN_SHEETS:
        heading = f"Trang {finding.source.sheet}"
        assert states[heading] == "Sở Tư pháp xem lại"
        at = next(number for number, row in enumerate(found) if row[0] == heading)
        assert found[at + 1][2] == finding.code, "nobody is called: nothing is to be read out"
        assert isinstance(found[at + 1][3], Link)
    assert states["Cả kế hoạch"].startswith("Kế hoạch")
    assert states["Chưa rõ của đơn vị nào"].endswith("tệp “la.xlsx”")
    told = " ".join(str(row[0]) for row in found if row[0] and not row[4])
    assert "huyện Bù Đăng" in told.partition("●")[2], "a line of Tổ nhập liệu is nothing that the unit must mend"
    after = to_do(Checked(plan, SECOND, [*standing.findings, *ON_OWN_SHEETS], standing))
    assert after[0].partition(", đọc lại")[0] == before[0].partition(", đọc lại")[0].rstrip(".")


_ON_ISSUED = NUMBER._replace(
    code="LK15",
    source=Source("a.xlsx", "Phụ lục 01", "E10"),
    message="Đăng ký sinh tăng nhiều nhất; 3 máy tối đa 1.200.",
    fix="Đề nghị đơn vị xem lại số đã gõ. Gõ ở trang “Nhập hằng ngày”, dòng 23/5/2023. (Người tổng hợp: --chap-nhan.)",
)


def said_of(plan: Plan, *findings: Finding) -> str:
    return " ".join(str(row[0] or "").strip() for row in rows(plan, findings))


def test_of_an_issued_form_the_line_is_named_where_it_is_typed_and_nobody_is_told_to_call_who_calls(plan: Plan) -> None:
    said = said_of(plan, _ON_ISSUED)
    assert "“Anh/chị mở trang Nhập hằng ngày, dòng 23/5/2023, cột Đăng ký sinh: đăng ký sinh tăng nhiều nhất" in said
    assert "Số đúng thì cho biết ngay. Sửa xong" in said
    assert "E10" not in said and "Phụ lục 01" not in said and "gọi Sở" not in said


def test_other_lines_of_an_issued_form_are_named_by_their_columns(plan: Plan) -> None:
    said = said_of(plan, _ON_ISSUED, _ON_ISSUED._replace(code="CD02", source=Source("a.xlsx", "Phụ lục 01", "I10")))
    assert "Còn dòng 23/5/2023, cột Đăng ký" in said and "E10" not in said and "I10" not in said
    said = said_of(plan, NUMBER, *(NUMBER._replace(source=NUMBER.source.at(cell)) for cell in ("E8", "H8")))
    assert "Còn các ô E8, H8 cũng cần sửa." in said


def test_words_for_an_issued_form_lead_to_its_sheet_of_days(plan: Plan) -> None:
    there, own = RULES["LK02"].issued, RULES["LK02"].fix
    assert there is not None
    one = _ON_ISSUED._replace(code="LK02", message="Đăng ký sinh: biểu cộng được 9.", fix=there.fix)
    assert "mở trang Nhập hằng ngày, cột Đăng ký sinh: " in said_of(plan, one)
    assert "mở trang Phụ lục 01, ô E10: " in said_of(plan, one._replace(fix=own))
