"""What the tests of hostile files share: one desk with one reader, and a good form to spoil."""

from collections.abc import Iterator

import pytest

from tests.kit.desk import UNIT, Desk
from xlpy.core.plan.plan import Plan
from xlpy.core.records import Kind
from xlpy.demo.truth import campaign
from xlpy.doors.files.reader import Reader


@pytest.fixture(scope="session")
def desk(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    work = next(campaign(plan, days=1, seed=188))[UNIT]
    with Reader() as reader:
        yield Desk(plan, work, reader, tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="session")
def good(desk: Desk) -> bytes:
    """A form without fault: figures in row 8, the title in A2, the unit's name in B8."""
    return desk.form()


@pytest.fixture(scope="session")
def births(desk: Desk) -> int:
    """What stands in the cell of births of the day, D8."""
    return desk.work.today[Kind.BIRTH]
