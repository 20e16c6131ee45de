"""A letter's head as a mail program reads it: nothing of what was written is lost on the way."""

from email import message_from_bytes
from email.header import decode_header, make_header
from email.parser import BytesParser
from email.policy import default
from email.utils import getaddresses

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from xlpy.core.plan.plan import Plan
from xlpy.core.text import tidy
from xlpy.drawing.mail.answers import AnswerKind
from xlpy.drawing.mail.message import Addressing, draw_draft
from xlpy.shipped import shipped

WORDS = (
    "cần",
    "lưu",
    "ý,",
    "huyện",
    "Bù",
    "Gia",
    "Mập",
    "22/5/2023",
    "report",
    "(8/11",
    "=?utf-8?b?",
    "ữ" * 30,
    "x" * 30,
)
SUBJECTS = [shipped(kind.template).read_text(encoding="utf-8").splitlines()[0] for kind in AnswerKind]
SUBJECTS.append(shipped("templates/thu.txt").read_text(encoding="utf-8").splitlines()[0])


def read_in_two_ways(subject: str) -> tuple[str, str]:
    """As the old and the new reader of the standard library have it: each decodes by rules of its own."""
    draft = draw_draft(Addressing("a@b.vn", ("c@d.vn",), (), subject), "Kính gửi")
    head = draft.partition(b"\r\n\r\n")[0].decode("ascii")
    assert max(map(len, head.split("\r\n"))) <= 78
    raw = message_from_bytes(draft)["Subject"].replace("\r\n", "").strip()  # as RFC 5322 unfolds
    return str(make_header(decode_header(raw))), str(BytesParser(policy=default).parsebytes(draft)["Subject"])


@given(st.lists(st.sampled_from(WORDS[:-3]), min_size=1, max_size=60).map(" ".join))
@example("Đã tổng hợp báo cáo ngày 22/5/2023 của huyện Bù Gia Mập, có điều cần lưu ý")
def test_a_subject_of_any_length_loses_no_space_where_it_is_folded(subject: str) -> None:
    assert read_in_two_ways(subject) == (subject, subject)


@given(st.lists(st.sampled_from((*WORDS[:-3], "ữ" * 30)), min_size=1, max_size=30).map(" ".join))
def test_a_word_longer_than_a_line_is_folded_within_it(subject: str) -> None:
    assert read_in_two_ways(subject) == (subject, subject)


@pytest.mark.parametrize("template", SUBJECTS)
def test_the_subject_of_every_letter_says_what_was_meant_for_every_unit(plan: Plan, template: str) -> None:
    names = [
        name for unit in plan.senders for each in unit.walk() for name in (each.name, f"{each.name} tỉnh Bình Phước")
    ]
    for name in dict.fromkeys(names):
        subject = tidy(template.partition(":")[2].replace("{đơn vị}", name).replace("{ngày}", "02/6/2023"))
        assert read_in_two_ways(subject) == (subject, subject)


@given(
    st.lists(st.sampled_from(("Phòng", "Tư pháp", "huyện", "Bù Gia Mập", "ngày 22", "Van phong", "ữ" * 30)), min_size=1)
)
def test_the_name_beside_an_address_loses_no_space(words: list[str]) -> None:
    name = " ".join(words)
    to = (f'"{name}" <c@d.vn>', "e@f.vn", "Van phong <g@h.vn>")
    raw = message_from_bytes(draw_draft(Addressing("a@b.vn", to, (), "Thư"), "Kính gửi"))["To"]
    told = [(str(make_header(decode_header(shown))), address) for shown, address in getaddresses([raw])]
    assert told == [(name, "c@d.vn"), ("", "e@f.vn"), ("Van phong", "g@h.vn")]
