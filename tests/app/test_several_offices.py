"""Two offices, each with its folder, and one journal on a server: what either received counts for both."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.kit.folders import FIRST, HANDS, SECOND, new_folder, press, put_all, works
from tests.kit.postgres import Cluster, of
from xlpy.app.folder import ADDRESS_FILE, Folder
from xlpy.app.journal_of_folder import reading
from xlpy.core.plan.plan import Plan
from xlpy.shell.main import main

pytestmark = [pytest.mark.postgres, pytest.mark.slow]

UNITS = list(HANDS)


class Offices(NamedTuple):
    one: Folder
    other: Folder
    address: str


def join(folder: Folder, address: str) -> int:
    return main(["-C", str(folder.path), "so", "--chuyen-sang", address])


@pytest.fixture
def offices(tmp_path: Path, database: str) -> Offices:
    """Two new folders with one journal."""
    one, other = new_folder(tmp_path / "Sở Tư pháp"), new_folder(tmp_path / "Chi nhánh")
    for folder in (one, other):
        assert join(folder, database) == 0
    return Offices(one, other, database)


def files(folder: Folder) -> Mapping[str, bytes]:
    return {folder.shown(path): path.read_bytes() for path in folder.path.rglob("*") if path.is_file()}


def test_what_either_office_received_is_in_the_reports_of_both_and_they_are_those_of_one_office_with_all(
    offices: Offices, tmp_path: Path, plan: Plan
) -> None:
    alone = new_folder(tmp_path / "một mình")
    for day, work in zip((FIRST, SECOND), works(plan), strict=False):
        put_all(offices.one, plan, work, UNITS[:6])
        put_all(offices.other, plan, work, UNITS[6:])
        put_all(alone, plan, work)
        assert press(offices.one, day).standing.reported == 6
        last = press(offices.other, day)
        assert last.standing.reported == 11
        assert not press(offices.one, day).changed
        expected = press(alone, day).report.read_bytes()
        for office in (offices.one, offices.other):
            assert (office.reports(day) / last.report.name).read_bytes() == expected
    assert {path.name for path in offices.one.archives.glob("*/*")} == {
        path.name for path in alone.archives.glob("*/*")
    }


def test_the_same_file_in_both_inboxes_is_received_once(offices: Offices, plan: Plan) -> None:
    for office in offices[:2]:
        put_all(office, plan, works(plan)[0], UNITS[:3])
        press(office, FIRST)
    with reading(offices.one) as journal:
        assert len(journal.taken()) == 3 and journal.head.runs == 1


def test_every_verb_answers_from_the_common_journal(
    offices: Offices, plan: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    put_all(offices.one, plan, works(plan)[0])
    place, day = ["-C", str(offices.one.path)], ["--ngay", str(FIRST)]
    assert main([*place, "tong-hop", *day]) == 0
    assert main([*place, "so", "--kiem-tra"]) == 0
    told = capsys.readouterr().out
    assert "Nhật ký trên PostgreSQL" in told and "11/11 còn nguyên" in told and "khớp từng byte" in told
    there = ["-C", str(offices.other.path)]
    for words in (["bao-cao", *day], ["thu", *day], ["tra-loi", *day], ["du-bao"]):
        assert main([*there, *words]) in (0, 1), words
    assert (offices.other.reports(FIRST) / f"Bao_cao_PL01_{FIRST}.xlsx").read_bytes() == (
        offices.one.reports(FIRST) / f"Bao_cao_PL01_{FIRST}.xlsx"
    ).read_bytes()
    capsys.readouterr()
    main([*there, "lich-su", "--json"])
    assert '"690"' in capsys.readouterr().out


def test_an_address_on_the_command_line_is_that_run_s_journal(
    tmp_path: Path, database: str, plan: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = new_folder(tmp_path / "viec")
    put_all(folder, plan, works(plan)[0])
    words = ["-C", str(folder.path), "tong-hop", "--ngay", str(FIRST)]
    assert main([*words, "--nhat-ky", database]) == 0
    assert not folder.journal.exists()
    with reading(folder._replace(asked_journal=database)) as journal:
        assert journal.days() == (FIRST,)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("sqlite:///x", "không phải địa chỉ nhật ký"),
        ("postgresql+psycopg://a:mat-khau@may-chu/hotich", "Bỏ mật khẩu ra khỏi địa chỉ"),
        ("postgresql+psycopg://may-chu/hotich?password=x", "Bỏ mật khẩu ra khỏi địa chỉ"),
        ("postgresql+psycopg://may-chu", "thiếu tên cơ sở dữ liệu"),
        ("postgresql+psycopg://may-chu:cong/hotich", "phần máy chủ hay cổng viết sai"),
        ("", "phải có đúng một dòng"),
    ],
)
def test_what_is_no_address_is_told_with_the_file_where_it_stands(
    tmp_path: Path, address: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = new_folder(tmp_path / "viec")
    (folder.path / ADDRESS_FILE).write_text(f"# máy chủ của Sở\n{address}\n", encoding="utf-8")
    before = files(folder)
    assert main(["-C", str(folder.path), "tong-hop"]) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"{ADDRESS_FILE}: ") and why in told and "mat-khau" not in told
    assert files(folder) == before


def unreachable(cluster: Cluster, database: str) -> str:
    return database.replace(str(cluster.place), str(cluster.place / "khong-co"))


def unknown_database(cluster: Cluster, database: str) -> str:
    return cluster.address("khong_co")


def unknown_user(cluster: Cluster, database: str) -> str:
    return cluster.address(of(database), user="nguoi_la")


@pytest.mark.parametrize(
    ("spoiled", "why"),
    [
        (unreachable, "không nối được tới máy chủ"),
        (unknown_database, "máy chủ không có tài khoản hay cơ sở dữ liệu tên ấy"),
        (unknown_user, "máy chủ không có tài khoản hay cơ sở dữ liệu tên ấy"),
    ],
)
def test_without_the_server_nothing_is_changed_and_one_line_says_whom_to_call(
    offices: Offices,
    cluster: Cluster,
    plan: Plan,
    spoiled: object,
    why: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    put_all(offices.one, plan, works(plan)[0])
    assert callable(spoiled)
    address = offices.one.path / ADDRESS_FILE
    address.write_text(spoiled(cluster, offices.address), encoding="utf-8")
    before = files(offices.one)
    for words in (["tong-hop", "--ngay", str(FIRST)], ["lich-su"], ["so", "--kiem-tra"], ["thu", "--ngay", str(FIRST)]):
        capsys.readouterr()
        assert main(["-C", str(offices.one.path), *words]) == 2
        told = capsys.readouterr().err
        assert why in told and "Chưa thay đổi gì" in told and "gọi cán bộ phụ trách CNTT" in told
        assert files(offices.one) == before


def test_a_journal_is_moved_with_its_hashes_and_its_files(
    tmp_path: Path,
    cluster: Cluster,
    database: str,
    plan: Plan,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = new_folder(tmp_path / "viec")
    put_all(folder, plan, works(plan)[0])
    press(folder, FIRST)
    with reading(folder) as journal:
        hashes = journal.run_hashes()
    assert join(folder, database) == 0
    assert "11 tệp đã nhận" in capsys.readouterr().err and not folder.journal.exists()
    with reading(folder) as journal:
        assert journal.run_hashes() == hashes
    assert not press(folder, FIRST).changed
    assert join(folder, database) == 2
    joining = new_folder(tmp_path / "nơi khác")
    assert join(joining, database) == 0
    assert not press(joining, FIRST).changed
    shutil.rmtree(joining.archives)
    assert main(["-C", str(joining.path), "so", "--kiem-tra"]) == 0
    assert "11/11 còn nguyên" in capsys.readouterr().out


def test_a_folder_with_a_journal_of_its_own_does_not_join_another_s(
    offices: Offices, tmp_path: Path, plan: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    put_all(offices.one, plan, works(plan)[0])
    press(offices.one, FIRST)
    folder = new_folder(tmp_path / "viec")
    put_all(folder, plan, works(plan)[0], UNITS[:2])
    press(folder, FIRST)
    before = files(folder)
    assert join(folder, offices.address) == 2
    assert "đã có nhật ký khác" in capsys.readouterr().err and files(folder) == before
    (folder.path / ADDRESS_FILE).write_text(offices.address, encoding="utf-8")  # by hand, all the same
    assert main(["-C", str(folder.path), "tong-hop", "--ngay", str(FIRST)]) == 2
    capsys.readouterr()
    assert main(["-C", str(folder.path), "so", "--khoi-phuc", str(FIRST)]) == 2
    assert "bản sao của một nhật ký khác" in capsys.readouterr().err


def test_a_server_put_back_to_an_older_state_is_noticed_and_a_copy_puts_it_right(
    offices: Offices,
    cluster: Cluster,
    plan: Plan,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for day, work in zip((FIRST, SECOND), works(plan), strict=False):
        put_all(offices.one, plan, work)
        press(offices.one, day)
    with reading(offices.one) as journal:
        hashes = journal.run_hashes()
    cluster.sql(of(offices.address), "DROP SCHEMA hotich CASCADE")
    place = ["-C", str(offices.one.path)]
    assert main([*place, "tong-hop", "--ngay", str(SECOND)]) == 2
    assert f"--khoi-phuc {SECOND}" in capsys.readouterr().err
    assert main([*place, "so", "--khoi-phuc", str(FIRST)]) == 1
    assert "Còn bản sao mới hơn" in capsys.readouterr().err
    assert main([*place, "so", "--khoi-phuc", str(SECOND)]) == 0
    assert "lược đồ hotich_de_rieng_1" in capsys.readouterr().err
    with reading(offices.one) as journal:
        assert journal.run_hashes() == hashes
    assert main([*place, "so", "--kiem-tra"]) == 0
    assert not press(offices.other, SECOND).changed


def test_a_commit_after_which_the_server_was_lost_is_looked_up_and_stands(
    offices: Offices,
    cluster: Cluster,
    plan: Plan,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    put_all(offices.one, plan, works(plan)[0])
    cut_off_after_commit(cluster, offices.address, monkeypatch, stands=True)
    assert press(offices.one, FIRST).changed
    with reading(offices.other) as journal:
        assert journal.days() == (FIRST,)


def test_a_commit_that_the_server_never_got_is_told_and_the_inbox_has_everything_still(
    offices: Offices,
    cluster: Cluster,
    plan: Plan,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from xlpy.journal import JournalUnreachable

    put_all(offices.one, plan, works(plan)[0])
    cut_off_after_commit(cluster, offices.address, monkeypatch, stands=False)
    with pytest.raises(JournalUnreachable):
        press(offices.one, FIRST)
    assert not list(offices.one.archives.glob("*/*")) and not list(offices.one.reports(FIRST).glob("*"))
    monkeypatch.undo()
    assert press(offices.one, FIRST).changed


def cut_off_after_commit(cluster: Cluster, address: str, monkeypatch: pytest.MonkeyPatch, *, stands: bool) -> None:
    """The server ends the connection at the end of the first run: once it stands, or before it does."""
    from xlpy.journal.postgres import PostgresEngine

    commit = PostgresEngine._commit
    ended: list[bool] = []

    def cut_off(engine: PostgresEngine) -> None:
        if not ended:
            ended.append(True)
            (mine,) = engine.execute("SELECT pg_backend_pid()").fetchone()
            if stands:
                commit(engine)
            cluster.sql(of(address), f"SELECT pg_terminate_backend({mine}, 5000)")
        commit(engine)

    monkeypatch.setattr(PostgresEngine, "_commit", cut_off)


def test_the_default_never_loads_the_server_s_libraries(tmp_path: Path, plan: Plan) -> None:
    import subprocess
    import sys

    folder = new_folder(tmp_path / "viec")
    put_all(folder, plan, works(plan)[0])
    script = (
        "import sys; from xlpy.shell.main import main; "
        f"code = main(['-C', {str(folder.path)!r}, 'tong-hop', '--ngay', '{FIRST}']); "
        "print(code, sorted({name.split('.')[0] for name in sys.modules} & {'sqlalchemy', 'psycopg'}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, encoding="utf-8", env=os.environ, check=True
    )
    assert done.stdout.splitlines()[-1] == "0 []"
