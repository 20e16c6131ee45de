"""Tests that need what a machine may lack: skipped for one reason there, and a failure where it was promised."""

import pytest

from tests.conftest import mark_needs, pytest_runtest_setup
from tests.kit.needs import NEEDS


@pytest.fixture
def lacking(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> pytest.Item:
    """A test that needs LibreOffice and Windows' signals, on a machine that has neither."""
    for name in ("office", "signals"):
        monkeypatch.setitem(NEEDS, name, NEEDS[name]._replace(here=False))
    item: pytest.Item = request.node
    return item


@pytest.mark.parametrize("promised", ["", "1"])
@pytest.mark.parametrize(("need", "can_be_installed"), [("office", True), ("signals", False)])
def test_what_is_lacking_is_a_skip_and_where_it_was_promised_a_failure(
    need: str, can_be_installed: bool, promised: str, lacking: pytest.Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOTICH_REQUIRE_LIBREOFFICE", promised)
    pytest_runtest_setup(lacking)
    lacking.add_marker(need)
    outcome = pytest.fail.Exception if promised and can_be_installed else pytest.skip.Exception
    with pytest.raises(outcome, match=r"LibreOffice|signals that end"):
        pytest_runtest_setup(lacking)


def test_what_a_fixture_needs_its_tests_need(needs_office: None, request: pytest.FixtureRequest) -> None:
    assert [marker.name for marker in request.node.iter_markers()] == ["office"]


def test_a_test_without_needs_has_no_marker(request: pytest.FixtureRequest) -> None:
    mark_needs([request.node])
    assert not list(request.node.iter_markers())
