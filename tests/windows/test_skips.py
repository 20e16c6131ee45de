"""The list of what Windows skips: a test that it lacks, or has too much, is named with its line.

On Linux, too: whoever adds, renames or marks a test need not wait for a run on Windows to be told its line.
"""

import re
from collections.abc import Iterator
from importlib import import_module
from operator import attrgetter
from pathlib import Path

import pytest

from tests.kit.needs import COLLECTED, NEEDS
from tests.windows import skips
from tests.windows.suite import left_out

RESULTS = """<testsuites><testsuite>
<testcase classname="tests.a" name="test_one[1]"><skipped type="pytest.skip" message="needs Gnumeric">x</skipped></testcase>
<testcase classname="tests.a" name="test_one[2]"><skipped type="pytest.skip" message="needs Gnumeric">x</skipped></testcase>
<testcase classname="tests.b" name="test_two"><skipped type="pytest.skip" message="needs a screen">x</skipped></testcase>
<testcase classname="tests.b" name="test_run" />
</testsuite></testsuites>"""


@pytest.fixture
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(skips, "LIST", tmp_path / "skipped.txt")
    path = tmp_path / "results.xml"
    path.write_text(RESULTS, encoding="utf-8")
    assert skips.main([str(path), "--write"]) == 0
    return path


def test_the_same_skips_pass(results: Path) -> None:
    assert skips.main([str(results)]) == 0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"test_two"><skipped type="pytest.skip" message="needs a screen">x</skipped>', '"test_two">', "-    tests.b.test_two"),
        ('name="test_run" />', 'name="test_run"><skipped message="needs a screen" /></testcase>', "+    tests.b.test_run"),
        ("needs a screen", "needs Windows", "-needs a screen:"),
    ],
    ids=["vanished", "new", "another reason"],
)  # fmt: skip
def test_a_difference_fails_with_its_line(
    results: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, said: str
) -> None:
    results.write_text(RESULTS.replace(old, new), encoding="utf-8")
    assert skips.main([str(results)]) == 1
    assert said in capsys.readouterr().out.splitlines()


def test_each_test_that_needs_what_windows_lacks_stands_in_the_list(request: pytest.FixtureRequest) -> None:
    reasons = skips.committed()
    lacking = {name: f"needs {need.what}" for name, need in NEEDS.items() if f"needs {need.what}" in reasons.values()}
    expected = dict(_expected(request.config.stash[COLLECTED], lacking))
    assert {test: reasons.get(test) for test in expected} == expected


def _expected(
    collected: list[tuple[pytest.Item, tuple[str, ...]]], lacking: dict[str, str]
) -> Iterator[tuple[str, str]]:
    """Tests of this run that Windows is to skip → why: the first of its markers, as the run asks them."""
    out = left_out()
    for item, markers in collected:
        if not {item.path, *item.path.parents}.isdisjoint(out) or ("law" in markers and "light" not in markers):
            continue
        reason = next((lacking[name] for name in markers if name in lacking), None)
        if reason is not None:
            yield skipped_as(item), reason


def skipped_as(item: pytest.Item) -> str:
    """A test's name in the list."""
    path, _, within = item.nodeid.partition("[")[0].partition("::")
    return ".".join((path.removesuffix(".py").replace("/", "."), *within.split("::")))


def test_no_test_of_the_list_is_gone() -> None:
    def there(test: str) -> bool:
        module, *within = re.split(r"\.(?=test_[^.]*$|Test)", test)
        try:
            attrgetter(".".join(within))(import_module(module))
        except (ImportError, AttributeError):
            return False
        return True

    assert [test for test in skips.committed() if not there(test)] == []
