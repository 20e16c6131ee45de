"""Kế hoạch --toi-uu: which unit should have how many machines, by the plan's figures or by what is left to enter."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from xlpy.app.folder import CannotDo, Folder
from xlpy.app.journal_of_folder import reading
from xlpy.app.projection import reports_of
from xlpy.core.campaign.allocation import Allocation, Goal, Site, Terms, allocate
from xlpy.core.plan.plan import Plan


class Question(NamedTuple):
    """What is asked: the goal, machines from outside, who keeps one machine a part, who lends none, and of what.

    `from_journal`: of what is left to enter after the last day merged, with the days left from then on.
    """

    goal: Goal
    outside: int = 0
    one_a_part: bool = False
    keep: Collection[str] = ()
    from_journal: bool = False


class Proposal(NamedTuple):
    """An answer, with what it was reckoned from. `since`: the day after which cases are left; None: the whole plan."""

    plan: Plan
    question: Question
    sites: tuple[Site, ...]
    terms: Terms
    answer: Allocation
    since: date | None


def propose(folder: Folder, plan: Plan, question: Question) -> Proposal:
    """The best allocation. Raises CannotDo, JournalDamaged."""
    for code in question.keep:
        if code not in plan.targets:
            known = ", ".join(f"{unit.code} {unit.name}" for unit in plan.senders)
            raise CannotDo(f"--khong-cho {code}: không có đơn vị mang mã này. Các mã: {known}.")
    left, days, since = {code: target.total_cases for code, target in plan.targets.items()}, plan.campaign_days, None
    if question.from_journal:
        folder.must_exist()
        with reading(folder) as journal:
            merged, reports = journal.days(), reports_of(plan, journal)
        if not merged:
            raise CannotDo("Nhật ký chưa có ngày nào; bỏ --con-lai để tính cho cả đợt.")
        since = merged[-1]
        left = {unit.unit: max(0, unit.remaining) for unit in reports}
        days = (plan.deadline - since).days - 1
        if days < 1:
            raise CannotDo("Đã hết hạn nhập, không còn ngày nào để chuyển máy; bỏ --con-lai để tính cho cả đợt.")
    sites = tuple(
        Site(code, left[code], target.machines, _floor(plan, question, code)) for code, target in plan.targets.items()
    )
    terms = Terms(plan.norm, plan.rounding, days, question.outside)
    return Proposal(plan, question, sites, terms, allocate(question.goal, sites, terms), since)


def _floor(plan: Plan, question: Question, code: str) -> int:
    """Machines that a unit keeps. One with cases is never stripped bare, however hopeless it is."""
    target = plan.targets[code]
    if code in question.keep:
        return target.machines
    if question.one_a_part:
        return max(1, len(target.unit.children))
    return int(target.total_cases > 0)
