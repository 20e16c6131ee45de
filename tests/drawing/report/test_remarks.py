"""Remarks are for who was not there: no cell, file or code, and no name of a place taken for one."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlpy.core.grid import cell_name
from xlpy.core.plan.plan import Plan
from xlpy.core.source import Finding, Severity, Source
from xlpy.core.units import Unit
from xlpy.drawing.report.remarks import remarks
from xlpy.rules.rule import RULES

CELLS = st.builds(cell_name, st.integers(0, 19_999), st.integers(0, 199))
SAID = (
    "Xem ô {}",
    "Ô {}: còn trống",
    "Có hai cột (cột kia ở ô {})",
    "2 ô ghi số ở dạng văn bản ({}, …)",
    "Dòng kia ở {}; xem lại",
    "Trang tính “Phụ lục 01”, {}",
    "Vùng {}:Z99 bị gộp",
)
PLACES = ("Xã Ea H1", "Phường P5", "Khu phố KP3", "Ấp B2", "Đội ĐB12", "Tổ A10, ấp Đ7", "Nông trường NT6")


def found(message: str) -> Finding:
    return Finding("BM07", Severity.ERROR, Source("a.xlsx", "Phụ lục 01", "B8"), "Tên lỗi", message, "", "696")


def told(plan: Plan, message: str) -> str:
    ((_, text),) = remarks(plan, [found(message)])
    return text


@given(CELLS, st.sampled_from(SAID))
def test_a_sentence_that_leads_to_a_cell_is_left_out(plan: Plan, cell: str, words: str) -> None:
    assert told(plan, words.format(cell) + ".") == "Tên lỗi."


@given(st.sampled_from(sorted(RULES)), st.sampled_from(["Kéo theo: {}", "Theo {}, số này sai", "({})"]))
def test_a_sentence_that_names_a_rule_is_left_out(plan: Plan, code: str, words: str) -> None:
    assert told(plan, words.format(code) + ".") == "Tên lỗi."


@pytest.mark.parametrize("file", ["bu dang 22-5.xlsx", "a.XLS", "bc.ods", "thư.eml", "gửi.zip", "0123456789abcdef"])
def test_a_sentence_that_names_a_file_is_left_out(plan: Plan, file: str) -> None:
    assert told(plan, f"Nội dung giống hệt “{file}”.") == "Tên lỗi."


@pytest.mark.parametrize("place", PLACES)
def test_a_place_of_the_plan_is_named_though_it_looks_like_a_cell(plan: Plan, place: str) -> None:
    target = plan.targets["696"]
    named = replace(target.unit, children=(*target.unit.children, Unit("1", place)))
    targets = tuple(target._replace(unit=named) if one is target else one for one in plan.tracked.targets)
    tracked = plan.tracked._replace(targets=targets)
    other = replace(plan, levels=tuple(tracked if level is plan.tracked else level for level in plan.levels))
    message = f"{place} có hai dòng số liệu"
    assert told(other, f"{message}.") == f"Tên lỗi. {message}."
    assert told(other, f"{message}, dòng kia ở ô B9.") == "Tên lỗi."


@pytest.mark.parametrize("place", PLACES)
def test_what_somebody_wrote_is_quoted_though_it_looks_like_a_cell(plan: Plan, place: str) -> None:
    message = f"Dòng “{place}” có số liệu nhưng không phải đơn vị nào của Kế hoạch"
    assert told(plan, f"{message}.") == f"Tên lỗi. {message}."


@pytest.mark.parametrize(
    "message",
    ["Theo Phụ lục PL02 còn thiếu", "Kế hoạch số 188/KH-UBND", "Nghị quyết 97/2019/QH14", "Tổ ĐB12 chưa nhập"],
)
def test_the_number_of_a_document_is_no_cell(plan: Plan, message: str) -> None:
    assert told(plan, f"{message}.") == f"Tên lỗi. {message}."
