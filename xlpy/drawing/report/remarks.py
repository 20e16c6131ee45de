"""What was found, in words for who was not there: without cells, files and codes."""

import re
from collections.abc import Sequence

from xlpy.core.plan.plan import Plan
from xlpy.core.source import Finding, Severity
from xlpy.core.units import as_entry
from xlpy.rules.gathering import cause_lines

_NAMED_CELL = re.compile(r"\b[Ôô] [A-Z]{1,3}[0-9]{1,7} \(([^()]*)\)")
"""A cell with what it is for: that alone says as much."""
_PLACE = re.compile(r"(?<![\w/.-])[A-Z]{1,3}[0-9]{1,7}(?![\w/-])|\.xls|[0-9a-f]{16}", re.ASCII)
"""A cell, a file, a hash."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_IN_THE_TABLE = ("TG01", "TG02")
"""Late, and not reported: the table above the remarks says so."""


def remarks(plan: Plan, findings: Sequence[Finding]) -> Sequence[tuple[str, str]]:
    """(units, what was found) for each error and warning; units with the same remark stand together."""
    names = {unit.code: as_entry(unit.name) for unit in plan.senders}
    told: dict[str, dict[str, None]] = {}
    for finding in cause_lines(findings):
        if finding.severity is not Severity.INFO and finding.code not in _IN_THE_TABLE:
            told.setdefault(_plain(finding), {})[names.get(finding.unit or "", "")] = None
    return [(", ".join(filter(None, units)), text) for text, units in told.items()]


def _plain(finding: Finding) -> str:
    """The fault's name, and the first sentence of its message where that names no place in a file."""
    title = finding.title.rstrip(".")
    message = _NAMED_CELL.sub(r"\1", finding.message.strip())
    first = _SENTENCE.split(message, maxsplit=1)[0].rstrip(".")
    return f"{title}." if not first or _PLACE.search(first) else f"{title}: {first}."
