"""What a cell in a sheet's XML may be: how far out, how long, which kinds; and whether a formula stays in its file."""

import re

LAST_ROW, LAST_COLUMN = 20_000, 200
"""A value beyond these is a slip; the widest form has 22 columns and a plan a few thousand lines."""

MOST_CELLS = 300_000
"""Cells with content on one sheet; a form of a whole province has a thousand, Phụ lục 02 of a whole country 202,000."""

LONGEST_FORMULA = 8_192
"""What Excel allows; looking through a much longer one could take minutes."""

KNOWN_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#DATA!"})
"""Those that the reader knows; Excel has new ones every year (#SPILL!, #CALC!, #FIELD!)."""

KINDS = frozenset({"n", "s", "str", "inlineStr", "b", "e", "d"})

_PLAIN_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_LONGEST_NUMBER = 400
_OTHER_FILE = re.compile(r"\[\d+\][^\[\]]*!|\[[^\[\]]*\.xl\w*\]", re.IGNORECASE)
_ASKING = re.compile(r"\b(?:_XLFN\.)?(?:WEBSERVICE|RTD)\(")
_OTHER_PROGRAM = re.compile(r"\w\|")


def written_number(value: str) -> float | None:
    """A number as it may be written; None for what is none, or is beyond all."""
    if len(value) > _LONGEST_NUMBER or not _PLAIN_NUMBER.fullmatch(value):
        return None
    number = float(value)
    return None if abs(number) == float("inf") else number


def reaches_out(formula: str) -> bool:
    """Whether a formula reads another file or asks another program ("cmd|'/c calc'!A1")."""
    # What most formulas have no sign of is not searched for: a search costs a hundred times what the sign does.
    program = _OTHER_PROGRAM.search(formula) if "|" in formula else None
    if program is not None and "!" in formula[program.end() :]:
        return True
    if "[" in formula and _OTHER_FILE.search(formula):
        return True
    asking = formula.upper()
    return ("WEBSERVICE(" in asking or "RTD(" in asking) and _ASKING.search(asking) is not None
