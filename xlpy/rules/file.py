"""TT: the file itself. Facts come from the file door; here they get their words."""

from collections.abc import Mapping

from xlpy.core.source import Fault, Problem, Severity, Source
from xlpy.rules.rule import Example, fault_rule

_BASIS = "Kế hoạch 188/KH-UBND, IV.6: báo cáo theo biểu mẫu Phụ lục 01"
_FILE = "bu dang 23-5.xlsx"
_GOOD = (Example("Tệp .xlsx mở được, chỉ có biểu Phụ lục 01."),)


def _bad(
    caption: str, fault: Fault, sheet: str = "", cell: str = "", values: Mapping[str, object] | None = None
) -> tuple[Example, ...]:
    return (Example(caption, problem=Problem(fault, Source(_FILE, sheet, cell), values or {})),)


EMPTY_FILE = fault_rule(
    Fault.EMPTY_FILE,
    code="TT01",
    title="Tệp rỗng",
    severity=Severity.ERROR,
    basis=_BASIS,
    says="Tệp có 0 byte: có thể lúc lưu hay gửi bị đứt giữa chừng.",
    fix="Đề nghị đơn vị gửi lại tệp.",
    why="Tệp rỗng thường do lưu tệp đính kèm khi thư chưa tải xong; coi là không có số liệu sẽ làm mất báo cáo của đơn vị.",
    good=_GOOD,
    bad=_bad("Tệp 0 byte.", Fault.EMPTY_FILE),
)
DAMAGED = fault_rule(
    Fault.DAMAGED,
    code="TT02",
    title="Tệp hỏng hoặc không do Excel lưu",
    severity=Severity.ERROR,
    basis=_BASIS,
    says="Không mở được (kỹ thuật: {part}{reason}).",
    fix="Đề nghị đơn vị mở tệp bằng Excel, lưu rồi gửi lại. (Người tổng hợp: thử tải lại tệp đính kèm trước.)",
    why="Một tệp bị cắt hoặc sai một byte có thể vẫn mở được một phần; số liệu trong đó không còn đáng tin.",
    good=_GOOD,
    bad=_bad("Tệp bị cắt mất phần cuối.", Fault.DAMAGED, values={"part": "tệp", "reason": "thiếu phần cuối của tệp"}),
)
WRONG_CONTENT = fault_rule(
    Fault.WRONG_CONTENT,
    code="TT03",
    title="Tệp không phải tệp Excel",
    severity=Severity.ERROR,
    basis=_BASIS,
    says="Nội dung tệp là {found}.",
    fix="Đề nghị đơn vị gửi đúng tệp Excel của biểu Phụ lục 01.",
    why="Đổi đuôi tên tệp không biến tài liệu khác thành tệp Excel.",
    good=_GOOD,
    bad=_bad("Tệp PDF đổi tên thành .xlsx.", Fault.WRONG_CONTENT, values={"found": "tài liệu PDF"}),
)
WEB_PAGE = fault_rule(
    Fault.WEB_PAGE,
    code="TT04",
    title="Trang web lưu dưới tên tệp Excel",
    severity=Severity.ERROR,
    basis=_BASIS,
    says="Nội dung tệp là trang web (HTML).",
    fix="Đề nghị đơn vị mở bằng Excel, chọn Lưu thành (Save As) › Sổ làm việc Excel (Excel Workbook), rồi gửi lại.",
    why="Nhiều phần mềm xuất “Excel” thực ra là trang web; số 68.082 trong đó có thể bị hiểu theo nhiều cách.",
    good=_GOOD,
    bad=_bad("Bảng HTML lưu với tên .xls.", Fault.WEB_PAGE),
)
PASSWORD = fault_rule(
    Fault.PASSWORD,
    code="TT05",
    title="Tệp có mật khẩu mở",
    severity=Severity.ERROR,
    basis=_BASIS,
    says="Tệp có mật khẩu mở nên chưa đọc được; có khi Excel tự mở được mà không hỏi.",
    fix="Đề nghị đơn vị vào Tệp › Thông tin › Bảo vệ Sổ làm việc › Mã hoá bằng Mật khẩu (File › Info › Protect Workbook › Encrypt with Password), xoá ô mật khẩu, bấm OK, lưu rồi gửi lại.",
    why="Mật khẩu mở mã hoá toàn bộ tệp. Có khi Excel mã hoá bằng mật khẩu của chính nó, nên mở không hỏi. Khoá trang tính (không mã hoá) thì vẫn đọc được và không sao.",
    good=_GOOD,
    bad=_bad("Tệp đặt mật khẩu mở.", Fault.PASSWORD),
)
WRONG_EXTENSION = fault_rule(
    Fault.WRONG_EXTENSION,
    code="TT06",
    title="Đuôi tên tệp không đúng nội dung",
    severity=Severity.WARNING,
    basis=_BASIS,
    says="Tên tệp ghi {named}, nội dung là {found}; đã đọc theo nội dung.",
    fix="Không phải gửi lại. Lần sau đề nghị đơn vị lưu dạng .xlsx.",
    why="Excel báo lỗi khi mở tệp có đuôi tên sai; số liệu thì vẫn đọc được.",
    good=_GOOD,
    bad=_bad("Tệp .xlsx mang tên .xls.", Fault.WRONG_EXTENSION, values={"named": ".xls", "found": ".xlsx"}),
)
OLD_FORMAT = fault_rule(
    Fault.OLD_FORMAT,
    code="TT07",
    title="Tệp không phải dạng .xlsx",
    severity=Severity.WARNING,
    basis=_BASIS,
    says="Tệp dạng {found}: đã đọc, nhưng không phân biệt được ô lỗi với ô trống, không thấy dòng ẩn.",
    fix="Không phải gửi lại. Lần sau đề nghị đơn vị lưu dạng .xlsx.",
    why="Dạng cũ không cho biết đủ về từng ô để kiểm tra kỹ như .xlsx.",
    good=_GOOD,
    bad=_bad("Tệp Excel 97–2003 (.xls).", Fault.OLD_FORMAT, values={"found": ".xls"}),
)
UNSAFE_PACKAGE = fault_rule(
    Fault.UNSAFE_PACKAGE,
    code="TT08",
    title="Tệp có cấu trúc không an toàn",
    severity=Severity.ERROR,
    basis=_BASIS,
    says="Tệp không do Excel lưu (kỹ thuật: {part}, {reason}).",
    fix="Đề nghị đơn vị làm lại từ biểu mẫu. (Người tổng hợp: không mở tệp.)",
    why="Tệp như vậy không do Excel lưu ra: có thể làm treo máy hoặc đưa nội dung lạ vào báo cáo.",
    good=_GOOD,
    bad=_bad(
        "Tệp nén phình to bất thường.",
        Fault.UNSAFE_PACKAGE,
        values={"part": "xl/worksheets/sheet1.xml", "reason": "khai 2.147.483.648 byte, chỉ cho phép 67.108.864"},
    ),
)
READER_FAILED = fault_rule(
    Fault.READER_FAILED,
    code="TT09",
    title="Không đọc được tệp",
    severity=Severity.ERROR,
    basis=_BASIS,
    says="Chương trình dừng khi đọc tệp (kỹ thuật: {reason}); tệp khác không ảnh hưởng.",
    fix="Đề nghị đơn vị mở tệp bằng Excel, lưu thành tệp .xlsx mới rồi gửi lại.",
    why="Tệp hỏng theo cách lạ không được phép làm dừng việc tổng hợp của cả tỉnh.",
    good=_GOOD,
    bad=_bad("Tệp làm chương trình dừng khi đang đọc.", Fault.READER_FAILED, values={"reason": "quá 20 giây"}),
)
NOT_SUPPORTED = fault_rule(
    Fault.NOT_SUPPORTED,
    code="TT18",
    title="Chương trình chưa đọc được tệp này",
    severity=Severity.ERROR,
    basis=_BASIS,
    says="Tệp dạng {found} có chỗ chương trình chưa đọc được; Excel có thể vẫn mở được.",
    fix="Đề nghị đơn vị mở tệp bằng Excel, lưu thành tệp .xlsx mới rồi gửi lại.",
    why="Có những cách ghi tệp mà chương trình không hiểu; đó là giới hạn của chương trình, không phải lỗi của người gửi.",
    good=_GOOD,
    bad=_bad("Tệp .xls của một chương trình lạ.", Fault.NOT_SUPPORTED, values={"found": ".xls"}),
)
COMPRESSION = fault_rule(
    Fault.COMPRESSION,
    code="TT19",
    title="Nén theo cách chương trình chưa giải được",
    severity=Severity.ERROR,
    basis=_BASIS,
    says="Phần {part} nén kiểu {way}, chương trình chưa giải được; tệp không hỏng.",
    fix="Đề nghị đơn vị gửi thẳng tệp .xlsx. (Người tổng hợp: hoặc giải nén vào den.)",
    why="Phần mềm nén có những cách nén riêng; đó là giới hạn của chương trình, không phải lỗi của người gửi.",
    good=_GOOD,
    bad=_bad("Tệp zip nén kiểu deflate64.", Fault.COMPRESSION, values={"part": "bu dang.xlsx", "way": "deflate64"}),
)
NOT_A_REPORT_FILE = fault_rule(
    Fault.NOT_A_REPORT_FILE,
    code="TT10",
    title="Tệp không phải báo cáo, bỏ qua",
    severity=Severity.INFO,
    basis=_BASIS,
    once=True,
    says="{reason}.",
    fix="Không cần làm gì.",
    why="Excel, Windows và phần mềm đồng bộ để lại các tệp tạm trong thư mục; chúng được liệt kê để không ai ngờ là bị mất.",
    good=_GOOD,
    bad=_bad(
        "Tệp ~$bu dang.xlsx do Excel tạo khi đang mở.",
        Fault.NOT_A_REPORT_FILE,
        values={"reason": "Tệp tạm của Excel, có khi tệp đang mở"},
    ),
)
ACTIVE_CONTENT = fault_rule(
    Fault.ACTIVE_CONTENT,
    code="TT11",
    title="Tệp có macro hoặc liên kết ra ngoài",
    severity=Severity.WARNING,
    basis=_BASIS,
    says="Có {found}; chỉ đọc số đã lưu, không chạy macro, không cập nhật liên kết.",
    fix="Lần sau đề nghị đơn vị gửi tệp .xlsx. (Người tổng hợp: xem ai gửi.)",
    why="Biểu báo cáo không cần macro hay liên kết; chúng có thể mang mã độc hoặc số liệu của tệp khác.",
    good=_GOOD,
    bad=_bad(
        "Ô lấy số từ tệp Excel khác.",
        Fault.ACTIVE_CONTENT,
        "Phụ lục 01",
        "E9",
        {"found": "công thức liên kết sang tệp khác"},
    ),
    gather=True,
)
STILL_COPYING = fault_rule(
    Fault.STILL_COPYING,
    code="TT12",
    title="Tệp đang được chép dở",
    severity=Severity.ERROR,
    basis=_BASIS,
    says="Tệp còn thay đổi trong lúc đọc.",
    fix="Chờ chép xong rồi tổng hợp lại.",
    why="Đọc một tệp đang chép sẽ thấy một nửa số liệu.",
    ours=True,
    good=_GOOD,
    bad=_bad("Tệp đang tải về.", Fault.STILL_COPYING),
)
CANNOT_OPEN = fault_rule(
    Fault.CANNOT_OPEN,
    code="TT13",
    title="Không mở được tệp",
    severity=Severity.ERROR,
    basis=_BASIS,
    says="Chưa đọc được tệp ({reason}).",
    fix="Đóng tệp ở chương trình khác, chờ đồng bộ xong, rồi tổng hợp lại.",
    why="Tệp bị khoá, chỉ có trên đám mây hoặc ổ mạng mất kết nối chưa thể coi là đã tiếp nhận.",
    ours=True,
    good=_GOOD,
    bad=_bad("Tệp đang bị khoá.", Fault.CANNOT_OPEN, values={"reason": "không có quyền đọc"}),
)
STRAY_CELL = fault_rule(
    Fault.STRAY_CELL,
    code="TT14",
    title="Có ô lạc ở rất xa biểu",
    severity=Severity.ERROR,
    basis=_BASIS,
    says="Có nội dung ngoài vùng cho phép (đến {limit}).",
    fix="Đề nghị đơn vị xoá ô này (bấm Ctrl+End để tới), lưu rồi gửi lại.",
    why="Một ký tự gõ nhầm ở dòng cuối cùng của trang làm chương trình phải đọc hàng tỉ ô.",
    good=_GOOD,
    bad=_bad("Một dấu cách ở ô XFD1048576.", Fault.STRAY_CELL, "Phụ lục 01", "XFD1048576", {"limit": "CV20000"}),
)
ARCHIVE_LOST = fault_rule(
    Fault.ARCHIVE_LOST,
    code="TT15",
    title="Bản gốc đã nhận không còn nguyên",
    severity=Severity.ERROR,
    basis=_BASIS,
    says="Bản gốc {path} đã mất hoặc đã thay đổi.",
    fix="Chép lại tệp của đơn vị vào thư mục nhận tệp (den) rồi tổng hợp lại.",
    why="Mọi con số phải truy được về đúng tệp gốc; một bản gốc đã đổi không còn chứng minh được gì.",
    ours=True,
    good=_GOOD,
    bad=_bad("Bản gốc đã xoá.", Fault.ARCHIVE_LOST, values={"path": "da-nhan/2023-05-23/1f2e3d4c-bu dang 23-5.xlsx"}),
)
ALREADY_RECEIVED = fault_rule(
    Fault.ALREADY_RECEIVED,
    code="TT16",
    title="Đã nhận tệp này rồi",
    severity=Severity.INFO,
    basis=_BASIS,
    once=True,
    says="Nội dung giống hệt “{first}”, nhận lúc {at}.",
    fix="Không cần làm gì.",
    why="Cùng một tệp gửi hai lần trong ngày, hoặc được lưu dưới hai tên, chỉ tính một lần.",
    good=_GOOD,
    bad=_bad(
        "Thư gửi hai lần.",
        Fault.ALREADY_RECEIVED,
        values={"first": "bu dang 23-5.xlsx", "at": "13 giờ 30 ngày 23/5/2023"},
    ),
)
