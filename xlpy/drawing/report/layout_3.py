"""The third layout: the sheets of the second, Tóm tắt told by the projection, with its chart."""

from xlpy.core.before import Before
from xlpy.core.campaign.outlook import course
from xlpy.core.consolidate import Standing
from xlpy.core.plan.plan import Plan
from xlpy.core.text import formal_day
from xlpy.drawing.report.board import draw_board, draw_sources
from xlpy.drawing.report.curve import draw_curve, draw_curve_data
from xlpy.drawing.report.layout_2 import form_of, titles_of
from xlpy.drawing.report.layout_2_look import LOOK_ON, NORMAL, SECOND
from xlpy.drawing.report.layout_3_sentences import told
from xlpy.drawing.report.layout_3_words import BAND, BOARD_WORDS, WORDS
from xlpy.drawing.report.summary import summary_of
from xlpy.drawing.report.summary_page import draw_summary
from xlpy.drawing.report.tables import draw_form
from xlpy.drawing.sheet import Book


def draw(plan: Plan, standing: Standing, before: Before) -> bytes:
    """The report workbook of a day."""
    look = LOOK_ON[plan.form_paper].changed(plan.look)
    book = Book(f"Phụ lục 01, {formal_day(standing.date)}", standing.date, NORMAL)
    titles = titles_of(plan, standing)
    whole = course(plan, standing, before)
    summary = summary_of(plan, standing, whole, told(plan, standing, before, whole), WORDS)
    draw_summary(book, look, titles, summary, lambda page: draw_curve(book, page, plan, standing.date, whole, BAND))
    draw_form(book, SECOND, look, titles, form_of(plan, standing))
    draw_board(book, look, titles, plan, (standing, before), BOARD_WORDS)
    draw_sources(book, standing)
    draw_curve_data(book, plan, standing.date, whole, BAND)
    return book.close()
