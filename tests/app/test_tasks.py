"""Tasks through a press: an overdue one is found, told in report and letter as it stood then, and a slip stops nothing."""

import json
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

from tests.kit.folders import FIRST, SECOND, new_folder, press, put_all, works
from xlpy.app.folder import Folder
from xlpy.app.history import report_again
from xlpy.app.merge.merge_day import Outcome
from xlpy.core.office_book import TASKS_SHEET
from xlpy.core.plan.plan import Plan
from xlpy.doors.disk.plan_file import default_text
from xlpy.drawing.letter.values import letter_values
from xlpy.drawing.office_book.whole import draw_office_book
from xlpy.drawing.screen.documents import plan_document, standing_document

LATE = "Nhiệm vụ của Kế hoạch đã quá hạn: 3. Hỗ trợ thêm máy tính cho các đơn vị có số lượng dữ liệu lớn (trước ngày 19/5/2023)."


def with_tasks(folder: Folder, changes: Mapping[int, Mapping[str, str]], cells: Mapping[str, object] = {}) -> None:
    """The folder's workbook with tasks of these states; `cells` are typed on top by hand."""
    data = json.loads(default_text())
    for place, change in changes.items():
        data["tasks"][place] |= change
    drawn = draw_office_book(data)
    if cells:
        book = load_workbook(BytesIO(drawn), keep_vba=True)
        for address, value in cells.items():
            book[TASKS_SHEET][address] = value
        book.save(folder.workbook)
    else:
        folder.workbook.write_bytes(drawn)


def points(outcome: Outcome) -> list[str]:
    sheet = load_workbook(outcome.report)["Tóm tắt"]
    return [str(row[0].value) for row in sheet.iter_rows(max_col=1) if row[0].value]


def test_an_overdue_task_stands_in_report_letter_and_result(tmp_path: Path, plan: Plan) -> None:
    folder = new_folder(tmp_path / "viec")
    put_all(folder, plan, works(plan)[0])
    without = press(folder, FIRST)
    assert not [text for text in points(without) if "quá hạn" in text]
    assert letter_values(without.plan, without.standing, 1).texts["nhiệm_vụ_quá_hạn"] == ""
    with_tasks(folder, {2: {"state": "under-way"}})
    outcome = press(folder, FIRST)
    assert outcome.changed
    assert [text[3:] for text in points(outcome) if "quá hạn" in text] == [LATE]
    told = letter_values(outcome.plan, outcome.standing, 1).texts["nhiệm_vụ_quá_hạn"]
    assert f"Nhiệm vụ của Kế hoạch đã quá hạn: {told}." == LATE
    (finding,) = [f for f in standing_document(outcome.standing, "", outcome.plan)["findings"] if f["code"] == "NV01"]
    assert (finding["severity"], finding["sheet"], finding["cell"]) == ("warning", TASKS_SHEET, "G8")
    assert plan_document(outcome.plan, ())["tasks"][2]["state"] == "under-way"
    assert not press(folder, FIRST).changed


def test_a_past_report_says_what_was_known_then(tmp_path: Path, plan: Plan) -> None:
    folder = new_folder(tmp_path / "viec")
    with_tasks(folder, {2: {"state": "under-way"}})
    put_all(folder, plan, works(plan)[0])
    made = press(folder, FIRST).report.read_bytes()
    with_tasks(folder, {2: {"state": "done", "done_on": "2023-05-23"}})
    put_all(folder, plan, works(plan)[1])
    assert not [text for text in points(press(folder, SECOND)) if "quá hạn" in text]
    assert report_again(folder, FIRST, None)[2].read_bytes() == made


def test_a_slip_on_the_sheet_is_one_finding_and_the_day_is_merged(tmp_path: Path, plan: Plan) -> None:
    folder = new_folder(tmp_path / "viec")
    put_all(folder, plan, works(plan)[0])
    with_tasks(folder, {}, {"F6": "19/5/20233", "G7": "gần xong"})
    outcome = press(folder, FIRST)
    assert outcome.standing.reported == len(plan.senders)
    told = [(f.code, f.source.sheet, f.source.cell) for f in outcome.standing.findings if f.code[:2] in ("KH", "NV")]
    assert told == [("KH14", TASKS_SHEET, "F6"), ("KH14", TASKS_SHEET, "G7")]


def test_without_the_sheet_the_day_is_merged(tmp_path: Path, plan: Plan) -> None:
    folder = new_folder(tmp_path / "viec")
    put_all(folder, plan, works(plan)[0])
    book = load_workbook(BytesIO(folder.workbook.read_bytes()), keep_vba=True)
    del book[TASKS_SHEET]
    book.save(folder.workbook)
    assert press(folder, date(2023, 5, 22)).standing.reported == len(plan.senders)
