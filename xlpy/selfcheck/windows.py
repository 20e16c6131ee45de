"""Gathers what matters on Windows only: Excel, what is ordered about it, and how its buttons find Python."""

import ntpath
import struct
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from xlpy.selfcheck.conf import CONF, named_python
from xlpy.selfcheck.facts import Excel, Location, Macros, Place, Windows, expanded, interpreter
from xlpy.selfcheck.gathering import started
from xlpy.selfcheck.registry import Registry, Value

_EXCEL = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
_EXCEL_CLASS = r"HKLM\SOFTWARE\Classes\Excel.Application\CurVer"
_STORE_PACKAGES = (
    r"HKCU\Software\Classes\Local Settings\Software\Microsoft\Windows\CurrentVersion\AppModel\Repository\Packages"
)
_STORE_EXCEL = "microsoft.office.desktop"
_ORDERS = (r"HKCU\Software\Policies\Microsoft\Office", r"HKCU\Software\Policies\Microsoft\Cloud\Office")
_CHOICES = r"HKCU\Software\Microsoft\Office"
_DEFENDER = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender"
_DEFENDER_OWN = r"HKLM\SOFTWARE\Microsoft\Windows Defender"
_GUARD = r"Windows Defender Exploit Guard\ASR"
_CHILD_PROCESSES = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"
_SYSTEM_CALLS = "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b"
_BITS = {0x014C: 32, 0x8664: 64, 0xAA64: 64}
_REMOTE = 4


def gather_windows(place: Place, workbook: str, registry: Registry, environ: Mapping[str, str]) -> Windows:
    """The facts of a PC with Windows."""
    profile = environ.get("USERPROFILE", "")
    defender = _defender(registry)
    excel = _excel(registry)
    found = Windows(
        temp=environ.get("TEMP", ""),
        profile=profile,
        onedrive=_onedrive(environ),
        beside=_named(Path(place.path), environ),
        of_user=_named(Path(profile) / ".xlwings", environ) if profile else None,
        place_read=expanded(place.path, environ),
        zone=_zone(Path(place.path) / workbook),
        excel=excel,
        child_processes=defender.get(_CHILD_PROCESSES, 0),
        system_calls=defender.get(_SYSTEM_CALLS, 0),
        macros=_macros(registry, excel.version, environ) if excel else Macros(),
    )
    named = interpreter(place.path, found)
    return found._replace(trial=started(named)) if excel and named else found


def _named(folder: Path, environ: Mapping[str, str]) -> str | None:
    named = named_python(folder / CONF)
    return expanded(named, environ) if named else None


def is_network(path: str) -> bool:
    """Whether a path of this PC lies on another one."""
    drive = ntpath.splitdrive(path)[0]
    if drive.startswith("\\\\"):
        return True
    kernel: Any = import_module("ctypes").windll.kernel32
    return bool(kernel.GetDriveTypeW(f"{drive}\\") == _REMOTE)


def _onedrive(environ: Mapping[str, str]) -> tuple[str, ...]:
    names = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
    return tuple(dict.fromkeys(environ[name] for name in names if environ.get(name)))


def _zone(workbook: Path) -> int | None:
    """The mark of a downloaded file, which NTFS keeps in a stream beside its bytes."""
    try:
        lines = Path(f"{workbook}:Zone.Identifier").read_text(encoding="latin-1").splitlines()
    except OSError:
        return None
    zones = [line.partition("=")[2].strip() for line in lines if line.lower().startswith("zoneid=")]
    return int(zones[0]) if zones and zones[0].isdigit() else None


def _excel(registry: Registry) -> Excel | None:
    paths = (registry.values(f"{hive}\\{_EXCEL}").get("") for hive in ("HKLM", "HKCU"))
    path = next((path.strip('"') for path in paths if isinstance(path, str) and path), "")
    bought = [name for name in registry.keys(_STORE_PACKAGES) if name.lower().startswith(_STORE_EXCEL)]
    if not path and not bought:
        return None
    number = str(registry.values(_EXCEL_CLASS).get("", "")).rpartition(".")[2]
    version = f"{number}.0" if number.isdigit() else "16.0"
    return Excel(path, version, _bits(path), store="\\windowsapps\\" in path.lower() or not path)


def _bits(program: str) -> int | None:
    """For which machine a program was built: its header says so."""
    try:
        with Path(program).open("rb") as stream:
            stream.seek(0x3C)
            stream.seek(struct.unpack("<I", stream.read(4))[0])
            magic, machine = struct.unpack("<4sH", stream.read(6))
    except (OSError, struct.error):
        return None
    return _BITS.get(machine) if magic == b"PE\0\0" else None


def _defender(registry: Registry) -> dict[str, int]:
    """Defender's rules by their numbers; an order stands above a choice."""
    rules = {name: _number(value) for name, value in registry.values(f"{_DEFENDER_OWN}\\{_GUARD}\\Rules").items()}
    managed = str(registry.values(f"{_DEFENDER}\\Policy Manager").get("asrrules", ""))
    for rule in managed.split("|"):
        name, _, mode = rule.partition("=")
        rules[name.strip().lower()] = _number(mode)
    if registry.values(f"{_DEFENDER}\\{_GUARD}").get("exploitguard_asr_rules", 1):
        ordered = registry.values(f"{_DEFENDER}\\{_GUARD}\\Rules")
        rules |= {name: _number(value) for name, value in ordered.items()}
    return rules


def _number(value: Value) -> int:
    text = str(value).strip()
    return int(text) if text.isdigit() else 0


def _macros(registry: Registry, version: str, environ: Mapping[str, str]) -> Macros:
    orders: dict[str, Value] = {}
    off = False
    for root in _ORDERS:
        orders |= registry.values(rf"{root}\{version}\Excel\Security")
        off = off or registry.values(rf"{root}\{version}\Common").get("vbaoff") == 1
    chosen = registry.values(rf"{_CHOICES}\{version}\Excel\Security")
    ordered = orders.get("vbawarnings")
    level = chosen.get("vbawarnings") if ordered is None else ordered
    trusting = [rf"{root}\{version}\Excel\Security\Trusted Locations" for root in (_CHOICES, *_ORDERS)]
    flags: dict[str, Value] = {}
    for key in trusting:
        flags |= registry.values(key)
    return Macros(
        level=_number(level) if level is not None else None,
        ordered=ordered is not None,
        off=off,
        internet_blocked=orders.get("blockcontentexecutionfrominternet") == 1,
        locations=tuple(location for key in trusting for location in _locations(registry, key, environ)),
        locations_off=flags.get("alllocationsdisabled") == 1,
        network_locations=flags.get("allownetworklocations") == 1,
    )


def _locations(registry: Registry, key: str, environ: Mapping[str, str]) -> list[Location]:
    found = (registry.values(rf"{key}\{name}") for name in registry.keys(key))
    return [
        Location(expanded(path, environ), subfolders=values.get("allowsubfolders") == 1)
        for values in found
        if isinstance(path := values.get("path"), str) and path
    ]
