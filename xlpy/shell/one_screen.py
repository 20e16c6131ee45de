"""What is printed of a day: no more than one screen, words broken at spaces, and where the rest is."""

import shutil
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from xlpy.core.source import SEVERITY_LABELS, Finding, Severity
from xlpy.core.text import number
from xlpy.rules.gathering import cause_lines
from xlpy.shell.hints import commands_of

if TYPE_CHECKING:
    from datetime import date

    from xlpy.app.folder import Folder
    from xlpy.core.consolidate import Standing
    from xlpy.core.plan.plan import Plan

_NARROWEST, _WIDEST, _USUAL = 60, 140, 100
_FEWEST_LINES, _MOST_LINES = 24, 30
_MOST_UNITS = 14
"""Units that a board of one screen has room for; of more, those that need a person are shown."""
_AFTER, _TO_SEND = 4, 2
"""Lines that follow the findings: where the report is, and what to do next; how to send it, where nothing lacks."""
_REST = 2
GOES_ON = " " * 4
"""What begins a line that goes on with a finding: deeper than a command, so that no received name looks like one."""


def wrapped(text: str, indent: str = "  ") -> list[str]:
    """A text in lines as wide as the window, broken between words only: a path or an address stays whole."""
    broken = textwrap.wrap(text, _columns(), subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return broken or [""]


def _columns() -> int:
    return min(max(shutil.get_terminal_size((_USUAL, _MOST_LINES)).columns, _NARROWEST), _WIDEST)


def names_of(plan: "Plan") -> Mapping[str, str]:
    """Every unit's name by its code."""
    return {target.unit.code: target.unit.name for level in plan.levels for target in level.targets}


def finding_lines(
    findings: Iterable[Finding], names: Mapping[str, str], folder: "Folder", day: "date | None"
) -> Iterator[list[str]]:
    """Each finding as it is printed: whose, where, what is wrong, what to do.

    Each command that it tells stands on a line of its own. `day` is the day in hand, None where none is merged.
    """
    from xlpy.app.folder import WORKBOOK
    from xlpy.core.office_book import on_own_sheet

    for finding in cause_lines(findings):
        whose = WORKBOOK if on_own_sheet(finding.source) else names.get(finding.unit or "", "")
        head = " · ".join(part for part in (whose, str(finding.source)) if part)
        title = f"{finding.code} {finding.title}."
        told = " ".join(part for part in (title, finding.message, finding.fix) if part)
        place = f"{head} · " if head else ""
        text = f"{SEVERITY_LABELS[finding.severity]}: {place}{told}"
        commands = commands_of(finding, folder, day)
        yield [*wrapped(text, GOES_ON), *(f"  → {command}" for command in commands)]


def day_lines(
    plan: "Plan",
    standing: "Standing",
    report: Path,
    folder: "Folder",
    told: Sequence[Finding] = (),
    *,
    everything: bool = False,
) -> list[str]:
    """The board, what was found, and where the report is. `told` is what the run says beside the day's result."""
    from xlpy.drawing.screen.board import board

    names = names_of(plan)
    lines = board(standing, None if everything else _MOST_UNITS).splitlines()
    causes = cause_lines((*told, *standing.findings))
    blocks = list(finding_lines(causes, names, folder, standing.date))
    height = min(max(shutil.get_terminal_size((_USUAL, _MOST_LINES)).lines - 1, _FEWEST_LINES), _MOST_LINES)
    room = height - len(lines) - 1 - _AFTER - (0 if standing.needs_a_person else _TO_SEND)
    leads = _leads(standing, causes)
    fit = len(blocks) if everything else _fitting(blocks, room, leads)
    short = [place for place in leads if place >= fit]
    if blocks:
        lines += ["", *(line for block in blocks[:fit] for line in block)]
    lines += [_short(causes[place], names, causes) for place in short]
    if fit < len(blocks):
        left = [one for place, one in enumerate(causes) if place >= fit and place not in short]
        again = folder.command(f"bao-cao --ngay {standing.date.isoformat()} --day-du")
        where = "trang Kiểm tra của Hotich.xlsm (bấm Làm mới), hoặc chạy"
        lines += [*wrapped(f"Còn {_counted(left)}: xem {where}" if left else f"Đọc đủ lời: xem {where}"), f"  {again}"]
    return [*lines, "", f"Bảng tổng hợp: {report}"]


def _leads(standing: "Standing", causes: Sequence[Finding]) -> list[int]:
    """Where among what was found the first fault of each refused unit stands: somebody is to read it to the unit.

    Of more units than a board shows, only so many.
    """
    from xlpy.core.consolidate import Status

    first: dict[str | None, int] = {}
    for place, one in sorted(enumerate(causes), key=lambda placed: placed[1].severity is not Severity.ERROR):
        first.setdefault(one.unit, place)
    refused = [unit.unit for unit in standing.units if unit.status is Status.REFUSED]
    return sorted(first[unit] for unit in refused if unit in first)[:_MOST_UNITS]


def _short(finding: Finding, names: Mapping[str, str], causes: Sequence[Finding]) -> str:
    """A unit's first fault on one line: where, what, what to do, as far as there is room."""
    count = sum(one.unit == finding.unit and one.severity is Severity.ERROR for one in causes)
    whose = names.get(finding.unit or "", "") + (f" ({number(count)} lỗi)" if count > 1 else "")
    place = str(finding.source._replace(file="")) or finding.source.file
    remedy = (finding.fix or finding.message).removeprefix("Đề nghị đơn vị ")
    told = f"{finding.code} {finding.title}. {remedy[:1].upper()}{remedy[1:]}"
    text = " · ".join(part for part in (f"{SEVERITY_LABELS[finding.severity]}: {whose}", place, told) if part)
    return textwrap.shorten(text, _columns(), placeholder=" …")


def _fitting(blocks: Sequence[Sequence[str]], room: int, leads: Sequence[int]) -> int:
    """How many of the findings have room in full: all, or as many as leave lines to say where the rest is, and one for
    each refused unit that is not among them. At least one, where no unit's line would be pushed away by it."""
    if sum(map(len, blocks)) <= room:
        return len(blocks)
    used, fit = 0, 0
    for place, block in enumerate(blocks):
        used += len(block)
        if used + sum(lead > place for lead in leads) > room - _REST:
            break
        fit += 1
    return fit if leads else max(fit, 1)


def _counted(findings: Sequence[Finding]) -> str:
    counts = Counter(finding.severity for finding in findings)
    kinds = ", ".join(f"{number(counts[one])} {SEVERITY_LABELS[one].lower()}" for one in SEVERITY_LABELS if counts[one])
    return f"{number(len(findings))} thông báo nữa ({kinds})"
