"""Tiến độ: who will miss the deadline, by how much, since when. Charts, the units by risk, and how each reported.

All of it follows the date on Điều khiển by formulas over Nhật ký; what only the program can foretell comes from Dự báo.
"""

from datetime import timedelta
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from xlpy.core.campaign.projection import Projection
from xlpy.core.consolidate import Status
from xlpy.core.forms import FORM_SHEET
from xlpy.core.office_book import (
    CAMPAIGN_DAYS,
    FORETOLD_DAY_COLUMN,
    FORETOLD_DAY_ROW,
    FORETOLD_SHEET,
    PROGRESS_SHEET,
    REPORT_DATE,
)
from xlpy.core.plan.plan import Plan
from xlpy.core.plan.settings import DEADLINE, START
from xlpy.core.records import KINDS, Kind, with_sum
from xlpy.core.text import day as written
from xlpy.core.text import number
from xlpy.drawing import palette
from xlpy.drawing.formulas import count_words, date_words, share_words
from xlpy.drawing.inputs import protect
from xlpy.drawing.office_book import charted, look
from xlpy.drawing.office_book.charted import Charted, here
from xlpy.drawing.office_book.daily import FIRST_ROW as DAILY_ROW
from xlpy.drawing.office_book.daily import history
from xlpy.drawing.office_book.look import on_paper
from xlpy.drawing.office_book.progress_charts import draw_charts
from xlpy.drawing.office_book.trend import Trends
from xlpy.drawing.office_book.views import LATE as LATE_WORD
from xlpy.drawing.office_book.views import ShownDay, serial
from xlpy.drawing.sheet import A4, Book, merge
from xlpy.drawing.words import LATE, MISSING, NOTHING, PHONED, REFUSED, STATUS_WORDS, percent

_TITLE_ROW, _WORDS_ROW, _CHART_ROW, _HEAD_ROW, _DAYS_ROW, FIRST_ROW = range(6)
_SIGNS = (
    *((Status.MANUAL, PHONED), (Status.MISSING, MISSING), (Status.REFUSED, REFUSED)),
    (Status.NOT_DUE, NOTHING),
)
"""Of days without figures from a file, in the order in which the formula asks."""
_NUMBER, _UNIT, _SHARE, _PACE, _NEED, _P50, _P80, _VERDICT = range(1, 9)
_HEAT = 9
_DAYS = 54
"""As many days as are seen at once: of a longer campaign those around the day shown, of a shorter one some after it. The
head and the charts above them have the width of so many."""
_TO_COME = 14
_WIDTHS = (6, 24, 144, 54, 60, 60, 62, 56, 110)
_DAY_WIDTH, _CHART_HEIGHT = 13, 208
_HEADS = (
    "TT",
    "Đơn vị\n(nguy cơ giảm dần)",
    "Tỷ lệ",
    "7 ngày\nqua",
    "Cần\nmỗi ngày",
    "Dự kiến\nxong",
    "Xong\n(80%)",
    "Đánh giá",
)
_SHADES = (
    (1.0, "#0E3F66", palette.WHITE),
    (0.75, "#3C7BAF", palette.WHITE),
    (0.5, "#98BFDC", palette.INK),
    (0, "#DCE9F3", palette.INK),
)
"""From what share of the cases that a day needs: the cell's paper and ink, told apart in grey too."""
_NOTES = (
    "Phải đạt: chia đều chỉ tiêu cho số ngày của đợt. Theo định mức: số máy × định mức. Dự kiến xong: ngày có 50% "
    "khả năng hoàn thành; Xong (80%): ngày có 80% khả năng.",
    "Kịp hạn: khả năng kịp từ 80%. Sát hạn: từ 50%. Chậm: dưới 50%. Tính với giả định tốc độ nhập không giảm. Ô đậm: số nhập so với "
    "mức cần mỗi ngày (từ 100%, 75%, 50%, dưới 50%).",
    f"{LATE} muộn   {REFUSED} trả lại   {MISSING} chưa báo cáo   {PHONED} điện thoại. Ngày không có báo cáo để trống, không "
    "tính là 0; số nhập ngày ấy vào lần báo cáo sau.",
)


def draw_progress(
    book: Book, plan: Plan, shown: ShownDay | None, trends: Trends, foretold: Projection | None
) -> Charted:
    """The sheet; returns what its charts are drawn from."""
    values = Charted(plan, shown, trends, foretold)
    sheet = book.sheet(PROGRESS_SHEET, A4)
    units = len(plan.senders)
    heat = _Heat(book, sheet, values, units)
    look.set_widths(sheet, dict(enumerate(_WIDTHS)))
    sheet.set_column_pixels(_HEAT, heat.last, _DAY_WIDTH)
    sheet.set_column_pixels(heat.last + 1, heat.last + 1, 6)
    sheet.set_column(heat.rows, heat.shades + _DAYS - 1, 8, None, {"hidden": True})
    for row, height in enumerate((30, 22, _CHART_HEIGHT, 17, 17)):
        sheet.set_row_pixels(row, height)
    _draw_words(book, sheet, values, heat.last)
    _draw_heads(book, sheet)
    heat.draw_heads()
    for place in range(units):
        sheet.set_row_pixels(FIRST_ROW + place, 17)
        _draw_unit(book, sheet, values, place)
        heat.draw_unit(place)
    _draw_total(book, sheet, values, FIRST_ROW + units, heat.last)
    heat.shade()
    _shade(book, sheet, units)
    below = FIRST_ROW + units + 2
    sheet.set_row_pixels(below, _CHART_HEIGHT + 4)
    draw_charts(book, sheet, values, (_CHART_ROW, below))
    for place, note in enumerate(_NOTES, below + 1):
        merge(
            sheet,
            (place, 1, place, heat.last),
            note,
            on_paper(book, italic=True, font_size=10, font_color=palette.MUTED),
        )
    sheet.hide_gridlines(2)
    sheet.hide_row_col_headers()
    sheet.set_tab_color(palette.NAVY)
    sheet.print_area(0, 0, below + len(_NOTES), heat.last + 1)
    sheet.repeat_rows(_HEAD_ROW, _DAYS_ROW)
    look.millimetres(sheet, 12, 12, 14, 12)
    protect(sheet)
    return values


def _draw_words(book: Book, sheet: Worksheet, values: Charted, last: int) -> None:
    """What day it is, and what there is to say of it."""
    plan, day = values.plan, values.day
    middle = _HEAT + 14
    title = f'"TIẾN ĐỘ NHẬP DỮ LIỆU SỔ HỘ TỊCH ĐẾN NGÀY "&{date_words(REPORT_DATE)}'
    told = f"TIẾN ĐỘ NHẬP DỮ LIỆU SỔ HỘ TỊCH ĐẾN NGÀY {written(day)}"
    style = on_paper(book, bold=True, font_size=15, font_color=palette.NAVY)
    look.formula(sheet, (_TITLE_ROW, 1, _TITLE_ROW, middle), (f"={title}", told), style)
    place = (day - plan.start).days + 1
    left = max(0, (plan.deadline - timedelta(1) - day).days)
    number_of_day = f"({REPORT_DATE}-{START.name}+1)"
    course = (
        f'=IF(OR({number_of_day}<1,{number_of_day}>{CAMPAIGN_DAYS}),"Ngoài đợt cao điểm","Ngày thứ "&{number_of_day}&"/"&'
        f'{CAMPAIGN_DAYS}&", còn "&({DEADLINE.name}-1-{REPORT_DATE})&" ngày đến "&{date_words(f"({DEADLINE.name}-1)")})'
    )
    inside = 1 <= place <= plan.campaign_days
    last_day = written(plan.deadline - timedelta(1))
    said = f"Ngày thứ {place}/{plan.campaign_days}, còn {left} ngày đến {last_day}" if inside else "Ngoài đợt cao điểm"
    right = on_paper(book, align="right", font_size=11)
    look.formula(sheet, (_TITLE_ROW, middle + 1, _TITLE_ROW, last), (course, said), right)
    look.formula(sheet, (_WORDS_ROW, 1, _WORDS_ROW, last), _state(values), on_paper(book, bold=True, shrink=True))


def _state(values: Charted) -> tuple[str, str]:
    """How far all are, who is in time and who is not; and for which day the chances hold."""
    units = len(values.plan.senders)
    total, now = (f"{here(18, row, row).split(':')[0]}" for row in (1, 2))
    same = here(18, 4, 4).split(":")[0]
    verdicts = here(charted.VERDICT, 1, units)
    late_names = here(charted.NAMES, units, units).split(":")[0]
    due = f"MIN({CAMPAIGN_DAYS},MAX(0,{REPORT_DATE}-{START.name}+1))/{CAMPAIGN_DAYS}"
    behind = f"ROUND({total}*{due},0)-{now}"
    counts = {sign: f'COUNTIF({verdicts},"{sign}*")' for sign in ("●", LATE, REFUSED)}
    made = f"'{FORETOLD_SHEET}'!${xl_col_to_name(FORETOLD_DAY_COLUMN)}${FORETOLD_DAY_ROW + 1}"
    stale = (
        f'IF({same}=1,"",IF({made}="",". Ngày xong theo tốc độ nhập 7 ngày: bấm Làm mới để dự báo.",". Ngày xong theo tốc độ nhập 7 ngày '
        f'(dự báo hiện có là của "&{date_words(made)}&"): bấm Làm mới để dự báo."))'
    )
    formula = (
        f'=IF({now}="","Ngày này chưa tổng hợp.",IF({total}=0,"Kế hoạch chưa giao chỉ tiêu.",'
        f'"Đã nhập "&{share_words(f"{now}/{total}")}&", phải đạt "&{share_words(due)}&": "&'
        f'IF({behind}>0,"chậm "&{count_words(behind)},"nhanh "&{count_words(f"-({behind})")})&" trường hợp. "&'
        f'{counts["●"]}&" đơn vị kịp hạn, "&{counts[LATE]}&" sát hạn, "&{counts[REFUSED]}&" chậm"&'
        f'IF({counts[REFUSED]}=0,""," ("&MID({late_names},3,120)&")")&{stale}))'
    )
    return formula, _said(values)


def _said(values: Charted) -> str:
    if values.now == "":
        return "Ngày này chưa tổng hợp."
    if not values.total:
        return "Kế hoạch chưa giao chỉ tiêu."
    due = int(values.total * values.trends.share_due + 0.5) - values.now
    told = f"chậm {number(due)}" if due > 0 else f"nhanh {number(-due)}"
    days = values.plan.campaign_days
    signs = [unit[charted.VERDICT][:1] for unit in values.by_unit]
    late = values.by_unit[-1][charted.NAMES][2:122] if values.by_unit else ""
    named = f" ({late})" if late else ""
    stale = ""
    if not values.same:
        on = f" (dự báo hiện có là của {written(values.foretold.day)})" if values.foretold else ""
        stale = f". Ngày xong theo tốc độ nhập 7 ngày{on}: bấm Làm mới để dự báo."
    return (
        f"Đã nhập {percent(values.now, values.total)}, phải đạt {percent(round(values.trends.share_due * days), days)}: "
        f"{told} trường hợp. {signs.count('●')} đơn vị kịp hạn, {signs.count(LATE)} sát hạn, {signs.count(REFUSED)} chậm"
        f"{named}{stale}"
    )


def _draw_heads(book: Book, sheet: Worksheet) -> None:
    head = on_paper(book, **_HEAD)
    for column, label in enumerate(_HEADS, _NUMBER):
        merge(sheet, (_HEAD_ROW, column, _DAYS_ROW, column), label, head)


_HEAD: dict[str, Any] = {
    "bold": True,
    "font_size": 10,
    "align": "center",
    "text_wrap": True,
    "bg_color": palette.MIST,
    "border": 1,
    "border_color": "#7C8B99",
}
_RULE = {"bottom": 1, "bottom_color": palette.LINE}


def _draw_unit(book: Book, sheet: Worksheet, values: Charted, place: int) -> None:
    """A unit by its rank."""
    row, units = FIRST_ROW + place, len(values.plan.senders)
    at = here(charted.PLACE, place + 1, place + 1).split(":")[0]
    unit = values.by_unit[values.ranked[place][charted.PLACE] - 1]

    def of_unit(column: int) -> str:
        return f"INDEX({here(column, 1, units)},{at})"

    sheet.write_number(row, _NUMBER, place + 1, on_paper(book, **_RULE, align="center"))
    full = f"INDEX({_names(units)},{at})"
    name = values.plan.senders[values.ranked[place][charted.PLACE] - 1].name
    sheet.write_formula(row, _UNIT, f"={full}", on_paper(book, **_RULE, shrink=True), name)
    for column, source, style in (
        (_SHARE, charted.SHARE, {"num_format": "0.0%", "align": "right"}),
        (_PACE, charted.SPEED, {"num_format": "#,##0_)"}),
        (_NEED, charted.ASKED, {"num_format": "#,##0_)"}),
    ):
        sheet.write_formula(
            row, column, f"={of_unit(source)}", on_paper(book, **_RULE, **style, shrink=True), unit[source]
        )
    same, chance, end = (of_unit(column) for column in (charted.P50, charted.CHANCE, charted.END))
    shape = on_paper(book, **_RULE, num_format="d/m", align="center", shrink=True)
    told = f'IF({chance}<>"",IF({same}="","{charted.NEVER}",{same}),IF(ISNUMBER({end}),IF({_same()}=1,"",{end}),""))'
    value = unit[charted.P50]
    if unit[charted.CHANCE] != "":
        value = charted.NEVER if value == "" else value
    elif isinstance(unit[charted.END], int) and not values.same:
        value = unit[charted.END]
    sheet.write_formula(row, _P50, f"={told}", shape, value)
    sheet.write_formula(row, _P80, f"={of_unit(charted.P80)}", shape, unit[charted.P80])
    verdict = on_paper(
        book, font_size=10, top=1, top_color=palette.WHITE, bottom=1, bottom_color=palette.WHITE, shrink=True
    )
    sheet.write_formula(row, _VERDICT, f"={of_unit(charted.VERDICT)}", verdict, unit[charted.VERDICT])


def _same() -> str:
    return here(18, 4, 4).split(":")[0]


def _names(units: int) -> str:
    """The units' whole names, as Phụ lục 01 has them."""
    return f"'{FORM_SHEET}'!$B${DAILY_ROW + 1}:$B${DAILY_ROW + units}"


def _draw_total(book: Book, sheet: Worksheet, values: Charted, row: int, last: int) -> None:
    sums = {"top": 2, "bold": True}
    units = len(values.plan.senders)
    merge(sheet, (row, _NUMBER, row, _UNIT), "TỔNG", on_paper(book, **sums, align="center"))
    total, now, pace = (here(18, at, at).split(":")[0] for at in (1, 2, 3))
    needs = here(charted.ASKED, 1, units)
    share = values.now / values.total if values.now != "" and values.total else ""
    known = [unit[charted.ASKED] for unit in values.by_unit if unit[charted.ASKED] != ""]
    for column, formula, value, shape in (
        (_SHARE, f'IF(OR({now}="",{total}=0),"",{now}/{total})', share, "0.0%"),
        (_PACE, pace, values.pace, "#,##0_)"),
        (_NEED, f'IF(COUNT({needs})=0,"",SUM({needs}))', sum(known) if known else "", "#,##0_)"),
    ):
        style = on_paper(book, **sums, num_format=shape, align="right", shrink=True)
        sheet.write_formula(row, column, f"={formula}", style, value)
    look.fill_row(sheet, row, range(_P50, last + 1), on_paper(book, top=2))
    sheet.set_row_pixels(row, 19)


def _shade(book: Book, sheet: Worksheet, units: int) -> None:
    first, last = FIRST_ROW + 1, FIRST_ROW + units
    verdict = xl_col_to_name(_VERDICT)
    look.chips(book, sheet, f"{verdict}{first}:{verdict}{last}", f"${verdict}{first}")
    for column in (_P50, _P80):
        cell = f"${xl_col_to_name(column)}{first}"
        area = f"{xl_col_to_name(column)}{first}:{xl_col_to_name(column)}{last}"
        far = f"=AND(ISNUMBER({cell}),{cell}>{REPORT_DATE}+190)"
        look.shade(book, sheet, area, far, num_format=look.MONTH, bold=True)
        look.shade(book, sheet, area, f"=AND(ISNUMBER({cell}),{cell}>={DEADLINE.name})", bold=True)


class _Heat:
    """Unit × day: a sign where a report was not as it should be, a shade for how much was entered.

    Right of it, hidden: of each cell the row in Nhật ký, and its share of what a day needs.
    """

    def __init__(self, book: Book, sheet: Worksheet, values: Charted, units: int) -> None:
        self._book, self._sheet, self._values, self._units = book, sheet, values, units
        self.last = _HEAT + _DAYS - 1
        self.rows = self.last + 2
        self.shades = self.rows + _DAYS
        plan = values.plan
        latest = plan.deadline - timedelta(_DAYS)
        self._first = max(plan.start, min(latest, values.day - timedelta(_DAYS - 1 - _TO_COME)))
        self._in_time = min(plan.campaign_days, _DAYS) - 1
        """The place of the last day in time, or of the last one seen."""

    def draw_heads(self) -> None:
        """The days and their months; hidden, where each day begins in Nhật ký."""
        sheet, book = self._sheet, self._book
        merge(sheet, (_HEAD_ROW, _HEAT, _HEAD_ROW, self.last), "Báo cáo từng ngày", on_paper(book, **_HEAD))
        small = on_paper(book, font_size=7, align="center", bg_color=palette.MIST, bottom=1, num_format="d")
        first = f"MAX({START.name},MIN({DEADLINE.name}-{_DAYS},{REPORT_DATE}-{_DAYS - 1 - _TO_COME}))"
        days, starts = history("Ngày"), _DAYS_ROW
        for place_of_day in range(_DAYS):
            column, day = _HEAT + place_of_day, self._first + timedelta(place_of_day)
            cell = f"{xl_col_to_name(column)}${_DAYS_ROW + 1}"
            formula = first if not place_of_day else f"{xl_col_to_name(column - 1)}${_DAYS_ROW + 1}+1"
            sheet.write_formula(_DAYS_ROW, column, f"={formula}", small, serial(day))
            found = f"=IF({cell}>{REPORT_DATE},0,IFERROR(MATCH({cell},{days},0),0))"
            sheet.write_formula(starts, self.rows + place_of_day, found, None, self._values.first_row(day))

    def draw_unit(self, place: int) -> None:
        """A unit's days, by its rank."""
        row, values, sheet = FIRST_ROW + place, self._values, self._sheet
        at = here(charted.PLACE, place + 1, place + 1).split(":")[0]
        rank = values.ranked[place][charted.PLACE]
        unit = values.by_unit[rank - 1]
        code, total = (f"INDEX({here(column, 1, self._units)},{at})" for column in (charted.CODE, charted.TOTAL))
        edge = {"bottom": 1, "bottom_color": palette.WHITE, "font_size": 7, "align": "center", "bold": True}
        plain = on_paper(self._book, **edge, right=1, right_color=palette.WHITE)
        end = on_paper(self._book, **edge, right=5, right_color=palette.BRICK)
        for place_of_day in range(_DAYS):
            day = self._first + timedelta(place_of_day)
            start = f"{xl_col_to_name(self.rows + place_of_day)}${_DAYS_ROW + 1}"
            usual = f"{start}+{len(KINDS)}*({at}-1)"
            date = f"{xl_col_to_name(_HEAT + place_of_day)}${_DAYS_ROW + 1}"
            key = f'{date}&"|"&{code}&"|{KINDS[0]}"'
            # Where a day's units stand in the plan's order, no key has to be looked for.
            found = (
                f"=IF({start}=0,0,IF(INDEX({history('Mã')},{usual})={code},{usual},"
                f"IFERROR(MATCH({key},{history('Mã dòng')},0),0)))"
            )
            known = values.shown.earlier.get(day) if values.shown and day <= values.day else None
            of_day = known.unit(unit[charted.CODE]) if known else None
            line = known.row(unit[charted.CODE], KINDS[0]) if known and of_day else 0
            sheet.write_formula(row, self.rows + place_of_day, found, None, line)
            cell = f"${xl_col_to_name(self.rows + place_of_day)}{row + 1}"
            sheet.write_formula(
                row,
                _HEAT + place_of_day,
                f"={self._sign(cell)}",
                end if place_of_day == self._in_time else plain,
                _sign(of_day),
            )
            cases = f"INDEX({history('Trong ngày')},{cell}):INDEX({history('Trong ngày')},{cell}+{len(KINDS) - 1})"
            share = f'=IF({cell}=0,"",IF(OR({total}=0,COUNT({cases})=0),"",SUM({cases})*{CAMPAIGN_DAYS}/{total}))'
            today = with_sum(of_day.figures)[Kind.SUM].today if of_day else None
            value = (
                ""
                if today is None or not unit[charted.TOTAL]
                else today * values.plan.campaign_days / unit[charted.TOTAL]
            )
            sheet.write_formula(row, self.shades + place_of_day, share, None, value)

    @staticmethod
    def _sign(cell: str) -> str:
        status, late = f"INDEX({history('Tình trạng')},{cell})", f"INDEX({history('Hạn')},{cell})"
        words = f'IF({late}="{LATE_WORD}","{LATE}","")'
        for one, sign in _SIGNS:
            words = f'IF({status}="{STATUS_WORDS[one]}","{sign}",{words})'
        return f'IF({cell}=0,"",{words})'

    def shade(self) -> None:
        """Shades, and the day shown."""
        first, last = FIRST_ROW + 1, FIRST_ROW + self._units
        area = f"{xl_col_to_name(_HEAT)}{first}:{xl_col_to_name(self.last)}{last}"
        cell = f"{xl_col_to_name(self.shades)}{first}"
        for least, paper, ink in _SHADES:
            criteria = f"=AND(ISNUMBER({cell}),{cell}>={least})"
            look.shade(self._book, self._sheet, area, criteria, stop=True, bg_color=paper, font_color=ink)
        sign = f"{xl_col_to_name(_HEAT)}{first}"
        look.shade(self._book, self._sheet, area, f'={sign}<>""', font_color=palette.BRICK)
        head = f"{xl_col_to_name(_HEAT)}{_DAYS_ROW + 1}"
        days = f"{head}:{xl_col_to_name(self.last)}{_DAYS_ROW + 1}"
        today = f"={head}={REPORT_DATE}"
        look.shade(self._book, self._sheet, days, today, stop=True, bg_color=palette.INK, font_color=palette.WHITE)
        look.shade(self._book, self._sheet, days, f"=WEEKDAY({head})=1", bg_color=palette.LINE)


def _sign(unit: Any) -> str:
    if unit is None:
        return ""
    plain = LATE if unit.late and unit.receipt is not None and unit.receipt.received_at is not None else ""
    return dict(_SIGNS).get(unit.status, plain)
