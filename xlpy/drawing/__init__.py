"""How results look: the report workbook, the board in a terminal, the JSON for other programs."""
