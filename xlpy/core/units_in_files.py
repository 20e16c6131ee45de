"""Which units a file's name speaks of: "bu dang 22-5", "BuDang_22.5", "P12 22-5"."""

import re
from collections.abc import Iterable

from xlpy.core.text import bare
from xlpy.core.units import (
    LEVEL_BEFORE,
    LEVEL_WITHIN,
    Unit,
    Units,
    as_units,
    longest,
    mentions,
    mentions_bare,
    plain,
    within_what_is_named,
    words,
)

_DAY = re.compile(r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])[-._](?:0?[1-9]|1[0-2])(?:[-._](?:20)?\d\d)?(?!\d)")
"""A day in a file's name, whose first number may stand behind a level word: "phuong 2-5" is of no Phường 2."""


def units_in_file_name(stem: str, units: Iterable[Unit]) -> tuple[Unit, ...]:
    """The units that a file's name speaks of: with accents, or without any ("bu dang 22-5", "BuDang_22.5").

    Without accents a name counts only while it is one unit's: two that look alike are both returned. A name
    with other accents ("Bù Đang") is another name. In "tan lap 1-6", where there is a Tân Lập 1, it may be that one, or
    a day of Tân Lập's: both are returned.
    """
    units = as_units(units)
    if not units.numbers:
        return _named(stem, units)
    found = _named(_DAY.sub(lambda day: day[0] if _is_name(day, units) else " ", stem), units)
    longer = (unit for unit in _named(stem, units) if not any(name.is_number for name in unit.spelled))
    return tuple(dict.fromkeys((*found, *longer)))


def without_names_of_days(stem: str, units: Units) -> str:
    """A file's name without the names of units that look like days: "Phường 30-4" is no day of April."""
    return _DAY.sub(lambda day: " " if _is_name(day, units) else day[0], stem) if units.numbers else stem


def _is_name(day: re.Match[str], units: Units) -> bool:
    before = day.string[max(0, day.start() - LEVEL_WITHIN) : day.start()]
    return plain(words(day[0])) in units.numbers and LEVEL_BEFORE.search(plain(words(before))) is not None


def _named(stem: str, units: Units) -> tuple[Unit, ...]:
    written = plain(words(stem))
    found = longest(
        (unit, [at for name in unit.spelled for form in name.file_forms for at in mentions(written, name.level, form)])
        for unit in (units[place] for place in units.file_names.within(written))
    )
    flat = bare(written)
    found = found or longest(
        (unit, [at for name in unit.spelled for at in mentions_bare(written, flat, name)])
        for unit in (units[place] for place in units.bare_names.within(flat))
    )
    return within_what_is_named(found, written, flat)
