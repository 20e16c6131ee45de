"""How cells look: number formats, colours, fonts, widths and heights."""

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xlpy.libreoffice.bridge import enum
from xlpy.libreoffice.surface import complete

if TYPE_CHECKING:
    from xlpy.libreoffice.sheets import Sheet

Color = tuple[int, int, int]

_BOLD, _NORMAL = 150.0, 100.0
_POINTS = 72 / 2540  # LibreOffice measures in hundredths of a millimetre
_PIXELS = 96 / 2540
_DIGIT, _PADDING = 7, 5  # pixels of a digit in Excel's default font, and what a column has around its text


class Looks:
    """What a range has of looks. A property that differs from cell to cell reads None, as in Excel."""

    sheet: "Sheet"
    api: Any

    @property
    def number_format(self) -> str | None:
        key = self.common("NumberFormat")
        return None if key is None else self.sheet.book.formats.code(key)

    @number_format.setter
    def number_format(self, value: str) -> None:
        self.look("NumberFormat", self.sheet.book.formats.key(value))

    @property
    def color(self) -> Color | None:
        return _rgb(self.common("CellBackColor"))

    @color.setter
    def color(self, color_or_rgb: Color | int | str | None) -> None:
        self.look("CellBackColor", -1 if color_or_rgb is None else _number(color_or_rgb))

    @property
    def font(self) -> "Font":
        return Font(self)

    @property
    def wrap_text(self) -> bool | None:
        wrapped = self.common("IsTextWrapped")
        return None if wrapped is None else bool(wrapped)

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self.look("IsTextWrapped", bool(value))

    @property
    def column_width(self) -> float | None:
        """In digits of Excel's default font."""
        width = _same(self.api.Columns, "Width")
        return None if width is None else round(max(0.0, (width * _PIXELS - _PADDING) / _DIGIT), 2)

    @column_width.setter
    def column_width(self, value: float) -> None:
        self.sheet.refuse_protected()
        self.api.Columns.Width = round((value * _DIGIT + _PADDING) / _PIXELS)

    @property
    def row_height(self) -> float | None:
        """In points."""
        height = _same(self.api.Rows, "Height")
        return None if height is None else round(height * _POINTS, 2)

    @row_height.setter
    def row_height(self, value: float) -> None:
        self.sheet.refuse_protected()
        self.api.Rows.Height = round(value / _POINTS)

    def autofit(self, axis: str | None = None) -> None:
        """Columns ("c"), rows ("r") or both as wide and high as what they hold."""
        self.sheet.refuse_protected()
        if axis in (None, "columns", "c"):
            self.api.Columns.OptimalWidth = True
        if axis in (None, "rows", "r"):
            self.api.Rows.OptimalHeight = True

    def common(self, name: str) -> Any:
        """LibreOffice's property of all cells, None where they differ."""
        mixed = self.api.getPropertyState(name).value == "AMBIGUOUS_VALUE"
        return None if mixed else self.api.getPropertyValue(name)

    def look(self, name: str, value: Any) -> None:
        """Give all cells a property."""
        self.sheet.refuse_protected()
        self.api.setPropertyValue(name, value)


@complete(base_classes.Font)
class Font(base_classes.Font):
    """The font of a range."""

    def __init__(self, looks: Looks) -> None:
        self._looks = looks

    @property
    def api(self) -> Any:
        return self._looks.api

    @property
    def bold(self) -> bool | None:
        weight = self._looks.common("CharWeight")
        return None if weight is None else weight > _NORMAL

    @bold.setter
    def bold(self, value: bool) -> None:
        self._looks.look("CharWeight", _BOLD if value else _NORMAL)

    @property
    def italic(self) -> bool | None:
        posture = self._looks.common("CharPosture")
        return None if posture is None else posture.value != "NONE"

    @italic.setter
    def italic(self, value: bool) -> None:
        self._looks.look("CharPosture", enum("awt.FontSlant", "ITALIC" if value else "NONE"))

    @property
    def size(self) -> float | None:
        size: float | None = self._looks.common("CharHeight")
        return size

    @size.setter
    def size(self, value: float) -> None:
        self._looks.look("CharHeight", float(value))

    @property
    def name(self) -> str | None:
        name: str | None = self._looks.common("CharFontName")
        return name

    @name.setter
    def name(self, value: str) -> None:
        self._looks.look("CharFontName", value)

    @property
    def color(self) -> Color | None:
        return _rgb(self._looks.common("CharColor"))

    @color.setter
    def color(self, color_or_rgb: Color | int | str) -> None:
        self._looks.look("CharColor", _number(color_or_rgb))


def _rgb(number: int | None) -> Color | None:
    return None if number is None or number < 0 else (number >> 16 & 255, number >> 8 & 255, number & 255)


def _number(color: Color | int | str) -> int:
    if isinstance(color, str):
        return int(color.removeprefix("#"), 16)
    if isinstance(color, int):  # as Excel counts: blue, green, red
        color = color & 255, color >> 8 & 255, color >> 16 & 255
    red, green, blue = color
    return (red << 16) + (green << 8) + blue


def _same(lines: Any, name: str) -> int | None:
    """The measure that all rows or columns have. Of a whole sheet the first thousand are asked."""
    measures = {getattr(lines.getByIndex(index), name) for index in range(min(lines.Count, 1000))}
    return measures.pop() if len(measures) == 1 else None
