"""Answers by the journal: of whose file, at which cells, and what a clerk can then do with the file that comes back."""

from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from tests.app.test_afternoon import address, letter
from tests.kit.calc import Calc
from tests.kit.folders import FIRST, SECOND, form, new_folder, press, put, works, wrong
from tests.kit.hostile import MACROS, MAIN, TYPES, pack, swapped, unpack, with_formula, with_part, with_text
from xlpy.app.folder import Folder
from xlpy.app.mail.answer import Answer, answer_units
from xlpy.core.consolidate import Status
from xlpy.core.forms import DAY_SHEET, FORM_SHEET, MISMATCH_SHEET
from xlpy.core.plan.plan import Plan
from xlpy.core.records import Kind, Measure
from xlpy.core.source import Severity
from xlpy.drawing.mail.answers import AnswerKind
from xlpy.drawing.unit_form import draw_unit_form
from xlpy.shell.main import main

pytestmark = pytest.mark.slow

LATE = datetime.fromisoformat("2023-05-22T14:10:00+07:00")
UNIT = "696"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return new_folder(tmp_path / "viec")


@pytest.fixture
def known(folder: Folder) -> Folder:
    """A folder that knows the unit's address."""
    book = openpyxl.load_workbook(folder.workbook, keep_vba=True)
    for row in book["Thiết lập"].iter_rows():
        if row[0].value == UNIT:
            row[4].value = address(UNIT)
    book.save(folder.workbook)
    return folder


def text_of(path: Path) -> str:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def notes(path: Path) -> dict[str, list[str]]:
    """Sheet → cells with a note."""
    book = openpyxl.load_workbook(path)
    return {
        sheet.title: [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment] for sheet in book
    }


@pytest.mark.office
def test_an_issued_form_is_marked_where_the_clerk_types(folder: Folder, plan: Plan, tmp_path: Path) -> None:
    # Phụ lục 01 of the issued form is computed and locked: nobody can mend anything there.
    issued = tmp_path / "issued.xlsx"
    issued.write_bytes(draw_unit_form(plan, next(unit for unit in plan.senders if unit.code == UNIT)))
    with Calc(tmp_path, "vi-VN") as calc:
        with closing(calc.open(issued)) as document:
            for cell, figure in (("D14", 1.245), ("E14", 310), ("F14", 95), ("G14", 1)):
                document.type(DAY_SHEET, cell, figure, literal=True)
            document.save_as(tmp_path / "sent.xlsx")
        put(folder, "bu dang.xlsx", (tmp_path / "sent.xlsx").read_bytes(), plan, FIRST)
        outcome = press(folder, FIRST)
        assert next(f.source.sheet for f in outcome.standing.findings if f.code == "SL02") == FORM_SHEET
        (answer,) = answer_units(folder, FIRST, LATE, [UNIT])
        assert answer.kind is AnswerKind.REFUSED and answer.returned is not None
        assert notes(answer.returned) == {
            **{sheet: [] for sheet in ("Cần sửa", FORM_SHEET, MISMATCH_SHEET, "Hướng dẫn")},
            DAY_SHEET: ["D14"],
        }
        # What comes back is mended in the cell that is marked, and taken.
        with closing(calc.open(answer.returned)) as document:
            document.type(DAY_SHEET, "D14", 1245)
            document.save_as(tmp_path / "mended.xlsx")
    put(folder, "bu dang sua.xlsx", (tmp_path / "mended.xlsx").read_bytes(), plan, FIRST, LATE.time())
    outcome = press(folder, FIRST)
    unit = next(unit for unit in outcome.standing.units if unit.unit == UNIT)
    assert unit.status is Status.RECEIVED
    assert unit.figures[Kind.BIRTH].today == 1245


def test_only_the_file_that_is_answered_is_spoken_of(folder: Folder, plan: Plan) -> None:
    work = works(plan, 1)[0]["695"]
    put(folder, "a.xlsx", form(plan, work, **wrong(Kind.BIRTH, Measure.TODAY, "như trên")), plan, FIRST)
    put(folder, "b.xlsx", form(plan, work, **wrong(Kind.DEATH, Measure.TODAY, "x")), plan, FIRST, LATE.time())
    press(folder, FIRST)
    (answer,) = answer_units(folder, FIRST, LATE, ["695"])
    body = openpyxl.load_workbook(BytesIO(answer.returned.read_bytes())) if answer.returned else None
    assert body is not None
    assert [row[4].value for row in body["Cần sửa"].iter_rows(min_row=4) if row[3].value == "SL01"] != []
    assert "như trên" not in str([[cell.value for cell in row] for row in body["Cần sửa"].iter_rows()])
    assert "như trên" not in answer.path.read_bytes().decode("ascii", "replace")


@pytest.mark.parametrize("name", ["sua.xlsx", "a.xlsx"], ids=["beside the first", "over the first"])
def test_a_correction_that_was_refused_is_answered_and_what_stands_is_told(
    folder: Folder, plan: Plan, name: str
) -> None:
    work = works(plan, 1)[0]["695"]
    put(folder, "a.xlsx", form(plan, work), plan, FIRST)
    press(folder, FIRST)
    bad = form(plan, work, **wrong(Kind.BIRTH, Measure.TODAY, "như trên"))
    put(folder, name, bad, plan, FIRST, LATE.time())
    outcome = press(folder, FIRST)
    assert next(unit for unit in outcome.standing.units if unit.unit == "695").status is Status.RECEIVED
    (answer,) = answer_units(folder, FIRST, LATE, ["695"])
    assert answer.kind is AnswerKind.REFUSED
    assert answer.returned is not None and any(notes(answer.returned).values())
    body = text_of(answer.path)
    assert f"tệp “{name}” lúc 14 giờ 10" in body and "“như trên”" in body
    assert "Trong khi chờ bản sửa, báo cáo vẫn theo tệp “a.xlsx”, nhận lúc 13 giờ 00 ngày 22/5/2023." in body


def test_a_scan_sent_after_the_report_is_told_without_refusing_it(known: Folder, plan: Plan) -> None:
    folder = known
    put(folder, "bu dang.xlsx", form(plan, works(plan, 1)[0][UNIT]), plan, FIRST)
    (folder.inbox / "thu.eml").write_bytes(letter(UNIT, "13:50", {"ban quet.pdf": b"%PDF-1.4"}))
    press(folder, FIRST)
    (answer,) = answer_units(folder, FIRST, LATE, [UNIT])
    assert answer.kind is AnswerKind.WARNED
    assert "(TM01)" in text_of(answer.path)


def test_a_letter_without_a_report_is_not_charged_to_another_day(folder: Folder, plan: Plan) -> None:
    (folder.inbox / "thu.eml").write_bytes(letter("696", "13:00", {}))
    press(folder, SECOND)  # by mistake first
    assert [f.code for f in press(folder, FIRST).standing.findings if f.code == "TM01"] == ["TM01"]
    third = press(folder, SECOND.replace(day=25))
    assert not [f for f in third.standing.findings if f.code == "TM01"]


def test_early_in_the_afternoon_nobody_is_reminded(folder: Folder, plan: Plan) -> None:
    put(folder, "a.xlsx", form(plan, works(plan, 1)[0]["695"]), plan, FIRST)
    press(folder, FIRST)
    assert [one.unit for one in answer_units(folder, FIRST, LATE.replace(hour=13, minute=29))] == ["695"]
    assert len(answer_units(folder, FIRST, LATE.replace(hour=13, minute=30))) == 11


def test_a_template_saved_as_unicode_by_notepad_is_read(folder: Folder, plan: Plan) -> None:
    put(folder, "a.xlsx", form(plan, works(plan, 1)[0]["695"]), plan, FIRST)
    press(folder, FIRST)
    template = folder.path / "mau" / "tra-loi" / "da-nhan.txt"
    before = answer_units(folder, FIRST, LATE, ["695"])[0].path.read_bytes()
    template.write_bytes(template.read_text(encoding="utf-8").encode("utf-16"))
    assert answer_units(folder, FIRST, LATE, ["695"])[0].path.read_bytes() == before


def refused(folder: Folder, plan: Plan, change: Callable[[bytes], bytes], name: str = "bu dang.xlsx") -> Answer:
    """The answer to a form with a letter among its figures, its package changed."""
    faulty = with_text(form(plan, works(plan, 1)[0][UNIT]), "D9", "21lO")
    put(folder, name, change(faulty), plan, FIRST)
    press(folder, FIRST)
    (answer,) = answer_units(folder, FIRST, LATE, [UNIT])
    assert answer.kind is AnswerKind.REFUSED
    return answer


@pytest.mark.parametrize(
    ("name", "change"),
    [
        (
            "bu dang.xlsm",
            lambda data: with_part(swapped(data, TYPES, (MAIN, MACROS)), "xl/vbaProject.bin", b"Auto_Open"),
        ),
        ("bu dang.xlsx", lambda data: with_formula(data, "Z9", "cmd|&apos;/c calc&apos;!A1", "1")),
        ("bu dang.xlsx", lambda data: with_formula(data, "Z9", "&apos;[So.xlsx]Sheet1&apos;!A1", "1")),
        ("bu dang.xlsx", lambda data: with_part(data, "xl/externalLinks/externalLink1.xml", b"<externalLink/>")),
        ("bu dang.xlsx", lambda data: with_part(data, "xl/embeddings/oleObject1.bin", b"MZ")),
    ],
    ids=["macros", "another program", "another file", "external link", "embedded"],
)
def test_nothing_of_the_senders_that_runs_or_reaches_out_goes_back_in_the_offices_name(
    folder: Folder, plan: Plan, name: str, change: Callable[[bytes], bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    answer = refused(folder, plan, change, name)
    assert answer.returned is None
    assert not list(message_from_bytes(answer.path.read_bytes(), policy=policy.default).iter_attachments())
    assert "không gửi lại dưới tên cơ quan" in answer.why_not
    assert "21lO" in text_of(answer.path)
    main(["tra-loi", "-C", str(folder.path), "--ngay", FIRST.isoformat(), "--don-vi", UNIT])
    assert f"không gửi lại tệp của đơn vị: {answer.why_not}" in capsys.readouterr().out


def test_a_file_of_another_kind_of_open_xml_is_not_marked_and_it_is_said_why(folder: Folder, plan: Plan) -> None:
    main_space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strict = b"http://purl.oclc.org/ooxml/spreadsheetml/main"

    def change(data: bytes) -> bytes:
        return pack((part, content.replace(main_space, strict)) for part, content in unpack(data).items())

    answer = refused(folder, plan, change)
    assert (answer.returned, answer.why_not) == (None, "tệp lưu kiểu “Strict Open XML”")


def test_what_nobody_foresaw_of_a_file_costs_its_marks_and_no_letter(
    folder: Folder, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumbles(*_: object) -> bytes:
        raise AttributeError("'NoneType' object has no attribute 'insert'")

    monkeypatch.setattr("xlpy.drawing.returned.draw_return", stumbles)
    answer = refused(folder, plan, lambda data: data)
    assert (answer.returned, answer.why_not) == (None, "tệp có cấu trúc lạ, không đánh dấu được")
    assert "21lO" in text_of(answer.path)


def test_a_file_that_can_be_marked_is(folder: Folder, plan: Plan) -> None:
    answer = refused(folder, plan, lambda data: with_part(data, "customXml/item1.xml", "<a/>".encode("utf-16")))
    assert answer.returned is not None and not answer.why_not
    assert unpack(answer.returned.read_bytes())["customXml/item1.xml"] == "<a/>".encode("utf-16")


def test_a_missing_day_is_noted_where_it_is_to_be_written(folder: Folder, plan: Plan) -> None:
    data = form(plan, works(plan, 1)[0][UNIT])
    book = openpyxl.load_workbook(BytesIO(data))
    sheet = book.active
    (at,) = [cell for row in sheet.iter_rows() for cell in row if "tính đến" in str(cell.value)]
    at.value = "(tính đến ngày ...../5/2023)"
    stream = BytesIO()
    book.save(stream)
    put(folder, "bu dang.xlsx", stream.getvalue(), plan, FIRST)
    press(folder, FIRST)
    (answer,) = answer_units(folder, FIRST, LATE, [UNIT])
    assert answer.returned is not None
    assert notes(answer.returned)[sheet.title] == [at.coordinate]


def test_a_units_own_answer_takes_its_contrary_one_of_before_away(folder: Folder, plan: Plan) -> None:
    day = works(plan, 1)[0]
    bad = wrong(Kind.BIRTH, Measure.ENTERED, day["695"].today[Kind.BIRTH] - 1)
    put(folder, "a.xlsx", form(plan, day["695"], **bad), plan, FIRST)
    put(folder, "b.xlsx", form(plan, day["691"]), plan, FIRST)
    press(folder, FIRST)
    before = {answer.unit: answer for answer in answer_units(folder, FIRST, LATE)}
    assert before["695"].kind is AnswerKind.REFUSED and before["695"].returned is not None
    press(folder, FIRST, accept=["695"])
    (now,) = answer_units(folder, FIRST, LATE, ["695"])
    assert now.kind is AnswerKind.WARNED
    left = {path for path in now.path.parent.iterdir() if path.name.startswith("695 ")}
    assert left == {path for path in (now.path, now.returned) if path}
    assert before["691"].path.is_file()  # nobody spoke of the others
    assert "Việc cần làm:" not in text_of(now.path) and "lưu ý:" in text_of(now.path)


# What a unit writes beside its workbook


@pytest.mark.parametrize("hour", ["13:50", "14:20"])
def test_a_question_after_a_refused_report_hides_nothing_that_is_to_be_mended(
    known: Folder, plan: Plan, hour: str
) -> None:
    work = works(plan, 1)[0][UNIT]
    bad = form(plan, work, lines="all", **wrong(Kind.BIRTH, Measure.TODAY, "như trên"))
    put(known, "bu dang.xlsx", bad, plan, FIRST)
    press(known, FIRST)
    (before,) = answer_units(known, FIRST, LATE, [UNIT])
    (known.inbox / "hoi.eml").write_bytes(letter(UNIT, hour, {}))
    unit = next(unit for unit in press(known, FIRST).standing.units if unit.unit == UNIT)
    assert (unit.status, unit.late) == (Status.REFUSED, False)
    assert unit.receipt is not None and unit.receipt.name == "bu dang.xlsx"
    (answer,) = answer_units(known, FIRST, LATE.replace(hour=15), [UNIT])
    assert answer.kind is AnswerKind.REFUSED
    body = text_of(answer.path)
    assert "“như trên”" in body and "(TM01)" in body
    assert answer.returned is not None and any(notes(answer.returned).values())
    assert answer.version != before.version  # so that it goes out where the first answer has gone


@pytest.mark.parametrize("signed", [False, True], ids=["words", "a logo below them"])
def test_words_of_thanks_after_a_report_that_was_taken_ask_the_unit_for_nothing(
    known: Folder, plan: Plan, signed: bool
) -> None:
    put(known, "bu dang.xlsx", form(plan, works(plan, 1)[0][UNIT]), plan, FIRST)
    press(known, FIRST)
    (before,) = answer_units(known, FIRST, LATE, [UNIT])
    plain = EmailMessage()
    plain["From"], plain["Subject"] = address(UNIT), "Re: Đã tổng hợp báo cáo"
    plain["Received"] = "by mail.example.gov.vn; Mon, 22 May 2023 13:50:00 +0700"
    plain.set_content("Cảm ơn Sở.\n")
    if signed:
        plain.add_attachment(b"\x89PNG", "image", "png", filename="image001.png", disposition="inline")
    (known.inbox / "cam on.eml").write_bytes(plain.as_bytes())
    standing = press(known, FIRST).standing
    (told,) = (finding for finding in standing.findings if finding.code == "TM01")
    assert told.severity is Severity.INFO and "Đọc thư ấy" in told.fix
    (answer,) = answer_units(known, FIRST, LATE, [UNIT])
    assert (answer.kind, answer.version) == (AnswerKind.ACCEPTED, before.version)


def test_what_is_wrong_in_one_file_of_a_letter_is_not_marked_in_the_other(known: Folder, plan: Plan) -> None:
    work = works(plan, 1)[0][UNIT]
    bad = form(plan, work, lines="all", **wrong(Kind.BIRTH, Measure.TODAY, 99_999))
    files = {"a.xlsx": form(plan, work, lines="all"), "b.xlsx": bad}
    (known.inbox / "hai tep.eml").write_bytes(letter(UNIT, "13:30", files))
    press(known, FIRST)
    (answer,) = answer_units(known, FIRST, LATE, [UNIT])
    body = text_of(answer.path)
    assert ", tệp “b.xlsx”: " in body and "(LK11)" in body
    assert answer.returned is None and "Kèm theo" not in body


def test_a_unit_is_told_of_its_files_by_their_own_names(known: Folder, plan: Plan) -> None:
    one, two = works(plan, 1)[0][UNIT], works(plan, 1, seed=9)[0][UNIT]
    for name, work in (("1a2b3c4d-7-1.eml", one), ("1a2b3c4d-7-2.eml", two)):
        path = known.inbox / "thu" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(letter(UNIT, "13:30", {f"bu dang {name[11]}.xlsx": form(plan, work)}))
    press(known, FIRST)
    (answer,) = answer_units(known, FIRST, LATE, [UNIT])
    body = text_of(answer.path)
    assert "(LK11)" in body and "“bu dang 1.xlsx”" in body and "“bu dang 2.xlsx”" in body
    assert ".eml" not in body
