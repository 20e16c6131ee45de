"""Whether what stands beside a setting can be what is asked there; and without which settings no day can be merged.

A line that cannot be understood is unknown. Where a day can do without, it is told with its cell and the rest holds;
where it cannot (an hour, a norm, where reports arrive), nothing is put in its place, and the press says what to mend.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from xlpy.core.numbers import LARGEST
from xlpy.core.plan.settings import Path, Setting, SettingKind
from xlpy.core.plan.side_sheets import FIRST_DAY, LAST_DAY, MOST_AT_ONE_PLACE
from xlpy.core.text import number

NEEDED: frozenset[Path] = frozenset(
    {
        ("plan", "number"),
        ("plan", "date"),
        ("plan", "issuer"),
        ("office",),
        ("recipient",),
        ("norm", "per_machine_per_day"),
        ("norm", "in_text"),
        ("norm", "rounding"),
        ("campaign", "start"),
        ("campaign", "before"),
        ("reporting", "units_before"),
        ("reporting", "office_before"),
        ("reporting", "utc_offset_hours"),
        ("priority",),
        ("folders", "inbox"),
        ("folders", "reports"),
    }
)
"""Settings without which a day would be judged by a guess, or looked for where it is not. Left blank, they are what a
blank one is."""

LONGEST = 255
"""Letters of a text on Thiết lập: what is longer is something else, pasted."""
_MOST_PARTS = 100
_ADDRESS = re.compile(r"[^@\s;,]+@[^@\s;,]+\.[^@\s;,]+")
_SERVER = re.compile(r"((tls|starttls)://)?[^\s:/@;,]+(:[0-9]{1,5})?")
_HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_LIKE: Mapping[Path, tuple[re.Pattern[str], str]] = {
    ("mail", "sender"): (_ADDRESS, "địa chỉ thư, ví dụ ten@coquan.gov.vn"),
    ("mail", "smtp"): (_SERVER, "máy chủ dạng tên:cổng, ví dụ mail.coquan.gov.vn:465"),
    ("mail", "imap"): (_SERVER, "máy chủ dạng tên:cổng, ví dụ mail.coquan.gov.vn:993"),
}
_BOUNDS: Mapping[Path, tuple[int, int]] = {
    **{("norm", name): (1, MOST_AT_ONE_PLACE) for name in ("per_machine_per_day", "in_text", "in_tables")},
    ("reporting", "utc_offset_hours"): (-12, 14),
}


NAMES, ADDRESSES = (
    "chữ, các mục cách nhau bằng dấu chấm phẩy",
    "địa chỉ thư, ví dụ ten@coquan.gov.vn; nhiều địa chỉ cách nhau bằng dấu chấm phẩy",
)
"""What is asked for where a cell holds several."""


def is_blank(value: Any) -> bool:
    """Whether nothing stands there but spaces, or what parts the values of a list."""
    return value in ("", [])


def understood(setting: Setting, value: Any) -> bool:
    """Whether the value that was read can be the setting's."""
    return _FITS[setting.kind](setting, value)


def wanted(setting: Setting) -> str:
    """What would be understood."""
    if setting.path in _LIKE:
        return _LIKE[setting.path][1]
    least, most = _bounds(setting)
    if setting.kind is SettingKind.LIST and setting.choices:  # each once, by its first word
        first = {meant: word for word, meant in reversed(list(setting.choices.items()))}
        return f"{'; '.join(reversed(list(first.values())))} theo thứ tự nào đó"
    words = ", ".join(setting.choices)
    return _WANTED[setting.kind].format(least=least, most=number(most), words=words, longest=LONGEST)


def is_address(value: Any) -> bool:
    """Whether it is one e-mail address."""
    return isinstance(value, str) and len(value) <= LONGEST and _ADDRESS.fullmatch(value) is not None


def is_text(value: Any) -> bool:
    """Whether it is words, and not too many."""
    return isinstance(value, str) and 0 < len(value) <= LONGEST


def is_day(value: Any) -> bool:
    """Whether it is a day of this age, as the plan's JSON writes it."""
    try:
        return FIRST_DAY <= date.fromisoformat(value) <= LAST_DAY
    except (TypeError, ValueError):
        return False


def _bounds(setting: Setting) -> tuple[int, int]:
    return _BOUNDS.get(setting.path, (0, LARGEST))


def _is_text(setting: Setting, value: Any) -> bool:
    like = _LIKE.get(setting.path)
    return is_text(value) and (like is None or like[0].fullmatch(value) is not None)


def _is_count(setting: Setting, value: Any) -> bool:
    least, most = _bounds(setting)
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _is_list(setting: Setting, value: Any) -> bool:
    known = set(setting.choices.values())
    return _all_of(value, lambda part: part in known if known else is_text(part))


def _all_of(value: Any, fits: Callable[[Any], bool]) -> bool:
    return isinstance(value, list) and 0 < len(value) <= _MOST_PARTS and all(map(fits, value))


_FITS: Mapping[SettingKind, Callable[[Setting, Any], bool]] = {
    SettingKind.TEXT: _is_text,
    SettingKind.NUMBER: _is_count,
    SettingKind.DATE: lambda _, value: is_day(value),
    SettingKind.TIME: lambda _, value: isinstance(value, str) and _HOUR.fullmatch(value) is not None,
    SettingKind.CHOICE: lambda setting, value: isinstance(value, str) and value in setting.choices.values(),
    SettingKind.LIST: _is_list,
    SettingKind.DATES: lambda _, value: _all_of(value, is_day),
    SettingKind.ADDRESSES: lambda _, value: _all_of(value, is_address),
}
_WANTED: Mapping[SettingKind, str] = {
    SettingKind.TEXT: "chữ, dài nhất {longest} ký tự",
    SettingKind.NUMBER: "số nguyên từ {least} đến {most}",
    SettingKind.DATE: "ngày, ví dụ 22/5/2023",
    SettingKind.TIME: "giờ, ví dụ 14:00",
    SettingKind.CHOICE: "một trong: {words}",
    SettingKind.LIST: NAMES,
    SettingKind.DATES: "các ngày, ví dụ 1/6/2023; 2/6/2023",
    SettingKind.ADDRESSES: ADDRESSES,
}
