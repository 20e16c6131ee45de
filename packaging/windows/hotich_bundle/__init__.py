"""How the offline bundle is made: downloads by hash, signatures, packages, pages, and a zip that is always the same."""
