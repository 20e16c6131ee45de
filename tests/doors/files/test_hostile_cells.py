"""Cells that say something else than a plain figure or date: never guessed, always named, and never passed on."""

import csv
import re
from dataclasses import replace
from datetime import time
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.kit.desk import DAY, FILE, FORM, Desk, figures
from tests.kit.folders import new_folder, press, put
from tests.kit.hostile import (
    SHEET,
    swapped,
    unpack,
    with_cell,
    with_formula,
    with_number,
    with_part,
    with_text,
)
from xlpy.app.history import history, write_csv
from xlpy.core.consolidate import Verdict
from xlpy.core.records import Kind
from xlpy.core.source import Severity
from xlpy.core.text import number
from xlpy.demo.clerks import Hand, write_form
from xlpy.rules.gathering import gathered

TODAY, ENTERED = "D8", "E8"
"""Births of the day and since the start, in a good form."""


# C01–C03: formulas and their values


@pytest.mark.parametrize("code", ["#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?"])
def test_an_error_in_a_figure_is_refused_with_cell_and_code(desk: Desk, good: bytes, code: str) -> None:
    wrong = with_cell(good, ENTERED, f'<c r="{ENTERED}" t="e"><f>A1/0</f><v>{code}</v></c>')
    finding = desk.refuses(wrong, "SL05", code, "Đăng ký sinh", "Tổng đã nhập")
    assert (finding.source.sheet, finding.source.cell) == (FORM, ENTERED)


@pytest.mark.parametrize("code", ["#REF!", "#N/A", "#SPILL!", "#CALC!"])
@pytest.mark.parametrize("cell", ["C8", "F8", "R8", "S8", "T8", "U8", "V8"])
def test_an_error_where_the_figure_follows_from_others_is_warned_of_with_what_is_used(
    desk: Desk, good: bytes, cell: str, code: str
) -> None:
    known = desk.read(good).grids[0].cells
    finding = desk.warns(with_cell(good, cell, f'<c r="{cell}" t="e"><v>{code}</v></c>'), "SL17", code)
    assert (finding.source.sheet, finding.source.cell) == (FORM, cell)
    meant = known[7, ord(cell[0]) - ord("A")]
    assert isinstance(meant, int | float)
    assert finding.message.endswith(f"bảng tổng hợp dùng {number(int(meant))}.")


@pytest.mark.parametrize("lines", ["own", "parts"])
def test_errors_in_the_line_of_sums_are_warned_of_once_with_what_is_used(desk: Desk, lines: str) -> None:
    form = desk.form(lines=lines, total_line=lines == "own", unit_in_title=True)
    foot = max(row for row, column in desk.read(form).grids[0].cells if column == 3) + 1
    for column in "DV":
        form = with_cell(form, f"{column}{foot}", f'<c r="{column}{foot}" t="e"><v>#REF!</v></c>')
    (finding,) = gathered(desk.judged(form).findings)
    assert (finding.code, finding.source.cell) == ("SL17", f"D{foot}, V{foot}")
    today = number(desk.work.today[Kind.BIRTH] or 0)
    assert f"D{foot}: Đăng ký sinh, trong ngày: ô hiện #REF!; bảng tổng hợp dùng {today};" in finding.message


def test_a_formula_never_calculated_where_the_figure_follows_from_others_is_warned_of(desk: Desk, good: bytes) -> None:
    finding = desk.warns(with_cell(good, "T8", '<c r="T8"><f>D8+H8+L8+P8</f></c>'), "SL17", "chưa tính")
    today = sum(figures[0] for figures in desk.truth.values() if figures[0])
    assert f"bảng tổng hợp dùng {number(today)}" in finding.message


@pytest.mark.parametrize("cell", ["C8", "F8"])
def test_dots_taken_for_a_fraction_are_refused_wherever_they_stand(desk: Desk, good: bytes, cell: str) -> None:
    # Beside a total of 115,614 a figure of 2 may be 2.000.
    desk.refuses(with_cell(good, cell, f'<c r="{cell}"><v>115.614</v></c>'), "SL02", "115,614")


def test_a_formula_never_calculated_is_refused_with_what_to_do(desk: Desk, good: bytes) -> None:
    book = load_workbook(BytesIO(good))
    book[FORM][ENTERED] = "=D8+0"
    saved = BytesIO()
    book.save(saved)
    finding = desk.refuses(saved.getvalue(), "SL06", "=D8+0", "mở tệp bằng Excel, bấm Lưu (Save) rồi gửi lại")
    assert (finding.source.sheet, finding.source.cell) == (FORM, ENTERED)


def test_a_formula_whose_result_is_an_empty_text_is_blank(desk: Desk, good: bytes) -> None:
    desk.accepts(with_cell(good, "X8", '<c r="X8" t="str"><f>IF(A1=1,1,"")</f><v></v></c>'))


def test_a_stale_sum_is_warned_of_with_both_numbers(desk: Desk, good: bytes) -> None:
    whole = sum(desk.work.today.values())
    stale = with_formula(good, "T8", "D8+H8+L8+P8", str(whole - 9))
    finding = desk.warns(stale, "CD04", f"cộng lại {number(whole)}", f"ghi {number(whole - 9)}")
    assert (finding.source.sheet, finding.source.cell) == (FORM, "T8")


def test_a_stale_remainder_is_warned_of_with_both_numbers(desk: Desk, good: bytes) -> None:
    left = desk.plan.total(desk.work.unit, Kind.BIRTH) - desk.work.entered[Kind.BIRTH]
    judged = desk.judged(with_formula(good, "F8", "C8-E8", str(left + 5)))
    (finding,) = (found for found in judged.findings if found.code == "CD03")
    assert judged.verdict is Verdict.WARN
    assert (finding.source.sheet, finding.source.cell) == (FORM, "F8")
    assert f"còn {number(left)}, biểu ghi {number(left + 5)}" in finding.message


# C04–C07: how a number may be written, and how not


@pytest.mark.parametrize(
    "spell",
    [
        str,
        "{} ".format,
        "\u00a0{}\u202f".format,
        "'{}".format,
        lambda value: str(value).translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}),
        number,
        lambda value: f"{value:,}".replace(",", " "),
    ],
    ids=["plain", "space", "no-break spaces", "apostrophe", "full width", "dots", "spaces"],
)
def test_a_number_kept_as_text_is_read_with_a_warning(desk: Desk, good: bytes, births: int, spell: object) -> None:
    text = spell(births)  # type: ignore[operator]
    finding = desk.warns(with_text(good, TODAY, text), "SL08", f"“{text}”", "đã đọc là 2.017")
    assert (finding.source.sheet, finding.source.cell) == (FORM, TODAY)


def test_commas_for_thousands_are_refused_for_they_mean_two_things(desk: Desk, good: bytes) -> None:
    finding = desk.refuses(with_text(good, TODAY, "2,017"), "SL07", "“2,017”", "2.017")
    assert (finding.source.sheet, finding.source.cell) == (FORM, TODAY)


@pytest.mark.parametrize("text", ["3,5", "2017,25", "20.5"])
def test_a_fraction_in_words_is_refused(desk: Desk, good: bytes, text: str) -> None:
    finding = desk.refuses(with_text(good, TODAY, text), "SL02", text)
    assert (finding.source.sheet, finding.source.cell) == (FORM, TODAY)


def test_a_number_typed_with_a_dot_in_english_excel_is_refused_with_what_was_meant(desk: Desk, good: bytes) -> None:
    finding = desk.refuses(with_number(good, ENTERED, "68.082"), "SL02", "68,082", "Có phải là 68.082?")
    assert (finding.source.sheet, finding.source.cell) == (FORM, ENTERED)
    desk.refuses(with_number(good, TODAY, "2.5"), "SL02", "2,5")


def test_a_negative_number_without_a_reason_is_refused(desk: Desk, good: bytes) -> None:
    judged = desk.judged(with_number(good, TODAY, "-5"))
    (finding,) = (found for found in judged.findings if found.code == "SL03")
    assert judged.verdict is Verdict.REFUSE
    assert (finding.source.sheet, finding.source.cell, "-5" in finding.message) == (FORM, TODAY, True)


def test_more_than_twice_what_the_machines_can_do_is_refused_with_both_numbers(desk: Desk, good: bytes) -> None:
    jump = with_number(with_number(good, TODAY, "60000"), ENTERED, "60000")
    judged = desk.judged(jump)
    (finding,) = (found for found in judged.findings if found.code == "LK15")
    assert judged.verdict is Verdict.REFUSE
    assert "60.846" in finding.message
    assert "4.800" in finding.message


@pytest.mark.parametrize(("cell", "value"), [("", None), ("<v>0</v>", 0)], ids=["blank", "zero"])
def test_a_blank_is_told_and_is_not_zero(desk: Desk, good: bytes, cell: str, value: int | None) -> None:
    judged = desk.judged(with_cell(good, "P8", f'<c r="P8">{cell}</c>'))
    blanks = [found.source.cell for found in judged.findings if found.code == "SL10"]
    assert blanks == (["P8"] if value is None else [])
    assert figures(judged)[Kind.ADOPTION][0] == value


@pytest.mark.parametrize("dash", ["-", "–", "−"])
def test_a_dash_is_zero_and_listed(desk: Desk, dash: str) -> None:
    nothing = {**desk.work.today, Kind.ADOPTION: 0}
    form = write_form(desk.plan, replace(desk.work, today=nothing, entered=nothing), Hand(FILE))
    judged = desk.judged(with_text(form, "P8", dash))
    (finding,) = judged.findings
    assert judged.verdict is Verdict.ACCEPT
    assert (finding.code, finding.severity, finding.source.cell) == ("SL11", Severity.INFO, "P8")
    assert figures(judged)[Kind.ADOPTION] == (0, 0)


@pytest.mark.parametrize("word", ["nil", "không", "như trên", "x", "12a", "?"])
def test_a_word_for_a_number_is_refused_as_written(desk: Desk, good: bytes, word: str) -> None:
    finding = desk.refuses(with_text(good, "P8", word), "SL01", f"“{word}”", "Đăng ký con nuôi")
    assert (finding.source.sheet, finding.source.cell) == (FORM, "P8")


# C11–C12: numbers that are none, merged cells


@pytest.mark.parametrize("written", ["1e999", "-1e400", "NaN", "INF", "0x10", "1_000", "٣", "1,5", "--1"])
def test_what_is_no_number_in_the_xml_is_refused_with_its_cell(desk: Desk, good: bytes, written: str) -> None:
    finding = desk.refuses(with_number(good, TODAY, written), "TT02", f"“{written}”")
    assert (finding.source.sheet, finding.source.cell) == (FORM, TODAY)


@pytest.mark.parametrize("written", ["12345678901234567890", "1e300", "70123456789"])
def test_a_number_with_too_many_digits_is_refused_with_its_cell(desk: Desk, good: bytes, written: str) -> None:
    finding = desk.refuses(with_number(good, TODAY, written), "SL09")
    assert (finding.source.sheet, finding.source.cell) == (FORM, TODAY)
    assert len(finding.message) < 400


def test_merged_figures_are_refused_with_the_range(desk: Desk, good: bytes) -> None:
    merged = swapped(good, SHEET, ('<mergeCell ref="A1:V1"/>', '<mergeCell ref="A1:V1"/><mergeCell ref="D8:E8"/>'))
    judged = desk.judged(merged)
    assert judged.verdict is Verdict.REFUSE
    places = {(found.source.sheet, found.source.cell) for found in judged.findings if found.code == "BM14"}
    assert places == {(FORM, "D8:E8")}


# C13–C15: texts that would do something elsewhere

NOTES = [
    "=cmd|&apos;/c calc&apos;!A1",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "\t=1+1",
    "&#13;=1+1",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&lt;img src=x onerror=alert(1)&gt;",
    "a_xD83D_b",
    "x" * 32_767,
]


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note[:12])
def test_a_note_that_looks_like_a_formula_or_a_script_is_only_a_note(desk: Desk, good: bytes, note: str) -> None:
    desk.accepts(with_text(good, "W8", note))


# No text that names a cell: the report's remarks leave out what looks like a place in a file.
@pytest.mark.parametrize("text", ["=cmd|&apos;/c calc&apos;!x", "@SUM(1)", "&lt;script&gt;alert(1)&lt;/script&gt;"])
def test_a_quoted_text_stays_a_text_in_the_report_and_the_list(
    desk: Desk, good: bytes, text: str, tmp_path: Path
) -> None:
    folder = new_folder(tmp_path / "so")
    name = "=1+1 bu dang 22-5.xlsx"
    put(folder, name, with_text(good, "W8", text), desk.plan, DAY)
    put(folder, f"lan 2/{name}", with_text(good, TODAY, text), desk.plan, DAY, time(13, 30))
    outcome = press(folder, DAY)
    parts = unpack(outcome.report.read_bytes())
    shown = parts["xl/sharedStrings.xml"].decode()
    assert text.replace("&apos;", "'") in shown  # the refused cell is quoted, as it was
    sheets = [data.decode() for part, data in parts.items() if part.startswith("xl/worksheets/sheet")]
    formulas = [formula for sheet in sheets for formula in re.findall(r"<f>(.*?)</f>", sheet)]
    assert not [formula for formula in formulas if "cmd" in formula or "1+1" in formula]
    write_csv(history(folder), tmp_path / "lich-su.csv")
    with (tmp_path / "lich-su.csv").open(encoding="utf-8-sig", newline="") as stream:
        cells = [cell for row in csv.reader(stream) for cell in row]
    assert not [cell for cell in cells if cell[:1] in "=+@\t\r" and cell]


def test_unseen_characters_are_taken_out_and_told(desk: Desk, good: bytes) -> None:
    finding = desk.warns(with_text(good, "B8", "Huyện_x0001_ Bù\u202e Đăng"), "SL12", "bỏ 2 ký tự")
    assert (finding.source.sheet, finding.source.cell) == (FORM, "B8")


def test_a_figure_of_unseen_characters_only_is_blank(desk: Desk, good: bytes) -> None:
    judged = desk.judged(with_text(good, "P8", "_x0007_"))
    assert {"SL10", "SL12"} <= {found.code for found in judged.findings}
    assert figures(judged)[Kind.ADOPTION][0] is None


def test_line_ends_of_another_program_are_only_spaces(desk: Desk, good: bytes) -> None:
    desk.accepts(with_text(good, "B8", "Huyện Bù Đăng_x000D_\n"))


@pytest.mark.parametrize("bad", ["\x01", "&#1;", "&#xD83D;", "&#xFFFE;"])
def test_a_character_that_xml_forbids_is_refused_with_the_part(desk: Desk, good: bytes, bad: str) -> None:
    desk.refuses(with_text(good, "W8", bad), "TT02", SHEET, "XML sai")


def test_a_lone_surrogate_in_the_bytes_is_refused_with_the_part(desk: Desk, good: bytes) -> None:
    broken = unpack(with_text(good, "W8", "§"))[SHEET].replace("§".encode(), b"\xed\xa0\xbd")
    desk.refuses(with_part(good, SHEET, broken), "TT02", SHEET, "XML sai")


def test_more_text_than_a_cell_can_hold_is_refused_with_the_cell(desk: Desk, good: bytes) -> None:
    finding = desk.refuses(with_text(good, "W8", "x" * 32_768), "TT08", "32.768 ký tự")
    assert (finding.source.sheet, finding.source.cell) == (FORM, "W8")
    finding = desk.refuses(with_formula(good, TODAY, "[" * 8_193, "1"), "TT08", "8.193 ký tự")
    assert (finding.source.sheet, finding.source.cell) == (FORM, TODAY)


def test_a_long_text_is_quoted_short(desk: Desk, good: bytes) -> None:
    finding = desk.refuses(with_text(good, TODAY, "x" * 32_767), "SL01", "xxx…")
    assert len(finding.message) < 300
    finding = desk.refuses(with_text(good, "B8", "Huyện " + "x" * 32_000), "BM07", "xxx…")
    assert len(finding.message) < 300
