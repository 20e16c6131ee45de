"""Whose report is this, and of which day? Each piece of evidence is weighed; two possible answers are no answer."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from pathlib import PurePosixPath
from string import ascii_uppercase
from typing import NamedTuple, TypeGuard

from xlpy.core.dates import WrittenDate, asks_for_a_day, dates_in_file_name, dates_in_title, day_of_serial
from xlpy.core.grid import ErrorValue, Uncached, Value
from xlpy.core.source import Fault, Problem, Source
from xlpy.core.text import clipped, key, tidy
from xlpy.core.units import Unit, Units, in_sentence, own_name, parse_name, short_name
from xlpy.core.units_in_files import units_in_file_name, without_names_of_days

MARK = "mã của biểu"
"""What kind of evidence the mark of an issued form is."""


class Evidence(NamedTuple):
    """The units that one part of a file points to. None named: that part says nothing."""

    kind: str
    units: tuple[Unit, ...]
    source: Source

    @property
    def described(self) -> str:
        names = ", ".join(unit.name for unit in self.units[:3]) + (", …" if len(self.units) > 3 else "")
        place = self.source.cell or self.source.sheet or f"“{self.source.file}”"
        return f"{self.kind} ({place}): {names}"


def name_evidence(file: str, senders: Units) -> Evidence:
    """What the file's name says."""
    return Evidence("tên tệp", units_in_file_name(_stem(file), senders), Source(file))


_LEVEL = re.compile(r"\((cấp [^()]+)\)")


def level_in_title(title: Iterable[Value]) -> str:
    """The level that a form's title names as the plan's appendices do, in brackets: "" where it names none."""
    found = {level for value in title if isinstance(value, str) for level in _LEVEL.findall(key(value))}
    return found.pop() if len(found) == 1 else ""


def _stem(file: str) -> str:
    return tidy(PurePosixPath(file).stem)


def decide_unit(evidence: Sequence[Evidence], where: Source) -> tuple[Unit | None, Problem | None]:
    """The one unit that all evidence allows, taken in the given order, or the reason why there is none."""
    telling = [piece for piece in evidence if piece.units]
    if not telling:
        return None, Problem(Fault.UNIT_UNKNOWN, where, {"read": ""})
    left = telling[0].units
    for piece in telling[1:]:
        both = tuple(unit for unit in left if unit in piece.units)
        if not both:
            return None, _ambiguous(telling, where)
        left = both
    if len(left) > 1:
        if len({parse_name(own_name(unit.name)).proper for unit in left}) > 1:
            return None, _ambiguous(telling, where)
        told = {"name": short_name(own_name(left[0].name)), "units": _listed([unit.name for unit in left])}
        return None, Problem(Fault.UNIT_NAME_SHARED, _written(telling, where), told)
    return left[0], None


def decide_sender(evidence: Sequence[Evidence], senders: Units, where: Source) -> tuple[Unit | None, Problem | None]:
    """The one unit, among those that report. What names one that does so no more is not taken for its heir's report."""
    unit, problem = decide_unit(evidence, where)
    ended = {id(one.unit): one for one in senders.former}
    named = next((ended[id(one)] for piece in evidence for one in piece.units if id(one) in ended), None)
    if named is None or (unit is not None and id(unit) not in ended):
        return unit, problem
    left = [piece._replace(units=tuple(one for one in piece.units if id(one) not in ended)) for piece in evidence]
    _, without = decide_unit(left, where)
    if without is not None and without.fault in (Fault.UNIT_AMBIGUOUS, Fault.UNIT_NAME_SHARED):
        return None, without
    heirs = _listed(named.heirs)
    place = _written([piece for piece in evidence if named.unit in piece.units], where)
    return None, Problem(Fault.UNIT_ENDED, place, {"unit": named.unit.name, "day": named.day, "heirs": heirs or "?"})


def _listed(names: Sequence[str]) -> str:
    return ", ".join(map(in_sentence, names[:3])) + (", …" if len(names) > 3 else "")


def _written(telling: Sequence[Evidence], where: Source) -> Source:
    """The cell in which the unit's name was written; of a form with a mark only the sheet, as its cells are locked."""
    cell = next((piece.source.cell for piece in telling if piece.source.cell), "")
    return where.at("" if telling[0].kind == MARK else cell.partition(",")[0])


def _ambiguous(telling: Sequence[Evidence], where: Source) -> Problem:
    return Problem(
        Fault.UNIT_AMBIGUOUS, _written(telling, where), {"answers": "; ".join(piece.described for piece in telling)}
    )


def decide_date(
    title: Iterable[tuple[Source, Value]],
    file: str,
    where: Source,
    senders: Units,
    *,
    year: int,
    start: date,
) -> tuple[date | None, Source, tuple[Problem, ...]]:
    """The day reported on: from the title, else from the file's name.

    A day in the file's name that differs from the title's is a conflict, unless it lies before the campaign
    (then it is the plan's own date, or no date at all); what is a sender's name is none.
    `year` completes "22-5" in a file's name. "Từ ngày" `start` is how a running total is told of; from any other day,
    it is a stretch of days.
    """
    found: list[tuple[Source, WrittenDate]] = []
    odd: list[Problem] = []
    told: list[Problem] = []
    left_open: tuple[Source, str] | None = None
    asked = False
    for source, value in _joined(title, year):
        if isinstance(value, date):
            day = value.date() if isinstance(value, datetime) else value
            found.append((source, WrittenDate("", day, as_of=asked)))
        elif isinstance(value, str):
            dates = dates_in_title(value, year)
            found.extend((source, each) for each in dates)
            if not dates and asks_for_a_day(value):
                left_open = left_open or (source, value)
        elif asked and isinstance(value, int | float) and (kept := day_of_serial(value, year)):
            found.append((source, WrittenDate(f"{value:.10g}", kept, as_of=True, bare=True)))
        elif asked and (read := _instead_of_a_date(value)):
            odd.append(Problem(Fault.DATE_UNREADABLE, source, {"read": read}))
        asked = isinstance(value, str) and key(value).rstrip(" .:…/").endswith("ngày")
    # The day after "tính đến" is the one reported on; of a letterhead or of a printing it need not be.
    if any(each.as_of for _, each in found):
        found = [(source, each) for source, each in found if each.as_of]
    written: dict[date, Source] = {}
    problems = odd
    for source, each in found:
        if each.value and each.bare:
            told.append(Problem(Fault.DATE_AS_NUMBER, source, {"read": each.written, "day": each.value}))
        if each.value and each.since and each.since != start:
            told.append(Problem(Fault.STRETCH_OF_DAYS, source, {"first": each.since, "day": each.value}))
        if each.value:
            written.setdefault(each.value, source)
        else:
            problems.append(Problem(Fault.DATE_UNREADABLE, source, {"read": each.written}))
    named = dates_in_file_name(without_names_of_days(_stem(file), senders), year)
    relevant = sorted(other for other in named if other >= start)
    if problems:
        return None, problems[0].source, tuple(problems)
    if len(written) > 1:
        return None, where, (_differ(sorted(written), next(iter(written.values()))),)
    if written:
        ((value, source),) = written.items()
        if relevant and value not in relevant:
            return value, source, (_differ([value, *relevant], source),)
        return value, source, tuple(told)
    days = relevant or sorted(named)
    if len(days) == 1:
        return days[0], Source(file), ()
    if days:
        return None, Source(file), (_differ(days, Source(file)),)
    place, stands = left_open or (where, "")
    return None, place, (Problem(Fault.DATE_MISSING, place, {"read": _the_date_in(tidy(stands))}),)


_MOST_JOINED = 8
"""Cells over which "ngày … tháng … năm …" may be spread."""


def _joined(title: Iterable[tuple[Source, Value]], year: int) -> Iterator[tuple[Source, Value]]:
    """A title's cells, where a day that was written over several of them is one: "tính đến ngày" · 22 · "tháng" · 5."""
    for _, row in groupby(title, lambda item: item[0].cell.lstrip(ascii_uppercase)):
        cells = list(row)
        at = next((place for place, (_, value) in enumerate(cells) if _is_open(value, year)), None)
        rest = cells[at : at + _MOST_JOINED] if at is not None else []
        text = " ".join(value if isinstance(value, str) else f"{value:.10g}" for _, value in rest if _is_piece(value))
        if len(rest) > 1 and all(_is_piece(value) for _, value in rest) and len(dates_in_title(text, year)) == 1:
            yield from cells[:at]
            yield rest[1][0], text
        else:
            yield from cells


def _is_open(value: Value, year: int) -> bool:
    return isinstance(value, str) and asks_for_a_day(value) and not dates_in_title(value, year)


def _is_piece(value: Value) -> TypeGuard[str | float]:
    """Words, or a number that is no day by itself."""
    if isinstance(value, str):
        return True
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 10_000 and value % 1 == 0


def _instead_of_a_date(value: Value) -> str:
    """What stands beside "Tính đến ngày" where Excel shows no date: a serial number, an error. Else ""."""
    match value:
        case ErrorValue():
            return value.code
        case Uncached():
            return clipped(f"={value.formula}")
        case int() | float() if value >= 10_000:  # "ngày" may also stand before 22, in a cell of its own
            return f"{value:.10g}"
        case _:
            return ""


def _differ(days: Sequence[date], source: Source) -> Problem:
    return Problem(Fault.DATES_DIFFER, source, {"first": days[0], "second": days[1]})


def _the_date_in(title: str) -> str:
    """Of a title's cell, the part that should say the day."""
    return clipped(title[max(title.casefold().rfind("tính đến"), 0) :].strip("() "), 40)
