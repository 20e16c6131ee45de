"""How the cost of a press grows with the units of the plan, beside what others make of the same files.

    python benchmarks/quy_mo.py [--units 11 111 705 2000] [--rounds 3] [--again] [--dir /place]

In turn, in one run, on the same files: the product (a first press; with --again also one with nothing new), the pandas
script, the polars script where polars and fastexcel are installed, ssconvert where it is (one process a file, up to
200 files), and the bare floor. Told are the wall's seconds, the seconds of processor of the whole tree of processes,
the peak of its memory (PSS, looked at twenty times a second), and by which power of the units the processor's seconds
grow. A busy machine stretches the wall; the processor's seconds it stretches little. A Markdown table, for KET_QUA.md.
"""

import argparse
import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from importlib.util import find_spec
from math import log
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

HERE = Path(__file__).parent
PYTHON = shlex.quote(sys.executable)
DAY = "2023-05-22"
MOST_FOR_SSCONVERT = 200
_LOOK_EVERY = 0.05
_FROM = 705
"""Units from which the growth is told."""


class Took(NamedTuple):
    """Seconds on the wall, seconds of processor of the tree, peak of its memory in MB (0 where nobody tells)."""

    wall: float
    cpu: float
    memory: float


class Program(NamedTuple):
    """A program to time: `command` for a folder with plan.json and den/, and whether its folder is made anew before."""

    name: str
    command: Callable[[Path], str]
    fresh: bool = True
    most: int = 1 << 30


def programs(again: bool) -> Iterator[Program]:
    """What there is on this machine."""
    press = f"{PYTHON} -m xlpy.cli tong-hop --ngay {DAY} --json -C"
    yield Program("product", lambda place: f"{press} {_office(place)}")
    if again:
        yield Program("product, nothing new", lambda place: f"{press} {_office(place)}", fresh=False)
    yield Program(
        "pandas + openpyxl", lambda place: f"{PYTHON} {HERE / 'pandas_peer.py'} {place / 'den'} {_out(place)}"
    )
    if find_spec("polars") and find_spec("fastexcel"):
        yield Program(
            "polars + fastexcel", lambda place: f"{PYTHON} {HERE / 'polars_peer.py'} {place / 'den'} {_out(place)}"
        )
    if shutil.which("ssconvert"):
        loop = 'for f in {}/*.xlsx; do ssconvert -S -T Gnumeric_stf:stf_csv "$f" {}/%n.csv; done'
        yield Program(
            "ssconvert to .csv",
            lambda place: f"sh -c {shlex.quote(loop.format(place / 'den', place / 'office'))}",
            most=MOST_FOR_SSCONVERT,
        )
    yield Program(
        "calamine, hash, insert (the floor)",
        lambda place: f"{PYTHON} {HERE / 'bare_floor.py'} {place / 'den'} {_out(place)} {place / 'office' / 'db'}",
    )


def _office(place: Path) -> Path:
    return place / "office"


def _out(place: Path) -> Path:
    return place / "office" / "out.xlsx"


def _make_office(place: Path) -> None:
    """A working folder in which nothing was pressed; others only write into it."""
    shutil.rmtree(_office(place), ignore_errors=True)
    shutil.copytree(place / "new", _office(place))


def prepared(place: Path, units: int) -> None:
    """Files and plan, made once; the folder that every press begins with."""
    subprocess.run([sys.executable, str(HERE / "many.py"), str(place), str(units)], check=True)
    setting_up = [
        sys.executable,
        "-m",
        "xlpy.cli",
        "bat-dau",
        str(place / "new"),
        "--ke-hoach",
        str(place / "plan.json"),
    ]
    subprocess.run(setting_up, check=True, capture_output=True)
    shutil.copytree(place / "den", place / "new" / "den", dirs_exist_ok=True)


def timed(command: str) -> Took:
    """One run of a command. It must end well, or with the code that says somebody is to be asked."""
    before, began = os.times(), time.perf_counter()
    process = subprocess.Popen(shlex.split(command), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    most = 0.0
    while True:
        try:
            _, said = process.communicate(timeout=_LOOK_EVERY)
            break
        except subprocess.TimeoutExpired:
            most = max(most, sum(map(_memory, _tree(process.pid))))
    wall, after = time.perf_counter() - began, os.times()
    if process.returncode not in (0, 2):
        raise SystemExit(f"{command}: ended with {process.returncode}: {said.decode(errors='replace')[-500:]}")
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return Took(wall, used, most)


def _tree(process: int) -> Iterator[int]:
    yield process
    with suppress(OSError, ValueError):
        for children in Path(f"/proc/{process}/task").glob("*/children"):
            for child in children.read_text(encoding="ascii").split():
                yield from _tree(int(child))


def _memory(process: int) -> float:
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def compare(units: int, rounds: int, again: bool, room: Path) -> dict[str, Took]:
    """The medians of the programs' runs, after one round that does not count where there is more than one."""
    place = room / str(units)
    prepared(place, units)
    found: dict[str, list[Took]] = {}
    for number in range(rounds + (rounds > 1)):
        for program in programs(again):
            if units > program.most:
                continue
            if program.fresh:
                _make_office(place)
            took = timed(program.command(place))
            if number or rounds == 1:
                found.setdefault(program.name, []).append(took)
    shutil.rmtree(place)
    return {name: Took(*(median(values) for values in zip(*runs, strict=True))) for name, runs in found.items()}


def table(results: Sequence[tuple[int, dict[str, Took]]]) -> Iterator[str]:
    """The lines of a Markdown table, and how each program grows."""
    yield "| units | program | wall s | processor s | of pandas | peak MB |"
    yield "|---|---|---|---|---|---|"
    for units, programs_ in results:
        pandas = programs_["pandas + openpyxl"].cpu
        for name, took in programs_.items():
            memory = f"{took.memory:.0f}" if took.memory else "–"
            yield f"| {units} | {name} | {took.wall:.2f} | {took.cpu:.2f} | {took.cpu / pandas:.2f} | {memory} |"
    large = [(units, found) for units, found in results if units >= _FROM]
    if len(large) > 1:
        (few, least), (many, most) = large[0], large[-1]
        yield ""
        yield f"Growth from {few} to {many} units, as a power of the units:"
        yield ""
        for name in most:
            if name in least:
                yield f"- {name}: {log(most[name].cpu / least[name].cpu) / log(many / few):.2f}"


def main() -> None:
    """Compare, and print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--units", type=int, nargs="+", default=[11, 111, 705, 2000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--again", action="store_true", help="also a press with nothing new")
    parser.add_argument("--dir", type=Path, help="on this disk")
    options = parser.parse_args()
    with TemporaryDirectory(dir=options.dir) as room:
        results = [(units, compare(units, options.rounds, options.again, Path(room))) for units in options.units]
    print("\n".join(table(results)))
    print(f"\n{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {options.rounds} rounds")


if __name__ == "__main__":
    main()
