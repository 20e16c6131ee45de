"""What `hotich` may be told: verbs, options and their values, with errors in Vietnamese."""

import argparse
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from xlpy import __version__

_AS_PEOPLE_WRITE = re.compile(r"(?P<day>[0-9]{1,2})/(?P<month>[0-9]{1,2})/(?P<year>[0-9]{4})")


def _date(text: str) -> date:
    """A day as the journal's folders write it, or as people do: 2023-05-22, 22/5/2023."""
    try:
        if match := _AS_PEOPLE_WRITE.fullmatch(text):
            return date(*(int(match[part]) for part in ("year", "month", "day")))
        return date.fromisoformat(text)
    except ValueError:
        told = f"“{text}” không phải ngày dạng NĂM-THÁNG-NGÀY hay NGÀY/THÁNG/NĂM, ví dụ 2023-05-22 hay 22/5/2023"
        raise argparse.ArgumentTypeError(told) from None


def _count(text: str) -> int:
    if not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError(f"“{text}” không phải số nguyên dương")
    return int(text)


def _machines(text: str) -> tuple[str, int]:
    code, _, count = text.partition("=")
    if not code or not count.isdigit():
        raise argparse.ArgumentTypeError(f"“{text}” không có dạng MÃ=SỐ, ví dụ 689=51")
    return code, int(count)


class _Formatter(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "Cách dùng: " if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """argparse in Vietnamese: its own sentences are English."""

    def __init__(self, *, add_help: bool = True, **options: Any) -> None:
        super().__init__(add_help=False, formatter_class=_Formatter, **options)
        self._positionals.title = "Lệnh và tệp"
        self._optionals.title = "Tuỳ chọn"
        if add_help:
            self.add_argument("-h", "--help", action="help", help="in hướng dẫn này")

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
        print(f"{self.prog}: {message}. Xem cách dùng: {self.prog} --help", file=sys.stderr)
        raise SystemExit(2)


def _add_folder(parser: argparse.ArgumentParser, default: Path | str) -> None:
    # May stand before or after the verb: there it has no default, so that what was said before stays.
    parser.add_argument(
        "-C",
        dest="folder",
        type=Path,
        default=default,
        metavar="THƯ_MỤC",
        help="thư mục làm việc (mặc định: thư mục hiện tại)",
    )


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


def _demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--ra",
        dest="output",
        type=Path,
        default=Path("hotich-dung-thu"),
        metavar="THƯ_MỤC",
        help="nơi tạo (mặc định: hotich-dung-thu)",
    )


def _begin(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", type=Path, metavar="THƯ_MỤC")
    parser.add_argument(
        "--ke-hoach", dest="plan", type=Path, metavar="TỆP.json", help="kế hoạch (mặc định: Bình Phước 2023)"
    )


def _check(parser: argparse.ArgumentParser) -> None:
    _add_folder(parser, argparse.SUPPRESS)
    parser.add_argument("files", type=Path, nargs="+", metavar="TỆP")
    _add_date(parser)
    _add_json(parser)


def _merge(parser: argparse.ArgumentParser) -> None:
    _add_folder(parser, argparse.SUPPRESS)
    parser.add_argument(
        "--den", dest="inbox", type=Path, metavar="THƯ_MỤC", help="thư mục chứa tệp nhận được (mặc định: den)"
    )
    _add_date(parser)
    _add_output(parser)
    parser.add_argument(
        "--chap-nhan",
        dest="accept",
        nargs="+",
        action="extend",
        default=[],
        metavar="MÃ",
        help="nhận tệp bị từ chối của đơn vị này, theo tên",
    )
    how = parser.add_mutually_exclusive_group()
    how.add_argument(
        "--song", dest="live", action="store_true", help="làm trên sổ đang mở, ngày lấy ở trang Điều khiển"
    )
    how.add_argument(
        "--theo-doi",
        dest="watch",
        action="store_true",
        help="theo dõi thư mục nhận tệp đến giờ báo cáo, tệp tới đâu tổng hợp tới đó",
    )
    _add_json(parser)


def _open(parser: argparse.ArgumentParser) -> None:
    _add_folder(parser, argparse.SUPPRESS)


def _plan(parser: argparse.ArgumentParser) -> None:
    _add_folder(parser, argparse.SUPPRESS)
    parser.add_argument("--dinh-muc", dest="norm", type=_count, metavar="N", help="định mức trường hợp/máy/ngày")
    parser.add_argument(
        "--may",
        dest="machines",
        type=_machines,
        nargs="+",
        action="extend",
        default=[],
        metavar="MÃ=N",
        help="số máy của đơn vị",
    )
    parser.add_argument(
        "--lam-tron", dest="rounding", choices=("gan-nhat", "len"), help="làm tròn số ngày: gần nhất hay lên"
    )
    _add_json(parser)


def _report(parser: argparse.ArgumentParser) -> None:
    _add_folder(parser, argparse.SUPPRESS)
    _add_date(parser, required=True)
    _add_output(parser)


def _mail(parser: argparse.ArgumentParser) -> None:
    _add_folder(parser, argparse.SUPPRESS)
    _add_date(parser)
    parser.add_argument("--so", dest="number", type=_count, metavar="SỐ", help="số của văn bản, ví dụ 5 cho 05/BC-STP")
    parser.add_argument("--gui", dest="send", action="store_true", help="gửi qua máy chủ thư, mỗi bản báo cáo một lần")
    parser.add_argument(
        "--van-gui",
        dest="insist",
        action="store_true",
        help="gửi dù còn thiếu đơn vị, không phải ngày hôm nay, hoặc lần trước không rõ đã đi chưa",
    )
    parser.add_argument(
        "--mat-khau", dest="keep_password", action="store_true", help="hỏi mật khẩu hộp thư và cất vào kho của máy"
    )


def _answer(parser: argparse.ArgumentParser) -> None:
    _add_folder(parser, argparse.SUPPRESS)
    _add_date(parser)
    parser.add_argument(
        "--don-vi", dest="units", nargs="+", action="extend", default=[], metavar="MÃ", help="chỉ các đơn vị này"
    )


def _fetch(parser: argparse.ArgumentParser) -> None:
    _add_folder(parser, argparse.SUPPRESS)
    parser.add_argument(
        "--tu", dest="since", type=_date, metavar="NGÀY", help="lấy thư từ ngày này (mặc định: 7 ngày trước)"
    )


def _past(parser: argparse.ArgumentParser) -> None:
    _add_folder(parser, argparse.SUPPRESS)
    parser.add_argument("--csv", type=Path, metavar="TỆP", help="ghi ra tệp CSV")
    _add_json(parser)


def _build(parser: argparse.ArgumentParser) -> None:
    sources = parser.add_mutually_exclusive_group()
    sources.add_argument(
        "--ke-hoach", dest="plan", type=Path, metavar="TỆP.json", help="kế hoạch (mặc định: Bình Phước 2023)"
    )
    sources.add_argument(
        "--tu",
        dest="source",
        type=Path,
        metavar="THƯ_MỤC",
        help="lấy kế hoạch, thiết lập và nhật ký của thư mục làm việc này",
    )
    parser.add_argument("--ra", dest="output", type=Path, required=True, metavar="TỆP.xlsm", help="sổ cần tạo")
    parser.add_argument("--ghi-de", dest="replace", action="store_true", help="thay sổ khác đang có ở đó")


def _issue(parser: argparse.ArgumentParser) -> None:
    _add_folder(parser, argparse.SUPPRESS)
    parser.add_argument(
        "--don-vi",
        dest="units",
        nargs="+",
        action="extend",
        default=[],
        metavar="MÃ",
        help="chỉ các đơn vị này, cấp nào cũng được (mặc định: mọi đơn vị báo cáo hằng ngày)",
    )
    parser.add_argument(
        "--ra", dest="output", type=Path, metavar="THƯ_MỤC", help="nơi để biểu mẫu (mặc định: bieu-mau)"
    )


def _self_check(parser: argparse.ArgumentParser) -> None:
    _add_folder(parser, argparse.SUPPRESS)
    parser.add_argument(
        "--ghi",
        dest="record",
        action="store_true",
        help="ghi xlwings.conf cạnh sổ, để nút gọi Python đang chạy lệnh này",
    )
    _add_json(parser)


_VERBS: Mapping[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "dung-thu": ("tạo thư mục chạy thử với một ngày của 11 huyện, tổng hợp và in bảng", _demo),
    "bat-dau": ("tạo thư mục làm việc", _begin),
    "tao-so": ("tạo sổ Hotich.xlsm của cơ quan tổng hợp", _build),
    "bieu-mau": ("tạo biểu mẫu cho các đơn vị điền", _issue),
    "kiem-tra": ("kiểm tra tệp, không ghi nhận gì", _check),
    "tong-hop": ("nhận tệp, kiểm tra, tổng hợp, ghi nhật ký, làm báo cáo", _merge),
    "mo": ("mở sổ của cơ quan bằng Excel, hoặc LibreOffice nơi không có Excel", _open),
    "ke-hoach": ("số ngày hoàn thành, số máy cần, những chỗ kế hoạch không khớp", _plan),
    "bao-cao": ("làm lại báo cáo của một ngày đã tổng hợp", _report),
    "nhan": ("lấy thư của các đơn vị từ hộp thư về thư mục nhận tệp", _fetch),
    "thu": ("soạn thư gửi báo cáo của một ngày kèm bản in và văn bản, hoặc gửi luôn", _mail),
    "tra-loi": ("soạn thư trả lời từng đơn vị: đã nhận, cần sửa chỗ nào, chưa gửi", _answer),
    "tu-kiem": ("kiểm tra máy này: nút của sổ có chạy được không, thiếu gì, sửa thế nào", _self_check),
    "lich-su": ("số liệu trong nhật ký, mỗi dòng một đơn vị, ngày và loại", _past),
}


def parser(asked: Sequence[str]) -> argparse.ArgumentParser:
    """The command line of `hotich`; `verb` of what it parses names the verb.

    Only verbs that occur among the words `asked` get their options: nobody waits for the others.
    """
    top = _Parser(prog="hotich", description="Tổng hợp báo cáo số hoá sổ hộ tịch hàng ngày.", allow_abbrev=False)
    top.add_argument("--version", action="version", version=f"hotich {__version__}", help="in số phiên bản")
    verbs = top.add_subparsers(dest="verb", required=True, metavar="LỆNH", parser_class=_Parser)
    _add_folder(top, Path())
    for name, (text, add_options) in _VERBS.items():
        added: _Parser = verbs.add_parser(
            name, help=text, description=f"{text[0].upper()}{text[1:]}.", allow_abbrev=False
        )
        if name in asked:
            add_options(added)
    return top
