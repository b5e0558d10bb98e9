"""Log files that people look at before they are taken in, packed. They are removed after a day."""

from datetime import datetime

from newswatch.store.store import Store, stamp


def add(store: Store, token: str, unit: str, name: str, packed: bytes, now: datetime) -> None:
    """Lays a file aside, within a transaction. `token` is a digest, `unit` the unit's id."""
    store.run_sql(
        "INSERT INTO staged_files (token, unit, name, body, staged_at) VALUES (?, ?, ?, ?, ?)", token, unit, name, packed, stamp(now)
    )


def found(store: Store, token: str, unit: str, since: datetime) -> tuple[str, bytes] | None:
    """The name and the packed bytes of a unit's file that was laid aside since then."""
    rows = store.rows("SELECT name, body FROM staged_files WHERE token = ? AND unit = ? AND staged_at > ?", token, unit, stamp(since))
    return (rows[0]["name"], rows[0]["body"]) if rows else None


def sweep(store: Store, until: datetime) -> None:
    """Removes the files that were laid aside up to then, within a transaction."""
    store.run_sql("DELETE FROM staged_files WHERE staged_at <= ?", stamp(until))


def keep_last(store: Store, unit: str, most: int) -> None:
    """Removes a unit's files but the last so many, within a transaction."""
    store.run_sql(
        "DELETE FROM staged_files WHERE unit = ? AND token NOT IN"
        " (SELECT token FROM staged_files WHERE unit = ? ORDER BY staged_at DESC, token LIMIT ?)",
        unit,
        unit,
        most,
    )
