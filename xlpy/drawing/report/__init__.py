"""The day's report: its workbook, its look, its template."""
