"""The xlwings engine on LibreOffice, through xlwings' public API on a real office: what xlwings documents of Excel."""

import datetime as dt
import inspect
import os
import random
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import xlwings as xw
from xlwings import base_classes

from tests.kit.bridge import counted
from xlpy import libreoffice
from xlpy.libreoffice import app, books, looks, names, offices, protection, ranges, sheets


@pytest.fixture(scope="module")
def office(needs_office: None) -> Iterator[Any]:
    """Vietnamese, since a locale must not matter to formulas, formats and values."""
    with libreoffice.start(locale="vi-VN") as started:
        yield started


@pytest.fixture(scope="module")
def book(office: Any) -> Any:
    return office.books.add()


@pytest.fixture
def sheet(book: Any) -> Iterator[Any]:
    added = book.sheets.add()
    yield added
    added.delete()


class TestValues:
    @pytest.mark.parametrize(
        ("value", "read"),
        [
            (1, 1.0),
            (-2.5, -2.5),
            (True, True),
            (False, False),
            ("Đồng Xoài", "Đồng Xoài"),
            ("1.234", "1.234"),
            (" 7 ", " 7 "),
            ("", None),
            (None, None),
            ("'=A1", "=A1"),
            ("''ngoặc", "'ngoặc"),
            ("a\nb", "a\nb"),
            (dt.datetime(2023, 5, 22, 13, 59, 1), dt.datetime(2023, 5, 22, 13, 59, 1)),
            (dt.date(2023, 5, 22), dt.datetime(2023, 5, 22)),
            (dt.datetime(2023, 5, 22, tzinfo=dt.UTC), dt.datetime(2023, 5, 22)),
            (dt.time(12), 0.5),
            (dt.timedelta(days=1, hours=6), 1.25),
            (Decimal("1.5"), 1.5),
            (float("nan"), None),
        ],
    )
    def test_a_scalar_comes_back(self, sheet: Any, value: Any, read: Any) -> None:
        sheet["A1"].value = value
        assert sheet["A1"].value == read
        assert type(sheet["A1"].value) is type(read)

    def test_values_of_numpy(self, sheet: Any) -> None:
        np = pytest.importorskip("numpy")  # xlwings takes them where it is installed; the project does without
        sheet["A1"].value = [np.float64(2.5), np.int64(3), np.bool_(True), np.datetime64("2023-05-22T01:00", "ns")]
        assert sheet["A1:D1"].value == [2.5, 3.0, True, dt.datetime(2023, 5, 22, 1)]

    @pytest.mark.parametrize("value", [object(), float("inf"), Path("x")])
    def test_what_no_cell_can_hold_is_refused(self, sheet: Any, value: Any) -> None:
        with pytest.raises((TypeError, ValueError), match="a cell cannot hold"):
            sheet["A1"].value = value

    def test_a_list_is_a_row(self, sheet: Any) -> None:
        sheet["B2"].value = [1, None, "c"]
        assert sheet["B2:D2"].value == [1.0, None, "c"]
        assert sheet["B2"].options(transpose=True).value == 1.0
        sheet["B3"].options(transpose=True).value = [1, 2]
        assert sheet["B3:B4"].value == [1.0, 2.0]

    def test_a_block_comes_back(self, sheet: Any) -> None:
        block = [[1.0, "a", None], [None, True, dt.datetime(2023, 5, 22)], [0.0, False, "=x"]]
        sheet["C3"].value = [[*row[:2], f"'{row[2]}" if row[2] == "=x" else row[2]] for row in block]
        assert sheet["C3:E5"].value == block

    def test_a_scalar_fills_a_range(self, sheet: Any) -> None:
        sheet["A1:B3"].value = 7
        assert sheet["A1:B3"].value == [[7.0, 7.0]] * 3

    def test_none_empties_a_cell(self, sheet: Any) -> None:
        sheet["A1:B1"].value = [1, 2]
        sheet["A1:B1"].value = [None, 3]
        assert sheet["A1:B1"].value == [None, 3.0]
        assert sheet.used_range.address == "$B$1"

    def test_a_number_after_a_truth_value_is_a_number(self, sheet: Any) -> None:
        sheet["A1:B1"].value = [True, dt.date(2023, 5, 22)]
        sheet["A1:B1"].value = [1, "x"]
        assert sheet["A1:B1"].value == [1.0, "x"]
        assert type(sheet["A1"].value) is float

    def test_formats_say_what_a_number_is(self, sheet: Any) -> None:
        sheet["A1:A4"].value = [[45068]] * 4
        sheet["A1"].number_format = "dd/mm/yyyy"
        sheet["A2"].number_format = "#,##0"
        sheet["A3"].number_format = "h:mm"
        sheet["A4"].formula = "=A1>0"
        assert sheet["A1:A4"].value == [dt.datetime(2023, 5, 22), 45068.0, 45068.0, True]
        sheet["A1"].value = dt.date(2023, 5, 23)
        assert sheet["A1"].number_format == "dd/mm/yyyy"

    def test_errors_are_told_apart(self, sheet: Any) -> None:
        sheet["B2"].value = [["=1/0", "=NA()", "#N/A"], ["=Nope", '="a"+1', 1]]
        block = sheet["B2:D3"]
        assert block.value == [[None, None, "#N/A"], [None, None, 1.0]]
        assert libreoffice.errors(block) == {
            (0, 0): "#DIV/0!",
            (0, 1): "#N/A",
            (1, 0): "#NAME?",
            (1, 1): "#VALUE!",
        }
        assert block.options(err_to_str=True).value[0] == ["#DIV/0!", "#N/A", "#N/A"]

    def test_options(self, sheet: Any) -> None:
        sheet["A1"].value = [[1, dt.datetime(2023, 5, 22)], [None, "x"]]
        assert sheet["A1"].options(ndim=1).value == [1.0]
        assert sheet["A1"].options(ndim=2, numbers=int).value == [[1]]
        assert sheet["A1:B1"].options(ndim=2).value == [[1.0, dt.datetime(2023, 5, 22)]]
        assert sheet["A1:A2"].options(ndim=2).value == [[1.0], [None]]
        assert sheet["B1"].options(dates=dt.date).value == dt.date(2023, 5, 22)
        assert sheet["A2"].options(empty="-").value == "-"
        assert sheet["A1"].options(dict, expand="table").value == {1.0: dt.datetime(2023, 5, 22)}
        sheet["D1"].options(dict).value = {"a": 1}
        assert sheet["D1:E1"].value == ["a", 1.0]

    @pytest.mark.slow
    @pytest.mark.parametrize("patch", [1, 5])
    def test_a_block_reads_as_its_cells_do_one_by_one(self, sheet: Any, patch: int) -> None:
        """Formats change every so many cells; what was asked before must not show, whatever became of it since."""
        codes = ("General", "d/m/yyyy", "BOOLEAN", "h:mm", "#,##0", "d/m/yyyy h:mm", '0" máy"')
        contents = (0, 1, 2.5, 45068, "x", None, "=1=1", "=45068+1", "=1/0", '="y"')
        cells = [sheet.range((row, column)) for row in range(2, 12) for column in range(2, 9)]
        numbers = random.Random(patch)

        def reads_alike() -> None:
            one_by_one = [[sheet.range((row, column)).value for column in range(1, 10)] for row in range(1, 14)]
            for _ in range(2):  # the second time it is known what to ask together
                assert sheet["A1:I13"].value == one_by_one
                assert [list(map(type, row)) for row in sheet["A1:I13"].value] == [
                    list(map(type, row)) for row in one_by_one
                ]

        for cell in cells:
            cell.value = numbers.choice(contents)
        for number in range(0, len(cells), patch):
            code = numbers.choice(codes)
            for cell in cells[number : number + patch]:
                cell.number_format = code
        reads_alike()
        for cell in numbers.sample(cells, 9):
            cell.number_format = numbers.choice(codes)
        reads_alike()
        sheet["A3:A4"].insert("right")
        sheet["5:6"].delete()
        reads_alike()

    def test_a_long_sheet_is_asked_no_more_than_a_short_one(self, office: Any, book: Any, sheet: Any) -> None:
        day = dt.datetime(2023, 5, 22)
        asked = []
        with counted(office) as (bridge, app):
            same = next(one for one in app.books if one.name == book.name).sheets[sheet.name]
            for column, rows in ((1, 600), (5, 2_400)):
                numbers = random.Random(1)
                block = [
                    [numbers.choice(kind) for kind in ((0, 1, 5, None), (day, None), (1, True))] for _ in range(rows)
                ]
                bridge.calls.clear()
                cells = same.range((1, column), (rows, column + 2))
                cells.value = block
                assert cells.value == block
                asked.append(bridge.count)
        assert asked[1] <= asked[0] < 250

    def test_a_sheet_that_went_leaves_nothing_of_what_was_asked_of_it(self, book: Any, sheet: Any) -> None:
        other = book.sheets.add()
        other["A1:B1"].value = [1, dt.datetime(2023, 5, 22)]
        other.delete()
        sheet["A1:B1"].value = [dt.datetime(2023, 5, 22), 1]
        assert sheet["A1:B1"].value == [dt.datetime(2023, 5, 22), 1.0]
        assert sheet["A1:B1"].number_format is None

    @pytest.mark.slow
    def test_whole_columns(self, sheet: Any) -> None:
        sheet["B2"].value = [[1, 2], [3, 4]]
        column = sheet["C:C"].value
        assert len(column) == sheet.cells.shape[0]
        assert column[:4] == [None, 2.0, 4.0, None]
        sheet["5:5"].value = "x"
        assert sheet["XFD5"].value == "x"


class TestFormulas:
    def test_excels_grammar(self, sheet: Any, book: Any) -> None:
        other = book.sheets.add("Phụ 'lục' 01")
        other["A1"].value = 2
        for formula, value in (
            ("=SUM(1.5,2)", 3.5),
            ("='Phụ ''lục'' 01'!A1*2", 4.0),
            ("=SUM({1,2;3,4})", 10.0),
            ('=IF(TRUE,"a;b,c","TRUE()")', "a;b,c"),
            ('=COUNTIFS(A:A,">1.5")', 0.0),
            ("=AGGREGATE(9,6,1,2)", 3.0),
        ):
            sheet["B1"].formula = formula
            assert (sheet["B1"].formula, sheet["B1"].value) == (formula, value)
        other.delete()

    def test_blocks(self, sheet: Any) -> None:
        sheet["A1"].value = [[1, "=A1*2"], ["'=A1", "x"], ["1.50", None]]
        assert sheet["A1:B3"].value == [[1.0, 2.0], ["=A1", "x"], ["1.50", None]]
        assert sheet["A1:B3"].formula == (("1", "=A1*2"), ("=A1", "x"), ("1.50", ""))
        sheet["C1:D1"].formula = [["=A1+1", "=C1+1"]]
        assert sheet["C1:D1"].value == [2.0, 3.0]

    def test_a_fill_moves_relative_references(self, sheet: Any) -> None:
        sheet["A1"].value = [[1, 10], [2, 20]]
        sheet["C1:D2"].formula = "=A1*$A$1+$B1"
        assert sheet["C1:D2"].formula == (("=A1*$A$1+$B1", "=B1*$A$1+$B1"), ("=A2*$A$1+$B2", "=B2*$A$1+$B2"))
        assert sheet["C1:D2"].value == [[11.0, 20.0], [22.0, 40.0]]


class TestPlaces:
    def test_addresses(self, sheet: Any) -> None:
        sheet.name = "Sổ 1"
        block = sheet.range((2, 3), (4, 5))
        assert (block.address, block.row, block.column, block.shape, block.count) == ("$C$2:$E$4", 2, 3, (3, 3), 9)
        assert block.get_address(False, False) == "C2:E4"
        assert block.get_address(True, False, include_sheetname=True) == "'Sổ 1'!C$2:E$4"
        assert block.get_address(external=True) == f"'[{sheet.book.name}]Sổ 1'!$C$2:$E$4"
        assert sheet["C2"].resize(3, 3) == block == sheet[1:4, 2:5]
        assert sheet["A1"].offset(1, 2).resize(2).address == "$C$2:$C$3"
        assert (block[0, 1].address, block(4).address, block.last_cell.address) == ("$D$2", "$C$3", "$E$4")
        assert [row.address for row in block.rows] == ["$C$2:$E$2", "$C$3:$E$3", "$C$4:$E$4"]
        assert sheet.range("B:C").shape[1] == 2
        assert sheet.range("'Sổ 1'!B2").address == "$B$2"
        with pytest.raises(xw.NoSuchObjectError):
            sheet.range("không_có")
        with pytest.raises(IndexError):
            sheet.range((0, 1))

    def test_used_range(self, sheet: Any) -> None:
        assert sheet.used_range.address == "$A$1"
        sheet["C3"].value = [[1, 2], [3, 4]]
        assert sheet.used_range.address == "$C$3:$D$4"

    def test_expand(self, sheet: Any) -> None:
        sheet["B2"].value = [[1, "a", "b"], [2, None, "c"], [3, "d", "e"]]
        sheet["G9"].value = 1
        assert sheet["B2"].expand("table").address == "$B$2:$D$4"
        assert sheet["B2"].expand("down").address == "$B$2:$B$4"
        assert sheet["B2"].expand("right").address == "$B$2:$D$2"
        assert sheet["C3"].expand("right").address == "$C$3:$D$3"
        assert sheet["B2"].options(expand="table").value[1] == [2.0, None, "c"]
        assert sheet["B2"].current_region.address == "$B$2:$D$4"

    def test_end(self, sheet: Any) -> None:
        sheet["A2"].options(transpose=True).value = [1, 2, 3, None, 4]
        found = [
            sheet[start].end(direction).address
            for start, direction in (
                ("A1", "down"),
                ("A2", "down"),
                ("A4", "down"),
                ("A9", "up"),
                ("A6", "up"),
                ("A4", "up"),
            )
        ]
        assert found == ["$A$2", "$A$4", "$A$6", "$A$6", "$A$4", "$A$2"]
        assert sheet["A6"].end("down").row == sheet.cells.shape[0]
        assert sheet["C2"].end("left").address == "$A$2"
        assert sheet["A1"].end("right").column == sheet.cells.shape[1]

    def test_names(self, sheet: Any, book: Any) -> None:
        sheet.name = "Sổ 1"
        sheet["B2:C3"].name = "vùng"
        assert sheet["B2:C3"].name.name == "vùng"
        assert sheet["A1"].name is None
        assert book.names["VÙNG"].refers_to == "='Sổ 1'!$B$2:$C$3"
        assert book.names["vùng"].refers_to_range == sheet["B2:C3"] == sheet["vùng"]
        book.names.add("số", "=1.5*SUM(1,2)")
        sheet["A1"].formula = "=số*2"
        assert sheet["A1"].value == 9.0
        with pytest.raises(xw.XlwingsError):
            _ = book.names["số"].refers_to_range
        book.names["số"].refers_to = "=7"
        assert book.names["số"].refers_to == "=7"
        sheet.names.add("riêng", "='Sổ 1'!$A$1")
        assert [name.name for name in sheet.names] == ["'Sổ 1'!riêng"]
        assert {"vùng", "số", "'Sổ 1'!riêng"} <= {name.name for name in book.names}
        assert "số" in book.names
        book.names["số"].delete()
        assert "số" not in book.names
        book.names["vùng"].delete()

    def test_selection(self, office: Any, sheet: Any, book: Any) -> None:
        sheet.activate()
        sheet["B2:C3"].select()
        assert office.selection == sheet["B2:C3"] == book.selection
        assert book.sheets.active == sheet


class TestLooks:
    @pytest.mark.parametrize(
        "code",
        ["General", "#,##0", "0.0%", "@", "dd/mm/yyyy", "h:mm AM/PM", "[h]:mm:ss", '"ngày" d', "yyyy-mm-dd hh:mm"],
    )
    def test_number_format(self, sheet: Any, code: str) -> None:
        sheet["A1:B2"].number_format = code
        assert sheet["B2"].number_format == code
        assert sheet["A1:B2"].number_format == code

    def test_a_mixture_is_none(self, sheet: Any) -> None:
        sheet["A1"].number_format = "0.0"
        sheet["A1"].color = "#ff0000"
        sheet["A1"].font.bold = True
        block = sheet["A1:A2"]
        assert (block.number_format, block.color, block.font.bold) == (None, None, None)
        with pytest.raises(ValueError, match="number format"):
            sheet["A1"].number_format = "[["

    def test_color(self, sheet: Any) -> None:
        assert sheet["A1"].color is None
        for given, read in (((1, 2, 3), (1, 2, 3)), ("#efefef", (239, 239, 239)), (255, (255, 0, 0))):
            sheet["A1:B1"].color = given
            assert sheet["B1"].color == read
        sheet["A1:B1"].color = None
        assert sheet["A1"].color is None

    def test_font(self, sheet: Any) -> None:
        font = sheet["A1:B2"].font
        font.bold, font.italic, font.size, font.name, font.color = True, True, 15, "Arial", (200, 0, 1)
        read = sheet["B2"].font
        assert (read.bold, read.italic, read.size, read.name, read.color) == (True, True, 15.0, "Arial", (200, 0, 1))
        font.bold = font.italic = False
        assert (read.bold, read.italic) == (False, False)

    def test_measures(self, sheet: Any) -> None:
        sheet["A:B"].column_width = 20
        sheet["1:2"].row_height = 30
        assert sheet["B1"].column_width == pytest.approx(20, abs=0.05)
        assert sheet["A2"].row_height == pytest.approx(30, abs=0.05)
        assert sheet["A1:C1"].column_width is None
        sheet["A1"].value = "một dòng chữ dài hơn hai mươi chữ số nhiều"
        sheet.autofit("c")
        assert sheet["A1"].column_width > 25
        sheet["A1"].wrap_text = True
        assert (sheet["A1"].wrap_text, sheet["A2"].wrap_text) == (True, False)

    def test_clearing(self, sheet: Any) -> None:
        for clear, left in (
            ("clear_contents", (None, (1, 2, 3))),
            ("clear_formats", (1.0, None)),
            ("clear", (None, None)),
        ):
            sheet["A1"].value, sheet["A1"].color = 1, (1, 2, 3)
            getattr(sheet["A1"], clear)()
            assert (sheet["A1"].value, sheet["A1"].color) == left
        sheet["B2"].value = 1
        sheet.clear_contents()
        assert sheet["B2"].value is None

    def test_hyperlinks(self, sheet: Any) -> None:
        sheet["A1"].add_hyperlink("www.xlwings.org", "xlwings")
        assert (sheet["A1"].value, sheet["A1"].hyperlink) == ("xlwings", "http://www.xlwings.org")
        sheet["A2"].add_hyperlink(f"#{sheet.name}.B3")
        assert sheet["A2"].hyperlink == f"#{sheet.name}.B3" == sheet["A2"].value
        sheet["A3"].formula = '=HYPERLINK("#B3","tới")'
        assert sheet["A3"].hyperlink == "#B3"
        with pytest.raises(xw.XlwingsError):
            _ = sheet["A4"].hyperlink


class TestStructure:
    def test_merging(self, sheet: Any) -> None:
        sheet["A1"].value = [[None, "b"], ["c", "d"]]
        sheet["A1:B2"].merge()
        assert sheet["B2"].merge_area.address == "$A$1:$B$2"
        assert (sheet["B2"].merge_cells, sheet["B2:C3"].merge_cells, sheet["C3"].merge_cells) == (True, True, False)
        sheet["A1:B2"].unmerge()
        assert sheet["A1:B2"].value == [["b", None], [None, None]]
        assert sheet["B2"].merge_area.address == "$B$2"
        sheet["A4:B5"].merge(across=True)
        assert sheet["B5"].merge_area.address == "$A$5:$B$5"

    def test_rows_and_columns(self, sheet: Any) -> None:
        sheet["A1"].value = [[1, 2, "=A1"], [3, 4, "=A2"]]
        sheet["2:3"].insert("down")
        assert sheet["A4:C4"].formula == (("3", "4", "=A4"),)
        sheet["2:3"].delete()
        sheet["B:B"].delete()
        assert sheet["A1:C2"].value == [[1.0, 1.0, None], [3.0, 3.0, None]]
        sheet["A1"].insert("right")
        assert sheet["A1:C2"].value == [[None, 1.0, 1.0], [3.0, 3.0, None]]
        sheet["A1"].delete("left")
        sheet["A1:B1"].delete()
        assert sheet["A1"].value == 3.0

    def test_what_libreoffice_would_drop_in_silence(self, sheet: Any) -> None:
        sheet["B2:B4"].merge()
        with pytest.raises(xw.XlwingsError, match="cannot be inserted"):
            sheet["B3"].insert("right")
        with pytest.raises(xw.XlwingsError, match="cannot be deleted"):
            sheet["B3"].delete("left")
        with pytest.raises(xw.XlwingsError):
            sheet.name = sheet.book.sheets[0].name if sheet.index != 1 else sheet.book.sheets[1].name

    def test_protection(self, sheet: Any) -> None:
        protection.protect(sheet)
        assert protection.is_protected(sheet)
        for change in (
            lambda: setattr(sheet["A1"], "value", 1),
            lambda: setattr(sheet["A1"], "formula", "=1"),
            lambda: setattr(sheet["A1"], "color", "#ff0000"),
            lambda: setattr(sheet["A1"], "column_width", 5),
            sheet["A1"].clear,
            sheet["A1:B1"].merge,
            sheet["1:1"].delete,
        ):
            with pytest.raises(xw.XlwingsError, match="khoá"):
                change()
        protection.unprotect(sheet)
        sheet["A1"].value = 1
        protection.protect(sheet, "mật khẩu")
        with pytest.raises(xw.XlwingsError, match="mật khẩu"):
            protection.unprotect(sheet)
        protection.unprotect(sheet, "mật khẩu")
        assert not protection.is_protected(sheet)

    def test_sheets(self, book: Any) -> None:
        before = book.sheet_names
        first = book.sheets.add("Một", before=book.sheets[0])
        last = book.sheets.add("Hai", after=book.sheets[-1])
        assert book.sheet_names == ["Một", *before, "Hai"]
        assert (first.index, last.index, book.sheets.active) == (1, len(before) + 2, last)
        assert book.sheets["MỘT"] == first == book.sheets[0]
        assert "một" in book.sheets
        with pytest.raises(ValueError, match="already present"):
            book.sheets.add("một")
        last.visible = False
        assert not last.visible
        last.name = "Ba"
        del book.sheets["Ba"]
        first.delete()
        assert book.sheet_names == before
        with pytest.raises(KeyError):
            _ = book.sheets["Ba"]


class TestBooks:
    @pytest.mark.parametrize("extension", [".xlsx", ".ods"])
    def test_a_round_through_a_file(self, office: Any, tmp_path: Path, extension: str) -> None:
        path = tmp_path / f"Báo cáo{extension}"
        made = office.books.add()
        sheet = made.sheets[0]
        sheet["A1"].value = [[1, True, dt.datetime(2023, 5, 22)], ["chữ", None, "=NOT(B1)"]]
        sheet["A1"].add_hyperlink("#B2", "liên kết")
        made.save(path)
        assert (made.fullname, made.name) == (str(path), path.name)
        sheet["A3"].value = "lưu tại chỗ"
        made.save()
        made.close()
        assert path.name not in office.books
        opened = office.books.open(path)
        assert opened.sheets[0]["A1:C3"].value == [
            ["liên kết", True, dt.datetime(2023, 5, 22)],
            ["chữ", None, False],
            ["lưu tại chỗ", None, None],
        ]
        assert office.books.open(path) == opened == office.books[path.name] == office.books[str(path)]
        assert xw.Book(path) == opened
        opened.close()

    def test_what_is_stored_is_not_believed(self, office: Any, tmp_path: Path) -> None:
        path = tmp_path / "cũ.xlsx"
        with xlsxwriter.Workbook(str(path)) as made:
            made.add_worksheet().write_formula("A1", "=1+1", None, 3)
        with office.books.open(path) as opened:
            assert opened.sheets[0]["A1"].value == 2.0

    def test_passwords_and_read_only(self, office: Any, tmp_path: Path) -> None:
        path = tmp_path / "kín.xlsx"
        with office.books.add() as made:
            made.sheets[0]["A1"].value = 5
            made.save(path, password="bí mật")
        with office.books.open(path, password="bí mật", read_only=True) as opened:
            assert opened.sheets[0]["A1"].value == 5.0
            with pytest.raises(xw.XlwingsError, match="đang mở để đọc"):
                opened.save()
        with pytest.raises(NotImplementedError):
            office.books.open(path, update_links=True)

    def test_a_workbook_with_macros_is_never_written(self, office: Any, tmp_path: Path) -> None:
        workbook = Path(__file__).parent.parent.parent / "workbook" / "Hotich.xlsm"
        with office.books.open(workbook) as opened:
            for save in (opened.save, lambda: opened.save(tmp_path / "khác.xlsm")):
                with pytest.raises(xw.XlwingsError, match="mất nút bấm"):
                    save()
            opened.save(tmp_path / "được.ods")
        with pytest.raises(NotImplementedError, match="csv"), office.books.add() as made:
            made.save(tmp_path / "x.csv")
        assert [path.name for path in tmp_path.iterdir()] == ["được.ods"]

    def test_the_active_book(self, office: Any) -> None:
        one, two = office.books.add(), office.books.add()
        assert office.books.active == two
        one.activate()
        assert office.books.active == one
        assert office.books.count == len([*office.books]) >= 2
        one.close()
        two.close()

    def test_pdf(self, book: Any, sheet: Any, tmp_path: Path) -> None:
        sheet["A1"].value = "in ra"
        book.to_pdf(tmp_path / "ra.pdf")
        sheet.to_pdf(tmp_path / "trang.pdf")
        assert [path.read_bytes()[:5] for path in tmp_path.iterdir()] == [b"%PDF-"] * 2
        assert sheet.visible

    def test_a_damaged_file(self, office: Any, tmp_path: Path) -> None:
        path = tmp_path / "hỏng.xlsx"
        path.write_bytes(b"PK\x03\x04" + b"\0" * 100)
        with pytest.raises(xw.XlwingsError, match="không mở được"):
            office.books.open(path)
        with pytest.raises(FileNotFoundError):
            office.books.open(tmp_path / "không có.xlsx")


class TestApp:
    def test_calculation(self, office: Any, sheet: Any) -> None:
        sheet["A1:B1"].value = [1, "=A1*2"]
        with office.properties(calculation="manual"):
            assert office.calculation == "manual"
            sheet["A1"].value = 5
            stale = sheet["B1"].value
            office.calculate()
            assert (stale, sheet["B1"].value) == (2.0, 10.0)
        assert office.calculation == "automatic"
        with pytest.raises(NotImplementedError):
            office.calculation = "semiautomatic"

    def test_screen_updating_and_alerts(self, office: Any, sheet: Any) -> None:
        with office.properties(screen_updating=False, display_alerts=False):
            assert (office.screen_updating, office.display_alerts) == (False, False)
            sheet["A1"].value = 1
        assert (office.screen_updating, office.display_alerts) == (True, True)

    def test_the_status_bar(self, office: Any) -> None:
        assert office.status_bar is False
        with office.properties(status_bar="Đang tổng hợp…"):
            assert office.status_bar == "Đang tổng hợp…"
        assert office.status_bar is False

    def test_alerts_do_not_wait_where_nobody_is(self, office: Any, capsys: pytest.CaptureFixture[str]) -> None:
        assert office.alert("Xong", title="Hộ tịch") == "ok"
        assert office.alert("Tiếp?", buttons="yes_no_cancel", mode="critical") == "yes"
        assert capsys.readouterr().err == "Hộ tịch: Xong\nTiếp?\n"
        assert [alert.prompt for alert in libreoffice.alerts(office)] == ["Xong", "Tiếp?"]

    def test_what_it_says_of_itself(self, office: Any) -> None:
        assert office.version.major >= 7
        assert (office.visible, office.engine.name) == (False, "libreoffice")
        assert office in list(xw.apps)
        assert office.pid in xw.apps.keys()  # noqa: SIM118
        office.activate()
        assert xw.apps.active == office
        os.kill(office.pid, 0)


STUBS = [
    (own, base, name)
    for own, base in (
        (app.App, base_classes.App),
        (books.Books, base_classes.Books),
        (books.Book, base_classes.Book),
        (sheets.Sheets, base_classes.Sheets),
        (sheets.Sheet, base_classes.Sheet),
        (ranges.Range, base_classes.Range),
        (looks.Font, base_classes.Font),
        (names.Names, base_classes.Names),
        (names.Name, base_classes.Name),
        (offices.Apps, base_classes.Apps),
    )
    for name, stub in vars(base).items()
    if (callable(stub) or isinstance(stub, property)) and not name.startswith("__")
]


@pytest.mark.parametrize(("own", "base", "name"), STUBS, ids=lambda part: getattr(part, "__name__", part))
def test_what_is_lacking_says_so(own: Any, base: Any, name: str) -> None:
    """Nothing of xlwings is a wordless stub: it works, or its error has its name."""
    found = inspect.getattr_static(own, name)
    parts = [found.fget, found.fset] if isinstance(found, property) else [found]
    theirs = inspect.getattr_static(base, name)
    if isinstance(theirs, property) and theirs.fset and isinstance(found, property):
        assert found.fset is not None
    for part in parts:
        if part is not None and getattr(part, "__name__", "") in ("refuse", "later"):
            with pytest.raises(NotImplementedError, match=rf"{own.__name__}\.{name} is not implemented"):
                result = part()
                if inspect.iscoroutine(result):
                    result.send(None)
        elif found is theirs:
            assert name in (
                "expand",
                "max_cells_per_read",
                "max_cells_per_write",
                "snapshot",
                "get_async_pipeline_overrides",
            )
