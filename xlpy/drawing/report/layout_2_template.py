"""The template of the second layout: its sheets, drawn with marks in place of values."""

from collections.abc import Mapping

from xlpy.drawing.report.board import draw_remark, draw_total
from xlpy.drawing.report.layout_2_look import SECOND
from xlpy.drawing.report.marks import FIGURE_COLUMN, Template
from xlpy.drawing.report.summary import Card, Summary
from xlpy.drawing.report.summary_page import draw_summary
from xlpy.drawing.report.tables import Form, Line, Row, Signature, draw_form, draw_table, measured
from xlpy.drawing.sheet import Book, merge

_MARKS: Mapping[str, tuple[str, str]] = {
    "summary.point": ("điều chính", "ba điều chính của ngày"),
    "summary.card_label": ("tên số nổi bật", "tên của số nổi bật"),
    "summary.card_value": ("số nổi bật", "số nổi bật"),
    "summary.card_note": ("chú thích số nổi bật", "chú thích dưới số nổi bật"),
    "summary.number": ("stt", "số thứ tự"),
    "summary.unit": ("đơn vị", "tên đơn vị"),
    "summary.report": ("báo cáo", "báo cáo của đơn vị đã gửi đúng giờ"),
    "summary.report_bad": ("báo cáo cần xem", "báo cáo muộn, trả lại hoặc chưa gửi"),
    "summary.today": ("trong ngày", "số nhập trong ngày"),
    "summary.change": ("tăng giảm", "tăng, giảm so với hôm trước"),
    "summary.entered": ("đã nhập", "Tổng đã nhập"),
    "summary.carried": ("đã nhập giữ lại", "Tổng đã nhập giữ theo lần báo cáo trước"),
    "summary.share": ("tỷ lệ", "tỷ lệ đã nhập"),
    "summary.ahead": ("so với tiến độ", "nhanh, chậm so với tỷ lệ phải đạt"),
    "summary.finish": ("dự kiến xong", "ngày dự kiến xong"),
    "summary.promise": ("đánh giá", "khả năng kịp hạn"),
    "summary.promise_bad": ("đánh giá cần xem", "sát hạn hoặc có khả năng chậm"),
    "summary.total_label": ("dòng tổng", "tên của dòng tổng"),
    "summary.total_text": ("chữ ở dòng tổng", "chữ ở dòng tổng"),
    "summary.total": ("tổng", "số liệu của dòng tổng"),
    "summary.footnote": ("ghi chú cuối bảng", "ghi chú dưới bảng"),
    "summary.ask_head": ("tên phần đề nghị", "tên phần đề nghị cho ý kiến"),
    "summary.ask": ("đề nghị", "một đề nghị"),
    "form.number": ("stt", "số thứ tự của đơn vị"),
    "form.unit": ("đơn vị", "tên đơn vị"),
    "form.figure": ("số liệu", "số liệu của đơn vị đã báo cáo"),
    "form.carried": ("số liệu giữ lại", "số liệu của đơn vị chưa báo cáo, giữ theo lần báo cáo trước"),
    "form.total_label": ("dòng tổng", "tên của dòng tổng"),
    "form.total": ("tổng", "số liệu của dòng tổng"),
    "form.footnote": ("ghi chú cuối trang", "các ghi chú dưới bảng"),
    "form.place": ("địa danh, ngày tháng", "nơi và ngày lập"),
    "form.position": ("chức danh", "người lập biểu, chức vụ người ký"),
    "form.signer": ("người ký", "họ tên người ký"),
    "board.number": ("stt", "số thứ tự của đơn vị"),
    "board.unit": ("đơn vị", "tên đơn vị"),
    "board.status": ("tình trạng", "tình trạng của đơn vị đã báo cáo"),
    "board.status_bad": ("tình trạng cần xem", "tình trạng của đơn vị báo cáo muộn, trả lại hoặc chưa báo cáo"),
    "board.received": ("giờ nhận", "giờ nhận báo cáo"),
    "board.today": ("trong ngày", "số nhập trong ngày"),
    "board.entered": ("đã nhập", "Tổng đã nhập"),
    "board.carried": ("đã nhập giữ lại", "Tổng đã nhập giữ theo lần báo cáo trước"),
    "board.days": ("các ngày qua", "các ngày qua của đơn vị, mỗi ngày một ký hiệu"),
    "board.note": ("ghi chú", "ghi chú của đơn vị"),
    "board.total_label": ("dòng tổng", "tên của dòng tổng"),
    "board.total_text": ("chữ ở dòng tổng", "chữ ở dòng tổng"),
    "board.total": ("tổng", "số liệu của dòng tổng"),
    "board.footnote": ("ghi chú cuối bảng", "ghi chú dưới bảng"),
    "board.remark_head": ("tên phần lưu ý", "tên phần các điểm cần lưu ý"),
    "board.remark_unit": ("đơn vị cần lưu ý", "đơn vị có điểm cần lưu ý"),
    "board.remark": ("điểm cần lưu ý", "nội dung cần lưu ý"),
}

_TITLE_MARKS: Mapping[str, str] = {
    "phụ lục": "số của phụ lục",
    "biểu mẫu": "số của biểu mẫu",
    "ngày": "ngày báo cáo",
    "giờ": "giờ các đơn vị phải báo cáo",
    "số kế hoạch": "số của kế hoạch",
    "ngày kế hoạch": "ngày ban hành kế hoạch",
    "cơ quan": "cơ quan ban hành kế hoạch",
    "cơ quan chủ quản": "cơ quan chủ quản, in hoa",
    "cơ quan tổng hợp": "cơ quan tổng hợp, in hoa",
    "nơi nhận": "người nhận báo cáo",
    "cấp": "cấp lưu Sổ hộ tịch",
    "tiến trình": "ngày thứ mấy của đợt cao điểm",
    "tình hình": "bao nhiêu đơn vị báo cáo đúng hạn, muộn, chưa báo cáo",
}


def _draw(book: Book) -> None:
    cell = {role: f"{{{mark}}}" for role, (mark, _) in _MARKS.items()}
    draw_summary(book, SECOND.look, {}, _summary(cell))
    reported = {"number": cell["form.number"], "unit": cell["form.unit"], FIGURE_COLUMN: cell["form.figure"]}
    missing = {"unit": "(đơn vị chưa báo cáo)", FIGURE_COLUMN: cell["form.carried"]}
    lines = [Line(reported), Line(missing, carried=True)]
    total = {FIGURE_COLUMN: cell["form.total"]}
    signature = Signature(cell["form.place"], "", cell["form.position"], cell["form.signer"])
    form = Form(lines, total, [cell["form.footnote"]], cell["form.total_label"], summed=False, signature=signature)
    draw_form(book, SECOND, SECOND.look, {}, form)
    _draw_board(book, cell)


def _summary(cell: Mapping[str, str]) -> Summary:
    def row(flagged: str, *columns: str) -> Row:
        values = {head: cell[f"summary.{head}{flagged}"] for head in columns}
        return Row(values, {}, {head: f"{head}{flagged}" for head in columns if flagged})

    heads = tuple(SECOND.heads["summary"])
    carried = {"unit": "(đơn vị chưa báo cáo)", "entered": cell["summary.carried"]}
    flagged = row("_bad", "report", "promise")
    rows = [
        row("", *heads),
        Row({**carried, **flagged.values}, {}, {**flagged.roles, "entered": "carried"}),
    ]
    blank = Card("", None, "")
    card = Card(cell["summary.card_label"], cell["summary.card_value"], cell["summary.card_note"])
    total = {"report": cell["summary.total_text"], "entered": cell["summary.total"]}
    return Summary(
        [cell["summary.point"]],
        [card, *[blank] * 4],
        rows,
        total,
        cell["summary.footnote"],
        [cell["summary.ask"]],
        cell["summary.ask_head"],
        cell["summary.total_label"],
    )


def _draw_board(book: Book, cell: Mapping[str, str]) -> None:
    look, heads = SECOND.look, SECOND.heads["board"]
    bad = {**dict.fromkeys(heads), "status": cell["board.status_bad"], "entered": cell["board.carried"]}
    rows = [
        Row({head: cell[f"board.{head}"] for head in heads}, {"unit": ""}),
        Row(bad, {"unit": ""}, {"status": "status_bad", "entered": "carried"}),
    ]
    sheet, row = draw_table(book, SECOND, look, {}, "board", rows, measured)
    total = {"status": cell["board.total_text"], "entered": cell["board.total"]}
    row = draw_total(book, look, sheet, row, total, cell["board.total_label"])
    merge(sheet, (row, 0, row, len(heads) - 1), cell["board.footnote"], book.format(**look.cells["board.footnote"]))
    draw_remark(book, look, sheet, row + 2, "remark_head", cell["board.remark_head"])
    draw_remark(book, look, sheet, row + 3, "remark", cell["board.remark"], cell["board.remark_unit"])


TEMPLATE_2 = Template(SECOND, _MARKS, _TITLE_MARKS, _draw)
