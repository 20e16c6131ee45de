"""The plan in the office's workbook: what is drawn is read back, and what is wrong is named by sheet and cell."""

import json
import re
from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import asdict
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from tests.kit.laws import law
from xlpy.core.grid import Grid, Snapshot, Value
from xlpy.core.office_book import SETTINGS_SHEET, VIEW_SHEETS
from xlpy.core.plan.plan import Rounding, parse_plan
from xlpy.core.plan.settings import SETTINGS, UNITS_TITLE, Setting
from xlpy.core.plan.sheets import PlanSheets, read_plan_sheets
from xlpy.core.records import KINDS, Kind
from xlpy.doors.disk.plan_file import PlanError, PlanFile, default_text, read_plan, read_plan_book
from xlpy.doors.files.workbook import read_workbook
from xlpy.drawing.office_book.whole import draw_office_book

BOOK = "Hotich.xlsm"
APPENDIX = "Phụ lục 02"


def _line(code: str, books: Iterable[int | None], cases: Iterable[int | None], machines: int) -> dict[str, Any]:
    return {
        "code": code,
        "books": dict(zip(KINDS, books, strict=True)),
        "cases": dict(zip(KINDS, cases, strict=True)),
        "machines": machines,
    }


SMALL: dict[str, Any] = {
    "schema": 1,
    "plan": {"number": "7/KH-UBND", "date": "2024-02-29", "issuer": "UBND tỉnh Hà Nam"},
    "office": "Sở Tư pháp “Hà Nam”",
    "recipient": "Giám đốc Sở",
    "campaign": {"start": "2024-03-01", "before": "2024-03-31"},
    "reporting": {"units_before": "09:30", "office_before": "16:05", "utc_offset_hours": 7},
    "norm": {"per_machine_per_day": 150, "rounding": "up"},
    "form": {"level": "commune"},
    "priority": ["adoption", "birth", "death", "marriage"],
    "levels": [
        {
            "level": "commune",
            "name": "cấp xã",
            "appendix": "02",
            "targets": [
                _line("13285", (12, 3, 1, 0), (45_001, 120, 7, 0), 3),
                _line("13291", (2, None, 1, None), (None, None, 9, 0), 1),
                _line("13294", (5, 5, 5, 5), (None, None, None, None), 2),
            ],
        },
        {
            "level": "province",
            "name": "cấp tỉnh",
            "appendix": "03",
            "targets": [{**_line("35", (1, 1, 1, 1), (149, 1, 0, 1), 1), "name": "Sở Tư pháp"}],
        },
    ],
    "units": {
        "code": "35",
        "name": "Tỉnh Hà Nam",
        "children": [
            {"code": "13285", "name": "Phường Quang Trung"},
            {"code": "13291", "name": "Phường Lê Hồng Phong", "aliases": ["P. Lê Hồng Phong", "Xã Lê Hồng Phong"]},
            {"code": "13294", "name": "Xã Liêm Chính"},
        ],
    },
}
"""Two levels of units, two appendices, nothing that may be left out: figures of no real province."""


def sheets_of(data: bytes) -> Snapshot:
    """A workbook as the product reads its plan."""
    return read_workbook(data, BOOK, VIEW_SHEETS)


def told(data: dict[str, Any]) -> PlanSheets:
    """A plan drawn and read back."""
    sheets = read_plan_sheets(sheets_of(draw_office_book(data)).grids)
    assert sheets.faults == ()
    return sheets


@pytest.fixture(scope="module")
def drawn() -> bytes:
    return draw_office_book(json.loads(default_text()))


@pytest.fixture(scope="module")
def snapshot(drawn: bytes) -> Snapshot:
    return sheets_of(drawn)


def at(grid: Grid, words: str, column: int = 0) -> int:
    """The row, from 0, whose cell in a column says these words."""
    return next(row for (row, at_column), value in grid.cells.items() if at_column == column and value == words)


def sheet(snapshot: Snapshot, name: str) -> Grid:
    return next(grid for grid in snapshot.grids if grid.sheet == name)


def with_cells(snapshot: Snapshot, name: str, **cells: Value | None) -> Snapshot:
    """Cells as a person changed them, "M14" for None cleared."""

    def changed(grid: Grid) -> Grid:
        new = dict(grid.cells)
        for address, value in cells.items():
            letters, digits = re.fullmatch(r"([A-Z]+)(\d+)", address).groups()  # type: ignore[union-attr]
            column = sum((ord(letter) - 64) * 26**power for power, letter in enumerate(reversed(letters))) - 1
            if value is None:
                new.pop((int(digits) - 1, column), None)
            else:
                new[int(digits) - 1, column] = value
        return grid._replace(cells=new)

    return snapshot._replace(grids=tuple(changed(grid) if grid.sheet == name else grid for grid in snapshot.grids))


def setting_cell(snapshot: Snapshot, label: str) -> str:
    """The cell of a setting on Thiết lập."""
    return f"B{at(sheet(snapshot, SETTINGS_SHEET), label) + 1}"


def set_to(snapshot: Snapshot, label: str, value: Value | None) -> PlanFile:
    """The plan with one setting typed otherwise."""
    return read_plan_book(with_cells(snapshot, SETTINGS_SHEET, **{setting_cell(snapshot, label): value}))


def row_of(snapshot: Snapshot, words: str, name: str = APPENDIX, column: int = 1) -> int:
    """The row, as people count, of a unit's line."""
    return at(sheet(snapshot, name), words, column) + 1


# -- What is drawn is read back ------------------------------------------------------------------------------------


def test_the_plan_of_binh_phuoc_comes_back_as_it_is(snapshot: Snapshot) -> None:
    sheets = read_plan_sheets(snapshot.grids)
    assert sheets.faults == ()
    assert sheets.data == json.loads(default_text())


def test_a_plan_that_leaves_out_all_it_may_comes_back_with_the_machines_it_was_issued_with() -> None:
    expected = deepcopy(SMALL)
    for level in expected["levels"]:
        for target in level["targets"]:
            target["printed"] = {"machines": target["machines"]}
    assert told(SMALL).data == expected
    assert asdict(parse_plan(told(SMALL).data)) == asdict(parse_plan(SMALL))


def test_every_value_has_its_cell(snapshot: Snapshot) -> None:
    sheets = read_plan_sheets(snapshot.grids)
    grids = {grid.sheet: grid for grid in snapshot.grids}
    for path, place in sheets.places.items():
        assert place.file == BOOK
        assert place.sheet in grids, path
        assert re.fullmatch(r"[A-Z]+\d+", place.cell), path
    assert str(sheets.places["levels", 0, "targets", 6, "machines"]) == "Hotich.xlsm · Phụ lục 02!M14"
    assert str(sheets.places["norm", "per_machine_per_day"]).startswith("Hotich.xlsm · Thiết lập!B")


def test_a_plan_read_from_the_workbook_is_the_one_read_from_its_file(snapshot: Snapshot) -> None:
    assert asdict(read_plan_book(snapshot).plan) == asdict(read_plan(default_text(), "ke-hoach.json").plan)


WORDS = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạ", min_size=1, max_size=8).map(str.capitalize)
NAMES = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
ADDRESSES = st.lists(st.from_regex(r"[a-z]{1,8}@[a-z]{1,5}\.gov\.vn", fullmatch=True), min_size=1, max_size=3)
DATES = st.dates(date(2001, 1, 1), date(2098, 12, 31)).map(date.isoformat)
HOURS = st.times().map(lambda hour: f"{hour:%H:%M}")
COUNTS = st.integers(0, 2_000_000)
CITES = st.fixed_dictionaries({"number": NAMES.map(lambda name: f"12/{name}"), "date": DATES})


def _some(**values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=values)


@st.composite
def plans(draw: st.DrawFn) -> dict[str, Any]:
    """A plan with another tree of units, other targets, other settings."""
    codes = (str(code) for code in draw(st.lists(st.integers(10, 99_999), min_size=16, max_size=16, unique=True)))

    def unit(depth: int) -> dict[str, Any]:
        found = {"code": next(codes), "name": f"Huyện {draw(NAMES)}"}
        if draw(st.booleans()):
            found["aliases"] = draw(st.lists(NAMES, min_size=1, max_size=2))
        if depth:
            found["children"] = [unit(depth - 1) for _ in range(draw(st.integers(1, 2)))]
        return found

    def target(code: str) -> dict[str, Any]:
        machines = draw(st.integers(0, 300))
        by_kind = st.fixed_dictionaries({kind.value: st.none() | COUNTS for kind in KINDS})
        printed = _some(books=COUNTS, cases=COUNTS, per_day=COUNTS, days=COUNTS)
        more = {"name": f"Sở {draw(NAMES)}"} if draw(st.booleans()) else {}
        return {
            "code": code,
            **more,
            "books": draw(by_kind),
            "cases": draw(by_kind),
            "machines": machines,
            "printed": {**draw(printed), "machines": draw(st.integers(0, 300))},
        }

    root = unit(draw(st.integers(1, 3)))
    everyone: list[str] = []
    rest = [root]
    while rest:
        one = rest.pop()
        everyone.append(one["code"])
        rest += one.get("children", [])
    levels = []
    for place in range(draw(st.integers(1, 3))):
        chosen = draw(st.lists(st.sampled_from(everyone), min_size=1, max_size=4, unique=True))
        level = {
            "level": f"level{place}",
            "name": f"cấp {draw(NAMES)}",
            "appendix": f"0{place + 2}",
            "targets": [target(code) for code in chosen],
        }
        if draw(st.booleans()):
            level["cites"] = draw(CITES)
        if printed := draw(_some(books=COUNTS, cases=COUNTS, per_day=COUNTS)):
            level["printed"] = printed
        levels.append(level)
    data = {
        "schema": 1,
        "plan": {"number": draw(NAMES), "date": draw(DATES), "issuer": draw(NAMES)},
        "office": draw(NAMES),
        "recipient": draw(NAMES),
        "campaign": dict(
            zip(("start", "before"), sorted(draw(st.lists(DATES, min_size=2, max_size=2, unique=True))), strict=True)
        ),
        "reporting": {
            "units_before": draw(HOURS),
            "office_before": draw(HOURS),
            "utc_offset_hours": draw(st.sampled_from([-12, 0, 5.5, 7, 14])),
        },
        "norm": {
            "per_machine_per_day": draw(st.integers(1, 900)),
            "rounding": draw(st.sampled_from(list(map(str, Rounding)))),
            **draw(_some(in_text=st.integers(1, 900), in_tables=st.integers(1, 900))),
        },
        "form": {
            "level": draw(st.sampled_from(levels))["level"],
            **draw(_some(cites=CITES, stated_cases=COUNTS)),
        },
        "priority": draw(st.permutations(list(map(str, KINDS)))),
        "levels": levels,
        "units": root,
    }
    senders = [line["code"] for level in levels if level["level"] == data["form"]["level"] for line in level["targets"]]
    extra = st.dictionaries(st.sampled_from(senders), st.tuples(COUNTS, COUNTS).map(list), min_size=1, max_size=2)
    mail = _some(
        sender=ADDRESSES.map(lambda addresses: addresses[0]),
        to=ADDRESSES,
        cc=ADDRESSES,
        units=st.dictionaries(st.sampled_from(everyone), ADDRESSES, min_size=1, max_size=3),
    )
    for name, part in (
        ("folders", _some(inbox=NAMES, reports=NAMES)),
        ("mail", mail),
        ("stated", _some(books=COUNTS, cases=COUNTS, extra_machines=extra)),
    ):
        if value := draw(part):
            data[name] = value
    return data


@law(20)
@given(plans())
def test_any_plan_that_is_drawn_is_read_back(data: dict[str, Any]) -> None:
    read_plan(json.dumps(data), "made up")  # valid, or this proves nothing
    sheets = told(data)
    assert sheets.data == data
    assert asdict(parse_plan(sheets.data)) == asdict(parse_plan(data))


# -- As people change it -------------------------------------------------------------------------------------------


def saved(drawn: bytes, change: Callable[[Workbook], object]) -> PlanFile:
    """The plan after the workbook was changed and saved by another program."""
    book = load_workbook(BytesIO(drawn), keep_vba=True)
    change(book)
    buffer = BytesIO()
    book.save(buffer)
    return read_plan_book(sheets_of(buffer.getvalue()))


def _retyped(book: Workbook) -> None:
    settings_sheet, appendix = book[SETTINGS_SHEET], book[APPENDIX]
    cells = {row[0].value: row[1] for row in settings_sheet.iter_rows(max_col=2)}
    cells["Ngày ban hành"].value = "4/4/2023"
    cells["Bắt đầu nhập từ ngày"].value = datetime(2023, 5, 22, 0, 0)
    cells["Đơn vị báo cáo trước giờ"].value = 14 / 24
    cells["Cơ quan tổng hợp báo cáo trước giờ"].value = datetime(2023, 1, 1, 15, 0).time()
    cells["Cơ quan tổng hợp báo cáo trước giờ"].number_format = "h:mm"
    cells["Định mức (trường hợp/máy/ngày)"].value = "200"
    cells["Làm tròn số ngày"].value = " Gần  NHẤT "
    cells["Số kế hoạch"].value = "  188/KH-UBND "
    for (cell,) in settings_sheet.iter_rows(min_row=cells_row(settings_sheet, UNITS_TITLE) + 2, max_col=1):
        if cell.value:
            cell.value = int(cell.value)
    for row in appendix.iter_rows(min_row=8, min_col=17, max_col=17):
        if row[0].value:
            row[0].value = int(row[0].value)
    appendix["D8"].value = "68.082"


def cells_row(sheet: Any, words: str) -> int:
    return next(int(row[0].row) for row in sheet.iter_rows(max_col=1) if row[0].value == words)


def _moved(book: Workbook) -> None:
    """Rows above and between, a column to the left: by hand, with no care for formulas."""
    appendix, other = book[APPENDIX], book["Phụ lục 03"]
    appendix.insert_rows(1, 3)
    appendix.insert_rows(13, 2)
    other.insert_cols(1, 2)
    other.insert_rows(4)
    settings_sheet = book[SETTINGS_SHEET]
    settings_sheet.insert_rows(1, 2)
    settings_sheet.insert_rows(cells_row(settings_sheet, UNITS_TITLE))
    for moved in (appendix, other, settings_sheet):
        moved.merged_cells.ranges = set()


@pytest.mark.parametrize("change", [_retyped, _moved, lambda book: book.move_sheet(APPENDIX, 3)])
def test_saved_by_another_program_it_is_the_same_plan(drawn: bytes, change: Callable[[Workbook], object]) -> None:
    assert json.loads(saved(drawn, change).text) == json.loads(default_text())


def test_a_new_unit_in_a_spare_line_joins_the_one_it_belongs_to(snapshot: Snapshot) -> None:
    last = max(row for (row, column) in sheet(snapshot, SETTINGS_SHEET).cells if column == 0) + 1
    new = {
        f"A{last + 1}": 25999.0,
        f"B{last + 1}": " Xã  Mới",
        f"C{last + 1}": 698.0,
        f"E{last + 1}": "a@b.vn ; c@d.vn;",
    }
    plan = read_plan_book(with_cells(snapshot, SETTINGS_SHEET, **new)).plan
    unit = next(unit for unit in plan.root.walk() if unit.code == "698")
    assert (unit.children[-1].code, unit.children[-1].name) == ("25999", "Xã Mới")
    assert plan.mail.units["25999"] == ("a@b.vn", "c@d.vn")


def test_a_blank_line_in_the_list_of_units_loses_nobody(snapshot: Snapshot) -> None:
    grid = sheet(snapshot, SETTINGS_SHEET)
    row = at(grid, "Xã Long Tân", 1) + 1
    cleared = dict.fromkeys(f"{letter}{row}" for letter in "ABCDEFG")
    whole, plan = read_plan_book(snapshot).plan, read_plan_book(with_cells(snapshot, SETTINGS_SHEET, **cleared)).plan
    assert {unit.name for unit in whole.root.walk()} - {unit.name for unit in plan.root.walk()} == {"Xã Long Tân"}


def test_cases_left_blank_are_not_none(snapshot: Snapshot) -> None:
    row = row_of(snapshot, "Huyện Bù Đăng")
    plan = read_plan_book(with_cells(snapshot, APPENDIX, **{f"D{row}": None, f"F{row}": 0.0})).plan
    cases = plan.targets["696"].cases
    assert (cases[Kind.BIRTH], cases[Kind.MARRIAGE]) == (None, 0)


# -- What is wrong -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "value", "said"),
    [
        ("M{row}", "bảy máy", "phải là số nguyên không âm, đang ghi “bảy máy”"),
        ("M{row}", -3.0, "không được nhỏ hơn 0, đang ghi “-3”"),
        ("M{row}", 8.5, "phải là số nguyên không âm, đang ghi “8"),
        ("M{row}", None, "còn để trống, phải có giá trị"),
        ("D{row}", "1,234", "phải là số nguyên"),
        ("D{row}", -1.0, "không được nhỏ hơn 0"),
        ("Q{row}", "999", "không có mã đơn vị trong bảng CÁC ĐƠN VỊ của trang Thiết lập"),
        ("Q{row}", None, "không có mã đơn vị trong bảng CÁC ĐƠN VỊ của trang Thiết lập"),
        ("Q{row}", "696", "mã 696 đã có ở một dòng trên"),
        ("S{row}", "nhiều", "phải là số nguyên không âm, đang ghi “nhiều”"),
    ],
)
def test_a_wrong_cell_of_an_appendix_is_named(snapshot: Snapshot, cell: str, value: Value | None, said: str) -> None:
    address = cell.format(row=row_of(snapshot, "Thành phố Đồng Xoài"))
    with pytest.raises(PlanError) as error:
        read_plan_book(with_cells(snapshot, APPENDIX, **{address: value}))
    assert str(error.value).startswith(f"{BOOK} · {APPENDIX}!{address}: "), error.value
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("label", "value", "said"),
    [
        ("Định mức (trường hợp/máy/ngày)", None, "còn để trống, phải có giá trị"),
        ("Định mức (trường hợp/máy/ngày)", "hai trăm", "phải là số nguyên, đang ghi “hai trăm”"),
        ("Định mức (trường hợp/máy/ngày)", 0.0, "không được nhỏ hơn 1, đang ghi “0”"),
        ("Làm tròn số ngày", "xuống", "phải là một trong: gần nhất (nearest), lên (up), đang ghi “xuống”"),
        ("Đơn vị báo cáo trước giờ", "25:00", "phải là giờ, ví dụ 14:00, đang ghi “25:00”"),
        ("Đơn vị báo cáo trước giờ", "chiều", "phải là giờ, ví dụ 14:00, đang ghi “chiều”"),
        ("Đơn vị báo cáo trước giờ", 14.0, "phải là giờ, ví dụ 14:00, đang ghi “14”"),
        ("Ngày ban hành", "31/2/2023", "phải là ngày, ví dụ 22/5/2023, đang ghi “31/2/2023”"),
        ("Ngày ban hành", "2023-02-31", "phải là ngày, ví dụ 22/5/2023, đang ghi “2023-02-31”"),
        ("Ngày ban hành", 45020.0, "phải là ngày, ví dụ 22/5/2023, đang ghi “45"),
        ("Hoàn thành trước ngày", None, "còn để trống, phải có giá trị"),
        ("Hoàn thành trước ngày", "22/5/2023", "phải sau ngày bắt đầu, 22/5/2023"),
        ("Số kế hoạch", None, "còn để trống, phải có giá trị"),
        ("Người nhận báo cáo", "   ", "còn để trống, phải có giá trị"),
        ("Múi giờ (UTC+)", 25.0, "không được lớn hơn 14, đang ghi “25”"),
        ("Thứ tự ưu tiên nhập", "Đăng ký sinh; Ly hôn; Khai tử; Con nuôi", "đang ghi “Ly hôn”"),
        ("Thứ tự ưu tiên nhập", "Đăng ký sinh; Khai tử", "phải có ít nhất 4 mục"),
        ("Thứ tự ưu tiên nhập", "Khai sinh; Khai sinh; Khai tử; Con nuôi", "có mục trùng nhau"),
    ],
)
def test_a_wrong_setting_is_named(snapshot: Snapshot, label: str, value: Value | None, said: str) -> None:
    with pytest.raises(PlanError) as error:
        set_to(snapshot, label, value)
    assert str(error.value).startswith(f"{BOOK} · {SETTINGS_SHEET}!{setting_cell(snapshot, label)}: "), error.value
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("labels", "first"),
    [
        (("Bắt đầu nhập từ ngày", "Hoàn thành trước ngày"), "Bắt đầu nhập từ ngày"),
        (("Số kế hoạch", "Ngày ban hành", "Cơ quan ban hành"), "Số kế hoạch"),
    ],
)
def test_a_whole_section_left_blank_is_named_by_its_first_cell(
    snapshot: Snapshot, labels: tuple[str, ...], first: str
) -> None:
    cells = {setting_cell(snapshot, label): None for label in labels}
    with pytest.raises(PlanError, match=re.escape(f"{BOOK} · {SETTINGS_SHEET}!{setting_cell(snapshot, first)}: còn")):
        read_plan_book(with_cells(snapshot, SETTINGS_SHEET, **cells))


def unit_cell(snapshot: Snapshot, name: str, column: str) -> str:
    return f"{column}{at(sheet(snapshot, SETTINGS_SHEET), name, 1) + 1}"


@pytest.mark.parametrize(
    ("name", "column", "value", "said", "pointed"),
    [
        ("Huyện Bù Đăng", "A", "691", "mã 691 đã có ở một dòng trên", "A"),
        ("Huyện Bù Đăng", "A", None, "còn để trống", "A"),
        ("Huyện Bù Đăng", "B", None, "còn để trống, phải có giá trị", "B"),
        ("Huyện Bù Đăng", "C", "7000", "thuộc mã 7000: mã ấy chưa có ở dòng nào phía trên", "A"),
        ("Huyện Bù Đăng", "C", None, "chỉ một đơn vị (nơi tổng hợp) được để trống cột “Thuộc mã”", "A"),
        ("Xã Đoàn Kết", "F", 2.0, "phải là số nguyên không âm", "F"),
        ("Huyện Bù Đăng", "F", "hai", "phải là số nguyên không âm, đang ghi “hai”", "F"),
    ],
)
def test_a_wrong_line_in_the_list_of_units_is_named(
    snapshot: Snapshot, name: str, column: str, value: Value | None, said: str, pointed: str
) -> None:
    with pytest.raises(PlanError) as error:
        read_plan_book(with_cells(snapshot, SETTINGS_SHEET, **{unit_cell(snapshot, name, column): value}))
    place = unit_cell(snapshot, name, pointed)
    assert str(error.value).startswith(f"{BOOK} · {SETTINGS_SHEET}!{place}: "), error.value
    assert said in str(error.value)


def test_machines_promised_to_a_unit_that_does_not_report_are_named(snapshot: Snapshot) -> None:
    place = unit_cell(snapshot, "Xã Đoàn Kết", "F")
    cells = {place: 2.0, unit_cell(snapshot, "Xã Đoàn Kết", "G"): 3.0}
    with pytest.raises(PlanError, match=f"{BOOK} · {SETTINGS_SHEET}!{place}: đơn vị 25411 không có ở cấp"):
        read_plan_book(with_cells(snapshot, SETTINGS_SHEET, **cells))


def level_cell(snapshot: Snapshot, column: str, appendix: str = "02") -> str:
    return f"{column}{at(sheet(snapshot, SETTINGS_SHEET), appendix) + 1}"


@pytest.mark.parametrize(
    ("cells", "place", "said"),
    [
        ({("D", "02"): None}, "", "cột “Đang theo dõi” phải có một chữ x ở cấp mà Phụ lục 01 theo dõi"),
        ({("D", "03"): "X"}, ("D", "03"), "chỉ một"),
        ({("A", "02"): "07"}, None, "không thấy trang tính “Phụ lục 07”; các trang có: “Phụ lục 02”"),
        ({("F", "02"): None}, ("F", "02"), "còn để trống, phải có giá trị"),
        ({("E", "01"): None}, ("E", "01"), "còn để trống, phải có giá trị"),
    ],
)
def test_a_wrong_line_in_the_list_of_appendices_is_named(
    snapshot: Snapshot, cells: dict[tuple[str, str], Value | None], place: Any, said: str
) -> None:
    changes = {level_cell(snapshot, *cell): value for cell, value in cells.items()}
    with pytest.raises(PlanError) as error:
        read_plan_book(with_cells(snapshot, SETTINGS_SHEET, **changes))
    where = {"": f"{BOOK} · {SETTINGS_SHEET}: ", None: f"{BOOK}: "}.get(place) if not isinstance(place, tuple) else None
    where = where or f"{BOOK} · {SETTINGS_SHEET}!{level_cell(snapshot, *place)}: "
    assert str(error.value).startswith(where), error.value
    assert said in str(error.value)


@pytest.mark.parametrize("name", [SETTINGS_SHEET, APPENDIX, "Phụ lục 04"])
def test_a_sheet_that_was_renamed_is_asked_for(snapshot: Snapshot, name: str) -> None:
    grids = tuple(grid._replace(sheet="Trang 1") if grid.sheet == name else grid for grid in snapshot.grids)
    with pytest.raises(PlanError) as error:
        read_plan_book(snapshot._replace(grids=grids))
    assert str(error.value).startswith(f"{BOOK}: không thấy trang tính “{name}”; các trang có: ")
    assert "“Trang 1”" in str(error.value)
    assert "đổi tên thì đặt lại tên; bị xoá thì đóng tệp, đừng lưu" in str(error.value)


@pytest.mark.parametrize("setting", [setting for setting in SETTINGS if setting.since > 1], ids=lambda s: s.name)
def test_a_workbook_from_before_a_setting_came_does_without_it(snapshot: Snapshot, setting: Setting) -> None:
    row = at(sheet(snapshot, SETTINGS_SHEET), setting.label) + 1
    assert read_plan_book(with_cells(snapshot, SETTINGS_SHEET, **{f"A{row}": None}))


@pytest.mark.parametrize("label", [setting.label for setting in SETTINGS if setting.since == 1])
def test_a_setting_whose_label_was_deleted_is_asked_for(snapshot: Snapshot, label: str) -> None:
    row = at(sheet(snapshot, SETTINGS_SHEET), label) + 1
    with pytest.raises(PlanError) as error:
        read_plan_book(with_cells(snapshot, SETTINGS_SHEET, **{f"A{row}": None}))
    assert str(error.value) == f"{BOOK} · {SETTINGS_SHEET}: không thấy dòng “{label}” ở cột A"


@pytest.mark.parametrize("title", ["CÁC ĐƠN VỊ", "CÁC PHỤ LỤC"])
def test_a_table_whose_title_was_deleted_is_asked_for(snapshot: Snapshot, title: str) -> None:
    row = at(sheet(snapshot, SETTINGS_SHEET), title) + 1
    with pytest.raises(PlanError, match=f"{BOOK} · {SETTINGS_SHEET}: không thấy bảng “{title}”"):
        read_plan_book(with_cells(snapshot, SETTINGS_SHEET, **{f"A{row}": None}))


@pytest.mark.parametrize(("address", "said"), [("Q5", "MÃ"), ("B5", "ĐƠN VỊ"), ("M5", "máy tính")])
def test_a_column_whose_head_was_deleted_is_asked_for(snapshot: Snapshot, address: str, said: str) -> None:
    with pytest.raises(PlanError) as error:
        read_plan_book(with_cells(snapshot, APPENDIX, **{address: None}))
    assert str(error.value).startswith(f"{BOOK} · {APPENDIX}: không thấy các cột của biểu (")
    assert said in str(error.value)


def test_several_faults_are_counted(snapshot: Snapshot) -> None:
    row = row_of(snapshot, "Huyện Bù Đăng")
    with pytest.raises(PlanError, match=r"“x” \(và 1 chỗ khác\)"):
        read_plan_book(with_cells(snapshot, APPENDIX, **{f"M{row}": "x", f"M{row + 1}": "y"}))


def test_a_workbook_that_cannot_be_read_is_named() -> None:
    with pytest.raises(PlanError, match=f"^{BOOK}: không đọc được tệp Excel này"):
        read_plan_book(sheets_of(b"PK\x03\x04 damaged"))
    with pytest.raises(PlanError, match=f"^{BOOK}: không"):
        read_plan_book(sheets_of(b""))


def test_a_unit_is_called_what_settings_say_and_the_merging_office_what_its_appendix_says() -> None:
    book = load_workbook(BytesIO(draw_office_book(SMALL)))
    settings = book[SETTINGS_SHEET]
    row = next(row for row in range(1, settings.max_row) if settings.cell(row, 1).value == "13291")
    settings.cell(row, 2).value = "Xã Ia H'Drai "
    changed = BytesIO()
    book.save(changed)
    sheets = read_plan_sheets(sheets_of(changed.getvalue()).grids)
    assert sheets.faults == ()
    plan = parse_plan(sheets.data)
    assert plan.targets["13291"].unit.name == "Xã Ia H'Drai"
    assert [unit.name for unit in plan.senders][1] == "Xã Ia H'Drai"
    assert plan.levels[1].targets[0].unit.name == "Sở Tư pháp"
