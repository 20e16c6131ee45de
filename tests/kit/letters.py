"""Letters made from nothing: the bytes that mail programs send, and those that none would; Outlook's files too."""

import struct
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import NamedTuple, TypeAlias

UNIT_ADDRESS = "tuphap.budang@example.gov.vn"
SERVERS_HOUR = datetime(2023, 5, 22, 6, 30, tzinfo=UTC)
"""13:30 in Vietnam."""

_BOUNDARY = "=_ranh gioi_="
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def received(hour: datetime, *, by: str = "mail.example.gov.vn") -> str:
    """A Received as a server writes it, folded."""
    return f"Received: from gui.example.vn (gui.example.vn [192.0.2.7])\r\n\tby {by} with ESMTPS id 4QPz;\r\n\t{format_datetime(hour)}"


def attached(
    data: bytes, name: str | None = "bu dang 22-5.xlsx", *, kind: str = SHEET_TYPE, how: str = "attachment"
) -> bytes:
    """A part with a file. `name` is what stands after `Content-Disposition: attachment;`, written out; None: nothing."""
    named = "" if name is None else f"; {name}" if "=" in name else f'; filename="{name}"'
    head = f"Content-Type: {kind}\r\nContent-Disposition: {how}{named}\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return head.encode("utf-8", "surrogateescape") + base64(data)


def base64(data: bytes) -> bytes:
    """As in a letter: lines of 76."""
    text = b64encode(data)
    return b"\r\n".join(text[at : at + 76] for at in range(0, len(text), 76)) + b"\r\n"


def words(text: str = "Kính gửi báo cáo.") -> bytes:
    """A part with what the sender wrote."""
    return b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + text.encode()


def letter(
    *parts: bytes,
    sender: str | None = f"Tư pháp Bù Đăng <{UNIT_ADDRESS}>",
    subject: str = "Báo cáo ngày 22/5",
    hour: datetime | None = SERVERS_HOUR,
    sent: str | None = "Mon, 22 May 2023 13:29:00 +0700",
    more: Iterable[str] = (),
    kind: str = "mixed",
) -> bytes:
    """A letter of these parts. What is None has no line; `more` are further lines of its head, on top."""
    lines = [*more]
    if hour is not None:
        lines.append(received(hour))
    if sender is not None:
        lines.append(f"From: {sender}")
    if sent is not None:
        lines.append(f"Date: {sent}")
    lines += [f"Subject: {subject}", "Message-ID: <1@example.gov.vn>", "MIME-Version: 1.0"]
    head = "\r\n".join(lines).encode("utf-8", "surrogateescape")
    return head + b"\r\n" + multipart(*(parts or (words(),)), kind=kind)


def multipart(*parts: bytes, kind: str = "mixed", boundary: str = _BOUNDARY) -> bytes:
    """Several parts as one."""
    line = f"--{boundary}".encode()
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode()
    return head + b"".join(line + b"\r\n" + part + b"\r\n" for part in parts) + line + b"--\r\n"


def forwarded(inner: bytes) -> bytes:
    """A part with a whole letter."""
    return b"Content-Type: message/rfc822\r\nContent-Disposition: attachment\r\n\r\n" + inner


# -- Outlook -------------------------------------------------------------------------------------------------------

_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR, _SHORT = 512, 4096
"""A stream shorter than that lies in the root's own stream."""

Tree: TypeAlias = Mapping[str, "bytes | Tree"]
"""A storage: name → stream, or another storage."""


class _Entry(NamedTuple):
    name: str
    kind: int
    data: bytes = b""
    child: int = _FREE
    right: int = _FREE


def compound(tree: Tree) -> bytes:
    """A compound file with storages in storages; short streams lie in the root's own, as the format wants it."""
    entries: list[_Entry] = [_Entry("Root Entry", 5)]
    _spread(tree, 0, entries)
    short, short_starts = _chained([_short(entry) for entry in entries], 64, 0)
    root = b"".join(_padded(_short(entry), 64) for entry in entries)
    short_table = struct.pack(f"<{len(short)}I", *short)
    long = [root, short_table, *(b"" if len(entry.data) < _SHORT else entry.data for entry in entries[1:])]
    directory_length = -(-len(entries) // 4) * _SECTOR
    tables = 1
    while tables * 128 < tables + sum(len(_padded(data)) for data in (bytes(directory_length), *long)) // _SECTOR:
        tables += 1
    assert tables <= 109
    table, starts = _chained([bytes(directory_length), *long], _SECTOR, tables)
    directory_start, root_start, short_table_start, *long_starts = starts
    entries[0] = entries[0]._replace(data=root)
    directory = b"".join(
        _written(entry, root_start if not place else long_start if len(entry.data) >= _SHORT else short_start)
        for place, (entry, long_start, short_start) in enumerate(
            zip(entries, [0, *long_starts], short_starts, strict=True)
        )
    )
    table = [_FAT] * tables + table
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<5H6x4I", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, directory_start, 0)
    head += struct.pack("<5I", _SHORT, short_table_start, len(_padded(short_table)) // _SECTOR, _END, 0)
    head += struct.pack("<109I", *range(tables), *[_FREE] * (109 - tables))
    whole = struct.pack(f"<{tables * 128}I", *table, *[_FREE] * (tables * 128 - len(table)))
    return head + whole + b"".join(map(_padded, (directory, *long)))


def _short(entry: _Entry) -> bytes:
    return entry.data if len(entry.data) < _SHORT else b""


def _padded(data: bytes, length: int = _SECTOR) -> bytes:
    return data.ljust(-(-len(data) // length) * length, b"\0")


def _chained(streams: Sequence[bytes], length: int, first: int) -> tuple[list[int], list[int]]:
    """The table of what follows each sector, and where each stream begins; streams stand one after the other."""
    table: list[int] = []
    starts = []
    for data in streams:
        count = len(_padded(data, length)) // length
        starts.append(first + len(table) if count else _END)
        table += [*range(first + len(table) + 1, first + len(table) + count), _END][:count]
    return table, starts


def _spread(tree: Tree, parent: int, entries: list[_Entry]) -> None:
    """A storage's children into the directory: each hangs on the right of the one before."""
    before = None
    for name, content in sorted(tree.items(), key=lambda item: (len(item[0]), item[0].upper())):
        place = len(entries)
        entries.append(_Entry(name, 2, content) if isinstance(content, bytes) else _Entry(name, 1))
        if before is None:
            entries[parent] = entries[parent]._replace(child=place)
        else:
            entries[before] = entries[before]._replace(right=place)
        before = place
        if not isinstance(content, bytes):
            _spread(content, place, entries)


def _written(entry: _Entry, start: int) -> bytes:
    name = entry.name.encode("utf-16-le")
    links = (_FREE, entry.right, entry.child, 0, start, len(entry.data))
    return name.ljust(64, b"\0") + struct.pack("<HBB3I16xI16xIQ", len(name) + 2, entry.kind, 1, *links)


def outlook(
    *files: tuple[str, bytes],
    subject: str = "Báo cáo ngày 22/5",
    head: str = "",
    address: str = UNIT_ADDRESS,
    delivered: datetime | int | None = SERVERS_HOUR,
    submitted: datetime | int | None = SERVERS_HOUR,
) -> bytes:
    """An .msg. `head` are its lines from the internet; a letter that never left Exchange has none.

    An hour may be given as the number that stands in the file.
    """
    texts = {0x0037: subject, 0x007D: head, 0x5D01: address}
    hours = {0x0E06: delivered, 0x0039: submitted}
    tree: dict[str, bytes | Tree] = dict(_storage(texts, {}, hours, header=32))
    for number, (name, data) in enumerate(files):
        tree[f"__attach_version1.0_#{number:08X}"] = _storage({0x3707: name}, {0x3701: data}, {}, header=8)
    return compound(tree)


def _storage(
    texts: Mapping[int, str], files: Mapping[int, bytes], hours: Mapping[int, datetime | int | None], *, header: int
) -> Tree:
    streams: dict[str, bytes] = {}
    lines = bytes(header)
    for number, text in texts.items():
        if text:
            streams[f"__substg1.0_{number:04X}001F"] = text.encode("utf-16-le", "surrogatepass")
            lines += struct.pack("<HHIQ", 0x1F, number, 6, 2 * len(text) + 2)
    for number, data in files.items():
        streams[f"__substg1.0_{number:04X}0102"] = data
        lines += struct.pack("<HHIQ", 0x102, number, 6, len(data))
    for number, hour in hours.items():
        if hour is not None:
            lines += struct.pack("<HHIQ", 0x40, number, 6, hour if isinstance(hour, int) else filetime(hour))
    return {"__properties_version1.0": lines, **streams}


def filetime(hour: datetime) -> int:
    """An instant as Windows counts."""
    return int((hour - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10**7
