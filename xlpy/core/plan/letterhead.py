"""What the office's letters say of the office itself: their head and foot, and whom to call."""

from typing import NamedTuple


class Letterhead(NamedTuple):
    """What the head and the foot of the office's letters say (Nghị định 30/2020/NĐ-CP). Blank is not known."""

    parent: str = ""
    """The agency above the office."""
    symbol: str = ""
    """What follows the letter's number: "BC-STP"."""
    place: str = ""
    position: str = ""
    signer: str = ""
    copies: tuple[str, ...] = ()
    """Who gets a copy, beside the one who is addressed."""
    archive: str = ""
    """What stands after "Lưu:" at the foot."""


class Contact(NamedTuple):
    """Whom the units call at the office. Blank is not known."""

    name: str = ""
    phone: str = ""
