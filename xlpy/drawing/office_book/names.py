"""Sheets and names of the office's workbook: what formulas, macros and readers call things by."""

from collections.abc import Mapping

from xlpy.core.forms import FORM_SHEET, MISMATCH_SHEET, appendix_sheet
from xlpy.core.office_book import (
    CHANGES_SHEET,
    CHARTED_SHEET,
    CONTROL_SHEET,
    FINDINGS_SHEET,
    FORETOLD_SHEET,
    GUIDE_SHEET,
    HISTORY_SHEET,
    MACHINES_SHEET,
    MOVES_SHEET,
    PROGRESS_SHEET,
    ROSTER_SHEET,
    SETTINGS_SHEET,
    TASKS_SHEET,
    TEAMS_SHEET,
)
from xlpy.core.plan.plan import Plan

XLWINGS = "xlwings.conf"


def sheets(plan: Plan) -> Mapping[str, str]:
    """Code name → tab, in order. A code name is VBA's, which knows no Vietnamese.

    Each begins with "Trang", as no macro does: Excel runs no macro that is named like a module.
    """
    return {
        "TrangDieuKhien": CONTROL_SHEET,
        "TrangTienDo": PROGRESS_SHEET,
        "TrangPhuongAn": MACHINES_SHEET,
        "TrangPhuLuc01": FORM_SHEET,
        **{f"TrangPhuLuc{level.appendix}": appendix_sheet(level.appendix) for level in plan.levels},
        "TrangKiemTra": FINDINGS_SHEET,
        "TrangNhatKy": HISTORY_SHEET,
        "TrangTheoDoiRieng": MISMATCH_SHEET,
        "TrangNhiemVu": TASKS_SHEET,
        "TrangToNhapLieu": TEAMS_SHEET,
        "TrangPhanCa": ROSTER_SHEET,
        "TrangMay": MOVES_SHEET,
        "TrangThayDoi": CHANGES_SHEET,
        "TrangThietLap": SETTINGS_SHEET,
        "TrangHuongDan": GUIDE_SHEET,
        "TrangSoLieuTienDo": CHARTED_SHEET,
        "TrangDuBao": FORETOLD_SHEET,
        "TrangXlwings": XLWINGS,
    }


def whole_column(sheet: str, column: str) -> str:
    """A whole column of another sheet, so that what is added to it counts: "'Nhật ký'!$J:$J"."""
    return f"'{sheet}'!${column}:${column}"
