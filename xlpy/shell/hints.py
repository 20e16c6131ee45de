"""What a person is told to type: whole, so that it can be pasted as it stands, from where the person stands."""

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from xlpy.app.folder import Folder

if TYPE_CHECKING:
    from xlpy.core.source import Finding

_NO_FOLDER = ("bat-dau", "tao-so", "dung-thu", "mo-phong")
"""Verbs that work on no folder that there is."""

_COMMAND = re.compile(
    r"\bhotich (?P<verb>[a-z]++(?:-[a-z]++)*+)(?P<rest>(?: --?[a-z][a-z-]*+(?: [0-9][0-9A-Za-z-]*+)?+)*+)(?! -C)"
)
_ACCEPT = re.compile(r"--chap-nhan(?: (?P<unit>[0-9]+))?")


def with_place(text: str, folder: Folder) -> str:
    """A text with the folder in every command that it tells, where the person stands elsewhere."""
    return _COMMAND.sub(lambda found: _whole(found, folder), text)


def _whole(found: re.Match[str], folder: Folder) -> str:
    if found["verb"] in _NO_FOLDER or not folder.path.is_dir():
        return found[0]
    return folder.command(f"{found['verb']}{found['rest']}")


def commands_of(finding: "Finding", folder: Folder, day: date | None) -> Iterator[str]:
    """The commands that a finding's remedy tells the office, each whole.

    `day` is the day in hand: a file is accepted by its unit's name for it. None: nothing is being merged.
    """
    told = [_whole(found, folder) for found in _COMMAND.finditer(finding.fix)]
    accepts = _ACCEPT.search(_COMMAND.sub("", finding.fix))
    unit = (accepts["unit"] or finding.unit) if accepts else None
    if unit and day is not None:
        told.insert(0, folder.command(f"tong-hop --ngay {day.isoformat()} --chap-nhan {unit}"))
    yield from dict.fromkeys(told)
