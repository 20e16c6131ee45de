"""Dates that are none, or not the day's: the form's own cell is named, and the file's name never stands in for it."""

import pytest

from tests.kit.desk import FORM, Desk
from tests.kit.hostile import STRINGS, WORKBOOK, remade, swapped, with_cell, with_date_format, with_number

TODAY = "D8"
"""Births of the day, in a good form."""

SERIAL = 45068
"""22 May 2023, as Excel counts days."""


def dated(desk: Desk, xml: str, *, system_1904: bool = False) -> bytes:
    """A form that has its date in B3 beside the words, as a cell of its own; STYLE stands for a style of dates."""
    form, style = with_date_format(desk.form(date_in_cell=True, date_style="open"))
    if system_1904:
        form = swapped(form, WORKBOOK, ("<workbookPr ", '<workbookPr date1904="1" '))
    return with_cell(form, "B3", xml.replace("STYLE", str(style)))


def test_a_real_date_is_read_in_both_systems_of_counting(desk: Desk) -> None:
    desk.accepts(dated(desk, f'<c r="B3" s="STYLE"><v>{SERIAL}</v></c>'), "bu dang.xlsx")
    desk.accepts(dated(desk, f'<c r="B3" s="STYLE"><v>{SERIAL - 1462}</v></c>', system_1904=True), "bu dang.xlsx")
    desk.accepts(dated(desk, '<c r="B3" t="d"><v>2023-05-22</v></c>'), "bu dang.xlsx")


@pytest.mark.parametrize("text", ["22/5/2023", "22-05-2023", "22 tháng 5 năm 2023", "ngày 22 tháng 5 năm 2023"])
def test_a_date_in_words_is_read_day_first(desk: Desk, text: str) -> None:
    cell = f'<c r="B3" t="inlineStr"><is><t>ngày {text.removeprefix("ngày ")}</t></is></c>'
    desk.accepts(dated(desk, cell), "bu dang.xlsx")


@pytest.mark.parametrize("text", ["5/22/2023", "31/4/2023", "22/5/10099", "22/5/202", "ngày 22 tháng 5 năm 20233"])
def test_a_date_that_is_none_is_refused_as_written(desk: Desk, text: str) -> None:
    cell = f'<c r="B3" t="inlineStr"><is><t>{text}</t></is></c>'
    finding = desk.refuses(dated(desk, cell), "BM11", f"“{text}”")
    assert (finding.source.sheet, finding.source.cell) == (FORM, "B3")


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        (f'<c r="B3"><v>{SERIAL + 0xFFFF}</v></c>', "110603"),
        ('<c r="B3" s="STYLE"><v>2994686</v></c>', "2994686"),
        ('<c r="B3" s="STYLE" t="e"><v>#VALUE!</v></c>', "#VALUE!"),
        ('<c r="B3" s="STYLE"><f>TODAY()</f></c>', "=TODAY()"),
    ],
    ids=["a number of no day", "the year 10099", "an error", "never calculated"],
)
def test_a_cell_for_the_date_that_shows_none_is_refused(desk: Desk, cell: str, read: str) -> None:
    # The date in the file's name must not stand in for what the form itself says wrongly.
    finding = desk.refuses(dated(desk, cell), "BM11", read)
    assert (finding.source.sheet, finding.source.cell) == (FORM, "B3")


def test_a_day_that_shows_as_its_number_is_read_and_told(desk: Desk) -> None:
    finding = desk.warns(
        dated(desk, f'<c r="B3"><v>{SERIAL}</v></c>'), "BM24", "45068", "22/5/2023", file="bu dang.xlsx"
    )
    assert (finding.source.sheet, finding.source.cell) == (FORM, "B3")


def test_a_stretch_of_days_is_of_its_last_and_told(desk: Desk, good: bytes) -> None:
    weekly = remade(
        good, STRINGS, lambda text: text.replace("tính đến ngày 22/5/2023", "từ ngày 16/5/2023 đến ngày 22/5/2023")
    )
    finding = desk.warns(weekly, "BM25", "16/5/2023", "22/5/2023", file="bu dang.xlsx")
    assert finding.source.cell == "A2"


def test_a_date_other_than_the_file_names_is_refused_with_both(desk: Desk, good: bytes) -> None:
    finding = desk.refuses(good, "BM12", "22/5/2023", "23/5/2023", file="bu dang 23-5.xlsx")
    assert (finding.source.sheet, finding.source.cell) == (FORM, "A2")


def test_a_date_to_come_is_refused_with_both_days(desk: Desk) -> None:
    form = dated(desk, f'<c r="B3" s="STYLE"><v>{SERIAL + 1}</v></c>')
    finding = desk.refuses(form, "BM16", "23/5/2023", "22/5/2023", file="bu dang.xlsx")
    assert (finding.source.sheet, finding.source.cell) == (FORM, "B3")


def test_a_date_past_is_refused_with_both_days(desk: Desk) -> None:
    form = dated(desk, f'<c r="B3" s="STYLE"><v>{SERIAL - 1}</v></c>')
    finding = desk.refuses(form, "BM15", "21/5/2023", "22/5/2023", file="bu dang.xlsx")
    assert (finding.source.sheet, finding.source.cell) == (FORM, "B3")


def test_a_figure_formatted_as_a_date_is_refused(desk: Desk, good: bytes) -> None:
    form, style = with_date_format(good)
    finding = desk.refuses(with_number(form, TODAY, "2017", style=style), "SL15", "9/7/1905", "2.017", "Số (Number)")
    assert (finding.source.sheet, finding.source.cell) == (FORM, TODAY)


def test_a_duration_beyond_all_measure_is_refused_and_does_not_kill_the_reader(desk: Desk, good: bytes) -> None:
    form, style = with_date_format(good)
    hours = remade(form, "xl/styles.xml", lambda text: text.replace('numFmtId="14"', 'numFmtId="46"'))
    desk.refuses(with_number(hours, TODAY, "1e10", style=style), "TT18", "Excel có thể vẫn mở được")
