"""Cài đặt and gỡ bỏ on an office PC: what needs no Windows."""
