"""Why nothing was entered on a day, by code: so that reasons can be counted, and none is guessed from a note."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from xlpy.core.text import key


class ZeroReason(StrEnum):
    """Why a unit's day is zero. No reason given is not known, and none of these."""

    SOFTWARE = "software"
    POWER = "power"
    REPAIR = "books-in-repair"
    NOBODY = "nobody"
    FINISHED = "finished"


ZERO_REASONS: Mapping[str, ZeroReason] = {
    "phần mềm ngừng": ZeroReason.SOFTWARE,
    "mất điện": ZeroReason.POWER,
    "sổ đang phục chế": ZeroReason.REPAIR,
    "không có người": ZeroReason.NOBODY,
    "đã nhập xong": ZeroReason.FINISHED,
}
"""Words in the cell → code."""
REASON_WORDS: Mapping[ZeroReason, str] = {reason: words for words, reason in ZERO_REASONS.items()}
_BY_KEY: Mapping[str, ZeroReason] = {key(words): reason for words, reason in ZERO_REASONS.items()}


def zero_reason(value: Any) -> ZeroReason | None:
    """The reason that a cell names; None where it is none of the list."""
    return _BY_KEY.get(key(value)) if isinstance(value, str) else None
