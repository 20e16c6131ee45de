"""Where the files that the project ships beside its code are: the workbook, its VBA, the templates."""

from pathlib import Path

_PACKAGE = Path(__file__).parent
# The wheel carries them inside the package; in a checkout they lie at its top, where people look for them. Plain
# paths, since importlib.resources takes longer to import than finding a file does.
_PLACES = (_PACKAGE / "_shipped", _PACKAGE.parent)


def shipped(name: str) -> Path:
    """The shipped file or folder of this name, such as "workbook/vba/HoTich.bas"."""
    for place in _PLACES:
        if (path := place / name).exists():
            return path
    raise FileNotFoundError(f"{name}: in none of {', '.join(str(place) for place in _PLACES)}")
