"""The look of the first layout, as reports were drawn before there was a second. Nothing here is to be changed.

What it has in common with today's sheets is written out: theirs may change, those reports may not.
"""

from collections.abc import Mapping

from xlpy.core.forms import COLUMNS_01, FORM_01
from xlpy.core.records import Kind, Measure
from xlpy.drawing.report.look import A3, A4, FONT, Layout, Look, Properties

_PAGE: Properties = {
    "paper": A4,
    "landscape": True,
    "left": 0.6,
    "right": 0.5,
    "top": 0.7,
    "bottom": 0.6,
    "header_margin": 0.3,
    "footer_margin": 0.3,
    "header": "",
    "footer": f'&C&"{FONT},Regular"&11Trang &P/&N',
}
_SHEETS: Mapping[str, str] = {"form": "Phụ lục 01", "board": "Tình hình báo cáo", "findings": "Kiểm tra"}

_HEADS: Mapping[str, Mapping[str, str]] = {
    "form": {head.name: head.label for head in FORM_01.columns},
    "board": {
        "number": "STT",
        "unit": "Đơn vị",
        "status": "Tình trạng",
        "received": "Nhận lúc",
        "today": "Trong ngày",
        "entered": "Tổng đã nhập",
        "file": "Tệp",
        "sheet": "Trang tính",
        "hash": "Mã kiểm tra tệp (16 ký tự đầu của SHA-256)",
        "note": "Ghi chú",
    },
    "findings": {
        "number": "STT",
        "severity": "Mức",
        "code": "Mã",
        "unit": "Đơn vị",
        "file": "Tệp",
        "place": "Trang · ô",
        "message": "Nội dung",
        "fix": "Cách sửa",
    },
}


_HEAD: Properties = {"bold": True, "font_size": 11, "align": "center", "text_wrap": True, "border": 1}
_TITLE = {"align": "center", "font_size": 13, "bold": True}
_FIGURE = {"num_format": "#,##0", "align": "right", "indent": 1, "border": 1}
_CARRIED = {**_FIGURE, "italic": True, "font_color": "#595959"}
_TABLE_TITLE = {"bold": True, "align": "center", "font_size": 14}
_TABLE_HEAD = {"bold": True, "align": "center", "text_wrap": True, "border": 1, "bg_color": "#E7E6E6"}
_TEXT = {"text_wrap": True, "border": 1, "indent": 1}
_MIDDLE = {"align": "center", "border": 1, "text_wrap": True}
_ERROR, _WARNING, _INFO = "#F4B6B6", "#FBE5A3", "#FFFFFF"
_SEVERITY = {"align": "center", "border": 1}

_LINE_HEIGHT = 30
"""Points: eleven units fill the upper half of an A3 page, and a pen finds room between the lines."""

_FORM_WIDTHS = {Kind.BIRTH: 11.0, Kind.MARRIAGE: 9.5, Kind.DEATH: 8.5, Kind.ADOPTION: 6.5, Kind.SUM: 11.0}
_TODAY_WIDTH = 10.0

_LOOK = Look(
    cells={
        "form.appendix": _TITLE,
        "form.title": _TITLE,
        "form.attached": {"align": "center", "italic": True, "font_size": 13},
        "form.badge": {"align": "center", "text_wrap": True, "font_size": 11},
        "form.head_top": _HEAD,
        "form.head_kind": _HEAD,
        "form.head_measure": _HEAD,
        "form.number": {"align": "center", "border": 1},
        "form.unit": {"align": "left", "indent": 1, "text_wrap": True, "border": 1},
        "form.figure": _FIGURE,
        "form.carried": _CARRIED,
        "form.total_label": {"bold": True, "border": 1, "align": "center"},
        "form.total": {**_FIGURE, "bold": True},
        "form.footnote": {"italic": True, "font_size": 11},
        "board.title": _TABLE_TITLE,
        "board.head": _TABLE_HEAD,
        "board.number": _MIDDLE,
        "board.unit": _TEXT,
        "board.status": {**_MIDDLE, "bold": False, "bg_color": _INFO},
        "board.status_bad": {**_MIDDLE, "bold": True, "bg_color": _ERROR},
        "board.received": _MIDDLE,
        "board.today": _FIGURE,
        "board.entered": _FIGURE,
        "board.file": _TEXT,
        "board.sheet": _TEXT,
        "board.hash": _TEXT,
        "board.note": _TEXT,
        "findings.title": _TABLE_TITLE,
        "findings.head": _TABLE_HEAD,
        "findings.number": {"align": "center", "border": 1},
        "findings.error": {**_SEVERITY, "bg_color": _ERROR},
        "findings.warning": {**_SEVERITY, "bg_color": _WARNING},
        "findings.info": {**_SEVERITY, "bg_color": _INFO},
        "findings.unit": _TEXT,
        "findings.file": _TEXT,
        "findings.place": _TEXT,
        "findings.message": _TEXT,
        "findings.fix": _TEXT,
    },
    words={
        "form.appendix": "PHỤ LỤC {phụ lục}",
        "form.title": (
            "Kết quả nhập dữ liệu Sổ hộ tịch trên nền Cơ sở dữ liệu quốc gia về dân cư trên địa bàn "
            "(tính đến ngày {ngày})"
        ),
        "form.attached": "(kèm theo Kế hoạch số {số kế hoạch} ngày {ngày kế hoạch} của {cơ quan})",
        "form.badge": "Biểu mẫu: {biểu mẫu} (báo cáo, thống kê tình hình, kết quả nhập dữ liệu hộ tịch)",
        "board.title": "TÌNH HÌNH BÁO CÁO NGÀY {ngày}: {đã báo cáo}/{tổng đơn vị} ĐƠN VỊ",
        "findings.title": "KẾT QUẢ KIỂM TRA{kết luận}",
    },
    widths={
        "form": {
            "number": 5,
            "unit": 21,
            **{
                name: _TODAY_WIDTH if measure is Measure.TODAY else _FORM_WIDTHS[kind]
                for name, (kind, measure) in COLUMNS_01.items()
            },
        },
        "board": dict(zip(_HEADS["board"], (5, 24, 15, 13, 11, 12, 28, 14, 19, 36), strict=True)),
        "findings": dict(zip(_HEADS["findings"], (5, 11, 8, 22, 28, 20, 60, 44), strict=True)),
    },
    heights={
        "form.appendix": 20,
        "form.title": 20,
        "form.attached": 20,
        "form.badge": 24,
        "form.head_top": 22,
        "form.head_kind": 22,
        "form.head_measure": 60,
        "form.unit": _LINE_HEIGHT,
        "form.total_label": _LINE_HEIGHT,
        "board.title": 26,
        "board.head": 32,
        "findings.title": 26,
        "findings.head": 32,
    },
    pages={"form": {**_PAGE, "paper": A3}, "board": _PAGE, "findings": _PAGE},
)


FIRST = Layout(_SHEETS, _HEADS, _LOOK, badge_columns=6)
