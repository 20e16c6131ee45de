"""Facts: gathered here, and on a Windows whose registry, files and environment are played."""

import os
import re
import struct
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self

import pytest

from xlpy.app.folder import Folder
from xlpy.app.set_up import start
from xlpy.doors.disk.duty import Post
from xlpy.programs import find_program, is_there
from xlpy.selfcheck import windows
from xlpy.selfcheck.facts import Excel, Location, Macros, Place, expanded
from xlpy.selfcheck.gathering import gather, packages, place_of, serif, started
from xlpy.selfcheck.registry import NoRegistry, WindowsRegistry
from xlpy.selfcheck.windows import gather_windows

EXCEL_KEY = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
CLASS_KEY = r"HKLM\SOFTWARE\Classes\Excel.Application\CurVer"
ORDERS = r"HKCU\Software\Policies\Microsoft\Office\16.0"
CHOICES = r"HKCU\Software\Microsoft\Office\16.0"
RULES = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
CHILD = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"


class Played:
    """A registry that is written down: the values of each key, names in lower case."""

    def __init__(self, written: Mapping[str, Mapping[str, str | int]]) -> None:
        self._written = {key.lower(): values for key, values in written.items()}
        self._names = list(written)

    def values(self, key: str) -> Mapping[str, str | int]:
        return self._written.get(key.lower(), {})

    def keys(self, key: str) -> list[str]:
        start = f"{key.lower()}\\"
        below = [name[len(start) :] for name in self._names if name.lower().startswith(start)]
        return list(dict.fromkeys(name.split("\\")[0] for name in below))


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return place_of(start(tmp_path / "viec", None).path, "Hotich.xlsm", "den")


def program(path: Path, machine: int) -> str:
    """The header of a program for a kind of processor."""
    path.write_bytes(
        b"MZ".ljust(0x3C, b"\0") + struct.pack("<I", 0x80) + bytes(0x40) + b"PE\0\0" + struct.pack("<H", machine)
    )
    return str(path)


def found(place: Place, written: Mapping[str, Mapping[str, str | int]], **environ: str) -> Any:
    return gather_windows(place, "Hotich.xlsm", Played(written), environ)


def test_this_pc_is_known_and_nothing_is_left_behind(tmp_path: Path) -> None:
    folder = start(tmp_path / "viec", None).path
    before = sorted(folder.rglob("*"))
    facts = gather(folder, "Hotich.xlsm", "den", duty=Folder(folder).duty)
    assert sorted(folder.rglob("*")) == before
    assert facts.duty == ""
    assert facts.python.executable == sys.executable
    assert facts.python.version >= (3, 11)
    assert facts.place.workbook and facts.place.inbox and facts.place.writable
    assert facts.place.free > 0
    assert facts.clock.now > facts.clock.installed
    assert (facts.windows is None) == (sys.platform != "win32")


def test_who_is_on_duty_is_known(tmp_path: Path) -> None:
    folder = start(tmp_path / "viec", None)
    post = Post(folder.duty, "Hotich.xlsm")
    post.take_up("0.1")
    told = gather(folder.path, "Hotich.xlsm", "den", duty=folder.duty).duty
    assert re.fullmatch(rf"tiến trình {os.getpid()}, bản 0\.1, từ \d+ giờ \d\d ngày \d\d/\d+/\d{{4}}", told)
    post.lay_down()


def test_a_folder_where_one_may_not_write_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(**_: object) -> None:
        raise PermissionError(tmp_path)

    monkeypatch.setattr("tempfile.TemporaryFile", refused)
    assert not place_of(tmp_path, "Hotich.xlsm", "den").writable


def test_packages_are_compared_with_what_the_distribution_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    needed = ["xlwings==0.0.1", "openpyxl<4,>=3.1.5", "khong-co-goi-nay>=1", "pytest>=8; extra == 'test'"]
    monkeypatch.setattr("importlib.metadata.requires", lambda _: needed)
    assert packages().missing == ("khong-co-goi-nay",)
    assert len(packages().unlike) == 1
    assert packages().unlike[0].endswith("(cần 0.0.1)")


def test_a_program_run_from_its_source_needs_no_distribution() -> None:
    assert packages("khong-co-goi-nay").missing == ()


def test_fonts_are_found_by_their_files_where_the_system_cannot_be_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xlpy.selfcheck.gathering.find_program", lambda *_: None)
    monkeypatch.setattr("xlpy.selfcheck.gathering._FONT_FOLDERS", (str(tmp_path / "khong-co"),))
    assert serif() is None
    monkeypatch.setattr("xlpy.selfcheck.gathering._FONT_FOLDERS", (str(tmp_path),))
    assert serif() == ""
    (tmp_path / "LiberationSerif-Regular.ttf").touch()
    assert serif() == "Liberation Serif"
    (tmp_path / "times.ttf").touch()
    assert serif() == "Times New Roman"


@pytest.mark.venv
def test_the_python_of_a_button_is_tried_as_the_button_starts_it(tmp_path: Path) -> None:
    # Found where the project is installed or where it lies.
    with_us = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    assert started(sys.executable, with_us) == ""
    assert started(str(tmp_path / "python.exe")) == "không có tệp này"
    empty = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", empty], check=True)
    python = empty / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    without = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    assert "No module named 'xlwings'" in started(str(python), without)


def test_a_windows_without_excel_has_nothing_to_say_of_it(place: Place) -> None:
    nothing = gather_windows(place, "Hotich.xlsm", NoRegistry(), {"TEMP": r"C:\Temp", "USERPROFILE": r"C:\Users\lan"})
    assert nothing.excel is None
    assert nothing.temp == r"C:\Temp"
    assert nothing.macros == Macros()
    assert (nothing.child_processes, nothing.zone, nothing.beside, nothing.trial) == (0, None, None, "")


@pytest.mark.parametrize(("machine", "bits"), [(0x14C, 32), (0x8664, 64), (0xAA64, 64), (0x1234, None)])
def test_excel_is_found_with_its_version_and_bits(place: Place, tmp_path: Path, machine: int, bits: int | None) -> None:
    path = program(tmp_path / "EXCEL.EXE", machine)
    told = found(place, {EXCEL_KEY: {"": f'"{path}"'}, CLASS_KEY: {"": "Excel.Application.15"}})
    assert told.excel == Excel(path, "15.0", bits, store=False)


@pytest.mark.parametrize(
    "written",
    [
        {EXCEL_KEY: {"": r"C:\Program Files\WindowsApps\Microsoft.Office.Desktop.Excel_16051\Office16\EXCEL.EXE"}},
        {rf"{windows._STORE_PACKAGES}\Microsoft.Office.Desktop.Excel_16051.14326_x86__8wekyb3d8bbwe": {}},
    ],
)
def test_excel_of_the_store_is_known_by_its_place_or_its_package(
    place: Place, written: Mapping[str, Mapping[str, str | int]]
) -> None:
    told = found(place, written)
    assert told.excel.store
    assert told.excel.bits is None


@pytest.mark.parametrize(
    ("written", "mode"),
    [
        ({RULES: {CHILD: "1"}}, 1),
        ({RULES: {CHILD: "2"}, RULES.replace(r"\Policies", ""): {CHILD: 1}}, 2),
        ({RULES: {CHILD: "1"}, RULES.removesuffix(r"\Rules"): {"exploitguard_asr_rules": 0}}, 0),
        ({RULES.replace(r"\Policies", ""): {CHILD: 6}}, 6),
        (
            {
                windows._DEFENDER + r"\Policy Manager": {
                    "asrrules": f"92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b=1|{CHILD.upper()}=1"
                }
            },
            1,
        ),
        ({RULES: {CHILD: "bật"}}, 0),
        ({}, 0),
    ],
)
def test_defenders_rules_are_read_from_wherever_they_are_ordered(
    place: Place, written: Mapping[str, Mapping[str, str | int]], mode: int
) -> None:
    assert found(place, written).child_processes == mode


def test_what_is_ordered_about_macros_stands_above_what_the_person_chose(place: Place, tmp_path: Path) -> None:
    excel = {EXCEL_KEY: {"": program(tmp_path / "EXCEL.EXE", 0x8664)}}
    own = {**excel, rf"{CHOICES}\Excel\Security": {"vbawarnings": 4}}
    assert found(place, own).macros == Macros(level=4)
    orders = {
        rf"{ORDERS}\Excel\Security": {"vbawarnings": 2, "blockcontentexecutionfrominternet": 1},
        rf"{ORDERS}\Common": {"vbaoff": 1},
    }
    assert found(place, own | orders).macros == Macros(level=2, ordered=True, off=True, internet_blocked=True)


def test_trusted_locations_are_those_of_the_person_and_of_the_administrator(place: Place, tmp_path: Path) -> None:
    written: dict[str, Mapping[str, str | int]] = {
        EXCEL_KEY: {"": program(tmp_path / "EXCEL.EXE", 0x8664)},
        rf"{CHOICES}\Excel\Security\Trusted Locations": {"allownetworklocations": 1},
        rf"{CHOICES}\Excel\Security\Trusted Locations\Location0": {"path": r"%APPDATA%\Microsoft\Excel\XLSTART"},
        rf"{CHOICES}\Excel\Security\Trusted Locations\Location1": {"description": "no path"},
        rf"{ORDERS}\Excel\Security\Trusted Locations": {"alllocationsdisabled": 1},
        rf"{ORDERS}\Excel\Security\Trusted Locations\Location9": {"path": "C:\\Hotich\\", "allowsubfolders": 1},
    }
    macros = found(place, written, AppData=r"C:\Users\lan\AppData\Roaming").macros
    assert macros.locations == (
        Location(r"C:\Users\lan\AppData\Roaming\Microsoft\Excel\XLSTART", False),
        Location("C:\\Hotich\\", True),
    )
    assert macros.locations_off and macros.network_locations


@pytest.mark.parametrize(
    ("text", "zone"),
    [("[ZoneTransfer]\r\nZoneId=3\r\nHostUrl=https://x\r\n", 3), ("[ZoneTransfer]\nZoneId=\n", None), ("", None)],
)
def test_the_mark_of_a_download_is_read_beside_the_workbook(place: Place, text: str, zone: int | None) -> None:
    Path(place.path, "Hotich.xlsm:Zone.Identifier").write_text(text, encoding="ascii")
    assert found(place, {}).zone == zone


def test_the_python_that_the_workbook_names_is_tried(place: Place, tmp_path: Path) -> None:
    excel = {EXCEL_KEY: {"": program(tmp_path / "EXCEL.EXE", 0x8664)}}
    Path(place.path, "xlwings.conf").write_text('"INTERPRETER_WIN","%HOTICH%\\python.exe"\n', encoding="ascii")
    told = found(place, excel, HOTICH=r"C:\Hotich\Python")
    assert told.beside == r"C:\Hotich\Python\python.exe"
    assert told.trial == "không có tệp này"


def test_the_persons_own_file_and_cloud_folders_are_known(place: Place, tmp_path: Path) -> None:
    home = tmp_path / "lan"
    (home / ".xlwings").mkdir(parents=True)
    (home / ".xlwings" / "xlwings.conf").write_text('"INTERPRETER_WIN","C:\\p\\python.exe"\n', encoding="ascii")
    told = found(
        place, {}, USERPROFILE=str(home), OneDrive=r"C:\a", OneDriveConsumer=r"C:\a", OneDriveCommercial=r"C:\b"
    )
    assert told.of_user == r"C:\p\python.exe"
    assert told.onedrive == (r"C:\a", r"C:\b")


def test_a_share_of_another_pc_is_known_by_its_name_and_a_drive_by_its_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    assert windows.is_network(r"\\may-chu\hotich\viec")
    kinds = {"C:\\": 3, "Z:\\": 4}
    kernel = SimpleNamespace(GetDriveTypeW=kinds.get)
    monkeypatch.setattr(windows, "import_module", lambda _: SimpleNamespace(windll=SimpleNamespace(kernel32=kernel)))
    assert windows.is_network(r"Z:\viec")
    assert not windows.is_network(r"C:\viec")


def test_variables_in_a_path_are_replaced_whatever_their_case() -> None:
    assert expanded(r"%AppData%\x", {"APPDATA": r"C:\a"}) == r"C:\a\x"
    assert expanded(r"%KHONG%\x", {"APPDATA": r"C:\a"}) == r"%KHONG%\x"


def test_the_folder_is_seen_as_a_buttons_command_line_reads_it(place: Place) -> None:
    environ = {"TEMP": r"C:\Temp", "USERPROFILE": r"C:\Users\lan"}
    for path, read in ((r"C:\%temp% cu", r"C:\C:\Temp cu"), (r"C:\100% xong", r"C:\100% xong")):
        there = place._replace(path=path)
        assert gather_windows(there, "Hotich.xlsm", NoRegistry(), environ).place_read == read


class _Key:
    def __init__(self, items: list[Any]) -> None:
        self.items = items

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass


def test_the_registry_is_read_to_its_end_and_missing_keys_are_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(root: str, path: str, _: int, access: int) -> _Key:
        assert access == 3
        keys = {("user", "Software"): [("VBAWarnings", 2, 4), ("Bytes", b"x", 3), ("", "own", 1)]}
        if (root, path) not in keys:
            raise FileNotFoundError(path)
        return _Key(keys[root, path])

    def item(key: _Key, index: int) -> Any:
        if index >= len(key.items):
            raise OSError(259, "no more data")
        return key.items[index]

    played = SimpleNamespace(
        HKEY_CURRENT_USER="user",
        HKEY_LOCAL_MACHINE="machine",
        KEY_READ=1,
        KEY_WOW64_64KEY=2,
        OpenKey=opened,
        EnumValue=item,
        EnumKey=lambda key, index: item(key, index)[0],
    )
    monkeypatch.setitem(sys.modules, "winreg", played)  # type: ignore[arg-type]
    registry = WindowsRegistry()
    assert registry.values(r"HKCU\Software") == {"vbawarnings": 2, "": "own"}
    assert registry.keys(r"HKCU\Software") == ["VBAWarnings", "Bytes", ""]
    assert registry.values(r"HKLM\Software") == {}
    assert registry.keys(r"HKLM\Software") == []


def test_a_place_that_cannot_be_looked_into_has_no_program_and_stops_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / ("x" * 300)  # a name that no system takes: to look there is an error, as in a folder not ours
    assert not is_there(closed / "soffice")
    monkeypatch.setenv("PATH", f"{closed}{os.pathsep}{os.environ['PATH']}")
    assert find_program("soffice-khong-co") is None
    assert started(str(closed / "python.exe")) == "không có tệp này"
