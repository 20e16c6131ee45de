"""The one cell that would mend a form: named only where nothing else can be the slip.

When laws are broken, a cell can be the only culprit if it stands in all of them and one value for it satisfies every
law. What follows from others (a formula, or a figure typed after one) may have followed the slip: then it is mended
with it. A day before may be wrong as well as today; where it alone contradicts the form, only an evident slip of the
fingers is named.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from xlpy.core.balances import Balance, Before, Cells, FormLaws, Terms, Values, balances, laws_of
from xlpy.core.reading import Submission
from xlpy.core.records import Kind
from xlpy.core.source import Source

_MOST_BLANKS = 4
"""With more blank cells than these a form is unfinished: no single cell would mend it."""


class Repair(NamedTuple):
    """The smallest mend: one cell, what it says (None where it is blank), what it should say."""

    cell: Source
    read: int | None
    value: int


def repair(
    submission: Submission,
    totals: Mapping[Kind, int],
    before: Mapping[Kind, Before],
    known: FormLaws | None = None,
) -> Repair | None:
    """The one typed or blank cell whose change restores every balance, or None where it is not the only one.

    `totals` are the plan's; `before` says of which kinds the running total of the day before is known; `known` are the
    laws that follow from all of these, where the caller has them.
    """
    known = known or laws_of(submission, totals, before)
    cells = known.cells
    laws = tuple(law for law in known.laws if not _of_its_own(law, cells))
    # A broken bound alone says that something is too large, not how large it should be.
    broken = [law for law in laws if not law.bound and not law.holds(cells.values)]
    following = frozenset(law.derived for law in laws if law.derived)
    found = _single(cells, laws, following - cells.typed) if broken else None
    found = found or _of_a_blank(submission, totals, before, cells)
    if found is None and not all(law.by_history for law in broken):
        # Figures typed after a slip hold as if they were formulas. Only another figure of the form can show that.
        found = _single(cells, laws, following)
    return found


def _of_its_own(law: Balance, cells: Cells) -> bool:
    """A formula that computes something else than what its cell is for binds nothing."""
    return law.derived is not None and law.derived not in cells.typed and not law.holds(cells.values)


def _single(cells: Cells, laws: Sequence[Balance], following: frozenset[Source]) -> Repair | None:
    """The only cell that can be the slip, where those `following` are mended with it as far as they hold now."""
    values = cells.values
    laws, followers = _without_followers(laws, following, values)
    broken = [law for law in laws if not law.holds(values)]
    equations = [law for law in broken if not law.bound]
    if not equations:
        return None
    suspects = set.intersection(*({cell for cell, _ in law.terms} for law in broken)) - followers
    found = [mend for cell in sorted(suspects) if (mend := _mended(cell, equations[0], laws, values)) is not None]
    mend = found[0] if len(found) == 1 else None
    if all(law.by_history for law in equations):
        mend = _slip_of_the_fingers(found) if all(law.checked for law in equations) else None
    return mend if mend is not None and mend.cell in cells.typed else None


def _mended(cell: Source, broken: Balance, laws: Sequence[Balance], values: Values) -> Repair | None:
    factor = dict(broken.terms)[cell]
    left = broken.left_over(values)
    if left % factor:
        return None
    value = values[cell] - left // factor
    if value < 0 <= values[cell]:
        return None
    mended = {**values, cell: value}
    return Repair(cell, values[cell], value) if all(law.holds(mended) for law in laws) else None


def _of_a_blank(
    submission: Submission, totals: Mapping[Kind, int], before: Mapping[Kind, Before], cells: Cells
) -> Repair | None:
    """The one blank cell that can have only one value: two laws, one of them the form's own, ask for the same."""
    if len(cells.blank) > _MOST_BLANKS:
        return None
    found = []
    for cell in sorted(cells.blank):
        values = {**cells.values, cell: 0}
        laws = tuple(balances(submission, totals, before, filled=cell))
        asking = [law for law in laws if not law.bound and any(place == cell for place, _ in law.terms)]
        derived = frozenset(law.derived for law in laws if law.derived and law.derived not in cells.typed)
        if len(asking) < 2 or all(law.by_history for law in asking) or any(law.derived in derived for law in asking):
            continue
        mended = _mended(cell, asking[0], laws, values)
        if mended is not None:
            found.append(mended._replace(read=None))
    return found[0] if len(found) == 1 else None


# -- what follows ------------------------------------------------------------------------------------------------


def _without_followers(
    laws: Sequence[Balance], following: frozenset[Source], values: Values
) -> tuple[list[Balance], frozenset[Source]]:
    """The laws over cells that do not follow from others, and the cells that do.

    A cell follows where one of the laws that define it holds now; in all other laws that definition stands for it.
    """
    defining: dict[Source, Balance] = {}
    for law in laws:
        if law.derived in following and law.derived not in defining and law.holds(values):
            defining[law.derived] = law
    solved: dict[Source, tuple[Terms, int]] = {}

    def solve(cell: Source) -> tuple[Terms, int]:
        if cell not in solved:
            law = defining[cell]
            own = dict(law.terms)[cell]
            rest = tuple((place, -factor * own) for place, factor in law.terms if place != cell)
            solved[cell] = _expanded(rest, law.constant * own, defining, solve)
        return solved[cell]

    kept = []
    for law in laws:
        if law in defining.values():
            continue
        terms, constant = _expanded(law.terms, 0, defining, solve)
        if terms:
            kept.append(law._replace(terms=terms, constant=law.constant - constant))
    return kept, frozenset(defining)


def _expanded(
    terms: Terms, constant: int, defining: Mapping[Source, Balance], solve: Callable[[Source], tuple[Terms, int]]
) -> tuple[Terms, int]:
    """Σ over cells and a constant, with each defined cell replaced by what defines it."""
    added: dict[Source, int] = {}
    for cell, factor in terms:
        parts, more = solve(cell) if cell in defining else (((cell, 1),), 0)
        constant += factor * more
        for place, times in parts:
            added[place] = added.get(place, 0) + factor * times
    return tuple((place, factor) for place, factor in added.items() if factor), constant


# -- slips of the fingers ------------------------------------------------------------------------------------------


def _slip_of_the_fingers(found: Sequence[Repair]) -> Repair | None:
    """The one of several mends that a hand explains: two digits swapped, or one struck twice or once too few.

    Any other difference may come of reckoning, and then the other cell is as likely. The last is named only where
    nothing else can be it, and one digit is all that differs.
    """
    slips = [item for item in found if item.read is not None and _struck(str(item.read), str(item.value))]
    if len(found) == 1:
        return found[0] if _keystrokes(found[0]) == 1 else None
    if len(slips) == 1 and all(item in slips or _keystrokes(item) > 1 for item in found):
        return slips[0]
    return None


def _struck(read: str, meant: str) -> bool:
    if min(len(read), len(meant)) < 3:
        return False  # of short numbers, too many are one stroke apart
    return meant in _swapped(read) or meant in _doubled(read) or read in _doubled(meant)


def _swapped(text: str) -> Iterator[str]:
    for place, (one, other) in enumerate(pairwise(text)):
        if one != other:
            yield f"{text[:place]}{other}{one}{text[place + 2 :]}"


def _doubled(text: str) -> Iterator[str]:
    for place, letter in enumerate(text):
        yield f"{text[:place]}{letter}{text[place:]}"


def _keystrokes(mend: Repair) -> int:
    """Digits to strike, add, change or swap with a neighbour to get from what was read to what was meant."""
    read, meant = str(mend.read), str(mend.value)
    before: list[int] = []
    row = list(range(len(meant) + 1))
    for i, left in enumerate(read, 1):
        last, before, row = before, row, [i]
        for j, right in enumerate(meant, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == meant[j - 2] and read[i - 2] == right:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
