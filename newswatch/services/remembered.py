"""What a process that answers again and again works out once: of a unit's settings what its years rest on, of kept figures what their text holds.

A unit is known by its identity, not by its many fields: settings that are read anew are other objects, and are worked out anew.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache

from newswatch.config import Unit
from newswatch.config.telling import told
from newswatch.core.count.figures import YearFigures
from newswatch.core.count.figures import figures as read
from newswatch.program import program_digest
from newswatch.services import judging

_MOST = 8_192
"""Units. A whole country has 3,321, and settings that were read anew leave room for those read before."""

_SOME_TIME = datetime(2000, 1, 1, tzinfo=UTC)


class _Same:
    """An object as a key by its identity. It is held, so that no other can get its place in memory."""

    __slots__ = ("it",)

    def __init__(self, it: Unit) -> None:
        self.it = it

    def __hash__(self) -> int:
        return id(self.it)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.it is other.it


def rests_on(unit: Unit, labels: Mapping[int, str]) -> str:
    """A digest (hex) of the program and of all settings that may bear on a unit's years; `labels` name its sources' rows."""
    return _rests_on(_Same(unit), tuple(sorted(labels.items())))


def figures(unit: Unit, year: int, text: str, as_of: datetime) -> YearFigures:
    """The figures of a unit's year that a text holds, as they stand at a moment. Raises DamagedError."""
    return replace(_figures(_Same(unit), year, text), as_of=as_of)


@lru_cache(maxsize=_MOST)
def _rests_on(unit: _Same, labels: tuple[tuple[int, str], ...]) -> str:
    return hashlib.sha256(f"{program_digest()} {told(unit.it)} {list(labels)}".encode("utf-8", "surrogatepass")).hexdigest()


@lru_cache(maxsize=_MOST)
def _figures(unit: _Same, year: int, text: str) -> YearFigures:
    return read(text, judging.logbook_of(unit.it).applied(unit.it.rule_for(year)), _SOME_TIME)
