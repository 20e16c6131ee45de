"""LibreOffice as a process: started with a profile of its own, connected to, and gone whatever happens to Python."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import Any
from zlib import crc32

from xlpy.libreoffice.bridge import NotFound, uno
from xlpy.office_profile import RECALCULATED, UNGREETED, UNLOCKED, Setting, in_language, write_profile
from xlpy.programs import find_program

PATIENCE = 60.0
"""Seconds; a first start on a busy machine takes several."""

_POLITENESS = 10.0
_END = 'kill -9 "-$0"; for _ in 1 2 3 4 5; do rm -rf "$1" && break; sleep 0.1; done'
_GUARDED = (
    'profile=$1; shift; exec 3<&0; (read -r _ <&3; rm -rf "$profile"; $(command -v setsid) sh -c "$0" $$ "$profile") '
    '& exec "$@" 3<&- </dev/null'
)
"""The subshell waits for the end of its input, which outlives no Python, and takes the office and its profile along.

The profile again once the office is gone, by a process outside its group: until its end an office writes there.
"""

_NO_TIP: Setting = ("Office.Common/Misc", "ShowTipOfTheDay", "false")
_MACROS: Setting = ("Office.Common/Security/Scripting", "MacroSecurityLevel", "0")


class Office:
    """One office process, with a profile in a temporary folder that goes when it goes."""

    def __init__(self, *, headless: bool, locale: str, macros: bool, executable: str | None) -> None:
        command = find_program(*((executable,) if executable else ("soffice", "libreoffice")))
        if command is None:
            raise NotFound("Không thấy LibreOffice trên máy này (lệnh soffice).")
        uno()
        self.headless = headless
        self.macros = macros
        self.pipe = f"xlwings{uuid.uuid4().hex}"
        self._owner = os.getpid()
        self._profile = Path(tempfile.mkdtemp(prefix="xlwings-libreoffice-"))
        try:
            settings = (*RECALCULATED, UNLOCKED, UNGREETED, _NO_TIP, in_language(locale))
            write_profile(self._profile, (*settings, _MACROS) if macros else settings)
            self._process = self._launch(command)
        except BaseException:
            shutil.rmtree(self._profile, ignore_errors=True)
            raise
        try:
            self.context = connect(self.pipe, PATIENCE, self._check)
        except BaseException:
            self.kill()
            raise

    @property
    def pid(self) -> int:
        """The number of its process, which is also that of its process group."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it still runs; a person may have closed it."""
        return self._process.poll() is None

    def stop(self, desktop: Any) -> None:
        """Politely first, which leaves nothing in the system's temporary folder; by force all the same."""
        if self._owner != os.getpid():
            return  # a fork of the Python that started it
        if self.alive:
            impatient = Timer(_POLITENESS, self._kill_group)
            impatient.start()
            # The bridge may fall while the office is still answering.
            with suppress(Exception):
                desktop.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_POLITENESS)
            impatient.cancel()
        self.kill()

    def kill(self) -> None:
        """By force."""
        if self._owner != os.getpid():
            return
        self._kill_group()
        self._process.wait(_POLITENESS)
        if self._process.stdin:
            self._process.stdin.close()
        shutil.rmtree(self._profile, ignore_errors=True)

    def _launch(self, command: str) -> "subprocess.Popen[bytes]":
        with (self._profile / "log").open("wb") as log:
            return subprocess.Popen(
                [
                    *("/bin/sh", "-c", _GUARDED, _END, str(self._profile), command),
                    *(["--headless"] if self.headless else []),
                    *("--norestore", "--nologo", "--nodefault"),
                    f"-env:UserInstallation={self._profile.resolve().as_uri()}",
                    f"--accept=pipe,name={self.pipe};urp;",
                ],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for Python
                env={**os.environ, "TMPDIR": str(self._profile)},
            )

    def _check(self) -> None:
        if not self.alive:
            log = (self._profile / "log").read_text(encoding="utf-8", errors="replace").strip()
            raise RuntimeError(f"LibreOffice không khởi động được: {log or 'không rõ lý do'}")

    def _kill_group(self) -> None:
        # The watching subshell keeps the group alive, so that its number cannot be a stranger's by now.
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)


def launch_for_a_person(pipe: str, profile: Path) -> None:
    """An office with windows and no workbook that outlives Python, waited for until it listens at a pipe.

    Raises NotFound where there is none, or it ends at once, as without a screen. Its profile is made where there is
    none: it greets nobody, and hands nothing over to an office that runs already.
    """
    command = find_program("soffice", "libreoffice")
    if command is None:
        raise NotFound("Không thấy LibreOffice trên máy này (lệnh soffice).")
    if not (profile / "user").exists():
        profile.mkdir(parents=True, exist_ok=True)
        write_profile(profile, (*RECALCULATED, UNGREETED, _NO_TIP))
    said = profile / "log"
    with said.open("wb") as log:
        process = subprocess.Popen(
            [
                *(command, "--norestore", "--nologo", "--nodefault"),
                f"-env:UserInstallation={profile.resolve().as_uri()}",
                f"--accept=pipe,name={pipe};urp;",
            ],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )

    def check() -> None:
        if process.poll() is not None:
            told = " ".join(said.read_text(encoding="utf-8", errors="replace").split())[-200:]
            raise NotFound(f"LibreOffice đã tắt ngay khi vừa chạy (kỹ thuật: {told or 'không rõ lý do'}).")

    connect(pipe, PATIENCE, check)


class Attached:
    """An office that somebody else started; it is left alone unless it is told to quit."""

    macros = False

    def __init__(self, pipe: str, timeout: float) -> None:
        self.pipe = pipe
        self.context = connect(pipe, timeout)
        self._pid, arguments = _find(f"pipe,name={pipe};")
        self.headless = "--headless" in arguments

    @property
    def pid(self) -> int:
        """The number of its process; where that cannot be found, a negative number made of the pipe's name."""
        return -crc32(self.pipe.encode()) if self._pid is None else self._pid

    @property
    def alive(self) -> bool:
        """Whether it still answers."""
        try:
            return self.context.ServiceManager is not None
        except Exception:
            return False

    def stop(self, desktop: Any) -> None:
        """Ask it to end. The bridge may fall while it is answering."""
        with suppress(Exception):
            desktop.terminate()

    def kill(self) -> None:
        """By force. NotImplementedError where its process cannot be found."""
        if self._pid is None:
            raise NotImplementedError("App.kill: the process of this attached office is not known")
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)


def connect(pipe: str, patience: float, check: Callable[[], None] = lambda: None) -> Any:
    """The context of the office that listens at a pipe, tried again until it is there. Raises NotFound."""
    local = uno().getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    not_yet = (
        uno().getClass("com.sun.star.connection.NoConnectException"),
        # A busy office may let a connection fall that it has just taken.
        uno().getClass("com.sun.star.lang.DisposedException"),
    )
    deadline = time.monotonic() + patience
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except not_yet:
            check()
            if time.monotonic() > deadline:
                raise NotFound(f"Không thấy LibreOffice đang chạy ở ống “{pipe}”.") from None
        time.sleep(0.03)


def _find(argument: str) -> tuple[int | None, str]:
    """The process that was started with an argument, and all its arguments."""
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            arguments = (folder / "cmdline").read_bytes().decode(errors="replace")
            if "soffice.bin" in arguments.split("\0")[0] and argument in arguments:
                return int(folder.name), arguments
    return None, ""
