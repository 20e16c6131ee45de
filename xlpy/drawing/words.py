"""Words and signs that the report, the board, the office's workbook and the letters share."""

from collections.abc import Mapping

from xlpy.core.consolidate import Status, UnitDay
from xlpy.core.text import number

WELL, LATE, REFUSED, MISSING, PHONED, NOTHING = "●▲×○♦–"
"""Signs that stand before a state's word, and before its colour: the colour-blind, a photocopy and a black and white
printer tell states apart. All are in WGL4: in Arial and Times New Roman of every Windows."""

STATUS_SIGNS: Mapping[Status, str] = {
    Status.RECEIVED: WELL,
    Status.REFUSED: REFUSED,
    Status.MISSING: MISSING,
    Status.MANUAL: PHONED,
    Status.NOT_DUE: NOTHING,
}

STATUS_WORDS: Mapping[Status, str] = {
    Status.RECEIVED: "Đã tiếp nhận",
    Status.REFUSED: "Trả lại để sửa",
    Status.MISSING: "Chưa báo cáo",
    Status.MANUAL: "Báo qua điện thoại",
    Status.NOT_DUE: "Chưa đến kỳ",
}
"""Where a unit stands on a day, as people read it."""

LATE_WORDS = "Báo cáo muộn"
"""Of a report that was received all the same."""

FIRST_STATUS_WORDS: Mapping[Status, str] = {
    Status.RECEIVED: "Đã nhận",
    Status.REFUSED: "Bị từ chối",
    Status.MISSING: "Chưa báo cáo",
    Status.MANUAL: "Nhập tay",
    Status.NOT_DUE: "Chưa đến kỳ",
}
"""The words before these. Workbooks and reports of that time say them, and such a workbook's formulas look for them in
Nhật ký: they never change."""


def status_label(unit: UnitDay) -> str:
    """A unit's status as people read it."""
    late, confirmed = ", muộn" if unit.late else "", " (có xác nhận)" if unit.by_name else ""
    return f"{STATUS_WORDS[unit.status]}{late}{confirmed}"


def percent(part: int, whole: int) -> str:
    """123 of 1000 → "12,3%", halves up; but nothing short of all is 100, and nothing more than none is 0."""
    if not whole:
        return "–"
    tenths = (2000 * part + whole) // (2 * whole)
    if 0 < part < whole:
        tenths = min(max(tenths, 1), 999)
    return f"{number(tenths // 10)},{tenths % 10}%"
