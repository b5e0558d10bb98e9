"""Who waits for what, for all sources at once: when each was asked last, and which units bring nothing new. Nothing is decided here.

`begun` notes sources whose poll was stopped before it read anything, so that it left no row.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from newswatch.core.polling.records import PollOutcome
from newswatch.store.store import Store, instant, stamp


@dataclass(frozen=True, slots=True)
class Rest:
    """The last poll of a source, which found all as it was and left a mark of its unit's items (see `services.poll.task`)."""

    polled_at: datetime
    mark: str


@dataclass(frozen=True, slots=True)
class Turn:
    """When a source was last asked (UTC), and whether nothing at all was read then."""

    at: datetime
    in_vain: bool


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


def last_turns(store: Store) -> dict[int, Turn]:
    """When each source was last asked, however that ended, by its row; those that never were are left out."""
    rows = store.rows(
        """SELECT s.id, f.last_at, f.outcome, f.pages, b.at AS begun_at FROM sources s LEFT JOIN begun b ON b.source_id = s.id
           LEFT JOIN fetches f ON f.id = (SELECT max(id) FROM fetches WHERE source_id = s.id)"""
    )
    return {row["id"]: found for row in rows if (found := _turn(row)) is not None}


def _turn(row: dict[str, Any]) -> Turn | None:
    times = [at for at in (instant(row["last_at"]), instant(row["begun_at"])) if at]
    return Turn(max(times), row["outcome"] == PollOutcome.FAILED and not row["pages"]) if times else None


def note_begun(store: Store, sources: Iterable[int], at: datetime) -> None:
    """Notes that polls of sources were begun and came to nothing, within a transaction."""
    for row in sources:
        store.run_sql(
            "INSERT INTO begun (source_id, at) VALUES (?, ?) ON CONFLICT (source_id) DO UPDATE SET at = excluded.at", row, stamp(at)
        )
