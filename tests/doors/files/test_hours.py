"""Hours as mail programs write them, and as broken ones do; what is not understood is no hour."""

from datetime import UTC, datetime

import pytest

from xlpy.doors.files.hours import read_hour

HOUR = datetime(2023, 5, 22, 6, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Mon, 22 May 2023 13:20:00 +0700",
        "Mon, 22 May 2023 13:20:00 +07:00",
        "Mon, 22 May 2023 13:20:00 +7",
        "Mon, 22 May 2023 13:20:00 +07",
        "Mon, 22 May 2023 13:20:00 +7:00",
        "Mon, 22 May 2023 13:20:00 UTC+7",
        "Mon, 22 May 2023 13:20:00 GMT+07:00",
        "Mon, 22 May 2023 13:20:00 GMT+0700 (Indochina Time)",
        "Mon May 22 2023 13:20:00 GMT+0700 (Giờ Đông Dương)",
        "Mon, 22 May 2023 13:20:00 ICT",
        "Mon May 22 13:20:00 ICT 2023",
        "Mon, 22 May 2023 13:20:00 SE Asia Standard Time",
        "Mon, 22 May 2023 13:20:00 +0700 (SE Asia Standard Time)",
        "Mon, 22 May 2023 13:20:00 +0700 ICT",
        "Mon, 22 May 2023 13:20:00 (ICT)",
        "Mon, 22 May 2023 (a (b)) 13:20:00 +0700 (c)",
        "Mon,22 May 2023 13:20:00+0700",
        "22 May 2023 13:20 +0700",
        "22-May-2023 13:20:00 +0700",
        "Mon, 22 May 23 13:20:00 +0700",
        "Mon, 22 May 2023 01:20:00 PM +0700",
        "Th 2, 22 thg 5 2023 13:20:00 +0700",
        "Thứ Hai, 22 tháng 5, 2023 13:20:00 +0700",
        "22/5/2023 1:20:00 CH +0700",
        "5/22/2023 1:20 PM +0700",
        "2023-05-22T13:20:00+07:00",
        "2023-05-22T06:20:00.5Z",
        "Mon, 22 May 2023 06:20:00 GMT",
        "Mon, 22 May 2023 06:20:00 -0000",
        "Mon, 22 May 2023 02:20:00 EDT",
    ],
)
def test_an_hour_is_read_in_every_spelling(text: str) -> None:
    found = read_hour(text)
    assert found is not None and found.replace(microsecond=0) == HOUR


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hom nay",
        "22/05/2023 13:20",
        "Mon, 22 May 2023 13:20:00",
        "Mon, 22 May 2023 13:20:00 XYZ",
        "Mon, 22 May 2023 13:20:00 CST",
        "Mon, 22 May 2023 13:20:00 +0700 EST",
        "Mon, 22 May 2023 13:20:00 +2500",
        "Mon, 22 May 2023 25:20:00 +0700",
        "Mon, 31 Feb 2023 13:20:00 +0700",
        "Mon, 22 Mai 2023 13:20:00 +0700",
        "5/6/2023 13:20:00 +0700",
        "Mon, 22 May 9999 13:20:00 +0700",
        "Mon, 22 May 2023 13:20:00 +0700" + " " * 10_000 + "x",
        "(" * 100_000,
    ],
)
def test_an_hour_of_which_one_word_is_not_understood_is_none(text: str) -> None:
    assert read_hour(text) is None
