"""Hướng dẫn: ten lines, for a clerk who knows the paper form."""

from xlpy.core.forms import DAY_SHEET, FORM_SHEET
from xlpy.drawing.inputs import protect
from xlpy.drawing.sheet import A4, Book, row_height
from xlpy.drawing.unit_form.layout import Layout

_WIDTH = 100


def draw_guide(book: Book, layout: Layout) -> None:
    """The sheet that is read once."""
    sheet = book.sheet("Hướng dẫn", A4)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 5)
    sheet.set_column(1, 1, _WIDTH)
    sheet.write_string(0, 1, f"CÁCH ĐIỀN BIỂU – {layout.unit.name.upper()}", book.format(bold=True, font_size=14))
    sheet.set_row(0, 26)
    hour = f"{layout.plan.units_report_before:%H} giờ {layout.plan.units_report_before:%M}"
    lines = (
        f"Mở trang “{DAY_SHEET}”, tìm dòng của ngày hôm nay (ngày được tô đậm).",
        "Gõ bốn số vào bốn ô vàng: số trường hợp sinh, kết hôn, khai tử, con nuôi nhập được trong ngày. Không có thì gõ 0.",
        "Chỉ gõ chữ số, không gõ dấu chấm hay dấu phẩy: 1245, không gõ 1.245. Phím Tab đưa tới ô vàng tiếp theo.",
        "Không gõ các ô trắng: tổng đã nhập, còn lại, cột Tổng đều tự tính.",
        "Xem cột KIỂM TRA cuối dòng. “Được.” là xong; nếu báo lỗi thì sửa đúng ô bị tô màu.",
        "Báo thừa ở ngày trước thì không sửa ngày trước: ghi lý do ở cột GHI CHÚ của hôm nay, rồi gõ số âm vào ô của loại ấy.",
        f"Mở trang “{FORM_SHEET}”: biểu chính thức của ngày cuối có số liệu. Cần xem, in lại ngày khác thì gõ ngày vào ô vàng phía trên; xem xong xoá đi rồi mới lưu và gửi.",
        "In, ký, đóng dấu nếu cần lưu bản giấy.",
        f"Lưu tệp rồi gửi chính tệp này cho {layout.plan.office} trước {hour} mỗi ngày. Hôm sau dùng tiếp tệp ấy, không xin tệp mới.",
        "Ngày nào không nhập được vẫn gõ bốn số 0 và gửi; để trống nghĩa là chưa báo cáo.",
    )
    text = book.format(text_wrap=True, font_size=13, valign="top")
    for row, line in enumerate(lines, 2):
        sheet.write_number(row, 0, row - 1, book.format(align="center", valign="top", font_size=13))
        sheet.write_string(row, 1, line, text)
        sheet.set_row(row, 6 + row_height(((line, _WIDTH),), 17))
    sheet.print_area(0, 0, len(lines) + 1, 1)
    protect(sheet)
