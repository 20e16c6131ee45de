"""The process that reads workbooks and may die of one: a hostile file must not take the day's merge with it.

Standard input: one JSON line a file, {"path", "file"}. Standard output: one pickled Snapshot a line read, in order.
"""

import json
import pickle
import sys
from pathlib import Path

from xlpy.core.grid import Snapshot
from xlpy.core.source import Fault, Problem, Source
from xlpy.core.text import number
from xlpy.doors.workbook import read_workbook

MOST_MEMORY = 1024**3
MOST_FILE_BYTES = 64 * 1024**2


def main() -> None:
    """Serve requests until standard input ends."""
    _limit_memory()
    sys.tracebacklimit = 0  # who started us reads the last line only
    for line in sys.stdin.buffer:
        request = json.loads(line)
        pickle.dump(_serve(Path(request["path"]), request["file"]), sys.stdout.buffer)
        sys.stdout.buffer.flush()


def _serve(path: Path, file: str) -> Snapshot:
    try:
        size = path.stat().st_size
        if size > MOST_FILE_BYTES:
            values = {"part": "cả tệp", "reason": f"dài {number(size)} byte, chỉ cho phép {number(MOST_FILE_BYTES)}"}
            return Snapshot(file, problems=(Problem(Fault.UNSAFE_PACKAGE, Source(file), values),))
        return read_workbook(path.read_bytes(), file)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return Snapshot(file, problems=(Problem(Fault.CANNOT_OPEN, Source(file), {"reason": reason}),))


def _limit_memory() -> None:
    try:
        import resource  # not on Windows
    except ImportError:
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    limit = MOST_MEMORY if most == resource.RLIM_INFINITY else min(MOST_MEMORY, most)
    resource.setrlimit(resource.RLIMIT_AS, (limit, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
