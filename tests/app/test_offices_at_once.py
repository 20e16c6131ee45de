"""Two offices press at the same moment, two hundred times, and now and then one is killed: nothing lost, nothing twice."""

import multiprocessing
import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from tests.kit.folders import HANDS, form, new_folder, press, put, works
from xlpy.app.folder import Folder
from xlpy.app.journal_of_folder import reading
from xlpy.core.plan.plan import Plan
from xlpy.journal import JournalBusy
from xlpy.shell.main import main

pytestmark = [pytest.mark.postgres, pytest.mark.slow]

ROUNDS, A_DAY = 200, 10
"""On each day every unit but one reports once to either office."""
KILLED_EACH = 8
"""Rounds after which the other office is killed in the middle."""


def at_work(place: Path, line: Connection) -> None:
    """An office that presses whenever it is told to, and again where the other one was at it."""
    folder = Folder(place)
    line.send("there")
    while (day := line.recv()) is not None:
        waited = 0
        while True:
            try:
                press(folder, day)
                break
            except JournalBusy:
                waited += 1
        line.send(waited)


class Office:
    """A folder and the process that presses there."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.begin()

    def begin(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.line, there = context.Pipe()
        self._process = context.Process(target=at_work, args=(self.folder.path, there))
        self._process.start()
        there.close()
        assert self.answer() == "there"

    def press(self, day: date) -> None:
        self.line.send(day)

    def answer(self) -> Any:
        assert self.line.poll(120), "no answer within two minutes"
        return self.line.recv()

    def kill(self) -> None:
        self._process.kill()
        self._process.join()
        self.line.close()

    def end(self) -> None:
        self.line.send(None)
        self._process.join(20)


@contextmanager
def both(one: Folder, other: Folder) -> Iterator[tuple[Office, Office]]:
    offices = Office(one), Office(other)
    try:
        yield offices
        for office in offices:
            office.end()
    finally:
        for office in offices:
            if office._process.is_alive():
                office.kill()


def test_two_offices_at_once(tmp_path: Path, plan: Plan, database: str) -> None:
    folders = [new_folder(tmp_path / name) for name in ("Sở Tư pháp", "Chi nhánh", "một mình")]
    for folder in folders[:2]:
        assert main(["-C", str(folder.path), "so", "--chuyen-sang", database]) == 0
    days = works(plan, ROUNDS // A_DAY)
    units, chance = list(HANDS), random.Random(7)
    sent: Counter[str] = Counter()
    waited = killed = 0
    with both(*folders[:2]) as (one, other):
        for number in range(ROUNDS):
            work = days[number // A_DAY]
            day = work[units[0]].day
            for place, office in enumerate((one, other)):
                unit = units[(number % A_DAY + place) % len(units)]
                name, data = f"{day}/{place} {HANDS[unit].file}", form(plan, work[unit], marked=bool(place))
                sent[sha256(data).hexdigest()] += 1
                for folder in (office.folder, folders[2]):
                    put(folder, name, data, plan, day)
            one.press(day)
            other.press(day)
            if number % KILLED_EACH == KILLED_EACH - 1:
                time.sleep(chance.uniform(0, 0.5))
                other.kill()
                killed += 1
                waited += one.answer()
                other.begin()
                other.press(day)
            else:
                waited += one.answer()
            waited += other.answer()
    assert len(sent) == 2 * ROUNDS and set(sent.values()) == {1}
    assert killed == ROUNDS // KILLED_EACH and waited
    for folder in folders[:2]:
        assert main(["-C", str(folder.path), "tong-hop", "--ngay", str(day)]) in (0, 1)
    with reading(folders[0]) as journal, reading(folders[1]) as same:  # and the chain of hashes is whole
        assert Counter(item.receipt.sha256 for item in journal.taken()) == sent
        assert journal.run_hashes() == same.run_hashes()
        assert journal.head.runs == len(journal.run_hashes()) == len(set(journal.run_hashes()))
        assert journal.contents_lacking() == ()
        for work in days:
            day = work[units[0]].day
            press(folders[2], day)
            with reading(folders[2]) as alone:
                expected, found = alone.standing(day), journal.standing(day)
            assert expected is not None and found is not None
            assert [unit.figures for unit in found.units] == [unit.figures for unit in expected.units]
            assert [unit.status for unit in found.units] == [unit.status for unit in expected.units]
    kept = [{path.name for path in folder.archives.glob("*/*")} for folder in folders]
    assert kept[0] == kept[1] == kept[2] and len(kept[0]) == 2 * ROUNDS
