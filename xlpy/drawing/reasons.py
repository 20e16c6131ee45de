"""What report and screen say of days of zero that have a reason, counted by reason."""

from collections.abc import Mapping

from xlpy.core.consolidate import Standing
from xlpy.core.text import number
from xlpy.core.zero_reasons import REASON_WORDS, ZeroReason


def reasons_of(standing: Standing) -> Mapping[ZeroReason, int]:
    """How many units gave each reason for a day of zero, in the order of the list."""
    given = [unit.reason for unit in standing.units]
    return {reason: many for reason in ZeroReason if (many := given.count(reason))}


def counted(reasons: Mapping[ZeroReason, int], what: str) -> str:
    """ "mất điện 2 đơn vị, không có người 1 đơn vị"; "" for none."""
    return ", ".join(
        f"{REASON_WORDS[reason]} {number(reasons[reason])} {what}" for reason in ZeroReason if reason in reasons
    )
