"""The two places where a journal may lie."""

from tests.journal.places import place
from tests.kit.postgres import cluster, database

__all__ = ["cluster", "database", "place"]
