"""The live door: a workbook open in a spreadsheet program, through xlwings ↔ Grid and Edits.

Blocks are read and written whole: each call to the other program costs more than a thousand cells. The door
decides nothing; it takes snapshots, writes what it is given, and leaves selection, filters, formats, protection and
other sheets as they were. Whatever goes wrong while it writes, every cell it touched has its old content again.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from xlpy.core.grid import Area, Edit, ErrorValue, Grid, Position, Uncached, Value

if TYPE_CHECKING:
    import xlwings as xw

ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!"})


_READABLE = 0.25
"""Seconds between two lines of progress: to show one takes another program a few thousandths."""


class LiveError(Exception):
    """The open workbook cannot be worked on; the message says why and what to do."""


class LiveBook:
    """A workbook open in Excel or LibreOffice."""

    def __init__(self, book: "xw.Book") -> None:
        self._book = book
        self._tabs: tuple[str, ...] | None = None
        self._sheets: dict[str, xw.Sheet] = {}
        self._name = ""
        self._shown_at = 0.0

    @property
    def folder(self) -> Path:
        """Where the workbook lies. Raises LiveError where that is no folder of this PC."""
        name = str(self._book.fullname)
        if "://" in name or not Path(name).is_absolute():
            raise LiveError(
                f"{name}: tệp đang mở từ OneDrive, SharePoint hoặc chưa lưu. Lưu tệp vào một thư mục trên máy rồi mở "
                "lại."
            )
        return Path(name).parent

    @property
    def folder_or_here(self) -> Path:
        """The folder for messages, which must not fail in their turn."""
        with suppress(LiveError):
            return self.folder
        return Path()

    @property
    def file(self) -> str:
        """The workbook's name, for messages; asked once, since nobody renames it while a button works."""
        if not self._name:
            self._name = str(self._book.name)
        return self._name

    @property
    def sheets(self) -> tuple[str, ...]:
        """The tabs, from the left; asked once, since nobody renames a sheet while a button works."""
        if self._tabs is None:
            self._tabs = tuple(sheet.name for sheet in self._book.sheets)
        return self._tabs

    # -- looking -------------------------------------------------------------------------------------------------

    def grid(self, sheet: str, *, formulas: bool = False, merged: bool = False) -> Grid:
        """A snapshot of a sheet. Formulas and merged areas are looked for only when asked: both take time."""
        found = self._sheet(sheet)
        last = found.used_range.last_cell
        area = found.range((1, 1), (last.row, last.column))
        values = _block(area.options(ndim=2, err_to_str=True, empty=None).value)
        cells: dict[Position, Value] = {
            (row, column): seen
            for row, line in enumerate(values)
            for column, value in enumerate(line)
            if (seen := _seen(value)) is not None
        }
        computed = _computed(_block(area.formula), values) if formulas else frozenset()
        areas = tuple(sorted(_merged(area))) if merged else ()
        return Grid(self.file, sheet, cells, computed, areas, bool(found.visible))

    def grids(self, skip: Iterable[str] = ()) -> tuple[Grid, ...]:
        """Snapshots of all sheets but those to skip."""
        left_out = frozenset(skip)
        return tuple(self.grid(name) for name in self.sheets if name not in left_out)

    def named(self, name: str) -> Value | None:
        """The value of a cell with a name. Raises LiveError where the name is gone."""
        try:
            value = self._book.names[name].refers_to_range.options(err_to_str=True).value
        except Exception as error:
            raise LiveError(
                f"{self.file}: không còn ô mang tên {name}; chép lại tệp gốc hoặc hoàn tác (Ctrl+Z)."
            ) from error
        return _seen(value)

    def _sheet(self, name: str) -> "xw.Sheet":
        if name not in self.sheets:
            found = ", ".join(f"“{tab}”" for tab in self.sheets)
            raise LiveError(
                f"{self.file}: không thấy trang “{name}”; các trang có: {found}. Đặt lại tên trang rồi bấm lại."
            )
        if name not in self._sheets:  # each is asked for many times in a press
            self._sheets[name] = self._book.sheets[name]
        return self._sheets[name]

    # -- telling -------------------------------------------------------------------------------------------------

    def status(self, text: str | None) -> None:
        """Show a line in the status bar while working; None gives the bar back."""
        with suppress(Exception):  # a bar that cannot be written to must not stop the work
            self._book.app.status_bar = text if text is not None else False

    def progress(self, text: str) -> None:
        """The same while much is done: what comes sooner than it could be read is left out."""
        now = monotonic()
        if now - self._shown_at >= _READABLE:
            self._shown_at = now
            self.status(text)

    def tell(self, title: str, text: str) -> None:
        """Show a message box."""
        self._book.app.alert(text, title=title)

    def ask(self, title: str, text: str) -> bool:
        """Ask in a message box. Yes is the button that the Enter key presses, and what is taken where nobody sits."""
        return self._book.app.alert(text, title=title, buttons="yes_no") == "yes"

    # -- printing ------------------------------------------------------------------------------------------------

    def print_pdf(self, workbook: Path, target: Path) -> None:
        """Print another workbook as PDF with the program that has this one open. Raises NoPrinter."""
        from xlpy.doors.disk.saving import TEMPORARY
        from xlpy.doors.live.pdf import NoPrinter

        temporary = target.with_name(f"{TEMPORARY}{target.name}")
        try:
            books = self._book.app.books
            theirs = next((book for book in books if Path(book.fullname) == workbook.absolute()), None)
            with self._quiet():
                book = theirs or books.open(str(workbook.absolute()), read_only=True, update_links=False)
                try:
                    book.to_pdf(str(temporary.absolute()))
                finally:
                    if theirs is None:
                        book.close()
                self._book.activate()
            temporary.replace(target)
        except Exception as error:
            temporary.unlink(missing_ok=True)
            told = " ".join(str(error).split())
            raise NoPrinter(
                f"{target.name}: chưa in được ra PDF ({told}). "
                f"Tệp {workbook.name} vẫn dùng được; mở tệp, chọn Lưu thành PDF."
            ) from error

    # -- writing -------------------------------------------------------------------------------------------------

    def write(self, edits: Sequence[Edit]) -> None:
        """Write blocks; all of them, or none. Raises LiveError."""
        done: list[tuple[Any, Any]] = []
        with self._unlocked({edit.sheet for edit in edits}), self._quiet():
            try:
                for edit in edits:
                    area, rows = self._place(edit)
                    done.append((area, _content(area)))
                    area.value = rows
                    for column, first, last in _columns(edit.formulas):
                        cells = self._area(edit.sheet, edit.top + first, edit.left + column, edit.top + last)
                        cells.formula = [[edit.rows[row][column]] for row in range(first, last + 1)]
                    if edit.fit:
                        area.rows.autofit()
            except Exception as error:
                for area, before in reversed(done):
                    with suppress(Exception):  # the first failure is the one to tell
                        area.value = before
                sheet = edits[len(done) - 1 if done else 0].sheet
                told = " ".join(str(error).split())
                raise LiveError(
                    f"{self.file} · {sheet}: không ghi được ({told}). Các ô đã được trả lại như trước. Thoát chế độ "
                    "đang gõ trong ô (phím Esc), bỏ khoá trang nếu có mật khẩu, rồi bấm lại."
                ) from error

    def _place(self, edit: Edit) -> tuple[Any, list[list[Any]]]:
        """The range that an edit covers, with what is to be cleared below it, and its values for xlwings."""
        sheet = self._sheet(edit.sheet)
        width = max((len(row) for row in edit.rows), default=1)
        height = len(edit.rows)
        if edit.alone:
            height = max(height, sheet.used_range.last_cell.row - edit.top)
        height = max(height, 1)
        rows = [
            [None if (at, column) in edit.formulas else _shown(value) for column, value in enumerate(row)]
            + [None] * (width - len(row))
            for at, row in enumerate(edit.rows)
        ]
        rows += [[None] * width for _ in range(height - len(rows))]
        area = sheet.range((edit.top + 1, edit.left + 1), (edit.top + height, edit.left + width))
        return area, rows

    def _area(self, sheet: str, top: int, column: int, bottom: int) -> Any:
        """Part of a column; rows and columns from 0, ends included."""
        return self._sheet(sheet).range((top + 1, column + 1), (bottom + 1, column + 1))

    @contextmanager
    def _unlocked(self, sheets: Iterable[str]) -> Iterator[None]:
        """Lift the protection of sheets, and put it back as the builder set it."""
        from xlpy.doors.live.protection import protect, unprotect

        lifted = []
        try:
            for name in sheets:
                sheet = self._sheet(name)
                try:
                    locked = unprotect(sheet)
                except Exception as error:
                    raise LiveError(
                        f"{self.file} · {name}: trang khoá bằng mật khẩu, chưa ghi gì lên tệp. "
                        "Bỏ khoá trang ấy (Xem lại › Bỏ Bảo vệ Trang tính, Review › Unprotect Sheet) rồi bấm lại."
                    ) from error
                if locked:
                    lifted.append(sheet)
            yield
        finally:
            for sheet in lifted:
                protect(sheet)

    @contextmanager
    def _quiet(self) -> Iterator[None]:
        """No flicker while blocks are written."""
        app = self._book.app
        before = app.screen_updating
        app.screen_updating = False
        try:
            yield
        finally:
            app.screen_updating = before

    def recalculate(self) -> None:
        """Let every formula follow what was written."""
        self._book.app.calculate()


def _columns(places: Iterable[Position]) -> Iterator[tuple[int, int, int]]:
    """Places (row, column) as parts of columns: column, first row, last row."""
    run: tuple[int, int, int] | None = None
    for column, row in sorted((column, row) for row, column in places):
        if run and run[0] == column and run[2] == row - 1:
            run = column, run[1], row
            continue
        if run:
            yield run
        run = column, row, row
    if run:
        yield run


def _block(value: Any) -> list[list[Any]]:
    """What xlwings gives for a block: one cell comes bare, one row as a flat list."""
    if not isinstance(value, list | tuple):
        return [[value]]
    if not value or not isinstance(value[0], list | tuple):
        return [list(value)]
    return [list(row) for row in value]


def _content(area: Any) -> list[list[Any]]:
    """What a range holds, as it must be written to stand there again."""
    written, values = _block(area.formula), _block(area.options(ndim=2, err_to_str=True, empty=None).value)
    computed = _computed(written, values)
    return [
        [
            written[row][column] if (row, column) in computed else _shown(_seen(value))
            for column, value in enumerate(line)
        ]
        for row, line in enumerate(values)
    ]


def _computed(written: list[list[Any]], values: list[list[Any]]) -> frozenset[Position]:
    """The cells whose value a formula computed; a text that begins with "=" is its own value."""
    return frozenset(
        (row, column)
        for row, line in enumerate(written)
        for column, source in enumerate(line)
        if isinstance(source, str) and source.startswith("=") and source != values[row][column]
    )


def _seen(value: Any) -> Value | None:
    """A cell's content as the file door gives it: whole days as dates, blank as nothing."""
    match value:
        case None | "":
            return None
        case str() if value in ERRORS:
            return ErrorValue(value)
        case datetime() if (value.hour, value.minute, value.second) == (0, 0, 0):
            return value.date()
        case _:
            return value  # type: ignore[no-any-return]


def _shown(value: Value | None) -> Any:
    """A value as xlwings takes it. Excel reads what it is given as if keyed in: the apostrophe keeps a text a text."""
    match value:
        case ErrorValue():
            return value.code
        case Uncached():
            return f"'={value.formula}"
        case str() if value:
            return f"'{value}"
        case date() if not isinstance(value, datetime):
            return datetime(value.year, value.month, value.day)
        case _:
            return value


def _merged(area: Any, found: frozenset[Area] = frozenset()) -> frozenset[Area]:
    """Merged areas within a range, with those found before: asked of ever smaller parts, since most parts have none."""
    top, left, (height, width) = area.row - 1, area.column - 1, area.shape
    last = top + height - 1, left + width - 1
    if any(known.covers((top, left)) and known.covers(last) for known in found) or area.merge_cells is False:
        return found
    first = area[0, 0].merge_area
    whole = Area(first.row - 1, first.column - 1, first.row + first.shape[0] - 2, first.column + first.shape[1] - 2)
    if first.shape != (1, 1):
        found |= {whole}
    if (height, width) == (1, 1) or whole.covers(last):
        return found
    if height > 1:
        parts = area[: height // 2, :], area[height // 2 :, :]
    else:
        parts = area[:, : width // 2], area[:, width // 2 :]
    return _merged(parts[1], _merged(parts[0], found))
