"""The index of a pack read back from its JSON, each value held to be of its kind."""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from newswatch.core.record.pack import SCHEMA, Capture, Contents, Lack, Missing, Piece, Row, What

MOST_VALUES = 5_000_000
"""Values in one JSON text. A row of an index has about a hundred."""

_NUMBERS = frozenset({"number", "item", "size", "status", "count", "links"})
_TRUTHS = frozenset({"wanting"})


def loads(raw: bytes) -> Any:
    """What a JSON text says. Raises ValueError (RecursionError) for one that is none, or would fill the memory."""
    if sum(map(raw.count, (b",", b"[", b"{"))) > MOST_VALUES:
        raise ValueError(f"it holds more than {MOST_VALUES:,} values")
    return json.loads(raw)


def read(value: Any) -> Contents:
    """The index. Raises ValueError, KeyError or TypeError if the JSON is none."""
    if value.pop("schema") != SCHEMA:
        raise ValueError(f"it is not {SCHEMA}; a later newswatch may read it")
    papers, months = value.pop("papers"), value.pop("months")
    rows = tuple(_row(one) for one in value.pop("rows"))
    told: Contents = _held(
        Contents, value, papers={_text(k): _text(v) for k, v in papers.items()}, months=tuple(map(_text, months)), rows=rows
    )
    instant(told.as_of)
    return told


def instant(text: str) -> datetime:
    """An instant with its zone. Raises ValueError."""
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _row(value: Any) -> Row:
    pieces = tuple(_held(Piece, one, what=What(one.pop("what"))) for one in value.pop("pieces"))
    captures = tuple(_held(Capture, one, what=What(one.pop("what"))) for one in value.pop("captures"))
    missing = tuple(_held(Missing, one, what=Lack(one.pop("what"))) for one in value.pop("missing"))
    row: Row = _held(Row, value, pieces=pieces, captures=captures, missing=missing)
    return row


def _held(kind: Any, value: Mapping[str, Any], **given: Any) -> Any:
    """A dataclass of the values given and the plain ones, of which each is a text or a number as its name says."""
    plain = {name: _read_as(name)(one) for name, one in value.items()}
    if plain.keys() | given.keys() != {field.name for field in fields(kind)}:
        raise ValueError(f"a {kind.__name__.lower()} has other values than {', '.join(sorted(plain))}")
    return kind(**plain, **given)


def _read_as(name: str) -> Callable[[Any], Any]:
    return _number if name in _NUMBERS else _truth if name in _TRUTHS else _text


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{value!r} is neither true nor false")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{value!r} is no number")
    return value
