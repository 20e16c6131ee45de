"""The working folders of the plan's other levels: pressed along where their reports came, and how far they are.

What they have merged is read from their journals and recorded with this folder's run.
"""

import json
from collections.abc import Container, Iterator
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
from xlpy.core.consolidate import Status
from xlpy.core.plan.plan import Plan, parse_plan
from xlpy.core.records import Kind
from xlpy.doors.disk.inbox import entries
from xlpy.doors.disk.plan_file import PlanFile


def with_elsewhere(
    folder: Folder, plan_file: PlanFile, day: date, *, now: datetime, press: bool
) -> tuple[PlanFile, tuple[str, ...]]:
    """The plan with how far the other levels were on a day; and what people should know.

    Where `press`, a folder that received something on that day, or has merged it before, is merged first. A folder that
    cannot be read or merged stops nothing: its level is as far as it was, or not known, and the report says so.
    """
    plan, found = plan_file.plan, []
    notes: list[str] = []
    levels = {plan.tracked_level}
    for place in plan.aside.folders:
        other = Folder(Path(normpath(folder.place(place))))
        try:
            if not other.path.is_dir():
                raise CannotDo("không có thư mục này; xem ô “Thư mục của các cấp khác” ở trang Thiết lập.")
            if press:
                notes.extend(_pressed_there(other, place, day, levels, now))
            told = _told_of(other, day)
            if told.get("level") in levels:
                raise CannotDo("theo dõi cấp đã có ở thư mục khác, không cộng hai lần")
            levels.add(told["level"])
        except Exception as error:  # whatever is the matter over there, this day is merged
            notes.append(f"Thư mục của cấp khác “{place}”: chưa lấy được số. {explain(error, folder.place(place))}")
            told = {}
        found.append({"folder": place, **told})
    data: dict[str, Any] = {**json.loads(plan_file.text), "elsewhere": found}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return PlanFile(parse_plan(data), text, sha256(text.encode()).hexdigest()), tuple(notes)


def _pressed_there(other: Folder, place: str, day: date, levels: Container[str], now: datetime) -> Iterator[str]:
    """Merge the day in the folder of a level not among `levels`, where there is anything to merge; a line of it."""
    from xlpy.app.merge.merge_day import consolidate  # which asks for this module where a folder has others

    try:
        plan_file = plan_of(other)
        plan = plan_file.plan
        if plan.tracked_level in levels or not _has_come(other, plan, day):
            return
        outcome = consolidate(other, day, plan_file=plan_file, now=now, alone=True)
    except Exception as error:  # whatever is the matter over there, this day is merged
        yield f"Thư mục của cấp khác “{place}”: chưa tổng hợp được. {explain(error, other.path)}"
        return
    units, name = outcome.standing.units, plan.tracked.name
    refused = sum(unit.status is Status.REFUSED for unit in units)
    back = f", trả lại để sửa {refused}. Xem: {other.command(f'tong-hop --ngay {day}')}" if refused else "."
    told = f"tiếp nhận {outcome.standing.reported}/{len(units)} đơn vị{back}"
    yield f"{name[:1].upper()}{name[1:]}: đã tổng hợp ở “{place}”, {told}"


def _has_come(other: Folder, plan: Plan, day: date) -> bool:
    """Whether the folder received something on a day, or has merged that day.

    Who owes no daily report is not missing: a day on which nothing came is no day of that level.
    """
    with reading(other) as journal:
        if day in journal.days():
            return True
    came = (entry.stat().st_mtime for _, entry in entries(other.place(plan.inbox)) if entry is not None)
    return any(datetime.fromtimestamp(at, plan.timezone).date() == day for at in came)


def _told_of(other: Folder, day: date) -> dict[str, Any]:
    """The level that a folder follows, and its running total by its last day merged until `day`."""
    if not has_journal(other):
        raise CannotDo(f"{other.path}: chưa tổng hợp lần nào, hoặc không phải thư mục làm việc.")
    with reading(other) as journal:
        merged = [one for one in journal.days() if one <= day]
        last = journal.plan_text(merged[-1]) if merged else journal.last_plan()
        standing = journal.standing(merged[-1]) if merged else None
    if last is None:
        raise CannotDo(f"{other.path}: chưa tổng hợp lần nào.")
    told: dict[str, Any] = {"level": json.loads(last)["form"]["level"]}
    if standing is not None:
        told |= {"day": standing.date.isoformat(), "entered": standing.total[Kind.SUM].entered}
    return told
