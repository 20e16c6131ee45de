"""The look of the second and third layout: a summary on one upright page, Phụ lục 01 lying on A4 or A3, who reported.

White paper, black lines: signs, bold and italic carry the meaning, so that a photocopy says the same. Figures keep off
the lines by their format (`_)`): an indent is lost beside conditional formats, and in other programs.
"""

from collections.abc import Mapping

from xlpy.core.forms import COLUMNS_01, FORM_01
from xlpy.core.records import Kind, Measure
from xlpy.drawing.report.look import A3, A4, FONT, Layout, Look, Properties

_SHEETS: Mapping[str, str] = {"summary": "Tóm tắt", "form": "Phụ lục 01", "board": "Tình hình báo cáo"}
SOURCES_SHEET = "Nguồn số liệu"
"""Not shown and not printed: the file, cells and hash behind each unit's figures."""

_HEADS: Mapping[str, Mapping[str, str]] = {
    "summary": {
        "number": "TT",
        "unit": "Đơn vị\n(cần quan tâm trước)",
        "report": "Báo cáo",
        "today": "Trong\nngày",
        "change": "So với\nhôm trước",
        "entered": "Tổng\nđã nhập",
        "share": "Tỷ lệ",
        "ahead": "So với\ntiến độ (*)",
        "finish": "Dự kiến\nxong",
        "promise": "Đánh giá",
    },
    "form": {head.name: head.label for head in FORM_01.columns},
    "board": {
        "number": "TT",
        "unit": "Đơn vị",
        "status": "Tình trạng",
        "received": "Nhận\nlúc",
        "today": "Trong\nngày",
        "entered": "Tổng\nđã nhập",
        "days": "Các ngày qua\n(cũ → mới)",
        "note": "Ghi chú",
    },
}

_MM = 1 / 25.4
_FOOTER = f'&R&"{FONT},Regular"&9Trang &P/&N'
_EDGES = {"header_margin": 8 * _MM, "footer_margin": 8 * _MM, "header": "", "footer": _FOOTER}
_UPRIGHT: Properties = {
    "paper": A4,
    "landscape": False,
    "left": 30 * _MM,
    "right": 15 * _MM,
    "top": 20 * _MM,
    "bottom": 20 * _MM,
    **_EDGES,
}
"""The margins of Nghị định 30/2020/NĐ-CP."""
_LYING: Properties = {
    "paper": A4,
    "landscape": True,
    "left": 12 * _MM,
    "right": 10 * _MM,
    "top": 15 * _MM,
    "bottom": 14 * _MM,
    **_EDGES,
}

NORMAL: Properties = {"font_name": "Arial", "font_size": 10}
"""What columns are measured by. Unlike Calibri's, its widths are the same wherever the report is opened or printed."""
NUMBER = "#,##0_)"
CHANGE = '"▲ "#,##0_);"▼ "#,##0_);0_)'
_TITLE = {"align": "center", "font_size": 14, "bold": True}
_UNDER = {"align": "center", "font_size": 12, "italic": True}
_HEAD: Properties = {"bold": True, "font_size": 10, "align": "center", "text_wrap": True, "border": 1}
_SMALL = {"italic": True, "font_size": 9, "text_wrap": True}

_ROW = {"font_size": 11, "left": 1, "right": 1, "bottom": 4}
_ROW_FIGURE = {**_ROW, "num_format": NUMBER, "align": "right"}
_TEXT = {"align": "left", "num_format": "_)@"}
_ROW_TEXT = {**_ROW, **_TEXT, "shrink": True}
_CARD = {"align": "center", "left": 1, "right": 1}
_SUM = {"font_size": 10.5, "bold": True, "border": 1}

_CELL = {"font_size": 11, "border": 1}
_CELL_FIGURE = {**_CELL, "num_format": NUMBER, "align": "right"}
_CELL_TEXT = {**_CELL, "align": "left", "indent": 1, "text_wrap": True}


def _form_cells(size: float) -> Mapping[str, Properties]:
    """The cells of Phụ lục 01 in letters of `size` points."""
    head = {**_HEAD, "font_size": size}
    figure = {"font_size": size, "border": 1, "num_format": NUMBER, "align": "right"}
    return {
        "form.appendix": _TITLE,
        "form.title": _TITLE,
        "form.attached": {**_UNDER, "font_size": 13},
        "form.badge": {"align": "right", "font_size": size},
        "form.head_top": head,
        "form.head_kind": head,
        "form.head_measure": {**head, "font_size": size - 1},
        "form.number": {"font_size": size, "align": "center", "border": 1},
        "form.unit": {**_TEXT, "font_size": size, "border": 1, "text_wrap": True},
        "form.figure": figure,
        "form.carried": {**figure, "italic": True},
        "form.total_label": {"font_size": size, "bold": True, "border": 1, "align": "center"},
        "form.total": {**figure, "bold": True},
        "form.footnote": {"italic": True, "font_size": size},
        "form.place": {"italic": True, "align": "center", "font_size": 13},
        "form.position": {"bold": True, "align": "center", "font_size": 13},
        "form.signer": {"bold": True, "align": "center", "valign": "bottom", "font_size": 13},
    }


_PLACES = {Kind.BIRTH: 8.2, Kind.MARRIAGE: 6.6, Kind.DEATH: 5.9, Kind.ADOPTION: 4.0, Kind.SUM: 8.4}
_TODAY_PLACES = {Kind.BIRTH: 5.6, Kind.MARRIAGE: 5.0, Kind.DEATH: 4.8, Kind.ADOPTION: 4.8, Kind.SUM: 5.8}
"""Characters: room for 1.013.355 births in bold, and for "Số liệu nhập trong ngày" broken between its words."""


def _form_widths(scale: float) -> Mapping[str, float]:
    return {
        "number": 2.9 * scale,
        "unit": 18 * scale,
        **{
            name: round(scale * (_TODAY_PLACES if measure is Measure.TODAY else _PLACES)[kind], 2)
            for name, (kind, measure) in COLUMNS_01.items()
        },
    }


def _form_heights(scale: float) -> Mapping[str, float]:
    heights: dict[str, float] = {"appendix": 17, "title": 17, "attached": 16, "badge": 14}
    heights |= {"head_top": 15.5, "head_kind": 16, "head_measure": 50, "unit": 19.5, "total_label": 19.5}
    signed = {"form.place": 20.0, "form.position": 18.0, "form.signer": 64.0}
    return {f"form.{role}": round(height * scale, 1) for role, height in heights.items()} | signed


_LOOK = Look(
    cells={
        "summary.parent": {"align": "center", "text_wrap": True},
        "summary.office": {"align": "center", "bold": True, "text_wrap": True},
        "summary.as_of": {"align": "right", "italic": True, "font_size": 11},
        "summary.title": _TITLE,
        "summary.course": _UNDER,
        "summary.attached": {**_UNDER, "font_size": 11},
        "summary.recipient": {"align": "center", "font_size": 12, "text_wrap": True},
        "summary.point": {"bold": True, "left": 5, "indent": 1, "text_wrap": True},
        "summary.card_label": {**_CARD, "font_size": 10, "top": 1},
        "summary.card_value": {**_CARD, "font_size": 18, "bold": True, "num_format": "#,##0"},
        "summary.card_note": {**_CARD, "font_size": 10, "italic": True, "bottom": 1},
        "summary.head": _HEAD,
        "summary.number": {**_ROW, "align": "center"},
        "summary.unit": _ROW_TEXT,
        "summary.report": _ROW_TEXT,
        "summary.report_bad": {**_ROW_TEXT, "bold": True},
        "summary.today": _ROW_FIGURE,
        "summary.change": {**_ROW_FIGURE, "num_format": CHANGE},
        "summary.entered": _ROW_FIGURE,
        "summary.carried": {**_ROW_FIGURE, "italic": True},
        "summary.share": {**_ROW, "align": "right", "num_format": "@_)"},
        "summary.ahead": {**_ROW, "align": "right", "num_format": "@_)"},
        "summary.finish": {**_ROW, "align": "center"},
        "summary.promise": _ROW_TEXT,
        "summary.promise_bad": {**_ROW_TEXT, "bold": True},
        "summary.total_label": {**_SUM, "align": "center"},
        "summary.total_text": {**_SUM, **_TEXT},
        "summary.total": {**_SUM, "num_format": NUMBER, "align": "right"},
        "summary.footnote": _SMALL,
        "summary.ask_head": {"bold": True},
        "summary.ask": {"text_wrap": True},
        **_form_cells(10),
        "board.title": _TITLE,
        "board.course": _UNDER,
        "board.head": {**_HEAD, "font_size": 11},
        "board.number": {**_CELL, "align": "center"},
        "board.unit": _CELL_TEXT,
        "board.status": _CELL_TEXT,
        "board.status_bad": {**_CELL_TEXT, "bold": True},
        "board.received": {**_CELL, "align": "center", "text_wrap": True},
        "board.today": _CELL_FIGURE,
        "board.entered": _CELL_FIGURE,
        "board.carried": {**_CELL_FIGURE, "italic": True},
        "board.days": {**_CELL, "align": "center", "font_size": 10},
        "board.note": {**_CELL, "font_size": 10.5, "align": "left", "indent": 1, "text_wrap": True},
        "board.total_label": {**_CELL, "bold": True, "align": "center"},
        "board.total_text": {**_CELL, **_TEXT, "bold": True},
        "board.total": {**_CELL_FIGURE, "bold": True},
        "board.footnote": _SMALL,
        "board.remark_head": {"bold": True, "font_size": 13},
        "board.remark_unit": {"bold": True, "valign": "top", "text_wrap": True, "font_size": 11},
        "board.remark": {"valign": "top", "text_wrap": True, "font_size": 11},
    },
    words={
        "summary.parent": "{cơ quan chủ quản}",
        "summary.office": "{cơ quan tổng hợp}",
        "summary.as_of": "Số liệu đến {giờ} ngày {ngày}",
        "summary.title": "TÓM TẮT KẾT QUẢ NHẬP DỮ LIỆU SỔ HỘ TỊCH NGÀY {ngày}",
        "summary.course": "({tiến trình})",
        "summary.attached": (
            "(theo Kế hoạch số {số kế hoạch} ngày {ngày kế hoạch} của {cơ quan}; Sổ hộ tịch lưu tại {cấp})"
        ),
        "summary.recipient": "Kính gửi: {nơi nhận}",
        "form.appendix": "PHỤ LỤC {phụ lục}",
        "form.title": (
            "Kết quả nhập dữ liệu Sổ hộ tịch trên nền Cơ sở dữ liệu quốc gia về dân cư trên địa bàn "
            "(tính đến ngày {ngày})"
        ),
        "form.attached": "(kèm theo Kế hoạch số {số kế hoạch} ngày {ngày kế hoạch} của {cơ quan})",
        "form.badge": "Biểu mẫu: {biểu mẫu} (báo cáo, thống kê tình hình, kết quả nhập dữ liệu hộ tịch)",
        "board.title": "TÌNH HÌNH BÁO CÁO NGÀY {ngày}",
        "board.course": "{tình hình}",
    },
    widths={
        "summary": dict(
            zip(
                _HEADS["summary"], (2.7, 18.4, 14.8, 6.4, 8.2, 7.6, 6, 8.2, 7.9, 16.4), strict=True
            )  # as wide as the page
        ),
        "form": _form_widths(1),
        "board": dict(zip(_HEADS["board"], (2.8, 19.6, 18.4, 6.2, 6.8, 7.8, 13.8, 20), strict=True)),
    },
    heights={
        "summary.parent": 16,
        "summary.office": 16,
        "summary.title": 24,
        "summary.course": 17,
        "summary.attached": 16,
        "summary.recipient": 20,
        "summary.card_label": 14,
        "summary.card_value": 25,
        "summary.card_note": 14,
        "summary.head": 30,
        "summary.unit": 19,
        "summary.total_label": 20,
        **_form_heights(1),
        "board.title": 20,
        "board.course": 20,
        "board.head": 32,
        "board.total_label": 20,
    },
    pages={"summary": _UPRIGHT, "form": _LYING, "board": _UPRIGHT},
)

SECOND = Layout(_SHEETS, _HEADS, _LOOK, badge_columns=10)

_ON_A3 = 1.3
"""Letters of 13 points: A3 is 1,41 times as wide as A4."""
LOOK_ON: Mapping[str, Look] = {
    "A4": _LOOK,
    "A3": _LOOK._replace(
        cells={**_LOOK.cells, **_form_cells(10 * _ON_A3)},
        widths={**_LOOK.widths, "form": _form_widths(_ON_A3)},
        heights={**_LOOK.heights, **_form_heights(_ON_A3)},
        pages={**_LOOK.pages, "form": {**_LYING, "paper": A3}},
    ),
}
"""The look by what the settings say of Phụ lục 01's paper."""
