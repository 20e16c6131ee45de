"""TT: the file itself. Facts come from the file door; here they get their words."""

from collections.abc import Mapping

from xlpy.core.source import Fault, Problem, Severity, Source
from xlpy.rules.rule import Example, fault_rule

_BASIS = "KH 188, IV.6: báo cáo theo biểu mẫu Phụ lục 01"
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
    says="Tệp có 0 byte: thư gửi hoặc thao tác lưu bị đứt giữa chừng.",
    fix="Đề nghị đơn vị gửi lại tệp.",
    why="Tệp rỗng thường do lưu tệp đính kèm khi thư chưa tải xong; coi là không có số liệu sẽ làm mất báo cáo của đơn vị.",
    asks="Gửi lại tệp.",
    good=_GOOD,
    bad=_bad("Tệp 0 byte.", Fault.EMPTY_FILE),
)
DAMAGED = fault_rule(
    Fault.DAMAGED,
    code="TT02",
    title="Tệp không trọn vẹn hoặc bị hỏng",
    severity=Severity.ERROR,
    basis=_BASIS,
    says="Không mở được {part}: {reason}.",
    fix="Tải lại tệp đính kèm; nếu vẫn hỏng, đề nghị đơn vị mở trong Excel, lưu lại rồi gửi lại.",
    why="Một tệp bị cắt hoặc sai một byte có thể vẫn mở được một phần; số liệu trong đó không còn đáng tin.",
    asks="Mở tệp trong Excel, lưu lại rồi gửi lại.",
    good=_GOOD,
    bad=_bad("Tệp bị cắt mất phần cuối.", Fault.DAMAGED, values={"part": "tệp", "reason": "thiếu phần cuối của tệp"}),
)
WRONG_CONTENT = fault_rule(
    Fault.WRONG_CONTENT,
    code="TT03",
    title="Nội dung không phải bảng tính",
    severity=Severity.ERROR,
    basis=_BASIS,
    says="Nội dung tệp là {found}, không phải bảng tính.",
    fix="Đề nghị đơn vị gửi đúng tệp Excel của biểu Phụ lục 01.",
    why="Đổi phần mở rộng của tên tệp không biến tài liệu khác thành bảng tính.",
    asks="Gửi lại đúng tệp Excel của biểu Phụ lục 01.",
    good=_GOOD,
    bad=_bad("Tệp PDF đổi tên thành .xlsx.", Fault.WRONG_CONTENT, values={"found": "tài liệu PDF"}),
)
WEB_PAGE = fault_rule(
    Fault.WEB_PAGE,
    code="TT04",
    title="Trang web lưu dưới tên bảng tính",
    severity=Severity.ERROR,
    basis=_BASIS,
    says="Nội dung tệp là một trang web (HTML), không phải sổ tính Excel.",
    fix="Mở tệp trong Excel, chọn Lưu thành (Save As) › Sổ làm việc Excel (.xlsx), rồi gửi lại.",
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
    says="Tệp được mã hoá bằng mật khẩu mở nên không đọc được; có khi Excel tự mở được mà không hỏi.",
    fix="Đề nghị đơn vị bỏ mật khẩu (Tệp › Thông tin › Bảo vệ sổ làm việc; tệp nén: gửi thẳng tệp .xlsx) rồi gửi lại.",
    why="Mật khẩu mở mã hoá toàn bộ tệp. Có khi Excel mã hoá bằng mật khẩu của chính nó, nên mở không hỏi. Khoá trang tính (không mã hoá) thì vẫn đọc được và không sao.",
    asks="Bỏ mật khẩu (Tệp › Thông tin › Bảo vệ sổ làm việc; tệp nén: gửi thẳng tệp .xlsx) rồi gửi lại.",
    good=_GOOD,
    bad=_bad("Tệp đặt mật khẩu mở.", Fault.PASSWORD),
)
WRONG_EXTENSION = fault_rule(
    Fault.WRONG_EXTENSION,
    code="TT06",
    title="Phần mở rộng của tên tệp không đúng nội dung",
    severity=Severity.WARNING,
    basis=_BASIS,
    says="Tên tệp ghi {named}, nội dung là {found}; đã đọc theo nội dung.",
    fix="Lần sau đề nghị đơn vị lưu đúng dạng .xlsx.",
    why="Excel báo lỗi khi mở tệp có phần mở rộng sai; số liệu thì vẫn đọc được.",
    asks="Lần sau lưu đúng dạng .xlsx.",
    good=_GOOD,
    bad=_bad("Tệp .xlsx mang tên .xls.", Fault.WRONG_EXTENSION, values={"named": ".xls", "found": ".xlsx"}),
)
OLD_FORMAT = fault_rule(
    Fault.OLD_FORMAT,
    code="TT07",
    title="Tệp không phải dạng .xlsx",
    severity=Severity.WARNING,
    basis=_BASIS,
    says="Tệp dạng {found}; đã đọc được nhưng ô lỗi và công thức chưa tính không phân biệt được với ô trống, dòng ẩn không biết được.",
    fix="Lần sau đề nghị đơn vị lưu thành .xlsx.",
    why="Dạng cũ không cho biết đủ về từng ô để kiểm tra kỹ như .xlsx.",
    asks="Lần sau lưu thành .xlsx.",
    good=_GOOD,
    bad=_bad("Tệp Excel 97–2003 (.xls).", Fault.OLD_FORMAT, values={"found": ".xls"}),
)
UNSAFE_PACKAGE = fault_rule(
    Fault.UNSAFE_PACKAGE,
    code="TT08",
    title="Tệp có cấu trúc không an toàn",
    severity=Severity.ERROR,
    basis=_BASIS,
    says="Phần {part}: {reason}.",
    fix="Không mở tệp này. Liên hệ đơn vị để xác nhận, đề nghị làm lại biểu từ mẫu và gửi lại.",
    why="Tệp như vậy không do Excel lưu ra: có thể làm treo máy hoặc đưa nội dung lạ vào báo cáo.",
    asks="Làm lại biểu từ mẫu đã phát rồi gửi lại.",
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
    says="Trình đọc dừng giữa chừng khi đọc tệp này ({reason}); các tệp khác không bị ảnh hưởng.",
    fix="Mở tệp trong Excel, lưu thành một tệp .xlsx mới rồi gửi lại.",
    why="Tệp hỏng theo cách lạ không được phép làm dừng việc tổng hợp của cả tỉnh.",
    good=_GOOD,
    bad=_bad("Tệp làm trình đọc bị dừng.", Fault.READER_FAILED, values={"reason": "quá 20 giây"}),
)
NOT_SUPPORTED = fault_rule(
    Fault.NOT_SUPPORTED,
    code="TT18",
    title="Chương trình chưa đọc được tệp này",
    severity=Severity.ERROR,
    basis=_BASIS,
    says="Tệp dạng {found} có chỗ mà chương trình chưa hiểu; tệp có thể vẫn tốt, Excel vẫn có thể mở được.",
    fix="Mở tệp trong Excel, lưu thành một tệp .xlsx mới rồi gửi lại (hoặc đặt tệp mới vào thư mục den).",
    why="Có những cách ghi tệp mà trình đọc không hiểu; đó là giới hạn của chương trình, không phải lỗi của người gửi.",
    asks="Mở tệp trong Excel, lưu thành một tệp .xlsx mới rồi gửi lại.",
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
    fix="Trên Windows: bấm chuột phải vào tệp, chọn Extract All, rồi đặt tệp bên trong vào thư mục den (tệp .xlsx: mở trong Excel, lưu thành tệp mới).",
    why="Phần mềm nén có những cách nén riêng; đó là giới hạn của chương trình, không phải lỗi của người gửi.",
    asks="Gửi thẳng tệp .xlsx, không nén.",
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
        values={"reason": "Tệp tạm của Excel, có khi sổ tính đang mở"},
    ),
)
ACTIVE_CONTENT = fault_rule(
    Fault.ACTIVE_CONTENT,
    code="TT11",
    title="Tệp có macro hoặc liên kết ra ngoài",
    severity=Severity.WARNING,
    basis=_BASIS,
    says="Có {found}; đã đọc giá trị đang lưu, không chạy macro và không cập nhật liên kết.",
    fix="Kiểm tra nguồn gửi; lần sau đề nghị đơn vị gửi tệp .xlsx không macro, không liên kết.",
    why="Biểu báo cáo không cần macro hay liên kết; chúng có thể mang mã độc hoặc số liệu của tệp khác.",
    asks="Lần sau gửi tệp .xlsx không macro, không liên kết.",
    good=_GOOD,
    bad=_bad(
        "Ô lấy số từ sổ tính khác.",
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
    says="Kích thước hoặc giờ của tệp còn thay đổi trong lúc đọc.",
    fix="Chờ chép xong rồi chạy lại Tổng hợp.",
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
    says="Máy không cho đọc tệp ({reason}).",
    fix="Đóng tệp nếu đang mở ở chương trình khác, kiểm tra quyền đọc, chờ đồng bộ xong, rồi chạy lại Tổng hợp.",
    why="Tệp bị khoá, chỉ có trên đám mây hoặc ổ mạng mất kết nối chưa thể coi là đã nhận.",
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
    says="Ô có nội dung nằm ngoài vùng cho phép (đến {limit}).",
    fix="Xoá các dòng, cột thừa bên ngoài biểu, lưu lại rồi gửi lại.",
    why="Một ký tự gõ nhầm ở dòng cuối cùng của trang làm máy phải đọc hàng tỉ ô.",
    good=_GOOD,
    bad=_bad("Một dấu cách ở ô XFD1048576.", Fault.STRAY_CELL, "Phụ lục 01", "XFD1048576", {"limit": "CV20000"}),
)
ARCHIVE_LOST = fault_rule(
    Fault.ARCHIVE_LOST,
    code="TT15",
    title="Bản lưu không còn nguyên",
    severity=Severity.ERROR,
    basis=_BASIS,
    says="Tệp đã nhận trước đây nhưng bản lưu {path} bị mất hoặc bị sửa.",
    fix="Chép lại tệp gốc của đơn vị vào thư mục den rồi chạy lại Tổng hợp.",
    why="Mọi con số phải truy được về đúng tệp gốc; một bản lưu đã đổi không còn chứng minh được gì.",
    ours=True,
    good=_GOOD,
    bad=_bad("Bản lưu bị xoá.", Fault.ARCHIVE_LOST, values={"path": "da-nhan/2023-05-23/1f2e3d4c-bu dang 23-5.xlsx"}),
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
    why="Cùng một tệp gửi hai lần trong ngày, hoặc được lưu dưới hai tên, chỉ được tính một lần.",
    good=_GOOD,
    bad=_bad(
        "Thư gửi hai lần.", Fault.ALREADY_RECEIVED, values={"first": "bu dang 23-5.xlsx", "at": "13:30 ngày 23/5/2023"}
    ),
)
