"""Windows' own Python with the project's packages for Windows, on a Debian without Windows: under Wine.

    python packaging/windows/wine/set_up.py FOLDER
    FOLDER/run -m pytest

The Python is python.org's, laid out as an installed one: it finds its packages in Lib\\site-packages, the project where
it lies (as `pip install -e ".[test]"` has it), and reads PYTHONPATH. Run again, the script does only what has changed.
Needed: Python 3.11 with pip and uv (the extra "dev" has it); what Debian lacks is installed by apt, as root.
"""

import argparse
import hashlib
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[2]
sys.path.insert(0, str(HERE.parent))

from hotich_bundle import pip, python  # noqa: E402 - lies beside this folder, in no package
from hotich_bundle.errors import CannotBuild  # noqa: E402

PLATFORM = "x86_64-pc-windows-msvc"
COMPILER = "x86_64-w64-mingw32-gcc"
PROGRAMS = {
    "wine": ("wine", "wine64"),
    COMPILER: ("gcc-mingw-w64-x86-64-win32",),
    "osslsigncode": ("osslsigncode", "ca-certificates"),
}
"""Program → the packages of Debian that bring it."""

RUN = """\
#!/bin/bash
# Windows' Python on the files of this machine (drive Z:). Its output goes through a pipe: with a file of Linux it does
# not start. Wine's server outlives a program and would hold the pipe, so one that nobody listens to is there first.
# Without bytecode each of many processes would compile all that it imports.
unset PYTHONDONTWRITEBYTECODE
export WINEPREFIX={prefix} WINEARCH=win64 WINEDEBUG=-all
if wineserver -p20 >/dev/null 2>&1 </dev/null; then wine cmd /c exit >/dev/null 2>&1 </dev/null; fi
wine {python} "$@" > >(exec cat) 2>&1 </dev/null
code=$?
# A process of Wine's that was lost holds the pipe for ever: what was said is out in a moment.
for _ in {{1..50}}; do kill -0 $! 2>/dev/null || break; sleep 0.1; done
kill $! 2>/dev/null
exit $code
"""


def main() -> int:
    """Set up; 0 done, 2 could not (one line says why)."""
    parser = argparse.ArgumentParser(description="Windows' Python under Wine, for the project's tests.")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="where it is to be, 350 MB; made if missing")
    folder: Path = parser.parse_args().folder.absolute()
    try:
        set_up(folder)
    except CannotBuild as reason:
        print(f"set_up.py: {reason}", file=sys.stderr)
        return 2
    return 0


def set_up(folder: Path) -> None:
    """Make `folder`/run, a Python for Windows that can run the project's tests. Raises CannotBuild."""
    _install_programs()
    folder.mkdir(parents=True, exist_ok=True)
    for part, make, sources in (
        ("python", _lay_python, (pip.PYTHON, HERE / "bcryptprimitives.c", Path(__file__))),
        ("prefix", _make_prefix, (Path(__file__),)),
    ):
        _once(folder, part, make, sources)
    _lay_packages(folder / "python")
    run = folder / "run"
    quoted = {
        name: shlex.quote(str(folder / path)) for name, path in (("prefix", "prefix"), ("python", "python/python.exe"))
    }
    run.write_text(RUN.format(**quoted), encoding="utf-8")
    run.chmod(0o755)
    _do(
        str(run),
        "-c",
        "import lxml.etree, python_calamine, sys, win32api, xlpy, xlwings; print(sys.version, sys.platform)",
    )


def _install_programs() -> None:
    missing = [package for program, packages in PROGRAMS.items() if not shutil.which(program) for package in packages]
    if not missing:
        return
    if os.geteuid() != 0:
        raise CannotBuild(f"install as root: apt-get install {' '.join(missing)}")
    _do("apt-get", "update", "-qq")
    _do("apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing)


def _once(folder: Path, part: str, make: Callable[[Path], None], sources: tuple[Path, ...]) -> None:
    """Make a part anew where what it is made from has changed, or where an earlier run was cut short."""
    stamp = folder / f"{part}.made-from"
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()
    if stamp.exists() and stamp.read_text(encoding="ascii") == digest:
        return
    stamp.unlink(missing_ok=True)
    shutil.rmtree(folder / part, ignore_errors=True)
    make(folder / part)
    stamp.write_text(digest, encoding="ascii")


def _lay_python(place: Path) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        python.lay_python(pip.Pip(work / "tools"), work / "python", place)
    (place / python.PATHS).unlink()  # which would shut it off as the bundle's is: no PYTHONPATH, no current folder
    _do(
        COMPILER,
        "-shared",
        "-O2",
        "-o",
        str(place / "bcryptprimitives.dll"),
        str(HERE / "bcryptprimitives.c"),
        "-ladvapi32",
    )


def _make_prefix(place: Path) -> None:
    environment = {**os.environ, "WINEPREFIX": str(place), "WINEARCH": "win64", "WINEDEBUG": "-all"}
    for command in (("wine", "wineboot", "-i"), ("wineserver", "-w")):
        # It says much on a machine without a screen, and its servers would keep a pipe of ours open.
        subprocess.run(
            command, env=environment, check=True, **dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
        )


def _lay_packages(place: Path) -> None:
    """uv decides for Windows which packages are needed; pip would decide for the system that it runs on."""
    site = place / "Lib" / "site-packages"
    command = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", sys.executable]
    command += ["--target", str(site), f"--python-platform={PLATFORM}", f"--python-version={python.VERSION}"]
    _do(*command, "--editable", ".[test]", cwd=PROJECT, env={**os.environ, **dict(_index())})
    for library in site.glob("pywin32_system32/*.dll"):
        shutil.copyfile(library, place / library.name)
    # The path of the project as Windows names it, in ASCII: Python 3.11 reads such a file in the PC's own code page.
    windows_path = "Z:" + str(PROJECT).replace("/", "\\")
    for link in site.glob("_editable_impl_*.pth"):
        link.write_text(f"import sys; sys.path.append({windows_path!a})\n", encoding="ascii")


def _index() -> Iterator[tuple[str, str]]:
    """Where pip is told to look, uv is told to look, too."""
    told = subprocess.run([sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False)
    for line in told.stdout.splitlines():
        name, _, value = line.partition("=")
        key = name.rpartition(".")[2]
        if key == "index-url":
            yield "UV_DEFAULT_INDEX", value.strip("'\"")
        elif key == "cert":
            yield "SSL_CERT_FILE", value.strip("'\"")


def _do(*command: str, **options: object) -> None:
    if subprocess.run(command, stdin=subprocess.DEVNULL, check=False, **options).returncode:  # type: ignore[call-overload]
        raise CannotBuild(f"failed: {shlex.join(command)}")


if __name__ == "__main__":
    sys.exit(main())
