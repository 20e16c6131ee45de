"""The report's template as an office restyled it in a spreadsheet program, read back as changes to the default look."""

import warnings
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import cache
from io import BytesIO
from typing import Any, NamedTuple, TypeAlias

from xlpy.core.forms import FORM_01
from xlpy.core.text import clipped, key
from xlpy.drawing.faults import OR_ANEW, Fault, TemplateError, template_error
from xlpy.drawing.outside import must_stay_inside
from xlpy.drawing.report.layout_1_template import TEMPLATE_1
from xlpy.drawing.report.layout_2_template import TEMPLATE_2
from xlpy.drawing.report.look import LAYOUT, LAYOUT_NOW, marks_of
from xlpy.drawing.report.marks import Template
from xlpy.drawing.report.template import TEMPLATE, draw_template
from xlpy.drawing.styles import cell_format, page, palette, widths
from xlpy.shipped import shipped

_ROWS, _COLUMNS = 200, 60
"""Where marks are looked for: a format may reach to the last row of the sheet."""
_ALLOWANCE = {"widths": 0.2, "heights": 0.5, "pages": 0.02}
"""What programs change by rounding when they save: characters, points, inches."""

_Values: TypeAlias = dict[tuple[str, ...], Any]
"""A look as (part, name, …) → value."""


class _Sheet(NamedTuple):
    """A sheet with the cells that show its roles."""

    sheet: Any
    cells: Mapping[str, Any]
    faults: Sequence[Fault]


def read_template(data: bytes, name: str) -> dict[str, Any]:
    """What a restyled template changes, as it is kept with a run's plan. Raises TemplateError.

    It is compared with the template drawn here and read by the same reader, so that only what a person changed
    differs. One of the first layout keeps reports in that layout: what was restyled has no place in another.
    """
    if _untouched(data):
        return {LAYOUT: LAYOUT_NOW}
    must_stay_inside(data, name)
    theirs = _open(data, name)
    titles = {key(title): title for title in theirs.sheetnames}
    template = _template_of(titles)
    layout, ours = template.layout, _drawn_here(template is TEMPLATE_1)
    if lost := [title for title in layout.sheets.values() if key(title) not in titles]:
        raise TemplateError(
            f"{name}: thiếu trang {' và '.join(f'“{title}”' for title in lost)}; "
            f"tệp có: {', '.join(clipped(title) for title in theirs.sheetnames)}. "
            f"Đặt lại tên trang cho đúng, {OR_ANEW}"
        )
    drawn = {sheet: _find(template, sheet, ours[title]) for sheet, title in layout.sheets.items()}
    found = {
        sheet: _find(template, sheet, theirs[titles[key(title)]], known=set(map(key, _texts(ours[title]).values())))
        for sheet, title in layout.sheets.items()
    }
    if any(there.faults for there in found.values()):
        raise template_error(name, {layout.sheets[sheet]: there.faults for sheet, there in found.items()})
    told = {LAYOUT: LAYOUT_NOW} if template is not TEMPLATE_1 else {}
    return {**told, **_differences(_values(template, ours, drawn), _values(template, theirs, found))}


def _template_of(titles: Container[str]) -> Template:
    """The layout's template that has a workbook's sheets: the first one has a sheet that today's has not."""
    new, old = (set(map(key, one.layout.sheets.values())) for one in (TEMPLATE_2, TEMPLATE_1))
    is_old = any(title in titles for title in old - new) and not any(title in titles for title in new - old)
    return TEMPLATE_1 if is_old else TEMPLATE_2


@cache
def _drawn_here(first: bool) -> Any:
    """The template of the first layout, or of the others, read by the same reader. Kept, and only looked at: while the
    folder is watched, it is half of what each press spends on a restyled template."""
    return _open(draw_template(TEMPLATE_1 if first else TEMPLATE_2), TEMPLATE)


def _untouched(data: bytes) -> bool:
    try:
        return data == shipped(TEMPLATE).read_bytes()
    except OSError:
        return False


def _open(data: bytes, name: str) -> Any:
    from openpyxl import load_workbook  # type: ignore[import-untyped]  # 0.25 s: only for a restyled template

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts that openpyxl leaves out; none of them is of use here
            return load_workbook(BytesIO(data), keep_links=False)
    except Exception as error:  # a broken package makes the reader raise anything; to the office it is one thing
        raise TemplateError(
            f"{name}: không đọc được tệp mẫu. Mở tệp bằng Excel rồi lưu lại dạng .xlsx, {OR_ANEW}"
        ) from error


def _texts(sheet: Any) -> dict[Any, str]:
    """Cell → what was typed there."""
    rows = sheet.iter_rows(max_row=min(sheet.max_row, _ROWS), max_col=min(sheet.max_column, _COLUMNS))
    return {cell: str(cell.value) for row in rows for cell in row if cell.value is not None and str(cell.value).strip()}


def _find(template: Template, name: str, sheet: Any, known: Iterable[str] | None = None) -> _Sheet:
    """The cells of a sheet's roles. Texts that are neither marks nor `known` are faults: the report has no place."""
    texts = _texts(sheet)
    marks = {cell: set(marks_of(text)) for cell, text in texts.items()}
    layout = template.layout
    wanted = {role: set(marks_of(layout.look.words[role])) for role in layout.titles_of(name)}
    wanted |= {role: {key(mark)} for role, (mark, _) in template.marks.items() if role.startswith(f"{name}.")}
    cells: dict[str, Any] = {}
    for role, its in wanted.items():
        near = {cell: len(its & there) / len(its | there) for cell, there in marks.items() if its & there}
        free = [cell for cell in near if cell not in cells.values()]
        if free:
            cells[role] = max(free, key=lambda cell: near[cell])
    labels = {key(text): cell for cell, text in reversed(texts.items())}
    heads = dict(_heads(template, name))
    cells |= {role: labels[key(label)] for role, label in heads.items() if key(label) in labels}
    everywhere = set().union(*marks.values())
    faults = [
        *_lost_marks(template, wanted, everywhere),
        *(_lost_head(label) for role, label in heads.items() if role not in cells),
    ]
    if not faults:
        faults += _shared(template, wanted, cells)
    if known is not None:
        faults += _strays(template, name, texts, cells, {*known, *map(key, layout.heads[name].values())})
    return _Sheet(sheet, cells, faults)


def _heads(template: Template, name: str) -> Iterator[tuple[str, str]]:
    """The roles of the cells above the columns, each with the first label that shows it."""
    if name != "form":
        yield f"{name}.head", next(iter(template.layout.heads[name].values()))
        return
    for row, role in enumerate(("form.head_top", "form.head_kind", "form.head_measure")):
        yield role, next(cell.label for cell in FORM_01.header() if cell.top == row)


def _lost_marks(template: Template, wanted: Mapping[str, set[str]], there: set[str]) -> Iterator[Fault]:
    meanings = {role: {key(mark): (mark, told)} for role, (mark, told) in template.marks.items()}
    for role, its in wanted.items():
        told = meanings.get(role) or {key(mark): (mark, told) for mark, told in template.titles.items()}
        for mark, meaning in (told[mark] for mark in told if mark in its - there):
            yield Fault(f"thiếu {{{mark}}} ({meaning})", "gõ lại", f"{{{mark}}}", _where(template, role))


def _where(template: Template, role: str) -> str:
    if role in template.marks:
        return "vào ô muốn dùng kiểu chữ ấy"
    return f"vào ô tiêu đề “{clipped(template.layout.look.words[role], 40)}”"


def _lost_head(label: str) -> Fault:
    return Fault(f"thiếu chữ “{label}” ở đầu cột", "gõ lại", f"“{label}”", "vào ô đầu cột")


def _shared(template: Template, wanted: Mapping[str, set[str]], cells: Mapping[str, Any]) -> Iterator[Fault]:
    """All marks are there, but those of two roles in one cell."""
    for role in wanted.keys() - cells.keys():
        marks = template.marks
        mark = marks[role][0] if role in marks else next(m for m in template.titles if key(m) in wanted[role])
        yield Fault(f"{{{mark}}} đứng chung ô với dấu khác", "đưa", f"{{{mark}}}", "sang ô riêng")


def _strays(
    template: Template, name: str, texts: Mapping[Any, str], cells: Mapping[str, Any], known: set[str]
) -> Iterator[Fault]:
    layout = template.layout
    titles = {cells[role]: role for role in layout.titles_of(name) if role in cells}
    usable = {mark for role in layout.titles_of(name) for mark in marks_of(layout.look.words[role])}
    for cell, text in texts.items():
        if cell in titles:
            for mark in sorted(set(marks_of(text)) - usable):
                strange = f"{{{clipped(mark, 40)}}}"
                yield Fault(f"ô {cell.coordinate} có dấu {strange} mà báo cáo không biết", "xoá", strange)
        elif key(text) not in known:
            yield Fault(
                f"ô {cell.coordinate} có “{clipped(text, 40)}”, không vào được báo cáo",
                *("xoá chữ ở", f"ô {cell.coordinate}", "hoặc viết vào một ô tiêu đề"),
            )


def _values(template: Template, book: Any, sheets: Mapping[str, _Sheet]) -> _Values:
    """A template's look as one flat table, to be compared."""
    look, colours = template.layout.look, palette(book)
    values: _Values = {}
    for name, (sheet, cells, _) in sheets.items():
        for role, cell in cells.items():
            values |= {("cells", role, prop): value for prop, value in cell_format(cell, colours).items()}
            if role in look.words:
                values["words", role] = str(cell.value)
            if role in look.heights and (height := sheet.row_dimensions[cell.row].height):
                values["heights", role] = round(height, 2)
        left = cells["form.head_top" if name == "form" else f"{name}.head"].column
        there = widths(sheet)
        values |= {
            ("widths", name, head): there[place]
            for place, head in enumerate(template.layout.heads[name], left)
            if place in there
        }
        values |= {("pages", name, prop): value for prop, value in page(sheet).items()}
    return values


def _differences(mine: _Values, theirs: _Values) -> dict[str, Any]:
    """What is otherwise in `theirs`, as Look.of takes it."""
    changes: dict[str, Any] = {}
    for path, value in theirs.items():
        if not _same(path[0], mine.get(path), value):
            *parts, last = path
            inner = changes
            for part in parts:
                inner = inner.setdefault(part, {})
            inner[last] = value
    return changes


def _same(part: str, mine: Any, theirs: Any) -> bool:
    if isinstance(mine, int | float) and isinstance(theirs, int | float):
        return abs(mine - theirs) <= _ALLOWANCE.get(part, 0)
    return bool(mine == theirs)
