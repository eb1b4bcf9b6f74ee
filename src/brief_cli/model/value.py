"""Values: frozen records with named fields, cheap to declare.

The standard library's frozen dataclass writes and compiles seven methods for each class, 0.8 ms a class at every
start of the program; a page needs thirty of them.  Here the fields are the dataclass's own (``dataclasses.fields``
and ``replace`` work), and the methods are shared (docs/decisions/0013).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, ClassVar, NoReturn, Self, dataclass_transform


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
class Value:
    """A record that never changes; made by keyword, or by position where a class says ``kw_only=False``."""

    _names: ClassVar[tuple[str, ...]] = ()
    _given: ClassVar[dict[str, Any]] = {}
    _made: ClassVar[dict[str, Callable[[], Any]]] = {}

    def __init_subclass__(cls, *, kw_only: bool = True) -> None:
        dataclass(init=False, repr=False, eq=False, kw_only=kw_only)(cls)
        own = fields(cls)  # type: ignore[arg-type]
        cls._names = tuple(f.name for f in own)
        cls._given = {f.name: f.default for f in own if f.default is not MISSING}
        cls._made = {f.name: f.default_factory for f in own if f.default_factory is not MISSING}

    def __init__(self, *args: Any, **given: Any) -> None:
        inside = self.__dict__
        inside.update(self._given)
        if args:
            inside.update(zip(self._names, args, strict=False))
        inside.update(given)
        for name, make in self._made.items():
            if name not in inside:
                inside[name] = make()
        if len(inside) != len(self._names) or len(args) > len(self._names):
            _complain(self, given)

    def __eq__(self, other: object) -> bool:
        return self.__dict__ == other.__dict__ if other.__class__ is self.__class__ else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self.__dict__[name] for name in self._names))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in self._names)})"

    def __setattr__(self, name: str, value: Any) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} never changes: {name}")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} never changes: {name}")


def _complain(value: Value, given: dict[str, Any]) -> NoReturn:
    lacking = [name for name in value._names if name not in value.__dict__]
    unknown = [name for name in given if name not in value._names]
    raise TypeError(f"{type(value).__name__}: lacking {lacking}, unknown {unknown}")


class Later(Value):
    """A value some of whose fields are looked up together, when one of them is first asked for."""

    @classmethod
    def of(cls, rest: Callable[[], dict[str, Any]], **own: Any) -> Self:
        """One with its ``own`` fields; ``rest`` gives all the others."""
        made = cls.__new__(cls)
        made.__dict__.update(own)
        made.__dict__["_rest"] = rest
        return made

    def __getattr__(self, name: str) -> Any:
        rest = self.__dict__.pop("_rest", None)
        if rest is None or name.startswith("__"):
            raise AttributeError(name)
        self.__dict__.update(rest())
        return self.__dict__[name]
