"""The documentation's pictures: none is missing, none lies unused, and the script still makes them."""

import re
import zlib
from pathlib import Path

import pytest

from tests.kit.pictures import PAGES, PICTURES, PLACE, WIDEST, make
from tests.kit.screen import PICTURE

DOCS = PLACE.parent
LARGEST = 250_000  # bytes
_LINK = re.compile(r"!\[[^\]]*\]\(([^)\s]+)\)")


def _used() -> set[Path]:
    """The pictures that README.md and the pages under docs show."""
    pages = [DOCS.parent / "README.md", *DOCS.rglob("*.md")]
    return {
        (page.parent / link).resolve()
        for page in pages
        for link in _LINK.findall(page.read_text(encoding="utf-8"))
        if "://" not in link
    }


def test_what_the_pages_show_is_what_the_script_makes() -> None:
    assert _used() == {(PLACE / name).resolve() for name in (*PICTURES, *PAGES)} | {PICTURE}


def test_every_picture_is_there_and_none_besides() -> None:
    assert {path.name for path in PLACE.iterdir()} == {*PICTURES, *PAGES, PICTURE.name}
    assert {path.name: path.stat().st_size for path in PLACE.iterdir() if path.stat().st_size > LARGEST} == {}


@pytest.mark.slow
@pytest.mark.office
def test_the_form_is_photographed(tmp_path: Path) -> None:
    (picture,) = make(tmp_path / "hinh", tmp_path, ["bieu-loi.png"])
    data = picture.read_bytes()
    width, height = (int.from_bytes(data[at : at + 4]) for at in (16, 20))
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert width <= WIDEST
    assert 3 < width / height < 8
    # A blank page has few different bytes.
    assert len(set(zlib.decompress(_pixels(data)))) > 100


def _pixels(png: bytes) -> bytes:
    """The compressed pixels of a PNG."""
    at, found = 8, b""
    while at < len(png):
        length, kind = int.from_bytes(png[at : at + 4]), png[at + 4 : at + 8]
        if kind == b"IDAT":
            found += png[at + 8 : at + 8 + length]
        at += length + 12
    return found
