"""What Windows keeps of a process: a job that ends it with us and bounds its memory, and the time it has used."""

import ctypes
from ctypes import wintypes
from typing import Any

_EXTENDED_LIMITS = 9
_KILL_ON_CLOSE, _PROCESS_MEMORY = 0x2000, 0x0100


class _BasicLimits(ctypes.Structure):
    _fields_ = (
        ("PerProcessUserTimeLimit", ctypes.c_int64),
        ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", wintypes.DWORD),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", wintypes.DWORD),
        ("Affinity", ctypes.c_size_t),
        ("PriorityClass", wintypes.DWORD),
        ("SchedulingClass", wintypes.DWORD),
    )


class _ExtendedLimits(ctypes.Structure):
    _fields_ = (
        ("BasicLimitInformation", _BasicLimits),
        ("IoInfo", ctypes.c_uint64 * 6),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    )


def _kernel() -> Any:
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined]  # on Windows only
    kernel.CreateJobObjectW.restype = wintypes.HANDLE
    kernel.CreateJobObjectW.argtypes = (ctypes.c_void_p, wintypes.LPCWSTR)
    kernel.SetInformationJobObject.argtypes = (wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD)
    kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
    kernel.GetProcessTimes.argtypes = (wintypes.HANDLE, *(ctypes.POINTER(wintypes.FILETIME),) * 4)
    kernel.CloseHandle.argtypes = (wintypes.HANDLE,)
    return kernel


class Job:
    """Holds a process: when the last handle of the job closes, as it does when we are killed, Windows ends it."""

    def __init__(self, process: int, most_memory: int) -> None:
        """`process` is its handle, `most_memory` in bytes. Raises OSError."""
        self._kernel = _kernel()
        self._handle = self._kernel.CreateJobObjectW(None, None)
        if not self._handle:
            raise _failed()
        limits = _ExtendedLimits()
        limits.BasicLimitInformation.LimitFlags = _KILL_ON_CLOSE | _PROCESS_MEMORY
        limits.ProcessMemoryLimit = most_memory
        size = ctypes.sizeof(limits)
        if not self._kernel.SetInformationJobObject(self._handle, _EXTENDED_LIMITS, ctypes.byref(limits), size):
            raise _failed()
        if not self._kernel.AssignProcessToJobObject(self._handle, process):
            raise _failed()

    def __del__(self) -> None:
        if self._handle:
            self._kernel.CloseHandle(self._handle)


def cpu_time(process: int) -> float:
    """Seconds of processor that a process has used, by its handle. Raises OSError."""
    times = [wintypes.FILETIME() for _ in range(4)]
    if not _kernel().GetProcessTimes(process, *map(ctypes.byref, times)):
        raise _failed()
    ticks = sum((each.dwHighDateTime << 32) + each.dwLowDateTime for each in times[2:])  # of the kernel, of its own
    return ticks / 10_000_000


def _failed() -> OSError:
    return ctypes.WinError(ctypes.get_last_error())  # type: ignore[attr-defined,no-any-return]  # on Windows only
