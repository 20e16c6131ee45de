"""What the benchmarks put their clocks at is there: a seam that moved fails here, and does not print 0,0."""

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

from parts import SEAMS  # noqa: E402 - it lies beside the package


@pytest.mark.parametrize("part, module, owner, name", SEAMS, ids=[seam[0] for seam in SEAMS])
def test_every_seam_is_there(part: str, module: str, owner: str, name: str) -> None:
    place = importlib.import_module(module)
    assert callable(getattr(getattr(place, owner) if owner else place, name))


def test_a_seam_that_is_gone_is_told_of(tmp_path: Path) -> None:
    code = (
        "import sys, parts; sys.argv[1:] = [sys.argv[1], '2023-05-22']; "
        "parts.SEAMS = (*parts.SEAMS, ('x', 'xlpy.no_such_module', '', 'x')); parts.main()"
    )
    run = [sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(run, cwd=BENCHMARKS, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert "no such place any more" in done.stderr
