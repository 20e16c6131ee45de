"""Which cells of an .xlsx are in fonts from before Unicode. A file without any costs one search of two parts."""

import re
from collections.abc import Mapping
from typing import NamedTuple
from xml.parsers import expat

from xlpy.core.old_fonts import is_old_font
from xlpy.core.source import Source
from xlpy.doors.files.parts import Part, parse

_NAMED = re.compile(rb"""\bval\s*=\s*["']\s*(?:\.vn|vni[-\s])""", re.IGNORECASE)
"""An attribute that begins like such a font's name."""


class OldFonts(NamedTuple):
    """Old fonts by the number of a cell's format, and by that of a shared string of which a part has its own font."""

    formats: Mapping[str, str] = {}
    strings: Mapping[str, str] = {}

    def of(self, style: str, string: str) -> str:
        """The old font of a cell by its attribute `s` and the number of its shared string, or ""."""
        return self.strings.get(string) or self.formats.get(style or "0", "")


NO_OLD_FONTS = OldFonts()


def find_old_fonts(styles: Part | None, strings: Part | None, place: Source) -> OldFonts:
    """What the parts of formats and of shared strings say. Raises Rejected."""
    return OldFonts(
        _of_formats(styles, place) if styles and _NAMED.search(styles.data) else {},
        _of_strings(strings, place) if strings and _NAMED.search(strings.data) else {},
    )


def _of_formats(styles: Part, place: Source) -> dict[str, str]:
    fonts: list[str] = []
    formats: list[str] = []
    inside: list[str] = []

    def start(name: str, attributes: list[str]) -> None:
        local = name.rpartition("|")[2]
        inside.append(local)
        if inside[-2:] == ["fonts", "font"]:
            fonts.append("")
        elif inside[-3:] == ["fonts", "font", "name"]:
            fonts[-1] = _get(attributes, "val")
        elif inside[-2:] == ["cellXfs", "xf"]:
            formats.append(_get(attributes, "fontId") or "0")

    def prepare(parser: expat.XMLParserType) -> None:
        parser.StartElementHandler = start
        parser.EndElementHandler = lambda _: inside.pop()

    parse(styles, place, prepare)
    old = {str(number): name for number, name in enumerate(fonts) if is_old_font(name)}
    return {str(number): old[font] for number, font in enumerate(formats) if font in old}


def _of_strings(strings: Part, place: Source) -> dict[str, str]:
    found: dict[str, str] = {}
    count = -1

    def start(name: str, attributes: list[str]) -> None:
        nonlocal count
        local = name.rpartition("|")[2]
        if local == "si":
            count += 1
        elif local == "rFont" and is_old_font(font := _get(attributes, "val")):
            found.setdefault(str(count), font)

    def prepare(parser: expat.XMLParserType) -> None:
        parser.StartElementHandler = start

    parse(strings, place, prepare)
    return found


def _get(attributes: list[str], name: str) -> str:
    return next((attributes[at + 1] for at in range(0, len(attributes), 2) if attributes[at] == name), "")
