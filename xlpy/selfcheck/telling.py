"""How the checks are told: to people line by line, to programs as one document."""

from collections.abc import Sequence
from typing import Any

from xlpy.selfcheck.checks import Check, summary, verdict
from xlpy.selfcheck.facts import Facts, plain_facts


def checks_text(checks: Sequence[Check]) -> str:
    """A line a check, and a last one about all."""
    return "\n".join([*(each.line for each in checks), "", summary(checks)])


def checks_document(facts: Facts, checks: Sequence[Check]) -> dict[str, Any]:
    """The checks, with the facts that they rest on: whoever is asked for help can judge the PC from it."""
    return {
        "schema": 1,
        "verdict": verdict(checks).value,
        "checks": [{**each._asdict(), "grade": each.grade.value} for each in checks],
        "facts": plain_facts(facts),
    }
