"""The report's template, which an office may restyle: the report drawn with marks in place of values.

`python -m xlpy.drawing.report.template templates/bao-cao.xlsx` writes it. With `--check` nothing is written; the exit
code is 1 where the file on disk is not what would be drawn.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from xlpy.core.text import key
from xlpy.drawing.faults import OR_ANEW
from xlpy.drawing.report.look import DEFAULT, HEADS, SHEETS, marks_of
from xlpy.drawing.report.workbook import Form, Line, Row, draw_form, draw_table
from xlpy.drawing.sheet import A4, Book, row_height
from xlpy.drawing.shipping import write_or_check

TEMPLATE = "templates/bao-cao.xlsx"

MARKS: Mapping[str, tuple[str, str]] = {
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
"""Role → the mark that its sample cell holds, and what it stands for."""

TITLE_MARKS: Mapping[str, str] = {
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

_GUIDE = (
    "Tệp này là mẫu trình bày của báo cáo hằng ngày. Chỗ nào có dấu trong ngoặc nhọn, ví dụ {đơn vị}, báo cáo thay "
    "bằng chữ và số thật. Kiểu của ô có dấu là kiểu của mọi ô cùng loại trong báo cáo.",
    "Được sửa: phông chữ, cỡ chữ, đậm, nghiêng, màu chữ, màu nền, căn chữ trong ô, khung, dạng số; độ rộng cột; "
    "chiều cao dòng tiêu đề, dòng đầu cột và dòng đơn vị; khổ giấy, hướng giấy, lề, đầu trang và chân trang; "
    "lời văn của các tiêu đề.",
    "Phải giữ: các dấu trong ngoặc nhọn (chuyển sang ô khác cùng trang được, xoá thì không) và tên ba trang "
    f"{', '.join(SHEETS.values())}.",
    "Không sửa ở đây: chữ ở đầu các cột, số cột, số dòng. Cột theo biểu mẫu, dòng theo các đơn vị trong kế hoạch; "
    "chữ viết thêm vào ô khác không vào được báo cáo, muốn thêm lời thì viết vào một ô tiêu đề.",
    "Lỡ xoá một dấu thì chương trình báo tên dấu ấy: gõ lại vào ô muốn dùng kiểu chữ ấy, "
    f"{OR_ANEW} Trang hướng dẫn này xoá được.",
)
_GUIDE_HEADS = (("Trang", 24), ("Dấu", 24), ("Báo cáo thay bằng", 52))
_MADE = date(2023, 4, 4)
"""The day of the plan: a template that bore the day it was drawn would never be the same twice."""
_FIGURE_COLUMN = "birth.entered"
"""The columns beside it are blank in the template, and give room to a long mark."""


def draw_template() -> bytes:
    """The template workbook, the same bytes each time."""
    book = Book("Mẫu báo cáo", _MADE)
    _draw_guide(book)
    cell = {role: f"{{{mark}}}" for role, (mark, _) in MARKS.items()}
    reported = {"number": cell["form.number"], "unit": cell["form.unit"], _FIGURE_COLUMN: cell["form.figure"]}
    missing = {"unit": "(đơn vị chưa báo cáo)", _FIGURE_COLUMN: cell["form.carried"]}
    lines = [Line(reported), Line(missing, carried=True)]
    total = {_FIGURE_COLUMN: cell["form.total"]}
    form = Form(lines, total, [cell["form.footnote"]], cell["form.total_label"], summed=False)
    draw_form(book, DEFAULT, {}, form)
    draw_table(
        book, DEFAULT, {}, "board", [_sample("board", "status", "status"), _sample("board", "status", "status_bad")]
    )
    levels = [_sample("findings", "severity", level) for level in ("error", "warning", "info")]
    draw_table(book, DEFAULT, {}, "findings", levels)
    return book.close()


def _sample(sheet: str, column: str, role: str) -> Row:
    """A row of marks; below the first, only that of its own role."""
    first = role in ("status", "error")
    marks = {head: MARKS[f"{sheet}.{head}"][0] for head in HEADS[sheet] if first and f"{sheet}.{head}" in MARKS}
    marks[column] = MARKS[f"{sheet}.{role}"][0]
    values = {head: f"{{{marks[head]}}}" if head in marks else None for head in HEADS[sheet]}
    roles = {head: role for head in (column, "code") if head in HEADS[sheet]}
    return Row(values, {"file": "", "unit": values["unit"] or ""}, roles)


def _draw_guide(book: Book) -> None:
    sheet = book.sheet("Hướng dẫn", A4)
    sheet.set_portrait()
    width = sum(width for _, width in _GUIDE_HEADS)
    for column, (_, characters) in enumerate(_GUIDE_HEADS):
        sheet.set_column(column, column, characters)
    sheet.merge_range(0, 0, 0, 2, "HƯỚNG DẪN DÙNG MẪU BÁO CÁO", book.format(bold=True, align="center", font_size=14))
    sheet.set_row(0, 30)
    for row, text in enumerate(_GUIDE, 1):
        sheet.merge_range(row, 0, row, 2, text, book.format(text_wrap=True, valign="top"))
        sheet.set_row(row, 6 + row_height([(text, width)]))
    top = len(_GUIDE) + 2
    for column, (label, _) in enumerate(_GUIDE_HEADS):
        sheet.write_string(top, column, label, book.format(**DEFAULT.cells["board.head"]))
    for row, line in enumerate(_meanings(), top + 1):
        for column, text in enumerate(line):
            sheet.write_string(row, column, text, book.format(text_wrap=True, border=1, indent=1))


def _meanings() -> Iterator[tuple[str, str, str]]:
    """Every mark: sheet, mark, what it stands for."""
    for sheet, name in SHEETS.items():
        titles = {mark for role in titles_of(sheet) for mark in marks_of(DEFAULT.words[role])}
        yield from ((name, f"{{{mark}}}", told) for mark, told in TITLE_MARKS.items() if key(mark) in titles)
        yield from ((name, f"{{{mark}}}", told) for role, (mark, told) in MARKS.items() if role.startswith(f"{sheet}."))


def titles_of(sheet: str) -> Iterator[str]:
    """The roles of a sheet's titles."""
    return (role for role in DEFAULT.words if role.startswith(f"{sheet}."))


def main(arguments: Sequence[str]) -> int:
    """Write the template, or check the one that is there."""
    return write_or_check(arguments, TEMPLATE, draw_template)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
