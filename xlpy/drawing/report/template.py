"""The report's template, which an office may restyle: the report drawn with marks in place of values.

`python -m xlpy.drawing.report.template templates/bao-cao.xlsx` writes it. With `--check` nothing is written; the exit
code is 1 where the file on disk is not what would be drawn.
"""

import sys
from collections.abc import Iterator, Sequence
from datetime import date

from xlpy.core.text import key
from xlpy.drawing.faults import OR_ANEW
from xlpy.drawing.report.layout_2_template import TEMPLATE_2
from xlpy.drawing.report.look import marks_of
from xlpy.drawing.report.marks import Template
from xlpy.drawing.sheet import A4, Book, row_height
from xlpy.drawing.shipping import write_or_check

TEMPLATE = "templates/bao-cao.xlsx"

_GUIDE = (
    "Tệp này là mẫu trình bày của báo cáo hằng ngày. Mỗi chỗ điền, ví dụ {đơn vị}, báo cáo thay bằng chữ và số thật. "
    "Kiểu của ô có chỗ điền là kiểu của mọi ô cùng loại trong báo cáo.",
    "Được sửa: phông chữ, cỡ chữ, đậm, nghiêng, màu chữ, màu nền, căn chữ trong ô, khung, dạng số; độ rộng cột; "
    "chiều cao dòng tiêu đề, dòng đầu cột và dòng đơn vị; hướng giấy, lề, đầu trang và chân trang; "
    "lời văn của các tiêu đề. Khổ giấy Phụ lục 01 chọn ở trang Thiết lập.",
    "Phải giữ: các chỗ điền (chuyển sang ô khác cùng trang được, xoá thì không) và tên các trang {sheets}.",
    "Không sửa ở đây: chữ ở đầu các cột, số cột, số dòng. Cột theo biểu mẫu, dòng theo các đơn vị trong kế hoạch; "
    "chữ viết thêm vào ô khác không vào được báo cáo, muốn thêm lời thì viết vào một ô tiêu đề.",
    "Lỡ xoá một chỗ điền thì chương trình báo tên: gõ lại vào ô muốn dùng kiểu chữ ấy, "
    f"{OR_ANEW} Trang hướng dẫn này xoá được.",
)
_GUIDE_HEADS = (("Trang", 24), ("Chỗ điền", 28), ("Báo cáo thay bằng", 52))
_MADE = date(2023, 4, 4)
"""The day of the plan: a template that bore the day it was drawn would never be the same twice."""


def draw_template(template: Template = TEMPLATE_2) -> bytes:
    """A layout's template workbook, that of today where none is named; the same bytes each time."""
    book = Book("Mẫu báo cáo", _MADE)
    _draw_guide(book, template)
    template.draw(book)
    return book.close()


def _draw_guide(book: Book, template: Template) -> None:
    sheet = book.sheet("Hướng dẫn", A4)
    sheet.set_portrait()
    width = sum(width for _, width in _GUIDE_HEADS)
    for column, (_, characters) in enumerate(_GUIDE_HEADS):
        sheet.set_column(column, column, characters)
    sheet.merge_range(0, 0, 0, 2, "HƯỚNG DẪN DÙNG MẪU BÁO CÁO", book.format(bold=True, align="center", font_size=14))
    sheet.set_row(0, 30)
    for row, text in enumerate(_GUIDE, 1):
        text = text.replace("{sheets}", ", ".join(template.layout.sheets.values()))
        sheet.merge_range(row, 0, row, 2, text, book.format(text_wrap=True, valign="top"))
        sheet.set_row(row, 6 + row_height([(text, width)]))
    top = len(_GUIDE) + 2
    for column, (label, _) in enumerate(_GUIDE_HEADS):
        sheet.write_string(top, column, label, book.format(**template.layout.look.cells["board.head"]))
    for row, line in enumerate(_meanings(template), top + 1):
        for column, text in enumerate(line):
            sheet.write_string(row, column, text, book.format(text_wrap=True, border=1, indent=1))


def _meanings(template: Template) -> Iterator[tuple[str, str, str]]:
    """Every mark: sheet, mark, what it stands for."""
    layout = template.layout
    for sheet, name in layout.sheets.items():
        titles = {mark for role in layout.titles_of(sheet) for mark in marks_of(layout.look.words[role])}
        yield from ((name, f"{{{mark}}}", told) for mark, told in template.titles.items() if key(mark) in titles)
        its = ((mark, told) for role, (mark, told) in template.marks.items() if role.startswith(f"{sheet}."))
        yield from ((name, f"{{{mark}}}", told) for mark, told in its)


def main(arguments: Sequence[str]) -> int:
    """Write the template, or check the one that is there."""
    return write_or_check(arguments, TEMPLATE, draw_template)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
