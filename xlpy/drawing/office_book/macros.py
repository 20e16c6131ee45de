"""The VBA of the office's workbook, made from text: what its buttons call, and xlwings, which calls Python."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from xlpy.shipped import shipped

MACROS: Mapping[str, str] = {
    "TongHop": "Tổng hợp",
    "KiemTra": "Kiểm tra trước",
    "LamMoi": "Làm mới",
    "TinhLaiSoNgay": "Tính lại số ngày",
    "XuatBaoCao": "Xuất báo cáo",
    "SoanThu": "Soạn thư",
    "PhatBieuMau": "Tạo biểu mẫu",
    "TinhPhuongAn": "Tính phương án",
    "ApDungPhuongAn": "Áp dụng vào Phụ lục 02",
}
"""Each sub that a button may call, with the button's caption. The caption is XML, so it may be Vietnamese."""

WORKBOOK = "ThisWorkbook"
PROJECT = "VBAProject"
"""What pyOpenVBA names the project, and Excel every project of its own."""
_PROCEDURE = re.compile(
    r"^[ \t]*(?:(?:Public|Private|Friend)[ \t]+)?(?:Static[ \t]+)?"
    r"(?:Sub|Function|Property[ \t]+(?:Get|Let|Set))[ \t]+(\w+)",
    re.MULTILINE | re.IGNORECASE,
)
# To Excel a button's "AB12" is a cell: columns go to XFD, rows to 1048576, in both ways of writing.
_CELL = re.compile(r"[A-Z]{1,3}[0-9]{1,7}|R[0-9]*(?:C[0-9]*)?|C[0-9]*", re.IGNORECASE)
_CODE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,30}")
# Version FFFF and nothing after it: the project has no compiled code of any version, so Office compiles the source.
_NOTHING_COMPILED = bytes.fromhex("CC 61 FF FF 00 01 00")


def vba_project(sheets: Mapping[str, str]) -> bytes:
    """The vbaProject.bin of a workbook with these sheets: code name -> tab name, in the order of the tabs.

    The workbook and its sheets must be given the same code names where it is drawn (`set_vba_name`), or Office finds
    modules that belong to no sheet. The same sheets give the same bytes.
    """
    modules = {"HoTich": _source(shipped("workbook/vba/HoTich.bas")), "xlwings": _source(_xlwings())}
    _check_code_names(sheets, modules)
    _check_procedures([PROJECT, WORKBOOK, *modules, *sheets], modules)
    return _stored(tuple(sheets.items()), tuple(modules.items()))


@lru_cache(maxsize=4)
def _stored(sheets: tuple[tuple[str, str], ...], modules: tuple[tuple[str, str], ...]) -> bytes:
    """The project with these modules. Kept: to pack the same texts again is half of what a second workbook would cost."""
    # Loaded here: a workbook is made rarely, and pyOpenVBA costs as much time as a press of a button.
    from tempfile import TemporaryDirectory

    from pyopenvba import ExcelFile
    from pyopenvba.cfb import CFB

    with TemporaryDirectory() as folder:
        # pyOpenVBA makes a document module for each sheet of a workbook, and reads that workbook only from a path.
        seed = Path(folder) / "seed.xlsm"
        seed.write_bytes(_empty_workbook(dict(sheets)))
        with ExcelFile(seed) as file:
            project = file.add_vba_project()
            for name, source in modules:
                project.add_module(name, source)
            file.save()
            streams = CFB.from_bytes(file.vba_project_bytes())
    streams.write_stream_in_storage("VBA", "_VBA_PROJECT", _NOTHING_COMPILED)
    made: bytes = streams.to_bytes()
    return made


def _source(path: Path) -> str:
    """A module's text, as VBA ends its lines. Anything but ASCII would be stored as question marks without a word."""
    try:
        text = path.read_text(encoding="ascii")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ValueError(f"{path.name}, line {line}: not ASCII, VBA cannot store it; write ChrW(...)") from error
    return text.replace("\n", "\r\n")


def _xlwings() -> Path:
    """The module that comes with the installed xlwings, with its licence. xlwings is not imported: that is slow."""
    from importlib.util import find_spec

    spec = find_spec("xlwings")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("xlwings.bas: the package xlwings is not installed")
    return Path(spec.origin).with_name("xlwings.bas")


def _check_code_names(sheets: Mapping[str, str], modules: Mapping[str, str]) -> None:
    """VBA names its modules without regard to case, and by ASCII letters: a tab's name is no code name."""
    taken = {name.casefold() for name in (PROJECT, WORKBOOK, *modules)}
    for code in sheets:
        if not _CODE_NAME.fullmatch(code):
            raise ValueError(f"{code!r} is not a code name: ASCII letters, digits and _, at most 31")
        if code.casefold() in taken:
            raise ValueError(f"two modules would be named {code!r}")
        taken.add(code.casefold())


def _check_procedures(named: Iterable[str], modules: Mapping[str, str]) -> None:
    """Excel takes a button's macro for the module of that name, or for a cell, and says "Cannot run the macro"."""
    taken = {name.casefold(): name for name in named}
    for module, source in modules.items():
        for procedure in procedures(source):
            if same := taken.get(procedure.casefold()):
                raise ValueError(f"{module}: {procedure} is named like the module {same}; Excel could not run it")
            if _CELL.fullmatch(procedure):
                raise ValueError(f"{module}: {procedure} is named like a cell; Excel could not run it")


def procedures(source: str) -> list[str]:
    """The names of a module's procedures, in order; a property's once for each of its parts."""
    return _PROCEDURE.findall(source)


def _empty_workbook(sheets: Mapping[str, str]) -> bytes:
    """A workbook with these sheets and nothing in them."""
    import xlsxwriter

    buffer = BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True})
    workbook.set_vba_name(WORKBOOK)
    for code, tab in sheets.items():
        workbook.add_worksheet(tab).set_vba_name(code)
    workbook.close()
    return buffer.getvalue()
