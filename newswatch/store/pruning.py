"""Bodies of captured pages that a person lets go: their digests, sizes, addresses and times stay, and so does who dropped them and why."""

import sqlite3
from datetime import datetime

from newswatch.core.record.ledger import Dropped
from newswatch.errors import StoreError
from newswatch.store.store import Store, stamp

_BATCH = 500
_OLD = """
    SELECT sha256, length(body) AS bytes FROM captures c WHERE body <> x'' AND fetched_at < ?1
        AND NOT EXISTS (SELECT 1 FROM answers a WHERE a.sha256 = c.sha256 AND a.fetched_at >= ?1)
        AND sha256 NOT IN (
            SELECT o.capture FROM items i JOIN observations o ON o.item_id = i.id
            WHERE o.capture IS NOT NULL AND NOT EXISTS (SELECT 1 FROM articles r WHERE r.item_id = i.id))
"""
"""The bodies that no answer since then brought. One whose item was never judged as an answer is kept until it is."""


def count(store: Store, before: datetime) -> tuple[int, int]:
    """How many bodies would be dropped, and their bytes as they are stored."""
    row = store.rows(f"SELECT count(*) AS bodies, coalesce(sum(bytes), 0) AS bytes FROM ({_OLD})", stamp(before))[0]
    return row["bodies"], row["bytes"]


def drop(store: Store, before: datetime, by: str, because: str, now: datetime) -> int:
    """Drops them, some in each transaction; gives how many. Broken off, it has dropped some, and doing it again drops the others."""
    dropped, pruning = 0, 0
    while batch := store.rows(f"{_OLD} LIMIT {_BATCH}", stamp(before)):
        with store.writing():
            pruning = pruning or store.run_sql(
                "INSERT INTO prunings (before, pruned_at, pruned_by, because) VALUES (?, ?, ?, ?)", stamp(before), stamp(now), by, because
            )
            for row in batch:
                store.run_sql("INSERT INTO pruned (sha256, pruning) VALUES (?, ?) ON CONFLICT DO NOTHING", row["sha256"], pruning)
                store.run_sql("UPDATE captures SET body = x'' WHERE sha256 = ?", row["sha256"])
            store.run_sql("UPDATE units SET stamp = stamp + 1")  # items lack evidence now, and whose they are is not known by their bytes
        dropped += len(batch)
    return dropped


def dropped(store: Store) -> tuple[Dropped, ...]:
    """Who dropped bodies, and how many of those are not kept now."""
    sql = """SELECT p.pruned_at AS at, p.pruned_by AS by, p.because, count(c.sha256) AS bodies FROM prunings p
        LEFT JOIN pruned d ON d.pruning = p.id LEFT JOIN captures c ON c.sha256 = d.sha256 AND c.body = x'' GROUP BY p.id ORDER BY p.id"""
    return tuple(Dropped(**row) for row in store.rows(sql))


def shrink(store: Store) -> None:
    """Gives the room of what was dropped back to the disk. Needs as much room as the database while it works. Raises StoreError."""
    try:
        store.connection.execute("VACUUM")
    except sqlite3.Error as error:
        raise StoreError(
            f"{store.path}: the bodies are dropped, but the file can't be made smaller: {error}; make room, then prune again"
        ) from error
