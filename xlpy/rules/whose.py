"""BM, KH15: whose report it is, by the names in it; and names by which nobody can tell."""

from collections.abc import Iterator
from datetime import date

from xlpy.core.forms import appendix_sheet
from xlpy.core.plan.plan import Plan
from xlpy.core.source import Fault, Problem, Severity, Source
from xlpy.core.text import key
from xlpy.core.units import Unit, in_sentence
from xlpy.rules.rule import Example, Scope, Violation, fault_rule, rule

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
    fix="Đề nghị đơn vị ghi đủ tên như trên ở cột ĐƠN VỊ rồi gửi lại.",
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


@rule(
    code="KH15",
    title="Nhiều đơn vị cùng tên",
    severity=Severity.WARNING,
    basis="Phụ lục 02–04",
    scope=Scope.PLAN,
    says="{name}: tên của {count} đơn vị ({codes}), không phân biệt được.",
    fix="Ghi thêm nơi trực thuộc vào tên, sau dấu phẩy: “{name}, {holder}”.",
    good=(
        Example("Mỗi đơn vị một tên.", unit=None),
        Example(
            "Cùng tên, ghi thêm nơi trực thuộc.",
            unit=None,
            plan={"units.children.9.name": "Huyện Đồng Phú, tỉnh Bình Phước"},
        ),
    ),
    bad=(Example("Hai huyện cùng tên.", unit=None, plan={"units.children.9.name": "Huyện Đồng Phú"}),),
)
def units_of_one_name(plan: Plan) -> Iterator[Violation]:
    """Biểu ghi một tên mà nhiều nơi mang thì không biết số liệu của nơi nào; người đọc bảng cũng không biết."""
    bearers: dict[str, list[Unit]] = {}
    for unit in plan.senders:
        bearers.setdefault(key(unit.name), []).append(unit)
    holders = {child.code: in_sentence(holder.name) for holder in plan.root.walk() for child in holder.children}
    for units_alike in bearers.values():
        if len(units_alike) > 1:
            first, codes = units_alike[0], ", ".join(unit.code for unit in units_alike[:3])
            codes += ", …" * (len(units_alike) > 3)
            holder = holders.get(first.code, "…")
            values = {"name": first.name, "count": len(units_alike), "codes": codes, "holder": holder}
            yield Violation(Source(sheet=appendix_sheet(plan.tracked.appendix)), values)
