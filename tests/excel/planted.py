"""Faults, each planted into a right workbook by bending it one way, and the cause under which it must be caught."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from tests.excel.right import packed, rich, unpacked

Parts = dict[str, bytes]
Bend = Callable[[Parts], None]
BOOK, FIRST, SECOND = "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
RELS, BOOK_RELS = "xl/worksheets/_rels/sheet1.xml.rels", "xl/_rels/workbook.xml.rels"
TYPES, STYLES, TABLE = "[Content_Types].xml", "xl/styles.xml", "xl/tables/table1.xml"
NOTES, DRAWING, VML = "xl/comments1.xml", "xl/drawings/drawing1.xml", "xl/drawings/vmlDrawing1.vml"
MERGED = '<mergeCells count="1"><mergeCell ref="A8:C9"/></mergeCells>'
FORMULA = "NA()"


class Planted(NamedTuple):
    """A fault: its cause, what was done, and how."""

    code: str
    title: str
    bend: Bend

    def workbook(self) -> bytes:
        """The right workbook with this fault."""
        parts = unpacked(rich(macros=True))
        self.bend(parts)
        return packed(parts)


def swap(part: str, old: str, new: str) -> Bend:
    """Other words in place of the first such words of a part."""

    def bend(parts: Parts) -> None:
        text = parts[part].decode()
        assert old in text, f"{part}: {old}"
        parts[part] = text.replace(old, new, 1).encode()

    return bend


def formula(text: str) -> Bend:
    """Another formula in C3."""
    return swap(FIRST, f"<f>{FORMULA}</f>", f"<f>{text}</f>")


def insert(part: str, before: str, new: str) -> Bend:
    return swap(part, before, new + before)


def together(*bends: Bend) -> Bend:
    def bend(parts: Parts) -> None:
        for each in bends:
            each(parts)

    return bend


def without(part: str) -> Bend:
    return lambda parts: parts.pop(part) and None


def holding(part: str, data: bytes) -> Bend:
    return lambda parts: parts.update({part: data})


def name(text: str, value: str = "1", scope: str = "") -> Bend:
    """One more defined name."""
    where = f' localSheetId="{scope}"' if scope else ""
    return insert(BOOK, "</definedNames>", f'<definedName name="{text}"{where}>{value}</definedName>')


LONG = "x" * 256
PLANTED: tuple[Planted, ...] = (
    # -- the package
    Planted("package-part-name", "a part with a backslash", holding("xl\\media\\a.png", b"x")),
    Planted("package-part-twice", "two parts that differ by case", holding("xl/Styles.xml", b"<a/>")),
    Planted("content-type-missing", "a part of an unknown extension", holding("xl/a.xyz", b"x")),
    Planted("content-type-wrong", "a sheet that is called a chart", swap(TYPES, "worksheet+xml", "chartsheet+xml")),
    Planted("content-type-wrong", "vbaProject.bin as anything", swap(TYPES, "ms-office.vbaProject", "ms-office.activeX")),
    Planted("content-type-twice", "one part, two types", insert(TYPES, "</Types>", '<Override PartName="/xl/styles.xml" ContentType="application/xml"/>')),
    Planted("content-type-stray", "a type for a part that was removed", insert(TYPES, "</Types>", '<Override PartName="/xl/gone.xml" ContentType="application/xml"/>')),
    Planted("xml-broken", "an ampersand as it is", formula("A1&B1")),
    Planted("xml-broken", "a document type", insert(FIRST, "<worksheet", '<!DOCTYPE worksheet [<!ENTITY a "b">]>')),
    Planted("xml-broken", "a character that XML has not", formula("\x01")),
    Planted("relationship-dangling", "a drawing that was removed", without(DRAWING)),
    Planted("relationship-twice", "two relationships of one Id", swap(RELS, 'Id="rId4"', 'Id="rId3"')),
    Planted("relationship-missing", "a link without its relationship", swap(FIRST, 'ref="A5" r:id="rId1"', 'ref="A5" r:id="rId7"')),
    Planted("relationship-kind", "a drawing that leads to notes", swap(FIRST, '<drawing r:id="rId2"/>', '<drawing r:id="rId4"/>')),
    # -- elements
    Planted("children-order", "merged areas after the rules", together(swap(FIRST, MERGED, ""), insert(FIRST, "<hyperlinks>", MERGED))),
    Planted("children-order", "protection before the cells", insert(FIRST, "<sheetData>", '<sheetProtection sheet="1"/>')),
    Planted("children-order", "names before the sheets", together(swap(BOOK, '<calcPr calcId="124519" fullCalcOnLoad="1"/>', ""), insert(BOOK, "<sheets>", "<calcPr/>"))),
    Planted("children-order", "a fill before the font of a rule's format", swap(STYLES, "<dxf><font>", "<dxf><fill/><font>")),
    Planted("children-order", "protection before alignment in a cell format", swap(STYLES, '<alignment vertical="top"/><protection locked="0"/>', '<protection locked="0"/><alignment vertical="top"/>')),
    Planted("children-order", "two filters", insert(SECOND, "<autoFilter", '<autoFilter ref="H1:H2"/>')),
    Planted("child-unknown", "a cell below the sheet", insert(FIRST, "<mergeCells", '<c r="A1"/>')),
    Planted("font-order", "a font with its name before its size", swap(STYLES, '<sz val="8"/><color indexed="81"/><name val="Tahoma"/>', '<name val="Tahoma"/><sz val="8"/><color indexed="81"/>')),
    Planted("font-order", "a run with two sizes", swap(NOTES, '<sz val="8"/>', '<sz val="8"/><sz val="9"/>')),
    Planted("count-wrong", "more formats than there are", swap(STYLES, '<cellXfs count="3">', '<cellXfs count="4">')),
    Planted("count-wrong", "fewer columns of a table", swap(TABLE, '<tableColumns count="3">', '<tableColumns count="2">')),
    Planted("count-wrong", "fewer shared strings", swap("xl/sharedStrings.xml", 'uniqueCount="13"', 'uniqueCount="12"')),
    Planted("collection-empty", "merged areas without one", swap(FIRST, MERGED, '<mergeCells count="0"/>')),
    Planted("collection-empty", "columns without one", insert(SECOND, "<sheetData>", "<cols/>")),
    # -- cells
    Planted("row-order", "rows that were swapped", swap(FIRST, '<row r="4" spans="1:3"><c r="C4"', '<row r="2" spans="1:3"><c r="C2"')),
    Planted("cell-order", "two cells of one place", swap(FIRST, '<c r="B2">', '<c r="A2"><v>1</v></c><c r="B2">')),
    Planted("cell-order", "cells out of order", swap(FIRST, '<c r="B2"><v>12</v></c>', '<c r="D2"><v>12</v></c>')),
    Planted("cell-outside", "a column after XFD", swap(FIRST, '<c r="C2" s="1" t="b">', '<c r="XFE2" s="1" t="b">')),
    Planted("cell-outside", "a row after the last", swap(FIRST, '<row r="10"', '<row r="1048577"')),
    Planted("cell-outside", "a cell that names another row", swap(FIRST, '<c r="B3"', '<c r="B7"')),
    Planted("cell-text-long", "a shared text of 32.768", swap("xl/sharedStrings.xml", "<t>Trang</t>", f"<t>{'x' * 32_768}</t>")),
    Planted("cell-text-long", "a text in the cell of 32.768", swap(FIRST, "<v>có</v>", f"<v>{'ộ' * 32_768}</v>")),
    Planted("cell-value", "a number with a decimal comma", swap(FIRST, "<v>1.5</v>", "<v>1,5</v>")),
    Planted("cell-value", "a day as a number", swap(FIRST, "<v>1.5</v>", "<v>28.01.2007</v>")),
    Planted("cell-value", "a number that is none", swap(FIRST, "<v>1.5</v>", "<v>NaN</v>")),
    Planted("cell-value", "an error by another name", swap(FIRST, "<v>#N/A</v>", "<v>#NV</v>")),
    Planted("cell-value", "a truth value as a word", swap(FIRST, 't="b"><v>1</v>', 't="b"><v>ĐÚNG</v>')),
    Planted("cell-type", "a type of another schema", swap(FIRST, 't="b"', 't="bool"')),
    Planted("cell-style", "a cell's format that is not there", swap(FIRST, '<c r="C1" s="1"', '<c r="C1" s="3"')),
    Planted("cell-style", "a row's format that is not there", swap(FIRST, 'spans="1:3" s="1"', 'spans="1:3" s="33"')),
    Planted("string-index", "a shared string that is not there", swap(FIRST, "<v>0</v>", "<v>13</v>")),
    Planted("columns-overlap", "columns that overlap", swap(FIRST, '<col min="3" max="3"', '<col min="2" max="3"')),
    Planted("row-height", "a row of 410 points", swap(FIRST, 'ht="30"', 'ht="410"')),
    Planted("row-height", "a column of 300 characters", swap(FIRST, 'width="20.7109375"', 'width="300"')),
    # -- areas
    Planted("merge-overlap", "merged areas that overlap", swap(FIRST, MERGED, '<mergeCells count="2"><mergeCell ref="A8:C9"/><mergeCell ref="C9:D9"/></mergeCells>')),
    Planted("merge-single", "a merged area of one cell", swap(FIRST, 'mergeCell ref="A8:C9"', 'mergeCell ref="A8"')),
    Planted("merge-table", "a merged area in a table", insert(SECOND, "<pageMargins", '<mergeCells count="1"><mergeCell ref="A4:B4"/></mergeCells>')),
    Planted("reference-bad", "an area that runs backwards", swap(FIRST, 'mergeCell ref="A8:C9"', 'mergeCell ref="C9:A8"')),
    Planted("reference-bad", "areas with a comma", swap(FIRST, 'sqref="B2:B5"><cfRule', 'sqref="B2:B5,D1"><cfRule')),
    Planted("pane", "an active pane without its split", swap(FIRST, ' xSplit="1" ySplit="1"', ' ySplit="1"')),
    Planted("pane", "a selection in a pane of a sheet without panes", swap(SECOND, '<sheetView workbookViewId="0"/>', '<sheetView workbookViewId="0"><selection pane="bottomLeft"/></sheetView>')),
    # -- names
    Planted("sheet-name", "a name of 32 letters", swap(BOOK, 'sheet name="Số liệu"', f'sheet name="{"x" * 32}"')),
    Planted("sheet-name", "a name with a slash", swap(BOOK, 'sheet name="Số liệu"', 'sheet name="22/5"')),
    Planted("sheet-name", "a name that ends with an apostrophe", swap(BOOK, 'sheet name="Số liệu"', "sheet name=\"Số'\"")),
    Planted("sheet-name-twice", "names that differ by case", swap(BOOK, "sheet name=\"Sổ 'gốc' cũ\"", 'sheet name="SỐ LIỆU"')),
    Planted("sheet-id", "one sheetId twice", swap(BOOK, 'sheetId="2"', 'sheetId="1"')),
    Planted("sheet-none-visible", "all sheets hidden", together(swap(BOOK, 'sheetId="1"', 'sheetId="1" state="hidden"'), swap(BOOK, 'sheetId="2"', 'sheetId="2" state="veryHidden"'))),
    Planted("sheet-none-visible", "an active sheet that is not there", swap(BOOK, 'xWindow="240"', 'xWindow="240" activeTab="2"')),
    Planted("name-bad", "a name with a space", name("Ngày báo cáo")),
    Planted("name-bad", "a name that is a cell", name("AB12")),
    Planted("name-bad", "a name that is a cell in the other writing", name("R1C1")),
    Planted("name-bad", "a name that begins with a digit", name("1a")),
    Planted("name-twice", "a name twice, by case", name("CHUNG")),
    Planted("name-scope", "a name of the third sheet of two", name("Ba", scope="2")),
    Planted("name-formula", "a name of nothing", name("Rong", "")),
    Planted("print-area", "a print area of another sheet", swap(BOOK, "'Số liệu'!$A$1:$C$9", "'Sổ ''gốc'' cũ'!$A$1:$C$9")),
    Planted("print-titles", "print titles that are cells", swap(BOOK, "'Số liệu'!$1:$2", "'Số liệu'!$A$1:$C$2")),
    # -- tables
    Planted("table-name", "a table's name with a space", swap(TABLE, 'displayName="Bang"', 'displayName="Bang 1"')),
    Planted("table-name", "a table named like a name", swap(TABLE, 'displayName="Bang"', 'displayName="chung"')),
    Planted("table-id", "a table of id 0", swap(TABLE, 'id="1" name="Bang"', 'id="0" name="Bang"')),
    Planted("table-columns", "a column too few", together(swap(TABLE, '<tableColumn id="2" name="Số"/>', ""), swap(TABLE, 'tableColumns count="3"', 'tableColumns count="2"'))),
    Planted("table-columns", "two columns of one name", swap(TABLE, 'name="Số"', 'name="MÃ"')),
    Planted("table-head", "a head that says something else", swap(TABLE, 'name="Mã"', 'name="Mã số"')),
    Planted("table-head", "a head that is a number", swap(SECOND, '<c r="B3" t="s"><v>8</v></c>', '<c r="B3"><v>8</v></c>')),
    Planted("table-overlap", "the sheet's filter over a table", swap(SECOND, 'autoFilter ref="E1:F5"', 'autoFilter ref="A3:C6"')),
    Planted("table-filter", "a table's filter beside the table", swap(TABLE, 'autoFilter ref="A3:C6"', 'autoFilter ref="A3:C5"')),
    Planted("table-small", "a table of its head alone", together(swap(TABLE, 'displayName="Bang" ref="A3:C6"', 'displayName="Bang" ref="A3:C3"'), swap(TABLE, 'autoFilter ref="A3:C6"', 'autoFilter ref="A3:C3"'))),
    # -- rules
    Planted("validation-text-long", "an error of 225", swap(FIRST, 'error="Số"', f'error="{"ố" * 225}"')),
    Planted("validation-text-long", "a title of 33", swap(FIRST, 'errorTitle="Sai"', f'errorTitle="{"x" * 33}"')),
    Planted("validation-text-long", "a prompt of 256", swap(FIRST, 'prompt="Chọn"', f'prompt="{LONG}"')),
    Planted("validation-list-long", "a list of 256", swap(FIRST, '"có,không"', f'"{LONG}"')),
    Planted("validation-area", "no area", swap(FIRST, 'sqref="D2"', 'sqref=""')),
    Planted("validation-overlap", "two on one cell", swap(FIRST, 'sqref="D2"', 'sqref="D2 B4"')),
    Planted("validation-formula", "between one and nothing", swap(FIRST, "<formula2>9</formula2>", "")),
    Planted("condition-format", "a look that is not there", swap(FIRST, 'type="expression" dxfId="0"', 'type="expression" dxfId="1"')),
    Planted("condition-priority", "priority 0", swap(FIRST, 'priority="1"', 'priority="0"')),
    Planted("condition-formula", "a rule without its formula", swap(FIRST, "<formula>$B2&gt;5</formula>", "")),
    # -- styles
    Planted("style-index", "a font that is not there", swap(STYLES, 'numFmtId="164" fontId="1"', 'numFmtId="164" fontId="4"')),
    Planted("style-index", "a style that is not there", swap(STYLES, 'borderId="0" xfId="1"', 'borderId="0" xfId="2"')),
    Planted("style-many", "a font of 410 points", swap(STYLES, '<sz val="8"/>', '<sz val="410"/>')),
    Planted("style-colour", "a colour of six digits", swap(STYLES, 'rgb="FFFFFF00"', 'rgb="FFFF00"')),
    Planted("style-alignment", "text turned by 200", swap(STYLES, '<alignment vertical="top"/>', '<alignment textRotation="200"/>')),
    Planted("style-name-twice", "two styles of one name", swap(STYLES, 'name="Hyperlink"', 'name="Normal"')),
    Planted("number-format", "a number format that is not there", swap(STYLES, 'numFmt numFmtId="164" formatCode="#,##0.00"/></numFmts>', 'numFmt numFmtId="165" formatCode="#,##0.00"/></numFmts>')),
    Planted("number-format", "a number format of 256", swap(STYLES, 'formatCode="#,##0.00"/></numFmts>', f'formatCode="{"0" * 256}"/></numFmts>')),
    # -- formulas
    Planted("formula-long", "a formula of 8.193", formula("+".join(["10"] * 2731) + "+1")),
    Planted("formula-text-long", "a text of 256 in a formula", formula(f'"{LONG}"')),
    Planted("formula-nested", "65 levels", formula("ABS(" * 65 + "1" + ")" * 65)),
    Planted("formula-arguments", "256 arguments", formula(f"SUM({','.join(['1'] * 256)})")),
    Planted("formula-separator", "a semicolon, as typed under vi-VN", formula('IF(A1=1;"có";"không")')),
    Planted("formula-local-name", "a function in German", formula("SUMME(A1:A2)")),
    Planted("formula-local-name", "a function of LibreOffice", formula("COM.MICROSOFT.CONCAT(A1)")),
    Planted("formula-prefix", "XLOOKUP as it is typed", formula("XLOOKUP(A1,A1:A3,B1:B3)")),
    Planted("formula-broken", "a bracket that does not close", formula("SUM(A1:A2")),
    Planted("formula-broken", "an equals sign in front", formula("=1+1")),
    Planted("formula-broken", "quotes that do not close", formula('"có')),
    Planted("formula-sheet", "a sheet that was renamed", formula("'Sổ cũ'!A1")),
    Planted("formula-sheet", "a name's sheet that was removed", name("Cu", "Cu!$A$1")),
    Planted("formula-shared", "a shared formula without its first cell", swap(FIRST, f"<f>{FORMULA}</f>", '<f t="shared" si="0"/>')),
    # -- links
    Planted("link-bad", "an address of 2.080", swap(RELS, "https://example.org/a", f"https://example.org/{'x' * 2060}")),
    Planted("link-bad", "a link to nowhere", swap(FIRST, "location=\"'Sổ ''gốc'' cũ'!A1\"", 'location=""')),
    Planted("link-many", "65.531 links", swap(FIRST, "<hyperlinks>", "<hyperlinks>" + '<hyperlink ref="A6" location="A1"/>' * 65_529)),
    # -- drawings
    Planted("drawing-legacy", "notes whose drawing was lost", together(swap(FIRST, '<legacyDrawing r:id="rId3"/>', ""), swap(FIRST, '<controls><control shapeId="1025" r:id="rId90" name="Button 1"/></controls>', ""))),
    Planted("drawing-vml", "two shapes of one id", swap(VML, 'id="_x0000_s1026"', 'id="_x0000_s1025"')),
    Planted("drawing-control", "a control without its shape", swap(FIRST, 'shapeId="1025"', 'shapeId="2025"')),
    Planted("drawing-anchor", "two pictures of one id", swap(DRAWING, 'cNvPr id="3"', 'cNvPr id="2"')),
    Planted("drawing-anchor", "a picture above the first row", swap(DRAWING, "<xdr:row>1</xdr:row>", "<xdr:row>-1</xdr:row>")),
    Planted("note-cell", "two notes on one cell", swap(NOTES, 'comment ref="A3"', 'comment ref="A2"')),
    Planted("note-cell", "an author that is not there", swap(NOTES, 'authorId="1"', 'authorId="2"')),
    # -- calculation
    Planted("calc-chain", "a formula that became a value", swap(FIRST, '<f>IF(SUM(B2:B3)&gt;10,"có","không")</f>', "")),
    # -- macros
    Planted("vba-missing", "a workbook of macros without a project", together(without("xl/vbaProject.bin"), swap(BOOK_RELS, 'Id="rId6" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"', 'Id="rId6" Type="x/y" TargetMode="External" Target="a"'))),
    Planted("vba-missing", "a project in a workbook without macros", swap(TYPES, "application/vnd.ms-excel.sheet.macroEnabled.main+xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml")),
    Planted("vba-code-name", "a sheet that no module has", swap(FIRST, 'codeName="TrangSoLieu"', 'codeName="Sheet1"')),
    Planted("vba-code-name", "a code name with a space", swap(FIRST, 'codeName="TrangSoLieu"', 'codeName="Số liệu"')),
    Planted("vba-macro-missing", "a button whose macro was renamed", swap(VML, "[0]!TongHop", "[0]!TongHop2")),
)  # fmt: skip


def cut_short() -> bytes:
    """A file that was not downloaded whole."""
    return rich()[:3000]


def named_like_a_module(project: Callable[[Mapping[str, str]], bytes]) -> bytes:
    """A workbook of macros whose project was made by other means than ours, which refuse it."""
    parts = unpacked(rich(macros=True))
    parts["xl/vbaProject.bin"] = project({"TongHop": "Số liệu", "TrangDanhSach": "Sổ 'gốc' cũ"})
    parts[FIRST] = parts[FIRST].replace(b'codeName="TrangSoLieu"', b'codeName="TongHop"')
    return packed(parts)
