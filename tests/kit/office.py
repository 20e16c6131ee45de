"""A real spreadsheet program as a converter of files."""

import subprocess
from pathlib import Path

from tests.kit.needs import SOFFICE
from xlpy.office_profile import RECALCULATED, write_profile


def convert(path: Path, kind: str, target: Path) -> list[Path]:
    """A workbook saved by LibreOffice as another kind ("pdf", or a filter such as "csv:…"), recalculated on loading."""
    assert SOFFICE, "a test that converts is marked with `office`"
    profile = target / "profile"
    if not profile.exists():
        write_profile(profile, RECALCULATED)
    out = target / "out"
    subprocess.run(
        [
            SOFFICE,
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(out),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return sorted(out.iterdir())
