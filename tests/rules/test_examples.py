"""Each rule's examples are its tests: the bad ones are found, the good ones are not."""

from typing import Any

import pytest

from xlpy.core.source import Fault
from xlpy.rules.examples import play
from xlpy.rules.rule import RULES, Example, Rule, Scope

BAD = [(rule, example) for rule in RULES.values() for example in rule.bad]
GOOD = [(rule, example) for rule in RULES.values() for example in rule.good]


def _name(value: object) -> str:
    return value.code if isinstance(value, Rule) else value.caption if isinstance(value, Example) else ""


@pytest.mark.parametrize(("rule", "example"), BAD, ids=_name)
def test_a_bad_example_is_found(rule: Rule, example: Example, plan_data: dict[str, Any]) -> None:
    found = play(rule, example, plan_data)
    assert found
    for finding in found:
        assert finding.severity is rule.severity
        assert "{" not in finding.message + finding.fix
        assert finding.fix


@pytest.mark.parametrize(("rule", "example"), GOOD, ids=_name)
def test_a_good_example_is_not_found(rule: Rule, example: Example, plan_data: dict[str, Any]) -> None:
    assert play(rule, example, plan_data) == ()


def test_every_rule_has_good_and_bad_examples_and_reasons() -> None:
    for rule in RULES.values():
        assert rule.good, rule.code
        assert rule.bad, rule.code
        assert rule.why, rule.code
        assert rule.basis, rule.code


def test_every_fault_has_one_rule() -> None:
    assert sorted(rule.fault for rule in RULES.values() if rule.fault) == sorted(Fault)


def test_a_clean_form_gives_no_finding(plan_data: dict[str, Any]) -> None:
    clean = Example("Biểu không có lỗi.")
    for rule in RULES.values():
        if rule.scope is not Scope.PLAN:
            assert play(rule, clean, plan_data) == (), rule.code
