"""Workbooks open in one office."""

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlwings import XlwingsError, base_classes

from xlpy.libreoffice.bridge import properties, to_path, to_url, typed_properties
from xlpy.libreoffice.formats import Formats
from xlpy.libreoffice.formulas import Translator
from xlpy.libreoffice.kinds import Asked
from xlpy.libreoffice.names import Names
from xlpy.libreoffice.ranges import Range
from xlpy.libreoffice.sheets import Sheet, Sheets
from xlpy.libreoffice.surface import complete, not_implemented

if TYPE_CHECKING:
    from xlpy.libreoffice.app import App

FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".ods": "calc8"}
"""What workbooks are saved as."""

_NEVER, _ALWAYS = 0, 4  # com.sun.star.document.MacroExecMode
_AS_THEY_ARE = 0  # com.sun.star.document.UpdateDocMode: links to other files are not followed


@complete(base_classes.Books)
class Books(base_classes.Books):
    """The workbooks of one office, in the order in which they were opened."""

    def __init__(self, app: "App") -> None:
        self.app = app

    @property
    def api(self) -> Any:
        return self.app.desktop

    @property
    def active(self) -> "Book":
        current = self.app.desktop.getCurrentComponent()
        if current is not None and _is_workbook(current):
            return Book(self.app, current)
        books = [*iter(self)]
        if not books:
            raise XlwingsError("no workbook is open")
        return books[-1]

    def __call__(self, name_or_index: int | str) -> "Book":
        books = [*iter(self)]
        if not isinstance(name_or_index, str):
            return books[name_or_index - 1]
        for book in books:
            if name_or_index.casefold() in (book.name.casefold(), book.fullname.casefold()):
                return book
        raise KeyError(name_or_index)

    def __contains__(self, name: str) -> bool:
        try:
            self(name)
        except KeyError:
            return False
        return True

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __iter__(self) -> Iterator["Book"]:
        components = self.app.desktop.Components.createEnumeration()
        while components.hasMoreElements():
            component = components.nextElement()
            if _is_workbook(component):
                yield Book(self.app, component)

    def add(self) -> "Book":
        return self._load("private:factory/scalc")

    def open(
        self,
        fullname: str,
        update_links: bool | None = None,
        read_only: bool | None = None,
        format: str | None = None,
        password: str | None = None,
        *others: Any,
        **named: Any,
    ) -> "Book":
        """Open a file with a window, even if nobody sees it: without one, frozen panes would get lost in saving."""
        if update_links or format is not None or any(value is not None for value in (*others, *named.values())):
            raise not_implemented("Books.open with more than fullname, read_only and password")
        options = {"ReadOnly": bool(read_only), **({"Password": password} if password else {})}
        return self._load(to_url(fullname), **options)

    def _load(self, url: str, **options: Any) -> "Book":
        options |= {"MacroExecutionMode": _ALWAYS if self.app.office.macros else _NEVER, "UpdateDocMode": _AS_THEY_ARE}
        model = self.app.desktop.loadComponentFromURL(url, "_blank", 0, properties(**options))
        if model is None:
            raise XlwingsError(f"LibreOffice không mở được {to_path(url)}: tệp hỏng, hoặc sai mật khẩu.")
        book = Book(self.app, model)
        self.app.adopt(book)
        return book


@complete(base_classes.Book)
class Book(base_classes.Book):
    """One workbook."""

    def __init__(self, app: "App", model: Any) -> None:
        self._app = app
        self.model = model

    @property
    def api(self) -> Any:
        return self.model

    @property
    def app(self) -> "App":
        return self._app

    @property
    def controller(self) -> Any:
        """What shows it. XlwingsError for a workbook that somebody loaded without a window."""
        controller = self.model.CurrentController
        if controller is None:
            raise XlwingsError(f"{self.name} has no window")
        return controller

    @cached_property
    def all_sheets(self) -> Any:
        """LibreOffice's own collection of its sheets."""
        return self.model.Sheets

    @cached_property
    def formats(self) -> Formats:
        """Its number formats."""
        return self._app.kept(self.model, Formats)

    @cached_property
    def translator(self) -> Translator:
        """What translates its formulas."""
        return self._app.kept(self.model, Translator)

    @cached_property
    def asked(self) -> Asked:
        """What is asked which formats its cells have."""
        return self._app.kept(self.model, Asked)

    @property
    def fullname(self) -> str:
        return to_path(self.model.URL) if self.model.URL else str(self.model.Title)

    @property
    def name(self) -> str:
        return Path(self.fullname).name

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @property
    def names(self) -> Names:
        return Names(self)

    def range_of(self, cells: Any) -> Range:
        """The range of cells that LibreOffice gave."""
        return Range.found(Sheet(self, cells.Spreadsheet), cells)

    def activate(self) -> None:
        self.controller.Frame.activate()

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Where it is and as what it is, or under a path as what its extension says."""
        target = Path(path or (self.fullname if self.model.URL else f"{self.name}.xlsx"))
        if path is None and self.model.URL and self.model.isReadonly():
            raise XlwingsError(f"{self.name} đang mở để đọc, không lưu đè được.")
        suffix = target.suffix.lower()
        if suffix in (".xlsm", ".xltm", ".xlam"):
            raise XlwingsError(
                f"Không lưu {target.name}: LibreOffice làm mất nút bấm và viết lại macro của tệp {suffix}. "
                "Hãy lưu thành .ods hoặc .xlsx."
            )
        if suffix not in FILTERS:
            raise not_implemented(f"Book.save as {suffix or 'a file without extension'}")
        options = {"FilterName": FILTERS[suffix], "Overwrite": True, **({"Password": password} if password else {})}
        self.model.storeAsURL(to_url(target), properties(**options))

    def close(self) -> None:
        """Without saving."""
        self.model.setModified(False)
        self._app.forget(self.model)
        self.model.close(True)

    def to_pdf(self, path: str, quality: str | None = None) -> None:
        """All visible sheets, as they would be printed."""
        options = typed_properties(ReduceImageResolution=quality == "minimum")
        self.model.storeToURL(to_url(path), properties(FilterName="calc_pdf_Export", FilterData=options))


def _is_workbook(component: Any) -> bool:
    return bool(component.supportsService("com.sun.star.sheet.SpreadsheetDocument"))
