"""What a person double-clicks in C:\\Hotich. ASCII with CRLF: cmd.exe reads it in whatever code page is set.

Each finds its own folder, so the folder may be moved. -P: no file that lies beside may take the place of a module.
"""

from collections.abc import Mapping

_PYTHON = '"%~dp0chuong-trinh\\python.exe"'

_HOTICH = f"""\
@echo off
setlocal DisableDelayedExpansion
{_PYTHON} -P -m xlpy.cli %*
"""

_SET_UP = f"""\
@echo off
rem Hotich: bam dup de cai dat, cap nhat, hay sau khi chuyen cho. Khong can quyen quan tri, khong can Internet.
setlocal DisableDelayedExpansion
chcp 65001 >nul
if exist {_PYTHON} goto run
echo Chua giai nen. Bam chuot phai vao tep zip, chon Extract All, giai nen vao C:\\,
echo roi bam dup Cai dat.cmd trong C:\\Hotich.
set HOTICH_CODE=2
goto close
:run
{_PYTHON} -P -m xlpy.installing %*
set HOTICH_CODE=%errorlevel%
:close
echo.
pause
exit /b %HOTICH_CODE%
"""

# Python cannot delete itself while it runs: it deletes what it can, and its last files go by name.
_LAST = "\n".join(
    f'del /q "%~dp0chuong-trinh\\{name}" 2>nul'
    for name in (
        *("python.exe", "python3.dll", "python311.dll", "vcruntime140.dll", "vcruntime140_1.dll"),
        *("python311.zip", "python311._pth", "tep.txt"),
    )
)
_REMOVE = f"""\
@echo off
rem Hotich: go chuong trinh. Thu muc lam viec (so, nhat ky, bao cao) khong bi dung toi.
setlocal DisableDelayedExpansion
chcp 65001 >nul
if exist {_PYTHON} goto run
echo Chuong trinh Hotich khong con o day.
set HOTICH_CODE=2
goto close
:run
{_PYTHON} -P -m xlpy.installing.removing
set HOTICH_CODE=%errorlevel%
if not "%HOTICH_CODE%"=="0" goto close
{_PYTHON} -I -S -B "%~dp0chuong-trinh\\Lib\\site-packages\\xlpy\\installing\\sweeping.py"
set HOTICH_CODE=%errorlevel%
if not "%HOTICH_CODE%"=="0" goto close
{_LAST}
rd "%~dp0chuong-trinh" 2>nul
if exist "%~dp0chuong-trinh" goto left
echo Da go xong. Tep Go bo.cmd nay xoa not khi nao cung duoc.
goto close
:left
echo Da go. Trong chuong-trinh con tep khong phai cua Hotich: xem roi tu xoa.
:close
echo.
pause
exit /b %HOTICH_CODE%
"""

CLICKABLE: Mapping[str, str] = {"hotich.cmd": _HOTICH, "Cai dat.cmd": _SET_UP, "Go bo.cmd": _REMOVE}
"""File name → text."""
