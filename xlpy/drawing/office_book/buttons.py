"""The buttons of the office's workbook: rounded shapes that run a macro, in groups.

A form's button is always grey; of XlsxWriter's text boxes three attributes are changed, and Excel and LibreOffice take
them for what Excel itself writes when a macro is assigned to a shape.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter.drawing import Drawing
from xlsxwriter.worksheet import Worksheet

from xlpy.drawing.office_book.macros import MACROS
from xlpy.drawing.palette import MUTED, NAVY, SCREEN, WHITE
from xlpy.drawing.sheet import Sheet

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("MỖI BUỔI CHIỀU", ("TongHop", "KiemTra", "SoanThu")),
    ("XEM, LÀM LẠI", ("LamMoi", "XuatBaoCao")),
    ("KẾ HOẠCH", ("TinhLaiSoNgay", "PhatBieuMau")),
)
"""The buttons of Điều khiển."""
PROPOSING: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("TÍNH THỬ", ("TinhPhuongAn",)),
    ("KHI ĐÃ QUYẾT ĐỊNH", ("ApDungPhuongAn",)),
)
"""The buttons of Phương án."""
_FIRSTS = ("TongHop", "TinhPhuongAn")
_WIDTH, _FIRST_WIDTH, _HEIGHT, _GAP, _GROUP_GAP = 158, 190, 30, 8, 20
_LEFT = 4
_LONG = 18
"""Letters of a caption that need the wider shape."""


class _Buttons(Drawing):  # type: ignore[misc]
    """Shapes whose description is the caption of a macro become its buttons; none of them is printed."""

    def __init__(self, macros: Mapping[str, str]) -> None:
        super().__init__()
        self._macros = macros
        self._macro = ""

    def _write_sp(self, index: Any, col_absolute: Any, row_absolute: Any, drawing: Any) -> None:
        self._macro = self._macros.get(drawing._description, "")
        super()._write_sp(index, col_absolute, row_absolute, drawing)
        self._macro = ""

    def _xml_start_tag(self, tag: str, attributes: Sequence[tuple[str, str]] = ()) -> None:
        told = list(attributes)
        if self._macro and tag == "xdr:sp":
            told = [("macro", f"[0]!{self._macro}"), *told[1:]]
        if self._macro and tag == "a:prstGeom":
            told = [("prst", "roundRect")]
        super()._xml_start_tag(tag, told)

    def _xml_empty_tag(self, tag: str, attributes: Sequence[tuple[str, str]] = ()) -> None:
        told = [("fPrintsWithSheet", "0")] if tag == "xdr:clientData" else list(attributes)
        super()._xml_empty_tag(tag, told)


class SheetWithButtons(Sheet):
    """A worksheet whose drawing has buttons and nothing else."""

    drawing: Any

    def _prepare_shape(self, index: int, drawing_id: int) -> None:
        if not self.drawing:
            self.drawing = _Buttons({caption: macro for macro, caption in MACROS.items()})
            self.drawing.embedded = 1
            self.external_drawing_links.append(["/drawing", f"../drawings/drawing{drawing_id}.xml", None])
        super()._prepare_shape(index, drawing_id)


def draw_buttons(
    sheet: Worksheet, row: int, column: int, groups: Sequence[tuple[str, tuple[str, ...]]] = GROUPS
) -> None:
    """The buttons in a row, what each group is for in the row below."""
    left = _LEFT
    for title, macros in groups:
        start = left
        for macro in macros:
            first = macro in _FIRSTS
            width = _FIRST_WIDTH if first or len(MACROS[macro]) > _LONG else _WIDTH
            caption = MACROS[macro]
            look = {
                "x_offset": left,
                "y_offset": 4,
                "width": width,
                "height": _HEIGHT,
                "description": caption,
                "object_position": 3,
                "font": {"name": SCREEN, "size": 11 if first else 10, "bold": True, "color": _ink(first)},
                "align": {"horizontal": "center", "vertical": "middle"},
                "fill": {"color": NAVY if first else WHITE},
                "line": {"color": NAVY, "width": 1.25},
            }
            sheet.insert_textbox(row, column, f"►  {caption.upper()}" if first else caption, look)
            left += width + _GAP
        look = {
            "x_offset": start,
            "y_offset": 0,
            "width": left - start - _GAP,
            "height": 15,
            "description": title,
            "object_position": 3,
            "font": {"name": SCREEN, "size": 7.5, "color": MUTED},
            "align": {"horizontal": "center", "vertical": "middle"},
            "fill": {"none": True},
            "line": {"none": True},
        }
        sheet.insert_textbox(row + 1, column, title, look)
        left += _GROUP_GAP


def _ink(first: bool) -> str:
    return WHITE if first else NAVY
