"""Values of dataclasses as plain values (lists, texts, numbers) that JSON can hold, and back, by the types that they declare.

The plain value of a dataclass is the list of its fields in their order, so it says nothing to a program that declares them otherwise: who stores it
has to store by which program it was made.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from newswatch.core.model import LOCAL

_AS_THEY_ARE = (str, int, bool, float)


class Plainly(NamedTuple):
    """How values of a type become plain, and how they come back."""

    to: Callable[[Any], Any]
    back: Callable[[Any], Any]


def _same(value: Any) -> Any:
    return value


_AS_IT_IS = Plainly(_same, _same)


@cache
def plainly(kind: Any) -> Plainly:
    """The way of a type: a dataclass, tuple, frozenset, mapping, enum, date, instant, Decimal, text or number, or one of several enums, or None.

    Coming back raises TypeError, ValueError, LookupError or ArithmeticError for what is no plain value of the type, but takes any text or number for
    another. Raises TypeError for any other type.
    """
    origin, inner = get_origin(kind), get_args(kind)
    if kind in _AS_THEY_ARE:
        return _AS_IT_IS
    if origin in (Union, UnionType):
        return _optional(inner)
    if origin is tuple:
        return _list_of(inner[0]) if inner[-1] is Ellipsis else _row_of(tuple, inner)
    if origin is frozenset:
        return _set_of(inner[0])
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping_of(*inner)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        names = [one.name for one in fields(kind)]
        return _fields_of(kind, names, [hints[name] for name in names])
    return _of_one_value(kind)


def _of_one_value(kind: Any) -> Plainly:
    if isinstance(kind, type) and issubclass(kind, Enum):
        return Plainly(lambda value: value.value, {member.value: member for member in kind}.__getitem__)
    if kind is datetime:
        return Plainly(datetime.isoformat, _instant)
    if kind is date:
        return Plainly(date.isoformat, date.fromisoformat)
    if kind is Decimal:
        return Plainly(str, Decimal)
    raise TypeError(f"no plain value is known for {kind!r}")


def _instant(text: str) -> datetime:
    """An instant in the zone it was told in; local ones bear its name again."""
    at = datetime.fromisoformat(text)
    return at.replace(tzinfo=LOCAL) if at.utcoffset() == LOCAL.utcoffset(None) else at


def _optional(kinds: tuple[Any, ...]) -> Plainly:
    """One of several types, told apart by its number if there are several besides None."""
    left = [kind for kind in kinds if kind is not NoneType]
    ways = [plainly(kind) for kind in left]
    if len(left) == 1:
        to, back = ways[0]
        if ways[0] is _AS_IT_IS:
            return _AS_IT_IS
        return Plainly(lambda v: None if v is None else to(v), lambda v: None if v is None else back(v))
    place = {kind: n for n, kind in enumerate(left)}
    return Plainly(
        lambda v: None if v is None else [place[type(v)], ways[place[type(v)]].to(v)],
        lambda v: None if v is None else ways[v[0]].back(v[1]),
    )


def _list_of(kind: Any) -> Plainly:
    to, back = way = plainly(kind)
    if way is _AS_IT_IS:
        return Plainly(list, tuple)
    return Plainly(lambda values: [to(v) for v in values], lambda values: tuple([back(v) for v in values]))


def _set_of(kind: Any) -> Plainly:
    to, back = plainly(kind)
    return Plainly(lambda values: sorted(to(v) for v in values), lambda values: frozenset([back(v) for v in values]))


def _mapping_of(key: Any, value: Any) -> Plainly:
    of_key, of_value = plainly(key), plainly(value)
    return Plainly(
        lambda mapping: [[of_key.to(k), of_value.to(v)] for k, v in mapping.items()],
        lambda pairs: {of_key.back(k): of_value.back(v) for k, v in pairs},
    )


def _row_of(kind: Any, inner: tuple[Any, ...]) -> Plainly:
    ways = [plainly(one) for one in inner]
    return Plainly(
        lambda values: [way.to(v) for way, v in zip(ways, values, strict=True)],
        lambda values: kind([way.back(v) for way, v in zip(ways, values, strict=True)]),
    )


def _fields_of(kind: Any, names: list[str], kinds: list[Any]) -> Plainly:
    """Fields that are plain already are left as they are: most of a country's kept years is read and written here."""
    ways = [plainly(one) for one in kinds]
    tos = [(place, way.to) for place, way in enumerate(ways) if way is not _AS_IT_IS]
    backs = [(place, way.back) for place, way in enumerate(ways) if way is not _AS_IT_IS]
    by_name = any(one.kw_only for one in fields(kind))
    read = attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)

    def to(value: Any) -> list[Any]:
        told = list(read(value))
        for place, make in tos:
            told[place] = make(told[place])
        return told

    def back(values: Any) -> Any:
        if len(values) != len(names):
            raise ValueError(f"{kind.__name__} has {len(names)} fields, found {len(values)}")
        for place, make in backs:
            values[place] = make(values[place])
        return kind(**dict(zip(names, values, strict=True))) if by_name else kind(*values)

    return Plainly(to, back)
