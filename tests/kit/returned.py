"""What the tests of return workbooks share: findings, files of many makes, and what of a file must stay."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import xlsxwriter
from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Border, Font, PatternFill, Protection, Side
from openpyxl.utils import quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from xlpy.core.source import Finding, Severity, Source
from xlpy.drawing.returned import Heading, draw_return

OFFICE = "Sở Tư pháp"
SAID = Heading(
    "CẦN SỬA: HUYỆN BÙ ĐĂNG, NGÀY 22/5/2023", "Sửa ở các ô đã tô màu, lưu lại rồi gửi chính tệp này về Sở Tư pháp."
)
MENDING = "Cần sửa"
RED, YELLOW = "FFF4B6B6", "FFFBE5A3"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def error(sheet: str, cell: str, **changes: str) -> Finding:
    return _finding(Severity.ERROR, "SL03", sheet, cell, changes)


def warning(sheet: str, cell: str, **changes: str) -> Finding:
    return _finding(Severity.WARNING, "SL08", sheet, cell, changes)


def info(sheet: str, cell: str, **changes: str) -> Finding:
    return _finding(Severity.INFO, "SL10", sheet, cell, changes)


def _finding(severity: Severity, code: str, sheet: str, cell: str, changes: Mapping[str, str]) -> Finding:
    words = {"title": "Không cộng đúng", "message": f"Ô {cell} ghi 1.459.", "fix": "Gõ lại 1.495.", **changes}
    return Finding(code, severity, Source("bu dang.xlsx", sheet, cell), **words)


def returned(data: bytes, *findings: Finding) -> bytes:
    return draw_return(data, findings, OFFICE, SAID)


@lru_cache(maxsize=8)
def parts(data: bytes) -> Mapping[str, bytes]:
    """The parts of a package, unpacked once: tests ask for them sheet by sheet."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {info.filename: archive.read(info) for info in archive.infolist()}


def repacked(data: bytes, changes: Mapping[str, bytes | None]) -> bytes:
    """The package with other bytes for some parts; None takes one away."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**parts(data), **changes}.items():
            if content is not None:
                archive.writestr(name, content)
    return stream.getvalue()


def sheet_parts(data: bytes) -> dict[str, str]:
    """Sheet → part, by the workbook's own relationships."""
    found = parts(data)
    targets = {item.get("Id"): item.get("Target", "") for item in etree.fromstring(found["xl/_rels/workbook.xml.rels"])}
    sheets = etree.fromstring(found["xl/workbook.xml"]).iter(f"{MAIN}sheet")
    names = {sheet.get("name", ""): targets[sheet.get(LINK)] for sheet in sheets}
    return {name: target.lstrip("/") if target.startswith("/") else f"xl/{target}" for name, target in names.items()}


def without_marks(data: bytes, sheet: str) -> bytes:
    """A sheet's XML with each cell's format written out but for its fill, and without what marks may add.

    That is: blank cells of no format of their own, rows of nothing, the drawing of notes, the stated extent.
    """
    found = parts(data)
    formats = list(etree.fromstring(found["xl/styles.xml"]).find(f"{MAIN}cellXfs"))
    looks: dict[int, str] = {}
    root = etree.fromstring(found[sheet_parts(data)[sheet]])
    for view in root.iter(f"{MAIN}sheetView"):
        view.attrib.pop("tabSelected", None)
    for name in ("dimension", "legacyDrawing"):
        for item in root.findall(f"{MAIN}{name}"):
            root.remove(item)
    for row in root.iter(f"{MAIN}row"):
        row.attrib.pop("spans", None)
        for cell in list(row):
            if len(cell) == 0:
                row.remove(cell)
                continue
            style = int(cell.get("s", "0"))
            if style not in looks:
                look = etree.fromstring(etree.tostring(formats[style]))
                for attribute in ("fillId", "applyFill"):
                    look.attrib.pop(attribute, None)
                looks[style] = etree.tostring(look, method="c14n").decode()
            cell.set("s", looks[style])
    for row in list(root.iter(f"{MAIN}row")):
        if len(row) == 0 and set(row.attrib) <= {"r"}:
            row.getparent().remove(row)
    text: bytes = etree.tostring(root, method="c14n")
    return text


@lru_cache(maxsize=8)
def seen(data: bytes) -> Workbook:
    """What openpyxl reads of a workbook, to be looked at only: it is kept, as a large one takes half a second."""
    return load_workbook(io.BytesIO(data))


def facts(data: bytes) -> dict[str, Any]:
    """What openpyxl reads of a workbook but fills and notes, and but for our own sheet."""
    book = seen(data)
    told: dict[str, Any] = {"names": {name: item.attr_text for name, item in book.defined_names.items()}}
    for sheet in book.worksheets:
        if sheet.title.startswith(MENDING):
            continue
        told[sheet.title] = {
            "cells": dict(_cells(sheet)),
            "merged": sorted(map(str, sheet.merged_cells.ranges)),
            "names": {name: item.attr_text for name, item in sheet.defined_names.items()},
            "print": (sheet.print_area, sheet.print_title_rows, sheet.page_setup.orientation),
            "protection": {key: str(value) for key, value in vars(sheet.protection).items()},
            "rules": [
                (str(area.sqref), rule.type, rule.formula)
                for area in sheet.conditional_formatting
                for rule in area.rules
            ],
            "validations": [
                (str(rule.sqref), rule.type, rule.formula1, rule.formula2, rule.error)
                for rule in sheet.data_validations.dataValidation
            ],
            "widths": {key: (item.width, item.hidden) for key, item in sheet.column_dimensions.items()},
        }
    return told


def _cells(sheet: Any) -> Iterator[tuple[str, tuple[Any, ...]]]:
    looks: dict[int, tuple[str, ...]] = {}
    for row in sheet.iter_rows():
        for cell in row:
            value = getattr(cell.value, "text", cell.value)
            if value is not None:
                if cell.style_id not in looks:
                    # By what they say: openpyxl compares styles by their places in lists.
                    said = (cell.font, cell.border, cell.alignment, cell.protection)
                    looks[cell.style_id] = (cell.number_format, *map(repr, said))
                yield cell.coordinate, (value, cell.data_type, *looks[cell.style_id])


def fill_of(data: bytes, sheet: str, cell: str) -> str | None:
    """The colour of a cell that is filled with one."""
    fill = seen(data)[sheet][cell].fill
    return str(fill.fgColor.rgb) if fill.patternType == "solid" else None


def notes_of(data: bytes, sheet: str) -> dict[str, tuple[str, str]]:
    """Cell → author and text of its note."""
    found = seen(data)[sheet]
    return {
        cell.coordinate: (cell.comment.author, cell.comment.text)
        for row in found.iter_rows()
        for cell in row
        if cell.comment is not None
    }


def boxes_of(data: bytes) -> list[tuple[int, int]]:
    """Row and column of each note's box, in all drawings."""
    drawings = b"".join(content for name, content in parts(data).items() if name.endswith(".vml"))
    rows, columns = (re.findall(rb"<\w+:%b>(\d+)</" % name, drawings) for name in (b"Row", b"Column"))
    return sorted((int(row), int(column)) for row, column in zip(rows, columns, strict=True))


def with_old_buttons(sheet: str, *captions: str) -> bytes:
    """A workbook with buttons as Excel has had them since 1997, form controls drawn in VML."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        page = book.add_worksheet(sheet)
        page.write_row(0, 0, ("Đơn vị", "Số liệu"))
        for place, caption in enumerate(captions, 1):
            page.insert_button(place * 3, 1, {"macro": "Bam", "caption": caption, "width": 120, "height": 30})
    return stream.getvalue()


def crowded() -> bytes:
    """A workbook with what a clerk's may have: notes, merged cells, names of sheets, rules, protection, hidden rows."""
    book = Workbook()
    first, second = book.active, book.create_sheet("Sổ 'gốc' cũ")
    first.title = "Phụ lục 01"
    for sheet in (first, second):
        for row in range(1, 9):
            for column in range(1, 7):
                sheet.cell(row, column, row * column)
        sheet["F9"] = "=SUM(F1:F8)"
        sheet.merge_cells("A10:C11")
        sheet["A10"] = "Gộp"
        sheet["B2"].comment = Comment("Đã kiểm lại", "Chị Lan", height=120, width=240)
        sheet["B2"].fill = PatternFill("solid", fgColor="FF00B0F0")
        sheet["C3"].protection = Protection(locked=False)
        sheet["C3"].number_format = "#,##0"
        sheet["C3"].border = Border(left=Side("double"))
        sheet["C3"].font = Font(name="Arial", bold=True)
        sheet.protection.enable()
        sheet.print_area = "A1:F11"
        sheet.print_title_rows = "1:1"
        sheet.auto_filter.ref = "A1:F8"
        sheet.column_dimensions["E"].hidden = True
        sheet.conditional_formatting.add("A1:F8", CellIsRule("lessThan", ["0"], fill=PatternFill(bgColor="FFFF0000")))
        rule = DataValidation("whole", operator="greaterThan", formula1="0", error="Số nguyên")
        rule.add("A1:F8")
        sheet.add_data_validation(rule)
        sheet.defined_names["Cua_trang"] = DefinedName("Cua_trang", attr_text=f"{quote_sheetname(sheet.title)}!$A$1")
    book.defined_names["Chung"] = DefinedName("Chung", attr_text="'Phụ lục 01'!$F$9")
    second.sheet_view.tabSelected = True
    book.active = 1
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
