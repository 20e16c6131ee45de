"""The tree of units and the ways their names are written. The key of a unit is its code, never its name.

The tree has any depth. The root is the office that merges; its children send; their children are the
lines of a sender's own form. Nothing here knows which level is a district.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple

from xlpy.core.name_index import NameIndex
from xlpy.core.text import bare, key, tidy

# Level words and their short forms, as they stand before a name. Longest first, so that "thị trấn" is not "thị".
_LEVEL_WORDS = {
    "thành phố": ("thành phố", "tp", "t.p"),
    "thị trấn": ("thị trấn", "tt", "t.t"),
    "thị xã": ("thị xã", "tx", "t.x"),
    "đặc khu": ("đặc khu",),
    "phường": ("phường", "p"),
    "huyện": ("huyện", "h"),
    "quận": ("quận", "q"),
    "tỉnh": ("tỉnh", "t"),
    "xã": ("xã", "x"),
}
_LONG = "|".join(sorted((key(word) for word in _LEVEL_WORDS), key=len, reverse=True))
_SHORT = {key(short): key(level) for level, shorts in _LEVEL_WORDS.items() for short in shorts if short != level}
# A level word as it may stand in a running text or a file's name, there also "huyen bu dang" and "ThiXaPhuocLong".
_FORMS = {
    form: level for level in map(key, _LEVEL_WORDS) for form in (level, bare(level), bare(level).replace(" ", ""))
} | _SHORT
ANY_FORM = "|".join(re.escape(form) for form in sorted(_FORMS, key=len, reverse=True))
"""A pattern of a level word however it is written."""
_SHORT_WORDS = "|".join(re.escape(form) for form in _SHORT)
_LETTER = r"[^\W\d_]"
_LETTER_PATTERN = re.compile(_LETTER)
_NUMBER_WORD = r"(?:s[ốo][\s.]*)?"
"""In "Phường số 2"."""
LEVEL_BEFORE = re.compile(rf"(?<!{_LETTER})({ANY_FORM})[\s.]*{_NUMBER_WORD}$")
_LEVEL_AFTER = re.compile(rf"\s(?:{_LONG})\s")
_LEVEL_ALONE = re.compile(rf"(?<!{_LETTER})(?:{_LONG})(?!{_LETTER})|(?<!{_LETTER})(?:{_SHORT_WORDS})\.")
LEVEL_WITHIN = 40
"""Letters before a name in which its level word is looked for: the longest word, and dots after it."""

# A short form needs its dot or is all of a word: "H.Bù Đăng", "TX Phước Long", but not the T of "Tân Phú".
_PREFIX = re.compile(
    rf"(?:(?P<long>{_LONG})\s+|(?P<short>{'|'.join(re.escape(s) for s in sorted(_SHORT, key=len, reverse=True))})"
    r"(?:\s*\.\s*|\s+))(?P<name>.+)"
)
_NUMBERED = re.compile(rf"({ANY_FORM})[\s.]*{_NUMBER_WORD}0*([1-9]\d*)")
"""A name that is a number: "Phường 1", "P1", "Q. 05". A number alone names nobody: it is a day, a line's, a plan's."""

_SIGNS = str.maketrans(dict.fromkeys("’‘ʼʹʻˈ′`´‛", "'") | dict.fromkeys("–—−‐‑‒", "-") | dict.fromkeys("∕⁄\\", "/"))
"""Signs within names, which office programs put in for those of the keyboard: Ia H’Drai, Phan Rang – Tháp Chàm."""
_SEPARATORS = re.compile(r"[\s_\-./()\[\],]+")
_AROUND_SIGNS = re.compile(r" ?(['/-]) ?")


def words(text: str) -> str:
    """A name, or a text with names, as a key; signs within it are those of the keyboard, without spaces around."""
    return _AROUND_SIGNS.sub(r"\1", key(text).translate(_SIGNS))


def plain(text: str) -> str:
    """Words as they may be a file's name: without strokes, dashes and dots, which others write as spaces."""
    return _SEPARATORS.sub(" ", text.replace("'", "")).strip()


@dataclass(frozen=True, eq=False)
class Unit:
    """A unit of the tree: administrative code, official name, other accepted spellings, parts.

    Two units are the same where they are the same object of one plan's tree.
    """

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    children: tuple["Unit", ...] = ()

    @cached_property
    def parts(self) -> "Units":
        """Its children, to be looked up by their names."""
        return Units(self.children)

    @cached_property
    def spelled(self) -> tuple["Name", ...]:
        """The official name and the other spellings, parsed; of "Phường 2, thành phố Vị Thanh" also Phường 2."""
        return tuple(parse_name(name) for name in dict.fromkeys((self.name, *self.aliases, own_name(self.name))))

    @cached_property
    def holder(self) -> "Name | None":
        """Within what it is, where its name says so: wards of two towns may have one name."""
        _, _, rest = self.name.partition(",")
        return parse_name(rest) if rest.strip() else None

    def walk(self) -> Iterator["Unit"]:
        """This unit and everything below it."""
        yield self
        for child in self.children:
            yield from child.walk()


class Former(NamedTuple):
    """A unit that ended on a day; those that report since then for what was its. It has no parts any more."""

    unit: Unit
    day: date
    heirs: tuple[str, ...]


class Units(tuple[Unit, ...]):
    """Units in an order, with what is needed to look many texts up among many names; made once for a plan."""

    former: tuple[Former, ...] = ()
    """Those that report no more: what is of them is nobody else's report."""

    def after(self, former: tuple[Former, ...]) -> "Units":
        """The same units, and those that there were before."""
        made = Units(self)
        made.former = former
        return made

    @cached_property
    def ever(self) -> "Units":
        """These, and those that there were before."""
        return Units((*self, *(one.unit for one in self.former))) if self.former else self

    @cached_property
    def by_code(self) -> Mapping[str, Unit]:
        """The units by code."""
        return {unit.code: unit for unit in self}

    @cached_property
    def names(self) -> NameIndex:
        """Their proper names."""
        return NameIndex((name.proper, place) for place, unit in enumerate(self) for name in unit.spelled)

    @cached_property
    def bare_names(self) -> NameIndex:
        """Their proper names as files are named, without accents, with spaces and without."""
        return NameIndex(
            (form, place) for place, unit in enumerate(self) for name in unit.spelled for form in name.bare_forms
        )

    @cached_property
    def file_names(self) -> NameIndex:
        """Their proper names as files are named, with accents."""
        return NameIndex(
            (form, place) for place, unit in enumerate(self) for name in unit.spelled for form in name.file_forms
        )

    @cached_property
    def short_names(self) -> Mapping[str, str]:
        """Their names where many are named, by code."""
        return short_names({unit.code: unit.name for unit in self})

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Those of their proper names, as files are named, in which there is a number."""
        proper = (name.proper for unit in self for name in unit.spelled)
        return frozenset(plain(name) for name in proper if any(map(str.isdecimal, name)))

    @cached_property
    def names_of_parts(self) -> NameIndex:
        """The proper names of their parts."""
        return NameIndex(
            (name.proper, place) for place, unit in enumerate(self) for part in unit.children for name in part.spelled
        )

    def owners(self, label: str) -> tuple[Unit, ...]:
        """The units among whose parts is what a line's name may stand for."""
        places = self.names_of_parts.within(words(label))
        return tuple(self[place] for place in places if units_in_label(label, self[place].parts))


def as_units(units: Iterable[Unit]) -> Units:
    """Units with what is needed to look names up among them."""
    return units if isinstance(units, Units) else Units(units)


class Name(NamedTuple):
    """A unit's name taken apart: level word ("" where it was left out) and proper name, both as keys."""

    level: str
    proper: str

    def fits(self, other: "Name") -> bool:
        """Same proper name to the letter and tone; a level word left out on either side does not matter, but beside a
        number."""
        if self.proper != other.proper:
            return False
        return self.level == other.level or not (self.is_number or (self.level and other.level))

    @property
    def is_number(self) -> bool:
        """Whether its proper name is a number, or a day ("Phường 30-4"), perhaps with the town where it is."""
        return not any(map(str.isalpha, self.proper.partition(",")[0]))

    @property
    def file_forms(self) -> tuple[str, ...]:
        """Its proper name as files are named after it: "ia hdrai", "ia h drai"."""
        return tuple(dict.fromkeys((plain(self.proper), plain(self.proper.replace("'", " ")))))

    @property
    def bare_forms(self) -> tuple[str, ...]:
        """The same without accents, with spaces and, where it is no number, without."""
        spaced = tuple(map(bare, self.file_forms))
        return spaced if self.is_number else tuple(dict.fromkeys((*spaced, spaced[0].replace(" ", ""))))


@lru_cache(maxsize=4096)
def parse_name(text: str) -> Name:
    """ "TX. Phước Long" → thị xã · phước long; "Phước Long" → "" · phước long; "P01" → phường · 1."""
    written = words(text)
    if numbered := _NUMBERED.fullmatch(written):
        return Name(_FORMS[numbered[1]], numbered[2])
    match = _PREFIX.fullmatch(written)
    if match is None:
        return Name("", written)
    return Name(match["long"] or _SHORT[match["short"]], match["name"].strip())


def own_name(name: str) -> str:
    """A name without what its unit is within: "Phường 2, thành phố Vị Thanh" → "Phường 2"."""
    return name.partition(",")[0].strip() or name


def in_sentence(name: str) -> str:
    """A unit's name as it stands within a sentence: "thành phố Đồng Xoài", where the plan prints "Thành Phố"."""
    written = tidy(name)
    level = parse_name(written).level
    return level + written[len(level) :] if level and key(written).startswith(f"{level} ") else written


def short_name(name: str) -> str:
    """A unit's name without its level word, where many are named: "Đồng Xoài"; with it where it is a number."""
    written, match = tidy(name), _PREFIX.fullmatch(key(name))
    return in_sentence(name) if parse_name(name).is_number else written[match.start("name") if match else 0 :]


def short_names(names: Mapping[str, str]) -> Mapping[str, str]:
    """Units' short names by code; whole where two would be alike: "huyện Hồng Ngự" beside the town of that name."""
    bearers = Counter(parse_name(name).proper for name in names.values())
    return {
        code: in_sentence(name) if bearers[parse_name(name).proper] > 1 else short_name(name)
        for code, name in names.items()
    }


def as_entry(name: str) -> str:
    """A unit's name at the beginning of a line: "Thành phố Đồng Xoài"."""
    written = in_sentence(name)
    return written[:1].upper() + written[1:]


def authority(name: str) -> str:
    """Whom a letter to a unit addresses: "Ủy ban nhân dân huyện Bù Đăng"; a unit without a level word, itself."""
    written = in_sentence(name)
    return f"Ủy ban nhân dân {written}" if parse_name(written).level else written


def units_named(text: str, units: Iterable[Unit]) -> tuple[Unit, ...]:
    """The units that `text`, a cell with a name and nothing else, may stand for: to the letter, or else but for signs.

    "Phan Rang Tháp Chàm" is Phan Rang - Tháp Chàm where no unit is so named.
    """
    written, units = parse_name(text), as_units(units)
    places, loose = units.names.of(written.proper), plain(written.proper)
    found = _bearing(units, places, written.fits) or _bearing(
        units,
        units.file_names.of(loose),
        lambda name: loose in name.file_forms and written._replace(proper=name.proper).fits(name),
    )
    return within_what_is_named(found, words(text))


def _bearing(units: Units, places: Iterable[int], fits: Callable[[Name], bool]) -> tuple[Unit, ...]:
    candidates = dict.fromkeys(units[place] for place in places)
    return tuple(unit for unit in candidates if any(map(fits, unit.spelled)))


def units_in_label(text: str, units: Iterable[Unit]) -> tuple[Unit, ...]:
    """The units that a line's name may stand for: its own name, or the only one within longer words.

    "Phòng Tư pháp huyện Bù Đăng" and "Huyện Bù Đăng (16 xã, thị trấn)" are that district; "Xã Bom Bo, huyện Bù Đăng" is
    not, nor is a name that goes on ("Lộc Thành A") or that lacks its level word.
    """
    units = as_units(units)
    if exact := units_named(text, units):
        return exact
    written = words(text)
    candidates = [units[place] for place in units.names.within(written)]
    standing = (unit for unit in candidates if any(_stands_in(written, name) for name in unit.spelled))
    found = within_what_is_named(standing, written)
    return found if len(found) == 1 and not _beside(found[0], units_mentioned(text, units)) else ()


def _beside(found: Unit, mentioned: Iterable[Unit]) -> bool:
    """Whether another unit is mentioned too: "Huyện Bù Đăng huyện Bù Đốp" is neither. A name within its own is none."""
    return any(
        unit is not found and not any(name.proper in longer.proper for name in unit.spelled for longer in found.spelled)
        for unit in mentioned
    )


def _stands_in(written: str, name: Name) -> bool:
    for place in mentions(written, name.level, name.proper):
        before = LEVEL_BEFORE.search(written, max(0, place.start - LEVEL_WITHIN), place.start)
        head, rest = written[: before.start() if before else place.start], written[place.stop :]
        follows = not rest or not (rest[1:2] if rest[0] == " " else rest[0]).isalnum() or _LEVEL_AFTER.match(rest)
        if (before or not head.strip()) and follows and not _LEVEL_ALONE.search(head):
            return True
    return False


def units_mentioned(text: str, units: Iterable[Unit]) -> tuple[Unit, ...]:
    """The units whose names stand in a running text, such as a title, as whole words.

    A level word before the name must be the unit's own: "xã Phú Riềng" does not mention Huyện Phú Riềng.
    """
    written, units = words(text), as_units(units)
    candidates = [units[place] for place in units.names.within(written)]
    found = longest(
        (unit, [place for name in unit.spelled for place in mentions(written, name.level, name.proper)])
        for unit in candidates
    )
    return within_what_is_named(found, written)


def within_what_is_named(found: Iterable[Unit], written: str, flat: str = "") -> tuple[Unit, ...]:
    """Of units of one name those whose town is named too, where one is: "P2 TP Vị Thanh". `flat` is without accents."""
    found = tuple(dict.fromkeys(found))
    if len(found) < 2 or all(unit.holder is None for unit in found):
        return found
    named = {
        unit
        for unit in found
        if unit.holder
        and (
            any(mentions(written, unit.holder.level, unit.holder.proper))
            or (flat and any(mentions_bare(written, flat, unit.holder)))
        )
    }
    told = {parse_name(own_name(unit.name)) for unit in named}
    return tuple(unit for unit in found if unit in named or parse_name(own_name(unit.name)) not in told)


def longest(found: Iterable[tuple[Unit, Sequence[slice]]]) -> tuple[Unit, ...]:
    """The units that stand somewhere by themselves: Châu Thành does not in "Châu Thành A", where that is a unit too."""
    places = [(unit, (place.start, place.stop)) for unit, where in found for place in where]
    within, reach = set[tuple[int, int]](), 0
    for start, stop in sorted({span for _, span in places}, key=lambda span: (span[0], -span[1])):
        if stop <= reach:
            within.add((start, stop))
        reach = max(reach, stop)
    return tuple(dict.fromkeys(unit for unit, span in places if span not in within))


def mentions(written: str, level: str, proper: str) -> Iterator[slice]:
    """Where `proper` stands as whole words, under no level word or under `level`; a number under `level` alone."""
    if not any(map(str.isalpha, proper)):
        yield from _numbers(written, level, proper)
        return
    start = written.find(proper)
    while start >= 0:
        end = start + len(proper)
        before = LEVEL_BEFORE.search(written, max(0, start - LEVEL_WITHIN), start)
        alone = before is not None or not _LETTER_PATTERN.match(written[start - 1 : start])
        if alone and not _LETTER_PATTERN.match(written[end : end + 1]):
            stated = _FORMS[before[1]] if before else ""
            if (not stated or not level or stated == level) and not _within_a_number(written, start, end):
                yield slice(start, end)
        start = written.find(proper, start + 1)


def _within_a_number(written: str, start: int, end: int) -> bool:
    """Whether a digit at either end of a place goes on beyond it: "Tân Lập 1" is not in "Tân Lập 12"."""
    return (written[end - 1 : end + 1].isdecimal() and end < len(written)) or (
        start > 0 and written[start - 1 : start + 1].isdecimal()
    )


def mentions_bare(written: str, flat: str, name: Name) -> Iterator[slice]:
    """Where a name stands without accents in `flat`, and in the text itself, `written`, too."""
    for form in name.bare_forms:
        for place in mentions(flat, name.level, form):
            if flat[place] == written[place]:
                yield place


def _numbers(written: str, level: str, number: str) -> Iterator[slice]:
    for place in re.finditer(rf"(?<!\d)0*{re.escape(number)}(?!\d)", written):
        before = LEVEL_BEFORE.search(written, max(0, place.start() - LEVEL_WITHIN), place.start())
        if before and _FORMS[before[1]] == level:
            yield slice(*place.span())
