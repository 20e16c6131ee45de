"""The template of the first layout, by which one that an office restyled is read. Nothing here is to be changed."""

from collections.abc import Mapping

from xlpy.drawing.report.layout_1_look import FIRST
from xlpy.drawing.report.marks import FIGURE_COLUMN, Template
from xlpy.drawing.report.tables import Form, Line, Row, draw_form, draw_table
from xlpy.drawing.sheet import Book

_MARKS: Mapping[str, tuple[str, str]] = {
    "form.number": ("stt", "số thứ tự của đơn vị"),
    "form.unit": ("đơn vị", "tên đơn vị"),
    "form.figure": ("số liệu", "số liệu của đơn vị đã báo cáo"),
    "form.carried": ("số liệu giữ lại", "số liệu của đơn vị chưa báo cáo, giữ theo lần báo cáo trước"),
    "form.total_label": ("dòng tổng", "tên của dòng tổng"),
    "form.total": ("tổng", "số liệu của dòng tổng"),
    "form.footnote": ("ghi chú cuối trang", "các ghi chú dưới bảng"),
    "board.number": ("stt", "số thứ tự của đơn vị"),
    "board.unit": ("đơn vị", "tên đơn vị"),
    "board.status": ("tình trạng", "tình trạng của đơn vị đã báo cáo"),
    "board.status_bad": ("cần xem", "tình trạng của đơn vị chưa báo cáo hoặc bị từ chối"),
    "board.received": ("giờ nhận", "giờ nhận báo cáo"),
    "board.today": ("trong ngày", "số nhập trong ngày"),
    "board.entered": ("đã nhập", "tổng số đã nhập"),
    "board.file": ("tệp", "tên tệp nhận được"),
    "board.sheet": ("trang tính", "trang tính có số liệu"),
    "board.hash": ("mã tệp", "mã kiểm tra tệp"),
    "board.note": ("ghi chú", "ghi chú của đơn vị"),
    "findings.number": ("stt", "số thứ tự"),
    "findings.error": ("lỗi", "mức và mã của một lỗi"),
    "findings.warning": ("cảnh báo", "mức và mã của một cảnh báo"),
    "findings.info": ("thông tin", "mức và mã của một thông tin"),
    "findings.unit": ("đơn vị", "tên đơn vị"),
    "findings.file": ("tệp", "tên tệp nhận được"),
    "findings.place": ("chỗ", "trang tính và ô"),
    "findings.message": ("nội dung", "nội dung thông báo"),
    "findings.fix": ("cách sửa", "cách sửa"),
}

_TITLE_MARKS: Mapping[str, str] = {
    "phụ lục": "số của phụ lục",
    "biểu mẫu": "số của biểu mẫu",
    "ngày": "ngày báo cáo",
    "số kế hoạch": "số của kế hoạch",
    "ngày kế hoạch": "ngày ban hành kế hoạch",
    "cơ quan": "cơ quan ban hành kế hoạch",
    "đã báo cáo": "số đơn vị đã báo cáo",
    "tổng đơn vị": "số đơn vị phải báo cáo",
    "kết luận": "lời thêm khi không có gì cần lưu ý",
}


def _draw(book: Book) -> None:
    cell = {role: f"{{{mark}}}" for role, (mark, _) in _MARKS.items()}
    reported = {"number": cell["form.number"], "unit": cell["form.unit"], FIGURE_COLUMN: cell["form.figure"]}
    missing = {"unit": "(đơn vị chưa báo cáo)", FIGURE_COLUMN: cell["form.carried"]}
    lines = [Line(reported), Line(missing, carried=True)]
    total = {FIGURE_COLUMN: cell["form.total"]}
    form = Form(lines, total, [cell["form.footnote"]], cell["form.total_label"], summed=False)
    draw_form(book, FIRST, FIRST.look, {}, form)
    states = [_sample("board", "status", "status"), _sample("board", "status", "status_bad")]
    draw_table(book, FIRST, FIRST.look, {}, "board", states)
    levels = [_sample("findings", "severity", level) for level in ("error", "warning", "info")]
    draw_table(book, FIRST, FIRST.look, {}, "findings", levels)


def _sample(sheet: str, column: str, role: str) -> Row:
    """A row of marks; below the first, only that of its own role."""
    first, heads = role in ("status", "error"), FIRST.heads[sheet]
    marks = {head: _MARKS[f"{sheet}.{head}"][0] for head in heads if first and f"{sheet}.{head}" in _MARKS}
    marks[column] = _MARKS[f"{sheet}.{role}"][0]
    values = {head: f"{{{marks[head]}}}" if head in marks else None for head in heads}
    roles = {head: role for head in (column, "code") if head in heads}
    return Row(values, {"file": "", "unit": values["unit"] or ""}, roles)


TEMPLATE_1 = Template(FIRST, _MARKS, _TITLE_MARKS, _draw)
