"""The pictures in docs/hinh, made from the product's own files: `python -m tests.kit.pictures [docs/hinh]`.

LibreOffice shows the sheets as a Vietnamese office sees them (1.013.355, 22/5/2023). Each picture is an area of a
sheet, printed on a page of just its size.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing, redirect_stderr, redirect_stdout
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from tests.kit.calc import FILTERS, Calc, Document, _properties, _uno
from tests.kit.office import convert
from tests.kit.unit_forms import FIRST_ROW, NOTE, enter, set_today
from xlpy.app.folder import Folder
from xlpy.app.merge.merge_day import consolidate
from xlpy.app.plan_of_folder import plan_of
from xlpy.app.set_up import build_workbook, issue_forms, start
from xlpy.core.forms import DAY_SHEET, FORM_SHEET, MISMATCH_SHEET, appendix_sheet
from xlpy.core.office_book import (
    CHANGES_SHEET,
    CONTROL_SHEET,
    FINDINGS_SHEET,
    GUIDE_SHEET,
    HISTORY_SHEET,
    MACHINES_SHEET,
    MOVES_SHEET,
    PROGRESS_SHEET,
    ROSTER_SHEET,
    SETTINGS_SHEET,
    TASKS_SHEET,
    TEAMS_SHEET,
)
from xlpy.demo.rehearsal import write_campaign
from xlpy.demo.simulated import simulate
from xlpy.doors.disk.plan_file import default_text
from xlpy.drawing.office_book.whole import draw_office_book
from xlpy.drawing.returned import SHEET
from xlpy.shell import main as cli

PLACE = Path(__file__).parents[2] / "docs" / "hinh"
PDFTOPPM = shutil.which("pdftoppm")
WIDEST = 1400
"""Pixels."""
_PAGE_WIDTH = 800
_DOTS = 110
"""An inch: a narrow area is not blown up to the widest."""
_MARGIN = 250
"""Hundredths of a millimetre."""
_UNIT, _DAY = "696", "2023-05-22"
_START = date(2023, 5, 22)
_LATER = datetime.fromisoformat("2023-05-24T14:10:00+07:00")


class Picture(NamedTuple):
    """An area of a sheet."""

    book: str
    sheet: str
    area: str


PICTURES: Mapping[str, Picture] = {
    "bao-cao.png": Picture("report", FORM_SHEET, "A1:V23"),
    "bao-cao-cac-cap.png": Picture("levels", "Phụ lục 01 – cấp huyện, tỉnh", "A1:W28"),
    "so-dieu-khien.png": Picture("office", CONTROL_SHEET, "A1:V25"),
    "so-tien-do.png": Picture("campaign", PROGRESS_SHEET, "A1:BK22"),
    "so-phuong-an.png": Picture("office", MACHINES_SHEET, "A1:T26"),
    "so-phu-luc-01.png": Picture("office", FORM_SHEET, "A1:V20"),
    "so-phu-luc-02.png": Picture("office", appendix_sheet("02"), "A1:P19"),
    "so-phu-luc-03.png": Picture("office", appendix_sheet("03"), "A1:P19"),
    "so-kiem-tra.png": Picture("office", FINDINGS_SHEET, "A1:H24"),
    "so-nhat-ky.png": Picture("office", HISTORY_SHEET, "A1:T17"),
    "so-nhiem-vu.png": Picture("planned", TASKS_SHEET, "A1:J13"),
    "so-to-nhap-lieu.png": Picture("planned", TEAMS_SHEET, "A1:S24"),
    "so-phan-ca.png": Picture("planned", ROSTER_SHEET, "A1:K26"),
    "so-may.png": Picture("planned", MOVES_SHEET, "A1:P17"),
    "so-thay-doi-don-vi.png": Picture("planned", CHANGES_SHEET, "A1:S12"),
    "so-thiet-lap.png": Picture("office", SETTINGS_SHEET, "A1:E26"),
    "tep-can-sua.png": Picture("returned", SHEET, "A1:F4"),
    "tep-danh-dau.png": Picture("returned", FORM_SHEET, "A6:J18"),
    "bieu-trong.png": Picture("empty", DAY_SHEET, "A1:N18"),
    "bieu-nhap-hang-ngay.png": Picture("filled", DAY_SHEET, "A1:N18"),
    "bieu-loi.png": Picture("faulty", DAY_SHEET, "A1:N18"),
    "bieu-phu-luc-01.png": Picture("filled", FORM_SHEET, "A1:V15"),
    "bieu-theo-doi-rieng.png": Picture("filled", MISMATCH_SHEET, "A1:K14"),
    "bieu-huong-dan.png": Picture("empty", GUIDE_SHEET, "A1:B21"),
}


PAGES: Mapping[str, tuple[str, int]] = {
    "ban-in.png": ("Bao_cao_PL01_2023-05-22.pdf", 1),
    "tinh-hinh.png": ("Bao_cao_PL01_2023-05-22.pdf", 3),
    "van-ban.png": ("Bao_cao_2023-05-22.docx", 1),
}
"""Pages of what `hotich thu` makes: file, page."""


def _open(document: Document) -> None:
    """The first day, as the form is opened."""
    set_today(document, _START)


def _fill(document: Document) -> None:
    """Three days; on the third, two marriages too many are taken back. Five cases followed apart since the month before."""
    set_today(document, _START + timedelta(days=2))
    days = ((1245, 83, 161, 0), (1302, 97, 148, 1), (1188, -2, 155, 0))
    for row, figures in enumerate(days, FIRST_ROW):
        enter(document, row, figures)
    document.type(DAY_SHEET, f"{NOTE}{FIRST_ROW + 2}", "Ngày 23/5 nhập trùng 2")
    for row, line in enumerate(_APART, 6):
        for column, value in zip("ABCDEFGHIJ", line, strict=False):
            document.type(MISMATCH_SHEET, f"{column}{row}", value, literal=isinstance(value, str))


_APART = (
    ("khai sinh", "01/2005", "12", "45", "ngày sinh", date(2023, 5, 8), date(2023, 5, 9)),
    ("khai sinh", "01/2005", "30", "117", "họ tên", date(2023, 5, 15), date(2023, 5, 15), date(2023, 5, 19)),
    ("kết hôn", "02/1998", "7", "13", "quê quán", date(2023, 5, 16), *[date(2023, 5, day) for day in (16, 18, 19, 23)]),
    ("khai tử", "3", "9", "101", "ngày chết", date(2023, 5, 24)),
    ("con nuôi", "1", "2", "3", "cha mẹ", date(2023, 5, 22), date(2023, 5, 22), date(2023, 5, 23), date(2023, 5, 24)),
)


def _spoil(document: Document) -> None:
    """A day that was left out; and today what comes by pasting, which nothing stops: words, a minus, too many, a blank."""
    set_today(document, _START + timedelta(days=3))
    for row, figures in ((FIRST_ROW, (1245, 83, 161, 0)), (FIRST_ROW + 1, (1302, 97, 148, 1))):
        enter(document, row, figures)
    enter(document, FIRST_ROW + 3, (68.082, -5, None, 30))


def _plan(document: Document) -> None:
    """Some of the tasks done, one overdue; three units that tell of their teams."""
    for cell, value in (("G6", "xong"), ("G7", "xong"), ("G8", "đang làm"), ("G9", "đang làm"), ("G10", "đang làm")):
        document.type(TASKS_SHEET, cell, value, literal=True)
    for cell, on in (("H6", date(2023, 5, 12)), ("H7", date(2023, 5, 18))):
        document.type(TASKS_SHEET, cell, on)
    shifts = ("FGH", "IJK", "LMN")
    for row, teams, short in ((12, 8, {}), (13, 15, {"N": 22}), (18, 8, {"J": 7, "K": 17})):
        document.type(TEAMS_SHEET, f"E{row}", teams)
        for columns in shifts:
            for column, count in zip(columns, (teams, teams, 2 * teams), strict=True):
                document.type(TEAMS_SHEET, f"{column}{row}", short.get(column, count))
    document.type(TEAMS_SHEET, "R18", 51)
    moves = (
        (20, "689", "nhận về", 16, None, "theo II.4"),
        (21, "689", "đã kiểm tra an ninh", 24, None, None),
        (22, "696", "cho mượn", 2, "689", "đến hết tuần"),
        (22, "691", "hỏng", 1, None, None),
        (22, "699", "nhận về", 1, None, None),
    )
    for row, (day, code, what, machines, other, note) in enumerate(moves, 6):
        document.type(MOVES_SHEET, f"A{row}", date(2023, 5, day))
        for column, value in (("B", code), ("D", what), ("F", other), ("G", note)):
            document.type(MOVES_SHEET, f"{column}{row}", value, literal=True)
        document.type(MOVES_SHEET, f"E{row}", machines)
    shares = ((100_000, 20_000, 8_000, 20, 900, 200, 60, 1), (15_614, 7_011, 614, None, 345, 110, 35, 0))
    changes = (("696", "6961", "Huyện Bù Đăng Đông"), ("696", "6962", "Huyện Bù Đăng Tây"), ("698", "695", None))
    for row, (old, new, name) in enumerate(changes, 6):
        document.type(CHANGES_SHEET, f"A{row}", date(2023, 6, 1))
        for column, word in (("B", old), ("C", new), ("D", name)):
            document.type(CHANGES_SHEET, f"{column}{row}", word, literal=True)
    for row, told in enumerate(shares, 6):
        for column, count in zip("EFGHIJKL", told, strict=True):
            document.type(CHANGES_SHEET, f"{column}{row}", count)
        document.type(CHANGES_SHEET, f"Q{row}", 16 - 10 * (row == 7) - 6 * (row == 6))


def _office(folder: Path) -> Path:
    path = folder / "So.xlsm"
    build_workbook(path, None, Folder(_demo(folder)))
    return path


def _campaign(folder: Path) -> Path:
    """The workbook of a simulated campaign in its fifth week."""
    path, days = folder / "campaign", 30
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        cli.main(["mo-phong", str(path), "--so-ngay", str(days)])
        for number in range(days):
            day = (_START + timedelta(days=number)).isoformat()
            cli.main(["tong-hop", "-C", str(path), "--den", str(path / "den" / day), "--ngay", day])
    book = folder / "Tien-do.xlsm"
    build_workbook(book, None, Folder(path))
    return book


def _report(folder: Path) -> Path:
    return next(_demo(folder).glob("bao-cao/*/*.xlsx"))


def _levels(folder: Path) -> Path:
    """A report of three levels: the communes' second day, nine districts, and the Sở the day before."""
    data = json.loads(default_text())
    data["folders"]["levels"] = ["../cap-huyen", "../cap-tinh"]
    main = start(folder / "levels" / "cap-xa", None)
    main.workbook.write_bytes(draw_office_book(data))
    others = {
        name: start(folder / "levels" / name, None, name.removeprefix("cap-")) for name in ("cap-huyen", "cap-tinh")
    }
    for place in (main, *others.values()):
        write_campaign(simulate(plan_of(place).plan, 2, 3, 0), place.path, seed=3, rate=0)
    first, second = (day.isoformat() for day in (_START, _START + timedelta(days=1)))
    shutil.rmtree(others["cap-huyen"].inbox / first)
    shutil.rmtree(others["cap-tinh"].inbox / second)
    for sent in sorted((others["cap-huyen"].inbox / second).iterdir())[9:]:
        sent.unlink()
    for number in range(2):
        done = consolidate(main, _START + timedelta(days=number), now=_LATER)
    return done.report


def _demo(folder: Path) -> Path:
    """The folder of the made-up day."""
    path = folder / "demo"
    with redirect_stdout(StringIO()):
        cli.main(["dung-thu", "--ra", str(path)])
    return path


def _returned(folder: Path) -> Path:
    """A district's own file as it is sent back."""
    demo = _demo(folder)
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        cli.main(["tra-loi", "-C", str(demo), "--ngay", _DAY])
    return next(demo.glob("bao-cao/*/tra-loi/695 *.xlsx"))


def _form(folder: Path) -> Path:
    issue_forms(Folder(folder), [_UNIT], None)
    return next(Folder(folder).forms.iterdir())


_BOOKS: Mapping[str, tuple[Callable[[Path], Path], Callable[[Document], None]]] = {
    "report": (_report, lambda _: None),
    "levels": (_levels, lambda _: None),
    "office": (_office, lambda _: None),
    "campaign": (_campaign, lambda _: None),
    "planned": (_office, _plan),
    "returned": (_returned, lambda _: None),
    "empty": (_form, _open),
    "filled": (_form, _fill),
    "faulty": (_form, _spoil),
}
"""How a book is made, and what is typed into it."""


def make(place: Path, scratch: Path, names: Iterable[str] = (*PICTURES, *PAGES)) -> list[Path]:
    """Make the pictures of these names in a folder."""
    asked = list(names)
    wanted = [name for name in asked if name in PICTURES]
    place.mkdir(parents=True, exist_ok=True)
    _photograph_pages([name for name in asked if name in PAGES], place, scratch)
    with Calc(scratch) as calc:
        for book in dict.fromkeys(PICTURES[name].book for name in wanted):
            build, prepare = _BOOKS[book]
            with closing(calc.open(build(scratch))) as document:
                prepare(document)
                for name in wanted:
                    if PICTURES[name].book == book:
                        _photograph(document, PICTURES[name], place / name, scratch)
    return [place / name for name in asked]


def _photograph_pages(names: Iterable[str], place: Path, scratch: Path) -> None:
    for name in names:
        demo = _demo(scratch)
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            cli.main(["thu", "-C", str(demo), "--ngay", _DAY, "--so", "5"])
        file, page = PAGES[name]
        path = demo / "bao-cao" / _DAY / file
        if path.suffix != ".pdf":
            (path,) = convert(path, "pdf", scratch / path.suffix[1:])
        _to_png(path, place / name, page, "-scale-to-x", str(_PAGE_WIDTH), "-scale-to-y", "-1")


def _to_png(pdf: Path, path: Path, page: int, *size: str) -> None:
    assert PDFTOPPM, "a test that makes pictures is marked with `office`"
    command = [PDFTOPPM, "-png", "-singlefile", "-f", str(page), *size]
    subprocess.run([*command, str(pdf), str(path.with_suffix(""))], check=True, capture_output=True)


def _photograph(document: Document, picture: Picture, path: Path, scratch: Path) -> None:
    model = document._model
    sheet = model.Sheets.getByName(picture.sheet)
    area = sheet.getCellRangeByName(picture.area)
    page = model.StyleFamilies.getByName("PageStyles").getByName(sheet.PageStyle)
    for side in ("LeftMargin", "RightMargin", "TopMargin", "BottomMargin"):
        page.setPropertyValue(side, _MARGIN)
    page.HeaderIsOn = page.FooterIsOn = page.CenterHorizontally = False
    page.ScaleToPagesX = page.ScaleToPagesY = 0
    page.PageScale = 100
    page.IsLandscape = area.Size.Width > area.Size.Height
    page.Width, page.Height = (size + 2 * _MARGIN + 100 for size in (area.Size.Width, area.Size.Height))
    printed = scratch / "picture.pdf"
    only = _properties(Selection=area, ExportFormFields=False, ExportNotes=False)
    data = _uno().Any("[]com.sun.star.beans.PropertyValue", only)
    model.storeToURL(printed.resolve().as_uri(), _properties(FilterName=FILTERS[".pdf"], FilterData=data))
    width = min(WIDEST, page.Width * _DOTS // 2540)
    _to_png(printed, path, 1, "-scale-to-x", str(width), "-scale-to-y", "-1")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="pictures-") as folder:
        for made in make(Path(sys.argv[1]) if sys.argv[1:] else PLACE, Path(folder)):
            print(made)
