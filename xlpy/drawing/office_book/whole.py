"""The whole of the office's workbook, built from text alone: every sheet, in the order of the tabs."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any, NamedTuple

from xlpy.core.campaign.projection import Projection
from xlpy.core.consolidate import Standing
from xlpy.core.mismatches import Mismatch
from xlpy.core.plan.dated import of_day
from xlpy.core.plan.plan import Plan, parse_plan
from xlpy.core.source import Finding
from xlpy.drawing.office_book.appendices import draw_appendix
from xlpy.drawing.office_book.changes import draw_changes
from xlpy.drawing.office_book.charted_sheet import draw_charted
from xlpy.drawing.office_book.control import draw_control
from xlpy.drawing.office_book.daily import draw_daily
from xlpy.drawing.office_book.findings import Checked
from xlpy.drawing.office_book.fixed import DrawnCells, draw_fixed, drawn_cells
from xlpy.drawing.office_book.foretold import draw_foretold
from xlpy.drawing.office_book.guide import draw_guide, draw_xlwings
from xlpy.drawing.office_book.lists import draw_findings, draw_history
from xlpy.drawing.office_book.machines import draw_machines
from xlpy.drawing.office_book.macros import WORKBOOK, vba_project
from xlpy.drawing.office_book.mismatches import draw_mismatch_list
from xlpy.drawing.office_book.moves import draw_moves
from xlpy.drawing.office_book.moves_later import units_ever
from xlpy.drawing.office_book.names import sheets
from xlpy.drawing.office_book.progress import draw_progress
from xlpy.drawing.office_book.roster import draw_roster
from xlpy.drawing.office_book.settings import draw_settings
from xlpy.drawing.office_book.tasks import draw_tasks
from xlpy.drawing.office_book.teams import draw_teams, unit_lines
from xlpy.drawing.office_book.trend import trends
from xlpy.drawing.office_book.views import last_day
from xlpy.drawing.palette import NORMAL
from xlpy.drawing.sheet import Book


class Views(NamedTuple):
    """What the workbook shows of the journal: every day's standing, oldest first, and what was found.

    `archived`: a received file's copy by its name, relative to the workbook. `foretold`: the last day's projection.
    `mismatches`: the cases followed apart to that day.
    """

    standings: Sequence[Standing] = ()
    findings: Sequence[Finding] = ()
    archived: Mapping[str, str] = {}
    foretold: Projection | None = None
    mismatches: Mapping[str, tuple[Mismatch, ...]] = {}


NO_VIEWS = Views()


def draw_office_book(data: Mapping[str, Any], views: Views = NO_VIEWS) -> bytes:
    """The workbook of a plan, given as its JSON. The same plan and views give the same bytes."""
    return _drawn(data, views).close()


def views_as_drawn(data: Mapping[str, Any], views: Views = NO_VIEWS) -> Mapping[str, DrawnCells]:
    """What the workbook's views are drawn with, by sheets: what stands there where nobody typed over it."""
    return drawn_cells(_drawn(data, views))


def _drawn(data: Mapping[str, Any], views: Views) -> Book:
    plan = parse_plan(data)
    shown = last_day(views.standings)
    day = shown.standing.date if shown else plan.start
    plan = of_day(plan, day)
    book = Book(f"Hotich, {plan.document.number}", plan.document.date, NORMAL)
    book.workbook.add_vba_project(BytesIO(vba_project(sheets(plan))), is_stream=True)
    book.workbook.set_vba_name(WORKBOOK)
    known = [one.standing for one in shown.earlier.values()] if shown else []
    told = trends(plan, known, day)
    control = draw_control(book, plan, shown, told)
    progress = draw_progress(book, plan, shown, told, views.foretold)
    ever = units_ever(plan)
    draw_machines(book, plan)
    draw_daily(book, plan, shown, day)
    for level in plan.levels:
        draw_appendix(book, plan, level, ever)
    standing = shown.standing if shown else None
    on = standing.date if standing else None
    draw_findings(book, Checked(plan, on, views.findings, standing, views.archived))
    draw_history(book, views.standings)
    draw_mismatch_list(book, plan, day, views.mismatches)
    draw_tasks(book, plan, data, day)
    lines = unit_lines(plan, ever)
    draw_teams(book, plan, data, lines)
    draw_roster(book, plan, day, lines)
    draw_moves(book, plan, data, day, ever)
    draw_changes(book, plan, data)
    draw_settings(book, plan, data)
    draw_guide(book, plan)
    draw_charted(book, progress)
    draw_foretold(book, views.foretold)
    draw_xlwings(book)
    draw_fixed(book)
    _name_for_macros(book, plan)
    control.activate()
    return book


def _name_for_macros(book: Book, plan: Plan) -> None:
    codes = {tab: code for code, tab in sheets(plan).items()}
    for sheet in book.workbook.worksheets():
        sheet.set_vba_name(codes[sheet.get_name()])
