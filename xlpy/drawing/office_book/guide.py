"""Hướng dẫn for the office, and the sheet by which xlwings finds its settings."""

from xlpy.core.plan.plan import Plan
from xlpy.drawing.guide import draw_lines
from xlpy.drawing.inputs import protect
from xlpy.drawing.office_book.names import XLWINGS
from xlpy.drawing.sheet import A4, Book, put


def draw_guide(book: Book, plan: Plan) -> None:
    """What the office does every afternoon."""
    lines = (
        f"Lưu mọi tệp các đơn vị gửi vào thư mục “{plan.inbox}” cạnh tệp này; tên tệp thế nào cũng được, không cần mở.",
        "Ở trang Điều khiển, xem ô Ngày báo cáo (ô vàng), rồi bấm Tổng hợp. Bấm nhiều lần không sao: không tệp nào bị tính hai lần.",
        "Xem bảng: đơn vị nào chưa báo cáo, báo cáo muộn hay phải sửa. Trang Kiểm tra có câu để đọc qua điện thoại cho từng đơn vị.",
        "Đơn vị gửi lại tệp đã sửa thì lưu thêm vào thư mục, bấm Tổng hợp lần nữa; tệp gửi sau được lấy.",
        "Đơn vị báo qua điện thoại: gõ số trong ngày vào bốn ô vàng cùng dòng, ghi ai báo và mấy giờ. Rút số ấy: gõ chữ bỏ vào ô Người báo.",
        f"Báo cáo nằm ở thư mục “{plan.reports}”, mỗi ngày một thư mục con. Xem lại ngày cũ: đổi ô Ngày báo cáo.",
        "Máy về thêm, hỏng, cho mượn: ghi ở trang Máy. Đổi định mức, chỉ tiêu: sửa ô vàng ở Thiết lập, Phụ lục 02–04.",
        "Tạo biểu mẫu: mỗi đơn vị một tệp trong thư mục bieu-mau, gửi mỗi đơn vị một lần dùng cả đợt.",
        "Nhật ký và các trang khoá là bản xem; số gốc ở nhat-ky.sqlite. Đừng xoá tệp ấy và thư mục da-nhan.",
        "Nút không chạy: bấm đúp tệp Tong hop.cmd trong thư mục này; báo cáo như nhau. Muốn biết vì sao thì gõ: hotich tu-kiem.",
    )
    draw_lines(book, "MỖI BUỔI CHIỀU", lines)


PINNED: tuple[tuple[str, str], ...] = (
    # Where code is looked for: neither beside the workbook nor where another file says.
    ("ADD_WORKBOOK_TO_PYTHONPATH", "False"),
    ("PYTHONPATH", ""),
    # Which Python is started, but for INTERPRETER_WIN. Empty, the older key finds no "python" in the current folder.
    ("INTERPRETER", ""),
    ("CONDA PATH", ""),
    ("CONDA ENV", ""),
    # These go into the command line as they are. The folder is each person's own, as Windows has it.
    ("TEMP DIR", "%TEMP%"),
    ("ONEDRIVE_CONSUMER_WIN", ""),
    ("ONEDRIVE_COMMERCIAL_WIN", ""),
    ("SHAREPOINT_WIN", ""),
    ("LICENSE_KEY", ""),
    # Functions of the user's own: there are none. What VBA takes for a truth value may not be empty.
    ("UDF MODULES", ""),
    ("DEBUG UDFS", "False"),
    ("USE UDF SERVER", "False"),
    # An error of Python's own start is shown, and nothing else.
    ("SHOW CONSOLE", "False"),
    ("SHOW_ERROR_POPUPS", "True"),
)
"""Every setting that xlwings' VBA asks for on Windows, but for INTERPRETER_WIN, and what it is.

VBA looks for a key in the sheet, then in the file beside the workbook, then in the user's: a key that stands in the
sheet is found there even if its value is empty.
"""


def draw_xlwings(book: Book) -> None:
    """Settings that hold on every PC. Which Python to start is each PC's own: the file xlwings.conf beside this one.

    A key here overrules that file, so INTERPRETER_WIN must not stand here. VBA reads column A down to its first blank.
    """
    sheet = book.sheet(XLWINGS, A4)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 14)
    for row, (name, value) in enumerate(PINNED):
        sheet.write_string(row, 0, name, book.format())
        put(sheet, row, 1, value or None, book.format())
    note = "Trang này của xlwings, không sửa. Python của từng máy ghi ở tệp xlwings.conf cạnh tệp này."
    sheet.write_string(0, 3, note, book.format(italic=True))
    sheet.hide()
    protect(sheet)
