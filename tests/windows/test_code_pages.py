"""Tong hop.cmd as a double-click runs it, in the code pages that Windows may have: American, Vietnamese, UTF-8."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.kit.windows import PATIENCE, REPORT, hotich

pytestmark = pytest.mark.windows

PAGES = ("437", "1258", "65001")
NAMES = ("viec", "Hộ tịch Bù Đăng", "a & b", pytest.param("100% xong", marks=pytest.mark.own_cmd), "(1)")


def double_clicked(folder: Path, page: str) -> "subprocess.CompletedProcess[bytes]":
    """The launcher in a console of a code page, in another current folder than its own; a key is pressed at the end."""
    line = f'cmd.exe /D /C "chcp {page} >nul & "{folder / "Tong hop.cmd"}""'
    return subprocess.run(
        line, input=b"\r\n", capture_output=True, timeout=PATIENCE, check=False, cwd=folder.parent.parent
    )


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", NAMES)
def test_the_launcher_merges_today_and_its_letters_are_whole(
    page: str, name: str, folder_named: Callable[[str], Path]
) -> None:
    folder = folder_named(name)
    done = double_clicked(folder, page)
    told = done.stdout.decode("utf-8")
    assert done.returncode == 1, told
    assert "Tình hình báo cáo ngày" in told and "Phước Long" in told
    assert "\ufffd" not in told
    assert len(list(folder.glob("bao-cao/*/Bao_cao_PL01_*.xlsx"))) == 1


@pytest.mark.parametrize("encoding", ["cp437", "cp1258", "cp1252", "utf-8"])
def test_a_command_whose_output_goes_to_a_file_writes_utf_8(encoding: str, folder_named: Callable[[str], Path]) -> None:
    # What Python would take for a pipe or file is the code page; PYTHONIOENCODING stands for each of them.
    folder = folder_named("viec")
    done = hotich("tong-hop", "-C", folder, "--ngay", REPORT.parent.name, PYTHONIOENCODING=encoding)
    assert done.code == 1
    assert "Phước Long" in done.out
