"""The package that the reader is given: what any zip program finds in it is what was put into it."""

import zipfile
from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st

from xlpy.doors.files.parts import Part, make_package

NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20)


@given(st.dictionaries(NAMES, st.binary(max_size=200), max_size=6))
def test_a_package_holds_its_parts_and_nothing_else(parts: dict[str, bytes]) -> None:
    made = make_package(Part(name, data) for name, data in parts.items())
    with zipfile.ZipFile(BytesIO(made)) as package:
        assert package.testzip() is None
        assert [(info.orig_filename, package.read(info)) for info in package.infolist()] == [*parts.items()]


def test_the_same_parts_are_the_same_bytes_on_any_day() -> None:
    parts = [Part("xl/workbook.xml", b"<workbook/>"), Part("xl/styles.xml", b"")]
    assert make_package(iter(parts)) == make_package(iter(parts))
