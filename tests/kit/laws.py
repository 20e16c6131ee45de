"""Laws that are dear to try, because each example presses whole days: few examples in everybody's run, all of them
where the slow tests run (`pytest --hypothesis-profile=thorough -m "slow or law"`)."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

THOROUGH = "thorough"
_SHARE = 5


def law(examples: int) -> Callable[[Any], Any]:
    """A law of which that many examples are tried, and a fifth of them in everybody's run."""
    count = examples if settings.get_current_profile_name() == THOROUGH else max(3, examples // _SHARE)
    spared = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
    limits = settings(max_examples=count, deadline=None, suppress_health_check=spared)

    def mark(test: Any) -> Any:
        return pytest.mark.law(limits(test))

    return mark
