"""The verbs on the office's open workbook: its plan and its day are read from it, and its views follow the journal."""

from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from xlpy.app import journal_of_folder
from xlpy.app.changed_by_hand import changed_by_hand
from xlpy.app.folder import CannotDo, Folder
from xlpy.app.history import archived_copies
from xlpy.app.merge.held import Agrees, LaterDaysChange
from xlpy.app.redrawn import drawn_for_others, put_beside
from xlpy.app.typed_in import older_board, older_without, reasons_alone, stray_names, typed_in
from xlpy.app.typed_over import not_put_back, typed_over
from xlpy.core.campaign.foreseen import foreseen
from xlpy.core.carried_days import carried_before
from xlpy.core.consolidate import Standing, Status
from xlpy.core.forms import MISMATCH_SHEET
from xlpy.core.grid import Edit, Snapshot
from xlpy.core.mismatches import merged as merged_cases
from xlpy.core.office_book import (
    CONTROL_SHEET,
    FINDINGS_SHEET,
    FORETOLD_SHEET,
    HISTORY_SHEET,
    REPORT_DATE,
    VIEW_SHEETS,
)
from xlpy.core.plan.aside import lacking
from xlpy.core.plan.dated import of_day
from xlpy.core.source import Finding, Severity
from xlpy.core.text import day as written
from xlpy.core.text import shown
from xlpy.doors.live.book import LiveBook, LiveError
from xlpy.drawing.office_book.findings import Checked, findings_edits, noted
from xlpy.drawing.office_book.foretold import foretold_edits
from xlpy.drawing.office_book.mismatches import mismatch_edits
from xlpy.drawing.office_book.names import XLWINGS
from xlpy.drawing.office_book.views import history_edits, history_wanted
from xlpy.rules.gathering import cause_lines

if TYPE_CHECKING:
    from xlpy.app.merge.merge_day import Outcome
    from xlpy.core.plan.plan import Plan
    from xlpy.doors.disk.plan_file import PlanFile

_MOST_TOLD = 5
_ASK_TO_STOP = (
    "Có dừng lại để kiểm tra không? Có (Yes): dừng, chưa ghi gì. "
    "Không (No): vẫn ghi; sau đó tổng hợp lại từng ngày sau."
)


class Desk:
    """The office's workbook, open before somebody. Each verb returns what to tell them."""

    def __init__(self, book: LiveBook) -> None:
        self._book = book
        self._folder = Folder(book.folder)
        self._lacks: tuple[str, ...] = ()
        self._at: datetime | None = None  # when a merge was asked for

    # -- verbs -----------------------------------------------------------------------------------------------------

    def consolidate(self, now: datetime) -> str:
        """Tổng hợp, as the shell does it, with the figures told by telephone; then the views.

        Where later days would change, a person is asked first.
        """
        agrees: Agrees = lambda _: False  # noqa: E731
        while True:
            try:
                outcome, told = self.merge(now, agrees=agrees)
                break
            except LaterDaysChange as held:
                if self._book.ask("Tổng hợp", f"{held.changes}\n{_ASK_TO_STOP}"):
                    return f"{held.changes}\nXem lại số ngày {written(held.day)}, rồi bấm lại."
                agrees = held.covers
        lines = [
            summary(outcome.standing),
            *_of_other_days(outcome),
            *outcome.notes,
            f"Báo cáo: {self._folder.shown(outcome.report)}",
            *told,
        ]
        if not outcome.changed:
            lines.insert(1, "Không có gì mới so với lần tổng hợp trước.")
        return "\n".join(lines)

    def merge(
        self,
        now: datetime,
        *,
        day: date | None = None,
        inbox: Path | None = None,
        output: Path | None = None,
        accept: Sequence[str] = (),
        withdraw: Sequence[str] = (),
        agrees: Agrees = lambda _: False,
        thorough: bool = False,
    ) -> "tuple[Outcome, list[str]]":
        """The merge itself: its outcome, and what should be said of the workbook. `day`: that of Điều khiển.

        Raises what `consolidate` raises, and LiveError; then every cell is as it was.
        """
        from xlpy.app.merge.merge_day import consolidate

        self._at = now
        self._book.status("Đang đọc Kế hoạch và thiết lập …")
        plan_file, shown_day = self._plan(), self._day()
        if day not in (None, shown_day):
            raise CannotDo(
                f"--ngay {day}: đang mở ở ngày {written(shown_day)}; "
                f"đổi ô Ngày báo cáo ở trang {CONTROL_SHEET} rồi chạy lại."
            )
        day_plan = of_day(plan_file.plan, shown_day)
        control = self._book.grid(CONTROL_SHEET)
        typed = typed_in(control, day_plan)
        phoned = [item.phoned for item in typed if item.phoned is not None]
        outcome = consolidate(
            self._folder,
            shown_day,
            inbox=inbox,
            output=output,
            accept=accept,
            withdraw=[
                *withdraw,
                *(item.unit for item in typed if item.phoned is None),
                *self._cleared(shown_day, {item.unit for item in typed}),
            ],
            agrees=agrees,
            plan_file=plan_file,
            phoned=phoned,
            progress=self._book.progress,
            thorough=thorough,
            now=now,
        )
        self._book.status("Đang ghi lên Hotich.xlsm …")
        findings = outcome.standing.findings
        # Figures that were refused stay in their cells, to be mended there.
        refused = {unit.unit for unit in outcome.standing.units if unit.status is Status.REFUSED} | {
            f.unit for f in findings if f.severity is Severity.ERROR and f.source.sheet == CONTROL_SHEET
        }
        taken = [item.clearing for item in typed if item.phoned is None or item.unit not in refused]
        told = list(self._show(outcome.plan, shown_day, findings, taken, done="Đã tổng hợp, nhật ký đã ghi"))
        told.extend(filter(None, (stray_names(control, day_plan), reasons_alone(control, day_plan))))
        if older := older_board(control):
            told.append(older)
        elif self._lacks:
            told.append(older_without(self._lacks))
        if drawn_for_others(control, outcome.plan):
            told.append(put_beside(self._folder, plan_file))
        return outcome, told

    def done(self) -> None:
        """Give the status bar back."""
        self._book.status(None)

    def check(self) -> str:
        """Kiểm tra trước: what would become of the files in the inbox; records nothing."""
        from xlpy.app.check import check
        from xlpy.core.consolidate import Verdict
        from xlpy.doors.disk.inbox import look

        self._book.status("Đang kiểm tra các tệp …")
        plan_file, day = self._plan(), self._day()
        inbox = self._folder.place(plan_file.plan.inbox)
        if not inbox.is_dir():
            raise CannotDo(f"{inbox}: không có thư mục nhận tệp này; sửa ở Thiết lập hoặc tạo thư mục rồi bấm lại.")
        paths = list(look(inbox))
        if unlisted := next((path for path in paths if path.is_dir() and not path.is_symlink()), None):
            raise CannotDo(f"{self._folder.shown(unlisted)}: máy không xem được thư mục này; kiểm tra rồi bấm lại.")
        found = check(self._folder, paths, day, plan_file)
        told = self._show(found.plan, day, found.findings, (), done="Đã kiểm tra", merged=False)
        checked = [item for item in found.files if item.received_for is None]
        refused = [
            item.judged.receipt.name
            for item in checked
            if item.judged.verdict is Verdict.REFUSE and not item.judged.moot
        ]
        lines = [f"Đã xem {len(checked)} tệp, chưa ghi nhận gì. {_counted(found.findings)}"]
        if others := len(found.files) - len(checked):
            lines.append(f"Không xem lại {others} tệp đã nhận cho ngày khác.")
        if refused:
            lines.append(
                f"Sẽ phải trả lại: {', '.join(refused[:_MOST_TOLD])}{' …' if len(refused) > _MOST_TOLD else ''}."
            )
        return "\n".join([*lines, "Chi tiết ở trang Kiểm tra.", *told])

    def refresh(self) -> str:
        """Làm mới: the views again from the journal."""
        plan, day = self._plan_of_day()
        with journal_of_folder.reading(self._folder) as journal:
            standing = journal.standing(day)
        told = self._show(plan, day, standing.findings if standing else (), (), done="Đã đọc nhật ký")
        if standing is None:
            return "\n".join([f"Ngày {written(day)} chưa tổng hợp.", *told])
        return "\n".join([summary(standing), *told])

    def replan(self) -> str:
        """Tính lại số ngày: every formula that is not up to date, and what the plan contradicts."""
        from xlpy.rules.plan import check_plan, deadline_out_of_reach

        self._book.recalculate()
        plan, day = self._plan_of_day()
        findings = check_plan(plan)
        told = self._show(plan, day, findings, (), done="Đã tính lại", merged=False)
        late = [f.unit for f in findings if f.code == deadline_out_of_reach.code]
        lines = [f"Đã tính lại theo định mức {plan.norm}. {_counted(findings)}"]
        if late:
            lines.append(f"{len(late)} dòng không kịp trước {written(plan.deadline)}; xem GHI CHÚ ở các phụ lục.")
        return "\n".join([*lines, *told])

    def report(self) -> str:
        """Xuất báo cáo: the day's report again, as it was made."""
        from xlpy.app.history import report_again

        _, standing, path, notes = report_again(self._folder, self._day(), None)
        return "\n".join([summary(standing), *notes, f"Báo cáo: {self._folder.shown(path)}"])

    def mail(self, now: datetime) -> str:
        """Soạn thư: the letters of the day as drafts, the report's and the units'."""
        from xlpy.app.mail.answer import answer_units
        from xlpy.app.mail.send import draft_mail

        self._book.status("Đang đọc Kế hoạch và thiết lập …")
        plan, day = self._plan_of_day()
        self._book.status("Đang in báo cáo, soạn thư …")
        drafted = draft_mail(self._folder, day, self._book.print_pdf, current=plan)
        answers = answer_units(self._folder, day, now, current=plan)
        lines = [f"Thư nháp: {self._folder.shown(drafted.path)}", *drafted.notes]
        if unsent := [one for one in answers if not one.sent]:
            place = self._folder.shown(unsent[0].path.parent)
            lines.append(f"Thư trả lời {len(unsent)} đơn vị: {place}")
        if sent := len(answers) - len(unsent):
            lines.append(f"Đã gửi trả lời {sent} đơn vị, không soạn lại.")
        lines.append("Mở tệp thư bằng Outlook hoặc Thunderbird, xem lại rồi gửi.")
        if not drafted.addressed:
            lines.append("Chưa có địa chỉ người nhận: ghi ở trang Thiết lập, mục Gửi tới.")
        if unknown := [one.name for one in answers if not one.to]:
            lines.append(f"Chưa biết địa chỉ của: {', '.join(unknown)}. Ghi ở trang Thiết lập, cột Địa chỉ thư.")
        return "\n".join(lines)

    def issue(self) -> str:
        """Tạo biểu mẫu: a form for each unit."""
        from xlpy.app.set_up import issue_forms

        issued = issue_forms(self._folder, (), None, self._plan(), day=self._day())
        count = len(issued.written) + len(issued.there)
        told = f"{count} biểu ở thư mục {self._folder.shown(self._folder.forms)}, mới tạo {len(issued.written)}."
        return "\n".join([told, *issued.kept, *issued.hints])

    def propose(self) -> str:
        """Tính phương án: the best allocations of machines, side by side with what is."""
        from xlpy.app.trying import propose

        return propose(self._book, self._plan_of_day()[0])

    def apply_proposal(self) -> str:
        """Áp dụng: the machines of the chosen proposal into the plan, once a person agrees."""
        from xlpy.app.trying import apply_proposal

        return apply_proposal(self._book, self._plan_of_day()[0])

    # -- what the workbook says --------------------------------------------------------------------------------------

    def _plan(self) -> "PlanFile":
        from xlpy.app.plan_of_folder import restyled
        from xlpy.doors.disk.plan_file import read_plan_book

        grids = self._book.grids(skip=VIEW_SHEETS | {XLWINGS})
        known = self._book.sheets
        self._lacks = lacking(known) + ((MISMATCH_SHEET,) if MISMATCH_SHEET not in known else ())
        return restyled(self._folder, read_plan_book(Snapshot(self._book.file, grids=grids)))

    def _plan_of_day(self) -> "tuple[Plan, date]":
        plan, day = self._plan().plan, self._day()
        return of_day(plan, day), day

    def _day(self) -> date:
        try:
            value = self._book.named(REPORT_DATE)
        except LiveError:
            self._book.need(CONTROL_SHEET)
            raise
        if isinstance(value, date) and not isinstance(value, datetime):  # with an hour, no formula would find it
            return value
        self._book.need(CONTROL_SHEET)  # with the sheet, its cells are gone
        raise CannotDo(
            f"{self._book.file} · {CONTROL_SHEET}: ô Ngày báo cáo ghi “{shown(value) if value else ''}”. "
            "Gõ một ngày theo kiểu năm-tháng-ngày, ví dụ 2023-05-22 (máy nào cũng hiểu), rồi bấm lại."
        )

    def _cleared(self, day: date, typed: Container[str]) -> Iterator[str]:
        """Units whose refused figures are no more in their cells, where they were left to be mended."""
        with journal_of_folder.reading(self._folder) as journal:
            standing = journal.standing(day)
        for unit in standing.units if standing else ():
            if unit.status is Status.REFUSED and unit.source.sheet == CONTROL_SHEET and unit.unit not in typed:
                yield unit.unit

    # -- what the workbook shows -------------------------------------------------------------------------------------

    def _show(
        self,
        plan: "Plan",
        day: date,
        findings: Iterable[Finding],
        also: Sequence[Edit],
        *,
        done: str,
        merged: bool = True,
    ) -> Iterator[str]:
        """Write the views; yields what a person should know of them. Raises LiveError, told what stands already.

        `merged`: the findings are those of the day as the journal has it.
        """
        today = plan.day_at(self._at or datetime.now(UTC))
        try:
            with journal_of_folder.reading(self._folder) as journal:
                standings = [standing for one in journal.days() if (standing := journal.standing(one))]
                archived = archived_copies(journal, day)
                known = next((one for one in standings if one.date == day), None)
                before = carried_before(plan, journal.before(day), day)
                history = self._book.grid(HISTORY_SHEET)
                wanted = history_wanted(standings, history)
                strange = list(changed_by_hand(history, wanted, journal.past_standings))
            checked = Checked(plan, day, tuple(findings), known if merged else None, archived, today)
            notes = noted(self._book.grid(FINDINGS_SHEET))
            foretold: Sequence[Edit] = ()
            if known is not None and FORETOLD_SHEET in self._book.sheets:  # an older version's workbook has none
                foretold = foretold_edits(foreseen(plan, known, before))
            apart: Sequence[Edit] = ()
            if MISMATCH_SHEET in self._book.sheets:
                cases = merged_cases(before.mismatches, known.mismatches) if known is not None else None
                apart = mismatch_edits(plan, day, cases)
            written = [*history_edits(wanted, history), *findings_edits(checked, notes)]
            over = typed_over(self._book, self._folder, self._plan)
            self._book.write([*written, *foretold, *apart, *over.edits, *also])
        except LiveError as error:
            raise LiveError(f"{done}, nhưng {error}") from error
        if strange:
            yield "Trang Nhật ký khác nhật ký số liệu, đã khôi phục:"
            yield from _few(strange)
        if over.cells:
            yield "Ô chỉ để xem đã bị sửa tay:" if over.lost else "Ô chỉ để xem đã bị sửa tay, nay khôi phục:"
            yield from _few(over.cells)
        if over.lost:
            yield not_put_back(over.lost, self._folder)


def _few(cells: Sequence[str]) -> Iterator[str]:
    yield from cells[:_MOST_TOLD]
    if len(cells) > _MOST_TOLD:
        yield f"… và {len(cells) - _MOST_TOLD} ô khác."


def summary(standing: Standing) -> str:
    """A day in a few lines: who reported, who did not, whose file was refused, who was late."""
    lines = [f"Ngày {written(standing.date)}: {standing.reported}/{len(standing.units)} đơn vị đã có số liệu."]
    for words, picked in (
        ("Chưa báo cáo", [unit.name for unit in standing.units if unit.status is Status.MISSING]),
        ("Phải trả lại để sửa", [unit.name for unit in standing.units if unit.status is Status.REFUSED]),
        ("Báo cáo muộn", [unit.name for unit in standing.units if unit.late]),
    ):
        if picked:
            lines.append(f"{words}: {', '.join(picked)}.")
    return "\n".join(lines)


def _of_other_days(outcome: "Outcome") -> Iterator[str]:
    """What the run did to other days, or they to this one."""
    yield from (f"{finding.title}: {finding.message}" for finding in outcome.told[:_MOST_TOLD])
    if len(outcome.told) > _MOST_TOLD:
        yield f"… và {len(outcome.told) - _MOST_TOLD} chỗ khác."


def _counted(findings: Iterable[Finding]) -> str:
    counts = dict.fromkeys(Severity, 0)
    for finding in cause_lines(findings):
        counts[finding.severity] += 1
    return f"{counts[Severity.ERROR]} lỗi, {counts[Severity.WARNING]} cảnh báo."
