"""`hotich`: the verbs in a shell. Words for people in Vietnamese, `--json` for programs, exit codes for schedulers.

0: all in and clean. 1: done, but a person is needed. 2: could not be done, nothing was changed, one line says why.
"""

import argparse
import gc
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from xlpy.shell.arguments import parser

CLEAN, NEEDS_A_PERSON, COULD_NOT = 0, 1, 2
_DEMO_MARK = "CHAY-THU.txt"
_VIETNAM = timezone(timedelta(hours=7))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # a Windows console may not be
    words = sys.argv[1:] if arguments is None else arguments
    options = parser(words).parse_args(words)
    try:
        code = _VERBS[options.verb](options)
        sys.stdout.flush()
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has seen enough
        return CLEAN
    except KeyboardInterrupt:
        _tell("Đã dừng.")
        return COULD_NOT
    except Exception as error:
        if os.environ.get("HOTICH_DEBUG"):
            raise
        from xlpy.app.errors import explain

        _tell(explain(error, getattr(options, "folder", Path())))
        return COULD_NOT
    return code


def _tell(text: str) -> None:
    print(text, file=sys.stderr)


def _print_json(document: Any) -> None:
    print(json.dumps(document, ensure_ascii=False))


# -- verbs ---------------------------------------------------------------------------------------------------------


def _today() -> date:
    return datetime.now(_VIETNAM).date()


def _consolidate(options: argparse.Namespace) -> int:
    from xlpy.app.folder import Folder
    from xlpy.app.merge.merge_day import consolidate

    folder = Folder(options.folder)
    if options.live:
        outcome, said = _consolidate_live(folder, options)
    elif options.watch:
        from xlpy.shell.postal import watch

        outcome, said = watch(options, datetime.now(_VIETNAM)), []
    else:
        outcome = consolidate(
            folder,
            options.date or _today(),
            inbox=options.inbox,
            output=options.output,
            accept=options.accept,
            now=datetime.now(_VIETNAM),
        )
        said = []
    for note in (*outcome.notes, *said):
        _tell(note)
    if options.json:
        from xlpy.drawing.screen.documents import standing_document

        _print_json(standing_document(outcome.standing, folder.shown(outcome.report)))
    else:
        _show_standing(outcome.plan, outcome.standing, outcome.report)
        if not outcome.changed:
            print("Không có gì mới so với lần tổng hợp trước.")
        if outcome.needs_a_person:
            print(f"Soạn thư trả lời các đơn vị: hotich tra-loi --ngay {outcome.standing.date.isoformat()}")
    return NEEDS_A_PERSON if outcome.needs_a_person else CLEAN


def _consolidate_live(folder: Any, options: argparse.Namespace) -> tuple[Any, list[str]]:
    """The merge on the workbook that is open now."""
    from xlpy.app.desk import Desk
    from xlpy.app.open_workbook import find_open

    desk = Desk(find_open(folder))
    try:
        return desk.merge(
            datetime.now(_VIETNAM),
            day=options.date,
            inbox=options.inbox,
            output=options.output,
            accept=options.accept,
        )
    finally:
        desk.done()


def _open(options: argparse.Namespace) -> int:
    from xlpy.app.folder import Folder
    from xlpy.app.open_workbook import open_workbook

    program = open_workbook(Folder(options.folder))
    print(f"Đã mở sổ bằng {program}. Tổng hợp trên sổ đang mở: hotich tong-hop --song")
    return CLEAN


def _show_standing(plan: Any, standing: Any, report: Path) -> None:
    from xlpy.drawing.screen.board import board, findings_text

    print(board(standing))
    if standing.findings:
        print(f"\n{findings_text(standing.findings, plan)}")
    print(f"\nBáo cáo: {os.path.normpath(report)}")


def _check(options: argparse.Namespace) -> int:
    from xlpy.app.check import check
    from xlpy.app.folder import Folder
    from xlpy.core.consolidate import Verdict

    plan, checked = check(Folder(options.folder), options.files, options.date or _today())
    if options.json:
        from xlpy.drawing.screen.documents import checked_document

        _print_json(checked_document((item.judged, item.figures) for item in checked))
    else:
        from xlpy.drawing.screen.board import findings_text

        labels = {
            Verdict.ACCEPT: "nhận",
            Verdict.WARN: "nhận, có lưu ý",
            Verdict.REFUSE: "KHÔNG NHẬN",
            Verdict.IGNORE: "bỏ qua",
        }
        for item in checked:
            holds_others = item.judged.verdict is Verdict.IGNORE and not item.judged.findings
            label = "xem từng tệp bên trong" if holds_others else labels[item.judged.verdict]
            print(f"{item.judged.receipt.name}: {label}")
            if item.judged.findings:
                print(findings_text(item.judged.findings, plan))
    return NEEDS_A_PERSON if any(item.judged.verdict is Verdict.REFUSE for item in checked) else CLEAN


def _plan(options: argparse.Namespace) -> int:
    from xlpy.app.folder import Folder
    from xlpy.app.replan import replan
    from xlpy.core.plan.plan import Rounding

    rounding = {"gan-nhat": Rounding.NEAREST, "len": Rounding.UP}.get(options.rounding)
    plan, findings = replan(
        Folder(options.folder), norm=options.norm, machines=dict(options.machines), rounding=rounding
    )
    if options.json:
        from xlpy.drawing.screen.documents import plan_document

        _print_json(plan_document(plan, findings))
    else:
        from xlpy.drawing.screen.board import findings_text, plan_text

        print(plan_text(plan))
        if findings:
            print(f"\nKế hoạch có {len(findings)} chỗ cần lưu ý:\n{findings_text(findings, plan)}")
    return CLEAN


def _report(options: argparse.Namespace) -> int:
    from xlpy.app.folder import Folder
    from xlpy.app.history import report_again

    folder = Folder(options.folder)
    plan, standing, path, notes = report_again(folder, options.date, options.output)
    for note in notes:
        _tell(note)
    _show_standing(plan, standing, path)
    return NEEDS_A_PERSON if notes else CLEAN


def _mail(options: argparse.Namespace) -> int:
    from xlpy.shell.postal import mail

    return mail(options, datetime.now(_VIETNAM))


def _answer(options: argparse.Namespace) -> int:
    from xlpy.shell.postal import answer

    return answer(options, datetime.now(_VIETNAM))


def _fetch(options: argparse.Namespace) -> int:
    from xlpy.shell.postal import fetch

    return fetch(options, datetime.now(_VIETNAM))


def _history(options: argparse.Namespace) -> int:
    from xlpy.app.folder import Folder
    from xlpy.app.history import history, write_csv

    rows = history(Folder(options.folder))
    if options.csv:
        write_csv(rows, options.csv)
        _tell(f"Đã ghi {len(rows)} dòng vào {options.csv}.")
    elif options.json:
        _print_json({"schema": 1, "rows": rows})
    else:
        from xlpy.drawing.screen.board import history_text

        print(history_text(rows))
    return CLEAN


def _start(options: argparse.Namespace) -> int:
    from xlpy.app.folder import Folder
    from xlpy.app.set_up import start

    there = Folder(options.path).workbook.exists()
    folder = start(options.path, options.plan)
    print(f"Thư mục làm việc: {folder.path}" + (" (đã có sẵn, giữ nguyên)" if there else ""))
    print(f"Chép tệp các đơn vị gửi vào: {folder.inbox}")
    print(f"Sổ của cơ quan: {folder.workbook}")
    print(f'Phát biểu mẫu cho các đơn vị (một lần): hotich bieu-mau -C "{folder.path}"')
    print(f'Mỗi ngày: hotich tong-hop -C "{folder.path}"')
    return CLEAN


def _build(options: argparse.Namespace) -> int:
    from xlpy.app.folder import Folder
    from xlpy.app.set_up import build_workbook

    source = Folder(options.source) if options.source else None
    build_workbook(options.output, options.plan, source, replace=options.replace)
    print(f"Đã tạo sổ: {options.output}")
    return CLEAN


def _issue(options: argparse.Namespace) -> int:
    from xlpy.app.folder import Folder
    from xlpy.app.set_up import issue_forms

    issued = issue_forms(Folder(options.folder), options.units, options.output)
    for path in issued.written:
        print(path)
    for path in issued.there:
        print(f"{path} (đã có)")
    for note in (*issued.kept, *issued.hints):
        _tell(note)
    return NEEDS_A_PERSON if issued.kept else CLEAN


def _self_check(options: argparse.Namespace) -> int:
    from xlpy.app.folder import Folder
    from xlpy.selfcheck.checks import Grade, check, verdict
    from xlpy.selfcheck.conf import NotWritten, name_python
    from xlpy.selfcheck.gathering import gather
    from xlpy.selfcheck.telling import checks_document, checks_text

    folder = Folder(options.folder)
    folder.must_exist()
    if options.record:
        try:
            _tell(f"Đã ghi {name_python(folder.path, sys.executable, sys.platform)}: nút gọi {sys.executable}")
        except NotWritten as reason:
            _tell(str(reason))
    facts = gather(folder.path, folder.workbook.name, folder.inbox.name)
    checks = check(facts)
    if options.json:
        _print_json(checks_document(facts, checks))
    else:
        print(checks_text(checks))
    return NEEDS_A_PERSON if verdict(checks) is Grade.FAULT else CLEAN


def _check_demo_place(path: Path) -> None:
    from xlpy.app.folder import CannotDo

    if path.exists() and not (path / _DEMO_MARK).exists() and (not path.is_dir() or any(path.iterdir())):
        raise CannotDo(f"{path}: đã có dữ liệu khác; chọn thư mục mới cho bản chạy thử, ví dụ --ra chay-thu")


def _demo(options: argparse.Namespace) -> int:
    from xlpy.app.merge.merge_day import consolidate
    from xlpy.app.plan_of_folder import plan_of
    from xlpy.app.set_up import start
    from xlpy.demo.day import make_day

    _check_demo_place(options.output)
    folder = start(options.output, None)
    mark = "Thư mục chạy thử của Hotich: số liệu bịa, xoá lúc nào cũng được.\n"
    (folder.path / _DEMO_MARK).write_text(mark, encoding="utf-8")
    plan = plan_of(folder).plan
    made = make_day(folder.inbox, plan)
    outcome = consolidate(folder, plan.start, now=datetime.now(_VIETNAM))
    print(f"Thư mục chạy thử: {folder.path} ({made} tệp trong {folder.inbox})\n")
    _show_standing(plan, outcome.standing, outcome.report)
    return CLEAN


_VERBS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "dung-thu": _demo,
    "bat-dau": _start,
    "tao-so": _build,
    "bieu-mau": _issue,
    "kiem-tra": _check,
    "tong-hop": _consolidate,
    "mo": _open,
    "ke-hoach": _plan,
    "bao-cao": _report,
    "nhan": _fetch,
    "thu": _mail,
    "tra-loi": _answer,
    "tu-kiem": _self_check,
    "lich-su": _history,
}


def run() -> None:
    """The `hotich` command. It lives a quarter of a second: collecting garbage would be a tenth of that."""
    gc.disable()
    code = main()
    gc.freeze()  # nor at the end, when all goes at once
    sys.exit(code)
