"""The checker itself: silent about right workbooks, and every planted fault is caught by its name."""

from collections.abc import Mapping

import pytest

from tests.excel.check import excel_refuses
from tests.excel.complaint import CAUSES
from tests.excel.planted import PLANTED, Planted, cut_short, named_like_a_module
from tests.excel.right import rich
from xlpy.drawing.office_book import macros

FAULTS = 129
"""How many are planted: one more or less is told here, so that none is lost unseen."""


def codes(data: bytes) -> set[str]:
    return {complaint.code for complaint in excel_refuses(data)}


@pytest.mark.parametrize("macros", [False, True])
def test_a_right_workbook_has_no_complaint(macros: bool) -> None:
    assert excel_refuses(rich(macros)) == []


def as_parameter(fault: Planted) -> object:
    # Windows' Python writes a slash for it into the package: the fault cannot be made there.
    marks = [pytest.mark.posix] if "backslash" in fault.title else []
    return pytest.param(fault, id=f"{fault.code}: {fault.title}", marks=marks)


@pytest.mark.parametrize("fault", [as_parameter(fault) for fault in PLANTED])
def test_a_planted_fault_is_caught_by_its_name(fault: Planted) -> None:
    assert fault.code in codes(fault.workbook())


def test_a_file_that_was_cut_short_is_no_package() -> None:
    assert codes(cut_short()) == {"package-not-zip"}


def test_a_macro_that_is_named_like_a_sheet_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the workbook once had it: Sub KiemTra and the sheet of that code name."""
    monkeypatch.setattr(macros, "_check_procedures", lambda *_: None)

    def project(sheets: Mapping[str, str]) -> bytes:
        return macros.vba_project(sheets)

    assert codes(named_like_a_module(project)) == {"vba-macro-name"}


def test_every_cause_is_planted_and_all_are_counted() -> None:
    elsewhere = {"package-not-zip", "vba-macro-name"}
    assert {fault.code for fault in PLANTED} | elsewhere == set(CAUSES)
    assert len({(fault.code, fault.title) for fault in PLANTED}) == len(PLANTED) == FAULTS
