"""Templates that the project ships: written by the code that draws them, and checked to be what it draws."""

from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile


def parts(package: bytes) -> dict[str, bytes]:
    """What a package holds. Its own bytes depend on the machine too: not every zlib packs alike. Raises BadZipFile."""
    with ZipFile(BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def is_fresh(shipped: bytes, drawn: bytes) -> bool:
    """Whether a template is as it would be drawn now."""
    try:
        return parts(shipped) == parts(drawn)
    except BadZipFile:
        return False


def write_or_check(arguments: Sequence[str], template: str, draw: Callable[[], bytes]) -> int:
    """The command of a module that draws a template: write it, or with `--check` say whether the one there is fresh."""
    path = Path(next((a for a in arguments if not a.startswith("-")), template))
    if "--check" in arguments:
        up_to_date = path.is_file() and is_fresh(path.read_bytes(), draw())
        print(f"{path}: {'up to date' if up_to_date else 'stale'}")
        return not up_to_date
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(draw())
    return 0
