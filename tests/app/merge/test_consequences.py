"""What a past day's report does to the days after it: told before it is recorded, and done only when they are pressed."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.folders import FIRST, SECOND, THIRD, copied, form, new_folder, press, put, put_all, works
from tests.kit.laws import law
from xlpy import cli
from xlpy.app.folder import Folder
from xlpy.app.history import report_again
from xlpy.app.merge.held import LaterDaysChange
from xlpy.app.merge.merge_day import Outcome
from xlpy.app.merge.phoned import Phoned
from xlpy.core.consolidate import Standing, Status
from xlpy.core.plan.plan import Plan
from xlpy.core.records import KINDS, Kind
from xlpy.core.source import Severity
from xlpy.core.text import number
from xlpy.demo.truth import Work
from xlpy.doors.files.reader import Reader
from xlpy.journal import Journal
from xlpy.rules.later_days import Flip

pytestmark = pytest.mark.slow

FOURTH = THIRD + timedelta(days=1)


def yes(_: Sequence[Flip]) -> bool:
    return True


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return new_folder(tmp_path / "viec")


@pytest.fixture(scope="module")
def days(plan: Plan) -> list[dict[str, Work]]:
    """What every unit did on the first four days."""
    return works(plan, 4)


@pytest.fixture(scope="module")
def gap(tmp_path_factory: pytest.TempPathFactory, plan: Plan, days: list[dict[str, Work]]) -> Folder:
    """The first, third and fourth days merged with all units, the second without 691."""
    folder = new_folder(tmp_path_factory.mktemp("hong") / "viec")
    for place, day in enumerate((FIRST, SECOND, THIRD, FOURTH)):
        put_all(folder, plan, days[place], [code for code in days[place] if day != SECOND or code != "691"])
        press(folder, day)
    return folder


@pytest.fixture
def with_a_gap(gap: Folder, tmp_path: Path) -> Folder:
    """The same, a test's own."""
    return copied(gap, tmp_path / "viec")


def differing(work: Work, more: int) -> Work:
    """The same work with so many births more on the day."""
    today = {**work.today, Kind.BIRTH: work.today[Kind.BIRTH] + more}
    entered = {**work.entered, Kind.BIRTH: work.entered[Kind.BIRTH] + more}
    return Work(work.unit, work.day, today, entered)


def standings(folder: Folder) -> dict[date, Standing]:
    with Journal.reading(folder.journal) as journal:
        return {day: standing for day in journal.days() if (standing := journal.standing(day))}


def everything(folder: Folder) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.path.rglob("*") if path.is_file()}


def accepted(standing: Standing) -> dict[str, bool]:
    return {unit.unit: unit.accepted for unit in standing.units}


def too_much(folder: Folder, plan: Plan, days: list[dict[str, Work]]) -> None:
    """A report of 691 for the second day after which its third does not follow."""
    put(folder, "bgm 23-5.xlsx", form(plan, differing(days[1]["691"], 9)), plan, FOURTH)


# -- before it is recorded -------------------------------------------------------------------------------------------


def test_a_later_report_of_which_nobody_knows_the_hour_stands_in_no_ones_way(
    folder: Folder, plan: Plan, days: list[dict[str, Work]]
) -> None:
    put_all(folder, plan, days[0], [code for code in days[0] if code != "691"])
    press(folder, FIRST)
    put(folder, "dp 23-5.xlsx", form(plan, days[1]["695"]), plan, date(2099, 1, 1))  # by the clock, yet to come
    assert accepted(press(folder, SECOND).standing)["695"]
    put_all(folder, plan, days[0], ["691"])
    assert accepted(press(folder, FIRST).standing)["691"]


def test_a_right_report_for_a_past_day_needs_no_consent(
    with_a_gap: Folder, plan: Plan, days: list[dict[str, Work]]
) -> None:
    put_all(with_a_gap, plan, days[1], ["691"])
    outcome = press(with_a_gap, SECOND)
    assert outcome.standing.reported == 11
    assert outcome.told == () and outcome.notes == ()


def test_where_a_later_day_would_be_refused_nothing_is_recorded_and_it_is_told_which_and_why(
    with_a_gap: Folder, plan: Plan, days: list[dict[str, Work]]
) -> None:
    too_much(with_a_gap, plan, days)
    before = everything(with_a_gap)
    with pytest.raises(LaterDaysChange) as held:
        press(with_a_gap, SECOND, accept=["691"])
    assert everything(with_a_gap) == before
    told = str(held.value)
    assert told.startswith(
        "Chưa ghi gì: theo số ngày 23/5/2023, báo cáo ngày sau đổi kết quả: Huyện Bù Gia Mập, ngày 24/5/"
    )
    assert "đã tiếp nhận → trả lại để sửa (LK" in told
    assert "--van-ghi" in told and with_a_gap.command("tong-hop --ngay 2023-05-24") in told
    (finding,) = held.value.findings
    assert (finding.code, finding.unit, finding.source.file) == ("LK21", "691", "2023-05-24/bu gia map.xlsx")
    assert not held.value.covers([flip._replace(later=FOURTH) for flip in held.value._flips])


def test_with_consent_it_is_recorded_and_the_later_days_stay_as_they_were(
    with_a_gap: Folder, plan: Plan, days: list[dict[str, Work]]
) -> None:
    too_much(with_a_gap, plan, days)
    before = standings(with_a_gap)
    reports = {day: (with_a_gap.reports(day) / f"Bao_cao_PL01_{day}.xlsx").read_bytes() for day in (THIRD, FOURTH)}
    outcome = press(with_a_gap, SECOND, accept=["691"], agrees=yes)
    assert [finding.code for finding in outcome.told] == ["LK21"]
    assert outcome.notes == (
        "Số ngày 23/5/2023 đã đổi; báo cáo các ngày sau vẫn như đã ghi cho đến khi tổng hợp lại, lần lượt "
        f"ngày 24/5/2023 ({with_a_gap.command('tong-hop --ngay 2023-05-24')}).",
    )
    after = standings(with_a_gap)
    assert {day: after[day] for day in (FIRST, THIRD, FOURTH)} == {day: before[day] for day in (FIRST, THIRD, FOURTH)}
    assert after[SECOND].reported == 11
    for day, made in reports.items():
        assert report_again(with_a_gap, day, None)[2].read_bytes() == made
    again = press(with_a_gap, SECOND)
    assert (again.changed, again.told, again.notes) == (False, (), ())


def test_a_later_day_pressed_again_says_which_unit_turned_and_because_of_which_day(
    with_a_gap: Folder, plan: Plan, days: list[dict[str, Work]]
) -> None:
    too_much(with_a_gap, plan, days)
    press(with_a_gap, SECOND, accept=["691"], agrees=yes)
    outcome = press(with_a_gap, THIRD)
    assert outcome.standing.units[0].status is Status.REFUSED
    (finding,) = outcome.told
    assert (finding.code, finding.severity, finding.unit) == ("LK22", Severity.WARNING, "691")
    assert "vì số ngày 23/5/2023 đã đổi" in finding.message
    assert "hotich tong-hop --ngay 2023-05-23" in finding.fix
    assert press(with_a_gap, THIRD).told == ()  # what was turned stands recorded now


def test_a_unit_that_turns_because_of_its_own_new_file_blames_no_earlier_day(
    with_a_gap: Folder, plan: Plan, days: list[dict[str, Work]]
) -> None:
    put_all(with_a_gap, plan, days[1], ["691"])
    press(with_a_gap, SECOND)
    put(with_a_gap, "sua 24.xlsx", form(plan, differing(days[2]["696"], 1)), plan, THIRD)
    outcome = press(with_a_gap, THIRD)
    assert outcome.told == ()


def test_a_report_that_came_only_now_owes_its_place_to_no_earlier_day(
    folder: Folder, plan: Plan, days: list[dict[str, Work]]
) -> None:
    put_all(folder, plan, days[0], ["691"])
    for day in (FIRST, SECOND, THIRD):
        press(folder, day)
    for work in (days[1], days[2]):  # two days' reports at once
        put(folder, f"{work['691'].day}.xlsx", form(plan, work["691"]), plan, FOURTH)
    assert press(folder, SECOND).standing.units[0].accepted
    outcome = press(folder, THIRD)
    assert outcome.standing.units[0].accepted
    assert outcome.told == ()


def test_a_refused_later_day_that_would_now_count_is_told_too(
    folder: Folder, plan: Plan, days: list[dict[str, Work]]
) -> None:
    more = differing(days[0]["691"], 30)
    put(folder, "nham 22.xlsx", form(plan, more), plan, FIRST)
    press(folder, FIRST)
    put_all(folder, plan, days[1], ["691"])
    assert press(folder, SECOND).standing.units[0].status is Status.REFUSED  # less than the day before
    put(folder, "sua 22.xlsx", form(plan, days[0]["691"]), plan, SECOND)
    with pytest.raises(LaterDaysChange, match="trả lại để sửa → đã tiếp nhận"):
        press(folder, FIRST, accept=["691"])
    outcome = press(folder, FIRST, accept=["691"], agrees=yes)
    assert outcome.told[0].message.endswith("báo cáo ngày 23/5/2023 từ trả lại để sửa thành đã tiếp nhận.")
    assert press(folder, SECOND).standing.units[0].status is Status.RECEIVED


def test_figures_told_by_telephone_for_a_past_day_are_weighed_and_taken_out_again_where_nobody_consents(
    with_a_gap: Folder, days: list[dict[str, Work]]
) -> None:
    told = Phoned("691", dict.fromkeys(KINDS, 0) | {Kind.BIRTH: 4000})
    before = everything(with_a_gap)
    with pytest.raises(LaterDaysChange, match="Huyện Bù Gia Mập, ngày 24/5/2023"):
        press(with_a_gap, SECOND, phoned=[told], accept=["691"])
    assert everything(with_a_gap) == before


def test_reports_that_only_carry_the_figures_on_are_told_without_asking(
    folder: Folder, plan: Plan, days: list[dict[str, Work]]
) -> None:
    put_all(folder, plan, days[0])
    press(folder, FIRST)
    put_all(folder, plan, days[2], ["696"])
    press(folder, THIRD)
    put_all(folder, plan, days[1], ["691"])
    outcome = press(folder, SECOND)
    assert outcome.told == ()
    (note,) = outcome.notes
    assert folder.command("tong-hop --ngay 2023-05-24") in note
    assert press(folder, THIRD).standing.units[0].carried_from == SECOND


@pytest.mark.slow
def test_bringing_a_day_up_to_date_takes_nothing_in_and_needs_no_consent(
    with_a_gap: Folder, plan: Plan, days: list[dict[str, Work]]
) -> None:
    more = Work("691", SECOND, days[1]["691"].today, {kind: n + 2000 for kind, n in days[1]["691"].entered.items()})
    put(with_a_gap, "bgm 23-5.xlsx", form(plan, more), plan, FOURTH)
    with pytest.raises(LaterDaysChange) as held:
        press(with_a_gap, SECOND, accept=["691"])
    assert {finding.source.file[:10] for finding in held.value.findings} >= {"2023-05-24"}
    press(with_a_gap, SECOND, accept=["691"], agrees=yes)
    third = press(with_a_gap, THIRD)
    assert [(finding.code, finding.source.file[:10]) for finding in third.told] == [
        ("LK22", "2023-05-24"),
        ("LK21", "2023-05-25"),
    ]
    assert [finding.code for finding in press(with_a_gap, FOURTH).told] == ["LK22"]


# -- the work -------------------------------------------------------------------------------------------------------


@pytest.fixture
def read_files(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of all files that are read from now on."""
    names: list[str] = []
    own = Reader.read

    def read(self: Reader, files: Sequence[tuple[Path, str]], *skip: Iterable[str]) -> object:
        names.extend(name for _, name in files)
        return own(self, files, *skip)

    monkeypatch.setattr(Reader, "read", read)
    return names


def test_only_the_units_that_changed_are_read_again_and_each_later_file_once(
    with_a_gap: Folder, plan: Plan, days: list[dict[str, Work]], read_files: list[str]
) -> None:
    press(with_a_gap, SECOND)
    own = len(read_files)
    read_files.clear()
    put_all(with_a_gap, plan, days[1], ["691"])
    press(with_a_gap, SECOND)
    assert sorted(read_files[own + 1 :]) == ["2023-05-24/bu gia map.xlsx", "2023-05-25/bu gia map.xlsx"]


def test_the_last_day_reads_nothing_of_others(with_a_gap: Folder, read_files: list[str]) -> None:
    press(with_a_gap, FOURTH)
    assert all(name.startswith("2023-05-25/") for name in read_files)


def test_a_day_whose_next_was_taken_by_name_stays_as_it_was_however_often_it_is_pressed(
    folder: Folder, plan: Plan, days: list[dict[str, Work]]
) -> None:
    for place, day in enumerate((FIRST, SECOND)):
        put_all(folder, plan, days[place], ["691"])
        before = press(folder, day)
    stale = Work("691", THIRD, days[2]["691"].today, days[1]["691"].entered)  # not carried on
    put(folder, "hom sau.xlsx", form(plan, stale), plan, THIRD)
    assert accepted(press(folder, THIRD, accept=["691"]).standing)["691"]
    again = press(folder, SECOND)
    assert (again.standing, again.changed, again.told) == (before.standing, False, ())


# -- the law --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield tmp_path_factory.mktemp("cac-thu-muc")


@pytest.mark.slow
@law(20)
@given(
    sent=st.lists(st.sampled_from(["right", "none", "more", "less"]), min_size=2, max_size=2),
    past=st.sampled_from([-40, -9, 0, 9, 40]),
    by_name=st.booleans(),
)
def test_what_is_told_before_is_what_pressing_the_later_days_brings(
    plan: Plan, days: list[dict[str, Work]], rooms: Path, sent: list[str], past: int, by_name: bool
) -> None:
    folder = new_folder(rooms / str(len(list(rooms.iterdir()))))
    put_all(folder, plan, days[0], ["691", "696"])
    press(folder, FIRST)
    for place, what in enumerate(sent, 2):
        if what != "none":
            more = {"right": 0, "more": 25, "less": -25}[what]
            put(
                folder,
                f"{place}.xlsx",
                form(plan, differing(days[place]["691"], more)),
                plan,
                days[place]["691"].day,
            )
        put_all(folder, plan, days[place], ["696"])
        press(folder, days[place]["696"].day)
    recorded = standings(folder)
    put(folder, "bu.xlsx", form(plan, differing(days[1]["691"], past)), plan, FOURTH)
    accept = ["691"] if by_name else []
    flips: list[Flip] = []
    outcome = press(folder, SECOND, accept=accept, agrees=lambda found: not flips.extend(found))
    assert {(finding.unit, finding.code) for finding in outcome.told} == {(flip.unit, "LK21") for flip in flips}
    turned = set()
    for day in (THIRD, FOURTH):
        now = accepted(press(folder, day).standing)
        turned |= {(day, unit, now[unit]) for unit, was in accepted(recorded[day]).items() if was != now[unit]}
    assert turned == {(flip.later, flip.unit, flip.counts) for flip in flips}


# -- in a shell -----------------------------------------------------------------------------------------------------


def shell(folder: Folder, *words: str) -> int:
    return cli.main(["tong-hop", "-C", str(folder.path), "--ngay", "2023-05-23", *words])


def test_the_shell_stops_with_2_and_one_line_and_goes_on_with_consent(
    with_a_gap: Folder, plan: Plan, days: list[dict[str, Work]], capsys: pytest.CaptureFixture[str]
) -> None:
    too_much(with_a_gap, plan, days)
    assert shell(with_a_gap, "--chap-nhan", "691", "--json") == 2
    out, err = capsys.readouterr()
    assert out, err
    held = json.loads(out)
    assert (held["schema"], held["date"], held["recorded"]) == (1, "2023-05-23", False)
    assert [finding["code"] for finding in held["findings"]] == ["LK21"]
    assert len(err.splitlines()) == 1 and "--van-ghi" in err
    assert shell(with_a_gap, "--chap-nhan", "691", "--json", "--van-ghi") == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["findings"][0]["code"] == "LK21"
    assert with_a_gap.command("tong-hop --ngay 2023-05-24") in err


@pytest.mark.slow
def test_the_watch_stops_and_tells_the_same(
    with_a_gap: Folder, plan: Plan, days: list[dict[str, Work]], capsys: pytest.CaptureFixture[str]
) -> None:
    too_much(with_a_gap, plan, days)
    assert shell(with_a_gap, "--chap-nhan", "691", "--theo-doi") == 2
    assert "--van-ghi" in capsys.readouterr().err
    assert shell(with_a_gap, "--chap-nhan", "691", "--theo-doi", "--van-ghi") == 1
    out, err = capsys.readouterr()
    assert "LK21 Kết quả ngày sau đổi theo." in out
    assert with_a_gap.command("tong-hop --ngay 2023-05-24") in out + err


# -- what lies in the inbox for another day -------------------------------------------------------------------------


def of_other_days(outcome: Outcome) -> list[str]:
    return [str(finding) for finding in outcome.standing.findings if finding.code == "BM15"]


def test_a_correction_for_an_earlier_day_is_told_with_what_changes_and_the_command_until_that_day_has_taken_it(
    folder: Folder, plan: Plan, days: list[dict[str, Work]]
) -> None:
    put_all(folder, plan, days[0], ["691", "696"])
    press(folder, FIRST)
    put(folder, "sua ngay 22.xlsx", form(plan, differing(days[0]["696"], 1)), plan, SECOND)
    put_all(folder, plan, days[1], ["691"])
    for _ in range(2):
        (line,) = of_other_days(press(folder, SECOND))
        births = days[0]["696"].today[Kind.BIRTH]
        assert f"Ngày 22/5/2023 đã tiếp nhận số khác: Đăng ký sinh {number(births)} → {number(births + 1)}" in line
        assert "hotich tong-hop --ngay 2023-05-22" in line
    corrected = press(folder, FIRST)
    assert corrected.standing.units[1].source.file == "sua ngay 22.xlsx"
    after = press(folder, SECOND)
    assert of_other_days(after) == []
    assert after.standing.units[1].status is Status.MISSING
    assert not press(folder, SECOND).changed


def test_a_late_report_for_a_day_that_has_none_is_told_so(
    folder: Folder, plan: Plan, days: list[dict[str, Work]]
) -> None:
    put_all(folder, plan, days[0], ["691"])
    press(folder, FIRST)
    put(folder, "bu dang 22.xlsx", form(plan, days[0]["696"]), plan, SECOND)
    (line,) = of_other_days(press(folder, SECOND))
    assert "Ngày 22/5/2023 chưa có báo cáo của đơn vị." in line


def test_yesterdays_figures_saved_anew_are_no_correction_and_still_no_report_of_today(
    folder: Folder, plan: Plan, days: list[dict[str, Work]]
) -> None:
    put_all(folder, plan, days[0], ["691"])
    press(folder, FIRST)
    put(folder, "bgm hom nay.xlsx", form(plan, days[0]["691"], rows_above=2), plan, SECOND)
    outcome = press(folder, SECOND)
    (line,) = of_other_days(outcome)
    assert "Ngày 22/5/2023 đã tiếp nhận đúng số này." in line
    assert outcome.standing.units[0].status is Status.REFUSED
