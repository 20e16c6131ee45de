"""Whether a button of the workbook would start Python on this PC: what Excel, its VBA and Windows allow."""

import ntpath
from collections.abc import Iterator

from xlpy.selfcheck.checks import Check, fault, fine, is_within, note
from xlpy.selfcheck.conf import CONF, console_python
from xlpy.selfcheck.facts import Excel, Facts, Macros, Windows, interpreter, is_plain

_BY_DUTY = "Bấm đúp Truc nut.cmd trong thư mục làm việc rồi bấm nút: nút không phải gọi Python. Hoặc nhờ cán bộ phụ trách CNTT cho phép Excel của máy này."
_WITHOUT_BUTTONS = "trong lúc chờ, bấm đúp Tong hop.cmd trong thư mục làm việc."
_BLOCK, _ASK = 1, 6
_SIGNED_ONLY, _NONE = 3, 4
_INTERNET = 3
_LEVELS = {_SIGNED_ONLY: "chỉ cho macro có chữ ký", _NONE: "tắt mọi macro"}


def check_buttons(facts: Facts, windows: Windows) -> Iterator[Check]:
    """Everything that a press goes through, from Excel to Python."""
    if windows.excel is None:
        yield note(
            "excel", "Excel", "không thấy trên máy này", "Không có nút bấm: tổng hợp bằng cách bấm đúp Tong hop.cmd."
        )
        return
    yield _excel(windows.excel, facts.python.bits)
    yield from _macros(facts, windows)
    yield _defender(facts, windows)
    yield _temp(windows)
    yield from _profile(windows)
    yield from _variables(facts, windows)
    yield _interpreter(facts, windows)


def _excel(excel: Excel, bits: int) -> Check:
    name, title = "excel", "Excel"
    if excel.store:
        remedy = "Gỡ ra, cài Office từ trang office.com hoặc bộ cài của cơ quan; " + _WITHOUT_BUTTONS
        return fault(name, title, "bản của Microsoft Store, chạy trong hộp kín nên không gọi được Python", remedy)
    found = f"bản {excel.version}" + (f", {excel.bits} bit" if excel.bits else "")
    if excel.bits and excel.bits != bits:
        found += f" (Python {bits} bit: vẫn chạy cùng nhau được)"
    return fine(name, title, found)


def is_trusted(facts: Facts, macros: Macros) -> bool:
    """Whether Excel runs macros of workbooks in the working folder without asking."""
    if macros.locations_off or (facts.place.network and not macros.network_locations):
        return False
    folder = facts.place.path
    return any(
        is_within(folder, location.path) and (location.subfolders or is_within(location.path, folder))
        for location in macros.locations
    )


def _macros(facts: Facts, windows: Windows) -> Iterator[Check]:
    macros, trusted = windows.macros, is_trusted(facts, windows.macros)
    name, title = "macros", "Macro"
    who = "theo lệnh của cán bộ phụ trách CNTT" if macros.ordered else "theo thiết lập của Excel"
    if macros.off:
        remedy = "Nhờ cán bộ phụ trách CNTT cho chạy VBA ở Excel; " + _WITHOUT_BUTTONS
        yield fault(name, title, "VBA bị tắt hẳn theo lệnh của cán bộ phụ trách CNTT", remedy)
    elif macros.level in _LEVELS and not trusted:
        ask = "Nhờ cán bộ phụ trách CNTT đưa" if macros.ordered else "Đưa"
        remedy = f"{ask} thư mục làm việc vào Trusted Locations (docs/cai-dat.md); " + _WITHOUT_BUTTONS
        yield fault(name, title, f"{_LEVELS[macros.level]}, {who}", remedy)
    elif trusted:
        yield fine(name, title, "chạy được: thư mục làm việc là Trusted Location")
    else:
        remedy = "Mỗi người bấm Enable Content ở lần mở đầu, hoặc đưa thư mục vào Trusted Locations (docs/cai-dat.md)."
        yield note(name, title, "thư mục làm việc chưa phải Trusted Location, Excel sẽ hỏi", remedy)
    if not facts.place.workbook:
        return
    name, title = "blocked", "Dấu tệp tải về"
    if (windows.zone or 0) < _INTERNET:
        yield fine(name, title, "Hotich.xlsm không bị chặn")
    elif trusted:
        yield fine(name, title, "Hotich.xlsm có dấu tải từ Internet nhưng nằm trong Trusted Location")
    else:
        by_order = " (cán bộ phụ trách CNTT cũng đã lệnh chặn)" if macros.internet_blocked else ""
        remedy = "Đóng Excel, bấm chuột phải vào Hotich.xlsm, Properties, đánh dấu Unblock, OK."
        yield fault(name, title, f"Hotich.xlsm mang dấu tải từ Internet, Excel chặn macro{by_order}", remedy)


def _defender(facts: Facts, windows: Windows) -> Check:
    name, title = "defender", "Microsoft Defender"
    rules = (
        (windows.child_processes, "Block all Office applications from creating child processes"),
        (windows.system_calls, "Block Win32 API calls from Office macros"),
    )
    remedy = "Nhờ cán bộ phụ trách CNTT cho phép Excel của máy này; " + _WITHOUT_BUTTONS
    if blocking := [f"“{rule}”" for mode, rule in rules if mode == _BLOCK]:
        if windows.system_calls != _BLOCK:  # only starting is forbidden, and who is on duty has been started
            told = f"quy tắc {blocking[0]} không cho nút gọi Python"
            return (
                fine(name, title, f"{told}; đang có Trực nút, nút vẫn chạy")
                if facts.duty
                else fault(name, title, told, _BY_DUTY)
            )
        return fault(name, title, f"quy tắc {' và '.join(blocking)} đang chặn nút gọi Python", remedy)
    if asking := [f"“{rule}”" for mode, rule in rules if mode == _ASK]:
        remedy = "Khi bấm nút, Windows hiện thông báo: chọn Unblock; hoặc nhờ cán bộ phụ trách CNTT cho phép."
        return note(name, title, f"quy tắc {' và '.join(asking)} sẽ hỏi khi bấm nút", remedy)
    return fine(name, title, "không có quy tắc nào chặn nút")


def _temp(windows: Windows) -> Check:
    name, title = "temp", "Thư mục tạm %TEMP%"
    if is_plain(windows.temp):
        return fine(name, title, windows.temp or "chưa đặt")
    remedy = (
        r"Tạo C:\Hotich\Temp; mở “Edit environment variables for your account”, đặt TEMP và TMP thành thư mục ấy; "
        "đăng xuất rồi vào lại."
    )
    return fault(name, title, f"{windows.temp}: đường dẫn có dấu, nút của Hotich.xlsm không ghi tạm được", remedy)


def _profile(windows: Windows) -> Iterator[Check]:
    if not is_plain(windows.profile):
        found = f"{windows.profile}: tên có dấu, nên Python và thư mục tạm phải nằm ngoài thư mục này"
        yield fine("profile", "Thư mục người dùng", found)


def _variables(facts: Facts, windows: Windows) -> Iterator[Check]:
    """A button names the workbook on a command line, where cmd.exe puts a value in the place of each %NAME%."""
    if windows.place_read not in ("", facts.place.path):
        found = f"{facts.place.path}: giữa hai dấu % là tên một biến của Windows, nút đọc thành {windows.place_read}"
        remedy = "Đóng Excel, đổi tên thư mục, bỏ dấu %; " + _WITHOUT_BUTTONS
        yield note("variables", "Tên thư mục làm việc", found, remedy)


def _interpreter(facts: Facts, windows: Windows) -> Check:
    """Which Python the VBA would start: that of the file beside the workbook, then that of the person's own file."""
    name, title = "interpreter", "Nút gọi Python"
    write = f'hotich tu-kiem -C "{facts.place.path}" --ghi'
    named = interpreter(facts.place.path, windows)
    if named is None and not is_plain(facts.place.path):
        found = f"macro không đọc được {CONF} vì đường dẫn thư mục làm việc có dấu"
        return fault(name, title, found, r"Chuyển cả thư mục làm việc tới chỗ không dấu, ví dụ C:\Hotich-viec.")
    if named is None:
        found = f"chưa có {CONF} cạnh Hotich.xlsm: nút không biết gọi Python nào"
        return fault(name, title, found, f"Chạy: {write}")
    if not is_plain(named):
        return fault(
            name,
            title,
            f"{named}: đường dẫn có dấu, macro không đọc được",
            f"Cài Python ở chỗ không dấu rồi chạy: {write}",
        )
    if not ntpath.isabs(named):
        return fault(name, title, f"{CONF} chỉ ghi “{named}”, không có đường dẫn đầy đủ", f"Chạy: {write}")
    if windows.trial:
        return fault(name, title, f"{named}: không chạy được ({windows.trial})", f"Cài lại Hotich rồi chạy: {write}")
    if ntpath.normcase(named) != ntpath.normcase(console_python(facts.python.executable)):
        return fine(name, title, f"{named} (khác Python đang chạy lệnh này, cũng có Hotich)")
    return fine(name, title, named)
