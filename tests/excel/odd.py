"""Workbooks as they come from everywhere: what programs and libraries write that ours never do."""

import io
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

from tests.excel.right import packed, picture, rich, unpacked
from tests.kit.returned import crowded

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def written(draw: Callable[[Any, Any], None], **options: Any) -> bytes:
    """A workbook of XlsxWriter with figures on its first sheet and what `draw` does to book and sheet."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, **options})
    sheet = book.add_worksheet("Phụ lục 01")
    for row in range(12):
        sheet.write_row(row, 0, [f"Dòng {row}", row, row * 2.5, row % 2 == 0])
    draw(book, sheet)
    book.close()
    return stream.getvalue()


def chart(book: Any, sheet: Any) -> None:
    drawn = book.add_chart({"type": "column"})
    drawn.add_series({"values": "='Phụ lục 01'!$B$1:$B$9", "name": "Sổ"})
    sheet.insert_chart("G2", drawn)
    page = book.add_chartsheet("Biểu đồ")
    own = book.add_chart({"type": "line"})
    own.add_series({"values": "='Phụ lục 01'!$C$1:$C$9"})
    page.set_chart(own)


def pictures(_: Any, sheet: Any) -> None:
    sheet.insert_image("G2", "a.png", {"image_data": picture(), "url": "https://example.org"})
    sheet.set_header("&L&G", {"image_left": "a.png", "image_data_left": picture()})
    sheet.set_background(picture())
    sheet.embed_image("H3", "b.png", {"image_data": picture()})


def boxes(_: Any, sheet: Any) -> None:
    sheet.insert_textbox("F2", "Ghi chú", {"textlink": "=$A$1"})
    sheet.insert_checkbox("F9", True)
    sheet.insert_button("F12", {"caption": "Nút"})
    sheet.write_comment("D9", "Đã có", {"author": "Chị Lan", "visible": True})


def newer_formats(book: Any, sheet: Any) -> None:
    sheet.conditional_format("B1:B9", {"type": "data_bar", "data_bar_2010": True})
    sheet.conditional_format("C1:C9", {"type": "icon_set", "icon_style": "3_arrows_gray"})
    sheet.conditional_format("D1:D9", {"type": "duplicate", "format": book.add_format({"bold": True})})
    sheet.add_sparkline("E1", {"range": "'Phụ lục 01'!B1:C1"})
    sheet.ignore_errors({"number_stored_as_text": "A1:A9"})


def newer_formulas(_: Any, sheet: Any) -> None:
    sheet.write_dynamic_array_formula("F1:F3", "=SORT(FILTER(B1:B9,B1:B9>3))", None, 4)
    sheet.write_formula("G1", "=XLOOKUP(1,B1:B9,C1:C9)", None, 2.5)
    sheet.write_formula("G2", "=_xlfn.LET(_xlpm.x,B1,_xlpm.x+1)", None, 1)
    sheet.write_array_formula("H1:H2", "{=B1:B2*2}", None, 0)


def runs(book: Any, sheet: Any) -> None:
    bold = book.add_format({"bold": True, "font_size": 20})
    sheet.write_rich_string("F1", "một ", bold, "hai", " ba")
    sheet.write_string("F2", "hai\ndòng", book.add_format({"text_wrap": True}))
    sheet.write_string("F3", "_x0041_ và \x07")


def groups(book: Any, sheet: Any) -> None:
    for row in range(3, 8):
        sheet.set_row(row, None, None, {"level": 1, "hidden": True})
    sheet.set_row(8, None, None, {"collapsed": True})
    sheet.set_column("C:D", None, None, {"level": 2})
    sheet.filter_column("A", "x == 'Dòng 1'") if sheet.autofilter("A1:D9") is None else None
    other = book.add_worksheet("Ẩn")
    other.very_hidden()
    sheet.set_h_pagebreaks([5])


def protected(book: Any, sheet: Any) -> None:
    sheet.protect("abc", {"sort": True})
    sheet.unprotect_range("B1:B9", "mo")
    other = book.add_worksheet("Hai")
    other.protect()
    other.write_comment("A1", "x")
    book.set_custom_property("Đơn vị", "696")
    book.read_only_recommended()


def totals(book: Any, sheet: Any) -> None:
    columns = [{"header": "Mã", "total_string": "Tổng"}, {"header": "Hai\ndòng", "total_function": "sum"}]
    sheet.add_table("G1:H5", {"total_row": True, "columns": columns})
    sheet.add_table("J1:K3", {"header_row": False})
    book.define_name("Ngoai", "='Phụ lục 01'!$B$1")


def with_pivot() -> bytes:
    """A pivot table over the figures, with its cache."""
    parts = unpacked(written(lambda book, _: book.add_worksheet("Tổng hợp") and None))
    fields = "".join(
        f'<cacheField name="{name}" numFmtId="0"><sharedItems containsSemiMixedTypes="0" containsString="0" containsNumber="1"/></cacheField>'
        for name in ("Dong", "So")
    )
    cache, table = "xl/pivotCache/pivotCacheDefinition1.xml", "xl/pivotTables/pivotTable1.xml"
    parts[cache] = (
        f'{_HEAD}<pivotCacheDefinition xmlns="{MAIN}" xmlns:r="{OFFICE}" refreshOnLoad="1" recordCount="0"><cacheSource type="worksheet">'
        f'<worksheetSource ref="A1:B12" sheet="Phụ lục 01"/></cacheSource><cacheFields count="2">{fields}</cacheFields></pivotCacheDefinition>'
    ).encode()
    parts[table] = (
        f'{_HEAD}<pivotTableDefinition xmlns="{MAIN}" name="Bang" cacheId="1" dataCaption="Values"><location ref="A3:B5" firstHeaderRow="1"'
        ' firstDataRow="1" firstDataCol="1"/><pivotFields count="2"><pivotField/><pivotField dataField="1"/></pivotFields>'
        '<dataFields count="1"><dataField name="Sum" fld="1"/></dataFields></pivotTableDefinition>'
    ).encode()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.pivot"
    _typed(parts, cache, f"{kind}CacheDefinition+xml")
    _typed(parts, table, f"{kind}Table+xml")
    _linked(parts, "xl/workbook.xml", "rId80", "pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml")
    _linked(parts, "xl/worksheets/sheet2.xml", "rId1", "pivotTable", "../pivotTables/pivotTable1.xml")
    _linked(parts, table, "rId1", "pivotCacheDefinition", "../pivotCache/pivotCacheDefinition1.xml")
    pivots = '<pivotCaches><pivotCache cacheId="1" r:id="rId80"/></pivotCaches></workbook>'
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"</workbook>", pivots.encode())
    return packed(parts)


def with_thread() -> bytes:
    """A comment to which people answer: a note in front of it for older programs."""
    parts = unpacked(written(lambda _, sheet: sheet.write_comment("D9", "[Threaded comment] Đúng chưa?")))
    person, thread = "{00000000-0000-0000-0000-000000000001}", "{00000000-0000-0000-0000-000000000002}"
    threads = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    parts["xl/persons/person.xml"] = (
        f'{_HEAD}<personList xmlns="{threads}"><person displayName="Lan" id="{person}" userId="Lan" providerId="None"/></personList>'
    ).encode()
    parts["xl/threadedComments/threadedComment1.xml"] = (
        f'{_HEAD}<ThreadedComments xmlns="{threads}"><threadedComment ref="D9" dT="2023-05-22T07:00:00.00" personId="{person}" id="{thread}">'
        "<text>Đúng chưa?</text></threadedComment></ThreadedComments>"
    ).encode()
    parts["xl/comments1.xml"] = parts["xl/comments1.xml"].replace(
        b"<author></author>", f"<author>tc={thread}</author>".encode()
    )
    _typed(parts, "xl/persons/person.xml", "application/vnd.ms-excel.person+xml")
    _typed(parts, "xl/threadedComments/threadedComment1.xml", "application/vnd.ms-excel.threadedcomments+xml")
    _linked(parts, SHEET, "rId70", "threadedComment", "../threadedComments/threadedComment1.xml")
    _linked(parts, "xl/workbook.xml", "rId70", "person", "persons/person.xml")
    return packed(parts)


def with_another_workbook() -> bytes:
    """A formula over another workbook, whose values are kept."""
    parts = unpacked(written(lambda _, sheet: sheet.write_formula("F1", "=[1]S!$A$1", None, 7)))
    part = "xl/externalLinks/externalLink1.xml"
    parts[part] = (
        f'{_HEAD}<externalLink xmlns="{MAIN}"><externalBook xmlns:r="{OFFICE}" r:id="rId1"><sheetNames><sheetName val="S"/></sheetNames>'
        "</externalBook></externalLink>"
    ).encode()
    _typed(parts, part, "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml")
    _linked(parts, "xl/workbook.xml", "rId60", "externalLink", "externalLinks/externalLink1.xml")
    _linked(parts, part, "rId1", "externalLinkPath", "khac.xlsx", outside=True)
    link = b'</sheets><externalReferences><externalReference r:id="rId60"/></externalReferences>'
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"</sheets>", link)
    return packed(parts)


def with_prefixes() -> bytes:
    """Elements written with a prefix, as Microsoft's own library for programmers does."""
    parts = unpacked(written(lambda *_: None))
    for part in (SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"):
        text = parts[part].decode().replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')
        parts[part] = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", text).encode()
    return packed(parts)


def without_addresses() -> bytes:
    """Rows and cells that do not say where they stand."""
    parts = unpacked(written(lambda *_: None))
    parts[SHEET] = re.sub(rb'<(row|c) r="[A-Z0-9]+"', rb"<\1", parts[SHEET])
    return packed(parts)


def like_wps() -> bytes:
    """As WPS Office writes: targets from the root, its own extensions, no default style of cells."""
    parts = unpacked(written(boxes))
    rels = "xl/_rels/workbook.xml.rels"
    parts[rels] = re.sub(rb'Target="(?!/)', rb'Target="/xl/', parts[rels])
    extension = (
        '<extLst><ext uri="{00000000-0000-0000-0000-000000000000}" xmlns:x="http://www.wps.cn/officeDocument/2013/wpsCustomData">'
        "<x:props/></ext></extLst></workbook>"
    )
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"</workbook>", extension.encode())
    return packed(parts)


def with_shared_formulas() -> bytes:
    """A column of one formula, as Excel saves it."""
    parts = unpacked(
        written(lambda _, sheet: [sheet.write_formula(row, 5, "=B1*2", None, 0) for row in range(3)] and None)
    )
    text = parts[SHEET].decode().replace("<f>B1*2</f>", '<f t="shared" ref="F1:F3" si="0">B1*2</f>', 1)
    parts[SHEET] = text.replace("<f>B1*2</f>", '<f t="shared" si="0"/>').encode()
    return packed(parts)


def without_styles() -> bytes:
    """A workbook of bare cells."""
    parts = unpacked(written(lambda *_: None))
    del parts["xl/styles.xml"]
    for name, pattern in (
        ("[Content_Types].xml", rb"<Override[^>]*styles[^>]*/>"),
        ("xl/_rels/workbook.xml.rels", rb"<Relationship [^>]*styles[^>]*/>"),
    ):
        parts[name] = re.sub(pattern, b"", parts[name])
    return packed(parts)


def by_openpyxl(*, write_only: bool = False) -> bytes:
    """A table, a name, a date; or rows that were streamed."""
    book = openpyxl.Workbook(write_only=write_only)
    sheet = book.create_sheet("Phụ lục 01") if write_only else book.active
    sheet.append(["Mã", "Số", "Ngày"])
    for row in range(12):
        sheet.append([f"a{row}", row, date(2023, 5, 22)])
    if not write_only:
        sheet.title = "Phụ lục 01"
        sheet.add_table(Table(displayName="Bang", ref="A1:C13"))
        book.defined_names["Ten"] = DefinedName("Ten", attr_text="'Phụ lục 01'!$A$1")
        book.epoch = openpyxl.utils.datetime.MAC_EPOCH
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _typed(parts: dict[str, bytes], part: str, kind: str) -> None:
    name = "[Content_Types].xml"
    own = f'<Override PartName="/{part}" ContentType="{kind}"/></Types>'
    parts[name] = parts[name].replace(b"</Types>", own.encode())


def _linked(parts: dict[str, bytes], part: str, key: str, kind: str, target: str, *, outside: bool = False) -> None:
    folder, _, file = part.rpartition("/")
    name = f"{folder}/_rels/{file}.rels"
    empty = (
        f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    )
    mode = ' TargetMode="External"' if outside else ""
    own = f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"{mode}/></Relationships>'
    parts[name] = parts.get(name, empty.encode()).replace(b"</Relationships>", own.encode())


ODD: Mapping[str, Callable[[], bytes]] = {
    "one of everything": rich,
    "macros and a control": lambda: rich(macros=True),
    "a crowded one by openpyxl": crowded,
    "a table by openpyxl, dates from 1904": by_openpyxl,
    "streamed by openpyxl": lambda: by_openpyxl(write_only=True),
    "a chart and a sheet of one": lambda: written(chart),
    "pictures, also in cells, head and background": lambda: written(pictures),
    "boxes, a tick box, a button, a note": lambda: written(boxes),
    "bars, icons, sparklines": lambda: written(newer_formats),
    "formulas of Excel 365": lambda: written(newer_formulas),
    "texts of many runs": lambda: written(runs),
    "groups, a hidden sheet, a filter": lambda: written(groups),
    "passwords, notes on the second sheet": lambda: written(protected),
    "tables with totals and without heads": lambda: written(totals),
    "texts within cells": lambda: written(runs, constant_memory=True, in_memory=False),
    "a pivot table": with_pivot,
    "a thread of comments": with_thread,
    "a link to another workbook": with_another_workbook,
    "elements with a prefix": with_prefixes,
    "cells without addresses": without_addresses,
    "as WPS writes": like_wps,
    "shared formulas": with_shared_formulas,
    "no styles": without_styles,
}
