"""What the form of a level that does not report daily knows of its turns: what is owed today, of which day, and what is next.

The same as `core.plan.period` in a spreadsheet's words, over places of days from 1; the form's own rows are what was reported.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from xlsxwriter.worksheet import Worksheet

from xlpy.drawing.formulas import date_words, joined
from xlpy.drawing.sheet import Book
from xlpy.drawing.unit_form.causes import CAUSES
from xlpy.drawing.unit_form.layout import FACTS, Layout

_TURNS = ("turn", "due", "since", "owed", "next")
"""Hidden cells below the shared ones. A day is told by its place; `owed` is the day whose report is owed, 0 for none."""
_NEVER = 9_999
"""The place of a day that nobody knows."""
_WEEK = 7

NOT_DUE = "CHƯA ĐẾN KỲ BÁO CÁO"


def turn(layout: Layout, name: str) -> str:
    """One of the hidden cells."""
    return layout.fixed(layout.fact_column, FACTS.index("shorts") + len(CAUSES) + _TURNS.index(name))


def draw_turns(book: Book, sheet: Worksheet, layout: Layout) -> None:
    """The hidden cells, with what they come to before the first day."""
    first = min((*_in_turn(layout), *_asked(layout)), default=_NEVER)
    for name, formula in _formulas(layout).items():
        value = first if name == "next" else 0
        sheet.write_formula(turn(layout, name).replace("$", ""), f"={formula}", book.format(), value)


def _in_turn(layout: Layout) -> Iterator[int]:
    """The place of the first day of the form on which reports are due in their turn; none where they never are."""
    period = layout.plan.period._replace(asked=())
    for place in range(1, _WEEK + 2):
        day = layout.plan.start + timedelta(days=place - 1)
        if period.due(day) == day:
            yield place
            return


def _asked(layout: Layout) -> tuple[int, ...]:
    """The places of the days for which reports are asked besides; what was asked for before the form is owed on its first."""
    start = layout.plan.start
    places = {max(1, (day - start).days + 1) for day in layout.plan.period.asked}
    return tuple(sorted(place for place in places if place <= layout.count))


def _formulas(layout: Layout) -> Mapping[str, str]:
    here, before, asked = layout.fact("here"), layout.fact("before"), _asked(layout)
    at = {name: turn(layout, name) for name in _TURNS}
    in_turn, following = "0", str(_NEVER)
    for first in _in_turn(layout):
        in_turn = f"IF({here}<{first},0,{here}-MOD({here}-{first},{_WEEK}))"
        following = f"IF({at['turn']}=0,{first},{at['turn']}+{_WEEK})"
    last = "MAX(0" + "".join(f",{place}*({place}<={here})" for place in asked) + ")"
    soon = "".join(f",IF({place}>{here},{place},{_NEVER})" for place in asked)
    return {
        "turn": in_turn,
        "due": f"MAX({at['turn']},{last})",
        "since": f"MAX(IF({at['turn']}=0,0,MAX(1,{at['turn']}-{_WEEK - 1})),{last})",
        "owed": f"IF(AND({at['due']}>0,{before}<{at['since']}),{at['due']},0)",
        "next": f"MIN({following}{soon})",
    }


def untyped_state(layout: Layout) -> str:
    """What stands in large letters while nothing is typed for today, as a formula without "="."""
    owed, here = turn(layout, "owed"), layout.fact("here")
    day = _day(layout, owed)
    return (
        f'IF({owed}=0,"{NOT_DUE}",IF({owed}={here},"ĐẾN KỲ: CHƯA GÕ SỐ","CHƯA GÕ SỐ KỲ "&DAY({day})&"/"&MONTH({day})))'
    )


def untyped_advice(layout: Layout) -> str:
    """What to do then: what is owed, of which day; else what is next, and when."""
    owed, following, here, before = (
        turn(layout, "owed"),
        turn(layout, "next"),
        layout.fact("here"),
        layout.fact("before"),
    )
    parts = {
        "owed": date_words(_day(layout, owed)),
        "next": date_words(_day(layout, following)),
        "before": date_words(_day(layout, before)),
    }
    due = joined(f"Gõ số của kỳ ở dòng {{owed}}, gửi trước {layout.hour}; không có thì gõ 0.", parts)
    late = joined("Gõ số của kỳ {owed} ở dòng hôm nay, gửi ngay; không có thì gõ 0.", parts)
    sent = f'IF({before}=0,"",{joined("Đã gõ đến {before}; chưa gửi thì gửi. ", parts)})'
    soon = f"IF({before}=0,{joined(f'Kỳ sau: trước {layout.hour} ngày {{next}}.', parts)},{joined('Kỳ sau: {next}.', parts)})"
    rest = f'IF({following}>={_NEVER},"Có yêu cầu mới phải báo cáo.",{soon})'
    return f"IF({owed}=0,{sent}&{rest},IF({owed}={here},{due},{late}))"


def _day(layout: Layout, place: str) -> str:
    return f"({layout.fixed('day', layout.first_row)}+{place}-1)"
