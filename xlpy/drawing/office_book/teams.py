"""Tổ nhập liệu: the shifts, and for each unit its teams, who is there, who is short, and people for other machines."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from xlpy.core.forms import appendix_sheet
from xlpy.core.office_book import TEAMS_SHEET
from xlpy.core.plan.plan import Level, Plan, Target
from xlpy.core.plan.teams import SHIFTS, SHIFTS_SIDE, TEAMS_DRAWN, TEAMS_SIDE, Crew, Role
from xlpy.core.text import key, number
from xlpy.core.units import Unit
from xlpy.drawing.formulas import count_words
from xlpy.drawing.inputs import colour, validate_count
from xlpy.drawing.office_book import look
from xlpy.drawing.office_book.appendices import machines_cell
from xlpy.drawing.office_book.look import set_widths
from xlpy.drawing.office_book.moves_later import UnitsEver
from xlpy.drawing.office_book.moves_shown import Line
from xlpy.drawing.office_book.moves_used import used_cell
from xlpy.drawing.office_book.side import draw_heads, draw_line, draw_title, finish, stop_slips, told
from xlpy.drawing.palette import NAVY, on_screen
from xlpy.drawing.sheet import A4, NUMBER, Book
from xlpy.drawing.words import LATE
from xlpy.rules.teams import crews_of, few_in_shift, role_lacking

_WIDTHS: Mapping[str, int] = {
    "code": 44,
    "unit": 148,
    "level": 60,
    "machines": 46,
    "teams": 46,
    "present": 62,
    "needed": 62,
    "short": 244,
    "if_machines": 62,
    "if_people": 62,
}
_PEOPLE = 50
"""Pixels of a column of people."""
_HEADS: Mapping[str, str] = {
    "unit": "Đơn vị",
    "machines": "Máy",
    "present": "Người đã ghi",
    "needed": "Người cần",
    "short": "Còn thiếu",
    "if_machines": "Thử với số máy",
    "if_people": "Số người cần",
}
_HINT = (
    "Kế hoạch, mục II.3.1: mỗi máy một Tổ, ba ca. Ghi số người, không ghi tên. Ca chưa ghi gì là chưa biết, không phải thiếu. "
    "Bảng phân ca để in ở trang Phân ca."
)
_COUNT_ROW = 2
_ROLE_WORDS = {Role.JUSTICE: "tư pháp", Role.POLICE: "Công an", Role.OTHERS: "lực lượng khác"}
UNIT_KEY_COLUMN = len(TEAMS_DRAWN)
"""Hidden: a unit's name with its level, by which Phân ca finds it."""
_PARTS_COLUMN = UNIT_KEY_COLUMN + 1
"""Hidden: what the unit lacks, part by part."""


class UnitLine(NamedTuple):
    """A line of the table: a unit of a level, and the cell of another sheet with its machines on the day shown.

    `target` is the unit's on that day, None where it is not there; `leaves`: whether there are days without it.
    """

    level: Level
    unit: Unit
    target: Target | None
    machines: str
    leaves: bool

    @property
    def key(self) -> str:
        """A unit's name with its level: "Huyện Bù Đăng (cấp xã)"."""
        return f"{self.unit.name} ({self.level.name})"


def unit_lines(plan: Plan, ever: UnitsEver) -> list[UnitLine]:
    """The units that the plan was typed with, then those that come by a change; named as on the plan's day."""
    now = {(level.level, target.unit.code): target for level in plan.levels for target in level.targets}

    def line(of: Line, machines: str, *, leaves: bool) -> UnitLine:
        target = now.get((of.level.level, of.target.unit.code))
        return UnitLine(of.level, (target or of.target).unit, target, machines, leaves)

    typed = (
        line(one, machines_cell(appendix_sheet(one.level.appendix), one.place), leaves=one.until is not None)
        for one in ever.typed
    )
    came = (
        line(one, used_cell(ever, level, one.target.unit.code), leaves=True)
        for level in plan.levels
        for one in ever.came(level)
    )
    return [*typed, *came]


def draw_teams(book: Book, plan: Plan, data: Mapping[str, Any], lines: Sequence[UnitLine]) -> None:
    """The sheet. `data` is the plan's JSON, `plan` the same on the day shown."""
    sheet = book.sheet(TEAMS_SHEET, A4)
    set_widths(sheet, {at: _WIDTHS.get(name, _PEOPLE) for at, name in enumerate(TEAMS_DRAWN)})
    sheet.set_column(UNIT_KEY_COLUMN, _PARTS_COLUMN, 8, None, {"hidden": True})
    last_column = len(TEAMS_DRAWN) - 1
    draw_title(book, sheet, "TỔ NHẬP LIỆU", _HINT, last_column)
    _draw_shifts(book, sheet, data.get("shifts", []))
    labels = {column.name: column.label for column in TEAMS_SIDE.columns} | dict(_HEADS)
    draw_heads(book, sheet, TEAMS_SIDE.head_row, [labels[name] for name in TEAMS_DRAWN], 36)
    levels = {name: level.name for level in plan.levels for name in (key(level.level), key(level.name))}
    said = {
        (levels.get(key(crew.level), crew.level), crew.unit): (crew, line)
        for crew, line in zip(plan.aside.teams.crews, data.get("teams", []), strict=True)
    }
    first = TEAMS_SIDE.first_row
    last = first + len(lines) - 1
    for row, unit in enumerate(lines, first):
        crew, line = said.get((unit.level.name, unit.unit.code), (None, {}))
        _draw_unit(book, sheet, plan, row, unit, crew, line)
    known = [(unit.level.name, unit.unit.code) for unit in lines]
    _draw_count(book, sheet, plan, [said[one][0] for one in known if one in said], first, last)
    for at in (at for at, name in enumerate(TEAMS_DRAWN) if name == "if_machines" or name in _TYPED):
        validate_count(sheet, (first, at, last, at))
    colour(book, sheet, _places(first), rows=last - first + 1, at=_TYPED)
    _colour_shifts(book, sheet)
    finish(sheet, TEAMS_SIDE.head_row, last, last_column)


_TYPED = tuple(column.name for column in TEAMS_SIDE.columns if column.name not in TEAMS_SIDE.given)


def team_cell(column: int, row: int) -> str:
    """A cell of the sheet by column and row, both fixed."""
    return f"${xl_col_to_name(column)}${row + 1}"


def _cell(name: str, row: int) -> str:
    return f"${xl_col_to_name(TEAMS_DRAWN.index(name))}{row + 1}"


def _shift_cell(name: str, shift: int) -> str:
    at = next(place for place, column in enumerate(SHIFTS_SIDE.columns) if column.name == name)
    return f"${xl_col_to_name(at)}${SHIFTS_SIDE.first_row + shift}"


def _places(row: int) -> Mapping[str, str]:
    """The places of the rules about a unit's line."""
    least = {f"least_{shift}": _shift_cell("least", shift) for shift in range(1, SHIFTS + 1)}
    roles = {f"least_{role}_{shift}": _shift_cell(role, shift) for shift in range(1, SHIFTS + 1) for role in Role}
    return {name: _cell(name, row) for name in ("machines", *_TYPED)} | least | roles


def _draw_shifts(book: Book, sheet: Worksheet, lines: list[Mapping[str, Any]]) -> None:
    draw_heads(book, sheet, SHIFTS_SIDE.head_row, [column.label for column in SHIFTS_SIDE.columns], 34)
    sheet.set_row_pixels(SHIFTS_SIDE.first_row + SHIFTS, 6)
    first = SHIFTS_SIDE.first_row
    caption = "Giờ các ca và số người ít nhất mỗi ca của một Tổ"
    sheet.write_string(SHIFTS_SIDE.head_row - 1, 0, caption, on_screen(book, bold=True, font_size=9, font_color=NAVY))
    for place in range(SHIFTS):
        draw_line(book, sheet, first + place, SHIFTS_SIDE.columns, lines[place] if place < len(lines) else {})
    stop_slips(sheet, first, first + SHIFTS - 1, SHIFTS_SIDE.columns)
    teams = on_screen(book, bold=True, font_size=9, font_color=NAVY)
    sheet.write_string(TEAMS_SIDE.head_row - 1, 0, "Các đơn vị", teams)


def _colour_shifts(book: Book, sheet: Worksheet) -> None:
    for shift in range(1, SHIFTS + 1):
        places = {"shift_start": _shift_cell("start", shift), "shift_end": _shift_cell("end", shift)}
        if shift > 1:
            places["end_before"] = _shift_cell("end", shift - 1)
        colour(book, sheet, places, at=("shift_start", "shift_end"))


def _draw_unit(
    book: Book,
    sheet: Worksheet,
    plan: Plan,
    row: int,
    unit: UnitLine,
    crew: Crew | None,
    line: Mapping[str, Any],
) -> None:
    target = unit.target
    words, count = told(book, num_format="@", font_size=9), told(book, num_format=NUMBER, align="center")
    typed = on_screen(book, **look.TYPED, num_format=NUMBER, align="center")
    at = TEAMS_DRAWN.index
    for name, text in (("code", unit.unit.code), ("unit", unit.unit.name), ("level", unit.level.name)):
        sheet.write_string(row, at(name), text, words)
    sheet.write_formula(row, at("machines"), f"={unit.machines}", count, target.machines if target else "")
    for name in _TYPED:
        value = line.get(name)
        sheet.write_blank(row, at(name), None, typed) if value is None else sheet.write_number(
            row, at(name), value, typed
        )
    people = f"{_cell(_TYPED[1], row)}:{_cell(_TYPED[-1], row)}"
    present = "" if crew is None or not any(crew.people) else crew.present
    sheet.write_formula(row, at("present"), f'=IF(COUNT({people})=0,"",SUM({people}))', count, present)
    team = plan.aside.teams.people_a_team
    needed, parts = f"{_cell('machines', row)}*{_a_team()}", _short_parts(row)
    if unit.leaves:
        needed, parts = (f'IF(ISNUMBER({_cell("machines", row)}),{formula},"")' for formula in (needed, parts))
    sheet.write_formula(row, at("needed"), f"={needed}", count, target.machines * team if target else "")
    lacks, helper = _short_words(plan, crew, target), f"${xl_col_to_name(_PARTS_COLUMN)}{row + 1}"
    lacking = told(book, font_size=9, shrink=True)
    sheet.write_formula(row, _PARTS_COLUMN, f"={parts}", words, lacks.replace(f"{LATE} ", "; ", 1))
    sheet.write_formula(row, at("short"), f'=IF({helper}="","","{LATE} "&MID({helper},3,300))', lacking, lacks)
    sheet.write_blank(row, at("if_machines"), None, typed)
    asked = _cell("if_machines", row)
    sheet.write_formula(row, at("if_people"), f'=IF({asked}="","",{asked}*{_a_team()})', count, "")
    sheet.write_formula(row, UNIT_KEY_COLUMN, f'={_cell("unit", row)}&" ("&{_cell("level", row)}&")"', words, unit.key)
    sheet.set_row_pixels(row, 20)


def _needed(shift: int) -> str:
    roles = "+".join(_shift_cell(role, shift) for role in Role)
    return f"MAX({_shift_cell('least', shift)},{roles})"


def _a_team() -> str:
    """People that one team needs a day, as a formula."""
    return f"({'+'.join(_needed(shift) for shift in range(1, SHIFTS + 1))})"


def _short_words(plan: Plan, crew: Crew | None, target: Target | None) -> str:
    """What a unit lacks, in one line; nothing while it is not there."""
    if crew is None or target is None:
        return ""
    parts = []
    if crew.teams is not None and crew.teams != target.machines:
        more = crew.teams > target.machines
        parts.append(f"{'thừa' if more else 'thiếu'} {abs(crew.teams - target.machines)} Tổ")
    for short in plan.aside.teams.shortages(crew, target.machines):
        place = plan.aside.teams.shifts.index(short.shift) + 1
        if short.has < short.needs:
            parts.append(f"ca {place} thiếu {short.needs - short.has} người")
        else:
            parts.extend(f"ca {place} thiếu {needs - has} {_ROLE_WORDS[role]}" for role, has, needs in short.roles)
    return f"{LATE} {'; '.join(parts)}" if parts else ""


def _short_parts(row: int) -> str:
    """What a unit lacks, each part after a semicolon, as a formula: longer than one that says it twice may be."""
    cells = _places(row)
    teams, machines = cells["teams"], cells["machines"]
    count = f"IF(ISNUMBER({teams}),{teams},{machines})"
    parts = [
        f'IF(ISNUMBER({teams}),IF({teams}>{machines},"; thừa "&({teams}-{machines})&" Tổ",'
        f'IF({teams}<{machines},"; thiếu "&({machines}-{teams})&" Tổ","")),"")'
    ]
    for shift in range(1, SHIFTS + 1):
        people = ",".join(cells[f"{role}_{shift}"] for role in Role)
        lacks = f'"; ca {shift} thiếu "&({count}*{_needed(shift)}-SUM({people}))&" người"'
        roles = "&".join(
            f'IF({role_lacking(shift, role).format_map(cells)},"; ca {shift} thiếu "&({count}*{_shift_cell(role, shift)}'
            f'-SUM({cells[f"{role}_{shift}"]}))&" {_ROLE_WORDS[role]}","")'
            for role in Role
        )
        parts.append(f"IF({few_in_shift(shift).format_map(cells)},{lacks},{roles})")
    return "&".join(parts)


def _draw_count(book: Book, sheet: Worksheet, plan: Plan, drawn: Sequence[Crew], first: int, last: int) -> None:
    def area(name: str) -> str:
        return f"{_cell(name, first).replace('$', '')}:{_cell(name, last).replace('$', '')}"

    machines, present, short = area("machines"), area("present"), f'COUNTIF({area("short")},"{LATE}*")'
    formula = (
        f'="Cần "&{count_words(f"SUM({machines})")}&" Tổ, "&{count_words(f"SUM({machines})*{_a_team()}")}&" người cho "'
        f'&{count_words(f"SUM({machines})")}&" máy. Đã ghi "&{count_words(f"SUM({present})")}&" người ở "'
        f'&COUNT({present})&" đơn vị; "&{short}&" đơn vị còn thiếu."'
    )
    all_machines = sum(level.machines for level in plan.levels)
    told_of = [crew for crew in drawn if any(crew.people)]
    lacking = sum(bool(_short_words(plan, crew, target)) for crew, target, _ in crews_of(plan) if target is not None)
    value = (
        f"Cần {number(all_machines)} Tổ, {number(all_machines * plan.aside.teams.people_a_team)} người cho "
        f"{number(all_machines)} máy. Đã ghi {number(sum(crew.present for crew in told_of))} người ở {len(told_of)} đơn vị; "
        f"{lacking} đơn vị còn thiếu."
    )
    style = on_screen(book, bold=True, font_size=11, font_color=NAVY)
    look.formula(sheet, (_COUNT_ROW, 0, _COUNT_ROW, len(TEAMS_DRAWN) - 1), (formula, value), style)
