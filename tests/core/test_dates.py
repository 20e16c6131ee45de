"""Days written in titles and file names: day before month, and not the plan's own."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlpy.core.dates import WrittenDate, dates_in_file_name, dates_in_title, serial

DAYS = st.dates(date(2023, 1, 1), date(2029, 12, 31))
MAY_22 = date(2023, 5, 22)


def _title(text: str) -> list[date | None]:
    return [found.value for found in dates_in_title(text)]


@given(DAYS)
def test_a_day_in_a_title_is_read_day_before_month(day: date) -> None:
    short, padded = f"{day.day}/{day.month}/{day.year}", f"{day:%d-%m-%Y}"
    in_words = f"ngày {day.day} tháng {day.month} năm {day.year}"
    for written in (
        short,
        padded,
        in_words,
        f"{day:%d.%m.%Y}",
        f"{day.day} / {day.month} / {day.year}",
        day.isoformat(),
    ):
        assert _title(f"Kết quả nhập dữ liệu (tính đến ngày {written})") == [day]
        assert _title(written.upper()) == [day]


@given(DAYS)
def test_a_day_in_a_files_name_is_read_day_before_month(day: date) -> None:
    for written in (
        f"{day.day}-{day.month}-{day.year}",
        f"{day:%d.%m.%Y}",
        f"{day:%d_%m_%y}",
        f"{day:%Y%m%d}",
        f"{day:%d%m%Y}",
        day.isoformat(),
        f"{day.year}-{day.month}-{day.day}",
    ):
        assert dates_in_file_name(f"bu dang {written} (2)", year=1999) == {day}


@given(DAYS)
def test_a_day_without_its_year_is_completed(day: date) -> None:
    for written in (f"{day.day}-{day.month}", f"{day:%d.%m}", f"{day:%d_%m}"):
        for stem in (
            f"bu dang {written}",
            f"BuDang{written}",
            f"PL01_{written}",
            f"Phụ lục 01.{written}",
            f"PL 01-{written}",
        ):
            if (day.month, day.day) != (2, 29):
                assert dates_in_file_name(stem, year=day.year) == {day}


@given(DAYS, DAYS)
def test_the_cited_plans_day_is_never_the_reports(plan_day: date, day: date) -> None:
    cited = f"kèm theo Kế hoạch số 188/KH-UBND ngày {plan_day:%d/%m/%Y} của UBND tỉnh"
    ours = f"tính đến ngày {day.day}/{day.month}/{day.year}"
    assert _title(f"({ours}) ({cited})") == [day]
    assert _title(f"({cited}) ({ours})") == [day]
    assert _title(f"{cited}, {ours}") == [day]
    assert _title(f"{ours}\n{cited}") == [day]
    assert _title(cited) == []


def test_an_open_date_is_no_date() -> None:
    assert _title("(tính đến ngày ...../...../.....)") == []
    assert _title("(tính đến ngày ...../...../2023)") == []


@pytest.mark.parametrize(
    "written",
    ["5/22/2023", "32/5/2023", "29-02-2023", "ngày 31 tháng 6 năm 2023", "22/5/20233", "22/5/202", "0/5/2023"],
)
def test_a_day_that_does_not_exist_is_told_as_written(written: str) -> None:
    assert dates_in_title(f"Tính đến {written}") == (WrittenDate(written, None, as_of=True),)


@pytest.mark.parametrize(
    "written",
    [
        *(
            "22,5,2023",
            "22–5–2023",
            "22 - 5 -2023",
            "22∕5∕2023",
            "22／5／2023",
            "22/ 05 /2023.",
            "22/..5./2023",
            "22.5.2023",
        ),
        *("ngày 22, tháng 5, năm 2023", "ngày 22 - tháng 5 - năm 2023", "ngày 22 tháng 5/2023", "22/5 năm 2023"),
        *("22 tháng 5 năm 2023", "ngày\u00a022\u00a0tháng 05 năm 2023", "２２／５／２０２３", "14h00' ngày 22/5/2023"),
    ],
)
def test_a_day_is_read_however_its_parts_are_parted(written: str) -> None:
    for title in (f"(tính đến ngày {written})", f"(Tính đến {written})", f"tính đến hết {written}"):
        assert dates_in_title(title)[0].value == MAY_22


@pytest.mark.parametrize(
    "written",
    ["ngày 22 tháng 5", "ngày 22/5", "22/5", "hết 22-5", "ngày 22 tháng 5 năm ....", "ngày 22/5/....", "14h ngày 22.5"],
)
def test_a_day_without_its_year_is_of_the_campaigns_year_where_it_is_asked_for(written: str) -> None:
    title = f"(tính đến {written})"
    assert [found.value for found in dates_in_title(title, 2023)] == [MAY_22]
    assert dates_in_title(title) == ()


@pytest.mark.parametrize(
    "written",
    [
        *("22-May-2023", "22-May-23", "22/V/2023", "22.v.2023", "22 tháng năm năm 2023", "22\\5\\2023"),
        *("22/\n5/2023", "ngày 22\ntháng 5 năm 2023", "ngày\n22/5/2023"),
    ],
)
def test_a_month_in_words_and_a_day_over_two_lines_are_read(written: str) -> None:
    assert _title(f"(tính đến {written})") == [MAY_22]


def test_every_month_in_words_is_its_number() -> None:
    english = [f"{date(2023, month, 5):%b}" for month in range(1, 13)]
    roman = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]
    ours = ["một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai"]
    for month, words in enumerate(zip(english, roman, ours, strict=True), 1):
        for title in (f"5-{words[0]}-2023", f"5/{words[1]}/2023", f"ngày 5 tháng {words[2]} năm 2023"):
            assert _title(f"tính đến {title}") == [date(2023, month, 5)], title


def test_a_cited_document_may_be_wrapped_and_a_day_of_its_own_line_stays() -> None:
    assert _title("kèm theo Kế hoạch số 188/KH-UBND\nngày 27/4/2023 của UBND tỉnh") == []
    assert _title("Kế hoạch số 188/KH-UBND ngày 27/4/2023\nngày 22/5/2023") == [MAY_22]


def test_a_month_that_was_left_open_is_none() -> None:
    assert _title("tính đến ngày 22 tháng năm 2023") == []
    assert _title("Kỳ họp thứ V/2023, ngày 22/XX/2023") == []


@pytest.mark.parametrize("title", ["Số: 23/5/BC-TP", "tính đến ngày 5/2023", "tính đến ngày ..../5/2023", "22/O5/2023"])
def test_what_is_no_day_is_not_completed_to_one(title: str) -> None:
    assert dates_in_title(title, 2023) == ()


@pytest.mark.parametrize(
    "other",
    [
        *("Thực hiện Chỉ thị số 05/CT-UBND ngày 10/5/2023", "Thông báo số 12/TB-STP ngày 18/5/2023"),
        *("Ngày in: 23/05/2023 08:15", "Tờ trình số 1 ngày 2/5/2023"),
    ],
)
def test_the_day_of_another_document_or_of_printing_is_not_the_reports(other: str) -> None:
    assert dates_in_title(other, 2023) == ()


def test_a_title_says_which_of_its_days_it_was_made_up_to() -> None:
    found = dates_in_title("Bù Đăng, ngày 23/5/2023 (số liệu tính đến ngày 22/5/2023)")
    assert [(each.value, each.as_of) for each in found] == [(date(2023, 5, 23), False), (MAY_22, True)]


@pytest.mark.parametrize(
    ("moment", "number"),
    [(date(1905, 10, 10), 2110), (datetime(2023, 5, 3, 12), 45049.5), (time(6), 0.25), (timedelta(hours=36), 1.5)],
)
def test_a_day_or_an_hour_is_a_number_behind_it(moment: date | time | timedelta, number: float) -> None:
    assert serial(moment) == number


def test_a_year_of_two_digits_is_of_this_century() -> None:
    assert _title("ngày 22/5/23") == [MAY_22]


def test_two_days_in_a_title_are_both_told() -> None:
    assert _title("ngày 22/5/2023, ngày 23/5/2023") == [date(2023, 5, 22), date(2023, 5, 23)]


@pytest.mark.parametrize(
    "stem", ["bu dang", "bu dang (2)", "bu dang lan 2", "PL01", "05-22-2023", "bu dang 188", "0912345678", "22-13"]
)
def test_a_files_name_without_a_day_has_none(stem: str) -> None:
    assert dates_in_file_name(stem, year=2023) == frozenset()


def test_the_forms_number_is_not_the_day() -> None:
    assert dates_in_file_name("PL01_6-6", year=2023) == {date(2023, 6, 6)}
    assert dates_in_file_name("PL-01-06-07-2023", year=2023) == {date(2023, 7, 6)}


def test_a_full_day_outweighs_what_lacks_a_year() -> None:
    assert dates_in_file_name("mau 1-6 bu dang 22-5-2023", year=2023) == {MAY_22}


def test_two_days_in_a_files_name_are_both_told() -> None:
    assert dates_in_file_name("bu dang 22-5 sua 23-5", year=2023) == {MAY_22, date(2023, 5, 23)}


MAY_16 = date(2023, 5, 16)


@pytest.mark.parametrize(
    "written",
    [
        "từ ngày 16/5/2023 đến ngày 22/5/2023",
        "Từ ngày 16 đến ngày 22/5/2023",
        "từ 16/5 đến hết ngày 22/5/2023",
        "từ ngày 16/5/2023 - 22/5/2023",
        "từ ngày 16 tháng 5 đến ngày 22 tháng 5 năm 2023",
        "từ ngày 16/5 đến ngày 22/5",
        "từ 16/5 đến 22/5",
        "từ lúc 14h00 ngày 16/5/2023 đến 14h00 ngày 22/5/2023",
    ],
)
def test_a_stretch_of_days_is_of_its_last_and_knows_its_first(written: str) -> None:
    (found,) = dates_in_title(f"Kết quả nhập ({written})", 2023)
    assert (found.value, found.as_of, found.since) == (MAY_22, True, MAY_16)


@pytest.mark.parametrize(
    "written",
    [
        "từ 14h00 ngày 21/5/2023 đến 14h00 ngày 22/5/2023",
        "từ 7 giờ 30 đến 14 giờ 00 ngày 22/5/2023",
        "từ ngày 22/5/2023 đến ngày 22/5/2023",
        "từ ngày 25/5/2023 đến ngày 22/5/2023",
    ],
)
def test_a_stretch_of_one_day_by_the_clock_or_backwards_has_no_other_first(written: str) -> None:
    (found,) = dates_in_title(f"({written})", 2023)
    assert (found.value, found.since) == (MAY_22, None)


def test_two_days_that_are_no_stretch_stay_two() -> None:
    assert _title("ngày 16/5/2023 và ngày 22/5/2023") == [MAY_16, MAY_22]


@given(DAYS)
def test_a_day_written_as_the_number_that_a_spreadsheet_keeps_is_read(day: date) -> None:
    (found,) = dates_in_title(f"(Tính đến ngày: {serial(day):.0f})", day.year)
    assert (found.value, found.bare, found.as_of) == (day, True, True)


@pytest.mark.parametrize("written", ["99999", "12345", "450681", "45068/2", "45068.5"])
def test_a_number_that_is_no_day_of_these_years_is_none(written: str) -> None:
    assert dates_in_title(f"(tính đến ngày {written})", 2023) == ()
