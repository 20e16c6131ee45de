"""What stands above the days: may this be sent, what is wrong, how far the unit has come."""

from collections.abc import Iterator

from xlsxwriter.worksheet import Worksheet

from xlpy.core.forms import DAY_SHEET, FORM_SHEET, KIND_LABELS
from xlpy.core.records import KINDS
from xlpy.core.text import day as written
from xlpy.core.text import number as counted
from xlpy.drawing.formulas import count_words, date_of, date_words, joined, share_words
from xlpy.drawing.palette import AMBER, AMBER_INK, NAVY, PALE, WHITE, on_screen
from xlpy.drawing.sheet import Book, merge
from xlpy.drawing.unit_form.causes import CAUSES, LAST_ERROR, number
from xlpy.drawing.unit_form.facts import WEIGHT
from xlpy.drawing.unit_form.layout import LINES, Layout
from xlpy.drawing.unit_form.turns import untyped_advice, untyped_state
from xlpy.drawing.words import LATE as LOOK
from xlpy.drawing.words import REFUSED as WRONG

READY = "SẴN SÀNG GỬI"
_LOCKED = "Bấm Bật Chỉnh sửa (Enable Editing) ở thanh phía trên, rồi gõ bốn số."
"""What a form shows that Excel has opened for reading only, as it does with what came by mail: nothing is computed there."""
_UNTYPED = "CHƯA GÕ SỐ HÔM NAY"


def draw_head(book: Book, sheet: Worksheet, layout: Layout) -> None:
    """The state in large letters, the unit's progress, and what is wrong."""
    _draw_state(book, sheet, layout)
    progress = on_screen(book, bg_color=PALE, font_size=11, bold=True, font_color=NAVY, indent=1, shrink=True)
    _draw(sheet, (layout.progress_row, 0, layout.progress_row, layout.last), _progress(layout), "", progress)
    sheet.set_row_pixels(layout.progress_row, 22)
    halves = ((0, layout.named("sum.entered")), (layout.named("sum.remaining"), layout.last))
    style = on_screen(book, indent=1, bold=True, shrink=True, font_color=AMBER_INK)
    for line in range(1, LINES + 1):
        half, down = divmod(line - 1, LINES // 2)
        row, (left, right) = layout.first_line_row + down, halves[half]
        _draw(sheet, (row, left, row, right), f"={_line(layout, line)}", "", style)
    for row in range(layout.first_line_row, layout.header_row - 1):
        sheet.set_row_pixels(row, 20)
    sheet.set_row_pixels(layout.header_row - 1, 4)


def _draw(sheet: Worksheet, area: tuple[int, int, int, int], formula: str, value: str, style: object) -> None:
    sheet.merge_range(*area, "", style)
    sheet.write_formula(area[0], area[1], formula, style, value)


def _draw_state(book: Book, sheet: Worksheet, layout: Layout) -> None:
    row, first, check = layout.state_row, layout.named("birth.today"), layout.named("check")
    name = on_screen(book, bg_color=NAVY, font_color=WHITE, bold=True, font_size=14, indent=1, shrink=True)
    merge(sheet, (row, 0, row, first), f"{layout.unit.name}{layout.level}".upper(), name)
    # Amber where no condition holds: what is not known to be well is looked at.
    large = on_screen(book, bg_color=AMBER, font_color=AMBER_INK, bold=True, font_size=20, align="center", shrink=True)
    shown = _UNTYPED if layout.plan.period.is_daily else f"BÁO CÁO {layout.plan.period.words.upper()}"
    _draw(sheet, (row, first + 1, row, layout.named("sum.entered")), f"={_state(layout)}", shown, large)
    advice = on_screen(book, bg_color=AMBER, font_color=AMBER_INK, bold=True, font_size=11, indent=1, shrink=True)
    _draw(sheet, (row, layout.named("sum.remaining"), row, check), f"={_advice(layout)}", _LOCKED, advice)
    link = on_screen(book, bg_color=NAVY, font_color=WHITE, bold=True, underline=1, align="center")
    now, here = layout.fact("now"), layout.fact("here")
    column = layout.cell(layout.typed(KINDS[0]), 0).strip("$0123456789")
    target = f"\"#'{DAY_SHEET}'!{column}\"&(MAX(1,MIN({layout.count},{here}))+{layout.first_row})"
    formula = f'=HYPERLINK({target},"► Tới hôm nay "&DAY({now})&"/"&MONTH({now}))'
    _draw(sheet, (row, layout.named("note"), row, layout.last), formula, "► Tới hôm nay", link)
    sheet.set_row_pixels(row, 38)


def _state(layout: Layout) -> str:
    errors, blanks = layout.fact("errors"), layout.fact("blanks")
    here = layout.fact("here")
    untyped = f'"{_UNTYPED}"' if layout.plan.period.is_daily else untyped_state(layout)
    return (
        f'IF({errors}>{blanks},"CHƯA GỬI ĐƯỢC",IF({errors}>0,"CHƯA GÕ ĐỦ BỐN SỐ",'
        f'IF({here}=0,"CHƯA TỚI ĐỢT NHẬP",IF({here}>{layout.count},"CHƯA CÓ DÒNG HÔM NAY",'
        f'IF({layout.fact("typed")}=0,{untyped},"{READY}")))))'
    )


def _advice(layout: Layout) -> str:
    errors, blanks, looks = layout.fact("errors"), layout.fact("blanks"), layout.fact("looks")
    here, office, now = layout.fact("here"), layout.fact("office"), date_words(layout.fact("now"))
    start = written(layout.plan.start)
    send = joined(f"Lưu tệp, gửi {{office}} trước {layout.hour}.", {"office": office})
    look = joined(f"Xem lại {{looks}} điều có dấu {LOOK}, lưu tệp, gửi trước {layout.hour}.", {"looks": looks})
    parts = {"errors": errors, "blanks": blanks, "now": now, "office": office}
    untyped = joined("Gõ bốn số ở dòng {now}; không có thì gõ 0.", parts)
    if not layout.plan.period.is_daily:
        untyped = untyped_advice(layout)
    return (
        f"IF({errors}>{blanks},{joined('Sửa {errors} chỗ nêu dưới đây, rồi lưu tệp, gửi.', parts)},"
        f"IF({errors}>0,{joined('Dòng {now} còn {blanks} ô trống; không có thì gõ 0.', parts)},"
        f"IF({here}=0,{joined(f'Ngày trên máy tính: {{now}}; đợt nhập bắt đầu {start}.', parts)},"
        f"IF({here}>{layout.count},{joined('Ngày trên máy tính: {now}; đề nghị {office} cấp biểu mới.', parts)},"
        f"IF({layout.fact('typed')}=0,{untyped},"
        f"IF({looks}>0,{look},{send}))))))"
    )


def _progress(layout: Layout) -> str:
    """How much is entered, how much should be, and what every day needs from now on."""
    if layout.whole_total == 0:
        often = "hằng ngày" if layout.plan.period.is_daily else "đến kỳ"
        told = f"Kế hoạch chưa giao chỉ tiêu: {often} gõ bốn số 0 và gửi. Có số để nhập thì gọi {{office}} bổ sung chỉ tiêu."
        return f"={joined(told, {'office': layout.fact('office')})}"
    total = layout.cell("sum.entered", layout.targets_row)
    entered = layout.cell("sum.entered", layout.entered_row)
    here, now, until, typed = (layout.fact(name) for name in ("here", "now", "until", "typed"))
    days, last = layout.plan.campaign_days, written(layout.last_day)
    end = date_of(layout.last_day)
    remaining = f"MIN({days},{end}-{now}+1-{typed})"
    sums = layout.column("sum.today")
    week = f"SUM(INDEX({sums},MAX(1,MIN({layout.count},{until})-6)):INDEX({sums},MAX(1,MIN({layout.count},{until}))))"
    parts = {
        "entered": count_words(entered),
        "total": count_words(total),
        "share": share_words(f"{entered}/{total}"),
        "due": share_words(f"MIN(1,{until}/{days})"),
        "left": count_words(f"{total}-{entered}"),
        "from": f'IF({typed}=1,"mai","hôm nay")',
        "need": count_words(f"ROUNDUP(({total}-{entered})/{remaining},0)"),
        "week": f'IF(OR({until}<2,{layout.fact("first")}=0),"","; "&MIN(7,{until})&" ngày qua bình quân "&{count_words(f"{week}/MIN(7,{until})")})',
    }
    so_far = joined("Đã nhập {entered} / {total} ({share}), phải đạt {due}.   ", parts)
    need = joined(f"Từ {{from}} cần {{need}} mỗi ngày để xong {last}{{week}}.", parts)
    passed = joined(f"Đợt nhập đến hết {last}, còn {{left}}.", parts)
    rest = f'IF({entered}>={total},"Đã nhập đủ chỉ tiêu.",IF(OR({here}=0,{remaining}>0),{need},{passed}))'
    untold = "Gõ số trường hợp phải nhập vào bốn ô vàng, dòng Chỉ tiêu (gõ một lần)."
    return f'=IF(SUM({total})=0,"{untold}",{so_far}&{rest})'


def _line(layout: Layout, line: int) -> str:
    """One thing that is wrong, with where it stands; the last line counts what is beyond it."""
    rank, slot, place, cause = (layout.fact(f"{name}{line}") for name in ("rank", "slot", "place", "cause"))
    first, start = layout.typed(KINDS[0]), layout.fixed("day", layout.first_row)
    address = f"ADDRESS({place}+{layout.first_row},{first}+IF({slot}>{len(KINDS)},1,{slot}),4)"
    day = f"{start}+{place}-1"
    day_words = f'IF({place}=0,"trước đợt",DAY({day})&"/"&MONTH({day}))'
    kinds = ",".join(f'"{KIND_LABELS[kind]} "' for kind in KINDS)
    where = f'IF({slot}>{len(KINDS)},"",{address}&" · "&CHOOSE({slot},{kinds}))&{day_words}'
    chosen = number("", "chosen")
    before = f'IF({cause}={chosen},"",{where}&": ")'
    told = f"CHOOSE({cause},{','.join(_words(layout, line))})"
    sign = f'IF({cause}<={LAST_ERROR},"{WRONG}","{LOOK}")&" "'
    link = f"IF({cause}={chosen},\"#'{FORM_SHEET}'!G1\",\"#'{DAY_SHEET}'!\"&{address})"
    formula = f'IF({rank}<{WEIGHT},"",HYPERLINK({link},{sign}&{before}&{told}))'
    if line == LINES:
        beyond = f"({layout.fact('errors')}+{layout.fact('looks')}-{LINES - 1})"
        more = joined("… và {beyond} điều nữa: xem cột KIỂM TRA.", {"beyond": beyond})
        formula = f"IF({beyond}>1,{more},{formula})"
    return formula


def _words(layout: Layout, line: int) -> Iterator[str]:
    """The words of each cause, in the order of their numbers, over the place that a line tells of."""
    slot, place = layout.fact(f"slot{line}"), layout.fact(f"place{line}")
    typed = layout.column(layout.typed(KINDS[0]), first=layout.opening_row, width=len(KINDS))
    entered = layout.column(layout.entered_column, first=layout.opening_row, width=len(KINDS))
    cell = f"INDEX({typed},{place}+1,{slot})"
    targets = f"{layout.fixed(layout.typed(KINDS[0]), layout.targets_row)}:{layout.fixed(layout.typed(KINDS[-1]), layout.targets_row)}"
    parts = {
        "read": f'IF(ISNUMBER({cell}),SUBSTITUTE(ROUND({cell},3)&"",".",","),LEFT({cell}&"",20))',
        "entered": count_words(f"INDEX({entered},{place}+1,{slot})"),
        "total": count_words(f"INDEX({targets},{slot})"),
        "day_sum": count_words(f"INDEX({layout.column('sum.today')},{place})"),
        "now": date_words(layout.fact("now")),
        "chosen": date_words(layout.fact("chosen")),
        "most": _most(layout, place),
        "office": layout.fact("office"),
    }
    return (joined(cause.told, parts) for cause in CAUSES)


def _most(layout: Layout, place: str) -> str:
    """What the machines can enter in the days of which a row's report may speak: "4.800/ngày", "1.500/5 ngày"."""
    a_day = layout.most_a_day or 0
    if layout.plan.period.is_daily:
        return f'"{counted(a_day)}/ngày"'
    days = f"({place}-{layout.typed_before(place)})"
    return f'{count_words(f"{a_day}*{days}")}&"/"&{days}&" ngày"'
