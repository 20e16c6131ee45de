"""The run of the whole suite on Windows' Python: what Wine loses is tried again, what a test finds is a failure.

In the place of Windows' Python stands this one, and tests that fail in the ways that were seen there.
"""

import sys
from pathlib import Path

import pytest

from tests.windows import suite
from tests.windows.suite import Part, parts, run_part

pytestmark = [pytest.mark.sh, pytest.mark.slow]

ONCE = """\
import os, pathlib
def first_time(name):
    path = pathlib.Path(__file__).with_name(name)
    try:
        path.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True
"""


@pytest.fixture
def windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as set_up.py makes it, and a server that ends nothing."""
    folder, programs = tmp_path / "windows", tmp_path / "bin"
    folder.mkdir()
    programs.mkdir()
    for path, script in ((folder / "run", f'exec {sys.executable} "$@"'), (programs / "wineserver", "exit 0")):
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="ascii")
        path.chmod(0o755)
    monkeypatch.setenv("PATH", str(programs), prepend=":")
    monkeypatch.setattr(suite, "SECONDS_OF_A_TEST", 5)
    monkeypatch.setattr(suite, "WORKERS", 1)
    return folder


def played(windows: Path, tmp_path: Path, text: str, **environment: str) -> Part:
    (tmp_path / "test_played.py").write_text(ONCE + text, encoding="utf-8")
    return run_part(windows, "played", [str(tmp_path / "test_played.py")], environment)


def by_name(part: Part) -> dict[str, str]:
    return {test.rpartition(".")[2]: outcome for test, outcome in part.outcomes.items()}


def test_what_was_lost_is_tried_again_and_told(windows: Path, tmp_path: Path) -> None:
    part = played(
        windows,
        tmp_path,
        "def test_a_worker_is_lost():\n    if first_time('lost'): os._exit(9)\n"
        "def test_ends_in_an_error():\n    assert not first_time('error')\n"
        "def test_waits_for_ever():\n    import time; first_time('waits') and time.sleep(60)\n"
        "def test_passes(): pass\n",
    )
    assert part.ended and not part.failed
    assert set(by_name(part).values()) == {"passed"} and len(part.outcomes) == 4
    assert [test.rpartition("test_")[2] for test in part.again] == ["a_worker_is_lost", "ends_in_an_error", "waits_for_ever"]  # fmt: skip
    assert part.told().startswith("played: 4 passed, ")


def test_what_fails_each_time_is_a_failure_and_the_others_are_run_once(windows: Path, tmp_path: Path) -> None:
    part = played(
        windows,
        tmp_path,
        "import pytest\ndef test_fails(): assert 0\n"
        "@pytest.fixture\ndef broken():\n    yield\n    assert 0\ndef test_fails_afterwards(broken): pass\n"
        "def test_once(): assert first_time('once')\n"
        "@pytest.mark.skip(reason='needs a screen')\ndef test_skipped(): pass\n",
    )
    assert part.ended and len(part.results) == suite.TRIES
    assert by_name(part) == {
        "test_fails": "failed",
        "test_fails_afterwards": "failed",
        "test_once": "passed",
        "test_skipped": "skipped",
    }
    assert sorted(test.rpartition(".")[2] for test in part.failed) == ["test_fails", "test_fails_afterwards"]


def test_a_run_that_is_lost_as_a_whole_is_begun_anew(windows: Path, tmp_path: Path) -> None:
    own = (windows / "run").read_text(encoding="ascii")
    lost = f"[ -e {tmp_path}/lost ] || {{ touch {tmp_path}/lost; exit 0; }}\nexec"
    (windows / "run").write_text(own.replace("exec", lost), encoding="ascii")
    part = played(windows, tmp_path, "def test_passes(): pass\n")
    assert part.ended and by_name(part) == {"test_passes": "passed"}


def test_a_run_that_never_ends_is_ended(windows: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suite, "SECONDS_OF_A_RUN", 0.2)
    (windows / "run").write_text("#!/bin/sh\nsleep 60\n", encoding="ascii")
    part = played(windows, tmp_path, "")
    assert not part.ended
    assert "NEVER CAME TO AN END" in part.told()


def test_a_file_that_cannot_be_imported_is_no_suite_that_passed(windows: Path, tmp_path: Path) -> None:
    part = played(windows, tmp_path, "import no_such_module\ndef test_passes(): pass\n")
    assert part.failed or not part.ended


def test_no_test_is_left_out_without_a_reason() -> None:
    """Each file of tests is run by one part, or stands in the list of what is not."""
    words = [word for told in parts().values() for word in told]
    run = [suite.PROJECT / word for word in words if not word.startswith("-")]
    ignored = {suite.PROJECT / word.removeprefix("--ignore=") for word in words if word.startswith("-")}
    assert ignored <= set(suite.left_out()) and all(path.exists() for path in suite.left_out())
    for path in suite.TESTS.rglob("test_*.py"):
        above = {path, *path.parents}
        left_out = bool(above & set(suite.left_out()))
        assert sum(one in above for one in run) == (1 if not left_out or above & ignored else 0), path
