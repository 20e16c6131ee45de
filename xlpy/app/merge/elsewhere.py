"""What the working folders of the plan's other levels have merged: read from their journals, recorded with the run."""

import json
from datetime import date
from hashlib import sha256
from typing import Any

from xlpy.app.errors import explain
from xlpy.app.folder import CannotDo, Folder
from xlpy.app.journal_of_folder import reading
from xlpy.core.plan.plan import parse_plan
from xlpy.core.records import Kind
from xlpy.doors.disk.plan_file import PlanFile


def with_elsewhere(folder: Folder, plan_file: PlanFile, day: date) -> tuple[PlanFile, tuple[str, ...]]:
    """The plan with how far the other levels were on a day; and what people should know.

    A folder that cannot be read stops nothing: its level is not known, and the report says so.
    """
    plan, found, notes = plan_file.plan, [], []
    levels = {plan.tracked_level}
    for place in plan.aside.folders:
        try:
            told = _told_of(Folder(folder.place(place)), day)
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


def _told_of(other: Folder, day: date) -> dict[str, Any]:
    """The level that a folder follows, and its running total by its last day merged until `day`."""
    if not other.journal.exists():
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
