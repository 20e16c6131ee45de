"""Máy: machines that come and go, a line a move; beside it what each unit has on the day that Điều khiển shows."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_range_abs
from xlsxwriter.worksheet import Worksheet

from xlpy.core.forms import appendix_sheet
from xlpy.core.office_book import MOVES_SHEET, REPORT_DATE
from xlpy.core.plan.moves import (
    AT_THE_OTHER,
    BACK,
    EFFECT,
    MOVES_SIDE,
    WORD_OF,
    Move,
    What,
    level_of,
)
from xlpy.core.plan.plan import Plan
from xlpy.core.plan.side_sheets import MOST_AT_ONE_PLACE
from xlpy.core.text import day as written
from xlpy.core.text import number
from xlpy.drawing.formulas import count_words, date_of, date_words
from xlpy.drawing.inputs import colour, validate_choice, validate_count, validate_held
from xlpy.drawing.office_book import look
from xlpy.drawing.office_book.appendices import typed_machines_cell
from xlpy.drawing.office_book.changes import (
    CHANGE_DAYS,
    MOVED,
    MOVED_DAYS,
    MOVED_KEYS,
    NEW_CODES,
    OLD_CODES,
    OTHER_MOVED,
    OTHER_MOVED_KEYS,
)
from xlpy.drawing.office_book.look import set_widths
from xlpy.drawing.office_book.moves_later import Begun, Later, UnitsEver, Used, now, used_on
from xlpy.drawing.office_book.moves_places import NAME, STATE_HEADS, STATE_WIDTHS, THERE, TOLD, UNIT, Places
from xlpy.drawing.office_book.moves_shown import Line, Shown, named_unit, plain_name, shown_on, values, whose
from xlpy.drawing.office_book.moves_used import KEY_COLUMN, STATE_COLUMN, USED_COLUMN
from xlpy.drawing.office_book.side import draw_heads, draw_line, draw_title, finish, stop_slips, told
from xlpy.drawing.palette import HEAD, NAVY, on_screen
from xlpy.drawing.sheet import A4, NUMBER, Book

_TYPED_WIDTHS = {"day": 74, "code": 44, "level": 62, "what": 128, "count": 46, "other": 50, "note": 128}
SPARE, _MOST_SPARE = 40, 200
"""Lines for moves that come later; where there are many units, one a unit up to the second number. Each adds up the lines
of its unit, so their formulas cost the square."""
_COUNT_ROW = 2
_NAMES = {
    MOVED: "moved",
    MOVED_KEYS: "key",
    OTHER_MOVED: "other_moved",
    OTHER_MOVED_KEYS: "other_key",
    MOVED_DAYS: "day",
}
_HINT = (
    "Kế hoạch, mục II.4. Số máy ở Phụ lục 02–04 là số ban đầu; từ ngày ghi ở đây số máy đổi theo, mức tối đa trong ngày, số ngày và dự "
    "báo đổi theo. Máy chuyển giữa hai đơn vị chỉ ghi một dòng: đơn vị kia ở cột Với mã."
)


_SHORT = " Có dòng bớt đi quá số máy (ô tô màu): báo cáo chỉ tính số máy có thật, trang này trừ theo khi tạo lại sổ."


def draw_moves(book: Book, plan: Plan, data: Mapping[str, Any], day: date, ever: UnitsEver) -> None:
    """The sheet. `data` is the plan's JSON, `plan` the same on `day`, which Điều khiển shows; `ever` its units."""
    used, plan = used_on(plan), plan.issued or plan
    sheet = book.sheet(MOVES_SHEET, A4)
    widths = [_TYPED_WIDTHS[column.name] for column in MOVES_SIDE.columns] + [176, 62, 14, *STATE_WIDTHS]
    set_widths(sheet, dict(enumerate(widths)))
    sheet.set_column(KEY_COLUMN, NAME + len(THERE), 8, None, {"hidden": True})
    known, units, later, every = ever.known, ever.typed, ever.later, ever.lines
    lines = data.get("moves", [])
    first = MOVES_SIDE.first_row
    last = first + len(lines) + max(SPARE, min(len(units), _MOST_SPARE)) - 1
    places = Places(first, last, first + len(every) - 1, plan.tracked.name)
    for name, column in _NAMES.items():
        book.workbook.define_name(name, f"='{MOVES_SHEET}'!{places.area(column)}")
    draw_title(book, sheet, "MÁY", _HINT, KEY_COLUMN - 1)
    shown = shown_on(plan, known, day, ever.there)
    _draw_count(book, sheet, plan, places, shown, sum(used.values()))
    heads = [*(column.label for column in MOVES_SIDE.columns), "Của đơn vị", "Đang dùng\nhết ngày ấy"]
    draw_heads(book, sheet, MOVES_SIDE.head_row, heads, 50)
    for at, label in enumerate(STATE_HEADS, STATE_COLUMN):
        sheet.write_string(MOVES_SIDE.head_row, at, label, on_screen(book, **HEAD))
    _stop(sheet, plan, places)
    for row in range(first, last + 1):
        nth = row - first
        line = lines[nth] if nth < len(lines) else {}
        move = plan.aside.moves[nth] if nth < len(lines) else None
        draw_line(book, sheet, row, MOVES_SIDE.columns, _with_level_name(plan, line, move))
        named = whose(plan, every, shown.counted.get(id(move)))
        found = values(plan, places.column, move, shown, ever.there)
        _draw_reckoned(book, sheet, places, row, found, named, ever.there.get(id(move)))
        sheet.set_row_pixels(row, 20)
    for row, unit in enumerate(every, first):
        sheet.write_string(row, NAME, plain_name(plan, unit), told(book, font_size=9))
    came: dict[str, list[int]] = {}
    for row, one in enumerate(later, first + len(units)):
        came.setdefault(one.line.key, []).append(row)
        sheet.set_row_pixels(row, 20)
        _draw_later(book, sheet, places, row, one, named_unit(plan, one.line), now(one, known, day, used, ever.there))
    for row, unit in enumerate(units, first):
        sheet.set_row_pixels(row, 20)
        _draw_state(book, sheet, places, row, unit, named_unit(plan, unit), shown, used)
    for place in ever.places.values():
        _draw_used(book, sheet, places, first + place, every[place], used, came.get(every[place].key, ()))
    colour(book, sheet, places.of_line(first), rows=last - first + 1, at=_COLOURED)
    colour(book, sheet, places.of_unit(first), rows=len(every), at=("unit_checked",))
    finish(sheet, MOVES_SIDE.head_row, first + max(len(lines), len(every)) - 1, KEY_COLUMN - 1)


_COLOURED = ("move_day", "move_code", "move_what", "move_count", "move_other")


def _with_level_name(plan: Plan, line: Mapping[str, Any], move: Move | None) -> Mapping[str, Any]:
    """A level is told by its name, as the cell's list has it."""
    level = level_of(plan, move) if move is not None and move.level else None
    return {**line, "level": level.name} if level is not None else line


def _stop(sheet: Worksheet, plan: Plan, places: Places) -> None:
    first, last, column = places.first, places.last, places.column
    stop_slips(sheet, first, last, MOVES_SIDE.columns, but=("code", "level", "count", "other"))
    validate_count(sheet, (first, column["count"], last, column["count"]), 1, MOST_AT_ONE_PLACE)
    validate_choice(sheet, (first, column["level"], last, column["level"]), [level.name for level in plan.levels])
    units = places.of_units(KEY_COLUMN)
    for name, also in (("code", ""), ("other", f",{places.at('other', first)}<>{places.at('code', first)}")):
        held = f"=AND(OR(COUNTIF({units},{places.key(first, name)})>0,{_is_new(places.at(name, first))}){also})"
        ask = "Gõ mã đơn vị như ở Phụ lục 02–04, ví dụ 696; ghi cấp trước nếu không phải cấp đang theo dõi."
        validate_held(sheet, (first, column[name], last, column[name]), held, ask)


def _is_new(code: str) -> str:
    """Whether a code is one that comes by a change: without that sheet there is none."""
    return f"IFERROR(COUNTIF({NEW_CODES},{code})>0,FALSE)"


def _one_of(cell: str, words: Sequence[What]) -> str:
    return f"OR({','.join(f'{cell}={chr(34)}{WORD_OF[what]}{chr(34)}' for what in words)})"


def _draw_reckoned(
    book: Book, sheet: Worksheet, places: Places, row: int, found: Mapping[str, Any], named: str, there: int | None
) -> None:
    """What follows from a line, most of it in hidden columns."""
    style, words = told(book, num_format=NUMBER, align="center"), told(book, font_size=9, shrink=True)
    what, count, day, counts = (places.at(name, row) for name in ("what", "count", "day", "counts"))
    code, other, key, other_key = (places.at(name, row) for name in ("code", "other", "key", "other_key"))
    units, names, start = places.of_units(KEY_COLUMN), places.of_units(NAME), places.of_units(STATE_COLUMN + 1)
    more, fewer = (_one_of(what, [one for one in What if EFFECT[one] == sign]) for sign in (1, -1))
    effect = f"IF({more},1,IF({fewer},-1,0))*{count}"
    planned, other_planned = (f"ISNUMBER(MATCH({of},{units},0))" for of in (key, other_key))
    known, other_known = f"OR({planned},{_is_new(code)})", f"OR({other_planned},{_is_new(other)})"
    held = (
        f'AND(ISNUMBER({day}),{known},{_one_of(what, list(What))},ISNUMBER({count}),{count}>0,OR({other}="",'
        f"AND({other}<>{code},{other_known})))"
    )

    def looked_up(area: str, of: str) -> str:
        return f"INDEX({area},MATCH({of},{units},0))"

    def left(of: str, code: str) -> str:
        """Not from the day on which the unit changes, nor before it is there: what it took over is not on this sheet."""
        changed = "+".join(f'COUNTIFS({CHANGE_DAYS},"<="&{day},{names},{code})' for names in (OLD_CODES, NEW_CODES))
        began = looked_up(start, of)
        return (
            f'IF(OR(IFERROR({changed},0)>0,NOT(ISNUMBER({began}))),"",{began}+{places.sum_until(of, day, typed=True)})'
        )

    backs = "".join(
        f'IF({what}="{WORD_OF[came]}",{{{place}}},' for place, came in enumerate(BACK)
    )  # for a line of work that goes back: how many are back, and how many went
    like = f'IF({other}="","=","<>")'  # a loan that names the other unit comes back with a line that does, too
    back, went = (
        f"=IF({counts}=1,{backs.format(*(places.sum_until(key, day, one, like if one in AT_THE_OTHER else '') for one in kinds))}"
        f"0{')' * len(BACK)},0)"
        for kinds in (list(BACK), list(BACK.values()))
    )
    typed = xl_range_abs(row, 0, row, len(MOVES_SIDE.columns) - 1).replace("$", "")
    joined = '&"|"&'.join((key, day, what, count, other))
    formulas = {
        "key": f'=IF({code}="","",{places.key(row)})',
        "other_key": f'=IF({other}="","",{places.key(row, "other")})',
        "counts": f"=IF({held},1,0)",
        "effect": f"=IF({counts}=1,{effect},0)",
        "other_effect": f'=IF(AND({counts}=1,{other}<>"",{_one_of(what, sorted(AT_THE_OTHER))}),-{places.at("effect", row)},0)',
        "any": f"=COUNTA({typed})",
        "back": back,
        "went": went,
        "left": f'=IF({counts}=1,{left(key, code)},"")',
        "other_left": f'=IF(AND({counts}=1,{places.at("other_effect", row)}<>0),{left(other_key, other)},"")',
        "joined": f'=IF({counts}=1,{joined},"")',
        "same": f"=IF({counts}=1,COUNTIF({places.area('joined')},{places.at('joined', row)}),0)",
    }
    for name, effect in (("moved", "effect"), ("other_moved", "other_effect")):
        as_reckoned, at = f"{places.at('joined', row)}={places.at('there_of', row)}", places.at(effect, row)
        formulas[name] = f"=IF({as_reckoned},SIGN({at})*{places.at('there', row)},{at})"
    for name, formula in formulas.items():
        sheet.write_formula(row, places.column[name], formula, style if name == "left" else words, found[name])
    if there is not None:
        sheet.write_string(row, places.column["there_of"], found["joined"], words)
        sheet.write_number(row, places.column["there"], there, words)
    own, others = f"IFERROR({looked_up(names, key)},{code})", f"IFERROR({looked_up(names, other_key)},{other})"
    unit = f'=IF({counts}=1,{own}&IF({other}="",""," ↔ "&{others}),"")'
    sheet.write_formula(row, UNIT, unit, words, named)


def _draw_state(
    book: Book,
    sheet: Worksheet,
    places: Places,
    row: int,
    line: Line,
    name: str,
    shown: Shown,
    used: Used,
) -> None:
    words, count = told(book, font_size=9, shrink=True), told(book, num_format=NUMBER, align="center")
    bold = told(book, num_format=NUMBER, align="center", bold=True)
    sheet.write_string(row, STATE_COLUMN, name, words)
    sheet.write_string(row, KEY_COLUMN, line.key, words)
    start = line.target.machines
    sheet.write_formula(
        row,
        STATE_COLUMN + 1,
        f"=N({typed_machines_cell(appendix_sheet(line.level.appendix), line.place)})",
        count,
        start,
    )
    key = f"${xl_col_to_name(KEY_COLUMN)}{row + 1}"
    code, level = line.target.unit.code, line.level.level
    there = line.is_on(shown.day)

    def show(at: int, formula: str, style: Any, value: int) -> None:
        """While the unit is what it was typed as."""
        if line.until is not None:
            formula = f'IF({REPORT_DATE}<{date_of(line.until)},{formula},"")'
        sheet.write_formula(row, at, f"={formula}", style, value if there else "")

    show(STATE_COLUMN + 2, f"${xl_col_to_name(USED_COLUMN)}{row + 1}", bold, used.get((level, code), 0))
    for at, went, back in ((3, What.BROKEN, What.MENDED), (4, What.LENT, What.RETURNED)):
        value = max(0, shown.moved(level, code, went, shown.day) - shown.moved(level, code, back, shown.day))
        show(STATE_COLUMN + at, f"MAX(0,{places.out_until(key, REPORT_DATE, went, back)})", count, value)
    checked = places.sum_until(key, REPORT_DATE, What.CHECKED)
    show(STATE_COLUMN + 5, checked, count, shown.told(level, code, What.CHECKED, shown.day))
    sheet.write_formula(row, TOLD, f"={places.told_until(key, REPORT_DATE)}", words, shown.lines[level, code])


def _draw_used(
    book: Book, sheet: Worksheet, places: Places, row: int, line: Line, used: Used, came: Sequence[int]
) -> None:
    """Hidden: what is in use of a line's code, whichever unit has it on the day shown; blank where none has.

    `came`: the lines of units that have the code by a change.
    """
    key, typed = f"${xl_col_to_name(KEY_COLUMN)}{row + 1}", f"${xl_col_to_name(STATE_COLUMN + 1)}{row + 1}"
    cells = ",".join(f"${xl_col_to_name(STATE_COLUMN + 2)}{at + 1}" for at in came)
    formula = f'IF(COUNT({cells})=0,"",SUM({cells}))' if came else '""'
    if line.since is None:
        as_typed = f"MAX(0,{typed}+{places.sum_until(key, REPORT_DATE)})"
        formula = f"IF({REPORT_DATE}<{date_of(line.until)},{as_typed},{formula})" if line.until else as_typed
    value = used.get((line.level.level, line.target.unit.code), "")
    sheet.write_formula(row, USED_COLUMN, f"={formula}", told(book, font_size=9, shrink=True), value)


def _draw_later(
    book: Book, sheet: Worksheet, places: Places, row: int, later: Later, name: str, shown: Begun | None
) -> None:
    """A unit that came by a change: what it began with, and what the lines say after its first day."""
    words, count = told(book, font_size=9, shrink=True), told(book, num_format=NUMBER, align="center")
    bold = told(book, num_format=NUMBER, align="center", bold=True)
    line, begun = later.line, later.begun
    assert line.since is not None
    sheet.write_string(row, STATE_COLUMN, name, words)
    sheet.write_string(row, KEY_COLUMN, line.key, words)
    sheet.write_blank(row, STATE_COLUMN + 1, None, count)
    key, since = f"${xl_col_to_name(KEY_COLUMN)}{row + 1}", date_of(line.since)
    there = f"{REPORT_DATE}>={since}" + (f",{REPORT_DATE}<{date_of(line.until)}" if line.until else "")

    def after(what: What | None = None) -> str:
        until, first = (f"({places.sum_until(key, day, what)})" for day in (REPORT_DATE, since))
        return f"{until}-{first}"

    def out(went: What, back: What) -> str:
        until, first = (places.out_until(key, day, went, back) for day in (REPORT_DATE, since))
        return f"({until})-({first})"

    lines = f"{places.told_until(key, REPORT_DATE)}-({places.told_until(key, since)})"
    for at, formula, style, value in (
        (STATE_COLUMN + 2, f"MAX(0,{begun.used}+{after()})", bold, shown and shown.used),
        (STATE_COLUMN + 3, f"MAX(0,{begun.broken}+{out(What.BROKEN, What.MENDED)})", count, shown and shown.broken),
        (STATE_COLUMN + 4, f"MAX(0,{begun.lent}+{out(What.LENT, What.RETURNED)})", count, shown and shown.lent),
        (STATE_COLUMN + 5, f"{begun.checked}+{after(What.CHECKED)}", count, shown and shown.checked),
        (TOLD, f"{begun.told}+{lines}", words, shown and shown.told),
    ):
        sheet.write_formula(row, at, f'=IF(AND({there}),{formula},"")', style, "" if value is None else value)


def _draw_count(book: Book, sheet: Worksheet, plan: Plan, places: Places, shown: Shown, in_use: int) -> None:
    used = [f"SUM({places.of_units(STATE_COLUMN + at)})" for at in (1, 2)]
    short = "+".join(
        f"SUMPRODUCT(({places.area(effect)}<0)*({places.area(left)}<0))"
        for effect, left in (("effect", "left"), ("other_effect", "other_left"))
    )
    formula = (
        f'="Ngày "&{date_words(REPORT_DATE)}&": đang dùng "&{count_words(used[1])}&" máy; theo Phụ lục "'
        f'&{count_words(used[0])}&" máy."&IF({short}>0,"{_SHORT}","")'
    )
    start = sum(level.machines for level in plan.levels)
    value = f"Ngày {written(shown.day)}: đang dùng {number(in_use)} máy; theo Phụ lục {number(start)} máy."
    value += _SHORT if any(count < 0 for count in shown.left.values()) else ""
    style = on_screen(book, bold=True, font_size=11, font_color=NAVY)
    look.formula(sheet, (_COUNT_ROW, 0, _COUNT_ROW, KEY_COLUMN - 1), (formula, value), style)
