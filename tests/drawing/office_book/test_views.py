"""What the workbook shows of the journal: a row a unit, day and kind; a line a finding, with its way to the cell."""

from datetime import date

import pytest

from tests.kit.folders import FIRST, SECOND, form, new_folder, press, put, put_all, works, wrong
from xlpy.core.consolidate import Standing
from xlpy.core.office_book import FINDING_HEADS, HISTORY_HEADS, history_column
from xlpy.core.plan.plan import Plan
from xlpy.core.records import KINDS, Kind, Measure
from xlpy.core.source import Finding, Severity, Source
from xlpy.drawing.office_book.views import findings_view, history_key, history_view, last_day, serial, view_edits


@pytest.fixture(scope="module")
def standings(tmp_path_factory: pytest.TempPathFactory, plan: Plan) -> list[Standing]:
    """All in; then one refused and the rest missing."""
    folder = new_folder(tmp_path_factory.mktemp("bang") / "viec")
    first, second, _ = works(plan)
    put_all(folder, plan, first)
    one = press(folder, FIRST).standing
    put(folder, "binh long.xlsx", form(plan, second["690"], **wrong(Kind.BIRTH, Measure.ENTERED, 1)), plan, SECOND)
    return [one, press(folder, SECOND).standing]


def test_a_day_is_known_by_its_number() -> None:
    assert [serial(day) for day in (date(1900, 3, 1), date(2023, 5, 22))] == [61, 45068]
    assert history_key(FIRST, "691", Kind.BIRTH) == "45068|691|birth"


def test_the_history_has_a_row_for_each_unit_day_and_kind(standings: list[Standing]) -> None:
    rows = list(history_view(standings))
    assert len(rows) == 2 * 11 * 4
    assert len({row[0] for row in rows}) == len(rows)
    assert {len(row) for row in rows} == {len(HISTORY_HEADS)}
    for row, (standing, unit, kind) in zip(
        rows, ((s, u, k) for s in standings for u in s.units for k in KINDS), strict=True
    ):
        figures = unit.figures[kind]
        assert row[0] == history_key(standing.date, unit.unit, kind)
        labels = ("Tổng số", "Trong ngày", "Tổng đã nhập", "Còn lại")
        told = [row[history_column(label)] for label in labels]
        assert told == [figures.total, figures.today, figures.entered, figures.remaining]


def test_who_did_not_report_has_blanks_and_the_day_that_still_stands(standings: list[Standing]) -> None:
    rows = {row[0]: dict(zip(dict(HISTORY_HEADS), row, strict=True)) for row in history_view(standings)}
    missing, refused = rows["45069|691|birth"], rows["45069|690|birth"]
    assert (missing["Tình trạng"], missing["Trong ngày"], missing["Hạn"], missing["Tệp"]) == (
        "Chưa báo cáo",
        None,
        None,
        None,
    )
    assert missing["Giữ số ngày"] == FIRST
    assert missing["Tổng đã nhập"] == rows["45068|691|birth"]["Tổng đã nhập"]
    assert (refused["Tình trạng"], refused["Trong ngày"], refused["Hạn"]) == ("Bị từ chối", None, "Đúng hạn")
    assert refused["Tệp"] == "binh long.xlsx"
    assert isinstance(refused["Lỗi"], int)
    assert refused["Lỗi"] > 0


def test_the_last_day_knows_its_rows(standings: list[Standing]) -> None:
    assert last_day([]) is None
    shown = last_day(standings)
    assert shown is not None
    rows = list(history_view(standings))
    for unit in shown.standing.units:
        for kind in KINDS:
            assert rows[shown.row(unit.unit, kind) - 2][0] == history_key(SECOND, unit.unit, kind)
    assert shown.unit("không có") is None


def line(source: Source, archived: dict[str, str]) -> list[object]:
    finding = Finding("SL02", Severity.ERROR, source, "Số lẻ", "Ô ghi 1,5", "Sửa thành số nguyên", "691")
    (row,) = findings_view([finding], FIRST, {"691": "Huyện Bù Gia Mập"}, archived)
    return list(row)


def test_a_finding_leads_to_the_cell_of_the_copy_that_was_kept() -> None:
    source = Source("22-5/a.xlsx", "Tờ 'một'", "E9,F9")
    cells = line(source, {"22-5/a.xlsx": "da-nhan/2023-05-22/a.xlsx"})
    assert len(cells) == len(FINDING_HEADS)
    assert cells[:6] == [1, FIRST, "Lỗi", "SL02", "Huyện Bù Gia Mập", "22-5/a.xlsx"]
    assert cells[6] == """=HYPERLINK("da-nhan/2023-05-22/a.xlsx#'Tờ ''một'''!E9","Tờ 'một' · E9,F9")"""
    assert cells[7:] == ["Số lẻ. Ô ghi 1,5", "Sửa thành số nguyên"]


def test_a_quotation_mark_in_a_name_does_not_end_the_formula() -> None:
    cells = line(Source('a "b".xlsx', 'Tờ "c"', "E9"), {'a "b".xlsx': 'da-nhan/a "b".xlsx'})
    assert cells[6] == """=HYPERLINK("da-nhan/a ""b"".xlsx#'Tờ ""c""'!E9","Tờ ""c"" · E9")"""


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (Source("b.xlsx", "Tờ 1", "E9"), "Tờ 1 · E9"),  # no copy was kept
        (Source("a.xlsx"), None),  # the whole file
        (Source(), None),
        (Source("a" * 230 + ".xlsx", "Tờ 1", "E9"), "Tờ 1 · E9"),  # longer than a formula's text may be
    ],
)
def test_where_no_formula_can_lead_the_place_is_only_told(source: Source, shown: str | None) -> None:
    assert line(source, {name: f"da-nhan/2023-05-22/{name}" for name in ("a.xlsx", "a" * 230 + ".xlsx")})[6] == shown


HOSTILE = '=HYPERLINK("http://evil.example","Bấm vào đây")'


@pytest.mark.parametrize("archived", [{}, {"a.xlsx": None}, {"a.xlsx": "da-nhan/2023-05-22/1f2e3d4c-a.xlsx"}], ids=str)
def test_no_received_text_becomes_a_formula_however_it_begins(archived: dict[str, str]) -> None:
    finding = Finding("BM99", Severity.WARNING, Source(HOSTILE, HOSTILE, ""), HOSTILE, HOSTILE, HOSTILE, None)
    found = [finding, finding._replace(source=Source("a.xlsx", HOSTILE, "A1"))]
    _, lists = view_edits([], found, FIRST, {}, {name: place for name, place in archived.items() if place})
    for row, column in lists.formulas:
        assert str(lists.rows[row][column]).startswith('=HYPERLINK("da-nhan/2023-05-22/1f2e3d4c-a.xlsx#')
    assert len(lists.formulas) == bool(archived.get("a.xlsx"))
