"""Letters and zip files → the workbooks in them. Runs in the process that may die of a file.

What a letter holds beside workbooks (a scanned page, a signature's picture) is passed over; it stays in the letter,
which is archived whole. An archive inside a letter is not opened: the office drops it into the inbox itself, once
somebody has looked at who sent it.
"""

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from xlpy.core.receipt import Automatic, Letter
from xlpy.core.source import Fault, Problem, Source
from xlpy.core.text import clipped
from xlpy.doors.disk.inbox import legible, passed_over
from xlpy.doors.files.content import NOT_UNDERSTOOD, SPREADSHEET_EXTENSIONS, WORKBOOKS, detect
from xlpy.doors.files.parts import Parts, Rejected

if TYPE_CHECKING:
    from xlpy.doors.files.letters import Piece  # with the parser, which takes longer to load than a letter to read

_LETTERS = frozenset({".eml", ".msg"})
_ARCHIVES = frozenset({".zip", ".rar", ".7z", ".gz", ".tar", ".tgz"})
_ZIP, _OUTLOOK = "tệp nén zip", "thư Outlook"
_ARCHIVE_CONTENTS = frozenset({_ZIP, "tệp nén gzip", "tệp nén 7z", "tệp nén RAR"})
_TEXTS = NOT_UNDERSTOOD | {"văn bản hoặc CSV", "html", "dạng không nhận ra"}
"""What a letter may look like by its first bytes: it is text, which may begin like a page, or hold any byte."""

_TNEF = b"\x78\x9f\x3e\x22"
"""How winmail.dat begins."""
_SEALED = ".p7m"
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".bmp"})
_MOST_NAMED, _MOST_TOLD = 4, 20
_LONGEST_NAME, _MOST_FOLDERS = 100, 4
_WRITTEN_BY = {
    Automatic.REPORT: "thư báo của máy chủ hay chương trình thư (không gửi được, đã chuyển, đã đọc)",
    Automatic.REPLY: "thư do chương trình tự gửi, như trả lời khi vắng mặt",
    Automatic.LIST: "thư của một danh sách gửi chung",
}
_DEEPEST = 8
"""Letters in letters in letters: each forwarding adds one."""

_HEAD = 16_384
_FIELD = re.compile(rb"^([A-Za-z-]{2,30}):", re.MULTILINE)
_FIELDS = frozenset({b"from", b"to", b"date", b"received", b"subject", b"message-id", b"mime-version", b"content-type"})
_FIELDS_OF_A_HEAD = 4


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
    content = _content(file, data)
    try:
        if content == _ZIP:
            return _open_archive(Parts(data, file, archive=True), file)
        if _is_letter(file, content):
            return _open_letter(data, file, content)
    except Rejected as rejection:
        return Opened(True, problems=(rejection.problem,))
    return Opened(False)


def _open_letter(data: bytes, file: str, content: str) -> Opened:
    from xlpy.doors.files import letters

    read = letters.read_outlook if content == _OUTLOOK else letters.read_message
    letter, pieces = read(data, file)
    letter = letter._replace(sha256=sha256(data).hexdigest())
    if letter.automatic is Automatic.REPORT:  # it may quote a letter of ours with its files, which nobody sent us
        return Opened(True, letter, (), (_written_by_a_program(letter, file),))
    books, others = list[tuple[str, bytes]](), list["Piece"]()
    for piece in _with_those_in_letters(pieces, file):
        kind = _content(piece.name, piece.data) if piece.data is not None else ""
        # An empty file under a workbook's name counts: it was meant to be the report.
        if piece.data is not None and _is_workbook(piece.name, kind):
            books.append((piece.name if piece.name != letters.NO_NAME else piece.name + WORKBOOKS[kind], piece.data))
        else:
            others.append(piece)
    archive = next((one for one in others if one.data and _is_archive(one.name, _content(one.name, one.data))), None)
    problems = [_problem(Fault.ARCHIVE_IN_LETTER, letter, file, name=clipped(archive.name))] if archive else []
    if not books:
        nothing = _written_by_a_program(letter, file) if letter.automatic else _nothing_in(letter, others, file)
        return Opened(True, letter, (), tuple(problems or [nothing]))
    names = _different([name for name, _ in books])
    enclosed = (Enclosed(f"{file}/{name}", data, letter) for name, (_, data) in zip(names, books, strict=True))
    return Opened(True, letter, tuple(enclosed), tuple(problems))


def _with_those_in_letters(pieces: "Sequence[Piece]", file: str, depth: int = 0) -> "Iterator[Piece]":
    """The files of a letter; in place of a letter among them the files of that, however it was attached."""
    from xlpy.doors.files import letters

    for piece in pieces:
        kind = _content(piece.name, piece.data) if piece.data else ""
        if piece.data is None or depth == _DEEPEST or not (_is_letter(piece.name, kind) or _has_head(piece.data, kind)):
            yield piece
            continue
        read = letters.read_outlook if kind == _OUTLOOK else letters.read_message
        try:
            _, inside = read(piece.data, file)
        except Rejected:
            yield piece
        else:
            yield from _with_those_in_letters(inside, file, depth + 1) if inside else (piece,)


def _has_head(data: bytes, content: str) -> bool:
    """Whether a file without a letter's name begins as letters do."""
    if content not in _TEXTS:
        return False
    head = re.split(rb"\r?\n\r?\n|\r\r", data[:_HEAD], maxsplit=1)[0]
    return len({name.lower() for name in _FIELD.findall(head)} & _FIELDS) >= _FIELDS_OF_A_HEAD


def _nothing_in(letter: Letter, pieces: "Sequence[Piece]", file: str) -> Problem:
    """Why a letter without workbooks and archives brings no report."""
    for piece in pieces:
        if piece.name.lower() == "winmail.dat" or (piece.data or b"").startswith(_TNEF):
            return _problem(Fault.WINMAIL, letter, file, name=piece.name)
    sealed = next((piece.name for piece in pieces if PurePosixPath(piece.name).suffix.lower() == _SEALED), "")
    if sealed and len(pieces) == 1:
        found = f"gói cả nội dung trong “{clipped(sealed, 40)}” (thư ký số hoặc mã hoá), không mở được"
        return _problem(Fault.LETTER_WITHOUT_REPORT, letter, file, found=found, files=sum(map(_is_file, pieces)))
    named = ", ".join(f"“{clipped(piece.name, 40)}”" for piece in pieces[:_MOST_NAMED])
    more = " …" if len(pieces) > _MOST_NAMED else ""
    found = f"chỉ có {named}{more}, không có tệp Excel" if pieces else "không có tệp đính kèm nào"
    return _problem(Fault.LETTER_WITHOUT_REPORT, letter, file, found=found, files=sum(map(_is_file, pieces)))


def _is_file(piece: "Piece") -> bool:
    """Whether somebody attached it: pictures stand in signatures too."""
    return PurePosixPath(piece.name).suffix.lower() not in _PICTURES


def _written_by_a_program(letter: Letter, file: str) -> Problem:
    return _problem(Fault.AUTOMATIC_LETTER, letter, file, why=_WRITTEN_BY[letter.automatic or Automatic.REPLY])


def _problem(fault: Fault, letter: Letter, file: str, **values: object) -> Problem:
    sent = {"subject": clipped(letter.subject), "sender": letter.sender or "người gửi không rõ"}
    return Problem(fault, Source(file), {**sent, **values})


def _open_archive(parts: Parts, file: str) -> Opened:
    enclosed: list[Enclosed] = []
    problems: list[Problem] = []
    for name in parts:
        if name.endswith("/") or name.startswith("__macosx/") or passed_over(name):
            continue
        spelled = _spelled(parts.written(name))
        inner = f"{file}/{spelled}"
        try:
            data = parts.read(name, Source(inner)).data
        except Rejected as rejection:
            # One damaged file is one finding, the others are read; of a film or a picture nobody wanted anything.
            if _may_report(spelled):
                problems.append(rejection.problem)
            if len(problems) > _MOST_TOLD:
                raise
            continue
        content = _content(spelled, data)
        if _is_letter(spelled, content):
            opened = open_container(data, inner)
            enclosed.extend(opened.enclosed)
            problems.extend(opened.problems)
        elif _is_workbook(spelled, content):
            enclosed.append(Enclosed(inner, data))
        elif _is_archive(spelled, content):
            problems.append(Problem(Fault.ARCHIVE_IN_ARCHIVE, Source(file), {"name": clipped(spelled)}))
    if not enclosed and not problems:
        problems.append(Problem(Fault.NOTHING_INSIDE, Source(file)))
    return Opened(True, None, tuple(enclosed), tuple(problems))


def _spelled(written: str) -> str:
    """A name in an archive. Where a program does not say that it wrote UTF-8, it reads as letters of old DOS.

    It is UTF-8 all the same, or the code page of a Vietnamese Windows, which parts a letter from its tone.
    """
    plain = "/".join(step[-_LONGEST_NAME:] for step in written.replace("\\", "/").split("/")[-_MOST_FOLDERS:])
    try:
        as_stored = plain.encode("cp437")
    except UnicodeError:
        return legible(plain)
    for code in ("utf-8", "cp1258"):
        try:
            name = as_stored.decode(code)
            return legible(name if code == "utf-8" else normalize("NFC", name))
        except UnicodeError:
            continue
    return legible(plain)


def _is_letter(name: str, content: str) -> bool:
    """A letter by its content, whichever of the two extensions it was saved under."""
    return content == _OUTLOOK or (content in _TEXTS and PurePosixPath(name).suffix.lower() in _LETTERS)


def _is_workbook(name: str, content: str) -> bool:
    """By name or by content: a workbook under a wrong name is read and told of, as everywhere."""
    return content in WORKBOOKS or PurePosixPath(name).suffix.lower() in SPREADSHEET_EXTENSIONS


def _may_report(name: str) -> bool:
    """Whether a file that could not be read is missed, by its name."""
    return PurePosixPath(name).suffix.lower() in {"", *SPREADSHEET_EXTENSIONS, *_LETTERS, *_ARCHIVES}


def _is_archive(name: str, content: str) -> bool:
    return content in _ARCHIVE_CONTENTS or PurePosixPath(name).suffix.lower() in _ARCHIVES


def _content(name: str, data: bytes) -> str:
    """What the bytes are; a package too damaged to tell counts as an archive."""
    content = detect(data)
    if content != "zip":
        return content
    try:
        return detect(data, frozenset(Parts(data, name)))
    except Rejected:
        return _ZIP


def _different(names: Sequence[str]) -> Iterator[str]:
    """The names, two of one name told apart as Windows does."""
    seen: dict[str, int] = {}
    for name in names:
        count = seen[name] = seen.get(name, 0) + 1
        path = PurePosixPath(name)
        yield name if count == 1 else f"{path.stem} ({count}){path.suffix}"
