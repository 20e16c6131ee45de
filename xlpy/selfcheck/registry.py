"""The registry of Windows, as far as it is asked here: read only, and silent about what is not there."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Protocol

Value = str | int


class Registry(Protocol):
    """Keys are written as people write them: "HKCU\\Software\\Microsoft\\Office"."""

    def values(self, key: str) -> Mapping[str, Value]:
        """The values of a key by their names in lower case; "" names the key's own."""

    def keys(self, key: str) -> list[str]:
        """The names of the keys right below."""


class WindowsRegistry:
    """The registry of this PC, as programs of 64 bits see it."""

    def __init__(self) -> None:
        self._winreg: Any = import_module("winreg")  # on Windows only

    def values(self, key: str) -> Mapping[str, Value]:
        found = (item[:2] for item in self._listed(key, self._winreg.EnumValue))
        return {name.lower(): value for name, value in found if isinstance(value, Value)}

    def keys(self, key: str) -> list[str]:
        return self._listed(key, self._winreg.EnumKey)

    def _listed(self, key: str, item: Any) -> list[Any]:
        winreg = self._winreg
        hive, _, path = key.partition("\\")
        root = {"HKCU": winreg.HKEY_CURRENT_USER, "HKLM": winreg.HKEY_LOCAL_MACHINE}[hive]
        found: list[Any] = []
        try:
            with winreg.OpenKey(root, path, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY) as opened:
                while True:
                    found.append(item(opened, len(found)))
        except OSError:  # no such key, none that we may read, or no further item
            return found


class NoRegistry:
    """That of a system which has none."""

    def values(self, key: str) -> Mapping[str, Value]:  # noqa: ARG002
        return {}

    def keys(self, key: str) -> list[str]:  # noqa: ARG002
        return []
