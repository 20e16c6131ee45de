"""Every figure of a large province is shown: none is too wide for its column."""

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from tests.kit.folders import FIRST
from tests.kit.office import convert
from tests.kit.provinces import document
from xlpy.core.consolidate import Standing, Status, UnitDay
from xlpy.core.plan.plan import Plan, parse_plan
from xlpy.core.records import KINDS, Figures
from xlpy.drawing.report.look import LAYOUT, LAYOUT_NOW
from xlpy.drawing.report.sentences import LEAST, LEAST_THEN
from xlpy.drawing.report.workbook import draw_report
from xlpy.drawing.shipping import parts


def plan_with(cases: int, paper: str = "A4", layout: int = LAYOUT_NOW) -> Plan:
    """A plan of 30 communes with so many cases of each kind in each."""
    data = document(30)
    for target in data["levels"][0]["targets"]:  # type: ignore[index]
        target["cases"] = dict.fromkeys(target["cases"], cases)
    data["form"] = {"level": "commune", "paper": paper}
    return replace(parse_plan(data), look={LAYOUT: layout})


def day_of(plan: Plan, today: int, entered: int) -> Standing:
    """A day on which every unit has entered so many of each kind."""
    return Standing(
        FIRST,
        tuple(
            UnitDay(
                unit.code,
                unit.name,
                Status.RECEIVED,
                late=False,
                figures={kind: Figures(plan.total(unit.code, kind), today, entered) for kind in KINDS},
            )
            for unit in plan.senders
        ),
    )


@pytest.mark.office
@pytest.mark.parametrize("paper", ["A4", "A3"])
@pytest.mark.parametrize(("cases", "today", "entered"), [(3_000_000, 90_000, 2_100_000), (80_000, 2_000, 42_000)])
def test_no_figure_is_shown_as_hashes(tmp_path: Path, paper: str, cases: int, today: int, entered: int) -> None:
    plan = plan_with(cases, paper)
    book = tmp_path / "bao-cao.xlsx"
    book.write_bytes(draw_report(plan, day_of(plan, today, entered)))
    (pdf,) = convert(book, "pdf", tmp_path)
    told = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True, encoding="utf-8").stdout
    total = f"{120 * cases:,}"
    assert total in told or total.replace(",", ".") in told
    assert "##" not in told


def test_where_there_is_room_nothing_is_changed_and_a_fourth_layout_is_as_it_was() -> None:
    small, large = (30, 1, 5), (3_000_000, 90_000, 2_100_000)
    for (cases, *figures), same in ((small, True), (large, False)):
        now, then = (plan_with(cases, layout=layout) for layout in (LAYOUT_NOW, 4))
        reports = [parts(draw_report(plan, day_of(plan, *figures))) for plan in (now, then)]
        # What a forecast needs is said otherwise, whatever room there is.
        texts = {name: data.replace(LEAST.encode(), LEAST_THEN.encode()) for name, data in reports[0].items()}
        assert (texts == reports[1]) is same
