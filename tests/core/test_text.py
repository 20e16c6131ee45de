"""Vietnamese words compared and written."""

import unicodedata
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlpy.core.text import bare, clipped, clock, day, fill, key, number, shown, tidy, without_unseen

LETTERS = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
WORDS = st.text(LETTERS + LETTERS.upper() + " ", max_size=20)


@given(WORDS)
def test_a_key_is_its_own_key(text: str) -> None:
    assert key(key(text)) == key(text)


@given(WORDS)
def test_a_mac_and_a_pc_write_the_same_key(text: str) -> None:
    assert key(unicodedata.normalize("NFD", text)) == key(unicodedata.normalize("NFC", text))


@given(WORDS)
def test_case_and_spaces_do_not_change_a_key(text: str) -> None:
    assert key(f"  {text.upper()}\u00a0") == key(text.replace(" ", " \n\t")) == key(text)


@given(WORDS)
def test_bare_letters_are_ascii_one_for_one(text: str) -> None:
    assert bare(text).isascii()
    assert len(bare(text)) == len(key(text))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Lộc Hòa", "Lộc Hoà"),
        ("Long Thủy", "Long Thuỷ"),
        ("số hóa", "số hoá"),
        ("khỏe", "khoẻ"),
        ("LŨY KẾ", "luỹ kế"),
        ("Đường", "Ðường"),  # the second with the Icelandic letter
    ],
)
def test_two_habits_of_spelling_have_one_key(old: str, new: str) -> None:
    assert old != new
    assert key(old) == key(new)


@pytest.mark.parametrize(
    ("one", "other"), [("Lộc Thạnh", "Lộc Thành"), ("Lộc Thành", "Lộc Thịnh"), ("Đức", "Dức"), ("Tân Lợi", "Tân Lới")]
)
def test_letters_and_tones_part_two_keys(one: str, other: str) -> None:
    assert key(one) != key(other)


def test_tidy_keeps_case_and_tone_place() -> None:
    assert tidy(unicodedata.normalize("NFD", " Lộc\u00a0 Hòa\n")) == "Lộc Hòa"


@given(st.integers())
def test_dots_part_a_number_into_thousands(value: int) -> None:
    written = number(value)
    assert int(written.replace(".", "")) == value
    groups = written.removeprefix("-").split(".")
    assert all(len(group) == 3 for group in groups[1:])
    assert 1 <= len(groups[0]) <= 3


def test_days_and_hours_as_the_plan_writes_them() -> None:
    assert day(date(2023, 5, 2)) == "2/5/2023"
    assert clock(datetime(2023, 5, 22, 9, 5, 59)) == "09:05 ngày 22/5/2023"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (True, "TRUE"),
        (False, "FALSE"),
        (115612.5, "115.612,5"),
        (-0.628, "-0,628"),
        (68082, "68.082"),
        (68082.0, "68.082"),
        (68.082, "68,082"),
        (1e300, "1e+300"),
        (date(2023, 5, 22), "22/5/2023"),
        (datetime(2023, 5, 22, 14, 0), "14 giờ 00 ngày 22/5/2023"),
        ("như trên", "như trên"),
        (timedelta(days=2110), "50640:00"),
        (timedelta(hours=1, minutes=5, seconds=59), "1:05"),
    ],
)
def test_a_value_as_a_message_quotes_it(value: object, written: str) -> None:
    assert shown(value) == written
    assert fill("đọc là {read}.", {"read": value}) == f"đọc là {written}."


def test_a_long_quotation_is_clipped_and_says_so() -> None:
    assert clipped("a" * 80) == "a" * 80
    assert clipped("a" * 32_767) == "a" * 80 + "…"


def test_everything_that_unicode_calls_a_format_character_falls_away() -> None:
    unseen = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) == "Cf"]
    assert len(unseen) > 100
    for letter in unseen:
        assert without_unseen(f"Bù{letter} Đăng") == ("Bù Đăng", 1), hex(ord(letter))
        assert key(f"Huyện Bù Đă{letter}ng") == key("Huyện Bù Đăng")
    assert without_unseen("Bù Đăng\n22/5") == ("Bù Đăng\n22/5", 0)


@pytest.mark.parametrize("letter", ["\ufe0f", "\u034f", "\u3164", "\u115f", "\uffa0", "\U000e0100", "\u180b", "\u2065"])
def test_what_is_drawn_as_nothing_falls_away_too(letter: str) -> None:
    assert without_unseen(f"Bù{letter} Đăng") == ("Bù Đăng", 1)
    assert key(f"Huyện{letter} Bù \u2800Đăng") == key("Huyện Bù Đăng")


def test_letters_that_look_like_d_are_d() -> None:
    for capital in "ĐÐƉ":
        assert key(f"{capital}ăng ký") == "đăng ký"
