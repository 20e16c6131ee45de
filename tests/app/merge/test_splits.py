"""Any split of a day's files into two runs, in any order, gives the standing that one run gives. Through real files."""

from dataclasses import replace
from datetime import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.folders import FIRST, HANDS, SECOND, form, new_folder, press, put, put_all, works
from tests.kit.laws import law
from xlpy.core.consolidate import Standing
from xlpy.core.plan.plan import Plan
from xlpy.core.records import Kind
from xlpy.demo.truth import Work

pytestmark = pytest.mark.slow

UNITS = ("691", "688", "695")


@pytest.fixture(scope="module")
def parcels(plan: Plan) -> list[tuple[str, bytes, time]]:
    """Files of the second day: one for each of three units, a mended one, a faulty one, yesterday's, a stranger."""
    first, second, _ = works(plan)
    found = [(HANDS[code].file, form(plan, second[code]), time(13)) for code in UNITS]
    fewer = {**second["691"].today, Kind.DEATH: second["691"].today[Kind.DEATH] - 1}
    entered = {kind: first["691"].entered[kind] + fewer[kind] for kind in fewer}
    found.append(("sua.xlsx", form(plan, Work("691", SECOND, fewer, entered)), time(13, 20)))
    found.append(("loi.xlsx", form(plan, replace(second["695"], entered=first["695"].entered)), time(13, 10)))
    found.append(("hom qua.xlsx", form(plan, first["688"]), time(13, 15)))
    found.append(("anh.xlsx", b"\x89PNG not a workbook", time(13)))
    return found


def standing_of(runs: list[list[tuple[str, bytes, time]]], plan: Plan) -> Standing:
    with TemporaryDirectory() as place:
        folder = new_folder(Path(place) / "viec")
        put_all(folder, plan, works(plan)[0], UNITS)
        press(folder, FIRST)
        for files in runs:
            for name, data, hour in files:
                put(folder, f"nhan/{name}", data, plan, SECOND, hour)
            outcome = press(folder, SECOND)
        return outcome.standing


@given(st.data())
@law(15)
def test_any_split_into_two_runs_gives_the_same_standing(
    plan: Plan, parcels: list[tuple[str, bytes, time]], data: st.DataObject
) -> None:
    mixed = data.draw(st.permutations(parcels))
    cut = data.draw(st.integers(0, len(mixed)))
    assert standing_of([mixed[:cut], mixed[cut:]], plan) == standing_of([parcels], plan)
