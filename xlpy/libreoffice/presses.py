"""The buttons of an open workbook, answered by Python: LibreOffice cannot run the VBA behind them.

A workbook that we opened runs none of its macros, and says nothing when a button is pressed. But it still tells its
listeners which macro the button was to call. Of shapes that call macros they hear nothing (and what the mouse meets is
told wrongly where rows are frozen), so buttons of a form are laid over those, in this window only.
"""

import re
from collections.abc import Iterator
from queue import Empty, SimpleQueue
from typing import Any

from xlpy.libreoffice.bridge import listener, struct

_CALLED = re.compile(r"vnd\.sun\.star\.script:(?:\w+\.)*(?P<name>\w+)\?")
_FORM = "Hotich"
_WAIT = 1.0
"""Seconds between two looks whether the workbook is still there."""


def presses(model: Any) -> Iterator[str]:
    """The macros that the workbook's buttons are to call, one press at a time, until the workbook is closed.

    What is pressed while the last press is still being answered is passed over: it was pressed twice.
    """
    pressed: SimpleQueue[str] = SimpleQueue()

    def fired(event: Any) -> None:
        # Answered elsewhere and at once: LibreOffice waits for us, and could not show what we do meanwhile.
        if event.ScriptType == "Script" and (called := _CALLED.match(event.ScriptCode)):
            pressed.put(called["name"])

    _lay_buttons(model)
    hears = listener("script.XScriptListener", firing=fired, approveFiring=lambda _: None, disposing=lambda _: None)
    for form in _forms(model):
        form.addScriptListener(hears)
    while _is_open(model):
        try:
            yield pressed.get(timeout=_WAIT)
        except Empty:
            continue
        while not pressed.empty():
            pressed.get()


def _lay_buttons(model: Any) -> None:
    """A button over each shape that calls a macro, with its caption. The workbook is no more changed than it was."""
    changed = model.isModified()
    for sheet in model.Sheets:
        page = sheet.DrawPage
        shapes = [page.getByIndex(place) for place in range(page.Count)]
        if not (calling := [(shape, script) for shape in shapes if (script := _script_of(shape))]):
            continue
        form = model.createInstance("com.sun.star.form.component.Form")
        page.Forms.insertByName(_FORM, form)
        for place, (shape, script) in enumerate(calling):
            button = model.createInstance("com.sun.star.form.component.CommandButton")
            button.Label, button.Tabstop = shape.Description or shape.Name, False
            control = model.createInstance("com.sun.star.drawing.ControlShape")
            control.setPosition(shape.Position)
            control.setSize(shape.Size)
            control.setControl(button)
            form.insertByIndex(place, button)
            page.add(control)
            form.registerScriptEvent(
                place,
                struct(
                    "script.ScriptEventDescriptor",
                    ListenerType="XActionListener",
                    EventMethod="actionPerformed",
                    ScriptType="Script",
                    ScriptCode=script,
                ),
            )
    model.CurrentController.setFormDesignMode(False)
    model.setModified(changed)


def _script_of(shape: Any) -> str:
    try:
        return {one.Name: str(one.Value) for one in shape.Events.getByName("OnClick")}.get("Script", "")
    except Exception:  # a control has no events of that kind
        return ""


def _forms(model: Any) -> Iterator[Any]:
    for sheet in model.Sheets:
        forms = sheet.DrawPage.Forms
        for place in range(forms.Count):
            yield forms.getByIndex(place)


def _is_open(model: Any) -> bool:
    try:
        return model.CurrentController is not None
    except Exception:  # whatever the bridge says of an office that is gone
        return False
