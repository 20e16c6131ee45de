"""Hướng dẫn: one page, to be printed and to lie beside the PC of a clerk who knows the paper form."""

from xlpy.core.forms import CHOSEN_LABEL, DAY_SHEET, FORM_SHEET, MISMATCH_SHEET, TARGETS_LABEL
from xlpy.core.office_book import GUIDE_SHEET
from xlpy.core.text import day as written
from xlpy.core.text import tidy
from xlpy.drawing.inputs import protect
from xlpy.drawing.palette import AMBER, AMBER_INK, BRICK, MIST, NAVY, WHITE, YELLOW, YELLOW_EDGE
from xlpy.drawing.report.look import PAGE
from xlpy.drawing.sheet import A4, Book, merge, row_height
from xlpy.drawing.unit_form.layout import Layout
from xlpy.drawing.words import LATE as LOOK
from xlpy.drawing.words import REFUSED as WRONG
from xlpy.drawing.words import WELL

_NUMBER, _TEXT = 44, 600
"""Widths in pixels: a page between its margins."""
_LETTERS = 86
"""Letters of a line of text."""
_LINE = 18.0


def draw_guide(book: Book, layout: Layout) -> None:
    """The sheet that is read once."""
    sheet = book.sheet(GUIDE_SHEET, A4, {**PAGE, "landscape": False, "left": 0.7, "right": 0.6, "footer": ""})
    sheet.hide_gridlines(2)
    sheet.set_column_pixels(0, 0, _NUMBER)
    sheet.set_column_pixels(1, 1, _TEXT)
    title = book.format(bold=True, font_size=15, align="center")
    merge(sheet, (0, 0, 0, 1), f"CÁCH ĐIỀN BIỂU – {layout.unit.name.upper()}{layout.level.upper()}", title)
    sheet.set_row(0, 30)
    head = book.format(bold=True, font_size=13, font_color=NAVY, bottom=1, bottom_color=NAVY)
    text = book.format(text_wrap=True, font_size=13, valign="top")
    number = book.format(font_size=13, align="center", valign="top", bold=True)
    row, counted = 1, 0
    often = "MỖI NGÀY" if layout.plan.period.is_daily else "MỖI KỲ BÁO CÁO"
    for heading, lines in ((often, _every_day(layout)), ("KHI CẦN", _at_times(layout))):
        merge(sheet, (row, 0, row, 1), heading, head)
        sheet.set_row(row, 26)
        for line in lines:
            row, counted = row + 1, counted + 1
            sheet.write_number(row, 0, counted, number)
            sheet.write_string(row, 1, line, text)
            sheet.set_row(row, 5 + row_height(((line, _LETTERS),), _LINE))
        row += 1
    merge(sheet, (row, 0, row, 1), "CÁC DẤU VÀ MÀU", head)
    sheet.set_row(row, 26)
    signs = (
        (WELL, {"bg_color": MIST, "font_color": NAVY}, "Hợp lệ: dòng ấy không phải làm gì thêm."),
        (
            LOOK,
            {"bg_color": AMBER, "font_color": AMBER_INK},
            "Xem lại; đúng thì vẫn gửi được. Ô còn trống thì gõ 0 rồi mới gửi.",
        ),
        (
            WRONG,
            {"bg_color": BRICK, "font_color": WHITE},
            f"Phải sửa; gửi khi còn dấu này thì {layout.plan.office} chưa tổng hợp được.",
        ),
        (
            "vàng",
            {"bg_color": YELLOW, "border": 1, "border_color": YELLOW_EDGE},
            "Gõ ở đây. Các ô khác tự tính, không gõ được.",
        ),
    )
    for sign, look, words in signs:
        row += 1
        sheet.write_string(row, 0, sign, book.format(**look, font_size=12, bold=True, align="center"))
        sheet.write_string(row, 1, words, book.format(font_size=13, indent=1))
        sheet.set_row(row, 22)
    row += 1
    merge(sheet, (row, 0, row, 1), _contact(layout), book.format(font_size=13, valign="bottom"))
    sheet.set_row(row, 34)
    sheet.print_area(0, 0, row, 1)
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()
    protect(sheet)


def _contact(layout: Layout) -> str:
    """Whom to ring: what the settings do not say is left to be written in by hand."""
    known = layout.plan.contact
    name, phone = (tidy(known.name) or "…" * 14), (tidy(known.phone) or "…" * 10)
    return f"Đầu mối của {layout.plan.office}: {name}  Điện thoại: {phone}"


def _ring(layout: Layout) -> str:
    known = layout.plan.contact
    told = ", ".join(filter(None, (tidy(known.name), tidy(known.phone))))
    return f"gọi {layout.plan.office}" + (f" ({told})" if told else "")


def _every_day(layout: Layout) -> tuple[str, ...]:
    office = layout.plan.office
    next_time = "Hôm sau" if layout.plan.period.is_daily else "Kỳ sau"
    return (
        "Mở tệp. Phía trên có thanh “Dạng xem được bảo vệ” (Protected View) thì bấm Bật Chỉnh sửa (Enable Editing).",
        f"Ở trang “{DAY_SHEET}” bấm “► Tới hôm nay” (LibreOffice: giữ Ctrl rồi bấm). Gõ bốn số vào bốn ô vàng của dòng hôm nay; không có thì gõ 0. Chỉ gõ chữ số: 1245, không gõ 1.245. Phím Tab đưa sang ô tiếp theo.",
        "Xem dòng chữ lớn phía trên. “SẴN SÀNG GỬI” là xong. “CHƯA…” thì ngay dưới đó kể từng chỗ và việc phải làm; bấm vào dòng ấy để tới đúng ô.",
        f"Lưu tệp (Ctrl+S), gửi chính tệp này cho {office} trước {layout.hour}. {next_time} gõ tiếp vào tệp này, không xin tệp mới.",
        f"Cần bản giấy: mở trang “{FORM_SHEET}”, in, ký, đóng dấu.",
    )


def _at_times(layout: Layout) -> tuple[str, ...]:
    start, office = written(layout.plan.start), layout.plan.office
    period = layout.plan.period
    zeros = "Ngày nghỉ, ngày không nhập được trường hợp nào: vẫn gõ bốn số 0 và gửi. Có vướng mắc thì chọn ở cột LÝ DO SỐ 0. Để trống nghĩa là chưa báo cáo."
    forgot = "Quên một ngày: gõ số của ngày ấy vào đúng dòng ngày ấy. Đã báo qua điện thoại thì gõ đúng số đã báo."
    if not period.is_daily:
        forgot = "Quên một kỳ: gõ số của kỳ ấy ở dòng hôm nay, gửi ngay. Đã báo qua điện thoại thì gõ đúng số đã báo, ở dòng ngày đã báo."
        zeros = f"Kỳ báo cáo: {period.words}. Ngày chưa đến kỳ không phải gửi, dòng ấy để trống được: đến kỳ gõ số của cả kỳ ở dòng ngày gửi; không nhập được trường hợp nào thì gõ bốn số 0."
    lines = (
        zeros,
        forgot,
        f"Ngày trước báo sai mà {office} đã tiếp nhận: không sửa dòng cũ. Báo thiếu thì cộng thêm vào hôm nay; báo thừa thì trừ bớt ở hôm nay (trừ hết thì gõ số âm, ví dụ -2). Ghi lý do ở cột GHI CHÚ.",
        f"Thông tin trong Sổ hộ tịch khác Cơ sở dữ liệu dân cư: ghi ở trang “{MISMATCH_SHEET}”, mỗi trường hợp một dòng. Không ghi họ tên, số định danh của ai.",
        f"Xem, in lại một ngày cũ: gõ ngày vào ô “{CHOSEN_LABEL} khác” của trang “{FORM_SHEET}”. Xem xong xoá đi rồi mới lưu và gửi.",
        f"Trước {start} đã nhập được một số trường hợp: gõ tổng của từng loại vào dòng “Trước {start}”, một lần. Không có thì để trống.",
        f"Số đúng mà biểu báo vượt chỉ tiêu hoặc vượt mức tối đa: {_ring(layout)}.",
    )
    if layout.target is None:
        return (f"Lần đầu: gõ số trường hợp phải nhập của từng loại vào dòng “{TARGETS_LABEL}”.", *lines)
    return lines
