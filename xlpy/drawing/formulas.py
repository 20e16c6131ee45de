"""Formulas that more than one sheet needs, each with the value that it has in the workbook as drawn."""

from typing import TypeAlias

from xlpy.core.forms import OPEN_DATE

Computed: TypeAlias = tuple[str, str]
"""A formula (or a part of one, without "="), and its value."""


def date_words(cell: str, otherwise: str = OPEN_DATE) -> str:
    """A date as the plan writes it, 22/5/2023, in words that no locale changes; TEXT(…) would follow the locale."""
    return f'IF({cell}=0,"{otherwise}",DAY({cell})&"/"&MONTH({cell})&"/"&YEAR({cell}))'


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
