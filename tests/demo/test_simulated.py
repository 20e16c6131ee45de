"""A simulated campaign: the same seed gives the same files, right ones say the truth, faulty ones are of a known kind."""

from datetime import date
from itertools import pairwise

import pytest

from xlpy.core.grid import cell_name
from xlpy.core.plan.plan import Plan
from xlpy.core.reading import read_submissions
from xlpy.core.records import KINDS, Kind, Measure
from xlpy.demo.faults import FAULTS, Fate
from xlpy.demo.rehearsal import truth_document
from xlpy.demo.simulated import Campaign, Sent, simulate
from xlpy.demo.truth import Work, lived
from xlpy.doors.files.workbook import read_workbook

pytestmark = pytest.mark.slow

DAYS, SEED = 14, 7


@pytest.fixture(scope="module")
def campaign(plan: Plan) -> Campaign:
    return simulate(plan, DAYS, SEED, 0.5)


def truth_of(campaign: Campaign, sent: Sent) -> Work:
    return next(works[sent.unit] for works in campaign.works if works[sent.unit].day == sent.day)


def figures_read(plan: Plan, sent: Sent) -> tuple[str | None, date | None, dict[Kind, list[int | None]]]:
    """Unit, day and figures of the one form in a file."""
    snapshot = read_workbook(sent.data, sent.name)
    (form,) = read_submissions(snapshot, plan.senders, year=plan.start.year, start=plan.start)
    figures = {kind: [form.value(kind, measure) for measure in (Measure.TODAY, Measure.ENTERED)] for kind in KINDS}
    return form.unit.code if form.unit else None, form.date, figures


def test_the_same_seed_gives_the_same_bytes(plan: Plan) -> None:
    assert simulate(plan, 3, SEED, 0.3).files == simulate(plan, 3, SEED, 0.3).files
    assert simulate(plan, 3, SEED, 0.3).files != simulate(plan, 3, SEED + 1, 0.3).files


def test_the_truth_keeps_the_laws_of_the_figures(plan: Plan) -> None:
    days = list(lived(plan, 54, SEED))
    for before, after in pairwise(days):
        for code, work in after.items():
            for kind in KINDS:
                assert work.entered[kind] == before[code].entered[kind] + work.today[kind]
                assert 0 <= work.entered[kind] <= plan.total(code, kind)
    corrections = [work for works in days for work in works.values() if min(work.today.values()) < 0]
    still = [work for works in days for work in works.values() if not any(work.today.values())]
    assert corrections
    assert still


def test_a_right_file_says_the_truth(plan: Plan, campaign: Campaign) -> None:
    right = [sent for sent in campaign.files if not sent.fault and sent.remark != "replaced later"]
    assert len(right) > 5 * DAYS
    for sent in right:
        work = truth_of(campaign, sent)
        told = {kind: [work.today[kind], work.entered[kind]] for kind in KINDS}
        assert figures_read(plan, sent) == (sent.unit, sent.day, told), sent.place


@pytest.mark.slow
def test_every_kind_of_fault_comes_up(campaign: Campaign, plan: Plan) -> None:
    # On the first day, and after a gap, there are kinds that no other day allows.
    campaigns = [campaign, *(simulate(plan, 5, seed, 0.9) for seed in (1, 2))]
    assert {sent.fault for one in campaigns for sent in one.files} == {"", *FAULTS}


def test_a_slip_is_where_the_truth_says(plan: Plan, campaign: Campaign) -> None:
    slips = [sent for sent in campaign.files if sent.cells]
    assert len(slips) > DAYS
    for sent in slips:
        grids = {grid.sheet: grid for grid in read_workbook(sent.data, sent.name).grids}
        for cell in sent.cells:
            held = {cell_name(*at): value for at, value in grids[cell.sheet].cells.items()}
            assert held.get(cell.cell) == cell.written != cell.right


def test_a_unit_sends_again_only_what_is_right(campaign: Campaign) -> None:
    places = {sent.place: sent for sent in campaign.files}
    again = [sent for sent in campaign.files if sent.after]
    assert again
    for sent in again:
        first = places[sent.after]
        assert (sent.unit, sent.day, sent.fault) == (first.unit, first.day, "")
        assert first.fate is Fate.REFUSE
        assert first.received < sent.received


def test_no_two_files_of_a_day_have_one_name(campaign: Campaign) -> None:
    # The office copies what is sent again beside what was refused.
    names = [sent.place.partition("/")[2] for sent in campaign.files]
    assert len(names) == len(set(names))


def test_the_truth_tells_of_every_file(campaign: Campaign) -> None:
    document = truth_document(campaign, seed=SEED, rate=0.5)
    assert [file["path"] for file in document["files"]] == [sent.place for sent in campaign.files]
    assert sum(document["faults"].values()) == sum(bool(sent.fault) for sent in campaign.files)
    assert document["days"][0]["date"] == campaign.plan.start.isoformat()
    assert {len(day["units"]) for day in document["days"]} == {len(campaign.plan.senders)}


def test_without_faults_every_file_is_right(plan: Plan) -> None:
    assert {sent.fault for sent in simulate(plan, 3, SEED, 0.0).files} == {""}
