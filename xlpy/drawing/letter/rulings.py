"""The rules under the lines of a letter's head, as long as the format asks: all of the line above, or a part of it."""

from collections.abc import Mapping
from typing import Any

from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from xlpy.drawing.letter.styles import FULL_RULE, PART_RULE
from xlpy.drawing.letters import last_line, line_width

_SHARES: Mapping[str, float] = {PART_RULE: 0.4, FULL_RULE: 1.0}
"""Nghị định 30/2020/NĐ-CP: a third to a half under the agency and the subject, all of it under the motto."""


def fit_rules(document: Any) -> None:
    """Indent every rule of a python-docx document so that it is as long as its style says, centred under its line."""
    for element in document.element.body.iter(qn("w:p")):
        rule = Paragraph(element, document._body)
        share = _SHARES.get(rule.style.name or "") if rule.style is not None else None
        above = element.getprevious()
        if share is None or above is None or above.tag != qn("w:p"):
            continue
        line, room = Paragraph(above, document._body), _room(document, element)
        size, bold = _letters(line)
        left, right = (_points(line, side) for side in ("left_indent", "right_indent"))
        free = room - left - right
        length = share * line_width(last_line(line.text, free, size, bold), size, bold)
        margin = max(0.0, (free - length) / 2)
        rule.paragraph_format.left_indent, rule.paragraph_format.right_indent = Pt(left + margin), Pt(right + margin)


def _room(document: Any, element: Any) -> float:
    """Points between the edges that a paragraph's indents are counted from."""
    cell = next(element.iterancestors(qn("w:tc")), None)
    if cell is not None and cell.width is not None:
        return float(cell.width.pt)
    section = document.sections[0]
    return float((section.page_width - section.left_margin - section.right_margin) / Pt(1))


def _letters(line: Paragraph) -> tuple[float, bool]:
    """Size in points and weight of a line's letters: what its first run says, or else its style."""
    fonts = [run.font for run in line.runs if run.text.strip()][:1]
    style: Any = line.style
    while style is not None:
        fonts.append(style.font)
        style = style.base_style
    size = next((font.size.pt for font in fonts if font.size is not None), _BASE)
    return size, next((font.bold for font in fonts if font.bold is not None), False)


_BASE = 14.0
"""What the letter's defaults say."""


def _points(line: Paragraph, side: str) -> float:
    own = getattr(line.paragraph_format, side)
    style: Any = line.style
    while own is None and style is not None:
        own, style = getattr(style.paragraph_format, side), style.base_style
    return float(own.pt) if own is not None else 0.0
