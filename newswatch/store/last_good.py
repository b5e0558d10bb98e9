"""When each source was last read well: one question for all units at once."""

from datetime import datetime

from newswatch.store.store import Store, instant

_LAST = """
    SELECT s.id, (SELECT f.last_at FROM fetches f WHERE f.source_id = s.id AND f.outcome IN ('ok', 'not_modified')
        ORDER BY f.last_at DESC LIMIT 1) AS at FROM sources s
"""


def of_all(store: Store) -> dict[int, datetime | None]:
    """By the row of each source, be it in force or not: when it was last read well (UTC), None if it never was."""
    return {row["id"]: instant(row["at"]) for row in store.rows(_LAST)}
