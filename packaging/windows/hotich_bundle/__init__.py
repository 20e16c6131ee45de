"""How the offline bundle is made: downloads by hash, signatures, packages, pages, and a zip of the same bytes each time."""
