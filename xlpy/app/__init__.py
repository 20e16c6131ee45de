"""The verbs, one module each. The shell and the buttons call these and nothing below them."""
