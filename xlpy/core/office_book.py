"""Which cell of the office's workbook means what: its sheets, the board on Điều khiển, the columns of its lists.

Drawn by `drawing.office_book`, read from an open workbook by `app.desk`, written into one as edits: none of them has
rows or columns of its own. Rows and columns count from 0.
"""

from xlpy.core.forms import FORM_SHEET, KIND_LABELS
from xlpy.core.records import KINDS

SETTINGS_SHEET = "Thiết lập"
CONTROL_SHEET, FINDINGS_SHEET, HISTORY_SHEET, GUIDE_SHEET = "Điều khiển", "Kiểm tra", "Nhật ký", "Hướng dẫn"
VIEW_SHEETS = frozenset({CONTROL_SHEET, FINDINGS_SHEET, HISTORY_SHEET, GUIDE_SHEET, FORM_SHEET})
"""Sheets that show the journal and hold nothing of the plan: who reads the plan passes them over."""

REPORT_DATE = "NgayBaoCao"
"""The name of the cell on Điều khiển that says which day is shown."""
CAMPAIGN_DAYS = "SoNgayDot"
"""The name of the cell on Thiết lập with the days of the campaign."""

BOARD_HEADS: tuple[tuple[str, float], ...] = (
    ("STT", 5),
    ("Đơn vị", 24),
    ("Tình trạng", 15),
    ("Nhận lúc", 21),
    ("Hạn", 11),
    ("Lỗi", 7),
    ("Cảnh báo", 9),
    ("Trong ngày", 11),
    ("Tổng đã nhập", 12),
    ("Còn lại", 12),
    ("Tỷ lệ", 9),
    # So that "kết hôn" and "khai tử" stay whole where the head wraps.
    *(("\u00a0".join(KIND_LABELS[kind].rsplit(" ", 1)), 10) for kind in KINDS),
    ("Người báo, lúc mấy giờ", 26),
    ("Tệp", 32),
)
"""Columns of the board, with their widths: one row a unit."""
PHONED_COLUMN = 11
"""The first cell of Nhập tay; one a kind, then who told it."""
PHONED_NOTE_COLUMN = PHONED_COLUMN + len(KINDS)
CODE_COLUMN = len(BOARD_HEADS) + 1
"""Hidden: the unit's code, by which its line is known."""
BOARD_HEADER_ROW = 8
BOARD_ROW = BOARD_HEADER_ROW + 2
"""The first unit's row."""
DATE_ROW, DATE_COLUMN = 3, 2

HISTORY_HEADS: tuple[tuple[str, float], ...] = (
    ("Khoá", 20),
    ("Ngày", 12),
    ("Mã", 8),
    ("Đơn vị", 24),
    ("Loại", 18),
    ("Tình trạng", 14),
    ("Nhận lúc", 20),
    ("Hạn", 11),
    ("Tổng số", 11),
    ("Trong ngày", 11),
    ("Tổng đã nhập", 12),
    ("Còn lại", 11),
    ("Giữ số ngày", 12),
    ("Lỗi", 7),
    ("Cảnh báo", 9),
    ("Tệp", 30),
    ("Trang tính", 16),
    ("Ô", 12),
    ("Mã kiểm tra tệp", 20),
    ("Chấp nhận riêng", 12),
)
"""Columns of Nhật ký: one row a unit, day and kind."""

FINDING_HEADS: tuple[tuple[str, float], ...] = (
    ("STT", 5),
    ("Ngày", 12),
    ("Mức", 11),
    ("Mã", 8),
    ("Đơn vị", 22),
    ("Tệp", 28),
    ("Trang · ô", 22),
    ("Nội dung", 60),
    ("Cách sửa", 44),
)
"""Columns of Kiểm tra: one row a finding, its place a link."""
PLACE_COLUMN = 6
"""The column of Kiểm tra that leads to the cell."""

HISTORY_ROW, FINDINGS_ROW = 1, 3
"""The first rows of the two lists, below their heads."""


def history_column(label: str) -> int:
    """Where a column of Nhật ký stands. Raises StopIteration where it has none of that name."""
    return next(place for place, (known, _) in enumerate(HISTORY_HEADS) if known == label)
