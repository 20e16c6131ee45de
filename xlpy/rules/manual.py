"""The rules' manual, one page a rule, written from the rules themselves: `python -m xlpy.rules.manual docs/rules`.

With `--check` nothing is written; the exit code is 1 where a page on disk is not what the rules say.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from xlpy.core.forms import COLUMNS_01, KIND_LABELS, MEASURE_LABELS
from xlpy.core.grid import ErrorValue, Uncached
from xlpy.core.source import SEVERITY_LABELS
from xlpy.core.text import shown
from xlpy.rules.examples import play
from xlpy.rules.families import FAMILY_LABELS, Family
from xlpy.rules.rule import RULES, Example, Rule, Scope
from xlpy.rules.twin import NOT_WHOLE


def pages(plan: Mapping[str, Any]) -> dict[str, str]:
    """File name → text of every page. `plan` is the plan's JSON, for the examples."""
    rules = sorted(RULES.values(), key=lambda rule: (list(Family).index(rule.family), rule.code))
    return {"README.md": _index(rules)} | {f"{rule.code}.md": "\n".join(_page(rule, plan)) for rule in rules}


def _index(rules: Sequence[Rule]) -> str:
    lines = [
        "# Các quy tắc kiểm tra",
        "",
        "Mỗi thông báo của Hotich mang một mã; tra mã ở đây để biết vì sao và phải làm gì.",
        "<!-- Written from the rules themselves: python -m xlpy.rules.manual docs/rules -->",
    ]
    for family, members in groupby(rules, key=lambda rule: rule.family):
        lines += ["", f"## {family.value}: {FAMILY_LABELS[family]}", "", "| Mã | Nội dung | Mức |", "|---|---|---|"]
        lines += [
            f"| [{rule.code}]({rule.code}.md) | {rule.title} | {SEVERITY_LABELS[rule.severity]} |" for rule in members
        ]
    return "\n".join([*lines, ""])


def _page(rule: Rule, plan: Mapping[str, Any]) -> Iterator[str]:
    yield f"# {rule.code}: {rule.title}"
    yield ""
    yield f"**Mức:** {SEVERITY_LABELS[rule.severity]} · **Căn cứ:** {rule.basis}"
    yield ""
    yield rule.why
    yield ""
    if remedy := _plain(rule.fix).strip("… "):
        yield f"**Việc cần làm:** {remedy}"
    if rule.asks:
        yield ""
        yield f"**Trả lời đơn vị:** {rule.asks}"
    if rule.overridable:
        yield ""
        yield "Sở Tư pháp có thể tiếp nhận có xác nhận (`--chap-nhan` và mã hoặc tên đơn vị); báo cáo ghi rõ việc này."
    if rule.twins:
        stops = rule.code in NOT_WHOLE
        yield ""
        yield "Trong biểu mẫu Excel: " + ("bị chặn ngay khi gõ, dán vào thì ô tô màu." if stops else "ô được tô màu.")
    yield ""
    yield "## Không có thông báo khi"
    yield ""
    yield from (f"- {_told(example, rule)}" for example in rule.good)
    yield ""
    yield "## Có thông báo khi"
    for example in rule.bad:
        yield ""
        yield f"- {_told(example, rule)}"
        yield from (f"  > {finding}" for finding in play(rule, example, plan)[:1])
    yield ""


def _told(example: Example, rule: Rule) -> str:
    details = [f"{_cell(name)}: {_quoted(value)}" for name, value in example.cells.items()]
    hour = f"{example.received:%H:%M}" if example.received else ""
    if rule.scope is Scope.DAY and not example.absent and hour not in example.caption:
        details.append(f"nhận lúc {hour}")
    return example.caption + (f" ({'; '.join(details)})" if details else "")


def _cell(name: str) -> str:
    if name not in COLUMNS_01:
        return f"ô {name}"
    kind, measure = COLUMNS_01[name]
    return f"{KIND_LABELS[kind]}, {MEASURE_LABELS[measure].lower()}"


def _quoted(value: object) -> str:
    match value:
        case None:
            return "để trống"
        case ErrorValue():
            return value.code
        case Uncached():
            return f"={value.formula} (chưa tính)"
        case str():
            return f"“{value}”"
        case _:
            return shown(value)


def _plain(template: str) -> str:
    """A template as prose: its values as an ellipsis."""
    return "".join("…" if inside else text for inside, text in _pieces(template))


def _pieces(template: str) -> Iterator[tuple[bool, str]]:
    for part in template.split("{"):
        name, closed, rest = part.partition("}")
        if closed:
            yield True, name
            yield False, rest
        else:
            yield False, part


def main(arguments: Sequence[str]) -> int:
    """Write the pages into a folder, or check those there."""
    import json
    from importlib import resources

    plan = json.loads(resources.files("xlpy").joinpath("plans", "binh-phuoc-2023.json").read_text(encoding="utf-8"))
    check, folder = "--check" in arguments, Path(next((a for a in arguments if not a.startswith("-")), "docs/rules"))
    wanted = pages(plan)
    there = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    if check:
        stale = sorted(name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name))
        print(f"docs/rules: {'stale: ' + ', '.join(stale) if stale else f'{len(wanted)} pages are up to date'}")
        return bool(stale)
    folder.mkdir(parents=True, exist_ok=True)
    for name in there.keys() - wanted.keys():
        (folder / name).unlink()
    for name, text in wanted.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
