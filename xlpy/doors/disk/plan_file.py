"""The plan from disk, the office's workbook or JSON: checked against its schema, with messages that name the place."""

import json
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from xlpy.core.grid import Snapshot
from xlpy.core.plan.plan import Plan, parse_plan
from xlpy.core.text import clipped, day, number, shown

_PACKAGE = Path(__file__).parents[2]
"""Plain files beside the code: importlib.resources would take longer to load than they take to read."""

DEFAULT_PLAN = "binh-phuoc-2023.json"


if TYPE_CHECKING:
    from xlpy.core.plan.settings import Path as JsonPath


class PlanError(Exception):
    """The plan cannot be used; the message says where and why."""


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
    if not path.name:
        raise PlanError("chưa ghi tên tệp kế hoạch")
    carried = _PACKAGE / "plans" / path.with_suffix(".json").name
    if path.parent == Path() and not path.exists() and carried.is_file():
        path = carried
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise PlanError(f"{path.name}: không có tệp này") from error
    except OSError as error:
        raise PlanError(f"{path.name}: không đọc được ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise PlanError(f"{path.name}: không phải văn bản UTF-8") from error
    return read_plan(text, path.name)


def default_plan() -> PlanFile:
    """The package's plan, parsed."""
    return read_plan(default_text(), DEFAULT_PLAN, trusted=lambda _: True)


def read_plan(text: str, name: str, *, trusted: Callable[[str], bool] = lambda _: False) -> PlanFile:
    """Parse and check a plan. The package's own and those seen before are not checked again. Raises PlanError."""
    try:
        data = json.loads(text)
    except ValueError as error:
        raise PlanError(f"{name}: không phải JSON hợp lệ ({error})") from error
    return _checked(data, text, lambda path: f"{name}: {'/'.join(map(str, path)) or '(gốc)'}", trusted)


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
    return _checked(sheets.data, text, where, trusted)


def _checked(data: Any, text: str, where: "Callable[[JsonPath], str]", trusted: Callable[[str], bool]) -> PlanFile:
    digest = sha256(text.encode()).hexdigest()
    # The package's own plan is what most folders have; loading the schema's checker takes longer than a merge.
    if (
        not trusted(digest)
        and data != json.loads(default_text())
        and (faults := list(dict.fromkeys(_faults(data, where))))
    ):
        raise PlanError(faults[0] + _and_others(len(faults)))
    try:
        plan = parse_plan(data)
        _ = plan.tracked
    except (ValueError, StopIteration) as error:
        told = error if str(error) else "cấp của Phụ lục 01 (form.level) không có trong các cấp"
        raise PlanError(f"{where(('form', 'level'))}: {told}") from error
    if plan.campaign_days < 1:
        raise PlanError(f"{where(('campaign', 'before'))}: phải sau ngày bắt đầu, {day(plan.start)}")
    if strangers := [code for code in plan.extra_machines if code not in plan.targets]:
        place = where(("stated", "extra_machines", strangers[0]))
        raise PlanError(f"{place}: đơn vị {strangers[0]} không có ở cấp mà Phụ lục 01 theo dõi")
    return PlanFile(plan, text, digest)


def _and_others(count: int) -> str:
    return f" (và {count - 1} chỗ khác)" if count > 1 else ""


def _faults(data: Any, where: "Callable[[JsonPath], str]") -> Iterator[str]:
    from jsonschema import Draft202012Validator  # 0.1 s to load: only for a plan not seen before

    schema = json.loads((_PACKAGE / "schemas" / "plan.json").read_text(encoding="utf-8"))
    checker = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)  # no 31 February
    for error in sorted(checker.iter_errors(data), key=lambda e: list(map(str, e.absolute_path))):
        path: JsonPath = tuple(error.absolute_path)
        if error.validator == "required":
            absent = next(name for name in error.validator_value if name not in error.instance)
            yield f"{where((*path, absent))}: còn để trống, phải có giá trị"
        else:
            yield f"{where(path)}: {_told(error)}"


def _told(error: Any) -> str:
    """What is wrong with a value, in the office's language: jsonschema's own sentences are English."""
    value, wanted = error.instance, error.validator_value
    read = "" if value is None or isinstance(value, list | dict) else f", đang ghi “{clipped(shown(value))}”"
    match error.validator:
        case "minLength":
            return "không được để trống"
        case "minItems" | "maxItems":
            few = error.validator == "minItems"
            return f"phải có {'ít' if few else 'nhiều'} nhất {wanted} mục" if value else "không được để trống"
        case "uniqueItems":
            return "có mục trùng nhau"
        case "minimum":
            return f"không được nhỏ hơn {wanted}{read}"
        case "maximum":
            return f"không được lớn hơn {number(wanted)}{read}"
        case "enum" | "const":
            allowed = wanted if isinstance(wanted, list) else [wanted]
            told = (f"{_WORDS[one]} ({one})" if one in _WORDS else str(one) for one in allowed)
            return f"phải là một trong: {', '.join(told)}{read}"
        case "type" | "pattern" | "format":
            return f"phải là {error.schema.get('title') or _TYPES.get(str(wanted), wanted)}{read}"
        case "additionalProperties":
            known = error.schema.get("properties", {})
            return f"có mục không hiểu: {', '.join(name for name in value if name not in known)}"
        case _:
            return str(error.message)


_WORDS = {
    "nearest": "gần nhất",
    "up": "lên",
    "at-once": "có",
    "drafts": "không",
    "birth": "Đăng ký sinh",
    "marriage": "Đăng ký kết hôn",
    "death": "Đăng ký khai tử",
    "adoption": "Đăng ký con nuôi",
}
"""Values of the JSON as the workbook's cells have them: a message serves both."""
_TYPES = {
    "integer": "số nguyên",
    "number": "số",
    "string": "chữ",
    "array": "các mục cách nhau bằng dấu chấm phẩy",
    "object": "các ô",
}
