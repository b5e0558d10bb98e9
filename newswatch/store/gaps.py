"""What may have happened since a backup was made: mails that may have been sent, and units whose board may have been told more than is known here."""

from dataclasses import dataclass
from datetime import datetime

from newswatch.store.store import Store, stamp

DOUBT = "restored from a backup of {at}: it may have been sent since then"
"""What is told of a mail in doubt; `at` is when the backup was made (UTC)."""


def begin(store: Store, made_at: datetime, now: datetime) -> int:
    """Notes, in a database that was restored just now from a backup made at an instant, that more may have been done since; gives the mails in doubt.

    A mail that waited when the backup was made is tried again only if a person says so, and so are those of notices that follow (`notices.doubted`).
    """
    with store.writing():
        doubted = store.change(
            "UPDATE deliveries SET state = 'failed', fault = '', in_doubt = 1, answer = ?, changed_at = ? WHERE state IN ('queued', 'sending')",
            DOUBT.format(at=stamp(made_at)),
            stamp(now),
        )
        store.run_sql(
            "INSERT INTO gaps (unit_id, from_at, restored_at) SELECT id, ?, ? FROM units WHERE true "
            "ON CONFLICT (unit_id) DO UPDATE SET restored_at = excluded.restored_at, told = 0",
            stamp(made_at),
            stamp(now),
        )
    return doubted


@dataclass(frozen=True, slots=True)
class Gap:
    """What is not known of a unit: since when (UTC, as stored), until when, and whether its board has been told of all that was due since then."""

    from_at: str
    restored_at: datetime
    told: bool


def of_unit(store: Store, unit_row: int) -> Gap | None:
    """The gap of a unit; None if it has none."""
    rows = store.rows("SELECT from_at, restored_at, told FROM gaps WHERE unit_id = ?", unit_row)
    if not rows:
        return None
    return Gap(rows[0]["from_at"], datetime.fromisoformat(rows[0]["restored_at"]), bool(rows[0]["told"]))


def note_told(store: Store, unit_row: int) -> None:
    """Notes that the board of a unit has been told of all that was due, within a transaction."""
    store.run_sql("UPDATE gaps SET told = 1 WHERE unit_id = ? AND NOT told", unit_row)


def open_units(store: Store) -> frozenset[int]:
    """The rows of the units that have a gap and whose board has not been told of all that was due since."""
    return frozenset(row["unit_id"] for row in store.rows("SELECT unit_id FROM gaps WHERE NOT told"))
