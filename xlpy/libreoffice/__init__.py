"""An xlwings engine on LibreOffice Calc: the objects of xlwings (App, Book, Sheet, Range) without Excel.

    from xlpy import libreoffice

    with libreoffice.start() as app:                 # or libreoffice.attach("mypipe"), or xlwings.App(visible=False)
        book = app.books.open("figures.xlsx")        # .xlsx, .xlsm, .ods, .xls ...
        sheet = book.sheets["Sheet1"]
        sheet["A1"].value = [["day", 1], ["night", 2.5]]
        sheet["B3"].formula = "=SUM(B1:B2)"          # English names and ",", whatever LibreOffice's language
        print(sheet["A1"].expand().value, sheet["B3"].value)
        book.save("figures.ods")

It needs LibreOffice and its Python bridge for the same Python (Debian: libreoffice-calc, python3-uno), and a system
with `sh`. `start` runs an office with a profile of its own, which ends with the `with` block, or with Python however
that ends; `attach` drives one that listens at a pipe: `soffice --accept="pipe,name=mypipe;urp;"`. Names such as
`xlwings.Book("figures.xlsx")` use the active engine: on Windows say `libreoffice.engine.activate()` first.

Covered: books (open, save, close, to_pdf, macros), sheets, names, values, formulas, number formats, colours, fonts,
widths, merging, inserting and deleting, links, selection, calculation, status bar and message boxes; all else of
xlwings raises NotImplementedError with its name. Protection, for which xlwings has no words, is in `protection`.

Unlike Excel: a text stays a text ("1.234" does not become a number), though "=…" is a formula and "'=…" is not; .xlsm
is read but never written, since LibreOffice loses its buttons and rewrites its VBA. Dates are numbers with a format of
dates, truth values numbers with LibreOffice's format for those; error cells read None (see `errors`).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import xlwings

from xlpy.libreoffice import contents
from xlpy.libreoffice.app import Alert, App
from xlpy.libreoffice.books import Book
from xlpy.libreoffice.bridge import NotFound
from xlpy.libreoffice.kinds import Area
from xlpy.libreoffice.office import launch_for_a_person
from xlpy.libreoffice.offices import register
from xlpy.libreoffice.presses import presses as of_buttons
from xlpy.libreoffice.ranges import Range

__all__ = [
    "Alert",
    "Area",
    "NotFound",
    "alerts",
    "attach",
    "engine",
    "errors",
    "launch_for_a_person",
    "pipe",
    "presses",
    "sheet_names",
    "start",
    "typed_rows",
]

_engine, engine = register()


def start(
    *, headless: bool = True, locale: str = "", macros: bool = False, executable: str | None = None
) -> xlwings.App:
    """A LibreOffice of its own, without a workbook. Raises NotFound where there is none.

    Without `headless` a person sees it and may close it. `locale` ("vi-VN") is how it reads what is keyed in; formulas
    and formats are in English all the same. With `macros` it runs those of the files it opens, without asking.
    """
    return xlwings.App(impl=_engine.apps.start(headless=headless, locale=locale, macros=macros, executable=executable))


def attach(pipe: str, timeout: float = 10) -> xlwings.App:
    """The LibreOffice that listens at a pipe, waited for; it outlives Python unless told to quit. Raises NotFound."""
    return xlwings.App(impl=_engine.apps.attach(pipe, timeout))


def pipe(app: xlwings.App) -> str:
    """The name under which another Python can `attach` to this LibreOffice."""
    if not isinstance(app.impl, App):
        raise TypeError(f"{app!r} is not LibreOffice")
    return app.impl.office.pipe


def sheet_names(book: xlwings.Book) -> tuple[str, ...]:
    """The names of all sheets in one call: to go through `book.sheets` takes two for each."""
    if not isinstance(book.impl, Book):
        raise TypeError(f"{book!r} is not LibreOffice's")
    return tuple(book.impl.all_sheets.ElementNames)


def typed_rows(book: xlwings.Book, areas: Mapping[str, Area]) -> Iterator[Sequence[Sequence[Any]]]:
    """What was typed into an area of each of some sheets, "=" for any formula: translated, each would take a call."""
    if not isinstance(book.impl, Book):
        raise TypeError(f"{book!r} is not LibreOffice's")
    return contents.typed_rows(book.impl, areas)


def presses(book: xlwings.Book) -> Iterator[str]:
    """The macros that a workbook's buttons are to call, as they are pressed, until it is closed."""
    if not isinstance(book.impl, Book):
        raise TypeError(f"{book!r} is not LibreOffice's")
    return of_buttons(book.impl.model)


def errors(cells: xlwings.Range) -> dict[tuple[int, int], str]:
    """The error cells of a range: row and column within it, counted from 0 → "#REF!". Their values read None."""
    if not isinstance(cells.impl, Range):
        raise TypeError(f"{cells!r} is not a range of LibreOffice")
    return contents.find_errors(cells.api) if len(cells) else {}


def alerts(app: xlwings.App) -> list[Alert]:
    """The messages of `app.alert` so far, the only trace of them where there are no windows."""
    if not isinstance(app.impl, App):
        raise TypeError(f"{app!r} is not LibreOffice")
    return app.impl.alerts
