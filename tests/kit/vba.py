"""The workbook's own VBA run by LibreOffice: what Windows lends to VBA stands in for itself, as Microsoft describes it.

LibreOffice compiles the module HoTich as it is. Two things it lacks: `CreateObject` finds objects of Windows alone, so a
FileSystemObject is made here and handed over by the service that would ask Windows for it; and the VBA of xlwings does
not compile, so that a stub writes down what RunPython was given.
"""

import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import randrange
from typing import Any
from unittest.mock import patch

from xlpy.core.plan.plan import Plan
from xlpy.drawing.office_book import macros
from xlpy.drawing.office_book.macros import vba_project
from xlpy.drawing.office_book.names import XLWINGS, sheets
from xlpy.libreoffice.bridge import uno

PROJECT = "xl/vbaProject.bin"
NOTE, COUNT = "H1", "H2"
"""The cells of xlwings' sheet in which the stub writes."""
STUB = f"""Attribute VB_Name = "xlwings"
Option Explicit

Public Function RunPython(PythonCommand As String)
    With ThisWorkbook.Worksheets("{XLWINGS}")
        .Unprotect
        .Range("{NOTE}").Value = PythonCommand
        .Range("{COUNT}").Value = .Range("{COUNT}").Value + 1
        .Protect
    End With
End Function
"""

_FACTORY = "com.sun.star.bridge.OleObjectFactory"


class TextStream:
    """What CreateTextFile returns."""

    def __init__(self, path: str, unicode: bool) -> None:
        self._stream = open(path, "x", encoding="utf-16" if unicode else "ascii", newline="")  # noqa: SIM115, PTH123

    def WriteLine(self, text: str) -> None:
        self._stream.write(f"{text}\r\n")

    def Close(self) -> None:
        self._stream.close()


class FileSystemObject:
    """Those of its methods that the macros call; an error is an error of VBA's."""

    def BuildPath(self, path: str, name: str) -> str:
        return str(Path(path) / name)

    def FileExists(self, path: str) -> bool:
        return Path(path).is_file()

    def GetTempName(self) -> str:
        return f"rad{randrange(16**5):05X}.tmp"

    def CreateTextFile(self, path: str, overwrite: bool, unicode: bool = False) -> Any:
        assert not overwrite
        return _as_object(TextStream(path, unicode))

    def MoveFile(self, source: str, target: str) -> None:
        os.link(source, target)  # which, like MoveFile, takes nobody's place
        Path(source).unlink()

    def DeleteFile(self, path: str) -> None:
        Path(path).unlink()


_lent: list[Callable[[], FileSystemObject]] = [FileSystemObject]


@contextmanager
def lending(make: Callable[[], FileSystemObject]) -> Iterator[None]:
    """Meanwhile the macros find another one."""
    _lent.append(make)
    yield
    _lent.pop()


def lend(app: Any) -> None:
    """Let the macros of an office find a FileSystemObject."""

    def create(name: str) -> Any:
        assert name == "Scripting.FileSystemObject"
        return _as_object(_lent[-1]())

    factory: Any = _implement(
        ("lang.XSingleComponentFactory", "lang.XServiceInfo", "lang.XMultiServiceFactory"),
        createInstanceWithContext=lambda _: factory,
        createInstanceWithArgumentsAndContext=lambda *_: factory,
        getImplementationName=lambda: _FACTORY,
        supportsService=lambda name: name == _FACTORY,
        getSupportedServiceNames=lambda: (_FACTORY,),
        createInstance=create,
        createInstanceWithArguments=lambda name, _: create(name),
        getAvailableServiceNames=lambda: (),
    )
    app.impl.office.context.ServiceManager.insert(factory)


def _project(plan: Plan, stub: Path) -> bytes:
    """The workbook's VBA with another module in place of that of xlwings."""
    with patch.object(macros, "_xlwings", lambda: stub):
        return vba_project(sheets(plan))


def _swap(workbook: Path, part: str, data: bytes) -> None:
    """Put another part into a package, the rest as it is."""
    old = workbook.with_suffix(".old")
    workbook.rename(old)
    with zipfile.ZipFile(old) as source, zipfile.ZipFile(workbook, "w") as target:
        for entry in source.infolist():
            target.writestr(entry, data if entry.filename == part else source.read(entry))
    old.unlink()


def with_stub(workbook: Path, plan: Plan) -> None:
    """Put the stub in the place of xlwings' module."""
    stub = workbook.with_name("xlwings.bas")
    stub.write_text(STUB, encoding="ascii")
    _swap(workbook, PROJECT, _project(plan, stub))
    stub.unlink()


def python_started(book: Any) -> tuple[int, str]:
    """How often the macros have called RunPython, and with what at last."""
    sheet = book.sheets[XLWINGS].api
    return int(sheet.getCellRangeByName(COUNT).Value), str(sheet.getCellRangeByName(NOTE).String)


def _as_object(target: Any) -> Any:
    """What Basic calls by name."""

    def missing(name: str) -> Any:
        raise AttributeError(name)

    return _implement(
        ("script.XInvocation",),
        getIntrospection=lambda: None,
        invoke=lambda name, arguments, *_: (getattr(target, name)(*arguments), (), ()),
        setValue=lambda name, _: missing(name),
        getValue=missing,
        hasMethod=lambda name: hasattr(target, name),
        hasProperty=lambda _: False,
    )


def _implement(interfaces: tuple[str, ...], **methods: Callable[..., Any]) -> Any:
    kinds = tuple(uno().getTypeByName(f"com.sun.star.{name}") for name in (*interfaces, "lang.XTypeProvider"))
    body: dict[str, Any] = {name: staticmethod(method) for name, method in methods.items()}
    body |= {"getTypes": lambda _: kinds, "getImplementationId": lambda _: uno().ByteSequence(b"")}
    return type("Lent", (), body)()
