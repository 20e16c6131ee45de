"""Whether a sheet is in a font from before Unicode (TCVN3, VNI), and if it is, what its texts were seen as.

Every sheet is asked, few are: how such texts are read stands in `xlpy.core.old_codes`, loaded for those.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from xlpy.core.grid import Position

FONT = re.compile(r"\s*(?:(?P<tcvn3>\.vn)\w|vni[-\s])", re.IGNORECASE)
TELLING = re.compile(
    "[\xa1-\xbf\xc4-\xc7\xcb\xce-\xd1\xd6-\xd8\xdb\xdc\xde\xdf\xe4-\xe7\xeb\xee-\xf1\xf6-\xf8\xfb\xfc\xfe\xff]"
)
"""Of the letters of western fonts, those that Vietnamese has not. Without any, no sheet is of an old font."""


def is_old_font(name: str) -> bool:
    """Whether a font is of TCVN3 (".VnArial NarrowH") or of VNI ("VNI-Helve")."""
    return FONT.match(name) is not None


class Reread(NamedTuple):
    """A text as its writer saw it. `code` is how it was written, `font` the cell's, "" where the letters told."""

    text: str
    code: str
    font: str = ""


def reread(texts: Mapping[Position, str], fonts: Mapping[Position, str]) -> dict[Position, Reread]:
    """The texts of one sheet that are of an old font, as they are seen; `fonts` names the old fonts, where known."""
    if not fonts and not any(map(TELLING.search, texts.values())):
        return {}
    from xlpy.core.old_codes import decoded

    return decoded(texts, fonts)
