"""`hotich`: the verbs in a shell. Words for people in Vietnamese, `--json` for programs, exit codes for schedulers.

0: all in and clean. 1: done, but a person is needed. 2: could not be done, nothing was changed, one line says why.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from xlpy import __version__

CLEAN, NEEDS_A_PERSON, COULD_NOT = 0, 1, 2
_VIETNAM = timezone(timedelta(hours=7))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # a Windows console may not be
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has seen enough
        return CLEAN
    except Exception as error:
        said = _explain(error)
        if said is None:
            raise
        _tell(said)
        return COULD_NOT
    return code


def _explain(error: Exception) -> str | None:
    """One line for what is known to go wrong; None for what should not."""
    from sqlite3 import OperationalError

    from xlpy.app.folder import CannotDo
    from xlpy.doors.plan_file import PlanError
    from xlpy.journal import JournalBusy, JournalDamaged, JournalTooNew

    match error:
        case CannotDo():
            return str(error)
        case PlanError():
            return f"Kế hoạch không dùng được. {error}. Sửa tệp kế hoạch rồi chạy lại."
        case JournalBusy():
            return f"Đang có một lần tổng hợp khác chạy: {error}. Chờ xong rồi bấm lại."
        case JournalDamaged():
            return (
                f"Nhật ký nhat-ky.sqlite bị hỏng hoặc bị sửa tay: {error}. Chưa thay đổi gì. Chép bản lưu gần nhất "
                "bao-cao/NGÀY/nhat-ky.sqlite đè lên rồi chạy lại."
            )
        case JournalTooNew():
            return f"Nhật ký do bản chương trình mới hơn ghi: {error}. Cài bản mới rồi chạy lại."
        case OperationalError():
            return f"Không ghi được nhật ký ({error}): kiểm tra dung lượng và quyền ghi của thư mục rồi chạy lại."
        case OSError():
            return f"{error.filename or 'Thư mục làm việc'}: {error.strerror or error}. Kiểm tra rồi chạy lại."
        case _:
            return None


def _tell(text: str) -> None:
    print(text, file=sys.stderr)


def _print_json(document: Any) -> None:
    print(json.dumps(document, ensure_ascii=False, indent=1))


# -- verbs ---------------------------------------------------------------------------------------------------------


def _today(now: datetime | None = None) -> date:
    return (now or datetime.now(_VIETNAM)).date()


def _consolidate(options: argparse.Namespace) -> int:
    from xlpy.app.consolidating import consolidate
    from xlpy.app.folder import Folder

    folder = Folder(options.folder)
    outcome = consolidate(
        folder,
        options.date or _today(),
        inbox=options.inbox,
        output=options.output,
        accept=options.accept,
        now=datetime.now(_VIETNAM),
    )
    for note in outcome.notes:
        _tell(note)
    if options.json:
        from xlpy.drawing.documents import standing_document

        _print_json(standing_document(outcome.standing, folder.shown(outcome.report)))
    else:
        _show_standing(outcome.standing, folder.shown(outcome.report))
        if not outcome.changed:
            print("Không có gì mới so với lần tổng hợp trước.")
    return NEEDS_A_PERSON if outcome.standing.needs_a_person or outcome.notes else CLEAN


def _show_standing(standing: Any, report: str) -> None:
    from xlpy.drawing.board import board, findings_text

    print(board(standing))
    if standing.findings:
        print(f"\n{findings_text(standing.findings)}")
    print(f"\nBáo cáo: {report}")


def _check(options: argparse.Namespace) -> int:
    from xlpy.app.checking import check
    from xlpy.app.folder import Folder
    from xlpy.core.consolidate import Verdict

    _, checked = check(Folder(options.folder), options.files, options.date or _today())
    if options.json:
        from xlpy.drawing.documents import checked_document

        _print_json(checked_document((item.judged, item.figures) for item in checked))
    else:
        from xlpy.drawing.board import findings_text

        labels = {
            Verdict.ACCEPT: "nhận",
            Verdict.WARN: "nhận, có lưu ý",
            Verdict.REFUSE: "KHÔNG NHẬN",
            Verdict.IGNORE: "bỏ qua",
        }
        for item in checked:
            print(f"{item.judged.receipt.name}: {labels[item.judged.verdict]}")
            if item.judged.findings:
                print(findings_text(item.judged.findings))
    return NEEDS_A_PERSON if any(item.judged.verdict is Verdict.REFUSE for item in checked) else CLEAN


def _plan(options: argparse.Namespace) -> int:
    from xlpy.app.folder import Folder
    from xlpy.app.planning import replan
    from xlpy.core.plan import Rounding

    rounding = {"gan-nhat": Rounding.NEAREST, "len": Rounding.UP}.get(options.rounding)
    plan, findings = replan(
        Folder(options.folder), norm=options.norm, machines=dict(options.machines), rounding=rounding
    )
    if options.json:
        from xlpy.drawing.documents import plan_document

        _print_json(plan_document(plan, findings))
    else:
        from xlpy.drawing.board import findings_text, plan_text

        print(plan_text(plan))
        if findings:
            print(f"\nKế hoạch có {len(findings)} chỗ cần lưu ý:\n{findings_text(findings)}")
    return CLEAN


def _report(options: argparse.Namespace) -> int:
    from xlpy.app.folder import Folder
    from xlpy.app.retelling import report_again

    folder = Folder(options.folder)
    _, standing, path, notes = report_again(folder, options.date, options.output)
    for note in notes:
        _tell(note)
    _show_standing(standing, folder.shown(path))
    return NEEDS_A_PERSON if notes else CLEAN


def _history(options: argparse.Namespace) -> int:
    from xlpy.app.folder import Folder
    from xlpy.app.retelling import history, write_csv

    rows = history(Folder(options.folder))
    if options.csv:
        write_csv(rows, options.csv)
        _tell(f"Đã ghi {len(rows)} dòng vào {options.csv}.")
    elif options.json:
        _print_json({"schema": 1, "rows": rows})
    else:
        from xlpy.drawing.board import history_text

        print(history_text(rows))
    return CLEAN


def _start(options: argparse.Namespace) -> int:
    from xlpy.app.folder import start

    folder = start(options.path, options.plan)
    print(
        f'Thư mục làm việc: {folder.path}\nChép tệp các đơn vị gửi vào: {folder.inbox}\nRồi chạy: hotich tong-hop -C "{folder.path}"'
    )
    return CLEAN


def _demo(options: argparse.Namespace) -> int:
    from xlpy.app.consolidating import consolidate
    from xlpy.app.folder import start
    from xlpy.demo.day import make_day

    folder = start(options.output, None)
    plan = folder.plan().plan
    made = make_day(folder.inbox, plan)
    outcome = consolidate(folder, plan.start, now=datetime.now(_VIETNAM))
    print(f"Thư mục chạy thử: {folder.path} ({made} tệp trong {folder.inbox})\n")
    _show_standing(outcome.standing, str(outcome.report))
    return CLEAN


# -- arguments -----------------------------------------------------------------------------------------------------


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” không phải ngày dạng NĂM-THÁNG-NGÀY, ví dụ 2023-05-22") from None


def _norm(text: str) -> int:
    if not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError(f"“{text}” không phải số nguyên dương")
    return int(text)


def _machines(text: str) -> tuple[str, int]:
    code, _, count = text.partition("=")
    if not code or not count.isdigit():
        raise argparse.ArgumentTypeError(f"“{text}” không có dạng MÃ=SỐ, ví dụ 689=51")
    return code, int(count)


class _Parser(argparse.ArgumentParser):
    """argparse in Vietnamese: its own sentences are English."""

    def error(self, message: str) -> Any:
        words = {
            "the following arguments are required:": "thiếu",
            "unrecognized arguments:": "không hiểu",
            "invalid choice:": "không có lựa chọn",
            "expected one argument": "cần một giá trị",
            "expected at least one argument": "cần ít nhất một giá trị",
            "choose from": "chọn một trong",
            "argument": "tham số",
        }
        for english, vietnamese in words.items():
            message = message.replace(english, vietnamese)
        _tell(f"{self.prog}: {message}. Xem cách dùng: {self.prog} --help")
        raise SystemExit(COULD_NOT)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="hotich", description="Tổng hợp báo cáo số hoá sổ hộ tịch hàng ngày.", allow_abbrev=False)
    parser.add_argument("--version", action="version", version=f"hotich {__version__}")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="LỆNH", parser_class=_Parser)
    common = _Parser(add_help=False)
    common.add_argument(
        "-C",
        dest="folder",
        type=Path,
        default=Path(),
        metavar="THƯ_MỤC",
        help="thư mục làm việc (mặc định: thư mục hiện tại)",
    )

    def verb(name: str, run: Callable[[argparse.Namespace], int], text: str, *, at_home: bool = True) -> _Parser:
        added = verbs.add_parser(
            name, help=text, description=text, parents=[common] if at_home else [], allow_abbrev=False
        )
        added.set_defaults(run=run)
        return added

    demo = verb("dung-thu", _demo, "tạo thư mục chạy thử với một ngày của 11 huyện, tổng hợp và in bảng", at_home=False)
    demo.add_argument(
        "--ra",
        dest="output",
        type=Path,
        default=Path("hotich-dung-thu"),
        metavar="THƯ_MỤC",
        help="nơi tạo (mặc định: hotich-dung-thu)",
    )

    begin = verb("bat-dau", _start, "tạo thư mục làm việc", at_home=False)
    begin.add_argument("path", type=Path, metavar="THƯ_MỤC")
    begin.add_argument(
        "--ke-hoach", dest="plan", type=Path, metavar="TỆP.json", help="kế hoạch (mặc định: Bình Phước 2023)"
    )

    check = verb("kiem-tra", _check, "kiểm tra tệp, không ghi nhận gì")
    check.add_argument("files", type=Path, nargs="+", metavar="TỆP")
    _add_date(check)
    _add_json(check)

    merge = verb("tong-hop", _consolidate, "nhận tệp, kiểm tra, tổng hợp, ghi nhật ký, làm báo cáo")
    merge.add_argument(
        "--den", dest="inbox", type=Path, metavar="THƯ_MỤC", help="thư mục chứa tệp nhận được (mặc định: den)"
    )
    _add_date(merge)
    _add_output(merge)
    merge.add_argument(
        "--chap-nhan",
        dest="accept",
        nargs="+",
        action="extend",
        default=[],
        metavar="MÃ",
        help="nhận tệp bị từ chối của đơn vị này, theo tên",
    )
    _add_json(merge)

    plan = verb("ke-hoach", _plan, "số ngày hoàn thành, số máy cần, những chỗ kế hoạch không khớp")
    plan.add_argument("--dinh-muc", dest="norm", type=_norm, metavar="N", help="định mức trường hợp/máy/ngày")
    plan.add_argument(
        "--may",
        dest="machines",
        type=_machines,
        nargs="+",
        action="extend",
        default=[],
        metavar="MÃ=N",
        help="số máy của đơn vị",
    )
    plan.add_argument(
        "--lam-tron", dest="rounding", choices=("gan-nhat", "len"), help="làm tròn số ngày: gần nhất hay lên"
    )
    _add_json(plan)

    report = verb("bao-cao", _report, "làm lại báo cáo của một ngày đã tổng hợp")
    _add_date(report, required=True)
    _add_output(report)

    past = verb("lich-su", _history, "số liệu trong nhật ký, mỗi dòng một đơn vị, ngày và loại")
    past.add_argument("--csv", type=Path, metavar="TỆP", help="ghi ra tệp CSV")
    _add_json(past)
    return parser


def _add_date(parser: argparse.ArgumentParser, *, required: bool = False) -> None:
    parser.add_argument(
        "--ngay",
        dest="date",
        type=_date,
        required=required,
        metavar="NGÀY",
        help="ngày báo cáo, dạng 2023-05-22" + ("" if required else " (mặc định: hôm nay)"),
    )


def _add_output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--ra", dest="output", type=Path, metavar="THƯ_MỤC", help="nơi để báo cáo (mặc định: bao-cao/NGÀY)"
    )


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON cho chương trình khác")


if __name__ == "__main__":
    sys.exit(main())
