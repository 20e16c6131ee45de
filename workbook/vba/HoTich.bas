Attribute VB_Name = "HoTich"
Option Explicit

' The buttons of the workbook, one sub each. All work is done in Python (xlpy.buttons); nothing is decided here.
' Keep this file ASCII: VBA is stored in code page 1252, which turns Vietnamese letters into question marks.

Public Sub TongHop()
    RunPython "import xlpy.buttons; xlpy.buttons.tong_hop()"
End Sub

Public Sub KiemTra()
    RunPython "import xlpy.buttons; xlpy.buttons.kiem_tra()"
End Sub

Public Sub LamMoi()
    RunPython "import xlpy.buttons; xlpy.buttons.lam_moi()"
End Sub

Public Sub TinhLaiSoNgay()
    RunPython "import xlpy.buttons; xlpy.buttons.tinh_lai_so_ngay()"
End Sub

Public Sub XuatBaoCao()
    RunPython "import xlpy.buttons; xlpy.buttons.xuat_bao_cao()"
End Sub

Public Sub SoanThu()
    RunPython "import xlpy.buttons; xlpy.buttons.soan_thu()"
End Sub

Public Sub PhatBieuMau()
    RunPython "import xlpy.buttons; xlpy.buttons.phat_bieu_mau()"
End Sub

Public Sub TinhPhuongAn()
    RunPython "import xlpy.buttons; xlpy.buttons.tinh_phuong_an()"
End Sub

Public Sub ApDungPhuongAn()
    RunPython "import xlpy.buttons; xlpy.buttons.ap_dung_phuong_an()"
End Sub
