"""Facts of many fields, made quickly: a device has thousands of them, and making them was a quarter of the time of reading it."""

from collections.abc import Callable
from dataclasses import MISSING, fields
from functools import update_wrapper
from typing import Any, TypeVar

F = TypeVar("F")

_become: Callable[[object, type], None] = object.__dict__["__class__"].__set__


def quickly_made(kind: type[F]) -> type[F]:
    """Let the fields of a frozen dataclass with slots be set as those of any other class while one is made.

    A frozen dataclass sets each of its fields by a call that goes past its own guard: 60 ns for each field, and a rule of an access list has
    thirteen. Here a fact is of a class with the same slots and without a guard until its fields are set, and then of its own. What the class
    is to all others, its parameters among it, stays as it was.

    Raises:
        TypeError: a default is made anew for each fact, or something is done behind the setting of fields.

    Example:
        >>> from dataclasses import dataclass
        >>> @quickly_made
        ... @dataclass(frozen=True, slots=True)
        ... class Vlan:
        ...     number: int
        ...     name: str = ""
        >>> Vlan(10)
        Vlan(number=10, name='')
    """
    each = fields(kind)  # type: ignore[arg-type]  # a dataclass, which no type variable can say
    if hasattr(kind, "__post_init__") or any(one.default_factory is not MISSING for one in each):
        raise TypeError(kind)
    names = [one.name for one in each]
    unguarded = type(kind.__name__, (), {"__slots__": tuple(names)})
    known: dict[str, Any] = {"_become": _become, "_unguarded": unguarded, "_kind": kind}
    known |= {f"_default_{one.name}": one.default for one in each}
    said = [one.name if one.default is MISSING else f"{one.name}=_default_{one.name}" for one in each]
    sets = [f"self.{name} = {name}" for name in names]
    body = "; ".join(["_become(self, _unguarded)", *sets, "self.__class__ = _kind"])
    exec(f"def __init__(self, {', '.join(said)}): {body}", known)  # noqa: S102  # as dataclasses makes its own
    kind.__init__ = update_wrapper(known["__init__"], kind.__init__)  # type: ignore[method-assign]
    return kind
