"""A rule's Excel twin: the same rule as a spreadsheet formula, for the forms that people type into.

Formulas use only functions that every spreadsheet has had for twenty years, and no texts that a locale would read
otherwise. They are written over places by name ("{today}", "{note}"); whoever draws a sheet puts cells for them. A formula that
ends in an error counts as not broken, as in conditional formatting: the cell with the error has a rule of its own.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from xlpy.rules.rule import Rule

_PLACE = re.compile(r"\{(\w+)\}")


class Twin(NamedTuple):
    """`broken` is true where the rule is broken; `at` names the place to be coloured then.

    `ask` is what a person is told who types such a value where validation stops it; without it the value may be typed.
    `number_format` is how the value is then shown, where the cell's own format would hide what is wrong with it.
    """

    at: str
    broken: str
    ask: str = ""
    number_format: str = ""

    @property
    def needs(self) -> frozenset[str]:
        """The places that the formula looks at."""
        return _places(self.broken)

    def formula(self, cells: Mapping[str, str]) -> str:
        """The formula over cells, without "="."""
        return self.broken.format_map(cells)


@cache
def _places(formula: str) -> frozenset[str]:
    """Kept: each rule is asked for each day and kind of a form, which took a third of a form's time."""
    return frozenset(_PLACE.findall(formula))


class Placed(NamedTuple):
    """A rule's twin where a sheet has all the places that it needs."""

    rule: "Rule"
    twin: Twin


def twins_over(rules: Iterable["Rule"], places: Iterable[str]) -> tuple[Placed, ...]:
    """The twins that can be told over these places, errors first."""
    known = frozenset(places)
    found = [Placed(rule, twin) for rule in rules for twin in rule.twins if twin.needs <= known and twin.at in known]
    # By code, too: in which order the families were loaded must not change a form's bytes.
    return tuple(sorted(found, key=_order))


_GRAVEST = ("error", "warning", "info")
_FIRST_TOLD = ("CD", "LK", "SL", "BM", "KH", "NV", "TO", "MA", "DV", "TR")


def _order(placed: Placed) -> tuple[int, int, str]:
    rule = placed.rule
    return _GRAVEST.index(rule.severity), _FIRST_TOLD.index(rule.code[:2]), rule.code


NOT_WHOLE = frozenset({"SL01", "SL02", "SL05"})
"""Rules that the unit form's validation stops, and no others: a box has one text, and so it can name one cause only. All
else may be typed, and the form's head says at once what is wrong with it.
"""

LONGEST_VALIDATION = 255
"""Characters of a validation's formula that Excel takes."""
LONGEST_MESSAGE = 224
"""Characters of what it says (MS-OI29500, 2.1.613): beyond them Excel drops the sheet's validations as it opens the file."""


def must_hold(twins: Iterable[Placed], cells: Mapping[str, str]) -> str:
    """The condition of data validation: none of the twins that stop a person is broken.

    An error in the cell fails any formula, so what only looks for errors is left out. Raises ValueError where the
    formula is longer than Excel takes: it would drop the validation when it opens the file.
    """
    broken = [twin.formula(cells) for twin in _stopping(twins)]
    formula = f"=NOT(OR({','.join(broken)}))"
    if len(formula) > LONGEST_VALIDATION:
        raise ValueError(f"{len(formula)} characters of validation formula: {formula}")
    return formula


def asked(twins: Iterable[Placed]) -> str:
    """What data validation tells a person: the repairs, each once."""
    return " ".join(dict.fromkeys(twin.ask for twin in _stopping(twins)))


def _stopping(twins: Iterable[Placed]) -> Iterator[Twin]:
    return (twin for _, twin in twins if twin.ask and not twin.broken.startswith("ISERROR("))
