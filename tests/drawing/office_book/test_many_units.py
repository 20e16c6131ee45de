"""The office's workbook of many units: what grows with their number, and what must not."""

import re
from collections import Counter
from io import BytesIO
from zipfile import ZipFile

from tests.kit.folders import FIRST
from tests.kit.provinces import document
from xlpy.core.plan.plan import parse_plan
from xlpy.drawing.office_book.moves import draw_moves
from xlpy.drawing.office_book.moves_later import units_ever
from xlpy.drawing.sheet import Book

_SUMMED = re.compile(r"(?:SUMIFS?|COUNTIFS?|MATCH)\([^,]*?\$([0-9]+):\$[A-Z]+\$([0-9]+)")


def steps(units: int) -> int:
    """Cells that the formulas of the sheet Máy look at when the workbook is calculated."""
    data, book = document(units), Book("Máy", FIRST)
    plan = parse_plan(data)
    draw_moves(book, plan, data, FIRST, units_ever(plan))
    with ZipFile(BytesIO(book.close())) as package:
        xml = package.read("xl/worksheets/sheet1.xml").decode()
    counted = Counter(re.findall(r"<f>([^<]*)</f>", xml))
    return sum(
        times * (int(last) - int(first) + 1)
        for formula, times in counted.items()
        for first, last in _SUMMED.findall(formula)
    )


def test_what_the_sheet_of_machines_calculates_grows_with_the_units_and_not_with_their_square() -> None:
    some, many = steps(300), steps(1_200)
    assert some > 0
    assert many < 4.5 * some
