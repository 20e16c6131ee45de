"""The plan on disk: JSON checked against its schema, with messages that name the place."""

import json
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from xlpy.core.plan import Plan, parse_plan

_PACKAGE = Path(__file__).parent.parent
"""Plain files beside the code: importlib.resources would take longer to load than they take to read."""

DEFAULT_PLAN = "binh-phuoc-2023.json"


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


def load_plan(path: Path, *, trusted: Callable[[str], bool] = lambda _: False) -> PlanFile:
    """A plan file. `trusted` tells of a SHA-256 that was checked before. Raises PlanError."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise PlanError(f"{path.name}: không đọc được ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise PlanError(f"{path.name}: không phải văn bản UTF-8") from error
    return read_plan(text, path.name, trusted=trusted)


def default_plan() -> PlanFile:
    """The package's plan, parsed."""
    return read_plan(default_text(), DEFAULT_PLAN)


def read_plan(text: str, name: str, *, trusted: Callable[[str], bool] = lambda _: False) -> PlanFile:
    """Parse and check a plan. The package's own and those seen before are not checked again. Raises PlanError."""
    digest = sha256(text.encode()).hexdigest()
    try:
        data = json.loads(text)
    except ValueError as error:
        raise PlanError(f"{name}: không phải JSON hợp lệ ({error})") from error
    if not trusted(digest) and text != default_text() and (faults := list(_faults(data))):
        more = f" (và {len(faults) - 1} chỗ khác)" if len(faults) > 1 else ""
        raise PlanError(f"{name}: {faults[0]}{more}")
    try:
        return PlanFile(parse_plan(data), text, digest)
    except (ValueError, StopIteration) as error:
        raise PlanError(f"{name}: {error or 'cấp của Phụ lục 01 (form.level) không có trong levels'}") from error


def _faults(data: Any) -> Iterator[str]:
    from jsonschema import Draft202012Validator  # 0.1 s to load: only for a plan not seen before

    schema = json.loads((_PACKAGE / "schemas" / "plan.json").read_text(encoding="utf-8"))
    for error in sorted(Draft202012Validator(schema).iter_errors(data), key=lambda e: list(map(str, e.absolute_path))):
        where = "/".join(str(part) for part in error.absolute_path) or "(gốc)"
        yield f"{where}: {error.message}"
