"""All that the settings say of a unit, as a text: where the texts of two moments are equal, so are the settings."""

from dataclasses import fields
from enum import StrEnum
from functools import lru_cache

from newswatch.config.settings import Member, Source, Trust, Unit
from newswatch.core.model import Profile
from newswatch.core.quota.rule import Rule

_OWN: dict[type[object], tuple[str, ...]] = {kind: tuple(one.name for one in fields(kind)) for kind in (Unit, Source, Member)}
_SHARED = (Rule, Profile, Trust)
"""What is the same for many units: it is told once, which is most of the work."""


def told(value: object) -> str:
    """Every field of a unit, with those of its rules, sources and mailboxes, in their order."""
    kind = type(value)
    if kind is str:
        return repr(value)
    if names := _OWN.get(kind):
        return f"{kind.__name__}({','.join([told(getattr(value, name)) for name in names])})"
    if isinstance(value, tuple):
        return f"({','.join([told(one) for one in value])})"
    if isinstance(value, _SHARED):
        return _once(value)
    return str.__str__(value) if isinstance(value, StrEnum) else repr(value)


@lru_cache(maxsize=1024)
def _once(value: object) -> str:
    return repr(value)
