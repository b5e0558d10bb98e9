"""Heads of ledgers that an authority stamped with the time. They have no links of their own: each is proved by the authority's signature."""

from dataclasses import dataclass
from datetime import datetime

from newswatch.store.store import Store, stamp


@dataclass(frozen=True, slots=True)
class Kept:
    """A stamp as it is kept: the link after which the head (hex) stood, the head that stands there now (empty if none does), and the answer."""

    id: int
    link: int
    head: str
    stands: str
    answer: bytes


def due(store: Store, unit_row: int) -> bool:
    """Was a month of the unit stated since its head was last stamped?"""
    sql = """SELECT EXISTS (SELECT 1 FROM ledger WHERE unit_id = ?1 AND kind = 'statements'
        AND link > coalesce((SELECT max(link) FROM stamps WHERE unit_id = ?1), 0)) AS due"""
    return bool(store.rows(sql, unit_row)[0]["due"])


def add(store: Store, unit_row: int, link: int, head: str, now: datetime, answer: bytes) -> None:
    """Keeps a stamp, within a transaction."""
    sql = "INSERT INTO stamps (unit_id, link, head, asked_at, answer) VALUES (?, ?, ?, ?, ?)"
    store.run_sql(sql, unit_row, link, head, stamp(now), answer)


def of_unit(store: Store, unit_row: int) -> list[Kept]:
    """The stamps of a unit, the earliest head first."""
    rows = store.rows(
        """SELECT s.id, s.link, s.head, s.answer, l.head AS stands FROM stamps s LEFT JOIN ledger l ON l.unit_id = s.unit_id AND l.link = s.link
           WHERE s.unit_id = ? ORDER BY s.link, s.id""",
        unit_row,
    )
    return [Kept(r["id"], r["link"], r["head"], r["stands"].hex() if r["stands"] else "", r["answer"]) for r in rows]
