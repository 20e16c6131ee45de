"""A unit costs what it costs, however many there are: in the office's workbook with a day behind it, and in answers."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import pytest

from tests.kit.folders import FIRST, press, put, works
from tests.kit.provinces import document, plan_of
from tests.kit.steps import steps
from xlpy.app.mail.answer import answer_units
from xlpy.app.set_up import start
from xlpy.core.records import Kind, Measure
from xlpy.demo.clerks import Hand, write_form
from xlpy.drawing.office_book.views import ShownDay, history_view
from xlpy.drawing.office_book.whole import Views, draw_office_book
from xlpy.rules.day import weigh
from xlpy.rules.judge import Background

pytestmark = pytest.mark.slow

LATE = datetime.fromisoformat("2023-05-22T14:10+07:00")
WRONG = {(Kind.BIRTH, Measure.ENTERED): 77}


def is_linear(work: Callable[[int], int], units: int = 40) -> bool:
    """Whether twice as many units more take twice the steps more, which is all that a unit may cost."""
    few, some, many = map(work, (units, 2 * units, 4 * units))
    return many - some < 1.05 * 2 * (some - few)


def of_the_workbook(units: int) -> int:
    plan = plan_of(units)
    standing = weigh(plan, FIRST, (), Background()).standing
    return steps(lambda: draw_office_book(document(units), Views([standing], standing.findings)))


@pytest.fixture
def of_answers(tmp_path: Path) -> Callable[[int], int]:
    """The steps of all answers: every third unit is refused, every third accepted, one in three has not reported."""

    def taken(units: int) -> int:
        place = tmp_path / f"{units}"
        place.mkdir()
        written = place / "plan.json"
        written.write_text(json.dumps(document(units), ensure_ascii=False), encoding="utf-8")
        folder, plan = start(place / "viec", written), plan_of(units)
        (figures,) = works(plan, 1)
        for number, unit in enumerate(plan.senders):
            if number % 3:
                hand = Hand("", overrides=WRONG if number % 3 == 1 else {})
                put(folder, f"{unit.name}.xlsx", write_form(plan, figures[unit.code], hand, seed=3), plan, FIRST)
        press(folder, FIRST)
        return steps(lambda: answer_units(folder, FIRST, LATE))

    return taken


def test_the_office_s_workbook() -> None:
    of_the_workbook(40)  # what is loaded and made once
    assert is_linear(of_the_workbook)


def test_the_answers(of_answers: Callable[[int], int]) -> None:
    of_answers(10)
    assert is_linear(of_answers, 21)  # a third of each sort


def test_a_look_at_all_units_for_each_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def looked_for(day: ShownDay, code: str) -> Mapping[str, object]:
        return next(({"Mã": code} for row in history_view([day.standing]) if row[2] == code), {})

    monkeypatch.setattr(ShownDay, "line", looked_for)
    assert not is_linear(of_the_workbook)
