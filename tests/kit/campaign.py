"""A simulated campaign pressed through day by day, as an office does, and what came of every file in it."""

import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from xlpy.app.merge.merge_day import Outcome, consolidate
from xlpy.app.plan_of_folder import plan_of
from xlpy.app.set_up import start
from xlpy.core.consolidate import Status, UnitDay
from xlpy.core.records import KINDS
from xlpy.core.source import Finding, Severity
from xlpy.core.text import number
from xlpy.demo.rehearsal import TRUTH
from xlpy.rules.rule import named_cell

_MORNING, _CLOSES, _EVENING = time(8), time(14), time(15)


@dataclass(eq=False)
class Seen:
    """A file of the campaign as the truth tells of it, and what became of it.

    `came`: it was sent at all. `findings`: warnings and errors that name it. `counted`: it was accepted as some day's
    report, `by_name` because the office said so. `wrong`: accepted, its figures were not the truth of that day;
    `misleads`: so, or it left a kind open; `stood`: how many evenings the unit's running totals rested on it so.
    `misled_by`: the unit's last accepted report when this one was refused, where that one misleads. `after_a_gap`: when
    something was found in it, the day before had no report. `lost`: on the evening of the day on which it came, its
    day had none.
    """

    path: str
    unit: str
    day: date
    received: datetime
    fault: str
    expected: str
    remark: str
    after: str
    office: str
    cells: Mapping[str, Mapping[str, Any]]
    came: bool = False
    findings: set[Finding] = field(default_factory=set)
    counted: bool = False
    by_name: bool = False
    wrong: bool = False
    misleads: bool = False
    stood: int = 0
    misled_by: "Seen | None" = None
    after_a_gap: bool = False
    lost: bool = False

    @property
    def name(self) -> str:
        """As the inbox knows it."""
        return self.path.partition("/")[2]

    @property
    def right(self) -> bool:
        return not self.fault

    @property
    def plain(self) -> bool:
        """Right, and nothing in it or before it that anybody need be told."""
        return self.right and not self.remark and not self.after_a_gap and self.misled_by is None

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity is Severity.ERROR]

    @property
    def refused_though_right(self) -> bool:
        return self.came and self.right and (bool(self.errors) or self.lost)

    @property
    def repair(self) -> str:
        """What an error names as the one cell to mend: "right", "wrong", or "none"."""
        named = [match for finding in self.errors if (match := named_cell(finding.fix))]
        if not named:
            return "none"
        return "right" if all(self._mends(match.cell, match.value) for match in named) else "wrong"

    def _mends(self, cell: str, value: str) -> bool:
        right = self.cells.get(cell, {}).get("right")
        return value in (right, number(int(right)) if isinstance(right, int | float) else None)

    @property
    def became(self) -> str:
        """In a word: "refused"; accepted "silent" or "told" with figures that are not true, or "by name"; "right"."""
        if self.wrong:
            return "by name" if self.by_name else "told" if self.findings else "silent"
        return "right" if self.counted else "refused"


class Play:
    """The campaign in `source` (files and truth), played in a working folder of its own, `room`."""

    def __init__(self, source: Path, room: Path) -> None:
        truth = json.loads((source / TRUTH).read_text(encoding="utf-8"))
        self._source = source
        self._folder = start(room, None)
        self._zone = plan_of(self._folder).plan.timezone
        self._truth = {date.fromisoformat(day["date"]): day["units"] for day in truth["days"]}
        self.files = [_seen(item) for item in truth["files"]]
        self._by_path = {seen.path: seen for seen in self.files}
        self._by_name = {seen.name: seen for seen in self.files}
        self._rests: dict[tuple[str, date], Seen] = {}
        """(unit, day) → the file that is accepted for it."""

    def run(self) -> list[Seen]:
        """Press through every day; the files, with what became of them."""
        for day in self._truth:
            post = [seen for seen in self.files if seen.received.date() == day]
            late = [seen for seen in post if seen.received.time() >= _CLOSES]
            past = [seen for seen in post if seen.day < day and seen not in late]
            self._receive(past)
            for earlier in sorted({seen.day for seen in past if seen.came}):
                self._press(earlier, day, _MORNING)
            self._receive(seen for seen in post if seen not in past and seen not in late)
            self._press(day, day, _CLOSES)
            accept = [seen.unit for seen in post if self._takes_by_name(seen)]
            self._receive(late)
            standing = self._press(day, day, _EVENING, accept).standing
            if accept := [seen.unit for seen in late if self._takes_by_name(seen)]:
                standing = self._press(day, day, _EVENING, accept).standing
            self._end(day, post, standing.units)
        return [seen for seen in self.files if seen.came]

    def _receive(self, post: Iterable[Seen]) -> None:
        """Put files into the inbox as they come; one that answers a refusal comes only where there was one."""
        for seen in post:
            if seen.after and self._by_path[seen.after].counted:
                continue
            seen.came = True
            target = self._folder.inbox / seen.name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(self._source / seen.path, target)

    def _takes_by_name(self, seen: Seen) -> bool:
        """Whether the office takes a refused file by name: it was told that it is right, truly or not."""
        return seen.came and bool(seen.errors) and not seen.counted and (seen.right or bool(seen.office))

    def _press(self, day: date, on: date, hour: time, accept: Sequence[str] = ()) -> Outcome:
        now = datetime.combine(on, hour, self._zone) + timedelta(minutes=5)
        outcome = consolidate(self._folder, day, accept=sorted(set(accept)), agrees=lambda _: True, now=now)
        for finding in outcome.standing.findings:
            seen = self._by_name.get(finding.source.file)
            if seen and finding.severity is not Severity.INFO and (day == seen.day or (seen.fault and day > seen.day)):
                if finding.severity is Severity.ERROR and not seen.errors:
                    seen.misled_by = self._misled_by(seen)
                yesterday = day - timedelta(days=1)
                seen.after_a_gap = yesterday in self._truth and (seen.unit, yesterday) not in self._rests
                seen.findings.add(finding)
        for unit in outcome.standing.units:
            self._weigh(day, unit)
        return outcome

    def _weigh(self, day: date, unit: UnitDay) -> None:
        """Which file a unit's day rests on now, and whether that is the truth."""
        self._rests.pop((unit.unit, day), None)
        if unit.status is not Status.RECEIVED or unit.receipt is None:
            return
        seen = self._by_name[unit.receipt.name]
        self._rests[unit.unit, day] = seen
        seen.counted = True
        seen.by_name = seen.by_name or unit.by_name
        truth = self._truth[day][unit.unit]
        said = {kind: unit.figures[kind] for kind in KINDS}
        if any(
            said[kind].today is not None and [said[kind].today, said[kind].entered] != truth[kind] for kind in KINDS
        ):
            seen.wrong = seen.misleads = True
        seen.misleads = seen.misleads or any(figures.today is None for figures in said.values())

    def _misled_by(self, seen: Seen) -> Seen | None:
        """The unit's last accepted report before a file's day, where it misleads about what is entered."""
        days = [day for unit, day in self._rests if unit == seen.unit and day < seen.day]
        last = self._rests[seen.unit, max(days)] if days else None
        return last if last is not None and last.misleads else None

    def _end(self, day: date, post: Iterable[Seen], units: Iterable[UnitDay]) -> None:
        for seen in post:
            if seen.came and seen.right and (seen.unit, seen.day) not in self._rests:
                seen.lost = True
                seen.misled_by = seen.misled_by or self._misled_by(seen)
        for unit in units:
            last = day if unit.status is Status.RECEIVED else unit.carried_from
            rests = self._rests.get((unit.unit, last)) if last else None
            if rests is not None and rests.wrong:
                rests.stood += 1


def _seen(item: Mapping[str, Any]) -> Seen:
    return Seen(
        item["path"],
        item["unit"],
        date.fromisoformat(item["date"]),
        datetime.fromisoformat(item["received_at"]),
        item["fault"] or "",
        item["expected"],
        item["remark"] or "",
        item["after_refusal_of"] or "",
        item["office"] or "",
        {cell["cell"]: cell for cell in item["cells"]},
    )
