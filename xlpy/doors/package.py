"""Look over an .xlsx package before a reader is let near it.

The reader (calamine) is fast, but a false count can make it ask for all memory, error cells look blank to it,
and it does not say which formulas were never calculated. So the package is checked first (sizes, duplicate
parts, DOCTYPE, encodings, stray cells), and what the reader drops is noted here. Nothing is interpreted.
"""

import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from io import BytesIO
from posixpath import normpath
from xml.parsers import expat

from xlpy.core.grid import ErrorValue, Position, Uncached, cell_name
from xlpy.core.source import Fault, Problem, Source
from xlpy.core.text import number

MIB = 1024 * 1024
MOST_SHEET_BYTES = 96 * MIB
MOST_PART_BYTES = 24 * MIB
MOST_BYTES = 192 * MIB
MOST_PARTS = 2_000
LAST_ROW, LAST_COLUMN = 20_000, 200
"""A value beyond these is a slip; the widest form has 22 columns and a plan a few thousand lines."""

_CELL = re.compile(rb"<(?:\w+:)?c(\s[^>]*?)?(?<!/)>(.*?)</(?:\w+:)?c\s*>", re.DOTALL)
_REFERENCE = re.compile(rb'\sr="([A-Za-z]{1,3})(\d{1,7})"')
_TYPE = re.compile(rb'\st="(\w+)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f(?:\s[^>]*?)?(?:/>|>(.*?)</(?:\w+:)?f\s*>)", re.DOTALL)
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*?)?(?:/>|>(.*?)</(?:\w+:)?v\s*>)", re.DOTALL)
_EXTERNAL = re.compile(r"\[\d+\]|\[[^\]]*\.xl\w*\]|\w+\|'?[^!]*!|WEBSERVICE\(", re.IGNORECASE)
_PLAIN_NUMBER = re.compile(rb"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?")


class Rejected(Exception):
    """The package must not be read. Carries the problem to tell."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.fault)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What the reader does not tell of a sheet.

    `replaced` are cells to be put over the reader's: errors and formulas never calculated. `numbers` are plain
    numeric cells as written, to check that no cell was lost.
    """

    formulas: frozenset[Position] = frozenset()
    replaced: Mapping[Position, ErrorValue | Uncached] = field(default_factory=dict)
    numbers: Mapping[Position, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Package:
    """A package found safe to read: facts by sheet name, and warnings."""

    kind_parts: frozenset[str]
    sheets: Mapping[str, SheetFacts]
    problems: tuple[Problem, ...]


def part_names(data: bytes, file: str) -> frozenset[str]:
    """The parts of a zip package. Raises Rejected where its directory is damaged."""
    return frozenset(_open(data, file).namelist())


def _open(data: bytes, file: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, EOFError, UnicodeDecodeError) as error:
        raise Rejected(_damaged(file, "tệp", "thiếu phần cuối của tệp hoặc mục lục bị hỏng")) from error


def _damaged(file: str, part: str, reason: str) -> Problem:
    return Problem(Fault.DAMAGED, Source(file), {"part": part, "reason": reason})


def _unsafe(file: str, part: str, reason: str) -> Rejected:
    return Rejected(Problem(Fault.UNSAFE_PACKAGE, Source(file), {"part": part, "reason": reason}))


def inspect_package(data: bytes, file: str) -> Package:
    """Check a package and gather the facts of its sheets. Raises Rejected with the problem to tell."""
    package = _open(data, file)
    _check_directory(package, file)
    parts = {}
    for info in package.infolist():
        if info.filename.endswith((".xml", ".rels", ".vml")):
            parts[info.filename] = _read_part(package, info, file)
    names = frozenset(package.namelist())
    problems = []
    if "xl/vbaProject.bin" in names:
        problems.append(Problem(Fault.ACTIVE_CONTENT, Source(file), {"found": "macro"}))
    _check_counts(parts.get("xl/sharedStrings.xml", b""), file)
    sheets = {}
    for sheet, part in _sheet_parts(parts, file).items():
        facts, found = _scan_sheet(parts[part], Source(file, sheet))
        sheets[sheet] = facts
        problems.extend(found)
    return Package(names, sheets, tuple(problems))


def _check_directory(package: zipfile.ZipFile, file: str) -> None:
    infos = package.infolist()
    if len(infos) > MOST_PARTS:
        raise _unsafe(file, "mục lục", f"có {number(len(infos))} phần, chỉ cho phép {number(MOST_PARTS)}")
    seen: set[str] = set()
    total = 0
    for info in infos:
        name = info.filename
        if name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name:
            raise _unsafe(file, name, "đường dẫn trỏ ra ngoài tệp")
        if name.casefold() in seen:
            raise _unsafe(file, name, "có hai phần cùng tên")
        seen.add(name.casefold())
        if info.flag_bits & 0x1:
            raise Rejected(Problem(Fault.PASSWORD, Source(file)))
        most = MOST_SHEET_BYTES if name.startswith("xl/worksheets/") else MOST_PART_BYTES
        total += info.file_size
        if info.file_size > most:
            raise _unsafe(file, name, f"khai {number(info.file_size)} byte, chỉ cho phép {number(most)}")
    if total > MOST_BYTES:
        raise _unsafe(file, "cả tệp", f"khai {number(total)} byte, chỉ cho phép {number(MOST_BYTES)}")


def _read_part(package: zipfile.ZipFile, info: zipfile.ZipInfo, file: str) -> bytes:
    try:
        data = package.read(info)  # checks the CRC
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise Rejected(_damaged(file, info.filename, "nội dung không khớp mã kiểm tra")) from error
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:64]:
        raise _unsafe(file, info.filename, "ghi bằng bảng mã UTF-16, chỉ đọc UTF-8")
    if not info.filename.endswith(".vml"):  # old drawing parts are often not well-formed, and are not read
        _check_xml(data, info.filename, file)
    return data


def _check_xml(data: bytes, part: str, file: str) -> None:
    parser = expat.ParserCreate()

    def refuse_doctype(*_: object) -> None:
        raise _unsafe(file, part, "có khai báo DOCTYPE")

    parser.StartDoctypeDeclHandler = refuse_doctype
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise Rejected(_damaged(file, part, f"XML sai ở dòng {error.lineno}")) from error


def _check_counts(strings: bytes, file: str) -> None:
    # The reader reserves room for as many strings as the part claims to have.
    for claimed in re.findall(rb'\b(?:uniqueCount|count)="(\d+)"', strings[:1024]):
        if int(claimed) > max(len(strings), 1_000_000):
            raise _unsafe(file, "xl/sharedStrings.xml", f"khai {number(int(claimed))} chuỗi")


def _elements(data: bytes, *wanted: str) -> list[tuple[str, dict[str, str]]]:
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate(namespace_separator="|")

    def start(name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition("|")[2]
        if local in wanted:
            found.append((local, {key.rpartition("|")[2]: value for key, value in attributes.items()}))

    parser.StartElementHandler = start
    parser.Parse(data, True)
    return found


def _sheet_parts(parts: Mapping[str, bytes], file: str) -> dict[str, str]:
    """Sheet name → part, for worksheets."""
    workbook = parts.get("xl/workbook.xml")
    if workbook is None:
        raise Rejected(_damaged(file, "xl/workbook.xml", "không có phần này"))
    relations = {
        attributes["Id"]: attributes
        for _, attributes in _elements(parts.get("xl/_rels/workbook.xml.rels", b"<r/>"), "Relationship")
        if "Id" in attributes
    }
    sheets = {}
    for _, attributes in _elements(workbook, "sheet"):
        relation = relations.get(attributes.get("id", ""), {})
        if not relation.get("Type", "").endswith("/worksheet"):
            continue
        target = relation.get("Target", "")
        part = target.lstrip("/") if target.startswith("/") else normpath(f"xl/{target}")
        if part not in parts:
            raise Rejected(_damaged(file, part, "không có phần này"))
        sheets[attributes.get("name", "")] = part
    return sheets


def _scan_sheet(data: bytes, sheet: Source) -> tuple[SheetFacts, list[Problem]]:
    formulas: set[Position] = set()
    replaced: dict[Position, ErrorValue | Uncached] = {}
    numbers: dict[Position, float] = {}
    problems: list[Problem] = []
    seen: set[Position] = set()
    for match in _CELL.finditer(data):
        attributes, body = match[1] or b"", match[2]
        reference = _REFERENCE.search(attributes)
        if reference is None:
            raise _unsafe(sheet.file, sheet.sheet, "có ô không ghi địa chỉ")
        position = (int(reference[2]) - 1, _column(reference[1]))
        place = sheet.at(cell_name(*position))
        if position in seen:
            raise _unsafe(sheet.file, f"{sheet.sheet}!{place.cell}", "ô được ghi hai lần")
        seen.add(position)
        if position[0] >= LAST_ROW or position[1] >= LAST_COLUMN:
            limit = cell_name(LAST_ROW - 1, LAST_COLUMN - 1)
            raise Rejected(Problem(Fault.STRAY_CELL, place, {"limit": limit}))
        kind_match = _TYPE.search(attributes)
        kind = kind_match[1] if kind_match else b"n"
        value_match = _VALUE.search(body)
        value = (value_match[1] or b"").strip() if value_match else b""
        formula = _FORMULA.search(body)
        if formula is not None:
            formulas.add(position)
            text = unescape((formula[1] or b"").decode("utf-8", "replace"))
            if _EXTERNAL.search(text):
                found = "công thức liên kết ra ngoài tệp"
                problems.append(Problem(Fault.ACTIVE_CONTENT, place, {"found": found}))
            if not value and not (kind == b"str" and value_match):
                replaced[position] = Uncached(text)
                continue
        if kind == b"e":
            replaced[position] = ErrorValue(value.decode("utf-8", "replace") or "#N/A")
        elif kind == b"n" and value:
            if not _PLAIN_NUMBER.fullmatch(value) or abs(float(value)) == float("inf"):
                reason = f"ô {place.cell} ghi số không hợp lệ “{value.decode('utf-8', 'replace')[:30]}”"
                raise Rejected(Problem(Fault.DAMAGED, place, {"part": f"trang “{sheet.sheet}”", "reason": reason}))
            numbers[position] = float(value)
    return SheetFacts(frozenset(formulas), replaced, numbers), problems


def _column(letters: bytes) -> int:
    column = 0
    for letter in letters.upper():
        column = column * 26 + letter - 64
    return column - 1
