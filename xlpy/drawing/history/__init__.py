"""The journal's figures as a workbook for whoever wants to reckon with them: long table, tables by day, charts."""
