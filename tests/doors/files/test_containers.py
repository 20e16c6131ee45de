"""Letters and archives opened: what is in them, who sent them, when they came; and those that nobody should have sent."""

import os
import quopri
import struct
import unicodedata
import zipfile
from base64 import b64encode
from binascii import b2a_uu
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.kit.crafted import container, xls_of_numbers
from tests.kit.desk import MIB, Desk, processor
from tests.kit.forms import as_ods
from tests.kit.hostile import declared, locked, pack
from tests.kit.letters import (
    SERVERS_HOUR,
    UNIT_ADDRESS,
    attached,
    base64,
    compound,
    forwarded,
    letter,
    multipart,
    outlook,
    received,
    words,
)
from xlpy.core.grid import Grid
from xlpy.core.receipt import Letter
from xlpy.core.source import Fault
from xlpy.doors.files.containers import Opened, open_container
from xlpy.doors.files.reader import Reader

NAME = "bù đăng 22-5.xlsx"
BOOK = pack([("xl/workbook.xml", b"<workbook/>")])
"""As far as opening goes, a workbook."""

OTHER = pack([("xl/workbook.xml", b"<workbook>2</workbook>")])
HOUR = datetime(2023, 5, 22, 6, 30, tzinfo=UTC)


def opened(data: bytes, file: str = "thu.eml") -> Opened:
    found = open_container(data, file)
    assert found.container
    return found


def head(data: bytes, file: str = "thu.eml") -> Letter:
    found = opened(data, file).letter
    assert found is not None
    return found


def held(data: bytes, file: str = "thu.eml") -> list[tuple[str, bytes]]:
    """What came out, with nothing to complain of."""
    found = opened(data, file)
    assert not found.problems
    return [(item.name, item.data) for item in found.enclosed]


def fault(data: bytes, file: str = "thu.eml") -> tuple[Fault, str]:
    """Why nothing came out, with all that is told of it."""
    found = opened(data, file)
    assert not found.enclosed
    (problem,) = found.problems
    assert problem.source.file.startswith(file)
    return problem.fault, "; ".join(map(str, problem.values.values()))


# How a file's name is written

_UTF8 = NAME.encode()
_WORD = f"=?UTF-8?B?{b64encode(_UTF8).decode()}?="
_HALVES = [f"=?UTF-8?B?{b64encode(half.encode()).decode()}?=" for half in (NAME[:6], NAME[6:])]
_PERCENT = quote(NAME)


@pytest.mark.parametrize(
    "named",
    [
        f'filename="{NAME}"',
        f'filename="{_WORD}"',
        f"filename={_WORD}",
        f'filename="{_HALVES[0]}\r\n {_HALVES[1]}"',
        f"filename*=UTF-8''{_PERCENT}",
        f"filename*=utf-8'vi'{_PERCENT}",
        f"filename*0*=UTF-8''{_PERCENT[:10]};\r\n\tfilename*1*={_PERCENT[10:]}",
        f"filename*1*={_PERCENT[10:]};\r\n filename*0*=UTF-8''{_PERCENT[:10]}",
        f"filename*0*=UTF-8''{_PERCENT[:4]};\r\n filename*1*={_PERCENT[4:]}",
        f"filename=\"bu dang.xlsx\"; filename*=UTF-8''{_PERCENT}",
        'filename="=?UTF-8?Q?b=C3=B9_=C4=91=C4=83ng_?=22-5.xlsx"',
        f"filename={NAME}",
        f'filename*0="{_WORD[:20]}"; filename*1="{_WORD[20:]}"',
        f'filename="{unicodedata.normalize("NFD", NAME)}"',
        f'filename="C:\\\\Users\\\\an\\\\{NAME}"',
        f'filename="../../{NAME}"',
        f'filename = "{NAME}"; size=7',
    ],
    ids=[
        "raw", "2047", "2047 bare", "2047 in two", "2231", "2231 with language", "2231 continued", "2231 backwards",
        "2231 within a letter",
        "both", "2047 in part", "bare", "2047 continued", "NFD", "windows path", "climbing", "spaces",
    ],
)  # fmt: skip
def test_a_name_is_read_however_it_was_written(named: str) -> None:
    assert held(letter(words(), attached(BOOK, named))) == [(f"thu.eml/{NAME}", BOOK)]


def test_a_name_in_the_type_alone_is_read() -> None:
    part = f'Content-Type: application/octet-stream; name="{_WORD}"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    assert held(letter(part.encode() + base64(BOOK))) == [(f"thu.eml/{NAME}", BOOK)]


def test_a_name_in_letters_that_no_encoding_explains_is_shown_with_question_marks() -> None:
    part = attached(BOOK, "bu dang.xlsx").replace(b"bu dang", "bù đăng".encode("cp1258"))
    ((name, _),) = held(letter(part))
    assert name.startswith("thu.eml/b?") and name.endswith(".xlsx")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a\u202exslx.xlsx", "a xslx.xlsx"),
        ("a\x07\x1b[31mb.xlsx", "a [31mb.xlsx"),
        ('filename="=?utf-7?q?a+2AA-b.xlsx?="', "a?b.xlsx"),
        ('filename="=?unicode_escape?q?a=5Cud800b.xlsx?="', "a?b.xlsx"),
        ("báo cáo: ngày 22/5.xlsx", "5.xlsx"),
        ("b" * 300 + ".xlsx", "b" * 250 + ".xlsx"),
        ("b" * MIB + ".xlsx", "b" * 250 + ".xlsx"),
        ("<script>alert(1)<script>&.xlsx", "<script>alert(1)<script>&.xlsx"),
    ],
    ids=["turned around", "bell", "half a letter", "half escaped", "slash", "long", "a megabyte", "script"],
)
def test_a_name_that_is_not_what_it_seems_is_shown_plainly(written: str, read: str) -> None:
    ((name, _),) = held(letter(attached(BOOK, written)))
    assert name == f"thu.eml/{read}"
    name.encode()


def test_two_files_of_one_name_are_told_apart() -> None:
    found = held(letter(attached(BOOK, "a.xlsx"), attached(OTHER, "a.xlsx")))
    assert found == [("thu.eml/a.xlsx", BOOK), ("thu.eml/a (2).xlsx", OTHER)]


# How a file is packed


@pytest.mark.parametrize(
    "data",
    [
        letter(attached(BOOK)),
        letter(words(), attached(BOOK, kind="application/octet-stream")),
        letter(attached(BOOK, how="inline")),
        letter(multipart(words(), words("<p>Chào</p>"), kind="alternative", boundary="trong"), attached(BOOK)),
        letter(attached(BOOK), attached(b"0\x82", "smime.p7s", kind="application/pkcs7-signature"), kind="signed"),
        letter(words(), forwarded(letter(attached(BOOK), sender="la@example.com"))),
        letter(attached(BOOK)).replace(b"\r\n", b"\n"),
        b"\xef\xbb\xbf" + letter(attached(BOOK)),
        b"\r\n\r\n" + letter(attached(BOOK)),
        b"From tuphap@example.vn Mon May 22 13:30:00 2023\r\n" + letter(attached(BOOK)),
        received(SERVERS_HOUR).encode() + f"\r\nFrom: {UNIT_ADDRESS}\r\n".encode() + attached(BOOK),
        letter(words("Chào\r\n\r\nFrom now on\r\nTo: all"), attached(BOOK)).replace(b"\r\n", b"\r\r\n"),
        letter(attached(BOOK).replace(b"Content-Transfer-Encoding: base64\r\n", b"")),
        letter(attached(BOOK).replace(b": base64", b": 7bit")),
        letter(attached(BOOK).replace(b": base64", b": base64 (as sent)")),
        letter(attached(BOOK).replace(b": base64", b': "base64"')),
    ],
    ids=["alone", "octets", "inline", "alternative", "signed", "forwarded", "unix", "BOM", "blank lines", "mbox", "no parts",
         "lines ended twice", "no encoding told", "another told", "with a comment", "in quotes"],
)  # fmt: skip
def test_a_workbook_is_found_however_the_letter_is_built(data: bytes) -> None:
    assert held(data) == [("thu.eml/bu dang 22-5.xlsx", BOOK)]
    assert (head(data).sender, head(data).hour) == (UNIT_ADDRESS, HOUR)


@pytest.mark.parametrize("begins", ["From - ", "From tuphap@example.vn "])
def test_of_a_mailbox_saved_as_one_letter_none_is_taken_for_the_others(begins: str) -> None:
    line = f"{begins}Mon May 22 13:30:00 2023\r\n".encode()
    whole = b"\r\n".join(line + letter(attached(BOOK), sender=sender) for sender in (UNIT_ADDRESS, "la@example.com"))
    found, said = fault(whole)
    assert found is Fault.DAMAGED and "nhiều thư" in said
    quoted = line + letter(words("Chào.\r\n\r\nFrom now on: 22/5\r\nTo: all"), attached(BOOK))
    assert held(quoted) == [("thu.eml/bu dang 22-5.xlsx", BOOK)]


def test_a_letter_whose_parts_cannot_be_told_apart_is_damaged_and_not_empty() -> None:
    found, said = fault(letter(words(), attached(BOOK)).replace(b"boundary=", b"bound="))
    assert found is Fault.DAMAGED and "lưu lại thư" in said


def test_a_workbook_in_quoted_printable_is_whole() -> None:
    import quopri

    start = b'Content-Type: x/y\r\nContent-Disposition: attachment; filename="a.xlsx"\r\n'
    part = start + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + quopri.encodestring(BOOK)
    assert held(letter(part)) == [("thu.eml/a.xlsx", BOOK)]


def test_a_workbook_without_a_name_is_known_by_its_content() -> None:
    assert held(letter(words(), attached(BOOK, None, kind="application/octet-stream"))) == [
        ("thu.eml/không tên.xlsx", BOOK)
    ]


def test_pictures_beside_a_workbook_are_passed_over() -> None:
    assert len(held(letter(attached(b"\x89PNG", "chu ky.png", how="inline"), attached(BOOK)))) == 1


@pytest.mark.parametrize(
    "inner",
    [
        lambda data: attached(data, "goc.eml", kind="application/octet-stream"),
        lambda data: attached(data, "goc.eml", kind="message/rfc822"),
        lambda data: attached(data, "goc", kind="application/octet-stream"),
        lambda data: attached(data, None, kind="message/rfc822"),
        lambda data: attached(letter(forwarded(data)), "hai lop.eml", kind="text/plain"),
        lambda data: (
            b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
            + quopri.encodestring(data)
        ),
    ],
    ids=["octet-stream", "rfc822 in base64", "no extension", "no name", "two deep", "quoted-printable"],
)
def test_a_letter_in_a_letter_is_opened_however_it_was_attached(inner: Any) -> None:
    assert [data for _, data in held(letter(words(), inner(letter(attached(BOOK, "bd.xlsx")))))] == [BOOK]


def test_an_outlook_letter_in_a_letter_and_the_other_way_round() -> None:
    message = outlook(("bd.xlsx", BOOK))
    assert held(letter(attached(message, "goc.msg", kind="application/vnd.ms-outlook"))) == [("thu.eml/bd.xlsx", BOOK)]
    assert held(outlook(("goc.eml", letter(attached(BOOK, "bd.xlsx"))))) == [("thu.eml/bd.xlsx", BOOK)]


def test_a_workbook_written_into_the_words_is_found() -> None:
    lines = b"".join(b2a_uu(BOOK[at : at + 45]) for at in range(0, len(BOOK), 45))
    part = b"Content-Type: text/plain\r\n\r\nKinh gui.\r\nbegin 644 bd.xlsx\r\n" + lines + b"`\r\nend\r\n"
    assert held(letter(part)) == [("thu.eml/bd.xlsx", BOOK)]


def test_a_workbook_sent_as_if_it_were_the_words_is_found() -> None:
    assert [data for _, data in held(letter(attached(BOOK, None, kind="text/plain")))] == [BOOK]


def test_letters_in_letters_without_end_are_one_letter_without_a_report() -> None:
    whole = letter(attached(BOOK))
    for _ in range(20):  # each a third larger than what it holds
        whole = letter(attached(whole, "goc.eml", kind="application/octet-stream"))
    assert fault(whole)[0] is Fault.LETTER_WITHOUT_REPORT


def test_a_link_in_place_of_a_file_is_named() -> None:
    part = b"Content-Type: text/html\r\n\r\n<a href='https://docs.google.com/spreadsheets/d/1/edit'>PL01.xlsx</a>\r\n"
    found, said = fault(letter(part))
    assert found is Fault.LETTER_WITHOUT_REPORT and "liên kết tới docs.google.com" in said


def test_an_empty_workbook_in_a_letter_is_handed_on_as_an_empty_file() -> None:
    assert held(letter(attached(b"", "bu dang.xlsx"), attached(BOOK, "b.xlsx")))[0] == ("thu.eml/bu dang.xlsx", b"")


# Letters without a report


@pytest.mark.parametrize(
    ("parts", "expected", "told"),
    [
        ((words(),), Fault.LETTER_WITHOUT_REPORT, "không có tệp đính kèm nào"),
        ((attached(b"\x89PNG", "image001.png", how="inline"),), Fault.LETTER_WITHOUT_REPORT, "“image001.png”"),
        ((attached(b"0\x82", "smime.p7m", kind="application/pkcs7-mime"),), Fault.LETTER_WITHOUT_REPORT, "“smime.p7m” (thư ký số"),
        ((attached(pack([("a.xlsx", BOOK)]), "bao cao.zip"),), Fault.ARCHIVE_IN_LETTER, "bao cao.zip"),
        ((attached(pack([("a.xlsx", BOOK)]), "bao cao.dat"),), Fault.ARCHIVE_IN_LETTER, "bao cao.dat"),
        ((attached(b"Rar!\x1a\x07\x00", "bao cao.rar"),), Fault.ARCHIVE_IN_LETTER, "bao cao.rar"),
        ((attached(b"x\x9f>\"", None, kind="application/ms-tnef"),), Fault.WINMAIL, "winmail.dat"),
        ((attached(b"x\x9f>\"", "att00001.dat"),), Fault.WINMAIL, "att00001.dat"),
    ],
    ids=["none", "picture", "sealed", "zip", "zip in disguise", "rar", "winmail", "winmail in disguise"],
)  # fmt: skip
def test_a_letter_without_a_report_is_told_by_what_it_has_instead(
    parts: Sequence[bytes], expected: Fault, told: str
) -> None:
    found, said = fault(letter(words(), *parts))
    assert found is expected
    assert told in said and "Báo cáo ngày 22/5" in said and UNIT_ADDRESS in said


def test_what_has_no_head_is_no_letter() -> None:
    assert fault(b"Chao anh,\r\n\r\nem gui bao cao.\r\n")[0] is Fault.DAMAGED


# Who sent it


@pytest.mark.parametrize(
    ("written", "sender"),
    [
        (UNIT_ADDRESS, UNIT_ADDRESS),
        (f"  <{UNIT_ADDRESS.upper()}>", UNIT_ADDRESS),
        (f'"Phòng Tư pháp, huyện Bù Đăng" <{UNIT_ADDRESS}>', UNIT_ADDRESS),
        (f"Phòng Tư pháp (huyện Bù Đăng) <{UNIT_ADDRESS}>", UNIT_ADDRESS),
        (f"{UNIT_ADDRESS} (Tư pháp)", UNIT_ADDRESS),
        (f"Phòng Tư pháp, huyện Bù Đăng <{UNIT_ADDRESS}>", ""),
        (f"=?UTF-8?B?{b64encode('Tư pháp'.encode()).decode()}?=\r\n <{UNIT_ADDRESS}>", UNIT_ADDRESS),
        (f"{UNIT_ADDRESS} <{UNIT_ADDRESS}>", ""),
        (f"<{UNIT_ADDRESS} .evil.example>", ""),
        (f"<{UNIT_ADDRESS}\r\n .evil.example>", ""),
        (f"<{UNIT_ADDRESS}(.evil.example)>", ""),
        (f"<{UNIT_ADDRESS.replace('@', '(a)@')}>", ""),
        (f"<{UNIT_ADDRESS}\u200b>", ""),
        (f"<{UNIT_ADDRESS}\u202e>", ""),
        (f"<la@example.com>\r\nFrom: {UNIT_ADDRESS}", ""),
        (f"{UNIT_ADDRESS}\r\nFrom: {UNIT_ADDRESS}", ""),
        (f"<{UNIT_ADDRESS}> (cu: cu@example.com)", UNIT_ADDRESS),
        (f'"{UNIT_ADDRESS}" <la@example.com>', "la@example.com"),
        (f'"a\\" <{UNIT_ADDRESS}>" <la@example.com>', "la@example.com"),
        (f"=?utf-8?q?{UNIT_ADDRESS.replace('@', '=40')}?= <la@example.com>", "la@example.com"),
        (f"{UNIT_ADDRESS} <la@example.com>", ""),
        (f"{UNIT_ADDRESS};la@example.com", ""),
        (f"{UNIT_ADDRESS}>la@example.com", ""),
        (f"{UNIT_ADDRESS}@example.com", ""),
        (f"{UNIT_ADDRESS}, la@example.com", ""),
        (f"{UNIT_ADDRESS}\r\nFrom: la@example.com", ""),
        (f"=?UTF-8?B?{b64encode(UNIT_ADDRESS.encode()).decode()}?=", ""),
        ("undisclosed:;", ""),
        ("(" * 5000 + UNIT_ADDRESS, ""),
        (f"{UNIT_ADDRESS}," * 10_000, ""),
        (None, ""),
    ],
)  # fmt: skip
def test_the_sender_is_the_one_address_and_never_one_that_only_looks_like_it(written: str | None, sender: str) -> None:
    assert head(letter(sender=written)).sender == sender


@pytest.mark.parametrize(
    ("written", "subject"),
    [
        ("=?UTF-8?Q?B=C3=A1o_c=C3=A1o?=\r\n =?UTF-8?Q?_ng=C3=A0y_22/5?=", "Báo cáo ngày 22/5"),
        ("Báo cáo\r\n\tngày 22/5", "Báo cáo ngày 22/5"),
        ("=?khong-ai-biet?B?QsOhbw==?=", None),
        ("=?utf-7?q?+2AA-?= &<script>", "? &<script>"),
        ("=?utf-8?q?a=00=1B=0D=0Ab?=", "a b"),
        ("=?utf-8?q?" * 100_000, None),
    ],
    ids=["2047", "raw and folded", "unknown charset", "half a letter", "control", "endless"],
)
def test_the_subject_is_read_and_can_be_kept(written: str, subject: str | None) -> None:
    found = head(letter(attached(BOOK), subject=written)).subject
    found.encode()
    assert subject is None or found == subject
    assert len(found) <= 2000 and found.isprintable()


# When it came


@pytest.mark.parametrize(
    ("hour", "more", "sent", "read"),
    [
        (HOUR, (), "Fri, 01 Jan 2010 00:00:00 +0700", HOUR),
        (HOUR, (received(HOUR + timedelta(hours=2)),), None, HOUR + timedelta(hours=2)),
        (None, ("Received: by x; Mon, 22 May 2023 13:30:00 +0700 (ICT)",), None, HOUR),
        (None, ("Received: by x; Mon, 22 May 2023 06:30:00 -0000",), None, HOUR),
        (None, (), "22 May 2023 01:30:00 -0500", HOUR),
        (None, (), "Mon, 22 May 2023 13:30:00 +0700 (Gi\u1edd \u0110\u00f4ng D\u01b0\u01a1ng)", HOUR),
        (HOUR, ("Received: khong co gio",), "Mon, 22 May 2023 14:30:00 +0700", HOUR + timedelta(hours=1)),
        (None, (), "hom nay", None),
        (None, (), "Fri, 31 Dec 9999 23:59:59 -0700", None),
        (None, (), "Mon, 01 Jan 1900 00:00:00 +0700", None),
        (None, (), None, None),
    ],
    ids=[
        "the sender's clock is wrong", "topmost", "zone", "UTC", "date alone", "date in another script", "topmost without hour",
        "garbage", "the year 9999", "the year 1900", "nothing",
    ],
)  # fmt: skip
def test_the_hour_is_the_servers_before_the_senders(
    hour: datetime | None, more: Sequence[str], sent: str | None, read: datetime | None
) -> None:
    assert head(letter(hour=hour, more=more, sent=sent)).hour == read


# Outlook


def test_a_letter_of_outlook_gives_its_workbook_its_sender_and_its_hour() -> None:
    data = outlook(("anh.png", b"\x89PNG" * 2000), (NAME, BOOK))
    assert held(data, "thu.msg") == [(f"thu.msg/{NAME}", BOOK)]
    found = head(data, "thu.msg")
    assert (found.sender, found.subject, found.received_at) == (UNIT_ADDRESS, "Báo cáo ngày 22/5", HOUR)


def test_a_letter_of_outlook_that_came_over_the_internet_is_read_by_its_head() -> None:
    hour = HOUR - timedelta(minutes=5)
    for first in ("", "Microsoft Mail Internet Headers Version 2.0\r\n"):
        lines = f"{first}{received(hour)}\r\nFrom: an <an@example.com>\r\nMessage-ID: <7@x>\r\n\r\n"
        found = head(outlook((NAME, BOOK), head=lines), "thu.msg")
        assert (found.sender, found.received_at, found.message_id) == ("an@example.com", hour, "<7@x>")


def test_a_letter_of_outlook_with_two_senders_in_its_head_has_none() -> None:
    assert head(outlook(head=f"From: a@example.com, {UNIT_ADDRESS}\r\n\r\n"), "thu.msg").sender == ""


@pytest.mark.parametrize("address", ["/O=TINH/CN=TUPHAP", f"a@example.com {UNIT_ADDRESS}"])
def test_an_address_of_exchange_or_two_in_one_is_nobodys(address: str) -> None:
    assert head(outlook(address=address), "thu.msg").sender == ""


@pytest.mark.parametrize("hour", [0, 2**63 - 1, 2**64 - 1, 915151392000000000], ids=["1601", "far", "most", "4501"])
def test_an_hour_that_no_server_gave_is_none(hour: int) -> None:
    assert head(outlook(delivered=hour, submitted=hour), "thu.msg").hour is None


def test_a_number_in_the_place_of_an_hour_is_none() -> None:
    data = outlook((NAME, BOOK)).replace(struct.pack("<HH", 0x40, 0x0E06), struct.pack("<HH", 0x03, 0x0E06))
    assert head(data, "thu.msg").received_at is None


def test_half_a_letter_in_outlooks_subject_costs_the_subject_alone() -> None:
    data = outlook((NAME, BOOK), subject="Báo cáo \ud83d")
    assert head(data, "thu.msg").subject == ""
    assert len(held(data, "thu.msg")) == 1


@pytest.mark.parametrize("number", [1, 40])
def test_an_old_workbook_in_a_letter_of_outlook_is_no_reason_to_take_the_letter_for_one(number: int) -> None:
    book = xls_of_numbers({(row, 0): 1.0 for row in range(number)})
    assert held(outlook(("cu.xls", book)), "thu.msg") == [("thu.msg/cu.xls", book)]


def test_a_letter_within_an_old_workbook_is_no_reason_to_take_the_workbook_for_a_letter() -> None:
    book = compound({"Workbook": bytes(5000), "MBD0001": {"__properties_version1.0": bytes(40)}})
    assert not open_container(book, "bu dang.msg").container


def test_a_letter_of_outlook_cut_short_never_gives_a_whole_workbook() -> None:
    whole = outlook((NAME, BOOK * 100))
    for end in range(1024, len(whole) - 512, 512):
        found = open_container(whole[:end], "thu.msg")
        assert not found.container or found.problems or found.enclosed[0].data != BOOK * 100
        assert [problem.fault for problem in found.problems] in ([], [Fault.DAMAGED], [Fault.LETTER_WITHOUT_REPORT])


# Names and contents that do not agree


@pytest.mark.parametrize("file", ["thu.msg", "thu.EML", "thu.eml"])
def test_a_letter_is_one_under_either_extension(file: str) -> None:
    plain = letter(attached(BOOK))
    as_page = plain.removeprefix(received(SERVERS_HOUR).encode() + b"\r\n")
    as_page = b"MIME-Version: 1.0\r\n" + as_page.replace(b"MIME-Version: 1.0\r\n", b"")
    for data in (plain, as_page, outlook(("bu dang 22-5.xlsx", BOOK))):
        assert held(data, file) == [(f"{file}/bu dang 22-5.xlsx", BOOK)]


@pytest.mark.parametrize("extension", [".zip", ".eml", ".msg"])
@pytest.mark.parametrize(
    "data",
    [BOOK, xls_of_numbers({(0, 0): 1.0}), as_ods(Grid("a", "S", {(0, 0): 1})), container({"EncryptedPackage": b"x"}), b"", b"%PDF-1.7"],
    ids=["xlsx", "xls", "ods", "locked", "empty", "pdf"],
)  # fmt: skip
def test_what_is_no_letter_and_no_archive_is_left_to_the_reader_of_workbooks(data: bytes, extension: str) -> None:
    assert open_container(data, f"bu dang{extension}") == Opened(False)


# Archives


def test_an_archive_gives_its_workbooks_and_those_of_its_letters() -> None:
    data = pack(
        [
            ("ngày 22/", b""),
            ("ngày 22/bù đăng.xlsx", BOOK),
            ("thu.eml", letter(attached(OTHER, "b.xlsx"))),
            ("thu khac.msg", outlook(("c.xlsx", BOOK))),
            ("__MACOSX/._bu dang.xlsx", b"\0"),
            ("~$bu dang.xlsx", b"\0"),
            ("doc.pdf", b"%PDF"),
        ]
    )
    found = opened(data, "goi.zip")
    assert [item.name for item in found.enclosed] == [
        "goi.zip/ngày 22/bù đăng.xlsx",
        "goi.zip/thu.eml/b.xlsx",
        "goi.zip/thu khac.msg/c.xlsx",
    ]
    assert [item.letter and item.letter.sender for item in found.enclosed] == [None, UNIT_ADDRESS, UNIT_ADDRESS]
    assert not found.problems and found.letter is None


def test_an_archive_that_does_not_say_it_is_utf8_is_read_as_such() -> None:
    data = pack([("b? dang.xlsx", BOOK)]).replace(b"b? dang", "bù dang".encode()[:7])
    name = "bù dan.xlsx"
    data = pack([("x" * len(name.encode()), BOOK)]).replace(b"x" * len(name.encode()), name.encode())
    assert held(data, "goi.zip") == [(f"goi.zip/{name}", BOOK)]


@pytest.mark.parametrize("name", ["Bù Đăng 22-5.xlsx", "Đồng Phú/Biểu số 1 ngày 22-5-2023.xlsx"])
def test_a_name_in_an_archive_made_by_a_vietnamese_windows_is_read(name: str) -> None:
    # Its code page has the letters with their hats, and the tones apart.
    apart = "".join(
        letter
        if letter in "ăâđêôơưĂÂĐÊÔƠƯ"
        else unicodedata.normalize("NFC", unicodedata.normalize("NFD", letter)[:-1])
        + unicodedata.normalize("NFD", letter)[-1]
        if len(unicodedata.normalize("NFD", letter)) > 1
        else letter
        for letter in name
    ).encode("cp1258")
    data = pack([("x" * len(apart), BOOK)]).replace(b"x" * len(apart), apart)
    assert held(data, "goi.zip") == [(f"goi.zip/{name}", BOOK)]


def packed_otherwise(data: bytes, way: int) -> bytes:
    """Every entry said to be compressed in another way."""
    changed = bytearray(data)
    for signature, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        changed[data.find(signature) + at] = way
    return bytes(changed)


@pytest.mark.parametrize(("way", "named"), [(9, "deflate64"), (98, "ppmd"), (77, "lạ")])
def test_a_way_of_compressing_that_we_cannot_undo_is_no_damage(way: int, named: str) -> None:
    data = packed_otherwise(pack([("a.xlsx", BOOK)]), way)
    problems = opened(data, "goi.zip").problems
    assert [problem.fault for problem in problems] == [Fault.COMPRESSION]
    assert named in str(problems[0].values["way"])


@pytest.mark.parametrize("left", [1, 2, 3, 4])
def test_a_file_cut_off_in_its_letter_is_cut_and_no_other_content(left: int) -> None:
    letters = b64encode(BOOK)
    letter = (
        b"From: a@b.vn\r\nMIME-Version: 1.0\r\nContent-Type: application/octet-stream; name=a.xlsx\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n" + letters[: len(letters) // 8 * 4 + left]
    )
    ((_, data),) = held(letter)
    assert data and BOOK.startswith(data)


def test_one_damaged_file_in_an_archive_costs_no_other() -> None:
    good = pack([("a.xlsx", BOOK), ("b.xlsx", OTHER)])
    found = opened(packed_otherwise(good, 9), "goi.zip")
    assert [(item.name, item.data) for item in found.enclosed] == [("goi.zip/b.xlsx", OTHER)]
    assert [problem.source.file for problem in found.problems] == ["goi.zip/a.xlsx"]


def test_a_film_too_long_to_unpack_is_nobodys_affair() -> None:
    good = pack([("phim.mp4", b"0"), ("b.xlsx", OTHER)])
    assert held(declared(good, "phim.mp4", 2**31 - 1), "goi.zip") == [("goi.zip/b.xlsx", OTHER)]


def test_a_name_in_an_archive_that_would_move_the_screen_is_shown_plainly() -> None:
    assert held(pack([("a\x1b[2J\n\u202eb.xlsx", BOOK)]), "goi.zip")[0][0] == "goi.zip/a?[2J ?b.xlsx"


@pytest.mark.parametrize("name", ["thu.eml", "thu.msg", "goi.zip", "bao cao"])
def test_an_archive_in_an_archive_is_never_opened_whatever_its_name(name: str) -> None:
    found, said = fault(pack([(name, pack([("a.xlsx", BOOK)]))]), "goi.zip")
    assert found is Fault.ARCHIVE_IN_ARCHIVE
    assert name in said


def test_a_workbook_named_like_a_letter_in_an_archive_is_not_lost() -> None:
    found = opened(pack([("a.xlsx", OTHER), ("bu dang.eml", BOOK)]), "goi.zip")
    assert [(item.name, item.data) for item in found.enclosed][1] == ("goi.zip/bu dang.eml", BOOK)


def test_a_letter_without_report_in_an_archive_is_told_with_both_names() -> None:
    found = opened(pack([("a.xlsx", BOOK), ("thu.eml", letter())]), "goi.zip")
    assert len(found.enclosed) == 1
    (problem,) = found.problems
    assert (problem.fault, problem.source.file) == (Fault.LETTER_WITHOUT_REPORT, "goi.zip/thu.eml")


def twice() -> bytes:
    with pytest.warns(UserWarning, match="Duplicate"):
        return pack([("a.xlsx", BOOK), ("a.xlsx", OTHER)])


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (locked(pack([("a.xlsx", BOOK)])), Fault.PASSWORD),
        (pack([("../../a.xlsx", BOOK)]), Fault.UNSAFE_PACKAGE),
        (pack([("/etc/a.xlsx", BOOK)]), Fault.UNSAFE_PACKAGE),
        (pack([("A.xlsx", BOOK), ("a.xlsx", OTHER)]), Fault.UNSAFE_PACKAGE),
        (twice(), Fault.UNSAFE_PACKAGE),
        (declared(pack([("a.xlsx", BOOK)]), "a.xlsx", 2**31), Fault.UNSAFE_PACKAGE),
        (pack((f"{number}.xlsx", b"") for number in range(10_000)), Fault.UNSAFE_PACKAGE),
        (pack([("a.xlsx", BOOK)])[:-30], Fault.DAMAGED),
        (pack([("a.xlsx", BOOK)]).replace(b"PK\x01\x02", b"PK\x01\x00"), Fault.DAMAGED),
        (pack([("a.pdf", b"%PDF")]), Fault.NOTHING_INSIDE),
        (pack([]), Fault.NOTHING_INSIDE),
    ],
    ids=["password", "climbing", "absolute", "twice but for case", "twice", "bomb", "10.000", "cut", "bad directory", "no report", "nothing"],
)  # fmt: skip
def test_an_archive_that_must_not_be_unpacked_is_not(data: bytes, expected: Fault) -> None:
    assert fault(data, "goi.zip")[0] is expected


def test_a_damaged_file_in_an_archive_is_refused() -> None:
    with zipfile.ZipFile(stream := BytesIO(), "w") as archive:
        archive.writestr("a.xlsx", BOOK)
    data = stream.getvalue().replace(b"<workbook/>", b"<workbooK/>").replace(BOOK[60:64], b"\0\0\0\0", 1)
    assert fault(data, "goi.zip")[0] is Fault.DAMAGED


# Letters that nobody should have sent: through the process that may die of them

_DEEP = b"".join(f'Content-Type: multipart/mixed; boundary="{n}"\r\n\r\n--{n}\r\n'.encode() for n in range(10_000))


@pytest.mark.parametrize(
    "data",
    [
        b"From: a@example.com\r\n" + _DEEP,
        b"From: a@example.com\r\n" + _DEEP[: len(_DEEP) // 12],
        b"".join(f"Received: by x; {n}\r\n".encode() for n in range(100_000)) + letter(),
        b"From: a@example.com\r\nContent-Type: " + b"(" * 10_000 + b"\r\n\r\nx",
        b"From: a@example.com\r\nContent-Type: multipart/mixed\r\n\r\nx",
        b'From: a@example.com\r\nContent-Type: multipart/mixed; boundary="=?utf-7?q?+2AA-?="\r\n\r\nx',
        letter(attached(b"\0\1", "a.bin").replace(b"base64", b"x-khong-biet")),
        letter(b"Content-Type: application/octet-stream; charset=khong-ai-biet; name=a.bin\r\n\r\n\xff\xfe"),
        letter(b'Content-Type: x/y\r\nContent-Disposition: attachment; filename*=khong\'\'%FF%FE"\r\n\r\nx'),
    ],
    ids=[
        "10.000 deep", "800 deep", "100.000 lines", "comments in comments", "no boundary",
        "half a boundary", "unknown coding", "unknown charset", "unknown charset of a name",
    ],
)  # fmt: skip
def test_a_hostile_letter_is_refused_and_the_next_one_opened(desk: Desk, data: bytes) -> None:
    paths = [(desk.save(data, "thu.eml"), "thu.eml"), (desk.save(letter(attached(BOOK)), "b.eml"), "b.eml")]
    worker = desk.reader.pid
    began = processor(worker)
    hostile, good = desk.reader.open(paths)
    assert desk.reader.pid != worker or processor(worker) - began < 15
    assert hostile.container and hostile.problems and not hostile.enclosed
    assert len(good.enclosed) == 1


def test_malformed_base64_costs_its_own_file_alone() -> None:
    broken = attached(BOOK, "a.xlsx").replace(b"UEsD", b"U*E!s=D")
    names = [name for name, _ in held(letter(broken, attached(OTHER, "b.xlsx")))]
    assert names == ["thu.eml/a.xlsx", "thu.eml/b.xlsx"]


def test_a_letter_of_sixty_megabytes_is_read_or_refused_but_not_waited_for(desk: Desk) -> None:
    data = letter(attached(os.urandom(1024) * 44 * 1024, "bu dang.xlsx"))
    assert 58 * MIB < len(data) < 64 * MIB
    path = desk.save(data, "thu.eml")
    worker = desk.reader.pid
    began = processor(worker)
    (found,) = desk.reader.open([(path, "thu.eml")])
    assert desk.reader.pid == worker and processor(worker) - began < 20
    assert found.enclosed or found.problems
    (more,) = desk.reader.open([(desk.save(data + bytes(8 * MIB), "to.eml"), "to.eml")])
    assert more.problems[0].fault is Fault.UNSAFE_PACKAGE


def test_a_reader_ended_over_a_letter_is_told_and_the_next_letter_opened(tmp_path: Path) -> None:
    long, good = tmp_path / "thu.eml", tmp_path / "b.eml"
    long.write_bytes(letter(attached(BOOK)) + b"ab\r\n" * 5_000_000)
    good.write_bytes(letter(attached(BOOK)))
    with Reader(patience=1.0) as reader:
        ended, after = reader.open([(long, "thu.eml"), (good, "b.eml")])
    (problem,) = ended.problems
    assert problem.fault is Fault.READER_FAILED and "1 giây" in str(problem.values)
    assert len(after.enclosed) == 1
