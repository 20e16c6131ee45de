"""The format of an administrative letter as Nghị định 30/2020/NĐ-CP, phụ lục I, sets it: its page and its styles."""

from collections.abc import Mapping
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from xlpy.drawing.report.look import FONT

PAGE = (210, 297)
TOP, BOTTOM, LEFT, RIGHT = 20, 20, 30, 15
HEADER = 10
TEXT_WIDTH = PAGE[0] - LEFT - RIGHT
"""Millimetres."""

PART_RULE, FULL_RULE = "Đường kẻ một phần", "Đường kẻ cả dòng"
"""Styles of the rules under the line before them: a third to a half of its length, or all of it."""
CONTROL = "Dấu điều kiện"
"""Style of the paragraphs that only decide what is printed."""

_CENTRE, _RIGHT, _JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY
_GREY = RGBColor(0x80, 0x80, 0x80)
_BODY: Mapping[str, Any] = {"align": _JUSTIFY, "first": 12.7, "before": 0, "after": 6}
_ITEM: Mapping[str, Any] = {**_BODY, "bold": True, "next": True}
_RULE: Mapping[str, Any] = {"size": 2, "exactly": 4, "before": 2, "align": _CENTRE}

_STYLES: Mapping[str, Mapping[str, Any]] = {
    "Cơ quan chủ quản": {"size": 13, "align": _CENTRE},
    "Cơ quan ban hành": {"size": 13, "bold": True, "align": _CENTRE},
    "Quốc hiệu": {"size": 13, "bold": True, "align": _CENTRE},
    "Tiêu ngữ": {"bold": True, "align": _CENTRE},
    PART_RULE: _RULE,
    FULL_RULE: _RULE,
    "Số và ký hiệu": {"size": 13, "align": _CENTRE, "before": 6},
    "Địa danh và ngày tháng": {"italic": True, "align": _CENTRE, "before": 6},
    "Tên loại văn bản": {"bold": True, "align": _CENTRE, "before": 14},
    "Trích yếu": {"bold": True, "align": _CENTRE},
    "Kính gửi": {"size": 13, "align": _CENTRE, "before": 10, "after": 10},
    "Thân văn bản": _BODY,
    "Mục": _ITEM,
    "Mục sau bảng": {**_ITEM, "before": 8},
    "Câu kết": {**_BODY, "next": True},
    "Đơn vị tính": {"size": 13, "italic": True, "align": _RIGHT, "after": 2, "next": True},
    "Bảng: đầu cột": {"size": 13, "bold": True, "align": _CENTRE, "before": 2, "after": 2, "next": True},
    "Bảng: tên": {"size": 13, "before": 2, "after": 2, "next": True},
    "Bảng: số liệu": {"size": 13, "align": _RIGHT, "before": 2, "after": 2, "next": True},
    "Bảng: tổng": {"size": 13, "bold": True, "align": _RIGHT, "before": 2, "after": 2},
    "Bảng: điều khiển": {"size": 9, "colour": _GREY},
    "Bảng: dòng tổng": {"size": 13, "bold": True, "align": _CENTRE, "before": 2, "after": 2},
    "Chức vụ người ký": {"bold": True, "align": _CENTRE, "before": 6, "next": True},
    "Họ tên người ký": {"bold": True, "align": _CENTRE, "before": 64},
    "Nơi nhận": {"size": 12, "bold": True, "italic": True, "before": 6},
    "Danh sách nơi nhận": {"size": 11},
    "Cuối văn bản": {"size": 1, "exactly": 1},
    "Số trang": {"align": _CENTRE},
    CONTROL: {"size": 9, "colour": _GREY},
}
"""Name in Word → what is not as in the body's letters of 14 points. Sizes and spaces are points, `first` millimetres;
`next`: stays on the page of what follows. No comma in a name: Word takes what follows it for a second name."""


def set_page(document: Any) -> None:
    """A4 with the margins of a letter, and the page's number in the upper one from page 2 on."""
    section = document.sections[0]
    section.page_width, section.page_height = map(Mm, PAGE)
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    section.header_distance = section.footer_distance = Mm(HEADER)
    section.different_first_page_header_footer = True
    section.first_page_header.is_linked_to_previous = False
    section.first_page_header.paragraphs[0].style = "Số trang"
    section.header.is_linked_to_previous = False
    number = section.header.paragraphs[0]
    number.style = "Số trang"
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    number._p.append(field)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "2"
    run.append(text)
    field.append(run)


def add_styles(document: Any) -> None:
    """Replace the styles that python-docx starts with by those of a letter, each named for what it is for."""
    styles = document.styles
    for style in list(styles):
        if not style.element.get(qn("w:default")) and style.name != "Normal":
            style.delete()
    _set_defaults(styles)
    for name, looks in _STYLES.items():
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style, style.quick_style = styles["Normal"], True
        _apply(style, looks)
        if name in (PART_RULE, FULL_RULE):
            style.element.get_or_add_pPr().insert_element_before(_border(), "w:spacing", "w:ind", "w:jc")
    _add_table_style(styles, "Bảng trình bày", lines=False)
    _add_table_style(styles, "Bảng số liệu", lines=True)


def _set_defaults(styles: Any) -> None:
    defaults = styles.element.find(qn("w:docDefaults"))
    defaults.getparent().replace(
        defaults,
        parse_xml(
            f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr>"
            f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
            '<w:sz w:val="28"/><w:szCs w:val="28"/><w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/>'
            "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        ),
    )


def _apply(style: Any, looks: Mapping[str, Any]) -> None:
    font, paragraph = style.font, style.paragraph_format
    if "size" in looks:
        font.size = Pt(looks["size"])
    font.bold, font.italic = looks.get("bold"), looks.get("italic")
    if "colour" in looks:
        font.color.rgb = looks["colour"]
    paragraph.alignment = looks.get("align")
    paragraph.space_before, paragraph.space_after = Pt(looks.get("before", 0)), Pt(looks.get("after", 0))
    paragraph.first_line_indent = Mm(looks["first"]) if "first" in looks else None
    paragraph.keep_with_next = looks.get("next")
    if "exactly" in looks:
        paragraph.line_spacing_rule, paragraph.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(looks["exactly"])


def _border() -> Any:
    line = '<w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/>'
    return parse_xml(f"<w:pBdr {nsdecls('w')}>{line}</w:pBdr>")


def _add_table_style(styles: Any, name: str, *, lines: bool) -> None:
    style = styles.add_style(name, WD_STYLE_TYPE.TABLE)
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in sides)
    margin = 85 if lines else 0  # twentieths of a point
    style.element.append(
        parse_xml(
            f"<w:tblPr {nsdecls('w')}>{f'<w:tblBorders>{borders}</w:tblBorders>' if lines else ''}<w:tblCellMar>"
            f'<w:left w:w="{margin}" w:type="dxa"/><w:right w:w="{margin}" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        )
    )
