"""One term a thing: what people see says the glossary's words, and none of those that they replaced."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import xlpy
from xlpy.rules.manual import pages

ROOT = Path(xlpy.__file__).parents[1]
PACKAGE = ROOT / "xlpy"

READ_NOT_SAID: Mapping[str, frozenset[str]] = {
    "xlpy/core/forms.py": frozenset({"giải trình"}),
    "xlpy/core/office_book.py": frozenset({"chấp nhận riêng", "cách sửa"}),
    "xlpy/core/plan/settings.py": frozenset({"cơ quan tổng hợp"}),
    "xlpy/rules/bounds.py": frozenset({"cộng dồn", "sức máy"}),
    "xlpy/drawing/words.py": frozenset({"bị từ chối", "nhập tay"}),
}
"""Old words that stay where they are: labels by which forms and older workbooks are read; words inside unit forms' cells."""

OTHER_SHEETS = ("office_book", "unit_form", "report", "letter", "mail", "returned")
"""Folders of `xlpy/drawing` whose sheets and letters are held against the glossary by their own tests."""


def _replaced() -> Iterator[tuple[str, str]]:
    """Each word that is not to be said, with the one to say: the second table of the glossary."""
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").partition("| Say | Not |")[2]
    for line in text.splitlines()[2:]:
        if not line.startswith("|"):
            return
        say, nots = (cell.strip() for cell in line.strip("|").split("|"))
        yield from ((word.strip(), say) for word in nots.split(";"))


REPLACED = dict(_replaced())
_OLD = re.compile("|".join(rf"\b{re.escape(word)}\b" for word in REPLACED), re.IGNORECASE)


def _odd(text: str) -> set[str]:
    return {found.casefold() for found in _OLD.findall(text)}


def _shown(path: Path) -> Iterator[str]:
    """The texts of a module that may be shown: its strings without what documents it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    comments = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    # The reason of a rule is its function's docstring, and stands on its page.
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in comments:
            yield node.value


def _modules() -> Iterator[Path]:
    for path in PACKAGE.rglob("*.py"):
        place = path.relative_to(PACKAGE).parts
        if not (place[0] == "drawing" and len(place) > 1 and place[1] in OTHER_SHEETS):
            yield path


def test_there_are_words_to_look_for() -> None:
    assert len(REPLACED) > 25
    assert _odd("Số liệu do Cơ quan tổng hợp chấp nhận riêng") == {"cơ quan tổng hợp", "chấp nhận riêng"}


@pytest.mark.parametrize("path", list(_modules()), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_module_says_an_old_word(path: Path) -> None:
    name = path.relative_to(ROOT).as_posix()
    quoted = {"hàng ngày"} if name.startswith("xlpy/rules/") or name == "xlpy/core/forms.py" else set()
    said = {word for text in _shown(path) for word in _odd(text)}
    assert said - READ_NOT_SAID.get(name, frozenset()) - quoted == set()


@pytest.mark.parametrize("page", ["cai-dat.md", "bao-mat.md", "huong-dan.md", "thu-tren-windows.md"])
def test_no_page_for_the_office_says_an_old_word(page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    # What stands on a button or on a sheet is called as it stands there.
    for label in ("Nhập tay", "Bị từ chối"):
        text = (
            text.replace(f"**{label}**", "")
            .replace(f"| × {label} ", "")
            .replace(f"| ♦ {label} ", "")
            .replace(f"ô vàng {label}", "")
        )
        text = text.replace(f"các ô {label}", "").replace(f"kể cả {label}", "")
    assert _odd(text) == set()


def test_no_page_of_a_rule_says_an_old_word(plan_data: dict[str, object]) -> None:
    for name, text in pages(plan_data).items():
        assert _odd(text) - {"hàng ngày"} == set(), name
