"""What a unit is told of its findings: in words for the clerk who filled in the form, not for the office."""

import re
from collections.abc import Iterable, Iterator

import xlpy.rules.day  # noqa: F401 - with it every family registers its rules
from xlpy.core.source import Finding, Problem, Severity, Source
from xlpy.core.text import fill, sentence
from xlpy.rules.families import Family, family_of
from xlpy.rules.gathering import pieces
from xlpy.rules.rule import RULES, named_cell

_OF_THE_LETTER = frozenset({Family.TIME, Family.MAIL})
"""Families about when and from whom a file came: nothing in it is to be mended for them."""

_HOLDERS = re.compile(r"(?<=“)[^“”]*\.(?:eml|msg|zip)/", re.IGNORECASE)
"""In a file's name the letters and archives that it came in: the office named them, the unit knows its file alone."""


def for_unit(findings: Iterable[Finding], unit: str, office: str) -> tuple[Finding, ...]:
    """The errors and warnings that concern a unit, cell by cell, with remedies that speak to it, at the cell to mend.

    `office` is whom the unit may call.
    """
    return tuple(
        dict.fromkeys(
            finding._replace(
                message=_HOLDERS.sub("", finding.message),
                fix=RULES[finding.code].asked(finding.fix, office),
                source=_place(finding),
            )
            for gathered in findings
            if gathered.unit == unit and gathered.severity is not Severity.INFO and not RULES[gathered.code].ours
            for finding in pieces(gathered)
        )
    )


def _place(finding: Finding) -> Source:
    if family_of(finding.code) in _OF_THE_LETTER:
        return Source(finding.source.file)
    repaired = named_cell(finding.fix)
    return finding.source.at(repaired.cell if repaired else finding.source.cell)


def spread(findings: Iterable[Finding], problems: Iterable[Problem]) -> Iterator[Finding]:
    """Findings that stand for many cells told cell by cell; `problems` are those that reading the file came upon."""
    problems = tuple(problems)
    for finding in findings:
        rule = RULES[finding.code]
        places = [
            finding._replace(source=problem.source, message=sentence(fill(rule.says, problem.values)))
            for problem in problems
            if rule.gather and problem.fault is rule.fault and problem.source.at("") == finding.source.at("")
        ]
        yield from places or [finding]
