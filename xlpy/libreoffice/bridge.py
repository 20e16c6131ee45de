"""The bridge to LibreOffice: the module `uno`, which lives outside of Python's packages, and the values it takes."""

import builtins
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

SYSTEM_PACKAGES = "/usr/lib/python3/dist-packages"
"""Where Debian and its kin put `uno`, which is built for the system's Python."""


class NotFound(RuntimeError):
    """This machine has no LibreOffice, or none that this Python can talk to."""


@cache
def uno() -> Any:
    """LibreOffice's module, or NotFound.

    The system's packages are searched last and no longer than needed: they must not stand in for what a project forgot
    to declare. The module puts an import function of its own in place of Python's, which is put back.
    """
    own = builtins.__import__
    sys.path.append(SYSTEM_PACKAGES)
    try:
        import uno  # type: ignore[import-not-found,unused-ignore]
    except ImportError as error:
        advice = "cài gói python3-uno và dùng đúng bản Python của hệ thống"
        raise NotFound(f"Không thấy LibreOffice cho Python này ({error}): {advice}.") from error
    finally:
        sys.path.remove(SYSTEM_PACKAGES)
        builtins.__import__ = own
    return uno


def struct(name: str, **fields: Any) -> Any:
    """A value made of fields, such as `struct("table.CellAddress", Row=1)`."""
    made = uno().createUnoStruct(f"com.sun.star.{name}")
    for field, value in fields.items():
        setattr(made, field, value)
    return made


def enum(name: str, value: str) -> Any:
    """One of a list of words, such as `enum("sheet.CellDeleteMode", "UP")`."""
    return uno().Enum(f"com.sun.star.{name}", value)


def listener(interface: str, **methods: Callable[[Any], Any]) -> Any:
    """An object that LibreOffice tells of what happens, such as `listener("lang.XEventListener", disposing=…)`."""
    kind = uno().getTypeByName(f"com.sun.star.{interface}")

    def types(_: Any) -> tuple[Any, ...]:
        return (kind,)

    def implementation(_: Any) -> Any:
        return uno().ByteSequence(b"")

    body = {name: staticmethod(method) for name, method in methods.items()}
    return type("Listener", (), {**body, "getTypes": types, "getImplementationId": implementation})()


def properties(**values: Any) -> tuple[Any, ...]:
    """Named arguments as LibreOffice takes them."""
    return tuple(struct("beans.PropertyValue", Name=name, Value=value) for name, value in values.items())


def typed_properties(**values: Any) -> Any:
    """The same, for a place where LibreOffice must be told that it is a list of them."""
    return uno().Any("[]com.sun.star.beans.PropertyValue", properties(**values))


def to_url(path: str | Path) -> str:
    """The address of a file."""
    return Path(path).resolve().as_uri()


def to_path(url: str) -> str:
    """The file of an address."""
    return str(uno().fileUrlToSystemPath(url))
