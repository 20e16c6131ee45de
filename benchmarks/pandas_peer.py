"""The yardstick: what a colleague who knows pandas writes in half an hour to merge the day's files.

    python benchmarks/pandas_peer.py INBOX REPORT.xlsx

It reads each file once, takes the line that seems to be the sender's, adds the lines up and writes one sheet. It
checks nothing, keeps nothing, and its result looks like a plain table; but it is not made slow on purpose.
"""

import sys
from pathlib import Path

import pandas as pd

MEASURES = ["Tổng số", "Số liệu nhập trong ngày", "Tổng đã nhập", "Còn lại"]
KINDS = ["Đăng ký sinh", "Đăng ký kết hôn", "Đăng ký khai tử", "Đăng ký con nuôi", "Tổng"]
FIGURES = [f"{kind} · {measure}" for kind in KINDS for measure in MEASURES]


def number(value: object) -> int:
    """A figure; blank and a dash count as 0, dots and spaces part thousands."""
    if isinstance(value, str):
        digits = value.replace(".", "").replace(" ", "")
        return int(digits) if digits.isdigit() else 0
    return 0 if pd.isna(value) else int(value)


def sender_line(path: Path) -> dict[str, object]:
    """The figures of the sender of one file."""
    for table in pd.read_excel(path, sheet_name=None, engine="openpyxl", header=None).values():
        heads = table.isin(MEASURES)
        if heads.to_numpy().sum() < len(FIGURES):
            continue
        header = heads.sum(axis=1).idxmax()
        columns = [column for column in table.columns if heads.at[header, column]]
        label = columns[0] - 1
        lines = []
        for row in range(header + 1, len(table)):
            figures = [number(value) for value in table.loc[row, columns]]
            if any(figures) or not lines:
                lines.append((str(table.at[row, label]), figures))
        # The TỔNG line where there is one, else the line on which most was entered.
        entered = FIGURES.index("Tổng · Tổng đã nhập")
        name, figures = max(lines, key=lambda line: (line[0] == "TỔNG", line[1][entered]))
        return {"Tệp": path.name, "Đơn vị": name, **dict(zip(FIGURES, figures, strict=True))}
    raise ValueError(f"{path.name}: no form found")


def main() -> None:
    inbox, report = map(Path, sys.argv[1:])
    result = pd.DataFrame([sender_line(path) for path in sorted(inbox.glob("*.xlsx"))])
    result.loc[len(result)] = {"Tệp": "", "Đơn vị": "TỔNG", **result[FIGURES].sum()}
    result.to_excel(report, index=False)


if __name__ == "__main__":
    main()
