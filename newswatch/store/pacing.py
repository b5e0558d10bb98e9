"""Who waits for what, for all sources at once: when each was asked last, and which units bring nothing new. Nothing is decided here.

`begun` notes sources whose poll was stopped before it read anything, so that it left no row.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from newswatch.store.store import Store, instant, stamp


@dataclass(frozen=True, slots=True)
class Rest:
    """The last poll of a source, which found all as it was and left a mark of its unit's items (see `services.poll.task`)."""

    polled_at: datetime
    mark: str


@dataclass(frozen=True, slots=True)
class Newest:
    """When the last item of a unit was first seen (UTC, None if it has none), the stamp of its items, and whether people ever gave a date to one."""

    news_at: datetime | None
    items_stamp: int
    settled: bool


def resting(store: Store) -> dict[int, Rest]:
    """The sources, by their rows, that said last what they had said before, and none of whose items waits for anything."""
    rows = store.rows("SELECT source_id, last_at, quiet FROM fetches WHERE finished = 0 AND quiet <> ''")
    return {row["source_id"]: Rest(at, row["quiet"]) for row in rows if (at := instant(row["last_at"]))}


def newest(store: Store) -> dict[int, Newest]:
    """By the row of each unit."""
    rows = store.rows(
        "SELECT u.id, u.items_stamp, u.settled, (SELECT max(i.first_seen_at) FROM items i WHERE i.unit_id = u.id) AS news_at FROM units u"
    )
    return {row["id"]: Newest(instant(row["news_at"]), row["items_stamp"], bool(row["settled"])) for row in rows}


def asked_at(store: Store) -> dict[int, datetime]:
    """When each source was last asked, however that ended, by its row; those that never were are left out."""
    rows = store.rows(
        """SELECT s.id, (SELECT f.last_at FROM fetches f WHERE f.source_id = s.id ORDER BY f.id DESC LIMIT 1) AS polled_at, b.at AS begun_at
           FROM sources s LEFT JOIN begun b ON b.source_id = s.id"""
    )
    times = {row["id"]: [at for at in (instant(row["polled_at"]), instant(row["begun_at"])) if at] for row in rows}
    return {row: max(found) for row, found in times.items() if found}


def note_begun(store: Store, sources: Iterable[int], at: datetime) -> None:
    """Notes that polls of sources were begun and came to nothing, within a transaction."""
    for row in sources:
        store.run_sql(
            "INSERT INTO begun (source_id, at) VALUES (?, ?) ON CONFLICT (source_id) DO UPDATE SET at = excluded.at", row, stamp(at)
        )
