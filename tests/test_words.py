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
    "xlpy/core/office_book.py": frozenset({"chấp nhận riêng"}),
    "xlpy/core/plan/settings.py": frozenset({"cơ quan tổng hợp"}),
    "xlpy/rules/bounds.py": frozenset({"cộng dồn", "sức máy"}),
    "xlpy/drawing/words.py": frozenset({"bị từ chối", "nhập tay"}),
    "xlpy/drawing/mail/text.py": frozenset({"bị từ chối"}),
    "xlpy/drawing/report/layout_1.py": frozenset({"chấp nhận riêng", "cơ quan tổng hợp"}),
    "xlpy/drawing/report/layout_1_look.py": frozenset({"bị từ chối", "cách sửa", "cơ quan tổng hợp"}),
    "xlpy/drawing/report/layout_1_template.py": frozenset({"bị từ chối", "cách sửa", "cơ quan tổng hợp"}),
    "xlpy/drawing/report/layout_2.py": frozenset({"cơ quan tổng hợp"}),
    "xlpy/drawing/report/layout_2_look.py": frozenset({"cơ quan tổng hợp"}),
    "xlpy/drawing/report/layout_2_sentences.py": frozenset({"số nghiêng"}),
    "xlpy/drawing/report/layout_2_template.py": frozenset({"cơ quan tổng hợp"}),
    "xlpy/drawing/report/layout_3_sentences.py": frozenset({"nhịp nhập", "số nghiêng"}),
    "xlpy/drawing/report/layout_3_words.py": frozenset({"số nghiêng"}),
}
"""Old words that stay where they are: labels by which forms and older workbooks are read, the report as it was first laid
out, marks in templates that an office may have restyled."""


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


def test_there_are_words_to_look_for() -> None:
    assert len(REPLACED) > 25
    assert _odd("Số liệu do Cơ quan tổng hợp chấp nhận riêng") == {"cơ quan tổng hợp", "chấp nhận riêng"}


def test_no_module_says_an_old_word() -> None:
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        quoted = {"hàng ngày"} if name.startswith("xlpy/rules/") or name == "xlpy/core/forms.py" else set()
        said = {word for text in _shown(path) for word in _odd(text)}
        found[name] = said - READ_NOT_SAID.get(name, frozenset()) - quoted
    assert {name: words for name, words in found.items() if words} == {}


@pytest.mark.parametrize("page", ["cai-dat.md", "bao-mat.md", "huong-dan.md", "thu-tren-windows.md"])
def test_no_page_for_the_office_says_an_old_word(page: str) -> None:
    assert _odd((ROOT / "docs" / page).read_text(encoding="utf-8")) == set()


TEMPLATES = sorted((ROOT / "templates").rglob("*.txt"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_letter_says_an_old_word(path: Path) -> None:
    assert _odd(path.read_text(encoding="utf-8")) == set()


def test_no_page_of_a_rule_says_an_old_word(plan_data: dict[str, object]) -> None:
    for name, text in pages(plan_data).items():
        assert _odd(text) - {"hàng ngày"} == set(), name
