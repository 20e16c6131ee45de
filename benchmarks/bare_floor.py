"""The floor: the same libraries as the product, and as little else as a script can do with the day's files.

    python benchmarks/bare_floor.py INBOX REPORT.xlsx JOURNAL.sqlite

Read every file, hash it, note it in a database, write one sheet. No form is looked for and nothing is checked, so
the product cannot be as fast; how near it comes shows what its own code costs.
"""

import sqlite3
import sys
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook


def main() -> None:
    inbox, report, journal = map(Path, sys.argv[1:])
    digests, lines = [], []
    for path in sorted(inbox.glob("*.xlsx")):
        data = path.read_bytes()
        digests.append((path.name, sha256(data).hexdigest()))
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        for name in book.sheet_names:
            lines.extend(book.get_sheet_by_name(name).to_python()[-1:])
    with sqlite3.connect(journal) as connection:
        connection.execute("CREATE TABLE receipt (name TEXT, sha256 TEXT)")
        connection.executemany("INSERT INTO receipt VALUES (?, ?)", digests)
    connection.close()
    workbook = xlsxwriter.Workbook(str(report), {"in_memory": True})
    sheet = workbook.add_worksheet("Phụ lục 01")
    for row, line in enumerate(lines):
        for column, value in enumerate(line):
            sheet.write(row, column, value)
    workbook.close()


if __name__ == "__main__":
    main()
