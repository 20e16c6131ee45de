"""The marks of the letter's template: what an office lost, misspelt or broke while restyling it in Word, and where."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateSyntaxError, meta, nodes
from jinja2.sandbox import SandboxedEnvironment

from xlpy.core.text import clipped, key
from xlpy.drawing.faults import Fault
from xlpy.drawing.letter.values import ANCHOR, COLUMNS, FORMERLY, NEEDED, OPTIONAL, TABLE, TABLE_MEANING

_MARK = re.compile(r"\{\{(?P<value>.*?)\}\}|\{%(?P<word>.*?)%\}|\{#.*?#\}", re.DOTALL)
_LOOSE = re.compile(r"\{[{%#]|[}%#]\}")
_PLACE = re.compile(r"^(?:r|p|tr|tc)\s")
"""What docxtpl puts before a mark that stands for a whole run, paragraph, row or cell."""
_AROUND = {"if": "{% endif %}", "for": "{% endfor %}"}
_HEADERS = (DocxTemplate.HEADER_URI, DocxTemplate.FOOTER_URI)


class Marks(NamedTuple):
    """The marks of a template as it spells them: names, and the columns of the table's rows."""

    names: frozenset[str]
    columns: frozenset[str]


def environment() -> SandboxedEnvironment:
    """What the marks may do: a template comes by mail or from a shared folder, and must not run code.

    Without jinja's own helpers, so that a name which is no mark of ours is told.
    """
    made = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    made.globals.clear()
    return made


def read_marks(template: Any, made: SandboxedEnvironment) -> tuple[Marks, Sequence[Fault]]:
    """The marks of a docxtpl template, and everything that is wrong with them."""
    if broken := list(_broken(_texts(template), made)):
        return Marks(frozenset(), frozenset()), broken
    try:
        trees = [made.parse(template.patch_xml(xml)) for xml in _xmls(template)]
    except TemplateSyntaxError:
        pair = "{%p if … %} và {%p endif %}, {%tr for … %} và {%tr endfor %}"
        told = "các dấu điều kiện và dấu lặp không đi thành cặp"
        return Marks(frozenset(), frozenset()), [Fault(told, "xem lại", pair, "so với mẫu gốc")]
    names = frozenset(name for tree in trees for name in meta.find_undeclared_variables(tree))
    columns = frozenset(column for tree in trees for column in _columns(tree))
    today = {key(old): key(new) for old, new in FORMERLY.items()}
    printed = {today.get(key(name), key(name)) for tree in trees for name in _printed(tree)}
    strange = _strange(names, (*NEEDED, *FORMERLY, *OPTIONAL, ANCHOR, TABLE))
    return Marks(names, columns), [*_lost(printed), *strange, *_strange_columns(columns)]


def spelled(names: Iterable[str], values: Mapping[str, Any]) -> dict[str, Any]:
    """Values by the names as the template spells them: accents composed or not, capital or small."""
    by_key = {key(name): value for name, value in values.items()}
    return {name: by_key[key(name)] for name in names}


def _xmls(template: Any) -> Iterator[str]:
    yield template.get_xml()
    for uri in _HEADERS:
        for _, part in template.get_headers_footers(uri):
            yield template.get_part_xml(part)


def _texts(template: Any) -> Iterator[str]:
    """The text of every paragraph, in boxes and headers too."""
    for xml in _xmls(template):
        for paragraph in parse_xml(xml).iter(qn("w:p")):
            yield "".join(text.text or "" for text in paragraph.iter(qn("w:t")))


def _broken(texts: Iterable[str], made: SandboxedEnvironment) -> Iterator[Fault]:
    """Marks that are not closed in their paragraph, or whose inside makes no sense."""
    for text in texts:
        for mark in _MARK.finditer(text):
            if not _makes_sense(mark, made):
                yield _mistyped(mark[0])
        rest = _MARK.sub("…", text)
        if loose := _LOOSE.search(rest):
            yield _mistyped(rest[max(0, loose.start() - 20) : loose.end() + 20].strip())


def _makes_sense(mark: re.Match[str], made: SandboxedEnvironment) -> bool:
    try:
        if mark["value"] is not None:
            made.compile_expression(_straight(_PLACE.sub("", mark["value"].lstrip())))
        if mark["word"] is not None:
            inside = _straight(_PLACE.sub("", mark["word"].strip(" -")))
            word, _, rest = inside.partition(" ")
            if word == "elif":
                made.compile_expression(rest)
            elif word in _AROUND:
                made.parse(f"{{% {inside} %}}{_AROUND[word]}")
            else:
                return word in ("else", "endif", "endfor")
    except TemplateSyntaxError:
        return False
    return True


def _straight(text: str) -> str:
    """With the quotation marks that Word has made curly; docxtpl does the same."""
    return re.sub("[“”]", '"', re.sub("[‘’]", "'", text))


def _mistyped(mark: str) -> Fault:
    told = f"có dấu viết hỏng “{clipped(mark, 60)}”"
    return Fault(told, "viết lại", f"“{clipped(mark, 60)}”", "như trong mẫu gốc (tên dấu viết liền bằng gạch dưới)")


def _printed(tree: nodes.Template) -> Iterator[str]:
    """The names whose values come out: what only decides does not. For the table it is enough to go through it."""
    for output in tree.find_all(nodes.Output):
        yield from (name.name for name in output.find_all(nodes.Name))
    yield from (loop.iter.name for loop in tree.find_all(nodes.For) if isinstance(loop.iter, nodes.Name))


def _columns(tree: nodes.Template) -> Iterator[str]:
    """The columns named of the table's rows."""
    for loop in tree.find_all(nodes.For):
        row = loop.target.name if isinstance(loop.target, nodes.Name) else None
        for part in loop.find_all(nodes.Getattr):
            if isinstance(part.node, nodes.Name) and part.node.name == row:
                yield part.attr


def _lost(printed: set[str]) -> Iterator[Fault]:
    for name, meaning in NEEDED.items():
        if key(name) not in printed:
            yield Fault(f"thiếu {_shown(name)} ({meaning})", "gõ lại", _shown(name), "vào chỗ muốn ghi trong văn bản")
    if TABLE not in printed:
        whole = f"{{%tr for dòng in {TABLE} %}}"
        yield Fault(f"thiếu {whole} ({TABLE_MEANING})", "chép lại", "bảng số liệu", "từ mẫu gốc")


def _strange(names: Iterable[str], known: Iterable[str]) -> Iterator[Fault]:
    there = set(map(key, known))
    for name in sorted(names):
        if key(name) not in there:
            yield Fault(f"có dấu {_shown(name)} mà văn bản không biết", "xoá hoặc viết lại", _shown(name))


def _strange_columns(columns: Iterable[str]) -> Iterator[Fault]:
    known = ", ".join(COLUMNS)
    for column in sorted(columns):
        if key(column) not in map(key, COLUMNS):
            told = f"bảng số liệu có cột “{clipped(column, 40)}” mà văn bản không biết"
            yield Fault(told, "viết lại", f"“{clipped(column, 40)}”", f"thành một trong các cột: {known}")


def _shown(name: str) -> str:
    return f"{{{{ {clipped(name, 40)} }}}}"
