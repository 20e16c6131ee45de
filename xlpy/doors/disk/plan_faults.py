"""What is wrong with a plan by its schema, in the office's language: for the workbook's cells, for places in JSON."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from xlpy.core.text import clipped, number, shown

if TYPE_CHECKING:
    from xlpy.core.plan.settings import Path as JsonPath

_SCHEMA = Path(__file__).parents[2] / "schemas" / "plan.json"

PAGE = "docs/ke-hoach-khac.md"
"""Where the JSON is explained, field by field."""

_MOST_NAMED = 20
_MOST_TOLD = 5


class _Wrong(NamedTuple):
    """One place that the schema refuses: `error` is jsonschema's, None where nothing stands there."""

    path: "JsonPath"
    error: Any = None


def faults_of_cells(data: Any, where: "Callable[[JsonPath], str]") -> tuple[str, ...]:
    """Each place of the workbook that is wrong, once; `where` names the cell of a value."""
    blank = "còn để trống, phải có giá trị"
    told = ((where(one.path), _told(one.error, _CELLS) if one.error is not None else blank) for one in _wrong(data))
    return tuple(dict.fromkeys(f"{place}: {words}" for place, words in told))


def faults_of_json(data: Any) -> str:
    """What is wrong with a plan file, in one line: all that is missing, then what is wrong; "" where nothing is."""
    wrong = _wrong(data)
    missing = [_with_words(data, one.path) for one in wrong if one.error is None]
    told = [f"{place_in_json(data, one.path)}: {_told(one.error, _JSON)}" for one in wrong if one.error is not None]
    if missing:
        more = f" và {number(len(missing) - _MOST_NAMED)} mục nữa" if len(missing) > _MOST_NAMED else ""
        told.insert(0, f"còn thiếu {number(len(missing))} mục: {', '.join(missing[:_MOST_NAMED])}{more}")
    told = list(dict.fromkeys(told)) or list(_repeated(data))
    more = f" (và {number(len(told) - _MOST_TOLD)} chỗ khác)" if len(told) > _MOST_TOLD else ""
    return f"{'; '.join(told[:_MOST_TOLD])}{more}. Từng mục được giải thích ở {PAGE}" if told else ""


def place_in_json(data: Any, path: "JsonPath") -> str:
    """A place as a person finds it in the file: names of fields, lines counted from 1 and named by their codes."""
    at: Any = data
    steps = []
    for step in path:
        at = at[step] if not isinstance(at, dict) else at.get(step)
        named = at.get("code") if isinstance(step, int) and isinstance(at, dict) else None
        steps.append(str(step) if isinstance(step, str) else f"mục {step + 1}" + (f" ({named})" if named else ""))
    return " › ".join(steps) or "cả tệp"


def _with_words(data: Any, path: "JsonPath") -> str:
    words = _words().get(path) or _words().get(path[-1:], "")
    return place_in_json(data, path) + (f" ({words})" if words else "")


def _words() -> "Mapping[JsonPath, str]":
    """What a field is called in the office, as the workbook's cells and the page have it."""
    from xlpy.core.forms import KIND_LABELS
    from xlpy.core.plan.settings import SETTINGS

    kinds: dict[JsonPath, str] = {(kind.value,): label for kind, label in KIND_LABELS.items()}
    return {**kinds, **{setting.path: setting.label for setting in SETTINGS}, **_GROUPS}


_GROUPS: "Mapping[JsonPath, str]" = {
    ("schema",): "luôn là 1",
    ("plan",): "văn bản Kế hoạch",
    ("campaign",): "thời gian của đợt",
    ("reporting",): "giờ báo cáo",
    ("norm",): "định mức",
    ("form",): "cấp mà Phụ lục 01 theo dõi",
    ("form", "level"): "mã cấp mà Phụ lục 01 theo dõi",
    ("levels",): "các cấp, chỉ tiêu và máy",
    ("units",): "các đơn vị",
    ("code",): "mã đơn vị",
    ("name",): "tên",
    ("level",): "mã cấp",
    ("appendix",): "số của Phụ lục",
    ("targets",): "mỗi đơn vị một dòng",
    ("books",): "số Sổ",
    ("cases",): "số trường hợp",
    ("machines",): "số máy",
}


def _wrong(data: Any) -> Sequence[_Wrong]:
    from jsonschema import Draft202012Validator  # 0.1 s to load: only for a plan not seen before

    schema = json.loads(_SCHEMA.read_text(encoding="utf-8"))
    checker = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)  # no 31 February
    found, blank = [], set()
    for error in sorted(checker.iter_errors(data), key=lambda e: list(map(str, e.absolute_path))):
        path = tuple(error.absolute_path)
        if error.validator != "required":
            found.append(_Wrong(path, error))
            continue
        # One error for each field that is missing, none of which says which one it means.
        for absent in (name for name in error.validator_value if name not in error.instance):
            if (*path, absent) not in blank:
                blank.add((*path, absent))
                found.append(_Wrong((*path, absent)))
    return found


def _repeated(data: Any) -> Iterator[str]:
    """Units that are listed twice: a code is one unit, and one line of an appendix."""
    codes = Counter(_codes(data["units"]))
    yield from (f"units: mã {code} có ở {number(count)} đơn vị" for code, count in codes.items() if count > 1)
    for level in data["levels"]:
        lines = Counter(target["code"] for target in level["targets"])
        place = f"levels › {level['level']} › targets"
        yield from (f"{place}: mã {code} có ở {number(count)} dòng" for code, count in lines.items() if count > 1)
        yield from (f"{place}: mã {code} không có ở units" for code in lines if code not in codes)


def _codes(unit: Mapping[str, Any]) -> Iterator[str]:
    yield unit["code"]
    for child in unit.get("children", ()):
        yield from _codes(child)


def _told(error: Any, types: Mapping[str, str]) -> str:
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
            title = types.get(str(wanted)) if wanted in ("array", "object") else error.schema.get("title")
            return f"phải là {types.get(title, title) if title else types.get(str(wanted), wanted)}{read}"
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
_CELLS = {
    "integer": "số nguyên",
    "number": "số",
    "string": "chữ",
    "array": "các mục cách nhau bằng dấu chấm phẩy",
    "object": "các ô",
}
_JSON = {
    **_CELLS,
    "array": "các mục trong ngoặc vuông [ ], cách nhau bằng dấu phẩy",
    "object": "các mục trong ngoặc nhọn { }, cách nhau bằng dấu phẩy",
    "ngày, ví dụ 22/5/2023": 'ngày viết năm-tháng-ngày trong nháy kép, ví dụ "2023-05-22"',
    "giờ, ví dụ 14:00": 'giờ trong nháy kép, ví dụ "14:00"',
    "chữ": 'chữ trong nháy kép, ví dụ "101"',
    "số nguyên không âm": "số nguyên không âm, không dấu chấm, không nháy kép, ví dụ 9000",
}
"""What a value must be, in the words of each side: those that differ from the schema's titles, by title."""
