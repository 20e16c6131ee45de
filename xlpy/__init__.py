"""Hotich: daily civil-status digitisation reports of a province, merged in one press of a button."""

__version__ = "0.1.0"
