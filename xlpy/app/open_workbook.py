"""Mở, --song: the office's workbook in the program that this PC has, and that program found again."""

import os
import subprocess
import sys
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from xlpy.app.folder import CannotDo, Folder
from xlpy.core.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    import xlwings as xw

    from xlpy.doors.live.book import LiveBook

_PATIENCE = 60.0
"""Seconds for a cold LibreOffice to come up and open the workbook."""


def open_workbook(folder: Folder) -> str:
    """Open the workbook in Excel where there is one, else in LibreOffice; returns which. Raises CannotDo."""
    folder.must_exist()
    if not folder.workbook.exists():
        raise CannotDo(f"{folder.workbook}: không có tệp này; tạo bằng lệnh: hotich bat-dau {folder.path}")
    if _has_excel():
        os.startfile(folder.workbook)  # type: ignore[attr-defined]  # only on Windows
        return "Excel"
    _open_in_libreoffice(folder)
    return "LibreOffice"


def find_open(folder: Folder) -> "LiveBook":
    """The folder's workbook where it is open now. Raises CannotDo."""
    from xlpy.doors.live.book import LiveBook

    return LiveBook(_find_in_excel(folder) if _has_excel() else _find_in_libreoffice(folder, 5.0))


def load_program() -> None:
    """Load what reaches the program that this PC has, before it is needed."""
    with without_tables():
        if _has_excel():
            import xlwings  # noqa: F401
        else:
            from xlpy import libreoffice  # noqa: F401


def calling_book(folder: Folder, window: int) -> "xw.Book":
    """The folder's workbook in the Excel that has this window, as RunPython's Python finds its own. Raises CannotDo.

    `window` is 0 where LibreOffice called, which has no such numbers.
    """
    if not window:
        return _find_in_libreoffice(folder, 0.0)
    with without_tables():
        import xlwings as xw

    words = [f"--wb={folder.workbook.name}", "--from_xl=1", f"--hwnd={window}"]
    sys.argv.extend(words)
    try:
        book = xw.Book.caller()
    except Exception as error:
        raise _not_open(folder) from error
    finally:
        del sys.argv[-len(words) :]
    if not _same(book.fullname, folder.workbook):
        raise _not_open(folder)
    return book


def _has_excel() -> bool:
    if sys.platform != "win32":
        return False
    import winreg  # only on Windows

    try:
        winreg.CloseKey(winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, "Excel.Application"))
    except OSError:
        return False
    return True


def _open_in_libreoffice(folder: Folder) -> None:
    """In an office of Hotich's own: it loads the workbook by our word, so that no box asks about macros first."""
    with without_tables():
        from xlpy import libreoffice

    pipe = _pipe(folder)
    try:
        try:
            app = libreoffice.attach(pipe, 0.0)
        except libreoffice.NotFound:
            libreoffice.launch_for_a_person(pipe, _profile(pipe))
            app = libreoffice.attach(pipe, _PATIENCE)
    except libreoffice.NotFound as error:
        raise CannotDo(f"Chưa mở được {folder.workbook}. {error}") from error
    book = next((book for book in app.books if _same(book.fullname, folder.workbook)), None)
    if book is not None:
        book.activate()
        return
    if open_elsewhere := _open_elsewhere(folder.workbook):
        raise CannotDo(open_elsewhere)
    app.books.open(folder.workbook.absolute())
    _answer_buttons(folder)


def _open_elsewhere(workbook: Path) -> str:
    """Who has the workbook open, where somebody has: LibreOffice would ask about it in a box, in its own language."""
    locked = workbook.with_name(f".~lock.{workbook.name}#")
    if workbook.with_name(f"~${workbook.name}").exists():
        return f"{workbook}: đang mở trong Excel ở máy khác. Đóng ở đó rồi chạy lại."
    try:
        fields = [*locked.read_text(encoding="utf-8", errors="replace").split(","), "", "", ""]
    except OSError:
        return ""
    who = printable(f"{fields[1] or fields[0] or 'người khác'}, máy {fields[2] or 'không rõ'}")
    return (
        f"{workbook}: đang mở ở một LibreOffice khác ({who}). Đóng hết cửa sổ LibreOffice ở đó rồi chạy lại; "
        f"chắc chắn không còn ai mở thì xoá tệp {locked.name}."
    )


def _answer_buttons(folder: Folder) -> None:
    """A process of its own that outlives this one: it answers the workbook's buttons until the workbook is closed."""
    subprocess.Popen(
        [sys.executable, "-P", "-m", "xlpy.buttons", str(folder.path.absolute())],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def buttons_pressed(folder: Folder) -> "Iterator[tuple[xw.Book, str]]":
    """The workbook that is open in LibreOffice with each macro that a button is to call, until it is closed.

    Raises CannotDo.
    """
    book = _find_in_libreoffice(folder, _PATIENCE)

    from xlpy import libreoffice

    yield from ((book, macro) for macro in libreoffice.presses(book))


@contextmanager
def without_tables() -> "Iterator[None]":
    """Within it, xlwings is loaded without pandas, numpy and polars, which it loads wherever they are installed.

    They take three times as long as all the rest of it, and no button handles a table of theirs. In Excel RunPython has
    loaded xlwings before anything of ours runs: there they are kept away by not being installed.
    """
    absent = [name for name in ("pandas", "numpy", "polars") if name not in sys.modules]
    try:
        # What is None there cannot be imported: to xlwings it is not installed.
        sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]
        yield
    finally:
        for name in absent:
            del sys.modules[name]


def _profile(pipe: str) -> Path:
    """Where the office that a person sees keeps its settings: this person's, on this PC."""
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base, "hotich", f"libreoffice-{pipe}")


def _pipe(folder: Folder) -> str:
    """The name under which a LibreOffice that shows this folder's workbook can be found."""
    return f"hotich-{sha256(str(folder.path.resolve()).encode()).hexdigest()[:12]}"


def _find_in_excel(folder: Folder) -> "xw.Book":
    with without_tables():
        import xlwings as xw

    for app in xw.apps:
        for book in app.books:
            if _same(book.fullname, folder.workbook):
                return book
    raise _not_open(folder)


def _not_open(folder: Folder) -> CannotDo:
    return CannotDo(f"{folder.workbook}: chưa mở trong Excel; mở bằng lệnh hotich mo rồi chạy lại.")


def _find_in_libreoffice(folder: Folder, patience: float) -> "xw.Book":
    from time import monotonic, sleep

    with without_tables():
        from xlpy import libreoffice

    until = monotonic() + patience
    pipe = _pipe(folder)
    try:
        # Whoever looks again and again keeps to the connection that he has: each one is kept until the office ends.
        known = (app for app in libreoffice.engine.apps if libreoffice.pipe(app) == pipe)
        app = next(known, None) or libreoffice.attach(pipe, patience)
    except libreoffice.NotFound as error:
        raise CannotDo(f"{folder.workbook}: chưa mở trong LibreOffice; mở bằng lệnh hotich mo rồi chạy lại.") from error
    while True:
        for book in app.books:
            if _same(book.fullname, folder.workbook):
                return book
        if monotonic() > until:
            raise CannotDo(
                f"{folder.workbook}: LibreOffice đang chạy nhưng không phải do Hotich mở. Đóng hết cửa sổ "
                "LibreOffice, chạy hotich mo, rồi chạy lại."
            )
        sleep(0.2)


def _same(name: str, path: Path) -> bool:
    return "://" not in name and Path(name).exists() and Path(name).samefile(path)
