"""One LibreOffice as xlwings' app: its workbooks, its manner of working, and its words to the person in front of it."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from xlwings import XlwingsError, base_classes

from xlpy.libreoffice.books import Book, Books
from xlpy.libreoffice.bridge import enum, properties
from xlpy.libreoffice.office import Attached, Office
from xlpy.libreoffice.ranges import Range
from xlpy.libreoffice.surface import complete, not_implemented

if TYPE_CHECKING:
    from xlpy.libreoffice.offices import Apps, Engine

Kept = TypeVar("Kept")

_ANSWERS = {0: "cancel", 1: "ok", 2: "yes", 3: "no"}
_BUTTONS = {"ok": 1, "ok_cancel": 2, "yes_no": 3, "yes_no_cancel": 4}
_BOXES = {None: "MESSAGEBOX", "info": "INFOBOX", "critical": "ERRORBOX"}


class Alert(NamedTuple):
    """What a person was told, or would have been."""

    prompt: str
    title: str | None
    buttons: str
    mode: str | None


@complete(base_classes.App)
class App(base_classes.App):
    """One office, ours or attached to.

    `display_alerts` is only remembered: LibreOffice asks nothing of programs.
    """

    display_alerts = True

    def __init__(self, engine: "Engine", apps: "Apps", office: Office | Attached) -> None:
        self.engine = engine
        self.office = office
        self.desktop = self.service("frame.Desktop")
        self.alerts: list[Alert] = []
        self.rebuilt = 0
        """Counts insertions and deletions, after which LibreOffice's own cells and sheets are other ones."""
        self._apps = apps
        self._kept: dict[tuple[str, Any], Any] = {}
        self._manual = False
        self._frozen = False
        self._hidden = False
        self._status: str | bool = False
        self._indicators: list[Any] = []

    @property
    def api(self) -> Any:
        return self.desktop

    @property
    def pid(self) -> int:
        return self.office.pid

    @property
    def version(self) -> str:
        provider = self.service("configuration.ConfigurationProvider")
        product = provider.createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationAccess", properties(nodepath="/org.openoffice.Setup/Product")
        )
        return str(product.ooSetupVersionAboutBox)

    @property
    def books(self) -> Books:
        return Books(self)

    @property
    def selection(self) -> Range | None:
        """The cells selected in the active workbook, of several areas the first; None where it is no cells."""
        book = self.books.active
        selected = book.controller.getSelection()
        if selected is not None and selected.supportsService("com.sun.star.sheet.SheetCellRanges"):
            selected = selected.getByIndex(0) if selected.Count else None
        if selected is None or not selected.supportsService("com.sun.star.sheet.SheetCellRange"):
            return None
        return book.range_of(selected)

    def activate(self, steal_focus: bool = False) -> None:
        self._apps.put_first(self)
        if steal_focus and len(self.books):
            self.books.active.controller.Frame.ContainerWindow.toFront()

    @property
    def visible(self) -> bool:
        return not (self.office.headless or self._hidden)

    @visible.setter
    def visible(self, value: bool) -> None:
        if self.office.headless and value:
            raise not_implemented("App.visible = True for an office started without windows (headless)")
        self._hidden = not value
        for book in self.books:
            self._show(book)

    @property
    def screen_updating(self) -> bool:
        return not self._frozen

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        if self._frozen == bool(value):
            self._frozen = not value
            for book in self.books:
                (book.model.unlockControllers if value else book.model.lockControllers)()

    @property
    def calculation(self) -> str:
        """LibreOffice keeps this with each workbook: "manual" where one of them is."""
        books = list(self.books)
        automatic = all(book.model.isAutomaticCalculationEnabled() for book in books) if books else not self._manual
        return "automatic" if automatic else "manual"

    @calculation.setter
    def calculation(self, value: str) -> None:
        if value not in ("manual", "automatic"):
            raise not_implemented(f"App.calculation = {value!r}")
        self._manual = value == "manual"
        for book in self.books:
            book.model.enableAutomaticCalculation(not self._manual)

    def calculate(self) -> None:
        """The formulas of every workbook that are not up to date, as Excel does."""
        for book in self.books:
            book.model.calculate()

    @property
    def status_bar(self) -> str | bool:
        return self._status

    @status_bar.setter
    def status_bar(self, value: str | bool | None) -> None:
        self._status = value if isinstance(value, str) else False
        if self._indicators and isinstance(value, str):
            for indicator in self._indicators:
                indicator.setText(value)
            return
        for indicator in self._indicators:
            indicator.end()
        self._indicators.clear()
        if isinstance(value, str):
            for book in self.books:
                self._tell(book)

    def alert(
        self, prompt: str, title: str | None, buttons: str | None, mode: str | None, callback: str | None = None
    ) -> str:
        """A message box. Without windows nobody could answer: it is printed, and the first button counts as pressed."""
        if callback is not None:
            raise not_implemented("App.alert with a callback")
        alert = Alert(prompt, title, buttons or "ok", mode)
        if alert.buttons not in _BUTTONS or mode not in _BOXES:
            raise ValueError(f"no such buttons or mode: {alert.buttons!r}, {mode!r}")
        self.alerts.append(alert)
        if self.office.headless:
            print(f"{title}: {prompt}" if title else prompt, file=sys.stderr)
            return alert.buttons.partition("_")[0]
        # An information box has no other button than OK.
        kind = "QUERYBOX" if mode == "info" and alert.buttons != "ok" else _BOXES[mode]
        frame = self.desktop.getCurrentFrame()
        box = self.service("awt.Toolkit").createMessageBox(
            frame.ContainerWindow if frame else None,
            enum("awt.MessageBoxType", kind),
            _BUTTONS[alert.buttons],
            title or "",
            prompt,
        )
        return _ANSWERS[box.execute()]

    def run(self, macro: str, args: list[Any]) -> Any:
        """A macro of a workbook, "'Book.ods'!Module.Macro", where macros are allowed: see `start`."""
        name, _, place = macro.rpartition("!")
        book = self.books(name.strip("'")) if name else self.books.active
        if not book.model.AllowMacroExecution:
            raise XlwingsError(f"{macro}: macros are not allowed in {book.name}")
        library = "VBAProject" if "VBAProject" in book.model.BasicLibraries.ElementNames else "Standard"
        url = f"vnd.sun.star.script:{library}.{place}?language=Basic&location=document"
        try:
            script = book.model.getScriptProvider().getScript(url)
        except Exception as error:
            raise XlwingsError(f"{macro}: no such macro") from error
        return script.invoke(tuple(args), (), ())[0]

    def quit(self) -> None:
        """Close every workbook without saving, and end the office; ours by force where an open dialog holds it."""
        try:
            if self.office.alive:
                for book in list(self.books):
                    book.close()
            self.office.stop(self.desktop)
        except Exception:  # what it raises differs
            if isinstance(self.office, Attached):
                raise  # it is a person's, with work of theirs in it
            self.office.kill()
        self._apps.drop(self)

    def kill(self) -> None:
        """End the office by force."""
        self.office.kill()
        self._apps.drop(self)

    def service(self, name: str) -> Any:
        """One of the office's own services."""
        context = self.office.context
        return context.ServiceManager.createInstanceWithContext(f"com.sun.star.{name}", context)

    def adopt(self, book: Book) -> None:
        """A workbook just opened gets what holds for all."""
        if self._frozen:
            book.model.lockControllers()
        if self._manual:
            book.model.enableAutomaticCalculation(False)
        if self._hidden:
            self._show(book)
        self._tell(book)

    def kept(self, model: Any, kind: Callable[[Any], Kept]) -> Kept:
        """Something made for a workbook once."""
        key = model.RuntimeUID, kind
        if key not in self._kept:
            self._kept[key] = kind(model)
        made: Kept = self._kept[key]
        return made

    def forget(self, model: Any) -> None:
        """What was made for a workbook that is closed."""
        uid = model.RuntimeUID
        self._kept = {key: made for key, made in self._kept.items() if key[0] != uid}

    def _show(self, book: Book) -> None:
        book.controller.Frame.ContainerWindow.setVisible(not self._hidden)

    def _tell(self, book: Book) -> None:
        if isinstance(self._status, str) and book.model.CurrentController is not None:
            indicator = book.controller.Frame.createStatusIndicator()
            indicator.start(self._status, 0)
            self._indicators.append(indicator)
