"""Each rule's twin in the form: in a real spreadsheet it says what Python says of the same form.

Values are typed into the form of a unit, the twins are evaluated as they stand in the file, and the form is saved,
read and judged as if it had been sent in. A twin is of the same code as the rule, and the form is never ready to be sent
where Python refuses it. Two things differ by design: of a text such as "1.234" the form says SL01, as its sums leave texts out, where
Python knows the number and refuses what the sums have become (SL08 with CD01 or LK01): only the verdict agrees then.
And of a cell that cannot be read Python says nothing more, where the form may say a second thing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from datetime import date, datetime, time, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from openpyxl import load_workbook
from openpyxl.formula.translate import Translator
from openpyxl.worksheet.worksheet import Worksheet

from tests.kit.calc import Calc, Document
from tests.kit.shared import once
from tests.kit.unit_forms import CHECK, FIRST_ROW, NOTE, OPENING_ROW, REASON, TODAY, set_today, state
from xlpy.core.consolidate import Judged, Verdict
from xlpy.core.forms import DAY_SHEET
from xlpy.core.plan.plan import Plan
from xlpy.core.receipt import Receipt
from xlpy.core.records import KINDS, AcceptedDay, Figures
from xlpy.core.source import Severity, Source
from xlpy.core.zero_reasons import zero_reason
from xlpy.doors.files.workbook import read_workbook
from xlpy.drawing.unit_form import draw_unit_form
from xlpy.drawing.unit_form.causes import CAUSES
from xlpy.drawing.unit_form.days import DONE
from xlpy.drawing.unit_form.head import READY
from xlpy.rules.judge import Background, judge
from xlpy.rules.rule import RULES
from xlpy.rules.twin import NOT_WHOLE, Twin

LOCALES = ("en-US", "vi-VN")
SHOWN = {*"DHLP", *"EIMQ"}
"""Columns of Phụ lục 01 for which the clerk answers."""
ROWS = (FIRST_ROW, FIRST_ROW + 1, FIRST_ROW + 2)
AWAY = 150
"""Far below the days: where the twins are evaluated."""

ELSEWHERE: Mapping[str, str] = {
    **dict.fromkeys(
        ("KH02", "KH03", "KH06", "KH07", "KH08", "KH09", "KH11"),
        "watches over the office's workbook: test_plan_twins",
    ),
    **dict.fromkeys(
        ("NV01", "NV02", "NV03", "NV04", "TO01", "TO02", "TO03", "TO04", "TO05"),
        "watches over the office's side sheets: test_aside_twins",
    ),
    **dict.fromkeys(
        ("TR01", "TR02", "TR03", "TR04", "TR05", "TR07", "TR08"),
        "watches over Theo dõi riêng: test_mismatch_twins",
    ),
    **dict.fromkeys(
        ("MA01", "MA02", "MA03", "MA04", "MA05", "MA06", "MA07", "DV01", "DV02"),
        "watches over the office's dated sheets: test_moves_twins, test_changes_twins",
    ),
}


class Keyed(str):
    """Typed on a keyboard: what it becomes depends on the session's locale."""


class Pasted(str):
    """A text that stays one, as after a paste."""


Entry = int | float | str | bool | None
Day = tuple[Entry, Entry, Entry, Entry]
NOTHING: Day = (None, None, None, None)
CLEAN: Day = (250, 60, 20, 1)
USUAL: tuple[Day, ...] = ((1245, 310, 95, 1), (300, 70, 30, 0))
UNREAD = "of what cannot be read, Python says nothing else"
SUMS = "the form's own sums leave a text out, so Python refuses it as SL08 with CD01 or LK01"


Codes = str | Mapping[str, str]
"""Codes of rules, for all locales or by locale."""


def _codes(told: Codes, locale: str) -> set[str]:
    return set((told if isinstance(told, str) else told[locale]).split())


class Case(NamedTuple):
    """What is typed, and what is said of it.

    `today` is typed on the day after those of `before`. `says` are the codes on which both agree, `twin` and `python` codes that only one of them names, for the reason `why`. `stricter`: the
    form is not ready with it, though Python would accept it. `early`: typed a day before its day. `reason` is chosen
    beside `today`, `reasons_before` beside the days before.
    """

    name: str
    today: Day
    says: Codes = ""
    note: Entry = None
    before: tuple[Day, ...] = USUAL
    opening: Day = NOTHING
    unit: str = "696"
    twin: Codes = ""
    python: Codes = ""
    why: str = ""
    stricter: bool = False
    early: bool = False
    reason: Entry = None
    reasons_before: tuple[Entry, ...] = ()

    def of_twins(self, locale: str) -> set[str]:
        return _codes(self.says, locale) | _codes(self.twin, locale)

    def of_python(self, locale: str) -> set[str]:
        return _codes(self.says, locale) | _codes(self.python, locale)

    @property
    def by_locale(self) -> bool:
        """Whether a locale could matter: a whole number is the same under all."""
        entries = (*self.today, *self.opening)
        return any(isinstance(entry, str | float) for entry in entries) or not isinstance(self.says, str)

    @property
    def keyed(self) -> bool:
        return any(isinstance(entry, Keyed) for entry in self.today)


def births(entry: Entry) -> Day:
    return (entry, *CLEAN[1:])


def adoptions(entry: Entry) -> Day:
    return (*CLEAN[:3], entry)


CASES = (
    Case("a usual day", CLEAN),
    Case("the first day", CLEAN, before=()),
    Case("zeros", (0, 0, 0, 0)),
    # SL01
    Case("a word", births(Pasted("abc")), "SL01"),
    Case("nil", adoptions(Pasted("nil")), "SL01"),
    Case("a word on the first day", births(Pasted("như trên")), "SL01", before=()),
    Case("two dashes", adoptions(Pasted("--")), "SL01"),
    Case("a word with a dash", births(Pasted("-abc")), "SL01"),
    # A truth value is a number to LibreOffice, where the cell is one of numbers, and so it is saved.
    Case("a true", births(True)),
    Case("a false", adoptions(False)),
    Case("thousands pasted as text", births(Pasted("1.234")), twin="SL01", why=SUMS),
    Case("a text of thousands on the first day", births(Pasted("1.234")), before=(), twin="SL01", python="CD01", why=SUMS),
    Case("a text of a plain number", births(Pasted("12")), twin="SL01", why=SUMS),
    Case("a text with a comma", births(Pasted("1,234")), twin="SL01", why="Python calls it SL07"),
    Case("a negative number as text", births(Pasted("-12")), note="trùng", twin="SL01", python="SL04", why=SUMS),
    # SL02
    Case("dots of thousands keyed", births(Keyed("68.082")), {"en-US": "SL02", "vi-VN": "LK15"}),
    Case("a comma keyed", births(Keyed("3,5")), {"en-US": "", "vi-VN": "SL02"},
         twin={"en-US": "SL01", "vi-VN": ""}, python={"en-US": "SL02", "vi-VN": ""}, why="under en-US it is a text"),
    Case("a comma in a text", births(Pasted("3,5")), twin="SL01", python="SL02", why="Python knows what the text says"),
    Case("68.082 as a number", births(68.082), "SL02"),
    Case("3.5 as a number", adoptions(3.5), "SL02"),
    Case("a fraction taken back", births(-3.5), "SL02", note="nhầm", twin="SL04", why=UNREAD),
    Case("a fraction before the first day", CLEAN, "SL02", opening=(68.082, None, None, None)),
    # SL03, SL04
    Case("minus one with a note", adoptions(-1), "SL04", note="ngày 22/5 nhập trùng 1"),
    Case("minus one with a note of one letter", adoptions(-1), "SL04", note="x"),
    Case("minus one with a number for a note", adoptions(-1), "SL04", note=5),
    Case("minus one without a note", adoptions(-1), "SL03"),
    Case("minus one with a note of spaces", adoptions(-1), "SL03", note=Pasted("   ")),
    Case("a note without a correction", CLEAN, note="máy hỏng một giờ"),
    Case("more taken back than was entered", adoptions(-5), "SL03 SL04", note="trùng"),
    Case("more taken back on the first day", births(-1), "SL03 SL04", note="trùng", before=()),
    Case("all taken back", births(-1545), "SL04", note="nhập nhầm sổ"),
    Case("a correction of what was entered before", births(-5), "SL04", note="x", before=(), opening=(5, None, None, None)),
    Case("less than nothing before the first day", CLEAN, "SL03 CD01", before=(), opening=(-300, None, None, None)),
    # SL05
    Case("a division by zero", births(Keyed("=1/0")), "SL05"),
    Case("not available", adoptions(Keyed("=NA()")), "SL05"),
    Case("a division by zero on the first day", births(Keyed("=1/0")), "SL05", before=()),
    Case("nothing but an error", (Keyed("=1/0"), None, None, None), "SL05 SL10"),
    Case("a formula of numbers", births(Keyed("=100+150"))),
    # SL09
    Case("a thousand million", births(10**9), "CD02 LK15", before=()),
    Case("ten thousand million", births(10**10), "SL09", twin="CD02 LK15", why=UNREAD),
    Case("ten thousand million too few", births(-(10**10)), "SL09", note="x", twin="SL03 SL04", why=UNREAD),
    # SL10
    Case("one kind left blank", adoptions(None), "SL10"),
    Case("only births", (250, None, None, None), "SL10"),
    Case("only births on the first day", (250, None, None, None), "SL10", before=()),
    Case("a space for a figure", adoptions(Pasted(" ")), "SL10"),
    # SL11
    Case("a dash", adoptions(Pasted("-")), "SL11"),
    Case("a dash between spaces", adoptions(Pasted(" - ")), "SL11"),
    Case("four dashes", (Pasted("-"),) * 4, "SL11"),
    Case("a long dash", adoptions(Pasted("–")), twin="SL01", python="SL11", stricter=True, why="the form knows the key"),
    # CD01
    Case("more today than ever", (12, 60, 20, 1), "CD01 SL03", before=((-20, 10, 5, 0),)),
    Case("more today than was left over", (12, 60, 20, 1), "CD01", before=((-10, 10, 5, 0),)),
    # CD02
    Case("as much as the total", (0, 0, 0, 24)),
    Case("one more than the total", (0, 0, 0, 25), "CD02"),
    Case("more than the total with the opening", (0, 0, 0, 2), "CD02", before=(), opening=(None, None, None, 24)),
    Case("the opening above the total", CLEAN, "CD02", before=(), opening=(None, None, None, 26)),
    Case("anything where the plan gives nothing", CLEAN, "CD02", before=(), unit="698"),
    Case("zeros where the plan gives nothing", (0, 0, 0, 0), before=((0, 0, 0, 0),) * 2, unit="698"),
    # LK05
    Case("zeros for three days", (0, 0, 0, 0), "LK05", before=((0, 0, 0, 0),) * 2),
    Case("zeros for two days", (0, 0, 0, 0), before=((5, 0, 0, 0), (0, 0, 0, 0))),
    Case("zeros on the first two days", (0, 0, 0, 0), before=((0, 0, 0, 0),)),
    Case("zeros for three days and a blank", (0, 0, 0, None), "SL10", before=((0, 0, 0, 0),) * 2),
    Case("zeros with a day without report", (0, 0, 0, 0), before=((0, 0, 0, 0), NOTHING)),
    Case("zeros after a day and its correction", (0, 0, 0, 0), before=((5, 0, 0, 0), (-5, 0, 0, 0))),
    Case("corrections that make up for what was entered", (5, -5, 0, 0), "SL04", note="nhầm sổ", before=((0, 0, 0, 0),) * 2,
         opening=(9, 9, None, None)),
    # the reason for a zero: LK05, SL18, SL19
    Case("zeros for three days, today with a reason", (0, 0, 0, 0), before=((0, 0, 0, 0),) * 2, reason="mất điện"),
    Case("zeros for three days, one before with a reason", (0, 0, 0, 0), before=((0, 0, 0, 0),) * 2,
         reasons_before=("không có người", None)),
    Case("zeros for three days, a reason of before that is none", (0, 0, 0, 0), "LK05", before=((0, 0, 0, 0),) * 2,
         reasons_before=(None, "nghỉ")),
    Case("a zero with a reason", (0, 0, 0, 0), reason="Phần mềm ngừng"),
    Case("a word that is no reason", (0, 0, 0, 0), "SL18", reason="máy hỏng"),
    Case("a number for a reason", (0, 0, 0, 0), "SL18", reason=5),
    Case("a space for a reason", (0, 0, 0, 0), reason=Pasted(" ")),
    Case("a reason beside figures", CLEAN, "SL19", reason="đã nhập xong"),
    Case("a word that is no reason beside figures", CLEAN, "SL18", reason="x"),
    Case("a reason beside a correction", adoptions(-1), "SL04 SL19", note="trùng", reason="mất điện"),
    # LK06
    Case("all that the machines can", (4800 - 81, 60, 20, 1)),
    Case("a tenth more than the machines can", (5280 - 81, 60, 20, 1)),
    Case("more than a tenth above what the machines can", (5280 - 80, 60, 20, 1), "LK06"),
    Case("one less than twice what the machines can", (9600 - 82, 60, 20, 1), "LK06"),
    # LK15
    Case("twice what the machines can", (9600 - 81, 60, 20, 1), "LK15"),
    Case("the total of all days", births(100_000), "LK15"),
    # BM16
    Case("a day that has not come", CLEAN, "BM16", before=(), early=True),
)  # fmt: skip


class Watch(NamedTuple):
    """A formula of the file over a cell of the form, and the twin that it is; no twin: it is a validation."""

    row: int
    formula: str
    code: str = ""
    twin: Twin | None = None


class Result(NamedTuple):
    """What became of a case. `typed` are the rows that were typed into."""

    codes: set[str]
    twins: set[Twin]
    stopped: bool
    check: str
    state: str
    judged: Judged

    @property
    def python(self) -> set[str]:
        """Codes of rules with twins, as far as they are about figures that the clerk answers for."""
        return {
            finding.code
            for finding in self.judged.findings
            if finding.code in WATCHED
            and (
                finding.code.startswith(("LK", "BM"))
                or finding.source.sheet == DAY_SHEET
                or finding.source.cell.rstrip("0123456789") in SHOWN
            )
        }


TWINS = {rule.code: rule.twins for rule in RULES.values() if rule.twins}
WATCHED = {code: twins for code, twins in TWINS.items() if code not in ELSEWHERE}


def _pattern(twin: Twin) -> re.Pattern[str]:
    """A twin's formula with any cell in its places."""
    parts = re.split(r"\{\w+\}", twin.broken)
    return re.compile(r"[$A-Z0-9:,]+".join(map(re.escape, parts)))


@cache
def _which(formula: str) -> tuple[str, Twin] | None:
    """The rule's code, and the twin; None for a formula that only tells where to type, or what a sign means."""
    found = [(code, twin) for code, twins in WATCHED.items() for twin in twins if _pattern(twin).fullmatch(formula)]
    assert len(found) <= 1, formula
    return found[0] if found else None


def moved(formula: str, first: str, to: str) -> str:
    """A formula that stands for the first cell of an area, as it stands for another."""
    return str(Translator(f"={formula}", origin=first).translate_formula(to)).removeprefix("=")


def _over(areas: Any, row: int) -> Iterator[tuple[str, str]]:
    """The first cell of each area, and the cell of its column in a row, where that lies in the area."""
    for area in areas:
        first = area.coord.partition(":")[0]
        if area.min_row <= row <= area.max_row:
            yield first, f"{first.rstrip('0123456789')}{row}"


def watches(sheet: Worksheet, rows: Iterable[int]) -> Iterator[Watch]:
    """Every twin and every validation over the rows that are typed into, as the file has them."""
    for row in (OPENING_ROW, *rows):
        for area in sheet.conditional_formatting:
            for first, cell in _over(area.sqref.ranges, row):
                for formula in (formula for rule in area.rules for formula in rule.formula):
                    if found := _which(formula):
                        yield Watch(row, moved(formula, first, cell), *found)
        for validation in sheet.data_validations.dataValidation:
            if validation.type == "list":  # of reasons: what it stops needs no formula
                continue
            for first, cell in _over(validation.sqref.ranges, row):
                yield Watch(row, moved(validation.formula1, first, cell))


class Form:
    """A unit's form, open in a spreadsheet, with its twins evaluated below the days."""

    def __init__(self, calc: Calc, plan: Plan, code: str, folder: Path) -> None:
        self.plan, self.code, self.folder = plan, code, folder
        data = draw_unit_form(plan, next(unit for unit in plan.root.walk() if unit.code == code))
        path = folder / f"{code}.xlsx"
        path.write_bytes(data)
        self.document: Document = calc.open(path)
        self.typed: dict[str, object] = {}
        self.document.unprotect(DAY_SHEET)
        rows = {FIRST_ROW + len(case.before) for case in CASES if case.unit == code}
        self.watched = tuple(watches(load_workbook(BytesIO(data))[DAY_SHEET], rows))
        for place, watch in enumerate(self.watched):
            self.document.set_formula(DAY_SHEET, f"A{AWAY + place}", f"={watch.formula}")

    def type(self, address: str, entry: Entry) -> None:
        known = (type(entry), entry)  # 1 is not True, nor 1.0
        if self.typed.get(address) == known:
            return
        self.typed[address] = known
        value = str(entry) if isinstance(entry, str) else entry
        self.document.type(DAY_SHEET, address, value, literal=isinstance(entry, Pasted))

    def play(self, case: Case) -> Result:
        for kind, entry in zip(KINDS, case.opening, strict=True):
            self.type(f"{TODAY[kind]}{OPENING_ROW}", entry)
        days = (*case.before, case.today)
        for row in ROWS:
            place = row - FIRST_ROW
            entries = days[place] if place < len(days) else NOTHING
            for kind, entry in zip(KINDS, entries, strict=True):
                self.type(f"{TODAY[kind]}{row}", entry)
            corrected = any(isinstance(entry, int) and entry < 0 for entry in entries)
            last = place == len(days) - 1
            self.type(f"{NOTE}{row}", case.note if last else "sửa số" if corrected else None)
            before = case.reasons_before[row - FIRST_ROW] if row - FIRST_ROW < len(case.reasons_before) else None
            self.type(f"{REASON}{row}", case.reason if last else before)
        row = FIRST_ROW + len(case.before)
        set_today(self.document, self._today(case))
        area = f"A{AWAY}:A{AWAY + len(self.watched) - 1}"
        said = [values[0] for values in self.document.block(DAY_SHEET, area)]
        pairs = list(zip(self.watched, said, strict=True))
        # An error: nothing is coloured, and nothing may be typed.
        rows = (row, OPENING_ROW) if case.opening != NOTHING else (row,)
        broken = [watch for watch, value in pairs if watch.twin and value == 1 and watch.row in rows]
        stopped = any(
            value != 1
            for watch, value in pairs
            if watch.twin is None and watch.row <= row and self._filled(case, watch)
        )
        check = str(self.document.cell(DAY_SHEET, f"{CHECK}{row}"))
        twins = {watch.twin for watch in broken if watch.twin}
        codes = {watch.code for watch in broken}
        return Result(codes, twins, stopped, check, state(self.document), self._judged(case))

    def _today(self, case: Case) -> date:
        return self.plan.start + timedelta(days=len(case.before) - case.early)

    def _filled(self, case: Case, watch: Watch) -> bool:
        """Not a day without report: nothing was typed there."""
        return watch.row < FIRST_ROW or (*case.before, case.today)[watch.row - FIRST_ROW] != NOTHING

    def _judged(self, case: Case) -> Judged:
        path = self.folder / "gui.xlsx"
        self.document.save_as(path)
        data = path.read_bytes()
        snapshot = read_workbook(data, "gui.xlsx")
        day = self._today(case)
        received = datetime.combine(day, time(13, 30), self.plan.timezone)
        background = Background(history={self.code: tuple(self._history(case))})
        return judge(self.plan, day, Receipt("gui.xlsx", snapshot.sha256, received), snapshot, background)

    def _history(self, case: Case) -> Iterator[AcceptedDay]:
        entered = [entry if isinstance(entry, int) else 0 for entry in case.opening]
        for place, entries in enumerate(case.before):
            today = [entry if isinstance(entry, int) else 0 for entry in entries]
            entered = [before + now for before, now in zip(entered, today, strict=True)]
            figures = {
                kind: Figures(self.plan.total(self.code, kind), *both)
                for kind, *both in zip(KINDS, today, entered, strict=True)
            }
            if entries != NOTHING:
                day = self.plan.start + timedelta(days=place)
                given = case.reasons_before[place] if place < len(case.reasons_before) else None
                said = AcceptedDay(self.code, day, figures, Source(f"{day}.xlsx"), "0" * 64)
                yield said._replace(reason=zero_reason(given))


def played(locale: str) -> list[Case]:
    """The cases of a locale, what is keyed first: a text of digits makes the cell one of texts."""
    cases = CASES if locale == "vi-VN" else [case for case in CASES if case.by_locale]
    return sorted(cases, key=lambda case: not case.keyed)


@pytest.fixture(scope="module")
def results(
    plan: Plan, tmp_path_factory: pytest.TempPathFactory, needs_office: None, needs_slow: None
) -> Mapping[tuple[str, str], Result]:
    """All cases by locale and name, played in one office for each locale."""
    found = {}
    for locale in LOCALES:
        folder = tmp_path_factory.mktemp("twins")
        of_locale = once(tmp_path_factory, f"twins-{locale}", lambda: _all_played(plan, locale, folder))  # noqa: B023
        found |= {(locale, name): result for name, result in of_locale.items()}
    return found


def _all_played(plan: Plan, locale: str, folder: Path) -> Mapping[str, Result]:
    found = {}
    with Calc(folder, locale) as calc:
        for code in dict.fromkeys(case.unit for case in played(locale)):
            form = Form(calc, plan, code, folder)
            with closing(form.document):
                for case in played(locale):
                    if case.unit == code:
                        found[case.name] = form.play(case)
    return found


EVERY = [pytest.param(locale, case, id=f"{locale}, {case.name}") for locale in LOCALES for case in played(locale)]


@pytest.mark.parametrize(("locale", "case"), EVERY)
def test_twin_and_python_say_the_same(locale: str, case: Case, results: Mapping[tuple[str, str], Result]) -> None:
    result = results[locale, case.name]
    told = [f"{finding.code} {finding.source.cell}" for finding in result.judged.findings]
    assert result.python == case.of_python(locale), told
    assert result.codes == case.of_twins(locale)
    of_the_form = [finding for finding in told if finding.startswith("BM") and not finding.startswith("BM16")]
    assert not of_the_form, "unit, day and form are always known"


@pytest.mark.parametrize(("locale", "case"), EVERY)
def test_a_form_is_ready_where_python_takes_it(
    locale: str, case: Case, results: Mapping[tuple[str, str], Result]
) -> None:
    result = results[locale, case.name]
    refused = result.judged.verdict is Verdict.REFUSE
    # A blank is taken with a word about it, and yet the form asks for its 0 before it is sent.
    blank = "SL10" in result.codes
    assert (result.state == READY) == (not refused and not case.stricter and not blank), result.state
    assert result.state == READY or result.state.startswith("CHƯA"), result.state


@pytest.mark.parametrize(("locale", "case"), EVERY)
def test_nothing_is_stopped_while_typed_but_what_is_no_whole_number(
    locale: str, case: Case, results: Mapping[tuple[str, str], Result]
) -> None:
    result = results[locale, case.name]
    assert result.stopped == bool(result.codes & NOT_WHOLE)


@pytest.mark.parametrize(("locale", "case"), EVERY)
def test_the_check_beside_the_day_names_what_is_coloured_there(
    locale: str, case: Case, results: Mapping[tuple[str, str], Result]
) -> None:
    result = results[locale, case.name]
    if case.opening != NOTHING:
        return  # the line before the days has no check of its own
    told = {code for code in result.codes if RULES[code].severity is not Severity.INFO}
    if told:
        (named,) = re.findall(r"\((\w+)\)", result.check)
        assert named in told
        errors = {code for code in told if RULES[code].severity is Severity.ERROR}
        assert (result.check[0], not errors or named in errors) == ("×" if errors else "▲", True)
    else:
        assert result.check == DONE


def test_every_twin_of_the_form_is_seen_broken_and_whole(results: Mapping[tuple[str, str], Result]) -> None:
    vietnamese = [result.twins for (locale, _), result in results.items() if locale == "vi-VN"]
    for code, twins in WATCHED.items():
        for twin in twins:
            assert {twin in broken for broken in vietnamese} == {True, False}, (code, twin)


def test_every_rule_with_a_twin_has_a_case_or_a_reason_for_none() -> None:
    cases = {code for case in CASES for locale in LOCALES for code in case.of_python(locale) & case.of_twins(locale)}
    assert cases == set(WATCHED)
    assert set(ELSEWHERE) <= set(TWINS)


def test_where_twin_and_python_differ_the_reason_is_told() -> None:
    for case in CASES:
        assert bool(case.why) == bool(case.twin or case.python or case.stricter), case.name


def test_the_form_has_every_twin_that_is_tested(plan: Plan) -> None:
    unit = next(unit for unit in plan.senders if unit.code == "696")
    sheet = load_workbook(BytesIO(draw_unit_form(plan, unit)))[DAY_SHEET]
    found = {watch.twin for watch in watches(sheet, ROWS) if watch.twin}
    assert found == {twin for twins in WATCHED.values() for twin in twins}
    words = {(cause.code, cause.at) for cause in CAUSES if cause.code}
    told = {
        (code, twin.at)
        for code, twins in WATCHED.items()
        for twin in twins
        if RULES[code].severity is not Severity.INFO
    }
    # A running total is a fraction where what was typed is one.
    assert words == told - {("SL02", "entered")}
