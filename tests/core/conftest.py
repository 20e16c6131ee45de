"""What the tests of the core share."""

import pytest
from hypothesis import settings

from tests.kit.forms import Office
from xlpy.core.plan.plan import Plan

settings.register_profile("patient", deadline=None)  # a slow machine is no failure
settings.load_profile("patient")


@pytest.fixture(scope="session")
def office(plan: Plan) -> Office:
    return Office.opened(plan)
