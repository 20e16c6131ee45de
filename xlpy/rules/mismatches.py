"""TR: the cases that a unit follows apart. A slip costs its line or its cell, and never a figure of the day."""

from collections.abc import Iterator, Mapping
from datetime import date

from xlpy.core.forms import MISMATCH_SHEET
from xlpy.core.mismatch_sheet import (
    BETWEEN,
    KEY_COLUMNS,
    LABELS,
    LIKE_A_DAY,
    LONGEST,
    MOST_DIGITS,
    MOST_DIGITS_ALONE,
    MOST_LETTERS,
    NUMBER_COLUMNS,
    OF_NUMBERS,
    STEPS,
    MismatchLine,
    MismatchSheet,
)
from xlpy.core.mismatches import Key, Mismatch, MismatchState
from xlpy.core.source import Severity
from xlpy.rules.rule import Case, Example, Violation, rule
from xlpy.rules.twin import Twin

_BASIS = "Kế hoạch 188/KH-UBND, II.3.2: lập danh sách theo dõi riêng"
_NOT_TAKEN = "Dòng này chưa được nhận."
_DAY = date(2023, 5, 23)
_CLEAN: Mapping[str, object] = {
    "kind": "khai sinh",
    "book": "01/2005",
    "page": "12",
    "record": "45",
    "differs": "ngày sinh",
    "found": date(2023, 5, 22),
}
_GOOD = Example("Một trường hợp ghi đủ.", apart=(_CLEAN,))


def _with(caption: str, **changed: object) -> Example:
    return Example(caption, apart=({name: value for name, value in {**_CLEAN, **changed}.items() if value},))


_DIGITS = 'SUMPRODUCT(LEN({{{0}}})-LEN(SUBSTITUTE({{{0}}},ROW($1:$10)-1,"")))'
"""How many digits stand in a cell. No list in braces: Excel takes none in a condition."""


def _letters(place: str) -> str:
    left = f"LOWER({{{place}}})"
    for word in (*OF_NUMBERS, *BETWEEN):
        left = f'SUBSTITUTE({left},"{word}","")'
    return f"LEN({left})-{_DIGITS.format(place)}"


def _too_many_digits(place: str) -> str:
    digits = _DIGITS.format(place)
    return f'OR({digits}>{MOST_DIGITS},AND({digits}>{MOST_DIGITS_ALONE},ISERROR(FIND("/",{{{place}}}))))'


def _no_number(place: str) -> str:
    wrong = f"OR({_DIGITS.format(place)}=0,{_letters(place)}>{MOST_LETTERS},LEN({{{place}}})>{LONGEST})"
    return f'IF({_too_many_digits(place)},FALSE,AND(TRIM({{{place}}})<>"",{wrong}))'


def only_a_number(cell: str) -> str:
    """What must hold of a cell with a number of a book, page or entry while it is typed: a condition of validation."""
    digits = _DIGITS.format("cell").format(cell=cell)
    return f"=AND({digits}>0,{digits}<={MOST_DIGITS},LEN({cell})<={LONGEST})"


def _lines(case: Case) -> Iterator[tuple[MismatchSheet, MismatchLine]]:
    if (sheet := case.submission.mismatches) is not None:
        yield from ((sheet, line) for line in sheet.lines)


def _taken(case: Case) -> Iterator[tuple[MismatchSheet, MismatchLine, Mismatch]]:
    for sheet, line in _lines(case):
        if line.case is not None:
            yield sheet, line, line.case


@rule(
    code="TR01",
    title="Có số giống số định danh của công dân",
    severity=Severity.WARNING,
    basis=_BASIS,
    says=f"{_NOT_TAKEN} Số ấy không được chép lại ở đây.",
    fix="Đề nghị đơn vị xoá, chỉ ghi số sổ, trang, số đăng ký. Không phải lý do trả lại.",
    twins=tuple(Twin(f"apart_{name}", _too_many_digits(f"apart_{name}")) for name in NUMBER_COLUMNS),
    good=(_GOOD, _with("Số đăng ký kèm năm.", record="1234/2005")),
    bad=(
        _with("Ghi số định danh 12 chữ số vào cột Số.", record="079123456789"),
        _with("Gõ số, Excel bỏ mất số 0 ở đầu.", book=79123456789),
        _with("Ghi số định danh vào cột Khác ở.", differs="079 123 456 789"),
    ),
)
def identity_number(case: Case) -> Iterator[Violation]:
    """Danh sách chỉ cần loại sổ, số sổ, trang và số để tìm lại; số định danh, chứng minh nhân dân của công dân không được nằm trong tệp gửi qua thư. Từ 9 chữ số trở lên (8 nếu không có dấu /) là quá dài cho một số sổ."""
    for sheet, line in _lines(case):
        for cell in line.digits:
            yield Violation(sheet.source.at(cell))


@rule(
    code="TR02",
    title="Có chữ giống họ tên",
    severity=Severity.WARNING,
    basis=_BASIS,
    says=f"{_NOT_TAKEN} Chữ ấy không được chép lại ở đây.",
    fix="Đề nghị đơn vị chỉ ghi bằng số, ví dụ 01/2005, không ghi tên ai. Không phải lý do trả lại.",
    twins=tuple(Twin(f"apart_{name}", _no_number(f"apart_{name}")) for name in NUMBER_COLUMNS),
    good=(_GOOD, _with("Có chữ của số sổ.", book="Quyển số 1 KS"), _with("Trang có chữ.", page="12A")),
    bad=(
        _with("Ghi họ tên vào cột Sổ số.", book="Nguyễn Văn An"),
        _with("Ghi họ tên kèm năm sinh.", record="Nguyễn Thị Bình 1990"),
        _with("Ghi họ tên vào cột Khác ở.", differs="Trần Thị Cúc"),
        Example("Ghi họ tên bên phải bảng.", apart=({**_CLEAN, "aside": "LÊ VĂN DŨNG"},)),
    ),
)
def name_of_a_citizen(case: Case) -> Iterator[Violation]:
    """Tên công dân đã có trong sổ; ghi lại trong danh sách là đưa thông tin cá nhân qua thư mà không cần. Ở ba cột số chỉ cho số, kèm vài chữ như “quyển”, “tờ”, hay ký hiệu tới 4 chữ cái."""
    for sheet, line in _lines(case):
        for cell in line.words:
            yield Violation(sheet.source.at(cell))


@rule(
    code="TR03",
    title="Trường hợp chưa ghi đủ để tìm lại",
    severity=Severity.WARNING,
    basis=_BASIS,
    says=f"Thiếu {{lacking}}. {_NOT_TAKEN}",
    fix="Đề nghị đơn vị ghi đủ loại sổ, số sổ, trang, số; không có trang thì ghi 0. Không phải lý do trả lại.",
    twins=tuple(
        Twin(f"apart_{name}", f'AND(COUNTA({{apart_line}})>0,TRIM({{apart_{name}}})="")') for name in KEY_COLUMNS
    ),
    good=(_GOOD, _with("Sổ không đánh số trang.", page="0")),
    bad=(_with("Thiếu trang.", page=None), _with("Chỉ có ngày.", kind=None, book=None, page=None, record=None)),
)
def key_incomplete(case: Case) -> Iterator[Violation]:
    """Mỗi ngày danh sách được gộp theo loại sổ, số sổ, trang và số; thiếu một trong bốn thì không biết là trường hợp nào."""
    for sheet, line in _lines(case):
        if line.lacking:
            words = ", ".join(LABELS[name].lower() for name in line.lacking)
            yield Violation(sheet.place(line, line.lacking[0]), {"lacking": words})


@rule(
    code="TR04",
    title="Một trường hợp ghi ở hai dòng",
    severity=Severity.WARNING,
    basis=_BASIS,
    says="Cùng loại sổ, số sổ, trang, số với dòng {first}. Tính một lần, theo dòng dưới.",
    fix="Đề nghị đơn vị bỏ một dòng. Không phải lý do trả lại.",
    twins=(Twin("apart_record", 'AND({apart_key}<>"",COUNTIF({apart_keys},{apart_key})>1)'),),
    good=(
        Example("Hai trường hợp cùng trang, khác số.", apart=(_CLEAN, {**_CLEAN, "record": "46"})),
        Example("Khác loại sổ.", apart=(_CLEAN, {**_CLEAN, "kind": "kết hôn"})),
    ),
    bad=(
        Example("Hai dòng như nhau.", apart=(_CLEAN, _CLEAN)),
        Example("Số sổ có và không có số 0 ở đầu.", apart=(_CLEAN, {**_CLEAN, "book": "1/2005"})),
    ),
)
def case_twice(case: Case) -> Iterator[Violation]:
    """Đếm hai lần thì số trường hợp chưa xong sai. Số 0 ở đầu, chữ hoa và khoảng trắng không làm nên trường hợp khác."""
    seen: dict[Key, int] = {}
    for sheet, line, one in _taken(case):
        if (first := seen.setdefault(one.key, line.row + 1)) != line.row + 1:
            yield Violation(sheet.place(line, "record"), {"first": first})


@rule(
    code="TR05",
    title="Ngày theo dõi không theo thứ tự",
    severity=Severity.WARNING,
    basis=_BASIS,
    says="{step} {day}, trước {before} {earlier}. Tình trạng tính theo bước sau cùng.",
    fix="Đề nghị đơn vị xem lại hai ngày ấy. Không phải lý do trả lại.",
    twins=tuple(
        Twin(
            f"apart_{step}",
            f"AND(ISNUMBER({{apart_{step}}}),{{apart_{step}}}<MAX("
            + ",".join(f"{{apart_{earlier}}}" for earlier in STEPS[:place])
            + "))",
        )
        for place, step in enumerate(STEPS)
        if place
    ),
    good=(_with("Cùng một ngày.", sent=date(2023, 5, 22)), _with("Bỏ qua một bước.", done=_DAY)),
    bad=(_with("Chuyển Công an trước khi phát hiện.", sent=date(2023, 5, 21)),),
)
def steps_out_of_order(case: Case) -> Iterator[Violation]:
    """Gõ nhầm ngày, tháng thì số ngày chờ tính sai."""
    for sheet, line, one in _taken(case):
        latest, before = date.min, MismatchState.FOUND
        for state in MismatchState:
            if (on := one.on(state)) is None:
                continue
            if on < latest:
                values = {"step": LABELS[state], "day": on, "before": LABELS[before].lower(), "earlier": latest}
                yield Violation(sheet.place(line, state), values)
            else:
                latest, before = on, state


@rule(
    code="TR06",
    title="Ô theo dõi riêng không đọc được",
    severity=Severity.WARNING,
    basis=_BASIS,
    says="{read}: coi như chưa ghi.",
    fix="Đề nghị đơn vị ghi {wanted}. Không phải lý do trả lại.",
    gather=True,
    good=(_GOOD, _with("Ngày viết bằng chữ số.", found="22/5/2023")),
    bad=(
        _with("Ngày gõ hỏng.", found="32/5/2023"),
        _with("Loại sổ không có trong danh sách.", kind="sổ khác"),
        _with("Số sổ bị Excel đổi thành ngày.", book=date(2005, 1, 1)),
    ),
)
def cell_not_read(case: Case) -> Iterator[Violation]:
    """Hỏng một ô thì chỉ ô ấy không tính; hỏng ô của loại sổ, số sổ, trang hay số thì cả dòng chưa được nhận."""
    for sheet, line in _lines(case):
        for cell in line.unread:
            wanted = cell.wanted if cell.wanted != "chữ" else "số, ví dụ 01/2005, ở ô định dạng Văn bản"
            # Free text may be about a citizen, and a finding goes into the journal, the report and letters.
            read = f"Ghi “{cell.read}”" if LIKE_A_DAY.fullmatch(cell.read) else "Không đọc được ô này"
            yield Violation(sheet.source.at(cell.cell), {"read": read, "wanted": wanted})


@rule(
    code="TR07",
    title="Ngày theo dõi chưa tới",
    severity=Severity.WARNING,
    basis=_BASIS,
    says="{step} ghi {day}, biểu của ngày {of}. Đến ngày ấy mới tính.",
    fix="Đề nghị đơn vị xem lại ngày ấy. Không phải lý do trả lại.",
    twins=tuple(Twin(f"apart_{step}", f"AND(ISNUMBER({{apart_{step}}}),{{apart_{step}}}>{{now}})") for step in STEPS),
    good=(_GOOD, _with("Trong ngày của biểu.", sent=_DAY)),
    bad=(_with("Ngày của tháng sau.", sent=date(2023, 6, 23)),),
)
def step_to_come(case: Case) -> Iterator[Violation]:
    """Ngày chưa tới là gõ nhầm, hoặc là ngày hẹn; việc chưa làm thì chưa tính là đã làm."""
    received = case.receipt.received_at
    until = max(case.day, received.date()) if received else case.day
    for sheet, line, one in _taken(case):
        for state in MismatchState:
            if (on := one.on(state)) is not None and on > until:
                yield Violation(sheet.place(line, state), {"step": LABELS[state], "day": on, "of": case.day})


@rule(
    code="TR08",
    title="Chưa ghi ngày phát hiện",
    severity=Severity.WARNING,
    basis=_BASIS,
    says="Chưa biết chờ đã mấy ngày; trường hợp vẫn được đếm.",
    fix="Đề nghị đơn vị ghi ngày phát hiện. Không phải lý do trả lại.",
    twins=(Twin("apart_found", 'AND(COUNTA({apart_line})>0,TRIM({apart_found})="")'),),
    good=(_GOOD,),
    bad=(_with("Để trống.", found=None),),
)
def not_dated(case: Case) -> Iterator[Violation]:
    """Quá 7 ngày, quá 15 ngày đếm từ ngày phát hiện."""
    for sheet, line, one in _taken(case):
        place = sheet.place(line, "found")
        if one.found is None and not any(cell.cell == place.cell for cell in line.unread):
            yield Violation(place)


@rule(
    code="TR09",
    title="Trang theo dõi riêng không còn như đã cấp",
    severity=Severity.INFO,
    basis=_BASIS,
    says="{what}. Các trường hợp đã nhận giữ như lần trước.",
    fix="Cần ghi tiếp thì xin cấp lại biểu, hoặc chép lại trang ấy từ biểu cũ.",
    good=(_GOOD,),
    bad=(
        Example("Đầu cột bị xoá.", apart=(_CLEAN,), apart_without=("Loại sổ",)),
        Example("Cả dòng đầu cột bị xoá.", apart=(_CLEAN,), apart_without=tuple(LABELS.values())),
        Example("Trang bị xoá khỏi biểu đã cấp.", typed=((_DAY, (250, 60, 20, 1)),), issued=3),
    ),
)
def sheet_changed(case: Case) -> Iterator[Violation]:
    """Trang này không bắt buộc; thiếu nó thì số liệu vẫn nhận, và không trường hợp nào bị coi là đã xong."""
    sheet = case.submission.mismatches
    if sheet is None:
        if case.submission.lacks_mismatches:
            yield Violation(case.submission.source, {"what": f"Biểu không còn trang “{MISMATCH_SHEET}”"})
    elif len(sheet.missing) == len(LABELS):
        yield Violation(sheet.source, {"what": "Không tìm thấy dòng đầu cột"})
    elif sheet.missing:
        heads = ", ".join(f"“{label}”" for label in sheet.missing)
        yield Violation(sheet.source, {"what": f"Không tìm thấy cột {heads}"})
