"""A working folder and the files that units send, for tests of the whole way."""

import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

from xlpy.app.folder import Folder
from xlpy.app.merge.merge_day import Outcome, consolidate
from xlpy.app.set_up import start
from xlpy.core.plan.plan import Plan
from xlpy.core.records import Kind, Measure
from xlpy.demo.clerks import Hand, decomposed, shortened, shouted, without_level, write_form
from xlpy.demo.truth import Work, campaign

FIRST, SECOND, THIRD = date(2023, 5, 22), date(2023, 5, 23), date(2023, 5, 24)
NOW = datetime.fromisoformat("2023-05-22T14:10:00+07:00")

HANDS: Mapping[str, Hand] = {
    "691": Hand("bu gia map.xlsx", lines="all"),
    "696": Hand("bu dang.xlsx", sheet="Sheet1", lines="parts", unit_in_title=True),
    "694": Hand("Hớn Quản - PL01.xlsx", rows_above=3, columns_left=2, spell=without_level, notes_below=("NGƯỜI LẬP",)),
    "688": Hand("TX Phuoc Long.xlsx", numbers="dots", spell=shortened, date_style="dash"),
    "697": Hand("PL01_ChonThanh.xlsx", lines="all", others="zero", hidden_rows=True),
    "693": Hand("bù đốp.xlsx", formulas=True, date_style="words", spell=decomposed),
    "689": Hand("Dong Xoai.xlsx", sheets_before=("Theo dõi máy",), spell=shouted, date_in_cell=True),
    "690": Hand("binh long.xlsx", blank_remaining=True),
    "695": Hand("Đồng Phú.xlsx", lines="all"),
    "692": Hand("bc loc ninh.xlsx", numbers="spaces", dash=True, marked=True, spell=shouted),
    "698": Hand("phu rieng.xlsx", dash=True),
}
"""A different make for each unit."""


def works(plan: Plan, days: int = 3, seed: int = 7) -> list[dict[str, Work]]:
    """What every unit did, day by day."""
    return list(campaign(plan, days, seed))


def form(plan: Plan, work: Work, **changes: object) -> bytes:
    """A unit's form in its own hand."""
    return write_form(plan, work, replace(HANDS[work.unit], **changes), seed=3)  # type: ignore[arg-type]


def put(folder: Folder, name: str, data: bytes, plan: Plan, day: date, hour: time = time(13)) -> Path:
    """A file into the inbox, received at an hour of a day."""
    path = folder.inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    received = datetime.combine(day, hour, plan.timezone).timestamp()
    os.utime(path, (received, received))
    return path


def put_all(folder: Folder, plan: Plan, day_works: Mapping[str, Work], units: Iterable[str] = HANDS) -> None:
    """The forms of units for a day, in a subfolder of that day."""
    for code in units:
        work = day_works[code]
        put(folder, f"{work.day}/{HANDS[code].file}", form(plan, work), plan, work.day)


def new_folder(path: Path) -> Folder:
    return start(path, None)


def started(path: Path, plan_path: Path | None, level: str | None = None) -> Folder:
    """What `start` makes of a new folder. The same plan again is not drawn again: a workbook takes half a second."""
    key = plan_path.read_bytes() if plan_path else b"", level
    if key not in _STARTED:
        folder = start(path, plan_path, level)
        made = sorted(path.rglob("*"))
        _STARTED[key] = {one.relative_to(path): None if one.is_dir() else one.read_bytes() for one in made}
        return folder
    path.mkdir(parents=True, exist_ok=True)
    for name, data in _STARTED[key].items():
        if data is None:
            (path / name).mkdir()
        else:
            (path / name).write_bytes(data)
    return Folder(path)


_STARTED: dict[tuple[bytes, str | None], Mapping[Path, bytes | None]] = {}
"""Plan and level → the files of a new folder; None is a folder."""


def copied(folder: Folder, path: Path) -> Folder:
    """The same folder at another place, a test's own: files keep their hours."""
    shutil.copytree(folder.path, path)
    return Folder(path)


def press(folder: Folder, day: date, **options: object) -> Outcome:
    """Press Tổng hợp."""
    # On the day itself or after it: what is yet to come has no hour.
    now = max(NOW, NOW + (day - NOW.date()))
    return consolidate(folder, day, now=now, **options)  # type: ignore[arg-type]


def wrong(kind: Kind, measure: Measure, value: object) -> dict[str, object]:
    """A change to a hand: one cell written wrong."""
    return {"overrides": {(kind, measure): value}}
