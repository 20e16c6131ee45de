"""On an issued form the line that is at fault is named and marked: one that was changed since, one that is still blank."""

from pathlib import Path

import openpyxl
import pytest

from tests.app.mail.test_answer import LATE, text_of
from tests.kit.folders import FIRST, SECOND, THIRD, new_folder, press, put
from tests.kit.typed import typed_form
from xlpy.app.mail.answer import answer_units
from xlpy.core.consolidate import Status
from xlpy.core.forms import DAY_SHEET
from xlpy.core.plan.plan import Plan
from xlpy.core.source import Severity

UNIT = "695"


@pytest.mark.slow
def test_the_changed_line_is_named_and_marked(tmp_path: Path, plan: Plan) -> None:
    folder = new_folder(tmp_path / "viec")
    days = {FIRST: (480, 20, 10, 0), SECOND: (520, 20, 10, 0), THIRD: (510, 20, 10, 0)}
    for day in (FIRST, SECOND):
        data = typed_form(plan, UNIT, {each: figures for each, figures in days.items() if each <= day})
        put(folder, f"{day.day}/dong phu.xlsx", data, plan, day)
        press(folder, day)
    put(folder, "24/dong phu.xlsx", typed_form(plan, UNIT, {**days, SECOND: (500, 20, 10, 0)}), plan, THIRD)
    outcome = press(folder, THIRD)
    assert next(one.status for one in outcome.standing.units if one.unit == UNIT) is Status.REFUSED
    (answer,) = answer_units(folder, THIRD, LATE.replace(day=24), [UNIT])
    body = text_of(answer.path)
    assert "Ô D15, trang tính “Nhập hằng ngày”" in body
    assert "Đăng ký sinh, dòng 23/5/2023: đã báo 520, biểu ghi 500." in body
    assert "gõ lại 520 ở dòng 23/5/2023" in body
    assert answer.returned is not None
    cell = openpyxl.load_workbook(answer.returned)[DAY_SHEET]["D15"]
    assert cell.value == 500 and "đã báo 520" in cell.comment.text


@pytest.mark.slow
def test_a_line_that_was_not_typed_is_one_thing_to_do_at_that_line(tmp_path: Path, plan: Plan) -> None:
    folder = new_folder(tmp_path / "viec")
    typed = {FIRST: (480, 20, 10, 0)}
    put(folder, "dong phu 22-5.xlsx", typed_form(plan, UNIT, typed), plan, FIRST)
    press(folder, FIRST)
    # Opened, and saved again without a line for the day.
    again = typed_form(plan, UNIT, typed, cells={"Hướng dẫn": {"A60": "x"}})
    put(folder, "23/dong phu 23-5.xlsx", again, plan, SECOND)
    outcome = press(folder, SECOND)
    errors = [one for one in outcome.standing.findings if one.unit == UNIT and one.severity is Severity.ERROR]
    assert [one.code for one in errors] == ["BM15"]
    (answer,) = answer_units(folder, SECOND, LATE.replace(day=23), [UNIT])
    body = text_of(answer.path)
    assert "Ô D15, trang tính “Nhập hằng ngày”" in body and "Số ngày 23/5/2023 chưa gõ" in body
    assert "gõ số ở dòng 23/5/2023, lưu, gửi lại" in body and "Xem ngày" not in body and "Có hai ngày" not in body
