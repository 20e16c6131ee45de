"""The live door: a workbook open in a spreadsheet program, through xlwings ↔ Grid and Edits.

Blocks are read and written whole: each call to the other program costs more than a thousand cells. The door
decides nothing; it takes snapshots, writes what it is given, and leaves selection, filters, formats, protection and
other sheets as they were. Whatever goes wrong while it writes, every cell it touched has its old content again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from xlpy.core.grid import Area, Edit, Grid, Position, Value
from xlpy.core.office_book import VIEW_BACK
from xlpy.doors.live import blocks
from xlpy.doors.live.blocks import Change
from xlpy.doors.live.native import protect, sheet_names, typed_rows, unprotect

if TYPE_CHECKING:
    import xlwings as xw

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
            self._tabs = sheet_names(self._book)
        return self._tabs

    # -- looking -------------------------------------------------------------------------------------------------

    def grid(self, sheet: str, *, formulas: bool = False, merged: bool = False) -> Grid:
        """A snapshot of a sheet. Formulas and merged areas are looked for only when asked: both take time."""
        found = self._sheet(sheet)
        area = found.used_range
        top, left = area.row - 1, area.column - 1
        values = blocks.values(area)
        cells: dict[Position, Value] = {
            (top + row, left + column): seen
            for row, line in enumerate(values)
            for column, value in enumerate(line)
            if (seen := blocks.seen(value)) is not None
        }
        results = blocks.computed(blocks.formulas(area), values) if formulas else frozenset()
        computed = frozenset((top + row, left + column) for row, column in results)
        areas = tuple(sorted(_merged(area))) if merged else ()
        return Grid(self.file, sheet, cells, computed, areas, bool(found.visible))

    def typed(self, areas: Mapping[str, Area]) -> Mapping[str, Mapping[Position, Any]]:
        """What was typed into the cells of an area of each sheet that are not blank; a formula begins with "="."""
        return {
            sheet: {
                (area.top + row, area.left + column): typed
                for row, line in enumerate(rows)
                for column, typed in enumerate(line)
                if typed not in (None, "")
            }
            for (sheet, area), rows in zip(areas.items(), typed_rows(self._book, areas), strict=True)
        }

    def grids(self, skip: Iterable[str] = ()) -> tuple[Grid, ...]:
        """Snapshots of all sheets but those to skip."""
        left_out = frozenset(skip)
        return tuple(self.grid(name) for name in self.sheets if name not in left_out)

    def named(self, name: str) -> Value | None:
        """The value of a cell with a name. Raises LiveError where the name is gone."""
        try:
            ((value,), *_) = blocks.values(self._book.names[name].refers_to_range)
        except Exception as error:
            raise LiveError(
                f"{self.file}: không còn ô mang tên {name}; chép lại tệp gốc hoặc hoàn tác (Ctrl+Z)."
            ) from error
        return blocks.seen(value)

    def need(self, name: str) -> None:
        """Raises LiveError where there is no sheet of this name."""
        if name not in self.sheets:
            found = ", ".join(f"“{tab}”" for tab in self.sheets)
            raise LiveError(f"{self.file}: không thấy trang “{name}”; các trang có: {found}. {VIEW_BACK}.")

    def _sheet(self, name: str) -> "xw.Sheet":
        self.need(name)
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
        """Write blocks, all of them or none, and let every formula follow. Raises LiveError.

        Where everything stands already, nothing is touched: a sheet is unlocked only to be changed.
        """
        by_sheet: dict[str, list[Edit]] = {}
        for edit in edits:
            by_sheet.setdefault(edit.sheet, []).append(edit)
        changes: dict[str, list[Change]] = {}
        for sheet, own in by_sheet.items():
            found = self._sheet(sheet)
            try:
                changes[sheet] = list(blocks.changes(found, own))
            except Exception as error:
                raise self._not_written(sheet, error) from error
        if any(changes.values()):
            with self._quiet():
                self._do(changes)
                self.recalculate()
        else:
            self.recalculate()

    def _do(self, changes: Mapping[str, Sequence[Change]]) -> None:
        done: list[Change] = []
        with self._unlocked(sheet for sheet, found in changes.items() if found):
            for sheet, change in ((sheet, change) for sheet, found in changes.items() for change in found):
                done.append(change)
                try:
                    change.do()
                except Exception as error:
                    for one in reversed(done):
                        with suppress(Exception):  # the first failure is the one to tell
                            one.undo()
                    raise self._not_written(sheet, error) from error

    def _not_written(self, sheet: str, error: Exception) -> LiveError:
        told = " ".join(str(error).split())
        return LiveError(
            f"{self.file} · {sheet}: không ghi được ({told}). Các ô đã được trả lại như trước. Thoát chế độ "
            "đang gõ trong ô (phím Esc), bỏ khoá trang nếu có mật khẩu, rồi bấm lại."
        )

    @contextmanager
    def _unlocked(self, sheets: Iterable[str]) -> Iterator[None]:
        """Lift the protection of sheets, and put it back as the builder set it."""
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
        """Let every formula follow what was typed and written: a program may be set to wait for that."""
        self._book.app.calculate()


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
