"""A file as it came in. Apart from the figures, so that taking in files needs little else."""

from datetime import datetime
from typing import NamedTuple


class Receipt(NamedTuple):
    """A file as it came in: its bytes (by hash), its name in the inbox, and the hour it was there."""

    name: str
    sha256: str
    received_at: datetime

    @property
    def order(self) -> tuple[datetime, str, str]:
        """Later files replace earlier ones; hash and name settle what the clock does not."""
        return (self.received_at, self.sha256, self.name)
