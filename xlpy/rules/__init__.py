"""The rules, one subject a file. A rule is a code, a fault, a severity, its basis in the plan, a remedy and examples.

The families of codes stand in `rule.Family`.
"""
