"""How wide a line of Times New Roman is: the rules under the lines of a letter's head are as long as these, or a part.

Letters with marks are as wide as those without (ấ as a), but for ơ and ư, whose horn takes room.
"""

import unicodedata
from collections.abc import Iterator, Mapping

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


def line_width(text: str, size: float, bold: bool = False) -> float:
    """The width of a text on one line, in points, in letters of `size` points. A letter not known counts as a digit."""
    known = _BOLD if bold else _REGULAR
    return sum(known.get(letter, _OTHER) for letter in _bare(text)) * size / 1000


def _bare(text: str) -> Iterator[str]:
    """The letters without their marks, horned ones with their horn."""
    for letter in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", letter)
        yield unicodedata.normalize("NFC", parts[0] + _HORN) if _HORN in parts else parts[0]


def last_line(text: str, room: float, size: float, bold: bool = False) -> str:
    """What stands on the last line where a text is broken between words to fit into `room` points."""
    line = ""
    for word in text.rpartition("\n")[2].split(" "):
        longer = f"{line} {word}".strip(" ")
        line = longer if not line or line_width(longer, size, bold) <= room else word
    return line
