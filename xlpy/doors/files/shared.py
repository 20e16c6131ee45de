"""What all sheets of a workbook share: its texts, and the formats by which numbers are shown."""

from collections.abc import Mapping
from typing import NamedTuple
from xml.parsers import expat

from xlpy.core.formats import tells_otherwise
from xlpy.core.source import Source
from xlpy.core.text import number
from xlpy.doors.files.parts import Part, attribute, natural, once, parse, unsafe
from xlpy.doors.files.plain import plain_strings


class Formats(NamedTuple):
    """Cell format → code of its number format, where that may show something else than is stored.

    `first_shows`: so does the first of them, by a code or as a day. It is that of every cell which names none; a reader
    takes such a cell for one without a format.
    """

    codes: Mapping[int, str] = {}
    first_shows: bool = False


NO_FORMATS = Formats()
_PER_CENT = {"9": "0%", "10": "0.00%"}
_DAYS_AND_HOURS = frozenset(map(str, (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59))))
"""Numbers of the formats that every program knows and that no part need spell out."""


def scan_formats(part: Part, place: Source) -> Formats:
    """What the part of styles says of numbers. Raises Rejected."""
    return once(part, "formats", lambda: _formats(part, place))


def _formats(part: Part, place: Source) -> Formats:
    codes: dict[str, str] = {}
    cells: list[str] = []
    within = False

    def prepare(parser: expat.XMLParserType) -> None:
        def start(name: str, attributes: list[str]) -> None:
            nonlocal within
            local = name.rpartition("|")[2]
            if local == "numFmt":
                codes.setdefault(attribute(attributes, "numFmtId"), attribute(attributes, "formatCode"))
            elif local == "cellXfs":
                within = True
            elif local == "xf" and within:
                cells.append(attribute(attributes, "numFmtId"))

        def end(name: str) -> None:
            nonlocal within
            if name.rpartition("|")[2] == "cellXfs":
                within = False

        parser.StartElementHandler, parser.EndElementHandler = start, end

    parse(part, place, prepare)
    told = {id_: code for id_, code in codes.items() if tells_otherwise(code)} | _PER_CENT
    first = cells[0] if cells else ""
    return Formats(
        {at: told[id_] for at, id_ in enumerate(cells) if id_ in told}, first in told or first in _DAYS_AND_HOURS
    )


def scan_strings(part: Part, place: Source) -> list[bool]:
    """For each shared string, whether it has any letter to show. Raises Rejected."""
    quick = plain_strings(part.data, _most_strings(part))
    return _shown(part, place) if quick is None else quick


def _shown(part: Part, place: Source) -> list[bool]:
    shown: list[bool] = []

    def prepare(parser: expat.XMLParserType) -> None:
        phonetic = 0

        def start(name: str, attributes: list[str]) -> None:
            nonlocal phonetic
            local = name.rpartition("|")[2]
            if local == "si":
                shown.append(False)
            elif local == "rPh":
                phonetic += 1
            elif local == "t" and not phonetic:
                parser.CharacterDataHandler = text
            elif local == "sst":
                _check_counts(attributes, part, place)

        def text(data: str) -> None:
            if shown and data.strip():
                shown[-1] = True

        def end(name: str) -> None:
            nonlocal phonetic
            local = name.rpartition("|")[2]
            if local == "t":
                parser.CharacterDataHandler = None
            elif local == "rPh":
                phonetic -= 1

        parser.StartElementHandler, parser.EndElementHandler = start, end

    parse(part, place, prepare)
    return shown


def _check_counts(attributes: list[str], part: Part, place: Source) -> None:
    # The reader reserves room for as many strings as the part claims to have.
    for name in ("count", "uniqueCount"):
        written = attribute(attributes, name)
        claimed = natural(written)
        if written and (claimed is None or claimed > _most_strings(part)):
            raise unsafe(place, part.name, f"khai có {written[:20]} chuỗi mà chỉ dài {number(len(part.data))} byte")


def _most_strings(part: Part) -> int:
    return max(len(part.data), 1_000_000)
