"""Of a name that says too much or too little the cell is told in which it stands."""

from typing import Any

import pytest

from xlpy.rules.examples import play
from xlpy.rules.rule import RULES, Example

_BU_DANG_TWICE = {"units.children.8.name": "Thành phố Bù Đăng"}


@pytest.mark.parametrize(
    ("code", "example", "cell"),
    [
        ("BM06", Example("", file="dong phu 23-5.xlsx"), "B7"),
        (
            "BM06",
            Example("", label="", as_of="Huyện Bù Đăng (tính đến ngày 23/5/2023)", file="dong phu 23-5.xlsx"),
            "A2",
        ),
        ("BM28", Example("", label="Bù Đăng", plan=_BU_DANG_TWICE, file="bao cao 23-5.xlsx"), "B7"),
        ("BM28", Example("", label="", plan=_BU_DANG_TWICE), ""),  # the file's name alone tells
        # Of a form that we issued the cells are locked: the file's name can be mended.
        ("BM06", Example("", cells={"AC1": "hotich:mau=1;ke-hoach=188/KH-UBND;don-vi=695"}), ""),
    ],
)
def test_the_cell_with_the_name_is_told(code: str, example: Example, cell: str, plan_data: dict[str, Any]) -> None:
    (finding,) = play(RULES[code], example._replace(unit=None), plan_data)
    assert (finding.source.sheet, finding.source.cell) == ("Phụ lục 01", cell)


def test_a_name_is_likened_to_those_that_it_is_like_alone(plan_data: dict[str, Any]) -> None:
    like, unlike = (Example("", label=name) for name in ("Huyện Bù Đang", "Huyện Đạ Huoai"))
    assert play(RULES["BM07"], like, plan_data)[0].fix.endswith("rồi gửi lại. Tên gần giống: Huyện Bù Đăng.")
    assert play(RULES["BM07"], unlike, plan_data)[0].fix.endswith("rồi gửi lại.")
