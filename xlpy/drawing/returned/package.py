"""The parts of an .xlsx or .xlsm, so that a few can be changed and every other is copied byte for byte.

Nothing here knows what a workbook is, but for the one part that its relationships begin with.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from posixpath import dirname, relpath
from typing import Any, NamedTuple, TypeAlias

from lxml import etree

from xlpy.opc import (
    FAILURES,
    MOST_BYTES,
    TYPES_PART,
    CannotOpen,
    Directory,
    Unopened,
    part_key,
    relations_part,
    target_of,
)

Element: TypeAlias = Any
"""An element of lxml, which says nothing of its types."""

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_MADE = (1980, 1, 1, 0, 0, 0)
"""The date of the parts that are added, so that the same file gives the same bytes."""

_MOST_TREE_BYTES = 24 * 1024 * 1024
"""A tree takes some ten times the bytes of its part."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_CODE = re.compile("_x([0-9A-Fa-f]{4})_")
_SIGNATURES = "_xmlsignatures/"
_SHARED = "xl/revisions/"


class CannotReturn(Exception):
    """The file cannot be marked. Its text is the reason, in words for the office."""


class Relation(NamedTuple):
    """What a part refers to: the reference's id, the last word of its type, and the part's name."""

    id: str
    kind: str
    part: str


def main(name: str) -> str:
    """The qualified name of a spreadsheet's element."""
    return f"{{{MAIN}}}{name}"


def whole(written: str | None, default: int = 0) -> int:
    """A whole number as an attribute has it. Raises CannotReturn."""
    if written is None:
        return default
    if not (written.isascii() and written.isdecimal()) or len(written) > 10:
        raise CannotReturn(f"tệp ghi “{written[:20]}” ở chỗ phải là một số")
    return int(written)


def parsed(data: bytes, part: str) -> Element:
    """The root of an XML part. Raises CannotReturn, also at a DOCTYPE: no entity is ever expanded."""
    if len(data) > _MOST_TREE_BYTES:
        raise CannotReturn(f"{part} quá lớn để đánh dấu")
    if b"\0" in data[:64] or data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"<!DOCTYPE" in data:
        raise CannotReturn(f"{part} không phải XML như Excel ghi ra")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, strip_cdata=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise CannotReturn(f"{part}: XML sai ở dòng {error.lineno}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise CannotReturn(f"{part} có khai báo DOCTYPE")
    return root


def place_after(parent: Element, child: Element, before: frozenset[str]) -> None:
    """Put a child right after the last of its siblings that the schema wants before it; `before` are local names."""
    at = 0
    for place, sibling in enumerate(parent, 1):
        if isinstance(sibling.tag, str) and etree.QName(sibling).localname in before:
            at = place
    parent.insert(at, child)


class Package:
    """A zip of parts. Names are found whatever their case. Raises CannotReturn where the bytes are no such thing."""

    def __init__(self, data: bytes) -> None:
        try:
            self._directory = Directory(data)
        except CannotOpen as error:
            raise CannotReturn(_said(error)) from error
        # Of two parts of one name nobody may read either; one is enough to carry on what nobody reads.
        self._names = self._directory.infos
        self._changed: dict[str, bytes] = {}
        self._trees: dict[str, Element] = {}
        self._touched: set[str] = set()
        self._added: dict[str, str] = {}
        if sum(info.file_size for info in self._names.values()) > MOST_BYTES:
            raise CannotReturn("tệp quá lớn để đánh dấu")
        if any(name.startswith(_SIGNATURES) for name in self._names):
            raise CannotReturn("tệp có chữ ký số, đánh dấu vào thì chữ ký mất giá trị")
        if any(name.startswith(_SHARED) for name in self._names):
            raise CannotReturn("tệp đang ở chế độ nhiều người cùng sửa (Share Workbook)")

    def __contains__(self, name: str) -> bool:
        return part_key(name) in self._names or part_key(name) in self._added

    def __iter__(self) -> Iterator[str]:
        """The names of all parts."""
        yield from (info.filename for info in self._names.values())
        yield from self._added.values()

    def read(self, name: str) -> bytes:
        """A part's bytes as they stand. Raises CannotReturn."""
        key = part_key(name)
        if key in self._changed:
            return self._changed[key]
        try:
            info = self._directory.info(name)
        except CannotOpen as error:
            raise CannotReturn(_said(error)) from error
        if info is None:
            raise CannotReturn(f"tệp thiếu phần {name}")
        return self._bytes(info)

    def _bytes(self, info: zipfile.ZipInfo) -> bytes:
        try:
            return self._directory.archive.read(info)
        except FAILURES as error:
            raise CannotReturn(f"phần {info.filename} đã hỏng") from error

    def put(self, name: str, data: bytes) -> None:
        """Other bytes for a part, or a part that is new."""
        key = part_key(name)
        if key not in self._names:
            self._added[key] = name
        self._trees.pop(key, None)
        self._touched.discard(key)
        self._changed[key] = data

    def tree(self, name: str, *, change: bool = False) -> Element:
        """The root of a part. It is written back only once it was asked for to `change` it."""
        key = part_key(name)
        if key not in self._trees:
            self._trees[key] = parsed(self.read(name), name)
        if change:
            self._touched.add(key)
        return self._trees[key]

    def free(self, pattern: str) -> str:
        """A name that no part has, "xl/worksheets/sheet{}.xml" with a number."""
        return next(name for number in range(1, 1_000_000) if (name := pattern.format(number)) not in self)

    def relations(self, part: str) -> list[Relation]:
        """What a part ("" for the package itself) refers to within the package."""
        name = relations_part(part)
        if name not in self:
            return []
        return [
            Relation(
                item.get("Id", ""),
                item.get("Type", "").rpartition("/")[2],
                target_of(part, item.get("Target", "")),
            )
            for item in self.tree(name).iter(f"{{{_RELATIONS}}}Relationship")
            if item.get("TargetMode") != "External"
        ]

    def relate(self, part: str, kind: str, target: str) -> str:
        """Let a part refer to another; returns the reference's id."""
        name = relations_part(part)
        if name not in self:
            self.put(name, f'{_DECLARATION}<Relationships xmlns="{_RELATIONS}"/>'.encode())
        root = self.tree(name, change=True)
        taken = {item.get("Id") for item in root}
        link = next(link for number in range(1, len(taken) + 2) if (link := f"rId{number}") not in taken)
        attributes = {"Id": link, "Type": f"{LINKS}/{kind}", "Target": relpath(f"/{target}", f"/{dirname(part)}")}
        etree.SubElement(root, f"{{{_RELATIONS}}}Relationship", attributes)
        return link

    def unrelate(self, part: str) -> None:
        """Let a part refer to nothing any more."""
        name = relations_part(part)
        if name in self:
            root = self.tree(name, change=True)
            for item in list(root):
                root.remove(item)

    def declare(self, part: str, content_type: str, *, by_extension: bool = False) -> None:
        """Say of what type a new part is: by its extension where that is the custom and the extension is free."""
        root = self.tree(TYPES_PART, change=True)
        extension = part.rpartition(".")[2]
        known = next((item for item in root.iter(f"{{{_TYPES}}}Default") if _same(item, extension)), None)
        if by_extension and known is not None and known.get("ContentType") == content_type:
            return
        if by_extension and known is None:
            attributes = {"Extension": extension, "ContentType": content_type}
            root.insert(0, etree.Element(f"{{{_TYPES}}}Default", attributes))
            return
        etree.SubElement(root, f"{{{_TYPES}}}Override", {"PartName": f"/{part}", "ContentType": content_type})

    def save(self) -> bytes:
        """The package with what was changed: same parts, order and compression, new parts at the end."""
        stream = BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.comment = self._directory.archive.comment
            for key, info in self._names.items():
                changed = key in self._changed or key in self._touched
                archive.writestr(_copied(info), self._written(info.filename) if changed else self._bytes(info))
            for name in self._added.values():
                added = zipfile.ZipInfo(name, _MADE)
                added.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(added, self._written(name))
        return stream.getvalue()

    def _written(self, name: str) -> bytes:
        if part_key(name) not in self._touched:
            return self.read(name)
        tree = self._trees[part_key(name)].getroottree()
        declaration = _DECLARATION if tree.docinfo.standalone else _DECLARATION.replace(' standalone="yes"', "")
        return declaration.encode() + bytes(etree.tostring(tree, encoding="UTF-8", xml_declaration=False))


def new_part(root: str, content: str = "", namespaces: Mapping[str, str] | None = None) -> bytes:
    """An XML part of the spreadsheet's namespace, from its root's name and what stands in it."""
    named = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in (namespaces or {}).items())
    return f'{_DECLARATION}<{root} xmlns="{MAIN}"{named}>{content}</{root}>'.encode()


def _same(default: Element, extension: str) -> bool:
    return bool(default.get("Extension", "").casefold() == extension.casefold())


def _said(error: CannotOpen) -> str:
    return "tệp có mật khẩu" if error.why is Unopened.PASSWORD else f"{error.part}: {error.reason}"


def _copied(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """The entry of a part that stays. Its sizes and extra fields are the writer's own affair.

    Its name gets the slashes that every program finds it by: some writers put backslashes.
    """
    copy = zipfile.ZipInfo(info.filename.replace("\\", "/").lstrip("/"), info.date_time)
    stored = info.compress_type == zipfile.ZIP_STORED
    copy.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    copy.external_attr, copy.create_system, copy.comment = info.external_attr, info.create_system, info.comment
    return copy


def plain(text: str, longest: int = 32_000) -> str:
    """A text as a part may hold it: without characters that XML forbids or nobody sees, no longer than a cell takes.

    "_x0041_" would be shown as "A", so its first underscore is written as a code itself.
    """
    return _ESCAPE.sub("_x005F_", _CONTROL.sub("", text.replace("\r\n", "\n"))[:longest])


def shown(text: str) -> str:
    """A part's text as a spreadsheet program shows it."""
    return _CODE.sub(lambda code: chr(int(code[1], 16)), text)
