"""All that the settings say of a unit, as a text: where the texts of two moments are equal, so are the settings."""

from dataclasses import fields
from enum import Enum
from functools import cache, lru_cache
from typing import Any

from newswatch.config.settings import Member, Source, Trust, Unit
from newswatch.core.model import Profile
from newswatch.core.quota.rule import Rule

_OWN = (Unit, Source, Member)
_SHARED = (Rule, Profile, Trust)
"""What is the same for many units: it is told once, which is most of the work."""


def told(value: object) -> str:
    """Every field of a unit, with those of its rules, sources and mailboxes, in their order."""
    if isinstance(value, _OWN):
        return f"{type(value).__name__}({','.join([told(getattr(value, name)) for name in _names(type(value))])})"
    if isinstance(value, _SHARED):
        return _once(value)
    if isinstance(value, tuple):
        return f"({','.join([told(one) for one in value])})"
    return str(value.value) if isinstance(value, Enum) else repr(value)


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind))


@lru_cache(maxsize=1024)
def _once(value: object) -> str:
    return repr(value)
