"""A short run of the trials with each test run, and that the laws can be broken. `python -m tests.fuzz` goes on for longer."""

from collections.abc import Iterator
from datetime import date

import pytest

from tests.fuzz.book import Sheet, package
from tests.fuzz.laws import Bench, Broken
from tests.fuzz.properties import trials
from xlpy.core.grid import ErrorValue
from xlpy.rules import judge as judging

EXAMPLES, SEED = 25, 188


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    opened = Bench.opened()
    yield opened
    opened.close()


@pytest.mark.parametrize(
    "name", ["forms bent", *(f".{kind} mutated" for kind in ("xlsx", "xls", "ods", "xlsb", "eml", "msg", "zip"))]
)
def test_whatever_is_done_to_a_file_no_wrong_figure_is_taken_and_nothing_falls(bench: Bench, name: str) -> None:
    trials(bench, EXAMPLES, SEED)[name]()


def test_right_forms_are_taken_in_every_format(bench: Bench) -> None:
    bench.seen.clear()
    for sheet in bench.sheets():
        bench.try_out(package((sheet,)))
    assert bench.seen == {"accept ": 4}
    for extension, (file, data) in bench.files().items():
        bench.seen.clear()
        bench.try_out(data, file)
        assert not any(verdict.startswith("refuse") for verdict in bench.seen), (extension, bench.seen)


def test_the_package_has_what_a_bend_asks_for(bench: Bench) -> None:
    cells = {(0, 0): "<a> & b", (0, 1): 1.5, (0, 2): True, (1, 0): ErrorValue("#N/A"), (1, 1): date(2023, 5, 22)}
    (grid,) = bench.read(package((Sheet("a", cells, state="hidden", hidden_rows=frozenset({1})),))).grids
    assert (grid.visible, grid.looks.hidden_rows, grid.cells) == (False, {1}, cells)


def test_a_wrong_figure_taken_without_a_word_would_be_seen(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    right = bench.sheets()[0]
    at = next(at for at, value in right.cells.items() if value == bench.today)
    wrong = package((right.but(cells={**right.cells, at: bench.today + 1}),))
    bench.try_out(wrong)  # told, and so no broken law
    monkeypatch.setattr(judging, "_checked", lambda *_: ())
    with pytest.raises(Broken, match="the truth is"):
        bench.try_out(wrong)
