"""The day that a launcher asks for."""

from collections.abc import Callable
from datetime import date, datetime

from xlpy.app.folder import CannotDo, Folder
from xlpy.core.text import day as shown_day
from xlpy.shell.arguments import parse_day


def ask_day(folder: Folder, now: datetime, ask: Callable[[str], str] | None = None) -> date:
    """The day that a person types, asked again until there can be a report of it.

    Raises CannotDo where the person gives up, PlanError where there is no plan to judge by.
    """
    from xlpy.app.plan_of_folder import plan_of

    folder.must_exist()
    plan = plan_of(folder).plan
    today = plan.day_at(now)
    while True:
        try:
            text = (ask or input)("Tổng hợp ngày nào? Gõ như 22/5/2023 rồi bấm Enter (Enter không gõ gì để thôi): ")
        except EOFError:
            text = ""
        text = text.strip()
        if not text:
            raise CannotDo("Chưa tổng hợp gì: không có ngày nào được chọn.")
        try:
            day = parse_day(text)
        except ValueError:
            print(f"“{text}” không phải một ngày có thật. Gõ ngày/tháng/năm.")
            continue
        if day > today:
            print(f"Ngày {shown_day(day)} chưa tới; hôm nay là {shown_day(today)}.")
        elif day < plan.start:
            print(f"Ngày {shown_day(day)} trước ngày đầu của đợt, {shown_day(plan.start)}.")
        else:
            return day
