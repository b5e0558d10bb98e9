"""The ledger: of each unit a chain of links, one for each row that was written to its record, appended in the transaction that writes the row.

Triggers note each such row in `unsealed`, whoever writes it; `Store.writing` enters what was noted since its transaction began. Rows of another
program stay noted and never get a link, and `newswatch verify` names them.
"""

from __future__ import annotations

from sqlite3 import DatabaseError
from typing import TYPE_CHECKING, Any

from newswatch.core.record.ledger import digest, following, genesis
from newswatch.store.ledger_kind import Kind
from newswatch.store.ledger_kinds import KINDS

if TYPE_CHECKING:
    import sqlite3

_BATCH = 500
_MOST_LINKS = 2**53
_LAST = "SELECT link, head FROM ledger WHERE unit_id = ? ORDER BY link DESC LIMIT 1"


def mark(db: sqlite3.Connection) -> int:
    """Up to where rows were noted before, within the transaction that is to write others."""
    return int(db.execute("SELECT coalesce(max(id), 0) FROM unsealed").fetchone()[0])


def seal(db: sqlite3.Connection, since: int) -> None:
    """Enters the rows noted since then in the chains of their units, in the order in which they were written, within their transaction."""
    noted = db.execute("SELECT unit_id, kind, row FROM unsealed WHERE id > ? ORDER BY id", (since,))
    batch = noted.fetchmany(_BATCH)
    if not batch:
        return
    heads: dict[int, tuple[int, bytes]] = {}
    while batch:
        links = [link for unit, kind, row in batch if (link := _link(db, heads, unit, KINDS[kind], row))]
        db.executemany("INSERT INTO ledger (unit_id, link, kind, row, head, digest) VALUES (?, ?, ?, ?, ?, ?)", links)
        batch = noted.fetchmany(_BATCH)
    db.execute("DELETE FROM unsealed WHERE id > ?", (since,))


def _link(db: sqlite3.Connection, heads: dict[int, tuple[int, bytes]], unit: int, kind: Kind, row: Any) -> tuple[Any, ...] | None:
    """The next link of a unit; None for a row that the same transaction took back."""
    record = record_of(db, unit, kind, row)
    if record is None:
        return None
    before, head = heads.get(unit) or last(db, unit)
    if before >= _MOST_LINKS:
        raise DatabaseError(f"the ledger's last link has the number {before}: it was changed, and `newswatch verify` tells more")
    heads[unit] = before + 1, following(head, record)
    return unit, before + 1, kind.name, row, heads[unit][1], record if kind.rewritten else None


def record_of(db: sqlite3.Connection, unit: int, kind: Kind, row: Any) -> bytes | None:
    """The digest of a row's record as it is; None if there is no such row of that unit."""
    content = content_of(db, unit, kind, row)
    return None if content is None else digest(kind.name, content)


def content_of(db: sqlite3.Connection, unit: int, kind: Kind, row: Any) -> dict[str, Any] | None:
    """What is entered of a row as it is; None if there is no such row of that unit."""
    found = db.execute(kind.content, (row, unit)).fetchone()
    if found is None:
        return None
    content = {name: value for (name, without), value in zip(kind.parts, found, strict=False) if value != without}
    if kind.finish:
        kind.finish(db, unit, row, content)
    return content


def last(db: sqlite3.Connection, unit: int) -> tuple[int, bytes]:
    """How many links the chain of a unit has, and its head."""
    found = db.execute(_LAST, (unit,)).fetchone()
    if found:
        return found[0], found[1]
    return 0, genesis(db.execute("SELECT key FROM units WHERE id = ?", (unit,)).fetchone()[0])
