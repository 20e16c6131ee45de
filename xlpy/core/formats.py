"""What a number's format lets people see, where that is something else than the number.

A clerk types 2 into a cell with the format 0"000" and sees 2000; under ;;; nothing is seen. Formats that only part
thousands, add a unit or leave a zero out are no fault.
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

_TOKEN = re.compile(r'"([^"]*)"?|\\(.)|_.|\*.|\[([^\[\]]*)\]|(General)|(.)', re.IGNORECASE | re.DOTALL)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d{1,15}(?:\.\d{1,15})?)")
_MOMENTS = frozenset("dmyhs")
_LONGEST = 255
"""What Excel allows in a code."""


class _Section(NamedTuple):
    """One of a code's parts: literals before and after the digits, whether it shows any, and by what it multiplies."""

    before: str
    after: str
    digits: bool
    scale: int
    condition: tuple[str, Decimal] | None


def tells_otherwise(code: str) -> bool:
    """Whether a format may show another number than is stored, or none."""
    return any(shown_as(code, value) is not None for value in (7, -7, 2110, 1_234_567))


def shown_as(code: str, value: float) -> str | None:
    """What a person reads in a cell, "" for nothing at all; None where that is the number itself.

    A zero that is left blank is no other number.
    """
    section = _section_for(_sections(code[:_LONGEST]), Decimal(repr(value)))
    if section is None or value == 0:
        return None
    if not section.digits:
        return (section.before + section.after).strip()
    glued = section.before[-1:].isdigit() or section.after[:1].isdigit()
    if not glued and section.scale == 0:
        return None
    number = (abs(Decimal(repr(value))).scaleb(section.scale)).quantize(Decimal(1), ROUND_HALF_UP)
    return f"{section.before}{number}{section.after}".strip()


def _section_for(sections: tuple[_Section, ...], value: Decimal) -> _Section | None:
    numeric = sections[:3]
    if any(section.condition for section in numeric):
        return next((s for s in numeric if s.condition is None or _holds(s.condition, value)), None)
    if value < 0:
        return numeric[1] if len(numeric) > 1 else numeric[0]
    return numeric[2] if value == 0 and len(numeric) > 2 else numeric[0]


def _holds(condition: tuple[str, Decimal], value: Decimal) -> bool:
    sign, bound = condition
    order = (value > bound) - (value < bound)
    return {"<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0, "=": order == 0, "<>": order != 0}[sign]


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section, ...]:
    sections: list[_Section] = []
    tokens: list[tuple[str, str]] = []
    for match in _TOKEN.finditer(code):
        if match[5] == ";":
            sections.append(_section(tokens))
            tokens = []
        elif match[1] is not None or match[2] is not None:
            tokens.append(("text", match[1] or match[2] or ""))
        elif match[3] is not None:
            tokens.append(("bracket", match[3]))
        elif match[4] is not None:
            tokens.append(("digits", "General"))
        elif match[5] is not None:
            tokens.append(("digits" if match[5] in "0#?" else "sign", match[5]))
    return (*sections, _section(tokens))


def _section(tokens: list[tuple[str, str]]) -> _Section:
    condition = None
    places = [at for at, (kind, _) in enumerate(tokens) if kind == "digits"]
    first, last = (places[0], places[-1]) if places else (len(tokens), len(tokens))
    before, after, scale, trailing = "", "", 0, True
    for at, (kind, text) in enumerate(tokens):
        if kind == "bracket":
            found = _CONDITION.fullmatch(text.strip())
            condition = (found[1], Decimal(found[2])) if found else condition
        elif kind == "sign" and text == "%":
            scale += 2
            after += "%"
        elif kind == "sign" and text == "," and at > last:
            scale -= 3 if trailing else 0
        elif kind != "digits":
            trailing = trailing and at <= last
            if at < first:
                before += text
            elif at > last:
                after += text
    if any(kind == "sign" and text.lower() in _MOMENTS for kind, text in tokens):
        return _Section("ngày, giờ", "", False, 0, condition)
    return _Section(before, after, bool(places) or any(text == "@" for _, text in tokens), scale, condition)
