"""Kiểm tra says of files what Tổng hợp says of a folder with them; and it records nothing. Through real files."""

from datetime import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.folders import FIRST, HANDS, SECOND, form, new_folder, press, put, put_all, works, wrong
from tests.kit.laws import law
from xlpy.app.check import Checkup, check
from xlpy.app.folder import Folder
from xlpy.app.merge.merge_day import Outcome
from xlpy.app.merge.phoned import Phoned
from xlpy.core.consolidate import Status, Verdict
from xlpy.core.plan.plan import Plan
from xlpy.core.records import KINDS, Kind, Measure
from xlpy.core.source import Finding
from xlpy.demo.truth import Work
from xlpy.doors.disk.inbox import look

UNITS = ("691", "688", "695")
Parcel = tuple[str, bytes]


@pytest.fixture(scope="module")
def parcels(plan: Plan) -> list[Parcel]:
    """Files of one day: good, faulty, corrected, of another day, empty, of nobody, and some under another's name."""
    first, second, _ = works(plan)
    good = [(HANDS[code].file, form(plan, second[code])) for code in UNITS]
    fewer = {**second["691"].today, Kind.DEATH: second["691"].today[Kind.DEATH] - 1}
    entered = {kind: first["691"].entered[kind] + fewer[kind] for kind in fewer}
    mended = form(plan, Work("691", SECOND, fewer, entered))
    slip = form(plan, second["695"], **wrong(Kind.BIRTH, Measure.ENTERED, second["695"].entered[Kind.BIRTH] + 900))
    return [
        *good,
        ("bu gia map (2).xlsx", good[0][1]),
        ("bu dang thay.xlsx", good[0][1]),
        ("sua.xlsx", mended),
        ("bu gia map-DESKTOP-1A2B.xlsx", mended),
        ("dong phu loi.xlsx", slip),
        ("dong phu chu.xlsx", form(plan, second["695"], **wrong(Kind.DEATH, Measure.TODAY, "như trên"))),
        ("hom qua.xlsx", form(plan, first["688"])),
        ("hom qua bgm.xlsx", form(plan, first["691"])),
        ("hon quan.xlsx", b""),
        ("loc ninh.xlsx", b""),
        ("anh.xlsx", b"\x89PNG not a workbook"),
        ("~$sua.xlsx", b"owner"),
        ("Thumbs.db", b"x"),
    ]


def of_files(outcome: Outcome, found: Checkup) -> list[Finding]:
    """What a merge says of files; the rest is of units that sent none."""
    return sorted(f for f in outcome.standing.findings if f.source.file or f in found.shared)


def received(found: Checkup) -> set[str | None]:
    """The units that a check says would be taken."""
    return {
        item.judged.unit
        for item in found.files
        if item.judged.verdict in (Verdict.ACCEPT, Verdict.WARN) and not item.judged.moot
    }


def everything(folder: Folder) -> Checkup:
    return check(folder, list(look(folder.inbox)), SECOND)


def with_a_day_before(place: Path, plan: Plan) -> Folder:
    folder = new_folder(place / "viec")
    put_all(folder, plan, works(plan)[0], UNITS)
    press(folder, FIRST)
    return folder


@given(st.data())
@law(15)
def test_it_says_of_any_files_of_a_day_what_a_merge_says(
    plan: Plan, parcels: list[Parcel], data: st.DataObject
) -> None:
    chosen = data.draw(st.lists(st.sampled_from(parcels), unique_by=lambda parcel: parcel[0], max_size=9))
    with TemporaryDirectory() as place:
        folder = with_a_day_before(Path(place), plan)
        for name, content in chosen:
            put(folder, name, content, plan, SECOND, time(13, data.draw(st.sampled_from([0, 0, 10, 20]))))
        before = folder.journal.read_bytes()
        found = everything(folder)
        assert folder.journal.read_bytes() == before
        outcome = press(folder, SECOND)
        assert sorted(found.findings) == of_files(outcome, found)
        taken = {unit.unit for unit in outcome.standing.units if unit.status is Status.RECEIVED}
        assert received(found) == taken
        again = everything(folder)
        assert sorted(again.findings) == of_files(outcome, again)
        assert received(again) == taken


def test_files_of_other_days_in_the_inbox_are_not_looked_at_again(tmp_path: Path, plan: Plan) -> None:
    folder = with_a_day_before(tmp_path, plan)
    found = everything(folder)
    assert [item.received_for for item in found.files] == [FIRST] * len(UNITS)
    assert found.findings == ()


def test_a_file_is_weighed_beside_what_came_before_it(tmp_path: Path, plan: Plan) -> None:
    first, second, _ = works(plan)
    folder = with_a_day_before(tmp_path, plan)
    put(folder, "bu gia map.xlsx", form(plan, second["691"]), plan, SECOND)
    press(folder, SECOND)
    outside = tmp_path / "lai.xlsx"
    outside.write_bytes(form(plan, second["691"]))
    (same,) = check(folder, [outside], SECOND).files
    assert [finding.code for finding in same.judged.findings] == ["TT16"]
    fewer = {**second["691"].today, Kind.DEATH: second["691"].today[Kind.DEATH] - 1}
    entered = {kind: first["691"].entered[kind] + fewer[kind] for kind in fewer}
    outside.write_bytes(form(plan, Work("691", SECOND, fewer, entered)))
    (mended,) = check(folder, [outside], SECOND).files
    assert "LK10" in {finding.code for finding in mended.judged.findings}


def test_what_was_told_by_telephone_otherwise_is_said_of_the_file(tmp_path: Path, plan: Plan) -> None:
    first, _, _ = works(plan)
    folder = new_folder(tmp_path / "viec")
    told = {kind: first["691"].today[kind] + (kind is Kind.BIRTH) for kind in KINDS}
    press(folder, FIRST, phoned=[Phoned("691", told)])
    put(folder, "bu gia map.xlsx", form(plan, first["691"]), plan, FIRST, time(15))
    found = check(folder, list(look(folder.inbox)), FIRST)
    outcome = press(folder, FIRST)
    assert "LK13" in {finding.code for finding in found.findings}
    assert sorted(found.findings) == of_files(outcome, found)


def test_two_files_of_one_name_are_told_apart(tmp_path: Path, plan: Plan) -> None:
    folder = new_folder(tmp_path / "viec")
    paths = []
    for place in ("a", "b"):
        paths.append(tmp_path / place / "bu dang.xlsx")
        paths[-1].parent.mkdir()
        paths[-1].write_bytes(b"")
    names = [item.judged.receipt.name for item in check(folder, paths, FIRST).files]
    assert names == [path.as_posix() for path in paths]


def test_a_form_renamed_in_the_inbox_is_judged_anew(tmp_path: Path, plan: Plan) -> None:
    folder = new_folder(tmp_path / "viec")
    wrongly = put(folder, "dong phu 22-5.xlsx", form(plan, works(plan)[0]["691"]), plan, FIRST)
    assert press(folder, FIRST).standing.reported == 0
    wrongly.rename(folder.inbox / "bu gia map 22-5.xlsx")
    assert check(folder, list(look(folder.inbox)), FIRST).files[0].judged.verdict is Verdict.ACCEPT
    outcome = press(folder, FIRST)
    assert outcome.standing.units[0].status is Status.RECEIVED
    assert not press(folder, FIRST).changed
