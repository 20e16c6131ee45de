"""What Excel is documented, or known, to refuse or repair: the whole checker."""

from collections import Counter

from tests.excel.cells import cells
from tests.excel.complaint import CAUSES, Complaint
from tests.excel.drawings import drawings
from tests.excel.formulas import formulas
from tests.excel.links import calculation_chain, links
from tests.excel.macros import functions, macros, modules
from tests.excel.names import names
from tests.excel.order import order
from tests.excel.package import read_package
from tests.excel.rules import conditions, validations
from tests.excel.sheet_areas import sheet_areas
from tests.excel.styles import styles
from tests.excel.tables import tables


def excel_refuses(data: bytes) -> list[Complaint]:
    """All complaints about a workbook (.xlsx, .xlsm); none for one that Excel opens without a word.

    What Excel would really say only Excel shows. Held against it here are the limits that Microsoft publishes and the
    causes that users of many libraries have found; both are named in `CAUSES`.
    """
    package, said = read_package(data)
    if not package.parts:
        return said
    sources = modules(package)
    checks = (order, cells, sheet_areas, names, tables, validations, conditions, styles, links, calculation_chain)
    for check in (*checks, drawings):
        said.extend(check(package))
    said.extend(formulas(package, functions(sources)))
    said.extend(macros(package, sources))
    assert {complaint.code for complaint in said} <= set(CAUSES)
    return said


def new_complaints(data: bytes, before: bytes) -> list[Complaint]:
    """What is said of a workbook and was not said of the one that it was made from: by cause, and how often."""
    had = Counter(complaint.code for complaint in excel_refuses(before))
    found = []
    for complaint in excel_refuses(data):
        had[complaint.code] -= 1
        if had[complaint.code] < 0:
            found.append(complaint)
    return found
