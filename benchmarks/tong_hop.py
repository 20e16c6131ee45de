"""How long a press of Tổng hợp takes, beside a plain pandas script and beside the least that could be done.

    python benchmarks/tong_hop.py [--pairs 9] [--parts]

Whole processes are timed, in turn (product, pandas, floor, product, …), so that whatever else the machine does
falls on all of them alike. Each has one run first that does not count. Every run gets a folder of its own: no
journal, no report. What is compared is the median of the ratios within a round. See README.md.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, time
from itertools import cycle
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from xlpy.app.folder import Folder
from xlpy.app.plan_of_folder import plan_of
from xlpy.app.set_up import start
from xlpy.demo.clerks import Hand, decomposed, shortened, shouted, without_level, write_form
from xlpy.demo.truth import campaign

HERE = Path(__file__).parent
SEED = 188
TARGET = 0.35

# Clerks' habits, dealt out to the units in turn: own line, all lines, a line a commune; figures as numbers and texts.
HANDS = (
    Hand("{name} 22-5.xlsx"),
    Hand("PL01 {name} 22-5.xlsx", lines="all", others="zero", date_style="open", hidden_rows=True),
    Hand("{name}.xlsx", rows_above=3, columns_left=2, spell=without_level, notes_below=("NGƯỜI LẬP BIỂU",)),
    Hand("{name} 22.5.2023.xlsx", lines="parts", unit_in_title=True),
    Hand("{name} - PL01.xlsx", numbers="dots", spell=shortened, date_style="dash"),
    Hand("{name} ngay 22-5.xlsx", formulas=True, date_style="words", spell=decomposed),
    Hand("{name} 22-05-2023.xlsx", sheets_before=("Theo dõi máy",), spell=shouted, date_in_cell=True),
    Hand("bc {name}.xlsx", numbers="spaces", dash=True, marked=True),
    Hand("{name} (1).xlsx", lines="all"),
)


def prepare(folder: Path) -> tuple[Folder, str]:
    """A working folder with a good file of every unit, and its day."""
    made = start(folder, None)
    plan = plan_of(made).plan
    works = next(campaign(plan, 1, SEED))
    received = datetime.combine(plan.start, time(10, 30), plan.timezone).timestamp()
    for unit, hand in zip(plan.senders, cycle(HANDS), strict=False):
        if not plan.targets[unit.code].total_cases:
            hand = HANDS[0]  # among lines of zeros nothing would tell the line of a unit that has no cases
        named = replace(hand, file=hand.file.format(name=without_level(unit.name)))
        path = made.inbox / named.file
        path.write_bytes(write_form(plan, works[unit.code], named, seed=SEED))
        os.utime(path, (received, received))
    return made, plan.start.isoformat()


class Bench:
    """The three programs, each run on a fresh copy of one working folder."""

    def __init__(self, room: Path) -> None:
        self._room = room
        self._model, self.day = prepare(room / "model")
        self._runs = 0

    def fresh(self) -> Path:
        """A copy of the working folder in which nothing was merged yet."""
        self._runs += 1
        return Path(shutil.copytree(self._model.path, self._room / f"run-{self._runs}"))

    def product(self, folder: Path) -> list[str]:
        return ["-m", "xlpy.cli", "tong-hop", "-C", str(folder), "--ngay", self.day, "--json"]

    def peer(self, folder: Path) -> list[str]:
        return [str(HERE / "pandas_peer.py"), str(folder / "den"), str(folder / "peer.xlsx")]

    def floor(self, folder: Path) -> list[str]:
        report, journal = folder / "floor.xlsx", folder / "floor.sqlite"
        return [str(HERE / "bare_floor.py"), str(folder / "den"), str(report), str(journal)]

    def run(self, program: Callable[[Path], list[str]], folder: Path) -> bytes:
        """Run one program to its end; returns what it printed."""
        command = [sys.executable, *program(folder)]
        done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL)
        if done.returncode:
            said = (done.stdout + done.stderr).decode(errors="replace")
            raise SystemExit(f"exit code {done.returncode}: {' '.join(command)}\n{said[-1500:]}")
        return done.stdout

    def time(self, program: Callable[[Path], list[str]]) -> float:
        """Seconds of one run as a whole process."""
        folder = self.fresh()
        began = perf_counter()
        self.run(program, folder)
        took = perf_counter() - began
        shutil.rmtree(folder)
        return took

    def check(self) -> None:
        """Both sides did the work: every unit is in (else the exit code is 1), and the sums are the same."""
        import pandas

        folder = self.fresh()
        result = json.loads(self.run(self.product, folder))
        self.run(self.peer, folder)
        ours = [figure for kind in result["total"].values() for figure in kind.values()]
        theirs = pandas.read_excel(folder / "peer.xlsx", engine="openpyxl").iloc[-1, 2:].tolist()
        if ours != theirs:
            raise SystemExit(f"the sums differ:\n{ours}\n{theirs}")
        shutil.rmtree(folder)


def compare(bench: Bench, pairs: int) -> None:
    """Time the three in turn and print the table."""
    programs = {"A product": bench.product, "B pandas": bench.peer, "C floor": bench.floor}
    for program in programs.values():
        bench.time(program)
    times: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(pairs):
        for name, program in programs.items():
            times[name].append(bench.time(program))
    print(f"{'':12}{'min':>8}{'median':>8}{'max':>8}   seconds, {pairs} rounds")
    for name, took in times.items():
        print(f"{name:12}{min(took):8.3f}{median(took):8.3f}{max(took):8.3f}")
    a, b, c = times.values()
    print(f"\nA/B {median_ratio(a, b):.3f}   (target: at most {TARGET})\nC/B {median_ratio(c, b):.3f}")
    print(f"A/C {median_ratio(a, c):.3f}")


def median_ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of the ratios within each round."""
    return median(one / other for one, other in zip(ours, theirs, strict=True))


def show_parts(bench: Bench, runs: int) -> None:
    """What one run of the product spends its time on."""
    bare: list[float] = []
    whole: list[float] = []
    parts: dict[str, list[float]] = {}
    for _ in range(runs):
        bare.append(bench.time(lambda _: ["-c", "pass"]))
        whole.append(bench.time(bench.product))
        folder = bench.fresh()
        spent = json.loads(bench.run(lambda folder: [str(HERE / "parts.py"), str(folder), bench.day], folder))
        shutil.rmtree(folder)
        for part, took in spent.items():
            parts.setdefault(part, []).append(took)
    print(f"\n{'milliseconds, medians':38}")
    print(f"{'whole process':38}{median(whole) * 1000:7.1f}")
    print(f"{'  start and end of the interpreter':38}{median(bare) * 1000:7.1f}")
    for part, took in parts.items():
        print(f"{'  ' + part:38}{median(took):7.1f}")
    print("\nSlowest imports (python -X importtime, which itself makes them slower):")
    for package, own in import_times(bench)[:15]:
        print(f"{'  ' + package:38}{own / 1000:7.1f}")


def import_times(bench: Bench) -> list[tuple[str, int]]:
    """(package, microseconds that its own modules took), the slowest first."""
    folder = bench.fresh()
    command = [sys.executable, "-X", "importtime", *bench.product(folder)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", stdin=subprocess.DEVNULL)
    shutil.rmtree(folder)
    spent: dict[str, int] = {}
    for line in done.stderr.splitlines():
        own, _, name = line.removeprefix("import time:").split("|") if line.count("|") == 2 else ("", "", "")
        if own.strip().isdigit():
            module = name.strip().split(".")
            # Our own packages one by one; others whole.
            package = ".".join(module[:2]) if module[0] == "xlpy" else module[0]
            spent[package] = spent.get(package, 0) + int(own)
    return sorted(spent.items(), key=lambda item: -item[1])


def main() -> None:
    parser = argparse.ArgumentParser(description="Time Tổng hợp beside a pandas script and a bare floor.")
    parser.add_argument("--pairs", type=int, default=9, help="rounds that count (default: 9)")
    parser.add_argument("--parts", action="store_true", help="also show what the product's time goes to")
    parser.add_argument("--dir", type=Path, help="where to work (default: the system's temporary folder)")
    options = parser.parse_args()
    with TemporaryDirectory(dir=options.dir, prefix="hotich-bench-") as room:
        bench = Bench(Path(room))
        bench.check()
        compare(bench, options.pairs)
        if options.parts:
            show_parts(bench, options.pairs)


if __name__ == "__main__":
    main()
