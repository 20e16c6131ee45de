"""What the checker says: where Excel would stumble, under which code, and why that is known."""

from typing import NamedTuple


class Complaint(NamedTuple):
    """One thing that Excel would repair, drop or refuse. `part` is the part's name in the package, "" for the package."""

    part: str
    place: str
    code: str
    words: str


SCHEMA = "ECMA-376 Part 1"
NOTES = "MS-OI29500"
REPORTS = "reported by users of several libraries, with Excel's repair log"
LIMITS = "Excel specifications and limits"

CAUSES: dict[str, tuple[str, str]] = {
    # The package
    "package-not-zip": ("not a readable zip", "ECMA-376 Part 2, 7"),
    "package-part-twice": ("two parts of one name, without regard to case", "ECMA-376 Part 2, 6.2.2.3"),
    "package-part-name": ("a name that no part may have", "ECMA-376 Part 2, 6.2.2.2"),
    "content-type-missing": ("a part without a content type", "ECMA-376 Part 2, 6.2.3"),
    "content-type-wrong": ("a part whose content type is another's", REPORTS),
    "content-type-twice": ("two content types for one part", "ECMA-376 Part 2, 7.2.3"),
    "content-type-stray": ("a content type for a part that is not there", REPORTS),
    "xml-broken": ("XML that cannot be parsed, or a document type", "ECMA-376 Part 2, 6.2.5"),
    "relationship-dangling": ("a relationship to a part that is not there", REPORTS),
    "relationship-twice": ("two relationships of one Id", "ECMA-376 Part 2, 6.5.3.4"),
    "relationship-missing": ("an r:id that no relationship has", REPORTS),
    "relationship-kind": ("an r:id whose relationship is of another type", REPORTS),
    # Any part
    "children-order": ("child elements out of the schema's order", f"{SCHEMA}, 18 (sequences)"),
    "font-order": ("what a font has, out of Excel's sequence or twice", f"{NOTES} 2.1.706, 2.1.674"),
    "child-unknown": ("an element that may not stand there", f"{SCHEMA}, 18"),
    "count-wrong": ("a collection with another count than it states", REPORTS),
    # Cells
    "row-order": ("rows out of order or twice", REPORTS),
    "cell-order": ("cells out of order or twice", REPORTS),
    "cell-outside": ("a row or a cell outside the grid, or in another row", f"{LIMITS}: 1,048,576 x 16,384"),
    "cell-text-long": ("a text of more than 32,767 characters", f"{LIMITS}: 32,767"),
    "cell-value": ("a value that is none of its type", REPORTS),
    "cell-type": ("a type that cells do not have", f"{SCHEMA}, 18.18.11"),
    "cell-style": ("a cell format that is not there", REPORTS),
    "string-index": ("a shared string that is not there", REPORTS),
    "columns-overlap": ("column descriptions that overlap or run backwards", REPORTS),
    "row-height": ("a row higher than 409.5 points or a column wider than 255 characters", LIMITS),
    # Areas
    "merge-overlap": ("merged areas that overlap", REPORTS),
    "merge-single": ("a merged area of one cell", REPORTS),
    "merge-table": ("a merged area within a table", REPORTS),
    "reference-bad": ("an area that is none", f"{SCHEMA}, 18.18.62, 18.18.76"),
    "collection-empty": ("a collection that must not be empty", SCHEMA),
    "pane": ("a pane that does not fit its split", REPORTS),
    # Names
    "sheet-name": ("a sheet name that Excel does not take", f"{NOTES} 2.1.578: 31 characters, no : \\ / ? * [ ]"),
    "sheet-name-twice": ("two sheets of one name, without regard to case", f"{NOTES} 2.1.578"),
    "sheet-id": ("a sheetId twice or outside 1 to 65534", f"{NOTES} 2.1.578"),
    "sheet-none-visible": ("no visible sheet, or an active one that is not there", REPORTS),
    "name-bad": ("a name that looks like a cell, or has a letter that names may not have", f"{NOTES} 2.1.568, 2.1.867"),
    "name-twice": ("a name twice in one scope", REPORTS),
    "name-scope": ("a name of a sheet that is not there", REPORTS),
    "name-formula": ("a name whose formula is empty", f"{NOTES} 2.1.568"),
    "print-area": ("a print area that is no area of its own sheet", REPORTS),
    "print-titles": ("print titles that are no whole rows or columns of their own sheet", REPORTS),
    # Tables
    "table-name": ("a table name that is bad, or taken by a table or a name", REPORTS),
    "table-id": ("a table id twice or 0", REPORTS),
    "table-columns": ("columns that are not as many as the table is wide, or twice, or empty", REPORTS),
    "table-head": ("a column whose name is not what its head cell says", REPORTS),
    "table-overlap": ("tables that overlap, or a sheet's filter over a table", REPORTS),
    "table-filter": ("a table's filter over another area than the table's", REPORTS),
    "table-small": ("a table with a head and no row below it", REPORTS),
    # Validations
    "validation-text-long": ("an error > 224, a prompt > 255, a title > 32", f"{NOTES} 2.1.613"),
    "validation-list-long": ("a list typed out, or a formula, of more than 255 characters", REPORTS),
    "validation-area": ("more areas than 32,767, or none", f"{NOTES} 2.1.613"),
    "validation-overlap": ("validations that overlap", REPORTS),
    "validation-formula": ("a validation without the formula that it needs", "MS-XLSX 2.6.5"),
    # Conditional formats
    "condition-format": ("a differential format that is not there", REPORTS),
    "condition-priority": ("a priority below 1", f"{SCHEMA}, 18.3.1.10"),
    "condition-formula": ("a rule without the formula that it needs, or with too many", f"{SCHEMA}, 18.3.1.10"),
    # Styles
    "style-index": ("a format that names a font, fill, border or style that is not there", REPORTS),
    "style-many": ("more formats than 65,430, or a font larger than 409 points", f"{NOTES} 2.1.700"),
    "style-colour": ("a colour that is not eight hexadecimal digits", f"{SCHEMA}, 18.18.86"),
    "style-alignment": ("text turned by more than 180, or indented by more than 250", f"{SCHEMA}, 18.8.1; {LIMITS}"),
    "style-name-twice": ("two cell styles of one name", REPORTS),
    "number-format": ("a number format > 255 characters, or twice, or not there", LIMITS),
    # Formulas
    "formula-long": ("a formula of more than 8,192 characters", f"{LIMITS}: 8,192"),
    "formula-text-long": ("a text within a formula of more than 255 characters", f"{LIMITS}: 255"),
    "formula-nested": ("more than 64 levels", f"{LIMITS}: 64"),
    "formula-arguments": ("more than 255 arguments", f"{LIMITS}: 255"),
    "formula-separator": ("a semicolon or a decimal comma: a formula as typed under another language", REPORTS),
    "formula-local-name": ("a function by its name in another language, or in another program's", REPORTS),
    "formula-prefix": ("a function of a newer Excel without its _xlfn.", REPORTS),
    "formula-broken": ("quotes or brackets that do not close, or an = in front", REPORTS),
    "formula-sheet": ("a reference to a sheet that is not there", REPORTS),
    "formula-shared": ("a shared formula without its first cell", REPORTS),
    # Links
    "link-bad": ("a link longer than 2,079 characters, or that is no address", f"{LIMITS}; {REPORTS}"),
    "link-many": ("more than 65,530 links on a sheet", f"{LIMITS}: 65,530"),
    # Drawings
    "drawing-legacy": ("notes or controls without their legacy drawing", REPORTS),
    "drawing-vml": ("a legacy drawing that is no XML, or has shapes of one id", REPORTS),
    "drawing-control": ("a control whose shape or properties are not there", REPORTS),
    "drawing-anchor": ("a drawing that stands outside the grid, or two shapes of one id", REPORTS),
    "note-cell": ("two notes on one cell, or a note without an author", REPORTS),
    # Calculation chain
    "calc-chain": ("a calculation chain that names a cell without a formula", REPORTS),
    # Macros
    "vba-missing": ("a workbook of macros without a project, or a project in a workbook without macros", REPORTS),
    "vba-code-name": ("a code name that is bad, twice, or not in the project", f"{NOTES} 2.1.652"),
    "vba-macro-name": ("a macro named like a module or a cell", REPORTS),
    "vba-macro-missing": ("a button that calls a macro which is not there", REPORTS),
}
"""Code → what is wrong, and where that is known from."""
