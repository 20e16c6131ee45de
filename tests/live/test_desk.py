"""Each verb on the open workbook, in LibreOffice: what it shows, what it says, and what it leaves alone."""

import json
import os
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from tests.kit.folders import FIRST, NOW, SECOND, THIRD, form, new_folder, press, put, put_all, wrong
from tests.kit.needs import SOFFICE
from tests.live.conftest import Seat
from xlpy import buttons, cli
from xlpy.app.folder import CannotDo, Folder
from xlpy.app.history import archived_copies
from xlpy.app.open_workbook import find_open
from xlpy.core.consolidate import Standing, Status
from xlpy.core.fixed_cells import FIXED_AREA, fixed_on
from xlpy.core.forms import COLUMNS_01, FORM_01, FORM_SHEET
from xlpy.core.grid import column_name
from xlpy.core.office_book import (
    CHARTED_SHEET,
    CONTROL_SHEET,
    FINDING_HEADS,
    FINDINGS_SHEET,
    FORETOLD_SHEET,
    HISTORY_HEADS,
    HISTORY_SHEET,
    MACHINES_SHEET,
    PROGRESS_SHEET,
    VIEW_SHEETS,
)
from xlpy.core.plan.plan import Plan
from xlpy.core.plan.settings import DEADLINE, NORM
from xlpy.core.records import KINDS, Kind, Measure, with_sum
from xlpy.core.text import clock
from xlpy.core.zero_reasons import ZERO_REASONS, ZeroReason
from xlpy.demo.truth import Work
from xlpy.doors.disk.plan_file import PlanError
from xlpy.doors.live.book import LiveBook
from xlpy.drawing.office_book.findings import Checked, Link, findings_rows
from xlpy.drawing.office_book.signs import state
from xlpy.drawing.office_book.views import history_view, serial
from xlpy.drawing.words import STATUS_WORDS
from xlpy.journal import Journal

pytestmark = pytest.mark.slow

LATER = NOW + timedelta(minutes=20)
AFTER = NOW + (THIRD - FIRST)
BLANK = [""] * 6


# -- what is seen ----------------------------------------------------------------------------------------------------


def standings(folder: Folder) -> list[Standing]:
    with Journal.reading(folder.journal) as journal:
        return [one for day in journal.days() if (one := journal.standing(day)) is not None]


def as_seen(value: object) -> object:
    """A value as a cell has it: a day as its number, nothing as a blank."""
    return "" if value is None else serial(value) if isinstance(value, date) else value


def history_is_the_journal(seat: Seat, words: Mapping[Status, str] = STATUS_WORDS) -> None:
    rows = [[as_seen(value) for value in row] for row in history_view(standings(seat.folder), words)]
    last = column_name(len(HISTORY_HEADS) - 1)
    assert seat.doc.block(HISTORY_SHEET, f"A2:{last}{len(rows) + 2}") == [*rows, [""] * len(HISTORY_HEADS)]


def form_is_the_standing(seat: Seat, standing: Standing) -> None:
    """Phụ lục 01, cell by cell."""
    names = [head.name for head in FORM_01.columns]
    rows = [*((unit.name, with_sum(unit.figures)) for unit in standing.units), ("TỔNG", standing.total)]
    for row, (name, figures) in enumerate(rows, 8):
        seen = seat.doc.block(FORM_SHEET, f"A{row}:{column_name(len(names) - 1)}{row}")[0]
        assert name in seen[:2]
        for column, label in enumerate(names):
            if label in COLUMNS_01:
                kind, measure = COLUMNS_01[label]
                assert seen[column] == as_seen(figures[kind].get(measure)), (name, kind, measure)


def board_is_the_standing(seat: Seat, standing: Standing) -> None:
    day = f" ngày {standing.date.day}/{standing.date.month}/{standing.date.year}"
    for unit in standing.units:
        whole = with_sum(unit.figures)[Kind.SUM]
        name, how, hour, errors, warnings, today, _, *figures = seat.board(unit.unit)
        assert (name, how) == (unit.name, state(unit))
        assert hour == (clock(unit.receipt.received_at).removesuffix(day) if unit.receipt else "–")
        counts = [sum(f.unit == unit.unit and f.severity == s for f in standing.findings) for s in ("error", "warning")]
        assert [errors, warnings] == [count or "" for count in counts]
        assert [today, *figures[:2]] == [as_seen(value) for value in (whole.today, whole.entered, whole.remaining)]
        assert figures[2] == (pytest.approx(whole.entered / whole.total) if whole.total else "")


def findings_are_shown(
    seat: Seat, findings: Any, day: date, standing: Standing | None = None, *, years_later: bool = False
) -> None:
    with Journal.reading(seat.folder.journal) as journal:
        archived = archived_copies(journal, day)
    rows = list(
        findings_rows(Checked(seat.plan, day, tuple(findings), standing, archived, None if years_later else day))
    )
    last = column_name(len(FINDING_HEADS) - 1)
    seen = seat.doc.block(FINDINGS_SHEET, f"A5:{last}{len(rows) + 5}")
    assert seen[-1] == [""] * len(FINDING_HEADS)
    assert seat.doc.cell(FINDINGS_SHEET, "B1") == f"KIỂM TRA {day.day}/{day.month}/{day.year}"
    for number, (row, line) in enumerate(zip(rows, seen, strict=False), 5):
        place = row[3]
        assert [line[:3], line[4:]] == [[as_seen(v) for v in row[:3]], [as_seen(v) for v in row[4:]]]
        if isinstance(place, Link):
            assert seat.doc.formula(FINDINGS_SHEET, f"D{number}") == place.replace('","', '";"')
            assert line[3] == place.words
        else:
            assert line[3] == as_seen(place)


def told_of(seat: Seat, code: str) -> list[object]:
    """The line of Kiểm tra with a rule's code."""
    (line,) = [row for row in seat.doc.block(FINDINGS_SHEET, "A5:H40") if row[2] == code]
    return line


def all_is_shown(seat: Seat, standing: Standing, *, years_later: bool = False) -> None:
    """`years_later`: it was pressed by today's clock."""
    history_is_the_journal(seat)
    form_is_the_standing(seat, standing)
    board_is_the_standing(seat, standing)
    findings_are_shown(seat, standing.findings, standing.date, standing, years_later=years_later)
    for name, cells in seat.everything().items():
        if name == CHARTED_SHEET:
            continue  # there an error is no point of a chart
        assert not [at for at, (_, value) in cells.items() if value is None], f"{name}: error cells"


def is_told_in_one_box(text: str) -> None:
    """Short enough for a message box, whole sentences, no words of programs."""
    assert 0 < len(text) < 1000
    assert len(text.splitlines()) <= 14
    for word in ("None", "Traceback", "Error", "datetime", "Path(", "{", "  "):
        assert word not in text


# -- the verbs -------------------------------------------------------------------------------------------------------


def test_what_a_press_shows_of_an_untidy_day(seat: Seat, days: list[dict[str, Work]], plan: Plan) -> None:
    put(seat.folder, "tre/phu rieng.xlsx", form(plan, days[0]["698"]), plan, FIRST, time(15))
    refused = form(plan, days[0]["694"], **wrong(Kind.BIRTH, Measure.TODAY, 68.082))
    put(seat.folder, "tre/hon quan.xlsx", refused, plan, FIRST)
    put(seat.folder, "hong.xlsx", b"PK\x03\x04 nothing more", plan, FIRST)
    text = seat.desk.consolidate(NOW)
    (standing,) = standings(seat.folder)
    all_is_shown(seat, standing)
    assert text.splitlines()[0] == "Ngày 22/5/2023: 3/11 đơn vị đã có số liệu."
    assert "Phải trả lại để sửa: Huyện Hớn Quản." in text
    assert "Báo cáo muộn: Huyện Phú Riềng." in text
    assert "Báo cáo: bao-cao/2023-05-22/Bao_cao_PL01_2023-05-22.xlsx" in text
    is_told_in_one_box(text)
    links = [seat.doc.formula(FINDINGS_SHEET, f"D{row}") for row in range(5, 40)]
    assert any(link.startswith('=HYPERLINK("da-nhan/2023-05-22/') and "hon quan.xlsx#'" in link for link in links)


def test_pressing_twice_changes_nothing(seat: Seat) -> None:
    seat.desk.consolidate(NOW)
    files = {
        path: (path.read_bytes(), path.stat().st_mtime_ns) for path in seat.folder.path.rglob("*.*") if path.is_file()
    }
    before = seat.everything()
    text = seat.desk.consolidate(LATER)
    assert "Không có gì mới so với lần tổng hợp trước." in text
    assert "sửa tay" not in text
    assert seat.everything() == before
    after = {
        path: (path.read_bytes(), path.stat().st_mtime_ns) for path in seat.folder.path.rglob("*.*") if path.is_file()
    }
    assert after == files


def test_a_past_day_is_shown_when_it_is_chosen_and_after_each_verb(
    seat: Seat, plan: Plan, days: list[dict[str, Work]]
) -> None:
    seat.desk.consolidate(NOW)
    put_all(seat.folder, plan, days[1], ["691", "689"])
    press(seat.folder, SECOND)  # from the shell, meanwhile
    seat.choose(SECOND)
    assert seat.board("691")[1] == "– Chưa tổng hợp"
    assert "sửa tay" not in seat.desk.refresh()
    first, second = standings(seat.folder)
    all_is_shown(seat, second, years_later=True)
    seat.choose(FIRST)
    form_is_the_standing(seat, first)  # formulas alone
    board_is_the_standing(seat, first)
    text = seat.desk.refresh()
    all_is_shown(seat, first, years_later=True)
    assert text.startswith("Ngày 22/5/2023: 2/11 đơn vị")
    seat.choose(THIRD)
    text = seat.desk.refresh()
    assert text == "Ngày 24/5/2023 chưa tổng hợp."
    assert seat.board("691")[1:4] == ["– Chưa tổng hợp", "–", ""]
    assert seat.doc.block(FORM_SHEET, "D8:E8")[0] == ["", ""]
    findings_are_shown(seat, (), THIRD)


def test_checking_shows_what_would_become_of_the_files_and_records_nothing(
    seat: Seat, plan: Plan, days: list[dict[str, Work]]
) -> None:
    put(seat.folder, "sai.xlsx", form(plan, days[0]["694"], **wrong(Kind.BIRTH, Measure.TODAY, 68.082)), plan, FIRST)
    text = seat.desk.check()
    assert not seat.folder.journal.exists()
    assert text.splitlines()[0].startswith("Đã xem 3 tệp, chưa ghi nhận gì. 1 lỗi, ")
    assert "Sẽ phải trả lại: sai.xlsx." in text
    is_told_in_one_box(text)
    assert told_of(seat, "SL02")[3]
    heads = [row for row in seat.doc.block(FINDINGS_SHEET, "A5:H40") if row[0] == "Huyện Hớn Quản"]
    assert [row[4] for row in heads] == ["× Sẽ phải trả lại  ·  tệp “sai.xlsx”  ·  trang Phụ lục 01"]
    assert seat.board("694")[1] == "– Chưa tổng hợp"


def test_days_are_computed_again_from_what_is_typed(seat: Seat) -> None:
    before = seat.doc.cell("Phụ lục 02", "N11")
    text = seat.desk.replan()
    assert "theo định mức 200" in text
    is_told_in_one_box(text)
    codes = {row[2] for row in seat.doc.block(FINDINGS_SHEET, "A5:H60") if row[2]}
    assert codes
    assert all(str(code).startswith("KH") for code in codes)
    places = [seat.doc.formula(FINDINGS_SHEET, f"D{row}") for row in range(5, 60)]
    assert any(place.startswith('=HYPERLINK("#') for place in places)
    assert seat.doc.cell("Phụ lục 02", "N11") == before
    assert not seat.folder.journal.exists()


def test_the_report_again_and_the_letter(seat: Seat) -> None:
    with pytest.raises(CannotDo, match=r"Chưa tổng hợp ngày 22/5/2023. Các ngày gần nhất đã có: chưa có ngày nào."):
        seat.desk.report()
    seat.desk.consolidate(NOW)
    (report,) = seat.folder.reports(FIRST).glob("*.xlsx")
    made = report.read_bytes()
    report.unlink()
    text = seat.desk.report()
    assert report.read_bytes() == made
    assert text.splitlines()[-1] == "Báo cáo: bao-cao/2023-05-22/Bao_cao_PL01_2023-05-22.xlsx"


def test_the_letters_of_a_day_are_drafted_and_the_report_printed_by_the_open_program(seat: Seat) -> None:
    seat.desk.consolidate(NOW)
    before = seat.everything()
    text = seat.desk.mail(NOW)
    reports = seat.folder.reports(FIRST)
    assert (reports / "Bao_cao_PL01_2023-05-22.pdf").read_bytes().startswith(b"%PDF-")
    assert text.startswith("Thư nháp: bao-cao/2023-05-22/Bao_cao_PL01_2023-05-22.eml\nThư trả lời 11 đơn vị: ")
    assert len(list((reports / "tra-loi").glob("*.eml"))) == 11
    message = message_from_bytes((reports / "Bao_cao_PL01_2023-05-22.eml").read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage) and len(list(message.iter_attachments())) == 3
    assert [book.name for book in seat.book.app.books] == [seat.book.name]
    assert seat.everything() == before


def test_a_report_that_somebody_has_open_is_printed_and_stays_open(seat: Seat) -> None:
    seat.desk.consolidate(NOW)
    (report,) = seat.folder.reports(FIRST).glob("*.xlsx")
    theirs = seat.book.app.books.open(str(report))
    seat.desk.mail(NOW)
    assert report.with_suffix(".pdf").exists()
    assert theirs.name in [book.name for book in seat.book.app.books]
    theirs.close()


# -- views that somebody changed -------------------------------------------------------------------------------------


def test_a_view_changed_by_hand_is_told_and_put_back(seat: Seat) -> None:
    seat.desk.consolidate(NOW)
    before = seat.everything()
    figure = seat.doc.cell(HISTORY_SHEET, "K5")
    rows = len(standings(seat.folder)[0].units) * 4
    seat.doc.unprotect(HISTORY_SHEET)
    seat.doc.type(HISTORY_SHEET, "K5", 999)
    seat.doc.type(HISTORY_SHEET, "J2", None)
    seat.doc.type(HISTORY_SHEET, f"A{rows + 2}", "45068|999|birth", literal=True)
    seat.doc.type(HISTORY_SHEET, f"K{rows + 2}", 1)
    text = seat.desk.consolidate(LATER)
    assert "Trang Nhật ký khác nhật ký số liệu, đã khôi phục:" in text
    assert f"Nhật ký!K5: Hotich.xlsm ghi 999, nhật ký ghi {figure:.0f}." in text
    today = next(row for row in history_view(standings(seat.folder)))[9]
    assert f"Nhật ký!J2: Hotich.xlsm ghi trống, nhật ký ghi {today}." in text
    assert f"Nhật ký!B{rows + 2}: dòng này không có trong nhật ký." in text
    is_told_in_one_box(text)
    assert seat.everything() == before
    assert "sửa tay" not in seat.desk.refresh()


@pytest.mark.parametrize(
    ("sheet", "cell", "typed", "told"),
    [
        (FORM_SHEET, "D9", 999, "Phụ lục 01!D9: đã gõ “999”."),
        (FORM_SHEET, "B8", "Huyện khác", "Phụ lục 01!B8: đã gõ “Huyện khác”."),
        (PROGRESS_SHEET, "B5", "kịp hết", "Tiến độ!B5: đã gõ “kịp hết”."),
        (CONTROL_SHEET, "J13", None, "Điều khiển!J13: đã xoá trống."),
        (CHARTED_SHEET, "C7", 1, "Số liệu tiến độ!C7: đã gõ “1”."),
        (HISTORY_SHEET, "A1", "Mã", "Nhật ký!A1: đã gõ “Mã”."),
        (MACHINES_SHEET, "D14", 5, "Phương án!D14: đã gõ “5”."),
    ],
)
def test_a_cell_of_a_view_that_was_typed_over_is_told_and_put_back(
    seat: Seat, sheet: str, cell: str, typed: object, told: str
) -> None:
    seat.desk.consolidate(NOW)
    before = seat.everything()
    seat.doc.unprotect(sheet)
    seat.doc.type(sheet, cell, typed, literal=isinstance(typed, str))
    assert seat.everything() != before
    text = seat.desk.consolidate(LATER)
    assert f"Ô chỉ để xem đã bị sửa tay, nay khôi phục:\n{told}" in text
    assert seat.everything() == before
    assert "sửa tay" not in seat.desk.consolidate(LATER)


def test_every_cell_that_is_drawn_into_a_view_is_put_back(seat: Seat) -> None:
    seat.desk.consolidate(NOW)
    before = seat.everything()
    fixed = dict(fixed_on(seat.live.typed({FORETOLD_SHEET: FIXED_AREA})[FORETOLD_SHEET]).values())
    assert fixed.keys() == VIEW_SHEETS
    for sheet, cells in fixed.items():
        seat.doc.unprotect(sheet)
        there = seat.book.impl.model.Sheets.getByName(sheet)
        for top, left, bottom, right in (*cells.formulas, *cells.texts):
            row = ("quá tay",) * (right - left + 1)
            there.getCellRangeByPosition(left, top, right, bottom).setDataArray((row,) * (bottom - top + 1))
    text = seat.desk.consolidate(LATER)
    assert "nay khôi phục:\n" in text
    assert " ô khác." in text
    after = seat.everything()
    for sheet in before:
        assert after[sheet] == before[sheet], sheet


def test_a_workbook_that_was_drawn_otherwise_is_told_and_left(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    seat.desk.consolidate(NOW)
    seat.doc.unprotect(FORM_SHEET)
    seat.doc.type(FORM_SHEET, "D9", 999)
    monkeypatch.setattr("xlpy.app.typed_over._is_alike", lambda *_: False)
    text = seat.desk.consolidate(LATER)
    assert "Ô chỉ để xem đã bị sửa tay:\nPhụ lục 01!D9: đã gõ “999”." in text
    assert "Trang “Phụ lục 01” có ô bị sửa tay mà máy không khôi phục được" in text
    assert seat.doc.cell(FORM_SHEET, "D9") == 999


def test_of_many_changed_cells_a_few_are_named(seat: Seat) -> None:
    seat.desk.consolidate(NOW)
    seat.doc.unprotect(HISTORY_SHEET)
    for row in range(2, 10):
        seat.doc.type(HISTORY_SHEET, f"K{row}", -5)
    text = seat.desk.refresh()
    assert text.count("Nhật ký!K") == 5
    assert text.endswith("… và 3 ô khác.")


def test_a_view_older_than_the_journal_is_not_called_changed(
    seat: Seat, plan: Plan, days: list[dict[str, Work]]
) -> None:
    seat.desk.consolidate(NOW)
    put_all(seat.folder, plan, days[0], ["695"])
    press(seat.folder, FIRST)
    text = seat.desk.consolidate(LATER)
    assert "sửa tay" not in text
    assert "3/11" in text
    all_is_shown(seat, standings(seat.folder)[0])


# -- told by telephone -----------------------------------------------------------------------------------------------


def test_figures_told_by_telephone(seat: Seat) -> None:
    seat.phone("695", 12, 3, 0, 1, note="Chị Hoa, 13h40")
    text = seat.desk.consolidate(NOW)
    (standing,) = standings(seat.folder)
    unit = next(unit for unit in standing.units if unit.unit == "695")
    assert unit.status is Status.MANUAL
    assert [unit.figures[kind].today for kind in KINDS] == [12, 3, 0, 1]
    assert [unit.figures[kind].entered for kind in KINDS] == [12, 3, 0, 1]
    assert "3/11 đơn vị" in text
    all_is_shown(seat, standing)
    assert seat.board("695")[1] == "♦ Báo qua điện thoại"
    assert seat.phoned("695") == BLANK
    assert [path.name for path in (seat.folder.inbox / "nhap-tay").iterdir()] == ["695 22-5-2023.xlsx"]
    row = [unit.unit for unit in standing.units].index("695") * 4 + 2
    named = seat.doc.block(HISTORY_SHEET, f"P{row}:R{row + 3}")
    line = seat.row("695")
    assert named == [["nhap-tay/695 22-5-2023.xlsx", CONTROL_SHEET, f"{column}{line}"] for column in "QRST"]
    assert "Không có gì mới" in seat.desk.consolidate(LATER)
    assert not press(seat.folder, FIRST).changed


def test_a_reason_for_zeros_told_by_telephone(seat: Seat) -> None:
    seat.phone("695", 0, 0, 0, 0, note="Chị Hoa, 13h40", reason="mất điện")
    seat.phone("698", 0, 0, 0, 0, note="Anh Nam", reason="máy hỏng")
    seat.phone("692", 12, 3, 0, 1, reason="mất điện")
    seat.desk.consolidate(NOW)
    (standing,) = standings(seat.folder)
    given = {unit.unit: unit.reason for unit in standing.units if unit.unit in ("695", "698", "692")}
    assert given == {"695": ZeroReason.POWER, "698": None, "692": None}
    assert all(seat.phoned(code) == BLANK for code in given)
    found = {f.code: f.source.cell for f in standing.findings if f.code in ("SL18", "SL19")}
    assert found == {"SL18": f"V{seat.row('698')}", "SL19": f"V{seat.row('692')}"}


def test_a_reason_without_figures_is_no_report_and_is_told_with_its_cell(seat: Seat) -> None:
    seat.phone("695", reason="mất điện")
    told = seat.desk.consolidate(NOW)
    line = seat.row("695")
    assert f"Điều khiển!V{line}: đã chọn lý do số 0 mà bốn ô số còn trống, chưa tính là báo cáo." in told
    (standing,) = standings(seat.folder)
    unit = next(unit for unit in standing.units if unit.unit == "695")
    assert unit.status is not Status.REFUSED and unit.reason is None
    assert not [finding for finding in standing.findings if finding.source.sheet == CONTROL_SHEET]
    assert seat.phoned("695")[-1] == "mất điện"
    seat.phone("695", note="bỏ", reason="mất điện")
    assert "đã chọn lý do số 0" not in seat.desk.consolidate(NOW)


def test_a_reason_is_chosen_from_a_list(seat: Seat) -> None:
    stopped = seat.doc.validation(CONTROL_SHEET, f"V{seat.row('695')}")
    assert stopped.type == "LIST"
    assert all(words in stopped.formula1 for words in ZERO_REASONS)


@pytest.mark.parametrize(
    ("figures", "column", "code"),
    [
        (("mười hai", 3, 0, 1), "Q", "SL01"),
        ((12, 3.5, 0, 1), "R", "SL02"),
        ((12, 3, -1, 1), "S", "SL03"),
    ],
)
def test_wrong_figures_are_refused_and_left_for_mending(
    seat: Seat, figures: tuple[Any, ...], column: str, code: str
) -> None:
    seat.phone("695", *figures)
    typed = seat.phoned("695")
    text = seat.desk.consolidate(NOW)
    assert "Phải trả lại để sửa: Huyện Đồng Phú." in text
    assert seat.board("695")[1] == "× Trả lại để sửa"
    assert told_of(seat, code)[3] == f"{column}{seat.row('695')}"
    said = [str(row[0]) for row in seat.doc.block(FINDINGS_SHEET, "A5:A20")]
    assert any(text.startswith(f"►  Sở sửa ngay: mở trang {CONTROL_SHEET}, ô {column}") for text in said)
    assert seat.phoned("695") == typed
    seat.phone("695", 12, 3, 0, 1)
    seat.desk.consolidate(LATER)
    assert seat.board("695")[1] == "♦ Báo qua điện thoại"
    assert seat.phoned("695") == BLANK
    assert not any(
        finding.unit == "695" for finding in standings(seat.folder)[0].findings if finding.severity == "error"
    )


def test_a_file_that_comes_later_stands_and_the_difference_is_told(
    seat: Seat, plan: Plan, days: list[dict[str, Work]]
) -> None:
    seat.phone("695", 12, 3, 0, 1)
    seat.desk.consolidate(NOW)
    put_all(seat.folder, plan, days[0], ["695"])
    seat.desk.consolidate(LATER)
    (standing,) = standings(seat.folder)
    assert seat.board("695")[1] == "● Đã tiếp nhận"
    assert seat.board("695")[5] == sum(days[0]["695"].today.values())
    (finding,) = [finding for finding in standing.findings if finding.code == "LK13"]
    assert f"ô Q{seat.row('695')}" in finding.message
    findings_are_shown(seat, standing.findings, FIRST, standing)


def test_what_was_told_is_withdrawn_by_a_word_in_place_of_who_told_it(seat: Seat) -> None:
    seat.phone("695", 12, 3, 0, 1, note="Chị Hoa, 13h40")
    seat.desk.consolidate(NOW)
    assert seat.board("695")[1] == "♦ Báo qua điện thoại"
    seat.doc.type(CONTROL_SHEET, f"U{seat.row('695')}", " Bỏ ", literal=True)
    text = seat.desk.consolidate(LATER)
    assert "2/11 đơn vị" in text
    (standing,) = standings(seat.folder)
    all_is_shown(seat, standing)
    assert seat.board("695")[1] == "○ Chưa báo cáo"
    assert seat.phoned("695") == BLANK
    assert [finding.code for finding in standing.findings if finding.unit == "695"] == ["TG02", "LK20"]
    assert "Không có gì mới" in seat.desk.consolidate(LATER)


def test_figures_beside_the_word_are_asked_about(seat: Seat) -> None:
    seat.phone("695", 12, 3, 0, 1, note="bỏ")
    with pytest.raises(CannotDo, match=rf"{CONTROL_SHEET}!U{seat.row('695')}: ghi “bỏ” mà bốn ô bên trái còn số"):
        seat.desk.consolidate(NOW)
    assert not seat.folder.journal.exists()


def test_refused_figures_cleared_from_their_cells_are_withdrawn_at_the_next_press(seat: Seat) -> None:
    seat.phone("695", 12, 3, "mười", 1)
    seat.desk.consolidate(NOW)
    assert seat.board("695")[1] == "× Trả lại để sửa"
    for column in "QRST":
        seat.doc.type(CONTROL_SHEET, f"{column}{seat.row('695')}", None)
    seat.desk.consolidate(LATER)
    assert seat.board("695")[1] == "○ Chưa báo cáo"


# -- a past day ------------------------------------------------------------------------------------------------------


@pytest.fixture
def past(seat: Seat, plan: Plan, days: list[dict[str, Work]]) -> Seat:
    """The first and third day merged, and for the second day figures told after which the third does not follow."""
    press(seat.folder, FIRST)
    put_all(seat.folder, plan, days[2], ["691", "696"])
    press(seat.folder, THIRD)
    seat.choose(SECOND)
    seat.phone("691", 4000, 0, 0, 0)
    seat.doc.type(CONTROL_SHEET, f"U{seat.row('691')}", "Anh Nam, 9h", literal=True)
    return seat


def test_pressed_where_a_later_day_would_change_the_person_is_asked_and_enter_stops(past: Seat, program: Any) -> None:
    from xlpy import libreoffice

    before, seen = standings(past.folder), len(libreoffice.alerts(program))
    typed = past.phoned("691")
    text = past.desk.consolidate(AFTER)
    (asked,) = libreoffice.alerts(program)[seen:]
    assert asked.buttons == "yes_no"
    assert "Huyện Bù Gia Mập, ngày 24/5/2023: đã tiếp nhận → trả lại để sửa (LK" in asked.prompt
    assert "Có dừng lại để kiểm tra không?" in asked.prompt
    is_told_in_one_box(asked.prompt)
    assert text.startswith("Chưa ghi gì: ")
    assert "--" not in asked.prompt + text  # nobody types a command into a workbook
    assert standings(past.folder) == before
    assert past.phoned("691") == typed
    assert not (past.folder.inbox / "nhap-tay" / "691 23-5-2023.xlsx").exists()


def test_the_other_answer_records_it_and_says_what_to_do_next(past: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LiveBook, "ask", lambda *_: False)
    text = past.desk.consolidate(AFTER)
    assert past.board("691")[1] == "♦ Báo qua điện thoại"
    assert "Kết quả ngày sau đổi theo" in text
    is_told_in_one_box(text)
    past.choose(THIRD)
    text = past.desk.consolidate(AFTER)
    assert "Kết quả ngày này đổi vì ngày trước: " in text
    assert past.board("691")[1] == "× Trả lại để sửa"


def test_the_shell_on_the_open_workbook_asks_for_the_option(
    past: Seat, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xlpy.app.open_workbook.find_open", lambda _: past.live)
    words = ["tong-hop", "-C", str(past.folder.path), "--song"]
    assert cli.main(words) == 2
    assert "--van-ghi" in capsys.readouterr().err
    assert cli.main([*words, "--van-ghi"]) == 1
    assert past.board("691")[1] == "♦ Báo qua điện thoại"


# -- what is typed, and not yet saved --------------------------------------------------------------------------------


def test_what_is_typed_into_the_open_workbook_counts_unsaved(seat: Seat) -> None:
    seat.doc.type("Phụ lục 02", "M11", 31)
    seat.type_setting(NORM.name, 250)
    seat.desk.consolidate(NOW)
    with Journal.reading(seat.folder.journal) as journal:
        told = json.loads(journal.plan_text(FIRST) or "")
    assert told["norm"]["per_machine_per_day"] == 250
    assert 31 in [target["machines"] for level in told["levels"] for target in level["targets"]]
    assert "theo định mức 250" in seat.desk.replan()


def test_a_fault_in_a_sheet_is_told_with_its_cell_and_nothing_is_changed(seat: Seat) -> None:
    seat.doc.type("Phụ lục 02", "M11", "bảy", literal=True)
    before = seat.everything()
    for verb in (
        lambda: seat.desk.consolidate(NOW),
        seat.desk.check,
        seat.desk.refresh,
        seat.desk.replan,
        seat.desk.issue,
    ):
        with pytest.raises(
            PlanError, match=r"Hotich.xlsm · Phụ lục 02!M11: phải là số nguyên không âm, đang ghi “bảy”"
        ):
            verb()
    assert seat.everything() == before
    assert not seat.folder.journal.exists()
    assert not seat.folder.reports(FIRST).exists()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("22-5", "22-5"),
        ("24/5/2023", "24/5/2023"),
        (None, ""),
        (22, "22"),
        (datetime(2023, 5, 22, 13, 0), "13 giờ 00 ngày 22/5/2023"),
    ],
)
def test_a_wrong_day_is_told(seat: Seat, typed: Any, shown: str) -> None:
    if isinstance(typed, int):
        seat.book.sheets[CONTROL_SHEET].api.getCellRangeByName("D2").NumberFormat = 0
    if isinstance(typed, str):
        seat.doc.type(CONTROL_SHEET, "D2", typed, literal=True)
    else:
        seat.choose(typed)
    with pytest.raises(CannotDo, match=f"Điều khiển: ô Ngày báo cáo ghi “{shown}”. Gõ một ngày .*2023-05-22"):
        seat.desk.consolidate(NOW)
    assert not seat.folder.journal.exists()


# -- what is left alone ----------------------------------------------------------------------------------------------


def looks(seat: Seat) -> dict[str, object]:
    """All but the contents: widths, heights, formats, filters, protection, selection, and which sheets are seen."""
    model = seat.book.impl.model
    controller = model.CurrentController
    found: dict[str, object] = {
        "active": controller.ActiveSheet.Name,
        "selected": controller.getSelection().AbsoluteName,
        "first row seen": controller.FirstVisibleRow,
        "names": sorted(model.NamedRanges.ElementNames),
        "filters": [
            (name, area.AutoFilter, area.DataArea.EndColumn)
            for name in model.DatabaseRanges.ElementNames
            for area in [model.DatabaseRanges.getByName(name)]
        ],
    }
    for number in range(model.Sheets.Count):
        sheet = model.Sheets.getByIndex(number)
        columns = [sheet.Columns.getByIndex(column) for column in range(24)]
        found[sheet.Name] = (
            sheet.isProtected(),
            sheet.IsVisible,
            [(column.Width, column.IsVisible) for column in columns],
            [_format(model, sheet.getCellByPosition(column, row)) for column in range(0, 20, 3) for row in (4, 60)],
        )
    for name in (CONTROL_SHEET, FORM_SHEET, "Phụ lục 02", "Thiết lập"):
        rows = model.Sheets.getByName(name).Rows
        found[f"heights of {name}"] = [rows.getByIndex(row).Height for row in range(30)]
    return found


def _format(model: Any, cell: Any) -> tuple[object, ...]:
    number = model.NumberFormats.getByKey(cell.NumberFormat).FormatString
    # LibreOffice itself marks a text of digits as text.
    return (
        number.replace("@", "General"),
        cell.CellBackColor,
        cell.CharHeight,
        cell.CharWeight,
        cell.CellProtection.IsLocked,
    )


def test_all_else_stays_as_it_was(seat: Seat, program: Any) -> None:
    seat.book.sheets["Phụ lục 03"].activate()
    seat.book.sheets["Phụ lục 03"].range("D7:E9").select()
    seat.book.sheets["Thiết lập"].api.Columns.getByIndex(2).Width = 7777
    model = seat.book.impl.model
    before, contents = looks(seat), seat.everything()
    seat.phone("695", 1, 2, 3, 4)
    seat.desk.consolidate(NOW)
    seat.desk.check()
    assert looks(seat) == before
    after = seat.everything()
    shown = {CONTROL_SHEET, FORM_SHEET, PROGRESS_SHEET, CHARTED_SHEET}
    for name in set(contents) - shown - {HISTORY_SHEET, FINDINGS_SHEET, FORETOLD_SHEET}:
        assert after[name] == contents[name], name
    for name in shown:
        assert {at: formula for at, (formula, _) in after[name].items()} == {
            at: formula for at, (formula, _) in contents[name].items()
        }
    assert program.screen_updating
    assert model.isModified()
    assert before[HISTORY_SHEET][0]


# -- the shell on the open workbook ----------------------------------------------------------------------------------


def test_the_shell_on_the_open_workbook_is_the_shell(
    seat: Seat,
    tmp_path: Path,
    plan: Plan,
    days: list[dict[str, Work]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("xlpy.app.open_workbook.find_open", lambda _: seat.live)
    other = new_folder(tmp_path / "khac")
    put_all(other, plan, days[0], ["691", "696"])
    said = []
    for folder, words in ((seat.folder, ["--song"]), (other, ["--ngay", "2023-05-22"])):
        assert cli.main(["tong-hop", "-C", str(folder.path), "--json", *words]) == 1
        said.append(capsys.readouterr())
    assert said[0] == said[1]
    all_is_shown(seat, standings(seat.folder)[0], years_later=True)
    assert seat.book.app.status_bar is False
    assert cli.main(["tong-hop", "-C", str(seat.folder.path), "--song", "--ngay", "2023-05-23"]) == 2
    assert "đang mở ở ngày 22/5/2023; đổi ô Ngày báo cáo" in capsys.readouterr().err


@pytest.mark.sh
def test_the_workbook_is_opened_and_found_again(
    program: Any, folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bin" / "soffice"
    path.parent.mkdir()
    profile = (tmp_path / "profile").as_uri()
    path.write_text(
        f'#!/bin/sh\nexec "{SOFFICE}" --headless "-env:UserInstallation={profile}" "$@"\n', encoding="utf-8"
    )
    path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{path.parent}{os.pathsep}{os.environ['PATH']}")
    found = None
    try:
        assert cli.main(["mo", "-C", str(folder.path)]) == 0
        assert "Đã mở Hotich.xlsm bằng LibreOffice" in capsys.readouterr().out
        found = find_open(folder)
        assert found.folder == folder.path
        assert cli.main(["tong-hop", "-C", str(folder.path), "--song", "--json"]) == 1
        assert json.loads(capsys.readouterr().out)["reported"] == 0
    finally:
        if found is not None:
            found._book.app.quit()


# -- the buttons -----------------------------------------------------------------------------------------------------


@pytest.fixture
def pressed(program: Any, push: Callable[[str], None]) -> Callable[[str], tuple[str, str]]:
    """Press a button; what its one message box says."""
    from xlpy import libreoffice

    def press_button(name: str) -> tuple[str, str]:
        before = len(libreoffice.alerts(program))
        push(name)
        (alert,) = libreoffice.alerts(program)[before:]
        assert program.status_bar is False
        is_told_in_one_box(alert.prompt)
        return alert.title or "", alert.prompt

    return press_button


def test_each_button_works_and_tells(seat: Seat, pressed: Callable[[str], tuple[str, str]]) -> None:
    seat.type_setting(DEADLINE.name, date(2023, 5, 24))  # forms of a campaign of two days are soon made
    assert pressed("lam_moi") == ("Làm mới", "Ngày 22/5/2023 chưa tổng hợp.")
    title, text = pressed("xuat_bao_cao")
    assert (title, text[:29]) == ("Xuất báo cáo", "Chưa tổng hợp ngày 22/5/2023.")
    title, text = pressed("tong_hop")
    assert (title, text.splitlines()[0]) == ("Tổng hợp", "Ngày 22/5/2023: 2/11 đơn vị đã có số liệu.")
    all_is_shown(seat, standings(seat.folder)[0], years_later=True)
    title, text = pressed("kiem_tra")
    assert (title, text[:36]) == ("Kiểm tra trước", "Đã xem 2 tệp, chưa ghi nhận gì. 0 lỗ")
    title, text = pressed("tinh_lai_so_ngay")
    assert (title, text[:35]) == ("Tính lại số ngày", "Đã tính lại theo định mức 200. 0 lỗ")
    title, text = pressed("xuat_bao_cao")
    assert (title, text[:15]) == ("Xuất báo cáo", "Ngày 22/5/2023:")
    title, text = pressed("soan_thu")
    assert (title, text[:9]) == ("Soạn thư", "Thư nháp:")
    title, text = pressed("phat_bieu_mau")
    assert (title, text.splitlines()[0]) == ("Tạo biểu mẫu", "11 biểu ở thư mục bieu-mau, mới tạo 11.")
    assert len(list(seat.folder.forms.glob("*.xlsx"))) == 11


def test_no_button_raises(seat: Seat, pressed: Callable[[str], tuple[str, str]]) -> None:
    seat.book.names["NgayBaoCao"].delete()
    for name in ("tong_hop", "kiem_tra", "lam_moi", "tinh_lai_so_ngay", "xuat_bao_cao", "soan_thu"):
        assert "Hotich.xlsm: không còn ô mang tên NgayBaoCao" in pressed(name)[1]
    seat.doc.type("Phụ lục 02", "M11", "bảy", literal=True)
    assert "Phụ lục 02!M11" in pressed("phat_bieu_mau")[1]
    assert not seat.folder.journal.exists()


def test_a_button_of_a_workbook_never_saved(program: Any, capsys: pytest.CaptureFixture[str]) -> None:
    import xlwings as xw

    from xlpy import libreoffice

    book = program.books.add()
    xw.Book.set_mock_caller(book)
    try:
        buttons.tong_hop()
    finally:
        del xw.Book._mock_caller
        book.close()
    assert "chưa lưu. Lưu tệp vào một thư mục trên máy rồi mở lại." in libreoffice.alerts(program)[-1].prompt
