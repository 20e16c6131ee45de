"""What could be a syllable of Vietnamese, and what could not."""

import unicodedata

import pytest

from xlpy.core.forms import FORM_01, KIND_ALSO, MEASURE_ALSO, NOTE_ALSO, TOTAL_ALSO, UNIT_ALSO
from xlpy.core.plan.plan import Plan
from xlpy.core.syllables import is_syllable

RARE = "gì giếng quý khuỷu ngoằng nghiễng khuya oác huơ quăng uỷ ủy Hoà Hòa Ê Ơ Ý Đắk ðăng mía xoáy quả giữa yểng thuở"
NONE = "Toång soá¹ Tæng sè® HuyÖn Ñaêng kyù taù giaù Krông caì hơạ tòch hét2 toỳn q ng đ cach̀ càch Xóạ"


@pytest.mark.parametrize("word", RARE.split())
def test_a_rare_syllable_is_one(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(word.upper())
    assert is_syllable(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize("word", NONE.split())
def test_what_is_built_otherwise_is_none(word: str) -> None:
    assert not is_syllable(word)


def test_the_plans_and_the_forms_words_are_syllables(plan: Plan) -> None:
    names = [unit.name for unit in plan.root.walk()]
    heads = [placed.label for placed in FORM_01.header()]
    also = [label for labels in (*KIND_ALSO.values(), *MEASURE_ALSO.values()) for label in labels]
    texts = [*names, *heads, *also, *UNIT_ALSO, *TOTAL_ALSO, *NOTE_ALSO, FORM_01.title, FORM_01.badge]
    words = {word.strip("(),:") for text in texts for word in text.split()}
    assert {word for word in words if word.isalpha() and not is_syllable(word)} <= {
        "ĐK",
        "TT",
        "ĐKKS",
        "ĐKKH",
        "ĐKKT",
        "ĐKNCN",
    }


def test_a_word_of_any_length_is_told_at_once() -> None:
    assert not is_syllable("a" + "\u0302" * 1_000_000)
