"""The shipped example of another tree: the same campaign on province and commune, to the last case, book and machine."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from tests.kit.folders import FIRST, press
from xlpy.app.set_up import start
from xlpy.core.plan.plan import Plan
from xlpy.core.records import KINDS
from xlpy.core.units import units_named
from xlpy.demo.rehearsal import write_campaign
from xlpy.demo.simulated import simulate
from xlpy.demo.two_levels import NAME, two_levels
from xlpy.doors.disk.plan_file import default_text, load_plan

BY_NAME = "binh-phuoc-hai-cap"


@pytest.fixture(scope="module")
def example() -> Plan:
    return load_plan(Path(BY_NAME)).plan


def test_the_file_is_the_plan_on_two_levels() -> None:
    assert json.loads(load_plan(Path(NAME)).text) == two_levels(json.loads(default_text()))


def test_nothing_is_lost_with_the_districts(example: Plan, plan: Plan) -> None:
    assert len(example.senders) == len(example.root.children) == 111
    assert all(not unit.children for unit in example.senders)
    assert example.tracked.cases == plan.tracked.cases == 1_373_508
    assert (example.tracked.machines, sum(level.machines for level in example.levels)) == (111, 123)
    for figures in ("books", "cases"):
        sums = [sum(getattr(level, figures) for level in one.levels) for one in (example, plan)]
        assert sums[0] == sums[1]
    for kind in KINDS:
        assert sum(example.total(unit.code, kind) for unit in example.senders) == sum(
            plan.total(unit.code, kind) for unit in plan.senders
        )


def test_every_commune_is_known_by_its_name_alone(example: Plan) -> None:
    for unit in example.senders:
        assert units_named(unit.name, example.senders) == (unit,)


@pytest.mark.slow
def test_two_days_of_it_add_up(example: Plan, tmp_path: Path) -> None:
    folder = start(tmp_path / "viec", Path(BY_NAME))
    campaign = simulate(example, 2, 3, 0)
    write_campaign(campaign, folder.path, seed=3, rate=0)
    for day in range(2):
        on = FIRST + timedelta(days=day)
        standing = press(folder, on, inbox=folder.inbox / on.isoformat()).standing
        assert standing.reported > 100
        assert not [finding for finding in standing.findings if finding.severity == "error"]
        done = sum(
            campaign.works[day][unit.unit].entered[kind] for unit in standing.units if unit.accepted for kind in KINDS
        )
        assert done == sum(unit.figures[kind].entered for unit in standing.units if unit.accepted for kind in KINDS)
