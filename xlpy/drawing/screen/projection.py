"""The projection as plain text for a terminal, and as JSON for other programs."""

from datetime import date
from typing import Any

from xlpy.core.campaign.projection import (
    LEAST_DAYS,
    LEAST_REPORTS,
    SILENT_FROM,
    Projection,
    State,
    Terms,
    UnitProjection,
)
from xlpy.core.text import day, number
from xlpy.drawing.screen.board import table
from xlpy.drawing.screen.documents import SCHEMA

NOT_ENOUGH = "chưa đủ số liệu"
_STATES = {
    State.NO_TARGET: "không có chỉ tiêu",
    State.DONE: "đã xong",
    State.UNKNOWN: NOT_ENOUGH,
    State.STOPPED: "đang dừng",
}


def projection_text(foretold: Projection, terms: Terms) -> str:
    """Every unit with its pace and its end, then what the figures rest on."""
    heads = (
        "Đơn vị",
        "Đã nhập",
        "Phải đạt",
        "Tốc độ 7 ngày",
        "Cần/ngày",
        "Dự kiến xong",
        "Chắc 80%",
        "Khả năng kịp",
        "Máy cần",
        "Tình trạng",
    )
    rows = [_row(unit.name, unit, terms) for unit in foretold.units]
    rows.append(_row("TỔNG", foretold.total, terms))
    head = f"Dự báo đến hết ngày {day(foretold.day)} · hạn: trước ngày {day(terms.deadline)}"
    return "\n\n".join([head, table(heads, rows), _explained(foretold)])


def _row(name: str, unit: UnitProjection, terms: Terms) -> tuple[str, ...]:
    return (
        name,
        number(unit.entered),
        number(unit.expected_today),
        "" if unit.pace is None else number(round(unit.pace)),
        "hết ngày" if unit.required is None else number(unit.required),
        _end(unit.p50, unit, terms),
        _end(unit.p80, unit, terms),
        "" if unit.chance is None else chance_text(unit.chance),
        "" if unit.machines_needed is None else f"{number(unit.machines_needed)}/{number(unit.machines)}",
        state_text(unit),
    )


def _end(end: date | None, unit: UnitProjection, terms: Terms) -> str:
    if unit.chance is None:
        return ""
    if end is None:
        return "hơn 1 năm"
    return f"{end.day}/{end.month}" if end.year == terms.start.year else day(end)


def chance_text(chance: float) -> str:
    """A chance in words that do not promise more than is known: never 0 or 100 %."""
    return "<1%" if chance < 0.01 else ">99%" if chance > 0.99 else f"{round(100 * chance)}%"


def state_text(unit: UnitProjection) -> str:
    """What people must know of a unit before they read its figures; "" where its work goes on."""
    if unit.state is State.SILENT:
        return f"không báo cáo {unit.silent_days} ngày"
    if unit.state is State.UNKNOWN and unit.unit and unit.silent_days >= SILENT_FROM:
        return f"không báo cáo {unit.silent_days} ngày"  # that it is not enough is said below
    return _STATES.get(unit.state, "")


def _explained(foretold: Projection) -> str:
    lines = []
    unknown = [unit.name for unit in foretold.units if unit.state is State.UNKNOWN]
    if unknown:
        lines.append(
            f"Chưa đủ số liệu để dự báo (cần ít nhất {LEAST_REPORTS} báo cáo, trải ít nhất {LEAST_DAYS} ngày): "
            f"{', '.join(unknown)}."
        )
    if foretold.total.chance is not None:
        lines.append(
            "“Dự kiến xong” là ngày có 50% khả năng hoàn thành, “Chắc 80%” là ngày có 80% khả năng; tính với giả định "
            "tốc độ nhập không giảm. Sai số của các dự báo trước: hotich du-bao --kiem-chung."
        )
    return "\n".join(lines)


def projection_document(foretold: Projection, level: str) -> dict[str, Any]:
    """The projection for other programs."""
    return {
        "schema": SCHEMA,
        "date": foretold.day.isoformat(),
        "units": [_document(unit, level) for unit in foretold.units],
        "total": _document(foretold.total, level),
    }


def _document(unit: UnitProjection, level: str) -> dict[str, Any]:
    return {
        "level": level,
        "code": unit.unit,
        "name": unit.name,
        "state": unit.state.value,
        "entered": unit.entered,
        "remaining": unit.remaining,
        "pace": None if unit.pace is None else round(unit.pace, 1),
        "required_pace": unit.required,
        "finish": _iso(unit.p50),
        "machines": unit.machines,
        "machines_needed": unit.machines_needed,
        "on_track": unit.on_track,
        "p50": _iso(unit.p50),
        "p80": _iso(unit.p80),
        "chance": unit.chance,
        "entered_by_deadline": None if unit.by_deadline is None else unit.by_deadline[1],
        "entered_by_deadline_range": None if unit.by_deadline is None else [unit.by_deadline[0], unit.by_deadline[2]],
        "expected_today": unit.expected_today,
        "silent_days": unit.silent_days,
        "kinds": {kind.value: _iso(end) for kind, end in unit.kinds.items()},
        "in_order": unit.in_order,
    }


def _iso(value: date | None) -> str | None:
    return None if value is None else value.isoformat()
