"""A day's files weighed together: which of them speak, for whom, which one counts, and what people are told.

The result depends on the files, the plan and what is known beside them alone. Whoever asks, be it to record the day or
only to look, gets the same answer of the same files.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple, TypeAlias

from xlpy.core.consolidate import (
    Choice,
    Judged,
    Standing,
    Status,
    UnitDay,
    Verdict,
    choose,
    consolidate,
    contend,
    said_apart,
)
from xlpy.core.grid import Snapshot, cell_order
from xlpy.core.plan.plan import Plan
from xlpy.core.receipt import Letter, Receipt
from xlpy.core.source import Finding, Severity
from xlpy.rules.another_row import last_entered
from xlpy.rules.files_of_a_day import two_files_contend
from xlpy.rules.form_date import OF_ITS_TURN
from xlpy.rules.gathering import gathered, gathered_files, weight
from xlpy.rules.history import published_day_changed, same_file_again
from xlpy.rules.judge import (
    Background,
    acceptable_by_name,
    as_talk,
    claimants,
    judge,
    overridable,
)
from xlpy.rules.rule import RULES, DayCase, Scope
from xlpy.rules.same_bytes import last_said, set_aside, speakers
from xlpy.rules.tasks import check_aside


class Came(NamedTuple):
    """A file that came: what a door saw in it, and the e-mail that it came in, or is.

    `receipt.sha256` is "" where nobody could take its bytes; such a file stands for itself alone. `judged` is the verdict
    where somebody has come to it already; then `snapshot` need hold no sheets.
    """

    receipt: Receipt
    snapshot: Snapshot
    letter: Letter | None = None
    judged: Judged | None = None


class Weighed(NamedTuple):
    """What becomes of a day's files.

    `files` are in the order in which they were given, each with its verdict and what the standing says of it: nothing
    of one that was replaced or mended since, whose `moot` is true. `shared` is said of several files. `named` are the (unit, SHA-256) newly accepted by
    name, `notes` what was asked for and could not be.
    """

    standing: Standing
    files: tuple[Judged, ...]
    shared: tuple[Finding, ...] = ()
    named: frozenset[tuple[str, str]] = frozenset()
    notes: tuple[str, ...] = ()


def weigh(
    plan: Plan,
    day: date,
    came: Iterable[Came],
    background: Background,
    accept: Sequence[str] = (),
    among: Container[str] | None = None,
) -> Weighed:
    """Judge every file of a day as it comes, each under its own name, and sort them out.

    What a file holds is let go when it is judged, unless the office accepts by name, or the file is a correction of what
    stands for the day, which may fall: then it is judged once more.

    `accept` are codes of units whose refused file the office takes by name; each must be one of the plan's senders.
    `among` are the units whose standing is asked for, where that is not all of them.
    """
    letters: dict[Receipt, Letter] = {}
    background = background._replace(letters=letters, last_entered=last_entered(background.history))
    heard: list[Judged] = []
    kept: list[Came] = []
    corrections: dict[int, Came] = {}
    for file in came:
        if file.letter:
            letters[file.receipt] = file.letter
        heard.append(file.judged or judge(plan, day, file.receipt, _under_its_name(file), background))
        if accept:
            kept.append(file)
        if any(finding.code == published_day_changed.code for finding in heard[-1].findings):
            corrections[len(heard) - 1] = file
        del file
    if corrections and (fallen := _fallen(heard, background)):
        background = background._replace(standing={u: d for u, d in background.standing.items() if u not in fallen})
        for place, file in corrections.items():
            if heard[place].unit in fallen:
                heard[place] = judge(plan, day, file.receipt, _under_its_name(file), background)
    speaking = speakers(heard)
    last = last_said(heard, speaking)
    counted = {place: last.get(place, place) for place in speaking}
    named, notes = _accept(plan, [heard[place] for place in counted.values()], accept)
    if named:
        accepted = {digest for _, digest in named}
        background = background._replace(by_name=background.by_name | named)
        for place in counted.values():
            if heard[place].receipt.sha256 in accepted:
                heard[place] = judge(plan, day, kept[place].receipt, _under_its_name(kept[place]), background)
    files = set_aside(heard, counted)
    files = [item._replace(findings=gathered(item.findings)) for item in files]
    return _settle(plan, day, files, background, among)._replace(named=named, notes=notes)


def _fallen(heard: Iterable[Judged], background: Background) -> frozenset[str]:
    """The units of which what stood for the day counts no more: nothing of theirs is a correction of it."""
    counts: dict[str, set[str | None]] = {}
    for item in heard:
        counts.setdefault(item.receipt.sha256, set()).add(item.unit if item.usable else None)
    return frozenset(
        unit for unit, stood in background.standing.items() if unit not in counts.get(stood.sha256, {unit})
    )


def stand(plan: Plan, day: date, judged: Sequence[Judged], background: Background) -> Standing:
    """The day's standing of files that were judged: which counts for each unit, what is carried, every finding.

    Findings of a file that a later, accepted file of the same unit replaced are left out: they are mended. So is
    yesterday's file where today's came too.
    """
    return _settle(plan, day, judged, background).standing


def _under_its_name(file: Came) -> Snapshot:
    return file.snapshot.named(file.receipt.name) if file.receipt.sha256 else file.snapshot


# -- by name -------------------------------------------------------------------------------------------------------


def _accept(
    plan: Plan, judged: Sequence[Judged], codes: Sequence[str]
) -> tuple[frozenset[tuple[str, str]], tuple[str, ...]]:
    """The files to accept by unit name, and what could not be."""
    if not codes:
        return frozenset(), ()
    named, notes = set(), []
    choices = {choice.unit: choice for choice in choose(plan, judged)}
    claimed: dict[str, list[Judged]] = {}
    for item in sorted(judged, key=lambda item: item.receipt.order):
        for code in claimants(item):
            claimed.setdefault(code, []).append(item)
    for code in dict.fromkeys(codes):
        choice = choices[code]
        waiting = [item for item in claimed.get(code, ()) if acceptable_by_name(item, code)]
        if choice.conflict:  # the finding names the one that is taken, unless another came after it
            named_last = choice.conflict[1]
            waiting = [named_last, *(item for item in waiting if named_last.receipt.is_before(item.receipt))]
        last = max(waiting, key=lambda item: item.receipt.order, default=None)
        rival = next((item for item in waiting if last and item is not last and contend(item, last)), None)
        if last and rival:
            names = " và ".join(f"“{item.receipt.name}”" for item in (rival, last))
            notes.append(
                f"--chap-nhan {code}: {plan.targets[code].unit.name}: {names} cùng chờ, số liệu khác nhau, "
                "không biết lấy tệp nào. Đề nghị đơn vị gửi lại riêng tệp đúng, hoặc lưu riêng tệp ấy vào "
                "thư mục nhận tệp."
            )
        elif last:
            named.add((code, last.receipt.sha256))
        elif choice.current is None:
            name = plan.targets[code].unit.name
            errors = {f.code for item in choice.refused for f in item.findings if not overridable(f)}
            why = "chưa có tệp nào chờ xác nhận"
            if errors:
                told = ", ".join(f"{code} {RULES[code].title}" for code in sorted(errors))
                why = f"lỗi {told} không tiếp nhận được, đề nghị đơn vị sửa rồi gửi lại"
            notes.append(f"--chap-nhan {code}: {name}: {why}.")
        elif not choice.current.by_name:
            notes.append(f"--chap-nhan {code}: {plan.targets[code].unit.name}: đã tiếp nhận rồi, không cần thêm gì.")
    return frozenset(named), tuple(notes)


# -- the standing --------------------------------------------------------------------------------------------------


def _settle(
    plan: Plan,
    day: date,
    judged: Sequence[Judged],
    background: Background,
    among: Container[str] | None = None,
) -> Weighed:
    """The standing, and each file as the standing has it."""
    choices = choose(plan, judged, among)
    last = {unit: days[-1] for unit, days in background.history.items() if days}
    units = consolidate(plan, day, choices, last, background.sent_back)
    moot = {id(item) for choice in choices for item in _moot(choice)} | {id(item) for item in _saved_over(judged)}
    talk = {id(item) for choice in choices if choice.current for item in choice.refused if item.words_only}
    judged = [as_talk(item) if id(item) in talk and id(item) not in moot else item for item in judged]
    of_turn = {item.unit for item in judged if any(finding.code == OF_ITS_TURN.code for finding in item.findings)}
    of_days = {
        choice.unit: _day_findings(plan, day, choice, unit_day, background, came=choice.unit in of_turn)
        for choice, unit_day in zip(choices, units, strict=True)
    }
    findings = [finding for item in judged if id(item) not in moot for finding in item.findings]
    findings.extend(finding for many in of_days.values() for finding in many)
    if among is None:
        findings.extend(check_aside(plan, day, background.uneven))
    findings.sort(key=_finding_order(plan))  # whatever the order in which the files are given
    told, shared = gathered_files(findings)
    by_choice = {choice.unit: choice for choice in choices}
    files = []
    for item in judged:
        choice = by_choice.get(item.unit or "")
        held = choice is not None and any(item is one for one in choice.conflict or ())
        if id(item) in moot and not held:
            files.append(item._replace(findings=(), moot=True))
            continue
        of_itself = () if id(item) in moot else item.findings
        own = (*_of_the_file(item, choice, of_days.get(item.unit or "", ())), *of_itself)
        of_it = tuple(told[finding] for finding in own if finding in told)
        files.append(item._replace(findings=of_it, verdict=_verdict(item, of_it, held=held)))
    everything = sorted((*shared, *(told[f] for f in findings if f in told)), key=_finding_order(plan))
    of_day = frozenset(choice.unit for choice in choices)
    return Weighed(Standing(day, units, tuple(everything), said_apart(judged, of_day)), tuple(files), shared)


def _verdict(item: Judged, findings: Sequence[Finding], *, held: bool) -> Verdict:
    """A file's verdict once its day is known: what is said of the day, such as its late hour, is a warning too."""
    if held:
        return Verdict.REFUSE
    warned = any(finding.severity is Severity.WARNING for finding in findings)
    return Verdict.WARN if warned and item.verdict is Verdict.ACCEPT else item.verdict


def _moot(choice: Choice) -> Iterator[Judged]:
    yield from choice.replaced
    yield from choice.repeated
    if choice.phoned is not None:
        yield choice.phoned
    current = choice.current
    if current is not None:
        for item in choice.refused:
            if item.receipt.is_before(current.receipt) or any(
                finding.code == same_file_again.code for finding in item.findings
            ):
                yield item


def _saved_over(judged: Sequence[Judged]) -> Iterator[Judged]:
    """What was nobody's and could not be read, where a file that can stands under its name since: a press may come while
    a program has begun to write a file."""
    saved = {item.receipt.name: item.receipt for item in judged if item.usable}
    for item in judged:
        unread = item.unit is None and item.submission is None and item.verdict is Verdict.REFUSE
        now = saved.get(item.receipt.name) if unread else None
        if now is not None and not now.is_before(item.receipt):
            yield item


def _day_findings(
    plan: Plan, day: date, choice: Choice, unit_day: UnitDay, background: Background, *, came: bool
) -> tuple[Finding, ...]:
    before = background.sent_back.get(choice.unit)
    waits = before is not None and unit_day.status is Status.REFUSED and unit_day.receipt == before.receipt
    history = background.history.get(choice.unit, ())
    case = DayCase(plan, day, choice, unit_day, history, before if waits else None, came)
    return tuple(
        rule.finding(violation, choice.unit)
        for rule in RULES.values()
        if rule.scope is Scope.DAY and rule.check is not None
        for violation in rule.check(case)
    )


def _of_the_file(item: Judged, choice: Choice | None, findings: Iterable[Finding]) -> Iterator[Finding]:
    """What is said of a unit's day that belongs to one of its files: that of two that contend to both.

    What a file says otherwise than was told by telephone is of the file, though it names the cells where that was typed.
    """
    if choice is None:
        return
    counts = choice.current or (None if choice.conflict else choice.sent_back)
    names = {item.receipt.name, *([choice.phoned.receipt.name] if choice.phoned else ())}
    for finding in findings:
        if choice.conflict and finding.code == two_files_contend.code:
            if any(item is one for one in choice.conflict):
                yield finding
        elif finding.source.file in names and item is (choice.conflict[1] if choice.conflict else counts):
            yield finding


_Order: TypeAlias = tuple[int, int, str, str, str, tuple[int, str, int, str], str]


def _finding_order(plan: Plan) -> Callable[[Finding], _Order]:
    places = {unit.code: place for place, unit in enumerate(plan.senders)}

    def order(finding: Finding) -> _Order:
        place = places.get(finding.unit or "", len(places))
        where = finding.source
        cell = cell_order(where.cell)
        return weight(finding.severity), place, finding.code, where.file, where.sheet, cell, finding.message

    return order
