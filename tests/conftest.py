"""What many tests share: the plan of Bình Phước, as data and parsed; and what a test needs of the machine."""

import gc
import json
from typing import Any

import pytest
from hypothesis import settings

from tests.kit.laws import THOROUGH
from tests.kit.needs import COLLECTED, NEEDS, WINE, must_be_here
from tests.kit.postgres import cluster, database
from xlpy.core.plan.plan import Plan
from xlpy.doors.disk.plan_file import default_plan, default_text
from xlpy.doors.files import windows_job

__all__ = ["cluster", "database"]

settings.register_profile("patient", deadline=None)  # a slow machine is no failure
settings.register_profile(THOROUGH, settings.get_profile("patient"))
settings.load_profile("patient")


@pytest.fixture(scope="session")
def plan() -> Plan:
    return default_plan().plan


@pytest.fixture(scope="session")
def plan_data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(default_text())
    return data


def pytest_configure(config: pytest.Config) -> None:
    for name, need in NEEDS.items():
        config.addinivalue_line("markers", f"{name}: needs {need.what}")
    if WINE:
        windows_job.cpu_time = _untold


def _untold(process: int) -> float:
    """What another process has used, where the system does not tell; then the reader goes by the clock.

    Wine 8 answers GetProcessTimes with the times of whoever asks. A run of tests that had worked for longer than a file
    may take (20 seconds) gave up whatever its readers did not answer at once: of the letters every other one.
    """
    raise OSError(f"not told of {process}")


@pytest.hookimpl(tryfirst=True)  # before -m is judged
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    mark_needs(items)
    # As they are now: a test may mark itself while it runs.
    config.stash[COLLECTED] = [(item, tuple(marker.name for marker in item.iter_markers())) for item in items]


def mark_needs(items: list[pytest.Item]) -> None:
    """What a fixture needs, its tests need."""
    for item in items:
        for name in NEEDS:
            if f"needs_{name}" in getattr(item, "fixturenames", ()):
                item.add_marker(name)


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: Python need not look through it again and again, nor each reader process
    that is a copy of this one. It took a tenth of the suite's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


@pytest.hookimpl(tryfirst=True)  # before any fixture is made
def pytest_runtest_setup(item: pytest.Item) -> None:
    for name in dict.fromkeys(marker.name for marker in item.iter_markers()):
        need = NEEDS.get(name)
        if need is None or need.here:
            continue
        if must_be_here(need):
            pytest.fail(f"{need.what} is required here and not installed", pytrace=False)
        pytest.skip(f"needs {need.what}")


@pytest.fixture(scope="session")
def needs_office() -> None:
    """For fixtures that start LibreOffice."""


@pytest.fixture(scope="session")
def needs_slow() -> None:
    """Asked for by fixtures that take a minute, so that what uses them is marked."""


@pytest.fixture(scope="session")
def needs_gnumeric() -> None:
    """For fixtures that convert by Gnumeric."""


@pytest.fixture(scope="session")
def needs_dovecot() -> None:
    """For fixtures that start a mailbox."""


@pytest.fixture(scope="session")
def needs_postgres() -> None:
    """For fixtures that start a server of PostgreSQL's."""
