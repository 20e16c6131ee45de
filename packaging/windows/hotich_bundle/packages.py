"""Hotich and the packages that it needs, laid out for Windows, without what no office uses, and compiled."""

import shutil
import subprocess
import sys
from pathlib import Path

from hotich_bundle import pip
from hotich_bundle.errors import CannotBuild
from hotich_bundle.python import VERSION

SITE = Path("Lib", "site-packages")
_USELESS = (
    # pywin32's window of its own, demos, tests, and the parts of COM that speak to none of our programs
    *("Pythonwin", "pythonwin", "PyWin32.chm", "adodbapi", "isapi"),
    *(f"win32/{part}" for part in ("Demos", "test", "scripts", "include", "libs")),
    *(f"win32com/{part}" for part in ("demos", "test", "HTML", "servers")),
    *(f"win32comext/{part}" for part in ("adsi", "authorization", "axdebug", "axscript", "bits", "directsound")),
    *(f"win32comext/{part}" for part in ("exchange", "ifilter", "internet", "mapi", "propsys", "taskscheduler")),
    # xlwings' server and web parts, lxml's C headers, programs that would name this machine's Python
    *("xlwings/quickstart_fastapi", "xlwings/html", "xlwings/js", "lxml/includes", "bin"),
    # SQLAlchemy's own tests, and its words for servers that no journal lies on
    *(f"sqlalchemy/{part}" for part in ("testing", "dialects/mssql", "dialects/mysql", "dialects/oracle")),
)
_LIBRARIES = "pywin32_system32/*.dll"
"""pywin32's own libraries must lie beside python.exe, where Windows looks first."""


def lay_packages(tool: pip.Pip, project: Path, work: Path, folder: Path) -> None:
    """Install the project and its packages into the Python of `folder`. Raises CannotBuild."""
    site = folder / SITE
    tool.download(pip.PACKAGES, work / "wheels", *pip.WINDOWS)
    own = tool.wheel(project, work / "own")
    tool.install([own, *sorted((work / "wheels").glob("*.whl"))], site)
    for library in sorted(site.glob(_LIBRARIES)):
        shutil.copyfile(library, folder / library.name)
    _forget_where_from(site)
    for useless in _USELESS:
        path = site / useless
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def _forget_where_from(site: Path) -> None:
    """pip notes in which folder a wheel lay, which is another one at each build."""
    for note in site.glob("*.dist-info/direct_url.json"):
        record = note.with_name("RECORD")
        lines = record.read_text(encoding="utf-8").splitlines(keepends=True)
        record.write_text("".join(line for line in lines if note.name not in line), encoding="utf-8")
        note.unlink()


def compile_packages(folder: Path) -> None:
    """Write the bytecode, so that the office's first press need not. Raises CannotBuild.

    In a process that has compiled nothing else, one file after the other: what a name refers to in bytecode depends on
    what else the process remembers. Judged by no time, since a zip knows none to the second.
    """
    if f"{sys.version_info.major}.{sys.version_info.minor}" != VERSION:
        raise CannotBuild(f"run this with Python {VERSION}, whose bytecode Windows' Python {VERSION} can read")
    command = [sys.executable, "-I", "-S", "-m", "compileall", "-q", "-s", str(folder.parent)]
    command += ["--invalidation-mode", "unchecked-hash", str(folder / SITE)]
    subprocess.run(command, check=False, capture_output=True)  # a package's file for another Python does not compile
