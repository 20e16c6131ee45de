"""Số liệu tiến độ: what Tiến độ and its charts are drawn from, as formulas over Nhật ký for the date on Điều khiển.

Not shown. A row a day of the campaign; beside them a row a unit, and the units again by how likely they are to be late.
Each value stands once in Python (the workbook as drawn) and once as its formula.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from xlpy.core.campaign.projection import Projection, UnitProjection
from xlpy.core.consolidate import Standing, Status
from xlpy.core.office_book import (
    CHARTED_SHEET,
    FORETOLD_ROW,
)
from xlpy.core.plan.plan import Plan
from xlpy.core.records import Kind, with_sum
from xlpy.drawing import words as signs
from xlpy.drawing.office_book.trend import Trends
from xlpy.drawing.office_book.views import ShownDay, serial

DAY, FIRST, SUM, DONE, REQUIRED, CAPACITY, AT, MIDDLE, LOW, BAND, TODAY, WEEK, NEED = range(13)
ON_TIME, LATE_ONES, REFUSED, MISSING = range(13, 17)
TOTAL_CELL, NOW_CELL, PACE_CELL, SAME_CELL = (f"$S${row}" for row in range(2, 6))
CODE, NAME, TOTAL, IN, LEFT, SHARE, SPEED, ASKED, END, ROW, P50, P80, CHANCE, THEN, VERDICT, RISK, NAMES = range(20, 37)
PLACE, LABEL, SHARE_DONE, SHARE_MORE, SHARE_DUE, ALL = range(38, 44)
HEADS: Mapping[int, str] = {
    DAY: "Ngày",
    FIRST: "Dòng đầu ở Nhật ký",
    SUM: "Tổng đã nhập ở Nhật ký",
    DONE: "Đã nhập",
    REQUIRED: "Phải đạt",
    CAPACITY: "Theo định mức",
    AT: "Dòng ở Dự báo",
    MIDDLE: "Dự báo",
    LOW: "Dự báo, cận dưới",
    BAND: "Vùng 80% khả năng",
    TODAY: "Nhập trong ngày",
    WEEK: "Bình quân 7 ngày",
    NEED: "Cần mỗi ngày để kịp",
    ON_TIME: "Đúng hạn",
    LATE_ONES: "Muộn",
    REFUSED: "Trả lại để sửa",
    MISSING: "Chưa báo cáo",
    CODE: "Mã",
    NAME: "Đơn vị",
    TOTAL: "Tổng số",
    IN: "Đã nhập",
    LEFT: "Còn lại",
    SHARE: "Tỷ lệ",
    SPEED: "7 ngày qua",
    ASKED: "Cần mỗi ngày",
    END: "Xong theo tốc độ nhập 7 ngày",
    ROW: "Dòng ở Dự báo",
    P50: "Dự kiến xong",
    P80: "Xong (80%)",
    CHANCE: "Khả năng kịp",
    THEN: "Đã nhập khi hết hạn",
    VERDICT: "Đánh giá",
    RISK: "Nguy cơ",
    NAMES: "Đơn vị chậm",
    PLACE: "Thứ tự nguy cơ",
    LABEL: "Đơn vị",
    SHARE_DONE: "Đã nhập",
    SHARE_MORE: "Dự báo thêm",
    SHARE_DUE: "Phải đạt hôm nay",
    ALL: "Đủ 100%",
}
NOTHING = "#N/A"
"""In a cell of a chart: no point, where a blank would be drawn as 0."""
SURE = 0.8
NO_WORK, DONE_ALL = f"{signs.NOTHING} Chưa giao", f"{signs.WELL} Đã xong"
IN_TIME, CLOSE, UNKNOWN = f"{signs.WELL} Kịp hạn", f"{signs.LATE} Sát hạn", f"{signs.MISSING} Chưa rõ"
TOO_LATE, NEVER = f"{signs.REFUSED} Chậm ", "hơn 1 năm"

Cell = Any
"""A number, a text, or "" for a formula's blank."""


def at(column: int, row: int) -> str:
    """A cell of this sheet with its column fixed, counted from 0."""
    return f"${xl_col_to_name(column)}{row + 1}"


def here(column: int, first: int, last: int) -> str:
    """A column of this sheet, as formulas on others call it: "'Số liệu tiến độ'!$A$2:$A$55"."""
    letter = xl_col_to_name(column)
    return f"'{CHARTED_SHEET}'!${letter}${first + 1}:${letter}${last + 1}"


_MOST_DAYS = 400
"""Days that are drawn, from the first. A plan asks for some weeks; a deadline with a slip in its year is a thousand years off."""


class Charted:
    """The values of the sheet for the day shown; rows of days and units count from 0."""

    def __init__(self, plan: Plan, shown: ShownDay | None, trends: Trends, foretold: Projection | None) -> None:
        self.plan, self.shown, self.trends, self.day = plan, shown, trends, trends.day
        self.foretold = foretold
        self.days = [plan.start + timedelta(days=number) for number in range(min(plan.campaign_days, _MOST_DAYS))]
        whole = shown.standing.total[Kind.SUM] if shown else None
        self.total = whole.total if whole else sum(one.total for one in trends.units.values())
        self.now: Cell = whole.entered if whole else ""
        paces = [one.pace for one in trends.units.values() if one.pace is not None]
        self.pace: Cell = sum(paces) if paces else ""
        self.same = foretold is not None and foretold.day == self.day

    def standing(self, day: date) -> Standing | None:
        """A day's result, up to the day shown."""
        known = self.shown.earlier.get(day) if self.shown else None
        return known.standing if known and day <= self.day else None

    def first_row(self, day: date) -> int:
        """Where a day's lines begin in Nhật ký; 0 where it has none."""
        known = self.shown.earlier.get(day) if self.shown else None
        return known.first_row if known and day <= self.day else 0

    @cached_property
    def by_day(self) -> Sequence[Mapping[int, Cell]]:
        """The rows of days, by column."""
        found: list[dict[int, Cell]] = []
        course = {one.day: one for one in self.foretold.course} if self.foretold and self.same else {}
        places = {day: row for row, day in enumerate(course, FORETOLD_ROW + 1)}
        before: Cell = 0
        for place, day in enumerate(self.days):
            standing, past = self.standing(day), day <= self.day
            entered = standing.total[Kind.SUM].entered if standing else ""
            done: Cell = (before if entered == "" else entered) if past else NOTHING
            before = done if past else before
            then = course.get(day) if not past else None
            units = standing.units if standing else ()
            today = sum(with_sum(unit.figures)[Kind.SUM].today or 0 for unit in units)
            row = {
                DAY: serial(day),
                FIRST: self.first_row(day),
                SUM: entered,
                DONE: done,
                REQUIRED: _rounded(self.total * (place + 1), self.plan.campaign_days),
                CAPACITY: min(self.total, self.plan.tracked.machines * self.plan.norm * (place + 1)),
                AT: places.get(day, 0),
                MIDDLE: NOTHING,
                LOW: done if past else 0,
                BAND: 0,
                TODAY: today,
                ON_TIME: sum(unit.accepted and not _late(unit) for unit in units),
                LATE_ONES: sum(unit.status is Status.RECEIVED and _late(unit) for unit in units),
                REFUSED: sum(unit.status is Status.REFUSED for unit in units),
                MISSING: sum(unit.status is Status.MISSING for unit in units),
            }
            if day == self.day and self.now != "":
                row[MIDDLE] = done
            elif then is not None:
                row |= {MIDDLE: then.middle, LOW: then.low, BAND: then.high - then.low}
            elif not past and not self.same and self.now != "" and self.pace != "":
                row[MIDDLE] = min(self.total, self.now + self.pace * (serial(day) - serial(self.day)))
            found.append(row)
            week = [one for one in found[-7:] if one[FIRST]]
            left = self.plan.campaign_days - place - 1
            row[WEEK] = sum(one[TODAY] for one in week) / len(week) if past and week else NOTHING
            row[NEED] = max(0, self.total - done) / left if past and left else NOTHING
        return found

    @cached_property
    def by_unit(self) -> Sequence[Mapping[int, Cell]]:
        """The rows of units in the plan's order, by column."""
        known = {unit.unit: unit for unit in self.foretold.units} if self.foretold and self.same else {}
        rows = [self._unit(place, known) for place in range(len(self.plan.senders))]
        names = ""
        for row in rows:
            if row[VERDICT].startswith(TOO_LATE):
                names += f", {row[NAME]}"
            row[NAMES] = names
        return rows

    def _unit(self, place: int, known: Mapping[str, UnitProjection]) -> dict[int, Cell]:
        unit = self.plan.senders[place]
        trend = self.trends.units[unit.code]
        left: Cell = "" if trend.remaining is None else trend.remaining
        entered: Cell = "" if left == "" else trend.total - left
        asked, finish, then = trend.needed(self.trends.left), trend.finish(self.trends.from_day), known.get(unit.code)
        row: dict[int, Cell] = {
            CODE: unit.code,
            NAME: self.plan.senders.short_names[unit.code],
            TOTAL: trend.total,
            IN: entered,
            LEFT: left,
            SHARE: entered / trend.total if trend.total and entered != "" else "",
            SPEED: "" if trend.pace is None else trend.pace,
            ASKED: "" if asked is None else asked,
            END: "" if finish is None else finish,
            ROW: place + FORETOLD_ROW + 1 if then else 0,
            P50: serial(then.p50) if then and then.p50 else "",
            P80: serial(then.p80) if then and then.p80 else "",
            CHANCE: then.chance if then and then.chance is not None else "",
            THEN: then.by_deadline[1] if then and then.by_deadline else "",
        }
        row[VERDICT] = self._verdict(row)
        row[RISK] = self._risk(row) - (place + 1) / 1_000_000
        return row

    def _verdict(self, row: Mapping[int, Cell]) -> str:
        if not row[TOTAL]:
            return NO_WORK
        if row[LEFT] == "":
            return ""
        if row[LEFT] <= 0:
            return DONE_ALL
        if row[CHANCE] != "":
            if row[CHANCE] >= SURE:
                return IN_TIME
            if row[CHANCE] >= 0.5:
                return CLOSE
            return f"{TOO_LATE}{NEVER}" if row[P50] == "" else self._days_late(row[P50])
        if self.same or not isinstance(row[END], int):
            return UNKNOWN
        return self._days_late(row[END]) if row[END] >= serial(self.plan.deadline) else IN_TIME

    def _days_late(self, end: int) -> str:
        return f"{TOO_LATE}{end - serial(self.plan.deadline) + 1} ngày"

    def _risk(self, row: Mapping[int, Cell]) -> float:
        start = serial(self.plan.start)
        if not row[TOTAL]:
            return -2
        if row[LEFT] == "":
            return 0
        if row[LEFT] <= 0:
            return -1
        if row[CHANCE] != "":
            late: float = 1 if row[P50] == "" else min(1, (row[P50] - start) / 1000)
            return 2 - float(row[CHANCE]) + late
        if not self.same and isinstance(row[END], int):
            return min(3, 1 + (int(row[END]) - start) / 1000)
        return 1

    @cached_property
    def ranked(self) -> Sequence[Mapping[int, Cell]]:
        """The units, the most likely to be late first: their place in the plan's order from 1, and the bars."""
        order = sorted(range(len(self.by_unit)), key=lambda place: -self.by_unit[place][RISK])
        return [self._bar(place) for place in order]

    def _bar(self, place: int) -> Mapping[int, Cell]:
        unit = self.by_unit[place]
        share = unit[SHARE]
        more: Cell = 0
        if share != "":
            if unit[THEN] != "":
                more = max(0, unit[THEN] / unit[TOTAL] - share)
            elif unit[SPEED] != "" and not self.same:
                more = max(0, min(1 - share, unit[SPEED] * self.trends.left / unit[TOTAL]))
        told = f" {_rounded(share * 100, 1)}%" if share != "" else ""
        return {
            PLACE: place + 1,
            LABEL: f"{unit[NAME]}{told}",
            SHARE_DONE: 0 if share == "" else share,
            SHARE_MORE: more,
            SHARE_DUE: self.trends.share_due,
            ALL: 1,
        }


def _rounded(over: float, under: int) -> int:
    """Halves away from zero, as ROUND does."""
    return int(over / under + 0.5)


def _late(unit: Any) -> bool:
    return bool(unit.late and unit.receipt is not None and unit.receipt.received_at is not None)
