"""Hướng dẫn: ten lines, for a clerk who knows the paper form."""

from xlpy.core.forms import DAY_SHEET, FORM_SHEET
from xlpy.drawing.guide import draw_lines
from xlpy.drawing.sheet import Book
from xlpy.drawing.unit_form.layout import Layout


def draw_guide(book: Book, layout: Layout) -> None:
    """The sheet that is read once."""
    lines = (
        f"Mở trang “{DAY_SHEET}”, tìm dòng của ngày hôm nay (ngày được tô đậm).",
        "Gõ bốn số vào bốn ô vàng: số trường hợp sinh, kết hôn, khai tử, con nuôi nhập được trong ngày. Không có thì gõ 0.",
        "Chỉ gõ chữ số, không gõ dấu chấm hay dấu phẩy: 1245, không gõ 1.245. Phím Tab đưa tới ô vàng tiếp theo.",
        "Không gõ các ô trắng: tổng đã nhập, còn lại, cột Tổng đều tự tính.",
        "Xem cột KIỂM TRA cuối dòng. “Được.” là xong; nếu báo lỗi thì sửa đúng ô bị tô màu.",
        "Báo thừa ở ngày trước thì không sửa ngày trước: ghi lý do ở cột GHI CHÚ của hôm nay, rồi gõ số âm vào ô của loại ấy.",
        f"Mở trang “{FORM_SHEET}”: biểu chính thức của ngày cuối có số liệu. Cần xem, in lại ngày khác thì gõ ngày vào ô vàng phía trên; xem xong xoá đi rồi mới lưu và gửi.",
        "In, ký, đóng dấu nếu cần lưu bản giấy.",
        f"Lưu tệp rồi gửi chính tệp này cho {layout.plan.office} trước {layout.hour} mỗi ngày. Hôm sau dùng tiếp tệp ấy, không xin tệp mới.",
        "Ngày nào không nhập được vẫn gõ bốn số 0 và gửi; để trống nghĩa là chưa báo cáo.",
    )
    sheet = draw_lines(book, f"CÁCH ĐIỀN BIỂU – {layout.unit.name.upper()}", lines)
    sheet.print_area(0, 0, len(lines) + 1, 1)
