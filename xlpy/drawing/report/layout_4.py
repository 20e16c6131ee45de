"""The fourth layout and the fifth, which is that of now: the sheets of the second, Tóm tắt told by the projection, with
its chart; the units of other levels, where the run recorded them.
"""

from xlpy.core.before import Before
from xlpy.core.campaign.outlook import course
from xlpy.core.consolidate import Standing
from xlpy.core.mismatches import merged
from xlpy.core.plan.plan import Plan
from xlpy.core.records import Kind
from xlpy.core.text import formal_day
from xlpy.core.units import short_names
from xlpy.drawing.report.board import draw_board, draw_sources
from xlpy.drawing.report.curve import draw_curve, draw_curve_data
from xlpy.drawing.report.layout_2 import form_of, titles_of
from xlpy.drawing.report.layout_2_look import LOOK_ON, NORMAL, SECOND
from xlpy.drawing.report.layout_2_sentences import short_names as short_names_then
from xlpy.drawing.report.levels_page import draw_levels_page
from xlpy.drawing.report.mismatch_page import draw_mismatch_page, told_apart
from xlpy.drawing.report.room import small_enough, wide_enough
from xlpy.drawing.report.sentences import LEAST, LEAST_THEN, SIGNED, WORDS, told
from xlpy.drawing.report.summary import summary_of
from xlpy.drawing.report.summary_page import draw_summary
from xlpy.drawing.report.tables import draw_form
from xlpy.drawing.sheet import Book

_SIGNED = {"cells": {"summary.change": {"num_format": SIGNED}}}
"""A triangle already stands for lateness on the page."""


def draw(plan: Plan, standing: Standing, before: Before, *, fitted: bool) -> bytes:
    """The report workbook of a day. Since the fifth layout it is `fitted`: every figure has the room
    that it needs, of two units of one short name both are told by their whole ones, and what a forecast needs is
    said as it is.
    """
    form = form_of(plan, standing)
    look = LOOK_ON[plan.form_paper].changed(_SIGNED).changed(plan.look)
    book = Book(f"Phụ lục 01, {formal_day(standing.date)}", standing.date, NORMAL)
    titles = titles_of(plan, standing)
    whole = course(plan, standing, before)
    apart = merged(before.mismatches, standing.mismatches)
    also = [told_apart(apart, standing.date)] if any(apart.values()) else []
    short = short_names({unit.unit: unit.name for unit in whole.units}) if fitted else short_names_then(whole)
    sentences = told(plan, standing, before, whole, short, LEAST if fitted else LEAST_THEN)
    summary = summary_of(plan, standing, whole, sentences, WORDS, also)
    if fitted:
        total = standing.total[Kind.SUM]
        look = wide_enough(look, form)
        look = small_enough(look, "summary", [*(row.values for row in summary.rows), summary.total])
        look = small_enough(look, "board", [{"today": total.today, "entered": total.entered}])
    draw_summary(book, look, titles, summary, lambda page: draw_curve(book, page, plan, standing.date, whole))
    total_row = draw_form(book, SECOND, look, titles, form)
    draw_levels_page(book, look, titles, plan, (standing, form), total_row)
    draw_board(book, look, titles, plan, (standing, before))
    draw_mismatch_page(book, look, plan, standing.date, apart)
    draw_sources(book, standing)
    draw_curve_data(book, plan, standing.date, whole)
    return book.close()
