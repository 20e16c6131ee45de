"""What is asked of a LibreOffice, counted, not timed: each call goes to another process and back."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

_HANDED = "_handed"


class Bridge:
    """The calls over a bridge: `calls` by the name of the method or property; `=` ends one that was set."""

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()

    @property
    def count(self) -> int:
        return self.calls.total()

    def wrapped(self, value: Any) -> Any:
        """An object of LibreOffice's with its calls counted; anything else as it is."""
        if isinstance(value, tuple):
            return tuple(map(self.wrapped, value)) if value and _is_remote(value[0]) else value
        return Counted(self, value) if _is_remote(value) else value


class Counted:
    """An object on the other side."""

    def __init__(self, bridge: Bridge, own: Any) -> None:
        object.__setattr__(self, _HANDED, (bridge, own))

    def __getattr__(self, name: str) -> Any:
        bridge, own = object.__getattribute__(self, _HANDED)
        value = getattr(own, name)
        if type(value).__name__ != "PyUNO_callable":
            bridge.calls[name] += 1
            return bridge.wrapped(value)

        def call(*arguments: Any) -> Any:
            bridge.calls[name] += 1
            return bridge.wrapped(value(*map(_bare, arguments)))

        return call

    def __setattr__(self, name: str, value: Any) -> None:
        bridge, own = object.__getattribute__(self, _HANDED)
        bridge.calls[f"{name}="] += 1
        setattr(own, name, _bare(value))


@contextmanager
def counted(program: Any) -> Iterator[tuple[Bridge, Any]]:
    """The same LibreOffice over a bridge of its own, all of whose calls are counted."""
    from xlpy import libreoffice
    from xlpy.libreoffice import office

    bridge, connect = Bridge(), office.connect
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(office, "connect", lambda *asked: bridge.wrapped(connect(*asked)))
        app = libreoffice.attach(libreoffice.pipe(program))
    try:
        yield bridge, app
    finally:
        app.impl.engine.apps.drop(app.impl)


def _is_remote(value: Any) -> bool:
    return type(value).__name__ == "pyuno"


def _bare(value: Any) -> Any:
    if isinstance(value, Counted):
        return object.__getattribute__(value, _HANDED)[1]
    return tuple(map(_bare, value)) if isinstance(value, tuple) else value
