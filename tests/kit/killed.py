"""A program that is killed at its n-th step on the disk: before a write, a rename, an fsync is carried out.

The kernel stops a traced child at every system call; the tracer counts those that change a disk and kills the child
with all its threads at the one asked for. Nothing of the program is replaced, SQLite's own writes count as well.
"""

import ctypes
import os
import platform
import signal
import sys
from collections.abc import Callable

_TRACEME, _CONT_SYSCALL, _GETREGS, _SETOPTIONS = 0, 24, 12, 0x4200
_GOOD, _CLONE, _EXITKILL = 0x1, 0x8, 0x100000
_CALLS = {
    1: "write", 18: "pwrite64", 20: "writev", 40: "sendfile", 74: "fsync", 75: "fdatasync", 76: "truncate",
    77: "ftruncate", 82: "rename", 83: "mkdir", 84: "rmdir", 86: "link", 87: "unlink", 263: "unlinkat", 264: "renameat",
    285: "fallocate", 316: "renameat2", 326: "copy_file_range",
}  # fmt: skip
"""x86-64."""

CAN_TRACE = sys.platform == "linux" and platform.machine() == "x86_64"


class _Registers(ctypes.Structure):
    _fields_ = [
        (name, ctypes.c_ulonglong)
        for name in [
            "r15",
            "r14",
            "r13",
            "r12",
            "rbp",
            "rbx",
            "r11",
            "r10",
            "r9",
            "r8",
            "rax",
            "rcx",
            "rdx",
            "rsi",
            "rdi",
            "orig_rax",
            "rip",
            "cs",
            "eflags",
            "rsp",
            "ss",
            "fs_base",
            "gs_base",
            "ds",
            "es",
            "fs",
            "gs",
        ]
    ]


def steps_until(work: Callable[[], object], stop_at: int | None) -> tuple[int, str]:
    """Run `work` in a child, killed before its step of that number (from 1; None: never).

    Returns how many steps were begun, and the name of the last.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    libc.ptrace.restype = ctypes.c_long
    child = os.fork()
    if child == 0:
        code = 1
        try:
            libc.ptrace(_TRACEME, 0, None, None)
            os.kill(os.getpid(), signal.SIGSTOP)
            work()
            code = 0
        except BaseException as error:
            print(repr(error), file=sys.stderr)
        finally:
            os._exit(code)
    os.waitpid(child, 0)
    if libc.ptrace(_SETOPTIONS, child, None, _GOOD | _CLONE | _EXITKILL) < 0:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        raise PermissionError("this machine lets nobody trace a child")
    return _follow(libc, child, stop_at)


def _follow(libc: ctypes.CDLL, child: int, stop_at: int | None) -> tuple[int, str]:
    registers, steps, last = _Registers(), 0, ""
    inside: dict[int, bool] = {}
    waiting = child
    libc.ptrace(_CONT_SYSCALL, child, None, None)
    while True:
        waiting, status = os.waitpid(-1, 0x40000000)  # __WALL: threads, too
        if os.WIFEXITED(status) or os.WIFSIGNALED(status):
            if waiting == child:
                return steps, last
            continue
        passed = 0
        stopped = os.WSTOPSIG(status)
        if stopped == signal.SIGTRAP | 0x80:
            entering = not inside.get(waiting, False)
            inside[waiting] = entering
            if entering:
                libc.ptrace(_GETREGS, waiting, None, ctypes.byref(registers))
                if registers.orig_rax in _CALLS:
                    steps, last = steps + 1, _CALLS[registers.orig_rax]
                    if steps == stop_at:
                        os.kill(child, signal.SIGKILL)
        elif stopped not in (signal.SIGTRAP, signal.SIGSTOP):
            passed = stopped
        libc.ptrace(_CONT_SYSCALL, waiting, None, passed)
