"""What an office may restyle of the report: formats, widths, heights, pages and titles, as plain data.

A role is what a cell is for ("form.unit": a unit's name on Phụ lục 01), and all cells of a role look the same.
`DEFAULT` is the look of the shipped template; a restyled one is kept as what differs from it (`drawing/template.py`
reads it), in the plan's JSON, so that the journal can make a past report again as it looked then.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

from xlpy.core.forms import FORM_01
from xlpy.core.source import Severity
from xlpy.core.text import key

FONT = "Times New Roman"
A3, A4 = 8, 9
NUMBER = "#,##0"
DATE = "d/m/yyyy"
SHADES: Mapping[Severity, str] = {
    Severity.ERROR: "#F4B6B6",
    Severity.WARNING: "#FBE5A3",
    Severity.INFO: "#FFFFFF",
}
"""Light enough to read black letters on, also where a printer has no colour."""
Properties: TypeAlias = Mapping[str, Any]

BASE: Properties = {"font_name": FONT, "font_size": 12, "valign": "vcenter"}
"""What every cell has where its role says nothing else. Names are those of an XlsxWriter format."""

PAGE: Properties = {
    "paper": A4,
    "landscape": True,
    "left": 0.6,
    "right": 0.5,
    "top": 0.7,
    "bottom": 0.6,
    "header_margin": 0.3,
    "footer_margin": 0.3,
    "header": "",
    "footer": f'&C&"{FONT},Regular"&11Trang &P/&N',
}
"""A landscape page with room for a binder, and its number. Margins are in inches."""

SHEETS: Mapping[str, str] = {"form": "Phụ lục 01", "board": "Tình hình báo cáo", "findings": "Kiểm tra"}

HEADS: Mapping[str, Mapping[str, str]] = {
    "form": {head.name: head.label for head in FORM_01.columns},
    "board": {
        "number": "STT",
        "unit": "Đơn vị",
        "status": "Tình trạng",
        "received": "Nhận lúc",
        "today": "Trong ngày",
        "entered": "Tổng đã nhập",
        "file": "Tệp",
        "sheet": "Trang tính",
        "hash": "Mã kiểm tra tệp (16 ký tự đầu của SHA-256)",
        "note": "Ghi chú",
    },
    "findings": {
        "number": "STT",
        "severity": "Mức",
        "code": "Mã",
        "unit": "Đơn vị",
        "file": "Tệp",
        "place": "Trang · ô",
        "message": "Nội dung",
        "fix": "Cách sửa",
    },
}
"""Sheet → its columns from the left, each with its label."""


class Look(NamedTuple):
    """How the report looks. Cells, words and heights by role, pages by sheet, widths by sheet and column."""

    cells: Mapping[str, Properties]
    words: Mapping[str, str]
    """The titles, with marks such as {ngày}."""
    widths: Mapping[str, Mapping[str, float]]
    heights: Mapping[str, float]
    pages: Mapping[str, Properties]

    @classmethod
    def of(cls, changes: Mapping[str, Any]) -> "Look":
        """The default look with an office's changes over it. What an older or newer version wrote is left out."""
        if not changes:
            return DEFAULT
        return cls(
            cells=_within(DEFAULT.cells, changes.get("cells"), PROPERTIES),
            words=_over(DEFAULT.words, changes.get("words")),
            widths=_within(DEFAULT.widths, changes.get("widths")),
            heights=_over(DEFAULT.heights, changes.get("heights")),
            pages=_within(DEFAULT.pages, changes.get("pages")),
        )

    def size(self, role: str) -> float:
        """The size of a role's letters, in points."""
        return float(self.cells[role].get("font_size", BASE["font_size"]))


def _within(
    defaults: Mapping[str, Properties], changes: Any, known: Properties | None = None
) -> Mapping[str, Properties]:
    changes = changes if isinstance(changes, Mapping) else {}
    return {name: _over(default, changes.get(name), known) for name, default in defaults.items()}


def _over(default: Properties, changes: Any, known: Properties | None = None) -> Properties:
    """`changes` over `default` where they are of a kind with it, or with `known`. None takes a property away."""
    if not isinstance(changes, Mapping):
        return default
    samples = default if known is None else known
    fitting = {name: value for name, value in changes.items() if name in samples and _fits(value, samples[name])}
    if known is not None:
        fitting |= {name: None for name, value in changes.items() if value is None and name in known}
    return {name: value for name, value in {**default, **fitting}.items() if value is not None}


def _fits(value: Any, sample: Any) -> bool:
    if isinstance(sample, bool) or isinstance(value, bool):
        return isinstance(sample, bool) and isinstance(value, bool)
    return isinstance(value, str) if isinstance(sample, str) else isinstance(value, int | float)


SIDES = ("left", "right", "top", "bottom")
PROPERTIES: Properties = {
    "font_name": "",
    "font_size": 0,
    "bold": False,
    "italic": False,
    "font_strikeout": False,
    "underline": 0,
    "font_color": "",
    "bg_color": "",
    "align": "",
    "valign": "",
    "text_wrap": False,
    "shrink": False,
    "indent": 0,
    "rotation": 0,
    "num_format": "",
    **dict.fromkeys(SIDES, 0),
    **{f"{side}_color": "" for side in SIDES},
}
"""What of a cell's format may be restyled, each with a value of its kind."""

_TITLE = {"align": "center", "font_size": 13, "bold": True}
HEAD: Properties = {"bold": True, "font_size": 11, "align": "center", "text_wrap": True, "border": 1}
"""A cell of a form's header."""
_FIGURE = {"num_format": NUMBER, "align": "right", "indent": 1, "border": 1}
_CARRIED = {**_FIGURE, "italic": True, "font_color": "#595959"}
_TABLE_TITLE = {"bold": True, "align": "center", "font_size": 14}
_TABLE_HEAD = {"bold": True, "align": "center", "text_wrap": True, "border": 1, "bg_color": "#E7E6E6"}
_TEXT = {"text_wrap": True, "border": 1, "indent": 1}
_MIDDLE = {"align": "center", "border": 1, "text_wrap": True}
_ERROR, _WARNING, _INFO = (SHADES[severity] for severity in Severity)
_SEVERITY = {"align": "center", "border": 1}

_LINE_HEIGHT = 30
"""Points: eleven units fill the upper half of an A3 page, and a pen finds room between the lines."""

_VALUES = {"date": "{ngày}", "number": "{số kế hoạch}", "plan_date": "{ngày kế hoạch}", "issuer": "{cơ quan}"}

DEFAULT = Look(
    cells={
        "form.appendix": _TITLE,
        "form.title": _TITLE,
        "form.attached": {"align": "center", "italic": True, "font_size": 13},
        "form.badge": {"align": "center", "text_wrap": True, "font_size": 11},
        "form.head_top": HEAD,
        "form.head_kind": HEAD,
        "form.head_measure": HEAD,
        "form.number": {"align": "center", "border": 1},
        "form.unit": {"align": "left", "indent": 1, "text_wrap": True, "border": 1},
        "form.figure": _FIGURE,
        "form.carried": _CARRIED,
        "form.total_label": {"bold": True, "border": 1, "align": "center"},
        "form.total": {**_FIGURE, "bold": True},
        "form.footnote": {"italic": True, "font_size": 11},
        "board.title": _TABLE_TITLE,
        "board.head": _TABLE_HEAD,
        "board.number": _MIDDLE,
        "board.unit": _TEXT,
        "board.status": {**_MIDDLE, "bold": False, "bg_color": _INFO},
        "board.status_bad": {**_MIDDLE, "bold": True, "bg_color": _ERROR},
        "board.received": _MIDDLE,
        "board.today": _FIGURE,
        "board.entered": _FIGURE,
        "board.file": _TEXT,
        "board.sheet": _TEXT,
        "board.hash": _TEXT,
        "board.note": _TEXT,
        "findings.title": _TABLE_TITLE,
        "findings.head": _TABLE_HEAD,
        "findings.number": {"align": "center", "border": 1},
        "findings.error": {**_SEVERITY, "bg_color": _ERROR},
        "findings.warning": {**_SEVERITY, "bg_color": _WARNING},
        "findings.info": {**_SEVERITY, "bg_color": _INFO},
        "findings.unit": _TEXT,
        "findings.file": _TEXT,
        "findings.place": _TEXT,
        "findings.message": _TEXT,
        "findings.fix": _TEXT,
    },
    words={
        "form.appendix": "PHỤ LỤC {phụ lục}",
        "form.title": f"{FORM_01.title} {FORM_01.as_of}".format_map(_VALUES),
        "form.attached": FORM_01.attached.format_map(_VALUES),
        "form.badge": FORM_01.badge.replace(FORM_01.code, "{biểu mẫu}", 1),
        "board.title": "TÌNH HÌNH BÁO CÁO NGÀY {ngày}: {đã báo cáo}/{tổng đơn vị} ĐƠN VỊ",
        "findings.title": "KẾT QUẢ KIỂM TRA{kết luận}",
    },
    widths={
        "form": {head.name: head.width for head in FORM_01.columns},
        "board": dict(zip(HEADS["board"], (5, 24, 15, 13, 11, 12, 28, 14, 19, 36), strict=True)),
        "findings": dict(zip(HEADS["findings"], (5, 11, 8, 22, 28, 20, 60, 44), strict=True)),
    },
    heights={
        "form.appendix": 20,
        "form.title": 20,
        "form.attached": 20,
        "form.badge": 24,
        "form.head_top": 22,
        "form.head_kind": 22,
        "form.head_measure": 60,
        "form.unit": _LINE_HEIGHT,
        "form.total_label": _LINE_HEIGHT,
        "board.title": 26,
        "board.head": 32,
        "findings.title": 26,
        "findings.head": 32,
    },
    pages={"form": {**PAGE, "paper": A3}, "board": PAGE, "findings": PAGE},
)

_MARK = re.compile(r"\{([^{}]*)\}")


def marks_of(text: str) -> Iterator[str]:
    """The marks in a text, as `text.key` compares them: {Ngày} is {ngày}."""
    return (key(mark) for mark in _MARK.findall(text))


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with its marks replaced. One that `values` does not have stays as it is."""
    by_key = {key(name): value for name, value in values.items()}
    return _MARK.sub(lambda match: by_key.get(key(match[1]), match[0]), text)
