"""Units as plain values and back: their rules, profiles and trusts are told once and named by number, since thousands of units share a few of each."""

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar, get_type_hints

from newswatch.config.logins import Login
from newswatch.config.settings import Source, Trust, Unit
from newswatch.config.unit_rows import UnitsRead
from newswatch.core.model import Profile
from newswatch.core.plain import Plainly, plainly
from newswatch.core.quota.rule import Rule

_T = TypeVar("_T")


def told(read: UnitsRead) -> dict[str, Any]:
    """What was read, as JSON can hold it."""
    rules, profiles, trusts = _Shared[Rule](), _Shared[Profile](), _Shared[Trust]()

    def source(one: Source) -> list[Any]:
        return [profiles.number(one.profile), trusts.number(one.trust), _own(Source, one)]

    return {
        "units": [[list(map(rules.number, one.rules)), list(map(source, one.sources)), _own(Unit, one)] for one in read.units],
        "rules": rules.told(plainly(Rule).to),
        "profiles": profiles.told(plainly(Profile).to),
        "trusts": trusts.told(_of_trust),
        "files": [[str(path), digest] for path, digest in read.rules],
    }


def read_of(values: dict[str, Any]) -> UnitsRead:
    """What `told` told, by a program that declares units as this one does. Raises TypeError, ValueError, LookupError or ArithmeticError for what is no
    such value."""
    rules, profiles = ([plainly(kind).back(one) for one in values[name]] for kind, name in ((Rule, "rules"), (Profile, "profiles")))
    trusts = [_trust(*one) for one in values["trusts"]]
    units = tuple(
        [
            Unit(
                rules=tuple([rules[n] for n in numbers]),
                sources=tuple([Source(profile=profiles[p], trust=trusts[t], **_named(Source, own)) for p, t, own in sources]),
                **_named(Unit, of_unit),
            )
            for numbers, sources, of_unit in values["units"]
        ]
    )
    return UnitsRead(units, tuple((Path(path), digest) for path, digest in values["files"]), sound=True)


class _Shared(Generic[_T]):
    """Nouns of one kind that many share, each known by its number."""

    def __init__(self) -> None:
        self._numbers = dict[_T, int]()

    def number(self, one: _T) -> int:
        return self._numbers.setdefault(one, len(self._numbers))

    def told(self, to: Callable[[_T], Any]) -> list[Any]:
        return list(map(to, self._numbers))


def _of_trust(one: Trust) -> list[Any]:
    login = one.login and [one.login.name, one.login.origin, _of_path(one.login.password_file)]
    return [_of_path(one.ca_file), one.certificate_sha256, one.tls_legacy, login]


def _trust(ca_file: str | None, pin: str, legacy: bool, login: list[Any] | None) -> Trust:
    return Trust(_path(ca_file), pin, legacy, Login(login[0], login[1], _path(login[2])) if login else None)


def _of_path(path: Path | None) -> str | None:
    return None if path is None else str(path)


def _path(text: str | None) -> Path | None:
    return None if text is None else Path(text)


@cache
def _ways(kind: Any) -> tuple[tuple[str, Plainly], ...]:
    """How the fields of a unit or source become plain that are not told once for many."""
    hints = get_type_hints(kind)
    apart = ("rules", "sources", "profile", "trust")
    return tuple((one.name, plainly(hints[one.name])) for one in fields(kind) if one.name not in apart)


def _own(kind: Any, one: Any) -> list[Any]:
    return [way.to(getattr(one, name)) for name, way in _ways(kind)]


def _named(kind: Any, values: list[Any]) -> dict[str, Any]:
    return {name: way.back(value) for (name, way), value in zip(_ways(kind), values, strict=True)}
