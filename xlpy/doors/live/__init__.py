"""The open workbook: reading and writing its cells, printing."""
