"""A working folder of many communes, with two days of forms: named after their units, after nobody, bad, in letters."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.kit.folders import FIRST, SECOND, put, works
from tests.kit.hostile import pack
from tests.kit.letters import attached, letter
from xlpy.app.folder import Folder
from xlpy.app.merge.merge_day import Outcome
from xlpy.app.set_up import start
from xlpy.core.plan.plan import Plan, parse_plan
from xlpy.core.records import Kind, Measure
from xlpy.demo.clerks import Hand, write_form

COMMUNES = 120
"""Enough for a batch, and for a second one."""

_HANDS = (
    Hand(""),
    Hand("", numbers="dots"),
    Hand("", overrides={(Kind.BIRTH, Measure.ENTERED): 77}),
    Hand("", sheet="S"),
)
_SYLLABLES = [a + b for a in ("b", "c", "ch", "d", "đ", "g", "h", "kh") for b in ("an", "en", "im", "on", "ung")]


def document(count: int = COMMUNES) -> dict[str, object]:
    """The plan of as many communes, as its file has it."""
    names = [f"Xã {one.title()} {other.title()}" for one in _SYLLABLES for other in _SYLLABLES if one != other]
    codes = [f"{20_000 + number}" for number in range(count)]
    cases = {"birth": 9_000, "marriage": 2_000, "death": 700, "adoption": 5}
    targets = [{"code": code, "books": dict.fromkeys(cases, 9), "cases": cases, "machines": 2} for code in codes]
    units = [{"code": code, "name": name} for code, name in zip(codes, names, strict=False)]
    return {
        "schema": 1,
        "plan": {"number": "188/KH-UBND", "date": "2023-04-04", "issuer": "UBND tỉnh"},
        "office": "Sở Tư pháp",
        "recipient": "Tổ trưởng",
        "campaign": {"start": "2023-05-22", "before": "2023-07-15"},
        "reporting": {"units_before": "14:00", "office_before": "15:00", "utc_offset_hours": 7},
        "folders": {"inbox": "den", "reports": "bao-cao"},
        "norm": {"per_machine_per_day": 200, "in_text": 200, "in_tables": 200, "rounding": "nearest"},
        "form": {"level": "commune"},
        "priority": list(cases),
        "levels": [{"level": "commune", "name": "cấp xã", "appendix": "02", "targets": targets}],
        "units": {"code": "00", "name": "Cả Nước", "children": units},
        "mail": {"sender": "a@b.vn", "units": {code: [f"{code}@b.vn"] for code in codes}},
    }


def dated_document() -> dict[str, object]:
    """The same plan with machines that move and units that change: one joins another, one is split in two."""
    shares = {
        **dict.fromkeys(("entered_birth", "entered_marriage", "entered_death", "entered_adoption"), 0),
        "machines": 1,
    }
    half = {"cases_birth": 4_500, "cases_marriage": 1_000, "cases_death": 350}
    split = [{"day": str(SECOND), "old": "20030", "name": f"Xã Tách {name}", **shares, **half} for name in "AB"]
    return {
        **document(),
        "moves": [
            {"day": str(FIRST), "code": "20008", "what": "lent", "count": 1, "other": "20007"},
            {"day": str(FIRST), "code": "20009", "what": "broken", "count": 1},
            {"day": str(FIRST), "code": "20011", "what": "lent", "count": 99, "other": "20012"},
            {"day": str(SECOND), "code": "20009", "what": "received", "count": 3},
        ],
        "changes": [
            {"day": str(SECOND), "old": "20010", "new": "20009"},
            {**split[0], "new": "30001", "cases_adoption": 2},
            {**split[1], "new": "30002", "cases_adoption": 3},
        ],
    }


def plan_of(count: int = COMMUNES) -> Plan:
    """The plan of as many communes."""
    return parse_plan(document(count))


def new_province(path: Path, panic: bytes) -> Folder:
    """A folder with the forms of two days: every third under its unit's name; `panic` is a file that a reader dies of.

    One of the first day's forms comes under two names, one in a letter, two in an archive, one is no workbook.
    """
    path.mkdir(parents=True, exist_ok=True)
    written = path / "plan.json"
    written.write_text(json.dumps(document(), ensure_ascii=False), encoding="utf-8")
    folder = start(path / "viec", written)
    plan = plan_of()
    for day, of_units in zip((FIRST, SECOND), works(plan, 2), strict=True):
        forms = [
            (unit.name, write_form(plan, of_units[unit.code], _HANDS[place % len(_HANDS)], seed=3))
            for place, unit in enumerate(plan.senders)
        ]
        for place, (name, data) in enumerate(forms[5:]):
            named = f"{name} {day.day}-5" if place % 3 == 0 else f"PL01 so {place}"
            put(folder, f"{day}/{named}.xlsx", data, plan, day)
        put(folder, f"{day}/gui lai.xlsx", forms[7][1], plan, day)
        put(folder, f"{day}/hong.xls", panic, plan, day)
        put(folder, f"{day}/rong.xlsx", b"", plan, day)
        sender = f"{plan.senders[0].code}@b.vn"
        put(folder, f"{day}/thu.eml", letter(attached(forms[0][1], "a.xlsx"), sender=sender), plan, day)
        put(folder, f"{day}/goi.zip", pack([("1.xlsx", forms[1][1]), ("2.xlsx", forms[2][1])]), plan, day)
    return folder


def copied(folder: Folder, path: Path) -> Folder:
    """The same folder at another place: files keep their hours."""
    shutil.copytree(folder.path, path / "viec")
    return Folder(path / "viec")


Gave = tuple[bytes, str, tuple[str, ...]]


def gave(folder: Folder, outcome: Outcome) -> Gave:
    """All that a press leaves: the report's bytes, the whole journal, and what people are told of the result."""
    with closing(sqlite3.connect(folder.path / "nhat-ky.sqlite")) as journal:
        rows = "\n".join(journal.iterdump())
    return outcome.report.read_bytes(), rows, tuple(map(str, outcome.standing.findings))
