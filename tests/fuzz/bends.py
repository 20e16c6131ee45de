"""What is done to a right form: one to five bends of its values, cells, rows, titles, sheets, looks and parts."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeAlias

from hypothesis import strategies as st

from tests.fuzz.book import FORMATS, Sheet, package
from tests.kit.hostile import pack, unpack
from xlpy.core.grid import Area, ErrorValue, Position, Uncached, Value

Draw: TypeAlias = Callable[[st.SearchStrategy], object]
Book: TypeAlias = tuple[Sheet, ...]

_NUMBERS = (0, -1, 1, 2, 12, 99, 250, 1495, 115614, 10**9, 10**12, 0.5, 68.082, 1.0, 250.0000000001, 1e300, -0.0)
_TEXTS = (
    *(
        "",
        " ",
        "-",
        "—",
        "'",
        "0",
        "12",
        " 12 ",
        "1.234",
        "1,234",
        "1 234",
        "1'234",
        "3,5",
        "12.0",
        "-3",
        "+3",
        "2110 TH",
        "21lO",
    ),
    *(
        "không",
        "nil",
        "như trên",
        "１２",
        "1\u202f234",
        "12\u200b",
        "\u202e12",
        "1e5",
        "1/2",
        "=1+1",
        "@12",
        "#N/A",
        "x" * 40_000,
    ),
)
_WORDS = (
    *(
        "Tổng số",
        "Số liệu nhập trong ngày",
        "Tổng đã nhập",
        "Còn lại",
        "Đăng ký sinh",
        "Đăng ký khai tử",
        "Tổng",
        "TỔNG",
        "ĐƠN VỊ",
    ),
    *(
        "Huyện Bù Đăng",
        "Huyện Đồng Phú",
        "Bù Đăng",
        "Huyện Bù Đang",
        "UBND huyện Bù Đăng",
        "Xã Bom Bo",
        "Xã Lộc Thạnh",
        "NGÀY",
    ),
    *(
        "(tính đến ngày 23/5/2023)",
        "(tính đến ngày 22/5/2023)",
        "(tính đến ngày ...../5/2023)",
        "(tính đến ngày 45069)",
    ),
    *(
        "(từ ngày 17/5/2023 đến ngày 23/5/2023)",
        "Bù Đăng, ngày 24 tháng 5 năm 2023",
        "tính đến 5/23/2023",
        "Ngày in: 1/6/2023",
    ),
    *(
        "Ghi chú: đính chính",
        "a\nb",
        "Lỗi: giả",
        "\u202eđảo",
        "Tæng sè",
        "Toång soá",
        "=HYPERLINK(1)",
        "hotich:mau=1;don-vi=695",
    ),
)
_ERRORS = ("#REF!", "#N/A", "#DIV/0!", "#SPILL!", "#CALC!", "#GETTING_DATA", "#KHÔNG?")
_STRANGE: st.SearchStrategy[Value] = st.one_of(
    st.sampled_from(_NUMBERS),
    st.sampled_from(_TEXTS),
    st.sampled_from(_WORDS),
    st.sampled_from([ErrorValue(code) for code in _ERRORS]),
    st.just(Uncached("SUM(A1:A2)")),
    st.booleans(),
    st.sampled_from([date(2023, 5, 22), date(2023, 5, 23), date(1905, 10, 10)]),
    st.integers(-5, 3000),
    st.text(max_size=12),
)


def _sheet(draw: Draw, book: Book) -> int:
    return draw(st.integers(0, len(book) - 1))


def _put(book: Book, at: int, sheet: Sheet) -> Book:
    return (*book[:at], sheet, *book[at + 1 :])


def _filled(draw: Draw, sheet: Sheet, *, figures: bool = False) -> Position | None:
    places = sorted(at for at, value in sheet.cells.items() if not figures or not isinstance(value, str))
    return draw(st.sampled_from(places)) if places else None


def _row(draw: Draw, sheet: Sheet) -> int:
    return draw(st.sampled_from(sorted({row for row, _ in sheet.cells}) or [0]))


def _column(draw: Draw, sheet: Sheet) -> int:
    return draw(st.sampled_from(sorted({column for _, column in sheet.cells}) or [0]))


def _with(sheet: Sheet, at: Position, value: Value | None) -> Sheet:
    cells = dict(sheet.cells)
    cells.pop(at, None)
    if value is not None:
        cells[at] = value
    return sheet.but(cells=cells)


def _figure(draw: Draw, sheet: Sheet) -> Sheet:
    """A figure is another: nearly the same, with its digits turned, ten times as large, gone, or something else."""
    at = _filled(draw, sheet, figures=True)
    if at is None:
        return sheet
    value = sheet.cells[at]
    near: list[Value | None] = [None]
    if isinstance(value, int | float) and not isinstance(value, bool):
        near += [value + 1, value - 1, value * 10, -value, str(value), float(value) + 1e-10]
        if isinstance(value, int):
            near += [value // 10, int(str(abs(value))[::-1]), f"{value:,}".replace(",", "."), f"{value:,}"]
    return _with(sheet, at, draw(st.one_of(st.sampled_from(near), _STRANGE)))


def _word(draw: Draw, sheet: Sheet) -> Sheet:
    """A title, a heading or a name is another, or has a letter too many, too few, unseen."""
    places = sorted(at for at, value in sheet.cells.items() if isinstance(value, str))
    if not places:
        return sheet
    at: Position = draw(st.sampled_from(places))
    text = str(sheet.cells[at])
    cut = draw(st.integers(0, len(text)))
    letter = draw(st.sampled_from(["", "\u200b", "\u00ad", " ", "2", "x", "\n", "\u0301", "Đ"]))
    bent = f"{text[:cut]}{letter}{text[cut + (letter == '') :]}"
    return _with(sheet, at, draw(st.one_of(st.just(bent), st.sampled_from(_WORDS), st.none())))


def _anywhere(draw: Draw, sheet: Sheet) -> Sheet:
    """Something stands where nothing should."""
    at = draw(st.tuples(st.integers(0, 40), st.integers(0, 30)))
    far = draw(st.sampled_from([(0, 0), (30_000, 0), (0, 300), (1_048_575, 16_383)]))
    place = (at[0] + far[0], min(at[1] + far[1], 16_383)) if draw(st.integers(0, 9)) == 0 else at
    return _with(sheet, (min(place[0], 1_048_575), place[1]), draw(_STRANGE))


def _swapped_cells(draw: Draw, sheet: Sheet) -> Sheet:
    one, other = _filled(draw, sheet), _filled(draw, sheet)
    if one is None or other is None:
        return sheet
    return _with(_with(sheet, one, sheet.cells[other]), other, sheet.cells[one])


def _copied_cell(draw: Draw, sheet: Sheet) -> Sheet:
    one, other = _filled(draw, sheet), _filled(draw, sheet)
    return sheet if one is None or other is None else _with(sheet, one, sheet.cells[other])


def _rows(draw: Draw, sheet: Sheet) -> Sheet:
    """A row goes, comes, changes its place or is there twice."""
    row, other = _row(draw, sheet), _row(draw, sheet)
    last = max((at[0] for at in sheet.cells), default=0)
    match draw(st.sampled_from(["drop", "insert", "swap", "double", "hide"])):
        case "drop":
            return sheet.moved({row: None, **{below: below - 1 for below in range(row + 1, last + 1)}})
        case "insert":
            return sheet.moved({below: below + 1 for below in range(row, last + 1)})
        case "swap":
            return sheet.moved({row: other, other: row})
        case "double":
            double = {(last + 1, column): value for (at, column), value in sheet.cells.items() if at == row}
            return sheet.but(cells={**sheet.cells, **double})
        case _:
            return sheet.but(hidden_rows=sheet.hidden_rows | {row})


def _columns(draw: Draw, sheet: Sheet) -> Sheet:
    """A column goes, comes, or changes its place with another: with its headings, or without."""
    column, other = _column(draw, sheet), _column(draw, sheet)
    top = draw(st.sampled_from([0, _row(draw, sheet)]))
    places: Mapping[int, int | None]
    match draw(st.sampled_from(["drop", "insert", "swap", "hide"])):
        case "drop":
            places = {column: None, **{right: right - 1 for right in range(column + 1, 60)}}
        case "insert":
            places = {right: right + 1 for right in range(column, 60)}
        case "swap":
            places = {column: other, other: column}
        case _:
            return sheet.but(hidden_columns=sheet.hidden_columns | {column})
    cells: dict[Position, Value] = {}
    for (row, at), value in sheet.cells.items():
        target = places.get(at, at) if row >= top else at
        if target is not None:
            cells[row, target] = value
    return sheet.but(cells=cells)


def _merged(draw: Draw, sheet: Sheet) -> Sheet:
    top, left = draw(st.integers(0, 12)), draw(st.integers(0, 22))
    down, right = draw(st.integers(0, 3)), draw(st.integers(0, 4))
    area = Area(top, left, top + down, left + right)
    return sheet.but(merged=draw(st.sampled_from([(), (*sheet.merged, area)])))


def _looks(draw: Draw, sheet: Sheet) -> Sheet:
    at = _filled(draw, sheet)
    return sheet if at is None else sheet.but(styles={**sheet.styles, at: draw(st.integers(0, len(FORMATS) - 1))})


def _formula(draw: Draw, sheet: Sheet) -> Sheet:
    at = _filled(draw, sheet)
    formulas = ["SUM(A1:A3)", "'[1]Sổ'!A1", "cmd|'/c calc'!A1", "[" * 50, 'WEBSERVICE("x")']
    return sheet if at is None else sheet.but(formulas={**sheet.formulas, at: draw(st.sampled_from(formulas))})


_OF_A_SHEET: tuple[Callable[[Draw, Sheet], Sheet], ...] = (
    *(_figure, _figure, _word, _word, _anywhere, _swapped_cells, _copied_cell),
    *(_rows, _columns, _merged, _looks, _formula),
)


def _sheets(draw: Draw, book: Book) -> Book:
    """A sheet comes twice, is hidden, has another name, or an empty or another day's one stands before it."""
    at = _sheet(draw, book)
    name = draw(st.sampled_from(["Phụ lục 01 (2)", "mẫu", "22-5", "Sheet1", '=HYPERLINK("a")', "a\u202eb", "x" * 200]))
    state = draw(st.sampled_from(["", "hidden", "veryHidden"]))
    other = book[at].but(name=name, state=state)
    match draw(st.sampled_from(["double", "before", "hide", "rename", "empty", "drop"])):
        case "double":
            return (*book, other) if len(book) < 4 else book
        case "before":
            return (other, *book) if len(book) < 4 else book
        case "hide":
            return _put(book, at, book[at].but(state=state))
        case "rename":
            return _put(book, at, other.but(state=book[at].state))
        case "empty":
            return (Sheet(str(name), {}), *book)
        case _:
            return _put(book, at, book[at].but(cells={}))


_PIECE = re.compile(rb'"[^"<>]*"|\s[\w:]+="[^"]*"|<[^<>]*/>|<[^<>]*>|>[^<>]+<')
_INSTEAD = (
    b"",
    b'"-1"',
    b'"x"',
    b'"99999"',
    b'"rId9"',
    b"<",
    b">",
    b"\xff",
    b"<a/>",
    b'"../../x"',
    b">#N/A<",
    b">1e999<",
)


def _part(draw: Draw, data: bytes) -> bytes:
    """A part goes, is there under another name, or has a piece of its XML cut out or put in the place of another."""
    parts = unpack(data)
    if not parts:
        return data
    name: str = draw(st.sampled_from(sorted(parts)))
    match draw(st.sampled_from(["drop", "rename", "piece", "piece", "swap", "cut"])):
        case "drop":
            parts.pop(name)
        case "rename":
            parts[str(draw(st.sampled_from([name.upper(), f"./{name}", name.replace("/", "\\"), f"x{name}"])))] = (
                parts.pop(name)
            )
        case "swap":
            other: str = draw(st.sampled_from(sorted(parts)))
            parts[name], parts[other] = parts[other], parts[name]
        case "cut":
            parts[name] = parts[name][: draw(st.integers(0, len(parts[name])))]
        case _:
            pieces = list(_PIECE.finditer(parts[name]))
            if pieces:
                start, end = pieces[draw(st.integers(0, len(pieces) - 1))].span()
                parts[name] = parts[name][:start] + draw(st.sampled_from(_INSTEAD)) + parts[name][end:]
    return pack(parts.items())


@st.composite
def bent(draw: Draw, bases: tuple[Sheet, ...]) -> bytes:
    """A right form, bent in one to five ways."""
    book: Book = (draw(st.sampled_from(bases)),)
    of_parts = 0
    for _ in range(draw(st.integers(1, 5))):
        kind = draw(st.integers(0, len(_OF_A_SHEET) + 2))
        if kind < len(_OF_A_SHEET):
            at = _sheet(draw, book)
            book = _put(book, at, _OF_A_SHEET[kind](draw, book[at]))
        elif kind == len(_OF_A_SHEET):
            book = _sheets(draw, book)
        else:
            of_parts += 1
    data = package(book)
    for _ in range(of_parts):
        data = _part(draw, data)
    return data


@st.composite
def mutated(draw: Draw, data: bytes) -> bytes:
    """Bytes with one to five changes; of a package also inside its parts, with check sums that fit."""
    if data.startswith(b"PK") and draw(st.booleans()):
        parts = unpack(data)
        name: str = draw(st.sampled_from(sorted(parts)))
        parts[name] = draw(mutated(parts[name]))
        return pack(parts.items())
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, max(len(data) - 1, 0)))
        length = draw(st.sampled_from([1, 1, 1, 2, 4, 16, 512]))
        end = at + length
        match draw(st.sampled_from(["set", "set", "flip", "drop", "double", "zero", "cut", "random"])):
            case "set":
                data = data[:at] + bytes([draw(st.sampled_from([0, 1, 0x7F, 0x80, 0xFF, 0x20, 0x3C]))]) + data[at + 1 :]
            case "flip":
                data = (
                    data[:at]
                    + bytes(byte ^ 1 << draw(st.integers(0, 7)) for byte in data[at : at + 1])
                    + data[at + 1 :]
                )
            case "drop":
                data = data[:at] + data[end:]
            case "double":
                data = data[:end] + data[at:]
            case "zero":
                data = data[:at] + bytes(len(data[at:end])) + data[end:]
            case "cut" if draw(st.integers(0, 3)) == 0:
                data = data[:at]
            case _:
                data = data[:at] + draw(st.binary(max_size=8)) + data[end:]
    return data
