"""The plan from disk, the office's workbook or JSON: checked against its schema, with messages that name the place."""

import json
import os
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from xlpy.core.grid import Snapshot
from xlpy.core.plan.plan import Plan, parse_plan
from xlpy.core.text import day
from xlpy.doors.disk.plan_faults import PAGE, faults_of_cells, faults_of_json, place_in_json

_PACKAGE = Path(__file__).parents[2]
"""Plain files beside the code: importlib.resources would take longer to load than they take to read."""

DEFAULT_PLAN = "binh-phuoc-2023.json"
_ANOTHER = f"Ghi đúng tên tệp sau --ke-hoach; chưa có thì viết theo {PAGE}"

if TYPE_CHECKING:
    from xlpy.core.plan.settings import Path as JsonPath


class PlanError(Exception):
    """The plan cannot be used; the message says where and why, `remedy` what to do."""

    def __init__(self, told: str, remedy: str = "Sửa chỗ ấy, lưu lại rồi chạy lại.") -> None:
        super().__init__(told)
        self.remedy = remedy


class PlanFile(NamedTuple):
    """A plan with the bytes it came from: the journal keeps both, so that a past day can be made again."""

    plan: Plan
    text: str
    sha256: str


def default_text() -> str:
    """The plan that the package carries: Bình Phước, 2023."""
    return (_PACKAGE / "plans" / DEFAULT_PLAN).read_text(encoding="utf-8")


def load_plan(path: Path) -> PlanFile:
    """A plan file, or one that the package carries, by its name alone. Raises PlanError."""
    if not path.name or path.is_dir():
        raise PlanError(f"{path}: không phải tên một tệp kế hoạch", f"{_ANOTHER} rồi chạy lại.")
    carried = _PACKAGE / "plans" / path.with_suffix(".json").name
    if path.parent == Path() and not path.exists() and carried.is_file():
        path = carried
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        told = f"{os.path.abspath(path)}: không có tệp này"  # noqa: PTH100 - as it was written, no link followed
        raise PlanError(told, f"Xem lại tên và thư mục (đuôi .json có thể bị ẩn). {_ANOTHER}, rồi chạy lại.") from error
    except OSError as error:
        raise PlanError(f"{path.name}: không đọc được ({error.strerror})") from error
    except UnicodeDecodeError as error:
        told = f"{path.name}: không phải văn bản UTF-8"
        raise PlanError(told, "Mở bằng Notepad, lưu lại với Encoding là UTF-8, rồi chạy lại.") from error
    return read_plan(text, path.name)


def default_plan() -> PlanFile:
    """The package's plan, parsed."""
    return read_plan(default_text(), DEFAULT_PLAN, trusted=lambda _: True)


def read_plan(text: str, name: str, *, trusted: Callable[[str], bool] = lambda _: False) -> PlanFile:
    """Parse and check a plan. The package's own and those seen before are not checked again. Raises PlanError."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        at = f"dòng {error.lineno}, cột {error.colno}"
        told = "thiếu hay thừa dấu phẩy, dấu ngoặc, dấu nháy kép ở ngay đó hoặc ngay trước đó"
        raise PlanError(f"{name}: {at}: {told}, xem cách viết ở {PAGE}") from error
    except (ValueError, RecursionError) as error:
        raise PlanError(f"{name}: không phải tệp kế hoạch, xem cách viết ở {PAGE}") from error

    def faults() -> Sequence[str]:
        told = faults_of_json(data)
        return (f"{name}: {told}",) if told else ()

    return _checked(data, text, lambda path: f"{name}: {place_in_json(data, path)}", faults, trusted)


def read_plan_book(snapshot: Snapshot, *, trusted: Callable[[str], bool] = lambda _: False) -> PlanFile:
    """The plan in the office's workbook, as a door read it. Raises PlanError with the cell to mend."""
    from xlpy.core.plan.sheets import read_plan_sheets  # only where there is a workbook to read

    if snapshot.problems and not snapshot.grids:
        problem = snapshot.problems[0]
        reason = problem.values.get("reason", problem.fault.value)
        raise PlanError(f"{snapshot.file}: không đọc được tệp Excel này ({reason})")
    sheets = read_plan_sheets(snapshot.grids)
    if sheets.faults:
        source, words = sheets.faults[0]
        raise PlanError(f"{source}: {words}{_and_others(len(sheets.faults))}")

    def where(path: "JsonPath") -> str:
        known = next((path[:end] for end in range(len(path), 0, -1) if path[:end] in sheets.places), None)
        # Where a whole group is blank, its first cell.
        known = known or next((place for place in sheets.places if place[: len(path)] == path), None)
        return str(sheets.places[known]) if known else snapshot.file

    if sheets.data == json.loads(default_text()):
        return default_plan()  # in its own words: one plan is one text, from whichever side it is read
    # A day or an error where words belong is no JSON: the schema says so, with its cell.
    text = json.dumps(sheets.data, ensure_ascii=False, separators=(",", ":"), default=str)
    return _checked(sheets.data, text, where, lambda: faults_of_cells(sheets.data, where), trusted)


def _checked(
    data: Any,
    text: str,
    where: "Callable[[JsonPath], str]",
    faults: Callable[[], Sequence[str]],
    trusted: Callable[[str], bool],
) -> PlanFile:
    digest = sha256(text.encode()).hexdigest()
    # The package's own plan is what most folders have; loading the schema's checker takes longer than a merge.
    if not trusted(digest) and data != json.loads(default_text()) and (told := faults()):
        raise PlanError(told[0] + _and_others(len(told)))
    try:
        plan = parse_plan(data)
        _ = plan.tracked
    except (ValueError, StopIteration) as error:
        words = str(error) or "cấp của Phụ lục 01 (form › level) không có trong các cấp (levels)"
        raise PlanError(f"{where(('form', 'level'))}: {words}") from error
    if plan.campaign_days < 1:
        raise PlanError(f"{where(('campaign', 'before'))}: phải sau ngày bắt đầu, {day(plan.start)}")
    if strangers := [code for code in plan.extra_machines if code not in plan.targets]:
        place = where(("stated", "extra_machines", strangers[0]))
        raise PlanError(f"{place}: đơn vị {strangers[0]} không có ở cấp mà Phụ lục 01 theo dõi")
    return PlanFile(plan, text, digest)


def _and_others(count: int) -> str:
    return f" (và {count - 1} chỗ khác)" if count > 1 else ""
