"""Child elements: which may stand under which, in what order, and how many a collection says it has."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from tests.excel.complaint import Complaint
from tests.excel.package import Package

ORDER: dict[str, str] = {
    "worksheet": "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios"
    " autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations hyperlinks"
    " printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing"
    " legacyDrawing legacyDrawingHF drawingHF picture oleObjects controls webPublishItems tableParts extLst",
    "workbook": "fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups externalReferences definedNames"
    " calcPr oleSize customWorkbookViews pivotCaches smartTagPr smartTagTypes webPublishing fileRecoveryPr webPublishObjects extLst",
    "styleSheet": "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst",
    "xf": "alignment protection extLst",
    "dxf": "font numFmt fill alignment border protection extLst",
    "border": "start left end right top bottom diagonal vertical horizontal",
    "patternFill": "fgColor bgColor",
    "cfRule": "formula colorScale dataBar iconSet extLst",
    "dataValidation": "formula1 formula2",
    "table": "autoFilter sortState tableColumns tableStyleInfo extLst",
    "tableColumn": "calculatedColumnFormula totalsRowFormula xmlColumnPr extLst",
    "sheetView": "pane selection pivotSelection extLst",
    "sheetPr": "tabColor outlinePr pageSetUpPr",
    "headerFooter": "oddHeader oddFooter evenHeader evenFooter firstHeader firstFooter",
    "sheetData": "row",
    "row": "c extLst",
    "c": "f v is extLst",
    "comments": "authors commentList extLst",
    "comment": "text commentPr extLst",
    "sst": "si extLst",
}
MANY = {
    *("conditionalFormatting", "formula", "selection", "pivotSelection", "row", "c", "si", "smartTagTypes"),
    "fileRecoveryPr",
}
"""Children that may stand several times; all others of these parents stand once."""
FONTS = {
    "font": "b i strike condense extend outline shadow u vertAlign sz color name family charset scheme",
    "rPr": "b i strike condense extend outline shadow u vertAlign sz color rFont family charset scheme",
}
"""To the standard a choice, to Excel a sequence (MS-OI29500 2.1.706 and 2.1.674), though it opens files that break it."""
COUNTED = {
    "numFmts": "numFmt",
    "fonts": "font",
    "fills": "fill",
    "borders": "border",
    "cellStyleXfs": "xf",
    "cellXfs": "xf",
    "cellStyles": "cellStyle",
    "dxfs": "dxf",
    "mergeCells": "mergeCell",
    "dataValidations": "dataValidation",
    "tableColumns": "tableColumn",
    "tableParts": "tablePart",
}
FILLED = {
    **COUNTED,
    "cols": "col",
    "hyperlinks": "hyperlink",
    "conditionalFormatting": "cfRule",
    "definedNames": "definedName",
    "sheetViews": "sheetView",
    "rowBreaks": "brk",
    "colBreaks": "brk",
}
"""Collections in which at least one must stand."""
MAY_BE_EMPTY = {"dxfs", "tableParts", "rowBreaks", "colBreaks", "numFmts", "definedNames"}
"""As openpyxl writes them, and Excel opens them."""


def order(package: Package) -> Iterator[Complaint]:
    """Every part that is of the spreadsheet's own namespace."""
    for part, tree in package.trees.items():
        if "{" not in str(tree.tag):
            for element in tree.iter(*{*ORDER, *FONTS, *FILLED}):
                yield from _children(part, element)


def _children(part: str, element: Any) -> Iterator[Complaint]:
    tag = element.tag
    own = [child.tag for child in element if isinstance(child.tag, str) and "{" not in child.tag]
    place = element.get("r") or element.get("sqref") or element.get("name") or tag
    if tag in ORDER:
        yield from _sequence(part, place, tag, own)
    elif tag in FONTS and own:
        wanted = FONTS[tag].split()
        if not set(own) <= set(wanted):
            yield Complaint(part, tag, "child-unknown", " ".join(own))
        elif own != [child for child in wanted if child in own]:
            yield Complaint(part, tag, "font-order", " ".join(own))
    if tag in FILLED and FILLED[tag] not in own and tag not in MAY_BE_EMPTY:
        yield Complaint(part, tag, "collection-empty", f"no {FILLED[tag]}")
    if tag in COUNTED:
        yield from _count(part, element, "count", own.count(COUNTED[tag]))
    if tag == "sst":
        yield from _count(part, element, "uniqueCount", own.count("si"))


def _sequence(part: str, place: str, tag: str, own: list[str]) -> Iterator[Complaint]:
    wanted = ORDER[tag].split()
    at = -1
    for child in own:
        if child not in wanted:
            yield Complaint(part, place, "child-unknown", f"{child} under {tag}")
            continue
        next_ = wanted.index(child)
        if next_ < at:
            yield Complaint(part, place, "children-order", f"{child} after {wanted[at]} under {tag}")
        elif next_ == at and child not in MANY:
            yield Complaint(part, place, "children-order", f"{child} twice under {tag}")
        at = max(at, next_)


def _count(part: str, element: Any, attribute: str, found: int) -> Iterator[Complaint]:
    stated = element.get(attribute)
    if stated is not None and stated != str(found):
        place = etree.QName(element).localname
        yield Complaint(part, place, "count-wrong", f"{attribute} {stated}, there are {found}")
