"""Thư: the report's letter, as a draft or sent."""

import argparse
import sys

from xlpy.app.folder import CannotDo, Folder
from xlpy.shell.arguments import add_date, count, working_folder
from xlpy.shell.command_line import add_folder
from xlpy.shell.screens import CLEAN, NEEDS_A_PERSON, now, show_command, tell, today, whole

_WHAT = {".xlsx": "Bảng tổng hợp", ".pdf": "Bản in", ".docx": "Văn bản báo cáo"}


def add_options(parser: argparse.ArgumentParser) -> None:
    """The verb's own options."""
    add_folder(parser)
    add_date(parser)
    parser.add_argument("--so", dest="number", type=count, metavar="SỐ", help="số của văn bản, ví dụ 5 cho 05/BC-STP")
    parser.add_argument("--gui", dest="send", action="store_true", help="gửi qua máy chủ thư, mỗi bản báo cáo một lần")
    parser.add_argument(
        "--con-thieu",
        "--van-gui",  # as it was called when one word stood for all three
        dest="missing",
        action="store_true",
        help="gửi dù còn thiếu đơn vị chưa có số liệu (tên cũ: --van-gui)",
    )
    parser.add_argument(
        "--ngay-khac", dest="other_day", action="store_true", help="gửi dù báo cáo không phải của hôm nay"
    )
    parser.add_argument(
        "--gui-lai",
        dest="again",
        action="store_true",
        help="gửi dù lần gửi trước không rõ đã đi chưa: có thể đi hai lần",
    )
    parser.add_argument(
        "--mat-khau",
        dest="keep_password",
        action="store_true",
        help="hỏi mật khẩu hộp thư và lưu vào kho mật khẩu của máy",
    )


def run(options: argparse.Namespace) -> int:
    """The report's letter, as a draft or sent."""
    from xlpy.app.mail.send import Consent, draft_mail, send_report
    from xlpy.doors.live.pdf import print_pdf
    from xlpy.doors.mail.passwords import password_of

    folder = working_folder(options)
    if options.keep_password:
        return _keep_password(folder)
    day = options.date or today(folder)
    if options.send:
        posted = send_report(
            folder,
            day,
            print_pdf,
            number=options.number,
            consent=Consent(options.missing, options.other_day, options.again),
            password=password_of,
            clock_now=now,
        )
        for line in posted.told:
            print(line)
        return CLEAN if posted.clean else NEEDS_A_PERSON
    drafted = draft_mail(folder, day, print_pdf, number=options.number)
    for note in drafted.notes:
        tell(note)
    for path in drafted.made:
        print(f"{_WHAT.get(path.suffix, 'Tệp kèm')}: {whole(path)}")
    print(f"Thư điện tử nháp, kèm {len(drafted.made)} tệp trên: {whole(drafted.path)}")
    on = f"--ngay {day.isoformat()}"
    if not drafted.numbered:
        show_command(
            "Văn bản chưa có số: gõ vào bằng Word, hoặc (thay 5 bằng số của văn bản)",
            folder.command(f"thu {on} --so 5"),
        )
    if drafted.lacking:
        blank = ", ".join(f"“{label}”" for label in drafted.lacking)
        print("Mở thư nháp bằng Outlook hay Thunderbird, xem lại rồi gửi.")
        tell(f"Muốn gửi thẳng từ đây: trang Thiết lập của Hotich.xlsm chưa ghi {blank}. Ghi, lưu tệp, chạy lại.")
    else:
        show_command("Gửi thẳng từ đây:", folder.command(f"thu {on} --gui"))
    show_command("Trả lời các đơn vị:", folder.command(f"tra-loi {on}"))
    return CLEAN


def _keep_password(folder: Folder) -> int:
    from getpass import getpass

    from xlpy.app.plan_of_folder import plan_of
    from xlpy.doors.mail.passwords import keep_password, store

    account = plan_of(folder).plan.mail.login
    if not account:
        raise CannotDo(
            "Trang Thiết lập của Hotich.xlsm chưa ghi “Địa chỉ gửi đi” hay “Tên đăng nhập hộp thư”. Ghi, rồi chạy lại."
        )
    asked = f"Mật khẩu hộp thư {account} (gõ không hiện chữ): "
    password = getpass(asked) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise CannotDo("Chưa đọc được mật khẩu. Chạy lệnh này trong cửa sổ lệnh rồi gõ mật khẩu khi được hỏi.")
    keep_password(account, password)
    kept_in = store()
    print(f"Đã lưu mật khẩu của {account} vào kho mật khẩu của máy: {kept_in.name}.")
    if kept_in.warning:
        tell(kept_in.warning)
    return CLEAN
