"""What may have happened since a backup was made: mails that may have been sent, and units whose board may have been told more than is known here."""

from datetime import datetime

from newswatch.store.store import Store, stamp

DOUBT = "restored from a backup of {at}: it may have been sent since then"
"""What is told of a mail in doubt; `at` is when the backup was made (UTC)."""


def begin(store: Store, made_at: datetime, now: datetime) -> int:
    """Notes, in a database that was restored just now from a backup made at an instant, that more may have been done since; gives the mails in doubt.

    A mail that waited when the backup was made is tried again only if a person says so, and so are those of the first notices that follow.
    """
    with store.writing():
        doubted = store.change(
            "UPDATE deliveries SET state = 'failed', fault = '', in_doubt = 1, answer = ?, changed_at = ? WHERE state IN ('queued', 'sending')",
            DOUBT.format(at=stamp(made_at)),
            stamp(now),
        )
        store.run_sql(
            "INSERT INTO gaps (unit_id, from_at, restored_at) SELECT id, ?, ? FROM units WHERE true "
            "ON CONFLICT (unit_id) DO UPDATE SET restored_at = excluded.restored_at",
            stamp(made_at),
            stamp(now),
        )
    return doubted


def of_unit(store: Store, unit_row: int) -> str:
    """When the backup was made whose unit's board has not been told of all that is due since; empty if there is none."""
    rows = store.rows("SELECT from_at FROM gaps WHERE unit_id = ?", unit_row)
    return str(rows[0]["from_at"]) if rows else ""


def end(store: Store, unit_row: int) -> None:
    """Ends the gap of a unit, if it has one, within a transaction: its board has been told of all that is due."""
    store.run_sql("DELETE FROM gaps WHERE unit_id = ?", unit_row)


def open_units(store: Store) -> frozenset[int]:
    """The rows of the units that have a gap."""
    return frozenset(row["unit_id"] for row in store.rows("SELECT unit_id FROM gaps"))
