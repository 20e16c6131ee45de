"""The bundle on an office PC: unzipped, installed, pressed, updated, moved, removed. Under Wine, without a network.

Run by packaging/windows/press.sh, which builds the bundle and cuts the network; without HOTICH_BUNDLE all is skipped.
"""

import os
import shutil
import socket
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bundle.wine import Office, Said
from xlpy.core.plan.plan import Plan
from xlpy.demo.day import make_day

BUNDLE = Path(os.environ.get("HOTICH_BUNDLE", ""))
DAY = "2023-05-22"
MOST = 60
"""Seconds from the zip to the first report, a person's own clicks not counted."""

pytestmark = pytest.mark.skipif(not BUNDLE.name, reason="the bundle is built and pressed by packaging/windows/press.sh")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    office = Office(tmp_path_factory.mktemp("wine") / "prefix")
    yield office
    office.close()


@pytest.fixture
def installed(office: Office) -> Office:
    """Freshly unzipped and set up."""
    office.empty()
    office.unzip(BUNDLE)
    assert set_up(office).code == 0
    return office


@pytest.fixture
def standing(office: Office) -> Office:
    """Set up, whichever test did it; for those that leave everything as it was."""
    if not (work(office) / "Tu kiem.cmd").exists() or not (home(office) / "chuong-trinh" / "python.exe").exists():
        office.empty()
        office.unzip(BUNDLE)
        assert set_up(office).code == 0
    for made in ("nhat-ky.sqlite", "da-nhan", "bao-cao", "den"):
        path = work(office) / made
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    (work(office) / "den").mkdir()
    return office


def home(office: Office) -> Path:
    return office.drive / "Hotich"


def work(office: Office) -> Path:
    return office.drive / "Hotich-viec"


def set_up(office: Office, place: str = "Hotich", *dropped: str) -> Said:
    return office.press(office.drive / place / "Cai dat.cmd", *dropped)


def merge(folder: Path, office: Office, page: int = 437) -> Said:
    """A first report for the demo's day, asked for as a person does."""
    return office.press(folder / "Tong hop ngay khac.cmd", typed="22/5/2023", page=page)


def report(folder: Path) -> Path:
    return folder / "bao-cao" / DAY / f"Bao_cao_PL01_{DAY}.xlsx"


def everything(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_there_is_no_network() -> None:
    with pytest.raises(OSError), socket.create_connection(("192.0.2.1", 443), timeout=3):
        pass
    assert [name for _, name in socket.if_nameindex()] == ["lo"]


def test_from_the_zip_to_the_first_report(office: Office, plan: Plan) -> None:
    office.empty()
    before = time.monotonic()
    office.unzip(BUNDLE)
    said = set_up(office)
    make_day(work(office) / "den", plan)
    merged = merge(work(office), office)
    took = time.monotonic() - before
    assert said.code == 0, said.text
    assert "Đã cài xong." in said.text
    assert "✗" not in said.text
    assert merged.code == 1, merged.text  # a unit is missing, as the demo has it
    assert "8/11 đơn vị" in merged.text
    assert report(work(office)).stat().st_size > 5000
    assert took < MOST
    print(f"from the zip to the first report: {took:.1f} s")


def test_the_desktop_has_the_four_shortcuts(standing: Office) -> None:
    names = {path.stem for path in standing.desktop.glob("*.lnk")}
    assert names == {"Sổ Hotich", "Tổng hợp", "Tự kiểm", "Hướng dẫn"}


def test_the_buttons_are_told_the_python_of_the_bundle(standing: Office) -> None:
    conf = (work(standing) / "xlwings.conf").read_text(encoding="ascii")
    assert r'"INTERPRETER_WIN","C:\Hotich\chuong-trinh\python.exe"' in conf


def test_what_the_buttons_load_can_be_loaded(standing: Office) -> None:
    probe = home(standing) / "thu.cmd"
    modules = "win32com.client, xlwings, python_calamine, lxml.etree, keyring.backends.Windows, ssl, xlpy.buttons"
    probe.write_text(f'@"%~dp0chuong-trinh\\python.exe" -c "import {modules}; print(1)"\n', encoding="ascii")
    assert standing.press(probe).text.strip() == "1"


def test_a_journal_on_a_server_needs_nothing_more(standing: Office) -> None:
    probe = home(standing) / "thu.cmd"
    verb = f'so -C "{"C:" + chr(92)}Hotich-viec" --chuyen-sang postgresql+psycopg://hotich@127.0.0.1:9/hotich'
    probe.write_text(f'@"%~dp0chuong-trinh\\python.exe" -m xlpy.cli {verb}\n', encoding="ascii")
    said = standing.press(probe)
    assert said.code == 2
    assert "127.0.0.1" in said.text and "Chưa thay đổi gì" in said.text


def test_tu_kiem_is_a_double_click(standing: Office) -> None:
    said = standing.press(work(standing) / "Tu kiem.cmd")
    assert said.code == 0
    assert r"C:\Hotich\chuong-trinh\python.exe" in said.text


def test_a_wrong_day_is_asked_again(standing: Office) -> None:
    typed = "31/2/2023\nhôm qua\n1/1/2020\n1/1/2999\n22/5/2023"
    said = standing.press(work(standing) / "Tong hop ngay khac.cmd", typed=typed)
    assert said.text.count("Tổng hợp ngày nào?") == 5
    assert "“31/2/2023” không phải một ngày có thật" in said.text
    assert "chưa tới" in said.text
    assert "0/11 đơn vị" in said.text


def test_no_day_merges_nothing(standing: Office) -> None:
    said = standing.press(work(standing) / "Tong hop ngay khac.cmd")
    assert said.code == 2
    assert "Chưa tổng hợp gì" in said.text
    assert not (work(standing) / "nhat-ky.sqlite").exists()


# Windows is documented to read what came out of %~dp0 once; Wine 8 reads it again and drops a % in it.
ONCE_MORE = pytest.mark.xfail(reason="Wine's cmd, not Windows': docs/thu-tren-windows.md asks for it", strict=True)


@pytest.mark.parametrize(
    ("name", "page"),
    [
        *(("Hộ tịch Bù Đăng", page) for page in (437, 1258, 65001)),
        ("a & b", 437),
        pytest.param("100% xong", 437, marks=ONCE_MORE),
        ("(1)", 1258),
    ],
)
def test_a_working_folder_may_have_any_name(standing: Office, plan: Plan, name: str, page: int) -> None:
    folder = standing.drive / f"{name} {page}"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(work(standing), folder)
    make_day(folder / "den", plan)
    said = merge(folder, standing, page)
    assert "8/11 đơn vị" in said.text
    assert report(folder).exists()
    assert "0/11 đơn vị" in standing.press(folder / "Tong hop.cmd", page=page).text  # today, of which nothing came


def test_an_update_takes_away_what_only_the_older_one_had(installed: Office, plan: Plan, tmp_path: Path) -> None:
    make_day(work(installed) / "den", plan)
    merge(work(installed), installed)
    site = home(installed) / "chuong-trinh" / "Lib" / "site-packages"
    old = {
        "Lib/site-packages/xlpy/gone.py": b"raise SystemExit",
        "Lib/site-packages/hotich-0.0.1.dist-info/METADATA": b"",
    }
    for name, data in old.items():
        path = home(installed) / "chuong-trinh" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    lists = home(installed) / "chuong-trinh" / "danh-sach"
    (lists / "0123456789ab.txt").write_text("\n".join([*old, "danh-sach/0123456789ab.txt"]), encoding="utf-8")
    (site / "cua-toi.txt").write_text("a person's own", encoding="utf-8")
    before = everything(work(installed))
    installed.unzip(BUNDLE)
    said = set_up(installed)
    assert said.code == 0
    assert "Đã xoá 3 tệp của bản trước" in said.text
    assert not (site / "xlpy" / "gone.py").exists()
    assert not (site / "hotich-0.0.1.dist-info").exists()
    assert (site / "cua-toi.txt").exists()
    assert everything(work(installed)) == before


def test_a_moved_program_finds_its_folder_again(installed: Office, plan: Plan) -> None:
    make_day(work(installed) / "den", plan)
    changed = work(installed) / "Tu kiem.cmd"
    changed.write_bytes(changed.read_bytes().replace(b"pause\r\n", b""))
    kept = changed.read_bytes()
    home(installed).rename(installed.drive / "Hotich moi")
    broken = installed.press(work(installed) / "Tong hop.cmd")
    assert broken.code == 2
    assert "Cai dat.cmd" in broken.text
    said = set_up(installed, "Hotich moi")
    assert r"Thư mục làm việc: C:\Hotich-viec (đã có sẵn" in said.text
    assert rb"C:\Hotich moi\chuong-trinh\python.exe" in (work(installed) / "xlwings.conf").read_bytes()
    assert "8/11 đơn vị" in merge(work(installed), installed).text
    assert changed.read_bytes() == kept
    assert not (installed.drive / "Hotich moi-viec").exists()


def test_a_record_that_was_moved_is_asked_for_and_not_begun_anew(installed: Office) -> None:
    work(installed).rename(installed.drive / "So ho tich")
    said = set_up(installed)
    assert said.code == 2
    assert r"C:\Hotich-viec" in said.text
    assert not work(installed).exists()
    said = set_up(installed, "Hotich", r"C:\So ho tich")
    assert said.code == 0, said.text
    assert r"Thư mục làm việc: C:\So ho tich (đã có sẵn" in said.text
    assert set_up(installed).code == 0  # remembered


def test_what_was_unpacked_for_one_click_is_not_installed(office: Office) -> None:
    office.empty()
    place = office.drive / "users" / office.user / "Temp" / "Rar$EXa1"
    with zipfile.ZipFile(BUNDLE) as opened:
        opened.extractall(place)
    said = office.press(place / "Hotich" / "Cai dat.cmd")
    shutil.rmtree(place)
    assert said.code == 2
    assert "Giải nén" in said.text
    assert not list(office.drive.glob("Hotich*"))


def test_cai_dat_alone_says_that_it_was_not_unzipped(office: Office) -> None:
    office.empty()
    place = office.drive / "Hotich le"
    place.mkdir()
    with zipfile.ZipFile(BUNDLE) as opened:
        (place / "Cai dat.cmd").write_bytes(opened.read("Hotich/Cai dat.cmd"))
    said = office.press(place / "Cai dat.cmd")
    assert said.code == 2
    assert "Extract All" in said.text


def test_the_daily_watch_is_set_and_taken_away(standing: Office) -> None:
    tasks = standing.drive / "windows" / "system32" / "tasks"
    hotich = home(standing) / "lich.cmd"
    hotich.write_text(f'@call "%~dp0hotich.cmd" lich -C C:\\Hotich-viec {"%"}*\n', encoding="ascii")
    assert "chưa đặt gì" in standing.press(hotich, "--dat", "13:00", "--thu").text
    assert not list(tasks.glob("Hotich*"))
    assert "Đã đặt" in where_tasks_are_taken(standing, hotich, "--dat", "13:00").text
    assert len(list(tasks.glob("Hotich*"))) == 1
    assert "Đã bỏ lịch" in where_tasks_are_taken(standing, hotich, "--xoa").text
    assert not list(tasks.glob("Hotich*"))


def where_tasks_are_taken(office: Office, path: Path, *words: str) -> Said:
    """What a press says of the scheduler, on a PC that takes tasks at all: one that is none of ours is the judge.

    Wine starts one service at a time and meanwhile refuses to look for its scheduler (1055, the database is locked), so
    for up to half a minute after it has begun every task is refused. Windows' scheduler always runs.
    """
    for _ in range(10):
        before = office.takes_a_task()
        said = office.press(path, *words)
        if said.code == 0 or (before and office.takes_a_task()):
            return said
        time.sleep(3)
    pytest.skip("Wine's schtasks refuses any task here, also one that is none of ours")


def test_removal_leaves_the_record_and_takes_the_rest(installed: Office, plan: Plan) -> None:
    make_day(work(installed) / "den", plan)
    merge(work(installed), installed)
    before = everything(work(installed))
    asked = installed.press(home(installed) / "Go bo.cmd")
    assert asked.code == 2
    assert "Chưa gỡ gì" in asked.text
    own = home(installed) / "chuong-trinh" / "ghi chu.txt"
    own.write_text("a person's own", encoding="utf-8")
    said = installed.press(home(installed) / "Go bo.cmd", typed="go")
    assert said.code == 0, said.text
    assert r"Giữ nguyên: C:\Hotich-viec" in said.text
    left = {path.name for path in home(installed).rglob("*") if path.is_file()}
    assert left == {"Go bo.cmd", "noi-lam-viec.txt", "ghi chu.txt"}
    assert everything(work(installed)) == before
    assert not list(installed.desktop.glob("*.lnk"))
