"""A day's files weighed together: which of them speak, for whom, which one counts, and what people are told.

The result depends on the files, the plan and what is known beside them alone. Whoever asks, be it to record the day or
only to look, gets the same answer of the same files.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple, TypeAlias

from xlpy.core.consolidate import (
    Choice,
    Judged,
    Standing,
    UnitDay,
    Verdict,
    asserted,
    choose,
    consolidate,
    contend,
)
from xlpy.core.grid import Snapshot
from xlpy.core.plan.plan import Plan
from xlpy.core.receipt import Letter, Receipt
from xlpy.core.records import AcceptedDay
from xlpy.core.source import Finding, Severity, Source
from xlpy.rules.files_of_a_day import two_files_contend
from xlpy.rules.gathering import gathered, gathered_files, weight
from xlpy.rules.history import same_file_again
from xlpy.rules.judge import (
    Background,
    acceptable_by_name,
    already_received,
    claimants,
    held_for_its_receipt,
    judge,
    overridable,
)
from xlpy.rules.rule import RULES, DayCase, Scope


class Came(NamedTuple):
    """A file that came: what a door saw in it, and the e-mail that it came in, or is.

    `receipt.sha256` is "" where nobody could take its bytes; such a file stands for itself alone.
    """

    receipt: Receipt
    snapshot: Snapshot
    letter: Letter | None = None


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
    came: Sequence[Came],
    background: Background,
    accept: Sequence[str] = (),
    among: Container[str] | None = None,
) -> Weighed:
    """Judge every file of a day, each under its own name, and sort them out.

    `accept` are codes of units whose refused file the office takes by name; each must be one of the plan's senders.
    `among` are the units whose standing is asked for, where that is not all of them.
    """
    background = background._replace(letters={file.receipt: file.letter for file in came if file.letter})
    heard = [judge(plan, day, file.receipt, _under_its_name(file), background) for file in came]
    speaking = _speakers(heard)
    last = _last_said(heard, speaking)
    counted = {place: last.get(place, place) for place in speaking}
    named, notes = _accept(plan, [heard[place] for place in counted.values()], accept)
    if named:
        accepted = {digest for _, digest in named}
        background = background._replace(by_name=background.by_name | named)
        for place in counted.values():
            if heard[place].receipt.sha256 in accepted:
                heard[place] = judge(plan, day, came[place].receipt, _under_its_name(came[place]), background)
    files = _set_aside(heard, counted)
    files = [item._replace(findings=gathered(item.findings)) for item in files]
    return _settle(plan, day, files, background, among)._replace(named=named, notes=notes)


def stand(plan: Plan, day: date, judged: Sequence[Judged], background: Background) -> Standing:
    """The day's standing of files that were judged: which counts for each unit, what is carried, every finding.

    Findings of a file that a later, accepted file of the same unit replaced are left out: they are mended. So is
    yesterday's file where today's came too.
    """
    return _settle(plan, day, judged, background).standing


def _under_its_name(file: Came) -> Snapshot:
    return file.snapshot.named(file.receipt.name) if file.receipt.sha256 else file.snapshot


# -- the same bytes ------------------------------------------------------------------------------------------------

_Claim: TypeAlias = tuple[str | None, object]


def _speakers(heard: Sequence[Judged]) -> dict[int, None]:
    """The places of the files that speak: of the same bytes for the same unit one, the first that may count.

    The same bytes for two units speak twice, and under a name that makes them readable they are heard anew.
    """
    by_bytes: dict[str, list[int]] = {}
    alone: list[int] = []
    for place in sorted(range(len(heard)), key=lambda place: heard[place].receipt.order):
        digest = heard[place].receipt.sha256
        (by_bytes.setdefault(digest, []) if digest else alone).append(place)
    found = {place for places in by_bytes.values() for place in _of_one_content(heard, places)} | set(alone)
    return {place: None for place in range(len(heard)) if place in found}


def _of_one_content(heard: Sequence[Judged], places: Sequence[int]) -> list[int]:
    first: dict[_Claim, int] = {}
    for place in places:
        claim = _claim(heard[place])
        before = first.setdefault(claim, place)
        if _standing_of(heard[place]) < _standing_of(heard[before]):
            first[claim] = place
    some = any(heard[place].usable for place in first.values())
    return [place for (unit, _), place in first.items() if unit is not None or not some]


def _claim(item: Judged) -> _Claim:
    """Whose a file claims to be; of nobody's, those are told apart of which each may be another unit's."""
    if item.unit is not None or item.verdict is Verdict.IGNORE:
        return item.unit, None
    if item.submission is None:
        return None, item.receipt.name
    return None, frozenset((finding.code, finding.message) for finding in item.findings)


def _standing_of(item: Judged) -> int:
    """What may count comes before what is refused, and that before what waits because of who sent it or when it came."""
    return 0 if item.usable else 2 if held_for_its_receipt(item) else 1


def _set_aside(heard: Sequence[Judged], counted: Mapping[int, int]) -> list[Judged]:
    """Every file, those that do not speak as already received."""
    speaking: dict[str, dict[str | None, Judged]] = {}
    for item in sorted((heard[place] for place in counted.values()), key=lambda item: item.receipt.order):
        speaking.setdefault(item.receipt.sha256, {}).setdefault(item.unit, item)
    kept = set(counted.values())
    files = []
    for place, item in enumerate(heard):
        if place in kept:
            files.append(item)
            continue
        others = speaking[item.receipt.sha256]
        first = others.get(item.unit) or next((one for one in others.values() if one.usable), None)
        first = first or next(iter(others.values()))
        files.append(already_received(item.receipt, first.receipt)._replace(letter=item.letter))
    return files


def _last_said(heard: Sequence[Judged], speaking: Mapping[int, None]) -> dict[int, int]:
    """Place of a file that speaks → place of the same content at the hour at which its unit last said it.

    The same content once more makes nobody late: its first hour counts. Sent again after other figures, or together
    with them, it was said anew: then the hour counts at which the unit came back to it.
    """
    of_unit: dict[str, list[int]] = {}
    for place in speaking:
        item = heard[place]
        if item.unit is not None and item.usable and not item.phoned:
            of_unit.setdefault(item.unit, []).append(place)
    unsettled = {
        unit: places for unit, places in of_unit.items() if len({asserted(heard[place]) for place in places}) > 1
    }
    if not unsettled:
        return {}
    times = _times_said(heard, unsettled)
    found: dict[int, int] = {}
    for places in unsettled.values():
        hours = {
            place: [(hour, one) for one in times[place] if (hour := heard[one].receipt.received_at)] for place in places
        }
        said = sorted(
            ((hour, asserted(heard[one])) for place in places for hour, one in hours[place]), key=lambda pair: pair[0]
        )
        known = [place for place in places if hours[place]]
        others = _latest_other(said, [(hours[place][-1][0], asserted(heard[place])) for place in known])
        ever = _latest_other(said, [(said[-1][0], asserted(heard[place])) for place in known])
        for place, other, last in zip(known, others, ever, strict=True):
            at, one = next((pair for pair in hours[place] if other is None or pair[0] > other), hours[place][-1])
            unknown = next((again for again in times[place] if heard[again].receipt.received_at is None), None)
            # Said once more at an hour that nobody knows, after or before the others: then nothing puts them in order.
            found[place] = one if unknown is None or last is None or last < at else unknown
    return found


def _times_said(heard: Sequence[Judged], unsettled: Mapping[str, Sequence[int]]) -> dict[int, list[int]]:
    """Place of a file that speaks → its own and the later places where its unit sent the same content, in order."""
    speaker = {(heard[place].receipt.sha256, unit): place for unit, places in unsettled.items() for place in places}
    times: dict[int, list[int]] = {place: [] for place in speaker.values()}
    for place in sorted(range(len(heard)), key=lambda place: heard[place].receipt.order):
        item = heard[place]
        first = speaker.get((item.receipt.sha256, item.unit or ""))
        if first is not None and item.usable and heard[first].receipt.order <= item.receipt.order:
            times[first].append(place)
    return times


_Figures: TypeAlias = tuple[int | None, ...]


def _latest_other(
    said: Sequence[tuple[datetime, _Figures]], asked: Sequence[tuple[datetime, _Figures]]
) -> list[datetime | None]:
    """For each (hour, figures) asked the last hour, up to that one, at which other figures were said.

    `said` is in the order of the hours. Linear, but for putting what is asked in order.
    """
    # Of every moment only the last two different figures matter: one of them is another one.
    moments: list[tuple[datetime, dict[_Figures, datetime]]] = []
    latest: dict[_Figures, datetime] = {}
    for hour, many in groupby(said, key=lambda pair: pair[0]):
        for _, figures in many:
            latest.pop(figures, None)
            latest[figures] = hour
            if len(latest) > 2:
                latest.pop(next(iter(latest)))
        moments.append((hour, dict(latest)))
    answers: list[datetime | None] = [None] * len(asked)
    at = -1
    for place in sorted(range(len(asked)), key=lambda place: asked[place][0]):
        hour, figures = asked[place]
        while at + 1 < len(moments) and moments[at + 1][0] <= hour:
            at += 1
        if at >= 0:
            answers[place] = max((when for other, when in moments[at][1].items() if other != figures), default=None)
    return answers


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
    units = consolidate(plan, day, choices, last)
    moot = {id(item) for choice in choices for item in _moot(choice)}
    of_days = {
        choice.unit: _day_findings(plan, day, choice, unit_day, background.history.get(choice.unit, ()))
        for choice, unit_day in zip(choices, units, strict=True)
    }
    findings = [finding for item in judged if id(item) not in moot for finding in item.findings]
    findings.extend(finding for many in of_days.values() for finding in many)
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
    return Weighed(Standing(day, units, tuple(everything)), tuple(files), shared)


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


def _day_findings(
    plan: Plan, day: date, choice: Choice, unit_day: UnitDay, history: tuple[AcceptedDay, ...]
) -> tuple[Finding, ...]:
    case = DayCase(plan, day, choice, unit_day, history)
    return tuple(
        rule.finding(violation, choice.unit)
        for rule in RULES.values()
        if rule.scope is Scope.DAY and rule.check is not None
        for violation in rule.check(case)
    )


def _of_the_file(item: Judged, choice: Choice | None, findings: Iterable[Finding]) -> Iterator[Finding]:
    """What is said of a unit's day that belongs to one of its files: that of two that contend to both."""
    if choice is None:
        return
    counts = choice.current or (choice.refused[-1] if choice.refused and not choice.conflict else None)
    for finding in findings:
        if choice.conflict and finding.code == two_files_contend.code:
            if any(item is one for one in choice.conflict):
                yield finding
        elif finding.source.file == item.receipt.name and item is (choice.conflict[1] if choice.conflict else counts):
            yield finding


_Order: TypeAlias = tuple[int, int, str, Source, str]


def _finding_order(plan: Plan) -> Callable[[Finding], _Order]:
    places = {unit.code: place for place, unit in enumerate(plan.senders)}

    def order(finding: Finding) -> _Order:
        place = places.get(finding.unit or "", len(places))
        return weight(finding.severity), place, finding.code, finding.source, finding.message

    return order
