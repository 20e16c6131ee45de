"""Apply the rules to a file by itself: what it says, whose it is, and what is wrong with it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from xlpy.core.carried_days import carried_history, until_it_changes
from xlpy.core.carrying import Uneven
from xlpy.core.consolidate import Judged, SentBack, Verdict
from xlpy.core.forms import DAY_SHEET
from xlpy.core.grid import Snapshot
from xlpy.core.identify import name_evidence
from xlpy.core.plan.plan import Plan
from xlpy.core.reading import Submission, read_submissions
from xlpy.core.receipt import Letter, Receipt
from xlpy.core.records import AcceptedDay
from xlpy.core.source import Fault, Finding, Problem, Severity, Source
from xlpy.core.text import begun_small, command, formal_day, merging, received_words
from xlpy.rules import (
    another_row,
    balance,
    bounds,
    cell,
    clock,
    derived,
    file,
    files_of_a_day,
    following,
    form,
    form_date,
    hidden,
    history,
    mail,
    mismatches,
    suspicion,
    totals,
    whose,
    zero_reason,
)
from xlpy.rules.clock import EARLY
from xlpy.rules.families import Family
from xlpy.rules.holders import as_of_a_holder
from xlpy.rules.mail import STRANGER, TOO_EARLY
from xlpy.rules.rule import AT_ITS_LINE, OFFICE_PART, REPAIRED, RULES, Case, Rule, Scope
from xlpy.rules.wording import rule_of, worded

LOADED = (
    balance,
    totals,
    cell,
    derived,
    clock,
    file,
    following,
    another_row,
    bounds,
    history,
    files_of_a_day,
    form,
    form_date,
    hidden,
    mail,
    mismatches,
    suspicion,
    whose,
    zero_reason,
)
"""What a file and a day are judged by; loading a module registers its rules. Those of the plan stand apart."""

_ASKS, _AGAIN, _ON_RETURN = "Đề nghị", "gửi lại", "Sửa luôn khi gửi lại."
_NOT_AGAIN = re.compile(r"^Không phải gửi lại[.:] (\w)|, không phải gửi lại(?=\.)")
_NEXT_TIME, _THIS_TIME = "Lần sau ", "Khi gửi lại, "


class Background(NamedTuple):
    """What is known beside the files of the day.

    `history`: each unit's accepted days before the day, oldest first. `later`: its first accepted day after it.
    `standing`: what is accepted for the day itself so far. `same_bytes`: SHA-256 → days and names under which
    the same bytes came for other days. `by_name`: (unit, SHA-256) that the office accepted by the unit's name.
    `letters`: the e-mails that files of the day came in, or are. `in_force`: the plan as it was on the day, where that
    is over and the plan has been changed since. `first_seen`: (SHA-256, hour of receipt) → the day of the run that
    first took the file in. `withdrawn`: SHA-256 → unit, of what was told by telephone and counts no more. `elsewhere`:
    files that name an earlier day, and that this earlier day has weighed since they were first seen on this one.
    `uneven`: where a unit was split, and the shares are not what it had entered. `sent_back`: units whose file an
    earlier day refused, where it was to be a report that is still due. `last_entered`: the running totals of each
    unit's last accepted day before the day → its code.
    """

    history: Mapping[str, Sequence[AcceptedDay]] = {}
    later: Mapping[str, AcceptedDay] = {}
    standing: Mapping[str, AcceptedDay] = {}
    same_bytes: Mapping[str, tuple[tuple[date, str], ...]] = {}
    by_name: frozenset[tuple[str, str]] = frozenset()
    letters: Mapping[Receipt, Letter] = {}
    in_force: Plan | None = None
    first_seen: Mapping[tuple[str, datetime | None], date] = {}
    withdrawn: Mapping[str, str] = {}
    elsewhere: frozenset[Receipt] = frozenset()
    uneven: tuple[Uneven, ...] = ()
    sent_back: Mapping[str, SentBack] = {}
    last_entered: Mapping[tuple[int, ...], str] = {}


def carried(background: Background, plan: Plan, day: date) -> Background:
    """The same by the units of `day`, where units have changed since the first of its days."""
    history = carried_history(plan, background.history, day)
    return background._replace(
        history=history.days, uneven=history.uneven, later=until_it_changes(plan, day, background.later)
    )


def with_history(background: Background, accepted: Mapping[str, Sequence[AcceptedDay]], day: date) -> Background:
    """The background of a day's files where these are the units' accepted days, oldest first."""
    history: dict[str, tuple[AcceptedDay, ...]] = {}
    later: dict[str, AcceptedDay] = {}
    standing: dict[str, AcceptedDay] = {}
    for unit, days in accepted.items():
        history[unit] = tuple(item for item in days if item.date < day)
        for item in reversed(days):
            if item.date > day:
                later[unit] = item
            elif item.date == day:
                standing[unit] = item
    return background._replace(history=history, later=later, standing=standing)


def judge(plan: Plan, day: date, receipt: Receipt, snapshot: Snapshot, background: Background) -> Judged:
    """Read a file's form and decide what becomes of it."""
    if any(problem.fault is Fault.NOT_A_REPORT_FILE for problem in snapshot.problems):
        return Judged(receipt, None, Verdict.IGNORE, tuple(worded(snapshot.problems, None)))
    if (owner := background.withdrawn.get(receipt.sha256)) is not None:
        problem = Problem(Fault.PHONED_WITHDRAWN, Source(receipt.name))
        return Judged(receipt, owner, Verdict.IGNORE, tuple(worded([problem], owner)))
    came_in = background.letters.get(receipt)
    if snapshot.opened:
        return _judge_holder(plan, receipt, snapshot, came_in)
    codes = _taken_by_name(background.by_name).get(receipt.sha256, ())
    named = plan.senders.by_code.get(codes[0]) if len(codes) == 1 else None
    if len(codes) > 1:
        named = next((unit for code, unit in plan.senders.by_code.items() if code in codes), None)
    forms = read_submissions(snapshot, plan.senders, year=plan.year_of(day), start=plan.start, named=named)
    problems = list(snapshot.problems)
    # A workbook with a sheet a day: the form of the day in question is the one that was meant.
    fitting = [form for form in forms if form.date == day] or list(forms)
    submission = fitting[0] if len(fitting) == 1 else None
    if not forms and not any(rule_of(problem.fault).severity is Severity.ERROR for problem in problems):
        sheets = ", ".join(f"“{grid.sheet}”" for grid in snapshot.grids) or "không có trang nào"
        problems.append(Problem(Fault.FORM_NOT_FOUND, Source(receipt.name), {"sheets": sheets}))
    elif len(fitting) > 1:
        unseen = {grid.sheet for grid in snapshot.grids if not grid.visible}
        places = "; ".join(
            f"{form.source.sheet}!{form.source.cell}" + " (trang đang ẩn)" * (form.source.sheet in unseen)
            for form in fitting
        )
        problems.append(Problem(Fault.SEVERAL_FORMS, fitting[1].source, {"places": places}))
    unit = _unit(plan, receipt, submission, fitting) or _unit_of_sender(plan, came_in, submission)
    if receipt in background.elsewhere and named is None and receipt.sha256 not in background.same_bytes:
        return Judged(receipt, unit, Verdict.IGNORE, submission=submission, letter=came_in)
    if named is None and submission is not None and _is_of_its_turn(plan, day, unit, submission, background):
        values = {"written": submission.date, "command": command(merging(submission.date or day))}
        late = worded([Problem(Fault.OF_ITS_TURN, submission.day_place, values)], unit, day=day)
        return Judged(receipt, unit, Verdict.IGNORE, tuple(late), submission, letter=came_in)
    by_days = submission is not None and submission.by_days
    findings = list(worded([*problems, *(submission.problems if submission else ())], unit, by_days=by_days, day=day))
    if submission is not None:
        case = _case(plan, day, submission, receipt, background)
        findings.extend(_checked(case, unit, _applying(case, named is not None)))
        if any(finding.severity is Severity.ERROR and finding.code != _CORRECTS.code for finding in findings):
            # What cannot count anyway corrects nothing, whatever came to stand for the day meanwhile.
            findings = [finding for finding in findings if finding.code != _CORRECTS.code]
        # One thing to do is enough to say.
        findings = [finding for finding in findings if finding.code not in form.said_better(case)]
    if submission is not None and submission.by_days and submission.date is not None:
        findings = [
            _at_its_line(finding, day if RULES[finding.code].of_the_day else submission.date) for finding in findings
        ]
    return _verdict(day, receipt, unit, submission, findings, background)._replace(letter=came_in)


def _is_of_its_turn(plan: Plan, day: date, unit: str | None, submission: Submission, background: Background) -> bool:
    """Whether a form is what its unit still owed for the last day on which reports were due, before this one."""
    written = submission.date
    if plan.period.is_daily or unit is None or not submission.has_figures or written is None or written >= day:
        return False
    accepted = background.history.get(unit, ())
    return written == plan.period.due(day) and plan.period.owes(day, accepted[-1].date if accepted else None)


@lru_cache(maxsize=4)
def _taken_by_name(by_name: frozenset[tuple[str, str]]) -> Mapping[str, Sequence[str]]:
    """SHA-256 → the codes of the units by whose name the office accepted it."""
    found: dict[str, list[str]] = {}
    for code, digest in by_name:
        found.setdefault(digest, []).append(code)
    return found


def _judge_holder(plan: Plan, receipt: Receipt, snapshot: Snapshot, letter: Letter | None) -> Judged:
    """A letter or an archive: nothing to say of it where it brought workbooks, which are judged by themselves."""
    if not snapshot.problems:
        return Judged(receipt, None, Verdict.IGNORE, letter=letter, holds_others=True)
    sender = plan.lookup.unit_of(letter.sender) if letter else None
    unit = sender or _unit(plan, receipt, None, ())
    findings = tuple(as_of_a_holder(finding, receipt.name) for finding in worded(snapshot.problems, unit))
    refused = any(finding.severity is Severity.ERROR for finding in findings)
    alone = any(one.fault is Fault.LETTER_WITHOUT_REPORT and not one.values.get("files") for one in snapshot.problems)
    verdict = Verdict.REFUSE if refused else Verdict.IGNORE
    return Judged(receipt, unit, verdict, findings, letter=letter, words_only=alone)


def as_talk(judged: Judged) -> Judged:
    """A letter of words alone from a unit whose report was taken: it may say thanks. For the office to read, and nothing
    that the unit failed to do."""
    told = (one._replace(severity=Severity.INFO, fix=_TO_BE_READ) for one in judged.findings)
    return judged._replace(verdict=Verdict.IGNORE, findings=tuple(told))


_CORRECTS = history.published_day_changed
_TO_BE_READ = "Đọc thư ấy: báo cáo của đơn vị đã tiếp nhận; định gửi bản sửa mà quên đính kèm thì đề nghị gửi lại."
_OF_A_RECEIPT = frozenset({STRANGER.code, TOO_EARLY.code, EARLY.code})


def held_for_its_receipt(judged: Judged) -> bool:
    """Whether a file waits for a person because of who sent it or when it came: sent again, it may count."""
    return judged.verdict is Verdict.REFUSE and any(finding.code in _OF_A_RECEIPT for finding in judged.findings)


def _unit(plan: Plan, receipt: Receipt, submission: Submission | None, forms: Sequence[Submission]) -> str | None:
    if submission is not None:
        if submission.unit is not None:
            return submission.unit.code
        return None
    units = {form.unit.code for form in forms if form.unit}
    if len(units) == 1:
        return units.pop()
    # Of a file that cannot be read, the name still tells who should be asked to send it again.
    mentioned = name_evidence(receipt.name, plan.senders).units
    return mentioned[0].code if len(mentioned) == 1 else None


def _unit_of_sender(plan: Plan, letter: Letter | None, submission: Submission | None) -> str | None:
    """Who is to be asked about a file that does not tell whose it is: the unit that mailed it."""
    sender = plan.lookup.unit_of(letter.sender) if letter else None
    candidates = submission.candidates if submission else ()
    return sender if not candidates or sender in candidates else None


def _case(plan: Plan, day: date, submission: Submission, receipt: Receipt, background: Background) -> Case:
    unit = submission.unit.code if submission.unit else ""
    standing = background.standing.get(unit)
    # What is taken by name is weighed as if nothing stood there, so that a second press records nothing.
    again = standing is not None and (unit, receipt.sha256) in background.by_name
    return Case(
        plan,
        day,
        submission,
        receipt,
        history=background.history.get(unit, ()),
        later=background.later.get(unit),
        standing=None if again else standing,
        same_bytes=background.same_bytes.get(receipt.sha256, ()),
        letter=background.letters.get(receipt),
        in_force=background.in_force,
        first_seen=background.first_seen.get((receipt.sha256, receipt.received_at)),
        last_entered=background.last_entered,
    )


class _OfAForm(NamedTuple):
    """The rules of forms: all, without those that look at the days before, and those that need no figures."""

    all: Sequence[Rule]
    of_figures: Sequence[Rule]
    of_the_day: Sequence[Rule]


@lru_cache(maxsize=1)
def _of_a_form(_known: int) -> _OfAForm:
    """As they are once so many rules are known: one may be added late."""
    rules = tuple(rule for rule in RULES.values() if rule.scope is Scope.SUBMISSION)
    of_the_day = tuple(rule for rule in rules if rule.of_the_day)
    return _OfAForm(
        rules, tuple(rule for rule in rules if rule.of_the_day or rule.family is not Family.HISTORY), of_the_day
    )


def _applying(case: Case, named: bool) -> Sequence[Rule]:
    """The rules that can say something of a form: of one for another day, the days before mean nothing.

    Unless the office says by name that it is the day's: then a mistyped date is all that is wrong with it.
    """
    rules = _of_a_form(len(RULES))
    if not (case.unit and case.submission.rows):
        return rules.of_the_day
    other_day = case.submission.date not in (case.day, None) and not named
    return rules.of_figures if other_day else rules.all


def _checked(case: Case, unit: str | None, rules: Iterable[Rule]) -> list[Finding]:
    by_days = case.submission.by_days
    findings = [
        rule.finding(violation, unit, by_days=by_days) for rule in rules if rule.check for violation in rule.check(case)
    ]
    if any(finding.severity is Severity.ERROR and finding.fix == case.remedy for finding in findings):
        return [finding for finding in findings if not RULES[finding.code].derived]
    return findings


def _verdict(
    day: date,
    receipt: Receipt,
    unit: str | None,
    submission: Submission | None,
    findings: list[Finding],
    background: Background,
) -> Judged:
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    named = unit is not None and (unit, receipt.sha256) in background.by_name
    if not errors:
        warned = any(finding.severity is Severity.WARNING for finding in findings)
        verdict = Verdict.WARN if warned else Verdict.ACCEPT
        return Judged(receipt, unit, verdict, tuple(findings), submission, by_name=named)
    if named and submission is not None and submission.rows and all(RULES[e.code].overridable for e in errors):
        softened = tuple(_softened(finding, day) if finding in errors else finding for finding in findings)
        return Judged(receipt, unit, Verdict.WARN, softened, submission, by_name=True)
    told = tuple(_mended_too(f) if f.severity is Severity.WARNING else f for f in findings)
    return Judged(receipt, unit, Verdict.REFUSE, told, submission)


def _softened(error: Finding, day: date) -> Finding:
    """An error that the office accepted: told as a warning. Nothing is asked any more; a known repair is only offered."""
    repair = REPAIRED.search(error.fix)
    offer = f" Muốn sửa thì gửi lại tệp ngày {formal_day(day)}: {begun_small(repair[0])}." if repair else ""
    fix = f"Đã tiếp nhận có xác nhận; ngày sau nối tiếp số này.{offer}"
    return error._replace(severity=Severity.WARNING, fix=fix)


_TYPED = frozenset({Family.CELL, Family.BALANCE, Family.HISTORY})


def _at_its_line(finding: Finding, day: date) -> Finding:
    """A finding of a form that we issued, with the line where its figure is typed: where it shows is locked."""
    if finding.source.sheet == DAY_SHEET:
        return finding
    rule = RULES[finding.code]
    remedy, office, rest = finding.fix.partition(OFFICE_PART)
    if rule.issued or rule.family not in _TYPED or not finding.source.cell or _ASKS.lower() not in remedy.lower():
        return finding
    told = f"{AT_ITS_LINE}{DAY_SHEET}”, dòng {formal_day(day)}."
    return finding._replace(fix=f"{remedy}{told}{office}{rest}")


def _mended_too(warning: Finding) -> Finding:
    """Of a file that must come again, a warning is never said to need none; what it asks for can be mended along.

    What it asks for the next time, where nothing had to come again, is then asked for this time.
    """
    remedy, office, rest = warning.fix.partition(OFFICE_PART)
    remedy, needless = _NOT_AGAIN.subn(lambda found: (found[1] or "").upper(), remedy)
    if needless:
        remedy = remedy.replace(_NEXT_TIME, _THIS_TIME)
    along = remedy.startswith(_ASKS) and _AGAIN not in remedy
    return warning._replace(fix=f"{remedy} {_ON_RETURN}{office}{rest}" if along else f"{remedy}{office}{rest}")


def already_received(receipt: Receipt, first: Receipt) -> Judged:
    """The same bytes as another file of the day: set aside, and said."""
    problem = Problem(
        Fault.ALREADY_RECEIVED, Source(receipt.name), {"first": first.name, "at": received_words(first.received_at)}
    )
    return Judged(receipt, None, Verdict.IGNORE, tuple(worded([problem], None)))


def overridable(finding: Finding) -> bool:
    """Whether the office may take a file by its unit's name in spite of this finding."""
    return finding.severity is not Severity.ERROR or RULES[finding.code].overridable


def claimants(judged: Judged) -> frozenset[str]:
    """The codes of the units of which a file may be."""
    own = frozenset({judged.unit} if judged.unit else ())
    return own | (judged.submission.candidates if judged.submission and not judged.submission.unit else frozenset())


def acceptable_by_name(judged: Judged, code: str) -> bool:
    """Whether the office may accept a refused file as the report of unit `code`: it can be read, and may be theirs."""
    if judged.verdict is not Verdict.REFUSE or judged.submission is None:
        return False
    errors = [finding for finding in judged.findings if finding.severity is Severity.ERROR]
    if judged.submission.unit is not None:
        theirs = judged.unit == code
    else:
        theirs = judged.unit in (code, None) and code in judged.submission.candidates
    return theirs and all(RULES[error.code].overridable for error in errors)
