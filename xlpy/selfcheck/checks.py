"""What the facts mean: one line a check, with what to do. What does not exist on a system is not judged there."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from xlpy.core.text import shown
from xlpy.selfcheck.facts import WINDOWS, Facts, JournalServer, Place, is_plain


class Grade(StrEnum):
    """How a check ended."""

    FINE = "ok"
    NOTE = "warn"
    FAULT = "fail"


class Check(NamedTuple):
    """One thing looked at."""

    name: str
    title: str
    grade: Grade
    found: str
    remedy: str = ""

    @property
    def line(self) -> str:
        """As people read it."""
        marks = {Grade.FINE: "✓", Grade.NOTE: "!", Grade.FAULT: "✗"}
        return f"{marks[self.grade]} " + " · ".join(filter(None, (self.title, self.found, self.remedy)))


def fine(name: str, title: str, found: str) -> Check:
    return Check(name, title, Grade.FINE, found)


def note(name: str, title: str, found: str, remedy: str) -> Check:
    return Check(name, title, Grade.NOTE, found, remedy)


def fault(name: str, title: str, found: str, remedy: str) -> Check:
    return Check(name, title, Grade.FAULT, found, remedy)


OLDEST = (3, 11)
_ROOM, _LITTLE_ROOM = 500 << 20, 50 << 20
_VIETNAM = 7 * 60
_DAY = 24 * 3600
_SLOW = 0.5
"""Seconds of one question to the journal's server that people would feel."""
_SAME_WIDTHS = {"Times New Roman", "Liberation Serif", "Tinos"}
"""Fonts whose letters are as wide as those of Times New Roman and that know Vietnamese."""

_PLAIN_PYTHON = r"Cài Python của python.org vào C:\Hotich\Python (docs/cai-dat.md), cài lại Hotich ở đó."


def check(facts: Facts) -> list[Check]:
    """Everything that applies to this PC, in the order in which it should be mended."""
    return list(_all(facts))


def _all(facts: Facts) -> Iterator[Check]:
    from xlpy.selfcheck.button_checks import check_buttons

    yield _python(facts)
    yield _packages(facts)
    yield _reader(facts)
    yield from _place(facts)
    if facts.windows:
        yield from check_buttons(facts, facts.windows)
    if facts.duty or (facts.windows and facts.windows.excel):
        yield _duty(facts)
    if facts.platform != WINDOWS or not (facts.windows and facts.windows.excel):
        yield from _libreoffice(facts)
    if facts.serif is not None:
        yield _serif(facts.serif)
    yield _clock(facts)
    yield _passwords(facts)
    if facts.journal is not None:
        yield _journal(facts.journal)


def _journal(server: JournalServer) -> Check:
    name, title = "journal", "Máy chủ nhật ký"
    found = f"{server.name}, trả lời sau {shown(round(server.delay, 2))} giây"
    if server.trouble:
        return fault(
            name,
            title,
            server.trouble.removesuffix("."),
            "Chưa tổng hợp được: sửa tệp ấy (docs/quy-mo.md), hoặc xoá nếu nhật ký ở thư mục này."
            if server.misnamed
            else "Chưa tổng hợp được cho tới khi nối lại được: hỏi người trông máy chủ (docs/quy-mo.md).",
        )
    if server.overheard:
        remedy = "Thêm ?sslmode=verify-full vào cuối địa chỉ nhật ký (docs/quy-mo.md)."
        return note(name, title, f"{found}, đường nối không mã hoá", remedy)
    if server.delay > _SLOW:
        remedy = "Mỗi lần tổng hợp hỏi máy chủ vài chục lần: dùng được nhưng chậm; xem lại đường mạng."
        return note(name, title, found, remedy)
    return fine(name, title, found)


def _duty(facts: Facts) -> Check:
    name, title = "duty", "Trực nút"
    return fine(
        name, title, f"đang trực ({facts.duty})" if facts.duty else "không có ai trực, mỗi lần bấm nút tự gọi Python"
    )


def _passwords(facts: Facts) -> Check:
    name, title = "passwords", "Kho mật khẩu"
    found = facts.passwords.store
    if facts.passwords.warning:
        return note(name, title, found, facts.passwords.warning)
    return fine(name, title, found or "không có; mật khẩu hộp thư lấy từ biến môi trường HOTICH_MAT_KHAU_THU")


def _python(facts: Facts) -> Check:
    name, title = "python", "Python"
    version, bits, executable, home = facts.python
    found = f"{'.'.join(map(str, version))}, {bits} bit, {executable}"
    if version < OLDEST:
        needed = ".".join(map(str, OLDEST))
        return fault(name, title, found, f"Cần từ {needed} trở lên: cài bản mới rồi cài lại Hotich.")
    if facts.windows and not is_plain(executable):
        return fault(name, title, f"{found}: đường dẫn có dấu, nút của Hotich.xlsm không gọi được", _PLAIN_PYTHON)
    if facts.windows and "\\windowsapps\\" in f"{executable}\\{home}\\".lower():
        return note(
            name, title, f"{found}: bản của Microsoft Store, nút của Hotich.xlsm hay không gọi được", _PLAIN_PYTHON
        )
    return fine(name, title, found)


def _packages(facts: Facts) -> Check:
    name, title = "packages", "Gói chương trình"
    hotich, missing, unlike = facts.packages
    wrong = [f"thiếu {package}" for package in missing] + list(unlike)
    found = ", ".join([f"hotich {hotich}", *wrong])
    if wrong:
        return fault(
            name, title, found, "Cài lại Hotich vào Python này: python -m pip install --upgrade THƯ_MỤC_HOTICH"
        )
    return fine(name, title, found)


def _reader(facts: Facts) -> Check:
    name, title = "reader", "Phần đọc tệp Excel"
    if not facts.reader:
        return fine(name, title, "đã đọc thử một tệp")
    remedy = (
        "Cài lại Hotich vào Python này: python -m pip install --upgrade --force-reinstall THƯ_MỤC_HOTICH; "
        f"nếu vẫn vậy, cho phần mềm diệt virus bỏ qua thư mục của {facts.python.executable}. "
        "Trong lúc chờ, chưa tổng hợp được."
    )
    return fault(name, title, f"không chạy được: {facts.reader}", remedy)


def _place(facts: Facts) -> Iterator[Check]:
    place = facts.place
    name, title = "folder", "Thư mục làm việc"
    if not place.writable:
        yield fault(name, title, f"{place.path}: không ghi được", "Xin quyền ghi, hoặc dùng thư mục khác.")
    elif cloud := _cloud(facts):
        remedy = r"Chuyển thư mục ra ngoài, ví dụ C:\Hotich-viec: hai máy cùng đồng bộ có thể làm hỏng nhật ký."
        yield note(name, title, f"{place.path}: nằm trong OneDrive ({cloud})", remedy)
    elif place.network:
        remedy = "Dùng được, mỗi lúc một máy; nhanh và chắc hơn nếu để trên đĩa của máy này."
        yield note(name, title, f"{place.path}: nằm trên máy khác trong mạng", remedy)
    else:
        yield fine(name, title, place.path)
    yield _room(place)
    name, title = "workbook", "Tệp Hotich.xlsm"
    if place.workbook:
        yield fine(name, title, "có trong thư mục")
    elif place.inbox:
        yield note(name, title, "không có, đang dùng kế hoạch mẫu", f'Tạo tệp: hotich bat-dau "{place.path}"')
    else:
        remedy = f'Chỉ đúng thư mục bằng -C, hoặc tạo mới: hotich bat-dau "{place.path}"'
        yield fault(name, title, "không có; đây chưa phải thư mục làm việc", remedy)


def _cloud(facts: Facts) -> str:
    """The OneDrive folder that the working folder lies in."""
    if not facts.windows:
        return ""
    return next((cloud for cloud in facts.windows.onedrive if is_within(facts.place.path, cloud)), "")


def is_within(path: str, folder: str) -> bool:
    """Whether a path of Windows is a folder or lies below it."""
    inner, outer = (each.replace("/", "\\").rstrip("\\").lower() + "\\" for each in (path, folder))
    return inner.startswith(outer)


def _room(place: Place) -> Check:
    name, title, megabytes = "room", "Chỗ trống trên đĩa", place.free >> 20
    found = f"{megabytes:,} MB".replace(",", ".")
    if place.free < _LITTLE_ROOM:
        return fault(name, title, found, "Xoá bớt tệp không cần trên đĩa ấy; đừng xoá nhat-ky.sqlite và da-nhan.")
    if place.free < _ROOM:
        return note(name, title, found, "Nên dọn bớt: mỗi ngày thêm tệp nhận, báo cáo và bản sao nhật ký.")
    return fine(name, title, found)


def _libreoffice(facts: Facts) -> Iterator[Check]:
    name, title = "libreoffice", "LibreOffice"
    if not facts.libreoffice.program:
        remedy = "Tổng hợp không cần; muốn mở Hotich.xlsm, xem và in báo cáo thì cài LibreOffice."
        yield note(name, title, "không thấy", remedy)
        return
    yield fine(name, title, facts.libreoffice.program)
    if facts.platform == "linux":
        name, title = "uno", "Nối với LibreOffice"
        if facts.libreoffice.uno:
            yield fine(name, title, "có python3-uno")
        else:
            yield note(name, title, "thiếu python3-uno", "Lệnh hotich mo và --song cần gói ấy: apt install python3-uno")


def _serif(family: str) -> Check:
    name, title = "font", "Phông chữ"
    if family in _SAME_WIDTHS:
        return fine(name, title, family if family == "Times New Roman" else f"{family} thay Times New Roman")
    found = f"không có Times New Roman{f', máy thay bằng {family}' if family else ''}"
    return note(
        name, title, found, "Báo cáo in ra có thể lệch dòng, lệch trang: cài Times New Roman hoặc Liberation Serif."
    )


def _clock(facts: Facts) -> Check:
    name, title = "clock", "Đồng hồ"
    offset, now, installed = facts.clock
    hours, minutes = divmod(abs(offset), 60)
    found = f"múi giờ UTC{'-' if offset < 0 else '+'}{hours}" + (f":{minutes:02}" if minutes else "")
    if now < installed - _DAY:
        return fault(
            name,
            title,
            "máy đang ở một ngày trước ngày cài Hotich",
            "Đặt lại ngày giờ: giờ nhận tệp lấy theo đồng hồ này.",
        )
    if offset != _VIETNAM:
        remedy = "Nên đặt múi giờ (UTC+07:00) Hà Nội: giờ đặt lịch và giờ hiện trên tệp theo múi giờ của máy; báo cáo thì luôn theo Thiết lập."
        return note(name, title, found, remedy)
    return fine(name, title, found)


def verdict(checks: Sequence[Check]) -> Grade:
    """The worst of them."""
    grades = {each.grade for each in checks}
    return next((grade for grade in (Grade.FAULT, Grade.NOTE) if grade in grades), Grade.FINE)


def summary(checks: Sequence[Check]) -> str:
    """The last line."""
    faults = sum(each.grade is Grade.FAULT for each in checks)
    notes = sum(each.grade is Grade.NOTE for each in checks)
    if faults:
        return f"Cần sửa {faults} chỗ (✗)" + (f", nên xem {notes} chỗ (!)" if notes else "") + "."
    return f"Dùng được; nên xem {notes} chỗ (!)." if notes else "Mọi thứ đã sẵn sàng."
