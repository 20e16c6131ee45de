"""Words that the report, the board and the letters share."""

from collections.abc import Mapping

from xlpy.core.consolidate import Status, UnitDay
from xlpy.core.text import number

STATUS_WORDS: Mapping[Status, str] = {
    Status.RECEIVED: "Đã tiếp nhận",
    Status.REFUSED: "Trả lại để sửa",
    Status.MISSING: "Chưa báo cáo",
    Status.MANUAL: "Báo qua điện thoại",
}
"""Where a unit stands on a day, as people read it."""

STATUS_LABELS: Mapping[Status, str] = {
    Status.RECEIVED: "Đã nhận",
    Status.REFUSED: "Bị từ chối",
    Status.MISSING: "Chưa báo cáo",
    Status.MANUAL: "Nhập tay",
}
"""The same as the office's workbooks look it up, those too that were built before: these never change."""


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
