"""What may have happened since a backup was made: mails and scores that may have gone out, and units whose board may have been told more than is known."""

from dataclasses import dataclass
from datetime import datetime

from newswatch.store.store import Store, stamp

DOUBT = "restored from a backup of {at}: it may have been sent since then"
HANDED = "handed over with the unit's history of {at}: it may have been sent from there since then"
"""What is told of a mail in doubt; `at` is when the backup was made, or the unit handed over (UTC)."""


def begin(store: Store, made_at: datetime, now: datetime, unit_row: int | None = None) -> int:
    """Notes, within a transaction, that the rows of a unit, or of all, are those that another database had at an instant, so that more may have been done
    since; gives the mails in doubt.

    A mail that waited there is tried again only if a person says so, and so are those of notices that follow (`core.notices.doubt`); so is what was to go
    out to other systems.
    """
    doubted = store.change(
        "UPDATE deliveries SET state = 'failed', fault = '', in_doubt = 1, answer = ?1, changed_at = ?2 WHERE state IN ('queued', 'sending') "
        "AND (?3 IS NULL OR notification_id IN (SELECT id FROM notifications WHERE unit_id = ?3))",
        (HANDED if unit_row else DOUBT).format(at=stamp(made_at)),
        stamp(now),
        unit_row,
    )
    store.run_sql(
        "UPDATE feeds SET state = 'failed', in_doubt = 1, answer = ?1, changed_at = ?2 WHERE state IN ('queued', 'sending') "
        "AND (?3 IS NULL OR unit_id = ?3)",
        (HANDED if unit_row else DOUBT).format(at=stamp(made_at)),
        stamp(now),
        unit_row,
    )
    store.run_sql(
        "INSERT INTO gaps (unit_id, from_at, restored_at) SELECT id, ?1, ?2 FROM units WHERE ?3 IS NULL OR id = ?3 "
        "ON CONFLICT (unit_id) DO UPDATE SET restored_at = excluded.restored_at, told = 0",
        stamp(made_at),
        stamp(now),
        unit_row,
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
