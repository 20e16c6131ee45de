"""Whole campaigns, played as an office plays them: what must never get in, and what must never be kept out."""

from pathlib import Path

import pytest

from tests.kit.campaign import Play, Seen
from xlpy.core.plan.plan import Plan
from xlpy.demo.rehearsal import write_campaign
from xlpy.demo.simulated import simulate

pytestmark = pytest.mark.slow


def played(plan: Plan, room: Path, *, days: int, seed: int, rate: float) -> list[Seen]:
    """The files that came in a campaign, with what became of each."""
    source = room / "campaign"
    write_campaign(simulate(plan, days, seed, rate), source, seed=seed, rate=rate)
    return Play(source, room / "office").run()


def unnoticed(files: list[Seen]) -> list[str]:
    """Faulty files of which nobody was told, though somebody could know."""
    return [seen.path for seen in files if seen.fault and seen.expected != "unknowable" and not seen.findings]


def accepted_wrongly(files: list[Seen]) -> list[str]:
    """Files that must be refused and whose figures counted, without the office's word."""
    return [seen.path for seen in files if seen.expected == "refuse" and seen.wrong and not seen.by_name]


def kept_out(files: list[Seen]) -> list[str]:
    """Right files that were refused, where no earlier report misled."""
    return [seen.path for seen in files if seen.refused_though_right and seen.misled_by is None]


def misnamed(files: list[Seen]) -> list[str]:
    """Files with a repair named that is not the fault's."""
    return [seen.path for seen in files if seen.errors and seen.repair == "wrong" and not seen.misled_by]


def holds(files: list[Seen]) -> None:
    assert unnoticed(files) == []
    assert accepted_wrongly(files) == []
    assert kept_out(files) == []
    assert misnamed(files) == []


@pytest.fixture(scope="module", params=[1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (2, 3))])
def short(plan: Plan, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> list[Seen]:
    """Six days with many faults: first reports and days after a gap, too."""
    return played(plan, tmp_path_factory.mktemp("campaign"), days=6, seed=request.param, rate=0.4)


def test_nothing_wrong_gets_in_unseen_and_nothing_right_is_kept_out(short: list[Seen]) -> None:
    holds(short)


def test_the_play_sees_what_it_plays(short: list[Seen]) -> None:
    # Without this a play that sees nothing would prove everything.
    assert sum(seen.became == "refused" for seen in short if seen.fault) > 5
    assert sum(seen.counted for seen in short if seen.right) > 40
    assert "right" in {seen.repair for seen in short if seen.errors}
    assert any(seen.after for seen in short)


@pytest.mark.slow
def test_so_it_is_in_a_whole_campaign(plan: Plan, tmp_path: Path) -> None:
    files = played(plan, tmp_path, days=plan.campaign_days, seed=4, rate=0.15)
    holds(files)
    warned = [seen for seen in files if seen.plain and seen.findings]
    assert len(warned) <= len(files) / 1000
