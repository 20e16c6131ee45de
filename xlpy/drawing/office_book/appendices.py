"""Phụ lục 02, 03, 04: the plan's targets. Cases and machines are typed, cases a day and days follow from the norm."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_range
from xlsxwriter.worksheet import Worksheet

from xlpy.core.forms import FORM_01, ISSUED_HEADS, Form, Head, appendix_sheet, plan_form
from xlpy.core.office_book import CAMPAIGN_DAYS, CODES, REPORT_DATE, SETTINGS_SHEET
from xlpy.core.plan.plan import Level, Plan, Printed, Rounding, Target
from xlpy.core.plan.settings import ISSUER, NORM, PLAN_DATE, PLAN_NUMBER, ROUNDING
from xlpy.core.records import KINDS, Kind
from xlpy.core.text import day as day_words
from xlpy.core.text import formal_day
from xlpy.drawing.formulas import date_of, formal_date_words, in_title
from xlpy.drawing.inputs import colour, protect, validate_count
from xlpy.drawing.office_book.look import WORDS, millimetres, on_paper, set_widths
from xlpy.drawing.office_book.moves_later import UnitsEver
from xlpy.drawing.office_book.moves_used import used_cell, used_of_level
from xlpy.drawing.palette import YELLOW
from xlpy.drawing.sheet import A4, Book, draw_header, merge
from xlpy.drawing.words import LATE
from xlpy.rules.plan import books_without_cases, deadline_out_of_reach, level_out_of_reach
from xlpy.rules.rule import Rule

HEADER_ROW = 4
FIRST_ROW = HEADER_ROW + 3
_COUNT, _DASH = "#,##0_)", '#,##0_);-#,##0_);"-"_)'
"""Phụ lục 03 and 04 print none as a dash. The room at the right keeps figures off the line."""
_WIDTHS = {"number": 28, "unit": 146, "machines": 76, "per_day": 104, "days": 66, "note": 196}
_BOOKS, _CASES, _ADOPTIONS = 50, 76, 46
_SUMS = {"sum.books": 58, "sum.cases": 80}
"""Pixels, all columns on one screen."""
_HEIGHTS = (24, 22, 20, 6, 20, 36, 22)
_ROW, _TOTAL_ROW = 23, 25
HEADS = {"bold": True, "font_size": 10, "align": "center", "text_wrap": True, "border": 1, "bg_color": "#EDF0F3"}
_TYPED = {"bg_color": YELLOW, "border": 1, "locked": 0}
_MARK = f"{LATE} "
_NO_CASES = f"{_MARK}Có Sổ, chưa có số trường hợp"
_UP = next(word for word, meant in ROUNDING.choices.items() if meant == Rounding.UP)


_USED = Head("MÁY NGÀY XEM", name="used", width=6)
"""Beside the form, and not printed: the machines of the day that Điều khiển shows, from the sheet Máy."""


class _Place:
    """Columns by name, as letters."""

    def __init__(self, form: Form) -> None:
        heads = (*form.columns, *ISSUED_HEADS, _USED)
        self.column = {head.name: place for place, head in enumerate(heads)}

    def at(self, name: str, row: int) -> str:
        """A cell with its column fixed: "$L9"."""
        return f"${xl_col_to_name(self.column[name])}{row + 1}"


def plan_titles(plan: Plan) -> tuple[str, str]:
    """ "(kèm theo Kế hoạch số … ngày … của …)" as a formula over Thiết lập, and as it reads."""
    document = plan.document
    return in_title(
        FORM_01.attached,
        number=(PLAN_NUMBER.name, document.number),
        plan_date=(formal_date_words(PLAN_DATE.name), formal_day(document.date)),
        issuer=(ISSUER.name, document.issuer),
    )


def draw_titles(
    book: Book, sheet: Worksheet, plan: Plan, code: str, title: tuple[str, str], last: int, sizes: Sequence[int]
) -> None:
    """The three lines above a form, in letters of these sizes: PHỤ LỤC nn, its title, the plan that it belongs to."""
    first, second, third = sizes
    merge(sheet, (0, 0, 0, last), f"PHỤ LỤC {code}", on_paper(book, align="center", font_size=first, bold=True))
    italic = on_paper(book, align="center", italic=True, font_size=third)
    bold = on_paper(book, align="center", font_size=second, bold=True)
    for row, (formula, value), style in ((1, title, bold), (2, plan_titles(plan), italic)):
        sheet.merge_range(row, 0, row, last, "", style)
        if formula.startswith("="):
            sheet.write_formula(row, 0, formula, style, value)
        else:
            sheet.write_string(row, 0, formula, style)


def machines_cell(sheet: str, place: int) -> str:
    """The cell of an appendix with a line's machines on the day shown, from another sheet."""
    return f"'{sheet}'!${xl_col_to_name(_Place(plan_form('', '')).column[_USED.name])}${FIRST_ROW + place + 1}"


def typed_machines_cell(sheet: str, place: int) -> str:
    """The cell of an appendix where a line's machines are typed, with which it all began."""
    return f"'{sheet}'!${xl_col_to_name(_Place(plan_form('', '')).column['machines'])}${FIRST_ROW + place + 1}"


def _width(name: str) -> int:
    if name in _WIDTHS or name in _SUMS:
        return {**_WIDTHS, **_SUMS}[name]
    if name.endswith(".cases"):
        return _CASES
    return _ADOPTIONS if name.startswith(Kind.ADOPTION) else _BOOKS


def draw_appendix(book: Book, plan: Plan, level: Level, ever: UnitsEver) -> None:
    """One appendix: every unit's books, cases and machines as they were typed, and how long they take with those of the day.

    `plan` is the one of the day that Điều khiển shows, `ever` the units of all days. What became of a unit is not in the
    form: of one that is another by then it tells the machines of the day, and since when.
    """
    used = {target.unit.code: target.machines for target in level.targets}
    level = issued_level(plan, level)
    lines = [line for line in ever.typed if line.level.level == level.level]
    form = plan_form(level.appendix, level.name)
    place = _Place(form)
    last = len(form.columns) - 1
    sheet = book.sheet(appendix_sheet(level.appendix), A4)
    draw_titles(book, sheet, plan, level.appendix, (form.title, ""), last, (14, 13, 12))
    # The head that names the norm changes with Thiết lập.
    per_day = form.columns[place.column["per_day"]].label
    formulas = {per_day: in_title(per_day, norm=(NORM.name, str(plan.norm)))}
    draw_header(book, sheet, form, HEADER_ROW, {}, styles=(HEADS,), formulas=formulas)
    set_widths(sheet, {column: _width(head.name) for column, head in enumerate(form.columns)})
    for row, height in enumerate(_HEIGHTS):
        sheet.set_row_pixels(row, height)
    _draw_issued_heads(book, sheet, place)
    dash = level.level != plan.tracked_level
    names = {unit.code: unit.name for unit in (plan.issued or plan).root.walk()}
    for number, target in enumerate(level.targets):
        row = FIRST_ROW + number
        now = _Now(used.get(target.unit.code), lines[number].until, ever.other_since(lines[number]))
        own_name = target.unit.name != names[target.unit.code]
        _draw_target(book, sheet, plan, target, now, place, row, dash=dash, own_name=own_name)
        _draw_machines(book, sheet, target, now, used_cell(ever, level, target.unit.code), place, row)
    total_row = FIRST_ROW + len(level.targets)
    _draw_total(book, sheet, plan, level, (used_of_level(ever, level), sum(used.values())), place, total_row, dash=dash)
    _watch(book, sheet, place, total_row)
    sheet.freeze_panes(FIRST_ROW, 2)
    sheet.repeat_rows(HEADER_ROW, FIRST_ROW - 1)
    sheet.print_area(0, 0, total_row, last)
    sheet.center_horizontally()
    sheet.print_black_and_white()
    sheet.hide_gridlines(2)
    millimetres(sheet, 12, 10, 15, 12)
    protect(sheet)


def _draw_issued_heads(book: Book, sheet: Worksheet, place: _Place) -> None:
    style = on_paper(book, font_size=10, italic=True, align="center", text_wrap=True, border=1)
    for head in ISSUED_HEADS:
        column = place.column[head.name]
        merge(sheet, (HEADER_ROW, column, FIRST_ROW - 1, column), head.label, style)
        # Kept beside the form for checking, folded away: whoever wants them opens the group.
        sheet.set_column(column, column, head.width, None, {"level": 1, "hidden": True})
    used = place.column[_USED.name]
    merge(sheet, (HEADER_ROW, used, FIRST_ROW - 1, used), _USED.label, style)
    sheet.set_column(used, used, _USED.width)


class _Now(NamedTuple):
    """The machines of a line's code on the day shown, None where nobody has it; the days on which the unit became another
    one's or nobody's, and on which its figures were no more what was typed.
    """

    machines: int | None
    until: date | None
    figures_until: date | None

    def gives(self, plan: Plan, value: int | str | None, then: str = "") -> int | str:
        """The value of `formula` on the plan's day."""
        on = plan.as_of
        given = then if self.figures_until is not None and on is not None and self.figures_until <= on else value
        return "" if given is None else given

    def formula(self, as_typed: str, then: str = "") -> str:
        """What a formula gives as long as the figures are those that were typed; then other words."""
        if self.figures_until is None:
            return f"={as_typed}"
        return f'=IF({REPORT_DATE}<{date_of(self.figures_until)},{as_typed},"{then}")'

    @property
    def words(self) -> str:
        return f"Đổi đơn vị từ {day_words(self.figures_until)}" if self.figures_until else ""


def _draw_name(sheet: Worksheet, row: int, name: str, code: str, style: Format) -> None:
    """A unit's name follows the one on Thiết lập, by the code at `code`: who calls a unit otherwise types it there."""
    of_code = f"INDEX('{SETTINGS_SHEET}'!$B:$B,MATCH({code},{CODES},0))"
    quoted = name.replace('"', '""')
    sheet.write_formula(row, 1, f'=IFERROR({of_code},"{quoted}")', style, name)


def _draw_target(
    book: Book,
    sheet: Worksheet,
    plan: Plan,
    target: Target,
    now: _Now,
    place: _Place,
    row: int,
    *,
    dash: bool,
    own_name: bool,
) -> None:
    with_these = target._replace(machines=now.machines or 0)
    counts = _DASH if dash else _COUNT
    sheet.write_number(row, 0, row - FIRST_ROW + 1, on_paper(book, align="center", border=1))
    name = on_paper(book, border=1, num_format=WORDS, shrink=True)
    if own_name:  # Sở Tư pháp, where the tree has the province; no formula, and read as that
        sheet.write_string(row, 1, target.unit.name, name)
    else:
        _draw_name(sheet, row, target.unit.name, place.at(ISSUED_HEADS[0].name, row), name)
    typed, plain = on_paper(book, **_TYPED, num_format=counts), _figure(book, counts, bold=True)
    for kind in KINDS:
        for name, value in ((f"{kind}.books", target.books[kind]), (f"{kind}.cases", target.cases[kind])):
            _write(sheet, row, place.column[name], value, typed)
    for part, value in (("books", target.total_books), ("cases", target.total_cases)):
        cells = ",".join(place.at(f"{kind}.{part}", row) for kind in KINDS)
        sheet.write_formula(row, place.column[f"sum.{part}"], f"=SUM({cells})", plain, value)
    cases, machines, per_day = (place.at(name, row) for name in ("sum.cases", _USED.name, "per_day"))
    a_day = f"{machines}*{NORM.name}"
    a_day = a_day if now.until is None else f'IF(ISNUMBER({machines}),{a_day},"")'
    per_day_now = "" if now.machines is None else plan.per_day(with_these)
    sheet.write_formula(row, place.column["per_day"], f"={a_day}", _figure(book), per_day_now)
    formula = now.formula(
        f'IF({cases}=0,0,IF({machines}=0,"",'
        f'IF({ROUNDING.name}="{_UP}",ROUNDUP({cases}/{per_day},0),ROUND({cases}/{per_day},0))))'
    )
    days = now.gives(plan, plan.days(with_these))
    middle = on_paper(book, border=1, align="center", num_format="#,##0")
    sheet.write_formula(row, place.column["days"], formula, middle, days)
    note = on_paper(book, border=1, font_size=10.5, num_format=WORDS)
    formula = now.formula(_note_formula(place, row), now.words)
    sheet.write_formula(
        row, place.column["note"], formula, note, now.gives(plan, unit_note(plan, with_these), now.words)
    )
    _draw_issued(book, sheet, place, row, target.unit.code, target.printed)
    sheet.set_row_pixels(row, _ROW)


def _draw_machines(book: Book, sheet: Worksheet, target: Target, now: _Now, used: str, place: _Place, row: int) -> None:
    """A line's machines: those with which it began, typed, and those of the day. Without the sheet Máy they are one."""
    typed = on_paper(book, **_TYPED, num_format="#,##0", align="center", bold=True)
    _write(sheet, row, place.column["machines"], target.machines, typed)
    told = on_paper(book, border=1, align="center", num_format="#,##0", italic=True)
    # Where somebody deletes the sheet, LibreOffice's IFERROR does not catch it.
    without = f"N({place.at('machines', row)})"
    without = without if now.until is None else f'IF(ISTEXT({used}),"",{without})'
    formula = f"=IF(ISNUMBER({used}),{used},{without})"
    sheet.write_formula(row, place.column[_USED.name], formula, told, "" if now.machines is None else now.machines)


def issued_level(plan: Plan, level: Level) -> Level:
    """A level as the office typed it, where the plan is one of a day."""
    return next(one for one in (plan.issued or plan).levels if one.level == level.level)


def places_in_appendix(plan: Plan) -> Mapping[str, int]:
    """Where the appendix that the folder follows has the units' lines, by code; without one that has become another."""
    typed = {target.unit.code: (place, target) for place, target in enumerate((plan.issued or plan).tracked.targets)}
    return {
        code: typed[code][0]
        for code, target in plan.targets.items()
        if code in typed and typed[code][1].cases == target.cases
    }


def _figure(book: Book, shape: str = _COUNT, **look: Any) -> Any:
    return on_paper(book, border=1, align="right", num_format=shape, shrink=True, **look)


def _note_formula(place: _Place, row: int) -> str:
    cells = _row_cells(place, row)
    no_cases, too_slow = (_broken(rule, cells) for rule in (books_without_cases, deadline_out_of_reach))
    needed = _machines_for(cells["all_cases"])
    return f'IF({no_cases},"{_NO_CASES}",IF({too_slow},"{_MARK}Không kịp: cần "&{needed}&" máy, có "&{cells["machines"]},""))'


def _broken(rule: Rule, cells: Mapping[str, str]) -> str:
    """Whether a rule of the plan is broken, as a formula: its twin, so that notes and colours agree with it."""
    return rule.twins[0].formula(cells)


def _machines_for(cases: str) -> str:
    """`Plan.machines_for` as a formula."""
    return f"ROUNDUP({cases}/({NORM.name}*{CAMPAIGN_DAYS}),0)"


def _row_cells(place: _Place, row: int) -> Mapping[str, str]:
    """The places of the rules about one unit's line."""
    names = {"all_books": "sum.books", "all_cases": "sum.cases", "machines": _USED.name}
    return {**{name: place.at(column, row) for name, column in names.items()}, **_NAMES}


def _total_cells(place: _Place, row: int) -> Mapping[str, str]:
    """The places of the rules about a whole level."""
    names = {"level_cases": "sum.cases", "level_machines": _USED.name}
    return {**{name: place.at(column, row) for name, column in names.items()}, **_NAMES}


def unit_note(plan: Plan, target: Target) -> str:
    """What GHI CHÚ says of a unit."""
    if target.total_books and not target.total_cases:
        return _NO_CASES
    needed = plan.machines_for(target.total_cases)
    return f"{_MARK}Không kịp: cần {needed} máy, có {target.machines}" if needed > target.machines else ""


def _draw_total(
    book: Book,
    sheet: Worksheet,
    plan: Plan,
    level: Level,
    used: tuple[str, int],
    place: _Place,
    row: int,
    *,
    dash: bool,
) -> None:
    """`used`: the machines of the day of all units, as `used_of_level` has them and as they are."""
    of_level, now = used
    merge(sheet, (row, 0, row, 1), FORM_01.total_label, on_paper(book, bold=True, border=1, align="center"))
    plain = _figure(book, bold=True)
    counts = _figure(book, _DASH if dash else _COUNT, bold=True)
    middle = on_paper(book, bold=True, border=1, align="center", num_format="#,##0")
    values: dict[str, int] = {
        **{f"{kind}.books": sum(target.books[kind] or 0 for target in level.targets) for kind in KINDS},
        **{f"{kind}.cases": sum(target.cases[kind] or 0 for target in level.targets) for kind in KINDS},
        "sum.books": level.books,
        "sum.cases": level.cases,
        "machines": level.machines,
        _USED.name: now,
        "per_day": now * plan.norm,
    }
    for name, value in values.items():
        column = place.column[name]
        formula = f"SUM({xl_range(FIRST_ROW, column, row - 1, column)})"
        if of_level and name == _USED.name:
            formula = f"IF(ISNUMBER({of_level}),{of_level},{formula})"
        elif of_level and name == "per_day":
            formula = f"{place.at(_USED.name, row)}*{NORM.name}"
        style = middle if name in ("machines", _USED.name) else plain if name == "per_day" else counts
        sheet.write_formula(row, column, f"={formula}", style, value)
    sheet.write_blank(row, place.column["days"], None, plain)
    cells = _total_cells(place, row)
    too_slow, needed = _broken(level_out_of_reach, cells), _machines_for(cells["level_cases"])
    formula = f'=IF({too_slow},"{_MARK}Tính chung cần "&{needed}&" máy, có "&{cells["level_machines"]},"")'
    fewest = plan.machines_for(level.cases)
    told = f"{_MARK}Tính chung cần {fewest} máy, có {now}" if fewest > now else ""
    note = on_paper(book, border=1, font_size=10.5, bold=True, num_format=WORDS, shrink=True)
    sheet.write_formula(row, place.column["note"], formula, note, told)
    _draw_issued(book, sheet, place, row, None, level.printed)
    sheet.set_row_pixels(row, _TOTAL_ROW)


def _draw_issued(book: Book, sheet: Worksheet, place: _Place, row: int, code: str | None, printed: Printed) -> None:
    style = _figure(book, italic=True, font_size=10)
    if code is not None:
        sheet.write_string(row, place.column["code"], code, on_paper(book, border=1, align="center", font_size=10))
    for name, value in printed._asdict().items():
        if value is not None:
            sheet.write_number(row, place.column[f"printed.{name}"], value, style)


def _write(sheet: Worksheet, row: int, column: int, value: int | None, style: Any) -> None:
    if value is None:
        sheet.write_blank(row, column, None, style)
    else:
        sheet.write_number(row, column, value, style)


def _watch(book: Book, sheet: Worksheet, place: _Place, total_row: int) -> None:
    """Whole numbers only where one types, and the rules of the plan as colours."""
    count = total_row - FIRST_ROW
    first = place.column[f"{KINDS[0]}.books"]
    validate_count(sheet, (FIRST_ROW, first, total_row - 1, place.column[f"{KINDS[-1]}.cases"]))
    machines = place.column["machines"]
    validate_count(sheet, (FIRST_ROW, machines, total_row - 1, machines))
    for kind in KINDS:
        pair = {part: place.at(f"{kind}.{part}", FIRST_ROW) for part in ("books", "cases")}
        colour(book, sheet, pair, rows=count)
    # Too few machines of the day are shown where the plan's stand: beside the form nothing is printed.
    typed = place.at("machines", FIRST_ROW)
    colour(book, sheet, _row_cells(place, FIRST_ROW), rows=count, seen={"machines": typed})
    seen = {"level_machines": place.at("machines", total_row)}
    colour(book, sheet, _total_cells(place, total_row), at=("level_machines",), seen=seen)
    for part in ("books", "cases"):
        sums = {
            "computed": place.at(f"sum.{part}", FIRST_ROW),
            "printed": place.at(f"printed.{part}", FIRST_ROW),
        }
        colour(book, sheet, sums, rows=count + 1)


_NAMES: Mapping[str, str] = {"norm": NORM.name, "campaign": CAMPAIGN_DAYS}
