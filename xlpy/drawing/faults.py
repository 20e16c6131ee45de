"""What is wrong with a template that an office restyled, told so that the office can mend it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

OR_ANEW = "hoặc xoá tệp rồi chạy hotich bat-dau . để có bản gốc."
"""The last way out of every fault of a template."""


class TemplateError(Exception):
    """A template cannot be used; the message says where, what is missing, and what to do."""


class Fault(NamedTuple):
    """One thing wrong, and its remedy in three parts: "gõ lại", "{đơn vị}", "vào ô muốn dùng kiểu chữ ấy"."""

    told: str
    act: str
    what: str
    where: str = ""


def template_error(name: str, faults: Mapping[str, Sequence[Fault]]) -> TemplateError:
    """All faults of a template in one message: its file's name, and by sheet ("" where it has none) what is wrong.

    Remedies that differ only in the mark are told together.
    """
    places = "; ".join(
        (f"{sheet}: " if sheet else "") + ", ".join(fault.told for fault in there)
        for sheet, there in faults.items()
        if there
    )
    together: dict[tuple[str, str], dict[str, None]] = {}
    for fault in (fault for there in faults.values() for fault in there):
        together.setdefault((fault.act, fault.where), {})[fault.what] = None
    remedies = "; ".join(f"{act} {', '.join(what)} {where}".strip() for (act, where), what in together.items())
    sheets = any(sheet for sheet, there in faults.items() if there)
    message = f"{name}{' · ' if sheets else ': '}{places}. {remedies[:1].upper()}{remedies[1:]}"
    return TemplateError(f"{message}, {OR_ANEW}")
