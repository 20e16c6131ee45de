@echo off
rem Hotich: bam dup de tong hop bao cao hom nay cua thu muc chua tep nay.
setlocal DisableDelayedExpansion
chcp 65001 >nul
set "HOTICH_PYTHON=C:\Hotich\Python\python.exe"
if not defined HOTICH_PYTHON goto other
if not exist "%HOTICH_PYTHON%" goto other
"%HOTICH_PYTHON%" -P -m xlpy.cli tong-hop -C "%~dp0."
goto end
:other
py -3 -P -c "import xlpy" >nul 2>nul
if errorlevel 1 goto missing
py -3 -P -m xlpy.cli tong-hop -C "%~dp0."
goto end
:missing
echo Khong tim thay Python co cai Hotich. Cai lai theo docs/cai-dat.md, xoa tep nay,
echo roi chay lenh: hotich bat-dau THU_MUC_NAY
set HOTICH_CODE=2
goto close
:end
set HOTICH_CODE=%errorlevel%
:close
echo.
pause
exit /b %HOTICH_CODE%
