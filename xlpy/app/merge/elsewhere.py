"""The working folders of the plan's other levels: pressed along where their reports came, and how far they are.

What they have merged is read from their journals and recorded with this folder's run.
"""

import json
from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from os.path import normpath
from pathlib import Path
from typing import Any

from xlpy.app.errors import explain
from xlpy.app.folder import CannotDo, Folder
from xlpy.app.journal_of_folder import reading
from xlpy.app.journal_place import has_journal
from xlpy.app.plan_of_folder import plan_of
from xlpy.core.carried_days import carried_history
from xlpy.core.consolidate import Standing, Status
from xlpy.core.plan.dated import handovers_until, of_day
from xlpy.core.plan.elsewhere import UnitElsewhere, unit_document
from xlpy.core.plan.plan import Plan, parse_plan
from xlpy.core.records import KINDS, AcceptedDay
from xlpy.core.text import day as written
from xlpy.doors.disk.inbox import entries
from xlpy.doors.disk.plan_file import PlanFile


def with_elsewhere(
    folder: Folder, plan_file: PlanFile, day: date, recorded: str | None, *, now: datetime, press: bool
) -> tuple[PlanFile, tuple[str, ...], bool]:
    """The plan with how far the other levels were on a day; what people should know; whether a folder was not had.

    Where `press`, a folder that received something on that day, or has merged it before, is merged first. A folder that
    cannot be read or merged stops nothing: its level is as far as the day's last run found it, or not known, and people
    are told so. `recorded` is the text of that run's plan, None where the day was never merged.
    """
    plan, found = plan_file.plan, []
    kept = {one["folder"]: one for one in json.loads(recorded or "{}").get("elsewhere", ())}
    notes: list[str] = []
    failed = False
    levels = {plan.tracked_level}
    for place in plan.aside.folders:
        other, why = Folder(Path(normpath(folder.place(place)))), ""
        there: PlanFile | None = None
        try:
            if not other.path.is_dir():
                raise CannotDo("Không có thư mục này; xem ô “Thư mục của các cấp khác” ở trang Thiết lập.")
            if press:
                try:
                    there = plan_of(other)
                    notes.extend(_pressed_there(other, there, place, day, levels, now))
                except Exception as error:  # its figures may be had all the same
                    why = explain(error, other.path)
                    notes.append(f"Thư mục của cấp khác “{place}”: chưa tổng hợp được. {why}")
            told = _told_of(other, day, there)
            if told.get("level") in levels:
                raise CannotDo("Thư mục này theo dõi cấp đã có ở thư mục khác, không cộng hai lần.")
            levels.add(told["level"])
        except Exception as error:  # whatever is the matter over there, this day is merged
            failed = True
            if (reason := explain(error, other.path)) != why:
                notes.append(f"Thư mục của cấp khác “{place}”: chưa lấy được số. {reason}")
            told = kept.get(place, {})
            if told.get("level") and told["level"] not in levels:
                levels.add(told["level"])
                notes[-1] = f"{notes[-1]} {_kept_words(plan, told)}"
            else:
                told = {"units": []}
        failed = failed or bool(why)
        found.append({"folder": place, **told})
    data: dict[str, Any] = {**json.loads(plan_file.text), "elsewhere": found}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return PlanFile(parse_plan(data), text, sha256(text.encode()).hexdigest()), tuple(notes), failed


def _kept_words(plan: Plan, told: Mapping[str, Any]) -> str:
    name = next((level.name for level in plan.levels if level.level == told["level"]), "cấp ấy")
    as_of = f", đến ngày {written(date.fromisoformat(told['day']))}" if told.get("day") else ""
    return f"Báo cáo giữ số {name} như lần tổng hợp trước đã ghi{as_of}."


def _pressed_there(
    other: Folder, plan_file: PlanFile, place: str, day: date, levels: Container[str], now: datetime
) -> Iterator[str]:
    """Merge the day in the folder of a level not among `levels`, where there is anything to merge; a line of it.

    That is also where reports are due on the day: who then sends none is missing.
    """
    from xlpy.app.merge.merge_day import consolidate  # which asks for this module where a folder has others

    plan = plan_file.plan
    if plan.tracked_level in levels:
        return
    yield from _come_late(other, place, plan, day)
    if not (_has_come(other, plan, day) or plan.period.due(day) == day):
        return
    outcome = consolidate(other, day, plan_file=plan_file, now=now, alone=True)
    units, name = outcome.standing.units, plan.tracked.name
    refused = sum(unit.status is Status.REFUSED for unit in units)
    missing = sum(unit.status is Status.MISSING for unit in units)
    back = f", trả lại để sửa {refused}" if refused else ""
    back += f", chưa báo cáo {missing}" if missing else ""
    back += f". Xem: {other.command(f'tong-hop --ngay {day}')}" if refused or missing else "."
    told = f"tiếp nhận {outcome.standing.reported}/{len(units)} đơn vị{back}"
    yield f"{name[:1].upper()}{name[1:]}: đã tổng hợp ở “{place}”, {told}"


def _has_come(other: Folder, plan: Plan, day: date) -> bool:
    """Whether the folder received something on a day, or has merged that day."""
    with reading(other) as journal:
        if day in journal.days():
            return True
    return any(on == day for _, on in _came(other, plan))


def _came(other: Folder, plan: Plan) -> Iterator[tuple[str, date]]:
    """The files of an inbox, by the names that the journal has, each with the day on which it was last changed."""
    inbox = other.place(plan.inbox)
    for path, entry in entries(inbox):
        if entry is not None:
            changed = datetime.fromtimestamp(entry.stat().st_mtime, plan.timezone)
            yield Path(path).relative_to(inbox).as_posix(), changed.date()


def _come_late(other: Folder, place: str, plan: Plan, day: date) -> Iterator[str]:
    """What came after the last day on which reports were due had been merged, and is still owed for it."""
    due = plan.period.due(day)
    if due is None or plan.period.is_daily or due >= day:
        return
    with reading(other) as journal:
        standing = journal.standing(due) if due in journal.days() else None
        known = {item.receipt.name for item in journal.taken()}
    if standing is None or not any(unit.status in (Status.MISSING, Status.REFUSED) for unit in standing.units):
        return
    if any(on >= due and name not in known for name, on in _came(other, plan)):
        command = other.command(f"tong-hop --ngay {due}")
        yield f"Thư mục của cấp khác “{place}”: có tệp đến sau kỳ {written(due)}, kỳ ấy còn thiếu. Tiếp nhận: {command}"


def _told_of(other: Folder, day: date, plan_file: PlanFile | None) -> dict[str, Any]:
    """The level that a folder follows, and by its last day merged until `day` its running total and its units.

    `plan_file` is the folder's plan, None where it was not read: then it is as that last day had it.
    """
    if not has_journal(other) and not other.workbook.exists():
        raise CannotDo(f"{other.path}: không phải thư mục làm việc.")
    with reading(other) as journal:
        merged = [one for one in journal.days() if one <= day]
        last = journal.plan_text(merged[-1]) if merged else journal.last_plan()
        standing = journal.standing(merged[-1]) if merged else None
        plan = plan_file.plan if plan_file else parse_plan(json.loads(last)) if last else None
        changed = plan is not None and any(standing and one.day > standing.date for one in handovers_until(plan, day))
        accepted = journal.accepted_days() if changed else {}
    # Where nothing was merged yet nothing is wrong: whoever reports weekly may owe nothing so far.
    level = (plan or plan_of(other).plan).tracked_level if last is None else json.loads(last)["form"]["level"]
    told: dict[str, Any] = {"level": level}
    units = _units_of(standing, day) if standing is not None else ()
    if standing is not None and plan is not None and changed:
        units = _units_since(of_day(plan, day), standing.date, accepted)
    if heard := [unit.day for unit in units if unit.day is not None]:
        told |= {"day": max(heard).isoformat()}
        told |= {"entered": sum(entered for unit in units for entered in unit.entered.values())}
    return {**told, "units": [unit_document(unit) for unit in units]}


def _units_since(plan: Plan, last: date, accepted: Mapping[str, Sequence[AcceptedDay]]) -> tuple[UnitElsewhere, ...]:
    """The units of the day that the plan is of, some of which have become others since the `last` day merged."""
    assert plan.as_of is not None
    until = {unit: [item for item in days if item.date <= last] for unit, days in accepted.items()}
    days = carried_history(plan, until, plan.as_of).days
    found = []
    for target in plan.tracked.targets:
        code, known = target.unit.code, days.get(target.unit.code, ())
        totals = {kind: plan.total(code, kind) for kind in KINDS}
        entered = {kind: known[-1].figures[kind].entered for kind in KINDS} if known else {}
        found.append(UnitElsewhere(code, target.unit.name, totals, known[-1].date if known else None, {}, entered))
    return tuple(found)


def _units_of(standing: Standing, day: date) -> tuple[UnitElsewhere, ...]:
    """The units of another level, each by its last accepted report until `day`."""
    found = []
    for unit in standing.units:
        last = standing.date if unit.accepted else unit.carried_from
        figures = unit.figures
        found.append(
            UnitElsewhere(
                unit.unit,
                unit.name,
                {kind: figures[kind].total for kind in KINDS},
                last,
                {kind: figures[kind].today for kind in KINDS} if last == day else {},
                {} if last is None else {kind: figures[kind].entered for kind in KINDS},
            )
        )
    return tuple(found)
