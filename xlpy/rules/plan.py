"""KH: the plan against itself. What its tables and text contradict is found by these rules, never from a list."""

from collections.abc import Iterable, Iterator
from datetime import date

from xlpy.core.forms import KIND_LABELS
from xlpy.core.plan.plan import Plan
from xlpy.core.records import KINDS
from xlpy.core.source import Finding, Severity, Source
from xlpy.core.text import number
from xlpy.rules import machines, teams, units, whose  # noqa: F401 - rules of the plan too
from xlpy.rules.gathering import gathered_cells
from xlpy.rules.rule import RULES, Example, Scope, Violation, rule
from xlpy.rules.tasks import check_aside
from xlpy.rules.twin import Twin

_TABLES = "Phụ lục 02–04"


def _place(appendix: str) -> Source:
    return Source(sheet=f"Phụ lục {appendix}")


@rule(
    code="KH02",
    title="Số Sổ nhiều hơn số trường hợp",
    severity=Severity.WARNING,
    basis=_TABLES,
    scope=Scope.PLAN,
    says="{unit} ({level}), {kind}: {books} Sổ nhưng chỉ {cases} trường hợp.",
    fix="Đề nghị đơn vị rà soát lại: có thể đổi chỗ hai cột hoặc đếm cả Sổ trống.",
    twins=(Twin("books", "AND(ISNUMBER({books}),ISNUMBER({cases}),SUM({books})>SUM({cases}))"),),
    good=(Example("25 Sổ, 25 trường hợp.", plan={"levels.0.targets.1.books.adoption": 25}),),
    bad=(Example("29 Sổ con nuôi, 25 trường hợp."),),
)
def more_books_than_cases(plan: Plan) -> Iterator[Violation]:
    """Mỗi Sổ có ít nhất một trường hợp, nên số Sổ nhiều hơn số trường hợp là thống kê sai."""
    for level in plan.levels:
        for target in level.targets:
            for kind in KINDS:
                books, cases = target.books[kind], target.cases[kind]
                if books is not None and cases is not None and books > cases:
                    values = {
                        "unit": target.unit.name,
                        "level": level.name,
                        "kind": KIND_LABELS[kind],
                        "books": books,
                        "cases": cases,
                    }
                    yield Violation(_place(level.appendix), values, target.unit.code)


@rule(
    code="KH03",
    title="Có Sổ nhưng không có trường hợp",
    severity=Severity.WARNING,
    basis=_TABLES,
    scope=Scope.PLAN,
    says="{unit} ({level}): {books} Sổ, 0 trường hợp nên thời gian hoàn thành bằng 0.",
    fix="Bổ sung ở Phụ lục 02; chưa bổ sung thì mọi số lớn hơn 0 bị trả lại.",
    twins=(Twin("all_cases", "AND({all_books}>0,{all_cases}=0)"),),
    good=(
        Example(
            "Đã bổ sung số trường hợp.",
            unit="698",
            plan={"levels.0.targets.10.cases": {"birth": 40000, "marriage": 9000, "death": 3000, "adoption": 8}},
        ),
    ),
    bad=(Example("846 Sổ, cột trường hợp để trống.", unit="698"),),
)
def books_without_cases(plan: Plan) -> Iterator[Violation]:
    """Đơn vị có Sổ mà chỉ tiêu bằng 0 thì không được giao việc, và không thể báo cáo số nào."""
    for level in plan.levels:
        for target in level.targets:
            if target.total_books and not target.total_cases:
                values = {"unit": target.unit.name, "level": level.name, "books": target.total_books}
                yield Violation(_place(level.appendix), values, target.unit.code)


@rule(
    code="KH04",
    title="Số lượng nhập/ngày không bằng số máy × định mức",
    severity=Severity.WARNING,
    basis="Phụ lục 02–04, cột Số lượng nhập/ngày",
    scope=Scope.PLAN,
    says="{unit} ({level}): {machines} máy × {norm} = {expected}, bảng in {printed}.",
    fix="Sửa số máy hoặc số lượng nhập/ngày trong Kế hoạch.",
    good=(Example("16 máy × 200 = 3.200."),),
    bad=(Example("In 17 máy nhưng quên sửa cột sau.", plan={"levels.0.targets.1.printed.machines": 17}),),
)
def per_day_is_wrong(plan: Plan) -> Iterator[Violation]:
    """Số lượng nhập/ngày là số suy ra; lệch thì số ngày hoàn thành cũng lệch."""
    for level in plan.levels:
        for target in level.targets:
            printed, expected = target.printed.per_day, plan.printed_per_day(target)
            if printed is not None and printed != expected:
                values = {
                    "unit": target.unit.name,
                    "level": level.name,
                    "machines": target.printed.machines,
                    "norm": plan.norm_in_tables,
                    "expected": expected,
                    "printed": printed,
                }
                yield Violation(_place(level.appendix), values, target.unit.code)


@rule(
    code="KH05",
    title="Số ngày hoàn thành không đúng",
    severity=Severity.WARNING,
    basis="Phụ lục 02–04, cột Tổng thời gian hoàn thành",
    scope=Scope.PLAN,
    says="{unit} ({level}): {cases} trường hợp ÷ {per_day} mỗi ngày = {expected} ngày, bảng in {printed}.",
    fix="Sửa số ngày trong Kế hoạch, hoặc chọn lại cách làm tròn.",
    good=(Example("151.264 ÷ 3.200 = 47 ngày."),),
    bad=(Example("Số ngày in sai.", plan={"levels.0.targets.1.printed.days": 74}),),
)
def days_are_wrong(plan: Plan) -> Iterator[Violation]:
    """Số ngày là số suy ra từ trường hợp, máy và định mức; đơn vị dựa vào đó để bố trí người."""
    for level in plan.levels:
        for target in level.targets:
            printed, allowed = target.printed.days, plan.printed_days(target)
            if printed is not None and printed not in allowed:
                expected = min((days for days in allowed if days is not None), default=None)
                values = {
                    "unit": target.unit.name,
                    "level": level.name,
                    "cases": target.total_cases,
                    "per_day": plan.printed_per_day(target),
                    "expected": "không xác định" if expected is None else expected,
                    "printed": printed,
                }
                yield Violation(_place(level.appendix), values, target.unit.code)


@rule(
    code="KH06",
    title="Đơn vị không kịp thời hạn",
    severity=Severity.WARNING,
    basis="Kế hoạch 188/KH-UBND, II.3.3 (4), (5): từ 22/5/2023, hoàn thành trước 15/7/2023",
    scope=Scope.PLAN,
    says="{unit} ({level}): {cases} trường hợp, {needs}; đợt cao điểm có {campaign} ngày.",
    fix="Cần {needed} máy (định mức {norm}) để xong trước {deadline}.",
    twins=(Twin("machines", "{all_cases}>{machines}*{norm}*{campaign}"),),
    good=(Example("Đủ máy.", unit="689", plan={"levels.0.targets.6.machines": 51}),),
    bad=(Example("Đồng Xoài có 8 máy.", unit="689"),),
)
def deadline_out_of_reach(plan: Plan) -> Iterator[Violation]:
    """Biết trước đơn vị nào không kịp, ngay từ ngày ban hành, thì còn bố trí được máy."""
    for level in plan.levels:
        for target in level.targets:
            needed = plan.machines_for(target.total_cases)
            if needed > target.machines:
                days = plan.days(target)
                values = {
                    "unit": target.unit.name,
                    "level": level.name,
                    "cases": target.total_cases,
                    "machines": target.machines,
                    "needs": (
                        "chưa có máy, không thể hoàn thành"
                        if days is None
                        else f"{number(target.machines)} máy cần {number(days)} ngày"
                    ),
                    "campaign": plan.campaign_days,
                    "needed": needed,
                    "norm": plan.norm,
                    "deadline": plan.deadline,
                }
                yield Violation(_place(level.appendix), values, target.unit.code)


@rule(
    code="KH07",
    title="Cả cấp không kịp thời hạn với số máy hiện có",
    severity=Severity.WARNING,
    basis="Kế hoạch 188/KH-UBND, II.3.3 và II.5",
    scope=Scope.PLAN,
    says="{level}: {machines} máy × {norm} × {campaign} ngày = {capacity} trường hợp, ít hơn {cases} phải nhập. {remedy}",
    fix="Bổ sung máy, hoặc xin ý kiến UBND tỉnh về định mức.",
    twins=(Twin("level_machines", "{level_cases}>{level_machines}*{norm}*{campaign}"),),
    good=(
        Example("Định mức 300.", unit=None, plan={"norm.per_machine_per_day": 300, "levels.1.targets.8.machines": 5}),
    ),
    bad=(Example("111 máy, định mức 200.", unit=None),),
)
def level_out_of_reach(plan: Plan) -> Iterator[Violation]:
    """Khi số máy không đủ thì điều chuyển máy giữa các đơn vị không giải quyết được."""
    for level in plan.levels:
        capacity = plan.capacity(level)
        if capacity >= level.cases:
            continue
        needed = plan.machines_for(level.cases)
        remedy = f"Cần ít nhất {number(needed)} máy"
        in_text = level.machines * plan.norm_in_text * plan.campaign_days
        if plan.norm_in_text > plan.norm and in_text >= level.cases:
            remedy += f", hoặc định mức {number(plan.norm_in_text)} như nội dung Kế hoạch (II.5)"
        values = {
            "level": level.name.capitalize(),
            "machines": level.machines,
            "norm": plan.norm,
            "campaign": plan.campaign_days,
            "capacity": capacity,
            "cases": level.cases,
            "remedy": remedy + ".",
        }
        yield Violation(_place(level.appendix), values)


@rule(
    code="KH08",
    title="Định mức trong nội dung Kế hoạch khác định mức trong bảng",
    severity=Severity.WARNING,
    basis="Kế hoạch 188/KH-UBND, II.5 và Phụ lục 02–04",
    scope=Scope.PLAN,
    says="Nội dung Kế hoạch (II.5) giao {text} trường hợp/máy/ngày, các bảng lấy {tables}.",
    fix="Xin ý kiến UBND tỉnh (xem thử: hotich ke-hoach --dinh-muc {text}).",
    twins=(Twin("norm", "AND(ISNUMBER({norm_in_text}),{norm}<>{norm_in_text})"),),
    good=(Example("Hai nơi cùng 200.", unit=None, plan={"norm.in_text": 200}),),
    bad=(Example("200 và 300.", unit=None),),
)
def norms_differ(plan: Plan) -> Iterator[Violation]:
    """Định mức quyết định số ngày và số máy; hai con số cho hai kế hoạch khác hẳn nhau."""
    if plan.norm != plan.norm_in_text:
        yield Violation(Source(), {"text": plan.norm_in_text, "tables": plan.norm})


@rule(
    code="KH09",
    title="Số, ngày của Kế hoạch ghi không thống nhất",
    severity=Severity.WARNING,
    basis="Kế hoạch 188/KH-UBND, trang đầu và dòng “kèm theo” của các phụ lục",
    scope=Scope.PLAN,
    says="Phụ lục {appendix} ghi “{number} ngày {date}”, trang đầu ghi “{own} ngày {own_date}”.",
    fix="Tiêu đề các biểu dùng số, ngày trang đầu; đề nghị đính chính văn bản.",
    twins=(
        Twin("cited_number", 'AND({cited_number}<>"",OR({cited_number}<>{plan_number},{cited_date}<>{plan_date}))'),
    ),
    good=(
        Example(
            "Mọi nơi cùng số, ngày.",
            unit=None,
            plan={
                "form.cites": {"number": "188/KH-UBND", "date": "2023-04-04"},
                "levels.0.cites": {"number": "188/KH-UBND", "date": "2023-04-04"},
                "levels.1.cites": {"number": "188/KH-UBND", "date": "2023-04-04"},
                "levels.2.cites": {"number": "188/KH-UBND", "date": "2023-04-04"},
            },
        ),
    ),
    bad=(Example("188 và 138, ba ngày khác nhau.", unit=None),),
)
def cited_otherwise(plan: Plan) -> Iterator[Violation]:
    """Văn bản viện dẫn sai số, sai ngày thì không tra được."""
    for appendix, (cited_number, cited_date) in sorted(plan.cited.items()):
        if (cited_number, cited_date) != (plan.document.number, plan.document.date):
            values = {
                "appendix": appendix,
                "number": cited_number,
                "date": cited_date,
                "own": plan.document.number,
                "own_date": plan.document.date,
            }
            yield Violation(_place(appendix), values)


@rule(
    code="KH10",
    title="Biểu hằng ngày không theo dõi hết chỉ tiêu",
    severity=Severity.INFO,
    basis="Kế hoạch 188/KH-UBND, II.1.1 và Phụ lục 01",
    scope=Scope.PLAN,
    says="Phụ lục 01 chỉ theo dõi {tracked} trường hợp ({level}); cả Kế hoạch có {cases}.",
    fix="Tỷ lệ ở Phụ lục 01 không phải của cả tỉnh; các cấp khác theo dõi riêng.",
    good=(Example("Chỉ có một cấp.", unit=None, plan={"levels": "[:1]"}),),
    bad=(Example("Ba cấp, biểu theo một cấp.", unit=None),),
)
def form_tracks_a_part(plan: Plan) -> Iterator[Violation]:
    """Đọc Phụ lục 01 như tiến độ của cả kế hoạch sẽ sót Sổ lưu ở cấp huyện và cấp tỉnh."""
    cases = sum(level.cases for level in plan.levels)
    if plan.tracked.cases != cases:
        yield Violation(_place("01"), {"tracked": plan.tracked.cases, "level": plan.tracked.name, "cases": cases})


@rule(
    code="KH11",
    title="Số in trong Kế hoạch khác số cộng lại",
    severity=Severity.WARNING,
    basis=_TABLES,
    scope=Scope.PLAN,
    says="{where}: in {printed}, cộng lại {expected}.",
    fix="Sửa con số in sai trong Kế hoạch.",
    twins=(Twin("computed", "AND(ISNUMBER({printed}),{printed}<>{computed})"),),
    good=(Example("Các dòng cộng đúng bằng TỔNG.", unit=None),),
    bad=(Example("Dòng TỔNG in sai.", unit=None, plan={"levels.0.printed.cases": 1373580}),),
)
def printed_sum_is_wrong(plan: Plan) -> Iterator[Violation]:
    """Một con số in sai sẽ được chép tiếp vào mọi báo cáo sau này."""
    checks: list[tuple[str, int | None, int, Source, str | None]] = []
    for level in plan.levels:
        place = _place(level.appendix)
        for target in level.targets:
            who = f"{target.unit.name} ({level.name})"
            checks.append((f"{who}, số Sổ", target.printed.books, target.total_books, place, target.unit.code))
            checks.append((f"{who}, số trường hợp", target.printed.cases, target.total_cases, place, target.unit.code))
        checks.append((f"TỔNG {level.name}, số Sổ", level.printed.books, level.books, place, None))
        checks.append((f"TỔNG {level.name}, số trường hợp", level.printed.cases, level.cases, place, None))
    everything = sum(level.cases for level in plan.levels)
    checks.append(
        ("Nội dung Kế hoạch, tổng số Sổ", plan.stated_books, sum(level.books for level in plan.levels), Source(), None)
    )
    checks.append(("Nội dung Kế hoạch, tổng số trường hợp", plan.stated_cases, everything, Source(), None))
    checks.append(("Phụ lục 01, TỔNG", plan.stated_tracked_cases, plan.tracked.cases, _place("01"), None))
    for where, printed, expected, source, unit in checks:
        if printed is not None and printed != expected:
            yield Violation(source, {"where": where, "printed": printed, "expected": expected}, unit)


@rule(
    code="KH12",
    title="Máy trang bị thêm chưa có trong bảng",
    severity=Severity.WARNING,
    basis="Kế hoạch 188/KH-UBND, II.4",
    scope=Scope.PLAN,
    says="{unit}: nội dung Kế hoạch trang bị thêm {low}–{high} máy; nếu hiểu là cho mỗi xã, phường thì {parts} nơi có tất cả {fewest}–{most} máy, bảng chỉ có {machines}.",
    fix="Máy đã về thì ghi ở trang Máy, từ ngày nhận.",
    good=(
        Example("Đã cộng máy trang bị thêm.", unit="689", plan={"levels.0.targets.6.machines": 24}),
        Example(
            "Máy đã về, ghi ở trang Máy.",
            unit="689",
            plan={"moves": [{"day": "2023-05-22", "code": "689", "what": "received", "count": 16}]},
        ),
    ),
    bad=(Example("Đồng Xoài vẫn 8 máy cho 8 phường, xã.", unit="689"),),
)
def promised_machines_absent(plan: Plan) -> Iterator[Violation]:
    """Nội dung Kế hoạch và bảng ghi khác nhau về số máy của cùng một đơn vị; số ngày hoàn thành tính theo bảng sẽ sai."""
    for code, (low, high) in plan.extra_machines.items():
        target = plan.targets[code]
        parts = len(target.unit.children)
        if target.machines < parts * (1 + low):
            values = {
                "unit": target.unit.name,
                "low": low,
                "high": high,
                "parts": parts,
                "machines": target.machines,
                "fewest": parts * (1 + low),
                "most": parts * (1 + high),
            }
            yield Violation(_place(plan.tracked.appendix), values, code)


def check_plan(plan: Plan, day: date | None = None) -> tuple[Finding, ...]:
    """What the plan contradicts, in the order of the rules; and what is wrong on the sheets beside it.

    What is due by a day (an overdue task, a change of units, machines not checked) is told only where one is given.
    """
    found = tuple(
        known.finding(violation)
        for known in RULES.values()
        if known.scope is Scope.PLAN and known.check is not None
        for violation in known.check(plan)
    )
    return (*_of_tables(found), *gathered_cells(one for one in found if one.source.cell), *check_aside(plan, day))


def _of_tables(found: Iterable[Finding]) -> Iterator[Finding]:
    """What is said of a table or of the plan's text, in the order of the rules; cells are of the sheets beside it."""
    return (finding for finding in found if not finding.source.cell)
