"""Cases followed apart, in the journal: each line as a unit said it stands once, a day names those that it said.

A unit sends its whole list every day, and most of it is as it was: 2.000 cases are 2.000 rows once, and a row a day.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from xlpy.core.mismatches import Differs, Mismatch, Mismatches, MismatchState, in_order
from xlpy.core.records import Kind
from xlpy.journal.engine import Engine
from xlpy.journal.schema import column_names, tables_of


class MismatchLines:
    """The lines of a journal. Use it while the journal is open: what is added meanwhile is seen."""

    def __init__(self, db: Engine) -> None:
        self._db = db
        self._lines: dict[int, tuple[str, Mismatch]] = {}
        self._last = 0

    def said(self, run: int) -> Mismatches:
        """What a run's files said, by unit."""
        if "mismatch_said" not in tables_of(self._db.version()):
            return {}
        found = self._db.execute("SELECT unit, numbers FROM mismatch_said WHERE run = ? ORDER BY unit", (run,))
        return {unit: in_order(self._named(numbers)) for unit, numbers in found.fetchall()}

    def before(self, day: date, run: int) -> Mismatches:
        """All cases as a run of that number, for `day`, could know them of earlier days: as they were said last."""
        if "mismatch_said" not in tables_of(self._db.version()):
            return {}
        query = """SELECT unit, numbers FROM mismatch_said JOIN (
                       SELECT date, max(id) AS id FROM run WHERE date < ? AND id < ? GROUP BY date) seen
                   ON seen.id = mismatch_said.run ORDER BY seen.date"""
        by_unit: dict[str, dict[str, None]] = {}
        for unit, numbers in self._db.execute(query, (day.isoformat(), run)):
            lists = by_unit.setdefault(unit, {})
            lists.pop(numbers, None)  # said again: it counts where it was said last
            lists[numbers] = None
        return {
            unit: in_order(case for numbers in by_unit[unit] for case in self._named(numbers))
            for unit in sorted(by_unit)
        }

    def rows(self, run: int, said: Mismatches) -> dict[str, list[Sequence[Any]]]:
        """Rows of `mismatch`, for lines that are new, and of `mismatch_said`."""
        if not any(said.values()):
            return {"mismatch": [], "mismatch_said": []}
        self._fetch()
        known = {line: number for number, line in self._lines.items()}
        new: list[Sequence[Any]] = []
        lists: list[Sequence[Any]] = []
        following = self._last
        for unit, cases in said.items():
            numbers = []
            for case in cases:
                number = known.get((unit, case))
                if number is None:
                    following += 1
                    number = known[unit, case] = following
                    new.append([run, number, unit, *_as_row(case)])
                numbers.append(number)
            if numbers:
                lists.append([run, unit, _as_text(numbers)])
        return {"mismatch": new, "mismatch_said": lists}

    def _named(self, numbers: str) -> Iterator[Mismatch]:
        for number in _from_text(numbers):
            if number not in self._lines:
                self._fetch()
            yield self._lines[number][1]

    def _fetch(self) -> None:
        names = ", ".join(column_names("mismatch")[1:])
        query = f"SELECT {names} FROM mismatch WHERE number > ? ORDER BY number"
        for number, unit, *row in self._db.execute(query, (self._last,)):
            self._lines[number] = unit, _from_row(row)
            self._last = number


def _as_row(case: Mismatch) -> Sequence[Any]:
    days = (case.on(state) for state in MismatchState)
    steps = [None if on is None else on.isoformat() for on in days]
    return [case.kind.value, case.book, case.page, case.record, case.differs.value if case.differs else None, *steps]


def _from_row(row: Sequence[Any]) -> Mismatch:
    kind, book, page, record, differs, *steps = row
    days = [date.fromisoformat(on) if on else None for on in steps]
    return Mismatch(Kind(kind), book, page, record, Differs(differs) if differs else None, *days)


def _as_text(numbers: Iterable[int]) -> str:
    """1, 2, 3, 7 → "1-3,7"."""
    stretches: list[list[int]] = []
    for number in sorted(numbers):
        if stretches and stretches[-1][1] == number - 1:
            stretches[-1][1] = number
        else:
            stretches.append([number, number])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in stretches)


def _from_text(text: str) -> Iterator[int]:
    for stretch in text.split(","):
        first, _, last = stretch.partition("-")
        yield from range(int(first), int(last or first) + 1)
