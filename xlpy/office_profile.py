"""How a LibreOffice is told what it is to do: the settings of a profile that nobody else uses."""

from collections.abc import Iterable
from html import escape  # the one of xml.sax loads http and e-mail
from pathlib import Path
from typing import TypeAlias

Setting: TypeAlias = tuple[str, str, str]
"""A setting of LibreOffice: its path below org.openoffice, its name, its value."""

RECALCULATED: tuple[Setting, ...] = (
    ("Office.Calc/Formula/Load", "OOXMLRecalcMode", "0"),
    ("Office.Calc/Formula/Load", "ODFRecalcMode", "0"),
)
"""Otherwise the values stored in a file are shown as they are, whatever its formulas say."""

UNLOCKED: Setting = ("Office.Common/Misc", "UseDocumentOOoLockFile", "false")
"""A lock of a run that was killed would stop the next one."""

UNGREETED: Setting = ("Office.Common/Misc", "FirstRun", "false")
"""What a new profile greets people with stays away."""


def in_language(locale: str) -> Setting:
    """Numbers and dates as people write them in a place ("vi-VN")."""
    return ("Setup/L10N", "ooSetupSystemLocale", locale)


def write_profile(profile: Path, settings: Iterable[Setting]) -> None:
    """A fresh profile with some settings; its folder is made where it is not there."""
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{escape(value, quote=False)}</value></prop></item>"
        for path, name, value in settings
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>',
        encoding="utf-8",
    )
