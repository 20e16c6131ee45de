"""Mô phỏng: a made-up campaign to rehearse with, and the truth to hold against what was made of it."""

import argparse
from pathlib import Path

from xlpy.app.folder import CannotDo
from xlpy.shell.screens import CLEAN, show_command, whole


def add_options(parser: argparse.ArgumentParser) -> None:
    """The verb's own options."""
    parser.add_argument("path", type=Path, metavar="THƯ_MỤC", help="thư mục mới cho buổi diễn tập")
    parser.add_argument(
        "--ke-hoach",
        dest="plan",
        type=Path,
        metavar="TỆP.json",
        help="kế hoạch khác, ví dụ binh-phuoc-hai-cap: tỉnh và xã, không có huyện (mặc định: Bình Phước 2023)",
    )
    parser.add_argument("--so-ngay", dest="days", type=_days, metavar="N", help="số ngày (mặc định: cả đợt)")
    parser.add_argument(
        "--hat", dest="seed", type=_seed, default=1, metavar="SỐ", help="cùng số này thì ra cùng tệp (mặc định: 1)"
    )
    parser.add_argument(
        "--loi", dest="rate", type=_rate, default=0.08, metavar="TỈ_LỆ", help="phần báo cáo có lỗi (mặc định: 8%%)"
    )


def run(options: argparse.Namespace) -> int:
    """Make the working folder and its files. Raises CannotDo where something lies there."""
    from xlpy.app.plan_of_folder import plan_of
    from xlpy.app.set_up import start
    from xlpy.core.text import number
    from xlpy.demo.rehearsal import TRUTH, write_campaign
    from xlpy.demo.simulated import simulate

    path: Path = options.path
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise CannotDo(f"{path}: đã có dữ liệu ở đây; chọn một thư mục mới cho buổi diễn tập")
    folder = start(path, options.plan)
    plan = plan_of(folder).plan
    days = options.days or plan.campaign_days
    campaign = simulate(plan, days, options.seed, options.rate)
    write_campaign(campaign, path, seed=options.seed, rate=options.rate)
    faulty = sum(bool(sent.fault) for sent in campaign.files)
    again = sum(bool(sent.after) for sent in campaign.files)
    first = plan.start.isoformat()
    units = len(plan.senders)
    print(f"Đã tạo {number(len(campaign.files))} tệp của {units} đơn vị trong {days} ngày; {faulty} tệp có lỗi.")
    print(f"Tệp đến mỗi ngày: {whole(folder.inbox / first)} và các thư mục bên cạnh.")
    if again:
        print(
            f"Tệp gửi lại sau khi trả lại ({again} tệp): {whole(path / 'gui-lai')}; chép vào den khi tệp trước đã "
            "trả lại."
        )
    print(f"Số liệu đúng để đối chiếu: {whole(path / TRUTH)}")
    show_command(
        "Diễn tập từng ngày:", folder.command(f'tong-hop --den "{whole(folder.inbox / first)}" --ngay {first}')
    )
    return CLEAN


def _days(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 366:
        raise argparse.ArgumentTypeError(f"“{text}” không phải số ngày từ 1 đến 366")
    return int(text)


def _seed(text: str) -> int:
    if not text.isdigit():
        raise argparse.ArgumentTypeError(f"“{text}” không phải số nguyên không âm")
    return int(text)


def _rate(text: str) -> float:
    """A part of the whole as people write it: 0.08, 0,08, 8%."""
    try:
        rate = float(text.removesuffix("%").replace(",", ".")) / (100 if text.endswith("%") else 1)
    except ValueError:
        rate = -1.0
    if not 0 <= rate <= 1:
        raise argparse.ArgumentTypeError(f"“{text}” không phải tỉ lệ từ 0 đến 1, ví dụ 0,08 hay 8%")
    return rate
