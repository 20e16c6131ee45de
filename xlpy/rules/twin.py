"""A rule's Excel twin: the same rule as a spreadsheet formula, for the forms that people type into.

Formulas use only functions that every spreadsheet has had for twenty years, and no texts that a locale would read
otherwise. They are written over places by name ("{today}", "{note}"); whoever draws a sheet puts cells for them.
"""

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from xlpy.rules.rule import Rule

_PLACE = re.compile(r"\{(\w+)\}")


class Twin(NamedTuple):
    """`broken` is true where the rule is broken; `at` names the place to be coloured then.

    `ask` is what a person is told who types such a value; without it the value may be typed, and is coloured.
    """

    at: str
    broken: str
    ask: str = ""

    @property
    def needs(self) -> frozenset[str]:
        """The places that the formula looks at."""
        return frozenset(_PLACE.findall(self.broken))

    def formula(self, cells: Mapping[str, str]) -> str:
        """The formula over cells, without "="."""
        return self.broken.format_map(cells)


class Placed(NamedTuple):
    """A rule's twin where a sheet has all the places that it needs."""

    rule: "Rule"
    twin: Twin


def twins_over(rules: Iterable["Rule"], places: Iterable[str]) -> tuple[Placed, ...]:
    """The twins that can be told over these places, errors first."""
    known = frozenset(places)
    found = [Placed(rule, twin) for rule in rules for twin in rule.twins if twin.needs <= known and twin.at in known]
    weight = ["error", "warning", "info"]
    return tuple(sorted(found, key=lambda placed: weight.index(placed.rule.severity)))


def must_hold(twins: Iterable[Placed], cells: Mapping[str, str]) -> str:
    """The condition of data validation: none of the twins that stop a person is broken."""
    broken = [placed.twin.formula(cells) for placed in twins if placed.twin.ask]
    return f"NOT(OR({','.join(broken)}))"


def asked(twins: Iterable[Placed]) -> str:
    """What data validation tells a person: the repairs, each once."""
    return " ".join(dict.fromkeys(placed.twin.ask for placed in twins if placed.twin.ask))
