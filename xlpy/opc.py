"""A zip package of parts, as office programs write it: how it is opened, what its names mean, what in it is alive.

The one home of what both who read a received workbook and who mark it must agree on. A program reads only the parts
that relations lead to; so what nobody reads is nobody's affair, and only what concerns the whole is refused here.
"""

import zipfile
import zlib
from collections.abc import Iterable, Iterator
from enum import Enum, auto
from io import BytesIO
from posixpath import basename, dirname, join, normpath
from urllib.parse import unquote

from xlpy.core.text import number

TYPES_PART = "[Content_Types].xml"
MOST_PARTS = 20_000
"""A sheet pasted from the web brings a picture for every bullet."""

MOST_FILES = 2_000
"""Of an archive that brings workbooks."""

MOST_BYTES = 192 * 1024 * 1024
"""Of all parts that are read."""

FAILURES = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError),
    *(NotImplementedError, ValueError, OverflowError, RuntimeError),
)
"""What the zip module raises for damaged bytes. A wrong letter in a name is a ValueError too."""

_ACTIVE = (
    (("vbaproject.bin", "xl/macrosheets/", "xl/dialogsheets/", "basic/"), "macro"),
    (("xl/connections.",), "kết nối lấy dữ liệu từ nơi khác"),
    (("xl/embeddings/",), "tệp khác nhúng bên trong"),
    (("xl/activex/",), "nút điều khiển ActiveX"),
    (("xl/externallinks/",), "liên kết tới tệp khác"),
)


class Unopened(Enum):
    """Why a package is not opened."""

    DAMAGED = auto()
    UNSAFE = auto()
    PASSWORD = auto()


class CannotOpen(Exception):
    """A package that nobody should read on. `part` and `reason` are words for people."""

    def __init__(self, why: Unopened, part: str = "", reason: str = "") -> None:
        super().__init__(reason or why.name)
        self.why, self.part, self.reason = why, part, reason


class Directory:
    """A package's directory. Parts are found by their keys, whatever the case and the slashes of their names."""

    def __init__(self, data: bytes, *, archive: bool = False) -> None:
        """An `archive` is no package: all of its files are taken, so there are fewer. Raises CannotOpen."""
        most = MOST_FILES if archive else MOST_PARTS
        try:
            self.archive = zipfile.ZipFile(BytesIO(data))
            entries = self.archive.infolist()
        except FAILURES as error:
            reason = "thiếu phần cuối của tệp hoặc mục lục bị hỏng"
            raise CannotOpen(Unopened.DAMAGED, "tệp", reason) from error
        if len(entries) > most:
            reason = f"có {number(len(entries))} phần, chỉ cho phép {number(most)}"
            raise CannotOpen(Unopened.UNSAFE, "mục lục", reason)
        self.infos: dict[str, zipfile.ZipInfo] = {}
        self._double: set[str] = set()
        for info in entries:
            if archive and info.filename.startswith(("/", "\\")):
                raise CannotOpen(Unopened.UNSAFE, info.filename, "đường dẫn trỏ ra ngoài tệp")
            self._enter(info)

    def _enter(self, info: zipfile.ZipInfo) -> None:
        plain = info.filename.replace("\\", "/")
        if ".." in plain.split("/") or plain[1:2] == ":" or "\0" in info.orig_filename:
            raise CannotOpen(Unopened.UNSAFE, info.filename, "đường dẫn trỏ ra ngoài tệp")
        if info.flag_bits & 0x1:
            raise CannotOpen(Unopened.PASSWORD)
        key = part_key(plain)
        if not key or plain.endswith("/"):
            return  # a folder's own entry
        if key in self.infos:
            self._double.add(key)
        self.infos[key] = info

    def __iter__(self) -> Iterator[str]:
        return iter(self.infos)

    def __contains__(self, name: str) -> bool:
        return part_key(name) in self.infos

    def info(self, name: str) -> zipfile.ZipInfo | None:
        """The entry of a part that is to be read. Raises CannotOpen where two have its name."""
        key = part_key(name)
        if key in self._double:
            raise CannotOpen(Unopened.UNSAFE, self.infos[key].filename, "có hai phần cùng tên")
        return self.infos.get(key)


def part_key(name: str) -> str:
    """Under what a part is found: "/xl\\Styles.xml" and "./xl/styles.xml" are one name."""
    plain = name.replace("\\", "/").lstrip("/")
    while plain.startswith("./"):
        plain = plain[2:].lstrip("/")
    return plain.casefold()


def target_of(source: str, target: str) -> str:
    """The name of the part to which a relation of `source` ("" for the package) leads; "" where it leads to none."""
    plain = unquote(target.strip()).replace("\\", "/").partition("#")[0]
    if not plain:
        return ""
    return normpath(join("/", dirname(source), plain)).lstrip("/")


def relations_part(source: str) -> str:
    """The part that holds the relations of another, "" being the package."""
    return join(dirname(source), "_rels", f"{basename(source)}.rels")


def active_parts(names: Iterable[str]) -> list[str]:
    """What in a package would do or fetch something if a program let it, in words, by the parts' keys."""
    keys = list(names)
    return [words for patterns, words in _ACTIVE if any(pattern in key for key in keys for pattern in patterns)]
