"""What is known about a PC, as plain values: a recording of one PC can be judged on any other."""

from collections.abc import Mapping
from typing import Any, NamedTuple

WINDOWS = "win32"
"""How `sys.platform` names it."""


class Python(NamedTuple):
    """The Python that runs this."""

    version: tuple[int, int, int]
    bits: int
    executable: str
    home: str
    """The installation that it belongs to, also where it runs in a virtual environment."""


class Packages(NamedTuple):
    """The packages that Hotich needs."""

    hotich: str
    missing: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()
    """Those of another version than the one demanded, such as "xlwings 0.36.0 (cần 0.37.8)"."""


class Place(NamedTuple):
    """The working folder."""

    path: str
    workbook: bool
    inbox: bool
    writable: bool
    free: int
    """Bytes."""
    network: bool = False
    """Whether it is on another computer; only known on Windows."""


class Clock(NamedTuple):
    """The clock, in minutes from UTC, and the times that show whether it is right."""

    offset: int
    now: float
    installed: float
    """When the program's files were put on this PC."""


class LibreOffice(NamedTuple):
    """What is there of it."""

    program: str
    uno: bool


class Excel(NamedTuple):
    """The Excel of this PC."""

    path: str
    version: str
    """As its settings are filed in the registry: "16.0"."""
    bits: int | None
    store: bool


class Location(NamedTuple):
    """A folder whose macros Excel trusts."""

    path: str
    subfolders: bool


class Macros(NamedTuple):
    """What is ordered about macros, by the administrator and by the person."""

    level: int | None = None
    """VBAWarnings: 1 all run, 2 asked for, 3 only signed ones, 4 none; the administrator's, else the person's."""
    ordered: bool = False
    """Whether the level is the administrator's."""
    off: bool = False
    internet_blocked: bool = False
    locations: tuple[Location, ...] = ()
    locations_off: bool = False
    network_locations: bool = False


class Windows(NamedTuple):
    """What matters on Windows only: how a button of the workbook comes to start Python."""

    temp: str
    profile: str
    onedrive: tuple[str, ...] = ()
    beside: str | None = None
    """The Python that xlwings.conf beside the workbook names, as it is written there."""
    of_user: str | None = None
    """The Python that the person's own xlwings.conf names."""
    trial: str = ""
    """What goes wrong when the Python that is named is started as a button does; nothing where all is well."""
    place_read: str = ""
    """The working folder as cmd.exe reads it, which replaces %NAME%; the same where its path has no such name."""
    zone: int | None = None
    """The mark that Windows puts on a downloaded workbook: 3 from the internet."""
    excel: Excel | None = None
    child_processes: int = 0
    """Defender's rule against programs started by Office: 0 off, 1 block, 2 only noted, 6 ask."""
    system_calls: int = 0
    """Defender's rule against macros that call Windows, likewise."""
    macros: Macros = Macros()


class Passwords(NamedTuple):
    """Where this PC keeps passwords: "" for nowhere; `warning` says what is wrong with that."""

    store: str = ""
    warning: str = ""


class JournalServer(NamedTuple):
    """The server that the journal lies on: `trouble` says why it cannot be reached, or is no journal's."""

    name: str
    trouble: str = ""
    delay: float = 0.0
    """Seconds that a question and its answer took."""
    overheard: bool = False
    """Whether what goes over the network could be read on the way."""
    misnamed: bool = False
    """Whether no server was asked, because what names it is no address."""


class Facts(NamedTuple):
    """All that the checks look at."""

    platform: str
    python: Python
    packages: Packages
    place: Place
    clock: Clock
    libreoffice: LibreOffice
    serif: str | None = None
    """The font that stands where Times New Roman is asked for: "" for none, None where that is not known."""
    windows: Windows | None = None
    reader: str = ""
    """What goes wrong when the reader of workbooks is started and given a small one; nothing where all is well."""
    passwords: Passwords = Passwords()
    journal: JournalServer | None = None
    """None where the journal is a file of the folder."""
    duty: str = ""
    """Who is on duty for the buttons of this folder on this PC; "" for nobody."""


def interpreter(folder: str, windows: Windows) -> str | None:
    """The Python that the workbook's VBA starts: the file beside the workbook goes before the person's own."""
    beside = windows.beside if is_plain(folder) else None
    return beside or (windows.of_user if is_plain(windows.profile) else None)


def is_plain(path: str) -> bool:
    """Whether VBA, which knows no Unicode in its file calls, can name this path on every PC."""
    return path.isascii()


def expanded(path: str, environ: Mapping[str, str]) -> str:
    """A path of Windows with its %VARIABLES% replaced, on any system."""
    for name, value in environ.items():
        start = path.upper().find(f"%{name.upper()}%")
        if start >= 0:
            path = path[:start] + value + path[start + len(name) + 2 :]
    return path


def plain_facts(value: Any) -> Any:
    """Named tuples as dictionaries, for JSON."""
    if hasattr(value, "_asdict"):
        return {name: plain_facts(item) for name, item in value._asdict().items()}
    return [plain_facts(item) for item in value] if isinstance(value, tuple) else value
