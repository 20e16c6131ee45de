"""The parts of a zip package, each checked before anyone reads it: the directory first, then bytes, then XML.

Nothing here knows what a part means. A part is kept in memory once, so what was checked is what is used.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from struct import Struct
from typing import NamedTuple, TypeVar, cast
from xml.parsers import expat
from zlib import crc32

from xlpy.core.source import Fault, Problem, Source
from xlpy.core.text import number
from xlpy.opc import FAILURES, MOST_BYTES, CannotOpen, Directory, Unopened

MIB = 1024 * 1024
MOST_SHEET_BYTES = 96 * MIB
MOST_PART_BYTES = 24 * MIB

_WAYS = {1: "shrink", 6: "implode", 9: "deflate64", 93: "zstd", 95: "xz", 97: "wavpack", 98: "ppmd", 99: "AES"}
"""Ways of compressing by their numbers, for messages; Python knows none of these."""

_ENCODINGS = frozenset({"utf8", "usascii", "ascii"})
"""As they are declared, without hyphens; the same bytes in all."""


class Rejected(Exception):
    """The package must not be read. Carries the problem to tell."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.fault)
        self.problem = problem


def damaged(place: Source, part: str, reason: str) -> Rejected:
    """What was sent is not whole."""
    return Rejected(Problem(Fault.DAMAGED, place, {"part": part, "reason": reason}))


def unsafe(place: Source, part: str, reason: str) -> Rejected:
    """What was sent is not what a spreadsheet program writes."""
    return Rejected(Problem(Fault.UNSAFE_PACKAGE, place, {"part": part, "reason": reason}))


class Part(NamedTuple):
    """A part's name as written, and its bytes."""

    name: str
    data: bytes


class Parts:
    """A zip package whose directory was checked; a part is checked when it is read, and what nobody reads never."""

    def __init__(self, data: bytes, file: str, *, archive: bool = False) -> None:
        """`archive`: no package but a bundle of files.

        Raises Rejected where the directory is damaged, or is such as no spreadsheet program writes.
        """
        self._file = Source(file)
        self._read: dict[str, int] = {}
        """Declared sizes of the parts that were read."""
        self._short: dict[str, Part] = {}
        """Parts that were read and are asked for again: a look decides what the package is, another takes it apart."""

        try:
            self._directory = Directory(data, archive=archive)
        except CannotOpen as error:
            raise _rejected(error, self._file) from error

    def __iter__(self) -> Iterator[str]:
        """The names as keys: lower case, with slashes."""
        return iter(self._directory)

    def __contains__(self, name: str) -> bool:
        return name in self._directory

    def written(self, name: str) -> str:
        """A part's name as the package writes it."""
        return self._directory.infos[name].filename

    def read(self, name: str, place: Source | None = None, *, sheet: bool = False) -> Part:
        """A part whose check sum was verified. `place` is where a message points. Raises Rejected.

        A `sheet` may be larger than other parts.
        """
        if name in self._short:
            return self._short[name]
        place = place or self._file
        try:
            info = self._directory.info(name)
        except CannotOpen as error:
            raise _rejected(error, place) from error
        if info is None:
            raise damaged(place, name, "không có phần này")
        most = MOST_SHEET_BYTES if sheet else MOST_PART_BYTES
        if info.file_size > most:
            raise unsafe(place, info.filename, f"khai {number(info.file_size)} byte, chỉ cho phép {number(most)}")
        self._read[info.filename] = info.file_size
        if (total := sum(self._read.values())) > MOST_BYTES:
            raise unsafe(place, "cả tệp", f"khai {number(total)} byte, chỉ cho phép {number(MOST_BYTES)}")
        try:
            with self._directory.archive.open(info) as stream:
                # Asked for no more than was declared, the module does not unpack a bomb that declared little.
                part = Part(info.filename, stream.read(info.file_size + 1))
        except NotImplementedError as error:
            values = {"part": info.filename, "way": _WAYS.get(info.compress_type, "lạ")}
            raise Rejected(Problem(Fault.COMPRESSION, place, values)) from error
        except FAILURES as error:
            raise damaged(place, info.filename, "nội dung không khớp mã kiểm tra") from error
        if len(part.data) <= _LONGEST_ALIKE:
            self._short[name] = part
        return part


def _rejected(error: CannotOpen, place: Source) -> Rejected:
    match error.why:
        case Unopened.PASSWORD:
            return Rejected(Problem(Fault.PASSWORD, place))
        case Unopened.DAMAGED:
            return damaged(place, error.part, error.reason)
        case _:
            return unsafe(place, error.part, error.reason)


def make_package(parts: Iterator[Part]) -> bytes:
    """A package of these parts and nothing else, for the reader: it cannot see what was not checked.

    Stored as they are, of no date. The zip module writes the same in a tenth of the time that a whole file takes.
    """
    stored: list[bytes] = []
    directory: list[bytes] = []
    at = 0
    for part in parts:
        name, size = part.name.encode(), len(part.data)
        entry = _ENTRY.pack(_VERSION, _NAMES_IN_UTF8, 0, 0, _NO_DATE, crc32(part.data), size, size, len(name), 0)
        stored += (b"PK\3\4", entry, name, part.data)
        directory += (b"PK\1\2", _MADE_BY.pack(_VERSION), entry, _REST.pack(0, 0, 0, 0, at), name)
        at += 4 + len(entry) + len(name) + size
    listed, count = b"".join(directory), len(directory) // 5
    end = _END.pack(0, 0, count, count, len(listed), at, 0)
    return b"".join((*stored, listed, b"PK\5\6", end))


# Of a package that is stored (PKWARE's APPNOTE.TXT, 4.3): what both headers of a part have, what only the directory's
# has before and after it, and the end.
_ENTRY, _MADE_BY, _REST, _END = Struct("<5H3L2H"), Struct("<H"), Struct("<3H2L"), Struct("<4H2LH")
_VERSION, _NAMES_IN_UTF8, _NO_DATE = 20, 0x800, 0x21


Prepare = Callable[[expat.XMLParserType], None]
"""Puts handlers on a parser before it runs."""


def parse(part: Part, place: Source, prepare: Prepare | None = None) -> None:
    """Run an XML part through expat: UTF-8, well-formed, without DOCTYPE. Raises Rejected."""
    if part.data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in part.data[:64]:
        raise unsafe(place, part.name, "ghi bằng bảng mã UTF-16, chỉ đọc UTF-8")
    # Told the encoding, the parser does not look for the one that is declared: "utf8" is none that it knows.
    parser = expat.ParserCreate("utf-8", namespace_separator="|")
    parser.ordered_attributes = True

    def refuse_doctype(*_: object) -> None:
        raise unsafe(place, part.name, "có khai báo DOCTYPE")

    def check_encoding(_: str, encoding: str | None, __: int) -> None:
        # The reader takes every part for UTF-8, whatever it says.
        if encoding and encoding.casefold().replace("-", "").replace("_", "") not in _ENCODINGS:
            raise unsafe(place, part.name, f"ghi bằng bảng mã {encoding}, chỉ đọc UTF-8")

    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.XmlDeclHandler = check_encoding
    if prepare is not None:
        prepare(parser)
    try:
        parser.Parse(part.data, True)
    except expat.ExpatError as error:
        raise damaged(place, part.name, f"XML sai ở dòng {error.lineno}") from error
    finally:
        # Handlers that know their parser would keep it, and each other, until somebody looks for such circles: the
        # process that reads does not, and would grow by every sheet.
        for handler in _HANDLERS:
            setattr(parser, handler, None)


_HANDLERS = (
    "StartElementHandler",
    "EndElementHandler",
    "CharacterDataHandler",
    "StartDoctypeDeclHandler",
    "XmlDeclHandler",
)


Told = TypeVar("Told")

_ALIKE: dict[tuple[object, bytes], object] = {}
_MOST_ALIKE, _LONGEST_ALIKE = 128, 16_384


def once(part: Part, question: object, answer: Callable[[], Told]) -> Told:
    """What a part tells, asked once of parts that are the same byte for byte: a day's files are saved by few programs.

    `question` tells apart what is asked. Nobody may change an answer. Where `answer` raises, nothing is remembered.
    """
    if len(part.data) > _LONGEST_ALIKE:
        return answer()
    asked = question, part.data
    if asked not in _ALIKE:
        told = answer()
        if len(_ALIKE) >= _MOST_ALIKE:
            _ALIKE.clear()
        _ALIKE[asked] = told
    return cast(Told, _ALIKE[asked])


def elements(part: Part, place: Source, *wanted: str) -> Sequence[Mapping[str, str]]:
    """The attributes of every element of these names, namespaces left aside. Raises Rejected."""
    return once(part, wanted, lambda: _elements(part, place, wanted))


def _elements(part: Part, place: Source, wanted: tuple[str, ...]) -> Sequence[Mapping[str, str]]:
    found: list[dict[str, str]] = []

    def start(name: str, attributes: list[str]) -> None:
        if name.rpartition("|")[2] in wanted:
            pairs = zip(attributes[::2], attributes[1::2], strict=True)
            found.append({key.rpartition("|")[2]: value for key, value in pairs})

    def prepare(parser: expat.XMLParserType) -> None:
        parser.StartElementHandler = start

    parse(part, place, prepare)
    return found


def attribute(attributes: list[str], name: str) -> str:
    """An attribute without namespace, or ""."""
    return next((attributes[at + 1] for at in range(0, len(attributes), 2) if attributes[at] == name), "")


def natural(text: str) -> int | None:
    """A whole number written in plain digits, not too long to be one."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else None
