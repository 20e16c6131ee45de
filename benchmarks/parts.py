"""One run of `hotich tong-hop` in this process with a clock at its seams; prints {part: milliseconds} as JSON.

    python benchmarks/parts.py WORKING_FOLDER DAY

Parts do not overlap: a part that runs inside another is taken out of it. Importing is a part like the others and is
timed where it happens, because the order matters: the reading process works while this one still loads.
`tong_hop.py --parts` runs this several times and shows the medians.
"""

import builtins
import json
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from time import perf_counter
from typing import Any

BEGAN = perf_counter()

IMPORT = "import the program"
REST = "the rest (arguments, output)"

# (part, module, class or "", function): where the product passes from one kind of work to the next.
SEAMS = (
    ("look whether anything is new", "xlpy.app.merge.merge_day", "", "as_before"),
    ("start the reading process", "xlpy.doors.files.reader", "Reader", "_start"),
    ("prove the journal", "xlpy.journal.store", "", "verify"),
    ("take in: copy, hash, fsync", "xlpy.app.merge.merge_day", "", "take_in_day"),
    ("load the plan", "xlpy.app.plan_of_folder", "PlanReading", "plan"),
    ("read: wait for the reading process", "xlpy.doors.files.reader", "Reader", "_receive"),
    ("decide: forms, rules, the day", "xlpy.app.merge.decide", "", "decide"),
    ("write: journal rows", "xlpy.journal.store", "Journal", "record"),
    ("write: draw the report", "xlpy.app.merge.publish", "", "draw_report"),
    ("write: files", "xlpy.doors.disk.saving", "Pending", "add"),
    ("write: journal commit", "xlpy.journal.store", "Journal", "commit"),
    ("write: copies of the journal", "xlpy.app.merge.merge_day", "", "copy_journal"),
    ("write: what was seen", "xlpy.app.merge.last_press", "LastPress", "remember"),
    ("stop the reading process", "xlpy.doors.files.process", "Worker", "close"),
)


class Clock:
    """Sums the time spent in each part, without what other parts inside it took."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._inner = [0.0]
        self._waiting = list(SEAMS)

    def around(self, part: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """`function`, timed as `part`."""

        def timed(*arguments: Any, **named: Any) -> Any:
            self._inner.append(0.0)
            began = perf_counter()
            try:
                return function(*arguments, **named)
            finally:
                took = perf_counter() - began
                self.spent[part] = self.spent.get(part, 0.0) + took - self._inner.pop()
                self._inner[-1] += took

        return timed

    def watch_imports(self) -> None:
        """Time every import, and put the clock at the seams of a module as soon as it is loaded."""
        load = builtins.__import__
        timed = self.around(IMPORT, load)

        def watched(*arguments: Any, **named: Any) -> Any:
            builtins.__import__ = load  # what a module imports in its turn needs no clock of its own
            try:
                return timed(*arguments, **named)
            finally:
                builtins.__import__ = watched
                self._place()

        builtins.__import__ = watched

    def _place(self) -> None:
        for seam in list(self._waiting):
            part, module, owner, name = seam
            if module in sys.modules:
                self._waiting.remove(seam)
                place = getattr(sys.modules[module], owner) if owner else sys.modules[module]
                setattr(place, name, self.around(part, getattr(place, name)))

    def must_have_met_all(self) -> None:
        """A seam that a rewrite moved would fall to the part around it, and nobody would see."""
        if self._waiting:
            raise SystemExit(f"no such place any more: {', '.join(f'{seam[1]}.{seam[3]}' for seam in self._waiting)}")


def main() -> None:
    folder, day = sys.argv[1:]
    clock = Clock()
    clock.watch_imports()
    import xlpy.cli

    with redirect_stdout(StringIO()):
        xlpy.cli.main(["tong-hop", "-C", folder, "--ngay", day, "--json"])
    clock.must_have_met_all()
    clock.spent[REST] = perf_counter() - BEGAN - sum(clock.spent.values())
    order = [IMPORT, *(seam[0] for seam in SEAMS), REST]
    print(json.dumps({part: round(clock.spent.get(part, 0.0) * 1000, 3) for part in order}))


if __name__ == "__main__":
    main()
