"""The list of what Windows skips: a test that it lacks, or has too much, is named with its line."""

from pathlib import Path

import pytest

from tests.windows import skips

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
