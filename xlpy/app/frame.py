"""The journal's figures as a pandas DataFrame: the one way to them for programs that reckon with tables.

Not on the way of any button, nor of Tổng hợp: pandas takes longer to load than a press takes.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from xlpy.app.folder import CannotDo, Folder
from xlpy.app.history import history_days
from xlpy.core.consolidate import Status

if TYPE_CHECKING:
    from pandas import DataFrame


def history_frame(folder: Folder) -> "DataFrame":
    """One row a day, unit and kind (the four kinds; their sum is yours to make), oldest first.

    Columns: date (datetime64), level, unit, name, kind, status (categories), late (bool), total, today, entered,
    remaining (Int64; `today` is <NA> where nothing was accepted, which is not 0), zero_reason (category; missing where
    none was given), owed (bool; False where nothing came and nothing was owed). Raises CannotDo where pandas is not
    there, JournalDamaged.
    """
    try:
        import pandas
    except ImportError:
        raise CannotDo("Bảng số liệu cho Python cần pandas: pip install pandas (máy văn phòng không cần).") from None
    from xlpy.app.plan_of_folder import plan_of
    from xlpy.drawing.screen.documents import told_status

    level = plan_of(folder).plan.tracked_level
    rows = [
        (
            standing.date,
            level,
            unit.unit,
            unit.name,
            kind.value,
            told_status(unit),
            unit.late,
            figures.total,
            figures.today,
            figures.entered,
            figures.remaining,
            unit.reason.value if unit.reason else None,
            unit.status is not Status.NOT_DUE,
        )
        for standing in history_days(folder)
        for unit in standing.units
        for kind, figures in unit.figures.items()
    ]
    frame = pandas.DataFrame(rows, columns=pandas.Index(COLUMNS))
    whole = dict.fromkeys(("total", "today", "entered", "remaining"), "Int64")
    words = dict.fromkeys(("level", "unit", "name", "kind", "status", "zero_reason"), "category")
    return frame.astype({"date": "datetime64[s]", "late": "bool", "owed": "bool", **words, **whole})


def write_parquet(folder: Folder, path: Path) -> Path:
    """The DataFrame as a Parquet file. Returns where it stands. Raises CannotDo without pandas or pyarrow."""
    from io import BytesIO

    from xlpy.doors.disk.saving import write

    data = BytesIO()
    try:
        history_frame(folder).to_parquet(data, index=False)
    except ImportError:
        raise CannotDo("Tệp Parquet cần pyarrow: pip install pyarrow (máy văn phòng không cần).") from None
    return write(path, data.getvalue())


COLUMNS = (
    *("date", "level", "unit", "name", "kind", "status", "late"),
    *("total", "today", "entered", "remaining", "zero_reason", "owed"),
)
