"""The plan's forms, Phụ lục 01–04, as data: titles, header trees, columns. Drawing, reading and rules all use these.

Labels are the plan's, with the scan's slips mended ("số hộ tịch" → "Sổ hộ tịch", "Chi tiêu" → "Chỉ tiêu").
`also` lists other spellings that clerks use for the same column; they are compared by `text.key`.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeAlias, TypeVar

from xlpy.core.records import KINDS, Column, Kind, Measure
from xlpy.core.text import key, remembered

_Item = TypeVar("_Item")


class Head(NamedTuple):
    """A node of a header tree. A leaf is a column: `name` says which, `width` is in characters."""

    label: str
    children: tuple["Head", ...] = ()
    name: str = ""
    width: float = 9.0

    @property
    def depth(self) -> int:
        return 1 + max((child.depth for child in self.children), default=0)

    @property
    def span(self) -> int:
        return sum(child.span for child in self.children) or 1

    def leaves(self) -> Iterator["Head"]:
        """The columns under this node, from the left."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()


class Placed(NamedTuple):
    """A header cell with its place: rows and columns from 0 at the header's top left, both ends included."""

    label: str
    top: int
    left: int
    bottom: int
    right: int


class Form(NamedTuple):
    """A printed form. Titles are templates: {number}, {plan_date}, {issuer}, {date}, {norm}."""

    code: str
    title: str
    attached: str
    heads: tuple[Head, ...]
    badge: str = ""
    as_of: str = ""
    total_label: str = "TỔNG"

    @property
    def columns(self) -> tuple[Head, ...]:
        """The leaves, from the left."""
        return tuple(leaf for head in self.heads for leaf in head.leaves())

    @property
    def header_rows(self) -> int:
        return max(head.depth for head in self.heads)

    def header(self) -> tuple[Placed, ...]:
        """Every header cell with the rows and columns that it is merged over."""
        return tuple(self._place(self.heads, 0, 0, self.header_rows))

    def _place(self, heads: tuple[Head, ...], row: int, column: int, rows: int) -> Iterator[Placed]:
        for head in heads:
            bottom = row if head.children else rows - 1
            yield Placed(head.label, row, column, bottom, column + head.span - 1)
            yield from self._place(head.children, row + 1, column, rows)
            column += head.span


KIND_LABELS: Mapping[Kind, str] = {
    Kind.BIRTH: "Đăng ký sinh",
    Kind.MARRIAGE: "Đăng ký kết hôn",
    Kind.DEATH: "Đăng ký khai tử",
    Kind.ADOPTION: "Đăng ký con nuôi",
    Kind.SUM: "Tổng",
}
KIND_ALSO: Mapping[Kind, tuple[str, ...]] = {
    Kind.BIRTH: ("Đăng ký khai sinh", "Khai sinh", "ĐK khai sinh", "ĐK sinh", "ĐKKS"),
    Kind.MARRIAGE: ("Kết hôn", "ĐK kết hôn", "ĐKKH"),
    Kind.DEATH: ("Khai tử", "ĐK khai tử", "Đăng ký tử", "ĐKKT"),
    Kind.ADOPTION: ("Đăng ký nuôi con nuôi", "Con nuôi", "Nuôi con nuôi", "ĐK con nuôi", "ĐK nuôi con nuôi", "ĐKNCN"),
    Kind.SUM: ("Tổng cộng", "Cộng"),
}
MEASURE_LABELS: Mapping[Measure, str] = {
    Measure.TOTAL: "Tổng số",
    Measure.TODAY: "Số liệu nhập trong ngày",
    Measure.ENTERED: "Tổng đã nhập",
    Measure.REMAINING: "Còn lại",
}
MEASURE_WORDS: Mapping[Measure, str] = {**MEASURE_LABELS, Measure.TODAY: "trong ngày"}
"""The columns as messages call them, where no header is meant."""
MEASURE_ALSO: Mapping[Measure, tuple[str, ...]] = {
    Measure.TOTAL: ("Tổng số trường hợp",),
    Measure.TODAY: ("Số liệu nhập trong ngày (trường hợp)", "Nhập trong ngày", "Số nhập trong ngày", "Trong ngày"),
    Measure.ENTERED: ("Tổng số đã nhập", "Đã nhập", "Lũy kế", "Lũy kế đã nhập"),
    Measure.REMAINING: ("Số còn lại", "Còn lại chưa nhập"),
}
UNIT_ALSO = ("Tên đơn vị", "Đơn vị báo cáo", "Đơn vị hành chính", "Địa phương", "Xã, phường, thị trấn", "Tên xã")
TOTAL_ALSO = ("Tổng cộng", "Cộng", "Tổng số", "Toàn huyện", "Tổng toàn huyện", "Toàn tỉnh")
NOTE_ALSO = ("Ghi chú", "Lý do", "Giải trình")
NOTE_STARTS = ("ghi chú", "điều chỉnh", "đính chính", "lý do", "giải trình")
"""How a line below the table begins where it explains a correction."""

DAY_LABEL = "NGÀY"
NOTE_LABEL = "GHI CHÚ"
REASON_LABEL = "LÝ DO\nSỐ 0"
"""The cell of a day in which a unit names, from a list, why nothing was entered."""
NOTE_WORDS = "Ghi chú: "
"""Before the note of the day, below the unit's figures."""
CHOSEN_LABEL = "Xem ngày"
"""How the words begin that stand before the cell for an older day."""
DAY_SHEET = "Nhập hằng ngày"
FORM_SHEET = "Phụ lục 01"
MISMATCH_SHEET = "Theo dõi riêng"
"""Sheets of the unit form: one row a day, the official form that shows one of them, cases that are followed apart."""

_NUMBER = Head("SỐ TT", name="number", width=5)
_UNIT = Head("ĐƠN VỊ", name="unit", width=21)


def _name(column: Column) -> str:
    return f"{column[0]}.{column[1]}"


_WIDTHS_01 = {Kind.BIRTH: 11.0, Kind.MARRIAGE: 9.5, Kind.DEATH: 8.5, Kind.ADOPTION: 6.5, Kind.SUM: 11.0}
"""Room for the TỔNG line in bold: 1.013.355 births, 264.949 marriages, 94.972 deaths, 232 adoptions."""
_TODAY_WIDTH = 10.0
"""A day's cases are few, but "Số liệu nhập trong ngày" must wrap between its words."""

FORM_01 = Form(
    code="01",
    title="Kết quả nhập dữ liệu Sổ hộ tịch trên nền Cơ sở dữ liệu quốc gia về dân cư trên địa bàn",
    as_of="(tính đến ngày {date})",
    attached="(kèm theo Kế hoạch số {number} ngày {plan_date} của {issuer})",
    badge="Biểu mẫu: 01 (báo cáo, thống kê tình hình, kết quả nhập dữ liệu hộ tịch)",
    heads=(
        _NUMBER,
        _UNIT,
        Head(
            "KẾT QUẢ SỐ HOÁ DỮ LIỆU HỘ TỊCH",
            tuple(
                Head(
                    KIND_LABELS[kind],
                    tuple(
                        Head(
                            MEASURE_LABELS[measure],
                            name=_name((kind, measure)),
                            width=_TODAY_WIDTH if measure is Measure.TODAY else _WIDTHS_01[kind],
                        )
                        for measure in Measure
                    ),
                )
                for kind in Kind
            ),
        ),
    ),
)

TARGETS_LABEL = "Chỉ tiêu"
"""The line of the sheet of days with the cases to enter."""
BEFORE_WORDS = "Trước "
"""How the line begins in which a unit types what it entered before the first day."""
DAY_FORM = Form(
    code="01",
    title="Nhập dữ liệu Sổ hộ tịch hằng ngày: {unit}",
    attached=FORM_01.attached,
    heads=(
        Head("TT", name="number", width=26),
        Head(DAY_LABEL, name="day", width=74),
        Head("THỨ", name="weekday", width=38),
        Head(
            "GÕ Ở ĐÂY: số nhập trong ngày (không có: gõ 0)",
            tuple(Head(KIND_LABELS[kind], name=_name((kind, Measure.TODAY)), width=76) for kind in KINDS),
        ),
        Head(
            "CẢ BỐN LOẠI",
            (
                Head("Trong ngày", name=_name((Kind.SUM, Measure.TODAY)), width=66),
                Head(MEASURE_LABELS[Measure.ENTERED], name=_name((Kind.SUM, Measure.ENTERED)), width=74),
                Head(MEASURE_LABELS[Measure.REMAINING], name=_name((Kind.SUM, Measure.REMAINING)), width=74),
                Head("Tỷ lệ", name="share", width=62),
            ),
        ),
        Head("KIỂM TRA", name="check", width=276),
        Head(NOTE_LABEL, name="note", width=104),
        Head(REASON_LABEL, name="reason", width=84),
    ),
)
"""The unit form's sheet of days, one row a day. Widths are in pixels: all of it is seen on a screen of 1366, also
where LibreOffice draws columns a tenth wider, and with the headings of rows and columns, by which cells are called.
"""

COLUMNS_01: Mapping[str, Column] = {_name((kind, measure)): (kind, measure) for kind in Kind for measure in Measure}
"""Leaf name of Phụ lục 01 → what it counts."""

OPEN_DATE = "...../...../....."
"""What stands for the date in a form that was not filled in."""


def _plan_form(code: str, level_words: str, machines: str) -> Form:
    birth = {Kind.BIRTH: "Đăng ký khai sinh"}

    def pair(label: str, kind: Kind) -> Head:
        return Head(
            label, (Head("Sổ", name=f"{kind}.books", width=8), Head("Trường hợp", name=f"{kind}.cases", width=11))
        )

    return Form(
        code=code,
        title=f"Chỉ tiêu, thời gian hoàn thành công tác nhập dữ liệu Hộ tịch ({level_words}) cần số hoá trên địa bàn "
        "toàn tỉnh theo từng đơn vị",
        attached="(kèm theo Kế hoạch số {number} ngày {plan_date} của {issuer})",
        heads=(
            _NUMBER,
            _UNIT,
            Head("SỐ HOÁ DỮ LIỆU HỘ TỊCH", tuple(pair(birth.get(kind, KIND_LABELS[kind]), kind) for kind in KINDS)),
            pair("TỔNG", Kind.SUM),
            Head(machines, name="machines", width=12),
            Head("Số lượng nhập/ngày (Chỉ tiêu nhập {norm} trường hợp/máy/ngày)", name="per_day", width=14),
            Head("Tổng thời gian hoàn thành (ngày)", name="days", width=12),
            Head(NOTE_LABEL, name="note", width=30),
        ),
    )


def plan_form(appendix: str, level_words: str) -> Form:
    """Phụ lục 02, 03, … of a level ("cấp xã"). Phụ lục 04 has the machines; the others plan them."""
    machines = "Máy tính phục vụ nhập dữ liệu hộ tịch"
    return _plan_form(appendix, level_words, machines if appendix == "04" else f"Dự kiến m{machines[1:]}")


ISSUED_HEADS = (
    Head("MÃ", name="code", width=8),
    Head("BAN HÀNH: SỔ", name="printed.books", width=10),
    Head("BAN HÀNH: TRƯỜNG HỢP", name="printed.cases", width=12),
    Head("BAN HÀNH: SỐ MÁY", name="printed.machines", width=10),
    Head("BAN HÀNH: NHẬP/NGÀY", name="printed.per_day", width=10),
    Head("BAN HÀNH: SỐ NGÀY", name="printed.days", width=10),
)
"""Columns beside Phụ lục 02–04 in the office's workbook, folded away: codes, and what the plan was issued with."""


def appendix_sheet(appendix: str) -> str:
    """The sheet of an appendix: "Phụ lục 02"."""
    return f"Phụ lục {appendix}"


_COUNTED = re.compile(r" ?\(\d{1,2}\)(?: ?=[ \d()+–-]{1,30})?$|(?<=[^\W\d])\d{1,2}$")
"""How a column is numbered, or computed, behind its words: "Còn lại (4)=(1)-(3)". In a table of Excel's no two columns
may be called the same, so it makes "Còn lại2" of the second."""

_NUMBERED = re.compile(r"^(?:\d{1,2}|[ivx]{1,4})[.)] ?")
_STARRED = re.compile(r" ?(?:\*{1,3}|\(\*{1,3}\))$")
"""What may stand before a column's words, "1. Khai sinh", and the sign of a footnote behind them."""


@remembered
def head_key(text: str) -> str:
    """The key of a header's words: without numbers, a footnote's star, a colon, and with "kí" as it always was.

    Only for fixed words: a unit's name is compared as it stands.
    """
    words = _NUMBERED.sub("", _STARRED.sub("", key(text)))
    return _COUNTED.sub("", words).rstrip(" :.").replace("đăng kí", "đăng ký")


def _keys(labels: Mapping[_Item, str], also: Mapping[_Item, tuple[str, ...]]) -> dict[str, _Item]:
    return {key(label): item for item, main in labels.items() for label in (main, *also[item])}


KIND_BY_KEY: Mapping[str, Kind] = _keys(KIND_LABELS, KIND_ALSO)
MEASURE_BY_KEY: Mapping[str, Measure] = _keys(MEASURE_LABELS, MEASURE_ALSO)
UNIT_KEYS = frozenset(key(label) for label in (_UNIT.label, *UNIT_ALSO))
TOTAL_KEYS = frozenset(key(label) for label in (FORM_01.total_label, *TOTAL_ALSO))
NOTE_KEYS = frozenset(key(label) for label in NOTE_ALSO)

Marks: TypeAlias = Mapping[str, str]

MARK_PREFIX = "hotich:"


def mark(unit: str, plan: str, version: int = 1, level: str = "") -> str:
    """The hidden mark of an issued form: `hotich:mau=1;ke-hoach=188/KH-UBND;don-vi=691`.

    `level` is told where it is not the plan's first: `;cap=district`.
    """
    return f"{MARK_PREFIX}mau={version};ke-hoach={plan};don-vi={unit}" + (f";cap={level}" if level else "")


PHONED = "nhap-tay"
"""In the mark of what the office typed in for a unit that telephoned."""


def phoned_mark(unit: str) -> str:
    """The hidden mark of figures that the office typed in itself."""
    return f"{MARK_PREFIX}{PHONED}=1;don-vi={unit}"


def parse_mark(text: str) -> Marks | None:
    """The parts of a mark, or None where `text` is none."""
    if not text.startswith(MARK_PREFIX):
        return None
    pairs = (part.partition("=") for part in text.removeprefix(MARK_PREFIX).split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs}
