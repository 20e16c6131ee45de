"""TM: the letters and archives that bring reports, and who sent them."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from xlpy.core.receipt import Letter, lies_in_archive
from xlpy.core.source import Fault, Problem, Severity, Source
from xlpy.core.units import in_sentence
from xlpy.rules.rule import Case, Example, Violation, fault_rule, rule

_BASIS = "Kế hoạch 188/KH-UBND, IV.6: đơn vị gửi báo cáo theo biểu mẫu Phụ lục 01"
_LETTER = "bao cao 23-5.eml"
_SENT = {"subject": "Báo cáo ngày 23/5", "sender": "tuphap.budang@example.gov.vn"}
_GOOD = (Example("Thư gửi từ địa chỉ của đơn vị, kèm một tệp .xlsx."),)


def _bad(caption: str, fault: Fault, file: str = _LETTER, **values: object) -> tuple[Example, ...]:
    told: Mapping[str, object] = values if fault in (Fault.ARCHIVE_IN_ARCHIVE, Fault.NOTHING_INSIDE) else _SENT | values
    return (Example(caption, file=file, problem=Problem(fault, Source(file), told)),)


LETTER_WITHOUT_REPORT = fault_rule(
    Fault.LETTER_WITHOUT_REPORT,
    code="TM01",
    title="Thư không kèm báo cáo",
    severity=Severity.ERROR,
    basis=_BASIS,
    says="Thư “{subject}” của {sender} {found}.",
    fix="Đề nghị đơn vị gửi lại, kèm tệp Excel của biểu Phụ lục 01.",
    why="Ảnh chụp màn hình hay bản quét không lấy được số liệu; quên đính kèm thì coi như chưa báo cáo.",
    good=_GOOD,
    bad=_bad(
        "Thư chỉ có ảnh chụp biểu.", Fault.LETTER_WITHOUT_REPORT, found="chỉ có “image001.png”, không có tệp Excel"
    ),
)
ARCHIVE_IN_LETTER = fault_rule(
    Fault.ARCHIVE_IN_LETTER,
    code="TM02",
    title="Thư kèm tệp nén",
    severity=Severity.ERROR,
    basis=_BASIS,
    says="Thư “{subject}” của {sender} kèm tệp nén “{name}”; chương trình không tự mở.",
    fix="Đề nghị đơn vị gửi thẳng tệp .xlsx, không nén. (Người tổng hợp: hoặc tự chép vào thư mục nhận tệp.)",
    why="Tệp nén trong thư là cách thường gặp để giấu mã độc; người nhận xem trước rồi mới mở.",
    good=_GOOD,
    bad=_bad("Thư kèm bao cao.zip.", Fault.ARCHIVE_IN_LETTER, name="bao cao.zip"),
)
WINMAIL = fault_rule(
    Fault.WINMAIL,
    code="TM03",
    title="Thư gói tệp kiểu winmail.dat",
    severity=Severity.ERROR,
    basis=_BASIS,
    says="Thư “{subject}” của {sender} gói tệp trong “{name}”, không mở được.",
    fix="Đề nghị đơn vị gửi lại: trong Outlook, thẻ Định dạng Văn bản (Format Text), chọn HTML, không chọn Văn bản có Định dạng (Rich Text).",
    why="Outlook gửi thư dạng Rich Text thì đóng mọi tệp đính kèm vào winmail.dat; nơi nhận không lấy ra được.",
    good=_GOOD,
    bad=_bad("Thư gửi dạng Rich Text.", Fault.WINMAIL, name="winmail.dat"),
)
ARCHIVE_IN_ARCHIVE = fault_rule(
    Fault.ARCHIVE_IN_ARCHIVE,
    code="TM04",
    title="Tệp nén trong tệp nén",
    severity=Severity.ERROR,
    basis=_BASIS,
    says="Bên trong còn tệp nén “{name}”; chương trình không tự mở.",
    fix="Đề nghị đơn vị gửi thẳng tệp .xlsx, không nén. (Người tổng hợp: hoặc tự giải nén.)",
    why="Nén nhiều lớp thường là nhầm, đôi khi là cố ý làm treo máy; mở một lớp là đủ.",
    good=_GOOD,
    bad=_bad("Tệp zip chứa tệp zip.", Fault.ARCHIVE_IN_ARCHIVE, "bao cao.zip", name="huyen.zip"),
)
NOTHING_INSIDE = fault_rule(
    Fault.NOTHING_INSIDE,
    code="TM05",
    title="Tệp nén không có báo cáo",
    severity=Severity.ERROR,
    basis=_BASIS,
    says="Bên trong tệp nén không có tệp Excel nào.",
    fix="Đề nghị đơn vị gửi thẳng tệp .xlsx, không nén.",
    why="Một tệp nén rỗng không được coi là đã báo cáo.",
    good=_GOOD,
    bad=_bad("Tệp zip chỉ có ảnh.", Fault.NOTHING_INSIDE, "bao cao.zip"),
)
AUTOMATIC_LETTER = fault_rule(
    Fault.AUTOMATIC_LETTER,
    code="TM10",
    title="Thư tự động, không phải báo cáo",
    severity=Severity.INFO,
    basis=_BASIS,
    once=True,
    says="Thư “{subject}” của {sender}: {why}.",
    fix="Thư báo không gửi được: xem lại địa chỉ ở Thiết lập; thư khác: không cần làm gì.",
    why="Không ai gửi thư này, nên không tính là báo cáo, không làm báo cáo của đơn vị bị trả lại và không được trả lời: hai máy trả lời nhau thì không bao giờ dừng.",
    ours=True,
    good=_GOOD,
    bad=_bad(
        "Thư trả lời khi vắng mặt.",
        Fault.AUTOMATIC_LETTER,
        why="thư do chương trình tự gửi, như trả lời khi vắng mặt",
    ),
)

_HOUR = datetime.fromisoformat("2023-05-23T13:30:00+07:00")
_OF_BU_DANG = {"mail": {"units": {"696": ["tuphap.budang@example.gov.vn"], "695": ["tuphap.dongphu@example.gov.vn"]}}}
_KNOWN = Letter("0" * 64, "tuphap.budang@example.gov.vn", "Báo cáo ngày 23/5", "<1@example.gov.vn>", _HOUR, _HOUR)
_FROM_ITS_OWN = (Example("Gửi từ địa chỉ của đơn vị.", letter=_KNOWN, plan=_OF_BU_DANG),)


@rule(
    code="TM06",
    title="Thư gửi từ địa chỉ chưa đăng ký",
    severity=Severity.ERROR,
    basis=_BASIS,
    says="Biểu của {unit}, thư {sender}{whose}; địa chỉ đã đăng ký: {known}.",
    fix="Gọi đơn vị; đúng thì ghi địa chỉ ở Thiết lập, tổng hợp lại (hoặc --chap-nhan).",
    overridable=True,
    asks="Đề nghị gửi lại từ địa chỉ đã đăng ký, hoặc gọi {office} để xác nhận.",
    good=_FROM_ITS_OWN,
    bad=(
        Example("Gửi từ hộp thư cá nhân.", letter=_KNOWN._replace(sender="an.nguyen@example.com"), plan=_OF_BU_DANG),
        Example(
            "Biểu của Bù Đăng gửi từ địa chỉ của Đồng Phú.",
            letter=_KNOWN._replace(sender="tuphap.dongphu@example.gov.vn"),
            plan=_OF_BU_DANG,
        ),
        Example("Thư không ghi người gửi.", letter=_KNOWN._replace(sender=""), plan=_OF_BU_DANG),
    ),
)
def sender_is_not_the_units(case: Case) -> Iterator[Violation]:
    """Ai cũng có thể gửi một tệp mang tên đơn vị khác; số liệu chỉ tiếp nhận từ địa chỉ đã đăng ký."""
    letter, units = case.letter, case.plan.mail.units
    if letter is None or not units or case.unit is None or case.plan.mail.is_of(letter.sender, case.unit):
        return
    owner = case.plan.lookup.unit_of(letter.sender)
    targets = case.plan.targets
    values = {
        "unit": in_sentence(targets[case.unit].unit.name),
        "sender": f"gửi từ {letter.sender}" if letter.sender else "không rõ người gửi",
        "whose": f" (địa chỉ của {in_sentence(targets[owner].unit.name)})"
        if owner is not None and owner in targets
        else "",
        "known": "; ".join(units.get(case.unit, ())) or "chưa ghi",
    }
    yield Violation(_place(case), values)


STRANGER = sender_is_not_the_units


@rule(
    code="TM07",
    title="Chưa đối chiếu được địa chỉ gửi",
    severity=Severity.INFO,
    basis=_BASIS,
    once=True,
    says="Thư {sender}; trang Thiết lập chưa có địa chỉ thư của đơn vị nào.",
    fix="Ghi địa chỉ của từng đơn vị ở trang Thiết lập, cột Địa chỉ thư.",
    good=_FROM_ITS_OWN,
    bad=(Example("Chưa ghi địa chỉ nào.", letter=_KNOWN),),
)
def nobodys_address_is_known(case: Case) -> Iterator[Violation]:
    """Chưa có danh sách địa chỉ thì không biết thư là thật hay giả; nên ghi một lần cho cả đợt."""
    if case.letter is not None and not case.plan.mail.units:
        sender = f"gửi từ {case.letter.sender}" if case.letter.sender else "không ghi người gửi"
        yield Violation(_place(case), {"sender": sender})


@rule(
    code="TM08",
    title="Biểu mang ngày sau ngày gửi thư",
    severity=Severity.ERROR,
    basis=_BASIS,
    says="Biểu ghi ngày {form}, thư nhận lúc {sent}.",
    fix="Ghi nhầm thì đề nghị đơn vị sửa ngày, gửi lại. (Người tổng hợp: nếu ngày ghi đúng thì tiếp nhận có xác nhận: --chap-nhan.)",
    asks="Ghi nhầm ngày thì đề nghị sửa, gửi lại. Đúng ngày thì gửi lại tệp này hoặc gọi {office}.",
    overridable=True,
    good=_FROM_ITS_OWN,
    bad=(
        Example(
            "Thư ngày 22/5 kèm biểu ngày 23/5.",
            letter=_KNOWN._replace(received_at=_HOUR.replace(day=22), sent_at=_HOUR.replace(day=22)),
            came=_HOUR.date().replace(day=22),
        ),
    ),
)
def form_is_of_a_later_day(case: Case) -> Iterator[Violation]:
    """Ngày trên biểu gõ nhầm thì số liệu vào sai ngày; giờ thư đến do máy chủ ghi nên tin được."""
    form, hour = case.submission.date, case.receipt.received_at if case.letter else None
    if form is None or hour is None or form > case.day:
        return  # of a day to come, BM16 says it
    sent = hour.astimezone(case.plan.timezone)
    if form > sent.date():
        yield Violation(case.submission.day_place, {"form": form, "sent": sent})


TOO_EARLY = form_is_of_a_later_day


@rule(
    code="TM09",
    title="Tệp nằm trong tệp nén, chưa rõ người gửi",
    severity=Severity.WARNING,
    basis=_BASIS,
    says="Lấy từ tệp nén, chưa rõ có phải {unit} gửi; giờ nhận tính theo tệp nén.",
    fix="Lần sau đề nghị đơn vị gửi thẳng tệp .xlsx. (Người tổng hợp: xem ai gửi tệp nén.)",
    good=_FROM_ITS_OWN,
    bad=(
        Example("Tệp trong tệp nén.", file="bao cao.zip/bu dang 23-5.xlsx", plan=_OF_BU_DANG),
        Example("Thư trong tệp nén.", file="bao cao.zip/thu.eml/bu dang.xlsx", letter=_KNOWN, plan=_OF_BU_DANG),
    ),
)
def sender_is_unproven(case: Case) -> Iterator[Violation]:
    """Ai làm ra tệp nén thì tự viết được cả thư bên trong, người gửi và giờ gửi của nó."""
    if case.unit is not None and case.plan.mail.units and lies_in_archive(case.receipt.name, case.letter):
        yield Violation(_place(case), {"unit": in_sentence(case.plan.targets[case.unit].unit.name)})


def _place(case: Case) -> Source:
    """Where the form names the unit."""
    rows = case.submission.rows
    return rows[0].source if rows else case.submission.source
