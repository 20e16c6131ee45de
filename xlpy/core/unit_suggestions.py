"""Units that may have been meant by a name that is nobody's."""

import re
from collections.abc import Iterable

from xlpy.core.text import bare
from xlpy.core.units import ANY_FORM, Unit, as_units, units_mentioned


def suggestions(text: str, units: Iterable[Unit]) -> tuple[str, ...]:
    """Official names that look like `text`: only ever shown to a person, never used."""
    from difflib import get_close_matches  # only on the way of a refusal

    units = as_units(units)
    if within := units_mentioned(text, units):
        return tuple(unit.name for unit in within[:2])
    names: dict[str, list[str]] = {}  # Lộc Thạnh and Lộc Thành look the same without accents
    for unit in units:
        names.setdefault(_without_level(unit.name), []).append(unit.name)
    near = get_close_matches(_without_level(text), names, n=2, cutoff=0.75)
    return tuple(name for match in near for name in names[match])


def _without_level(text: str) -> str:
    return re.sub(rf"^(?:{ANY_FORM})[\s.]+(?=.)", "", bare(text))
