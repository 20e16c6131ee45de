"""Formulas that more than one sheet needs, each with the value that it has in the workbook as drawn."""

import re
from collections.abc import Mapping
from datetime import date
from typing import TypeAlias

from xlpy.core.forms import OPEN_DATE

_MARK = re.compile(r"\{(\w+)\}")

Computed: TypeAlias = tuple[str, str]
"""A formula (or a part of one, without "="), and its value."""


def date_of(day: date) -> str:
    """A day that is known when the workbook is drawn, as formulas have it."""
    return f"DATE({day.year},{day.month},{day.day})"


def date_words(cell: str, otherwise: str = OPEN_DATE) -> str:
    """A date as the plan writes it, 22/5/2023, in words that no locale changes; TEXT(…) would follow the locale."""
    return f'IF({cell}=0,"{otherwise}",DAY({cell})&"/"&MONTH({cell})&"/"&YEAR({cell}))'


def formal_date_words(cell: str, otherwise: str = OPEN_DATE) -> str:
    """A date as official papers write it, 04/4/2023: the formula for `core.text.formal_day`."""
    month = f'IF(MONTH({cell})<3,"0","")&MONTH({cell})'
    return f'IF({cell}=0,"{otherwise}",RIGHT("0"&DAY({cell}),2)&"/"&{month}&"/"&YEAR({cell}))'


def in_title(template: str, **parts: Computed) -> Computed:
    """A title with marks such as {date} as a formula that joins its pieces; and as it reads."""
    formula, value, rest = "", "", template
    while rest:
        text, opened, rest = rest.partition("{")
        if text:
            formula += f'&"{text.replace(chr(34), chr(34) * 2)}"'
            value += text
        if opened:
            name, _, rest = rest.partition("}")
            formula += f"&{parts[name][0]}"
            value += parts[name][1]
    return f"={formula[1:]}", value


def count_words(value: str) -> str:
    """A whole number as the office writes it, 1.013.355, whatever the locale."""
    return f'SUBSTITUTE(FIXED({value},0),",",".")'


def share_words(value: str) -> str:
    """A share in percent with one place, 55,1%, whatever the locale.

    As in `drawing.words.percent`, nothing short of all is 100,0%, and nothing more than none is 0,0%.
    """
    shown = f"IF(OR({value}<=0,{value}>=1),{value},MIN(0.999,MAX(0.001,{value})))"
    return f'SUBSTITUTE(FIXED(100*{shown},1,TRUE),".",",")&"%"'


def joined(template: str, parts: Mapping[str, str]) -> str:
    """A formula, without "=", for a text with marks such as {read}, each a formula of its own."""
    pieces = []
    for place, piece in enumerate(_MARK.split(template)):
        if place % 2:
            pieces.append(parts[piece])
        elif piece:
            pieces.append('"' + piece.replace('"', '""') + '"')
    return "&".join(pieces) or '""'
