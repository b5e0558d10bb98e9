"""Months whose loudspeaker log a person closed. A later closing of the same month outranks an earlier one; none is taken back."""

from newswatch.core.bulletin import Closing
from newswatch.core.months import Month
from newswatch.store.store import Store, instant, stamp


def standing(store: Store, unit_row: int) -> dict[Month, Closing]:
    """The last closing of each month of a unit that was closed."""
    rows = store.rows("SELECT month, closed_at, closed_by, none_aired FROM closings WHERE unit_id = ? ORDER BY id", unit_row)
    return {closing.month: closing for closing in (_closing(**row) for row in rows)}


def add(store: Store, unit_row: int, closing: Closing) -> None:
    """Appends a closing, within a transaction."""
    store.run_sql(
        "INSERT INTO closings (unit_id, month, closed_at, closed_by, none_aired) VALUES (?, ?, ?, ?, ?)",
        unit_row,
        str(closing.month),
        stamp(closing.at),
        closing.by,
        int(closing.none_aired),
    )


def _closing(month: str, closed_at: str, closed_by: str, none_aired: int) -> Closing:
    at = instant(closed_at)
    assert at is not None
    return Closing(Month.parse(month), closed_by, at, bool(none_aired))
