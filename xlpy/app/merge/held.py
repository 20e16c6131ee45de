"""A run that waits for consent to what would become of later days. Apart from what finds it out: that loads slowly."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from xlpy.app.folder import CannotDo

if TYPE_CHECKING:
    from xlpy.core.source import Finding
    from xlpy.rules.later_days import Flip

Agrees: TypeAlias = "Callable[[Sequence[Flip]], bool]"
"""Whether the office consents to what would become of later days. Answers at once: the journal is held meanwhile."""


class LaterDaysChange(CannotDo):
    """Recording `day` would change the verdict of later days, and nobody has consented. Nothing was changed.

    `changes` says what would change, without what to do.
    """

    def __init__(
        self, day: date, changes: str, remedy: str, flips: "Sequence[Flip]", findings: "tuple[Finding, ...]"
    ) -> None:
        super().__init__(f"{changes} {remedy}")
        self.day, self.changes, self.findings = day, changes, findings
        self._flips = frozenset(flips)

    def covers(self, flips: "Sequence[Flip]") -> bool:
        """Whether who consents to what was told consents to these."""
        return self._flips.issuperset(flips)
