"""The working folder: where things lie, and how a new one is made."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from xlpy.doors.saving import write

if TYPE_CHECKING:
    from xlpy.doors.plan_file import PlanFile


class CannotDo(Exception):
    """The verb could not be carried out and changed nothing. The message says why and what to do, in one line."""


class Folder(NamedTuple):
    """A working folder by its path."""

    path: Path

    @property
    def inbox(self) -> Path:
        return self.path / "den"

    @property
    def journal(self) -> Path:
        return self.path / "nhat-ky.sqlite"

    @property
    def plan_path(self) -> Path:
        return self.path / "ke-hoach.json"

    def archive(self, day: date) -> Path:
        return self.path / "da-nhan" / day.isoformat()

    def reports(self, day: date) -> Path:
        return self.path / "bao-cao" / day.isoformat()

    def shown(self, path: Path) -> str:
        """A path as people and programs read it: relative to the folder where it lies in it."""
        # Not resolve(): it would follow a link, and name a place that the person does not know.
        place, home = Path(os.path.abspath(path)), Path(os.path.abspath(self.path))  # noqa: PTH100
        return place.relative_to(home).as_posix() if place.is_relative_to(home) else str(place)

    def must_exist(self) -> None:
        """Raises CannotDo where there is no such folder."""
        if not self.path.is_dir():
            raise CannotDo(f"{self.path}: không có thư mục này; tạo bằng lệnh: hotich bat-dau {self.path}")

    def plan(self, trusted: Callable[[str], bool] = lambda _: False) -> "PlanFile":
        """The folder's plan; where the folder carries none, the package's. Raises PlanError."""
        from xlpy.doors.plan_file import default_plan, load_plan

        return load_plan(self.plan_path, trusted=trusted) if self.plan_path.exists() else default_plan()


def start(path: Path, plan_path: Path | None) -> Folder:
    """Make a working folder, or complete one; a plan that lies there stays. Raises CannotDo, PlanError."""
    from xlpy.doors.plan_file import default_text, load_plan

    text = load_plan(plan_path).text if plan_path else default_text()
    folder = Folder(path)
    if folder.plan_path.exists() and folder.plan_path.read_text(encoding="utf-8-sig") != text and plan_path:
        raise CannotDo(f"{folder.plan_path}: thư mục đã có kế hoạch khác; đổi tên tệp cũ hoặc chọn thư mục mới.")
    folder.inbox.mkdir(parents=True, exist_ok=True)
    if not folder.plan_path.exists():
        write(folder.plan_path, text.encode())
    return folder
