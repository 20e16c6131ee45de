"""Printing by a real LibreOffice: what the pages show, the same bytes each time, and what is told where it fails."""

import re
import stat
import subprocess
import time
from pathlib import Path

import pytest

from tests.kit.folders import FIRST, new_folder, press, put_all, works
from xlpy.app.folder import report_in
from xlpy.core.plan.plan import Plan
from xlpy.doors.live import pdf as door
from xlpy.doors.live.pdf import NoPrinter, print_pdf


@pytest.fixture(scope="module")
def report(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = new_folder(tmp_path_factory.mktemp("viec"))
    put_all(folder, plan, works(plan, 1)[0])
    press(folder, FIRST)
    return report_in(folder.reports(FIRST), FIRST)


@pytest.fixture(scope="module")
def printed(report: Path, tmp_path_factory: pytest.TempPathFactory, needs_office: None) -> Path:
    target = tmp_path_factory.mktemp("in") / "Báo cáo 22-5.pdf"
    print_pdf(report, target)
    return target


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a test puts a LibreOffice of its own making, as the only one on the PC."""
    place = tmp_path / "bin"
    place.mkdir()
    monkeypatch.setenv("PATH", str(place))
    return place / "soffice"


def script(path: Path, *lines: str) -> None:
    path.write_text("\n".join(("#!/bin/sh", "PATH=/usr/bin:/bin", *lines, "")), encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def asked(program: str, *arguments: str) -> str:
    return subprocess.run([program, *arguments], capture_output=True, encoding="utf-8", check=True).stdout


def page(path: Path, number: int) -> str:
    return asked("pdftotext", "-layout", "-f", str(number), "-l", str(number), str(path), "-")


def refusal(workbook: Path, target: Path) -> str:
    with pytest.raises(NoPrinter) as caught:
        print_pdf(workbook, target)
    text = str(caught.value)
    assert "\n" not in text and target.name in text and f"{workbook.name} vẫn dùng được" in text
    return text


def test_the_summary_comes_first_then_phu_luc_01_on_one_page_lying_and_who_reported(printed: Path) -> None:
    info = asked("pdfinfo", "-f", "1", "-l", "3", str(printed))
    assert re.search(r"Pages: +3\n", info)
    assert [round(float(width)) for width in re.findall(r"Page +\d size: +([\d.]+) x [\d.]+ pts \(A4\)", info)] == [
        595,
        842,
        595,
    ]
    form = page(printed, 2)
    assert "PHỤ LỤC 01" in form and "(tính đến ngày 22/5/2023)" in form
    assert "Huyện Bù Gia Mập" in form and "Huyện Phú Riềng" in form
    assert "TÌNH HÌNH BÁO CÁO" in page(printed, 3).upper()


def test_figures_are_written_as_the_office_writes_them_and_as_the_report_states_them(printed: Path, plan: Plan) -> None:
    day = works(plan, 1)[0]
    form = page(printed, 2)
    assert "1.013.355" in form and "1.373.508" in form
    total = sum(sum(work.today.values()) for work in day.values())
    for text in (page(printed, 1), form):
        assert f"{total:,}".replace(",", ".") in text
        assert not re.search(r"\d,\d{3}", text)


def test_the_same_report_gives_the_same_bytes(printed: Path, report: Path, tmp_path: Path) -> None:
    time.sleep(1.1)  # PDF counts seconds
    print_pdf(report, tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == printed.read_bytes()
    assert re.search(r"CreationDate: +Mon May 22 00:00:00 2023", asked("pdfinfo", str(printed)))


def test_nothing_is_left_beside_report_and_pdf(printed: Path, report: Path) -> None:
    assert [path.name for path in printed.parent.iterdir()] == [printed.name]
    assert not list(report.parent.glob(".~lock*"))


def test_an_earlier_pdf_is_replaced(report: Path, printed: Path, tmp_path: Path) -> None:
    target = tmp_path / "cũ.pdf"
    target.write_bytes(b"old")
    print_pdf(report, target)
    assert target.read_bytes() == printed.read_bytes()


def test_a_pc_without_libreoffice(report: Path, office: Path, tmp_path: Path) -> None:
    assert "không có LibreOffice" in refusal(report, tmp_path / "a.pdf")


@pytest.mark.sh
@pytest.mark.proc
def test_an_office_that_hangs_is_ended_with_all_that_it_started(
    report: Path, office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pids, old = tmp_path / "pids", tmp_path / "a.pdf"
    old.write_bytes(b"old")
    script(office, "sleep 600 &", f'echo $$ $! > "{pids}"', "wait")
    monkeypatch.setattr(door, "PATIENCE", 1.0)
    assert "không xong sau 1 giây" in refusal(report, old)
    assert not any(runs(int(pid)) for pid in pids.read_text(encoding="utf-8").split())
    assert old.read_bytes() == b"old"


def runs(pid: int) -> bool:
    """Whether a process is there and not merely waiting to be counted out."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.sh
def test_an_office_that_fails_is_quoted(report: Path, office: Path, tmp_path: Path) -> None:
    script(office, "echo Không mở được màn hình >&2", "exit 77")
    assert "LibreOffice báo: Không mở được màn hình" in refusal(report, tmp_path / "a.pdf")


@pytest.mark.sh
def test_an_office_that_says_nothing_and_does_nothing(report: Path, office: Path, tmp_path: Path) -> None:
    script(office, "exit 0")
    assert "LibreOffice báo: mã lỗi 0" in refusal(report, tmp_path / "a.pdf")


@pytest.mark.office
def test_a_workbook_that_libreoffice_cannot_load(tmp_path: Path) -> None:
    assert "could not be loaded" in refusal(tmp_path / "không có.xlsx", tmp_path / "a.pdf")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.sh
def test_a_pdf_that_cannot_be_put_in_place(report: Path, office: Path, tmp_path: Path) -> None:
    script(office, 'while [ "$1" != --outdir ]; do shift; done', 'mkdir -p "$2"', f'echo %PDF > "$2/{report.stem}.pdf"')
    held = tmp_path / "a.pdf"
    held.mkdir()  # as little to be replaced as a file that is open elsewhere on Windows
    refusal(report, held)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.pdf", "bin"]


@pytest.mark.sh
def test_the_offices_profile_is_its_own_and_gone_afterwards(report: Path, office: Path, tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    script(office, f'echo "$1" > "{seen}"', f'cat "${{1#-env:UserInstallation=file://}}"/user/*.xcu >> "{seen}"')
    refusal(report, tmp_path / "a.pdf")
    profile, _, settings = seen.read_text(encoding="utf-8").partition("\n")
    assert not Path(profile.removeprefix("-env:UserInstallation=file://")).exists()
    assert "<value>vi-VN</value>" in settings


@pytest.mark.sh
def test_the_program_that_prints_does_not_know_the_mailboxs_password(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOTICH_MAT_KHAU_THU", "bi-mat-123")
    book = tmp_path / "a.xlsx"
    book.write_bytes(b"PK")
    script(office, f"env > {tmp_path}/env")
    with pytest.raises(NoPrinter):
        print_pdf(book, tmp_path / "a.pdf")
    said = (tmp_path / "env").read_text(encoding="utf-8")
    assert "TMPDIR=" in said and "bi-mat" not in said


@pytest.mark.sh
def test_the_program_that_prints_is_told_to_open_nothing_outside(office: Path, tmp_path: Path) -> None:
    book = tmp_path / "a.xlsx"
    book.write_bytes(b"PK")
    script(
        office,
        f'for a; do case $a in -env:*) cp "${{a#*file://}}/user/registrymodifications.xcu" {tmp_path}/said;; esac; done',
    )
    with pytest.raises(NoPrinter):
        print_pdf(book, tmp_path / "a.pdf")
    said = (tmp_path / "said").read_text(encoding="utf-8")
    for setting in ("BlockUntrustedRefererLinks", "DisableActiveContent", "DisableMacrosExecution"):
        assert f'"{setting}" oor:op="fuse"><value>true</value>' in said
