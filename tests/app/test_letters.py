"""Reports that come by mail, through real folders: whose they are, when they came, and that nothing is counted twice."""

import itertools
import json
import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.crafted import xls_of_numbers
from tests.kit.folders import FIRST, HANDS, SECOND, form, put, works
from tests.kit.folders import press as press_plainly
from tests.kit.hostile import locked, pack
from tests.kit.laws import law
from tests.kit.letters import UNIT_ADDRESS, attached, forwarded, letter, outlook, words
from xlpy.app.check import check
from xlpy.app.folder import CannotDo, Folder
from xlpy.app.merge.merge_day import Outcome
from xlpy.core.consolidate import Standing, Status, UnitDay, Verdict
from xlpy.core.plan.plan import Plan
from xlpy.core.records import Kind
from xlpy.core.source import Severity
from xlpy.demo.truth import Work
from xlpy.doors.disk.plan_file import PlanFile, default_plan, read_plan
from xlpy.journal import Journal, Taken

UNIT = "696"
NEIGHBOUR = "tuphap.dongphu@example.gov.vn"
STRANGER = "an.nguyen@example.com"
AT_ONE = datetime(2023, 5, 22, 6, tzinfo=UTC)
"""13:00 in Vietnam."""


class Desk(NamedTuple):
    """A working folder whose settings know two units' addresses, and the unit's forms of two days."""

    folder: Folder
    plan: Plan
    known: PlanFile
    first: Work
    second: Work

    def form(self, work: Work | None = None, **changes: object) -> bytes:
        return form(self.plan, work or self.first, **changes)

    def other_form(self) -> bytes:
        """Other figures of the same day, as good as the first."""
        return self.form(other(self.first))

    def press(self, day: date = FIRST, **options: Any) -> Outcome:
        return press_plainly(self.folder, day, plan_file=self.known, **options)

    def put(self, name: str, data: bytes, hour: time = time(8)) -> Path:
        return put(self.folder, name, data, self.plan, FIRST, hour)

    def taken(self) -> dict[str, Taken]:
        with Journal.reading(self.folder.journal) as journal:
            return {item.receipt.name: item for item in journal.taken()}


def other(work: Work) -> Work:
    fewer = {**work.today, Kind.BIRTH: work.today[Kind.BIRTH] - 1}
    return replace(work, today=fewer, entered=fewer)


@pytest.fixture(scope="session")
def known(plan_data: dict[str, Any]) -> PlanFile:
    mail = {**plan_data.get("mail", {}), "units": {UNIT: [UNIT_ADDRESS], "695": [NEIGHBOUR]}}
    return read_plan(json.dumps({**plan_data, "mail": mail}), "plan.json")


@pytest.fixture
def desk(tmp_path: Path, known: PlanFile) -> Desk:
    return new_desk(tmp_path / "viec", known)


def new_desk(path: Path, known: PlanFile) -> Desk:
    first, second, _ = works(known.plan)
    path.mkdir()
    folder = Folder(path)
    folder.inbox.mkdir()
    return Desk(folder, known.plan, known, first[UNIT], second[UNIT])


def unit(outcome: Outcome, code: str = UNIT) -> UnitDay:
    return next(item for item in outcome.standing.units if item.unit == code)


def codes(outcome: Outcome) -> list[str]:
    """Of errors and warnings, without the many who have sent nothing."""
    return [f.code for f in outcome.standing.findings if f.code != "TG02" and f.severity is not Severity.INFO]


def told(outcome: Outcome, code: str) -> str:
    (finding,) = (finding for finding in outcome.standing.findings if finding.code == code)
    return str(finding)


def assert_received(outcome: Outcome, work: Work) -> None:
    found = unit(outcome)
    assert found.status is Status.RECEIVED, outcome.standing.findings
    assert {kind: found.figures[kind].today for kind in work.today} == work.today


def assert_at_rest(desk: Desk, outcome: Outcome, day: date = FIRST) -> None:
    """Pressed once more: the same standing, nothing written."""
    before = desk.folder.journal.read_bytes()
    again = desk.press(day)
    assert not again.changed
    assert again.standing == outcome.standing
    assert desk.folder.journal.read_bytes() == before


# The way of a good letter


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("thu.eml", lambda data: letter(words(), attached(data))),
        ("thu.msg", lambda data: letter(words(), attached(data))),
        ("thu.msg", lambda data: outlook(("bù đăng.xlsx", data))),
        ("thu.eml", lambda data: outlook(("bù đăng.xlsx", data))),
        ("chuyen.eml", lambda data: letter(forwarded(letter(attached(data), sender=STRANGER)))),
    ],
    ids=["eml", "eml as msg", "msg", "msg as eml", "forwarded"],
)
def test_a_letter_from_the_unit_is_received_at_its_servers_hour(desk: Desk, name: str, make: Any) -> None:
    desk.put(name, make(desk.form()), time(15))
    outcome = desk.press()
    assert_received(outcome, desk.first)
    assert codes(outcome) == []
    (book,) = (item for item in desk.taken().values() if item.receipt.sha256 == sha256(desk.form()).hexdigest())
    assert book.receipt.received_at == datetime(2023, 5, 22, 6, 30, tzinfo=UTC)
    assert book.letter is not None and book.letter.sender == UNIT_ADDRESS
    assert unit(outcome).receipt == book.receipt
    assert_at_rest(desk, outcome)


def test_the_letter_and_each_workbook_lie_in_the_archive_with_their_own_hash(desk: Desk) -> None:
    mail, bundle = letter(attached(desk.form())), pack([("x/bu dang.xlsx", desk.other_form())])
    desk.put("thu.eml", mail)
    desk.put("goi.zip", bundle)
    desk.press()
    kept = {item.receipt.name: (desk.folder.path / item.archived).read_bytes() for item in desk.taken().values()}
    assert kept == {
        "thu.eml": mail,
        "thu.eml/bu dang 22-5.xlsx": desk.form(),
        "goi.zip": bundle,
        "goi.zip/x/bu dang.xlsx": desk.other_form(),
    }
    for item in desk.taken().values():
        assert sha256(kept[item.receipt.name]).hexdigest() == item.receipt.sha256
    assert desk.taken()["thu.eml"].letter == desk.taken()["thu.eml/bu dang 22-5.xlsx"].letter


def test_an_archive_that_the_office_dropped_counts_by_its_own_hour(desk: Desk) -> None:
    desk.put("goi.zip", pack([("bu dang.xlsx", desk.form())]), time(14, 5))
    outcome = desk.press()
    assert_received(outcome, desk.first)
    assert unit(outcome).late
    assert_at_rest(desk, outcome)


@pytest.mark.parametrize("name", ["bu dang.zip", "bu dang.eml", "bu dang.msg"])
def test_a_workbook_named_like_a_letter_is_read_as_one_and_warned_of(desk: Desk, name: str) -> None:
    desk.put(name, desk.form())
    outcome = desk.press()
    assert_received(outcome, desk.first)
    assert codes(outcome) == ["TT06"]


def test_a_workbook_without_a_letter_counts_as_before(desk: Desk) -> None:
    desk.put("bu dang.xlsx", desk.form())
    outcome = desk.press()
    assert_received(outcome, desk.first)
    assert codes(outcome) == []
    assert desk.taken()["bu dang.xlsx"].letter is None


def test_letters_before_the_list_of_addresses_was_begun_are_accepted_and_said(desk: Desk) -> None:
    desk.put("thu.eml", letter(attached(desk.form()), sender=STRANGER))
    outcome = press_plainly(desk.folder, FIRST, plan_file=default_plan())
    assert_received(outcome, desk.first)
    assert STRANGER in told(outcome, "TM07")


# M01: no report in the letter


@pytest.mark.parametrize(
    ("part", "code", "name"),
    [
        (words(), "TM01", "không có tệp đính kèm nào"),
        (attached(b"\x89PNG", "image001.png", how="inline"), "TM01", "image001.png"),
        (attached(pack([("a.xlsx", b"PK")]), "bao cao.zip"), "TM02", "bao cao.zip"),
        (attached(b"x\x9f>\"", "winmail.dat", kind="application/ms-tnef"), "TM03", "winmail.dat"),
        (attached(b"", "bu dang.xlsx"), "TT01", "bu dang.xlsx"),
    ],
    ids=["nothing", "a picture", "zip", "winmail", "an empty workbook"],
)  # fmt: skip
def test_a_letter_without_a_report_refuses_its_sender_and_is_mended_by_the_next(
    desk: Desk, part: bytes, code: str, name: str
) -> None:
    desk.put("thu.eml", letter(part))
    outcome = desk.press()
    assert (unit(outcome).status, codes(outcome)) == (Status.REFUSED, [code])
    assert name in told(outcome, code)
    if code.startswith("TM"):
        assert UNIT_ADDRESS in told(outcome, code) and "Báo cáo ngày 22/5" in told(outcome, code)
    assert_at_rest(desk, outcome)
    desk.put("thu hai.eml", letter(attached(desk.form()), hour=AT_ONE + timedelta(minutes=45)))
    outcome = desk.press()
    assert_received(outcome, desk.first)
    assert codes(outcome) == []


def test_a_letter_without_a_report_from_a_stranger_is_nobodys(desk: Desk) -> None:
    desk.put("thu.eml", letter(words(), sender=STRANGER))
    outcome = desk.press()
    assert codes(outcome) == ["TM01"]
    assert all(item.status is Status.MISSING for item in outcome.standing.units)


# M02: two reports in one letter


@pytest.mark.parametrize(
    "wrong", [None, 7, 8, 9, 10]
)  # which comes first, among files of one hour, is up to their bytes
@pytest.mark.slow
def test_two_reports_of_one_day_in_one_letter_are_held_until_the_office_chooses(desk: Desk, wrong: int | None) -> None:
    changed = other(desk.first)
    if wrong:  # fewer since the start than on the day
        changed = replace(changed, entered={**changed.entered, Kind.BIRTH: wrong})
    one, two = desk.form(), desk.form(changed, lines="own")
    desk.put("thu.eml", letter(attached(one, "bu dang a.xlsx"), attached(two, "bu dang b.xlsx")))
    outcome = desk.press()
    assert unit(outcome).status is Status.REFUSED
    finding = told(outcome, "LK11")
    assert ("CD01" in codes(outcome)) is bool(wrong)
    assert "thu.eml/bu dang a.xlsx" in finding and "thu.eml/bu dang b.xlsx" in finding
    assert_at_rest(desk, outcome)
    outcome = desk.press(accept=[UNIT])
    taken = unit(outcome).receipt
    assert unit(outcome).status is Status.RECEIVED and taken is not None
    assert f"để lấy “{taken.name}”" in finding
    assert_at_rest(desk, outcome)


@pytest.mark.parametrize("right", [0, 1, 2])
def test_of_reports_in_one_letter_the_one_that_is_sent_again_by_itself_counts(desk: Desk, right: int) -> None:
    works = [desk.first, other(desk.first), other(other(desk.first))]
    files = [desk.form(work) for work in works]
    named = zip(files, ("bu dang a.xlsx", "bu dang b.xlsx", "bu dang c.xlsx"), strict=True)
    desk.put("thu.eml", letter(*(attached(data, name) for data, name in named)))
    assert unit(desk.press()).status is Status.REFUSED
    desk.put("dung.eml", letter(attached(files[right], "bu dang dung.xlsx"), hour=AT_ONE + timedelta(minutes=50)))
    outcome = desk.press()
    assert_received(outcome, works[right])
    assert "LK11" not in codes(outcome)
    assert_at_rest(desk, outcome)


@pytest.mark.parametrize("saved", [False, True], ids=["the same bytes", "opened and saved"])
@pytest.mark.parametrize("right", [0, 1])
def test_the_right_report_may_have_been_saved_before_it_is_sent_again(desk: Desk, right: int, saved: bool) -> None:
    works = [desk.first, other(desk.first)]
    files = [attached(desk.form(work), f"bu dang {place}.xlsx") for place, work in enumerate(works)]
    desk.put("thu.eml", letter(*files))
    hand = {"rows_above": 1} if saved else {}
    again = letter(attached(desk.form(works[right], **hand), "dung.xlsx"), hour=AT_ONE + timedelta(minutes=50))
    desk.put("dung.eml", again)
    outcome = desk.press()
    assert_received(outcome, works[right])
    assert_at_rest(desk, outcome)


@pytest.mark.parametrize("pressed_between", [False, True])
def test_a_unit_may_come_back_to_what_it_said_first(desk: Desk, pressed_between: bool) -> None:
    one, two = desk.form(), desk.other_form()
    for place, data in enumerate((one, two, one, two, one)):
        hour = AT_ONE + timedelta(minutes=10 * place)
        desk.put(f"thu {place}.eml", letter(attached(data, "bu dang.xlsx"), hour=hour))
        if pressed_between:
            assert_received(desk.press(), desk.first if data is one else other(desk.first))
    outcome = desk.press()
    assert_received(outcome, desk.first)
    receipt = unit(outcome).receipt
    assert receipt is not None and receipt.name == "thu 4.eml/bu dang.xlsx"
    assert_at_rest(desk, outcome)


def test_the_same_report_once_more_makes_nobody_late(desk: Desk) -> None:
    for place, data in enumerate((desk.other_form(), desk.form(), desk.form())):
        hour = AT_ONE + timedelta(minutes=45 * place)
        desk.put(f"thu {place}.eml", letter(attached(data, "bu dang.xlsx"), hour=hour))
    outcome = desk.press()
    assert_received(outcome, desk.first)
    assert not unit(outcome).late


@pytest.mark.parametrize("first", [0, 1])
def test_two_reports_in_one_letter_are_held_even_if_one_of_them_came_before(desk: Desk, first: int) -> None:
    files = [attached(desk.form(), "bu dang a.xlsx"), attached(desk.other_form(), "bu dang b.xlsx")]
    desk.put("thu.eml", letter(files[first]))
    desk.press()
    desk.put("ca hai.eml", letter(*files, hour=AT_ONE + timedelta(minutes=50)))
    outcome = desk.press()
    assert unit(outcome).status is Status.REFUSED and "LK11" in codes(outcome)
    assert_at_rest(desk, outcome)


def test_of_two_refused_reports_in_one_letter_none_is_taken_by_name(desk: Desk) -> None:
    both = attached(desk.form(), "bu dang a.xlsx"), attached(desk.other_form(), "bu dang b.xlsx")
    desk.put("thu.eml", letter(*both, sender=STRANGER))
    outcome = desk.press(accept=[UNIT])
    assert unit(outcome).status is Status.REFUSED
    (note,) = outcome.notes
    assert "bu dang a.xlsx" in note and "bu dang b.xlsx" in note and "không biết lấy tệp nào" in note
    desk.put("dung.xlsx", desk.form(), time(13, 55))  # the right one, saved by the office from the letter
    assert_received(desk.press(), desk.first)


def test_reports_that_are_sent_again_together_are_still_held(desk: Desk) -> None:
    both = attached(desk.form(), "bu dang a.xlsx"), attached(desk.other_form(), "bu dang b.xlsx")
    desk.put("thu.eml", letter(*both))
    desk.put("lan hai.eml", letter(*both, hour=AT_ONE + timedelta(minutes=50)))
    outcome = desk.press()
    assert unit(outcome).status is Status.REFUSED and "LK11" in codes(outcome)
    assert_at_rest(desk, outcome)


def test_a_stranger_does_not_settle_which_report_is_right(desk: Desk) -> None:
    one, two = desk.form(), desk.other_form()
    desk.put("thu.eml", letter(attached(one, "bu dang a.xlsx"), attached(two, "bu dang b.xlsx")))
    desk.put("la.eml", letter(attached(one, "bu dang.xlsx"), sender=STRANGER, hour=AT_ONE + timedelta(minutes=50)))
    outcome = desk.press()
    assert unit(outcome).status is Status.REFUSED and "LK11" in codes(outcome)
    assert_at_rest(desk, outcome)


@pytest.mark.parametrize("hand", [{}, {"rows_above": 1}], ids=["same bytes", "same figures"])
def test_the_same_report_twice_in_one_letter_is_one(desk: Desk, hand: dict[str, object]) -> None:
    desk.put("thu.eml", letter(attached(desk.form(), "a.xlsx"), attached(desk.form(**hand), "b.xlsx")))
    outcome = desk.press()
    assert_received(outcome, desk.first)
    assert codes(outcome) == []
    assert_at_rest(desk, outcome)


def test_of_yesterdays_and_todays_report_in_one_letter_todays_counts(desk: Desk) -> None:
    desk.put("hom qua.eml", letter(attached(desk.form())))
    desk.press()
    later = AT_ONE + timedelta(days=1)
    both = letter(attached(desk.form(), "bc.xlsx"), attached(desk.form(desk.second), "bc2.xlsx"), hour=later)
    put(desk.folder, "hom nay.eml", both, desk.plan, SECOND)
    outcome = desk.press(SECOND)
    assert_received(outcome, desk.second)
    assert [f for f in outcome.standing.findings if f.severity is Severity.ERROR] == []
    assert_at_rest(desk, outcome, SECOND)


# Whose a file is that does not tell


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04 cut short", b"\x89PNG\r\n\x1a\n", b""], ids=["cut", "picture", "empty"]
)
def test_what_cannot_be_read_is_told_of_the_unit_that_mailed_it(desk: Desk, content: bytes) -> None:
    desk.put("thu.eml", letter(attached(content, "bc.xlsx")))
    outcome = desk.press()
    assert unit(outcome).status is Status.REFUSED
    (finding,) = (item for item in outcome.standing.findings if item.unit == UNIT)
    assert finding.source.file == "thu.eml/bc.xlsx"
    assert_at_rest(desk, outcome)


def test_of_a_stranger_it_is_not_told_whose_a_file_is_that_cannot_be_read(desk: Desk) -> None:
    desk.put("thu.eml", letter(attached(b"PK\x03\x04 cut short", "bc.xlsx"), sender=STRANGER))
    assert unit(desk.press()).status is Status.MISSING


def test_an_archive_beside_a_report_is_told_and_the_report_counts(desk: Desk) -> None:
    desk.put(
        "thu.eml",
        letter(attached(desk.form(), "bu dang.xlsx"), attached(pack([("b.xlsx", desk.other_form())]), "sua.zip")),
    )
    outcome = desk.press()
    assert_received(outcome, desk.first)
    assert "“sua.zip”" in told(outcome, "TM02")
    assert_at_rest(desk, outcome)


# M03: who sent it


@pytest.mark.parametrize(
    "sender", [STRANGER, NEIGHBOUR, None, f"{UNIT_ADDRESS} <{STRANGER}>", f"{UNIT_ADDRESS}, {STRANGER}"]
)
def test_a_report_from_another_address_waits_and_can_be_accepted_by_name(desk: Desk, sender: str | None) -> None:
    desk.put("thu.eml", letter(attached(desk.form()), sender=sender))
    outcome = desk.press()
    found = unit(outcome)
    assert found.status is Status.REFUSED and found.figures[Kind.BIRTH].today is None
    (finding,) = (finding for finding in outcome.standing.findings if finding.code == "TM06")
    assert (finding.source.file, finding.source.sheet) == ("thu.eml/bu dang 22-5.xlsx", "Sheet1")
    assert finding.source.cell
    assert (sender if sender in (STRANGER, NEIGHBOUR) else "không rõ") in finding.message
    assert unit(outcome, "695").status is Status.MISSING
    assert_at_rest(desk, outcome)
    outcome = desk.press(accept=[UNIT])
    assert_received(outcome, desk.first)
    assert unit(outcome).by_name
    assert_at_rest(desk, outcome)


def parcels(desk: Desk) -> list[tuple[str, bytes]]:
    """One report: by a stranger, by the unit half an hour later, by the stranger again; and the stranger's own make."""
    good, own = desk.form(), desk.other_form()
    return [
        ("a.eml", letter(attached(good), sender=STRANGER, hour=AT_ONE)),
        ("b.eml", letter(attached(good, "lan hai.xlsx"), hour=AT_ONE + timedelta(minutes=30))),
        ("c.eml", letter(attached(good), sender=STRANGER, hour=AT_ONE + timedelta(minutes=40))),
        ("d.eml", letter(attached(own, "gia.xlsx"), sender=STRANGER, hour=AT_ONE + timedelta(minutes=10))),
    ]


def standing_of(known: PlanFile, runs: Iterable[Sequence[tuple[str, bytes]]]) -> Standing:
    with TemporaryDirectory() as place:
        desk = new_desk(Path(place) / "viec", known)
        for files in runs:
            for name, data in files:
                desk.put(name, data)
            outcome = desk.press()
        return outcome.standing


@given(st.data())
@law(15)
def test_whoever_came_first_the_units_own_letter_counts_with_its_hour(
    desk: Desk, known: PlanFile, data: st.DataObject
) -> None:
    files = data.draw(st.permutations(parcels(desk)))
    cut = data.draw(st.integers(0, len(files)))
    standing = standing_of(known, [files[:cut], files[cut:]])
    assert standing == standing_of(known, [parcels(desk)])
    found = next(item for item in standing.units if item.unit == UNIT)
    assert found.status is Status.RECEIVED and found.receipt is not None
    assert (found.receipt.name, found.receipt.received_at) == ("b.eml/lan hai.xlsx", AT_ONE + timedelta(minutes=30))
    assert not any(finding.severity is Severity.ERROR for finding in standing.findings)


@given(st.data())
@law(40)
def test_what_a_unit_said_last_counts_from_when_it_began_to_say_so(
    desk: Desk, known: PlanFile, data: st.DataObject
) -> None:
    """Any letters with any of three files, of which two say the same, at any hours, in any order, in one run or two."""
    changed = other(desk.first)
    files = {"one": desk.form(), "one saved": desk.form(rows_above=1), "two": desk.form(changed)}
    days = data.draw(
        st.lists(
            st.tuples(st.integers(0, 3), st.sets(st.sampled_from(sorted(files)), min_size=1)), min_size=1, max_size=5
        )
    )
    sent = []
    for place, (hour, names) in enumerate(days):
        brought = [attached(files[name], f"{name} {place}.xlsx") for name in sorted(names)]
        sent.append((f"{place}.eml", letter(*brought, hour=AT_ONE + timedelta(minutes=20 * hour))))
    mixed = data.draw(st.permutations(sent))
    cut = data.draw(st.integers(0, len(mixed)))
    standing = standing_of(known, [mixed[:cut], mixed[cut:]] if cut else [mixed])

    said: dict[int, set[str]] = {}
    for hour, names in days:
        said.setdefault(hour, set()).update(name.removesuffix(" saved") for name in names)
    hours = sorted(said, reverse=True)
    found = next(item for item in standing.units if item.unit == UNIT)
    if len(said[hours[0]]) == 2:
        assert found.status is Status.REFUSED
        return
    since = list(itertools.takewhile(lambda hour: said[hour] == said[hours[0]], hours))[-1]
    assert found.status is Status.RECEIVED and found.receipt is not None
    assert found.receipt.received_at == AT_ONE + timedelta(minutes=20 * since)
    work = desk.first if said[hours[0]] == {"one"} else changed
    assert found.figures[Kind.BIRTH].today == work.today[Kind.BIRTH]


# When it came


@pytest.mark.parametrize(
    ("hour", "sent", "file_time", "found"),
    [
        (datetime(2023, 5, 22, 6, 59, 59, tzinfo=UTC), "Mon, 22 May 2023 18:00:00 +0700", time(18), []),
        (datetime(2023, 5, 22, 7, 0, tzinfo=UTC), "Mon, 22 May 2023 08:00:00 +0700", time(8), ["TG01"]),
        (None, "Mon, 22 May 2023 08:59:00 +0200", time(18), []),
        (None, "Mon, 22 May 2023 03:00:00 -0400", time(8), ["TG01"]),
        (None, "Mon, 22 May 2023 13:29:00 ICT", time(18), []),
        (None, "Mon, 22 May 2023 13:29:00 GMT+07:00", time(18), []),
        (None, "Mon, 22 May 2023 13:29:00", time(18), ["TG05"]),
        (None, "Mon, 22 May 2023 13:29:00 +0000", time(13, 30), ["TG05"]),
        (datetime(2030, 5, 22, 7, 0, tzinfo=UTC), "Mon, 22 May 2023 13:29:00 +0700", time(18), []),
        (None, "Mon, 22 May 2030 13:29:00 +0700", time(18), ["TG05"]),
        (None, "hom nay", time(13, 59), ["TG05"]),
        (None, None, time(14), ["TG05"]),
    ],
    ids=[
        "server before",
        "server at",
        "sender before",
        "sender at",
        "zone by name",
        "zone by number",
        "no zone",
        "wrong zone",
        "server in the future",
        "in the future",
        "no hour",
        "no field",
    ],
)
def test_late_is_by_the_server_else_by_the_sender_and_never_by_an_hour_that_nobody_knows(
    desk: Desk, hour: datetime | None, sent: str | None, file_time: time, found: list[str]
) -> None:
    desk.put("thu.eml", letter(attached(desk.form()), hour=hour, sent=sent), file_time)
    outcome = desk.press()
    assert_received(outcome, desk.first)
    assert unit(outcome).late is ("TG01" in found)
    assert codes(outcome) == found
    receipt = unit(outcome).receipt
    assert receipt is not None and (receipt.received_at is None) is ("TG05" in found)
    document = json.loads(next(outcome.report.parent.glob("Ket_qua_*.json")).read_text(encoding="utf-8"))
    (told,) = (each for each in document["units"] if each["code"] == UNIT)
    assert (told["received_at"] is None) is ("TG05" in found)
    assert_at_rest(desk, outcome)


def test_a_letter_of_no_known_hour_replaces_nothing_that_says_otherwise(desk: Desk) -> None:
    desk.put("mot.eml", letter(attached(desk.form())))
    desk.put("hai.eml", letter(attached(desk.form(other(desk.first)), "moi.xlsx"), hour=None, sent="hom nay"))
    outcome = desk.press()
    assert unit(outcome).status is Status.REFUSED
    assert [finding.code for finding in outcome.standing.findings if finding.severity is Severity.ERROR] == ["LK11"]
    assert_at_rest(desk, outcome)


def test_a_letter_of_no_known_hour_that_says_the_same_changes_nothing(desk: Desk) -> None:
    desk.put("mot.eml", letter(attached(desk.form())))
    desk.put("hai.eml", letter(attached(desk.form(rows_above=1), "lai.xlsx"), hour=None, sent="hom nay"))
    outcome = desk.press()
    assert_received(outcome, desk.first)
    assert codes(outcome) == []


def test_a_letter_brought_from_the_mailbox_came_when_the_server_took_it(desk: Desk) -> None:
    desk.put("thu/0a1b2c3d-17-4.eml", letter(attached(desk.form()), hour=None, sent="hom nay"), time(13, 59))
    outcome = desk.press()
    assert codes(outcome) == []
    receipt = unit(outcome).receipt
    assert receipt is not None and receipt.received_at is not None and receipt.received_at.hour == 13


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("goi.zip", lambda data: pack([("thu.eml", letter(attached(data)))])),
        ("goi.zip", lambda data: pack([("bu dang.xlsx", data)])),
        ("goi.eml", lambda data: pack([("thu.eml", letter(attached(data)))])),
        ("goi.eml", lambda data: pack([("bu dang.xlsx", data)])),
    ],
    ids=["letter", "workbook", "letter, under a letter's name", "workbook, under a letter's name"],
)
def test_in_an_archive_nothing_is_earlier_than_it_and_no_sender_is_proven(desk: Desk, name: str, make: Any) -> None:
    desk.put(name, make(desk.form()), time(15))
    outcome = desk.press()
    assert_received(outcome, desk.first)
    assert codes(outcome) == ["TG01", "TM09"]
    receipt = unit(outcome).receipt
    assert receipt is not None and receipt.received_at is not None
    assert receipt.received_at.astimezone(UTC) == datetime(2023, 5, 22, 8, 0, tzinfo=UTC)
    assert_at_rest(desk, outcome)


# Nothing twice


def test_a_letter_saved_twice_is_counted_once_whatever_the_order(desk: Desk) -> None:
    data = letter(attached(desk.form()))
    desk.put("thu (2).eml", data)
    desk.press()
    desk.put("thu.eml", data, time(9))
    outcome = desk.press()
    assert_received(outcome, desk.first)
    assert codes(outcome) == []
    assert_at_rest(desk, outcome)


def test_a_letter_left_lying_is_neither_read_nor_accused_the_next_day(desk: Desk) -> None:
    desk.put("thu.eml", letter(attached(desk.form())))
    desk.press()
    desk.put("thu khac.eml", letter(words()))
    desk.press()
    before = desk.taken()
    outcome = desk.press(SECOND)
    assert codes(outcome) == []
    assert unit(outcome).status is Status.MISSING
    assert desk.taken() == before


def test_a_letter_tidied_into_a_subfolder_is_the_same_letter(desk: Desk) -> None:
    path = desk.put("thu.eml", letter(attached(desk.form())))
    outcome = desk.press()
    (desk.folder.inbox / "da xem").mkdir()
    path.rename(desk.folder.inbox / "da xem" / "thu.eml")
    assert_at_rest(desk, outcome)
    shutil.rmtree(desk.folder.inbox / "da xem")
    assert_at_rest(desk, outcome)


# Names that no disk takes, words that do harm


@pytest.mark.parametrize(
    "name",
    ["a:b|c?.xlsx", "../../x.xlsx", "C:\\\\x.xlsx", "CON.xlsx", "bu dang.xlsx...", "b" * 300 + ".xlsx", "x." + "x" * 300, "&<script>.xlsx", "a\x07\x1bb.xlsx"],
)  # fmt: skip
def test_a_name_that_no_disk_takes_is_archived_under_another_and_shown(desk: Desk, name: str) -> None:
    desk.put("thu.eml", letter(attached(desk.form(), name), subject="<script>&\x07=?utf-7?q?+2AA-?="))
    outcome = desk.press()
    assert_received(outcome, desk.first)
    (book,) = (item for item in desk.taken().values() if "/" in item.receipt.name)
    archived = Path(book.archived)
    assert archived.parent == Path("da-nhan/2023-05-22")
    assert len(archived.name.encode()) < 210 and not set(archived.name) & set('<>:"|?*\\\x07\x1b')
    assert not archived.name.endswith((".", " "))
    assert (desk.folder.path / archived).read_bytes() == desk.form()
    assert_at_rest(desk, outcome)
    (verdict, _) = check(desk.folder, [desk.folder.inbox / "thu.eml"], FIRST, desk.known)[1]
    assert verdict.judged.verdict is Verdict.IGNORE


def test_two_reports_in_one_letter_are_both_held_when_it_is_checked(desk: Desk) -> None:
    both = attached(desk.form(), "a.xlsx"), attached(desk.other_form(), "b.xlsx")
    desk.put("thu.eml", letter(*both))
    holder, *files = check(desk.folder, [desk.folder.inbox / "thu.eml"], FIRST, desk.known)[1]
    assert holder.judged.verdict is Verdict.IGNORE
    assert [file.judged.verdict for file in files] == [Verdict.REFUSE, Verdict.REFUSE]
    assert all(file.judged.findings[0].code == "LK11" for file in files)


def test_a_letter_saved_under_the_longest_name_is_taken_in(desk: Desk) -> None:
    desk.put("b" * 251 + ".eml", letter(attached(desk.form())))
    outcome = desk.press()
    assert_received(outcome, desk.first)
    assert_at_rest(desk, outcome)


# What cannot be opened


def test_an_hour_beyond_the_calendar_stops_nobody(desk: Desk) -> None:
    desk.put("thu.eml", letter(attached(desk.form()), hour=None, sent="Fri, 31 Dec 9999 23:59:59 -0900"))
    desk.put("thu.msg", outlook(("bu dang.xlsx", desk.form()), delivered=2**63 - 1, submitted=2**64 - 1))
    outcome = desk.press()
    assert_received(outcome, desk.first)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("thu.eml", b"Chao anh,\r\nem gui bao cao.", "TT02"),
        ("thu.eml", b"From: a@b.vn\r\nContent-Type: " + b"(" * 20_000 + b"\r\n\r\n", "TM01"),
        ("thu.eml", b"From: a@b.vn\r\n" + b"".join(b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(10_000)), "TT02"),
        ("goi.zip", locked(pack([("a.xlsx", b"PK")])), "TT05"),
        ("goi.zip", pack([("../a.xlsx", b"PK")]), "TT08"),
        ("goi.zip", pack([("trong.zip", pack([("a.xlsx", b"PK")]))]), "TM04"),
        ("goi.zip", pack([("a.pdf", b"%PDF")]), "TM05"),
    ],
    ids=["no head", "comments", "deep", "password", "climbing", "zip in zip", "nothing"],
)  # fmt: skip
def test_what_cannot_be_opened_is_refused_and_the_rest_goes_on(desk: Desk, name: str, data: bytes, code: str) -> None:
    desk.put(name, data)
    desk.put("cua don vi.eml", letter(attached(desk.form())))
    outcome = desk.press()
    assert_received(outcome, desk.first)
    assert codes(outcome) == [code]
    assert outcome.standing.findings[0].source.file == name
    assert_at_rest(desk, outcome)


@pytest.mark.fork
@pytest.mark.signals
def test_a_reader_that_died_over_a_letter_is_told_and_the_letter_opened_the_next_time(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.put("thu.eml", letter(attached(desk.form())))
    with monkeypatch.context() as slow:
        slow.setattr("xlpy.doors.files.letters.read_message", _die)  # in the worker, which is a copy of this process
        outcome = desk.press()
        assert codes(outcome) == ["TT09"] and "-9" in told(outcome, "TT09")
        assert_at_rest(desk, outcome)
    outcome = desk.press()
    assert_received(outcome, desk.first)
    assert codes(outcome) == []
    assert_at_rest(desk, outcome)


def _die(*_: object) -> None:
    os.kill(os.getpid(), 9)


def test_a_run_that_fails_leaves_nothing_of_a_letter_behind(desk: Desk, tmp_path: Path) -> None:
    desk.put("thu.eml", letter(attached(desk.form())))
    desk.put("goi.zip", pack([("a.xlsx", desk.other_form())]))
    (tmp_path / "tep").touch()
    with pytest.raises(CannotDo):
        desk.press(output=tmp_path / "tep" / "bao-cao")
    assert not desk.folder.journal.exists()
    assert list((desk.folder.path / "da-nhan").rglob("*.*")) == []
    desk.press()
    assert len(desk.taken()) == 4


# Checking only


def test_a_check_tells_the_verdict_of_what_is_inside(desk: Desk) -> None:
    mail = desk.put("thu.eml", letter(attached(desk.form()), sender=STRANGER))
    bundle = desk.put(
        "goi.zip", pack([("thu.eml", letter(attached(desk.form()))), ("cu.xls", xls_of_numbers({(0, 0): 1.0}))])
    )
    empty = desk.put("khong.eml", letter(attached(b"%PDF", "ban quet.pdf", kind="application/pdf")))
    checked = check(desk.folder, [mail, bundle, empty], FIRST, desk.known)[1]
    found = {item.judged.receipt.name: item for item in checked}
    assert {name: item.judged.verdict for name, item in found.items()} == {
        "thu.eml": Verdict.IGNORE,
        "thu.eml/bu dang 22-5.xlsx": Verdict.IGNORE,  # the unit's own letter has the same file
        "goi.zip": Verdict.IGNORE,
        "goi.zip/thu.eml/bu dang 22-5.xlsx": Verdict.WARN,  # nobody knows who made the archive
        "goi.zip/cu.xls": Verdict.REFUSE,
        "khong.eml": Verdict.REFUSE,
    }
    figures = found["goi.zip/thu.eml/bu dang 22-5.xlsx"].figures
    assert figures is not None and figures[Kind.BIRTH].today == desk.first.today[Kind.BIRTH]
    assert [f.code for f in found["thu.eml/bu dang 22-5.xlsx"].judged.findings] == ["TT16"]
    assert found["khong.eml"].judged.unit == UNIT
    assert not desk.folder.journal.exists()


def test_all_units_by_mail_equal_the_truth(tmp_path: Path, known: PlanFile) -> None:
    desk = new_desk(tmp_path / "viec", known)
    first = works(known.plan)[0]
    addresses = {code: f"tuphap.{code}@example.gov.vn" for code in HANDS}
    plan = json.loads(known.text)
    plan["mail"]["units"] = {code: [address] for code, address in addresses.items()}
    for (code, hand), make in zip(HANDS.items(), itertools.cycle(("eml", "msg")), strict=False):
        data = form(known.plan, first[code])
        sender = addresses[code]
        mail = (
            outlook((hand.file, data), address=sender)
            if make == "msg"
            else letter(attached(data, hand.file), sender=sender)
        )
        desk.put(f"{code}.{make}", mail)
    outcome = press_plainly(desk.folder, FIRST, plan_file=read_plan(json.dumps(plan), "plan.json"))
    assert [item.status for item in outcome.standing.units] == [Status.RECEIVED] * len(HANDS)
    for item in outcome.standing.units:
        assert {kind: item.figures[kind].today for kind in first[item.unit].today} == first[item.unit].today


# Letters that no person wrote


VACATION = ("Auto-Submitted: auto-replied (vacation)",)


@pytest.mark.parametrize(
    "more",
    [
        VACATION,
        ("Return-Path: <>",),
        ("Precedence: auto_reply",),
        ("X-Autoreply: yes",),
        ("X-Auto-Response-Suppress: DR, OOF",),
        ("List-Id: <canbo.example.gov.vn>",),
        ("Precedence: list",),
    ],
    ids=lambda more: more[0],
)
def test_what_a_program_wrote_is_no_report_that_failed(desk: Desk, more: tuple[str, ...]) -> None:
    desk.put("thu.eml", letter(more=more))
    outcome = desk.press()
    assert unit(outcome).status is Status.MISSING
    assert told(outcome, "TM10").startswith("thu.eml · TM10 ")
    assert_at_rest(desk, outcome)
    # With a report in it, it brings that report.
    desk.put("thu hai.eml", letter(attached(desk.form()), more=more))
    assert_received(desk.press(), desk.first)
    assert all(item.letter and item.letter.automatic for item in desk.taken().values())


def test_an_accepted_meeting_is_no_report_that_failed(desk: Desk) -> None:
    calendar = b"Content-Type: text/calendar; method=REPLY; charset=utf-8\r\n\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    desk.put("hop.eml", letter(words(), calendar, subject="Accepted: Họp giao ban", kind="alternative"))
    outcome = desk.press()
    assert unit(outcome).status is Status.MISSING
    assert "TM10" in {finding.code for finding in outcome.standing.findings}
    # An invitation was written by somebody.
    desk.put("hop.eml", letter(words(), calendar.replace(b"REPLY", b"REQUEST"), kind="alternative"))
    assert unit(desk.press()).status is Status.REFUSED


@pytest.mark.parametrize("more", [("Auto-Submitted: no",), ("Precedence: first-class",), ("Return-Path: <an@x.vn>",)])
def test_what_a_person_wrote_is_judged_as_before(desk: Desk, more: tuple[str, ...]) -> None:
    desk.put("thu.eml", letter(more=more))
    outcome = desk.press()
    assert (unit(outcome).status, codes(outcome)) == (Status.REFUSED, ["TM01"])
    assert [item.letter and item.letter.automatic for item in desk.taken().values()] == [None]


@pytest.mark.parametrize("sender", [UNIT_ADDRESS, "MAILER-DAEMON@example.gov.vn"], ids=["read", "bounce"])
def test_a_report_on_a_letter_of_ours_brings_back_none_of_its_files(desk: Desk, sender: str) -> None:
    ours = letter(words(), attached(desk.form()), sender="hotich@stp.example")
    desk.put("bao loi.eml", letter(words("Undeliverable"), forwarded(ours), sender=sender, kind="report"))
    outcome = desk.press()
    assert unit(outcome).status is Status.MISSING
    assert "TM10" in {finding.code for finding in outcome.standing.findings}
    assert list(desk.taken()) == ["bao loi.eml"]
    assert_at_rest(desk, outcome)


def test_of_a_letter_with_two_days_reports_a_check_of_either_day_says_what_a_merge_says(desk: Desk) -> None:
    both = letter(
        attached(desk.form(), "ngay 22.xlsx"),
        attached(desk.form(desk.second), "ngay 23.xlsx"),
        hour=AT_ONE + timedelta(days=1),
        sent=None,
    )
    put(desk.folder, "thu.eml", both, desk.plan, SECOND, time(13))
    desk.press(SECOND)
    found = check(desk.folder, [desk.folder.inbox / "thu.eml"], FIRST, desk.known)
    asked = [item.asked for item in found.files if item.received_for is None]
    assert asked == ["thu.eml/ngay 22.xlsx"]
    outcome = desk.press(FIRST)
    of_files = sorted(finding for finding in outcome.standing.findings if finding.source.file)
    assert sorted(found.findings) == of_files
