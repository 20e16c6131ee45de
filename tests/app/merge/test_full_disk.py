"""A disk of every size: where it is too small the press says so, changes nothing and leaves nothing behind."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SIZES = 60

_SCRIPT = """
import json, os, shutil, subprocess, sys
from pathlib import Path
from tests.app.merge.test_killed import UNITS, state
from tests.kit.folders import FIRST, SECOND, new_folder, press, put_all, works
from xlpy.app.errors import explain
from xlpy.app.folder import Folder
from xlpy.doors.disk.plan_file import default_plan

place, sizes = Path(sys.argv[1]), int(sys.argv[2])
plan = default_plan().plan
days = works(plan)
origin = new_folder(place / "goc")
put_all(origin, plan, days[0], UNITS)
press(origin, FIRST)
put_all(origin, plan, days[1], UNITS[:3])
whole = Folder(Path(shutil.copytree(origin.path, place / "tron")))
press(whole, SECOND)
expected = state(whole)

disk = place / "dia"
disk.mkdir()
told = []
for number in range(sizes):
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "none", str(disk)], check=True)
    shutil.copytree(origin.path, disk / "viec")
    room = os.statvfs(disk)
    size = (room.f_blocks - room.f_bfree + 2 * number) * room.f_frsize // 1024  # from none at all, two pages more each
    subprocess.run(["mount", "-o", f"remount,size={size}k", str(disk)], check=True)
    folder = Folder(disk / "viec")
    before = state(folder)
    try:
        outcome = press(folder, SECOND)
        told.append([size, "done", *outcome.notes])
    except Exception as error:
        told.append([size, type(error).__name__, explain(error, folder.path)])
        after = state(folder)
        assert after == before, [key for key in before if before[key] != after.get(key)]
    subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
    press(folder, SECOND)
    assert state(folder) == expected, size
    subprocess.run(["umount", str(disk)], check=True)
print(json.dumps(told, ensure_ascii=False))
"""


def _may_mount() -> bool:
    unshare = shutil.which("unshare")
    if unshare is None:
        return False
    command = [unshare, "-m", "mount", "-t", "tmpfs", "-o", "size=64k", "none", "/tmp"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.slow
@pytest.mark.skipif(not _may_mount(), reason="needs a Linux where this user may mount a small disk")
def test_a_disk_too_small_is_blamed_and_nothing_is_changed(tmp_path: Path) -> None:
    command = ["unshare", "-m", sys.executable, "-c", _SCRIPT, str(tmp_path), str(SIZES)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, cwd=Path(__file__).parents[3])
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    refused = [line for line in told if line[1] != "done"]
    assert len(told) == SIZES and refused and told[-1][1:] == ["done"]
    for _, _, text in refused:
        assert "ổ đĩa đầy" in text and "hỏng" not in text and "quyền" not in text, text
    for _, _, *notes in (line for line in told if line[1] == "done"):
        assert all("ổ đĩa đầy" in note for note in notes), notes
