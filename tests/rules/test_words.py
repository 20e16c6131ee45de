"""How rules speak: short, in Vietnamese, of what can be done, each to whom it concerns. The ten rules of their words."""

import re
from datetime import date
from typing import Any

import pytest

import xlpy.rules.later_days
import xlpy.rules.plan  # noqa: F401 - with these every rule is registered
from xlpy.core.source import Finding, Severity
from xlpy.core.syllables import is_syllable
from xlpy.core.text import begun_small
from xlpy.rules.examples import DAY, play
from xlpy.rules.gathering import pieces
from xlpy.rules.rule import OFFICE_PART, RULES, Example, Rule, Scope

LONGEST = 160
"""Letters of what is said of one thing, message and remedy together."""

MAY_BE_LONGER = {
    "BM14": "tells each column of a merged area",
    "BM15": "has what is known of the day that the form names, and the command that takes it in",
    "BM20": "has the command that takes the files in, and their names",
    "KH07": "has the whole reckoning of a level, which is read once",
    "KH12": "has two readings of the plan's text, each with its machines",
    "LK01": "has the earlier figure with its day, cell and file, by which it can be looked up",
    "LK02": "has the earlier figure with its day, cell and file, by which it can be looked up",
    "LK08": "has each figure that would change, and two days",
    "LK09": "has the later figure with its cell and file, by which it can be looked up",
    "LK10": "has the names of both files, and each cell that changed",
    "LK11": "has the names of both files",
    "LK12": "has which turns are not there, and the last report, of a level that does not report daily",
    "LK15": "speaks of the kind, the rise, the days and the machines",
    "LK16": "has two days, each with its figure, and the commands for both",
    "LK21": "has two days, another finding's title and a command",
    "LK22": "has two days, another finding's title and a command",
    "LK25": "has whose figures they are, and what to do where they are right",
    "TG03": "has when the file came, and what to do where the day is right",
    "TG06": "has the day on which the faults were told, and the command that tells them again",
    "TM02": "has the subject, the sender and the file",
    "TM03": "has the subject, the sender and where to click in Outlook, in both languages",
    "TM06": "has two or three addresses",
    "TM08": "has when the letter came, and what to do where the day is right",
    "TM10": "has the subject, the sender and what kind of letter it is",
    "TT11": "says that nothing was run or fetched, and to whom to look",
    "TT05": "has where to click in Excel, in both languages",
    "TT08": "has what is wrong inside the file, for who looks after PCs",
}
"""Codes of which more has to be said, with the reason."""

_FOREIGN = """
excel outlook unicode macro winmail dat html web pdf csv xlsx xlsm xls xml zip jpeg png byte ctrl end shift f ok ubnd kh
file info protect workbook encrypt with password save as format text rich number unmerge cells hotich den eml
ref true na div ii
"""
FOREIGN = frozenset(_FOREIGN.split())
"""Words that are no Vietnamese: names of programs and formats, and Excel's commands, which stand beside their Vietnamese."""


def _said(rule: Rule, plan: dict[str, Any]) -> list[Finding]:
    return [piece for example in rule.bad for found in play(rule, example, plan)[:1] for piece in pieces(found)]


@pytest.fixture(params=RULES.values(), ids=RULES)
def rule(request: pytest.FixtureRequest) -> Rule:
    return request.param  # type: ignore[no-any-return]


def test_what_is_said_is_short_or_has_a_reason_not_to_be(rule: Rule, plan_data: dict[str, Any]) -> None:
    longest = 0
    for finding in _said(rule, plan_data):
        for remedy in (finding.fix, rule.asked(finding.fix, "Sở Tư pháp")):
            longest = max(longest, len(f"{finding.message} {remedy}"))
    if rule.code in MAY_BE_LONGER:
        assert longest > LONGEST, "it is short enough now: take it off the list"
    else:
        assert longest <= LONGEST


def test_no_english_word_is_said(rule: Rule) -> None:
    texts = [rule.title, rule.says, rule.fix, rule.asks, rule.of_many]
    texts += [rule.issued.says, rule.issued.fix] if rule.issued else []
    plain = re.sub(r"\{\w+\}|hotich [a-z-]+|--[a-z-]+", " ", " ".join(texts).lower())
    odd = {word for word in re.findall(r"[^\W\d_]+", plain) if not is_syllable(word)} - FOREIGN
    assert not odd


_QUOTED = re.compile("“[^”]*”")
_LARGE_WITHIN = re.compile(r"(?<![.!?:]) (?:Huyện|Thị xã|Thành phố|Xã|Phường|Thị trấn) ")
_SHORT_DAY = re.compile(r"(?<![\d/.,])[1-9]/\d{1,2}/\d{4}|(?<![\d/.,])\d{1,2}/[12]/\d{4}")


def test_units_are_small_within_a_sentence_and_days_are_written_as_letters_have_them(
    rule: Rule, plan_data: dict[str, Any]
) -> None:
    for example in rule.bad:
        for finding in play(rule, example, plan_data):
            told = _QUOTED.sub("“”", f"{finding.message} {finding.fix}")
            assert not _LARGE_WITHIN.search(told), told
            assert not _SHORT_DAY.search(told), told


def test_what_follows_a_cell_goes_on_in_small_letters() -> None:
    assert begun_small("Dưới “Tổng” có hai cột") == "dưới “Tổng” có hai cột"
    assert begun_small("Phụ lục 01 thiếu cột") == "Phụ lục 01 thiếu cột"
    assert begun_small("“1.495”, đã đọc") == "“1.495”, đã đọc"


def test_a_blank_running_total_is_never_told_to_be_0(plan_data: dict[str, Any]) -> None:
    rule = RULES["SL10"]
    today, entered = play(rule, rule.bad[0], plan_data)
    assert "gõ 0" in today.fix and "Tổng đã nhập" not in today.fix
    assert "gõ bằng số hôm trước" in entered.fix and "gõ 0" not in entered.fix


def test_a_unit_is_told_nothing_that_only_the_office_can_do(rule: Rule, plan_data: dict[str, Any]) -> None:
    if rule.severity is Severity.INFO or rule.scope in (Scope.PLAN, Scope.RUN) or rule.ours:
        return
    for finding in _said(rule, plan_data):
        told = rule.asked(finding.fix, "Sở Tư pháp")
        assert told
        assert not [
            word for word in ("--", "hotich", "đơn vị gửi", "đề nghị đơn vị", "hỏi đơn vị") if word in told.lower()
        ]
        assert OFFICE_PART.strip() not in told


def test_who_is_to_do_it_is_said_politely(rule: Rule) -> None:
    """An order stands after “đề nghị”, or is the office's own."""
    orders = re.compile(r"(?:^|[.:] )(?:Gửi lại|Sửa|Ghi|Gõ|Mở|Xoá|Bỏ|Đổi)\b(?! nhầm)")
    told = rule.fix.partition(OFFICE_PART)[0]
    if rule.severity is not Severity.INFO and rule.scope not in (Scope.PLAN, Scope.RUN) and not rule.ours:
        assert not orders.search(told), told
        assert not orders.search(rule.asks), rule.asks


def test_a_code_is_told_with_its_words(rule: Rule, plan_data: dict[str, Any]) -> None:
    for finding in _said(rule, plan_data):
        for code in re.findall(r"\b[A-Z]{2}[0-9]{2}\b", f"{finding.message} {finding.fix}"):
            if code in RULES:
                assert f"{code} {RULES[code].title}" in finding.message


def test_what_may_be_guessed_is_asked_and_not_ordered(plan_data: dict[str, Any]) -> None:
    (finding,) = play(RULES["CD01"], RULES["CD01"].bad[0], plan_data)
    assert finding.fix == "Ô E7 ghi 149, có thể là 1.495; đề nghị đối chiếu."


def test_what_may_be_told_of_a_refused_file_never_says_that_it_was_accepted(
    rule: Rule, plan_data: dict[str, Any]
) -> None:
    """Beside an error it would be untrue: what is no error says that it is no reason to return the file."""
    if rule.severity is Severity.ERROR or rule.scope not in (Scope.SUBMISSION, Scope.FAULT):
        return
    for finding in _said(rule, plan_data):
        told = f"{finding.message} {finding.fix.partition(OFFICE_PART)[0]}"
        assert not re.search(r"(?<!để )tiếp nhận", told), told


# -- a form that we issued -----------------------------------------------------------------------------------------


_TYPED_BEFORE = (date(2023, 5, 22), (1245, 310, 95, 1))


def _issued(*typed: tuple[date, tuple[int, int, int, int]], file: str = "PL01 696 Huyen Bu Dang.xlsx") -> Example:
    """A form that we issued, with these figures on its sheet of days; Phụ lục 01 follows, as nobody has calculated it."""
    blank = {f"{kind}.{column}": None for kind in ("birth", "marriage", "death", "adoption") for column in _FOLLOWS}
    return Example("", file=file, typed=typed, cells=blank)


_KINDS = ("birth", "marriage", "death", "adoption")
_FOLLOWS = ("total", "today", "entered", "remaining")


@pytest.mark.parametrize(
    ("code", "example"),
    [
        ("LK01", _issued((date(2023, 5, 22), (1254, 310, 95, 1)), (DAY, (250, 60, 20, 1)))),
        ("LK02", _issued((date(2023, 5, 22), (124, 310, 95, 1)), (DAY, (250, 60, 20, 1)))),
        ("CD02", _issued(_TYPED_BEFORE, (DAY, (250, 60, 20, 30)))),
        ("LK15", _issued(_TYPED_BEFORE, (DAY, (19_200, 60, 20, 1)))),
        ("BM15", _issued(_TYPED_BEFORE)),
        ("BM16", _issued(_TYPED_BEFORE, (date(2023, 5, 24), (250, 60, 20, 1)))),
    ],
)
def test_on_an_issued_form_nobody_is_sent_to_a_locked_cell(
    code: str, example: Example, plan_data: dict[str, Any]
) -> None:
    """Only the sheet of days can be typed into: what is to be mended is told by its page and its line there."""
    (finding,) = play(RULES[code], example, plan_data)
    told = RULES[code].asked(finding.fix, "Sở Tư pháp")
    assert not re.findall(r"[Ôô] [A-Z]+[0-9]+", told), told
    assert "tiêu đề" not in told
    if code in ("CD02", "LK15"):
        assert finding.fix.count("trang “Nhập hằng ngày”, dòng 23/5/2023") == 1


def test_on_an_issued_form_a_fraction_is_asked_about_once_at_its_own_line(plan_data: dict[str, Any]) -> None:
    today = _issued(_TYPED_BEFORE, (DAY, (1.245, 60, 20, 1)))  # type: ignore[arg-type]
    (finding,) = play(RULES["SL02"], today, plan_data)
    assert finding.message == "Đăng ký sinh, trong ngày ghi 1,245. Có phải là 1.245?" and finding.stands_for == 1
    assert finding.fix.endswith("Gõ ở trang “Nhập hằng ngày”, dòng 23/5/2023.")
    before = _issued((date(2023, 5, 22), (1.245, 310, 95, 1)), (DAY, (250, 60, 20, 1)))  # type: ignore[arg-type]
    (finding,) = play(RULES["SL02"], before, plan_data)
    assert finding.message == "Đăng ký sinh, dòng 22/5/2023 ghi 1,245. Có phải là 1.245?"
    assert finding.source.sheet == "Nhập hằng ngày" and "23/5/2023" not in finding.fix


def test_a_line_of_several_cells_that_asks_ends_with_one_mark(plan_data: dict[str, Any]) -> None:
    two = Example("", cells={"birth.today": 68.082, "death.today": 1.5})
    (finding,) = play(RULES["SL02"], two, plan_data)
    assert finding.message.endswith("Có phải là 1.500?")
    assert [piece.message.rpartition(" là ")[2] for piece in pieces(finding)] == ["68.082?", "1.500?"]


def test_on_an_issued_form_a_line_that_was_changed_since_is_named(plan_data: dict[str, Any]) -> None:
    example = _issued((date(2023, 5, 22), (1254, 310, 95, 1)), (DAY, (250, 60, 20, 1)))
    (finding,) = play(RULES["LK01"], example, plan_data)
    assert finding.message == "Đăng ký sinh, dòng 22/5/2023: đã báo 1.245, biểu ghi 1.254."
    assert (finding.source.sheet, finding.source.cell) == ("Nhập hằng ngày", "D9")
    assert finding.fix == (
        "Đề nghị đơn vị gõ lại 1.245 ở dòng 22/5/2023, lưu, gửi lại. "
        "Số đã báo mới sai: chọn ngày 22/5/2023 ở ô “Xem ngày”, lưu, gửi lại."
    )


def test_every_line_that_was_changed_is_named_and_no_other(plan_data: dict[str, Any]) -> None:
    example = _issued((date(2023, 5, 22), (1000, 301, 59, 1)), (DAY, (250, 60, 20, 1)))
    (finding,) = play(RULES["LK01"], example, plan_data)
    assert [(one.source.cell, one.message) for one in pieces(finding)] == [
        ("D9", "Đăng ký sinh, dòng 22/5/2023: đã báo 1.245, biểu ghi 1.000."),
        ("E9", "Đăng ký kết hôn, dòng 22/5/2023: đã báo 310, biểu ghi 301."),
    ]
    (finding,) = play(RULES["LK02"], example, plan_data)
    assert finding.message == "Đăng ký khai tử, dòng 22/5/2023: đã báo 95, biểu ghi 59."


def test_on_an_issued_form_a_sum_that_does_not_follow_is_traced_to_the_lines_before(plan_data: dict[str, Any]) -> None:
    """The lines of the days that were reported are as they were: something stands on another one."""
    example = _issued(
        (date(2023, 5, 21), (9, 0, 0, 0)), (date(2023, 5, 22), (1245, 310, 95, 1)), (DAY, (250, 60, 20, 1))
    )
    (finding,) = play(RULES["LK01"], example, plan_data)
    assert finding.message == (
        "Đăng ký sinh: biểu cộng được 1.504, đúng ra 1.495 (đến 22/5/2023 đã tiếp nhận 1.245, trong ngày 250)."
    )
    assert finding.fix == (
        "Đề nghị đơn vị gõ lại đúng số đã báo ở các dòng trước ngày 23/5/2023. "
        "Số đã báo mới sai: chọn ngày ấy ở ô “Xem ngày”, lưu, gửi lại."
    )


def test_of_a_form_whose_day_is_not_typed_yet_one_thing_is_said_at_its_line(plan_data: dict[str, Any]) -> None:
    for name in ("PL01 696 Huyen Bu Dang.xlsx", "bu dang 23-5.xlsx"):
        example = _issued(_TYPED_BEFORE, file=name)
        (finding,) = play(RULES["BM15"], example, plan_data)
        assert finding.message == "Số ngày 23/5/2023 chưa gõ, dòng cuối có số là ngày 22/5/2023."
        assert finding.fix == "Đề nghị đơn vị gõ số ở dòng 23/5/2023, lưu, gửi lại."
        assert finding.source.sheet == "Nhập hằng ngày"
        assert not play(RULES["BM12"], example, plan_data)


def test_the_office_is_offered_another_day_only_where_something_would_come_of_it(plan_data: dict[str, Any]) -> None:
    changed = _issued((date(2023, 5, 22), (1250, 310, 95, 1)))
    (finding,) = play(RULES["BM15"], changed, plan_data)
    assert "Đăng ký sinh 1.245 → 1.250" in finding.message and "hotich tong-hop --ngay 2023-05-22" in finding.fix
    (finding,) = play(RULES["BM15"], changed._replace(file="bu dang 23-5.xlsx"), plan_data)
    assert "hotich" not in finding.fix  # it was sent for the day
    same = {f"{kind}.entered": figure for kind, figure in zip(_KINDS, (1245, 310, 95, 1), strict=True)}
    same |= {f"{kind}.today": figure for kind, figure in zip(_KINDS, (1245, 310, 95, 1), strict=True)}
    again = Example("", as_of="(tính đến ngày 22/5/2023)", file="bu dang.xlsx", cells=same)
    (finding,) = play(RULES["BM15"], again, plan_data)
    assert finding.message.endswith("Ngày 22/5/2023 đã tiếp nhận đúng số này.") and "hotich" not in finding.fix


def test_a_form_that_shows_a_chosen_day_is_told_to_clear_it(plan_data: dict[str, Any]) -> None:
    chosen = _issued(_TYPED_BEFORE, (DAY, (250, 60, 20, 1)))
    cells = {**chosen.cells, "A3": "Xem ngày", "B3": date(2023, 5, 22)}
    (finding,) = play(RULES["BM15"], chosen._replace(cells=cells), plan_data)
    assert "xoá ô “Xem ngày”" in finding.fix and finding.message.startswith("Biểu đang ở ngày 22/5/2023")
