"""The units that somebody names on the command line: by their codes, or by their names as people write them."""

import re
from collections.abc import Iterable, Sequence

from xlpy.app.folder import CannotDo
from xlpy.core.text import bare, key
from xlpy.core.units import Unit, units_named

_LONGEST = 6
"""Words of a name: "Thị xã Phước Long", and room."""


def codes_asked(words: Sequence[str], units: Iterable[Unit], option: str) -> list[str]:
    """The codes that words of the command line stand for: 696, "Bù Đăng", bu-dang, or Bù Đăng as two words.

    A word that may be none of these names stays a code, for whoever looks it up to refuse. Raises CannotDo where a
    name fits several units or none.
    """
    units = tuple(units)
    codes = {unit.code for unit in units}
    found: list[str] = []
    at = 0
    while at < len(words):
        if words[at] in codes or words[at].isdigit():
            found.append(words[at])
            at += 1
            continue
        # The longest run of words that is one unit's name: a name with spaces need not be quoted.
        for end in range(min(len(words), at + _LONGEST), at, -1):
            if len(named := _named(" ".join(words[at:end]), units)) == 1:
                found.append(named[0].code)
                at = end
                break
        else:
            raise _unknown(words[at:], units, option)
    return found


def _named(text: str, units: Sequence[Unit]) -> Sequence[Unit]:
    """The units of that name, with accents or without any, with or without the level word; nothing of longer words."""
    spaced = re.sub(r"[_-]+", " ", text)
    if (exact := units_named(spaced, units)) or bare(spaced) != key(spaced):
        return exact  # a name with other accents is another name
    written = _flat(spaced)
    spelled = ((unit, name, name.proper) for unit in units for name in unit.spelled)
    return tuple(
        dict.fromkeys(
            unit for unit, name, proper in spelled if written in (_flat(proper), _flat(f"{name.level} {proper}"))
        )
    )


def _flat(text: str) -> str:
    return "".join(letter for letter in bare(text) if letter.isalnum())


def _unknown(words: Sequence[str], units: Sequence[Unit], option: str) -> CannotDo:
    text = " ".join(words)
    several = _named(text, units)
    told = ", ".join(f"{unit.code} {unit.name}" for unit in several or units)
    why = "là tên của nhiều đơn vị, ghi mã" if several else "không có đơn vị này"
    return CannotDo(f"{option} {text}: {why}. Các đơn vị: {told}.")
