"""The office's workbook, Hotich.xlsm: its plan, its views of the journal, its buttons. A press needs but a few of them."""
