"""What the office's letter says of a day, in words: mark of the template → text. Nothing to say is an empty text."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from xlpy.core.before import NOTHING, Before
from xlpy.core.campaign.outlook import SURE, Course, Outlook, Promise, course, short_of_machines
from xlpy.core.campaign.projection import UnitProjection
from xlpy.core.consolidate import Standing, Status, UnitDay
from xlpy.core.forms import KIND_LABELS
from xlpy.core.plan.plan import Plan
from xlpy.core.records import KINDS, Figures, Kind
from xlpy.core.text import formal_clock, formal_day, number, office_hour, tidy
from xlpy.core.units import in_sentence
from xlpy.drawing.overdue import overdue_tasks
from xlpy.drawing.report.words import counted, listed
from xlpy.drawing.whole_plan import whole_plan
from xlpy.drawing.words import percent

NEEDED: Mapping[str, str] = {
    "số_ký_hiệu": "số và ký hiệu của văn bản",
    "ngày_tháng_năm": "ngày, tháng, năm của văn bản",
    "ngày_báo_cáo": "ngày báo cáo",
    "trong_ngày": "số trường hợp nhập trong ngày",
    "đã_nhập": "tổng số trường hợp đã nhập",
    "tổng_số": "tổng số trường hợp phải nhập",
    "tỷ_lệ": "tỷ lệ đã nhập",
    "còn_lại": "số trường hợp còn lại",
    "số_đơn_vị_đã_báo_cáo": "số đơn vị đã được tiếp nhận số liệu",
    "tổng_số_đơn_vị": "số đơn vị phải báo cáo",
    "đơn_vị_báo_cáo_muộn": "tên các đơn vị báo cáo muộn",
    "đơn_vị_chưa_báo_cáo": "tên các đơn vị chưa báo cáo",
    "đơn_vị_đang_chỉnh_sửa": "tên các đơn vị đang được đề nghị chỉnh sửa",
    "đơn_vị_có_xác_nhận": "tên các đơn vị mà số liệu còn chênh lệch, đã xác nhận",
    "đơn_vị_báo_qua_điện_thoại": "tên các đơn vị báo qua điện thoại",
    "đơn_vị_nhanh_nhất": "các đơn vị nhập nhanh nhất",
    "đơn_vị_chậm_nhất": "các đơn vị nhập chậm nhất",
    "đơn_vị_có_khả_năng_chậm": "các đơn vị có khả năng chậm thời hạn",
    "cần_mỗi_ngày": "số trường hợp phải nhập mỗi ngày",
}
"""Mark → what it stands for. What these say differs from day to day: without one, the reader would miss something."""

FORMERLY: Mapping[str, str] = {
    "đơn_vị_bị_từ_chối": "đơn_vị_đang_chỉnh_sửa",
    "đơn_vị_chấp_nhận_riêng": "đơn_vị_có_xác_nhận",
    "đơn_vị_nhập_tay": "đơn_vị_báo_qua_điện_thoại",
    "đơn_vị_không_kịp": "đơn_vị_có_khả_năng_chậm",
}
"""Marks as earlier versions called them, in templates that an office restyled then → their names today."""

OPTIONAL = (
    "cơ_quan_chủ_quản_in_hoa",
    "cơ_quan_in_hoa",
    "cơ_quan",
    "nơi_nhận",
    "nơi_nhận_trong_câu",
    "nơi_nhận_khác",
    "nơi_lưu",
    "cấp_theo_dõi",
    "đơn_vị_thiếu_máy",
    "đơn_vị_chưa_giao",
    "nhiệm_vụ_quá_hạn",
    "toàn_bộ_kế_hoạch",
    "địa_danh",
    "chức_vụ_in_hoa",
    "người_ký",
    "số_kế_hoạch",
    "ngày_kế_hoạch",
    "cơ_quan_ban_hành_kế_hoạch",
    "giờ_hạn",
    "thời_hạn",
    "số_ngày_còn_lại",
    "hết_thời_hạn",
    "dự_kiến_hoàn_thành",
    "đơn_vị_chưa_dự_kiến_được",
)
"""What stays the same from day to day, so that an office may as well type it in for good, what only decides, and what
came later: a template of before does without."""

ANCHOR = "mã_nhật_ký"
"""The short hash of the journal's last run of the day, for an office that wants it on paper; the shipped letter has
none."""

TABLE = "bảng_theo_loại"
TABLE_MEANING = "bảng số liệu theo loại đăng ký"
COLUMNS = ("loại", "tổng_số", "trong_ngày", "đã_nhập", "tỷ_lệ", "còn_lại")
"""The mark that stands for the rows of the table, and what each row has."""

_UNWRITABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold, or Word does not show."""
_HOUR = re.compile(r"(\d) (giờ) (\d)")
_MOST_NAMED = 12
"""Units of whom nothing is said yet but that it is too early; a district's dozen is named whole."""
_TIMES = 10
"""From so many times what is needed on, nobody reads a percentage."""
_NOT_KNOWN = "…………………"
"""For what somebody has to type in."""
_ROOM = "\u00a0" * 8
"""For what is written in by hand."""


class LetterValues(NamedTuple):
    """What fills a letter: texts by mark, and the rows of the table by column."""

    texts: Mapping[str, str]
    rows: Sequence[Mapping[str, str]]


def letter_values(
    plan: Plan, standing: Standing, letter_number: int | None, anchor: str = "", before: Before = NOTHING
) -> LetterValues:
    """A day's values, by the marks of NEEDED and OPTIONAL. `letter_number` is None where it is not given yet.

    `anchor` is the short hash of the journal's last run of the day, `before` what that run knew of earlier days.
    """
    whole, total = course(plan, standing, before), standing.total
    texts = (
        _head(plan, standing, letter_number)
        | _sums(total[Kind.SUM])
        | _units(standing)
        | _promise(whole)
        | _wanting(whole)
    )
    texts[ANCHOR] = anchor
    texts["nhiệm_vụ_quá_hạn"] = overdue_tasks(plan, standing.date)
    texts["toàn_bộ_kế_hoạch"] = whole_plan(plan, standing)
    rows = [{"loại": KIND_LABELS[kind], **_sums(total[kind])} for kind in KINDS]
    told = {mark: _written(text) for mark, text in texts.items()}
    told["nơi_nhận_khác"] = "\n".join(f"- {_written(tidy(one))};" for one in plan.letterhead.copies)
    return LetterValues({**told, **{old: told[new] for old, new in FORMERLY.items()}}, rows)


def _written(text: str) -> str:
    """Without what XML cannot hold; an hour is not parted at a line's end."""
    return _HOUR.sub("\\1\u00a0\\2\u00a0\\3", _UNWRITABLE.sub("", text))


def _head(plan: Plan, standing: Standing, letter_number: int | None) -> dict[str, str]:
    head, on = plan.letterhead, standing.date
    written_number = _ROOM if letter_number is None else f"{letter_number:02}"
    return {
        "cơ_quan_chủ_quản_in_hoa": tidy(head.parent or plan.document.issuer).upper(),
        "cơ_quan_in_hoa": tidy(plan.office).upper(),
        "cơ_quan": tidy(plan.office),
        "nơi_nhận": tidy(plan.recipient),
        "nơi_nhận_trong_câu": _in_sentence(tidy(plan.recipient)),
        "nơi_lưu": tidy(head.archive) or "VT",
        "cấp_theo_dõi": tidy(plan.tracked.name),
        "số_ký_hiệu": f"{written_number}/{tidy(head.symbol) or 'BC-' + _ROOM}",
        "địa_danh": tidy(head.place) or _NOT_KNOWN,
        # Nghị định 30/2020/NĐ-CP, phụ lục I: days under 10 and months 1 and 2 with a zero before them.
        "ngày_tháng_năm": f"ngày {on.day:02} tháng {on.month:0{2 if on.month < 3 else 1}} năm {on.year}",
        "chức_vụ_in_hoa": tidy(head.position).upper() or _NOT_KNOWN,
        "người_ký": tidy(head.signer),
        "số_kế_hoạch": tidy(plan.document.number),
        "ngày_kế_hoạch": formal_day(plan.document.date),
        "cơ_quan_ban_hành_kế_hoạch": re.sub(r"\bUBND\b", "Ủy ban nhân dân", tidy(plan.document.issuer)),
        "ngày_báo_cáo": formal_day(on),
        "giờ_hạn": office_hour(plan.units_report_before),
        "thời_hạn": formal_day(plan.deadline),
    }


def _in_sentence(recipient: str) -> str:
    """ "Đồng chí Tổ trưởng …" within a sentence."""
    return f"đ{recipient[1:]}" if recipient.startswith("Đồng chí ") else recipient


def _sums(figures: Figures) -> dict[str, str]:
    """Nothing reported for the day is blank: a dash would read as 0."""
    return {
        "tổng_số": number(figures.total),
        "trong_ngày": "" if figures.today is None else number(figures.today),
        "đã_nhập": number(figures.entered),
        "tỷ_lệ": percent(figures.entered, figures.total),
        "còn_lại": number(figures.remaining),
    }


def _units(standing: Standing) -> dict[str, str]:
    units = standing.units
    return {
        "số_đơn_vị_đã_báo_cáo": str(standing.reported),
        "tổng_số_đơn_vị": str(len(units)),
        "đơn_vị_báo_cáo_muộn": "; ".join(_late(unit) for unit in units if unit.late),
        "đơn_vị_chưa_báo_cáo": _names(unit for unit in units if unit.status is Status.MISSING),
        "đơn_vị_đang_chỉnh_sửa": _names(unit for unit in units if unit.status is Status.REFUSED),
        "đơn_vị_có_xác_nhận": _names(unit for unit in units if unit.by_name),
        "đơn_vị_báo_qua_điện_thoại": _names(unit for unit in units if unit.status is Status.MANUAL),
    }


def _names(units: Iterable[UnitDay]) -> str:
    return ", ".join(in_sentence(unit.name) for unit in units)


def _late(unit: UnitDay) -> str:
    return in_sentence(unit.name) + (f" (nhận lúc {formal_clock(unit.receipt.received_at)})" if unit.receipt else "")


def _promise(whole: Course) -> dict[str, str]:
    total = whole.total
    return {
        "số_ngày_còn_lại": number(whole.days_left),
        "cần_mỗi_ngày": number(whole.needed) if whole.needed else "",
        "hết_thời_hạn": "" if total.remaining <= 0 or whole.days_left else number(total.remaining),
        "dự_kiến_hoàn_thành": _end(whole) if whole.days_left else "",
        "đơn_vị_nhanh_nhất": "; ".join(map(_pace, whole.fastest)),
        "đơn_vị_chậm_nhất": "; ".join(map(_pace, whole.slowest)),
        "đơn_vị_có_khả_năng_chậm": "; ".join(
            _too_slow(unit, whole) for unit in whole.pressing if unit.promise is Promise.LATE
        ),
        "đơn_vị_chưa_dự_kiến_được": _not_foretold(whole),
    }


def _not_foretold(whole: Course) -> str:
    unknown = [in_sentence(unit.name) for unit in whole.units if unit.promise is Promise.UNKNOWN]
    given = sum(unit.promise is not Promise.NO_WORK for unit in whole.units)
    return "tất cả các đơn vị" if unknown and len(unknown) == given else listed(unknown, _MOST_NAMED, counted)


def _end(whole: Course) -> str:
    """When all is entered, and the days between which that lies four times of five."""
    assert whole.foretold is not None
    total = whole.foretold.total
    if total.chance is None:
        return ""
    in_time = "quá thời hạn" if not total.on_track else "kịp thời hạn" if total.chance >= SURE else "sát thời hạn"
    if total.p50 is None:
        return f"dự kiến hoàn thành sau hơn một năm nữa, {in_time}"
    around = f" (từ ngày {formal_day(total.p10)} đến ngày {formal_day(total.p90)})" if total.p10 and total.p90 else ""
    return f"dự kiến hoàn thành ngày {formal_day(total.p50)}{around}, {in_time}"


def _pace(unit: UnitProjection) -> str:
    """What a ranked unit enters a day, beside what it needs."""
    pace = unit.pace or 0.0
    told = f"{in_sentence(unit.name)} (bình quân {number(round(pace))} trường hợp/ngày, "
    if not unit.required:
        return f"{told}còn {number(unit.remaining)} trường hợp)"
    share = f"bằng {percent(round(pace), unit.required)}"
    if round(pace) >= _TIMES * unit.required:
        share = f"gấp {number(round(pace / unit.required))} lần"
    return f"{told}cần {number(unit.required)} trường hợp/ngày, {share} mức cần)"


def _too_slow(unit: Outlook, whole: Course) -> str:
    if not whole.days_left:
        told = f"còn {number(unit.remaining)} trường hợp"
    else:
        told = f"dự kiến hoàn thành ngày {formal_day(unit.finish)}" if unit.finish else "dự kiến sau hơn một năm nữa"
    return f"{in_sentence(unit.name)} ({told})"


def _wanting(whole: Course) -> dict[str, str]:
    """What stands in the way of being in time, as far as figures tell."""
    return {
        "đơn_vị_thiếu_máy": "; ".join(
            f"{in_sentence(one.name)} (có {number(one.machines)} máy, cần {number(one.needed)} máy)"
            for one in short_of_machines(whole)
        ),
        "đơn_vị_chưa_giao": ", ".join(
            in_sentence(unit.name) for unit in whole.units if unit.promise is Promise.NO_WORK
        ),
    }
