"""The inbox, the archive, and files written so that nobody sees half of one."""
