"""One cause, one line: a finding on many cells or files is told once, and what follows from a cause stands under it.

Nothing is hidden: what follows keeps its own finding with the code that it follows `because` of, a finding that
`stands_for` many cells can be taken apart again, and what is more than a person would read is counted.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from xlpy.core.grid import cell_order
from xlpy.core.source import Fault, Finding, Problem, Severity, Source
from xlpy.core.text import begun_small, command, merging, number, sentence
from xlpy.rules.families import Family, family_of
from xlpy.rules.form import (
    OTHERS_FILLED,
    PART_MISSING,
    ROW_EMPTY,
    another_levels_form,
    future_day,
    other_day,
)
from xlpy.rules.rule import REPAIRED, RULES, Example, Scope, Violation, rule
from xlpy.rules.whose import UNIT_UNKNOWN

MOST_TOLD = 50
"""Findings that people get of one file."""

_MOST_QUOTED = 6
_MOST_NAMED = 5
_WRONG_DATE = "Ghi nhầm ngày thì đề nghị đơn vị sửa rồi gửi lại."
_COMMAND = re.compile(re.escape(command(merging(date.min))[:-10]) + r"\d{4}-\d\d-\d\d")
_FIGURES = frozenset({Family.BALANCE, Family.PLAN, Family.HISTORY})
_OF_LINES = frozenset({ROW_EMPTY.code, PART_MISSING.code, OTHERS_FILLED.code})
"""What is said of lines, and follows where they could not be told apart."""

_BASIS = "Kế hoạch 188/KH-UBND, IV.6: báo cáo theo Phụ lục 01, hằng ngày"
_YESTERDAYS = Example("Biểu của hôm trước.", as_of="(tính đến ngày 22/5/2023)", file="bu dang cu.xlsx")


@rule(
    code="BM20",
    title="Có tệp của ngày khác",
    severity=Severity.ERROR,
    basis=_BASIS,
    scope=Scope.FINDINGS,
    says="{files} không phải của ngày đang tổng hợp: {names}.",
    fix="Muốn tổng hợp ngày ấy thì chạy lại, thêm --ngay; tệp ghi nhầm ngày thì đề nghị đơn vị sửa rồi gửi lại.",
    ours=True,
    good=(
        Example("Mọi tệp là của ngày 23/5."),
        Example("Một tệp của ngày khác có lời của riêng nó.", file="bu dang.xlsx"),
    ),
    bad=(
        Example(
            "Hai tệp của ngày trước.",
            as_of=_YESTERDAYS.as_of,
            file="bu dang.xlsx",
            others=(_YESTERDAYS._replace(cells={"birth.today": 251, "birth.entered": 1496}),),
            unit=None,
        ),
    ),
)
def files_of_other_days(findings: Sequence[Finding]) -> Iterator[Violation]:
    """Tệp cũ nằm lại trong thư mục nhận, hoặc chọn nhầm ngày tổng hợp, thì mọi tệp cùng báo một lỗi; nói một lần là đủ."""
    files = list(dict.fromkeys(finding.source.file for finding in findings))
    if len(files) > 1:
        commands = list(dict.fromkeys(match for finding in findings for match in _COMMAND.findall(finding.fix)))
        told = "; ".join(commands[:_MOST_NAMED]) + ("; …" if len(commands) > _MOST_NAMED else "")
        remedy = f"Nếu ngày ghi đúng thì chạy: {told}. {_WRONG_DATE}" if commands else ""
        yield Violation(Source(), {"files": f"{number(len(files))} tệp", "names": _named(files)}, fix=remedy)


FILES_OF_OTHER_DAYS = files_of_other_days


@rule(
    code="TT17",
    title="Còn nhiều thông báo khác của tệp",
    severity=Severity.ERROR,
    basis=_BASIS,
    scope=Scope.FINDINGS,
    says="Ngoài những điều đã nêu còn {count} thông báo: {codes}.",
    fix="Đề nghị đơn vị sửa những chỗ đã nêu trước; hỏng nhiều chỗ thì làm lại từ biểu mẫu.",
    good=(Example("Tệp có vài thông báo."),),
    bad=(
        Example(
            "Tệp có 60 trang, trang nào cũng có ô lạc ở xa biểu.",
            sheets=60,
            problem=Problem(Fault.STRAY_CELL, Source("", "Trang", "XFD1048576"), {"limit": "CV20000"}),
        ),
    ),
)
def too_many_to_tell(dropped: Sequence[Finding]) -> Iterator[Violation]:
    """Một tệp hỏng có thể gây hàng nghìn thông báo; không ai đọc hết, nên chỉ nêu phần đầu và đếm phần còn lại."""
    if dropped:
        counts: dict[str, int] = {}
        for finding in dropped:
            counts[finding.code] = counts.get(finding.code, 0) + finding.stands_for
        codes = ", ".join(f"{code} {RULES[code].title} ({number(count)})" for code, count in counts.items())
        yield Violation(Source(dropped[0].source.file), {"count": sum(counts.values()), "codes": codes})


TOO_MANY_TO_TELL = too_many_to_tell


# -- of one file ---------------------------------------------------------------------------------------------------


def gathered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings of one file as people get them: one line a fault, causes marked, at most MOST_TOLD."""
    return tuple(_at_most(_under_causes(_once_each(findings))))


def gathered_cells(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """What was found on sheets that the office keeps: the same of many cells of a sheet is one line.

    Of a few cells it is told of each, but for what is the same in all of them.
    """
    alike: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        remedy = finding.fix if RULES[finding.code].gather else ""
        which = (finding.code, finding.severity, finding.source.at(""), finding.unit, remedy)
        alike.setdefault(which, []).append(finding)
    told: list[Finding] = []
    for many in alike.values():
        if RULES[many[0].code].gather or len(many) > _MOST_QUOTED:
            told.append(_one_line(sorted(many, key=lambda one: cell_order(one.source.cell))))
        else:
            told += many
    return tuple(told)


def _once_each(findings: Iterable[Finding]) -> list[Finding]:
    alike: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        # What is said of many cells at once was gathered by its remedy already.
        remedy = finding.fix if RULES[finding.code].gather else ""
        which = (finding.code, finding.severity, finding.source.at(""), finding.unit, remedy)
        alike.setdefault(which, []).append(finding)
    return [_one_line(many) for many in alike.values()]


def _one_line(many: Sequence[Finding]) -> Finding:
    first = many[0]
    if len(many) == 1:
        return first
    cells = list(dict.fromkeys(finding.source.cell for finding in many if finding.source.cell))
    message = _quoted([(finding.source.cell, finding.message) for finding in many], sum(f.stands_for for f in many))
    fixes = list(dict.fromkeys(finding.fix for finding in many))
    fix = fixes[0] if len(fixes) == 1 else _quoted([(f.source.cell, f.fix) for f in many], len(many))
    return first._replace(
        source=first.source.at(_SEPARATOR.join(cells[:MOST_TOLD])),
        message=message,
        fix=fix,
        stands_for=sum(finding.stands_for for finding in many),
    )


_SEPARATOR = ", "


def _quoted(said: Sequence[tuple[str, str]], count: int) -> str:
    """ "Ô E9: …; ô I9: …; và 3 chỗ khác." """
    told = list(
        dict.fromkeys(
            f"ô {cell}: {begun_small(words)}".rstrip(".") if cell else words.rstrip(".") for cell, words in said
        )
    )
    more = f"; và {number(left)} chỗ khác" if (left := count - min(len(told), _MOST_QUOTED)) > 0 else ""
    return sentence("; ".join(told[:_MOST_QUOTED]) + more)


_MORE = re.compile(r"; và [\d.]+ chỗ khác\.$")


def pieces(finding: Finding) -> tuple[Finding, ...]:
    """A finding for many cells, cell by cell: what `gathered` made one of. Words that were left out are missing."""
    cells = finding.source.cell.split(_SEPARATOR)
    if finding.stands_for == 1 or len(cells) == 1:
        return (finding,)
    messages, fixes = _taken_apart(finding.message, cells), _taken_apart(finding.fix, cells)
    return tuple(
        finding._replace(
            source=finding.source.at(cell),
            message=messages.get(cell, ""),
            fix=fixes.get(cell, "") if fixes else finding.fix,
            stands_for=1,
        )
        for cell in cells
    )


def _taken_apart(text: str, cells: Sequence[str]) -> dict[str, str]:
    """Cell → what a quoted text says of it."""
    text = _MORE.sub(".", text)
    starts: list[tuple[int, int, str]] = []
    at = 0
    for cell in cells:
        mark = f"; ô {cell}: " if starts else f"Ô {cell}: "
        found = text.find(mark, at)
        if found < 0 or (found and not starts):
            break
        at = found + len(mark)
        starts.append((found, at, cell))
    ends = [*(found for found, _, _ in starts[1:]), len(text)] if starts else []
    return {cell: sentence(text[at:end]) for (_, at, cell), end in zip(starts, ends, strict=True)}


def _under_causes(findings: Sequence[Finding]) -> list[Finding]:
    """What follows from another finding of the file, marked with its code."""
    heads: dict[str, Finding] = {}
    for finding in findings:
        remedy = _repair(finding)
        if remedy and (remedy not in heads or _heads(finding) < _heads(heads[remedy])):
            heads[remedy] = finding
    shapes = [finding for finding in findings if RULES[finding.code].of_the_shape and _is_error(finding)]
    # A name that nobody knows is why the unit is not known, and says more.
    # A form of another level has other units and totals, whatever else is found in it.
    shape = min(
        shapes,
        key=lambda finding: (finding.code != another_levels_form.code, finding.code == UNIT_UNKNOWN.code),
        default=None,
    )
    return [_because(finding, heads.get(_repair(finding)), shape) for finding in findings]


def _because(finding: Finding, mended: Finding | None, shape: Finding | None) -> Finding:
    if shape is not None and finding is not shape:
        rests_on_it = (
            (family_of(finding.code) in _FIGURES and not RULES[finding.code].of_the_day)
            or finding.code in _OF_LINES
            or finding.code == UNIT_UNKNOWN.code
            or (shape.code == another_levels_form.code and RULES[finding.code].of_the_shape)
        )
        if rests_on_it:
            return finding._replace(because=shape.code)
    if mended is not None and finding is not mended and finding.code != mended.code:
        return finding._replace(because=mended.code)
    return finding


def _repair(finding: Finding) -> str:
    """The one cell that a remedy names, and how; "" where it names none."""
    found = REPAIRED.search(finding.fix)
    return found[0] if found else ""


def _heads(finding: Finding) -> tuple[bool, str]:
    """Which of several with one repair the others stand under: an error, the form's own balances before other days."""
    return not _is_error(finding), finding.code


def _is_error(finding: Finding) -> bool:
    return finding.severity is Severity.ERROR


_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def weight(severity: Severity) -> int:
    """Errors first."""
    return _WEIGHT[severity]


def _at_most(findings: Sequence[Finding]) -> Sequence[Finding]:
    if len(findings) <= MOST_TOLD:
        return findings
    ordered = sorted(findings, key=lambda finding: (bool(finding.because), weight(finding.severity)))
    kept, dropped = ordered[: MOST_TOLD - 1], ordered[MOST_TOLD - 1 :]
    units = {finding.unit for finding in findings}
    severity = min((finding.severity for finding in dropped), key=weight)
    return [
        *kept,
        *(
            TOO_MANY_TO_TELL.finding(violation, units.pop() if len(units) == 1 else None)._replace(
                severity=severity, stands_for=sum(finding.stands_for for finding in dropped)
            )
            for check in [TOO_MANY_TO_TELL.check]
            if check
            for violation in check(dropped)
        ),
    ]


# -- of a day's files ----------------------------------------------------------------------------------------------


def gathered_files(findings: Sequence[Finding]) -> tuple[dict[Finding, Finding], tuple[Finding, ...]]:
    """What is said of a day's files: each finding as it stands by itself, and what is said of several files at once.

    A finding that became part of such a line is not in the first.
    """
    of_days = [finding for finding in findings if _of_another_day(finding)]
    heads = [
        FILES_OF_OTHER_DAYS.finding(violation)._replace(
            severity=min((finding.severity for finding in of_days), key=weight),
            stands_for=len({finding.source.file for finding in of_days}),
        )
        for check in [FILES_OF_OTHER_DAYS.check]
        if check
        for violation in check(of_days)
    ]
    alike: dict[tuple[str, Severity], list[Finding]] = {}
    told: dict[Finding, Finding] = {}
    for finding in findings:
        if RULES[finding.code].once:
            alike.setdefault((finding.code, finding.severity), []).append(finding)
        else:
            told[finding] = finding._replace(because=heads[0].code) if heads and _of_another_day(finding) else finding
    for many in alike.values():
        if len(many) == 1:
            told[many[0]] = many[0]
        else:
            heads.append(_one_line_of_files(many))
    return told, tuple(heads)


def _of_another_day(finding: Finding) -> bool:
    return finding.code in (other_day.code, future_day.code)


def _one_line_of_files(many: Sequence[Finding]) -> Finding:
    first = many[0]
    told = list(dict.fromkeys(f"“{finding.source.file}”: {finding.message.rstrip('.')}" for finding in many))
    left = len(many) - min(len(told), _MOST_QUOTED)
    more = f"; và {number(left)} tệp khác" if left > 0 else ""
    units = {finding.unit for finding in many}
    return first._replace(
        source=Source(),
        message=sentence("; ".join(told[:_MOST_QUOTED]) + more),
        unit=units.pop() if len(units) == 1 else None,
        stands_for=sum(finding.stands_for for finding in many),
    )


def _named(files: Sequence[str]) -> str:
    more = f" và {number(len(files) - _MOST_NAMED)} tệp khác" if len(files) > _MOST_NAMED else ""
    return ", ".join(f"“{file}”" for file in files[:_MOST_NAMED]) + more


# -- for people ----------------------------------------------------------------------------------------------------


def cause_lines(findings: Iterable[Finding], followers: str = "Thông báo liên quan") -> tuple[Finding, ...]:
    """One finding a line: what follows from a cause is counted at the end of the cause's message, after `followers`.

    With none nothing is said of it: whoever mends the cause has nothing else to do.
    """
    findings = tuple(findings)
    causes = {(finding.code, finding.source.file, finding.unit) for finding in findings if not finding.because}
    under: dict[tuple[str, str, str | None], list[Finding]] = {}
    alone: list[Finding] = []
    for finding in findings:
        if not finding.because:
            alone.append(finding)
        elif (cause := (finding.because, finding.source.file, finding.unit)) in causes:
            under.setdefault(cause, []).append(finding)
        elif (finding.because, "", None) not in causes:  # its cause is told elsewhere
            alone.append(finding)
    return tuple(
        _with(finding, under.pop((finding.code, finding.source.file, finding.unit), ()), followers) for finding in alone
    )


def _with(finding: Finding, under: Sequence[Finding], followers: str) -> Finding:
    if finding.because or not under or not followers:
        return finding
    told = ", ".join(
        f"{one.code} {one.title}" + (f" ({number(one.stands_for)})" if one.stands_for > 1 else "") for one in under
    )
    return finding._replace(message=f"{finding.message} {followers}: {told}.")
