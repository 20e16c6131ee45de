"""Words that the report and the board share."""

from collections.abc import Mapping

from xlpy.core.consolidate import Status, UnitDay

STATUS_LABELS: Mapping[Status, str] = {
    Status.RECEIVED: "Đã nhận",
    Status.REFUSED: "Bị từ chối",
    Status.MISSING: "Chưa báo cáo",
    Status.MANUAL: "Nhập tay",
}


def status_label(unit: UnitDay) -> str:
    """A unit's status as people read it."""
    return STATUS_LABELS[unit.status] + (", muộn" if unit.late else "") + (" (chấp nhận riêng)" if unit.by_name else "")
