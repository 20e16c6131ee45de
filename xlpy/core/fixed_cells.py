"""Cells of the office's workbook that nobody types into and no button rewrites: formulas, heads, names.

Each workbook says itself which they are, on its sheet Dự báo, so that a press can tell what was typed over whichever
version drew it. Of a formula only its place is kept: programs write the same formula in different ways.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple
from zlib import crc32

from xlpy.core.grid import Area, Position, column_name, column_of
from xlpy.core.office_book import FIXED_COLUMN, FIXED_ROW, VIEW_SHEETS

FIXED_AREA = Area(FIXED_ROW, FIXED_COLUMN, FIXED_ROW + len(VIEW_SHEETS) - 1, FIXED_COLUMN + 3)
"""Where that stands on Dự báo: sheet, places of formulas, places of the rest, digest of the rest."""


class FixedCells(NamedTuple):
    """Of one sheet: where its formulas stand, where its words, numbers and blanks, and the digest of these."""

    formulas: tuple[Area, ...]
    texts: tuple[Area, ...]
    digest: str

    @property
    def around(self) -> Area:
        """The smallest area with all of them."""
        tops, lefts, bottoms, rights = zip(*self.formulas, *self.texts, strict=True)
        return Area(min(tops), min(lefts), max(bottoms), max(rights))


def fixed_cells(formulas: Iterable[Position], texts: Mapping[Position, object]) -> FixedCells:
    """Of what a sheet was drawn with: where formulas stand, and its texts and numbers."""
    return FixedCells(_areas(formulas), _areas(texts), digest(texts))


def is_formula(typed: object) -> bool:
    """Whether a program says of a cell that it holds a formula."""
    return isinstance(typed, str) and typed.startswith(("=", "{="))


def positions(areas: Iterable[Area]) -> Sequence[Position]:
    """Every cell of some areas."""
    return [
        (row, column)
        for top, left, bottom, right in areas
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    ]


def digest(texts: Mapping[Position, object]) -> str:
    """One word for texts and numbers with their places."""
    told = "\n".join(f"{row},{column},{plain(texts[row, column])}" for row, column in sorted(texts))
    return f"{crc32(told.encode()):08x}"


def plain(typed: object) -> str:
    """What stands in a cell, however a program says it: without spaces and the sign of a text, numbers as such."""
    text = unicodedata.normalize("NFC", "".join(str(typed).split())).removeprefix("'")
    try:
        return f"{float(text):.10g}"
    except ValueError:
        return text


def as_row(sheet: str, fixed: FixedCells) -> tuple[str, str, str, str]:
    """A row of the table on Dự báo."""
    return sheet, _written(fixed.formulas), _written(fixed.texts), f"x{fixed.digest}"


def fixed_on(foretold: Mapping[Position, object]) -> Mapping[int, tuple[str, FixedCells]]:
    """What a workbook says of itself in `FIXED_AREA`: row → sheet and cells; nothing where an older version drew it."""
    found = {}
    for row in range(FIXED_AREA.top, FIXED_AREA.bottom + 1):
        sheet, *areas, told = (str(foretold.get((row, FIXED_AREA.left + place), "")) for place in range(4))
        formulas, texts = map(_read, areas)
        if sheet and (formulas or texts):
            found[row] = sheet, FixedCells(formulas, texts, told.removeprefix("x"))
    return found


def _areas(places: Iterable[Position]) -> tuple[Area, ...]:
    """Places as rectangles: columns side by side with the same rows go together."""
    blocks: list[tuple[int, int, Sequence[tuple[int, int]]]] = []
    for column, rows in columns_of(places):
        if blocks and blocks[-1][1] == column - 1 and blocks[-1][2] == rows:
            blocks[-1] = blocks[-1][0], column, rows
        else:
            blocks.append((column, column, rows))
    return tuple(Area(top, left, bottom, right) for left, right, rows in blocks for top, bottom in rows)


def columns_of(places: Iterable[Position]) -> Iterator[tuple[int, Sequence[tuple[int, int]]]]:
    """Each column with its runs of rows, the first and the last row of each."""
    for column, together in groupby(sorted((column, row) for row, column in places), key=itemgetter(0)):
        runs: list[tuple[int, int]] = []
        for _, row in together:
            runs.append((runs.pop()[0], row) if runs and runs[-1][1] == row - 1 else (row, row))
        yield column, runs


def _written(areas: Iterable[Area]) -> str:
    return " ".join(
        f"{column_name(left)}{top + 1}:{column_name(right)}{bottom + 1}" for top, left, bottom, right in areas
    )


_AREA = re.compile(r"([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)")


def _read(written: str) -> tuple[Area, ...]:
    return tuple(
        Area(int(top) - 1, column_of(left), int(bottom) - 1, column_of(right))
        for left, top, right, bottom in _AREA.findall(written)
    )
