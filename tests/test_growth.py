"""Whatever received text holds, looking at it takes time in proportion to its length: four times as much, not sixteen."""

import importlib
import inspect
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from email.errors import MessageError

import pytest

import xlpy
from xlpy.core.dates import dates_in_file_name, dates_in_title
from xlpy.core.numbers import read_number
from xlpy.core.plan.plan import Plan
from xlpy.core.text import bare, key, one_line, tidy
from xlpy.core.units import units_mentioned
from xlpy.core.units_in_files import units_in_file_name
from xlpy.doors.files.cell_laws import reaches_out
from xlpy.doors.files.content import detect
from xlpy.doors.files.letters import read_message
from xlpy.doors.files.parts import Rejected

pytestmark = pytest.mark.slow

SMALL = 0.004
"""Seconds below which nobody can tell how something grows."""
MOST = 9.0
"""How many times as long four times as much may take: 4 where it grows in proportion, 16 with the square."""


def growth(work: Callable[[str], object], text: Callable[[int], str], start: int = 500) -> float:
    """How many times as long four times as much takes, from where it can be measured; 0 where it never can."""
    size = start
    while size <= 130_000:
        took = _seconds(work, text(size))
        if took > SMALL:
            return min(_seconds(work, text(4 * size)) for _ in range(3)) / min(took, _seconds(work, text(size)))
        size *= 2
    return 0.0


def _seconds(work: Callable[[str], object], text: str) -> float:
    begun = time.process_time()
    work(text)
    return time.process_time() - begun


# -- every regular expression -----------------------------------------------------------------------------------------

OWN = re.compile(r"xlpy\.(libreoffice|demo|selfcheck|shell|drawing\.(letter|office_book|report|mail|screen|styles))")
"""What meets only the office's own texts, or its screen."""


def patterns() -> Iterator[tuple[str, "re.Pattern[str] | re.Pattern[bytes]"]]:
    for module in pkgutil.walk_packages(xlpy.__path__, "xlpy."):
        if not OWN.match(module.name) and not module.name.endswith("windows_job"):
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, re.Pattern):
                    yield f"{module.name}.{name}", value


PATTERNS = dict(patterns())


def pumps(pattern: "re.Pattern[str] | re.Pattern[bytes]") -> list[str]:
    """What a pattern may go over again and again: its own words and signs, alone and by twos."""
    written = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    plain = re.sub(r"\\[bBAZ]|\(\?[:=!<P]*|\\([^\w])", r"\1", written)
    signs = [*dict.fromkeys(re.findall(r"[^\W\d_]{2,}:?|[\"'<>\[\]()|!;:=./@-]", plain))][:9]
    signs = [*signs, "a", "1", " ", *(["<xml ", "<v:shape "] if "shape" in plain else [])]
    return [*signs, *(one + other for one in signs for other in signs if one != other)]


@pytest.mark.parametrize("name", PATTERNS)
def test_no_pattern_takes_the_square_of_what_it_is_given(name: str) -> None:
    pattern = PATTERNS[name]
    module, _, own = name.rpartition(".")
    asked = set(re.findall(rf"\b{own}\.(\w+)\(", inspect.getsource(importlib.import_module(module))))
    from_the_beginning = bool(asked) and asked <= {"match", "fullmatch"}

    def look(text: str) -> None:
        given = text if isinstance(pattern.pattern, str) else text.encode()
        if from_the_beginning:
            pattern.fullmatch(given)  # type: ignore[arg-type]
        else:
            assert all(pattern.finditer(given))  # type: ignore[arg-type]

    for pump in pumps(pattern):
        if _seconds(look, pump * (8_000 // len(pump))) < SMALL:  # the square of 8,000 takes a hundred times that
            continue
        assert growth(look, lambda size, pump=pump: pump * (size // len(pump))) < MOST, pump  # type: ignore[misc]


# -- what is done with text -------------------------------------------------------------------------------------------


def letter(head: str) -> object:
    try:
        return read_message(f"From: a@b.vn\r\n{head}\r\n\r\n".encode(), "thu.eml")
    except (Rejected, MessageError):
        return None


TEXTS: dict[str, tuple[Callable[[str], object], Callable[[int], str]]] = {
    "links of formulas": (reaches_out, lambda size: "[" * size),
    "programs in formulas": (reaches_out, lambda size: "a|" * (size // 2)),
    "names of files in formulas": (reaches_out, lambda size: "[.xl" * (size // 4)),
    "comments before a page": (lambda text: detect(text.encode()), lambda size: "<!---->" * (size // 7)),
    "marks on a letter": (tidy, lambda size: "a" + "\u0316\u0300" * (size // 2)),
    "marks in the wrong order": (key, lambda size: "a" + "\u0300" * (size // 2) + "\u0316" * (size // 2)),
    "marks without letters": (bare, lambda size: "\u0316\u0300" * (size // 2)),
    "a name to show": (one_line, lambda size: "\x9b" * size),
    "a title full of dates": (dates_in_title, lambda size: "1/1/2023 " * (size // 9)),
    "a title full of figures": (dates_in_title, lambda size: "1" * size),
    "a file's name full of dates": (lambda text: dates_in_file_name(text, 2023), lambda size: "22-5-" * (size // 5)),
    "a number without end": (read_number, lambda size: "1" * size),
    "a number of groups": (read_number, lambda size: "1" + ".000" * (size // 4)),
    "semicolons in a header": (letter, lambda size: "Content-Type: text/plain" + ";" * size),
    "quotation marks in a header": (letter, lambda size: 'Content-Type: a/b; c="' + ';"' * (size // 2)),
    "parts of a name in a header": (letter, lambda size: "Content-Disposition: a" + "; filename*0*=a" * (size // 15)),
    "signs in a sender": (letter, lambda size: "From: " + '("' * (size // 2)),
    "a date without end": (letter, lambda size: "Date: " + "1 " * (size // 2)),
    "encoded words": (letter, lambda size: "Subject: " + "=?" * (size // 2)),
    "servers on the way": (letter, lambda size: "\r\n".join(["Received: a; b"] * (size // 16 + 1))),
}


@pytest.mark.parametrize("work, text", TEXTS.values(), ids=TEXTS)
def test_a_text_takes_time_in_proportion_to_its_length(
    work: Callable[[str], object], text: Callable[[int], str]
) -> None:
    assert growth(work, text) < MOST


def test_a_name_repeated_in_a_title_is_found_in_proportion(plan: Plan) -> None:
    units = plan.senders
    for work in (lambda text: units_mentioned(text, units), lambda text: units_in_file_name(text, units)):
        assert growth(work, lambda size: "xã bù đăng. " * (size // 12)) < MOST


def test_a_header_of_half_a_million_semicolons_is_read_at_once() -> None:
    assert _seconds(letter, "Content-Type: text/plain" + ";" * 500_000) < 2


def test_the_square_would_be_seen() -> None:
    assert growth(lambda text: re.search(r"\w+\|[^!]*!", text), lambda size: "a|" * (size // 2)) > MOST
    assert growth(lambda text: re.search("a", text * 20), lambda size: "b" * size) < MOST
