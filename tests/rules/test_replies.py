"""What units are told speaks to the clerk, never to the office."""

import pytest

from xlpy.core.source import Fault, Finding, Problem, Severity, Source
from xlpy.rules.judge import RULES
from xlpy.rules.replies import for_unit, spread
from xlpy.rules.rule import AT_ITS_LINE, OFFICE_PART, Rule, Scope

OFFICE_WORDS = (
    "--",
    "Người tổng hợp",
    "Hotich",
    "thư mục den",
    "tổng hợp lại",
    "đề nghị đơn vị",
    "hỏi lại đơn vị",
    "hỏi đơn vị",
    "gọi đơn vị",
    "nhắc đơn vị",
    "liên hệ đơn vị",
    "Thiết lập",
)

TOLD = [
    rule
    for rule in RULES.values()
    if rule.severity is not Severity.INFO and rule.scope is not Scope.PLAN and not rule.ours
]


def finding(rule: Rule, fix: str | None = None, unit: str = "696") -> Finding:
    return Finding(rule.code, rule.severity, Source("a.xlsx"), rule.title, "…", rule.fix if fix is None else fix, unit)


@pytest.mark.parametrize("rule", TOLD, ids=lambda rule: rule.code)
def test_no_remedy_for_a_unit_speaks_of_the_offices_own_work(rule: Rule) -> None:
    (told,) = for_unit([finding(rule)], "696", "Sở Tư pháp")
    assert told.fix
    assert not [words for words in OFFICE_WORDS if words.casefold() in told.fix.casefold()], told.fix


def test_a_remedy_that_names_the_cell_is_kept() -> None:
    repair = "Ô F12 ghi 1.245, có thể là 1.254; đề nghị đối chiếu."
    (told,) = for_unit([finding(RULES["CD02"], repair)], "696", "Sở Tư pháp")
    assert told.fix == repair


def test_a_unit_is_told_both_the_line_to_type_at_and_whom_to_call_where_its_figure_is_right() -> None:
    remedy, office, rest = RULES["LK15"].fix.partition(OFFICE_PART)
    line = f"{AT_ITS_LINE}Nhập hằng ngày”, dòng 26/5/2023."
    (told,) = for_unit([finding(RULES["LK15"], f"{remedy}{line}{office}{rest}")], "696", "Sở Tư pháp")
    assert told.fix == f"Đề nghị xem lại số đã gõ; nhầm thì sửa rồi gửi lại. Số đúng thì gọi Sở Tư pháp.{line}"


def test_what_is_the_offices_own_affair_is_not_told() -> None:
    assert for_unit([finding(RULES["TT12"]), finding(RULES["TT15"])], "696", "Sở Tư pháp") == ()


def test_infos_and_other_units_findings_are_not_told() -> None:
    assert for_unit([finding(RULES["TT10"]), finding(RULES["SL01"], unit="695")], "696", "Sở Tư pháp") == ()


def test_a_finding_stands_at_the_cell_that_its_remedy_names() -> None:
    found = finding(RULES["CD01"], "Ô E8 ghi 99, có thể là 1.539; đề nghị đối chiếu.")._replace(
        source=Source("a.xlsx", "Sheet1", "D8")
    )
    (told,) = for_unit([found], "696", "Sở Tư pháp")
    assert told.source == Source("a.xlsx", "Sheet1", "E8")


def test_a_finding_of_many_cells_is_told_cell_by_cell() -> None:
    words = {"kind": "Đăng ký sinh", "column": "Tổng đã nhập", "read": "1.495", "value": 1495}
    places = [Source("a.xlsx", "Phụ lục 01", cell) for cell in ("D8", "E8", "H8")]
    other_sheet = Source("a.xlsx", "Nháp", "D8")
    problems = [Problem(Fault.TEXT_NUMBER, place, words) for place in (*places, other_sheet)]
    gathered = finding(RULES["SL08"])._replace(source=places[0])
    assert [told.source for told in spread([gathered], problems)] == places
    assert list(spread([finding(RULES["CD01"])], problems)) == [finding(RULES["CD01"])]
