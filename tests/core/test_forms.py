"""The forms as data: headers that can be drawn, labels that can be found again, marks that can be read."""

import pytest

from xlpy.core.forms import (
    COLUMNS_01,
    FORM_01,
    KIND_ALSO,
    KIND_BY_KEY,
    KIND_LABELS,
    MEASURE_ALSO,
    MEASURE_BY_KEY,
    MEASURE_LABELS,
    TOTAL_KEYS,
    UNIT_KEYS,
    Form,
    Head,
    head_key,
    mark,
    parse_mark,
    plan_form,
)
from xlpy.core.records import Kind, Measure
from xlpy.core.text import key

PLAN_FORMS = [plan_form("02", "cấp xã"), plan_form("03", "cấp huyện"), plan_form("04", "cấp tỉnh")]
FORMS = [FORM_01, *PLAN_FORMS]
UNEVEN = Form("00", "", "", heads=(Head("a"), Head("b", (Head("c", (Head("d"), Head("e"))), Head("f")))))
"""A tree whose branches end at three depths."""


@pytest.mark.parametrize("form", [*FORMS, UNEVEN], ids=lambda form: form.code)
def test_a_headers_places_tile_its_rectangle(form: Form) -> None:
    covered = [
        (row, column)
        for place in form.header()
        for row in range(place.top, place.bottom + 1)
        for column in range(place.left, place.right + 1)
    ]
    rectangle = {(row, column) for row in range(form.header_rows) for column in range(len(form.columns))}
    assert len(covered) == len(set(covered))
    assert set(covered) == rectangle


@pytest.mark.parametrize("form", [*FORMS, UNEVEN], ids=lambda form: form.code)
def test_a_branch_stands_over_its_columns_and_a_leaf_reaches_the_figures(form: Form) -> None:
    places = list(form.header())
    leaves = [place for place in places if place.bottom == form.header_rows - 1]
    assert [place.label for place in sorted(leaves, key=lambda place: place.left)] == [
        leaf.label for leaf in form.columns
    ]
    assert all(place.left == place.right for place in leaves)


def test_the_uneven_tree_is_placed_as_drawn_by_hand() -> None:
    places = {place.label: (place.top, place.left, place.bottom, place.right) for place in UNEVEN.header()}
    assert places == {
        "a": (0, 0, 2, 0),
        "b": (0, 1, 0, 3),
        "c": (1, 1, 1, 2),
        "d": (2, 1, 2, 1),
        "e": (2, 2, 2, 2),
        "f": (1, 3, 2, 3),
    }


def test_form_01_has_number_unit_and_every_kind_by_measure() -> None:
    names = [leaf.name for leaf in FORM_01.columns]
    assert names[:2] == ["number", "unit"]
    assert [COLUMNS_01[name] for name in names[2:]] == [(kind, measure) for kind in Kind for measure in Measure]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_no_two_columns_have_one_name(form: Form) -> None:
    names = [leaf.name for leaf in form.columns]
    assert all(names)
    assert len(names) == len(set(names))


def test_every_label_is_found_again_and_means_one_thing() -> None:
    kinds = [(label, kind) for kind in Kind for label in (KIND_LABELS[kind], *KIND_ALSO[kind])]
    measures = [(label, measure) for measure in Measure for label in (MEASURE_LABELS[measure], *MEASURE_ALSO[measure])]
    assert all(KIND_BY_KEY[key(label)] is kind for label, kind in kinds)
    assert all(MEASURE_BY_KEY[key(label)] is measure for label, measure in measures)
    assert len(KIND_BY_KEY) == len(kinds)
    assert len(MEASURE_BY_KEY) == len(measures)


def test_no_label_is_of_two_sorts() -> None:
    assert not KIND_BY_KEY.keys() & MEASURE_BY_KEY.keys()
    assert not UNIT_KEYS & (KIND_BY_KEY.keys() | MEASURE_BY_KEY.keys() | TOTAL_KEYS)


def test_a_mark_is_read_as_it_was_set() -> None:
    marks = parse_mark(mark("696", "188/KH-UBND"))
    assert marks == {"mau": "1", "ke-hoach": "188/KH-UBND", "don-vi": "696"}


@pytest.mark.parametrize("text", ["", "696", "mau=1;don-vi=696", "xem hotich:mau=1"])
def test_other_words_are_no_mark(text: str) -> None:
    assert parse_mark(text) is None


@pytest.mark.parametrize(
    "written",
    [
        *("Đăng kí kết hôn", "ĐĂNG KÍ KẾT HÔN", "Đăng ký kết hôn (2)", "Đăng ký kết hôn:"),
        *(
            "2. Đăng ký kết hôn",
            "II. Kết hôn",
            "2) Đăng ký kết hôn:",
            "Đăng ký kết hôn (*)",
            "Đăng ký kết hôn **",
            "ĐKKH",
        ),
    ],
)
def test_a_kind_is_found_in_the_reformed_spelling_and_with_numbers_and_stars(written: str) -> None:
    assert KIND_BY_KEY[head_key(written)] is Kind.MARRIAGE


def test_a_measure_is_found_with_how_it_is_computed_behind_it() -> None:
    assert MEASURE_BY_KEY[head_key("Còn lại (4)=(1)-(3)")] is Measure.REMAINING
