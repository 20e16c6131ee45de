"""The surface towards xlwings: what the engine lacks says so by name, what LibreOffice raises becomes XlwingsError.

The stubs of xlwings' base classes raise NotImplementedError without a word; LibreOffice's own exceptions cannot pass
through a `with` statement of `contextlib`, since nothing may be attached to them.
"""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from xlwings import XlwingsError

Class = TypeVar("Class", bound=type)

_LIFECYCLE = {"__init__", "__init_subclass__", "__subclasshook__", "__class_getitem__"}


def complete(base: type, *working: str) -> Callable[[Class], Class]:
    """Make a class the whole of `base`: its own members as said above, a stub for all else but what works in `base`."""

    def completed(cls: Class) -> Class:
        for name, stub in vars(base).items():
            if not (callable(stub) or isinstance(stub, property)) or name in working or name in _LIFECYCLE:
                continue
            own = next((vars(kind)[name] for kind in cls.__mro__ if kind is not base and name in vars(kind)), None)
            said = f"{cls.__name__}.{name}"
            if own is None or getattr(object, name, None) is own:
                setattr(cls, name, _missing(said, stub))
            elif isinstance(own, property):
                setter = own.fset or (_refuse(f"setting {said}") if isinstance(stub, property) and stub.fset else None)
                setattr(cls, name, property(_translated(own.fget), _translated(setter), doc=own.__doc__))
            elif inspect.isfunction(own) and not inspect.isgeneratorfunction(own):
                setattr(cls, name, _translated(own))
        return cls

    return completed


def not_implemented(name: str) -> NotImplementedError:
    """The error for something that this engine lacks."""
    return NotImplementedError(f"{name} is not implemented by xlwings' engine for LibreOffice")


def _translated(function: Callable[..., Any] | None) -> Any:
    if function is None:
        return None

    @wraps(function)
    def translating(*arguments: Any, **named: Any) -> Any:
        try:
            return function(*arguments, **named)
        except Exception as error:
            kind = type(error).__name__
            if not kind.startswith("com.sun.star."):
                raise
            message = str(getattr(error, "Message", "")).strip()
            raise XlwingsError(f"LibreOffice: {kind.rpartition('.')[2]} {message}".strip()) from None

    return translating


def _missing(name: str, stub: Any) -> Any:
    if isinstance(stub, property):
        return property(_refuse(name), _refuse(f"setting {name}"))
    if not inspect.iscoroutinefunction(stub):
        return _refuse(name)

    async def later(*_: Any, **__: Any) -> Any:
        raise not_implemented(name)

    return later


def _refuse(name: str) -> Callable[..., Any]:
    def refuse(*_: Any, **__: Any) -> Any:
        raise not_implemented(name)

    return refuse
