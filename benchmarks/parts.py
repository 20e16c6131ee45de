"""One run of `hotich tong-hop` in this process with a clock at its seams; prints {part: milliseconds} as JSON.

    python benchmarks/parts.py WORKING_FOLDER DAY

Parts do not overlap. `tong_hop.py --parts` runs this several times and shows the medians.
"""

import json
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from time import perf_counter
from typing import Any

BEGAN = perf_counter()

# (part, module, class or "", function): where the product passes from one kind of work to the next.
SEAMS = (
    ("start the reading process", "xlpy.doors.files", "Reader", "_start"),
    ("stop the reading process", "xlpy.doors.files", "Reader", "_stop"),
    ("load the plan", "xlpy.app.folder", "Folder", "plan"),
    ("open and check the journal", "xlpy.journal.store", "Journal", "_verify"),
    ("take in: copy, hash, fsync", "xlpy.app.consolidating", "", "_take_in"),
    ("read: wait for the reading process", "xlpy.app.consolidating", "", "_read"),
    ("decide: forms, rules", "xlpy.app.consolidating", "", "_judge"),
    ("decide: the day", "xlpy.app.consolidating", "", "stand"),
    ("write: journal rows", "xlpy.journal.store", "Journal", "record"),
    ("write: journal commit and copy", "xlpy.journal.store", "Journal", "commit"),
    ("write: draw the report", "xlpy.drawing.report", "", "draw_report"),
    ("write: files", "xlpy.doors.saving", "Pending", "add"),
)


class Clock:
    """Sums the time spent in each part, without what other parts inside it took."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._inner = [0.0]

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


def main() -> None:
    folder, day = sys.argv[1:]
    clock = Clock()
    began = perf_counter()
    import xlpy.app.consolidating
    import xlpy.cli
    import xlpy.drawing.documents
    import xlpy.drawing.report

    clock.spent["import the program"] = perf_counter() - began
    for part, module, owner, name in SEAMS:
        place = getattr(sys.modules[module], owner) if owner else sys.modules[module]
        if hasattr(place, name):  # a seam that a rewrite moved is left out, and its time falls to "the rest"
            setattr(place, name, clock.around(part, getattr(place, name)))
    with redirect_stdout(StringIO()):
        xlpy.cli.main(["tong-hop", "-C", folder, "--ngay", day, "--json"])
    clock.spent["the rest"] = perf_counter() - BEGAN - sum(clock.spent.values())
    print(json.dumps({part: round(seconds * 1000, 3) for part, seconds in clock.spent.items()}))


if __name__ == "__main__":
    main()
