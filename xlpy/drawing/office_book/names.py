"""Sheets and names of the office's workbook: what formulas, macros and readers call things by."""

from collections.abc import Mapping

from xlpy.core.forms import FORM_SHEET, appendix_sheet
from xlpy.core.office_book import CONTROL_SHEET, FINDINGS_SHEET, GUIDE_SHEET, HISTORY_SHEET, SETTINGS_SHEET
from xlpy.core.plan.plan import Plan

XLWINGS = "xlwings.conf"


def sheets(plan: Plan) -> Mapping[str, str]:
    """Code name → tab, in order. A code name is VBA's, which knows no Vietnamese."""
    return {
        "DieuKhien": CONTROL_SHEET,
        "PhuLuc01": FORM_SHEET,
        **{f"PhuLuc{level.appendix}": appendix_sheet(level.appendix) for level in plan.levels},
        "KiemTra": FINDINGS_SHEET,
        "NhatKy": HISTORY_SHEET,
        "ThietLap": SETTINGS_SHEET,
        "HuongDan": GUIDE_SHEET,
        "XlwingsConf": XLWINGS,
    }


def whole_column(sheet: str, column: str) -> str:
    """A whole column of another sheet, so that what is added to it counts: "'Nhật ký'!$J:$J"."""
    return f"'{sheet}'!${column}:${column}"
