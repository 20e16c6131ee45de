"""Bắt đầu, tạo sổ, phát biểu mẫu: what an office makes before the first day, and again when its plan changes."""

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from xlpy.app.folder import CannotDo, Folder
from xlpy.app.plan_of_folder import plan_of, refuse_older, remember_as_made
from xlpy.core.plan.dated import handovers_until, of_day
from xlpy.core.text import bare
from xlpy.doors.disk.saving import write
from xlpy.selfcheck.launcher import LAUNCHERS, Launcher, launcher, renewed
from xlpy.shipped import once_shipped, shipped

if TYPE_CHECKING:
    from xlpy.core.before import Before
    from xlpy.core.campaign.projection import Projection
    from xlpy.core.consolidate import Standing
    from xlpy.core.plan.plan import Level, Plan
    from xlpy.core.units import Unit
    from xlpy.doors.disk.plan_file import PlanFile
    from xlpy.drawing.office_book.fixed import DrawnCells
    from xlpy.drawing.office_book.whole import Views

_TEMPLATES = (
    "bao-cao.docx",
    "bao-cao.xlsx",
    "thu.txt",
    *(f"tra-loi/{kind}.txt" for kind in ("da-nhan", "luu-y", "nhac", "tu-choi")),
)


def start(path: Path, plan_path: Path | None, level: str | None = None) -> Folder:
    """Make a working folder, or complete one; `level` is the one that it follows, where that is not the plan's own.

    What lies there stays, but our launchers follow Python where it moved,
    and templates that nobody changed follow the version.

    Raises CannotDo, PlanError.
    """
    from xlpy.doors.disk.plan_file import default_plan, load_plan

    plan = load_plan(plan_path) if plan_path else default_plan()
    if level is not None:
        plan = _following(plan, level)
    folder = Folder(path)
    made = plan_path is not None or level is not None
    if not made and not folder.workbook.exists():
        refuse_older(folder)
    if made and folder.workbook.exists() and not _same(plan_of(folder).plan, plan.plan):
        raise CannotDo(f"{folder.workbook}: thư mục đã có Kế hoạch khác; đổi tên Hotich.xlsm cũ hoặc chọn thư mục mới.")
    folder.place(plan.plan.inbox).mkdir(parents=True, exist_ok=True)
    is_new = not folder.workbook.exists()
    if is_new:
        write(folder.workbook, _workbook(plan) if made else shipped("workbook/Hotich.xlsm").read_bytes())
    for which in LAUNCHERS:
        _put_launcher(folder.path / which.name, launcher(which, sys.platform, sys.executable, os.environ), which)
    for name in _TEMPLATES:
        template = f"templates/{name}"
        own = folder.restyled(template)
        if not own.exists() or once_shipped(own.read_bytes()):
            own.parent.mkdir(parents=True, exist_ok=True)
            write(own, shipped(template).read_bytes())
    if is_new and made:
        remember_as_made(folder)
    return folder


def _following(plan: "PlanFile", words: str) -> "PlanFile":
    """The plan, followed at another level. Raises CannotDo, PlanError."""
    import json

    from xlpy.core.plan.levels import tracking_data
    from xlpy.doors.disk.plan_file import read_plan

    level = _level(plan.plan, words)
    if level.level == plan.plan.tracked_level:
        return plan
    text = json.dumps(tracking_data(json.loads(plan.text), level.level), ensure_ascii=False, separators=(",", ":"))
    return read_plan(text, f"--cap {words}")


def _level(plan: "Plan", words: str) -> "Level":
    from xlpy.core.plan.levels import level_named

    level = level_named(plan, words)
    if level is None:
        known = ", ".join(
            f"{bare(one.name).removeprefix('cap ')} ({one.name}, Phụ lục {one.appendix})" for one in plan.levels
        )
        raise CannotDo(f"--cap {words}: Kế hoạch không có cấp này. Các cấp: {known}.")
    return level


def _put_launcher(path: Path, fresh: bytes, which: Launcher) -> None:
    """Write it where there is none, and anew where the one that is there is still ours."""
    wanted = renewed(which, path.read_bytes(), fresh) if path.exists() else fresh
    placed = write(path, wanted)
    if placed != path:
        placed.unlink()  # somebody has it open: the next time will do


def _same(one: "Plan", other: "Plan") -> bool:
    """Whether two plans say the same. Units are compared by what they are: each plan has objects of its own."""
    from dataclasses import asdict, replace

    bare_one, bare_other = (
        asdict(replace(plan, look={}, aside=plan.aside._replace(elsewhere=()))) for plan in (one, other)
    )
    return bare_one == bare_other


def build_workbook(output: Path, plan_path: Path | None, source: Folder | None, *, replace: bool = False) -> None:
    """Build the office's workbook: for a plan file, for the plan and journal of a working folder, or as shipped.

    Raises CannotDo where another workbook lies at `output` and is not to be replaced, or is the one in use;
    PlanError, JournalDamaged, OSError.
    """
    from xlpy.doors.disk.plan_file import default_plan, load_plan

    if output.suffix.lower() != ".xlsm":
        raise CannotDo(f"{output}: tệp có macro phải mang đuôi .xlsm, ví dụ --ra Hotich.xlsm")
    if not output.parent.is_dir():
        raise CannotDo(f"{output.parent}: không có thư mục này; tạo thư mục hoặc chọn --ra khác")
    if source is None:
        _put(output, _workbook(load_plan(plan_path) if plan_path else default_plan()), replace=replace)
        return
    source.must_exist()
    if output.exists() and source.workbook.exists() and output.samefile(source.workbook):
        # A half-typed change in the open workbook would be lost without a word.
        raise CannotDo(
            f"{output}: đang dùng ở thư mục này; ghi ra tên khác, xem lại rồi thay, ví dụ --ra Hotich-moi.xlsm"
        )
    _put(output, workbook_of(source), replace=replace)


def _put(output: Path, workbook: bytes, *, replace: bool) -> None:
    if not replace and output.exists() and output.read_bytes() != workbook:
        # It may be an office's own, with a plan that stands nowhere else.
        raise CannotDo(f"{output}: đã có một tệp khác ở đây. Chọn tên khác, hoặc thêm --ghi-de nếu đúng là muốn thay.")
    if (placed := write(output, workbook)) != output:
        raise CannotDo(
            f"{output}: đang mở ở chương trình khác, tệp mới đã lưu thành {placed.name}. Đóng tệp cũ rồi thay."
        )


def _workbook(plan: "PlanFile") -> bytes:
    import json

    from xlpy.drawing.office_book.whole import Views, draw_office_book
    from xlpy.rules.plan import check_plan

    return draw_office_book(json.loads(plan.text), Views(findings=check_plan(plan.plan)))


def workbook_of(folder: Folder, plan_file: "PlanFile | None" = None) -> bytes:
    """The workbook with a folder's plan and its journal: for an office that moves to a newer version.

    `plan_file`: the plan, where it is not the one of the saved workbook. Raises OSError, PlanError, JournalDamaged.
    """
    from xlpy.drawing.office_book.whole import draw_office_book

    return draw_office_book(*_told(folder, plan_file))


def views_of(folder: Folder, plan_file: "PlanFile") -> "Mapping[str, DrawnCells]":
    """What the views of that workbook are drawn with, by sheets. Raises as `workbook_of`."""
    from xlpy.drawing.office_book.whole import views_as_drawn

    return views_as_drawn(*_told(folder, plan_file))


def _told(folder: Folder, plan_file: "PlanFile | None") -> "tuple[Mapping[str, Any], Views]":
    """A folder's plan as JSON, and what its journal has to show."""
    import json

    from xlpy.app import journal_of_folder
    from xlpy.app.history import archived_copies
    from xlpy.core.before import NOTHING
    from xlpy.core.mismatches import merged
    from xlpy.doors.disk.plan_file import default_text
    from xlpy.drawing.office_book.whole import Views
    from xlpy.rules.plan import check_plan

    plan = plan_file or plan_of(folder)
    with journal_of_folder.reading(folder) as journal:
        standings = [standing for day in journal.days() if (standing := journal.standing(day))]
        archived = archived_copies(journal, standings[-1].date) if standings else {}
        last = standings[-1] if standings else None
        before = journal.before(last.date) if last else NOTHING
        foretold = _foretold(of_day(plan.plan, last.date), last, before) if last else None
        apart = merged(before.mismatches, last.mismatches) if last else {}
    findings = standings[-1].findings if standings else check_plan(plan.plan)
    data: dict[str, Any] = json.loads(plan.text)
    for written in ("look", "elsewhere"):  # by runs, not by the office
        data.pop(written, None)
    ours = json.loads(default_text())
    if data["plan"] == ours["plan"]:  # a workbook of before lacks what we know of this very plan
        data = {**{name: ours[name] for name in ("tasks", "shifts")}, **data}
    return data, Views(standings, findings, archived, foretold, apart)


def _foretold(plan: "Plan", last: "Standing", before: "Before") -> "Projection":
    from xlpy.core.campaign.foreseen import foreseen
    from xlpy.core.carried_days import carried_before

    return foreseen(plan, last, carried_before(plan, before, last.date))


class Issued(NamedTuple):
    """The forms that were written, that lay there as they are, and that were left alone; and what to know of them."""

    written: tuple[Path, ...]
    there: tuple[Path, ...]
    kept: tuple[str, ...]
    hints: tuple[str, ...]


def issue_forms(
    folder: Folder,
    codes: Sequence[str],
    output: Path | None,
    plan_file: "PlanFile | None" = None,
    level: str | None = None,
    day: date | None = None,
) -> Issued:
    """A form for each unit (all senders where none is named), of the level that is named, or that the folder follows.

    `day`: the one for whose units and machines they are, where it is not as the plan was typed.

    A file that lies there with other content is left alone: somebody may have begun to fill it in. Raises CannotDo.
    """
    from xlpy.core.plan.levels import own_level, tracking
    from xlpy.drawing.unit_form import draw_unit_form, target_of

    plan = (plan_file or plan_of(folder)).plan
    plan = of_day(plan, day) if day is not None else plan
    if level is not None:
        plan = tracking(plan, _level(plan, level))
    beside = own_level(plan)
    since: dict[str, date] = {}
    if day is not None and plan.tracked_level == (plan.issued or plan).tracked_level:
        since = {code: one.day for one in handovers_until(plan, day) for code in one.parts}
    place = output or folder.forms
    if place.exists() and not place.is_dir():
        raise CannotDo(f"{place}: đây là một tệp, không phải thư mục; chọn --ra khác")
    written, there, kept, hints = [], [], [], []
    for unit in _units(plan, codes):
        path = place / form_name(unit, beside.name if beside else "")
        form = draw_unit_form(_beginning(plan, since.get(unit.code)), unit)
        target = target_of(plan, unit)
        if target is not None and not target.total_cases:
            hints.append(
                f"{unit.name}: Kế hoạch chưa có số trường hợp, biểu này chỉ điền được số 0. "
                "Bổ sung ở Phụ lục 02 rồi cấp lại."
            )
        if path.exists() and path.read_bytes() == form:
            there.append(path)
            continue
        if path.exists():
            kept.append(
                f"{folder.shown(path)}: đã có tệp này với nội dung khác (có thể đã điền), giữ nguyên. "
                "Muốn cấp lại thì chuyển tệp cũ đi nơi khác, hoặc chọn --ra khác."
            )
            continue
        place.mkdir(parents=True, exist_ok=True)
        write(path, form)
        written.append(path)
    return Issued(tuple(written), tuple(there), tuple(kept), tuple(hints))


def _beginning(plan: "Plan", day: date | None) -> "Plan":
    """A unit that became what it is mid-campaign counts from that day: what was entered before is its opening."""
    return plan if day is None else replace(plan, start=max(plan.start, day))


def _units(plan: "Plan", codes: Sequence[str]) -> Sequence["Unit"]:
    if not codes:
        return plan.senders
    # A level may have a name of its own for a unit: the province keeps its books as “Sở Tư pháp”.
    known = {unit.code: unit for unit in plan.root.walk()} | dict(plan.senders.by_code)
    unknown = [code for code in codes if code not in known]
    if unknown:
        senders = ", ".join(f"{unit.code} {unit.name}" for unit in plan.senders)
        raise CannotDo(
            f"--don-vi {' '.join(unknown)}: kế hoạch không có mã này. Các đơn vị báo cáo: {senders}; "
            "mã xã, phường ở trang Thiết lập của Hotich.xlsm."
        )
    return [known[code] for code in dict.fromkeys(codes)]


def form_name(unit: "Unit", level: str = "") -> str:
    """A file's name that every mail program carries unharmed: "PL01 696 Huyen Bu Dang.xlsx", "… - cap huyen.xlsx"."""
    words = "".join(letter if letter.isalnum() else " " for letter in bare(unit.name)).split()
    of = f" - {bare(level)}" if level else ""
    return f"PL01 {unit.code} {' '.join(word.capitalize() for word in words)}{of}.xlsx"
