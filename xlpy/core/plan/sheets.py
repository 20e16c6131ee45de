"""The office's workbook is its plan: from the sheets Thiết lập and Phụ lục 02–04 to the plan's JSON.

Nothing is judged here but that the sheets can be found: the plan's JSON Schema judges the values, and `places`
tells in which cell each of them stands.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from xlpy.core.forms import ISSUED_HEADS, KIND_BY_KEY, KIND_LABELS, TOTAL_KEYS, appendix_sheet
from xlpy.core.grid import Grid, Value, cell_name
from xlpy.core.numbers import LARGEST
from xlpy.core.office_book import OF_PLAN_BACK, SETTINGS_SHEET
from xlpy.core.plan.aside import SIDE_SHEETS, gone, lacking
from xlpy.core.plan.period import default_of
from xlpy.core.plan.settings import (
    LEVEL_HEADS,
    LEVELS_TITLE,
    REST_DAYS,
    SETTINGS,
    TRACKED_MARK,
    UNIT_HEADS,
    UNITS_TITLE,
    Path,
    Setting,
    read_addresses,
    read_count,
    read_date,
    read_text,
    split_list,
)
from xlpy.core.plan.side_sheets import UnreadCell, read_side, side_document
from xlpy.core.plan.understood import (
    ADDRESSES,
    LONGEST,
    NAMES,
    NEEDED,
    is_address,
    is_blank,
    is_day,
    is_text,
    understood,
    wanted,
)
from xlpy.core.records import KINDS, Kind
from xlpy.core.source import Source
from xlpy.core.text import clipped, key, shown, tidy
from xlpy.core.units import parse_name


class PlanSheets(NamedTuple):
    """A plan as a workbook's sheets tell it.

    `data` is its JSON, `places` the cell of each value by its path in the JSON, `faults` what could not be found.
    """

    data: Mapping[str, Any]
    places: Mapping[Path, Source]
    faults: tuple[tuple[Source, str], ...]


Cells = Mapping[int, Value]
"""A row: column → value."""


def read_plan_sheets(grids: Sequence[Grid]) -> PlanSheets:
    """The plan that a workbook's sheets hold. Never raises: what is missing is told in `faults`."""
    reading = _Reading({key(grid.sheet): grid for grid in grids}, grids[0].file if grids else "")
    settings = reading.sheet(SETTINGS_SHEET)
    if settings is not None:
        reading.settings(settings)
        reading.units(settings)
        reading.levels(settings)
    reading.sides()
    return PlanSheets(reading.data, reading.places, tuple(reading.faults))


class _Reading:
    """What is gathered while the sheets are read."""

    def __init__(self, grids: Mapping[str, Grid], file: str) -> None:
        self._grids = grids
        self._file = file
        self._names: dict[str, str] = {}
        self._lines: set[tuple[Path, str]] = set()
        self.data: dict[str, Any] = {"schema": 1}
        self.places: dict[Path, Source] = {}
        self.faults: list[tuple[Source, str]] = []

    def sheet(self, name: str) -> Grid | None:
        grid = self._grids.get(key(name))
        if grid is None:
            found = ", ".join(f"“{grid.sheet}”" for grid in self._grids.values())
            told = f"không thấy trang tính “{name}”; các trang có: {found}. {OF_PLAN_BACK}"
            self.faults.append((Source(self._file), told))
        return grid

    def put(self, path: Path, value: Any, source: Source) -> None:
        """Set a value of the JSON, making what it stands in."""
        self.places[path] = source
        at: Any = self.data
        for step, following in pairwise(path):
            empty: Any = [] if isinstance(following, int) else {}
            if isinstance(step, int):
                while len(at) <= step:
                    at.append(empty)
                at = at[step]
            else:
                at = at.setdefault(step, empty)
        at[path[-1]] = value

    # -- Thiết lập ----------------------------------------------------------------------------------------------

    def settings(self, grid: Grid) -> None:
        lines = {key(label): (row, cells) for row, cells in grid.rows() if isinstance(label := cells.get(0), str)}
        for setting in SETTINGS:
            found = lines.get(key(setting.label))
            if found is None:
                if setting.since == 1:
                    told = f"không thấy dòng “{setting.label}” ở cột A"
                    self.faults.append((Source(self._file, grid.sheet), told))
                continue
            row, cells = found
            place = Source(self._file, grid.sheet, cell_name(row, 1))
            self.places[setting.path] = place
            if 1 in cells:
                self._setting(setting, cells[1], place)
        if any(cell["setting"] == REST_DAYS.label for cell in self.data.get("unread", ())):
            # On which days nothing may go out by itself, is not known: so nothing does.
            self.data["mail"].pop("answers", None) if "mail" in self.data else None

    def _setting(self, setting: Setting, cell: Value, place: Source) -> None:
        value = setting.value(cell)
        if is_blank(value):
            return
        if understood(setting, value):
            self.put(setting.path, value, place)
        elif setting.path not in NEEDED:
            self._unread(place, cell, wanted(setting), setting.label)
        elif isinstance(value, str | int | float | list) and not isinstance(value, bool) and not _is_huge(value):
            self.put(setting.path, value, place)  # the schema says what is wrong with it
        else:
            self.faults.append((place, f"phải là {wanted(setting)}, đang ghi “{clipped(shown(cell))}”"))

    def _unread(self, place: Source, cell: Value, wants: str, label: str) -> None:
        """What a day can do without is told, and unknown."""
        told = UnreadCell(place.sheet, place.cell, clipped(shown(cell)), wants, label)
        self.data.setdefault("unread", []).append(told.document)

    def units(self, grid: Grid) -> None:
        """The tree: a line a unit, each naming the one that it belongs to."""
        found: dict[str, dict[str, Any]] = {}
        extra: dict[str, list[Any]] = {}
        addresses: dict[str, Any] = {}
        for row, cells in self._table(grid, UNITS_TITLE, UNIT_HEADS):
            code, name, parent, aliases, mail, fewest, most = (cells.get(column) for column in range(len(UNIT_HEADS)))
            place = Source(self._file, grid.sheet, cell_name(row, 0))
            if code is None:
                self.faults.append((place, f"dòng “{name or parent or ''}” còn để trống cột “{UNIT_HEADS[0]}”"))
                continue
            if not is_text(read_text(code)):
                self.faults.append((place, f"mã phải là chữ hoặc số, đang ghi “{clipped(shown(code))}”"))
                continue
            unit: dict[str, Any] = {"code": read_text(code)}
            if name is not None:
                unit["name"] = read_text(name)
            if aliases is not None and not is_blank(known := split_list(read_text(aliases))):
                if isinstance(known, list) and all(map(is_text, known)):
                    unit["aliases"] = known
                else:
                    self._unread(place.at(cell_name(row, 3)), aliases, NAMES, f"{UNIT_HEADS[3]}: {unit.get('name')}")
            if unit["code"] in found:
                self.faults.append((place, f"mã {unit['code']} đã có ở một dòng trên"))
                continue
            where = self._join(found, unit, parent, place)
            if where is None:
                continue
            for column, step in enumerate((("code",), ("name",), (), ("aliases",))):
                self.places[(*where, *step)] = place.at(cell_name(row, column))
            found[unit["code"]] = unit | {"_path": where}
            self._names[unit["code"]] = str(unit.get("name", ""))
            if mail is not None and not is_blank(written := read_addresses(mail)):
                if isinstance(written, list) and all(map(is_address, written)):
                    addresses[unit["code"]] = written
                else:
                    self._unread(place.at(cell_name(row, 4)), mail, ADDRESSES, f"{UNIT_HEADS[4]}: {unit.get('name')}")
                self.places["mail", "units", unit["code"]] = place.at(cell_name(row, 4))
            if fewest is not None or most is not None:
                extra[unit["code"]] = [read_count(value) if value is not None else None for value in (fewest, most)]
                self.places["stated", "extra_machines", unit["code"]] = place.at(cell_name(row, 5))
        if addresses:
            self.data.setdefault("mail", {})["units"] = addresses
        if extra:
            self.data.setdefault("stated", {})["extra_machines"] = extra

    def _join(
        self, found: Mapping[str, dict[str, Any]], unit: dict[str, Any], parent: Value | None, place: Source
    ) -> Path | None:
        """Hang a unit under the one it belongs to; returns its path."""
        if parent is None:
            if "units" in self.data:
                self.faults.append((place, "chỉ một đơn vị (nơi tổng hợp) được để trống cột “Thuộc mã”"))
                return None
            self.data["units"] = unit
            return ("units",)
        above = found.get(read_text(parent))
        if above is None:
            self.faults.append((place, f"thuộc mã {read_text(parent)}: mã ấy chưa có ở dòng nào phía trên"))
            return None
        at: Any = self.data
        for step in above["_path"]:
            at = at[step]
        children = at.setdefault("children", [])
        children.append(unit)
        return (*above["_path"], "children", len(children) - 1)

    def levels(self, grid: Grid) -> None:
        self.data["levels"] = []
        for row, cells in self._table(grid, LEVELS_TITLE, LEVEL_HEADS):
            appendix, name, level, tracked, number, day = (cells.get(column) for column in range(len(LEVEL_HEADS)))
            if appendix is None:
                at_code = Source(self._file, grid.sheet, cell_name(row, 0))
                self.faults.append((at_code, f"dòng “{name or level or ''}” còn để trống cột “{LEVEL_HEADS[0]}”"))
                continue
            place = Source(self._file, grid.sheet, cell_name(row, 0))
            cited = (("number", read_text, number), ("date", read_date, day))
            # "02" typed into a cell that is no text becomes the number 2.
            code = str(read_text(appendix)).zfill(2)
            cites = {name: read(cell) for name, read, cell in cited if cell is not None}
            for column, (step, fits) in enumerate((("number", is_text), ("date", is_day)), 4):
                if step in cites and not fits(cites[step]):
                    wants = "ngày, ví dụ 22/5/2023" if step == "date" else "chữ"
                    label = f"{LEVEL_HEADS[column]} (Phụ lục {code})"
                    self._unread(place.at(cell_name(row, column)), cells[column], wants, label)
                    cites = {}  # half of it says nothing
            if level is None:
                if cites:
                    self._cites(("form", "cites"), cites, place, row)
                continue
            at: Path = ("levels", len(self.data["levels"]))
            self.data["levels"].append({"level": read_text(level), "name": read_text(name or ""), "appendix": code})
            for step, column in (("level", 2), ("name", 1), ("appendix", 0)):
                self.places[(*at, step)] = place.at(cell_name(row, column))
            if cites:
                self._cites((*at, "cites"), cites, place, row)
            if isinstance(tracked, str) and key(tracked) == TRACKED_MARK:
                mark = place.at(cell_name(row, 3))
                if "level" in self.data.get("form", {}):
                    self.faults.append((mark, f"chỉ một cấp được mang chữ {TRACKED_MARK}"))
                self.put(("form", "level"), read_text(level), mark)
            if (sheet := self.sheet(appendix_sheet(code))) is not None:
                self._targets(sheet, at)
        if "level" not in self.data.get("form", {}):
            words = f"cột “{LEVEL_HEADS[3]}” phải có một chữ {TRACKED_MARK} ở cấp mà Phụ lục 01 theo dõi"
            self.faults.append((Source(self._file, grid.sheet), words))
            return
        reporting = self.data.get("reporting", {})
        if reporting.get("period") == default_of(self.data, self.data["form"]["level"]):
            del reporting["period"]  # as plans say it that were written before there was the setting

    def _cites(self, path: Path, cites: Mapping[str, Any], place: Source, row: int) -> None:
        self.put(path, cites, place.at(cell_name(row, 4)))
        for column, step in ((4, "number"), (5, "date")):
            self.places[(*path, step)] = place.at(cell_name(row, column))

    def _table(self, grid: Grid, title: str, heads: Sequence[str]) -> Iterator[tuple[int, Cells]]:
        """The lines of a table on Thiết lập, but for blank ones: below its heads, down to the next table."""
        rows = dict(grid.rows())
        top = next((row for row, cells in rows.items() if key(str(cells.get(0, ""))) == key(title)), None)
        if top is None or key(str(rows.get(top + 1, {}).get(0, ""))) != key(heads[0]):
            self.faults.append((Source(self._file, grid.sheet), f"không thấy bảng “{title}”"))
            return
        titles = {key(LEVELS_TITLE), key(UNITS_TITLE)}
        for row, cells in rows.items():
            if row < top + 2:
                continue
            if key(str(cells.get(0, ""))) in titles:
                return
            if any(column in cells for column in range(len(heads))):
                yield row, cells

    # -- what is kept beside the plan ----------------------------------------------------------------------------------

    def sides(self) -> None:
        """The side sheets that are there: what is wrong in one is told, and the plan holds all the same.

        A workbook of before has none of them; where one alone is gone, what stood there counts no more: told.
        """
        absent = () if lacking(self._grids) else gone(self._grids)
        if absent:
            told = [UnreadCell(sheet, "", "", f"trang “{sheet}”").document for sheet in absent]
            self.data.setdefault("unread", []).extend(told)
        for name, side in SIDE_SHEETS.items():
            if grid := self._grids.get(key(side.sheet)):
                read = read_side(grid, side)
                if read.rows:
                    self.data[name] = side_document(read, side)
                if read.unread:
                    self.data.setdefault("unread", []).extend(cell.document for cell in read.unread)

    # -- Phụ lục 02–04 ------------------------------------------------------------------------------------------

    def _targets(self, grid: Grid, level: Path) -> None:
        rows = dict(grid.rows())
        columns, first = _columns(rows)
        figures = [f"{kind}.{part}" for kind in KINDS for part in ("books", "cases")]
        missing = [name for name in (*_COLUMN_WORDS, *figures) if name not in columns]
        if missing:
            told = dict.fromkeys(_COLUMN_WORDS.get(name) or KIND_LABELS[Kind(name.split(".")[0])] for name in missing)
            words = f"không thấy các cột của biểu ({', '.join([*told][:3])})"
            self.faults.append((Source(self._file, grid.sheet), words))
            return
        count = 0
        for row, cells in rows.items():
            if row < first:
                continue
            # TỔNG is merged over the columns left of the figures, and stands in the first of them.
            labels = [value for column, value in cells.items() if column <= columns["unit"]]
            if any(isinstance(label, str) and key(label) in TOTAL_KEYS for label in labels):
                self._printed(grid, row, cells, columns, level)
                break
            if columns["code"] in cells or any(columns[name] in cells for name in figures):
                self._target(grid, row, cells, columns, (*level, "targets", count))
                count += 1

    def _target(self, grid: Grid, row: int, cells: Cells, columns: Mapping[str, int], at: Path) -> None:
        def place(name: str) -> Source:
            return Source(self._file, grid.sheet, cell_name(row, columns[name]))

        code, label = cells.get(columns["code"]), cells.get(columns["unit"])
        known = None if code is None else read_text(code)
        if known not in self._names:
            words = f"dòng “{label or ''}” không có mã đơn vị trong bảng {UNITS_TITLE} của trang {SETTINGS_SHEET}"
            self.faults.append((place("code"), words))
            known = known or ""
        elif (level := at[:-1], known) in self._lines:
            self.faults.append((place("code"), f"mã {known} đã có ở một dòng trên"))
        else:
            self._lines.add((level, known))
        self.put((*at, "code"), known, place("code"))
        if isinstance(label, str) and parse_name(label) != parse_name(self._names.get(str(known), label)):
            self.put((*at, "name"), tidy(label), place("unit"))
        for part in ("books", "cases"):
            for kind in KINDS:
                name = f"{kind}.{part}"
                cell = cells.get(columns[name])
                value = None if cell is None else read_count(cell)
                self.put((*at, part, kind.value), value, place(name))
        machines = cells.get(columns["machines"])
        self.places[(*at, "machines")] = place("machines")
        if machines is not None:
            self.put((*at, "machines"), read_count(machines), place("machines"))
        self._printed(grid, row, cells, columns, at)

    def _printed(self, grid: Grid, row: int, cells: Cells, columns: Mapping[str, int], at: Path) -> None:
        for head in ISSUED_HEADS[1:]:
            column = columns.get(head.name)
            if column is not None and column in cells:
                place = Source(self._file, grid.sheet, cell_name(row, column))
                self.put((*at, *head.name.split(".")), read_count(cells[column]), place)


def _is_huge(value: Any) -> bool:
    """A number, or a text, that the schema does not know to be too much."""
    if isinstance(value, list):
        return any(map(_is_huge, value))
    return len(value) > LONGEST if isinstance(value, str) else abs(value) > LARGEST


_COLUMN_WORDS = {"unit": "ĐƠN VỊ", "machines": "máy tính", "code": "MÃ"}
_PARTS = {key("Sổ"): "books", key("Trường hợp"): "cases"}


def _columns(rows: Mapping[int, Cells]) -> tuple[Mapping[str, int], int]:
    """Column of each leaf of the header by name, wherever the table stands; and the first row below the header."""
    columns: dict[str, int] = {}
    kinds: dict[int, Kind] = {}
    issued = {key(head.label): head.name for head in ISSUED_HEADS}
    bottom = 0
    for row, cells in rows.items():
        for column, value in cells.items():
            label = key(value) if isinstance(value, str) else ""
            if label in issued:
                columns.setdefault(issued[label], column)
            elif label == key("ĐƠN VỊ"):
                columns.setdefault("unit", column)
            elif "unit" in columns and "máy tính" in label:
                columns.setdefault("machines", column)
            elif "unit" in columns and label in KIND_BY_KEY:
                kinds.setdefault(column, KIND_BY_KEY[label])
            elif label in _PARTS and (left := [at for at in kinds if at <= column]):
                columns.setdefault(f"{kinds[max(left)]}.{_PARTS[label]}", column)
                bottom = row
        if all(f"{kind}.cases" in columns for kind in Kind):  # the head of TỔNG ends a row above the others
            break
    return columns, bottom + 1
