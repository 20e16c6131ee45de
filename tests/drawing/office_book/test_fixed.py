"""Every cell that is drawn into a view is written anew at a press, or known to stay as it was drawn."""

import json
from collections.abc import Sequence

import pytest
from xlsxwriter.worksheet import CellBlankTuple

from tests.kit.folders import FIRST, new_folder, press, put_all, works
from xlpy.core.before import NOTHING
from xlpy.core.campaign.foreseen import foreseen
from xlpy.core.consolidate import Standing
from xlpy.core.fixed_cells import positions
from xlpy.core.grid import Area, Edit, Grid, cell_name
from xlpy.core.office_book import HISTORY_SHEET, MACHINES_SHEET, ROSTER_SHEET, TRYING, VIEW_SHEETS
from xlpy.core.plan.dated import of_day
from xlpy.core.plan.plan import Plan
from xlpy.doors.disk.plan_file import default_text
from xlpy.drawing.office_book.findings import Checked, findings_edits
from xlpy.drawing.office_book.foretold import foretold_edits
from xlpy.drawing.office_book.mismatches import mismatch_edits
from xlpy.drawing.office_book.views import history_edits, history_wanted
from xlpy.drawing.office_book.whole import Views, _drawn, views_as_drawn


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory, plan: Plan) -> Standing:
    folder = new_folder(tmp_path_factory.mktemp("so") / "viec")
    put_all(folder, plan, works(plan)[0], ["691", "696"])
    return press(folder, FIRST).standing


def views_of(plan: Plan, standing: Standing) -> Views:
    return Views([standing], standing.findings, {}, foreseen(of_day(plan, FIRST), standing, NOTHING))


def edits(plan: Plan, standing: Standing) -> Sequence[Edit]:
    """What a press writes into an open workbook with nothing of the day in it."""
    plan = of_day(plan, FIRST)
    history = Grid("Hotich.xlsm", HISTORY_SHEET, {})
    return [
        *history_edits(history_wanted([standing], history), history),
        *findings_edits(Checked(plan, FIRST, standing.findings, standing, {}), {}),
        *foretold_edits(foreseen(plan, standing, NOTHING)),
        *mismatch_edits(plan, FIRST, {}),
    ]


def area_of(edit: Edit) -> Area:
    height = 1_000_000 if edit.alone else len(edit.rows)
    return Area(edit.top, edit.left, edit.top + height - 1, edit.left + max(map(len, edit.rows)) - 1)


@pytest.mark.parametrize("name", sorted(VIEW_SHEETS))
def test_every_locked_cell_stays_or_is_written_at_a_press(plan: Plan, standing: Standing, name: str) -> None:
    data, views = json.loads(default_text()), views_of(plan, standing)
    stays = views_as_drawn(data, views)[name].fixed
    known = {*positions(stays.formulas), *positions(stays.texts)}
    anew = [area_of(edit) for edit in edits(plan, standing) if edit.sheet == name]
    if name == MACHINES_SHEET:  # the answers are written by a button of its own
        anew.append(Area(TRYING.words_row + 1, 1, TRYING.words_row + 3, 99))
    unknown = [
        cell_name(row, column)
        for row, line in _drawn(data, views).workbook.get_worksheet_by_name(name).table.items()
        for column, cell in line.items()
        if (cell.format is None or cell.format.locked)
        and not (name == ROSTER_SHEET and isinstance(cell, CellBlankTuple))  # where people write, on paper
        and (row, column) not in known
        and not any(area.covers((row, column)) for area in anew)
    ]
    # Told by the table that stands there itself.
    assert [cell for cell in unknown if not (name == "Dự báo" and cell[0] in "MNOP")] == []


def test_what_stays_is_the_same_whatever_the_journal_has(plan: Plan, standing: Standing) -> None:
    data = json.loads(default_text())
    assert views_as_drawn(data, views_of(plan, standing)) == views_as_drawn(data)


def test_what_people_type_into_does_not_stay(plan: Plan, standing: Standing) -> None:
    book = _drawn(json.loads(default_text()), views_of(plan, standing))
    drawn = views_as_drawn(json.loads(default_text()), views_of(plan, standing))
    for name, cells in drawn.items():
        table = book.workbook.get_worksheet_by_name(name).table
        formats = [table[row][column].format for row, column in (*cells.formulas, *cells.texts)]
        assert all(one is None or one.locked for one in formats), name
