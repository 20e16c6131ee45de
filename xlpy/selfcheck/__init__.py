"""Tự kiểm: whether this PC can do what Hotich needs of it, above all run the workbook's buttons.

Facts are gathered first; what they mean is decided by functions of those facts alone, so that every kind of PC can be
judged anywhere. Nothing here opens a workbook or loads a library that does.
"""
