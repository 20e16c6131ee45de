"""Which units have become which, in one sentence of the report: its reader may miss a name that was there yesterday."""

from datetime import date, timedelta

from xlpy.core.plan.dated import reckon
from xlpy.core.plan.plan import Plan
from xlpy.core.plan.tree import Step, by_old
from xlpy.core.text import day as written
from xlpy.core.units import in_sentence

_TOLD_FOR = timedelta(days=7)
_MOST = 4


def changed_units(plan: Plan, day: date) -> tuple[str, ...]:
    """What changed on a day or in the week before it: "Từ ngày 29/5/2023: huyện A thành huyện B và huyện C"."""
    if not plan.aside.changes:
        return ()
    steps = [step for step in reckon(plan, day).steps if step.handover is not None and day - step.day < _TOLD_FOR]
    return tuple(_told(plan, step) for step in steps)


def _told(plan: Plan, step: Step) -> str:
    before = {unit.code: unit.name for unit in reckon(plan, step.day - timedelta(days=1)).tree.root.walk()}
    after = {unit.code: unit.name for unit in reckon(plan, step.day).tree.root.walk()}
    told = []
    for old, many in by_old(step.changes).items():
        news = " và ".join(in_sentence(after.get(change.new, change.new)) for change in many[:_MOST])
        more = f" và {len(many) - _MOST} đơn vị nữa" if len(many) > _MOST else ""
        joins = len(many) == 1 and many[0].new in before and many[0].new != old
        told.append(f"{in_sentence(before.get(old, old))} {'nhập vào' if joins else 'thành'} {news}{more}")
    rest = f" và {len(told) - _MOST} thay đổi nữa" if len(told) > _MOST else ""
    return f"Từ ngày {written(step.day)}: {'; '.join(told[:_MOST])}{rest}"
