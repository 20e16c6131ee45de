"""Made-up days: the figures that units would have, and the files that their clerks would send."""
