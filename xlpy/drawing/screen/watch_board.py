"""The live board of a watch: who has reported, what is being copied, how much time is left. Fits 80 × 24 letters."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from rich import box
from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from xlpy.core.consolidate import Standing, Status, UnitDay
from xlpy.core.forms import NOTE_LABEL
from xlpy.core.plan.plan import Plan
from xlpy.core.records import Kind, with_sum
from xlpy.core.source import Finding, Severity
from xlpy.core.text import day as written_day
from xlpy.core.text import number, printable
from xlpy.core.units import as_entry
from xlpy.drawing.screen.board import received_hour
from xlpy.drawing.words import status_label
from xlpy.rules.gathering import cause_lines

_STYLES: Mapping[Status, str] = {
    Status.RECEIVED: "green",
    Status.MANUAL: "cyan",
    Status.REFUSED: "bold red",
    Status.MISSING: "yellow",
    Status.NOT_DUE: "dim",
}
_IN_SHORT: Mapping[Status, str] = {
    Status.RECEIVED: "Tiếp nhận",
    Status.REFUSED: "Trả lại",
    Status.MISSING: "Chưa báo cáo",
    Status.MANUAL: "Điện thoại",
    Status.NOT_DUE: "Chưa đến kỳ",
}
"""`STATUS_WORDS` where 80 letters must do for a line."""
_CELL = re.compile(r"\b[Ôô] [A-Z]+[0-9]")
_HINT = "Ctrl+C: dừng theo dõi"
_WIDE = 100
"""From here on the columns need not stand as close as they can."""
_MESSAGE_LINES = 2
"""Lines that one message may take; the findings at the end of a watch say all."""
_TROUBLE_LINES = 3


class Message(NamedTuple):
    """Something that happened, and when."""

    at: datetime
    text: str

    def __str__(self) -> str:
        return f"{self.at:%H:%M:%S} {printable(self.text)}"


class WatchView(NamedTuple):
    """What a watch knows at `now`. `standing` is None before the first merge.

    `waiting` are names of files still being copied, `trouble` is why the last merge could not be done, "" where it was.
    `answered` tells how many answers went out, "" where none goes out by itself.
    """

    plan: Plan
    day: date
    now: datetime
    standing: Standing | None = None
    waiting: tuple[str, ...] = ()
    trouble: str = ""
    messages: tuple[Message, ...] = ()
    answered: str = ""


class WatchBoard:
    """A view as rich draws it. Messages get the lines that the table leaves, the newest first to stay."""

    def __init__(self, view: WatchView) -> None:
        self._view = view

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Title, hours and counts; the table; troubles; messages; how to stop."""
        width, view = options.max_width, self._view
        above = [_title(view), _hours(view), _counts(view)]
        if view.answered:
            above.append(Text(view.answered))
        below = []
        if view.waiting:
            below.append(Text(f"Đang chép: {printable(', '.join(view.waiting))}", "cyan"))
        if view.trouble:
            below.extend(_folded(console, Text(printable(view.trouble), "bold red"), width, _TROUBLE_LINES))
        table_lines = 3 + len(view.standing.units) if view.standing else 0
        # One line less than there are: the cursor stands below the board.
        room = options.max_height - 1 - len(above) - table_lines - len(below) - 1
        for line in above:
            yield _one_line(line, width)
        if view.standing:
            yield _table(view.plan, view.standing, gap=1 if width < _WIDE else 2)
        for line in (*below, *_last_messages(console, view.messages, width, room)):
            yield _one_line(line, width)
        yield Text(_HINT, "dim")


def events(before: Standing | None, after: Standing, waiting: Collection[str]) -> Iterator[str]:
    """What a merge brought, one sentence each: units whose state or file is another one, and files of nobody.

    What needs a person comes last, where it stays on the board the longest. Of the files in `waiting` it is not said
    that they are not complete: the board shows them by themselves.
    """
    known = {unit.unit: unit for unit in before.units} if before else {}
    for unit in sorted(after.units, key=lambda unit: unit.status is Status.REFUSED):
        old = known.get(unit.unit)
        now, was = (unit.status, unit.receipt), (old.status, old.receipt) if old else None
        silent = now in ((Status.MISSING, None), (Status.NOT_DUE, None))
        if now != was and not (silent and was is None):
            yield _event(unit, after)
    told = set(_strays(before, ())) if before else set()
    for finding in _strays(after, waiting):
        if finding not in told:
            yield str(finding)


def time_left(until: datetime, now: datetime) -> str:
    """ "còn 1 giờ 23 phút", "còn 45 giây", "đã hết giờ"."""
    seconds = int((until - now).total_seconds())
    if seconds <= 0:
        return "đã hết giờ"
    if seconds < 60:
        return f"còn {seconds} giây"
    hours, minutes = divmod(seconds // 60, 60)
    parts = (f"{number(hours)} giờ" if hours else "", f"{minutes} phút" if minutes else "")
    return f"còn {' '.join(part for part in parts if part)}"


def reported_text(standing: Standing) -> str:
    """ "8/11 đơn vị có số liệu"."""
    return f"{standing.reported}/{len(standing.units)} đơn vị có số liệu"


# -- lines ---------------------------------------------------------------------------------------------------------


def _title(view: WatchView) -> Text:
    return Text(f"Theo dõi báo cáo ngày {written_day(view.day)} · {view.now:%H:%M:%S}", "bold")


def _hours(view: WatchView) -> Text:
    def left(who: str, hour: time) -> Text:
        until = datetime.combine(view.day, hour, view.plan.timezone)
        near = until - view.now < timedelta(minutes=30)
        return Text(f"{who} trước {hour:%H:%M}: {time_left(until, view.now)}", "bold yellow" if near else "")

    plan = view.plan
    return Text(" · ").join((left("Đơn vị", plan.units_report_before), left(plan.office, plan.office_reports_before)))


def _counts(view: WatchView) -> Text:
    if view.standing is None:
        return Text("Đang xem thư mục nhận tệp …")
    parts = [Text(reported_text(view.standing), "bold")]
    for status in (Status.REFUSED, Status.MISSING, Status.NOT_DUE):
        count = sum(unit.status is status for unit in view.standing.units)
        if count:
            parts.append(Text(f"{_IN_SHORT[status].lower()} {count}", _STYLES[status]))
    strays = len({finding.source.file for finding in _strays(view.standing, view.waiting)})
    if strays:
        parts.append(Text(f"tệp không rõ của ai {strays}", "bold red"))
    return Text(" · ").join(parts)


def _one_line(line: Text, width: int) -> Text:
    shown = line.copy()
    shown.truncate(width, overflow="ellipsis")
    shown.no_wrap = True
    return shown


def _folded(console: Console, text: Text, width: int, most: int) -> list[Text]:
    """A text on as few lines as it needs, `most` at most; what is left out shows as an ellipsis."""
    lines = list(text.wrap(console, width))
    if len(lines) <= most:
        return lines
    kept = lines[:most]
    kept[-1].rstrip()
    kept[-1].truncate(width - 2)
    kept[-1].append(" …")
    return kept


def _last_messages(console: Console, messages: Iterable[Message], width: int, room: int) -> list[Text]:
    """The newest messages that fit, oldest of them first."""
    lines: list[Text] = []
    for message in reversed(tuple(messages)):
        folded = _folded(console, Text(str(message)), width, _MESSAGE_LINES)
        if len(lines) + len(folded) > room:
            break
        lines[:0] = folded
    return lines


# -- the table -----------------------------------------------------------------------------------------------------


def _table(plan: Plan, standing: Standing, gap: int) -> Table:
    # The box's own line between columns is a space.
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, gap - 1, 0, 0), expand=True)
    table.add_column("Đơn vị", no_wrap=True)
    table.add_column("Tình trạng", no_wrap=True)
    table.add_column("Nhận lúc", no_wrap=True)
    table.add_column("Trong ngày", no_wrap=True, justify="right")
    table.add_column("Đã nhập", no_wrap=True, justify="right")
    table.add_column(NOTE_LABEL.capitalize(), no_wrap=True, overflow="ellipsis", ratio=1)
    names = plan.senders.short_names
    for unit in standing.units:
        whole = with_sum(unit.figures)[Kind.SUM]
        table.add_row(
            as_entry(names.get(unit.unit, unit.name)),
            # That a unit was accepted by name stands under the notes, where there is room.
            Text(_IN_SHORT[unit.status] + (", muộn" if unit.late else ""), _STYLES[unit.status]),
            received_hour(unit, standing),
            "" if whole.today is None else number(whole.today),
            number(whole.entered),
            Text(printable(_note(unit, standing))),
        )
    total = standing.total[Kind.SUM]
    today = "" if total.today is None else number(total.today)
    table.add_row("TỔNG", "", "", today, number(total.entered), "", style="bold")
    return table


def _errors(unit: UnitDay, standing: Standing) -> list[Finding]:
    return [
        item for item in cause_lines(standing.findings) if item.unit == unit.unit and item.severity is Severity.ERROR
    ]


def _strays(standing: Standing, waiting: Collection[str]) -> Iterator[Finding]:
    """Errors of files of which it is not known whose they are."""
    for item in standing.findings:
        of_a_file = item.source.file and not item.because
        if of_a_file and item.unit is None and item.severity is Severity.ERROR and item.source.file not in waiting:
            yield item


def _note(unit: UnitDay, standing: Standing) -> str:
    """The place of the first error and what to do; who accepted the figures."""
    if unit.by_name:
        return "có xác nhận"
    for finding in _errors(unit, standing):
        source = finding.source
        told = finding.fix or finding.message
        # The cell to mend may be another one than the cell where the error shows.
        place = "" if _CELL.search(told) else source.cell or source.sheet or source.file
        return ": ".join(part for part in (place, told) if part)
    return ""


def _event(unit: UnitDay, standing: Standing) -> str:
    """What became of a unit."""
    said = f"{unit.name}: {status_label(unit).lower()}"
    if unit.status in (Status.RECEIVED, Status.MANUAL):
        today = with_sum(unit.figures)[Kind.SUM].today
        return f"{said}, trong ngày {'để trống' if today is None else number(today)}."
    errors = _errors(unit, standing)
    return f"{said}. {errors[0]}" if errors else f"{said}."
