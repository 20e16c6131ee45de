"""Where a day's files are read and judged beside this machine: what `--qua` names."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from xlpy.app.folder import CannotDo

if TYPE_CHECKING:
    from xlpy.app.merge.crowd import Crowd

_PATIENCE = 15
"""Seconds in which a scheduler answers that is there."""


@contextmanager
def crowd_at(address: str) -> "Iterator[Crowd]":
    """The machines behind an address, dask://HOST:PORT; dask+tls:// with the certificates of Dask's own configuration.

    Raises CannotDo where there are none.
    """
    scheduler = _scheduler(address)
    try:
        from distributed import Client
    except ImportError as error:
        raise CannotDo(
            f"--qua {address}: máy này chưa cài phần để dùng cụm máy. Chưa ghi nhận gì. "
            "Cài: pip install hotich[cum]; hoặc bỏ --qua, máy này tự đọc."
        ) from error
    try:
        client = Client(scheduler, timeout=_PATIENCE, set_as_default=False)
    except (OSError, TimeoutError) as error:
        raise CannotDo(
            f"--qua {address}: không nối được với cụm máy. Chưa ghi nhận gì. "
            "Xem lại địa chỉ, bộ điều phối (dask scheduler) có đang chạy không; hoặc bỏ --qua, máy này tự đọc."
        ) from error

    def gone() -> str:
        if client.status != "running":
            return "mất liên lạc với bộ điều phối"
        return "" if client.scheduler_info(n_workers=-1)["workers"] else "không còn máy nào làm việc"

    with client:
        if why := gone():
            raise CannotDo(
                f"--qua {address}: {why}. Chưa ghi nhận gì. Chạy dask worker trên các máy rồi chạy lại; "
                "hoặc bỏ --qua, máy này tự đọc."
            )
        from xlpy.app.merge.crowd import Crowd

        yield Crowd(client.get_executor(pure=False), address, gone)


_PROTOCOLS = {"dask": "tcp", "dask+tls": "tls"}


def _scheduler(address: str) -> str:
    with suppress(ValueError):  # a port that is none
        parts = urlsplit(address)
        if parts.scheme in _PROTOCOLS and parts.hostname and parts.port:
            return f"{_PROTOCOLS[parts.scheme]}://{parts.hostname}:{parts.port}"
    raise CannotDo(f"--qua {address}: phải ghi dạng dask://MÁY:CỔNG, ví dụ dask://10.0.0.5:8786.")
