"""How far the plan's other levels are, which other working folders follow: what a run found there and recorded.

A past report is drawn from the record alone, whatever became of those folders since.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from xlpy.core.records import KINDS, Kind, Measure

if TYPE_CHECKING:
    from xlpy.core.plan.plan import Level, Plan


class UnitElsewhere(NamedTuple):
    """A unit of another level, by its last accepted report: `day` is that report's, None where there is none yet.

    Without one, what it entered is not known, and not 0. `today` is known of the day of the run alone.
    """

    unit: str
    name: str
    totals: Mapping[Kind, int]
    day: date | None = None
    today: Mapping[Kind, int | None] = {}
    entered: Mapping[Kind, int] = {}

    def get(self, kind: Kind, measure: Measure) -> int | None:
        """The figure of a column of Phụ lục 01, the sum of the four kinds among them; None where it is not known."""
        if kind is Kind.SUM:
            known = [value for one in KINDS if (value := self.get(one, measure)) is not None]
            return sum(known) if known else None
        if measure is Measure.TOTAL:
            return self.totals[kind]
        if measure is Measure.TODAY:
            return self.today.get(kind)
        entered = self.entered.get(kind)
        return entered if entered is None or measure is Measure.ENTERED else self.totals[kind] - entered


class Elsewhere(NamedTuple):
    """How far a level is that another working folder follows, as a run found it there.

    `level` is "" where the folder could not be read; `day` the last day of which it accepted anything, None where there
    is none yet. `units` is None in a run of before they were recorded.
    """

    folder: str
    level: str = ""
    day: date | None = None
    entered: int = 0
    units: tuple[UnitElsewhere, ...] | None = None


class LevelElsewhere(NamedTuple):
    """A level that the plan does not follow: its units, and its sums as far as they are known.

    `day` is the last day of which anything was accepted; None: nothing of the level is known, and `entered` is None.
    `unknown` units have cases and no accepted report yet.
    """

    level: str
    name: str
    appendix: str
    cases: int
    day: date | None
    entered: int | None
    units: tuple[UnitElsewhere, ...]
    unknown: int


class WholePlan(NamedTuple):
    """All levels together: cases, what was entered of them as far as it is known, and whether all of it is."""

    cases: int
    entered: int
    complete: bool


def parse_elsewhere(data: Mapping[str, Any]) -> Elsewhere:
    """From the plan's JSON."""
    day = date.fromisoformat(data["day"]) if data.get("day") else None
    units = tuple(map(_parse_unit, data["units"])) if "units" in data else None
    return Elsewhere(data["folder"], data.get("level", ""), day, data.get("entered", 0), units)


def _parse_unit(data: Mapping[str, Any]) -> UnitElsewhere:
    def by_kind(name: str) -> Any:
        return dict(zip(KINDS, data[name], strict=True)) if name in data else {}

    day = date.fromisoformat(data["day"]) if "day" in data else None
    return UnitElsewhere(data["code"], data["name"], by_kind("total"), day, by_kind("today"), by_kind("entered"))


def unit_document(unit: UnitElsewhere) -> dict[str, Any]:
    """A unit as the plan's JSON has it: figures in the order of the kinds."""
    found: dict[str, Any] = {"code": unit.unit, "name": unit.name, "total": [unit.totals[kind] for kind in KINDS]}
    if unit.day is not None:
        found |= {"day": unit.day.isoformat(), "entered": [unit.entered[kind] for kind in KINDS]}
        found |= {"today": [unit.today.get(kind) for kind in KINDS]} if unit.today else {}
    return found


def levels_elsewhere(plan: "Plan") -> tuple[LevelElsewhere, ...]:
    """The plan's other levels in its order; none where the plan names no folder that follows one."""
    if not plan.aside.elsewhere:
        return ()
    known = {one.level: one for one in plan.aside.elsewhere if one.level}
    return tuple(_level(level, known.get(level.level)) for level in plan.levels if level.level != plan.tracked_level)


def _level(level: "Level", found: Elsewhere | None) -> LevelElsewhere:
    units = found.units if found and found.units else _of_the_plan(level)
    recorded = bool(found and found.units)
    cases = sum(total for unit in units for total in unit.totals.values()) if recorded else level.cases
    day = found.day if found else None
    entered = found.entered if found and day else None
    silent = [unit for unit in units if unit.day is None and any(unit.totals.values())]
    unknown = len(silent) if recorded or day is None else 0
    return LevelElsewhere(level.level, level.name, level.appendix, cases, day, entered, units, unknown)


def _of_the_plan(level: "Level") -> tuple[UnitElsewhere, ...]:
    return tuple(
        UnitElsewhere(target.unit.code, target.unit.name, {kind: target.cases[kind] or 0 for kind in KINDS})
        for target in level.targets
    )


def has_units(plan: "Plan") -> bool:
    """Whether the plan's run recorded the units of other levels, and not only how far each level is."""
    return any(one.units is not None for one in plan.aside.elsewhere)


def whole_of(plan: "Plan", levels: Sequence[LevelElsewhere], entered: int) -> WholePlan:
    """The followed level, which `entered` so much, and the others."""
    cases = plan.tracked.cases + sum(one.cases for one in levels)
    complete = not any(one.unknown for one in levels)
    return WholePlan(cases, entered + sum(one.entered or 0 for one in levels), complete)


def summed(units: Iterable[UnitElsewhere], kind: Kind, measure: Measure) -> int | None:
    """The sum of a column, of what is known; None where nothing is."""
    known = [value for unit in units if (value := unit.get(kind, measure)) is not None]
    return sum(known) if known else None
