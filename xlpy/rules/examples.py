"""Play a rule's example: build the form it describes, read and judge it, and give what was found.

The same examples are the rules' tests and the pages of docs/rules.
"""

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from xlpy.core.carried_days import carried_history
from xlpy.core.consolidate import SentBack, accepted_day
from xlpy.core.forms import (
    BEFORE_WORDS,
    COLUMNS_01,
    DAY_FORM,
    DAY_SHEET,
    FORM_01,
    MISMATCH_SHEET,
    TARGETS_LABEL,
    mark,
    phoned_mark,
)
from xlpy.core.grid import Area, Grid, Looks, Position, Snapshot, Value, column_of
from xlpy.core.mismatch_sheet import MISMATCH_SIDE
from xlpy.core.plan.dated import of_day
from xlpy.core.plan.plan import Plan, parse_plan
from xlpy.core.receipt import Receipt
from xlpy.core.records import KINDS, AcceptedDay, Figures, Kind, Measure
from xlpy.core.source import Finding, Source
from xlpy.core.text import day as written
from xlpy.rules.day import Came, weigh
from xlpy.rules.judge import Background
from xlpy.rules.later_days import Flip, LaterDay, flips, replaced, told, weighed_again
from xlpy.rules.plan import check_plan
from xlpy.rules.rule import Before, Example, Rule, Scope
from xlpy.rules.tasks import check_aside

DAY = date(2023, 5, 23)
UNIT = "696"
YESTERDAY = Before(date(2023, 5, 22), (1245, 310, 95, 1), (1245, 310, 95, 1))
TODAY = (250, 60, 20, 1)
ENTERED = (1495, 370, 115, 2)
_HEADER_TOP, _LINE = 3, 6
_ADDRESS = re.compile(r"([A-Z]+)(\d+)")


def play(rule: Rule, example: Example, plan: Mapping[str, Any]) -> tuple[Finding, ...]:
    """The findings of `rule` in an example. `plan` is the JSON of the plan of Bình Phước."""
    changed = of_day(parse_plan(_changed(plan, example.plan)), DAY)
    match rule.scope:
        case Scope.PLAN:
            found = check_plan(changed)
        case Scope.ASIDE:
            history = carried_history(changed, _background(example, changed).history, DAY)
            found = check_aside(changed, DAY, history.uneven)
        case Scope.RUN:
            found = told(rule, _play_run(example, changed))
        case _:
            found = _play_day(example, changed)
    # A form whose unit could not be told has findings without one.
    units = {example.unit} | ({None} if rule.scope is not Scope.PLAN else set())
    return tuple(f for f in found if f.code == rule.code and f.unit in units)


def _changed(plan: Mapping[str, Any], changes: Mapping[str, object]) -> dict[str, Any]:
    data = deepcopy(dict(plan))
    for path, value in changes.items():
        *steps, last = (int(step) if step.isdigit() else step for step in path.split("."))
        at: Any = data
        for step in steps:
            at = at[step]
        at[last] = at[last][:1] if value == "[:1]" else value
    return data


def _play_day(example: Example, plan: Plan) -> tuple[Finding, ...]:
    files = [] if example.absent else [example, *example.others]
    came = [_came(file, plan) for file in files]
    return weigh(plan, DAY, came, _background(example, plan)).standing.findings


def _play_run(example: Example, plan: Plan) -> Iterator[Flip]:
    """Taking the example's file for its day, where `others` are those of the day after, pressed before."""
    later, units = DAY + timedelta(days=1), frozenset({UNIT})
    came = [_came(file, plan) for file in example.others]
    background = _background(example, plan)
    before = background.history[UNIT]
    (unit,) = weigh(plan, DAY, [_came(example, plan)], background, among=units).standing.units
    days = [LaterDay(later, came, Background(), frozenset())]
    anyway = weighed_again(plan, days, {UNIT: before}, units)
    days = [days[0]._replace(accepted=frozenset(code for (_, code), seen in anyway.items() if seen.accepted))]
    would = weighed_again(plan, days, {UNIT: replaced(before, DAY, accepted_day(DAY, unit))}, units)
    return flips(DAY, days, would, anyway)


def _came(example: Example, plan: Plan) -> Came:
    digest = _digest(example)
    receipt = _receipt(example, plan)
    if example.problem is None:
        return Came(receipt, Snapshot(example.file, digest, tuple(form_grids(example, plan))), example.letter)
    place = example.problem.source._replace(file=example.file)
    problems = (
        example.problem._replace(source=place._replace(sheet=f"{place.sheet} ({number})") if number > 1 else place)
        for number in range(1, example.sheets + 1)
    )
    return Came(receipt, Snapshot(example.file, digest, problems=tuple(problems)), example.letter)


def _receipt(example: Example, plan: Plan) -> Receipt:
    at = example.received
    hour = datetime.combine(example.came or DAY, at, plan.timezone) if at is not None else None
    return Receipt(example.file, _digest(example), hour)


def _digest(example: Example) -> str:
    return sha256(repr(example).encode()).hexdigest()


def _background(example: Example, plan: Plan) -> Background:
    before = (YESTERDAY,) if example.before is None else example.before
    plan = plan.issued or plan
    return Background(
        history={
            **({UNIT: tuple(_accepted(plan, item) for item in before)} if before else {}),
            **{code: (_accepted(plan, item)._replace(unit=code),) for code, item in example.others_before.items()},
        },
        later={UNIT: _accepted(plan, example.later)} if example.later else {},
        standing={UNIT: _accepted(plan, example.standing)} if example.standing else {},
        same_bytes={_digest(example): example.same_bytes},
        first_seen=_seen_before(example, plan),
        sent_back={UNIT: _sent_back(example.sent_back, plan)} if example.sent_back else {},
    )


def _sent_back(on: date, plan: Plan) -> SentBack:
    received = datetime.combine(on, time(13, 30), plan.timezone)
    return SentBack(on, Receipt(f"bu dang {on.day}-{on.month}.xlsx", "0" * 64, received), "Phụ lục 01")


def _seen_before(example: Example, plan: Plan) -> dict[tuple[str, datetime | None], date]:
    receipt = _receipt(example, plan)
    return {(receipt.sha256, receipt.received_at): example.first_seen} if example.first_seen else {}


def _accepted(plan: Plan, before: Before) -> AcceptedDay:
    figures = {
        kind: Figures(plan.total(UNIT, kind), today, entered)
        for kind, today, entered in zip(KINDS, before.today, before.entered, strict=True)
    }
    cells = {kind: (f"{today}7", f"{entered}7") for kind, today, entered in zip(KINDS, "DHLP", "EIMQ", strict=True)}
    source = Source(f"bu dang {before.day:%d-%m}.xlsx", "Phụ lục 01")
    return AcceptedDay(UNIT, before.day, figures, source, "0" * 64, cells, before.by_name, before.phoned)


def form_grids(example: Example, plan: Plan) -> Iterator[Grid]:
    """The sheets of the file that an example describes."""
    if not example.sheets:
        yield Grid(example.file, "Sheet1", {(0, 0): "Danh sách"})
    if example.typed:
        yield Grid(example.file, DAY_SHEET, dict(_day_cells(example, plan)))
    if example.apart:
        yield Grid(example.file, MISMATCH_SHEET, dict(_apart_cells(example)))
    merged = tuple(_area(text) for text in example.merged)
    for number in range(example.sheets):
        name = "Phụ lục 01" if not number else f"Phụ lục 01 ({number + 1})"
        cells = form_cells(example, plan)
        yield Grid(example.file, name, cells, merged=merged, visible=example.visible, looks=_looks(example))


def _looks(example: Example) -> Looks:
    columns = {head.name: column for column, head in enumerate(FORM_01.columns)}
    formats = {(_LINE, columns[name]): code for name, code in example.formats.items()}
    return Looks(frozenset(row - 1 for row in example.hidden_rows), formats=formats)


def _day_cells(example: Example, plan: Plan) -> Iterator[tuple[Position, Value]]:
    """The sheet of days of an issued form: totals, what was entered before, then a line a day."""
    columns = {head.name: column for column, head in enumerate(DAY_FORM.columns)}
    today = {kind: columns[f"{kind}.{Measure.TODAY}"] for kind in KINDS}
    yield (0, 40), mark(UNIT, plan.document.number, example.issued)
    yield from (((_HEADER_TOP + head.top, head.left), head.label) for head in DAY_FORM.header())
    yield (_LINE, 0), TARGETS_LABEL
    yield from (((_LINE, column), plan.total(UNIT, kind)) for kind, column in today.items())
    yield (_LINE + 1, 0), f"{BEFORE_WORDS}{written(plan.start)}"
    for row, (day, figures) in enumerate(example.typed, _LINE + 2):
        yield (row, columns["day"]), day
        yield from (((row, today[kind]), figure) for kind, figure in zip(KINDS, figures, strict=True))
    if example.reason:
        yield (_LINE + 1 + len(example.typed), columns["reason"]), example.reason


def _apart_cells(example: Example) -> Iterator[tuple[Position, Value]]:
    """The sheet Theo dõi riêng: heads, then a line a case."""
    columns = {column.name: place for place, column in enumerate(MISMATCH_SIDE.columns)}
    for column in MISMATCH_SIDE.columns:
        if column.label not in example.apart_without:
            yield (MISMATCH_SIDE.head_row, columns[column.name]), column.label
    for row, line in enumerate(example.apart, MISMATCH_SIDE.first_row):
        for name, value in line.items():
            yield (row, columns.get(name, len(columns) + 2)), value  # type: ignore[misc]


def form_cells(example: Example, plan: Plan) -> dict[Position, Value]:
    """The cells of the form that an example describes."""
    cells: dict[Position, Value] = {(0, 0): f"PHỤ LỤC {FORM_01.code}", (1, 0): f"{FORM_01.title} {example.as_of}"}
    cells |= {(_HEADER_TOP + head.top, head.left): head.label for head in FORM_01.header()}
    cells[_LINE, 0] = 1
    if example.label:
        cells[_LINE, 1] = example.label
    if example.phoned:
        cells[0, 40] = phoned_mark(UNIT)
    columns = {head.name: column for column, head in enumerate(FORM_01.columns)}
    cells |= {(_LINE, columns[name]): value for name, value in _clean(plan).items()}
    for name, value in example.cells.items():
        position = (_LINE, columns[name]) if name in columns else _position(name)
        cells.pop(position, None)
        if value is not None:
            cells[position] = value  # type: ignore[assignment]
    return cells


def _clean(plan: Plan) -> dict[str, int]:
    """The figures of a form without a fault, by column name."""
    figures: dict[Kind, dict[Measure, int]] = {}
    for kind, today, entered in zip(KINDS, TODAY, ENTERED, strict=True):
        total = plan.total(UNIT, kind)
        figures[kind] = {
            Measure.TOTAL: total,
            Measure.TODAY: today,
            Measure.ENTERED: entered,
            Measure.REMAINING: total - entered,
        }
    figures[Kind.SUM] = {measure: sum(figures[kind][measure] for kind in KINDS) for measure in Measure}
    return {name: figures[kind][measure] for name, (kind, measure) in COLUMNS_01.items()}


def _position(address: str) -> Position:
    match = _ADDRESS.fullmatch(address)
    assert match is not None, address
    return int(match[2]) - 1, column_of(match[1])


def _area(text: str) -> Area:
    (top, left), (bottom, right) = map(_position, text.split(":"))
    return Area(top, left, bottom, right)
