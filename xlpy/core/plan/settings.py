"""The office's settings as its workbook shows them: each line of the sheet Thiết lập, and where it stands in the plan.

The workbook's drawing, its reading and its formulas all use these. A value that cannot be understood is handed on
as it is: the plan's JSON Schema refuses it, and the message names its cell.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, NamedTuple, TypeAlias

from xlpy.core.dates import dates_in_title
from xlpy.core.forms import KIND_BY_KEY, KIND_LABELS
from xlpy.core.grid import Value
from xlpy.core.numbers import read_number
from xlpy.core.plan.period import PERIOD_WORDS
from xlpy.core.records import Kind
from xlpy.core.text import day as written_day
from xlpy.core.text import key, tidy

Path: TypeAlias = tuple[str | int, ...]
"""Where a value stands in the plan's JSON: ("norm", "rounding"), ("levels", 0, "targets", 3, "machines")."""


class SettingKind(StrEnum):
    """What a setting's cell holds."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    CHOICE = "choice"
    LIST = "list"
    """Several values in one cell, parted by semicolons."""
    DATES = "dates"
    """Several days in one cell, parted by semicolons or commas."""
    ADDRESSES = "addresses"
    """E-mail addresses, as people paste them: parted by semicolons or commas, with a name before or without."""


class Setting(NamedTuple):
    """One line of Thiết lập. `name` is the cell's defined name, which formulas use."""

    name: str
    label: str
    path: Path
    kind: SettingKind = SettingKind.TEXT
    note: str = ""
    choices: Mapping[str, str] = {}
    """Words in the cell → value in the plan."""
    since: int = 1
    """The version of the workbook that first had the line: a workbook from before may lack it."""

    def cell(self, value: Any) -> Value | None:
        """What the cell shows for a value of the plan's JSON."""
        if value is None:
            return None
        match self.kind:
            case SettingKind.DATE:
                return date.fromisoformat(value)
            case SettingKind.DATES:
                return "; ".join(written_day(date.fromisoformat(item)) for item in value)
            case SettingKind.LIST | SettingKind.ADDRESSES:
                return "; ".join(self._word(item) for item in value)
            case SettingKind.CHOICE:
                return self._word(value)
            case _:
                return value  # type: ignore[no-any-return]

    def value(self, cell: Value) -> Any:
        """The plan's value of what stands in the cell; the cell's own where it makes no sense."""
        return _READERS[self.kind](self, cell)

    def _word(self, value: Any) -> str:
        return next((word for word, meant in self.choices.items() if meant == value), str(value))

    def _meant(self, word: str) -> str:
        return next((meant for known, meant in self.choices.items() if key(known) == key(word)), word)


class Section(NamedTuple):
    """Settings under one heading."""

    title: str
    settings: tuple[Setting, ...]


def read_text(cell: Value) -> Any:
    """Words; a code or a name that a spreadsheet took for a number is words all the same."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        cell = int(cell)
    return tidy(str(cell)) if isinstance(cell, str | int) and not isinstance(cell, bool) else cell


def read_count(cell: Value) -> Any:
    """A whole number as people write it."""
    found = read_number(cell).value
    return cell if found is None else found


def read_date(cell: Value) -> Any:
    """A day as the plan's JSON writes it: a date cell, or a text such as 22/5/2023."""
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, str):
        written = [found.value for found in dates_in_title(cell) if found.value]
        cell = written[0] if len(written) == 1 else cell
    return cell.isoformat() if isinstance(cell, date) else cell


def read_time(cell: Value) -> Any:
    """An hour as the plan's JSON writes it: "14:00", "14 giờ", "14h30", or the part of a day that Excel keeps."""
    if isinstance(cell, datetime):
        cell = cell.time()
    if isinstance(cell, float) and 0 <= cell < 1:
        cell = timedelta(days=cell)
    if isinstance(cell, timedelta):
        minutes = round(cell.total_seconds() / 60)
        return f"{minutes // 60:02}:{minutes % 60:02}"
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    if isinstance(cell, str):
        hour, _, minute = key(cell).replace("giờ", "h").replace("phút", "").replace("h", ":").partition(":")
        if hour.strip().isdecimal() and (minute.strip() or "0").isdecimal():
            return f"{int(hour):02}:{int(minute.strip() or 0):02}"
    return cell


def _read_choice(setting: Setting, cell: Value) -> Any:
    return setting._meant(tidy(cell)) if isinstance(cell, str) else cell


def _read_list(setting: Setting, cell: Value) -> Any:
    return split_list(read_text(cell), setting._meant)  # a folder “2023” is a number to a spreadsheet


def split_list(cell: Value, meant: Callable[[str], str] = str) -> Any:
    """The parts of a text that semicolons part."""
    return [meant(part) for piece in cell.split(";") if (part := tidy(piece))] if isinstance(cell, str) else cell


def read_dates(cell: Value) -> Any:
    """The days of a cell: "30/4/2024; 1/5/2024", or one that is a date."""
    pieces = re.split("[;,]", cell) if isinstance(cell, str) else [cell]
    return [read_date(piece) for piece in pieces if not isinstance(piece, str) or tidy(piece)]


def read_addresses(cell: Value) -> Any:
    """The addresses of a cell: "An Nguyễn <an@example.vn>, binh@example.vn" names two."""
    if not isinstance(cell, str):
        return cell
    pieces = (tidy(piece) for piece in re.split("[;,]", cell))
    return [piece.partition("<")[2].rstrip(">") if piece.endswith(">") else piece for piece in pieces if piece]


_READERS: Mapping[SettingKind, Callable[[Setting, Value], Any]] = {
    SettingKind.TEXT: lambda _, cell: read_text(cell),
    SettingKind.NUMBER: lambda _, cell: read_count(cell),
    SettingKind.DATE: lambda _, cell: read_date(cell),
    SettingKind.TIME: lambda _, cell: read_time(cell),
    SettingKind.CHOICE: _read_choice,
    SettingKind.LIST: _read_list,
    SettingKind.DATES: lambda _, cell: read_dates(cell),
    SettingKind.ADDRESSES: lambda _, cell: read_addresses(cell),
}

NORM = Setting("DinhMuc", "Định mức (trường hợp/máy/ngày)", ("norm", "per_machine_per_day"), SettingKind.NUMBER)
NORM_IN_TEXT = Setting(
    "DinhMucTrongLoi", "Định mức nêu trong lời (II.5)", ("norm", "in_text"), SettingKind.NUMBER, "Để đối chiếu."
)
ROUNDING = Setting(
    "LamTron",
    "Làm tròn số ngày",
    ("norm", "rounding"),
    SettingKind.CHOICE,
    "“gần nhất” như kế hoạch (47,27 → 47), hoặc “lên” (47,27 → 48).",
    {"gần nhất": "nearest", "lên": "up"},
)
PLAN_NUMBER = Setting("SoKeHoach", "Số kế hoạch", ("plan", "number"))
PLAN_DATE = Setting("NgayKeHoach", "Ngày ban hành", ("plan", "date"), SettingKind.DATE)
ISSUER = Setting("CoQuanBanHanh", "Cơ quan ban hành", ("plan", "issuer"))
OFFICE = Setting("CoQuanTongHop", "Cơ quan tổng hợp", ("office",))
START = Setting("NgayBatDau", "Bắt đầu nhập từ ngày", ("campaign", "start"), SettingKind.DATE)
DEADLINE = Setting(
    "TruocNgay", "Hoàn thành trước ngày", ("campaign", "before"), SettingKind.DATE, "Từ ngày này tính là quá hạn."
)
UNITS_BEFORE = Setting(
    "GioDonVi", "Đơn vị báo cáo trước giờ", ("reporting", "units_before"), SettingKind.TIME, "Dạng 14:00."
)
OFFICE_BEFORE = Setting(
    "GioCoQuan", "Cơ quan tổng hợp báo cáo trước giờ", ("reporting", "office_before"), SettingKind.TIME
)
PERIOD = Setting(
    "KyBaoCao",
    "Kỳ báo cáo",
    ("reporting", "period"),
    SettingKind.CHOICE,
    "Của cấp đang theo dõi. Chưa đến kỳ thì không ai bị ghi là chưa báo cáo.",
    PERIOD_WORDS,
    since=5,
)
ASKED = Setting(
    "NgayYeuCau",
    "Ngày yêu cầu báo cáo thêm",
    ("reporting", "asked"),
    SettingKind.DATES,
    "Ngoài kỳ, mọi đơn vị phải có số của ngày này. Ví dụ 31/5/2023; 14/7/2023.",
    since=5,
)
FORM_PAPER = Setting(
    "KhoGiayPhuLuc01",
    "Khổ giấy Phụ lục 01",
    ("form", "paper"),
    SettingKind.CHOICE,
    "A4 (máy in nào cũng có) hoặc A3.",
    {"A4": "A4", "A3": "A3"},
    since=3,
)
INBOX = Setting(
    "ThuMucDen", "Thư mục nhận tệp", ("folders", "inbox"), note="Trong thư mục làm việc, hoặc đường dẫn đầy đủ."
)
ANSWERS = Setting(
    "ThuTuTraLoi",
    "Tự trả lời",
    ("mail", "answers"),
    SettingKind.CHOICE,
    "“có”: thư trả lời đi ngay, ngày làm việc. “không” (hay trống): chỉ soạn nháp.",
    {"có": "at-once", "không": "drafts"},
    since=3,
)
REST_DAYS = Setting(
    "ThuNgayNghi",
    "Ngày nghỉ, không tự trả lời",
    ("mail", "rest_days"),
    SettingKind.DATES,
    "Ngoài Chủ nhật. Ví dụ 1/6/2023; 2/6/2023.",
    since=3,
)

SECTIONS: tuple[Section, ...] = (
    Section(
        "KẾ HOẠCH",
        (
            PLAN_NUMBER,
            PLAN_DATE,
            ISSUER,
            OFFICE,
            Setting("NoiNhan", "Người nhận báo cáo", ("recipient",)),
        ),
    ),
    Section("CHỈ TIÊU, THỜI GIAN", (NORM, ROUNDING, START, DEADLINE)),
    Section(
        "BÁO CÁO HẰNG NGÀY",
        (
            UNITS_BEFORE,
            OFFICE_BEFORE,
            PERIOD,
            ASKED,
            Setting("MuiGio", "Múi giờ (UTC+)", ("reporting", "utc_offset_hours"), SettingKind.NUMBER),
            Setting(
                "ThuTuNhap",
                "Thứ tự ưu tiên nhập",
                ("priority",),
                SettingKind.LIST,
                "Mục II.1.2; cách nhau bằng dấu chấm phẩy.",
                {KIND_LABELS[kind]: kind.value for kind in Kind if kind is not Kind.SUM}
                | {label: kind.value for label, kind in KIND_BY_KEY.items() if kind is not Kind.SUM},
            ),
            INBOX,
            Setting("ThuMucBaoCao", "Thư mục báo cáo", ("folders", "reports"), note="Mỗi ngày một thư mục con."),
            Setting(
                "ThuMucCapKhac",
                "Thư mục của các cấp khác",
                ("folders", "levels"),
                SettingKind.LIST,
                "Ví dụ ../cap-huyen; ../cap-tinh. Tóm tắt nêu thêm toàn bộ Kế hoạch.",
                since=4,
            ),
            FORM_PAPER,
            Setting(
                "DauMoi", "Đầu mối: họ tên", ("contact", "name"), note="Người đơn vị gọi khi cần; ghi ở thư.", since=3
            ),
            Setting("DauMoiDienThoai", "Đầu mối: số điện thoại", ("contact", "phone"), since=3),
        ),
    ),
    Section(
        "THƯ ĐIỆN TỬ",
        (
            Setting("ThuNguoiGui", "Địa chỉ gửi đi", ("mail", "sender")),
            Setting(
                "ThuNguoiNhan",
                "Gửi tới",
                ("mail", "to"),
                SettingKind.ADDRESSES,
                "Nhiều địa chỉ: cách nhau bằng dấu chấm phẩy.",
            ),
            Setting("ThuDongGui", "Đồng gửi", ("mail", "cc"), SettingKind.ADDRESSES),
            Setting(
                "ThuMayChuGui",
                "Máy chủ gửi thư (SMTP)",
                ("mail", "smtp"),
                note="Tên:cổng, ví dụ mail.coquan.gov.vn:465. Mật khẩu không ghi ở đây.",
                since=2,
            ),
            Setting(
                "ThuMayChuNhan",
                "Máy chủ nhận thư (IMAP)",
                ("mail", "imap"),
                note="Tên:cổng, ví dụ mail.coquan.gov.vn:993.",
                since=2,
            ),
            Setting(
                "ThuTaiKhoan",
                "Tên đăng nhập hộp thư",
                ("mail", "account"),
                note="Để trống nếu là địa chỉ gửi đi.",
                since=2,
            ),
            Setting(
                "ThuHopThu",
                "Thư mục trong hộp thư",
                ("mail", "mailbox"),
                note="Nơi thư của các đơn vị đến; để trống là hộp thư đến.",
                since=2,
            ),
            ANSWERS,
            REST_DAYS,
        ),
    ),
    Section(
        "VĂN BẢN BÁO CÁO (Nghị định 30/2020/NĐ-CP)",
        (
            Setting("VanBanChuQuan", "Cơ quan chủ quản", ("letterhead", "parent"), since=2),
            Setting("VanBanKyHieu", "Ký hiệu văn bản", ("letterhead", "symbol"), note="Sau số: 05/BC-STP.", since=2),
            Setting("VanBanDiaDanh", "Địa danh", ("letterhead", "place"), since=2),
            Setting("VanBanChucVu", "Chức vụ người ký", ("letterhead", "position"), since=2),
            Setting("VanBanNguoiKy", "Họ tên người ký", ("letterhead", "signer"), since=2),
            Setting(
                "VanBanNoiNhan",
                "Nơi nhận khác",
                ("letterhead", "copies"),
                SettingKind.LIST,
                "Cách nhau bằng dấu chấm phẩy.",
                since=3,
            ),
            Setting("VanBanLuu", "Nơi lưu", ("letterhead", "archive"), note="Ví dụ VT, HCTP.", since=3),
        ),
    ),
    Section(
        "KẾ HOẠCH IN TRÊN GIẤY (để đối chiếu)",
        (
            NORM_IN_TEXT,
            Setting("DinhMucTrongBang", "Định mức in trong bảng", ("norm", "in_tables"), SettingKind.NUMBER),
            Setting("SoTrongLoi", "Tổng số Sổ nêu trong lời", ("stated", "books"), SettingKind.NUMBER),
            Setting("TruongHopTrongLoi", "Tổng số trường hợp nêu trong lời", ("stated", "cases"), SettingKind.NUMBER),
            Setting("TongPhuLuc01", "TỔNG in trên Phụ lục 01", ("form", "stated_cases"), SettingKind.NUMBER),
        ),
    ),
)

SETTINGS: tuple[Setting, ...] = tuple(setting for section in SECTIONS for setting in section.settings)

LEVELS_TITLE = "CÁC PHỤ LỤC"
LEVEL_HEADS = ("Phụ lục", "Tên cấp", "Mã cấp", "Đang theo dõi", "Văn bản viện dẫn: số", "Văn bản viện dẫn: ngày")
UNITS_TITLE = "CÁC ĐƠN VỊ"
UNIT_HEADS = ("Mã", "Tên đơn vị", "Thuộc mã", "Tên gọi khác", "Địa chỉ thư", "Máy thêm mỗi nơi, ít nhất", "nhiều nhất")
TRACKED_MARK = "x"
"""What stands under "Đang theo dõi" beside the level that Phụ lục 01 follows, however often that reports."""
