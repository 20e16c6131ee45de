"""What was found, in words for who was not there: without cells, files and codes."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from xlpy.core.plan.plan import Plan
from xlpy.core.source import Finding, Severity
from xlpy.core.units import in_sentence
from xlpy.rules.families import Family
from xlpy.rules.gathering import cause_lines

_NAMED_CELL = re.compile(r"\b[Ôô] [A-Z]{1,3}[0-9]{1,7} \(([^()]*)\)")
"""A cell with what it is for: that alone says as much."""
_QUOTED = re.compile("“[^”]*”")
"""What somebody wrote: "Xã Ea H1" looks like a cell there, and is a place people live in."""
_PLACE = re.compile(
    rf"(?<![\w/.-])[A-Z]{{1,3}}[1-9][0-9]{{0,6}}(?![\w/-])|(?<!\w)(?:{'|'.join(Family)})[0-9]{{2}}(?!\w)"
)
"""A cell, by its column and row; a rule by its code."""
_FILE = re.compile(r"\.(?:xls|ods|eml|msg|zip|csv|pdf|doc|htm)|(?<![0-9a-z])[0-9a-f]{16}", re.IGNORECASE)
"""A file, by the end of its name; a hash."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_IN_THE_TABLE = ("TG01", "TG02")
"""Late, and not reported: the table above the remarks says so."""


def remarks(plan: Plan, findings: Sequence[Finding]) -> Sequence[tuple[str, str]]:
    """(units, what was found) for each error and warning; units with the same remark stand together."""
    names = {unit.code: in_sentence(unit.name) for unit in plan.senders}
    told = told_once(plan, findings, _sentences)
    named = ((", ".join(names[code] for code in units if code in names), text) for text, units in told.items())
    return [(units[:1].upper() + units[1:], text) for units, text in named]


def _sentences(title: str, first: str) -> str:
    return " ".join(f"{text[:1].upper()}{text[1:]}." for text in (title, first) if text)


def told_once(
    plan: Plan, findings: Sequence[Finding], joined: Callable[[str, str], str]
) -> Mapping[str, Iterable[str | None]]:
    """What was found → the units of which it is true. `joined` makes one text of a fault's name and its sentence."""
    places = [name for unit in plan.senders for each in unit.walk() for name in (each.name, *each.aliases)]
    told: dict[str, dict[str | None, None]] = {}
    for finding in cause_lines(findings):
        if finding.severity is not Severity.INFO and finding.code not in _IN_THE_TABLE:
            text = joined(finding.title.rstrip("."), _plain(finding, places))
            told.setdefault(text, {})[finding.unit] = None
    return told


def _plain(finding: Finding, names: Sequence[str]) -> str:
    """The first sentence of a finding's message, without its full stop; "" where that names a place in a file."""
    message = _NAMED_CELL.sub(r"\1", finding.message.strip())
    first = _SENTENCE.split(message, maxsplit=1)[0].rstrip(".")
    return "" if _names_a_place(first, names) else first


def _names_a_place(text: str, names: Sequence[str]) -> bool:
    """Whether a sentence leads somewhere in a file. Units of the plan and what it quotes may look as if they did."""
    if _FILE.search(text):
        return True
    said = _QUOTED.sub("“”", text)
    if _PLACE.search(said) is None:
        return False
    for name in names:
        said = said.replace(name, "")
    return _PLACE.search(said) is not None
