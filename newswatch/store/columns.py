"""What people said that the headers of a unit's logs mean: a later word outranks an earlier one."""

from datetime import datetime

from newswatch.store.store import Store, stamp


def remembered(store: Store, unit: str) -> dict[str, str]:
    """The field of each header that was settled, empty for one that tells nothing. `unit` is the unit's id."""
    return {
        row["header"]: row["field"] for row in store.rows("SELECT header, field FROM column_meanings WHERE unit = ? ORDER BY header", unit)
    }


def remember(store: Store, unit: str, header: str, field: str, by: str, now: datetime) -> None:
    """Settles one header, within a transaction."""
    store.run_sql(
        "INSERT OR REPLACE INTO column_meanings (unit, header, field, settled_at, settled_by) VALUES (?, ?, ?, ?, ?)",
        unit,
        header,
        field,
        stamp(now),
        by,
    )
