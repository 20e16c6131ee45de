"""Lịch: the watch begins by itself every day, by Windows' scheduler; elsewhere a person gets the line for cron."""

import shlex
import sys
from collections.abc import Sequence
from datetime import date, time
from hashlib import sha256
from pathlib import PurePath
from subprocess import list2cmdline

from xlpy.app.folder import CannotDo, Folder
from xlpy.app.plan_of_folder import plan_of
from xlpy.doors.disk import scheduler
from xlpy.doors.disk.scheduler import SchedulerError, Task
from xlpy.selfcheck.conf import console_python

EXAMPLE = time(13)


def watch_task(folder: Folder, at: time, executable: str) -> Task:
    """The daily watch of a folder. Its name goes by the folder's place, so that two folders have two tasks."""
    place = folder.path.resolve()
    words = ("-P", "-m", "xlpy.cli", "tong-hop", "--theo-doi", "-C", str(place))
    told = f"Hotich: theo dõi và tổng hợp báo cáo hằng ngày của {place}"
    name = f"Hotich theo doi {sha256(str(place).casefold().encode()).hexdigest()[:8]}"
    return Task(name, told, at, console_python(executable), words, place)


def schedule(folder: Folder, at: time, day: date, *, pretend: bool = False) -> Sequence[str]:
    """Put the daily watch into the scheduler, or with `pretend` only say what would be put there; returns what to tell.

    `day` is any day of the campaign, for the hour at which the watch ends. Raises CannotDo, PlanError.
    """
    folder.must_exist()
    if pretend and not scheduler.available():
        return [
            "Máy này không có bộ lập lịch của Windows; dùng cron: chạy crontab -e, thêm dòng",
            f"  {_cron(folder, at)}",
        ]
    _must_have_scheduler(folder, at)
    task = watch_task(folder, at, sys.executable)
    ends = plan_of(folder).plan.reports_at(day)
    told = [f"Mỗi ngày lúc {at:%H:%M}: theo dõi {task.folder} đến {ends:%H:%M}."]
    if at >= ends.time():
        told.append(f"{at:%H:%M} đã quá {ends:%H:%M}: lệnh chỉ tổng hợp một lần rồi dừng.")
    if pretend:
        told.append(f"Sẽ chạy: {task.command_line}")
        told.append(f"Sẽ đặt bằng: {list2cmdline(scheduler.create_command(task, 'VIEC.xml'))}")
        told.append("Mới xem thử, chưa đặt gì. Đặt thật thì bỏ --thu.")
        return told
    try:
        scheduler.put(task)
    except SchedulerError as error:
        raise CannotDo(
            f"Windows không nhận lịch này ({error}). Đặt tay trong Task Scheduler: {task.command_line}"
        ) from error
    told.append(f"Đã đặt, tên trong Task Scheduler: {task.name}. Máy phải bật và đang đăng nhập thì lịch mới chạy.")
    return told


def scheduled(folder: Folder) -> time | None:
    """The hour at which the watch begins; None where it does not begin by itself. Raises CannotDo."""
    folder.must_exist()
    _must_have_scheduler(folder, EXAMPLE)
    try:
        return scheduler.scheduled_at(watch_task(folder, EXAMPLE, sys.executable).name)
    except SchedulerError as error:
        raise CannotDo(f"Không hỏi được bộ lập lịch của Windows ({error}). Mở Task Scheduler để xem.") from error


def unschedule(folder: Folder) -> bool:
    """Take the daily watch away; whether there was one. Raises CannotDo."""
    _must_have_scheduler(folder, EXAMPLE)
    name = watch_task(folder, EXAMPLE, sys.executable).name
    try:
        return scheduler.take_away(name)
    except SchedulerError as error:
        raise CannotDo(f"Windows không bỏ được lịch ({error}). Xoá tay trong Task Scheduler: {name}") from error


def _must_have_scheduler(folder: Folder, at: time) -> None:
    if not scheduler.available():
        raise CannotDo(
            "Máy này không có bộ lập lịch của Windows (schtasks). Dùng cron: chạy crontab -e, mỗi lịch một dòng; "
            f"muốn bỏ thì xoá dòng ấy. Dòng cần thêm: {_cron(folder, at)}"
        )


def _cron(folder: Folder, at: time) -> str:
    return cron_line(folder.path.resolve(), at, sys.executable)


def cron_line(place: PurePath, at: time, executable: str) -> str:
    """The line of a crontab that does the same. To cron a bare % is the end of the command."""
    words = (executable, "-P", "-m", "xlpy.cli", "tong-hop", "--theo-doi", "-C", str(place))
    return f"{at.minute} {at.hour} * * * {shlex.join(words)}".replace("%", r"\%")
