"""BM: what is hidden. Who sent the form did not see it, and it is read all the same."""

from xlpy.core.source import Fault, Severity
from xlpy.rules.rule import Example, fault_rule

_BASIS = "Kế hoạch 188/KH-UBND, IV.6: báo cáo theo Phụ lục 01, hằng ngày"
_GOOD = (Example("Một biểu Phụ lục 01 của Huyện Bù Đăng, tính đến ngày 23/5/2023."),)

HIDDEN_SHEET = fault_rule(
    Fault.HIDDEN_SHEET,
    code="BM13",
    title="Biểu nằm ở trang tính đang ẩn",
    severity=Severity.WARNING,
    basis=_BASIS,
    says="Trang tính có biểu đang ẩn; đã đọc.",
    fix="Đề nghị đơn vị xem lại: không phải biểu cần gửi thì gửi lại biểu đúng.",
    why="Trang ẩn có thể là bản cũ mà người gửi không nhìn thấy.",
    good=_GOOD,
    bad=(Example("Trang Phụ lục 01 bị ẩn.", visible=False),),
)
HIDDEN_FIGURES = fault_rule(
    Fault.HIDDEN_FIGURES,
    code="BM23",
    title="Số liệu nằm ở dòng hoặc cột đang ẩn",
    severity=Severity.WARNING,
    basis=_BASIS,
    says="{what} đang ẩn hoặc đang lọc mà có số liệu; đã đọc",
    fix="Đề nghị đơn vị bỏ ẩn, bỏ lọc, xem lại số; sai thì sửa, gửi lại.",
    why="Người gửi không nhìn thấy dòng bị ẩn khi kiểm tra lại; số trong đó có thể đã cũ.",
    good=_GOOD,
    bad=(Example("Dòng của đơn vị bị lọc mất.", hidden_rows=(7,)),),
    gather=True,
)
