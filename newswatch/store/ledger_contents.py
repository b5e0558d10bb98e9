"""What the record of a row holds that lies in other rows: the items a statement counts, named by what they are, and what goes with a notice."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3

_ITEM = "SELECT channel, key, unit_id = ? FROM items WHERE id = ?"


def with_items_named(db: sqlite3.Connection, unit: int, row: int, content: dict[str, Any]) -> None:
    """The items a statement counts and those its causes tell of, each by its channel and key. A text that newswatch did not write stays as it is."""
    counted, causes = db.execute("SELECT counted, causes FROM statements WHERE id = ?", (row,)).fetchone()
    content["counted"] = _read(counted, lambda found: [_named(db, unit, item) for item in found], ascii_only=True)
    content["causes"] = _read(causes, lambda found: _items_in(db, unit, found), ascii_only=False)


def with_enclosures(db: sqlite3.Connection, _unit: int, row: int, content: dict[str, Any]) -> None:
    """The files that go with a notice, in their order: name, type, size and digest."""
    files = db.execute("SELECT place, name, content_type, body FROM enclosures WHERE notification_id = ? ORDER BY place", (row,))
    content["enclosures"] = [[place, name, kind, len(body), sha256(body).hexdigest()] for place, name, kind, body in files]


def _read(text: str, name: Any, *, ascii_only: bool) -> Any:
    try:
        found = json.loads(text)
        return name(found) if json.dumps(found, ensure_ascii=ascii_only) == text else {"text": text}
    except (ValueError, TypeError, RecursionError):
        return {"text": text}


def _items_in(db: sqlite3.Connection, unit: int, value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: _named(db, unit, one) if key == "item" and isinstance(one, int) else _items_in(db, unit, one) for key, one in value.items()
        }
    return [_items_in(db, unit, one) for one in value] if isinstance(value, list) else _without_floats(value)


def _named(db: sqlite3.Connection, unit: int, item: int) -> Any:
    found = db.execute(_ITEM, (unit, item)).fetchone()
    return list(found) if found else item


def _without_floats(value: Any) -> Any:
    return repr(value) if isinstance(value, float) else value
