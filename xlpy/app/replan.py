"""Kế hoạch: days to finish and machines needed, recomputed under other settings; what the plan contradicts."""

from collections.abc import Mapping
from datetime import date

from xlpy.app.folder import CannotDo, Folder
from xlpy.app.plan_of_folder import plan_of
from xlpy.app.units_asked import codes_asked
from xlpy.core.plan.dated import of_day
from xlpy.core.plan.plan import Plan, Rounding
from xlpy.core.source import Finding
from xlpy.rules.plan import check_plan


def replan(
    folder: Folder,
    *,
    norm: int | None,
    machines: Mapping[str, int],
    rounding: Rounding | None,
    day: date | None = None,
    due: bool = False,
) -> tuple[Plan, tuple[Finding, ...]]:
    """The folder's plan (or the package's) as it is on a day, with the changes asked for; machines by code or name.

    `due`: what should be done by that day is told, too.

    Raises CannotDo, PlanError.
    """
    plan = plan_of(folder).plan
    if day is not None:
        plan = of_day(plan, day)
    machines = {codes_asked([name], plan.senders, "--may")[0]: count for name, count in machines.items()}
    for code in machines:
        if code not in plan.targets:
            known = ", ".join(f"{unit.code} {unit.name}" for unit in plan.senders)
            raise CannotDo(f"--may {code}: không có đơn vị mang mã này. Các mã: {known}.")
    if norm is not None or machines or rounding is not None:
        plan = plan.changed(norm=norm, rounding=rounding, machines=machines)
    return plan, check_plan(plan, day if due else None)
