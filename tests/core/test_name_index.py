"""Names found in a text by how they begin: the same as looking for each, at a cost that does not grow with them."""

import random

from hypothesis import given
from hypothesis import strategies as st

from tests.kit.steps import steps
from xlpy.core.name_index import NameIndex
from xlpy.core.units import Unit, Units, units_in_label, units_mentioned
from xlpy.core.units_in_files import units_in_file_name

names = st.lists(st.text("abđ 1'", min_size=1, max_size=5), max_size=12)


@given(names, st.text("abđ 1'", max_size=30))
def test_it_finds_what_looking_for_each_name_finds(names: list[str], text: str) -> None:
    index = NameIndex((name, place) for place, name in enumerate(names))
    assert list(index.within(text)) == [place for place, name in enumerate(names) if name in text]
    assert list(index.of(text)) == [place for place, name in enumerate(names) if name == text]


def test_a_name_without_letters_is_nowhere() -> None:
    assert NameIndex([("", 0)]).within("abc") == []


def _places(count: int) -> Units:
    """Districts of as many different names, each with two communes."""
    dice = random.Random(5)
    syllables = ["an", "bình", "châu", "đức", "giang", "hoà", "khánh", "lộc", "mỹ", "ninh", "phú", "quế", "sơn", "tân"]
    seen: dict[str, None] = {}
    while len(seen) < count:
        seen[" ".join(dice.choice(syllables).title() for _ in range(3 if count > 150 else 2))] = None
    return Units(
        Unit(
            str(number),
            f"Huyện {name}",
            children=(Unit(f"{number}a", f"Xã {name} A"), Unit(f"{number}b", f"Xã {name} B")),
        )
        for number, name in enumerate(seen)
    )


def test_looking_a_text_up_takes_no_more_steps_among_many_units_than_among_few() -> None:
    def look(units: Units) -> None:
        unit = units[7]
        assert units_mentioned(f"Kết quả trên địa bàn {unit.name} (tính đến ngày 22/5/2023)", units)
        assert units_in_label(unit.name, units) == (unit,)
        assert units_in_file_name("bc zzz 22-5", units) == ()
        assert units.owners(unit.children[0].name) == (unit,)

    taken = []
    for count in (100, 1_600):
        units = _places(count)
        look(units)  # the index is made once for a plan
        taken.append(steps(lambda units=units: look(units)))
    assert taken[1] < 3 * taken[0]
