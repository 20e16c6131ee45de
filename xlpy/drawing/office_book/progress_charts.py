"""The four charts of Tiến độ, native, over Số liệu tiến độ: fills differ by pattern and lines by dashes, for paper."""

from collections.abc import Sequence
from typing import Any

from xlsxwriter.worksheet import Worksheet

from xlpy.core.office_book import CHARTED_SHEET
from xlpy.drawing import palette
from xlpy.drawing.curve import Size, Table, s_curve
from xlpy.drawing.office_book import charted
from xlpy.drawing.office_book.charted import Charted
from xlpy.drawing.report.look import FONT
from xlpy.drawing.sheet import Book

_LEFT, _RIGHT, _HEIGHT = 640, 628, 205
_LETTERS = 9.0
_MOST_BARS = 20
"""Units that bars are drawn of, those most at risk."""


def draw_charts(book: Book, sheet: Worksheet, values: Charted, rows: tuple[int, int]) -> None:
    """Two side by side in each of two rows."""
    above, below = rows
    days, units = len(values.days), min(len(values.plan.senders), _MOST_BARS)
    for row, left, chart, told in (
        (above, 0, _course(book, days), "Đã nhập, phải đạt và dự báo"),
        (above, _LEFT + 4, _shares(book, units), "Tỷ lệ đến nay và dự báo của từng đơn vị"),
        (below, 0, _daily(book, days), "Nhập mỗi ngày và mức cần mỗi ngày"),
        (below, _LEFT + 4, _discipline(book, days, len(values.plan.senders)), "Số đơn vị báo cáo mỗi ngày"),
    ):
        options = {"x_offset": left, "y_offset": 1, "object_position": 2, "description": told}
        sheet.insert_chart(row, 1, chart, options)


def _course(book: Book, days: int) -> Any:
    columns = {
        "done": charted.DONE,
        "required": charted.REQUIRED,
        "capacity": charted.CAPACITY,
        "middle": charted.MIDDLE,
        "low": charted.LOW,
        "band": charted.BAND,
    }
    table = Table(CHARTED_SHEET, 1, days, charted.DAY, columns)
    names = {name: charted.HEADS[column] for name, column in columns.items()}
    return s_curve(
        book.workbook, table, "Đã nhập (nét đậm), phải đạt và dự báo (trường hợp)", Size(_LEFT, _HEIGHT), names
    )


def _series(column: int, label: int, last: int, **style: Any) -> dict[str, Any]:
    return {
        "name": charted.HEADS[column],
        "categories": [CHARTED_SHEET, 1, label, last, label],
        "values": [CHARTED_SHEET, 1, column, last, column],
        **style,
    }


def _shares(book: Book, units: int) -> Any:
    bars = book.workbook.add_chart({"type": "column", "subtype": "stacked"})
    solid = {"fill": {"color": palette.NAVY}, "border": {"color": palette.NAVY}, "gap": 45}
    bars.add_series(_series(charted.SHARE_DONE, charted.LABEL, units, **solid))
    bars.add_series(
        _series(charted.SHARE_MORE, charted.LABEL, units, **_hatched(palette.BLUE, "light_upward_diagonal"))
    )
    line = book.workbook.add_chart({"type": "line"})
    dash = {"line": {"color": palette.INK, "width": 1.5, "dash_type": "dash"}}
    line.add_series(_series(charted.SHARE_DUE, charted.LABEL, units, **dash))
    line.add_series(_series(charted.ALL, charted.LABEL, units, line={"color": palette.BRICK, "width": 2}))
    bars.combine(line)
    _dress(bars, "Tỷ lệ đến nay và dự báo đến hết hạn, nguy cơ chậm nhất đứng đầu", _RIGHT)
    bars.set_x_axis({"num_font": _font(_LETTERS - 0.5), "line": {"color": palette.INK}, "major_tick_mark": "none"})
    _values(bars, num_format="0%", max=1, major_unit=0.25)
    return bars


def _daily(book: Book, days: int) -> Any:
    bars = book.workbook.add_chart({"type": "column"})
    pale = {"fill": {"color": palette.SKY}, "border": {"color": palette.BLUE, "width": 0.5}, "gap": 35}
    bars.add_series(_series(charted.TODAY, charted.DAY, days, **pale))
    line = book.workbook.add_chart({"type": "line"})
    line.add_series(_series(charted.WEEK, charted.DAY, days, line={"color": palette.NAVY, "width": 2.5}))
    dash = {"line": {"color": palette.BRICK, "width": 2, "dash_type": "dash"}}
    line.add_series(_series(charted.NEED, charted.DAY, days, **dash))
    bars.combine(line)
    _dress(bars, "Nhập mỗi ngày và mức cần mỗi ngày (trường hợp)", _LEFT)
    _days(bars)
    _values(bars, num_format="#,##0")
    return bars


def _discipline(book: Book, days: int, units: int) -> Any:
    bars = book.workbook.add_chart({"type": "column", "subtype": "stacked"})
    edge = {"border": {"color": palette.INK, "width": 0.5}}
    fills: Sequence[tuple[int, dict[str, Any]]] = (
        (charted.ON_TIME, {"fill": {"color": palette.NAVY}, "border": {"color": palette.NAVY}, "gap": 35}),
        (charted.LATE_ONES, {"fill": {"color": "#E8A33A"}, **edge}),
        (charted.REFUSED, _hatched(palette.BRICK, "wide_upward_diagonal")),
        (charted.MISSING, {"fill": {"color": palette.WHITE}, "border": {"color": palette.BRICK, "width": 0.75}}),
    )
    for column, style in fills:
        bars.add_series(_series(column, charted.DAY, days, **style))
    _dress(bars, "Chấp hành báo cáo: số đơn vị mỗi ngày", _RIGHT)
    _days(bars)
    _values(bars, max=units)
    return bars


def _hatched(colour: str, pattern: str) -> dict[str, Any]:
    return {
        "pattern": {"pattern": pattern, "fg_color": colour, "bg_color": palette.WHITE},
        "border": {"color": colour, "width": 0.75},
    }


def _font(size: float = _LETTERS) -> dict[str, Any]:
    return {"name": FONT, "size": size, "color": palette.INK}


def _dress(chart: Any, title: str, width: int) -> None:
    chart.set_size({"width": width, "height": _HEIGHT})
    chart.set_title({"name": title, "name_font": {**_font(_LETTERS + 1.5), "bold": True}, "overlay": False})
    chart.set_legend({"position": "bottom", "font": _font()})
    chart.set_chartarea({"border": {"none": True}, "fill": {"color": palette.WHITE}})


def _days(chart: Any) -> None:
    chart.set_x_axis(
        {
            "num_font": {**_font(), "rotation": 0},
            "date_axis": True,
            "num_format": "d/m",
            "major_unit": 7,
            "major_unit_type": "days",
            "line": {"color": palette.INK},
        }
    )


def _values(chart: Any, **more: Any) -> None:
    grid = {"visible": True, "line": {"color": "#D5DBE1", "width": 0.5}}
    chart.set_y_axis({"num_font": _font(), "min": 0, "major_gridlines": grid, "line": {"none": True}, **more})
