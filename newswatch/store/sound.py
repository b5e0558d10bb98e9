"""Is a database file sound: is all that it holds where its indexes say?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newswatch.errors import StoreError
from newswatch.store.opening import damaged

if TYPE_CHECKING:
    from newswatch.store.store import Store

_BESIDE_COUNTS = (
    *("answers", "captures", "namings", "notifications", "enclosures", "deliveries", "log_files", "files", "attachments", "file_voids"),
    *("page_parts", "page_copies", "ledger", "adoptions", "stamps", "prunings", "pruned", "begun", "requests"),
)
"""The tables with what was received and mailed as it was: most bytes of the file, and no count is made of them."""


def damage(store: Store, most: int = 5) -> str:
    """What SQLite's integrity_check finds wrong, so many faults at most; empty for a sound file. Reads all of it.

    (The quicker quick_check holds no index against its table, and a query by an index that lost rows would quietly find fewer.)
    """
    return _harm(store, f"PRAGMA integrity_check({most})")


def refuse_damage(store: Store) -> None:
    """Raises StoreError if anything in the file is damaged. Reads all of it."""
    if harm := damage(store, 1):
        raise damaged(store.path, harm)


def refuse_damaged_counts(store: Store) -> None:
    """Raises StoreError if a table that counts rest on, or one of its indexes, is damaged. Reads those, once for as long as the store is open."""
    if store.sound:
        return
    names = [row["name"] for row in store.rows("PRAGMA table_list") if row["type"] == "table" and not row["name"].startswith("sqlite_")]
    harms = (_harm(store, f"PRAGMA integrity_check({name})") for name in names if name not in _BESIDE_COUNTS)
    if harm := next(filter(None, harms), ""):
        raise damaged(store.path, harm)
    store.sound = True


def _harm(store: Store, asked: str) -> str:
    try:
        told = [" ".join(str(row["integrity_check"]).split()) for row in store.rows(asked)]
    except StoreError as error:
        return str(error.__cause__ or error)
    return "" if told == ["ok"] else "; ".join(told)
