"""Data validations and conditional formats."""

from collections.abc import Iterator
from typing import Any

from tests.excel.areas import overlaps, read_area
from tests.excel.cells import length
from tests.excel.complaint import Complaint
from tests.excel.package import Package

TEXTS = {"error": 224, "prompt": 255, "errorTitle": 32, "promptTitle": 32}
LONGEST_FORMULA = 255
MOST_AREAS = 32_767
_TWO = ("between", "notBetween")


def validations(package: Package) -> Iterator[Complaint]:
    """The data validations of all sheets."""
    for _, part in package.sheets():
        areas = []
        for rule in package.trees[part].iterfind("dataValidations/dataValidation"):
            refs = rule.get("sqref", "").split()
            place = refs[0] if refs else ""
            if not 1 <= len(refs) <= MOST_AREAS:
                yield Complaint(part, place, "validation-area", f"{len(refs)} areas")
            areas += [(text, area) for text in refs if (area := read_area(text))]
            for attribute, limit in TEXTS.items():
                if length(rule.get(attribute, "")) > limit:
                    words = f"{attribute}: {length(rule.get(attribute))} > {limit}"
                    yield Complaint(part, place, "validation-text-long", words)
            yield from _formulas(part, rule, place)
        for one, other in overlaps(areas):
            yield Complaint(part, other, "validation-overlap", f"meets {one}")


def _formulas(part: str, rule: Any, place: str) -> Iterator[Complaint]:
    kind, operator = rule.get("type", "none"), rule.get("operator", "between")
    first, second = rule.findtext("formula1"), rule.findtext("formula2")
    for text in (first, second):
        # A list is a text within quotes; these do not count.
        written = (text or "").strip()
        inside = written[1:-1] if written[:1] == written[-1:] == '"' and len(written) > 1 else written
        if length(inside.replace("_xlfn.", "").replace("_xlws.", "")) > LONGEST_FORMULA:
            yield Complaint(part, place, "validation-list-long", f"{length(inside)} characters")
    two = kind not in ("none", "list", "custom") and operator in _TWO
    if (kind != "none" and not first) or (two and not second):
        yield Complaint(part, place, "validation-formula", f"{kind} {operator}")


def conditions(package: Package) -> Iterator[Complaint]:
    """The conditional formats of all sheets."""
    formats = sum(len(package.trees[part].findall("dxfs/dxf")) for part in package.of("styles"))
    for _, part in package.sheets():
        for area in package.trees[part].iterfind("conditionalFormatting"):
            place = area.get("sqref", "")
            if not place.split() and area.find("{*}extLst") is None and not area.get("pivot"):
                yield Complaint(part, place, "reference-bad", "no area")
            for rule in area.iterfind("cfRule"):
                look = rule.get("dxfId")
                if look is not None and int(look) >= formats:
                    yield Complaint(part, place, "condition-format", f"{look} of {formats}")
                if int(rule.get("priority") or 0) < 1:
                    yield Complaint(part, place, "condition-priority", str(rule.get("priority")))
                found = len(rule.findall("formula"))
                least = {"expression": 1, "cellIs": 2 if rule.get("operator") in _TWO else 1}.get(
                    rule.get("type", ""), 0
                )
                if not least <= found <= 3:
                    yield Complaint(part, place, "condition-formula", f"{found} for {rule.get('type')}")
