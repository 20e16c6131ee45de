"""Templates that would fetch something from elsewhere are refused by name; a restyled one is not."""

import re
from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest

from xlpy.drawing.faults import TemplateError
from xlpy.drawing.outside import must_stay_inside
from xlpy.drawing.shipping import parts
from xlpy.shipped import shipped

WORD, BOOK = "templates/bao-cao.docx", "templates/bao-cao.xlsx"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def changed(template: str, part: str, change: Callable[[bytes], bytes]) -> bytes:
    package = parts(shipped(template).read_bytes())
    package[part] = change(package.get(part, b""))
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, data in package.items():
            archive.writestr(name, data)
    return packed.getvalue()


def linked(kind: str, target: str, mode: str = ' TargetMode="External"') -> Callable[[bytes], bytes]:
    line = f'<Relationship Id="rIdX" Type="{_DOCUMENT}/{kind}" Target="{target}"{mode}/>'
    return lambda data: data.replace(b"</Relationships>", line.encode() + b"</Relationships>")


def field(*words: str) -> Callable[[bytes], bytes]:
    pieces = "".join(f'<w:r><w:instrText xml:space="preserve">{word}</w:instrText></w:r>' for word in words)
    whole = (
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{pieces}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    return lambda data: re.sub(rb"(<w:body[^>]*>)", rb"\1" + whole.encode(), data, count=1)


def simple(words: str) -> Callable[[bytes], bytes]:
    whole = f'<w:p><w:fldSimple w:instr="{words}"/></w:p>'.encode()
    return lambda data: re.sub(rb"(<w:body[^>]*>)", rb"\1" + whole, data, count=1)


@pytest.mark.parametrize("template", [WORD, BOOK])
def test_what_is_shipped_stays_inside(template: str) -> None:
    must_stay_inside(shipped(template).read_bytes(), template)


@pytest.mark.parametrize(
    ("template", "part", "change", "told"),
    [
        (
            WORD,
            "word/_rels/document.xml.rels",
            linked("attachedTemplate", "http://x.example/a.dotm"),
            "mẫu nằm ngoài tệp",
        ),
        (WORD, "word/_rels/document.xml.rels", linked("image", "http://x.example/a.png"), "ảnh nằm ngoài tệp"),
        (WORD, "word/_rels/document.xml.rels", linked("oleObject", "embeddings/o.bin", ""), "đối tượng nhúng"),
        (WORD, "word/_rels/document.xml.rels", linked("vbaProject", "vbaProject.bin", ""), "macro"),
        (WORD, "word/document.xml", field(" DDEAUTO cmd &quot;/c x&quot;"), "trường DDEAUTO"),
        (
            WORD,
            "word/document.xml",
            field(" INCLUDE", "PICTURE &quot;http://x.example/a.png&quot;"),
            "trường INCLUDEPICTURE",
        ),
        (WORD, "word/document.xml", simple("INCLUDETEXT c:/a.docx"), "trường INCLUDETEXT"),
        (
            BOOK,
            "xl/_rels/workbook.xml.rels",
            linked("externalLink", "externalLinks/externalLink1.xml", ""),
            "liên kết tới tệp khác",
        ),
        (BOOK, "xl/_rels/workbook.xml.rels", linked("connections", "connections.xml", ""), "kết nối dữ liệu"),
    ],
    ids=[
        "template",
        "picture",
        "object",
        "macro",
        "dde",
        "picture by field",
        "text by field",
        "workbook",
        "connection",
    ],
)
def test_a_template_that_reaches_out_is_refused_by_name(
    template: str, part: str, change: Callable[[bytes], bytes], told: str
) -> None:
    with pytest.raises(TemplateError) as caught:
        must_stay_inside(changed(template, part, change), template)
    assert str(caught.value).startswith(f"{template}: có ") and told in str(caught.value)


def test_a_link_that_somebody_may_click_is_no_fault() -> None:
    must_stay_inside(changed(WORD, "word/_rels/document.xml.rels", linked("hyperlink", "https://x.example/")), WORD)
    must_stay_inside(changed(WORD, "word/document.xml", field(" PAGE ")), WORD)
