"""What is decided: forms, numbers, units, plan, reading, merging. Knows no Excel, no file, no clock, no network."""
