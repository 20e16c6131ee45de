"""BM: whose report it is, by the names in it."""

from datetime import date

from xlpy.core.source import Fault, Problem, Severity, Source
from xlpy.rules.rule import Example, fault_rule

_BASIS = "Kế hoạch 188/KH-UBND, IV.6: báo cáo theo Phụ lục 01, hằng ngày"
_GOOD = (Example("Một biểu Phụ lục 01 của Huyện Bù Đăng, tính đến ngày 23/5/2023."),)
_ALIKE = {"units.children.8.name": "Thành phố Bù Đăng"}

UNIT_UNKNOWN = fault_rule(
    Fault.UNIT_UNKNOWN,
    code="BM05",
    title="Không xác định được đơn vị gửi",
    severity=Severity.ERROR,
    basis=_BASIS,
    of_the_shape=True,
    says="Biểu, tiêu đề, tên tệp đều không có tên đơn vị.",
    fix="Đề nghị đơn vị ghi tên ở cột ĐƠN VỊ rồi gửi lại.",
    why="Số liệu không rõ của ai thì không thể cộng vào đơn vị nào.",
    good=_GOOD,
    bad=(Example("Không ghi tên đơn vị ở đâu cả.", label="", file="bao cao 23-5.xlsx"),),
)
UNIT_AMBIGUOUS = fault_rule(
    Fault.UNIT_AMBIGUOUS,
    code="BM06",
    title="Tên đơn vị không thống nhất",
    severity=Severity.ERROR,
    basis=_BASIS,
    overridable=True,
    of_the_shape=True,
    says="Tệp ghi tên nhiều đơn vị: {answers}.",
    fix="Đề nghị đơn vị ghi cùng một tên rồi gửi lại.",
    why="Cán bộ điền nhầm dòng của huyện khác là chuyện thường gặp; đoán sai thì hai đơn vị cùng sai số.",
    good=_GOOD,
    bad=(Example("Tên tệp của huyện khác.", file="dong phu 23-5.xlsx"),),
)
UNIT_NAME_SHARED = fault_rule(
    Fault.UNIT_NAME_SHARED,
    code="BM28",
    title="Nhiều đơn vị có tên này",
    severity=Severity.ERROR,
    basis=_BASIS,
    overridable=True,
    of_the_shape=True,
    says="“{name}” là tên của {units}.",
    fix="Đề nghị đơn vị ghi đủ tên, cả cấp, ở cột ĐƠN VỊ rồi gửi lại.",
    why="Thành phố và huyện, phường và xã thường cùng tên; ghi thiếu cấp thì không biết số liệu của đơn vị nào.",
    good=(*_GOOD, Example("Ghi đủ cả cấp.", plan=_ALIKE)),
    bad=(Example("Hai đơn vị cùng tên, biểu chỉ ghi “Bù Đăng”.", label="Bù Đăng", plan=_ALIKE),),
)
UNIT_ENDED = fault_rule(
    Fault.UNIT_ENDED,
    code="BM26",
    title="Biểu của đơn vị không còn báo cáo",
    severity=Severity.ERROR,
    basis=_BASIS,
    overridable=True,
    of_the_shape=True,
    says="{unit} từ ngày {day} không còn báo cáo; số liệu về {heirs}.",
    fix="Đề nghị gửi theo biểu của {heirs}.",
    why="Biểu của đơn vị cũ chỉ có một phần số liệu của đơn vị mới; nhận thay thì số của đơn vị mới bị thiếu.",
    good=_GOOD,
    bad=(
        Example(
            "Huyện Bù Đăng đã nhập vào Phú Riềng.",
            problem=Problem(
                Fault.UNIT_ENDED,
                Source("bu dang 23-5.xlsx", "Phụ lục 01"),
                {"unit": "Huyện Bù Đăng", "day": date(2023, 5, 23), "heirs": "huyện Phú Riềng"},
            ),
        ),
    ),
)
