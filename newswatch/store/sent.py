"""What one unit's board was written: notices about a month with each mail's way, one notice as it was sent, and what went with it."""

from typing import Any

from newswatch.store.store import Store

_MAIL = "d.id, d.address, d.name, d.state, d.attempts, d.due_at, d.changed_at, d.sent_at, d.fault, d.answer, d.laid, d.in_doubt"


def about(store: Store, unit_row: int, month: str, most: int) -> list[dict[str, Any]]:
    """The last notices about a month (`2026-03`), newest first: those of its own, of a day of it, and those that tell of it with others."""
    return store.rows(
        """SELECT n.id, n.kind, n.period, n.revision, n.subject, n.made_at FROM notifications n
           WHERE n.unit_id = ? AND (n.period = ? OR n.period LIKE ? OR EXISTS (SELECT 1 FROM json_each(n.facts, '$.told') t WHERE t.key = ?))
           ORDER BY n.id DESC LIMIT ?""",
        unit_row,
        month,
        f"{month}-%",
        month,
        most,
    )


def ways(store: Store, notification_id: int) -> list[dict[str, Any]]:
    """The mails that a notice goes out as."""
    return store.rows(f"SELECT {_MAIL} FROM deliveries d WHERE d.notification_id = ? ORDER BY d.id", notification_id)


def undelivered(store: Store, unit_row: int, most: int) -> list[dict[str, Any]]:
    """The unit's mails that were refused or can't go out, newest first, each with its notice and that one's subject."""
    return store.rows(
        f"""SELECT {_MAIL}, n.id AS notice, n.subject, n.made_at FROM deliveries d JOIN notifications n ON n.id = d.notification_id
            WHERE n.unit_id = ? AND (d.state = 'failed' OR (d.state = 'queued' AND d.fault <> '')) ORDER BY d.id DESC LIMIT ?""",
        unit_row,
        most,
    )


def one(store: Store, unit_row: int, notification_id: int) -> dict[str, Any] | None:
    """A notice of the unit with its text; None if the unit has none of this number."""
    rows = store.rows(
        "SELECT id, kind, period, revision, subject, text, made_at FROM notifications WHERE unit_id = ? AND id = ?",
        unit_row,
        notification_id,
    )
    return rows[0] if rows else None


def enclosed(store: Store, notification_id: int) -> list[dict[str, Any]]:
    """What went with a notice: place, name, bytes."""
    return store.rows("SELECT place, name, length(body) AS size FROM enclosures WHERE notification_id = ? ORDER BY place", notification_id)


def enclosure(store: Store, unit_row: int, notification_id: int, place: int) -> dict[str, Any] | None:
    """One file that went with a notice of the unit, with its bytes."""
    rows = store.rows(
        """SELECT e.name, e.content_type, e.body FROM enclosures e JOIN notifications n ON n.id = e.notification_id
           WHERE n.unit_id = ? AND n.id = ? AND e.place = ?""",
        unit_row,
        notification_id,
        place,
    )
    return rows[0] if rows else None
