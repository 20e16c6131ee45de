"""Other programs and modules, found where this PC has them and never in the current folder.

The current folder is where received files lie beside the office's own: a `soffice.bat` or a `multiprocessing.py` put
there must not be what runs. Windows looks there first, for programs as for modules.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

_KINDS = (".exe", ".com") if sys.platform == "win32" else ("",)
"""What a program's file ends with. A batch file is none: cmd.exe would read its arguments anew."""

_SAFE_PATH = "PYTHONSAFEPATH"


def find_program(*names: str) -> str | None:
    """The first of these programs that the search path has, as a whole path; None where it has none of them.

    A name that is a whole path itself is that program, where there is one.
    """
    folders = [folder for folder in _search_path() if folder.is_absolute() and not _is_here(folder)]
    places = (
        place
        for name in names
        for place in (
            [Path(name)]
            if Path(name).is_absolute()
            else [folder / f"{name}{kind}" for folder in folders for kind in _KINDS]
        )
    )
    return next((str(place) for place in places if is_there(place) and os.access(place, os.X_OK)), None)


def is_there(place: Path) -> bool:
    """Whether this is a file, as far as we may look: False, too, in a folder that is closed to us."""
    return os.path.isfile(place)  # noqa: PTH113 - Path's raises there


def own_command() -> str:
    """What to type to run `hotich` again from here: its name where the search path has it, else its whole path."""
    called = Path(sys.argv[0])
    if called.stem.casefold() != "hotich" or find_program("hotich"):
        return "hotich"
    whole = str(called.absolute())
    return f'"{whole}"' if " " in whole else whole


def system_program(name: str) -> str:
    """A program of Windows itself, by its whole path."""
    return str(Path(os.environ.get("SYSTEMROOT", r"C:\Windows"), "System32", f"{name}.exe"))


def module_path(path: Sequence[str]) -> list[str]:
    """Where modules are looked for, without the current folder. This package stays within reach, behind all else."""
    kept = [place for place in path if place and not _is_here(Path(place))]
    own = str(Path(__file__).parents[1])
    return kept if own in kept else [*kept, own]


@contextmanager
def safe_start() -> Iterator[None]:
    """A Python started meanwhile imports nothing from the current folder, not even while it is starting."""
    before, path = os.environ.get(_SAFE_PATH), sys.path
    os.environ[_SAFE_PATH], sys.path = "1", module_path(path)
    try:
        yield
    finally:
        sys.path = path
        if before is None:
            del os.environ[_SAFE_PATH]
        else:
            os.environ[_SAFE_PATH] = before


def _search_path() -> Iterator[Path]:
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        if folder.strip('" '):
            yield Path(folder.strip('"'))


def _is_here(folder: Path) -> bool:
    try:
        return folder.samefile(".")
    except OSError:
        return False
