"""Which tests Windows' Python skipped, beside the committed list: a hole that opens, or closes, is told.

    python -m tests.windows.skips RESULTS.xml …            compare with tests/windows/skipped.txt; 0 the same, 1 not
    python -m tests.windows.skips RESULTS.xml … --write    put the list in its place, to be looked over and committed

RESULTS.xml are what `pytest --junitxml` wrote of the whole suite, in one run or several (`tests.windows.suite` has them
at the end). Whoever adds a test that needs what Windows lacks adds its line below the reason, or sees here which line
that is; what needs a program or a system by its marker is asked for on Linux too (tests/windows/test_skips.py).
"""

import difflib
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

LIST = Path(__file__).with_name("skipped.txt")


def listed(results: Iterable[Path]) -> str:
    """The skipped tests below their reasons, in an order that does not change from run to run."""
    skipped: dict[str, set[str]] = {}
    for case in (case for path in results for case in ET.parse(path).iter("testcase")):
        for skip in case.iter("skipped"):
            test = f"{case.attrib['classname']}.{case.attrib['name'].partition('[')[0]}"
            skipped.setdefault(skip.attrib["message"], set()).add(test)
    lines = ["# Made by: python -m tests.windows.suite FOLDER --write"]
    for reason, tests in sorted(skipped.items()):
        lines += ["", f"{reason}:", *(f"    {test}" for test in sorted(tests))]
    return "\n".join(lines) + "\n"


def differences(results: Iterable[Path]) -> Iterator[str]:
    """Lines of the committed list that are no more (-), and new ones (+)."""
    lists = (LIST.read_text(encoding="utf-8"), listed(results))
    for line in difflib.unified_diff(*(text.splitlines() for text in lists), "expected", "seen", n=0, lineterm=""):
        if not line.startswith("@@"):
            yield line


def committed() -> Mapping[str, str]:
    """Each test of the committed list → why it is skipped."""
    reasons: dict[str, str] = {}
    reason = ""
    for line in LIST.read_text(encoding="utf-8").splitlines():
        if line.startswith("    "):
            reasons[line.strip()] = reason
        elif not line.startswith("#"):
            reason = line.removesuffix(":")
    return reasons


def main(words: list[str]) -> int:
    results = [Path(word) for word in words if word != "--write"]
    if "--write" in words:
        LIST.write_text(listed(results), encoding="utf-8", newline="\n")
        return 0
    found = list(differences(results))
    print("\n".join(found) if found else f"skipped as {LIST.name} says")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
