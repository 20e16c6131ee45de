"""Vietnamese written for fonts from before Unicode, and how it is told from Unicode: TCVN3 (.VnTime), VNI (VNI-Times).

Such a text holds other letters than its font shows: "Tæng sè" in .VnTime is seen as "Tổng số". Reading goes by the
font where the file tells it, and else by the letters, where they make sense only so. Numbers are never touched.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from xlpy.core.grid import Position
from xlpy.core.old_fonts import FONT, TELLING, Reread
from xlpy.core.syllables import is_syllable

# A capital letter with a tone has no code: it is a small one in .VnTimeH.
_TCVN3_SEEN = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđĂÂÊÔƠƯĐ"
_TCVN3_HELD = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉËÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ®¡¢£¤¥¦§"
_TCVN3 = dict(zip(_TCVN3_HELD, _TCVN3_SEEN, strict=True))

# VNI writes a letter and then its marks, but for i, ơ, ư, đ and ỵ, which have codes of their own.
_VNI_ALONE = dict(zip("ìíæóòôöñî", "ìíỉĩịơưđỵ", strict=True))
_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
_HAT, _BREVE = "\u0302", "\u0306"
_VNI_TONES = dict(zip("øùûõï", (_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT), strict=True))
_VNI_HATS = dict(zip("âàáåãä", (_HAT, *(_HAT + tone for tone in (_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT))), strict=True))
_VNI_BREVES = dict(
    zip("êèéúüë", (_BREVE, *(_BREVE + tone for tone in (_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT))), strict=True)
)


def _vni() -> dict[str, str]:
    """Every letter of one or two codes → what is seen, both cases. After a capital the mark may be of either."""
    pairs = dict(_VNI_ALONE)
    for letters, marks in (("aeouyôö", _VNI_TONES), ("aeo", _VNI_HATS), ("a", _VNI_BREVES)):
        for letter in letters:
            for code, mark in marks.items():
                pairs[letter + code] = unicodedata.normalize("NFC", _VNI_ALONE.get(letter, letter) + mark)
    capitals = {code.upper(): seen.upper() for code, seen in pairs.items()}
    mixed = {code[0].upper() + code[1]: seen.upper() for code, seen in pairs.items() if len(code) == 2}
    return {**pairs, **mixed, **capitals}


_VNI = _vni()
_VNI_LETTER = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)) + "|[A-Za-z]")


def _read_tcvn3(word: str) -> str:
    return "".join(letter if letter.isascii() else _TCVN3[letter] for letter in word)


def _read_vni(word: str) -> str:
    letters = _VNI_LETTER.findall(word)
    if sum(map(len, letters)) < len(word):
        raise KeyError(word)
    return "".join(_VNI.get(letter, letter) for letter in letters)


def _read_1258(word: str) -> str:
    return unicodedata.normalize("NFC", word.encode("latin-1").decode("cp1258"))


@dataclass(frozen=True, slots=True)
class OldCode:
    """A way to write Vietnamese in one byte a letter.

    `read` raises KeyError or UnicodeError at what the code has not. `misread`: a program with Vietnamese Windows' own
    code took the bytes for that, so that ß stands as it is and Ý has become Ư.
    """

    name: str
    read: Callable[[str], str]
    misread: bool = False


_TCVN3_NAME, _VNI_NAME = "TCVN3 (ABC)", "VNI"
TCVN3 = OldCode(_TCVN3_NAME, _read_tcvn3), OldCode(_TCVN3_NAME, _read_tcvn3, misread=True)
VNI = OldCode(_VNI_NAME, _read_vni), OldCode(_VNI_NAME, _read_vni, misread=True)
WINDOWS_1258 = OldCode("Windows 1258", _read_1258)
"""Written by old programs in Vietnamese Windows' own code, and read as if it were western."""

_CODES = (TCVN3[0], VNI[0], WINDOWS_1258, TCVN3[1], VNI[1])

_CAPITALS = re.compile(r"\s*\.vn.*h\s*", re.IGNORECASE)
"""Fonts such as .VnTimeH show small letters as capitals."""

_WORD = re.compile("[A-Za-z\xa1-\u024f\u0300-\u036f\u1e00-\u1eff\u20ab]+")
"""Letters, signs that are letters in an old code, and the sign of the đồng, which the letter ỵ may have become."""

_SIGNS_BEFORE, _SIGNS_AFTER = "·«»©®¶", "·«»©®¶¹ª§¨¸µ×"
"""What may stand at a word in Unicode, too: "Bù Nho¹" has a footnote."""
_LONGEST = 40
"""Letters of a word that is looked at. Nobody writes longer ones."""
_NEVER_OLD = frozenset({"xã"})
"""In TCVN3 it would be "xó", a corner: no place is called that, and every list of communes has the other."""

_FEWEST = 3
"""Different words on a sheet that make sense only in an old code, before anything without a known font is of it."""
_STRAY = 10
"""On a sheet of an old code, at most one word in so many makes sense only in Unicode: a name typed in later."""


_SURE = ("old", "unicode")


class _Weight(NamedTuple):
    """How many different words make sense only in the old code, only in Unicode, in both, in neither."""

    old: int
    unicode: int
    either: int
    neither: int


def decoded(texts: Mapping[Position, str], fonts: Mapping[Position, str]) -> dict[Position, Reread]:
    """As `xlpy.core.old_fonts.reread`, for a sheet that may hold such texts."""
    found: dict[Position, Reread] = {}
    others = texts
    if fonts:
        others = {at: text for at, text in texts.items() if at not in fonts}
        for codes, wanted in ((TCVN3, True), (VNI, False)):
            own = {at: texts[at] for at, font in fonts.items() if at in texts and _is_tcvn3(font) is wanted}
            found |= _by_font(own, codes, fonts)
    if any(map(TELLING.search, others.values())):
        found |= _by_letters(others)
    return found


def _is_tcvn3(font: str) -> bool:
    match = FONT.match(font)
    return match is not None and match["tcvn3"] is not None


def _by_font(
    texts: Mapping[Position, str], codes: Sequence[OldCode], fonts: Mapping[Position, str]
) -> dict[Position, Reread]:
    """A font's name may lie: Unicode typed into its cells stays, and speaks for what could be either."""
    code = _likeliest(texts.values(), codes if any(map(TELLING.search, texts.values())) else codes[:1])
    whole = _weigh(texts.values(), code)
    found = {}
    for at, text in texts.items():
        own = _weigh((text,), code)
        if own.old or (whole.unicode <= whole.old and not own.unicode and (own.either or own.neither)):
            seen = _seen(text, code)
            found[at] = Reread(seen.upper() if _CAPITALS.fullmatch(fonts[at]) else seen, code.name, fonts[at])
    return found


def _by_letters(texts: Mapping[Position, str]) -> dict[Position, Reread]:
    """The sheet as a whole where it makes sense only in an old code; else each text that does so by itself."""
    code = _likeliest(texts.values(), _CODES)
    whole = _weigh(texts.values(), code)
    if whole.old < _FEWEST:
        return {}
    everywhere = whole.unicode * _STRAY <= whole.old and whole.neither <= whole.old
    found = {}
    for at, text in texts.items():
        own = _weigh((text,), code)
        alone = own.old >= (_FEWEST if code.misread else 1) and not own.neither
        if not own.unicode and (alone or (everywhere and any(own))):
            found[at] = Reread(_seen(text, code), code.name)
    return found


def _likeliest(texts: Iterable[str], codes: Sequence[OldCode]) -> OldCode:
    """The code in which most words make sense that make none in Unicode; of equals the first."""
    return max(codes, key=lambda code: _weigh(texts, code).old)


def _weigh(texts: Iterable[str], code: OldCode) -> _Weight:
    words = {word for text in texts for word in _WORD.findall(text) if not word.isascii()}
    return _Weight(*map(Counter(_sense(word, code) for word in words).__getitem__, _Weight._fields))


def _sense(word: str, code: OldCode) -> str:
    """In which reading a word makes sense, as a field of _Weight; "" for one that says nothing."""
    return _sense_of_short(word, code) if len(word) <= _LONGEST else "neither"


@lru_cache(maxsize=8192)
def _sense_of_short(word: str, code: OldCode) -> str:
    read = _read(word, code)
    if read == word or (len(word) == 1 and read is not None):
        return ""  # the same in both; or a sign by itself, such as "·" before a name
    if read is None or word.casefold() in _NEVER_OLD:
        return "neither" if TELLING.search(word) else "unicode"
    in_unicode, in_old = is_syllable(word), is_syllable(read)
    if in_old and not in_unicode:
        return "either" if is_syllable(word.lstrip(_SIGNS_BEFORE).rstrip(_SIGNS_AFTER)) else "old"
    return "either" if in_old else "unicode" if in_unicode else "neither"


def _seen(text: str, code: OldCode) -> str:
    """A text in the old code, but for its words in Unicode; what could be either goes with the word before it."""
    sure = next((sense for word in _WORD.findall(text) if (sense := _sense(word, code)) in _SURE), "old")

    def word(match: re.Match[str]) -> str:
        nonlocal sure
        sense = _sense(match[0], code)
        sure = sense if sense in _SURE else sure
        return match[0] if sure == "unicode" else _read(match[0], code) or match[0]

    return _WORD.sub(word, text)


def _read(word: str, code: OldCode) -> str | None:
    """A word in the old code, or None where it has letters that the code has not."""
    try:
        return code.read(word.encode("cp1258").decode("latin-1") if code.misread else word)
    except (KeyError, UnicodeError):
        return None
