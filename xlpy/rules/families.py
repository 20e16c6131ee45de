"""What rules are about: the two letters that their codes begin with."""

from collections.abc import Mapping
from enum import StrEnum


class Family(StrEnum):
    """What a rule is about: the two letters that its code begins with. Codes are never reused."""

    FILE = "TT"
    MAIL = "TM"
    FORM = "BM"
    CELL = "SL"
    BALANCE = "CD"
    PLAN = "KH"
    TASKS, TEAMS, MACHINES, UNITS = "NV", "TO", "MA", "DV"
    HISTORY = "LK"
    MISMATCHES = "TR"
    TIME = "TG"


FAMILY_LABELS: Mapping[Family, str] = {
    Family.FILE: "Tệp nhận được",
    Family.MAIL: "Thư và tệp nén",
    Family.FORM: "Biểu mẫu",
    Family.CELL: "Ô số liệu",
    Family.BALANCE: "Cân đối trong biểu",
    Family.PLAN: "Kế hoạch",
    Family.TASKS: "Nhiệm vụ của Kế hoạch",
    Family.TEAMS: "Tổ nhập liệu",
    Family.MACHINES: "Máy",
    Family.UNITS: "Thay đổi đơn vị",
    Family.HISTORY: "Luỹ kế, so với các ngày trước",
    Family.MISMATCHES: "Trường hợp theo dõi riêng",
    Family.TIME: "Thời gian",
}


def family_of(code: str) -> Family:
    """The family of a rule's code."""
    return Family(code[:2])
