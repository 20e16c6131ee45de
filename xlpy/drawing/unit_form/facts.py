"""Hidden cells that the whole form shares: today, the days with an entry, and what is wrong, nearest first.

Each thing that is wrong has a rank in a hidden cell: its weight (2: not to be sent, 1: to be looked at), how near its day is
to today, its place in the row and the number of its cause, in one figure, so that LARGE puts all of them in order.
"""

from xlsxwriter.worksheet import Worksheet

from xlpy.core.forms import FORM_SHEET
from xlpy.drawing.sheet import Book
from xlpy.drawing.unit_form.causes import (
    BLANK_NUMBER,
    CAUSES,
    FIRST_SKIPPED,
    LAST_ERROR,
    LAST_UNREAD,
    number,
)
from xlpy.drawing.unit_form.layout import FACTS, LINES, SLOTS, Layout

WEIGHT = 10_000_000
_NEAREST = 9_999
"""More than twice the days of any campaign."""
_UNTYPED = {"slot": 9, "place": (_NEAREST - 1) // 2}
"""What facts come to before the first day, where that is not 0."""
CHOSEN = f"'{FORM_SHEET}'!$G$1"
"""The day that Phụ lục 01 is asked to show."""


def draw_facts(book: Book, sheet: Worksheet, layout: Layout) -> None:
    """The column of facts."""
    plain = book.format()
    sheet.write_string(layout.fact("mark").replace("$", ""), layout.mark, plain)
    sheet.write_string(layout.fact("office").replace("$", ""), layout.plan.office, plain)
    for name, formula in _formulas(layout).items():
        sheet.write_formula(
            layout.fact(name).replace("$", ""), f"={formula}", plain, _UNTYPED.get(name.rstrip("123456"), 0)
        )
    for place, cause in enumerate(CAUSES):
        words = f"{cause.short} ({cause.code})" if cause.code else cause.short
        sheet.write_string(FACTS.index("shorts") + place, layout.fact_column, words, plain)


def shorts(layout: Layout) -> str:
    """The area of the causes' short words."""
    top = FACTS.index("shorts")
    return f"{layout.fixed(layout.fact_column, top)}:{layout.fixed(layout.fact_column, top + len(CAUSES) - 1)}"


def ranks(layout: Layout) -> str:
    """The area of all ranks; its row above the days before is of what stands on Phụ lục 01."""
    return layout.column(layout.rank_column, first=layout.left_row, width=SLOTS)


def _formulas(layout: Layout) -> dict[str, str]:
    fact, filled = layout.fact, layout.column(layout.filled_column)
    causes = layout.column(layout.cause_column, width=SLOTS)
    here, count, start = fact("here"), layout.count, layout.fixed("day", layout.first_row)
    opening = layout.inputs(layout.opening_row)
    inside = f"AND({here}>0,{here}<={count})"
    found = {
        "now": "TODAY()",
        "here": f"MAX(0,MIN({count + 1},{fact('now')}-{start}+1))",
        "first": f"MIN({filled})",
        "last": f"MAX({filled})",
        "before": layout.typed_before(here),
        "counts": f'IF(COUNTIF({opening},">0")=0,0,{fact("first")})',
        "live": f"MIN({fact('last')},{here})",
        "typed": f"IF({inside},COUNT(INDEX({filled},MAX(1,{here}))),0)",
        "until": f"MAX(0,{here}-1+{fact('typed')})",
        "errors": f'COUNTIF({ranks(layout)},">={2 * WEIGHT}")',
        "looks": f'COUNTIF({ranks(layout)},">={WEIGHT}")-{fact("errors")}',
        "blanks": f"IF({inside},COUNTIF(INDEX({causes},MAX(1,MIN({count},{here})),0),{BLANK_NUMBER}),0)",
    }
    found["chosen"] = f'IF(OR({CHOSEN}="",{fact("last")}=0),0,IF({CHOSEN}={start}+{fact("last")}-1,0,{CHOSEN}))'
    for line in range(1, LINES + 1):
        rank, away = fact(f"rank{line}"), f"({_NEAREST}-MOD(INT({fact(f'rank{line}')}/1000),{_NEAREST + 1}))"
        found[f"rank{line}"] = f"LARGE({ranks(layout)},{line})"
        found[f"slot{line}"] = f"9-MOD(INT({rank}/100),10)"
        found[f"place{line}"] = f"{here}+IF(MOD({away},2)=1,({away}-1)/2,-{away}/2)"
        found[f"cause{line}"] = f"MOD({rank},100)"
    return found


def near(layout: Layout, place: int) -> str:
    """How near a row's day is to today; the days to come after those that were."""
    here = layout.fact("here")
    return f"{_NEAREST}-2*ABS({place}-{here})-({place}>{here})"


def nearness(place: int) -> int:
    """What `near` comes to before the first day."""
    return _NEAREST - 2 * place - (place > 0)


def rank(layout: Layout, row: int, place: int, slot: int) -> str:
    """A formula, without "=": the rank of what is wrong in a slot (from 1) of a row; 0 for nothing."""
    cause, close = layout.cell(layout.cause_column + slot - 1, row), layout.cell(layout.near_column, row)
    live, here = layout.fact("live"), layout.fact("here")
    today = f"({place}>={here})"
    weight = (
        f"IF({cause}<={LAST_UNREAD},2,IF({cause}<={LAST_ERROR},2*({place}>={live}),"
        f"IF({cause}={BLANK_NUMBER},2*{today},IF({cause}>={FIRST_SKIPPED},1,1*{today}))))"
    )
    return f"IF({cause}=0,0,{weight}*{WEIGHT}+{close}*1000+{(9 - slot) * 100}+{cause})"


def rank_of_chosen(layout: Layout) -> str:
    """The rank of an older day being shown on Phụ lục 01: before all others."""
    return f"IF({layout.fact('chosen')}=0,0,{2 * WEIGHT + _NEAREST * 1000 + number('', 'chosen')})"
