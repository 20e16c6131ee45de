"""What earlier days refused, as the journal tells it: on a file and on a server."""

from datetime import timedelta

from tests.journal.test_journal import DAY, NOW, PLAN
from xlpy.core.consolidate import SentBack, Standing, Status, UnitDay
from xlpy.core.office_book import CONTROL_SHEET
from xlpy.core.receipt import Receipt
from xlpy.core.records import KINDS, Figures
from xlpy.core.source import Source
from xlpy.journal import Journal, Taken
from xlpy.journal.place import Place

NEXT, THIRD = DAY + timedelta(days=1), DAY + timedelta(days=2)
FIGURES = {kind: Figures(9_000, None, 0) for kind in KINDS}


def refused(unit: str, receipt: Receipt, sheet: str = "Phụ lục 01") -> UnitDay:
    return UnitDay(unit, unit, Status.REFUSED, False, FIGURES, receipt, Source(receipt.name, sheet))


def record(place: Place, standing: Standing, *receipts: Receipt) -> None:
    taken = [Taken(one, standing.date, None, one.name, 1, 1, f"da-nhan/{one.name}") for one in receipts]
    with Journal.writing(place) as journal:
        assert journal.record(standing, PLAN, taken, (), NOW)
        journal.commit()


def test_a_units_last_refused_file_is_told_with_its_day_and_not_as_of_a_day_that_only_waited(place: Place) -> None:
    one, other, phoned = (Receipt(name, f"{number:064}", NOW) for number, name in enumerate("abc"))
    record(place, Standing(DAY, (refused("1", one), refused("2", phoned, CONTROL_SHEET))), one, phoned)
    record(place, Standing(NEXT, (refused("1", one), refused("3", other))), other)  # the first one waits since DAY
    with Journal.reading(place) as journal:
        found = journal.sent_back(DAY, THIRD)
        assert found == {"1": SentBack(DAY, one, "Phụ lục 01"), "3": SentBack(NEXT, other, "Phụ lục 01")}
        assert journal.sent_back(NEXT, THIRD) == {"3": SentBack(NEXT, other, "Phụ lục 01")}
        assert journal.sent_back(DAY, DAY) == {}


def test_a_day_that_was_merged_again_tells_what_it_says_now(place: Place) -> None:
    one = Receipt("a", "0" * 64, NOW)
    record(place, Standing(DAY, (refused("1", one),)), one)
    record(place, Standing(DAY, (refused("1", one)._replace(status=Status.RECEIVED),)))
    with Journal.reading(place) as journal:
        assert journal.sent_back(DAY, THIRD) == {}
