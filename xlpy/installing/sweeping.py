"""Delete what belongs to the program, by the bundles' own lists, and nothing that no list names.

Run as a script it is the last step of `Go bo.cmd`. It needs nothing but `os` and `sys` then, since Windows deletes no
library that is loaded.
"""

import os
import sys
from collections.abc import Iterable, Iterator

LIST, LISTS = "tep.txt", "danh-sach"
"""In the program's folder: what this bundle has, and a folder with the list of each bundle that was unzipped here."""
SHIPPED_BESIDE = ("Cai dat.cmd", "hotich.cmd", "Huong dan.html")
"""What lies beside the program's folder and goes with it. `Go bo.cmd` runs meanwhile and stays, and so does the note of
where the record is: whoever installs again is to find it."""
RUNNING = (
    *("python.exe", "python3.dll", "python311.dll", "vcruntime140.dll", "vcruntime140_1.dll"),
    *("python311.zip", "python311._pth", LIST),
)
"""What this very Python needs to its end: `Go bo.cmd` deletes it."""


def tidy(program: str) -> list[str]:
    """Delete what only earlier bundles had; returns the names. A second version of a package would confuse Python.

    Raises OSError where a file is in use or must not be deleted.
    """
    now = set(_names(os.path.join(program, LIST)))
    gone = sorted(name for name in _ever(program) - now if os.path.isfile(os.path.join(program, name)))
    for name in gone:
        _delete(program, name)
    _drop_empty(program, gone)
    return gone


def sweep(home: str, program: str) -> list[str]:
    """Delete the program but for what runs; returns what could not be deleted."""
    left = []
    names = sorted(_ever(program) - set(RUNNING))
    for name in names:
        try:
            _delete(program, name)
        except OSError:
            left.append(name)
    _drop_empty(program, names)
    for name in SHIPPED_BESIDE:
        try:
            os.unlink(os.path.join(home, name))
        except FileNotFoundError:
            continue
        except OSError:
            left.append(name)
    return left


def _ever(program: str) -> set[str]:
    """All that any bundle put here."""
    lists = os.path.join(program, LISTS)
    known = [os.path.join(lists, name) for name in (os.listdir(lists) if os.path.isdir(lists) else ())]
    names = {name for path in (os.path.join(program, LIST), *known) for name in _names(path)}
    return names | {f"{LISTS}/{os.path.basename(path)}" for path in known}


def _names(path: str) -> Iterator[str]:
    try:
        with open(path, encoding="utf-8") as stream:
            lines = stream.read().splitlines()
    except FileNotFoundError:
        return
    for line in lines:
        # A list that somebody wrote to reaches no file outside.
        if line and ".." not in line.split("/") and not os.path.isabs(line) and ":" not in line:
            yield line


def _delete(program: str, name: str) -> None:
    """A file, and the bytecode that Python may have written beside a module."""
    path = os.path.join(program, *name.split("/"))
    folder, file = os.path.split(path)
    stem, end = os.path.splitext(file)
    cache = os.path.join(folder, "__pycache__")
    written = [os.path.join(cache, f"{stem}.cpython-311{level}.pyc") for level in ("", ".opt-1", ".opt-2")]
    for each in (path, *(written if end == ".py" else ())):
        try:
            os.unlink(each)
        except FileNotFoundError:
            continue


def _drop_empty(program: str, names: Iterable[str]) -> None:
    """Folders that are empty now, innermost first."""
    folders = {"/".join(name.split("/")[:depth]) for name in names for depth in range(1, name.count("/") + 1)}
    folders |= {f"{folder}/__pycache__" for folder in folders}
    for folder in sorted(folders, key=len, reverse=True):
        try:
            os.rmdir(os.path.join(program, *folder.split("/")))
        except OSError:
            continue


if __name__ == "__main__":
    _program = os.path.dirname(sys.executable)
    _left = sweep(os.path.dirname(_program), _program)
    if _left:
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        print("Chưa xoá được, có chương trình đang giữ: " + ", ".join(_left[:5]) + (" …" if _left[5:] else ""))
        print("Đóng Excel và các cửa sổ Hotich rồi bấm đúp Go bo.cmd lần nữa.")
        sys.exit(2)
