"""Is this a Vietnamese syllable (âm tiết)? By its build alone: onset, rime, one tone. Words are not looked up."""

import re
import unicodedata
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_STOPPED_TONES = "\u0301\u0323"
"""A syllable that ends in c, ch, p, t is spoken with one of these two."""

_ONSETS = "b|ch|c|d|đ|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|p|qu|r|s|th|tr|t|v|x"
# Finals by vowel. "k" stands for c in names from other languages of the country (Đắk, Krông Púk).
_FINALS = {
    "a": "c|k|ch|i|m|n|ng|nh|o|p|t|u|y",
    "ă": "c|k|m|n|ng|p|t",
    "â": "c|k|m|n|ng|p|t|u|y",
    "e": "c|k|m|n|ng|o|p|t",
    "ê": "ch|c|k|m|n|ng|nh|p|t|u",
    "i": "a|ch|c|k|m|n|nh|p|t|u",
    "iê": "c|k|m|n|ng|p|t|u",
    "yê": "m|n|ng|t|u",
    "o": "a|c|k|e|i|m|n|ng|p|t",
    "oo": "c|k|n|ng",
    "oa": "c|ch|i|m|n|ng|nh|o|p|t|y",
    "oă": "c|m|n|ng|t",
    "oe": "n|o|t",
    "ô": "c|k|i|m|n|ng|p|t",
    "ơ": "i|m|n|p|t",
    "u": "a|c|k|i|m|n|ng|p|t|y",
    "uâ": "n|ng|t|y",
    "uê": "ch|nh",
    "uô": "c|i|m|n|ng|t",
    "uơ": "n",
    "uyê": "n|t",
    "uy": "a|ch|n|nh|p|t|u",
    "ư": "a|c|i|m|n|ng|t|u",
    "ươ": "c|i|m|n|ng|p|t|u",
}
_WITHOUT_FINAL = ("a", "e", "ê", "i", "y", "o", "oa", "oe", "ô", "ơ", "u", "uê", "uơ", "uy", "ư")
_AFTER_QU = "(?<=qu)y(?:a|ch|n|nh|t)"
_RIMES = "|".join((_AFTER_QU, *_WITHOUT_FINAL, *(f"{vowel}(?:{finals})" for vowel, finals in _FINALS.items())))
_SYLLABLE = re.compile(rf"(?:{_ONSETS})?(?P<rime>{_RIMES})")
_STOPPED = re.compile(r".*(?:c|ch|p|t)")
_LONGEST = 12
"""Letters of "nghiễng", its marks counted too, and some to spare."""
_VOWELS = re.compile("[aăâeêioôơuưy]+")
_MARKED = re.compile(".*[ăâêôơư]")
_EITHER_VOWEL = ("oa", "oe", "uy")
"""Rimes whose tone may stand on either vowel: hòa, hoà."""


@lru_cache(maxsize=8192)
def is_syllable(text: str) -> bool:
    """Whether a word could be one of Vietnamese: "Đăng" and "ngoằng" could, "Toång" and "ngµy" could not.

    Case does not matter, nor on which vowel of "hoà" the tone stands.
    """
    if len(text) > _LONGEST:
        return False
    letters, tones, toned = "", "", 0
    for letter in unicodedata.normalize("NFD", text.casefold().replace("ð", "đ")):
        if letter in _TONES:
            tones, toned = tones + letter, len(letters) - 1
        elif unicodedata.combining(letter):
            letters = unicodedata.normalize("NFC", letters + letter)
        else:
            letters += letter
    match = _SYLLABLE.fullmatch(letters)
    if match is None or len(tones) > 1:
        return False
    if not tones:
        return True
    if _STOPPED.fullmatch(letters) and tones not in _STOPPED_TONES:
        return False
    return toned - match.start("rime") in _tone_places(match["rime"])


def _tone_places(rime: str) -> tuple[int, ...]:
    """On which letters of a rime its tone may be written."""
    if marked := _MARKED.match(rime):
        return (marked.end() - 1,)
    if rime in _EITHER_VOWEL:
        return 0, 1
    vowels = _VOWELS.match(rime)
    count = vowels.end() if vowels else 1
    return (count - 1,) if count < len(rime) or count == 1 else (count - 2,)
