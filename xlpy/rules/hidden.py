"""BM: what is hidden. Who sent the form did not see it, and it is read all the same."""

from xlpy.core.source import Fault, Severity
from xlpy.rules.rule import Example, fault_rule

_BASIS = "KH 188, IV.6: báo cáo theo Phụ lục 01, hàng ngày"
_GOOD = (Example("Một biểu Phụ lục 01 của Huyện Bù Đăng, tính đến ngày 23/5/2023."),)

HIDDEN_SHEET = fault_rule(
    Fault.HIDDEN_SHEET,
    code="BM13",
    title="Biểu nằm ở trang tính bị ẩn",
    severity=Severity.WARNING,
    basis=_BASIS,
    says="Trang tính có biểu đang bị ẩn; vẫn được đọc.",
    fix="Hỏi lại đơn vị đây có đúng là biểu cần gửi không.",
    why="Trang ẩn có thể là bản cũ mà người gửi không nhìn thấy.",
    asks="Nếu đây không phải biểu cần gửi thì gửi lại biểu đúng.",
    good=_GOOD,
    bad=(Example("Trang Phụ lục 01 bị ẩn.", visible=False),),
)
HIDDEN_FIGURES = fault_rule(
    Fault.HIDDEN_FIGURES,
    code="BM23",
    title="Số liệu nằm ở dòng hoặc cột bị ẩn",
    severity=Severity.WARNING,
    basis=_BASIS,
    says="{what} bị ẩn hoặc bị lọc mà có số liệu; vẫn được đọc",
    fix="Hỏi lại đơn vị các số này có đúng không; lần sau bỏ lọc, bỏ ẩn trước khi gửi.",
    why="Người gửi không nhìn thấy dòng bị ẩn khi kiểm tra lại; số trong đó có thể đã cũ.",
    asks="Bỏ ẩn, bỏ lọc, xem lại số liệu; nếu sai thì sửa và gửi lại.",
    good=_GOOD,
    bad=(Example("Dòng của đơn vị bị lọc mất.", hidden_rows=(7,)),),
    gather=True,
)
