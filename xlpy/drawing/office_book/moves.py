"""Máy: machines that come and go, a line a move; beside it what each unit has on the day that Điều khiển shows."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_range_abs
from xlsxwriter.worksheet import Worksheet

from xlpy.core.forms import appendix_sheet
from xlpy.core.office_book import MOVES_SHEET, REPORT_DATE
from xlpy.core.plan.dated import codes_ever
from xlpy.core.plan.moves import (
    AT_THE_OTHER,
    BACK,
    EFFECT,
    MOVES_SIDE,
    WORD_OF,
    Known,
    Move,
    What,
    known_moves,
    level_of,
)
from xlpy.core.plan.plan import Plan
from xlpy.core.plan.settings import DEADLINE, START
from xlpy.core.plan.side_sheets import MOST_AT_ONE_PLACE
from xlpy.core.text import day as written
from xlpy.core.text import number
from xlpy.drawing.formulas import count_words, date_words
from xlpy.drawing.inputs import colour, validate_choice, validate_count, validate_held
from xlpy.drawing.office_book import look
from xlpy.drawing.office_book.appendices import USED_COLUMN, typed_machines_cell
from xlpy.drawing.office_book.changes import CHANGE_DAYS, NEW_CODES, OLD_CODES
from xlpy.drawing.office_book.look import set_widths
from xlpy.drawing.office_book.moves_later import Begun, Later, lines_of, now
from xlpy.drawing.office_book.moves_shown import Line, Shown, named_unit, plain_name, shown_on, values, whose
from xlpy.drawing.office_book.side import draw_heads, draw_line, draw_title, finish, stop_slips, told
from xlpy.drawing.palette import HEAD, NAVY, on_screen
from xlpy.drawing.sheet import A4, NUMBER, Book

_TYPED_WIDTHS = {"day": 74, "code": 44, "level": 62, "what": 128, "count": 46, "other": 50, "note": 128}
SPARE, _MOST_SPARE = 40, 200
"""Lines for moves that come later; where there are many units, one a unit up to the second number. Each adds up the lines
of its unit, so their formulas cost the square."""
_UNIT, _LEFT = len(MOVES_SIDE.columns), len(MOVES_SIDE.columns) + 1
"""Beside a line: whose machines, and how many are in use at the end of its day."""
_STATE = len(MOVES_SIDE.columns) + 3
"""Where the table of what each unit has begins."""
_STATE_HEADS = ("Đơn vị", "Theo Phụ lục", "Đang dùng", "Đang hỏng", "Đang cho mượn", "Đã kiểm tra an ninh")
_STATE_WIDTHS = (186, 58, 58, 58, 66, 72)
_KEY = _STATE + len(_STATE_HEADS)
"""Hidden from here on: first the units' keys, then what of each line counts."""
_TOLD = _KEY + 1
_HIDDEN = (
    "key",
    "other_key",
    "counts",
    "effect",
    "other_effect",
    "any",
    "back",
    "went",
    "other_left",
    "joined",
    "same",
)
_FIRST_HIDDEN = _TOLD + 1
assert _FIRST_HIDDEN + len(_HIDDEN) == USED_COLUMN
_NAME = USED_COLUMN + 1
"""A unit's name without its days."""
_COUNT_ROW = 2
_HINT = (
    "Kế hoạch, mục II.4. Số máy ở Phụ lục 02–04 là số ban đầu; từ ngày ghi ở đây số máy đổi theo, mức tối đa trong ngày, số ngày và dự "
    "báo đổi theo. Máy chuyển giữa hai đơn vị chỉ ghi một dòng: đơn vị kia ở cột Với mã."
)


_SHORT = " Có dòng bớt đi quá số máy (ô tô màu): báo cáo chỉ tính số máy có thật, trang này chưa trừ."


def draw_moves(book: Book, plan: Plan, data: Mapping[str, Any], day: date) -> None:
    """The sheet. `data` is the plan's JSON, `plan` the same, parsed; `day` is the one that Điều khiển shows."""
    plan = plan.issued or plan
    sheet = book.sheet(MOVES_SHEET, A4)
    widths = [_TYPED_WIDTHS[column.name] for column in MOVES_SIDE.columns] + [176, 62, 14, *_STATE_WIDTHS]
    set_widths(sheet, dict(enumerate(widths)))
    sheet.set_column(_KEY, _NAME, 8, None, {"hidden": True})
    known = known_moves(plan, codes_ever(plan))
    units, later = lines_of(plan, known)
    every = [*units, *(one.line for one in later)]
    lines = data.get("moves", [])
    first = MOVES_SIDE.first_row
    last = first + len(lines) + max(SPARE, min(len(units), _MOST_SPARE)) - 1
    places = _Places(first, last, first + len(every) - 1, plan.tracked.name)
    draw_title(book, sheet, "MÁY", _HINT, _KEY - 1)
    shown = shown_on(plan, known, day)
    _draw_count(book, sheet, plan, places, shown, _used_by_all(units, later, known, shown))
    heads = [*(column.label for column in MOVES_SIDE.columns), "Của đơn vị", "Đang dùng\nhết ngày ấy"]
    draw_heads(book, sheet, MOVES_SIDE.head_row, heads, 50)
    for at, label in enumerate(_STATE_HEADS, _STATE):
        sheet.write_string(MOVES_SIDE.head_row, at, label, on_screen(book, **HEAD))
    _stop(sheet, plan, places)
    for row in range(first, last + 1):
        nth = row - first
        line = lines[nth] if nth < len(lines) else {}
        move = plan.aside.moves[nth] if nth < len(lines) else None
        draw_line(book, sheet, row, MOVES_SIDE.columns, _with_level_name(plan, line, move))
        _draw_reckoned(book, sheet, plan, places, row, move, shown, whose(plan, every, shown.counted.get(id(move))))
        sheet.set_row_pixels(row, 20)
    for row, unit in enumerate(every, first):
        sheet.write_string(row, _NAME, plain_name(plan, unit), told(book, font_size=9))
    for row, unit in enumerate(units, first):
        sheet.set_row_pixels(row, 20)
        _draw_state(book, sheet, places, row, unit, named_unit(plan, unit), shown)
    for row, one in enumerate(later, first + len(units)):
        sheet.set_row_pixels(row, 20)
        _draw_later(book, sheet, places, row, one, named_unit(plan, one.line), now(one, known, day))
    colour(book, sheet, places.of_line(first), rows=last - first + 1, at=_COLOURED)
    colour(book, sheet, places.of_unit(first), rows=len(every), at=("unit_checked",))
    finish(sheet, MOVES_SIDE.head_row, first + max(len(lines), len(every)) - 1, _KEY - 1)


_COLOURED = ("move_day", "move_code", "move_what", "move_count", "move_other")


def _area(*corners: int) -> str:
    return str(xl_range_abs(*corners))


class _Places:
    """Cells of the sheet by what they mean, and the areas that formulas add up."""

    def __init__(self, first: int, last: int, last_unit: int, tracked: str) -> None:
        self.first, self.last = first, last
        self._last_unit, self.tracked = last_unit, tracked
        names = {column.name: at for at, column in enumerate(MOVES_SIDE.columns)}
        self.column = {**names, "left": _LEFT} | {name: _FIRST_HIDDEN + at for at, name in enumerate(_HIDDEN)}

    def at(self, name: str, row: int) -> str:
        return f"${xl_col_to_name(self.column[name])}{row + 1}"

    def area(self, name: str) -> str:
        column = self.column[name]
        return _area(self.first, column, self.last, column)

    def of_units(self, column: int) -> str:
        return _area(self.first, column, self._last_unit, column)

    def key(self, row: int, name: str = "code") -> str:
        """ "cấp xã|696" of a line's unit, or of the other one."""
        level = self.at("level", row)
        return f'IF({level}="","{self.tracked}",{level})&"|"&{self.at(name, row)}'

    def sum_until(self, key: str, day: str, what: What | None = None, other: str = "") -> str:
        """What the lines until a day change at a unit; or, of one kind of work, how many machines they name.

        `other`: what must stand under Với mã, as SUMIFS has it.
        """
        days = f'{self.area("day")},"<="&{day}'
        if what is not None:
            named = f",{self.area('other')},{other}" if other else ""
            return (
                f'SUMIFS({self.area("count")},{self.area("key")},{key},{days},{self.area("what")},"{WORD_OF[what]}",'
                f"{self.area('counts')},1{named})"
            )
        own = f"SUMIFS({self.area('effect')},{self.area('key')},{key},{days})"
        return f"{own}+SUMIFS({self.area('other_effect')},{self.area('other_key')},{key},{days})"

    def told_until(self, key: str, day: str) -> str:
        """How many lines until a day speak of a unit's machines that must be checked, or were."""
        days = f'{self.area("day")},"<="&{day},{self.area("counts")},1,{self.area("what")}'
        kinds = ("key", (What.RECEIVED, What.CHECKED)), ("other_key", (What.LENT, What.HANDED_ON))
        return "+".join(
            f'COUNTIFS({self.area(name)},{key},{days},"{WORD_OF[what]}")' for name, whats in kinds for what in whats
        )

    def of_line(self, row: int) -> Mapping[str, str]:
        """The places of the rules about a line."""
        names = (
            *("day", "code", "what", "count", "other", "left", "any", "back", "went"),
            *("other_left", "same", "effect", "other_effect"),
        )
        return {
            **{f"move_{name}": self.at(name, row) for name in names},
            "move_key": self.at("key", row),
            "move_other_key": self.at("other_key", row),
            "move_units": self.of_units(_KEY),
            "move_new": NEW_CODES,
            "move_start": START.name,
            "move_deadline": DEADLINE.name,
        }

    def of_unit(self, row: int) -> Mapping[str, str]:
        """The places of the rule about what a unit has."""
        columns = {"unit_used": _STATE + 2, "unit_checked": _STATE + 5, "unit_told": _TOLD}
        return {name: f"${xl_col_to_name(column)}{row + 1}" for name, column in columns.items()}


def _with_level_name(plan: Plan, line: Mapping[str, Any], move: Move | None) -> Mapping[str, Any]:
    """A level is told by its name, as the cell's list has it."""
    level = level_of(plan, move) if move is not None and move.level else None
    return {**line, "level": level.name} if level is not None else line


def _stop(sheet: Worksheet, plan: Plan, places: _Places) -> None:
    first, last, column = places.first, places.last, places.column
    stop_slips(sheet, first, last, MOVES_SIDE.columns, but=("code", "level", "count", "other"))
    validate_count(sheet, (first, column["count"], last, column["count"]), 1, MOST_AT_ONE_PLACE)
    validate_choice(sheet, (first, column["level"], last, column["level"]), [level.name for level in plan.levels])
    units = places.of_units(_KEY)
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
    book: Book, sheet: Worksheet, plan: Plan, places: _Places, row: int, move: Move | None, shown: Shown, named: str
) -> None:
    """What follows from a line, most of it in hidden columns."""
    style, words = told(book, num_format=NUMBER, align="center"), told(book, font_size=9, shrink=True)
    what, count, day, counts = (places.at(name, row) for name in ("what", "count", "day", "counts"))
    code, other, key, other_key = (places.at(name, row) for name in ("code", "other", "key", "other_key"))
    units, names, start = places.of_units(_KEY), places.of_units(_NAME), places.of_units(_STATE + 1)
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
        """From the day on which the unit changes, this sheet does not know what it took over."""
        changed = "+".join(f'COUNTIFS({CHANGE_DAYS},"<="&{day},{names},{code})' for names in (OLD_CODES, NEW_CODES))
        return f'IF(IFERROR({changed},0)>0,"",IFERROR({looked_up(start, of)}+{places.sum_until(of, day)},""))'

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
    known_values = values(plan, places.column, move, shown)
    for name, formula in formulas.items():
        sheet.write_formula(row, places.column[name], formula, style if name == "left" else words, known_values[name])
    own, others = f"IFERROR({looked_up(names, key)},{code})", f"IFERROR({looked_up(names, other_key)},{other})"
    unit = f'=IF({counts}=1,{own}&IF({other}="",""," ↔ "&{others}),"")'
    sheet.write_formula(row, _UNIT, unit, words, named)


def _draw_state(
    book: Book,
    sheet: Worksheet,
    places: _Places,
    row: int,
    line: Line,
    name: str,
    shown: Shown,
) -> None:
    words, count = told(book, font_size=9, shrink=True), told(book, num_format=NUMBER, align="center")
    bold = told(book, num_format=NUMBER, align="center", bold=True)
    sheet.write_string(row, _STATE, name, words)
    sheet.write_string(row, _KEY, line.key, words)
    start = line.target.machines
    sheet.write_formula(
        row, _STATE + 1, f"=N({typed_machines_cell(appendix_sheet(line.level.appendix), line.place)})", count, start
    )
    key, typed = f"${xl_col_to_name(_KEY)}{row + 1}", f"${xl_col_to_name(_STATE + 1)}{row + 1}"
    code, level = line.target.unit.code, line.level.level
    there = line.is_on(shown.day)

    def show(at: int, formula: str, style: Any, value: int) -> None:
        """While the unit is what it was typed as."""
        if line.until is not None:
            formula = f'IF({REPORT_DATE}<{_serial(line.until)},{formula},"")'
        sheet.write_formula(row, at, f"={formula}", style, value if there else "")

    used = max(0, start + shown.moved[level].get(code, 0))
    sheet.write_formula(row, USED_COLUMN, f"=MAX(0,{typed}+{places.sum_until(key, REPORT_DATE)})", words, used)
    show(_STATE + 2, f"${xl_col_to_name(USED_COLUMN)}{row + 1}", bold, used)
    for at, went, back in ((3, What.BROKEN, What.MENDED), (4, What.LENT, What.RETURNED)):
        out, came = (places.sum_until(key, REPORT_DATE, what) for what in (went, back))
        value = max(0, shown.told(level, code, went, shown.day) - shown.told(level, code, back, shown.day))
        show(_STATE + at, f"MAX(0,{out}-{came})", count, value)
    checked = places.sum_until(key, REPORT_DATE, What.CHECKED)
    show(_STATE + 5, checked, count, shown.told(level, code, What.CHECKED, shown.day))
    sheet.write_formula(row, _TOLD, f"={places.told_until(key, REPORT_DATE)}", words, shown.lines[level, code])


def _draw_later(
    book: Book, sheet: Worksheet, places: _Places, row: int, later: Later, name: str, shown: Begun | None
) -> None:
    """A unit that came by a change: what it began with, and what the lines say after its first day."""
    words, count = told(book, font_size=9, shrink=True), told(book, num_format=NUMBER, align="center")
    bold = told(book, num_format=NUMBER, align="center", bold=True)
    line, begun = later.line, later.begun
    assert line.since is not None
    sheet.write_string(row, _STATE, name, words)
    sheet.write_string(row, _KEY, line.key, words)
    sheet.write_blank(row, _STATE + 1, None, count)
    key, since = f"${xl_col_to_name(_KEY)}{row + 1}", _serial(line.since)
    there = f"{REPORT_DATE}>={since}" + (f",{REPORT_DATE}<{_serial(line.until)}" if line.until else "")

    def after(what: What | None = None) -> str:
        until, first = (f"({places.sum_until(key, day, what)})" for day in (REPORT_DATE, since))
        return f"{until}-{first}"

    def out(went: What, back: What) -> str:
        return f"{after(went)}-({after(back)})"

    lines = f"{places.told_until(key, REPORT_DATE)}-({places.told_until(key, since)})"
    for at, formula, style, value in (
        (_STATE + 2, f"MAX(0,{begun.used}+{after()})", bold, shown and shown.used),
        (_STATE + 3, f"MAX(0,{begun.broken}+{out(What.BROKEN, What.MENDED)})", count, shown and shown.broken),
        (_STATE + 4, f"MAX(0,{begun.lent}+{out(What.LENT, What.RETURNED)})", count, shown and shown.lent),
        (_STATE + 5, f"{begun.checked}+{after(What.CHECKED)}", count, shown and shown.checked),
        (_TOLD, f"{begun.told}+{lines}", words, shown and shown.told),
    ):
        sheet.write_formula(row, at, f'=IF(AND({there}),{formula},"")', style, "" if value is None else value)


def _serial(day: date) -> str:
    return f"DATE({day.year},{day.month},{day.day})"


def _used_by_all(units: Sequence[Line], later: Sequence[Later], known: Sequence[Known], shown: Shown) -> int:
    """The machines in use of all units that there are on the day shown."""
    typed = (
        max(0, line.target.machines + shown.moved[line.level.level].get(line.target.unit.code, 0))
        for line in units
        if line.is_on(shown.day)
    )
    return sum(typed) + sum(has.used for one in later if (has := now(one, known, shown.day)))


def _draw_count(book: Book, sheet: Worksheet, plan: Plan, places: _Places, shown: Shown, in_use: int) -> None:
    used = [f"SUM({places.of_units(_STATE + at)})" for at in (1, 2)]
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
    look.formula(sheet, (_COUNT_ROW, 0, _COUNT_ROW, _KEY - 1), (formula, value), style)
