"""The live board of a watch: fits a terminal of 80 × 24, tells every state in words, and obeys no file's name."""

import io
import re
from dataclasses import replace
from datetime import date, datetime

import pytest
from rich.console import Console

from xlpy.core.consolidate import Standing, Status, UnitDay
from xlpy.core.plan.plan import Plan
from xlpy.core.receipt import Receipt
from xlpy.core.records import KINDS, Figures, FiguresByKind
from xlpy.core.source import Finding, Severity, Source
from xlpy.drawing.screen.watch_board import Message, WatchBoard, WatchView, events, time_left

DAY = date(2023, 5, 22)
LONG = "Ô “Số liệu nhập trong ngày” của “Đăng ký sinh” ghi “abc”. " * 5


def at(hour: str) -> datetime:
    return datetime.fromisoformat(f"2023-05-22T{hour}+07:00")


def drawn(view: WatchView, width: int = 80, height: int = 24) -> str:
    """What a terminal shows."""
    console = Console(
        file=io.StringIO(), width=width, height=height, record=True, force_terminal=True, legacy_windows=False
    )
    console.print(WatchBoard(view))
    return console.export_text()


def figures(plan: Plan, code: str, today: int | None, entered: int) -> FiguresByKind:
    return {kind: Figures(plan.total(code, kind), today, entered) for kind in KINDS}


def receipt(name: str, hour: str) -> Receipt:
    return Receipt(name, "0" * 64, at(hour))


def standing_of(plan: Plan) -> Standing:
    """Every state that a unit can have, and then some of each."""
    states = [
        (Status.RECEIVED, False, "12:58:00", ""),
        (Status.REFUSED, False, "13:05:00", "E9"),
        (Status.REFUSED, True, "14:05:00", ""),
        (Status.RECEIVED, True, "14:01:00", ""),
        (Status.MANUAL, False, "13:30:00", ""),
        (Status.MISSING, False, "", ""),
    ]
    units, findings = [], []
    for place, sender in enumerate(plan.senders):
        status, late, hour, cell = states[place % len(states)]
        reported = status in (Status.RECEIVED, Status.MANUAL)
        units.append(
            UnitDay(
                sender.code,
                sender.name,
                status,
                late,
                figures(plan, sender.code, 99_999 if reported else None, 250_000),
                receipt("a.xlsx", hour) if hour else None,
                by_name=reported and late,
            )
        )
        if status is Status.REFUSED:
            source = Source("a.xlsx", "Phụ lục 01", cell)
            fix = (
                "Ô E9 ghi 1.459, có thể là 1.495; đề nghị đối chiếu."
                if cell
                else "Gõ lại bằng số (không có thì ghi 0)."
            )
            findings.append(Finding("CD01", Severity.ERROR, source, "Sai", LONG, fix, sender.code))
    findings.append(Finding("TT02", Severity.ERROR, Source("hong.xlsx"), "Tệp bị hỏng", LONG, "Gửi lại."))
    return Standing(DAY, tuple(units), tuple(findings))


def full(plan: Plan, **changes: object) -> WatchView:
    messages = tuple(Message(at(f"13:{minute:02}:07"), f"Huyện số {minute}: đã nhận.") for minute in range(30))
    view = WatchView(plan, DAY, at("13:37:12"), standing_of(plan), ("a.xlsx",), "", messages)
    return view._replace(**changes)  # type: ignore[arg-type]


def test_eleven_units_fit_eighty_by_twenty_four(plan: Plan) -> None:
    trouble = f"Kế hoạch không dùng được. {LONG}"
    waiting = tuple(f"tệp của đơn vị số {number}.xlsx" for number in range(9))
    for view in (full(plan), full(plan, trouble=trouble), full(plan, trouble=trouble, waiting=waiting)):
        lines = drawn(view).splitlines()
        assert len(lines) == 23
        assert max(map(len, lines)) <= 80
        for unit, line in zip(plan.senders, lines[5:16], strict=True):
            assert unit.name.endswith(line[:10].strip())


@pytest.mark.parametrize(("width", "height"), [(80, 24), (80, 25), (120, 30), (200, 60)])
def test_it_takes_what_room_there_is(plan: Plan, width: int, height: int) -> None:
    lines = drawn(full(plan), width, height).splitlines()
    assert len(lines) == min(height - 1, 3 + 14 + 1 + 30 + 1)
    assert max(map(len, lines)) <= width


def test_title_day_hour_and_time_left(plan: Plan) -> None:
    text = drawn(full(plan))
    assert "ngày 22/5/2023 · 13:37:12" in text
    assert "Đơn vị trước 14:00: còn 22 phút" in text
    assert "trước 15:00: còn 1 giờ 22 phút" in text


@pytest.mark.parametrize(
    ("now", "left"),
    [
        ("13:00:00", "còn 2 giờ"),
        ("13:37:00", "còn 1 giờ 23 phút"),
        ("14:00:01", "còn 59 phút"),
        ("14:58:59", "còn 1 phút"),
        ("14:59:01", "còn 59 giây"),
        ("14:59:59", "còn 1 giây"),
        ("15:00:00", "đã hết giờ"),
        ("15:10:00", "đã hết giờ"),
    ],
)
def test_the_time_left_is_never_more_than_there_is(now: str, left: str) -> None:
    assert time_left(at("15:00:00"), at(now)) == left


def test_each_state_stands_in_words_with_hour_and_figures(plan: Plan) -> None:
    received, refused, refused_late, late, manual, missing = drawn(full(plan)).splitlines()[5:11]
    assert received.split()[-5:] == ["Tiếp", "nhận", "12:58", "399.996", "1.000.000"]
    assert "Trả lại " in refused
    assert refused.endswith("Ô E9 ghi 1.459, có th…")
    assert re.search("Trả lại, muộn +14:05", refused_late)
    assert "Phụ lục 01: Gõ" in refused_late
    assert "Tiếp nhận, muộn " in late
    assert late.rstrip().endswith("có xác nhận")
    assert "Điện thoại " in manual
    assert "Chưa báo cáo " in missing
    assert "1.000.000" in missing


def test_the_note_names_the_cell_to_mend_and_no_other(plan: Plan) -> None:
    standing = standing_of(plan)
    elsewhere = tuple(item._replace(source=item.source.at("D9")) for item in standing.findings)
    text = drawn(full(plan, standing=standing._replace(findings=elsewhere)), width=120)
    assert "  Ô E9 ghi 1.459, có thể là 1.495; đề nghị đối chiếu." in text
    assert "  D9: Gõ lại bằng số" in text


def test_a_wide_terminal_shows_the_whole_note(plan: Plan) -> None:
    assert "Ô E9 ghi 1.459, có thể là 1.495; đề nghị đối chiếu." in drawn(full(plan), width=120)


def test_the_counts_agree_with_the_table(plan: Plan) -> None:
    standing = standing_of(plan)
    missing = sum(unit.status is Status.MISSING for unit in standing.units)
    refused = sum(unit.status is Status.REFUSED for unit in standing.units)
    line = drawn(full(plan)).splitlines()[2]
    assert line.startswith(f"{11 - missing - refused}/11 đơn vị có số liệu")
    assert f"trả lại {refused}" in line
    assert f"chưa báo cáo {missing}" in line
    assert line.endswith("tệp không rõ của ai 1")


def test_waiting_files_are_named_and_counted_nowhere_else(plan: Plan) -> None:
    text = drawn(full(plan, waiting=("hong.xlsx", "b.xlsx")), width=120)
    assert "Đang chép: hong.xlsx, b.xlsx" in text
    assert "không rõ của ai" not in text


def test_the_newest_messages_stay(plan: Plan) -> None:
    lines = drawn(full(plan)).splitlines()
    assert lines[-2] == "13:29:07 Huyện số 29: đã nhận."
    assert lines[-1] == "Ctrl+C: dừng theo dõi"


def test_a_long_message_takes_two_lines_and_shows_that_it_goes_on(plan: Plan) -> None:
    lines = drawn(full(plan, messages=(Message(at("13:05:00"), LONG),))).splitlines()
    assert lines[-3].startswith("13:05:00 Ô “Số liệu")
    assert lines[-2].endswith(" …")


def test_before_the_first_merge_it_says_what_it_does(plan: Plan) -> None:
    lines = drawn(full(plan, standing=None)).splitlines()
    assert lines[2] == "Đang xem thư mục nhận tệp …"
    assert len(lines) == 23


def test_a_file_name_cannot_command_the_terminal(plan: Plan) -> None:
    view = full(plan, waiting=("a\x1b[2J\n[bold]b.xlsx",), messages=(Message(at("13:05:00"), "x\x1b]0;y\x07"),))
    text = drawn(view, width=120)
    assert "a?[2J [bold]b.xlsx" in text
    assert "x?]0;y?" in text


def test_names_that_would_be_alike_without_their_level_stay_whole(plan: Plan) -> None:
    assert drawn(full(plan)).splitlines()[5].startswith("Bù Gia Mập ")
    first, second, *others = plan.tracked.targets
    first, second = (
        target._replace(unit=replace(target.unit, name=name))
        for target, name in ((first, "Huyện Bình Long"), (second, "Thị xã Bình Long"))
    )
    level = plan.tracked._replace(targets=(first, second, *others))
    twins = replace(plan, levels=tuple(level if old == plan.tracked else old for old in plan.levels))
    lines = drawn(full(twins)).splitlines()
    assert lines[5].startswith("Huyện Bình Long ")
    assert lines[6].startswith("Thị xã Bình Long ")
    assert len(lines) == 23


def test_what_happened_is_told_once(plan: Plan) -> None:
    standing = standing_of(plan)
    told = list(events(None, standing, ()))
    assert told[0] == "Huyện Bù Gia Mập: đã tiếp nhận, trong ngày 399.996."
    # What needs a person comes last: the board keeps the newest.
    refused = [" trả lại để sửa" in text for text in told[:-1]]
    assert refused == sorted(refused)
    assert told[-5].startswith("Huyện Bù Đăng: trả lại để sửa. a.xlsx · Phụ lục 01!E9 · CD01 Sai. Ô “Số liệu")
    assert told[-1].startswith("hong.xlsx · TT02 Tệp bị hỏng.")
    assert len(told) == 1 + sum(unit.status is not Status.MISSING for unit in standing.units)
    assert list(events(standing, standing, ())) == []


def test_a_replaced_file_and_one_taken_back_are_told(plan: Plan) -> None:
    standing = standing_of(plan)
    first, *others = standing.units
    again = first._replace(receipt=receipt("b.xlsx", "13:20:00"))
    gone = first._replace(status=Status.MISSING, receipt=None, figures=figures(plan, first.unit, None, 0))
    assert len(list(events(standing, standing._replace(units=(again, *others)), ()))) == 1
    assert list(events(standing, standing._replace(units=(gone, *others)), ())) == ["Huyện Bù Gia Mập: chưa báo cáo."]


def test_a_file_being_copied_is_no_event(plan: Plan) -> None:
    assert not any("hong" in text for text in events(None, standing_of(plan), ("hong.xlsx",)))
