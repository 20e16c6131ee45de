"""Number formats by their codes in Excel under en-US, and what kind of value a cell with such a format shows."""

import re
from datetime import datetime
from enum import Enum, auto
from typing import Any

from xlpy.libreoffice.bridge import struct

# com.sun.star.util.NumberFormat
_DATE, _TIME, _LOGICAL = 2, 4, 1024

_LETTERS = re.compile(r'("[^"]*"|\\.|AM/PM|A/P)|\[([HMS]+)\]|[DMYHS]+')
"""In the code of a date: what stands for itself, and the letters that LibreOffice writes large and Excel small."""


class Kind(Enum):
    """What a number stands for."""

    NUMBER = auto()
    DATE = auto()
    TIME = auto()
    TRUTH = auto()


class Formats:
    """The number formats of one workbook."""

    def __init__(self, model: Any) -> None:
        self._formats = model.NumberFormats
        self._english = struct("lang.Locale", Language="en", Country="US")
        self._known: dict[int, tuple[Kind, str]] = {}
        start = model.NullDate
        self.epoch = datetime(start.Year, start.Month, start.Day)

    def key(self, code: str) -> int:
        """LibreOffice's number of a format. Raises ValueError for a code that it does not understand."""
        found = int(self._formats.queryKey(code, self._english, False))
        if found >= 0:
            return found
        try:
            return int(self._formats.addNew(code, self._english))
        except Exception as error:
            raise ValueError(f"LibreOffice does not understand the number format {code!r}") from error

    def code(self, key: int) -> str:
        """The code of a format."""
        return self._about(key)[1]

    def kind(self, key: int) -> Kind:
        """What a number with this format stands for."""
        return self._about(key)[0]

    def _about(self, key: int) -> tuple[Kind, str]:
        if key not in self._known:
            found = self._formats.getByKey(key)
            if found.Locale.Language not in ("", "en"):
                found = self._formats.getByKey(self._in_english(found, key))
            self._known[key] = _kind(found.Type), _as_in_excel(found.FormatString, found.Type)
        return self._known[key]

    def _in_english(self, found: Any, key: int) -> int:
        try:
            return int(self._formats.addNewConverted(found.FormatString, found.Locale, self._english))
        except Exception:  # no English for it: as it stands
            return key


def _kind(flags: int) -> Kind:
    if flags & _DATE:
        return Kind.DATE
    if flags & _TIME:
        return Kind.TIME
    return Kind.TRUTH if flags & _LOGICAL else Kind.NUMBER


def _as_in_excel(code: str, flags: int) -> str:
    if not flags & (_DATE | _TIME):
        return code
    return _LETTERS.sub(lambda found: found[1] or found[0].lower(), code)
