"""Every formula of every workbook, recalculated by two engines that share no code with LibreOffice and Gnumeric."""

from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from tests.excel.engines import ENGINES, KNOWN, Difference, differences, reasons, unexplained
from tests.kit.calc import Calc, Error
from tests.kit.folders import FIRST, SECOND, THIRD, form, new_folder, press, put, put_all, works, wrong
from tests.kit.shared import once
from tests.kit.test_calc import make
from tests.kit.unit_forms import of_the_hour
from xlpy.app.set_up import build_workbook
from xlpy.core.forms import DAY_SHEET
from xlpy.core.plan.plan import Plan
from xlpy.core.records import Kind, Measure
from xlpy.drawing.unit_form import draw_unit_form
from xlpy.shipped import shipped

pytestmark = pytest.mark.slow

CODES = ("696", "25222", "70", "698", "689")
"""A district, a commune without a target, the province, a district that the plan gives nothing, and the town."""
EXPECTED = {"shipped": 600, "past": 590, "report": 15, "filled": 1400, **dict.fromkeys(CODES, 1400)}
"""Workbook → at least so many formulas."""


@pytest.fixture(scope="module")
def books(plan: Plan, tmp_path_factory: pytest.TempPathFactory, needs_office: None) -> Mapping[str, bytes]:
    """The shipped workbook, one with three days behind it, a report, forms, and a form that was filled in."""
    return once(tmp_path_factory, "engines-books", lambda: _books(plan, tmp_path_factory.mktemp("sổ")))


def _books(plan: Plan, here: Path) -> Mapping[str, bytes]:
    made = {"shipped": shipped("workbook/Hotich.xlsm"), "past": here / "past.xlsm", "filled": here / "filled.xlsx"}
    folder = new_folder(here / "viec")
    for day, day_works in zip((FIRST, SECOND, THIRD), works(plan), strict=True):
        put_all(folder, plan, day_works, [code for code in day_works if code not in ("690", "698")])
        put(folder, "binh long.xlsx", form(plan, day_works["690"], **wrong(Kind.BIRTH, Measure.ENTERED, 1)), plan, day)
        made["report"] = press(folder, day).report
    build_workbook(made["past"], None, folder)
    units = {unit.code: unit for unit in plan.root.walk()}
    for code in CODES:
        made[code] = here / f"{code}.xlsx"
        made[code].write_bytes(draw_unit_form(plan, units[code]))
    with Calc(here, "vi-VN") as calc, closing(calc.open(made["696"])) as document:
        for row, figures in ((14, (1245, 310, 95, 1)), (15, (300, 70, None, 0)), (17, (5, 12, 3, 1))):
            for column, figure in zip("DEFG", figures, strict=True):
                document.type(DAY_SHEET, f"{column}{row}", figure)
        document.save_as(made["filled"])
    return {name: path.read_bytes() for name, path in made.items()}


Compared = Callable[[str, str], tuple[int, list[Difference]]]


@pytest.fixture(scope="module")
def compared(books: Mapping[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Compared:
    """Workbook and engine → formulas and differences, each worked out once a run."""
    place = tmp_path_factory.mktemp("máy tính")

    def compare(name: str, engine: str) -> tuple[int, list[Difference]]:
        path = place / f"{name}{'.xlsm' if name in ('shipped', 'past') else '.xlsx'}"
        path.write_bytes(books[name])
        return once(tmp_path_factory, f"engines-{engine}-{name}", lambda: differences(path, engine))

    return compare


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", EXPECTED)
def test_an_engine_comes_to_what_is_stored_or_is_known_not_to(name: str, engine: str, compared: Compared) -> None:
    count, found = compared(name, engine)
    assert count >= EXPECTED[name]
    left = unexplained(engine, found)
    # An issued form, as drawn, tells of no day.
    assert [item for item in left if name not in CODES or not of_the_hour(item.sheet, item.cell)] == []


def test_every_known_limit_still_explains_something(compared: Compared) -> None:
    needed = {
        (engine, reason)
        for engine in ENGINES
        for name in EXPECTED
        for difference in compared(name, engine)[1]
        for reason in reasons(engine, difference)
    }
    assert needed == {(limit.engine, limit.reason) for limit in KNOWN}


@pytest.mark.parametrize("engine", ENGINES)
def test_the_engines_calculate_and_do_not_repeat_what_is_stored(engine: str, tmp_path: Path) -> None:
    _, found = differences(make(tmp_path / "sai.xlsx", wrong=True), engine)
    told = {difference.cell: difference for difference in found}
    assert (told["A2"].stored, told["A2"].computed) == (5, 2)
    assert (told["G4"].stored, told["G4"].computed) == ("", 3)
    assert isinstance(told["G2"].computed, Error)
    assert isinstance(told["G3"].computed, Error)
    assert "E2" not in told
