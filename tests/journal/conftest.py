"""The two places where a journal may lie."""

from tests.journal.places import place

__all__ = ["place"]
