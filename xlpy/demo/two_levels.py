"""The campaign of Bình Phước as it would be on two levels, province and commune: since 1/7/2025 there are no districts.

An example of another tree of units, shipped as a plan file. What the plan tells of districts is shared out evenly among
their communes: who really keeps which book it does not tell, and a real plan would have to.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from xlpy.core.records import KINDS

NAME = "binh-phuoc-hai-cap.json"


def two_levels(data: Mapping[str, Any]) -> dict[str, Any]:
    """A plan of three levels as one of two: communes report, books of districts lie with the province.

    Cases, books and machines are those of the plan, to the last one. `data` is its JSON.
    """
    districts = data["units"]["children"]
    communes, above, province = data["levels"]
    often = Counter(part["name"] for district in districts for part in district["children"])
    units = [
        {**part, "name": f"{part['name']} ({_short(district['name'])})"} if often[part["name"]] > 1 else dict(part)
        for district in districts
        for part in district["children"]
    ]
    parts = {district["code"]: [part["code"] for part in district["children"]] for district in districts}
    targets = [line for target in communes["targets"] for line in _shared(target, parts[target["code"]])]
    (own,) = province["targets"]
    kept = {
        figure: {kind: _sum([own, *above["targets"]], figure, kind) for kind in KINDS} for figure in ("books", "cases")
    }
    machines = own["machines"] + sum(target["machines"] for target in above["targets"])
    stated = {name: value for name, value in data["stated"].items() if name != "extra_machines"}
    head = {
        name: value
        for name, value in data.items()
        if name not in ("units", "levels", "stated", "tasks", "shifts", "teams", "moves", "changes")
    }
    return {
        **head,
        "stated": stated,
        "levels": [
            {**{name: communes[name] for name in ("level", "name", "appendix")}, "targets": targets},
            {
                **{name: province[name] for name in ("level", "name", "appendix")},
                "targets": [{"code": own["code"], "name": own["name"], **kept, "machines": machines}],
            },
        ],
        "units": {**{name: value for name, value in data["units"].items() if name != "children"}, "children": units},
    }


def _short(name: str) -> str:
    for level in ("Huyện ", "Thị xã ", "Thị Xã ", "Thành phố ", "Thành Phố "):
        name = name.removeprefix(level)
    return name


def _shared(target: Mapping[str, Any], codes: Sequence[str]) -> list[dict[str, Any]]:
    """A district's line as a line for each of its communes; what does not divide goes to the first of them."""

    def share(whole: int | None, place: int) -> int | None:
        return None if whole is None else whole // len(codes) + (place < whole % len(codes))

    return [
        {
            "code": code,
            **{figure: {kind: share(target[figure][kind], place) for kind in KINDS} for figure in ("books", "cases")},
            "machines": share(target["machines"], place),
        }
        for place, code in enumerate(codes)
    ]


def _sum(targets: Sequence[Mapping[str, Any]], figure: str, kind: str) -> int:
    return sum(target[figure][kind] or 0 for target in targets)
