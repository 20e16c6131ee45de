"""A real LibreOffice Calc to type into and to look at: what no reader of files shows.

It is driven through UNO, LibreOffice's own interface. Gnumeric serves as a second opinion on the figures.
"""

import builtins
import math
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
import warnings
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import date, datetime, timedelta
from datetime import time as clock
from functools import cache
from pathlib import Path
from threading import Timer
from typing import Any, NamedTuple, Self

from openpyxl import load_workbook
from openpyxl.utils.cell import get_column_letter, rows_from_range
from openpyxl.utils.datetime import WINDOWS_EPOCH, to_excel

from tests.kit.needs import SOFFICE, SYSTEM_PACKAGES
from xlpy.office_profile import RECALCULATED, UNLOCKED, in_language, write_profile

SSCONVERT = shutil.which("ssconvert")
PDFTOTEXT = shutil.which("pdftotext")
FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".ods": "calc8",
    ".pdf": "calc_pdf_Export",
}
# The subshell outlives every way in which this Python may end, and takes the office with it.
GUARDED = 'exec 3<&0; (read -r _ <&3; kill -9 0) & exec "$@" 3<&- </dev/null'
PATIENCE = 60  # seconds; a first start on a busy machine takes several
CONTENTS = 1 | 2 | 4 | 16  # numbers, dates, texts, formulas; not the format
EXCEL_GRAMMAR = 3  # com.sun.star.sheet.AddressConvention.XL_OOX


class Error(NamedTuple):
    """What an error cell holds. Not a text: a cell may well hold the text "#N/A"."""

    code: str


class Validation(NamedTuple):
    """What a cell accepts. LibreOffice keeps one rule per area: relative references are those of its first cell.

    Formulas are in LibreOffice's grammar ("$Sheet.$A$1", ";"), a list typed out reads '"a";"b"'.
    """

    type: str
    operator: str
    formula1: str
    formula2: str
    title: str
    message: str
    input_title: str
    input_message: str
    alert: str


class Locked(Exception):
    """A person cannot type here."""


Value = str | int | float | Error


@cache
def _uno() -> Any:
    """LibreOffice's bridge, built for the system's Python only.

    The system's packages are on the path no longer than needed, lest a test find there what the package does not
    declare; and the bridge puts an import function of its own in place of Python's, which is put back.
    """
    own = builtins.__import__
    sys.path.append(SYSTEM_PACKAGES)
    try:
        import uno
    finally:
        sys.path.remove(SYSTEM_PACKAGES)
        builtins.__import__ = own
    return uno


def _properties(**values: Any) -> tuple[Any, ...]:
    made = []
    for name, value in values.items():
        item = _uno().createUnoStruct("com.sun.star.beans.PropertyValue")
        item.Name, item.Value = name, value
        made.append(item)
    return tuple(made)


class Calc:
    """One office process with a profile of its own, gone at the end of the `with` however that comes about.

    `untouched`: as a clerk has it, who never changed a setting: what a file holds of its formulas is believed, and only
    what depends on a cell that is typed into is calculated. Otherwise everything is calculated while loading.
    """

    def __init__(self, tmp_path: Path, locale: str = "vi-VN", *, untouched: bool = False) -> None:
        self.locale = locale
        self._under = tmp_path
        self._untouched = untouched

    def __enter__(self) -> Self:
        assert SOFFICE, "a test that starts an office is marked with `office`"
        _uno()
        self.profile = Path(tempfile.mkdtemp(prefix="calc-", dir=self._under))
        # Otherwise the values stored in the file are shown as they are, and prove nothing.
        write_profile(self.profile, (*(() if self._untouched else RECALCULATED), UNLOCKED, in_language(self.locale)))
        self._pipe = f"calc{uuid.uuid4().hex}"
        command = [
            *("sh", "-c", GUARDED, "sh", SOFFICE, "--headless", "--norestore", "--nologo", "--nodefault"),
            f"-env:UserInstallation={self.profile.resolve().as_uri()}",
            f"--accept=pipe,name={self._pipe};urp;",
        ]
        with (self.profile / "log").open("wb") as log:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env={**os.environ, "TMPDIR": str(self.profile)},
            )
        self._desktop: Any = None
        try:
            self._desktop = self._connect()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def open(self, path: Path) -> "Document":
        """A workbook. With a view, though nobody sees it: without, frozen panes get lost."""
        model = self._desktop.loadComponentFromURL(path.resolve().as_uri(), "_blank", 0, ())
        if model is None:
            raise OSError(f"LibreOffice cannot open {path}")
        return Document(self, model)

    def _connect(self) -> Any:
        uno = _uno()
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        not_yet = uno.getClass("com.sun.star.connection.NoConnectException")
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                context = resolver.resolve(f"uno:pipe,name={self._pipe};urp;StarOffice.ComponentContext")
                return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
            except not_yet:
                if time.monotonic() > deadline or self._process.poll() is not None:
                    log = (self.profile / "log").read_text(encoding="utf-8", errors="replace")
                    raise RuntimeError(f"LibreOffice does not start: {log}") from None
            time.sleep(0.03)

    def _stop(self) -> None:
        """Politely first, which leaves nothing in the system's temporary folder; by force all the same."""
        if self._desktop is not None:
            impatient = Timer(10, self._kill)
            impatient.start()
            # The bridge may fall while the office is still answering.
            with suppress(Exception):
                self._desktop.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(10)
            impatient.cancel()
        self._kill()
        self._process.wait(10)
        if self._process.stdin:
            self._process.stdin.close()
        shutil.rmtree(self.profile, ignore_errors=True)

    def _kill(self) -> None:
        # The watching subshell keeps the group alive, so that its number cannot be a stranger's by now.
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)


_HAIR = 40
"""Hundredths of a millimetre: what a letter may lack without being cut."""


class Document:
    """An open workbook. Sheets are named as on their tabs, cells as in Excel ("E9", "A1:F20")."""

    def __init__(self, calc: Calc, model: Any) -> None:
        self._calc = calc
        self._model = model

    @property
    def sheets(self) -> list[str]:
        return list(self._model.Sheets.ElementNames)

    def cell(self, sheet: str, address: str) -> Value:
        """What a cell holds: a number (a date is its serial number, a truth value 1 or 0), a text, "" or an error."""
        return self.block(sheet, address)[0][0]

    def block(self, sheet: str, area: str) -> list[list[Value]]:
        """What the cells of an area hold, row by row, in one call to the office."""
        return _values(self._range(sheet, area))

    def cells(self, sheet: str) -> Iterator[tuple[str, Value]]:
        """Address and value of every cell that holds something; a formula that gives "" holds nothing."""
        cursor = self._sheet(sheet).createCursor()
        cursor.gotoEndOfUsedArea(False)
        end = cursor.RangeAddress
        used = self._sheet(sheet).getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow)
        for number, row in enumerate(_values(used), 1):
            for column, value in enumerate(row, 1):
                if value != "":
                    yield f"{get_column_letter(column)}{number}", value

    def text(self, sheet: str, address: str) -> str:
        """What a cell shows, "###" for a number too long for its column.

        That is seen only in print, so a number is printed alone (some 50 ms), with the fonts that this machine has.
        """
        cell = self._range(sheet, address)
        shown = str(cell.String)
        return "###" if isinstance(self.cell(sheet, address), int | float) and "###" in self._printed(cell) else shown

    def formula(self, sheet: str, address: str) -> str:
        """English names in LibreOffice's grammar ("=SUM($Sheet.A1;2)"); without a formula, what a cell holds, as text."""
        return str(self._range(sheet, address).Formula)

    def validation(self, sheet: str, address: str) -> Validation:
        """What a cell accepts, as LibreOffice understood the file. It is not enforced on what `type` puts in."""
        rule = self._range(sheet, address).Validation
        return Validation(
            type=rule.Type.value,
            operator=rule.getOperator().value,
            formula1=rule.getFormula1(),
            formula2=rule.getFormula2(),
            title=rule.ErrorTitle,
            message=rule.ErrorMessage,
            input_title=rule.InputTitle,
            input_message=rule.InputMessage,
            alert=rule.ErrorAlertStyle.value if rule.ShowErrorMessage else "NONE",
        )

    def type(
        self, sheet: str, address: str, value: str | float | date | datetime | None, *, literal: bool = False
    ) -> None:
        """Put something into a cell as a person would; Locked where the sheet does not let one.

        A text is read as keyed in under the session's locale: "1.234" becomes a number, "=A1" a formula, and a cell
        formatted as text keeps what it is given; a `literal` text stays a text, as if pasted. A number or a date is
        set as one, in the format that the cell has, General showing a date as its number. None clears.
        """
        cell = self._unlocked(sheet, address)
        if value is None:
            cell.clearContents(CONTENTS)
        elif isinstance(value, bool):
            cell.setFormula(str(value).upper())  # keyed in under vi-VN, "TRUE" is a mere text
        elif isinstance(value, date):
            start = self._model.NullDate
            cell.setValue(to_excel(value, datetime(start.Year, start.Month, start.Day)))
        elif isinstance(value, int | float):
            cell.setValue(float(value))  # the bridge takes no integer of more than 32 bits
        elif literal:
            cell.setString(value)
        else:
            cell.FormulaLocal = value

    def set_formula(self, sheet: str, address: str, formula: str) -> None:
        """A formula as in an Excel file, whatever the locale: English names, ",", "'Sheet'!A1". Locked as for `type`."""
        cell = self._unlocked(sheet, address)
        parser = self._model.createInstance("com.sun.star.sheet.FormulaParser")
        parser.CompileEnglish, parser.FormulaConvention = True, EXCEL_GRAMMAR
        cell.setTokens(parser.parseFormula(formula.removeprefix("="), cell.CellAddress))

    def unprotect(self, sheet: str) -> None:
        """Open a sheet that is protected without a password, for tests that look behind what a person may do."""
        self._sheet(sheet).unprotect("")
        if self._sheet(sheet).isProtected():
            raise Locked(f"{sheet}: protected by a password")

    def too_low(self, sheet: str) -> list[int]:
        """Rows, as Excel counts, whose wrapped texts need more height than they have here."""
        self._sheet(sheet).unprotect("")
        cursor = self._sheet(sheet).createCursor()
        cursor.gotoEndOfUsedArea(False)
        rows = self._sheet(sheet).Rows
        found = []
        for number in range(cursor.RangeAddress.EndRow + 1):
            row = rows.getByIndex(number)
            given = row.Height
            row.OptimalHeight = True
            if row.Height > given + _HAIR:
                found.append(number + 1)
            row.Height = given
        return found

    def recalculate(self) -> None:
        """Every formula anew, also those that LibreOffice believes to be up to date."""
        self._model.calculateAll()

    def save_as(self, path: Path) -> None:
        """A copy in the format of the extension. Only for looking at: LibreOffice's .xlsm loses buttons, for one."""
        self._model.storeToURL(path.resolve().as_uri(), _properties(FilterName=FILTERS[path.suffix.lower()]))

    @property
    def changed(self) -> bool:
        """Whether something was typed, unprotected or restyled since it was opened."""
        return bool(self._model.isModified())

    def close(self) -> None:
        """Without saving."""
        self._model.setModified(False)
        self._model.close(True)

    def _printed(self, area: Any) -> str:
        assert PDFTOTEXT
        path = self._calc.profile / "printed.pdf"
        only = _uno().Any("[]com.sun.star.beans.PropertyValue", _properties(Selection=area))
        self._model.storeToURL(path.resolve().as_uri(), _properties(FilterName=FILTERS[".pdf"], FilterData=only))
        return subprocess.run([PDFTOTEXT, str(path), "-"], check=True, capture_output=True, encoding="utf-8").stdout

    def _sheet(self, sheet: str) -> Any:
        known = self._model.Sheets
        if not known.hasByName(sheet):
            raise KeyError(f"no sheet {sheet!r} among {self.sheets}")
        return known.getByName(sheet)

    def _range(self, sheet: str, area: str) -> Any:
        return self._sheet(sheet).getCellRangeByName(area)

    def _unlocked(self, sheet: str, address: str) -> Any:
        """A cell one may type into. The office itself would drop what is typed without a word."""
        cell = self._range(sheet, address)
        if self._model.isReadonly():
            raise Locked(f"{sheet}!{address}: the workbook is read-only")
        if self._sheet(sheet).isProtected() and cell.CellProtection.IsLocked:
            raise Locked(f"{sheet}!{address}: locked on a protected sheet")
        return cell


def recalculation_differences(path: Path, calc: Calc) -> list[str]:
    """Where the values stored in a workbook are not what LibreOffice computes, and every error cell.

    One line each, "Phụ lục 01!D8: cached 5, recalculated 6". A formula that tells the time differs by its nature.
    """
    found = []
    with closing(calc.open(path)) as document:
        for title, (stored, formulas) in stored_values(path).items():
            computed = dict(document.cells(title))
            errors = [address for address, value in computed.items() if isinstance(value, Error)]
            for address in dict.fromkeys([*formulas, *errors]):
                old, new = stored.get(address, ""), computed.get(address, "")
                missing = _said(old) == _said(new) == NO_POINT  # on purpose: a chart draws nothing there
                if (address in errors and not missing) or not (missing or same_value(old, new)):
                    found.append(f"{title}!{address}: cached {_said(old)}, recalculated {_said(new)}")
    return found


def gnumeric_values(path: Path, tmp_path: Path) -> dict[str, dict[str, object]]:
    """What Gnumeric computes: the cells that hold something, by sheet and address."""
    assert SSCONVERT, "a test that asks Gnumeric is marked with `gnumeric`"
    target = Path(tempfile.mkdtemp(prefix="gnumeric-", dir=tmp_path)) / "out.xlsx"
    subprocess.run(
        [SSCONVERT, "--recalc", str(path), str(target)],
        check=True,
        capture_output=True,
        timeout=120,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    return {title: {**values} for title, (values, _) in stored_values(target).items()}


def gnumeric_differences(path: Path, tmp_path: Path) -> list[str]:
    """Formulas where the stored value or Gnumeric's is a number and the other is not the same one.

    Texts and error codes are not compared with one another: the two programs word them differently.
    """
    computed = gnumeric_values(path, tmp_path)
    found = []
    for title, (stored, formulas) in stored_values(path).items():
        for address in formulas:
            old, new = stored.get(address, ""), computed[title].get(address, "")
            if any(isinstance(value, int | float) for value in (old, new)) and not same_value(old, new):
                found.append(f"{title}!{address}: cached {_said(old)}, Gnumeric {_said(new)}")
    return found


def _values(area: Any) -> list[list[Value]]:
    """A range's values. The office gives an error as nothing at all, and only the cell itself tells which it is."""
    return [
        [
            Error(area.getCellByPosition(column, number).String) if value is None else _whole(value)
            for column, value in enumerate(row)
        ]
        for number, row in enumerate(area.getDataArray())
    ]


def _whole(value: str | float) -> str | int | float:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def stored_values(path: Path) -> dict[str, tuple[dict[str, Value], list[str]]]:
    """What a file holds without computing anything: of each sheet the values, and the addresses that formulas fill."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Gnumeric's files lack a default style
        # Read only: without the looks, which take two thirds of the time.
        shown, written = (load_workbook(path, read_only=True, data_only=values) for values in (True, False))
    sheets: dict[str, tuple[dict[str, Value], list[str]]] = {}
    for sheet in written.worksheets:
        values = {
            cell.coordinate: Error(cell.value) if cell.data_type == "e" else _plain(cell.value, shown.epoch)
            for row in shown[sheet.title].iter_rows()
            for cell in row
            if cell.value not in (None, "")
        }
        formulas = [
            address
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f"
            for line in rows_from_range(getattr(cell.value, "ref", cell.coordinate))  # an array fills an area
            for address in line
        ]
        sheets[sheet.title] = values, formulas
    return sheets


def _plain(value: Any, epoch: datetime = WINDOWS_EPOCH) -> str | int | float:
    """A value as the office has it: a date as its serial number, a truth value as 1 or 0."""
    if isinstance(value, date | clock | timedelta):
        value = to_excel(value, epoch)
    return int(value) if isinstance(value, bool) else value


def same_value(one: object, other: object) -> bool:
    """Numbers up to their last digits; anything else to the letter."""
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return one == other


NO_POINT = "#N/A"
"""On purpose in the figures behind charts: nothing is drawn there, where a blank would be drawn as 0."""


def _said(value: object) -> str:
    return value.code if isinstance(value, Error) else repr(value) if value != "" else "blank"
