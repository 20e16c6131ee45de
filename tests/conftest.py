"""What many tests share: the plan of Bình Phước, as data and parsed."""

import json
from typing import Any

import pytest

from xlpy.core.plan.plan import Plan
from xlpy.doors.disk.plan_file import default_plan, default_text


@pytest.fixture(scope="session")
def plan() -> Plan:
    return default_plan().plan


@pytest.fixture(scope="session")
def plan_data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(default_text())
    return data
