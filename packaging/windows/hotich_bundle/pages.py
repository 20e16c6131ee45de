"""Hướng dẫn as one HTML file, with its pictures, for a PC without Internet: the guide and every page that it leads to."""

import base64
import posixpath
import re
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

_FIRST = (
    "docs/huong-dan.md",
    "docs/ke-hoach-khac.md",
    "docs/cai-dat.md",
    "docs/bao-mat.md",
    "docs/quy-mo.md",
    "docs/thu-tren-windows.md",
    "docs/rules/README.md",
)
_LAST = ("CHANGELOG.md",)

_HEAD = """\
<!DOCTYPE html>
<html lang="vi">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Hướng dẫn Hotich</title>
<style>
body { max-width: 52em; margin: 1.5em auto; padding: 0 1em; font: 17px/1.5 "Segoe UI", Arial, sans-serif; color: #222 }
img { max-width: 100%; border: 1px solid #ccc }
table { border-collapse: collapse; margin: 1em 0 } th, td { border: 1px solid #bbb; padding: .3em .6em; text-align: left; vertical-align: top }
th { background: #f0f0f0 } code { background: #f2f2f2; padding: 0 .2em } pre { background: #f2f2f2; padding: .6em; overflow-x: auto }
blockquote { margin: .5em 0; padding-left: 1em; border-left: 4px solid #c90 }
section { border-top: 3px solid #888; margin-top: 3em } section:first-of-type { border: 0; margin: 0 }
nav { background: #f6f6f6; padding: .5em 1em }
@media print { nav { display: none } section { break-before: page } }
</style>
"""


class BrokenLink(Exception):
    """A page leads to a place that is not in the file."""


def guide(project: Path) -> str:
    """The whole file. Raises BrokenLink."""
    rules = sorted(
        path.relative_to(project).as_posix() for path in (project / "docs/rules").glob("[A-Z][A-Z][0-9]*.md")
    )
    names = (*_FIRST, *rules, *_LAST)
    pages = [_Page(project, name, names) for name in names]
    places = {place for page in pages for place in page.places}
    if lost := sorted(f"{page.name} → {goal}" for page in pages for goal in page.goals if goal not in places):
        raise BrokenLink("; ".join(lost))
    parts = [f'<a href="#{page.key}">{page.title}</a>' for page in pages if page.name not in rules]
    return f"{_HEAD}<nav>{' · '.join(parts)}</nav>\n{''.join(page.html for page in pages)}</html>\n"


class _Page:
    """One page as a section; its anchors begin with the page's own, since two pages may have a heading in common."""

    def __init__(self, project: Path, name: str, names: Sequence[str]) -> None:
        self.name, self.key, self._names = name, _key(name), names
        self._project = project
        self.goals: list[str] = []
        self.places = [self.key]
        self.title = self.key
        reader = MarkdownIt("commonmark", {"html": True}).enable("table")
        tokens = reader.parse((project / name).read_text(encoding="utf-8"))
        self._name_headings(tokens)
        for token in _walk(tokens):
            self._point(token)
        self.html = f'<section id="{self.key}">\n{reader.renderer.render(tokens, reader.options, {})}</section>\n'

    def _name_headings(self, tokens: Sequence[Token]) -> None:
        for opening, words in pairwise(tokens):
            if opening.type == "heading_open":
                place = f"{self.key}--{_slug(words.content)}"
                opening.attrSet("id", place)
                self.places.append(place)
                if opening.tag == "h1":
                    self.title = words.content

    def _point(self, token: Token) -> None:
        """Lead a link to its place in this file; put a picture into it."""
        if token.type == "image":
            path = self._project / posixpath.dirname(self.name) / str(token.attrGet("src"))
            token.attrSet("src", f"data:image/png;base64,{base64.b64encode(path.read_bytes()).decode('ascii')}")
        elif token.type == "link_open" and not re.match("[a-z]+:", target := str(token.attrGet("href"))):
            path_of, _, heading = target.partition("#")
            page = posixpath.normpath(posixpath.join(posixpath.dirname(self.name), path_of)) if path_of else self.name
            if page not in self._names:
                raise BrokenLink(f"{self.name} → {target}")
            goal = f"{_key(page)}--{unquote(heading)}" if heading else _key(page)
            self.goals.append(goal)
            token.attrSet("href", f"#{goal}")


def _walk(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _walk(token.children or ())


def _key(name: str) -> str:
    return "quy-tac" if name.endswith("rules/README.md") else posixpath.splitext(posixpath.basename(name))[0]


def _slug(words: str) -> str:
    """A heading's anchor, as code hosts make it: small letters, no signs, dashes for spaces."""
    return re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(guide(Path(sys.argv[1])), encoding="utf-8")
