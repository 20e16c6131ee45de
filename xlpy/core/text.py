"""Vietnamese as people read and write it: figures, dates, labels that differ only in spelling habits."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache, wraps

# Both places of the tone mark are in use (hòa, hoà); the key puts it on the second vowel.
_TONE_OLD = ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"]
_TONE_NEW = ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"]
_TONES = dict(zip(_TONE_OLD, _TONE_NEW, strict=True))
_TONE_PATTERN = re.compile("|".join(_TONE_OLD))
_LOOKS_LIKE_D = str.maketrans("ðɖ", "đđ")
"""Old keyboards type the Icelandic letter, some fonts' tools the African one; capitals look the same."""

LONG, _MOST_MARKS = 256, 30
"""Letters of a text that is looked at closer, and not remembered; marks on one letter, as the Unicode standard bounds
them for streams."""

_SPACES = re.compile(r"[\s\u00a0\u2007\u202f\u2800]+")
"""The last is a sign of Braille without a dot: people put it where a form takes no blank."""
_FORMAT = (
    "\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890-\u0891\u08e2\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U00013438"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f"
)
_IGNORABLE = (
    "\u034f\u115f-\u1160\u17b4-\u17b5\u180b-\u180d\u180f\u2065\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8"
    "\U000e0000\U000e0002-\U000e001f\U000e0080-\U000e0fff"
)
_UNSEEN = re.compile(f"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff{_FORMAT}{_IGNORABLE}]")
"""Control characters; all that Unicode calls format characters (Cf): marks of direction, joiners, hyphens; and what
else it has drawn as nothing (Default_Ignorable): selectors of variants, fillers."""


FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
"""East Asian digits and signs to plain ones. Only these: NFKC would also read a footnote's "120²" as 1202."""

LONGEST_TOLD = 500
"""Letters of one value that a message takes: whoever needs more opens the file."""


def remembered(function: Callable[[str], str]) -> Callable[[str], str]:
    """Heads and names come again in every file, and several times in each; long texts are not kept."""
    short = lru_cache(maxsize=4096)(function)

    @wraps(function)
    def answer(text: str) -> str:
        return short(text) if len(text) < LONG else function(text)

    return answer


@remembered
def tidy(text: str) -> str:
    """Composed letters (NFC), one space between words, none at the ends."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", _bounded(without_unseen(text)[0]))).strip()


def without_unseen(text: str) -> tuple[str, int]:
    """The text without characters that nobody sees and that upset what follows, and how many they were."""
    return (text, 0) if text.isascii() and text.isprintable() else _UNSEEN.subn("", text)


def _bounded(text: str) -> str:
    """The text without marks that nobody can see for marks: composing takes the square of a run's length."""
    if len(text) < LONG or text.isascii():
        return text
    kept, run = [], 0
    for letter in text:
        run = run + 1 if unicodedata.combining(letter) else 0
        if run <= _MOST_MARKS:
            kept.append(letter)
    return "".join(kept)


@remembered
def key(text: str) -> str:
    """What two spellings of the same words have in common: letters and tones, not case, spaces or tone place.

    Accents stay: Lộc Thạnh, Lộc Thành and Lộc Thịnh are three communes of one district.
    """
    folded = tidy(text).casefold().translate(_LOOKS_LIKE_D)
    return _TONE_PATTERN.sub(lambda match: _TONES[match.group()], folded)


def bare(text: str) -> str:
    """`key` without accents, for file names only, where clerks write "bu dang" for Bù Đăng."""
    decomposed = unicodedata.normalize("NFD", key(text).replace("đ", "d"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def number(value: int) -> str:
    """1013355 → "1.013.355"; the sign is a hyphen, as the forms print it."""
    return f"{value:,}".replace(",", ".")


def day(value: date) -> str:
    """2023-05-22 → "22/5/2023", as the plan writes dates."""
    return f"{value.day}/{value.month}/{value.year}"


def formal_day(value: date) -> str:
    """2023-04-04 → "04/4/2023", as letters write dates: days under 10 and the first two months with a zero.

    Basis: Nghị định 30/2020/NĐ-CP, phụ lục I.
    """
    return f"{value.day:02}/{value.month:0{2 if value.month < 3 else 1}}/{value.year}"


def formal_clock(value: datetime | None) -> str:
    """13:41:07 on 4 April → "13 giờ 41 ngày 04/4/2023", as letters write an hour."""
    return f"{office_hour(value.time())} ngày {formal_day(value.date())}" if value else NO_HOUR


def command(words: str) -> str:
    """What to type to have a verb carried out. A finding names no folder: it is kept, and read in other places."""
    return f"hotich {words}"


def merging(value: date) -> str:
    """The words, after the program's name, that have a day merged."""
    return f"tong-hop --ngay {value.isoformat()}"


NO_HOUR = "không rõ giờ"


def clock(value: datetime | None) -> str:
    """13:41:07 on 22 May → "13:41 ngày 22/5/2023"; an hour that nobody knows is said to be that."""
    return f"{value:%H:%M} ngày {day(value)}" if value else NO_HOUR


def received_words(value: datetime | None, of: date | None = None) -> str:
    """13:41 on 2 June → "13 giờ 41 ngày 02/6/2023", without the day where it is the day `of` which one speaks."""
    if value is None:
        return NO_HOUR
    return office_hour(value.time()) + ("" if value.date() == of else f" ngày {formal_day(value)}")


def office_hour(value: time) -> str:
    """14:30 → "14 giờ 30", as the plan and the office's letters write hours.

    Not in one format of strftime: Windows' C library takes no letters outside its code page there.
    """
    return f"{value:%H} giờ {value:%M}"


def clipped(text: str, longest: int = 80) -> str:
    """A quotation for a message: a cell may hold 32.767 letters."""
    return text if len(text) <= longest else f"{text[:longest]}…"


def shown(value: object) -> str:
    """A value as a message quotes it."""
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case int():
            return number(value)
        case float() if value.is_integer() and abs(value) < 1e15:
            return number(int(value))
        case float():
            sign, (whole, _, rest) = "-" * (value < 0), f"{abs(value):.10g}".partition(".")
            grouped = number(int(whole)) if whole.isdigit() else whole
            return sign + (f"{grouped},{rest}" if rest else grouped)
        case datetime():
            return received_words(value)
        case date():
            return formal_day(value)
        case timedelta():
            minutes = round(value.total_seconds()) // 60
            return f"{minutes // 60}:{minutes % 60:02}"
        case _:
            return str(value)


def sentence(text: str) -> str:
    """Words as a sentence: begun large, ended once; what asks keeps its question mark."""
    text = text.rstrip(".")
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('?') else '.'}"


def begun_small(text: str) -> str:
    """A sentence that goes on after a colon; a name keeps its capital."""
    first = text.split(" ", 1)[0]
    return text if first in _NAMES or first[1:2].isupper() else text[:1].lower() + text[1:]


_NAMES = frozenset({"Phụ", "Kế", "Excel", "Hotich", "Sổ", "Word", "Đăng", "Tổng"})
"""First words that are written large within a sentence, too; the last two are of columns of the form."""


def printable(text: str) -> str:
    """A text on one line, without the letters by which a file's name could command the terminal."""
    # Marked before it is tidied: what tidying takes away without a trace would hide that the name is not what it seems.
    return tidy(one_line(text, len(text)))


def one_line(text: str, longest: int = LONGEST_TOLD) -> str:
    """Received text as it may stand in a message: one line, cut, and every letter one that can be seen.

    What turns the direction of writing, commands a terminal or is no letter at all becomes “?”, a line's end a space.
    """
    if len(text) <= longest and text.isprintable():
        return text  # as nearly all
    text = clipped(text, longest)
    return "".join(letter if _is_harmless(letter) else " " if letter.isspace() else "?" for letter in text)


def _is_harmless(letter: str) -> bool:
    return letter.isprintable() or unicodedata.category(letter) == "Zs"  # spaces of all widths


def fill(template: str, values: Mapping[str, object]) -> str:
    """A message template with its values written the Vietnamese way."""
    return template.format_map({name: one_line(shown(value)) for name, value in values.items()})
