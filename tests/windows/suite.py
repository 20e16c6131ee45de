"""The whole suite on Windows' Python under Wine, on Linux, so that a test can fail it and Wine's own faults cannot.

    python -m tests.windows.suite FOLDER            FOLDER is where packaging/windows/wine/set_up.py has put Python
    python -m tests.windows.suite FOLDER --write    the list of skips is written anew, to be looked over and committed
    python -m tests.windows.suite FOLDER TESTS …    those alone, in one run, also what is left out; no list is compared

Wine loses a process now and then, by an error or for ever. So each large folder of tests is a run of its own, with an
end set to each test and to the run; what did not pass is tried again by itself, twice, and what never came to an end is
begun anew. A test that fails each time is a failure, one that passes later is named. That a test fails now and then for
reasons of its own shows on Linux, where none is tried twice.

What is left is told at the end, and held against tests/windows/skipped.txt: a hole that opens, or closes, is a failure.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.windows import skips
from tests.windows.mailbox import mailbox
from tests.windows.server import server

TESTS = Path(__file__).resolve().parents[1]
PROJECT = TESTS.parent

TRIES = 3
SECONDS_OF_A_TEST, SECONDS_OF_A_RUN = 300, 1800
"""After them it is lost: on two quiet cores the longest test takes half a minute, the longest folder four."""

WORKERS = 2
"""A process takes longer to start here than to think; more of them gain nothing on a machine of two cores."""

LEFT_OUT: Mapping[str, Sequence[str]] = {
    "they look at the project's own text, which is the same on every system": (
        "test_house.py",
        "test_words.py",
    ),
    "it weighs moments of a processor's time, of which Windows' clock shows one in sixty-four of a second": (
        "test_growth.py",
    ),
    "they decide by figures alone, as every system does, and most start a process for each of hundreds of presses, which"
    " takes Wine a second; that a press, a forecast and a plan work there, tests/windows and the rest of tests/app show": (
        "app/merge/test_campaign.py",
        "app/merge/test_consequences.py",
        "app/merge/test_days.py",
        "app/merge/test_early.py",
        "app/merge/test_phoned.py",
        "app/merge/test_splits.py",
        "app/test_changes.py",
        "app/test_mismatches.py",
        "app/test_zero_reasons.py",
        "core/campaign",
        "demo",
        "shell/test_du_bao.py",
        "shell/test_toi_uu.py",
    ),
    "a day handed to others gives what a day at home gives: which machine works a batch off is no matter of Windows, and an"
    " office that needs a cluster has it on servers": (
        "app/merge/test_cluster.py",
        "app/merge/test_crowd.py",
    ),
    "who is answered what, and when, is decided by words and by a clock that the tests set; that mail goes out and comes"
    " in there, tests/windows/test_commands.py shows": (
        "app/mail/test_answer.py",
        "app/mail/test_at_once.py",
        "app/test_afternoon.py",
    ),
}
"""Why not → what is not run here unless it is named. Told at the end of each run, with LAWS_LEFT_OUT."""

WITHOUT_LAWS = ("-m", "not law or light")
LAWS_LEFT_OUT = (
    "tests marked law and not light press whole days for each of many examples, of which none depends on the system"
)

LARGE = ("app", "doors", "drawing", "windows")
"""Folders that are a run of their own; each run takes half a minute before its first test."""

PASSED, FAILED, NOTHING_TO_DO = 0, 1, 5
"""What pytest ends with when it has come to its end; the last where no test was to be tried again."""

ITEMS = re.compile(r"^\d+ workers? \[(\d+) items?\]", re.M)
"""How many tests there are, as pytest-xdist says it."""


class Part(NamedTuple):
    """How a folder of tests went. `outcomes`: test → "passed", "failed" or "skipped"; `again`: passed, but not at once."""

    name: str
    ended: bool
    outcomes: Mapping[str, str]
    again: Sequence[str]
    results: Sequence[Path]
    seconds: float

    @property
    def failed(self) -> Sequence[str]:
        return [test for test, outcome in self.outcomes.items() if outcome == "failed"]

    def told(self) -> str:
        counts = Counter(self.outcomes.values())
        said = ", ".join(
            f"{counts[outcome]} {outcome}" for outcome in ("passed", "skipped", "failed") if counts[outcome]
        )
        return f"{self.name}: {said or 'no test'}, {self.seconds:.0f} s{'' if self.ended else ', NEVER CAME TO AN END'}"


def parts() -> Mapping[str, Sequence[str]]:
    """The large folders of tests, each by its name, and all that is left as one: nothing can be left out by mistake.

    Each as pytest's words: what is run, what of it is ignored.
    """
    here = [path for path in sorted(TESTS.iterdir()) if path not in left_out() and _has_tests(path)]
    others = [path for path in here if path.name not in LARGE]
    named = {**{name: [TESTS / name] for name in LARGE}, "others": others}
    return {name: [*map(_shown, paths), *_ignored(paths)] for name, paths in named.items()}


def _ignored(paths: Sequence[Path]) -> Iterator[str]:
    for path in left_out():
        if not {*path.parents}.isdisjoint(paths):
            yield f"--ignore={_shown(path)}"


def left_out() -> Sequence[Path]:
    """What is not run here as a matter of course."""
    return [TESTS / path for paths in LEFT_OUT.values() for path in paths]


def _has_tests(path: Path) -> bool:
    return any(path.rglob("test_*.py")) if path.is_dir() else path.match("test_*.py")


def run_part(windows: Path, name: str, paths: Sequence[str], environment: Mapping[str, str]) -> Part:
    """Run some tests until each has passed, or failed three times."""
    place = windows / "suite" / name
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    began = time.monotonic()
    results: list[Path] = []
    tries: list[Mapping[str, str]] = []
    for number in range(1, TRIES + 1):
        xml, log = place / f"{number}.xml", place / f"{number}.log"
        words = ["-n", str(WORKERS), "--timeout", str(SECONDS_OF_A_TEST), "--timeout-method", "thread", "-vv"]
        words += ["--junitxml", _shown(xml), "-o", f"cache_dir={_shown(place / 'cache')}"]
        if results:
            words += ["--last-failed", "--last-failed-no-failures=none"]
        code = _run(windows, [*words, *paths], environment, log)
        if _came_to_an_end(code, xml, log):
            results.append(xml)
            tries.append(_outcomes(xml))
            if code != FAILED:
                break
        print(f"{name}: try {number} ended with {code}, see {_shown(log)}", *_last_words(log), sep="\n    ", flush=True)
    outcomes = {test: outcome for one in tries for test, outcome in one.items()}
    failed_once = [test for one in tries for test, outcome in one.items() if outcome == "failed"]
    again = sorted({test for test in failed_once if outcomes[test] != "failed"})
    return Part(name, bool(results), outcomes, again, results, time.monotonic() - began)


def _came_to_an_end(code: int, xml: Path, log: Path) -> bool:
    """Whether each test was run; a worker that was lost may have taken with it what it was to do."""
    if code not in (PASSED, FAILED, NOTHING_TO_DO) or not xml.exists():
        return False
    items = ITEMS.search(log.read_text(encoding="utf-8", errors="replace"))
    return items is None or sum(1 for _ in ET.parse(xml).iter("testcase")) >= int(items[1])


def _run(windows: Path, words: Sequence[str], environment: Mapping[str, str], log: Path) -> int:
    """Run pytest there, and leave no process behind. Returns its exit code, or -1 where it had to be ended."""
    # That LibreOffice must be here is said of Linux; a disk that takes long here makes minutes of what is slow there.
    here = {name: value for name, value in os.environ.items() if name != "HOTICH_REQUIRE_LIBREOFFICE"}
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [str(windows / "run"), "-m", "pytest", *words],
            env={**here, **environment, "HOTICH_NO_SLOW": "1"},
            cwd=PROJECT,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            return process.wait(SECONDS_OF_A_RUN)
        except subprocess.TimeoutExpired:
            return -1
        finally:
            # Wine's processes are nobody's children; its server knows them all, and ends when they have.
            prefix = {**os.environ, "WINEPREFIX": str(windows / "prefix")}
            subprocess.run(["wineserver", "-k"], env=prefix, check=False, stderr=subprocess.DEVNULL)
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _outcomes(xml: Path) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for case in ET.parse(xml).iter("testcase"):
        test, kinds = f"{case.attrib['classname']}.{case.attrib['name']}", {child.tag for child in case}
        # It stands there twice where it passed and what comes after it failed.
        if found.get(test) != "failed":
            found[test] = "failed" if kinds & {"failure", "error"} else "skipped" if "skipped" in kinds else "passed"
    return found


def _last_words(log: Path) -> Sequence[str]:
    """What pytest says at the end of why; all of it stands in the log."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return [line[:300] for line in lines if line.startswith(("FAILED", "ERROR", "E  "))][-40:] or lines[-5:]


def _shown(path: Path) -> str:
    """A path as Linux and, from the project's folder, Windows understands it."""
    return (path.relative_to(PROJECT) if path.is_relative_to(PROJECT) else path).as_posix()


def main(words: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was started beside goes with us
    windows, only = Path(words[0]).resolve(), [word for word in words[1:] if word != "--write"]
    chosen = {"chosen": only} if only else {name: [*told, *WITHOUT_LAWS] for name, told in parts().items()}
    done = []
    with mailbox() as box, server() as journal:
        for name, paths in chosen.items():
            done.append(run_part(windows, name, paths, {**box, **journal}))
            print(done[-1].told(), flush=True)
    for part in done:
        for test in part.again:
            print(f"passed only when tried again: {test}")
        for test in part.failed:
            print(f"FAILED {TRIES} times: {test}")
    whole = Part(
        "on Windows' Python",
        all(part.ended for part in done),
        {test: outcome for part in done for test, outcome in part.outcomes.items()},
        (),
        [path for part in done for path in part.results],
        sum(part.seconds for part in done),
    )
    for why, paths in LEFT_OUT.items() if not only else ():
        print(f"left out: tests/{', tests/'.join(paths)}: {why}")
    if not only:
        print(f"left out: {LAWS_LEFT_OUT}")
    print(whole.told())
    if not whole.ended or whole.failed:
        return 1
    return 0 if only else skips.main([*map(str, whole.results), *(["--write"] if "--write" in words else [])])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
