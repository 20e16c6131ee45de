"""Which cell of the office's workbook means what: its sheets, the board on Điều khiển, the columns of its lists.

Drawn by `drawing.office_book`, read from an open workbook by `app.desk`, written into one as edits: none of them has
rows or columns of its own. Rows and columns count from 0.
"""

from typing import NamedTuple

from xlpy.core.forms import FORM_SHEET, MISMATCH_SHEET
from xlpy.core.grid import Grid
from xlpy.core.records import KINDS
from xlpy.core.source import Source
from xlpy.core.text import command

SETTINGS_SHEET = "Thiết lập"
TASKS_SHEET, TEAMS_SHEET, ROSTER_SHEET, MOVES_SHEET = "Nhiệm vụ", "Tổ nhập liệu", "Phân ca", "Máy"
CHANGES_SHEET = "Thay đổi đơn vị"
CONTROL_SHEET, FINDINGS_SHEET, HISTORY_SHEET, GUIDE_SHEET = "Điều khiển", "Kiểm tra", "Nhật ký", "Hướng dẫn"
PROGRESS_SHEET, CHARTED_SHEET, FORETOLD_SHEET = "Tiến độ", "Số liệu tiến độ", "Dự báo"
"""How the campaign goes; what its charts are drawn from; what only the program can foretell, written by a button."""
MACHINES_SHEET = "Phương án"
"""What machines elsewhere would change."""
VIEW_SHEETS = frozenset(
    {
        CONTROL_SHEET,
        FINDINGS_SHEET,
        HISTORY_SHEET,
        GUIDE_SHEET,
        FORM_SHEET,
        PROGRESS_SHEET,
        CHARTED_SHEET,
        FORETOLD_SHEET,
        MACHINES_SHEET,
        ROSTER_SHEET,
        MISMATCH_SHEET,
    }
)
"""Sheets that hold nothing of the plan, most of them views of the journal: who reads the plan passes them over."""

OWN_SHEETS = frozenset({SETTINGS_SHEET, TASKS_SHEET, TEAMS_SHEET, MOVES_SHEET, CHANGES_SHEET})
"""Sheets that the office alone types into, beside the plan's tables: what is wrong there no unit can mend."""


_BACK = "Trang ấy bị đổi tên thì đặt lại tên; bị xoá thì đóng tệp, đừng lưu, rồi mở lại; đã lưu rồi thì"
VIEW_BACK = f"{_BACK} tạo lại sổ: {command('tao-so --tu . --ra Hotich-moi.xlsm')}"
OF_PLAN_BACK = f"{_BACK} chuyển tệp ấy đi nơi khác, tạo lại sổ từ nhật ký: {command('tao-so --tu . --ra Hotich.xlsm')}"
"""What to do where a sheet is gone: a view's, and one that the plan is read from, without which it cannot be read."""


def on_own_sheet(source: Source) -> bool:
    """Whether a place is on one of `OWN_SHEETS`, whichever unit its line speaks of."""
    return not source.file and source.sheet in OWN_SHEETS


REPORT_DATE = "NgayBaoCao"
"""The name of the cell on Điều khiển that says which day is shown."""
CAMPAIGN_DAYS = "SoNgayDot"
"""The name of the cell on Thiết lập with the days of the campaign."""
CODES = "MaDonVi"
"""The name of the codes on Thiết lập: what watches over a cell looks at no other sheet but by a name (Excel 2007)."""

BOARD_HEADS: tuple[tuple[str, int], ...] = (
    ("", 6),
    ("TT", 24),
    ("Đơn vị", 134),
    ("Tình trạng", 130),
    ("Nhận\nlúc", 46),
    ("Lỗi", 32),
    ("Cảnh\nbáo", 42),
    ("Trong\nngày", 60),
    ("So với\nhôm trước", 64),
    ("Tổng\nđã nhập", 70),
    ("Còn lại", 70),
    ("Tỷ lệ", 74),
    ("10 ngày qua", 74),
    ("Cần\nmỗi ngày", 62),
    ("Dự kiến\nxong", 62),
    ("", 6),
    ("Sinh", 48),
    ("Kết hôn", 48),
    ("Khai tử", 48),
    ("Nuôi", 42),
    ("Người báo, giờ", 84),
    ("Lý do số 0", 74),
)
"""Columns of the board, with their widths in pixels: one row a unit. Two without a head keep the tables apart."""
BOARD_HEADER_ROW = 10
BOARD_ROW = BOARD_HEADER_ROW + 2
"""The first unit's row."""
DATE_ROW, DATE_COLUMN = 1, 3


class Typing(NamedTuple):
    """Where on Điều khiển Nhập tay is typed: the row of its heads, its first column (one a kind, then who told it) and
    that column's head, by which the layout is known; the hidden column with the units' codes; and the head of the last
    column, where a zero has a reason ("": workbooks of before have none)."""

    head_row: int
    column: int
    note_head: str
    code_column: int
    reason_head: str = ""

    @property
    def note_column(self) -> int:
        """Who told it, and when."""
        return self.column + len(KINDS)

    @property
    def reason_column(self) -> int:
        """Why there is nothing but zeros."""
        return self.note_column + 1

    @property
    def width(self) -> int:
        """How many cells are typed into."""
        return len(KINDS) + (2 if self.reason_head else 1)


TYPING = Typing(BOARD_HEADER_ROW + 1, 16, BOARD_HEADS[-2][0], len(BOARD_HEADS) + 1, BOARD_HEADS[-1][0])
OLDER_TYPING = (Typing(BOARD_HEADER_ROW + 1, 16, BOARD_HEADS[-2][0], 22), Typing(9, 11, "Người báo, lúc mấy giờ", 18))
"""Layouts of workbooks that older versions drew. Offices keep their workbook: it goes on merging."""


def typing_on(grid: Grid) -> Typing:
    """Where one types on a Điều khiển, which an older version may have drawn, and into which somebody may have put a
    column: its heads tell."""
    for place in (TYPING, *OLDER_TYPING):
        if _has_heads(grid, place):
            return place
    for (row, column), value in grid.cells.items():
        for place in (TYPING, *OLDER_TYPING):
            if value == place.note_head:
                by = column - place.note_column
                moved = place._replace(head_row=row, column=place.column + by, code_column=place.code_column + by)
                if _has_heads(grid, moved):
                    return moved
    return TYPING


def _has_heads(grid: Grid, place: Typing) -> bool:
    note, reason = (grid.cells.get((place.head_row, at)) for at in (place.note_column, place.reason_column))
    return note == place.note_head and (not place.reason_head or reason == place.reason_head)


HISTORY_HEADS: tuple[tuple[str, int], ...] = (
    ("Mã dòng", 140),
    ("Ngày", 66),
    ("Mã", 38),
    ("Đơn vị", 122),
    ("Loại", 104),
    ("Tình trạng", 92),
    ("Nhận lúc", 122),
    ("Hạn", 58),
    ("Tổng số", 62),
    ("Trong ngày", 58),
    ("Tổng đã nhập", 62),
    ("Còn lại", 62),
    ("Giữ số ngày", 60),
    ("Lỗi", 38),
    ("Cảnh báo", 54),
    ("Tệp", 124),
    ("Trang tính", 66),
    ("Ô", 46),
    ("Mã đối chiếu tệp", 120),
    ("Có xác nhận", 66),
)
"""Columns of Nhật ký, with their widths in pixels: one row a unit, day and kind."""
FOLDED = ("Mã đối chiếu tệp",)
"""Columns of Nhật ký that few look for: folded away, a click opens them."""

FINDING_HEADS: tuple[tuple[str, int], ...] = (
    ("", 6),
    ("Mức", 112),
    ("Mã", 54),
    ("Ô", 54),
    ("Nội dung", 560),
    ("Việc cần làm", 300),
    ("Đã gọi lúc", 90),
    ("Người nghe", 116),
)
"""Columns of Kiểm tra, with their widths in pixels. In the first, narrow one stand the lines that run over all of them:
a unit's name, and what to say to it on the telephone."""
PLACE_COLUMN = 3
"""The column of Kiểm tra that leads to the cell."""
CALLED_COLUMN = 6
"""The first of the two columns of Kiểm tra where the office notes whom it called."""

NOTES_COLUMN = 10
"""Hidden on Kiểm tra: what was noted of calls on other days, so that it is there when that day is shown again."""

FORETOLD_HEADS: tuple[str, ...] = (
    "Mã",
    "Xong P50",
    "Xong P80",
    "Khả năng kịp",
    "Đã nhập khi hết hạn",
    "Máy cần",
    "",
    "Ngày",
    "Cận dưới",
    "Dự báo",
    "Cận trên",
)
"""Columns of Dự báo: a row a unit; beside them a row a day to come, all units together."""
FORETOLD_DAY_ROW, FORETOLD_DAY_COLUMN, FORETOLD_ROW = 0, 1, 2
"""The cell with the day that it was foretold for, and the first row below the heads."""
FIXED_ROW, FIXED_COLUMN = 2, 12
"""Right of these lists: which cells of the views stay as they were drawn, a row a sheet (`core.fixed_cells`)."""


class Trying(NamedTuple):
    """Where on Phương án what stands: the row of what is asked and its cells' columns, the first row of the words that
    answer, the first unit's row, and its columns."""

    asked_row: int = 3
    goal: int = 2
    of_what: int = 4
    outside: int = 7
    norm: int = 11
    days: int = 13
    chosen: int = 16
    words_row: int = 7
    first_row: int = 13
    cases: int = 3
    machines: int = 4
    lends: int = 9
    free: int = 11
    kept: int = 16
    code: int = 21


TRYING = Trying()
ALL_OF_IT, WHAT_IS_LEFT = "Cả đợt", "Số còn lại"
FREE, KEPT = "Chuyển tự do", "Mỗi xã giữ 1 máy"
"""Both readings of the plan's II.4: machines go where they are needed, or each commune keeps one."""
LENDS, KEEPS = "Có", "Không"

HISTORY_ROW, FINDINGS_ROW = 1, 4
"""The first rows of the two lists, below their heads."""


FIRST_BY_NAME_HEAD = "Chấp nhận riêng"
"""The last head of Nhật ký in workbooks whose formulas look for a status by its first words."""


def history_column(label: str) -> int:
    """Where a column of Nhật ký stands. Raises StopIteration where it has none of that name."""
    return next(place for place, (known, _) in enumerate(HISTORY_HEADS) if known == label)
