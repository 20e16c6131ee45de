"""The parts of a zip package, each checked before anyone reads it: the directory first, then bytes, then XML.

Nothing here knows what a part means. A part is kept in memory once, so what was checked is what is used.
"""

import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import NamedTuple
from xml.parsers import expat

from xlpy.core.source import Fault, Problem, Source
from xlpy.core.text import number

MIB = 1024 * 1024
MOST_SHEET_BYTES = 96 * MIB
MOST_PART_BYTES = 24 * MIB
MOST_BYTES = 192 * MIB
MOST_PARTS = 2_000

_FAILURES = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, OverflowError)
"""What the zip module raises for damaged bytes. A wrong letter in a name is a ValueError too."""


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
    """A zip package whose directory was checked. Names are found whatever their case, as the reader finds them."""

    def __init__(self, data: bytes, file: str) -> None:
        """Raises Rejected where the directory is damaged, or is such as no spreadsheet program writes."""
        self._file = Source(file)
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
        except _FAILURES as error:
            raise damaged(self._file, "tệp", "thiếu phần cuối của tệp hoặc mục lục bị hỏng") from error
        self._infos: dict[str, zipfile.ZipInfo] = {}
        self._check_directory()

    def _check_directory(self) -> None:
        infos = self._archive.infolist()
        if len(infos) > MOST_PARTS:
            reason = f"có {number(len(infos))} phần, chỉ cho phép {number(MOST_PARTS)}"
            raise unsafe(self._file, "mục lục", reason)
        for info in infos:
            name = info.filename
            plain = name.replace("\\", "/")
            if plain.startswith("/") or ".." in plain.split("/") or ":" in plain or "\0" in info.orig_filename:
                raise unsafe(self._file, name, "đường dẫn trỏ ra ngoài tệp")
            if plain.casefold() in self._infos:
                raise unsafe(self._file, name, "có hai phần cùng tên")
            self._infos[plain.casefold()] = info
            if info.flag_bits & 0x1:
                raise Rejected(Problem(Fault.PASSWORD, self._file))
            big = plain.casefold().startswith("xl/worksheets/") or plain == "content.xml"
            most = MOST_SHEET_BYTES if big else MOST_PART_BYTES
            if info.file_size > most:
                raise unsafe(self._file, name, f"khai {number(info.file_size)} byte, chỉ cho phép {number(most)}")
        total = sum(info.file_size for info in infos)
        if total > MOST_BYTES:
            raise unsafe(self._file, "cả tệp", f"khai {number(total)} byte, chỉ cho phép {number(MOST_BYTES)}")

    def __iter__(self) -> Iterator[str]:
        """The names as keys: lower case, with slashes."""
        return iter(self._infos)

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._infos

    def read(self, name: str, place: Source | None = None) -> Part:
        """A part whose check sum was verified. `place` is where a message points. Raises Rejected."""
        place = place or self._file
        info = self._infos.get(name.casefold())
        if info is None:
            raise damaged(place, name, "không có phần này")
        try:
            with self._archive.open(info) as stream:
                # Asked for no more than was declared, the module does not unpack a bomb that declared little.
                return Part(info.filename, stream.read(info.file_size + 1))
        except _FAILURES as error:
            raise damaged(place, info.filename, "nội dung không khớp mã kiểm tra") from error


def make_package(parts: Iterator[Part]) -> bytes:
    """A package of these parts and nothing else, for the reader: it cannot see what was not checked."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for part in parts:
            archive.writestr(part.name, part.data)
    return stream.getvalue()


Prepare = Callable[[expat.XMLParserType], None]
"""Puts handlers on a parser before it runs."""


def parse(part: Part, place: Source, prepare: Prepare | None = None) -> None:
    """Run an XML part through expat: UTF-8, well-formed, without DOCTYPE. Raises Rejected."""
    if part.data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in part.data[:64]:
        raise unsafe(place, part.name, "ghi bằng bảng mã UTF-16, chỉ đọc UTF-8")
    parser = expat.ParserCreate(namespace_separator="|")
    parser.ordered_attributes = True

    def refuse_doctype(*_: object) -> None:
        raise unsafe(place, part.name, "có khai báo DOCTYPE")

    def check_encoding(_: str, encoding: str | None, __: int) -> None:
        # The reader takes every part for UTF-8, whatever it says.
        if encoding and encoding.casefold() not in ("utf-8", "us-ascii"):
            raise unsafe(place, part.name, f"ghi bằng bảng mã {encoding}, chỉ đọc UTF-8")

    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.XmlDeclHandler = check_encoding
    if prepare is not None:
        prepare(parser)
    try:
        parser.Parse(part.data, True)
    except expat.ExpatError as error:
        raise damaged(place, part.name, f"XML sai ở dòng {error.lineno}") from error


def elements(part: Part, place: Source, *wanted: str) -> list[dict[str, str]]:
    """The attributes of every element of these names, namespaces left aside. Raises Rejected."""
    found: list[dict[str, str]] = []

    def start(name: str, attributes: list[str]) -> None:
        if name.rpartition("|")[2] in wanted:
            pairs = zip(attributes[::2], attributes[1::2], strict=True)
            found.append({key.rpartition("|")[2]: value for key, value in pairs})

    def prepare(parser: expat.XMLParserType) -> None:
        parser.StartElementHandler = start

    parse(part, place, prepare)
    return found
