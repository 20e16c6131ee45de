"""BM: the day that a form says it is of. Clerks write it in many ways; what can mean two days is not guessed."""

from datetime import date

from xlpy.core.source import Fault, Problem, Severity, Source
from xlpy.rules.rule import Example, fault_rule

_BASIS = "Kế hoạch 188/KH-UBND, IV.6: báo cáo theo Phụ lục 01, hằng ngày"
_GOOD = (Example("Một biểu Phụ lục 01 của Huyện Bù Đăng, tính đến ngày 23/5/2023."),)

DATE_MISSING = fault_rule(
    Fault.DATE_MISSING,
    code="BM10",
    title="Không ghi ngày báo cáo",
    severity=Severity.ERROR,
    basis=_BASIS,
    overridable=True,
    says="{stands}, tên tệp không có ngày.",
    fix="Đề nghị đơn vị ghi ngày ở tiêu đề, ví dụ “tính đến ngày {reported}”.",
    why="Không có ngày thì không biết là báo cáo hôm nay hay tệp hôm qua gửi lại.",
    good=(*_GOOD, Example("Tiêu đề bỏ trống, tên tệp có ngày.", as_of="(tính đến ngày ...../...../2023)")),
    bad=(
        Example("Không có ngày ở đâu cả.", as_of="(tính đến ngày ...../...../2023)", file="bu dang.xlsx"),
        Example("Gõ chữ O thay số 0.", as_of="(tính đến ngày 23/O5/2023)", file="bu dang.xlsx"),
    ),
)
DATE_UNREADABLE = fault_rule(
    Fault.DATE_UNREADABLE,
    code="BM11",
    title="Ngày báo cáo không đọc được",
    severity=Severity.ERROR,
    basis=_BASIS,
    overridable=True,
    says="Tiêu đề ghi “{read}”, không có ngày này (đọc theo ngày/tháng/năm).",
    fix="Đề nghị đơn vị ghi lại ngày, ví dụ {reported}, rồi gửi lại.",
    why="Ngày ghi kiểu tháng/ngày dễ bị hiểu thành ngày khác; không đoán.",
    good=_GOOD,
    bad=(Example("Ghi tháng trước ngày.", as_of="(tính đến ngày 5/23/2023)"),),
)
DATES_DIFFER = fault_rule(
    Fault.DATES_DIFFER,
    code="BM12",
    title="Hai ngày khác nhau trong một báo cáo",
    severity=Severity.ERROR,
    basis=_BASIS,
    overridable=True,
    says="Có hai ngày: {first} và {second} (tiêu đề và tên tệp, hoặc hai chỗ ở tiêu đề).",
    fix="Đề nghị đơn vị sửa cho cùng một ngày rồi gửi lại.",
    why="Biểu hôm qua mở ra điền tiếp, quên sửa ngày, là lỗi hay gặp nhất.",
    good=_GOOD,
    bad=(Example("Tên tệp ghi ngày 22, tiêu đề ghi ngày 23.", file="bu dang 22-5.xlsx"),),
)
DATE_AS_NUMBER = fault_rule(
    Fault.DATE_AS_NUMBER,
    code="BM24",
    title="Ô ngày hiện một con số",
    severity=Severity.WARNING,
    basis=_BASIS,
    says="Chỗ ghi ngày hiện {read}, là số mà Excel giữ thay cho ngày {day}.",
    fix="Đã hiểu là ngày ấy, không phải gửi lại. Lần sau gõ ngày vào tiêu đề.",
    why="Dán ngày kiểu “chỉ giá trị”, hay nối chữ với ô ngày trong một công thức, thì ô hiện 45068 thay cho 22/5/2023. Con số ấy chỉ có thể là một ngày, nên được đọc, và được nói ra.",
    good=_GOOD,
    bad=(Example("Nối chữ với ô ngày.", as_of="(tính đến ngày 45069)", file="bu dang.xlsx"),),
)
STRETCH_OF_DAYS = fault_rule(
    Fault.STRETCH_OF_DAYS,
    code="BM25",
    title="Tiêu đề ghi một khoảng nhiều ngày",
    severity=Severity.WARNING,
    basis=_BASIS,
    says="Tiêu đề ghi từ {first} đến {day}; hiểu là báo cáo ngày cuối.",
    fix="Đề nghị đơn vị xem lại: số trong ngày chỉ ghi riêng ngày cuối, không cộng cả khoảng.",
    why="Quen tay ghi như báo cáo tuần. Ngày cuối là ngày báo cáo; nhưng số “trong ngày” có thể đã cộng cả tuần.",
    good=(
        *_GOOD,
        Example("Từ ngày đầu của đợt: số đã nhập cộng từ đó.", as_of="(từ ngày 22/5/2023 đến ngày 23/5/2023)"),
        Example("Một ngày tính theo giờ.", as_of="(từ 14h ngày 22/5/2023 đến 14h ngày 23/5/2023)"),
    ),
    bad=(
        Example("Ghi cả tuần.", as_of="(từ ngày 17/5/2023 đến ngày 23/5/2023)"),
        Example("Chỉ ngày cuối có năm.", as_of="(từ ngày 17 đến ngày 23/5/2023)"),
    ),
)
OF_ITS_TURN = fault_rule(
    Fault.OF_ITS_TURN,
    code="BM27",
    title="Báo cáo của kỳ trước gửi muộn",
    severity=Severity.WARNING,
    basis=_BASIS,
    says="Biểu của kỳ {written}, kỳ ấy chưa có báo cáo của đơn vị.",
    fix="Không phải gửi lại. (Người tổng hợp: để tiếp nhận thì chạy: {command}.)",
    why="Cấp không báo cáo hằng ngày gửi muộn vài ngày thì vẫn là báo cáo của kỳ ấy: trả lại để sửa ngày là sai.",
    good=(*_GOOD, Example("Cấp báo cáo hằng ngày: biểu hôm trước là báo cáo của ngày khác.")),
    bad=(
        Example(
            "Kỳ thứ Sáu 26/5, gửi thứ Bảy.",
            problem=Problem(
                Fault.OF_ITS_TURN,
                Source("bu dang.xlsx", "Phụ lục 01"),
                {"written": date(2023, 5, 26), "command": "hotich tong-hop --ngay 2023-05-26"},
            ),
        ),
    ),
)
