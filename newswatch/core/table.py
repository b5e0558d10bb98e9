"""Reading a table of settings or data. Every fault is reported at once, each under its dotted path.

What a key means is decided by whoever reads it; files are opened in config.
"""

import difflib
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar

from newswatch.errors import ConfigError

_E = TypeVar("_E", bound=StrEnum)
_T = TypeVar("_T")
_NAMES = {bool: "true or false", int: "a whole number", float: "a number", str: "a text", list: "a list", dict: "a table"}


class Table:
    """One TOML table being read. Each read asks for a key, notes what is wrong with its value, and then gives the default.

    `values` is the table as it stands in the file, `path` the dotted path shown in problems. `problems` is shared by all tables of one file.
    `finish` names the keys that nobody asked for.
    """

    def __init__(self, values: object, path: str, problems: list[str]) -> None:
        self.path = path
        self.problems = problems
        self._asked: list[str] = []
        self.values: Mapping[str, object] = values if isinstance(values, Mapping) else {}
        if not isinstance(values, Mapping):
            self.problem("", f"expected a table, found {values!r}")

    def at(self, key: str) -> str:
        """The dotted path of a key."""
        return f"{self.path}.{key}" if self.path and key else self.path or key

    def problem(self, key: str, what: str) -> None:
        """Notes a fault of one key."""
        self.problems.append(f"{self.at(key)}: {what}")

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        return key in self.values

    def text(self, key: str, default: str | None = None) -> str:
        """A text. Without a default a missing or empty one is a fault."""
        value = self._take(key, str, default)
        if default is None and self.has(key) and isinstance(value, str) and not value.strip():
            self.problem(key, "is empty")
        return value or ""

    def whole(self, key: str, default: int | None = None, *, least: int = 0, most: int | None = None) -> int:
        """A whole number within bounds."""
        return int(self._within(key, self._take(key, int, default), least, most) or 0)

    def number(self, key: str, default: float | None = None, *, least: float = 0, most: float | None = None) -> float:
        """A number within bounds."""
        return float(self._within(key, self._take(key, float, default), least, most) or 0)

    def flag(self, key: str, default: bool = False) -> bool:
        """True or false."""
        return bool(self._take(key, bool, default))

    def points(self, key: str, default: Decimal | None = None) -> Decimal | None:
        """Points as an exact decimal, written as a number or a text: `0.5` or "0.5"."""
        value = self._value(key)
        if value is None:
            return default
        try:
            if isinstance(value, bool) or not isinstance(value, int | float | str):
                raise InvalidOperation
            amount = Decimal(str(value))
            if not amount.is_finite():
                raise InvalidOperation
        except InvalidOperation:
            self.problem(key, f"expected points such as 0.5, found {value!r}")
            return default
        return amount

    def choice(self, key: str, kind: type[_E], default: _E | None = None) -> _E | None:
        """One word of a closed vocabulary."""
        value = self._value(key)
        if value is None and default is None:
            self.problem(key, f"is missing; expected one of {', '.join(kind)}")
        return self._member(key, kind, value, default) if value is not None else default

    def choices(self, key: str, kind: type[_E], default: Sequence[_E] = ()) -> tuple[_E, ...]:
        """Several words of a closed vocabulary."""
        if not self.has(key):
            self._asked.append(key)
            return tuple(default)
        found = [self._member(key, kind, word, None) for word in self.texts(key)]
        return tuple(member for member in found if member is not None)

    def day(self, key: str) -> date | None:
        """A date, written bare (2026-01-31) or as a text."""
        value = self._value(key)
        if value is None or type(value) is date:
            return value
        try:
            return date.fromisoformat(value if isinstance(value, str) else "")
        except ValueError:
            self.problem(key, f"expected a day such as 2026-01-31, found {value!r}")
            return None

    def needed_day(self, key: str, example: str = "2026-01-31") -> date:
        """A date. A missing one is a fault, told with the example, and reads as the first day of all."""
        if not self.has(key):
            self.problem(key, f"is missing; expected a day such as {example}")
        return self.day(key) or date.min

    def texts(self, key: str, default: Sequence[str] = ()) -> tuple[str, ...]:
        """A list of texts."""
        value = self._take(key, list, None, needed=False)
        if value is None:
            return tuple(default)
        odd = [v for v in value if not isinstance(v, str)]
        if odd:
            self.problem(key, f"expected texts, found {odd[0]!r}")
        return tuple(v for v in value if isinstance(v, str))

    def wholes(self, key: str) -> list[int]:
        """A list of whole numbers from 0 on. An absent list reads as empty, and 0 takes the place of what is no such number."""
        value = self._take(key, list, None, needed=False) or []
        sound = [v if isinstance(v, int) and not isinstance(v, bool) and v >= 0 else None for v in value]
        if None in sound:
            self.problem(key, f"expected whole numbers from 0 on, found {value[sound.index(None)]!r}")
        return [v or 0 for v in sound]

    def patterns(self, key: str, default: Sequence[str] = ()) -> tuple[str, ...]:
        """A list of regular expressions. Those that don't compile are noted and left out."""
        return tuple(p for p in self.texts(key, default) if self._compiles(key, p))

    def pattern(self, key: str, groups: Sequence[str] = (), default: str = "") -> str:
        """One regular expression. It must have at least one of the named `groups`."""
        value = self.text(key, default)
        if value and self._compiles(key, value) and groups and not set(groups) & set(re.compile(value).groupindex):
            self.problem(key, f"has no group named {' or '.join(groups)}: {value!r}")
        return value

    def table(self, key: str) -> "Table":
        """An inner table. An absent one reads as empty."""
        return Table(self._take(key, dict, {}, needed=False) or {}, self.at(key), self.problems)

    def tables(self, key: str) -> "list[Table]":
        """A list of inner tables, numbered from 1 in their paths."""
        value = self._take(key, list, None, needed=False) or []
        return [Table(inner, f"{self.at(key)}[{n}]", self.problems) for n, inner in enumerate(value, 1)]

    def named(self, read: Callable[["Table"], _T]) -> dict[str, _T]:
        """Every key of this table as an inner table, read by `read`."""
        return {str(key): read(self.table(str(key))) for key in self.values}

    def finish(self) -> None:
        """Notes every key that nobody asked for, with the nearest known one."""
        for key in self.values:
            if key not in self._asked:
                near = difflib.get_close_matches(str(key), self._asked, 1)
                self.problem(str(key), "unknown key" + (f", did you mean {near[0]!r}?" if near else ""))

    def _value(self, key: str) -> object:
        self._asked.append(key)
        return self.values.get(key)

    def _take(self, key: str, kind: type, default: object, *, needed: bool = True) -> Any:
        value = self._value(key)
        if value is None:
            if needed and default is None:
                self.problem(key, f"is missing; expected {_NAMES[kind]}")
            return default
        fits = isinstance(value, int | float) and abs(value) <= sys.float_info.max if kind is float else isinstance(value, kind)
        if not fits or (isinstance(value, bool) and kind is not bool):
            self.problem(key, f"expected {_NAMES[kind]}, found {value!r}")
            return default
        return value

    def _within(self, key: str, value: object, least: float, most: float | None) -> float | None:
        if not isinstance(value, int | float):
            return None
        if value < least or (most is not None and value > most):
            bounds = f"at least {least}" if most is None else f"{least} to {most}"
            self.problem(key, f"expected {bounds}, found {value}")
        return value

    def _member(self, key: str, kind: type[_E], value: object, default: _E | None) -> _E | None:
        try:
            return kind(value if isinstance(value, str) else "")
        except ValueError:
            self.problem(key, f"expected one of {', '.join(kind)}, found {value!r}")
            return default

    def _compiles(self, key: str, pattern: str) -> bool:
        try:
            re.compile(pattern)
        except re.error as error:
            self.problem(key, f"is no regular expression ({error}): {pattern!r}")
            return False
        return True


def raise_problems(problems: Sequence[str], where: str = "") -> None:
    """Raises ConfigError with all problems, if there are any, each after the name of the file `where`."""
    if problems:
        raise ConfigError([f"{where}: {problem}" if where else problem for problem in problems])
