"""How wide a line of Times New Roman is: for the rules under the lines of a letter's head, for rows that must be high
enough for their texts.

Letters with marks are as wide as those without (ấ as a), but for ơ and ư, whose horn takes room.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from math import ceil

_HORN = "\u031b"
_OTHER = 500
"""Thousandths of the size: digits, and most small letters."""


def _widths(groups: Mapping[int, str]) -> Mapping[str, int]:
    return {letter: width for width, letters in groups.items() for letter in letters}


_REGULAR = _widths(
    {
        180: "'",
        200: "|",
        250: " ,.\u00a0",
        278: "/:;\\ijlt",
        333: "!()-I[]`fr‘’",
        389: "Js",
        400: "°",
        408: '"',
        444: "?acez“”",
        469: "^",
        480: "{}",
        500: "#$*0123456789_bdghknopquvxyđ–",
        529: "ơ",
        541: "~",
        542: "ư",
        556: "FPS",
        564: "+<=>",
        611: "ELTZ",
        667: "BCR",
        722: "ADGHKNOQUVXYwĐƠ",
        776: "Ư",
        778: "&m",
        833: "%",
        889: "M",
        921: "@",
        944: "W",
        1000: "—…",
    }
)
_BOLD = _widths(
    {
        220: "|",
        250: " ,.\u00a0",
        278: "'/\\il",
        333: "!()-:;[]`fjt‘’",
        389: "Is",
        394: "{}",
        400: "°",
        444: "cerz",
        500: "#$*0123456789?J_agovxy–“”",
        520: "~",
        554: "ơ",
        555: '"',
        556: "Sbdhknpquđ",
        570: "+<=>",
        581: "^",
        600: "ư",
        611: "FP",
        667: "BELTZ",
        722: "ACDNRUVXYwĐ",
        778: "GHKOQƠ",
        796: "Ư",
        833: "&m",
        930: "@",
        944: "M",
        1000: "%W—…",
    }
)
"""Letter → its width in thousandths of the letters' size."""


@lru_cache(maxsize=4096)
def line_width(text: str, size: float, bold: bool = False) -> float:
    """The width of a text on one line, in points, in letters of `size` points. A letter not known counts as a digit."""
    return sum(_width(letter, bold) for letter in unicodedata.normalize("NFC", text)) * size / 1000


@cache
def _width(letter: str, bold: bool) -> int:
    """Without its marks, but for a horn."""
    parts = unicodedata.normalize("NFD", letter)
    bare = unicodedata.normalize("NFC", parts[0] + _HORN) if _HORN in parts else parts[0]
    return (_BOLD if bold else _REGULAR).get(bare, _OTHER)


def lines(text: str, room: float, size: float, bold: bool = False) -> int:
    """On how many lines a text stands, broken between words to fit into `room` points, longer words within."""
    found = 0
    for part in text.split("\n"):
        if line_width(part, size, bold) <= room:
            found += 1
        else:
            found += sum(max(1, ceil(line_width(line, size, bold) / room)) for line in _broken(part, room, size, bold))
    return found


def last_line(text: str, room: float, size: float, bold: bool = False) -> str:
    """What stands on the last line where a text is broken between words to fit into `room` points."""
    *_, last = _broken(text.rpartition("\n")[2], room, size, bold)
    return last


def _broken(text: str, room: float, size: float, bold: bool) -> Iterator[str]:
    """The lines of a text. A word that is longer than a line has one of its own."""
    line, width = "", 0.0
    space = line_width(" ", size, bold)
    for word in text.split(" "):
        its = line_width(word, size, bold)
        if line and width + space + its > room:
            yield line
            line, width = word, its
        elif line:
            line, width = f"{line} {word}", width + space + its
        else:
            line, width = word, its
    yield line
