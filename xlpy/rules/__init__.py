"""The rules, one subject a file. A rule is a code, a fault, a severity, its basis in the plan, a remedy and examples.

Families: TT file · BM form · SL cell · CD balance · KH plan · LK history · TG time. Codes are never reused.
"""
