"""A real spreadsheet program as a converter of files."""

import subprocess
from pathlib import Path

from tests.kit.needs import SOFFICE


def convert(path: Path, kind: str, target: Path) -> list[Path]:
    """A workbook saved by LibreOffice as another kind ("pdf", or a filter such as "csv:…"), recalculated on loading."""
    assert SOFFICE, "a test that converts is marked with `office`"
    profile = target / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    # Otherwise the values stored in the file are shown as they are, and prove nothing.
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        '<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">'
        "<value>0</value></prop></item></oor:items>",
        encoding="utf-8",
    )
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
