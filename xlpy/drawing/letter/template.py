"""The template of the office's letter, which it may restyle and reword in Word: the format of Nghị định 30/2020/NĐ-CP.

`python -m xlpy.drawing.letter.template templates/bao-cao.docx` writes it. With `--check` nothing is written; the exit
code is 1 where the file on disk is not what would be drawn.
"""

import sys
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from xlpy.drawing.faults import OR_ANEW
from xlpy.drawing.letter.package import saved
from xlpy.drawing.letter.rulings import fit_rules
from xlpy.drawing.letter.styles import CONTROL, FULL_RULE, PART_RULE, TEXT_WIDTH, add_styles, set_page
from xlpy.drawing.report.look import FONT
from xlpy.drawing.shipping import write_or_check

TEMPLATE = "templates/bao-cao.docx"

_MADE = datetime(2023, 4, 4)
"""The day of the plan: a template that bore the day it was drawn would never be the same twice."""

_GUIDE = (
    "MẪU VĂN BẢN BÁO CÁO HẰNG NGÀY. Mở bằng Word, sửa lời văn và kiểu chữ như mọi văn bản; các dòng chữ xám không in "
    "vào báo cáo. Chữ trong hai ngoặc nhọn là chỗ điền: báo cáo thay bằng chữ và số thật, nên giữ nguyên tên. Dòng xám "
    "“if … endif” là điều kiện: phần ở giữa chỉ in khi có điều cần nói; dòng “for … endfor” trong bảng in mỗi loại "
    "đăng ký một dòng. Mỗi dòng xám đứng riêng một đoạn. Lỡ xoá một chỗ điền thì chương trình báo tên: gõ lại, "
    f"{OR_ANEW}"
)

_FONTS = f'<w:fonts {nsdecls("w")}><w:font w:name="{FONT}"/></w:fonts>'.encode()
_KEPT_OF_PACKAGE, _KEPT_OF_DOCUMENT = (
    {"officeDocument", "core-properties"},
    {"styles", "settings", "theme", "fontTable"},
)
_SETTINGS = (
    '<w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
    'w:val="15"/></w:compat><w:themeFontLang w:val="vi-VN"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/>'
)

_HEAD_WIDTHS = (63, TEXT_WIDTH - 63)
_FOOT_WIDTHS = (80, TEXT_WIDTH - 80)
_TABLE_WIDTHS = (40, 27, 27, 27, 18, 26)
"""Millimetres."""

_FIRST = {"Bảng: số liệu": "Bảng: tên", "Bảng: tổng": "Bảng: dòng tổng"}
"""Styles of the first column, where it has another than the rest of its row."""

_Body = Sequence[tuple[str, str]]
"""Style and text of each paragraph."""


def _only_if(mark: str, *paragraphs: tuple[str, str]) -> _Body:
    return ((CONTROL, f"{{%p if {mark} %}}"), *paragraphs, (CONTROL, "{%p endif %}"))


_OPENING: _Body = (
    ("Tên loại văn bản", "BÁO CÁO"),
    (
        "Trích yếu",
        "Kết quả nhập dữ liệu Sổ hộ tịch trên nền Cơ sở dữ liệu\n"
        "quốc gia về dân cư (tính đến {{ giờ_hạn }} ngày {{ ngày_báo_cáo }})",
    ),
    (PART_RULE, ""),
    ("Kính gửi", "Kính gửi: {{ nơi_nhận }}"),
    (
        "Thân văn bản",
        "Thực hiện Kế hoạch số {{ số_kế_hoạch }} ngày {{ ngày_kế_hoạch }} của {{ cơ_quan_ban_hành_kế_hoạch }} về cao "
        "điểm nhập dữ liệu Sổ hộ tịch vào hệ thống điện tử trên nền Cơ sở dữ liệu quốc gia về dân cư, {{ cơ_quan }} "
        "báo cáo kết quả đến {{ giờ_hạn }} ngày {{ ngày_báo_cáo }} đối với Sổ hộ tịch lưu tại {{ cấp_theo_dõi }} "
        "(Phụ lục 01 kèm theo) như sau:",
    ),
    ("Mục", "1. Kết quả nhập dữ liệu"),
    (
        "Thân văn bản",
        "{% if trong_ngày %}Trong ngày, các đơn vị nhập {{ trong_ngày }} trường hợp.{% else %}Trong ngày chưa có số "
        "liệu của đơn vị nào.{% endif %} Tính đến {{ giờ_hạn }} ngày {{ ngày_báo_cáo }}, đã nhập {{ đã_nhập }} trên "
        "tổng số {{ tổng_số }} trường hợp, đạt {{ tỷ_lệ }}; còn lại {{ còn_lại }} trường hợp. Cụ thể theo loại đăng "
        "ký:",
    ),
    ("Đơn vị tính", "Đơn vị tính: trường hợp"),
)

_AFTER_TABLE: _Body = (
    *_only_if("toàn_bộ_kế_hoạch", ("Thân văn bản", "Tính cả các cấp lưu Sổ: {{ toàn_bộ_kế_hoạch }}.")),
    ("Mục sau bảng", "2. Tình hình báo cáo của các đơn vị"),
    (
        "Thân văn bản",
        "Đã tiếp nhận số liệu trong ngày của {{ số_đơn_vị_đã_báo_cáo }}/{{ tổng_số_đơn_vị }} đơn vị.",
    ),
    *_only_if(
        "đơn_vị_báo_cáo_muộn", ("Thân văn bản", "- Báo cáo muộn (từ {{ giờ_hạn }} trở đi): {{ đơn_vị_báo_cáo_muộn }}.")
    ),
    *_only_if("đơn_vị_chưa_báo_cáo", ("Thân văn bản", "- Chưa báo cáo: {{ đơn_vị_chưa_báo_cáo }}.")),
    *_only_if(
        "đơn_vị_đang_chỉnh_sửa",
        ("Thân văn bản", "- Đang đề nghị chỉnh sửa: {{ đơn_vị_đang_chỉnh_sửa }}."),
    ),
    *_only_if(
        "đơn_vị_có_xác_nhận",
        (
            "Thân văn bản",
            "- Còn chênh lệch, {{ cơ_quan }} đã xác nhận với đơn vị: {{ đơn_vị_có_xác_nhận }}.",
        ),
    ),
    *_only_if(
        "đơn_vị_báo_qua_điện_thoại",
        ("Thân văn bản", "- Báo qua điện thoại, {{ cơ_quan }} cập nhật: {{ đơn_vị_báo_qua_điện_thoại }}."),
    ),
    *_only_if(
        "đơn_vị_chưa_báo_cáo or đơn_vị_đang_chỉnh_sửa",
        (
            "Thân văn bản",
            "Số liệu của các đơn vị chưa báo cáo, đang đề nghị chỉnh sửa giữ theo lần báo cáo gần nhất (nếu có).",
        ),
    ),
    ("Mục", "3. Tiến độ và khả năng hoàn thành"),
    *_only_if(
        "cần_mỗi_ngày",
        (
            "Thân văn bản",
            "Còn {{ số_ngày_còn_lại }} ngày đến thời hạn (hoàn thành trước ngày {{ thời_hạn }}); để kịp thời hạn, bình "
            "quân mỗi ngày các đơn vị phải nhập {{ cần_mỗi_ngày }} trường hợp.",
        ),
    ),
    *_only_if(
        "hết_thời_hạn",
        (
            "Thân văn bản",
            "Đã hết thời hạn (hoàn thành trước ngày {{ thời_hạn }}), còn {{ hết_thời_hạn }} trường hợp chưa nhập.",
        ),
    ),
    *_only_if("đơn_vị_nhanh_nhất", ("Thân văn bản", "- Nhập nhanh nhất so với yêu cầu: {{ đơn_vị_nhanh_nhất }}.")),
    *_only_if("đơn_vị_chậm_nhất", ("Thân văn bản", "- Nhập chậm nhất so với yêu cầu: {{ đơn_vị_chậm_nhất }}.")),
    *_only_if("dự_kiến_hoàn_thành", ("Thân văn bản", "- Với tốc độ nhập những ngày qua, {{ dự_kiến_hoàn_thành }}.")),
    (CONTROL, "{%p if hết_thời_hạn %}"),
    ("Thân văn bản", "- Chưa nhập xong: {{ đơn_vị_có_khả_năng_chậm }}."),
    (CONTROL, "{%p elif đơn_vị_có_khả_năng_chậm %}"),
    ("Thân văn bản", "- Có khả năng không kịp thời hạn nếu giữ tốc độ nhập này: {{ đơn_vị_có_khả_năng_chậm }}."),
    (CONTROL, "{%p elif dự_kiến_hoàn_thành %}"),
    ("Thân văn bản", "- Giữ tốc độ nhập này, không đơn vị nào có khả năng không kịp thời hạn."),
    (CONTROL, "{%p endif %}"),
    *_only_if(
        "đơn_vị_chưa_dự_kiến_được",
        ("Thân văn bản", "- Chưa đủ số liệu để dự kiến ngày hoàn thành: {{ đơn_vị_chưa_dự_kiến_được }}."),
    ),
    ("Mục", "4. Khó khăn, vướng mắc; kiến nghị"),
    *_only_if(
        "đơn_vị_thiếu_máy",
        (
            "Thân văn bản",
            "- Số máy hiện có chưa đủ để kịp thời hạn: {{ đơn_vị_thiếu_máy }}; kiến nghị xem xét bố trí thêm máy, nhân "
            "lực.",
        ),
    ),
    *_only_if(
        "đơn_vị_chưa_giao",
        (
            "Thân văn bản",
            "- Kế hoạch chưa giao chỉ tiêu cho {{ đơn_vị_chưa_giao }}; kiến nghị xem xét, bổ sung.",
        ),
    ),
    *_only_if("nhiệm_vụ_quá_hạn", ("Thân văn bản", "- Nhiệm vụ của Kế hoạch đã quá hạn: {{ nhiệm_vụ_quá_hạn }}.")),
    *_only_if(
        "not đơn_vị_thiếu_máy and not đơn_vị_chưa_giao and not nhiệm_vụ_quá_hạn",
        ("Thân văn bản", "Qua số liệu báo cáo, chưa ghi nhận khó khăn, vướng mắc."),
    ),
    (
        "Câu kết",
        "Trên đây là kết quả nhập dữ liệu Sổ hộ tịch đến {{ giờ_hạn }} ngày {{ ngày_báo_cáo }}, {{ cơ_quan }} báo cáo "
        "{{ nơi_nhận_trong_câu }} xem xét, chỉ đạo./.",
    ),
)

_HEAD: Sequence[Sequence[_Body]] = (
    (
        (
            ("Cơ quan chủ quản", "{{ cơ_quan_chủ_quản_in_hoa }}"),
            ("Cơ quan ban hành", "{{ cơ_quan_in_hoa }}"),
            (PART_RULE, ""),
        ),
        (
            ("Quốc hiệu", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            ("Tiêu ngữ", "Độc lập - Tự do - Hạnh phúc"),
            (FULL_RULE, ""),
        ),
    ),
    (
        (("Số và ký hiệu", "Số: {{ số_ký_hiệu }}"),),
        (("Địa danh và ngày tháng", "{{ địa_danh }}, {{ ngày_tháng_năm }}"),),
    ),
)

_FOOT: Sequence[Sequence[_Body]] = (
    (
        (
            ("Nơi nhận", "Nơi nhận:"),
            ("Danh sách nơi nhận", "- Như trên;"),
            *_only_if("nơi_nhận_khác", ("Danh sách nơi nhận", "{{ nơi_nhận_khác }}")),
            ("Danh sách nơi nhận", "- Lưu: {{ nơi_lưu }}."),
        ),
        (("Chức vụ người ký", "{{ chức_vụ_in_hoa }}"), ("Họ tên người ký", "{{ người_ký }}")),
    ),
)


def draw_template() -> bytes:
    """The template, the same bytes each time."""
    document = Document()
    _clear(document)
    add_styles(document)
    set_page(document)
    _write(document, ((CONTROL, f"{{#p {_GUIDE} #}}"),))
    _layout_table(document, _HEAD, _HEAD_WIDTHS)
    _write(document, _OPENING)
    _figures_table(document)
    _write(document, _AFTER_TABLE)
    _layout_table(document, _FOOT, _FOOT_WIDTHS)
    _write(document, (("Cuối văn bản", ""),))
    fit_rules(document)
    return saved(document)


def _clear(document: Any) -> None:
    """Take out what python-docx starts with: a picture of another document, other settings, dates."""
    for rels, kept in ((document.part.package.rels, _KEPT_OF_PACKAGE), (document.part.rels, _KEPT_OF_DOCUMENT)):
        for key, rel in list(rels.items()):
            if rel.reltype.rpartition("/")[2] not in kept:
                del rels[key]
            elif rel.reltype.endswith("/fontTable"):
                rel.target_part._blob = _FONTS
    settings = document.settings.element
    for element in list(settings):
        settings.remove(element)
    settings.extend(parse_xml(f"<w:settings {nsdecls('w')}>{_SETTINGS}</w:settings>"))
    about = document.core_properties
    about.author = about.comments = about.keywords = about.last_modified_by = ""
    about.title = "Báo cáo kết quả nhập dữ liệu Sổ hộ tịch"
    about.language, about.revision = "vi-VN", 1
    about.created = about.modified = _MADE


def _write(place: Any, body: _Body) -> None:
    for style, text in body:
        place.add_paragraph(text, style=style)


def _fill(cell: Any, body: _Body) -> None:
    first = cell.paragraphs[0]
    first.style, first.text = cell.part.document.styles[body[0][0]], body[0][1]
    _write(cell, body[1:])


def _layout_table(document: Any, rows: Sequence[Sequence[_Body]], widths: Sequence[float]) -> None:
    """A table without lines, only to set things side by side."""
    table = _table(document, len(rows), widths, "Bảng trình bày")
    for row, line in zip(table.rows, rows, strict=True):
        for cell, body in zip(row.cells, line, strict=True):
            _fill(cell, body)


def _figures_table(document: Any) -> None:
    columns = ("tổng_số", "trong_ngày", "đã_nhập", "tỷ_lệ", "còn_lại")
    heads = ("Loại đăng ký", "Tổng số phải nhập", "Nhập trong ngày", "Tổng đã nhập", "Tỷ lệ", "Còn lại")
    lines = (
        ("Bảng: đầu cột", heads),
        ("Bảng: điều khiển", ("{%tr for dòng in bảng_theo_loại %}",)),
        ("Bảng: số liệu", ("{{ dòng.loại }}", *(f"{{{{ dòng.{column} }}}}" for column in columns))),
        ("Bảng: điều khiển", ("{%tr endfor %}",)),
        ("Bảng: tổng", ("Tổng cộng", *(f"{{{{ {column} }}}}" for column in columns))),
    )
    table = _table(document, len(lines), _TABLE_WIDTHS, "Bảng số liệu")
    for row, (style, texts) in zip(table.rows, lines, strict=True):
        for place, (cell, text) in enumerate(zip(row.cells, texts, strict=False)):
            _fill(cell, ((_FIRST.get(style, style) if place == 0 else style, text),))
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        if style == "Bảng: điều khiển":
            _fill(row.cells[0].merge(row.cells[-1]), ((style, texts[0]),))
    _repeated(table.rows[0])


def _table(document: Any, rows: int, widths: Sequence[float], style: str) -> Any:
    table = document.add_table(rows, len(widths), style=style)
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    return table


def _repeated(row: Any) -> None:
    """A head that is printed again where the table goes on to another page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def main(arguments: Sequence[str]) -> int:
    """Write the template, or check the one that is there."""
    return write_or_check(arguments, TEMPLATE, draw_template)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
