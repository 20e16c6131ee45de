"""The offline bundle: how it is built, and that it works where it is unzipped."""
