"""Kiểm tra as rows: the day's findings unit by unit, in the order in which somebody must act, with what to say.

The builder draws them into a new workbook; the buttons write them into an open one.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath
from typing import NamedTuple, TypeAlias

from xlpy.core.consolidate import Standing, Status, UnitDay
from xlpy.core.grid import Edit, Grid
from xlpy.core.office_book import CALLED_COLUMN, FINDING_HEADS, FINDINGS_ROW, FINDINGS_SHEET, NOTES_COLUMN, on_own_sheet
from xlpy.core.plan.plan import Plan
from xlpy.core.source import Finding, Severity, Source
from xlpy.core.text import clipped, clock
from xlpy.core.text import day as written
from xlpy.core.units import in_sentence
from xlpy.drawing.office_book.calls import said_to
from xlpy.drawing.office_book.signs import LEVELS, state
from xlpy.drawing.office_book.views import Shown
from xlpy.drawing.words import REFUSED, STATUS_SIGNS, STATUS_WORDS, WELL
from xlpy.rules.clock import missing, not_mended
from xlpy.rules.families import Family, family_of
from xlpy.rules.form_date import OF_ITS_TURN
from xlpy.rules.gathering import cause_lines

Row: TypeAlias = tuple[Shown, ...]
Notes: TypeAlias = Mapping[tuple[str, str], tuple[Shown, ...]]
"""Title (with its day) and heading of a unit → when it was called, and who answered."""

_NO_NOTES: Notes = {}
_TITLE = "KIỂM TRA"
_TOLD_WIDTH = 165
"""Letters of a line that runs over the sheet: longer ones go on in the next row."""
GOES_ON = "\u00a0" * 5
"""How a row begins that goes on with the one above."""
_LONGEST_NAME = 60
_NO_UNIT = "Chưa rõ của đơn vị nào"
_WHOLE_PLAN, _OF_SHEET, _OF_PLAN = "Cả kế hoạch", "Trang ", "Kế hoạch"
ROOM = "\u00a0"
"""In a column of its own, in a larger font: the least height of a row that is fitted to its texts."""
_WIDTH = len(FINDING_HEADS) + 1


class Link(str):
    """A formula that `link` made, and the words that it shows.

    A text is never one by how it begins: a received sheet may be named "=HYPERLINK(…".
    """

    words: str


class Checked(NamedTuple):
    """What Kiểm tra shows: a day's findings; `standing` where the day was merged, `archived` a file's copy by its name.

    `today` is the day on which somebody looks, where that is known.
    """

    plan: Plan
    on: date | None
    findings: Sequence[Finding]
    standing: Standing | None = None
    archived: Mapping[str, str] = {}
    today: date | None = None

    @property
    def no_day(self) -> str:
        """The title where no day was looked at."""
        return _TITLE

    @property
    def title(self) -> str:
        """ "KIỂM TRA 22/5/2023"."""
        return f"{_TITLE} {written(self.on)}" if self.on else _TITLE


class _Group(NamedTuple):
    """Findings of one unit, of one of the office's own sheets, or of no known unit.

    `ours` is how that stands which no unit is called for, "" where the findings are about what units sent.
    """

    heading: str
    unit: UnitDay | None
    findings: tuple[Finding, ...]
    raw: tuple[Finding, ...]
    ours: str = ""

    @property
    def errors(self) -> bool:
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def turn(self) -> int:
        """Whom to call first: refused files, then who is silent, then who was late, then warnings."""
        status = self.unit.status if self.unit else None
        if not self.errors and any(finding.code == OF_ITS_TURN.code for finding in self.findings):
            return 4  # it has come, and the office merges the day that it is of
        if status is Status.REFUSED or (self.errors and status is None):
            return 0
        if self.errors:
            return 1
        if status is Status.MISSING:
            return 2
        if self.unit and self.unit.late:
            return 3
        return 4 if any(finding.severity is Severity.WARNING for finding in self.findings) else 5


def _groups(checked: Checked) -> list[_Group]:
    """Every unit with findings, or without figures; the office's own sheets; and what belongs to none."""
    names = {unit.code: unit.name for unit in checked.plan.root.walk()}
    days = {unit.unit: unit for unit in checked.standing.units} if checked.standing else {}
    lines: dict[str | None, list[Finding]] = {
        code: [] for code, unit in days.items() if unit.status in (Status.REFUSED, Status.MISSING)
    }
    own: dict[str, list[Finding]] = {}
    for finding in cause_lines(checked.findings):
        if heading := _own_heading(finding):
            own.setdefault(heading, []).append(finding)
        else:
            lines.setdefault(finding.unit, []).append(finding)
    found = []
    for code, findings in lines.items():
        ours = _OF_PLAN if findings and all(family_of(finding.code) is Family.PLAN for finding in findings) else ""
        heading = names.get(code, days[code].name if code in days else code) if code else _NO_UNIT
        raw = tuple(finding for finding in checked.findings if finding.unit == code and not _own_heading(finding))
        found.append(_Group(heading, days.get(code or ""), tuple(findings), raw, ours))
    for heading, findings in own.items():
        ours = _OF_PLAN if heading == _WHOLE_PLAN else f"{checked.plan.office} xem lại"
        found.append(_Group(heading, None, tuple(findings), (), ours))
    place = {unit.code: number for number, unit in enumerate(checked.plan.senders)}
    order = {names.get(code, ""): number for code, number in place.items()}
    return sorted(found, key=lambda group: (group.turn, order.get(group.heading, len(order))))


def _own_heading(finding: Finding) -> str:
    """Under which of the office's own sheets it stands, or under its plan; "" where it is about what units sent."""
    if on_own_sheet(finding.source):
        return f"{_OF_SHEET}{finding.source.sheet}"
    of_plan = finding.unit is None and not finding.source.file and family_of(finding.code) is Family.PLAN
    return _WHOLE_PLAN if of_plan else ""


def findings_rows(checked: Checked, notes: Notes = _NO_NOTES) -> Iterator[Row]:
    """The rows of Kiểm tra below its heads. Places that lead somewhere are Links."""
    groups = _groups(checked)
    for group in groups:
        yield _heading(group, notes.get((checked.title, group.heading), (None, None)), checked.on)
        if not group.ours:
            said = said_to(group.heading, group.unit, group.raw, checked.plan, checked.on, checked.today)
            yield from ((line, *[None] * (len(FINDING_HEADS) - 1)) for line in _wrapped(said))
        main = _main_source(group)
        yield from (_line(finding, main, checked.archived) for finding in group.findings)
    quiet = _quiet(checked, groups)
    yield from ((line, *[None] * (len(FINDING_HEADS) - 1)) for line in _wrapped(quiet))


def _heading(group: _Group, noted: Sequence[Shown], on: date | None) -> Row:
    main = _main_source(group)
    parts = [_stands(group, on)]
    parts += [f"tệp “{clipped(PurePosixPath(main.file).name, _LONGEST_NAME)}”"] if main.file else []
    parts += [f"trang {main.sheet}"] if main.sheet and group.heading != f"{_OF_SHEET}{main.sheet}" else []
    return (group.heading, None, None, None, "  ·  ".join(part for part in parts if part) or None, None, *noted)


def _stands(group: _Group, on: date | None) -> str:
    if group.ours:
        return group.ours
    unit = group.unit
    if unit is None:
        return f"{REFUSED} Sẽ phải trả lại" if group.errors else ""
    hour = clock(unit.receipt.received_at) if unit.receipt else ""
    if on:
        hour = hour.removesuffix(f" ngày {written(on)}")
    return state(unit) + (f"  ·  nhận lúc {hour}" if hour else "")


def _main_source(group: _Group) -> Source:
    """The file and sheet that a unit's line names once for all of its findings."""
    found = next((finding.source for finding in group.findings if finding.source.file or finding.source.sheet), None)
    if found is not None:
        return found.at("")
    return Source(group.unit.source.file, group.unit.source.sheet) if group.unit else Source()


_TOLD_AS = {missing.code: Status.MISSING, not_mended.code: Status.REFUSED}
"""What is said of the unit, and not of a file of the day."""


def _line(finding: Finding, main: Source, archived: Mapping[str, str]) -> Row:
    level = LEVELS[finding.severity]
    if status := _TOLD_AS.get(finding.code):
        level = f"{STATUS_SIGNS[status]} {STATUS_WORDS[status]}"
    source = finding.source
    elsewhere = [f"tệp “{source.file}”"] if source.file not in ("", main.file) else []
    elsewhere += [f"trang {source.sheet}"] if source.sheet not in ("", main.sheet) else []
    where = f"({', '.join(elsewhere)}) " if elsewhere else ""
    place = link(finding, archived) or place_words(finding) or None
    message = f"{where}{finding.title}. {finding.message}"
    return (None, level, finding.code, place, message, finding.fix or None, None, None)


def _quiet(checked: Checked, groups: Sequence[_Group]) -> str:
    """Who needs nothing, so that nobody looks for them."""
    told = {group.heading for group in groups}
    units = checked.standing.units if checked.standing else ()
    names = [in_sentence(unit.name) for unit in units if unit.name not in told]
    if names:
        return f"{WELL}  Không có gì phải xem: {', '.join(names)}."
    return f"{WELL}  Không có gì phải xem." if not groups and checked.on else ""


def _wrapped(text: str) -> Iterator[str]:
    """A text in lines that fit over the sheet, parted between words."""
    line = ""
    for word in text.split(" "):
        if line and len(line) + 1 + len(word) > _TOLD_WIDTH:
            yield line
            line = f"{GOES_ON}{word}"
        else:
            line = f"{line} {word}" if line or not word else word
    if text:
        yield line


def to_do(checked: Checked) -> tuple[str, str]:
    """The two heads of Kiểm tra: what to do, in words; how many errors and warnings there are."""
    groups = _groups(checked)
    turns = [group.turn for group in groups if not group.ours]
    call, remind = sum(turn <= 2 for turn in turns), turns.count(3)
    severities = [finding.severity for group in groups for finding in group.findings]
    read = sum(
        finding.severity is Severity.WARNING for group in groups if group.turn == 4 for finding in group.findings
    )
    parts = [f"gọi {call} đơn vị"] if call else []
    parts += [f"nhắc {remind} đơn vị"] if remind else []
    parts += [f"đọc lại {read} cảnh báo"] if read else []
    words = f"{', '.join(parts).capitalize()}." if parts else "Không có gì phải xem."
    if groups and all(group.ours for group in groups):
        words = "Kế hoạch có chỗ cần xem lại."
    errors, warnings = severities.count(Severity.ERROR), severities.count(Severity.WARNING)
    return (words if checked.on else ""), f"{errors} lỗi  ·  {warnings} cảnh báo" if checked.on else ""


def findings_edits(checked: Checked, notes: Notes) -> list[Edit]:
    """What to write so that Kiểm tra of an open workbook shows these, and keeps what was noted of calls."""
    heads = tuple(label or None for label, _ in FINDING_HEADS)
    rows = tuple((*row, ROOM) for row in findings_rows(checked, notes)) or ((None,) * _WIDTH,)
    links = frozenset(
        (row, column) for row, line in enumerate(rows) for column, value in enumerate(line) if isinstance(value, Link)
    )
    # Older workbooks have their heads a row higher.
    above = ((None,) * _WIDTH, (*heads, None))
    kept = tuple((*key, *noted) for key, noted in sorted(notes.items()))
    todo, counts = to_do(checked)
    return [
        Edit(FINDINGS_SHEET, 0, 1, ((checked.title,),)),
        Edit(FINDINGS_SHEET, 0, 4, ((todo or None,),)),
        Edit(FINDINGS_SHEET, 0, CALLED_COLUMN, ((counts or None,),)),
        Edit(FINDINGS_SHEET, FINDINGS_ROW - len(above), 0, above),
        Edit(FINDINGS_SHEET, FINDINGS_ROW, 0, rows, alone=True, formulas=links, fit=True),
        Edit(FINDINGS_SHEET, FINDINGS_ROW, NOTES_COLUMN, kept or ((None,) * 4,), alone=True),
    ]


def noted(grid: Grid) -> Notes:
    """What the office wrote beside the units on Kiểm tra, of the day shown there and of others."""
    title = grid.cells.get((0, 1))
    found: dict[tuple[str, str], tuple[Shown, ...]] = {}
    for row, cells in grid.rows():
        if row < FINDINGS_ROW:
            continue
        kept = [cells.get(NOTES_COLUMN + place) for place in range(4)]
        if isinstance(kept[0], str) and isinstance(kept[1], str):
            found.setdefault((kept[0], kept[1]), (_plain(kept[2]), _plain(kept[3])))
        heading, one = cells.get(0), tuple(_plain(cells.get(CALLED_COLUMN + place)) for place in range(2))
        if isinstance(title, str) and isinstance(heading, str) and heading not in (None, ""):
            if any(one):
                found[title, heading] = one
            else:
                found.pop((title, heading), None)
    return found


def _plain(value: object) -> Shown:
    return value if isinstance(value, str | int | date) else None if value is None else str(value)


# -- the way to a cell ---------------------------------------------------------------------------------------------


def place_words(finding: Finding) -> str:
    """The cell, or the first of many; a sheet is only told to be there."""
    first, *more = finding.source.cell.split(",")
    return f"{first} …" if more else first or ("mở" if finding.source.sheet else "")


def link(finding: Finding, archived: Mapping[str, str]) -> Link | None:
    """A formula that leads to a finding's cell; None where there is nowhere to go."""
    source, words = finding.source, place_words(finding)
    copy = archived.get(source.file) if source.file else ""
    if copy is None or not words:
        return None
    cell = source.cell.split(",")[0] or "A1"
    sheet = "'" + source.sheet.replace("'", "''") + "'"
    target = f"{copy}#{sheet}!{cell}" if source.sheet else copy
    if max(len(target), len(words)) > _LONGEST_LITERAL:
        return None
    made = Link(f'=HYPERLINK("{_quoted(target)}","{_quoted(words)}")')
    made.words = words
    return made


_LONGEST_LITERAL = 255
"""Letters that a text in a formula may have."""


def _quoted(text: str) -> str:
    return text.replace('"', '""')
