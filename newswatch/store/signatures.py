"""Signatures of people under statements; rows are only ever added."""

from datetime import datetime

from newswatch.core.record.signatures import Function, Signature
from newswatch.store.store import Store, instant, stamp


def add(store: Store, unit_row: int, statement_id: int, function: Function, by: str, now: datetime) -> None:
    """Appends a signature, within a transaction."""
    into = "INSERT INTO signatures (unit_id, statement_id, function, signed_by, signed_at) VALUES (?, ?, ?, ?, ?)"
    store.run_sql(into, unit_row, statement_id, str(function), by, stamp(now))


def of_month(store: Store, unit_row: int, month: str) -> tuple[Signature, ...]:
    """The signatures under all statements of a month, oldest first."""
    rows = store.rows(
        """SELECT s.month, s.revision, g.function, g.signed_by, g.signed_at, EXISTS (
               SELECT 1 FROM statements t WHERE t.unit_id = s.unit_id AND t.month = s.month AND t.revision > s.revision) AS overtaken
           FROM signatures g JOIN statements s ON s.id = g.statement_id WHERE s.unit_id = ? AND s.month = ? ORDER BY g.id""",
        unit_row,
        month,
    )
    return tuple(
        Signature(row["month"], row["revision"], Function(row["function"]), row["signed_by"], at, bool(row["overtaken"]))
        for row in rows
        if (at := instant(row["signed_at"]))
    )
