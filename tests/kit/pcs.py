"""Several PCs as they were found: what `hotich tu-kiem` gathered there, with the names changed."""

from xlpy.selfcheck.facts import Clock, Excel, Facts, LibreOffice, Location, Macros, Packages, Place, Python, Windows

PYTHON = r"C:\Hotich\Python\python.exe"
GOOD = Facts(
    platform="win32",
    python=Python((3, 12, 7), 64, PYTHON, r"C:\Hotich\Python"),
    packages=Packages("0.1.0"),
    place=Place(r"C:\Hotich\viec", workbook=True, inbox=True, writable=True, free=80 << 30),
    clock=Clock(420, 1_700_000_000.0, 1_690_000_000.0),
    libreoffice=LibreOffice("", uno=False),
    serif="Times New Roman",
    windows=Windows(
        temp=r"C:\Users\lan\AppData\Local\Temp",
        profile=r"C:\Users\lan",
        onedrive=(r"C:\Users\lan\OneDrive",),
        beside=PYTHON,
        excel=Excel(r"C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE", "16.0", 64, store=False),
        macros=Macros(locations=(Location("C:\\Hotich\\viec\\", subfolders=False),)),
    ),
)
"""Prepared as docs/cai-dat.md says."""


def windows(**changes: object) -> Facts:
    """The good PC with something different about its Windows."""
    assert GOOD.windows
    return GOOD._replace(windows=GOOD.windows._replace(**changes))  # type: ignore[arg-type]


def macros(**changes: object) -> Facts:
    """The good PC with other orders about macros and no Trusted Location."""
    return windows(macros=Macros(**changes))  # type: ignore[arg-type]


_OWN_PYTHON = r"C:\Users\Nguyễn Văn A\AppData\Local\Programs\Python\Python312\python.exe"
VIETNAMESE_NAME = windows(
    temp=r"C:\Users\Nguyễn Văn A\AppData\Local\Temp", profile=r"C:\Users\Nguyễn Văn A", beside=None
)._replace(python=Python((3, 12, 7), 64, _OWN_PYTHON, _OWN_PYTHON.removesuffix(r"\python.exe")))
"""Python installed for the person alone, below a name with accents."""

VIETNAMESE_NAME_MENDED = windows(temp=r"C:\Hotich\Temp", profile=r"C:\Users\Nguyễn Văn A")

_STORE = r"C:\Users\lan\AppData\Local\Microsoft\WindowsApps\python3.12.exe"
STORE_PYTHON = windows(beside=_STORE)._replace(
    python=Python((3, 12, 7), 64, _STORE, r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.12_x64")
)

STORE_EXCEL = windows(
    excel=Excel(
        r"C:\Program Files\WindowsApps\Microsoft.Office.Desktop.Excel_16051\EXCEL.EXE", "16.0", None, store=True
    )
)

ON_THE_DESKTOP = windows(macros=Macros())._replace(
    place=GOOD.place._replace(path=r"C:\Users\lan\OneDrive\Desktop\viec")
)
"""A Desktop that OneDrive keeps."""

CHILD_PROCESSES_BLOCKED = windows(child_processes=1)

DOWNLOADED = windows(zone=3, macros=Macros(internet_blocked=True))

OLD_OFFICE = windows(
    excel=Excel(r"C:\Program Files (x86)\Microsoft Office\Office16\EXCEL.EXE", "16.0", 32, store=False)
)
"""32 bits, beside a Python of 64."""

NO_EXCEL = windows(excel=None, beside=None)._replace(
    libreoffice=LibreOffice(r"C:\Program Files\LibreOffice\program\soffice.exe", uno=False)
)

FOLDER_WITH_ACCENTS = GOOD._replace(place=GOOD.place._replace(path=r"D:\Hộ tịch\viec"))

LINUX = Facts(
    platform="linux",
    python=Python((3, 11, 2), 64, "/home/lan/hotich/.venv/bin/python", "/usr"),
    packages=Packages("0.1.0"),
    place=Place("/home/lan/Hộ tịch/viec", workbook=True, inbox=True, writable=True, free=80 << 30),
    clock=Clock(420, 1_700_000_000.0, 1_690_000_000.0),
    libreoffice=LibreOffice("/usr/bin/soffice", uno=True),
    serif="Liberation Serif",
)

ALL = {
    "good": GOOD,
    "vietnamese-name": VIETNAMESE_NAME,
    "vietnamese-name-mended": VIETNAMESE_NAME_MENDED,
    "store-python": STORE_PYTHON,
    "store-excel": STORE_EXCEL,
    "on-the-desktop": ON_THE_DESKTOP,
    "child-processes-blocked": CHILD_PROCESSES_BLOCKED,
    "downloaded": DOWNLOADED,
    "old-office": OLD_OFFICE,
    "no-excel": NO_EXCEL,
    "folder-with-accents": FOLDER_WITH_ACCENTS,
    "linux": LINUX,
}
