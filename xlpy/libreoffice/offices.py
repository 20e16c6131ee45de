"""The engine as xlwings knows it, and the offices it drives."""

import atexit
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import xlwings
from xlwings import base_classes

from xlpy.libreoffice.app import App
from xlpy.libreoffice.office import Attached, Office
from xlpy.libreoffice.surface import complete
from xlpy.libreoffice.values import Value, from_cell, to_cell


@complete(base_classes.Apps)
class Apps(base_classes.Apps):
    """The offices of this Python, the active one first."""

    def __init__(self, engine: "Engine") -> None:
        self._engine = engine
        self._apps: list[App] = []

    def add(  # type: ignore[override]
        self, spec: str | None = None, add_book: bool | None = None, visible: bool | None = None
    ) -> App:
        """An office of its own; `spec` is the soffice to start. Without windows unless it is to be visible."""
        app = self.start(headless=visible is False, executable=spec)
        if add_book:
            app.books.add()
        return app

    def start(self, *, headless: bool, locale: str = "", macros: bool = False, executable: str | None = None) -> App:
        """An office of its own."""
        return self._welcome(Office(headless=headless, locale=locale, macros=macros, executable=executable))

    def attach(self, pipe: str, timeout: float) -> App:
        """An office that is running."""
        return self._welcome(Attached(pipe, timeout))

    def keys(self) -> list[int]:
        return [app.pid for app in self]

    def __iter__(self) -> Iterator[App]:
        self.cleanup()
        return iter(tuple(self._apps))

    def __len__(self) -> int:
        self.cleanup()
        return len(self._apps)

    def __getitem__(self, pid: int) -> App:
        for app in self:
            if app.pid == pid:
                return app
        raise KeyError(pid)

    def cleanup(self) -> None:  # type: ignore[override]
        """Forget the offices that a person closed, or that died."""
        for app in [app for app in self._apps if not app.office.alive]:
            if isinstance(app.office, Office):
                app.office.kill()  # its profile is still there
            self.drop(app)

    def put_first(self, app: App) -> None:
        """Make an office the active one."""
        self.drop(app)
        self._apps.insert(0, app)

    def drop(self, app: App) -> None:
        """Forget an office."""
        self._apps = [other for other in self._apps if other is not app]

    def stop_own(self) -> None:
        """End the offices that were started here."""
        for app in self._apps:
            if isinstance(app.office, Office):
                with suppress(Exception):
                    app.office.stop(app.desktop)

    def _welcome(self, office: Office | Attached) -> App:
        app = App(self._engine, self, office)
        self.put_first(app)
        return app


class Engine:
    """What `xlwings.Engine` wraps."""

    name = "libreoffice"
    type = "desktop"

    def __init__(self) -> None:
        self.apps = Apps(self)

    @staticmethod
    def prepare_xl_data_element(x: Any, _options: Any) -> Value:
        """A value on its way into a cell."""
        return to_cell(x)

    @staticmethod
    def clean_value_data(
        data: Any,
        datetime_builder: Callable[..., Any],
        empty_as: Any,
        number_builder: Callable[[float], Any] | None,
        err_to_str: bool,
    ) -> list[list[Any]]:
        """Values on their way out."""
        return [
            [from_cell(value, datetime_builder, empty_as, number_builder, err_to_str) for value in row] for row in data
        ]


def register() -> "tuple[Engine, xlwings.Engine]":
    """Make the engine known to xlwings; it becomes the active one only where there is no other, such as Excel's."""
    own = Engine()
    engine = xlwings.Engine(impl=own)
    xlwings.engines.add(engine)
    if xlwings.engines.active is None:
        engine.activate()
    atexit.register(own.apps.stop_own)
    return own, engine
