"""What the tests of the core share."""

import pytest

from tests.kit.forms import Office
from xlpy.core.plan.plan import Plan


@pytest.fixture(scope="session")
def office(plan: Plan) -> Office:
    return Office.opened(plan)
