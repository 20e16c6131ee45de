"""What becomes of the wrong and the right in simulated campaigns: every day pressed through the real consolidate.

    python benchmarks/campaign.py [--seeds 1 2 3] [--days 54] [--rate 0.25] [--faults]
    python benchmarks/campaign.py FOLDER      # one that `hotich mo-phong` made

Needs the project's tests beside it: they play the office. See README.md.
"""

import argparse
import os
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.kit.campaign import Play, Seen
from xlpy.core.source import Severity
from xlpy.demo.rehearsal import write_campaign
from xlpy.demo.simulated import simulate
from xlpy.doors.disk.plan_file import default_plan


def play(seed: int, days: int, rate: float) -> list[Seen]:
    """The files of a fresh campaign, with what became of them."""
    with TemporaryDirectory() as room:
        source = Path(room) / "campaign"
        campaign = simulate(default_plan().plan, days, seed, rate)
        write_campaign(campaign, source, seed=seed, rate=rate)
        return Play(source, Path(room) / "office").run()


def _accepted(files: Sequence[Seen], how: str) -> list[Seen]:
    """Files with a wrong figure that were accepted in that way, but for those that nobody could have known."""
    return [seen for seen in files if seen.fault and seen.became == how and seen.expected != "unknowable"]


def _stood(files: Sequence[Seen]) -> int:
    return sum(seen.stood for seen in files if seen.fault and seen.became in ("silent", "told"))


def _warned(files: Sequence[Seen]) -> list[Seen]:
    return [seen for seen in files if seen.plain and any(f.severity is Severity.WARNING for f in seen.findings)]


def _per_thousand(files: Sequence[Seen]) -> str:
    plain = sum(seen.plain for seen in files)
    return f"{1000 * len(_warned(files)) / plain:.1f}" if plain else "–"


def _repairs(files: Sequence[Seen], named: str) -> int:
    return sum(seen.repair == named for seen in files if seen.fault and seen.cells and seen.errors)


def _misnamed(files: Sequence[Seen]) -> int:
    return sum(seen.repair != "none" for seen in files if seen.right)


def _unknowable(files: Sequence[Seen]) -> int:
    return sum(seen.wrong for seen in files if seen.fault and seen.expected == "unknowable")


def _false_errors(files: Sequence[Seen]) -> int:
    return sum(seen.refused_though_right and seen.misled_by is None for seen in files)


def _misled(files: Sequence[Seen], knowingly: bool) -> int:
    """Right files refused because of an earlier report: one accepted by name or that nobody could know, or another."""
    causes = [seen.misled_by for seen in files if seen.refused_though_right and seen.misled_by]
    return sum((cause.by_name or cause.expected == "unknowable") is knowingly for cause in causes)


def _unsaid(files: Sequence[Seen]) -> int:
    """Faults that changed no figure of the report, and of which nobody was told."""
    return sum(bool(seen.fault) and seen.expected == "tell" and not seen.wrong and not seen.findings for seen in files)


ROWS: Sequence[tuple[str, Callable[[Sequence[Seen]], object]]] = (
    ("files that came", len),
    ("faulty files", lambda files: sum(bool(seen.fault) for seen in files)),
    ("wrong figures accepted without a word", lambda files: len(_accepted(files, "silent"))),
    ("wrong figures accepted with a warning", lambda files: len(_accepted(files, "told"))),
    ("… a unit's evenings that rested on either", _stood),
    ("wrong figures that nobody could know", _unknowable),
    ("wrong figures accepted by name", lambda files: len(_accepted(files, "by name"))),
    ("harmless faults of which nobody was told", _unsaid),
    ("right files refused (false errors)", _false_errors),
    ("right files refused for an earlier one accepted wrongly", lambda files: _misled(files, False)),
    ("… for one accepted by name, or that nobody could know", lambda files: _misled(files, True)),
    ("warnings on 1.000 plain files", _per_thousand),
    ("repairs named right", lambda files: _repairs(files, "right")),
    ("repairs named wrong", lambda files: _repairs(files, "wrong")),
    ("slips refused without a repair", lambda files: _repairs(files, "none")),
    ("right files told to mend a cell", _misnamed),
)


def table(campaigns: Sequence[tuple[str, Sequence[Seen]]]) -> str:
    """The counts as Markdown: a column a campaign, and all of them together."""
    together = [seen for _, files in campaigns for seen in files]
    columns = [*campaigns, *([("together", together)] if len(campaigns) > 1 else [])]
    lines = ["| | " + " | ".join(name for name, _ in columns) + " |", "|---|" + "---|" * len(columns)]
    lines += [f"| {text} | " + " | ".join(str(count(files)) for _, files in columns) + " |" for text, count in ROWS]
    return "\n".join(lines)


def by_fault(files: Sequence[Seen]) -> str:
    """Each kind of fault: how many came, and what became of them."""
    words = ("refused", "told", "silent", "by name", "right")
    kinds: dict[str, Counter[str]] = {}
    for seen in files:
        if seen.fault:
            kinds.setdefault(seen.fault, Counter())[seen.became] += 1
    lines = [
        "| fault | came | refused | accepted with a word | silently | by name | figures right |",
        "|---|" + "---|" * 6,
    ]
    for kind, became in sorted(kinds.items()):
        lines.append(f"| {kind} | {became.total()} | " + " | ".join(str(became[word] or "") for word in words) + " |")
    return "\n".join(lines)


def details(files: Sequence[Seen]) -> str:
    """Every file that went otherwise than it should, and what was said of it."""
    lines = []
    for seen in files:
        silent = bool(seen.fault) and seen.expected != "unknowable" and not seen.findings
        if silent or seen.refused_though_right or _warned([seen]) or (seen.fault and seen.repair == "wrong"):
            lines.append(
                f"{seen.path} · {seen.unit} · ngày {seen.day} · {seen.fault or seen.remark or 'right'} · {seen.became}"
                f"{' · after ' + seen.misled_by.path if seen.misled_by else ''}{' · lost' if seen.lost else ''}"
            )
            lines.extend(f"    {finding}" for finding in sorted(seen.findings))
    return "\n".join(lines)


def main() -> None:
    """Play the campaigns that are asked for and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--days", type=int, default=54)
    parser.add_argument("--rate", type=float, default=0.25)
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="campaigns played at once")
    parser.add_argument("--faults", action="store_true", help="what went wrong, file by file, too")
    options = parser.parse_args()
    if options.folder:
        with TemporaryDirectory() as room:
            campaigns = [(options.folder.name, Play(options.folder, Path(room) / "office").run())]
    else:
        with ProcessPoolExecutor(options.jobs) as pool:
            played = pool.map(partial(play, days=options.days, rate=options.rate), options.seeds)
            campaigns = [(f"seed {seed}", files) for seed, files in zip(options.seeds, played, strict=True)]
    together = [seen for _, files in campaigns for seen in files]
    print(table(campaigns), by_fault(together), sep="\n\n")
    if options.faults:
        print("", details(together), sep="\n")


if __name__ == "__main__":
    main()
