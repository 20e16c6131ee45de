"""Names of ranges and formulas, of a workbook or of one of its sheets."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import XlwingsError, base_classes

from xlpy.libreoffice.formulas import position
from xlpy.libreoffice.surface import complete

if TYPE_CHECKING:
    from xlpy.libreoffice.books import Book
    from xlpy.libreoffice.ranges import Range
    from xlpy.libreoffice.sheets import Sheet


@complete(base_classes.Name)
class Name(base_classes.Name):
    """One name."""

    def __init__(self, book: "Book", scope: Any, key: str, sheet: "Sheet | None") -> None:
        self._book = book
        self._scope = scope
        self._key = key
        self._sheet = sheet

    @property
    def api(self) -> Any:
        return self._scope.getByName(self._key)

    @property
    def name(self) -> str:
        return f"{self._sheet.quoted_name}!{self._key}" if self._sheet else self._key

    @name.setter
    def name(self, value: str) -> None:
        self.api.setName(value)
        if value not in self._scope.ElementNames:
            raise XlwingsError(f"LibreOffice does not take {value!r} for a name")
        self._key = value

    @property
    def refers_to(self) -> str:
        named = self.api
        return self._book.translator.to_excel(named.Content, named.ReferencePosition)

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        named = self.api
        named.Content = _content(self._book, value)

    @property
    def refers_to_range(self) -> "Range":
        cells = self.api.getReferredCells()
        if cells is None:
            raise XlwingsError(f"{self.name} is no range: {self.refers_to}")
        return self._book.range_of(cells)

    def delete(self) -> None:
        self._scope.removeByName(self._key)


@complete(base_classes.Names, "snapshot")
class Names(base_classes.Names):
    """All names of a workbook, or those of one sheet. New ones belong to the first scope."""

    def __init__(self, book: "Book", sheet: "Sheet | None" = None) -> None:
        self._book = book
        self._sheet = sheet

    @property
    def api(self) -> Any:
        return next(self._scopes())[0]

    def __call__(self, name_or_index: int | str) -> Name:
        if not isinstance(name_or_index, str):
            return self.all()[name_or_index - 1]
        found = next(self._called(name_or_index), None)
        if found is None:
            raise KeyError(name_or_index)
        return found

    def contains(self, name_or_index: int | str) -> bool:
        try:
            self(name_or_index)
        except (KeyError, IndexError):
            return False
        return True

    def __len__(self) -> int:
        return len(self.all())

    def add(self, name: str, refers_to: str) -> Name:
        scope, sheet = next(self._scopes())
        if scope.hasByName(name):
            scope.removeByName(name)
        scope.addNewByName(name, _content(self._book, refers_to), position(0, 0, 0), 0)
        return Name(self._book, scope, name, sheet)

    def _called(self, text: str) -> Iterator[Name]:
        place, _, key = text.casefold().rpartition("!")
        for scope, sheet in self._scopes():
            if place and (sheet is None or sheet.quoted_name.casefold() != place):
                continue
            for known in scope.ElementNames:
                if known.casefold() == key:
                    yield Name(self._book, scope, known, sheet)

    def _scopes(self) -> Iterator[tuple[Any, "Sheet | None"]]:
        """Where names are kept, one after the other: what is found early costs little."""
        if self._sheet:
            yield self._sheet.api.NamedRanges, self._sheet
            return
        yield self._book.model.NamedRanges, None
        for sheet in self._book.sheets:
            yield sheet.api.NamedRanges, sheet

    def all(self) -> list[Name]:
        """Each name, those of the workbook first."""
        return [Name(self._book, scope, key, sheet) for scope, sheet in self._scopes() for key in scope.ElementNames]


def _content(book: "Book", refers_to: str) -> str:
    return book.translator.to_libreoffice(refers_to, position(0, 0, 0)).removeprefix("=")
