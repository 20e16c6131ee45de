"""Where things lie on an office PC: the program, which may be deleted, and beside it the record, which may not."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from xlpy.app.folder import CannotDo, Folder

PROGRAM = "chuong-trinh"
_REMEMBERED = "noi-lam-viec.txt"


class Places(NamedTuple):
    """The folders of one installation."""

    home: Path
    """What was unzipped, such as C:\\Hotich."""
    work: Path
    """The working folder, such as C:\\Hotich-viec."""

    @property
    def program(self) -> Path:
        """Python and the packages."""
        return self.home / PROGRAM


def find_places(executable: str, asked: Path | None, environ: Mapping[str, str]) -> Places:
    """The places of the installation whose Python this is.

    The working folder is the one that was `asked` for, else the one of the last time, wherever the program lies now,
    else the one beside. Raises CannotDo where a program that is about to vanish would be installed, or where the
    office's record was moved and a new, empty one would take its place.
    """
    home = Path(executable).parent.parent
    if _is_temporary(home, environ):
        raise CannotDo(
            f"{home}: đây là chỗ tạm của Windows, sẽ bị xoá. Giải nén tệp zip vào C:\\ (bấm chuột phải, Extract All) "
            "rồi bấm đúp Cai dat.cmd trong C:\\Hotich."
        )
    if asked is not None:
        return Places(home, _checked(home, asked))
    beside = home.with_name(f"{home.name}-viec")
    last = remembered(home)
    if last is None:
        older = home / "viec"  # as one was told to make it by hand, before there was a bundle
        return Places(home, older if Folder(older).workbook.exists() else beside)
    if last.exists():
        return Places(home, last)
    if beside.exists():
        return Places(home, beside)
    raise CannotDo(
        f"Không thấy thư mục làm việc của lần trước: {last}. Đã chuyển thì kéo thư mục ấy thả lên Cai dat.cmd. "
        f"Muốn bắt đầu lại với thư mục mới thì xoá {home / _REMEMBERED} rồi chạy lại."
    )


def places_last_used(executable: str) -> Places:
    """The places as they were last set up, whether or not they are still there: for whoever takes the program away."""
    home = Path(executable).parent.parent
    return Places(home, remembered(home) or home.with_name(f"{home.name}-viec"))


def remembered(home: Path) -> Path | None:
    """The working folder of the last time."""
    try:
        text = (home / _REMEMBERED).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return Path(text) if text else None


def remember(places: Places) -> None:
    """Note the working folder for the next time. Raises OSError."""
    from xlpy.doors.disk.saving import write

    write(places.home / _REMEMBERED, f"{places.work}\n".encode())


def _checked(home: Path, asked: Path) -> Path:
    if not asked.is_dir():
        raise CannotDo(f"{asked}: không có thư mục này. Kéo cả thư mục làm việc (có Hotich.xlsm) thả lên Cai dat.cmd.")
    if not Folder(asked).workbook.exists():
        raise CannotDo(f"{asked}: không phải thư mục làm việc của Hotich, không có Hotich.xlsm trong đó.")
    if asked.resolve().is_relative_to((home / PROGRAM).resolve()):
        raise CannotDo(f"{asked}: nằm trong thư mục chương trình, sẽ mất khi gỡ. Chuyển ra ngoài {home} rồi làm lại.")
    return asked


def _is_temporary(home: Path, environ: Mapping[str, str]) -> bool:
    """Whether an archive program unpacked only what was double-clicked."""
    temporary = {Path(environ[name]).resolve() for name in ("TEMP", "TMP") if environ.get(name)}
    return any(place in temporary for place in home.resolve().parents)
