"""Tổng hợp: take in what came, check, merge, record, and make the report of a day. Safe to press twice."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from xlpy.app.folder import CannotDo, Folder
from xlpy.core.consolidate import Judged, Standing, choose
from xlpy.core.grid import Snapshot
from xlpy.core.plan import Plan
from xlpy.core.records import AcceptedDay, Receipt
from xlpy.core.source import Fault, Problem, Source
from xlpy.doors.files import Reader
from xlpy.doors.inbox import Arrival, look, take_in
from xlpy.doors.saving import Pending, sweep, write
from xlpy.journal import Journal, Taken
from xlpy.rules.judge import Background, acceptable_by_name, already_received, judge, stand


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a press of Tổng hợp gave. `changed` is False where everything was as it stood. `notes` are for people."""

    plan: Plan
    standing: Standing
    report: Path
    changed: bool
    notes: tuple[str, ...] = ()
    displaced: bool = False
    """The report had to be saved under another name, because the old one is open in another program."""

    @property
    def needs_a_person(self) -> bool:
        return self.standing.needs_a_person or self.displaced


@dataclass(frozen=True)
class _Day:
    """The files that count on a day, and those that could not be taken in."""

    taken: tuple[Taken, ...]
    new: frozenset[str]
    """Paths first seen in this run."""
    failed: tuple[Arrival, ...]
    kept: Mapping[str, Path] = field(default_factory=dict)
    """SHA-256 → a copy to read."""


def consolidate(
    folder: Folder,
    day: date,
    *,
    inbox: Path | None = None,
    output: Path | None = None,
    accept: Sequence[str] = (),
    now: datetime,
) -> Outcome:
    """Merge the day's files. Raises CannotDo, PlanError and the journal's exceptions; then nothing was changed.

    `accept` are codes of units whose refused file the office accepts by name. `now` is only written down as the
    hour of the run: nothing is decided by it.
    """
    inbox = inbox or folder.inbox
    _check_folder(folder, inbox)
    with Reader() as reader, Journal.writing(folder.journal) as journal:
        plan_file = folder.plan(journal.knows_plan)
        plan = plan_file.plan
        _check_codes(plan, accept)
        found = _take_in(folder, plan, inbox, day, journal)
        snapshots = _read(reader, found)
        background = background_of(journal, day)
        judged, named, notes = _judge(plan, day, found, snapshots, background, accept)
        standing = stand(plan, day, judged, replace(background, by_name=background.by_name | named))
        dates = {item.receipt.sha256: item.submission.date for item in judged if item.submission}
        new = [
            replace(item, form_date=dates.get(item.receipt.sha256)) for item in found.taken if item.path in found.new
        ]
        changed = journal.record(standing, (plan_file.sha256, plan_file.text), new, named, now)
        backup = folder.reports(day) / "nhat-ky.sqlite" if changed else None
        reports = output or folder.reports(day)
        report, placed = publish(folder, plan, standing, reports, commit=lambda: journal.commit(backup))
    return Outcome(plan, standing, report, changed, (*notes, *placed), displaced=bool(placed))


def _check_folder(folder: Folder, inbox: Path) -> None:
    if not folder.path.is_dir():
        raise CannotDo(f"{folder.path}: không có thư mục này; tạo bằng lệnh: hotich bat-dau {folder.path}")
    if not inbox.is_dir():
        raise CannotDo(
            f"{inbox}: không có thư mục nhận tệp; tạo thư mục làm việc bằng lệnh: hotich bat-dau {folder.path}"
        )


def _check_codes(plan: Plan, codes: Iterable[str]) -> None:
    for code in codes:
        if code not in plan.targets:
            known = ", ".join(f"{unit.code} {unit.name}" for unit in plan.senders)
            raise CannotDo(f"--chap-nhan {code}: không có đơn vị mang mã này. Các mã: {known}.")


# -- taking in -----------------------------------------------------------------------------------------------------


def _take_in(folder: Folder, plan: Plan, inbox: Path, day: date, journal: Journal) -> _Day:
    known = journal.taken()
    archive = folder.archive(day)
    sweep(archive)
    new: list[Taken] = []
    failed: list[Arrival] = []
    kept = {item.receipt.sha256: folder.path / item.archived for item in known}
    for path in look(inbox):
        arrival = take_in(inbox, path, archive, kept)
        if arrival.problem or arrival.archived is None:
            failed.append(arrival)
            continue
        kept[arrival.sha256] = arrival.archived
        shown = folder.shown(path)
        if not _lies_there_still(folder, known, arrival, shown):
            received = datetime.fromtimestamp(0, plan.timezone) + timedelta(microseconds=arrival.modified_ns // 1000)
            receipt = Receipt(arrival.name, arrival.sha256, received)
            new.append(
                Taken(receipt, day, None, shown, arrival.modified_ns, arrival.size, folder.shown(arrival.archived))
            )
    belonging = tuple(item for item in known if item.belongs_to(day))
    return _Day((*belonging, *new), frozenset(item.path for item in new), tuple(failed), kept)


def _lies_there_still(folder: Folder, known: Iterable[Taken], arrival: Arrival, shown: str) -> bool:
    """Whether a file was taken in before and merely lies there, or was tidied away; not one sent again."""
    for item in known:
        if (item.receipt.sha256, item.modified_ns) == (arrival.sha256, arrival.modified_ns):
            moved = not (folder.path / item.path).exists()
            if item.path == shown or moved:
                return True
    return False


def _read(reader: Reader, found: _Day) -> dict[str, Snapshot]:
    """SHA-256 → snapshot, from the archived copies."""
    files = {item.receipt.sha256: item for item in found.taken}
    wanted = [(found.kept[digest], item.receipt.name) for digest, item in files.items()]
    snapshots = {}
    for (digest, item), snapshot in zip(files.items(), reader.read(wanted), strict=True):
        if snapshot.sha256 not in ("", digest) or not found.kept[digest].exists():
            problem = Problem(Fault.ARCHIVE_LOST, Source(item.receipt.name), {"path": item.archived})
            snapshot = Snapshot(item.receipt.name, problems=(problem,))
        snapshots[digest] = snapshot
    return snapshots


# -- deciding ------------------------------------------------------------------------------------------------------


def background_of(journal: Journal, day: date) -> Background:
    """What the journal knows that bears on a day's files."""
    history: dict[str, tuple[AcceptedDay, ...]] = {}
    later: dict[str, AcceptedDay] = {}
    standing: dict[str, AcceptedDay] = {}
    for unit, days in journal.accepted_days().items():
        history[unit] = tuple(item for item in days if item.date < day)
        for item in reversed(days):
            if item.date > day:
                later[unit] = item
            elif item.date == day:
                standing[unit] = item
    return Background(history, later, standing, _same_bytes(journal.taken(), day), journal.acceptances(day))


def _same_bytes(taken: Iterable[Taken], day: date) -> dict[str, tuple[tuple[date, str], ...]]:
    found: dict[str, tuple[tuple[date, str], ...]] = {}
    for item in taken:
        # A file that came early, and was refused for it, may come again on its own day.
        if item.taken_on != day and item.form_date in (None, item.taken_on):
            found[item.receipt.sha256] = (*found.get(item.receipt.sha256, ()), (item.taken_on, item.receipt.name))
    return found


def _judge(
    plan: Plan, day: date, found: _Day, snapshots: Mapping[str, Snapshot], background: Background, accept: Sequence[str]
) -> tuple[list[Judged], frozenset[tuple[str, str]], tuple[str, ...]]:
    firsts: dict[str, Receipt] = {}
    judged: list[Judged] = []
    for item in sorted(found.taken, key=lambda item: item.receipt.order):
        receipt = item.receipt
        if receipt.sha256 in firsts:
            judged.append(already_received(receipt, firsts[receipt.sha256]))
            continue
        firsts[receipt.sha256] = receipt
        judged.append(judge(plan, day, receipt, snapshots[receipt.sha256], background))
    for arrival in found.failed:
        problem = arrival.problem
        assert problem is not None
        receipt = Receipt(arrival.name, "", datetime.fromtimestamp(arrival.modified_ns / 1e9, plan.timezone))
        judged.append(judge(plan, day, receipt, Snapshot(arrival.name, problems=(problem,)), background))
    named, notes = _accept(plan, judged, accept)
    if named:
        background = replace(background, by_name=background.by_name | named)
        digests = {digest for _, digest in named}
        judged = [
            judge(plan, day, item.receipt, snapshots[item.receipt.sha256], background)
            if item.receipt.sha256 in digests and item.receipt == firsts[item.receipt.sha256]
            else item
            for item in judged
        ]
    return judged, named, notes


def _accept(
    plan: Plan, judged: Sequence[Judged], codes: Sequence[str]
) -> tuple[frozenset[tuple[str, str]], tuple[str, ...]]:
    """The files to accept by unit name, and what could not be."""
    named, notes = set(), []
    choices = {choice.unit: choice for choice in choose(plan, judged)}
    for code in dict.fromkeys(codes):
        choice = choices[code]
        waiting = [item for item in judged if acceptable_by_name(item, code)]
        waiting.extend(choice.conflict[1:] if choice.conflict else ())
        if waiting:
            named.add((code, max(waiting, key=lambda item: item.receipt.order).receipt.sha256))
        elif choice.current is None:
            name = plan.targets[code].unit.name
            notes.append(f"--chap-nhan {code}: {name} không có tệp bị từ chối nào đọc được để chấp nhận.")
    return frozenset(named), tuple(notes)


# -- publishing ----------------------------------------------------------------------------------------------------


def publish(
    folder: Folder, plan: Plan, standing: Standing, reports: Path, commit: Callable[[], None]
) -> tuple[Path, list[str]]:
    """Draw a day's report and result document into `reports`; `commit` is called once both are safely on disk.

    Returns where the report stands, and what people should know where that is not where it should. Raises
    CannotDo where there is no room.
    """
    from xlpy.drawing.documents import standing_document
    from xlpy.drawing.report import draw_report

    if reports.is_dir():
        sweep(reports)
    name = standing.date.isoformat()
    report, result = reports / f"Bao_cao_PL01_{name}.xlsx", reports / f"Ket_qua_{name}.json"
    workbook = draw_report(plan, standing)
    pending = Pending()
    try:
        pending.add(report, workbook)
        pending.add(result, _json(standing_document(standing, folder.shown(report))))
    except OSError as error:
        pending.discard()
        raise CannotDo(
            f"{folder.shown(report)}: không ghi được {len(workbook)} byte ({error.strerror}); "
            "giải phóng dung lượng hoặc kiểm tra quyền ghi rồi bấm lại."
        ) from error
    commit()
    moved = pending.commit()
    if report in moved:
        write(result, _json(standing_document(standing, folder.shown(moved[report]))))
    notes = [
        f"{folder.shown(path)} đang mở ở chương trình khác: đã lưu thành {instead.name}. Đóng tệp rồi bấm lại."
        for path, instead in moved.items()
    ]
    return moved.get(report, report), notes


def _json(document: object) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
