"""A fortnight with everything that the plan asks for: three levels, people, tasks, machines, units that change, cases."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.app.test_changes import LAST, Truth, deliver
from tests.app.test_levels import folder_of, whole, written
from tests.app.test_levels_page import lines
from tests.app.test_mismatches import Clerk
from tests.kit.folders import FIRST, HANDS, new_folder, press, put
from xlpy.app.history import report_again
from xlpy.app.journal_check import prove
from xlpy.app.merge.merge_day import Outcome
from xlpy.core.consolidate import Status
from xlpy.core.mismatches import Differs, Mismatch, count
from xlpy.core.plan.dated import of_day
from xlpy.core.records import KINDS, Kind, Measure
from xlpy.core.text import formal_day, number
from xlpy.demo.truth import campaign
from xlpy.doors.disk.plan_file import default_text
from xlpy.drawing.office_book.whole import draw_office_book
from xlpy.journal import Journal
from xlpy.rules.plan import check_plan

TYPING = ("691", "692")
"""Units that send the form that was issued to them, with cases followed apart."""
OTHERS = {"huyen": (0, 7), "tinh": (3,)}
"""The other levels, and the days on which all of their units report."""


class Fortnight:
    """What was true, and the three folders in which it was received day by day."""

    def __init__(self, room: Path) -> None:
        data = json.loads(default_text())
        data["folders"] = {**data["folders"], "levels": ["../huyen", "../tinh"]}
        data["moves"] = [
            {"day": "2023-05-27", "code": "689", "what": "received", "count": 16},
            {"day": "2023-05-30", "code": "694", "what": "lent", "count": 2, "other": "6961"},
        ]
        data["tasks"][2]["state"] = "under-way"
        data["teams"] = [{"code": "691", "level": "commune", "teams": 8, "justice_1": 8, "police_1": 8, "others_1": 12}]
        self.truth = Truth(data)
        self.folder = new_folder(room / "xa")
        self.folder.workbook.write_bytes(draw_office_book(self.truth.data))
        self.others = {name: folder_of(room / name, name) for name in OTHERS}
        self.clerks = [Clerk(of_day(self.truth.plan, FIRST), unit) for unit in TYPING]
        self.cases: list[int] = []
        self.elsewhere: list[int] = []
        self.outcomes: list[Outcome] = []
        self.reports: list[bytes] = []
        self._sums = dict.fromkeys(OTHERS, 0)

    def live(self, day: int) -> None:
        """One day: what happens, what is sent, the press."""
        on = FIRST + timedelta(days=day)
        deliver(self.folder, self.truth, day, but=TYPING)
        for place, clerk in enumerate(self.clerks):
            self._follow(clerk, place, day, on)
            figures = [self.truth.days[day][clerk.unit].today[kind] for kind in KINDS]
            put(self.folder, f"{on}/{clerk.unit}.xlsx", clerk.form(on, figures), self.truth.plan, on)
        for name, (other, plan) in self.others.items():
            if day in OTHERS[name]:
                for code, work in list(campaign(plan, day + 1, seed=9))[day].items():
                    hand = HANDS[code].file if code in HANDS else "so tu phap.xlsx"
                    put(other, f"{on}/{hand}", written(plan, work), plan, on)
                    self._sums[name] += sum(work.entered.values()) - sum(self._before(name, plan, code, day).values())
        self.elsewhere.append(sum(self._sums.values()))
        outcome = press(self.folder, on)
        self.outcomes.append(outcome)
        self.reports.append(outcome.report.read_bytes())

    def _before(self, name: str, plan: object, code: str, day: int) -> dict[Kind, int]:
        """What a unit of another level had told before."""
        told = [one for one in OTHERS[name] if one < day]
        if not told:
            return dict.fromkeys(KINDS, 0)
        return dict(list(campaign(plan, told[-1] + 1, seed=9))[told[-1]][code].entered)  # type: ignore[arg-type]

    def _follow(self, clerk: Clerk, place: int, day: int, on: date) -> None:
        """Fifteen cases of each clerk are opened in eight days; six of them go through every step, one a day."""
        for _ in range(2 if day < 7 else int(day == 7)):
            kind, at = KINDS[len(clerk.cases) % 4], len(clerk.cases) + 1
            book = f"{place + 1}/2005"
            clerk.cases.append(Mismatch(kind, book, str(at), str(100 + at), Differs.BIRTH_DATE, on))
        for at in range(6):
            if at < len(clerk.cases) and (case := clerk.cases[at]).found < on:
                step = next(
                    (name for name in ("sent", "answered", "corrected", "done") if getattr(case, name) is None), ""
                )
                if step:
                    clerk.cases[at] = case._replace(**{step: on})

    @property
    def of_cases(self) -> tuple[int, int]:
        """Open and done, at the end."""
        whole = count([case for clerk in self.clerks for case in clerk.cases], FIRST + timedelta(days=LAST - 1))
        return whole.open, whole.done


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory, needs_slow: None) -> Fortnight:
    made = Fortnight(tmp_path_factory.mktemp("hai-tuan"))
    for day in range(LAST):
        made.live(day)
    return made


def test_every_total_of_every_level_is_the_truth(lived: Fortnight) -> None:
    for day, outcome in enumerate(lived.outcomes):
        assert {unit.status for unit in outcome.standing.units} == {Status.RECEIVED}, day
        for kind in KINDS:
            assert outcome.standing.total[kind].entered == lived.truth.total(day, kind)
        entered = outcome.standing.total[Kind.SUM].entered + lived.elsewhere[day]
        least = "" if day >= OTHERS["tinh"][0] else "ít nhất "
        assert whole(outcome)[0].startswith(f"đã nhập {least}{number(entered)} trên 1.457.884 trường hợp")
    assert sum(level.books for level in lived.outcomes[0].plan.levels) == 27_548


def test_every_unit_of_every_level_stands_in_the_report_with_its_last_figures(lived: Fortnight) -> None:
    for day, outcome in enumerate(lived.outcomes):
        found = lines(outcome.report)
        for name, (_, plan) in lived.others.items():
            told = [one for one in OTHERS[name] if one <= day]
            for code, target in plan.targets.items():
                figures, on = found[target.unit.name]
                assert on == (formal_day(FIRST + timedelta(days=told[-1])) if told else "chưa có"), (day, code)
                last = lived._before(name, plan, code, told[-1] + 1) if told else {}
                assert [figures[kind, Measure.ENTERED] for kind in KINDS] == [last.get(kind) for kind in KINDS]
        label = "TOÀN BỘ KẾ HOẠCH" + ("" if day >= OTHERS["tinh"][0] else " (*)")
        figures, _ = found[label]
        entered = outcome.standing.total[Kind.SUM].entered + lived.elsewhere[day]
        assert [figures[Kind.SUM, one] for one in (Measure.TOTAL, Measure.ENTERED)] == [1_457_884, entered]


def test_nobody_of_a_weekly_level_is_missing_who_owes_nothing(lived: Fortnight) -> None:
    """Districts report on both Mondays, the Sở on the first Thursday: on the second Friday it owes its week's report."""
    fridays = [FIRST + timedelta(days=number) for number in (4, 11)]
    for name, (folder, _) in lived.others.items():
        with Journal.reading(folder.journal) as journal:
            days = {
                day: {unit.status for unit in standing.units}
                for day in journal.days()
                if (standing := journal.standing(day))
            }
        assert set(days) == {*(FIRST + timedelta(days=number) for number in OTHERS[name]), *fridays}
        assert days[fridays[0]] == {Status.NOT_DUE}
        assert days[fridays[1]] == {Status.MISSING if name == "tinh" else Status.NOT_DUE}


def test_people_tasks_and_machines_are_those_of_the_day(lived: Fortnight) -> None:
    machines = [sum(target.machines for target in outcome.plan.targets.values()) for outcome in lived.outcomes]
    assert machines == [111] * 5 + [127] * 9
    assert {f.code for f in lived.outcomes[0].standing.findings} >= {"NV01"}
    assert [f.unit for f in check_plan(lived.outcomes[-1].plan) if f.code == "TO01"] == ["691"]


def test_thirty_cases_were_opened_and_twelve_closed(lived: Fortnight) -> None:
    assert lived.of_cases == (18, 12)
    apart = lived.outcomes[-1].apart
    assert {unit: set(cases) for unit, cases in apart.items() if cases} == {
        clerk.unit: set(clerk.cases) for clerk in lived.clerks
    }


def test_pressed_again_nothing_is_new_and_past_reports_are_as_they_were(lived: Fortnight) -> None:
    for day, first in enumerate(lived.outcomes):
        on = FIRST + timedelta(days=day)
        assert press(lived.folder, on).standing == first.standing
        assert report_again(lived.folder, on, None)[2].read_bytes() == lived.reports[day], on


def test_the_journal_is_proved_line_by_line(lived: Fortnight) -> None:
    assert [line.told for line in prove(lived.folder) if not line.good] == []
