"""The plan: units, targets, norm, dates; its settings and the sheets that hold them."""
