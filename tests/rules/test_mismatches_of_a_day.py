"""What a day's files say of cases followed apart is one and the same, in whatever order and however often they come."""

from datetime import date, time
from hashlib import sha256

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.test_day import PLAN
from xlpy.core.grid import Snapshot
from xlpy.core.mismatches import Mismatch, in_order
from xlpy.rules.day import Came, weigh
from xlpy.rules.examples import DAY, UNIT, YESTERDAY, _accepted, _receipt, form_grids
from xlpy.rules.judge import Background
from xlpy.rules.rule import Example

BACKGROUND = Background(history={UNIT: (_accepted(PLAN, YESTERDAY),)})
LINES = [
    {
        "kind": kind,
        "book": book,
        "page": "1",
        "record": record,
        "found": date(2023, 5, 22),
        **({"sent": date(2023, 5, 23)} if sent else {}),
    }
    for kind in ("khai sinh", "kết hôn")
    for book in ("1", "01", "2")
    for record in ("7", "8")
    for sent in (False, True)
]
files = st.lists(st.tuples(st.lists(st.sampled_from(LINES), max_size=4), st.integers(7, 13)), min_size=1, max_size=4)


def came(number: int, lines: list[dict[str, object]], hour: int) -> Came:
    example = Example("", apart=tuple(lines), file=f"bu dang {number}.xlsx", received=time(hour, number))
    digest = sha256(repr((lines, number)).encode()).hexdigest()
    grids = tuple(form_grids(example, PLAN))
    return Came(_receipt(example, PLAN)._replace(sha256=digest), Snapshot(example.file, digest, grids))


@settings(max_examples=40, deadline=None)
@given(files, st.data())
def test_the_order_and_the_repeats_of_a_days_files_make_no_other_cases(
    sent: list[tuple[list[dict[str, object]], int]], data: st.DataObject
) -> None:
    all_of_them = [came(number, lines, hour) for number, (lines, hour) in enumerate(sent)]
    once = weigh(PLAN, DAY, all_of_them, BACKGROUND).standing
    shuffled = data.draw(
        st.permutations([*all_of_them, *data.draw(st.lists(st.sampled_from(all_of_them), max_size=3))])
    )
    assert weigh(PLAN, DAY, shuffled, BACKGROUND).standing.mismatches == once.mismatches
    cases: tuple[Mismatch, ...] = once.mismatches.get(UNIT, ())
    assert cases == in_order(cases) and len({case.key for case in cases}) == len(cases)
    assert bool(cases) == any(lines for lines, _ in sent), "nothing that was said is lost"
    last = max(
        (file for file in all_of_them if len(file.snapshot.grids) > 1),
        key=lambda file: file.receipt.order,
        default=None,
    )
    if last is not None:
        (only,) = [weigh(PLAN, DAY, [last], BACKGROUND).standing.mismatches[UNIT]]
        assert set(only) <= set(cases), "the later word counts"
