Attribute VB_Name = "HoTich"
Option Explicit

' The buttons of the workbook, one sub each. All work is done in Python (xlpy.buttons); nothing is decided here.
' Keep this file ASCII: VBA is stored in code page 1252, which turns Vietnamese letters into question marks.

Private Const SHORTEST As Single = 2, LONGEST As Single = 15

Public Sub TongHop()
    Press "tong_hop"
End Sub

Public Sub KiemTra()
    Press "kiem_tra"
End Sub

Public Sub LamMoi()
    Press "lam_moi"
End Sub

Public Sub TinhLaiSoNgay()
    Press "tinh_lai_so_ngay"
End Sub

Public Sub XuatBaoCao()
    Press "xuat_bao_cao"
End Sub

Public Sub SoanThu()
    Press "soan_thu"
End Sub

Public Sub PhatBieuMau()
    Press "phat_bieu_mau"
End Sub

Public Sub TinhPhuongAn()
    Press "tinh_phuong_an"
End Sub

Public Sub ApDungPhuongAn()
    Press "ap_dung_phuong_an"
End Sub

Private Sub Press(Verb As String)
    If Not IsTaken(Verb) Then RunPython "import xlpy.buttons; xlpy.buttons." & Verb & "()"
End Sub

' Whether "hotich truc", where it is on duty on this PC, has taken the press. The request lies there under its last
' name whole or not at all; who takes it makes a file, and so do we to take it back: Windows lets exactly one of us.
' Files are reached by FileSystemObject: VBA's own statements cannot name a folder with Vietnamese letters.
Private Function IsTaken(Verb As String) As Boolean
    Dim Files As Object, Written As Object, Place As String, Duty As String, Request As String, Began As Single
    On Error GoTo Nobody
    Set Files = CreateObject("Scripting.FileSystemObject")
    Place = Files.BuildPath(Files.BuildPath(ThisWorkbook.Path, ".truc"), Environ("COMPUTERNAME"))
    Duty = Files.BuildPath(Place, ThisWorkbook.Name & ".truc")
    If Not Files.FileExists(Duty) Then Exit Function
    Request = Files.BuildPath(Place, Files.GetTempName())
    Set Written = Files.CreateTextFile(Request, False, True)
    Written.WriteLine Verb
    Written.WriteLine ThisWorkbook.Name
    Written.WriteLine CStr(DateDiff("s", DateSerial(2000, 1, 1), Now))
    On Error Resume Next ' Application of LibreOffice has no window's number
    Written.WriteLine CStr(Application.Hwnd)
    On Error GoTo Nobody
    Written.Close
    Files.MoveFile Request, Request & ".bam"
    On Error Resume Next
    Began = Timer
    Do Until Files.FileExists(Request & ".nhan")
        If Abs(Timer - Began) > SHORTEST Then
            Set Written = Nothing
            Set Written = Files.CreateTextFile(Request & ".nhan", False)
            If Not Written Is Nothing Or Abs(Timer - Began) > LONGEST Then
                Written.Close
                Files.DeleteFile Request & ".bam"
                Files.DeleteFile Duty
                Exit Function
            End If
        End If
    Loop
    IsTaken = True
Nobody:
End Function
