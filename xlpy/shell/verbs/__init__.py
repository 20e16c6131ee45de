"""The verbs, a module each, named like the verb: its options (`add_options`) and what it does (`run`)."""

from collections.abc import Mapping

VERBS: Mapping[str, str] = {
    "dung-thu": "tạo thư mục chạy thử với một ngày của 11 huyện, tổng hợp và in bảng",
    "mo-phong": "mô phỏng cả đợt để diễn tập: tệp các đơn vị sẽ gửi mỗi ngày, có lỗi biết trước, và su-that.json",
    "bat-dau": "tạo thư mục làm việc",
    "tao-so": "tạo sổ Hotich.xlsm của cơ quan tổng hợp",
    "bieu-mau": "tạo biểu mẫu cho các đơn vị điền",
    "kiem-tra": "kiểm tra tệp, không ghi nhận gì",
    "tong-hop": "nhận tệp, kiểm tra, tổng hợp, ghi nhật ký, làm báo cáo",
    "mo": "mở sổ của cơ quan bằng Excel, hoặc LibreOffice nơi không có Excel",
    "ke-hoach": "số ngày hoàn thành, số máy cần, những chỗ kế hoạch không khớp",
    "bao-cao": "làm lại báo cáo của một ngày đã tổng hợp",
    "nhan": "lấy thư của các đơn vị từ hộp thư về thư mục nhận tệp",
    "thu": "soạn thư gửi báo cáo của một ngày kèm bản in và văn bản, hoặc gửi luôn",
    "tra-loi": "soạn thư trả lời từng đơn vị: đã nhận, cần sửa chỗ nào, chưa gửi",
    "tu-kiem": "kiểm tra máy này: nút của sổ có chạy được không, thiếu gì, sửa thế nào",
    "lich": "đặt, xem, bỏ lịch tự theo dõi mỗi ngày (Windows); không có tuỳ chọn thì xem",
    "so": "soát nhật ký từng dòng, hoặc lấy lại nhật ký từ bản lưu của một ngày",
    "du-bao": "nhịp nhập, ngày dự kiến xong, khả năng kịp hạn của từng đơn vị; sai số của các dự báo trước",
    "lich-su": "số liệu trong nhật ký, mỗi dòng một đơn vị, ngày và loại",
}
"""Verb → what it does, as `hotich --help` lists it."""
