"""Workbooks and letters on disk → Snapshots, read in a process that may die of one."""
