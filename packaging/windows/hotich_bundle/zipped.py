"""A zip of the same bytes each time."""

import os
import zipfile
from collections.abc import Sequence
from pathlib import Path

_MADE = (2023, 5, 22, 0, 0, 0)
"""The hour of every file: a real one would differ at each build."""


def write_zip(output: Path, root: Path, files: Sequence[Path]) -> None:
    """Write files below `root` in the given order; `output` is the old one or the new one, whole."""
    unfinished = output.with_name(f".{os.getpid()}-{output.name}")
    try:
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as bundle:
            for path in files:
                entry = zipfile.ZipInfo(path.relative_to(root).as_posix(), _MADE)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.create_system = 0  # as DOS: whatever system builds
                bundle.writestr(entry, path.read_bytes(), compresslevel=9)
        unfinished.replace(output)
    finally:
        unfinished.unlink(missing_ok=True)
