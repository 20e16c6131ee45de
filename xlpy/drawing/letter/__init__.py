"""The office's letter to the one who gets the day's report: a BÁO CÁO in Word, from a template that it may restyle.

This module loads Word's libraries (0.2 s): import it only where a letter is written.
"""

from io import BytesIO
from typing import Any

from docx.oxml import parse_xml
from docxtpl import DocxTemplate
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from xlpy.core.before import NOTHING, Before
from xlpy.core.consolidate import Standing
from xlpy.core.plan.plan import Plan
from xlpy.drawing.faults import OR_ANEW, TemplateError, template_error
from xlpy.drawing.letter.marks import environment, read_marks, spelled
from xlpy.drawing.letter.package import saved
from xlpy.drawing.letter.rulings import fit_rules
from xlpy.drawing.letter.values import TABLE, letter_values
from xlpy.drawing.outside import must_stay_inside


class _Letter(DocxTemplate):  # type: ignore[misc]
    """A template that says so where its marks would tear the document."""

    def fix_tables(self, xml: str) -> Any:
        parse_xml(xml)  # docxtpl's own parser leaves out what it cannot read
        return super().fix_tables(xml)

    def render_properties(self, context: Any, jinja_env: Any = None) -> None:
        """The file's title and author are no place for marks: nobody sees them there to mend."""


def draw_letter(
    template: bytes,
    name: str,
    plan: Plan,
    standing: Standing,
    number: int | None = None,
    anchor: str = "",
    before: Before = NOTHING,
) -> bytes:
    """The letter of a day, the same bytes each time. `name` is the template's file name, for messages.

    `number` is that of the letter in the office's register; without it, room is left for it. `anchor` is the short
    hash of the journal's last run of the day, `before` what that run knew of earlier days. Raises TemplateError.
    """
    must_stay_inside(template, name)
    letter, made = _open(template, name), environment()
    marks, faults = read_marks(letter, made)
    if faults:
        raise template_error(name, {"": faults})
    values = letter_values(plan, standing, number, anchor, before)
    rows = [{column: _literal(text) for column, text in spelled(marks.columns, row).items()} for row in values.rows]
    texts = {mark: _literal(text) for mark, text in values.texts.items()}
    _render(letter, spelled(marks.names, {**texts, TABLE: rows}), made, name)
    fit_rules(letter.docx)
    return saved(letter)


def _open(template: bytes, name: str) -> _Letter:
    letter = _Letter(BytesIO(template))
    try:
        letter.render_init()
    except Exception as error:  # a broken package makes the reader raise anything; to the office it is one thing
        raise TemplateError(
            f"{name}: không đọc được tệp mẫu. Mở tệp bằng Word rồi lưu lại dạng .docx, {OR_ANEW}"
        ) from error
    return letter


def _literal(text: str) -> Markup:
    """A text that nothing on the way takes for XML or for a mark: docxtpl looks for braces in what it has filled in."""
    return Markup(str(escape(text)).translate({ord(letter): f"&#{ord(letter)};" for letter in "{}%"}))


def _render(letter: _Letter, values: dict[str, Any], made: SandboxedEnvironment, name: str) -> None:
    try:
        letter.render(values, made)
    except SyntaxError as error:
        raise TemplateError(
            f"{name}: có dấu điều kiện hoặc dấu lặp mở ở đoạn này mà đóng ở đoạn khác. Viết {{%p if … %}} và "
            "{%p endif %} (trong bảng: {%tr for … %} và {%tr endfor %}), mỗi dấu một đoạn riêng, "
            f"{OR_ANEW}"
        ) from error
    except Exception as error:  # what an office calculates in a mark may go wrong in any way
        raise TemplateError(
            f"{name}: không điền được văn bản vì có dấu tính toán sai ({error}). Chỉ dùng tên dấu như trong mẫu gốc, "
            f"không tính toán trong dấu, {OR_ANEW}"
        ) from error
