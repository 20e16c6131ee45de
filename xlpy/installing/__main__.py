"""`Cai dat.cmd`: `python -m xlpy.installing [WORKING FOLDER]`."""

import sys
from pathlib import Path

from xlpy.installing.setting_up import set_up

if __name__ == "__main__":
    sys.exit(set_up(Path(sys.argv[1]) if sys.argv[1:] else None))
