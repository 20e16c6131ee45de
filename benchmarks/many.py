"""A made-up plan of as many communes as one likes, and a day's forms of all of them, quickly.

    python benchmarks/many.py FOLDER UNITS

Forms are made once for each hand, with figures that stand for others; of each unit only the parts that differ are
written anew. Two forms in eight hold texts for numbers, one formulas, one another sheet before.
"""

import json
import os
import random
import re
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time
from io import BytesIO
from pathlib import Path

from xlpy.core.plan.plan import Plan, parse_plan
from xlpy.core.records import KINDS, Kind, Measure
from xlpy.demo.clerks import Hand, write_form
from xlpy.demo.truth import Work

_STANDS_FOR = 900_000_000
_WRITTEN = re.compile(rb"900([. ]?)000[. ]?0(\d\d)")
HANDS = (
    Hand(""),
    Hand("", sheet="Sheet1", rows_above=3, columns_left=2),
    Hand("", numbers="dots"),
    Hand("", numbers="spaces"),
    Hand("", date_style="words"),
    Hand("", sheets_before=("Ghi chú",)),
    Hand("", unit_in_title=True),
    Hand("", date_style="dash", total_line=True),
)
MEASURES = (Measure.TOTAL, Measure.TODAY, Measure.ENTERED, Measure.REMAINING)
COLUMNS = tuple((kind, measure) for kind in (*KINDS, Kind.SUM) for measure in MEASURES)
_BEGINNINGS = ("B", "C", "Ch", "D", "Đ", "G", "H", "Kh", "L", "M", "N", "Ng", "Ph", "Q", "S", "T", "Th", "V", "X")
_SYLLABLES = [begun + rest for begun in _BEGINNINGS for rest in ("an", "em", "inh", "ong", "uy", "à", "ôi")]


def document(units: int) -> dict[str, object]:
    """The plan as its file has it."""
    dice = random.Random(units)
    names = [f"{one} {other}" for one in _SYLLABLES for other in _SYLLABLES]
    targets = []
    for number in range(units):
        cases = dict(zip((kind.value for kind in KINDS), (dice.randint(*span) for span in _CASES), strict=True))
        machines = -(-sum(cases.values()) // (200 * 50))
        books = {kind: max(1, count // 150) for kind, count in cases.items()}
        targets.append({"code": f"{10_000 + number}", "books": books, "cases": cases, "machines": machines})
    return {
        "schema": 1,
        "plan": {"number": "188/KH-UBND", "date": "2023-04-04", "issuer": "UBND tỉnh"},
        "office": "Sở Tư pháp",
        "recipient": "Tổ trưởng Tổ kiểm tra nhập liệu",
        "campaign": {"start": "2023-05-22", "before": "2023-07-15"},
        "reporting": {"units_before": "14:00", "office_before": "15:00", "utc_offset_hours": 7},
        "folders": {"inbox": "den", "reports": "bao-cao"},
        "norm": {"per_machine_per_day": 200, "in_text": 200, "in_tables": 200, "rounding": "nearest"},
        "form": {"level": "commune"},
        "priority": [kind.value for kind in KINDS],
        "levels": [{"level": "commune", "name": "cấp xã", "appendix": "02", "targets": targets}],
        "units": {
            "code": "00",
            "name": "Cả Nước",
            "children": [
                {"code": target["code"], "name": f"Xã {name}"} for target, name in zip(targets, names, strict=False)
            ],
        },
    }


_CASES = ((4000, 9000), (900, 2500), (300, 900), (0, 8))


def write_inbox(plan: Plan, inbox: Path) -> None:
    """A right form of each unit for the plan's first day."""
    dice = random.Random(188)
    first, others = plan.senders[0], [*plan.senders]
    makes = [_parts(plan, first.code, hand) for hand in HANDS]
    received = datetime.combine(plan.start, time(10, 30), plan.timezone).timestamp()
    for place, unit in enumerate(others):
        figures = list(_figures(plan, unit.code, dice))
        path = inbox / f"PL01 {place:05} 22-5.xlsx"
        _write(path, makes[place % len(makes)], figures, first.name, unit.name)
        os.utime(path, (received, received))


def _parts(plan: Plan, unit: str, hand: Hand) -> Sequence[tuple[str, bytes]]:
    nothing = dict.fromkeys(KINDS, 0)
    stand: Mapping[tuple[Kind, Measure], int] = {column: _STANDS_FOR + place for place, column in enumerate(COLUMNS)}
    data = write_form(plan, Work(unit, plan.start, nothing, nothing), replace(hand, overrides=stand), seed=1)
    with zipfile.ZipFile(BytesIO(data)) as package:
        return [(name, package.read(name)) for name in package.namelist()]


def _figures(plan: Plan, unit: str, dice: random.Random) -> Iterator[int]:
    cases = {kind: plan.total(unit, kind) for kind in KINDS}
    left = plan.per_day(plan.targets[unit])
    today: dict[Kind, int] = {}
    for kind in KINDS:
        today[kind] = min(cases[kind], int(left * dice.uniform(0.3, 0.9)))
        left -= today[kind]
    for kind, measure in COLUMNS:
        total = sum(cases.values()) if kind is Kind.SUM else cases[kind]
        done = sum(today.values()) if kind is Kind.SUM else today[kind]
        yield {Measure.TOTAL: total, Measure.REMAINING: total - done}.get(measure, done)


def _write(path: Path, parts: Sequence[tuple[str, bytes]], figures: Sequence[int], was: str, name: str) -> None:
    def figure(found: "re.Match[bytes]") -> bytes:
        return f"{figures[int(found[2])]:,}".encode().replace(b",", found[1])

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for part, data in parts:
            if part == "xl/sharedStrings.xml" or part.startswith("xl/worksheets/sheet"):
                data = _WRITTEN.sub(figure, data).replace(was.encode(), name.encode())
                data = data.replace(was[0].lower().encode() + was[1:].encode(), (name[0].lower() + name[1:]).encode())
            package.writestr(part, data)


def main() -> None:
    """Write `plan.json` and `den/` into a folder."""
    folder, units = Path(sys.argv[1]), int(sys.argv[2])
    (folder / "den").mkdir(parents=True)
    made = document(units)
    (folder / "plan.json").write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
    write_inbox(parse_plan(made), folder / "den")


if __name__ == "__main__":
    main()
