"""Native charts over the table of kinds by day."""

from typing import Any

FONT = {"name": "Times New Roman", "size": 9}
_DONE, _BAR, _ASKED = "#1F6CA6", "#A9CBE4", "#12395B"


def draw_charts(workbook: Any, name: str, source: str, days: int) -> None:
    """A sheet of charts: how far it has come beside what the plan asks, and each day's work."""
    sheet = workbook.add_worksheet(name)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
    if not days:
        sheet.write_string(0, 0, "Nhật ký chưa có ngày nào.")
        return

    def column(number: int) -> list[Any]:
        return [source, 1, number, days, number]

    course = workbook.add_chart({"type": "line"})
    for number, label, line in (
        (5, "Đã nhập", {"color": _DONE, "width": 2.25}),
        (7, "Phải đạt nếu chia đều", {"color": _ASKED, "width": 1.25, "dash_type": "dash"}),
    ):
        course.add_series({"name": label, "categories": column(0), "values": column(number), "line": line})
    _dressed(course, "Số trường hợp đã nhập")
    sheet.insert_chart("A1", course)
    daily = workbook.add_chart({"type": "column"})
    daily.add_series(
        {
            "name": "Nhập trong ngày",
            "categories": column(0),
            "values": column(6),
            "fill": {"color": _BAR},
            "border": {"color": _DONE, "width": 0.75},
            "gap": 40,
        }
    )
    _dressed(daily, "Số trường hợp nhập trong ngày")
    daily.set_legend({"none": True})
    sheet.insert_chart("A22", daily)


def _dressed(chart: Any, title: str) -> None:
    chart.set_title({"name": title, "name_font": {**FONT, "size": 12}, "overlay": False})
    chart.set_x_axis({"date_axis": True, "num_format": "d/m", "num_font": FONT, "major_unit": 7})
    chart.set_y_axis(
        {
            "num_font": FONT,
            "num_format": "#,##0",
            "min": 0,
            "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}},
        }
    )
    chart.set_legend({"position": "bottom", "font": FONT})
    chart.set_size({"width": 960, "height": 400})
