"""Files that another program holds, as Windows refuses to replace them: told by name, made up for, never multiplied."""

import errno
import json
import os
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from tests.app.merge.test_killed import rows
from tests.kit.folders import FIRST, NOW, SECOND, new_folder, press, put_all, works
from xlpy.app.errors import explain
from xlpy.app.folder import Folder, letter_in, report_in
from xlpy.app.history import history, write_csv
from xlpy.app.mail.answer import answer_units
from xlpy.app.mail.send import Drafted, draft_mail
from xlpy.core.plan.plan import Plan
from xlpy.doors.disk.trouble import Trouble, trouble
from xlpy.doors.live.pdf import NoPrinter
from xlpy.drawing.report.workbook import draw_report
from xlpy.shell.main import main

pytestmark = pytest.mark.slow


class Holder:
    """Programs that have files open: whoever would replace, rename or delete one is refused."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.held: set[Path] = set()
        monkeypatch.setattr("xlpy.doors.disk.saving._WAIT", 0)
        for name in ("replace", "rename", "unlink"):
            monkeypatch.setattr(Path, name, self._refusing(getattr(Path, name)))

    def _refusing(self, own: object) -> object:
        def refuse(path: Path, *rest: object, **options: object) -> object:
            for one in (path, *rest):
                if one in self.held:
                    raise PermissionError(errno.EACCES, "Access is denied", str(one))
            return own(path, *rest, **options)  # type: ignore[operator]

        return refuse


@pytest.fixture
def holder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Holder]:
    yield Holder(monkeypatch)


@pytest.fixture
def folder(tmp_path: Path, plan: Plan) -> Folder:
    folder = new_folder(tmp_path)
    put_all(folder, plan, works(plan)[0], ["691"])
    press(folder, FIRST)
    return folder


def more(folder: Folder, plan: Plan, *units: str) -> None:
    put_all(folder, plan, works(plan)[0], units)


def beside(path: Path) -> list[str]:
    return sorted(
        one.name for one in path.parent.iterdir() if one.name.startswith(path.stem) and one.suffix == path.suffix
    )


def no_printer(workbook: Path, target: Path) -> None:
    raise NoPrinter(workbook.name)


def draft(folder: Folder) -> Drafted:
    return draft_mail(folder, FIRST, no_printer)


# -- copies of the journal -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["rolling", "day", "both"])
def test_a_held_copy_is_told_and_made_up_for_by_a_press_that_changes_nothing(
    folder: Folder, plan: Plan, holder: Holder, which: str
) -> None:
    copies = {"rolling": [folder.rolling_copy], "day": [folder.backup(FIRST)]}.get(which)
    copies = copies or [folder.rolling_copy, folder.backup(FIRST)]
    holder.held.update(copies)
    more(folder, plan, "696")
    outcome = press(folder, FIRST)
    assert outcome.changed and len(outcome.notes) == len(copies)
    assert all("Nhật ký đã ghi đủ" in note and "đang mở ở chương trình khác" in note for note in outcome.notes)
    assert not list(folder.path.rglob(".hotich-*"))
    assert len(press(folder, FIRST).notes) == len(copies)
    holder.held.clear()
    again = press(folder, FIRST)
    assert not again.changed and not again.notes
    for copy in (folder.rolling_copy, folder.backup(FIRST)):
        assert rows(copy) == rows(folder.journal)


def test_a_held_copy_of_a_day_is_made_up_for_by_the_next_day(folder: Folder, plan: Plan, holder: Holder) -> None:
    holder.held.add(folder.backup(FIRST))
    more(folder, plan, "696")
    press(folder, FIRST)
    holder.held.clear()
    put_all(folder, plan, works(plan)[1], ["691"])
    press(folder, SECOND)
    for copy in (folder.rolling_copy, folder.backup(FIRST), folder.backup(SECOND)):
        assert rows(copy) == rows(folder.journal)


def test_pressing_again_leaves_the_copies_of_days_as_they_are(folder: Folder, plan: Plan) -> None:
    put_all(folder, plan, works(plan)[1], ["691"])
    press(folder, SECOND)
    before = folder.backup(FIRST).read_bytes()
    assert not press(folder, FIRST).changed and folder.backup(FIRST).read_bytes() == before


# -- the report ------------------------------------------------------------------------------------------------------


def test_a_report_open_elsewhere_gets_one_other_name_however_often_it_is_pressed(
    folder: Folder, plan: Plan, holder: Holder, capsys: pytest.CaptureFixture[str]
) -> None:
    report = report_in(folder.reports(FIRST), FIRST)
    holder.held.add(report)
    more(folder, plan, "696")
    for _ in range(4):
        outcome = press(folder, FIRST)
        assert outcome.report.name == "Bao_cao_PL01_2023-05-22 (2).xlsx" and outcome.needs_a_person
        assert any(
            "đang mở ở chương trình khác: bản đúng ở Bao_cao_PL01_2023-05-22 (2).xlsx" in n for n in outcome.notes
        )
        document = json.loads((folder.reports(FIRST) / "Ket_qua_2023-05-22.json").read_bytes())
        assert document["report"] == folder.shown(outcome.report)
    assert beside(report) == ["Bao_cao_PL01_2023-05-22 (2).xlsx", report.name]
    assert main(["tong-hop", "-C", str(folder.path), "--ngay", "2023-05-22", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["report"].endswith("(2).xlsx")
    drawn = draw_report(outcome.plan, outcome.standing)
    assert drawn != report.read_bytes()
    holder.held.clear()
    assert press(folder, FIRST).report == report and report.read_bytes() == drawn


def test_the_letter_takes_the_right_report_wherever_it_lies(folder: Folder, plan: Plan, holder: Holder) -> None:
    report = report_in(folder.reports(FIRST), FIRST)
    holder.held.add(report)
    more(folder, plan, "696")
    outcome = press(folder, FIRST)
    drafted = draft(folder)
    assert drafted.path.name == "Bao_cao_PL01_2023-05-22.eml"
    import email
    from email import policy

    message = email.message_from_bytes(drafted.path.read_bytes(), policy=policy.default)
    attached = {part.get_filename(): part.get_content() for part in message.iter_attachments()}  # type: ignore[attr-defined]
    assert attached["Bao_cao_PL01_2023-05-22.xlsx"] == draw_report(outcome.plan, outcome.standing)


def test_result_document_and_report_held_at_once(folder: Folder, plan: Plan, holder: Holder) -> None:
    result = folder.reports(FIRST) / "Ket_qua_2023-05-22.json"
    holder.held |= {report_in(folder.reports(FIRST), FIRST), result}
    more(folder, plan, "696")
    for _ in range(3):
        outcome = press(folder, FIRST)
    assert len(outcome.notes) == 2
    assert beside(result) == ["Ket_qua_2023-05-22 (2).json", result.name]
    document = json.loads((folder.reports(FIRST) / "Ket_qua_2023-05-22 (2).json").read_bytes())
    assert document["report"] == folder.shown(outcome.report)


# -- everything else that may be open --------------------------------------------------------------------------------


def test_a_letter_open_in_word_is_not_taken_for_one_that_a_person_edited(
    folder: Folder, plan: Plan, holder: Holder
) -> None:
    draft(folder)
    letter = letter_in(folder.reports(FIRST), FIRST)
    old = letter.read_bytes()
    holder.held.add(letter)
    more(folder, plan, "696")
    press(folder, FIRST)
    for _ in range(3):
        drafted = draft(folder)
        assert any("đang mở ở chương trình khác, văn bản mới ở Bao_cao_2023-05-22 (2).docx" in n for n in drafted.notes)
    assert beside(letter) == ["Bao_cao_2023-05-22 (2).docx", letter.name] and letter.read_bytes() == old
    new = letter.with_stem(f"{letter.stem} (2)").read_bytes()
    holder.held.clear()
    draft(folder)
    assert letter.read_bytes() == new and not list(letter.parent.glob("*sua tay*"))


@pytest.mark.parametrize("name", [".thu.json", "Bao_cao_PL01_2023-05-22.eml"])
def test_draft_and_its_state_held(folder: Folder, plan: Plan, holder: Holder, name: str) -> None:
    draft(folder)
    place = folder.reports(FIRST) / name
    holder.held.add(place)
    more(folder, plan, "696")
    press(folder, FIRST)
    first = draft(folder)
    for _ in range(2):
        assert draft(folder).path == first.path
    assert len(beside(place)) == 2
    assert not list(place.parent.glob("*sua tay*"))


def test_a_csv_open_in_excel_is_saved_beside_and_said(
    folder: Folder, plan: Plan, holder: Holder, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder.path / "so-lieu.csv"
    write_csv(history(folder), path)
    holder.held.add(path)
    more(folder, plan, "696")
    press(folder, FIRST)
    for _ in range(2):
        assert main(["lich-su", "-C", str(folder.path), "--csv", str(path)]) == 0
        assert "đã lưu thành so-lieu (2).csv" in capsys.readouterr().err
    assert beside(path) == ["so-lieu (2).csv", "so-lieu.csv"]


def test_answers_open_in_a_mail_program_do_not_stop_the_others(folder: Folder, plan: Plan, holder: Holder) -> None:
    answers = {one.unit: one.path for one in answer_units(folder, FIRST, NOW)}
    holder.held.add(answers["696"])
    more(folder, plan, "696")
    press(folder, FIRST)
    again = {one.unit: one.path for one in answer_units(folder, FIRST, NOW)}
    assert again["696"] != answers["696"] and again["696"].name.endswith("da nhan.eml")
    assert answers["696"].exists()
    holder.held.clear()
    answer_units(folder, FIRST, NOW)
    assert not answers["696"].exists()


def test_a_new_workbook_beside_one_that_is_open(
    folder: Folder, holder: Holder, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder.path / "Hotich-moi.xlsm"
    path.write_bytes(b"cu")
    holder.held.add(path)
    for _ in range(2):
        assert main(["tao-so", "--tu", str(folder.path), "--ra", str(path), "--ghi-de"]) == 2
        assert "tệp mới đã lưu thành Hotich-moi (2).xlsm" in capsys.readouterr().err
    assert beside(path) == ["Hotich-moi (2).xlsm", "Hotich-moi.xlsm"]
    openpyxl.load_workbook(path.with_stem("Hotich-moi (2)"), read_only=True)


# -- words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), Trouble.FULL, "ổ đĩa đầy"),
        (OSError(errno.EFBIG, "File too large"), Trouble.FULL, "ổ đĩa đầy"),
        (OSError(errno.EROFS, "Read-only file system"), Trouble.READ_ONLY, "chỉ đọc"),
        (OSError(errno.ETIMEDOUT, "Connection timed out"), Trouble.GONE, "không tới được"),
        (OSError(errno.EIO, "Input/output error"), Trouble.OTHER, "báo lỗi đọc ghi"),
        (PermissionError(errno.EACCES, "Permission denied"), Trouble.HELD, "đang mở ở chương trình khác"),
    ],
)
def test_each_trouble_is_told_in_vietnamese_at_its_cause(
    tmp_path: Path, error: OSError, kind: Trouble, words: str
) -> None:
    path = tmp_path / "a.xlsx"
    path.touch()
    error.filename = str(path)
    told = explain(error, tmp_path)
    assert trouble(error) is kind and words in told and "a.xlsx" in told
    assert not any(english in told for english in (error.strerror or "", "denied", "space"))


def test_a_folder_that_may_not_be_written_to_is_not_called_an_open_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)  # a test may run as root, whom no right stops
    error = PermissionError(errno.EACCES, "Permission denied", str(tmp_path / "a.xlsx"))
    assert "không có quyền" in explain(error, tmp_path)


def test_a_file_that_may_not_be_read_is_not_called_one_that_may_not_be_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "Hotich.xlsm"
    path.touch()
    for readable, words in ((False, "không có quyền"), (True, "chỉ đọc")):
        rights = {path: os.R_OK if readable else 0, tmp_path: os.R_OK | os.W_OK}
        monkeypatch.setattr(os, "access", lambda asked, mode, rights=rights: rights[Path(asked)] & mode == mode)
        assert words in explain(PermissionError(errno.EACCES, "Permission denied", str(path)), tmp_path)


@pytest.mark.parametrize(
    ("unfinished", "shown"), [(".hotich-123-Bao_cao.xlsx", "Bao_cao.xlsx"), (".hotich-0f3a0f3a0f3a0f3a", "da-nhan")]
)
def test_an_unfinished_file_is_told_by_what_people_know(tmp_path: Path, unfinished: str, shown: str) -> None:
    told = explain(OSError(errno.ENOSPC, "No space", str(tmp_path / "da-nhan" / unfinished)), tmp_path)
    assert ".hotich-" not in told and f"{shown}: ổ đĩa đầy" in told
