"""A day's files weighed together: who speaks for the same bytes, what is one line, and that the work grows with files."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kit.laws import law
from xlpy.core import consolidate as consolidate_module
from xlpy.core.consolidate import Status, Verdict
from xlpy.core.grid import Snapshot
from xlpy.core.plan.plan import Plan
from xlpy.core.receipt import Receipt
from xlpy.core.records import Kind
from xlpy.core.source import Fault, Finding, Problem, Severity, Source
from xlpy.doors.disk.plan_file import default_plan
from xlpy.rules import day as day_module
from xlpy.rules import same_bytes
from xlpy.rules.day import Came, Weighed, weigh
from xlpy.rules.examples import DAY, UNIT, form_grids
from xlpy.rules.gathering import MOST_TOLD, cause_lines, gathered, pieces
from xlpy.rules.judge import Background
from xlpy.rules.rule import Example

PLAN: Plan = default_plan().plan
MORNING = datetime.combine(DAY, time(8), PLAN.timezone)


def came(example: Example, name: str, minute: int = 0, digest: str = "") -> Came:
    """A form as an example describes it, under a name of its own."""
    grids = tuple(grid._replace(file=name) for grid in form_grids(example, PLAN))
    return Came(
        Receipt(name, digest or repr(example), MORNING + timedelta(minutes=minute)), Snapshot(name, digest, grids)
    )


def empty(name: str, minute: int = 0) -> Came:
    """A file of no bytes."""
    problems = (Problem(Fault.EMPTY_FILE, Source(name)),)
    return Came(
        Receipt(name, "0" * 64, MORNING + timedelta(minutes=minute)), Snapshot(name, "0" * 64, problems=problems)
    )


def weighed(*files: Came) -> Weighed:
    return weigh(PLAN, DAY, files, Background())


def status(result: Weighed, unit: str = UNIT) -> Status:
    return next(one.status for one in result.standing.units if one.unit == unit)


FORM = Example("Biểu của Bù Đăng.", label="Huyện Bù Đăng")
SUMLESS = FORM._replace(
    cells={
        "birth.today": 251,
        "birth.entered": 1496,
        **dict.fromkeys(("birth.remaining", "sum.today", "sum.entered", "sum.remaining")),
    }
)
"""Another figure, and nothing in the form that speaks against it."""
TOTALLESS = dict.fromkeys([*(f"{kind}.total" for kind in Kind), *(f"{kind}.remaining" for kind in Kind)])
"""Without the totals of Bù Đăng, which no other unit has."""


# -- the same bytes ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("later", [1, -1])
def test_a_form_refused_for_its_name_is_taken_when_it_comes_rightly_named(later: int) -> None:
    wrong = came(FORM, "dong phu 23-5.xlsx")
    assert status(weighed(wrong)) is Status.MISSING
    both = weighed(wrong, came(FORM, "bu dang 23-5.xlsx", later))
    assert status(both) is Status.RECEIVED
    assert not [finding for finding in both.standing.findings if finding.severity is Severity.ERROR]
    assert [file.verdict is Verdict.IGNORE for file in both.files] == [True, False]


def test_the_same_file_under_a_worse_name_harms_nobody() -> None:
    both = weighed(came(FORM, "bu dang 23-5.xlsx"), came(FORM, "dong phu 23-5.xlsx", 5))
    assert status(both) is Status.RECEIVED
    assert [f.code for f in both.standing.findings if f.source.file == "dong phu 23-5.xlsx"] == ["TT16"]


def test_two_units_empty_files_are_two_findings_at_their_files() -> None:
    result = weighed(empty("bu dang.xlsx"), empty("dong phu.xlsx", 1))
    found = [(f.code, f.unit, f.source.file) for f in result.standing.findings if f.severity is Severity.ERROR]
    assert found == [("TT01", "696", "bu dang.xlsx"), ("TT01", "695", "dong phu.xlsx")]


def test_one_units_empty_file_sent_twice_is_one_finding() -> None:
    result = weighed(empty("bu dang.xlsx"), empty("bu dang (2).xlsx", 1))
    assert [f.code for f in result.standing.findings if f.severity is Severity.ERROR] == ["TT01"]


def test_empty_files_of_nobody_are_each_told() -> None:
    result = weighed(empty("a.xlsx"), empty("b.xlsx", 1))
    files = [f.source.file for f in result.standing.findings if f.severity is Severity.ERROR]
    assert files == ["a.xlsx", "b.xlsx"]


def test_a_file_that_a_later_one_replaced_is_told_to_be_moot() -> None:
    result = weighed(came(FORM, "bu dang.xlsx"), came(SUMLESS, "bu dang sua.xlsx", 5))
    assert [file.moot for file in result.files] == [True, False]
    assert "LK10" in {finding.code for finding in result.files[1].findings}


@law(60, light=True)
@given(st.permutations(range(7)))
def test_the_order_in_which_files_are_given_means_nothing(order: list[int]) -> None:
    old = FORM._replace(as_of="(tính đến ngày 22/5/2023)")
    files = [
        came(FORM, "bu dang.xlsx", 3),
        came(FORM, "bu dang (2).xlsx", 1),
        came(FORM, "dong phu.xlsx", 0),
        came(SUMLESS, "bu dang sua.xlsx", 2),
        came(old, "cu.xlsx", 2),
        came(old._replace(label="Huyện Đồng Phú"), "cu nua.xlsx", 2),
        empty("bu dang rong.xlsx"),
    ]
    assert weighed(*(files[place] for place in order)).standing == weighed(*files).standing


# -- one cause, one line -------------------------------------------------------------------------------------------


def faults(**cells: object) -> list[Finding]:
    file = came(FORM._replace(cells=cells), "bu dang 23-5.xlsx")
    return [f for f in weighed(file).standing.findings if f.source.file == "bu dang 23-5.xlsx"]


def test_the_same_finding_on_many_cells_is_one_line_with_its_count() -> None:
    found = faults(**{"birth.total": 1, "marriage.total": 2, "death.total": 3})
    (totals,) = [finding for finding in found if finding.code == "KH01"]
    assert totals.stands_for == 3
    assert totals.source.cell == "C7, G7, K7"
    assert "ô G7: " in totals.message


def test_one_line_comes_apart_into_its_cells_again() -> None:
    (totals,) = [f for f in faults(**{"birth.total": 1, "marriage.total": 2, "death.total": 3}) if f.code == "KH01"]
    apart = pieces(totals)
    assert [piece.source.cell for piece in apart] == ["C7", "G7", "K7"]
    assert [piece.message.startswith("Đăng ký") or "tổng số" in piece.message for piece in apart] == [True] * 3
    assert gathered(apart) == (totals,)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["E9", "I9", "AA10", "B7"]), st.sampled_from(["Một.", "Hai: 1.234.", "Ô khác; sai."])
        ),
        min_size=1,
        max_size=6,
        unique_by=lambda pair: pair[0],
    ),
    st.booleans(),
)
@settings(max_examples=100, deadline=None)
def test_gathering_and_taking_apart_are_inverse(said: list[tuple[str, str]], one_remedy: bool) -> None:
    each = tuple(
        Finding(
            "KH01",
            Severity.WARNING,
            Source("a.xlsx", "S", cell),
            "T",
            words,
            "Sửa." if one_remedy else f"Sửa {cell}.",
            UNIT,
        )
        for cell, words in said
    )
    (line,) = gathered(each)
    assert line.stands_for == len(each)
    assert pieces(line) == each


def test_what_follows_from_a_row_of_nobody_stands_under_it() -> None:
    cells: dict[str, Any] = {"B8": "Huyện Bù Đang", "D8": 5, "E8": 5}
    found = faults(**cells, **{"birth.total": 1, "birth.remaining": 7, "sum.today": 99})
    heads = [finding for finding in cause_lines(found) if finding.severity is not Severity.INFO]
    assert [finding.code for finding in heads] == ["BM07"]
    assert {f.because for f in found if f.code in ("KH01", "CD03", "CD04")} == {"BM07"}
    assert "Thông báo liên quan: " in heads[0].message


def test_a_form_of_another_level_is_one_finding() -> None:
    level = {"birth.total": 12, "marriage.total": 52, "death.total": 0, "adoption.total": 0}
    entered = {"birth.entered": 4, "birth.today": 4, "sum.entered": 1, "birth.remaining": 8}
    heads = [f for f in cause_lines(faults(**level, **entered)) if f.severity is not Severity.INFO]
    assert [finding.code for finding in heads] == ["BM21"]


def test_files_of_other_days_are_one_line_for_all() -> None:
    old = FORM._replace(as_of="(tính đến ngày 22/5/2023)")
    files = [
        came(old._replace(cells={"birth.today": number, **TOTALLESS}, label=unit.name), f"{unit.name}.xlsx", number)
        for number, unit in enumerate(PLAN.senders[:5])
    ]
    result = weighed(*files)
    errors = [f for f in cause_lines(result.standing.findings) if f.severity is Severity.ERROR]
    assert [(finding.code, finding.stands_for) for finding in errors] == [("BM20", 5)]
    assert {f.because for f in result.standing.findings if f.code == "BM15"} == {"BM20"}


@given(st.integers(0, 400), st.integers(1, 9))
@settings(max_examples=30, deadline=None)
def test_no_file_has_more_than_fifty_findings_and_none_is_uncounted(sheets: int, cells: int) -> None:
    each = [
        Finding("TT14", Severity.ERROR, Source("a.xlsx", f"S{sheet}", f"A{cell}"), "T", "M.", "F.", None)
        for sheet in range(sheets)
        for cell in range(cells)
    ]
    told = gathered(each)
    assert len(told) <= MOST_TOLD
    assert sum(finding.stands_for for finding in told) == len(each)


# -- the work ------------------------------------------------------------------------------------------------------


def counted(monkeypatch: pytest.MonkeyPatch, work: Callable[[], object]) -> int:
    """How often what looks at one file, or compares two, is called."""
    calls = 0
    names = {
        day_module: ("judge", "contend", "acceptable_by_name"),
        same_bytes: ("asserted", "_claim", "already_received"),
        consolidate_module: ("asserted", "contend", "same_figures", "_origin", "_other_than"),
    }
    with monkeypatch.context() as patched:
        for module, functions in names.items():
            for name in functions:
                real = getattr(module, name)

                def counting(*args: Any, real: Callable[..., Any] = real, **kwargs: Any) -> Any:
                    nonlocal calls
                    calls += 1
                    return real(*args, **kwargs)

                patched.setattr(module, name, counting)
        work()
    return calls


def corrected(number: int) -> list[Came]:
    """One unit's forms of the day, each with other figures, every third one sent again."""
    files = []
    for place in range(number):
        form = FORM._replace(cells={"birth.today": 100 + place})
        files.append(came(form, f"bu dang {place}.xlsx", place))
        if place % 3 == 0:
            files.append(came(form, f"bu dang {place} lai.xlsx", number + place))
    return files


def repeated(number: int) -> list[Came]:
    """One unit's form of the day with the same figures, saved anew each time."""
    return [came(FORM, f"bu dang {place}.xlsx", place, str(place)) for place in range(number)]


def misnamed(number: int) -> list[Came]:
    """One form under many names that another unit's name makes doubtful."""
    return [came(FORM, f"dong phu {place}.xlsx", place) for place in range(number)]


@pytest.mark.parametrize("files", [corrected, repeated, misnamed])
def test_four_times_the_files_are_four_times_the_work(
    files: Callable[[int], list[Came]], monkeypatch: pytest.MonkeyPatch
) -> None:
    little = counted(monkeypatch, lambda: weigh(PLAN, DAY, files(12), Background(), [UNIT]))
    much = counted(monkeypatch, lambda: weigh(PLAN, DAY, files(48), Background(), [UNIT]))
    assert much <= 4 * little + 20


def test_what_one_unit_said_last_counts_whatever_comes_between() -> None:
    first, second = FORM, SUMLESS
    result = weighed(
        came(first, "a.xlsx"), came(second, "b.xlsx", 5), came(first, "a (2).xlsx", 10), came(first, "a (3).xlsx", 15)
    )
    unit = next(one for one in result.standing.units if one.unit == UNIT)
    assert unit.receipt is not None and unit.receipt.name == "a (2).xlsx"
    assert unit.figures[Kind.BIRTH].today == 250


@pytest.mark.parametrize(("first", "told"), [(True, "đây là số nhập trước đợt"), (False, "hoặc vào những ngày")])
def test_what_was_entered_before_a_units_first_report_is_of_before_the_campaign_on_its_first_day_alone(
    first: bool, told: str
) -> None:
    day = PLAN.start if first else DAY
    few = {"birth.entered": 260, "marriage.entered": 60, "death.entered": 20, "adoption.entered": 1}
    form = FORM._replace(as_of=f"(tính đến ngày {day.day}/5/2023)", file="bu dang.xlsx", cells=few)
    file = came(form, "bu dang.xlsx")
    standing = weigh(PLAN, day, [file], Background()).standing
    (finding,) = cause_lines([one for one in standing.findings if one.code == "LK07"])
    assert told in finding.fix


def test_an_empty_file_is_no_more_told_of_once_the_whole_one_stands_under_its_name() -> None:
    begun, whole = empty("696.xlsx"), came(FORM._replace(file="696.xlsx"), "696.xlsx", 1)
    assert [finding.code for finding in weighed(begun).standing.findings if finding.source.file] == ["TT01"]
    result = weighed(begun, whole)
    assert status(result) is Status.RECEIVED
    assert "TT01" not in {finding.code for finding in result.standing.findings}
    assert [file.moot for file in result.files] == [True, False]
    # Under another name it may be another unit's; and what is broken now is told.
    assert "TT01" in {finding.code for finding in weighed(empty("khac.xlsx"), whole).standing.findings}
    assert "TT01" in {finding.code for finding in weighed(empty("696.xlsx", 5), whole).standing.findings}
