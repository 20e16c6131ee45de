"""What a reader found wrong with a file, in the words of the rules: a fact a line, or one line for many cells."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache

from xlpy.core.forms import MEASURE_LABELS
from xlpy.core.records import Measure
from xlpy.core.source import Fault, Finding, Problem, Source
from xlpy.core.text import begun_small, fill, number, sentence
from xlpy.rules.rule import RULES, Rule, Violation

_MOST_GATHERED = 6
"""Cells quoted in one gathered finding; the rest are counted."""
_MOST_OF_MANY = 3
"""Cells named where the same is said of all."""


def rule_of(fault: Fault) -> Rule:
    """The rule that tells of a fault of reading. All rules have to be loaded."""
    return _by_fault()[fault]


@cache
def _by_fault() -> Mapping[Fault, Rule]:
    return {rule.fault: rule for rule in RULES.values() if rule.fault}


def worded(
    problems: Iterable[Problem], unit: str | None, *, by_days: bool = False, day: date | None = None
) -> Iterator[Finding]:
    """What was found of a file, as findings of its rules. `day`: the one that is merged, to show how a day is written."""
    gathered: dict[tuple[str, Source, str], list[Problem]] = {}
    for problem in problems:
        rule = rule_of(problem.fault)
        if rule.gather:  # a finding a sheet, and a remedy
            remedy = fill(rule.fix, {**problem.values, "what": _blank(problem)})
            gathered.setdefault((rule.code, problem.source.at(""), remedy), []).append(problem)
        else:
            values = dict(problem.values)
            if problem.fault is Fault.FRACTION:
                hint = values.get("hint")
                values["meant"] = fill(" Có phải là {hint}?", {"hint": hint}) if hint is not None else ""
            elif problem.fault is Fault.DATE_MISSING:
                read = values.get("read")
                stands = "Tiêu đề ghi “{read}”, không đọc được ngày" if read else "Tiêu đề không ghi “tính đến ngày …”"
                values |= {"stands": fill(stands, {"read": read}), "reported": day}
            elif problem.fault is Fault.DATE_UNREADABLE:
                values["reported"] = day
            elif problem.fault is Fault.ROW_UNKNOWN:
                values["alike"] = fill(" Tên gần giống: {near}.", values) if values["near"] else ""
            elif problem.fault is Fault.DAMAGED:
                values["part"] = "" if values["part"] == "tệp" else f"{values['part']}, "
            yield rule.finding(Violation(problem.source, values), unit, by_days=by_days)
    for (code, _, remedy), many in gathered.items():
        yield _gather(RULES[code], many, unit, remedy)


def _blank(problem: Problem) -> str:
    """What belongs into a cell left blank: a running total of 0 would say that all was lost."""
    if problem.values.get("column") == MEASURE_LABELS[Measure.ENTERED]:
        return "Tổng đã nhập đến hết ngày báo cáo; không nhập thêm thì gõ bằng số hôm trước"
    return "số trong ngày; không nhập được trường hợp nào thì gõ 0"


def _gather(rule: Rule, problems: Sequence[Problem], unit: str | None, remedy: str) -> Finding:
    message = _of_many(rule, problems) if rule.of_many and len(problems) > 1 else _of_each(rule, problems)
    return Finding(
        rule.code, rule.severity, problems[0].source, rule.title, message, remedy, unit, stands_for=len(problems)
    )


def _of_many(rule: Rule, problems: Sequence[Problem]) -> str:
    """ "20 ô ghi số ở dạng văn bản (C8, D8, E8…); đã đọc, ví dụ “24.366” là 24.366." """
    cells = list(dict.fromkeys(problem.source.cell for problem in problems))
    quoted = ", ".join(cells[:_MOST_OF_MANY]) + ("…" if len(cells) > _MOST_OF_MANY else "")
    # Of "24.366" and 24.366 one sees no difference: another one, where there is one, shows what was done.
    first = next((p for p in problems if fill("{read}", p.values).strip() != fill("{value}", p.values)), problems[0])
    return fill(
        f"{number(len(problems))} ô {rule.of_many} ({quoted}); đã đọc, ví dụ “{{read}}” là {{value}}.", first.values
    )


def _of_each(rule: Rule, problems: Sequence[Problem]) -> str:
    told = [
        f"ô {problem.source.cell}: {begun_small(words)}" if problem.source.cell and len(problems) > 1 else words
        for problem in problems[:_MOST_GATHERED]
        for words in [fill(rule.says, problem.values).rstrip(".")]
    ]
    more = len(problems) - len(told)
    return sentence("; ".join(told) + (f"; và {more} ô khác" if more else ""))
