"""What stops a build."""


class CannotBuild(Exception):
    """Nothing was written. One line says why, and what to do."""
