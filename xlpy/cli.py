"""Where launchers and workbooks out there find the command line: it lives in `xlpy.shell.main`."""

from xlpy.shell.main import main, run

__all__ = ["main", "run"]

if __name__ == "__main__":
    run()
