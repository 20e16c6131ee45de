"""What the tests of reading share."""

import pytest

from tests.core.making import Office
from xlpy.core.plan import Plan


@pytest.fixture(scope="session")
def office(plan: Plan) -> Office:
    return Office.opened(plan)
