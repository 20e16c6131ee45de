"""Texts of old fonts are read as they were seen; Unicode is never taken for one."""

import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.old_fonts import Encode, half_composed, misread, tcvn3, vni, western
from xlpy.core import old_codes
from xlpy.core.forms import (
    DAY_FORM,
    FORM_01,
    KIND_ALSO,
    KIND_LABELS,
    MEASURE_ALSO,
    MEASURE_LABELS,
    NOTE_ALSO,
    NOTE_WORDS,
    TOTAL_ALSO,
    UNIT_ALSO,
    plan_form,
)
from xlpy.core.grid import Position
from xlpy.core.old_fonts import is_old_font, reread
from xlpy.core.plan.plan import Plan
from xlpy.core.syllables import is_syllable
from xlpy.core.text import key

PLACES = tuple((Path(__file__).parent / "place_names.txt").read_text(encoding="utf-8").splitlines())
"""Every province, district and commune of the country, before and after 1/7/2025, but those that are numbers."""

HEADS = tuple(
    dict.fromkeys(
        [
            *(placed.label for form in (FORM_01, DAY_FORM, plan_form("02", "cấp xã")) for placed in form.header()),
            FORM_01.title,
            FORM_01.badge,
            "(tính đến ngày 22/5/2023)",
            "(tính đến ngày 22 tháng 5 năm 2023)",
            "(kèm theo Kế hoạch số 188/KH-UBND ngày 27/4/2023 của UBND tỉnh)",
            "TỔNG",
            *KIND_LABELS.values(),
            *MEASURE_LABELS.values(),
            *(label for labels in (*KIND_ALSO.values(), *MEASURE_ALSO.values()) for label in labels),
            *UNIT_ALSO,
            *TOTAL_ALSO,
            *NOTE_ALSO,
            f"{NOTE_WORDS}Đính chính: ngày 22/5 nhập trùng 1 trường hợp",
        ]
    )
)
"""All words of the forms that are fixed, and the other ways to write them."""

CODES: Mapping[str, tuple[Encode, str]] = {
    "tcvn3": (tcvn3, ".VnTime"),
    "vni": (vni, "VNI-Times"),
    "tcvn3 in Vietnamese Windows": (misread(tcvn3), ".VnTime"),
    "vni in Vietnamese Windows": (misread(vni), "VNI-Times"),
}


def sheet(texts: Iterable[str]) -> dict[Position, str]:
    return {(row, 0): text for row, text in enumerate(texts)}


def seen(texts: Iterable[str], font: str = "") -> list[str]:
    """What the texts of a sheet are read as, all in one font."""
    written = sheet(texts)
    read = reread(written, dict.fromkeys(written, font) if font else {})
    return [read[at].text if at in read else text for at, text in written.items()]


def names(plan: Plan) -> list[str]:
    return [unit.name for unit in plan.root.walk()]


# The tables


@pytest.mark.parametrize(
    ("font", "held", "shown"),
    [
        (".VnTime", "Céng hoµ x· héi chñ nghÜa ViÖt Nam", "Cộng hoà xã hội chủ nghĩa Việt Nam"),
        (".VnTimeH", "céng hoµ x· héi chñ nghÜa viÖt nam", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (".VnArial", "§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc"),
        (".VnTime", "Tr­êng §¹i häc B¸ch khoa", "Trường Đại học Bách khoa"),
        ("VNI-Times", "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("VNI-Helve", "COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("VNI Times", "Ñoäc laäp - Töï do - Haïnh phuùc", "Độc lập - Tự do - Hạnh phúc"),
        ("VNI-Times", "Tröôøng Ñaïi hoïc Baùch khoa, Aán Ñoä", "Trường Đại học Bách khoa, Ấn Độ"),
    ],
)
def test_what_every_office_has_typed_is_read(font: str, held: str, shown: str) -> None:
    assert seen([held], font) == [shown]
    title = (vni if font.startswith("VNI") else tcvn3)("Kết quả nhập dữ liệu Sổ hộ tịch")
    assert seen([title, held])[1].casefold() == shown.casefold()


@pytest.mark.parametrize("code", CODES)
def test_every_name_and_word_of_the_forms_comes_back(plan: Plan, code: str) -> None:
    encode, font = CODES[code]
    texts = [*names(plan), *HEADS]
    assert len(names(plan)) > 111
    assert seen(map(encode, texts)) == seen(map(encode, texts), font)
    # A capital with a tone has no code of its own in TCVN3.
    assert [key(text) for text in seen(map(encode, texts))] == [key(text) for text in texts]
    if encode is vni:
        assert seen(map(encode, texts)) == texts


@pytest.mark.parametrize("code", ["tcvn3", "vni"])
def test_every_name_comes_back_by_the_font_of_its_cell_alone(plan: Plan, code: str) -> None:
    encode, font = CODES[code]
    for text in [*names(plan), *HEADS]:
        assert [key(read) for read in seen([encode(text)], font)] == [key(text)]


def test_every_place_of_the_country_comes_back() -> None:
    # Names from other tongues of the country, such as Kông Lơng Khơng, need not.
    places = [name for name in PLACES if all(map(is_syllable, name.split()))]
    assert len(places) > 8500
    for encode, font in CODES.values():
        assert [key(text) for text in seen(map(encode, places), font)] == [key(text) for text in places]


def test_small_letters_of_a_font_of_capitals_are_capitals(plan: Plan) -> None:
    pairs = {tcvn3(text.lower()): text.upper() for text in (*names(plan), *HEADS)}
    held = [text for text, shown in pairs.items() if text != shown.lower()]
    assert seen(held, ".VnTimeH") == [pairs[text] for text in held]


def test_windows_own_vietnamese_taken_for_western_is_read(plan: Plan) -> None:
    texts = [*names(plan), *HEADS]
    assert any("Ð" in western(text) for text in texts)
    assert seen(map(western, texts)) == texts


@pytest.mark.parametrize(
    ("font", "old"),
    [
        (".VnTime", True),
        (".VnArial NarrowH", True),
        (".vntime", True),
        (" .VnAvant", True),
        ("VNI-Times", True),
        ("VNI Helve", True),
        ("Times New Roman", False),
        ("VnTime", False),
        ("Vnindian", False),
        ("Arial", False),
        ("", False),
    ],
)
def test_fonts_are_told_by_their_names(font: str, old: bool) -> None:
    assert is_old_font(font) is old


# Never Unicode


@pytest.mark.parametrize("spell", [str, str.upper, half_composed, lambda text: unicodedata.normalize("NFD", text)])
def test_no_name_and_no_word_in_unicode_is_taken_for_old(plan: Plan, spell: Encode) -> None:
    texts = [spell(text) for text in (*names(plan), *HEADS, *PLACES)]
    assert len(PLACES) > 9000
    assert reread(sheet(texts), {}) == {}
    for text in texts:
        assert reread({(0, 0): text}, {}) == {}


@pytest.mark.parametrize("font", [".VnTime", ".VnTimeH", "VNI-Times"])
def test_unicode_typed_into_cells_of_an_old_font_stays(plan: Plan, font: str) -> None:
    texts = [*HEADS, *names(plan), *PLACES]
    assert seen(texts, font) == texts
    for name in PLACES:
        assert seen([name], font) == [name]


def test_signs_beside_words_are_no_letters(plan: Plan) -> None:
    places = [name for name in PLACES if name.startswith("Xã")][::10]
    for written in (
        "· {}",
        "·{}",
        "{}¹",
        "{}®",
        "« {} »",
        "«{}»",
        "{} ×",
        "©{}",
        "§1 {}",
        "{} 12 m²",
        "{}\xad",
        "{}\xad {}",
    ):
        texts = [written.replace("{}", name) for name in (*names(plan), *places, *HEADS)]
        assert seen(texts) == texts


def test_footnotes_are_no_letters(plan: Plan) -> None:
    noted = ["Bù Nho¹", "Bom Bo¹", "Tân Tho¹", "Xa Mô®", "Đa Kho¹"]
    assert seen([*noted, *names(plan)]) == [*noted, *names(plan)]
    assert seen(noted) == noted


@pytest.mark.parametrize(
    "text",
    [
        "Société Générale, Genève, naïve façade, garçon, hôtel, forêt, où, là, déjà",
        "Straße, Müller, Größe, für, über, schön, Käse, Öl, zwölf, Fräulein",
        "mañana, año, niño, señor, corazón, está, más, aquí, ¿qué?",
        "smørrebrød, æble, på, blå, Ærø, fjörd, þing, öl",
        "Huyá»\x87n BÃ¹ Ä\x90Ä\x83ng, Tá»\x95ng sá»\x91",
        "µm, m², ½, ¼, 5×3, §12, 20°C, ©2023, ® và ™",
    ],
)
def test_other_tongues_stay(text: str) -> None:
    assert seen([text, *text.split(", ")]) == [text, *text.split(", ")]


WORDS = sorted({word for place in PLACES for word in place.split()})


@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join), max_size=12))
def test_whatever_is_said_in_unicode_stays(texts: list[str]) -> None:
    assert seen([*texts, "© 2023"]) == [*texts, "© 2023"]


@given(st.lists(st.text(max_size=20), max_size=8), st.sampled_from(["", ".VnTime", ".VnTimeH", "VNI-Times"]))
def test_whatever_cells_hold_is_read_without_a_fall(texts: list[str], font: str) -> None:
    assert len(seen(texts, font)) == len(texts)
    assert seen([text for text in texts if text.isascii()], font) == [text for text in texts if text.isascii()]


# Sheets of both


def test_one_text_of_an_old_font_on_a_sheet_in_unicode_is_read_by_itself(plan: Plan) -> None:
    line = "(tính đến ngày 22 tháng 5 năm 2023)"
    for encode in (tcvn3, vni, western):
        assert seen([*HEADS, encode(line), *names(plan)]) == [*HEADS, line, *names(plan)]


def test_a_name_in_unicode_on_a_sheet_of_an_old_font_stays(plan: Plan) -> None:
    for encode in (tcvn3, vni):
        held = [encode(text) for text in HEADS]
        assert seen([*held, "Huyện Bù Đăng", "TX. Phước Long"])[-2:] == ["Huyện Bù Đăng", "TX. Phước Long"]


def test_unicode_and_old_words_in_one_cell_are_told_apart() -> None:
    assert seen(["Huyện Bù Đăng: tæng sè ®· nhËp"], ".VnTime") == ["Huyện Bù Đăng: tổng số đã nhập"]


def test_who_is_told_learns_code_and_font() -> None:
    found = reread({(3, 1): "Tæng sè", (4, 1): "Toång soá", (5, 1): "1.495"}, {(3, 1): ".VnTime", (4, 1): "VNI-Times"})
    assert {at: (read.text, read.code, read.font) for at, read in found.items()} == {
        (3, 1): ("Tổng số", "TCVN3 (ABC)", ".VnTime"),
        (4, 1): ("Tổng số", "VNI", "VNI-Times"),
    }


# What it costs


def test_a_sheet_in_unicode_costs_a_look_at_each_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def looked(*_: object) -> bool:
        raise AssertionError("a word was looked at")

    monkeypatch.setattr(old_codes, "_weigh", looked)
    assert reread(sheet([*HEADS, *PLACES]), {}) == {}


def test_the_work_grows_with_the_words_and_not_faster(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = []
    sense = old_codes._sense
    for copies in (1, 4):
        calls = 0

        def counted(word: str, code: old_codes.OldCode) -> str:
            nonlocal calls
            calls += 1
            return sense(word, code)

        monkeypatch.setattr(old_codes, "_sense", counted)
        seen([tcvn3(text) + str(copy) for copy in range(copies) for text in HEADS])
        counts.append(calls)
    assert counts[1] <= 4 * counts[0]
