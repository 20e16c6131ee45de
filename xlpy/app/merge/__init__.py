"""Tổng hợp, step by step: what came, what becomes of it, what is written."""
