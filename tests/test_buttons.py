"""The buttons as LibreOffice tells of them: whose a press is, and what is no button."""

from pathlib import Path

import pytest

from xlpy import buttons


@pytest.mark.parametrize("somebody", [True, False])
def test_in_libreoffice_a_press_goes_to_who_is_on_duty_where_somebody_is(
    somebody: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, pressed = [], []
    monkeypatch.setattr(
        "xlpy.app.open_workbook.buttons_pressed",
        lambda _: iter([("book", "TongHop"), ("book", "XoaHet"), ("book", "ApDungPhuongAn")]),
    )
    monkeypatch.setattr("xlpy.app.on_duty.handed_over", lambda _, name: asked.append(name) or somebody)
    monkeypatch.setattr(buttons, "press", lambda name, book: pressed.append((name, book)))
    buttons.answer(tmp_path)
    assert asked == ["tong_hop", "ap_dung_phuong_an"]
    assert pressed == ([] if somebody else [("tong_hop", "book"), ("ap_dung_phuong_an", "book")])
