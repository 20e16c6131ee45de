"""A form for a day gone by is held against that day, and against none before it: they need not be fetched."""

from collections.abc import Sequence
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from xlpy.rules.form import _accepted

TODAY = date(2023, 7, 14)
DAYS = 50


class Recent(Sequence[Any]):
    """Accepted days of which only the last dozen may be asked for."""

    def __len__(self) -> int:
        return DAYS

    def __getitem__(self, place: Any) -> Any:
        from_the_end = place if place < 0 else place - DAYS
        assert -12 <= from_the_end < 0, "fetched for nothing"
        return SimpleNamespace(date=TODAY + timedelta(days=from_the_end))


@pytest.mark.parametrize("back", [1, 2, 9])
def test_the_day_itself_is_found_from_the_end(back: int) -> None:
    written = TODAY - timedelta(days=back)
    accepted = _accepted(SimpleNamespace(history=Recent()), written)  # type: ignore[arg-type]
    assert accepted is not None
    assert accepted.date == written
