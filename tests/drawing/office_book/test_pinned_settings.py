"""The sheet xlwings.conf: whatever other files say, the buttons run what the office installed.

xlwings' VBA cannot run here. Its search for a setting is done again below, and the tests hold it against the text of
the very module that goes into the workbook.
"""

import re
from collections.abc import Mapping
from importlib.metadata import distribution
from pathlib import Path
from typing import NamedTuple

import pytest
from openpyxl import load_workbook

from xlpy.drawing.office_book.guide import PINNED
from xlpy.drawing.office_book.names import XLWINGS
from xlpy.shipped import shipped

FROM_THE_FILE = "INTERPRETER_WIN"
ASKED = re.compile(r'GetConfig\("([^"]+)"(?:, ("[^"]*"|\w+(?:\("\w+"\))?))?\)')
DEFINED = {"Mac": False, "VBA7": True, "Win64": True, 'App = "Microsoft Excel"': True}


def compiled(text: str) -> str:
    """The lines of a VBA module that count in Excel on Windows: `#If` decides."""
    lines, counts = [], [(True, True)]  # whether this branch counts, and whether one of this #If has counted
    for line in text.splitlines():
        word, _, rest = line.strip().partition(" ")
        condition = rest.removesuffix(" Then")
        if word == "#If":
            holds = counts[-1][0] and _holds(condition)
            counts.append((holds, holds))
        elif word == "#ElseIf":
            holds = counts[-2][0] and not counts[-1][1] and _holds(condition)
            counts[-1] = (holds, holds or counts[-1][1])
        elif word == "#Else":
            counts[-1] = (counts[-2][0] and not counts[-1][1], True)
        elif word == "#End":
            counts.pop()
        elif counts[-1][0] and not line.strip().startswith("'"):
            lines.append(line)
    assert len(counts) == 1
    return "\n".join(lines)


def _holds(condition: str) -> bool:
    negated, name = condition.startswith("Not "), condition.removeprefix("Not ")
    return DEFINED.get(name, False) != negated


def function(text: str, name: str) -> str:
    """A function's lines."""
    found = re.search(rf"^Function {name}\(.*?^End Function", text, re.MULTILINE | re.DOTALL)
    assert found, name
    return found[0]


@pytest.fixture(scope="module")
def vba() -> str:
    path = Path(str(distribution("xlwings").locate_file("xlwings/xlwings.bas")))
    return compiled(path.read_text(encoding="ascii"))


@pytest.fixture(scope="module")
def cells() -> list[tuple[object, object]]:
    """Columns A and B of the sheet in the workbook that is shipped."""
    sheet = load_workbook(shipped("workbook/Hotich.xlsm"))[XLWINGS]
    return [(row[0].value, row[1].value) for row in sheet.iter_rows(max_col=2)]


class Places(NamedTuple):
    """Where VBA looks, in its order."""

    sheet: list[tuple[object, object]]
    beside: Mapping[str, str] = {}
    of_user: Mapping[str, str] = {}


def from_sheet(cells: list[tuple[object, object]]) -> dict[str, str]:
    """GetConfigFromSheet: column A from A1 down to the last cell before a blank; a key twice is a runtime error."""
    found: dict[str, str] = {}
    for key, value in cells:
        if key is None:
            break
        upper = str(key).upper()
        assert upper not in found, f"{upper}: VBA's Dictionary.Add refuses it"
        found[upper] = "" if value is None else str(value)
    return found


def expanded(value: str, environment: Mapping[str, str]) -> str:
    """ExpandEnvironmentStrings of Windows: an unknown name stays."""
    known = {name.upper(): text for name, text in environment.items()}
    return re.sub(r"%([^%]+)%", lambda found: known.get(found[1].upper(), found[0]), value)


ENVIRONMENT = {"TEMP": r"C:\Hotich\Temp"}


def get_config(key: str, default: str, places: Places) -> str:
    """GetConfig: sheet, directory, user, default. The sheet's keys are told apart by case, the files' are not."""
    sheet = from_sheet(places.sheet)
    if key in sheet:
        return expanded(sheet[key], ENVIRONMENT)
    for file in (places.beside, places.of_user):
        for name, value in file.items():
            if name.lower() == key.lower():
                return expanded(value, ENVIRONMENT)
    return expanded(default, ENVIRONMENT)


def asked(vba: str) -> dict[str, set[str]]:
    """Every setting that the VBA asks for, with the defaults that it gives."""
    found: dict[str, set[str]] = {}
    for key, default in ASKED.findall(vba):
        found.setdefault(key, set()).add(default.strip('"'))
    assert sum(map(len, ASKED.findall(vba))) == 2 * vba.count('GetConfig("')
    return found


def test_vba_searches_in_the_order_that_is_done_again_here(vba: str) -> None:
    steps = (
        'If source = "" Or source = "sheet" Then',
        "If GetConfigFromSheet(ThisWorkbook).Exists(configKey) = True Then",
        "GetConfig = GetConfigFromSheet(ThisWorkbook).Item(configKey)",
        "GetConfig = ExpandEnvironmentStrings(GetConfig)",
        "Exit Function",
        'If source = "" Or source = "directory" Then',
        "If GetConfigFromFile(GetDirectoryConfigFilePath(), configKey, configValue) Then",
        'If source = "" Or source = "user" Then',
        "If GetConfigFromFile(GetConfigFilePath(), configKey, configValue) Then",
        "GetConfig = default",
    )
    text, at = function(vba, "GetConfig"), 0
    for step in steps:
        at = text.index(step, at)
    sheet = function(vba, "GetConfigFromSheet")
    assert 'CreateObject("Scripting.Dictionary")' in sheet  # tells case apart, and Add refuses a key twice
    assert "d.CompareMode" not in sheet
    assert 'Set lastCell = sht.Range("A1").End(xlDown)' in sheet
    assert "d.Add UCase(cell.Value), cell.Offset(0, 1).Value" in sheet
    assert "If LCase(sVarName) = LCase(sName) Then" in function(vba, "GetConfigFromFile")


def test_every_setting_that_vba_asks_for_is_pinned_but_the_one_of_each_pc(
    vba: str, cells: list[tuple[object, object]]
) -> None:
    keys = set(asked(vba))
    assert {"PYTHONPATH", "CONDA PATH", "CONDA ENV", "TEMP DIR", "INTERPRETER", FROM_THE_FILE} <= keys
    assert set(from_sheet(cells)) == keys - {FROM_THE_FILE}
    # As VBA asks: in capitals.
    assert [str(key) for key, _ in cells] == [key for key, _ in PINNED] == [key.upper() for key, _ in PINNED]


def hostile(keys: set[str]) -> dict[str, str]:
    """A file that says something harmful for every setting."""
    return {key: f'D:\\gia mao\\{place} & calc & "' for place, key in enumerate(sorted(keys))}


@pytest.mark.parametrize("where", ["beside", "of_user"])
def test_whatever_another_file_says_only_which_python_is_started_comes_from_it(
    where: str, vba: str, cells: list[tuple[object, object]]
) -> None:
    wanted = asked(vba)
    for write in (str, str.lower):
        said = {write(key): value for key, value in hostile(set(wanted)).items()}
        changed = {
            key
            for key, defaults in wanted.items()
            for default in defaults
            if get_config(key, default, Places(cells, **{where: said})) != get_config(key, default, Places(cells))
        }
        assert changed == {FROM_THE_FILE}


def test_the_file_beside_the_workbook_goes_before_the_users_own(cells: list[tuple[object, object]]) -> None:
    both = Places(cells, {FROM_THE_FILE: r"C:\Hotich\Python\python.exe"}, {FROM_THE_FILE: r"D:\python.exe"})
    assert get_config(FROM_THE_FILE, "", both) == r"C:\Hotich\Python\python.exe"


def test_without_a_python_that_is_named_none_is_searched_for(vba: str, cells: list[tuple[object, object]]) -> None:
    """ "python" alone is looked for in the current folder first; an empty name is "Could not find Interpreter!"."""
    assert 'interpreter = GetConfig("INTERPRETER", "python")' in vba
    assert get_config("INTERPRETER", "python", Places(cells)) == ""
    assert 'MsgBox "Could not find Interpreter!", vbCritical' in vba


def test_what_vba_takes_for_a_truth_value_is_one(vba: str, cells: list[tuple[object, object]]) -> None:
    """An empty text is none: "Type mismatch"."""
    truths = {key for key, defaults in asked(vba).items() if defaults & {"True", "False", "true"}}
    assert len(truths) == 5
    pinned = from_sheet(cells)
    assert {key: pinned[key] for key in truths} == dict.fromkeys(truths, "False") | {"SHOW_ERROR_POPUPS": "True"}


def test_errors_are_written_to_the_temporary_folder_of_windows(cells: list[tuple[object, object]]) -> None:
    assert get_config("TEMP DIR", "", Places(cells, {"TEMP DIR": r"\\may-khac\x"})) == ENVIRONMENT["TEMP"]


def test_a_key_that_the_sheet_lacks_would_be_found_in_the_file() -> None:
    lacking = [("SHOW CONSOLE", "False"), (None, None), ("PYTHONPATH", None)]  # VBA stops at the blank
    assert get_config("PYTHONPATH", "", Places(lacking, {"pythonpath": "D:\\x"})) == "D:\\x"
