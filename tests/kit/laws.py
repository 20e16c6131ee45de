"""Laws that are dear to try, because examples press whole days or there are many of them: few examples in everybody's run, all of them
where the slow tests run (`pytest --hypothesis-profile=thorough -m "slow or law"`)."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

THOROUGH = "thorough"
_SHARE = 5


def law(examples: int = 100, *, light: bool = False) -> Callable[[Any], Any]:
    """A law of which that many examples are tried, and a fifth of them in everybody's run.

    `light`: no example takes a tenth of a second, so that a fifth of them is tried under Wine too.
    """
    count = examples if settings.get_current_profile_name() == THOROUGH else max(3, examples // _SHARE)
    spared = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
    limits = settings(max_examples=count, deadline=None, suppress_health_check=spared)

    def mark(test: Any) -> Any:
        marked = pytest.mark.law(limits(test))
        return pytest.mark.light(marked) if light else marked

    return mark
