"""The house rules that no linter knows: docstrings, short modules, a glossary that is true, a light start."""

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

import xlpy

PACKAGE = Path(xlpy.__file__).parent
GLOSSARY = PACKAGE.parent / "docs" / "glossary.md"
MODULES = sorted(PACKAGE.rglob("*.py"))
CORE = [path for path in MODULES if path.parent.name == "core"]
LONGEST = 400
HEAVY = {
    "pandas",
    "openpyxl",
    "jsonschema",
    "xlwings",
    "numpy",
    "rich",
    "email",
    "docx",
    "docxtpl",
    "jinja2",
    "lxml",
    "imapclient",
    "keyring",
}
"""What a shell verb must not load: each costs more time than all the rest of a run."""


def _name(path: Path) -> str:
    return path.relative_to(PACKAGE.parent).as_posix()


@cache
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _offending(paths: Iterable[Path], lines: Callable[[ast.AST], list[int]]) -> dict[str, list[int]]:
    """Modules with lines that break a rule; one test looks at them all, since to run a test costs more than to look."""
    return {_name(path): found for path in paths if (found := lines(_parsed(path)))}


def _public(tree: ast.Module) -> Iterator[ast.ClassDef | ast.FunctionDef]:
    """Public classes and functions of a module."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def test_a_module_says_what_it_is_for() -> None:
    assert [_name(path) for path in MODULES if not ast.get_docstring(_parsed(path))] == []


def test_a_module_can_be_read_in_one_sitting() -> None:
    lines = {_name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {name: count for name, count in lines.items() if count > LONGEST} == {}


def test_what_the_core_offers_is_explained() -> None:
    offered = {(_name(path), node.name): node for path in CORE for node in _public(_parsed(path))}
    assert [name for name, node in offered.items() if not ast.get_docstring(node)] == []


def test_the_glossary_has_every_class_of_the_core() -> None:
    told = set(re.findall(r"`(\w+)", GLOSSARY.read_text(encoding="utf-8")))
    classes = {node.name for path in CORE for node in _public(_parsed(path)) if isinstance(node, ast.ClassDef)}
    assert classes - told == set()


def _rows() -> Iterator[tuple[str, list[str], list[str]]]:
    """The glossary's rows: term, names in the code, places relative to the package."""
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) == 6 and cells[1] not in ("Vietnamese", "---"):
            yield cells[1], re.findall(r"`([^`]+)`", cells[2]), re.findall(r"`([^`]+)`", cells[4])


def _words(place: str) -> set[str]:
    """The words of a module, or of all modules of a subpackage."""
    path = PACKAGE / place
    files = path.rglob("*.py") if path.is_dir() else [path]
    return {word for file in files for word in re.findall(r"\w+", file.read_text(encoding="utf-8"))}


def test_the_glossary_is_true() -> None:
    rows = list(_rows())
    assert rows
    for term, names, places in rows:
        assert names, term
        words = set().union(*map(_words, places))
        assert set(names) <= words, f"{term}: not in {places}"


def test_the_glossary_has_no_word_that_nobody_uses() -> None:
    texts = [*MODULES, *(PACKAGE / "plans").glob("*.json")]
    said = "\n".join(path.read_text(encoding="utf-8") for path in texts).casefold()
    first = {re.split(r"[,;:…(]", term)[0].strip(' "').casefold() for term, _, _ in _rows()}
    assert {word for word in first if word not in said} == set()


def _loaded(script: str, *arguments: str) -> set[str]:
    """Top-level modules that a script has loaded by its end, as the last line of what it prints."""
    script += "\nimport json, sys\nprint()\nprint(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent), "PYTHONIOENCODING": "utf-8"},
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_the_shell_starts_light() -> None:
    loaded = _loaded("import xlpy.cli")
    assert "xlpy" in loaded
    assert loaded & (HEAVY | {"xlsxwriter", "python_calamine", "sqlite3"}) == set()


def test_a_merge_loads_nothing_heavy(tmp_path: Path) -> None:
    # A whole run with files, so that what is imported only on the way is seen too.
    folder = str(tmp_path / "demo")
    loaded = _loaded("import sys, xlpy.cli\nxlpy.cli.main(['dung-thu', '--ra', sys.argv[1]])", folder)
    assert "xlsxwriter" in loaded
    merge = "import sys, xlpy.cli\nxlpy.cli.main(['tong-hop', '-C', sys.argv[1], '--ngay', '2023-05-22', '--json'])"
    assert loaded & HEAVY == set()
    assert _loaded(merge, folder) & HEAVY == set()


def test_reading_workbooks_loads_nothing_heavy() -> None:
    loaded = _loaded("import xlpy.doors.files.workbook")
    assert "python_calamine" in loaded
    assert loaded & (HEAVY | {"xlsxwriter", "sqlite3"}) == set()


# -- what Windows takes differently ----------------------------------------------------------------------------------

_TEXT_MODE = re.compile(r"[rwax]t?\+?t?")
_STARTS = {"run", "Popen", "check_output", "check_call", "call"}
OURS = [*MODULES, *sorted(Path(__file__).parent.rglob("*.py"))]
"""The package and its tests."""


def _calls(tree: ast.AST) -> Iterator[tuple[str, str, ast.Call, dict[str | None, object]]]:
    """Calls: the name called, the name before its dot, the node, its keywords' constant values."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called, on = node.func, ""
            if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
                on = called.value.id
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            yield name, on, node, {word.arg: getattr(word.value, "value", ...) for word in node.keywords}


def _mode(node: ast.Call, named: dict[str | None, object], place: int, default: str) -> object:
    if "mode" in named:
        return named["mode"]
    return getattr(node.args[place], "value", ...) if len(node.args) > place else default


def texts_without_encoding(tree: ast.AST) -> list[int]:
    """Lines that read or write text and leave its encoding to the system: cp1252 or cp1258 on Windows."""
    found = []
    for name, on, node, named in _calls(tree):
        if "encoding" in named or None in named:
            continue
        mode: object = b""
        if name in ("read_text", "write_text"):
            mode = "r" if len(node.args) < (1 if name == "read_text" else 2) else b""
        elif name == "open" and isinstance(node.func, ast.Attribute) and on not in ("io", "os"):
            mode = _mode(node, named, 0, "r")
        elif name == "fdopen" or (name == "open" and on != "os"):
            mode = _mode(node, named, 1, "r")
        elif name in ("TemporaryFile", "NamedTemporaryFile"):
            mode = str(_mode(node, named, 0, "w+b"))
        elif name in _STARTS and (named.get("text") or named.get("universal_newlines")):
            mode = "r"
        if isinstance(mode, str) and _TEXT_MODE.fullmatch(mode):
            found.append(node.lineno)
    return found


def formats_with_letters(tree: ast.AST) -> list[int]:
    """Lines that format with letters outside ASCII in the format itself, which strftime on Windows may refuse."""
    found = []
    for node in ast.walk(tree):
        texts: list[object] = []
        if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            texts = [getattr(part, "value", "") for part in ast.walk(node.format_spec)]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
            texts = re.findall(r"\{\w*:([^{}]*%[A-Za-z][^{}]*)\}", str(getattr(node.func.value, "value", "")))
        elif isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            specs = node.args if name == "strftime" else node.args[1:] if name == "format" else []
            texts = [getattr(spec, "value", "") for spec in specs]
        if any(isinstance(text, str) and not text.isascii() for text in texts):
            found.append(getattr(node, "lineno", 0))
    return found


def test_a_text_file_is_read_and_written_in_a_named_encoding() -> None:
    assert _offending(OURS, texts_without_encoding) == {}


def test_a_format_has_no_letters_that_windows_refuses() -> None:
    assert _offending(OURS, formats_with_letters) == {}


@pytest.mark.parametrize(
    "line",
    [
        "open('a')",
        "open('a', 'w')",
        "path.open()",
        "path.open('rt')",
        "path.read_text()",
        "path.write_text('a')",
        "os.fdopen(3, 'w')",
        "tempfile.NamedTemporaryFile('w')",
        "subprocess.run(['a'], text=True)",
        "io.open('a')",
    ],
)
def test_a_text_without_its_encoding_is_seen(line: str) -> None:
    assert texts_without_encoding(ast.parse(line)) == [1]


@pytest.mark.parametrize(
    "line",
    ["open('a', 'rb')", "path.open('ab')", "path.read_text('ascii')", "archive.open(info)", "os.open('a', 0)", "f(*a)"],
)
def test_what_is_no_text_needs_no_encoding(line: str) -> None:
    assert texts_without_encoding(ast.parse(line)) == []


@pytest.mark.parametrize(
    "line", ["f'{hour:%H giờ %M}'", "hour.strftime('%H giờ')", "format(hour, '%H giờ')", "'{:%d tháng}'.format(day)"]
)
def test_a_format_with_letters_is_seen(line: str) -> None:
    assert formats_with_letters(ast.parse(line))
    assert formats_with_letters(ast.parse("f'{hour:%H} giờ {hour:%M}'")) == []


def programs_by_name(tree: ast.AST) -> list[int]:
    """Lines that let the system find a program: on Windows, and by some search paths, in the current folder first."""
    found = []
    for name, on, node, _ in _calls(tree):
        words = node.args[0].elts if node.args and isinstance(node.args[0], ast.List | ast.Tuple) else []
        first = words[0] if words else None
        if isinstance(first, ast.Starred) and isinstance(first.value, ast.Tuple | ast.List):
            first = first.value.elts[0]
        bare = isinstance(first, ast.Constant) and not str(first.value).startswith("/")
        if name == "which" or (name in _STARTS and on == "subprocess" and bare):
            found.append(node.lineno)
    return found


def test_a_program_is_started_by_its_whole_path() -> None:
    assert _offending(MODULES, programs_by_name) == {}


def test_a_program_started_by_its_bare_name_is_seen() -> None:
    for line in ("shutil.which('soffice')", "subprocess.run(['taskkill', '/F'])", "subprocess.Popen(('sh', '-c'))"):
        assert programs_by_name(ast.parse(line)) == [1]
    assert programs_by_name(ast.parse("subprocess.run([program, '-c'])")) == []
