"""Shortcuts on the desktop, made and deleted by Windows' own interface.

Not by WScript.Shell: its Save knows only the letters of the PC's code page, and people and folders have other names.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from xlpy.app.folder import WORKBOOK
from xlpy.installing.places import Places
from xlpy.selfcheck.launcher import CHECK, MERGE


class Shortcut(NamedTuple):
    """What a person sees on the desktop."""

    name: str
    target: Path
    told: str


def shortcuts_of(places: Places) -> Sequence[Shortcut]:
    """The four that the office works with."""
    return (
        Shortcut("Sổ Hotich", places.work / WORKBOOK, "Tệp Hotich.xlsm: Kế hoạch, bảng tình hình, các nút"),
        Shortcut("Tổng hợp", places.work / MERGE.name, "Tổng hợp báo cáo hôm nay"),
        Shortcut("Tự kiểm", places.work / CHECK.name, "Xem máy này có gì phải sửa"),
        Shortcut("Hướng dẫn", places.home / "Huong dan.html", "Hướng dẫn sử dụng Hotich, kèm các mã"),
    )


def make(shortcut: Shortcut) -> Path:
    """Put one on this person's desktop, over an earlier one of the same name. Raises what COM raises."""
    link = _link()
    link.SetPath(str(shortcut.target))
    link.SetWorkingDirectory(str(shortcut.target.parent))
    link.SetDescription(shortcut.told)
    path = _desktop() / f"{shortcut.name}.lnk"
    _file(link).Save(str(path), 0)
    return path


def remove(shortcut: Shortcut) -> bool:
    """Delete one that leads where ours does; another of its name is a person's. Raises OSError and what COM raises."""
    path = _desktop() / f"{shortcut.name}.lnk"
    if not path.exists():
        return False
    link = _link()
    _file(link).Load(str(path), 0)
    target, _ = link.GetPath(0)
    if Path(target) != shortcut.target:
        return False
    path.unlink()
    return True


def _desktop() -> Path:
    """The desktop where it really lies: OneDrive may have moved it."""
    from win32com.shell import shell

    return Path(shell.SHGetKnownFolderPath(shell.FOLDERID_Desktop, 0, 0))


def _link() -> Any:
    import pythoncom
    from win32com.shell import shell

    return pythoncom.CoCreateInstance(shell.CLSID_ShellLink, None, pythoncom.CLSCTX_INPROC_SERVER, shell.IID_IShellLink)


def _file(link: Any) -> Any:
    import pythoncom

    return link.QueryInterface(pythoncom.IID_IPersistFile)
