"""The scheduler of Windows: a task as it wants it told, and schtasks, which keeps it."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import time
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

SCHTASKS = "schtasks"
_PATIENCE = 60
"""Seconds until schtasks counts as stuck."""


class Task(NamedTuple):
    """Something to run at an hour of every day."""

    name: str
    told: str
    at: time
    program: str
    words: tuple[str, ...]
    folder: Path

    @property
    def arguments(self) -> str:
        """The words as a command line of Windows carries them."""
        return subprocess.list2cmdline(self.words)

    @property
    def command_line(self) -> str:
        """Program and words, as a person would type them."""
        return subprocess.list2cmdline((self.program, *self.words))


class SchedulerError(Exception):
    """schtasks did not do it; what it said."""


# The person's own rights and desktop, no password kept. A PC that was off at the hour catches up when it is on again;
# a second run beside the first is not begun; a laptop off its charger works, too.
_TASK = """\
<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><Description>{told}</Description></RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <StartBoundary>2023-01-01T{at}:00</StartBoundary>
      <Enabled>true</Enabled>
      <ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>
    </CalendarTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author"><LogonType>InteractiveToken</LogonType><RunLevel>LeastPrivilege</RunLevel></Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT12H</ExecutionTimeLimit>
    <Enabled>true</Enabled>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>{program}</Command>
      <Arguments>{arguments}</Arguments>
      <WorkingDirectory>{folder}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
"""
_AT = re.compile(r"<StartBoundary>[^<]*T([0-9]{2}):([0-9]{2})")


def task_xml(task: Task) -> bytes:
    """The task as schtasks reads it: UTF-16 with its mark, so any letter of a folder's name may stand in it."""
    values = {
        "told": task.told,
        "at": f"{task.at:%H:%M}",
        "program": task.program,
        "arguments": task.arguments,
        "folder": str(task.folder),
    }
    return _TASK.format_map({name: escape(value) for name, value in values.items()}).encode("utf-16")


def create_command(task: Task, file: str) -> Sequence[str]:
    """What puts the task there, over an earlier one of its name."""
    return [SCHTASKS, "/Create", "/TN", task.name, "/XML", file, "/F"]


def available() -> bool:
    """Whether this is a system with that scheduler."""
    return sys.platform == "win32"


def put(task: Task) -> None:
    """Put the task into the scheduler. Raises SchedulerError."""
    handle, name = tempfile.mkstemp(suffix=".xml", prefix="hotich-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(task_xml(task))
        _must(create_command(task, name))
    finally:
        Path(name).unlink(missing_ok=True)


def scheduled_at(name: str) -> time | None:
    """The hour of a task; None where there is none. Raises SchedulerError."""
    code, said = _query(name)
    # Some versions answer in two-byte letters, some in the console's; what is looked for is ASCII in either.
    found = None if code else _AT.search(said.replace(b"\0", b"").decode("ascii", "replace"))
    return time(int(found[1]), int(found[2])) if found else None


def take_away(name: str) -> bool:
    """Delete a task; whether there was one. Raises SchedulerError."""
    code, _ = _query(name)
    if code:
        return False
    _must([SCHTASKS, "/Delete", "/TN", name, "/F"])
    return True


def _query(name: str) -> tuple[int, bytes]:
    return _run([SCHTASKS, "/Query", "/TN", name, "/XML"])


def _must(command: Sequence[str]) -> None:
    code, said = _run(command)
    if code:
        words = said.decode("oem" if sys.platform == "win32" else "utf-8", "replace").split()
        raise SchedulerError(" ".join(words) or f"schtasks: mã {code}")


def _run(command: Sequence[str]) -> tuple[int, bytes]:
    """The exit code, and what was said."""
    # The program of Windows by its full path: one of that name in the current folder is never started.
    program = Path(os.environ.get("SYSTEMROOT", r"C:\Windows"), "System32", f"{SCHTASKS}.exe")
    # Into a file: a service that this starts would keep a pipe open, and we would wait for its end.
    with tempfile.TemporaryFile() as said:
        try:
            done = subprocess.run(
                [str(program), *command[1:]],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                check=False,
                timeout=_PATIENCE,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise SchedulerError(str(error)) from error
        said.seek(0)
        return done.returncode, said.read()
