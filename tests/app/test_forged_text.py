"""Whoever sends a file chooses its names and texts: none of them forges a line, turns the writing or fills a screen."""

import json
import re
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from urllib.parse import quote

import pytest
from openpyxl import load_workbook

from tests.kit.folders import FIRST, NOW, form, new_folder, put, works
from tests.kit.hostile import swapped, with_text
from tests.kit.letters import attached, letter
from xlpy.app.mail.answer import answer_units
from xlpy.core.plan.plan import Plan
from xlpy.core.source import LONGEST_SHEET, Source
from xlpy.core.text import LONGEST_TOLD, fill, one_line
from xlpy.shell.main import main
from xlpy.shell.one_screen import GOES_ON

FORGED = "Lỗi: giả"
EVIL = f"a&#10;{FORGED}&#13;{FORGED}&#x202E;b&#x9B;c&#x85;&#x2028;{FORGED}&#x200F;"
"""As XML has it: line ends, the control sequence introducer, a mark that turns the writing."""
UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069]")


def assert_honest(text: str, wrapped: str = "") -> None:
    """`wrapped`: what begins each line that only goes on with the one above it, in words broken to a width."""
    assert UNSEEN.search(text.replace("\r\n", "\n")) is None
    lines = (line for line in text.splitlines() if not wrapped or not line.startswith(wrapped))
    assert not any(line.lstrip().startswith(FORGED) for line in lines)


@pytest.mark.parametrize("name", [EVIL, "x" * 1_000_000, EVIL * 20_000], ids=["forged", "a megabyte", "both"])
def test_a_sheets_name_reaches_people_cut_and_on_one_line(
    name: str, plan: Plan, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = new_folder(tmp_path / "viec")
    data = form(plan, works(plan)[0]["696"], sheet="Sheet1")
    put(folder, "bu dang.xlsx", with_text(swapped(data, "xl/workbook.xml", ("Sheet1", name)), "D8", EVIL), plan, FIRST)
    words = ["tong-hop", "-C", str(folder.path), "--ngay", FIRST.isoformat()]
    for columns in range(60, 100, 3):
        monkeypatch.setenv("COLUMNS", str(columns))
        main(words)
        shell = capsys.readouterr()
        assert_honest(shell.out + shell.err, wrapped=GOES_ON)
    main([*words, "--json"])
    document = json.loads(capsys.readouterr().out)
    for finding in document["findings"]:
        for told in finding.values():
            assert_honest(str(told))
            assert len(str(told)) < 4 * LONGEST_TOLD
    for answer in answer_units(folder, FIRST, NOW):
        message = message_from_bytes(answer.path.read_bytes(), policy=default)
        body = message.get_body(("plain",))
        assert body is not None
        assert_honest(body.get_content())
    report = next(folder.reports(FIRST).glob("*.xlsx"))
    for sheet in load_workbook(report, read_only=True):
        for row in sheet.iter_rows(values_only=True):
            for told in row:
                assert_honest(str(told or ""))


def test_a_letters_names_reach_people_on_one_line(
    plan: Plan, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = new_folder(tmp_path / "viec")
    name = quote(f"a\n{FORGED}\u202e\x9b\u200f" + "x" * 500 + ".zip")
    put(
        folder,
        "thu.eml",
        letter(attached(b"PK\x03\x04", f"filename*=utf-8''{name}"), subject=f"Báo\u202ecáo \u200f{'y' * 3_000}"),
        plan,
        FIRST,
    )
    main(["tong-hop", "-C", str(folder.path), "--ngay", FIRST.isoformat(), "--json"])
    told = capsys.readouterr().out
    for finding in json.loads(told)["findings"]:
        assert_honest("\n".join(map(str, finding.values())))


def test_what_is_honest_stays_as_it_is() -> None:
    for text in ("Phụ lục  01", "Bu\u0300 Đăng", "a" * LONGEST_TOLD, ""):
        assert one_line(text) == text
    assert Source("a/b.xlsx", "Phụ lục 01", "B12") == ("a/b.xlsx", "Phụ lục 01", "B12")
    assert len(Source(sheet="a" * 10**6).sheet) == LONGEST_SHEET + 1
    assert fill("ghi “{read}”", {"read": "1\n2"}) == "ghi “1 2”"
