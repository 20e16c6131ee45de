"""A unit's last accepted days are at hand, whatever days it left out; the others are fetched when somebody asks."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.journal.test_journal import DAY, NOW, PLAN
from xlpy.core.campaign.mix import REPORTS
from xlpy.core.consolidate import Standing, Status, UnitDay
from xlpy.core.receipt import Receipt
from xlpy.core.records import KINDS, Figures
from xlpy.core.source import Source
from xlpy.journal import Journal
from xlpy.journal.histories import Histories

DAYS = 3 * REPORTS + 5
REPORTED = {
    "always": lambda number: True,
    "every third day": lambda number: number % 3 == 0,
    "stopped": lambda number: number < 3,
    "began": lambda number: number >= DAYS - 2,
    "a gap": lambda number: not REPORTS < number < 2 * REPORTS,
    "never": lambda number: False,
}


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    path = tmp_path / "nhat-ky.sqlite"
    for number in range(DAYS):
        units = []
        for place, (name, reports) in enumerate(REPORTED.items()):
            figures = {kind: Figures(9_000, number, 10 * number + place) for kind in KINDS}
            status = Status.RECEIVED if reports(number) else Status.MISSING
            receipt = Receipt(f"{name}.xlsx", f"{number:064}", NOW)
            units.append(UnitDay(name, name, status, False, figures, receipt, Source(receipt.name, "S", "C8")))
        with Journal.writing(path) as writing:
            writing.record(Standing(DAY + timedelta(days=number), tuple(units), ()), PLAN, (), (), NOW)
            writing.commit()
    return path


@pytest.mark.parametrize("number", [0, 1, REPORTS, DAYS - 1, DAYS])
def test_days_before_a_day_are_all_of_them_whoever_left_out_which(journal: Path, number: int) -> None:
    day = DAY + timedelta(days=number)
    with Journal.reading(journal) as reading:
        whole = {unit: [one for one in days if one.date < day] for unit, days in reading.accepted_days().items()}
        before = reading.histories().before(day)
    assert {
        unit: list(map(days.__getitem__, range(-1, -1 - min(len(days), REPORTS + 1), -1)))
        for unit, days in before.items()
    } == {unit: days[::-1][: REPORTS + 1] for unit, days in whole.items() if days}
    assert {unit: len(days) for unit, days in before.items()} == {
        unit: len(days) for unit, days in whole.items() if days
    }


def test_the_last_days_of_a_unit_ask_the_journal_nothing_more(journal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    of = Histories.of
    monkeypatch.setattr(Histories, "of", lambda self, unit: asked.append(unit) or of(self, unit))
    with Journal.reading(journal) as reading:
        before = reading.histories().before(DAY + timedelta(days=DAYS))
        for days in before.values():
            for back in range(1, min(len(days), REPORTS + 1) + 1):
                assert days[-back].date < DAY + timedelta(days=DAYS)
        assert asked == []
        assert before["always"][0].date == DAY
        assert asked == ["always"]
