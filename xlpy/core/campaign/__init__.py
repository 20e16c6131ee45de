"""The campaign over its days: pace and forecast."""
