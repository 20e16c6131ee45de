"""Cài đặt và gỡ bỏ of the offline bundle on an office PC: what `Cai dat.cmd` and `Go bo.cmd` do."""
