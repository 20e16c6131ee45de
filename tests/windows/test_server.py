"""Two offices on Windows with one journal on a server: psycopg is another build there, and its paths are others."""

import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.kit.windows import ARCHIVE, FIRST, JOURNAL, REPORT, contents, hotich, press

pytestmark = [pytest.mark.windows, pytest.mark.server]


def test_what_either_office_received_is_in_the_reports_of_both(
    folder_named: Callable[[str], Path], right: Path
) -> None:
    address = os.environ["HOTICH_SERVER"]
    offices = folder_named("Sở Tư pháp"), folder_named("Chi nhánh")
    for turn, folder in enumerate(offices):
        assert hotich("so", "-C", folder, "--chuyen-sang", address).code == 0
        for file in sorted((folder / "den").iterdir())[turn::2]:
            file.unlink()
    for folder in (*offices, offices[0]):
        done = press(folder)
        assert done.code == 1, done.err
    for folder in offices:
        assert (folder / REPORT).read_bytes() == (right / REPORT).read_bytes()
        assert {path.name for path in (folder / ARCHIVE).iterdir()} == {
            path.name for path in (right / ARCHIVE).iterdir()
        }
        assert not (folder / JOURNAL).exists()
        checked = hotich("so", "-C", folder, "--kiem-tra")
        assert checked.code == 0 and "khớp từng byte" in checked.out, checked
        assert "Máy chủ nhật ký" in hotich("tu-kiem", "-C", folder).out


def test_without_the_server_nothing_is_changed_and_one_line_says_why(folder_named: Callable[[str], Path]) -> None:
    folder = folder_named("viec")
    before = contents(folder)
    port = urlsplit(os.environ["HOTICH_SERVER"]).port
    nobody = os.environ["HOTICH_SERVER"].replace(f":{port}", ":9")
    done = hotich("--nhat-ky", nobody, "tong-hop", "-C", folder, "--ngay", FIRST)
    assert done.code == 2
    assert "Chưa thay đổi gì" in done.err and "gọi cán bộ phụ trách CNTT" in done.err
    assert contents(folder) == before
