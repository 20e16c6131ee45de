"""Where the files that the project ships beside its code are: the workbook, its VBA, the templates."""

from hashlib import sha256
from pathlib import Path

_PACKAGE = Path(__file__).parent
# The wheel carries them inside the package; in a checkout they lie at its top, where people look for them. Plain
# paths, since importlib.resources takes longer to import than finding a file does.
_PLACES = (_PACKAGE / "_shipped", _PACKAGE.parent)

_ONCE = frozenset(
    {
        "1584a65d521489f97b14add7710d4a67c6ec126bd905dd32b3b7f3dda7fc2a52",  # bao-cao.xlsx
        "7ad0ff7781675f7b706fc120f2cf7021a1650b387be1c8b10c7d4bd03a497699",
        "bc6462b2590dcc95688d8cc6d45e2e3756708cd72794df6efe0c0979436d4865",  # bao-cao.docx
        "571081ed83f8da764d81bf1f1a1c48150efaa53bc8df2a187fc13aaa09e3ef6b",
        "b446c27d371e3860aa30dc4b9dcd329f8f023cb259d252fa641f870817504300",
        "dc55b0573c6ca87838094da4a71eb4bc6fe96589423da2f5680822921dc8942d",
        "ae58336525b700b22cbd6d78d8dde937e7621bffdd9ffba77ea7ba817e2bc0d4",
        "2a53694ee626a170c9eeffc967b8470bbb671c8659b6c1e7f2ded2b0b0b678fb",
        "d7e52e391bb0fe95743c82ac2f9570ab92f95227d1b6b35e61a916ebacd0c8d5",  # thu.txt
        "dd8004bd578f1f07596cfe148ae94ec840eae2b58311f7ab839e047f6528bf84",
        "36ec1652fd173a3b81dc82bb88454820acc11e931e5965cd55fb94772e27b1ca",  # tra-loi/da-nhan.txt
        "31bd46a3cc04f4a716a83f7ba2f78dd8154e476bffee354593593b5a85782413",  # tra-loi/luu-y.txt
        "6b76f98f86a554f64e683838e4d23705678c2b4c5c6b1141f671cf55d85c3edb",
        "1d8bfe389a88e034193139f6cc717f488212652deb7b7aac924809ff51d64c9e",  # tra-loi/nhac.txt
        "32e4a02d0321f473f3a8f9d6b777cdca0747832292c786c4662297dbe0103e87",
        "86b03cc7fc65013dec3a2eb2dacb894d8995a605ea654a6cd5f16025425c3494",
        "aeedf3abfc08e2dea5b94fb7bb53bb98b118be9771ac6ffef6647b2dda6f3691",  # tra-loi/tu-choi.txt
    }
)
"""SHA-256 of templates that earlier versions shipped, their lines ending in LF where they are text."""


def once_shipped(data: bytes) -> bool:
    """Whether a folder's template is one that an earlier version put there, and nobody changed since."""
    text = data if data.startswith(b"PK") else data.replace(b"\r\n", b"\n")
    return sha256(text).hexdigest() in _ONCE


def shipped(name: str) -> Path:
    """The shipped file or folder of this name, such as "workbook/vba/HoTich.bas"."""
    for place in _PLACES:
        if (path := place / name).exists():
            return path
    raise FileNotFoundError(f"{name}: in none of {', '.join(str(place) for place in _PLACES)}")
