"""python -m tests.fuzz --minutes 10 [--rounds N] [--seed N] [--processes N]: bend and mutate until the time is up.

The seed is printed, and with it the same files are tried in the same order; with a number of rounds, no others. What breaks a law is printed, as small as
Hypothesis could make it, and the exit code is 1.
"""

import argparse
import os
import subprocess
import sys
import time
import traceback
from collections import Counter

from tests.fuzz.laws import Bench
from tests.fuzz.properties import trials

_EXAMPLES = 60


def _try_until(until: float, number: int, rounds: int) -> tuple[Counter[str], list[str]]:
    """Rounds of all trials, each with a seed of its own, until the time is up or something broke; 0 for no end."""
    last = number + rounds
    bench = Bench.opened()
    broken: list[str] = []
    try:
        while time.time() < until and not broken and not (rounds and number >= last):
            for name, trial in trials(bench, _EXAMPLES, number).items():
                try:
                    trial()
                except Exception as error:
                    broken.append(f"{name}, round {number}, the file: {bench.kept()}\n{_without_bytes(error)}")
                if time.time() >= until:
                    break
            number += 1
    finally:
        bench.close()
    print(f"next round: {number}", flush=True)
    return bench.seen, broken


def _without_bytes(error: Exception) -> str:
    """Where and why; the file itself was kept, and a screen is no place for it."""
    error.__notes__ = []
    return "".join(traceback.format_exception(error))


def _tell(seen: Counter[str], broken: list[str]) -> int:
    verdicts = Counter(dict.fromkeys(("accept", "warn", "refuse", "ignore"), 0))
    for what, count in seen.items():
        verdicts[what.partition(" ")[0]] += count
    told = len({code for what in seen for code in what.split()[1:]})
    counted = ", ".join(f"{count} {verdict}" for verdict, count in verdicts.items())
    print(f"{sum(seen.values())} files judged ({counted}), {told} kinds of findings in {len(seen)} combinations")
    for line in broken:
        print(f"\nBROKEN {line}")
    print("fuzz:", "BROKEN" if broken else "every law held", flush=True)
    return 1 if broken else 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--rounds", type=int, default=0)
    parser.add_argument("--seed", type=int, default=188)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    if asked.processes == 1:
        print(f"seed {asked.seed}, {asked.minutes:g} minutes", flush=True)
        return _tell(*_try_until(time.time() + 60 * asked.minutes, asked.seed * 1000, asked.rounds))
    command = [sys.executable, "-m", "tests.fuzz", "--minutes", f"{asked.minutes:g}", "--rounds", str(asked.rounds)]
    command += ["--processes", "1", "--seed"]
    running = [subprocess.Popen([*command, str(asked.seed + number)]) for number in range(asked.processes)]
    # One that died by a signal ends below 0.
    ended = [process.wait() for process in running]
    return int(any(ended))


if __name__ == "__main__":
    sys.exit(main())
