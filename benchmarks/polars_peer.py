"""What a colleague who knows polars writes: calamine reads, columns are cast and added up, one sheet is written.

python benchmarks/polars_peer.py INBOX REPORT.xlsx
"""

import sys
from pathlib import Path

import polars as pl


def main() -> None:
    """Add up every file's first sheet with figures, and write a line a file."""
    inbox, report = map(Path, sys.argv[1:])
    rows = []
    for path in sorted(inbox.glob("*.xlsx")):
        sheet = pl.read_excel(path, sheet_id=1, has_header=False, drop_empty_rows=False, infer_schema_length=0)
        figures = sheet[:, 2:].cast(pl.Float64, strict=False).sum()
        sums = figures.row(0) if figures.width else ()
        rows.append({"file": path.name, **{f"c{place}": value for place, value in enumerate(sums)}})
    pl.DataFrame(rows, infer_schema_length=None).write_excel(report)


if __name__ == "__main__":
    main()
