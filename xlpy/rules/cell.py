"""SL: single cells. What cannot be read as a whole number of cases is never guessed."""

from datetime import date

from xlpy.core.grid import ErrorValue, Uncached
from xlpy.core.numbers import LARGEST
from xlpy.core.source import Fault, Problem, Severity, Source
from xlpy.rules.rule import Example, fault_rule
from xlpy.rules.twin import Twin

_BASIS = "Phụ lục 01: số liệu là số trường hợp, nguyên, không âm"
_WHOLE = "Gõ số nguyên bằng chữ số, ví dụ 1245, không gõ dấu chấm, dấu phẩy. Không có thì gõ 0."
_GOOD = (Example("Ô số liệu là số nguyên.", cells={"birth.today": 250}),)

NOT_A_NUMBER = fault_rule(
    Fault.NOT_A_NUMBER,
    code="SL01",
    title="Ô không phải là số",
    severity=Severity.ERROR,
    basis=_BASIS,
    says="{kind}, {column} ghi “{read}”.",
    fix="Đề nghị đơn vị gõ chữ số; không có thì gõ 0.",
    why="Chữ như “nil”, “như trên” hay đúng/sai không cho biết số trường hợp.",
    twins=(
        Twin(
            "today",
            'IF(ISTEXT({today}),SUBSTITUTE(TRIM({today}),"-","",1)<>"",ISLOGICAL({today}))',
            _WHOLE,
        ),
    ),
    good=_GOOD,
    bad=(Example("Ghi chữ.", cells={"birth.today": "như trên"}), Example("Ghi đúng/sai.", cells={"death.today": True})),
)
DATE_FORMAT = fault_rule(
    Fault.DATE_FORMAT,
    code="SL15",
    title="Ô số liệu mang định dạng ngày, giờ",
    severity=Severity.ERROR,
    basis=_BASIS,
    says="{kind}, {column}: ô hiện {read}, số lưu là {stored}.",
    fix="Đề nghị đơn vị đổi định dạng ô sang Số (Number), xem lại số rồi gửi lại.",
    why="Người gửi thấy một ngày, máy giữ một số: số gõ vào ô định dạng ngày, hoặc “3-5” bị Excel đổi thành ngày 3 tháng 5. Không biết là trường hợp nào thì không đoán.",
    good=_GOOD,
    bad=(
        Example("Số 250 nằm trong ô định dạng ngày.", cells={"birth.today": date(1900, 9, 6)}),
        Example("Gõ 3-5, Excel đổi thành ngày.", cells={"adoption.today": date(2023, 5, 3)}),
    ),
)
SHOWN_OTHERWISE = fault_rule(
    Fault.SHOWN_OTHERWISE,
    code="SL16",
    title="Ô hiện khác số đang lưu",
    severity=Severity.WARNING,
    basis=_BASIS,
    says="ô hiện {shown}, số lưu là {read}; đã đọc số lưu",
    fix="Đề nghị đơn vị xem lại số; sai thì sửa, gửi lại. Nên đặt định dạng ô là Số (Number).",
    why='Định dạng như 0"000" hay ;;; làm ô hiện số khác với số Excel giữ, hoặc không hiện gì; người gửi kiểm tra bằng mắt sẽ không thấy.',
    good=(Example("Định dạng chỉ phân cách hàng nghìn.", formats={"birth.today": "#,##0"}),),
    bad=(
        Example("Định dạng thêm ba số 0.", formats={"birth.today": '0"000"'}),
        Example("Định dạng giấu số.", formats={"birth.entered": ";;;"}),
    ),
    gather=True,
)
FRACTION = fault_rule(
    Fault.FRACTION,
    code="SL02",
    title="Ô có số lẻ",
    severity=Severity.ERROR,
    basis=_BASIS,
    says="{kind}, {column} ghi {read}.{meant}",
    fix="Đề nghị đơn vị gõ số nguyên, không dấu chấm, dấu phẩy.",
    why="Gõ 68.082 trên máy đặt kiểu Anh, Excel lưu thành sáu mươi tám phẩy không tám hai. Không thể biết đó là 68.082 hay số lẻ thật.",
    twins=(
        Twin(
            "today",
            "SUM({today})<>INT(SUM({today}))",
            _WHOLE,
            "0.0##",  # rounded to 68, a 68,082 would look right
        ),
        Twin("entered", "INT(SUM({entered}))<>SUM({entered})", number_format="0.0##"),
    ),
    good=_GOOD,
    bad=(
        Example("Số 68.082 gõ trên máy đặt kiểu Anh.", cells={"birth.today": 68.082}),
        Example("Số lẻ viết bằng chữ.", cells={"birth.today": "3,5"}),
    ),
)
NEGATIVE = fault_rule(
    Fault.NEGATIVE,
    code="SL03",
    title="Số âm sai chỗ hoặc thiếu lý do",
    severity=Severity.ERROR,
    basis=_BASIS,
    says="{kind}, {column} ghi {read}.",
    fix="Đính chính: đề nghị đơn vị gõ số âm ở ô trong ngày, ghi lý do ở GHI CHÚ. Gõ nhầm: gõ lại số đúng.",
    why="Số âm chỉ có nghĩa khi sửa số đã báo cáo; khi đó phải có lý do.",
    twins=(
        Twin(
            "today",
            'AND(SUM({today})<0,TRIM({note})="")',
            "Số âm chỉ để đính chính: ghi lý do ở cột GHI CHÚ trước.",
        ),
        Twin("entered", "SUM({entered})<0"),
    ),
    good=(
        Example(
            "Số âm có ghi chú.",
            cells={"adoption.today": -1, "adoption.entered": 0, "W7": "Đính chính: ngày 22/5 nhập trùng 1"},
        ),
    ),
    bad=(Example("Số âm không ghi chú.", cells={"adoption.today": -1, "adoption.entered": 0}),),
)
CORRECTION = fault_rule(
    Fault.CORRECTION,
    code="SL04",
    title="Đính chính giảm số đã báo",
    severity=Severity.WARNING,
    basis=_BASIS,
    says="{kind}, {column} ghi {read}, có lý do ở GHI CHÚ.",
    fix="Lý do đúng thì không phải làm gì.",
    why="Đính chính làm tổng đã nhập giảm, người nhận báo cáo cần biết.",
    twins=(Twin("today", 'AND(SUM({today})<0,TRIM({note})<>"")'),),
    good=_GOOD,
    bad=(
        Example(
            "Số âm có ghi chú.",
            cells={"adoption.today": -1, "adoption.entered": 0, "W7": "Đính chính: ngày 22/5 nhập trùng 1"},
        ),
    ),
)
ERROR_CELL = fault_rule(
    Fault.ERROR_CELL,
    code="SL05",
    title="Ô báo lỗi công thức",
    severity=Severity.ERROR,
    basis=_BASIS,
    says="{kind}, {column}: ô hiện {read}.",
    fix="Đề nghị đơn vị sửa công thức hoặc gõ thẳng con số, lưu rồi gửi lại.",
    why="#REF!, #N/A, #DIV/0! nghĩa là Excel không tính được; coi là 0 là sai.",
    twins=(Twin("today", "ISERROR({today})", "Gõ con số, không gõ công thức."),),
    good=_GOOD,
    bad=(Example("Công thức hỏng.", cells={"birth.entered": ErrorValue("#REF!")}),),
)
UNCACHED = fault_rule(
    Fault.UNCACHED,
    code="SL06",
    title="Công thức chưa tính",
    severity=Severity.ERROR,
    basis=_BASIS,
    says="{kind}, {column}: có công thức {read}, tệp không lưu kết quả.",
    fix="Đề nghị đơn vị mở tệp bằng Excel, bấm Lưu (Save) rồi gửi lại.",
    why="Tệp do phần mềm khác xuất ra có thể chỉ có công thức; đọc là ô trống thì mất số liệu.",
    good=_GOOD,
    bad=(Example("Tệp xuất từ phần mềm khác.", cells={"birth.entered": Uncached("D7+1245")}),),
)
AMBIGUOUS_SEPARATOR = fault_rule(
    Fault.AMBIGUOUS_SEPARATOR,
    code="SL07",
    title="Dấu phẩy hiểu được hai cách",
    severity=Severity.ERROR,
    basis=_BASIS,
    says="{kind}, {column} ghi “{read}”; có thể là {hint}, có thể là số lẻ.",
    fix="Đề nghị đơn vị gõ số nguyên, không dấu chấm, dấu phẩy.",
    why="Theo cách viết Việt Nam dấu phẩy là phần lẻ, theo kiểu Anh là hàng nghìn.",
    good=(Example("Dấu chấm hàng nghìn, đúng cách viết Việt Nam.", cells={"birth.entered": "1.495"}),),
    bad=(Example("Dấu phẩy hàng nghìn.", cells={"birth.entered": "1,495"}),),
)
TEXT_NUMBER = fault_rule(
    Fault.TEXT_NUMBER,
    code="SL08",
    title="Số ghi ở dạng văn bản",
    severity=Severity.WARNING,
    basis=_BASIS,
    says="“{read}”, đã đọc là {value}",
    of_many="ghi như vậy",
    fix="Không phải gửi lại. Lần sau đề nghị đơn vị chỉ gõ chữ số, không gõ dấu chấm, dấu phẩy, dấu cách.",
    why="Số dạng chữ không được Excel cộng, nên dòng tổng trên biểu của đơn vị có thể sai.",
    good=_GOOD,
    bad=(
        Example("Gõ cả dấu chấm, ô thành chữ.", cells={"birth.entered": "1.495"}),
        Example("Dấu cách hàng nghìn.", cells={"birth.entered": "1 495"}),
        Example("Phần lẻ bằng không.", cells={"death.today": "20,0"}),
    ),
    gather=True,
)
TOO_LARGE = fault_rule(
    Fault.TOO_LARGE,
    code="SL09",
    title="Số lớn quá mức",
    severity=Severity.ERROR,
    basis=_BASIS,
    says="{kind}, {column} ghi {read}.",
    fix="Đề nghị đơn vị kiểm tra: có thể gõ thừa chữ số hoặc dán nhầm số khác.",
    why="Không đơn vị nào có hàng tỉ trường hợp.",
    twins=(Twin("today", f"ABS(SUM({{today}}))>1E{len(str(LARGEST)) - 1}", "Số quá lớn."),),
    good=_GOOD,
    bad=(Example("Dán nhầm số định danh.", cells={"birth.today": 70123456789}),),
)
BLANK = fault_rule(
    Fault.BLANK,
    code="SL10",
    title="Ô còn trống",
    severity=Severity.WARNING,
    basis=_BASIS,
    says="{kind}, {column}: còn trống",
    fix="Đề nghị đơn vị gõ {what}.",
    why="Ô trống không tính là 0: có thể là quên điền; Tổng đã nhập của loại đó giữ như hôm trước. Ô Tổng đã nhập gõ 0 là báo giảm số đã nhập (LK02).",
    twins=(Twin("today", 'AND(TRIM({today})="",COUNTA({all_today})>0)'),),
    good=_GOOD,
    bad=(Example("Bỏ trống con nuôi.", cells={"adoption.today": None, "adoption.entered": None}),),
    gather=True,
)
DASH = fault_rule(
    Fault.DASH,
    code="SL11",
    title="Dấu gạch hiểu là số 0",
    severity=Severity.INFO,
    basis="Phụ lục 03, 04: số không in là “-”",
    says="“{read}”, hiểu là 0",
    fix="Không cần làm gì.",
    why="Chính Kế hoạch in số 0 là “-”; vẫn liệt kê để ai cũng thấy đã hiểu thế nào.",
    twins=(Twin("today", 'IF(ISTEXT({today}),TRIM({today})="-",FALSE)'),),
    good=_GOOD,
    bad=(
        Example(
            "Gạch ngang thay số 0.", cells={"adoption.today": "-", "adoption.entered": 1, "adoption.remaining": 24}
        ),
    ),
    gather=True,
)
UNSEEN_CHARACTERS = fault_rule(
    Fault.UNSEEN_CHARACTERS,
    code="SL12",
    title="Ô có ký tự ẩn",
    severity=Severity.WARNING,
    basis="Bảng mã Unicode: ký tự điều khiển và định dạng (Cf) không phải là chữ",
    says="đã bỏ {count} ký tự không nhìn thấy",
    fix="Không phải gửi lại. Lần sau gõ trực tiếp, không dán từ phần mềm khác.",
    why="Ký tự điều khiển, dấu ngắt từ ẩn, dấu chỉ hướng viết lẫn vào khi dán từ phần mềm khác; để nguyên thì tên đơn vị và con số không nhận ra được.",
    good=_GOOD,
    bad=(
        Example(
            "Tên đơn vị dán từ phần mềm khác.",
            problem=Problem(Fault.UNSEEN_CHARACTERS, Source("bu dang 23-5.xlsx", "Phụ lục 01", "B7"), {"count": 1}),
        ),
    ),
    gather=True,
)
OLD_FONT = fault_rule(
    Fault.OLD_FONT,
    code="SL14",
    title="Chữ gõ bằng phông cũ",
    severity=Severity.WARNING,
    basis="TCVN 6909:2001: văn bản điện tử dùng bộ mã Unicode",
    says="{count} ô gõ bằng {fonts}, bảng mã {code}; đã chuyển sang Unicode: “{read}”.",
    fix="Đọc sai thì đề nghị đơn vị gõ lại bằng Unicode.",
    why="Trong phông .VnTime hay VNI-Times, ô lưu “Tæng sè”, “Toång soá” mà màn hình hiện “Tổng số”. Hotich nhận ra nhờ tên phông, hoặc nhờ chữ của cả trang chỉ có nghĩa theo bảng mã cũ; con số không bị đụng tới.",
    good=_GOOD,
    bad=(
        Example(
            "Cả biểu gõ bằng .VnTime.",
            problem=Problem(
                Fault.OLD_FONT,
                Source("bu dang 23-5.xlsx", "Phụ lục 01", "A1"),
                {
                    "count": 46,
                    "fonts": "phông .VnTime",
                    "code": "TCVN3 (ABC)",
                    "read": "Kết quả nhập dữ liệu Sổ hộ tịch",
                },
            ),
        ),
    ),
)
