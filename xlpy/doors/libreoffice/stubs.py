"""What the engine lacks says so by name: the stubs of xlwings' base classes raise NotImplementedError wordlessly."""

import inspect
from collections.abc import Callable
from typing import Any, TypeVar

Class = TypeVar("Class", bound=type)

_LIFECYCLE = {"__init__", "__init_subclass__", "__subclasshook__", "__class_getitem__"}


def complete(base: type, *working: str) -> Callable[[Class], Class]:
    """Give a class a stub with a name for all of `base` that it does not define itself, but for what works there."""

    def completed(cls: Class) -> Class:
        for name, stub in vars(base).items():
            if not (callable(stub) or isinstance(stub, property)) or name in working or name in _LIFECYCLE:
                continue
            own = next((vars(kind)[name] for kind in cls.__mro__ if kind is not base and name in vars(kind)), None)
            said = f"{cls.__name__}.{name}"
            if own is None or getattr(object, name, None) is own:
                setattr(cls, name, _missing(said, stub))
            elif isinstance(own, property) and own.fset is None and isinstance(stub, property) and stub.fset:
                setattr(cls, name, property(own.fget, _refuse(f"setting {said}"), doc=own.__doc__))
        return cls

    return completed


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


def not_implemented(name: str) -> NotImplementedError:
    """The error for something that this engine lacks."""
    return NotImplementedError(f"{name} is not implemented by xlwings' engine for LibreOffice")
