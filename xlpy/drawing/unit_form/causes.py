"""What may be wrong on a day, each cause with a number and its own words; the rules' twins say when it is.

On the sheet of days a hidden cell beside each input holds the number of its cause, 0 for none. The order is that in which
they matter: what cannot be read spoils every sum below it, whatever day it stands in; an error matters on the last day
with an entry, where the office judges it; a blank and what is to be looked at matter today.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from xlpy.core.source import Severity
from xlpy.drawing.inputs import applicable
from xlpy.rules.twin import Placed


class Cause(NamedTuple):
    """A cause with the words in the day's row (`short`) and those above the days (`told`).

    `told` are words after "D14 · Đăng ký sinh 22/5: ", or after "22/5: " where the cause is the day's. {read} is what
    stands in the cell; {entered}, {total}, {day_sum}, {now}, {chosen}, {most} and {office} are what they are called.
    """

    code: str
    at: str
    short: str
    told: str


UNREAD = (
    Cause("SL05", "today", "lỗi công thức", "ô báo lỗi công thức. Gõ thẳng con số."),
    Cause("SL01", "today", "ghi chữ", "ghi “{read}”. Gõ bằng chữ số; không có thì gõ 0."),
    Cause("SL09", "today", "số quá lớn", "ghi {read}, số quá lớn. Gõ lại số đúng."),
    Cause("SL02", "today", "số lẻ", "ghi {read}. Gõ số nguyên, không dấu chấm, dấu phẩy."),
)
ERRORS = (
    Cause("SL03", "today", "số âm, thiếu lý do", "ghi {read}, chưa có lý do. Ghi lý do ở GHI CHÚ; gõ nhầm thì gõ lại."),
    Cause("SL03", "entered", "trừ quá số đã nhập", "trừ quá số đã nhập, Tổng đã nhập còn {entered}. Gõ lại số đúng."),
    Cause(
        "CD02",
        "entered",
        "vượt chỉ tiêu",
        "Tổng đã nhập {entered}, chỉ tiêu {total}. Gõ lại; số đúng thì gọi {office}.",
    ),
    Cause(
        "CD01", "today", "lớn hơn Tổng đã nhập", "lớn hơn Tổng đã nhập {entered}. Xem lại các số âm ở những dòng trước."
    ),
    Cause(
        "BM16",
        "date",
        "ngày chưa tới",
        "ngày chưa tới, ngày trên máy tính: {now}. Gõ nhầm dòng: xoá, gõ ở dòng hôm nay.",
    ),
    Cause(
        "LK15",
        "day_sum",
        "quá hai lần mức tối đa",
        "cả ngày {day_sum}, quá hai lần mức tối đa {most}. Gõ lại; số đúng thì gọi {office}.",
    ),
    Cause("", "chosen", "", "Trang Phụ lục 01 đang xem ngày {chosen}. Xoá ngày ở ô “Xem ngày” của trang ấy."),
)
BLANK = (Cause("SL10", "today", "còn trống", "còn trống. Không có thì gõ 0."),)
LOOKS = (
    Cause("SL04", "today", "đính chính", "ghi {read}, có lý do. Đọc lại lý do ở GHI CHÚ; đúng thì gửi."),
    Cause(
        "LK06",
        "day_sum",
        "vượt mức tối đa",
        "cả ngày {day_sum}, vượt mức tối đa {most}. Có gõ nhầm Tổng đã nhập không?",
    ),
    Cause("LK05", "day_sum", "ba ngày liền số 0", "ba ngày liền số 0. Chọn lý do ở cột LÝ DO SỐ 0."),
    Cause("SL18", "reason", "lý do không có trong danh sách", "LÝ DO SỐ 0 không có trong danh sách. Chọn lại ở ô ấy."),
    Cause("SL19", "reason", "có lý do mà không phải số 0", "có số liệu mà chọn LÝ DO SỐ 0. Xoá lý do, hoặc gõ lại số."),
)
SKIPPED = (
    Cause("", "skipped", "Chưa gõ ngày này", "chưa gõ. Gõ số của ngày ấy; không nhập được thì gõ bốn số 0."),
    Cause("", "passed", "Chưa gõ ngày này", "bỏ trống. Gõ bốn số 0; có số thì cộng vào hôm nay, ghi lý do ở GHI CHÚ."),
)
CAUSES: Sequence[Cause] = (*UNREAD, *ERRORS, *BLANK, *LOOKS, *SKIPPED)
"""A cause's number is its place here, from 1."""

LAST_UNREAD, LAST_ERROR = len(UNREAD), len(UNREAD) + len(ERRORS)
BLANK_NUMBER = LAST_ERROR + 1
FIRST_SKIPPED = len(CAUSES) - len(SKIPPED) + 1
OF_THE_DAY = frozenset({"date", "day_sum", "reason"})
"""Places that the four kinds of a day share."""


def number(code: str, at: str) -> int:
    """The number of a cause."""
    return next(place for place, cause in enumerate(CAUSES, 1) if (cause.code, cause.at) == (code, at))


def first_that_holds(places: Mapping[str, str], at: frozenset[str]) -> str:
    """A formula, without "=": the number of the first cause that holds over these places, of those told `at`; 0 for none."""
    found = {(placed.rule.code, placed.twin.at): placed for placed in told(places)}
    formula = "0"
    for place in range(len(CAUSES), 0, -1):
        cause = CAUSES[place - 1]
        if cause.at in at and (cause.code, cause.at) in found:
            formula = f"IF({_guarded(found[cause.code, cause.at], places)},{place},{formula})"
    return formula


def told(places: Mapping[str, str]) -> tuple[Placed, ...]:
    """The twins that a person is told of: not what is only noted."""
    return tuple(placed for placed in applicable(places) if placed.rule.severity is not Severity.INFO)


def _guarded(placed: Placed, places: Mapping[str, str]) -> str:
    formula = placed.twin.formula(places)
    # An error in another cell must not hide what is said of this one.
    return formula if placed.twin.broken.startswith("ISERROR(") else f"IFERROR({formula},FALSE)"
