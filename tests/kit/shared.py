"""What takes minutes to make, made once for all workers of a run.

pytest-xdist makes a session's fixtures in each worker. What is only looked at, and can be pickled, is made by the worker
that needs it first; the others wait for it, or find it.
"""

import os
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest

Made = TypeVar("Made")


def once(tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[], Made]) -> Made:
    """What `make` gives, made by one worker of this run. `name`: of this thing alone."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return make()
    # The workers' folders lie in the run's.
    kept = tmp_path_factory.getbasetemp().parent / f"{name}.pickle"
    with _alone(kept.with_suffix(".lock")):
        if not kept.exists():
            made = make()
            kept.write_bytes(pickle.dumps(made))
            return made
    loaded: Made = pickle.loads(kept.read_bytes())
    return loaded


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One worker at a time; a lock goes with the process that holds it. Where there is none, each makes its own."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with path.open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
