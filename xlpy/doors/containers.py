"""Letters and zip files → the workbooks in them. Runs in the process that may die of a file.

What a letter holds beside workbooks (a scanned page, a signature's picture) is passed over; it stays in the letter,
which is archived whole. An archive inside a letter is not opened: the office drops it into the inbox itself, once
somebody has looked at who sent it.
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from xlpy.core.receipt import Letter
from xlpy.core.source import Fault, Problem, Source
from xlpy.core.text import clipped
from xlpy.doors.content import SPREADSHEET_EXTENSIONS, WORKBOOKS, detect
from xlpy.doors.inbox import passed_over
from xlpy.doors.parts import Parts, Rejected

if TYPE_CHECKING:
    from xlpy.doors.letters import Piece  # with the parser, which takes longer to load than a letter to read

_ARCHIVES = frozenset({".zip", ".rar", ".7z", ".gz", ".tar", ".tgz"})
_ARCHIVE_CONTENTS = frozenset({"tệp nén zip", "tệp nén gzip", "tệp nén 7z", "tệp nén RAR"})
_OUTLOOK = "thư Outlook"
_TNEF = b"\x78\x9f\x3e\x22"
"""How winmail.dat begins."""
_MOST_NAMED = 4


class Enclosed(NamedTuple):
    """A workbook inside: the name under which it is told of, its bytes, and the letter it came in."""

    name: str
    data: bytes
    letter: Letter | None = None


class Opened(NamedTuple):
    """What a file holds. Not `container`: it is no letter and no archive, whatever its name; read it as it is."""

    container: bool
    letter: Letter | None = None
    enclosed: tuple[Enclosed, ...] = ()
    problems: tuple[Problem, ...] = ()


def open_container(data: bytes, file: str) -> Opened:
    """Open a letter or a zip file. `file` is its name for messages. What is wrong with it becomes a problem."""
    try:
        content = detect(data)
        if content == "zip":
            parts = Parts(data, file)
            if detect(data, frozenset(parts)) != "tệp nén zip":
                return Opened(False)
            return _open_archive(parts, file)
        if content == _OUTLOOK or PurePosixPath(file).suffix.lower() == ".eml":
            return _open_letter(data, file, content)
    except Rejected as rejection:
        return Opened(True, problems=(rejection.problem,))
    return Opened(False)


def _open_letter(data: bytes, file: str, content: str) -> Opened:
    from xlpy.doors import letters

    if not data:
        return Opened(False)
    read = letters.read_outlook if content == _OUTLOOK else letters.read_message
    letter, pieces = read(data, file)
    letter = letter._replace(sha256=sha256(data).hexdigest())
    books = [piece for piece in pieces if piece.data and _is_workbook(piece.name, piece.data)]
    if not books:
        return Opened(True, letter, (), (_nothing_in(letter, pieces, file),))
    names = _different(books)
    enclosed = (Enclosed(f"{file}/{name}", piece.data or b"", letter) for name, piece in zip(names, books, strict=True))
    return Opened(True, letter, tuple(enclosed))


def _nothing_in(letter: Letter, pieces: "Sequence[Piece]", file: str) -> Problem:
    """Why a letter brings no report: told by the first thing in it that might be one."""
    values: dict[str, object] = {"subject": clipped(letter.subject), "sender": letter.sender or "không rõ"}
    for piece in pieces:
        if piece.name.lower() == "winmail.dat" or (piece.data or b"").startswith(_TNEF):
            return Problem(Fault.WINMAIL, Source(file), {**values, "name": piece.name})
    for piece in pieces:
        if piece.data and _is_archive(piece.name, piece.data):
            return Problem(Fault.ARCHIVE_IN_LETTER, Source(file), {**values, "name": clipped(piece.name)})
    named = ", ".join(f"“{clipped(piece.name, 40)}”" for piece in pieces[:_MOST_NAMED])
    more = " …" if len(pieces) > _MOST_NAMED else ""
    found = f"chỉ có {named}{more}" if pieces else "không có tệp đính kèm nào"
    return Problem(Fault.LETTER_WITHOUT_REPORT, Source(file), {**values, "found": found})


def _open_archive(parts: Parts, file: str) -> Opened:
    enclosed: list[Enclosed] = []
    problems: list[Problem] = []
    for name in parts:
        if name.endswith("/") or name.startswith("__macosx/") or passed_over(name):
            continue
        written, data = parts.read(name)
        spelled = _spelled(written)
        inner = f"{file}/{spelled}"
        if PurePosixPath(name).suffix in (".eml", ".msg"):
            opened = open_container(data, inner)
            enclosed.extend(opened.enclosed)
            problems.extend(opened.problems)
        elif _is_workbook(spelled, data):
            enclosed.append(Enclosed(inner, data))
        elif _is_archive(spelled, data):
            problems.append(Problem(Fault.ARCHIVE_IN_ARCHIVE, Source(file), {"name": clipped(spelled)}))
    if not enclosed and not problems:
        problems.append(Problem(Fault.NOTHING_INSIDE, Source(file)))
    return Opened(True, None, tuple(enclosed), tuple(problems))


def _spelled(written: str) -> str:
    """A name in an archive. Many programs write UTF-8 and forget to say so; it then reads as letters of old DOS."""
    try:
        return written.replace("\\", "/").encode("cp437").decode("utf-8")
    except UnicodeError:
        return written.replace("\\", "/")


def _is_workbook(name: str, data: bytes) -> bool:
    """By name or by content: a workbook under a wrong name is read and told of, as everywhere."""
    return PurePosixPath(name).suffix.lower() in SPREADSHEET_EXTENSIONS or _content(name, data) in WORKBOOKS


def _is_archive(name: str, data: bytes) -> bool:
    return PurePosixPath(name).suffix.lower() in _ARCHIVES or _content(name, data) in _ARCHIVE_CONTENTS


def _content(name: str, data: bytes) -> str:
    content = detect(data)
    if content != "zip":
        return content
    try:
        return detect(data, frozenset(Parts(data, name)))
    except Rejected:
        return "tệp nén zip"


def _different(pieces: "Sequence[Piece]") -> Iterator[str]:
    """The pieces' names, two of one name told apart as Windows does."""
    seen: dict[str, int] = {}
    for piece in pieces:
        count = seen[piece.name] = seen.get(piece.name, 0) + 1
        path = PurePosixPath(piece.name)
        yield piece.name if count == 1 else f"{path.stem} ({count}){path.suffix}"
