"""The mail's words for programs that show more than plain text: the same paragraphs, and a table of the units.

Formats stand in each element, since Outlook passes over style sheets; nothing is loaded from elsewhere. Where there is
a shade, the colour of the letters stands with it, and elsewhere neither, so that a dark screen stays dark.
"""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby

from xlpy.core.consolidate import Standing, Status, UnitDay
from xlpy.core.plan.plan import Plan
from xlpy.core.records import Figures, Kind, with_sum
from xlpy.core.source import Severity
from xlpy.core.text import formal_day, number, office_hour
from xlpy.core.units import as_entry
from xlpy.drawing.report.look import SHADES
from xlpy.drawing.report.words import status
from xlpy.drawing.words import percent

_ITEM = "- "
_HEADS = ("Đơn vị", "Tình trạng", "Trong ngày", "Tổng đã nhập", "Tỷ lệ")
_TEXT_COLUMNS = 2

_BODY = "margin:0;padding:8px;font-family:Arial,Helvetica,sans-serif;font-size:15px;line-height:1.45"
_PARAGRAPH = "margin:0 0 12px 0"
_LIST = "margin:0 0 12px 0;padding-left:22px"
_TABLE = "border-collapse:collapse;width:100%;max-width:680px;margin:0 0 12px 0"
_CAPTION = "margin:0 0 6px 0;font-weight:bold"
_CELL = "border:1px solid #8C8C8C;padding:4px 6px;font-size:14px"


def draw_html(text: str, plan: Plan, standing: Standing) -> str:
    """The mail as HTML, the same each time. `text` is the plain letter's body, its marks filled in."""
    hour, on = office_hour(plan.units_report_before), formal_day(standing.date)
    title = f"Kết quả nhập dữ liệu Sổ hộ tịch đến {hour} ngày {on}"
    return "\n".join(
        [
            '<!DOCTYPE html>\n<html lang="vi">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            f"<title>{escape(plan.office)}: {escape(title)}</title>\n</head>",
            f'<body style="{_BODY}">',
            *_paragraphs(text),
            f'<p style="{_CAPTION}">{escape(title)} (trường hợp)</p>',
            *_table(standing),
            "</body>\n</html>\n",
        ]
    )


def _paragraphs(text: str) -> Iterator[str]:
    """Lines that begin with "- " are a list, whatever stands around them; a blank line begins a new paragraph."""

    def kind(line: str) -> str:
        return "list" if line.startswith(_ITEM) else "words" if line.strip() else ""

    for what, lines in groupby(text.splitlines(), kind):
        if what == "list":
            items = "".join(f"<li>{escape(line.removeprefix(_ITEM).strip())}</li>" for line in lines)
            yield f'<ul style="{_LIST}">{items}</ul>'
        elif what:
            yield f'<p style="{_PARAGRAPH}">{"<br>".join(escape(line.strip()) for line in lines)}</p>'


def _table(standing: Standing) -> Iterator[str]:
    yield f'<table style="{_TABLE}">'
    yield _row("th", _HEADS, "font-weight:bold;text-align:center")
    for unit in standing.units:
        figures = _figures(with_sum(unit.figures)[Kind.SUM])
        yield _row("td", (as_entry(unit.name), status(unit), *figures), shade=_shade(unit))
    told = f"{standing.reported}/{len(standing.units)} đơn vị"
    yield _row("td", ("TỔNG", told, *_figures(standing.total[Kind.SUM])), "font-weight:bold")
    yield "</table>"


def _shade(unit: UnitDay) -> str | None:
    """As on Điều khiển: red without figures, yellow where they came late."""
    if unit.status in (Status.REFUSED, Status.MISSING):
        return SHADES[Severity.ERROR]
    return SHADES[Severity.WARNING] if unit.late else None


def _figures(figures: Figures) -> Sequence[str]:
    """Nothing reported for the day is blank: a dash would read as 0."""
    today = "" if figures.today is None else number(figures.today)
    share = percent(figures.entered, figures.total)
    return today, number(figures.entered), share


def _row(tag: str, texts: Iterable[str], style: str = "", shade: str | None = None) -> str:
    """A row of the table; `shade` is that of its second cell, which tells how the unit stands."""
    cells = []
    for place, text in enumerate(texts):
        looks = [_CELL]
        if tag == "td" and place >= _TEXT_COLUMNS:
            looks.append("text-align:right;white-space:nowrap")
        elif tag == "td":
            looks.append("text-align:left")
        if style:
            looks.append(style)
        if shade and place == 1:
            looks.append(f"background-color:{shade};color:#000000")
        cells.append(f'<{tag} style="{";".join(looks)}">{escape(text)}</{tag}>')
    return f"<tr>{''.join(cells)}</tr>"
