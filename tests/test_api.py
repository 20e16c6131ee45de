"""What other programs may import does what its page says."""

import doctest

from xlpy import api


def test_the_page_of_the_api_is_true() -> None:
    result = doctest.testmod(api)
    assert result.attempted > 8
    assert result.failed == 0


def test_what_the_api_names_is_there() -> None:
    assert [name for name in api.__all__ if not hasattr(api, name)] == []
