"""A letter or an archive that could not be opened: what a workbook's sender is asked to do in Excel helps nobody here."""

from pathlib import PurePosixPath

from xlpy.core.source import Finding
from xlpy.rules.file import COMPRESSION, DAMAGED, PASSWORD, READER_FAILED, UNSAFE_PACKAGE

_OF_THE_BYTES = frozenset(rule.code for rule in (COMPRESSION, DAMAGED, PASSWORD, READER_FAILED, UNSAFE_PACKAGE))
_NOT_PACKED = "Đề nghị đơn vị gửi thẳng tệp .xlsx, không nén."
_LETTER_AGAIN = "Đề nghị đơn vị gửi lại thư, kèm tệp .xlsx. (Người tổng hợp: thử lưu lại thư từ hộp thư trước.)"
_DO_NOT_OPEN = " (Người tổng hợp: không mở tệp.)"
_LOCKED = "Tệp nén có mật khẩu nên chưa mở được."


def as_of_a_holder(finding: Finding, name: str) -> Finding:
    """A finding of what holds others, named `name`, with a remedy that whoever sent it can carry out."""
    if finding.code not in _OF_THE_BYTES:
        return finding
    if PurePosixPath(name).suffix.lower() != ".zip":
        return finding._replace(fix=_LETTER_AGAIN)
    message = _LOCKED if finding.code == PASSWORD.code else finding.message
    return finding._replace(message=message, fix=_NOT_PACKED + _DO_NOT_OPEN * (finding.code == UNSAFE_PACKAGE.code))
