"""The verbs, a module each, named like the verb: its options (`add_options`) and what it does (`run`)."""

from collections.abc import Mapping

VERBS: Mapping[str, str] = {
    "dung-thu": "tạo thư mục chạy thử với một ngày của 11 huyện, tổng hợp và in bảng",
    "mo-phong": "mô phỏng cả đợt để diễn tập: tệp các đơn vị sẽ gửi mỗi ngày, có lỗi biết trước, và su-that.json",
    "bat-dau": "tạo thư mục làm việc",
    "tao-so": "tạo tệp Hotich.xlsm của cơ quan",
    "bieu-mau": "tạo biểu mẫu cho các đơn vị điền",
    "kiem-tra": "kiểm tra tệp, không ghi nhận gì",
    "tong-hop": "tiếp nhận tệp, kiểm tra, tổng hợp, ghi nhật ký, làm bảng tổng hợp",
    "mo": "mở Hotich.xlsm bằng Excel, hoặc LibreOffice nơi không có Excel",
    "truc": "trực sẵn để các nút của Hotich.xlsm trả lời ngay, không phải khởi động lại chương trình mỗi lần bấm",
    "ke-hoach": "số ngày hoàn thành, số máy cần, những chỗ kế hoạch không khớp",
    "bao-cao": "làm lại báo cáo của một ngày đã tổng hợp",
    "nhan": "lấy thư của các đơn vị từ hộp thư về thư mục nhận tệp",
    "thu": "soạn thư gửi báo cáo của một ngày kèm bản in và văn bản, hoặc gửi luôn",
    "tra-loi": "soạn thư trả lời từng đơn vị: đã tiếp nhận, cần sửa ô nào, chưa gửi",
    "tu-kiem": "kiểm tra máy này: nút của Hotich.xlsm có chạy không, thiếu gì, cần làm gì",
    "lich": "đặt, xem, bỏ lịch tự theo dõi mỗi ngày (Windows); không có tuỳ chọn thì xem",
    "so": "soát nhật ký từng dòng, hoặc lấy lại nhật ký từ bản sao của một ngày",
    "du-bao": "tốc độ nhập, ngày dự kiến xong, khả năng kịp hạn của từng đơn vị; sai số của các dự báo trước",
    "lich-su": "bảng từng ngày trong nhật ký; số liệu từng ngày của một đơn vị",
}
"""Verb → what it does, as `hotich --help` lists it."""
