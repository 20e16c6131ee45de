"""Doors take a snapshot of a workbook and decide nothing."""
