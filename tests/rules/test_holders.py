"""Letters and archives that cannot be opened: what is asked of the sender is about them, and not about Excel."""

from datetime import date, datetime

from xlpy.core.consolidate import Verdict
from xlpy.core.grid import Snapshot
from xlpy.core.plan.plan import Plan
from xlpy.core.receipt import Receipt
from xlpy.core.source import Fault, Finding, Problem, Source
from xlpy.rules.judge import Background, judge

DAY = date(2023, 5, 22)
CUT = {"part": "tệp", "reason": "thiếu phần cuối của tệp"}
TWICE = {"part": "a.xlsx", "reason": "có hai phần cùng tên"}


def told(plan: Plan, file: str, fault: Fault, values: dict[str, object]) -> Finding:
    receipt = Receipt(file, "", datetime(2023, 5, 22, 13, tzinfo=plan.timezone))
    snapshot = Snapshot(file, problems=(Problem(fault, Source(file), values),), opened=True)
    judged = judge(plan, DAY, receipt, snapshot, Background())
    assert judged.verdict is Verdict.REFUSE
    (finding,) = judged.findings
    assert "Excel" not in finding.fix and "biểu mẫu" not in finding.fix
    return finding


def test_an_archive_that_was_cut_is_to_be_sent_unpacked(plan: Plan) -> None:
    finding = told(plan, "goi.zip", Fault.DAMAGED, CUT)
    assert (finding.code, finding.fix) == ("TT02", "Đề nghị đơn vị gửi thẳng tệp .xlsx, không nén.")


def test_a_locked_archive_is_no_workbook_with_a_password(plan: Plan) -> None:
    finding = told(plan, "goi.zip", Fault.PASSWORD, {})
    assert (finding.code, finding.message) == ("TT05", "Tệp nén có mật khẩu nên chưa mở được.")
    assert "không nén" in finding.fix


def test_an_archive_that_must_not_be_unpacked_is_not_to_be_opened_by_anybody(plan: Plan) -> None:
    finding = told(plan, "goi.zip", Fault.UNSAFE_PACKAGE, TWICE)
    assert finding.code == "TT08"
    assert "không nén" in finding.fix and "(Người tổng hợp: không mở tệp.)" in finding.fix


def test_what_is_no_letter_is_to_be_saved_again(plan: Plan) -> None:
    finding = told(plan, "thu.eml", Fault.DAMAGED, CUT)
    assert finding.code == "TT02"
    assert "gửi lại thư" in finding.fix and "lưu lại thư từ hộp thư" in finding.fix


def test_what_is_wrong_with_what_it_brought_keeps_its_own_remedy(plan: Plan) -> None:
    assert "không nén" in told(plan, "goi.zip", Fault.NOTHING_INSIDE, {}).fix
