"""A simulated campaign on disk: the post of each day, what units would send when asked again, and the truth."""

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

from xlpy.core.records import KINDS
from xlpy.demo.simulated import Campaign, Sent
from xlpy.doors.disk.saving import write

TRUTH = "su-that.json"
"""The file that tells what was really done, and which files are faulty and how."""


def write_campaign(campaign: Campaign, folder: Path, *, seed: int, rate: float) -> None:
    """Lay out every file with the hour at which it would come, and beside them the truth. Raises OSError."""
    for sent in campaign.files:
        path = folder / sent.place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(sent.data)
        os.utime(path, (sent.received.timestamp(), sent.received.timestamp()))
    document = truth_document(campaign, seed=seed, rate=rate)
    write(folder / TRUTH, (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode())


def truth_document(campaign: Campaign, *, seed: int, rate: float) -> dict[str, Any]:
    """What was really done on each day, and what each file is.

    `days`: by day and unit's code, for each kind [entered on the day, entered since the start]. `files` in the order
    in which they come; `expected` as in `Fate`.
    """
    return {
        "schema": 1,
        "seed": seed,
        "rate": rate,
        "plan": campaign.plan.document.number,
        "days": [
            {
                "date": next(iter(works.values())).day.isoformat(),
                "units": {
                    code: {kind.value: [work.today[kind], work.entered[kind]] for kind in KINDS}
                    for code, work in works.items()
                },
            }
            for works in campaign.works
        ],
        "files": [_file(sent) for sent in campaign.files],
        "faults": dict(sorted(Counter(sent.fault for sent in campaign.files if sent.fault).items())),
    }


def _file(sent: Sent) -> dict[str, Any]:
    return {
        "path": sent.place,
        "unit": sent.unit,
        "date": sent.day.isoformat(),
        "received_at": sent.received.isoformat(),
        "fault": sent.fault or None,
        "expected": sent.fate.value,
        "cells": [cell._asdict() for cell in sent.cells],
        "remark": sent.remark or None,
        "after_refusal_of": sent.after or None,
        "office": sent.office or None,
    }
