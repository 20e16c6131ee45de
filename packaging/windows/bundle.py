"""The offline bundle for an office PC: one zip of python.org's Python, Hotich and all it needs.

    python packaging/windows/bundle.py --ra Hotich-0.1.0-win64.zip
    python packaging/windows/bundle.py --relock

The first makes the zip from what packaging/windows/lock names, every file of it by its SHA-256; the same checkout gives
the same bytes. The second renews the lock from pyproject.toml. Needed: Python 3.11 with pip, a package index, and
osslsigncode for the zip, uv for the lock.
"""

import argparse
import sys
from pathlib import Path

from hotich_bundle.errors import CannotBuild

PROJECT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Build or relock; 0 done, 2 could not (one line says why and what to do)."""
    parser = argparse.ArgumentParser(description="The offline bundle of Hotich for Windows.")
    task = parser.add_mutually_exclusive_group(required=True)
    task.add_argument("--ra", dest="output", type=Path, metavar="FILE.zip", help="build the bundle here")
    task.add_argument("--relock", action="store_true", help="renew packaging/windows/lock from pyproject.toml")
    options = parser.parse_args()
    try:
        if options.relock:
            from hotich_bundle.relock import relock

            for path in relock(PROJECT):
                print(path.relative_to(PROJECT))
        else:
            from hotich_bundle.build import build

            print(build(PROJECT, options.output.resolve()))
    except CannotBuild as reason:
        print(f"bundle.py: {reason}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
