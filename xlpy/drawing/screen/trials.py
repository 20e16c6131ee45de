"""How earlier forecasts fared, as plain text and as JSON."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from xlpy.core.campaign.trials import Trial
from xlpy.core.text import day, number
from xlpy.drawing.screen.board import table
from xlpy.drawing.screen.documents import SCHEMA


def trials_text(last: date, trials: Sequence[Trial]) -> str:
    """A line for each earlier day, and the mean of all."""
    if not trials:
        return "Chưa có ngày nào đủ số liệu để dự báo, nên chưa kiểm chứng được."
    rows = [
        (
            day(trial.day),
            number(trial.units),
            number(trial.foreseen),
            number(trial.happened),
            _signed(trial.error),
            f"{trial.inside}/{trial.units}",
            number(trial.finished),
            "" if trial.days_off is None else f"{trial.days_off:.1f}".replace(".", ","),
        )
        for trial in trials
    ]
    heads = (
        "Dự báo ngày",
        "Đơn vị",
        "Dự báo đã nhập",
        "Thực tế",
        "Sai",
        "Trong khoảng 80%",
        "Đã xong",
        "Lệch ngày xong",
    )
    inside, units = sum(trial.inside for trial in trials), sum(trial.units for trial in trials)
    mean = sum(abs(trial.error) for trial in trials) / len(trials)
    return "\n\n".join(
        [
            f"Các dự báo trước so với số liệu đến hết ngày {day(last)}",
            table(heads, rows),
            f"Sai trung bình {_share(mean)}; {inside}/{units} lần số thực tế nằm trong khoảng 80% "
            f"({_share(inside / units)}).",
        ]
    )


def _share(value: float) -> str:
    return f"{100 * value:.1f}%".replace(".", ",")


def _signed(value: float) -> str:
    return f"{100 * value:+.1f}%".replace(".", ",")


def trials_document(last: date, trials: Sequence[Trial]) -> dict[str, Any]:
    """The same for other programs."""
    return {
        "schema": SCHEMA,
        "date": last.isoformat(),
        "trials": [
            {
                "date": trial.day.isoformat(),
                "units": trial.units,
                "foreseen": trial.foreseen,
                "happened": trial.happened,
                "error": round(trial.error, 4),
                "inside": trial.inside,
                "finished": trial.finished,
                "days_off": trial.days_off,
            }
            for trial in trials
        ],
    }
