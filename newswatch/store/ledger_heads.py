"""The heads of the chains: what stands in statements, mails and workbooks, and where a head once stood."""

from dataclasses import dataclass

from newswatch.core.record.ledger import genesis
from newswatch.store.store import Store


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a unit's chain (hex) and how many links stand before it."""

    links: int
    head: str


@dataclass(frozen=True, slots=True)
class Stood:
    """Where a head (hex) stood: the unit, after which link, of how many, the row of that link (nothing before the first), and the unit's row."""

    head: str
    unit: str
    unit_row: int
    link: int
    links: int
    kind: str
    row: int | str


def head(store: Store, unit_row: int) -> Head:
    """The head of a unit. Within a transaction that has written, `Store.seal` first enters what it wrote."""
    last = store.rows("SELECT link, head FROM ledger WHERE unit_id = ? ORDER BY link DESC LIMIT 1", unit_row)
    if last:
        return Head(last[0]["link"], last[0]["head"].hex())
    return Head(0, genesis(store.rows("SELECT key FROM units WHERE id = ?", unit_row)[0]["key"]).hex())


def stood(store: Store, digits: str) -> list[Stood]:
    """Where heads that begin with these digits (hex) stood, in any unit. Reads all links."""
    first = bytes.fromhex(digits[: len(digits) // 2 * 2])
    after = first + b"\xff" * (33 - len(first))
    rows = store.rows(
        """SELECT u.id, u.key, l.link, l.kind, l.row, l.head, (SELECT max(link) FROM ledger WHERE unit_id = u.id) AS links
           FROM ledger l JOIN units u ON u.id = l.unit_id WHERE l.head >= ? AND l.head < ? ORDER BY u.id, l.link""",
        first,
        after,
    )
    found = [
        Stood(r["head"].hex(), r["key"], r["id"], r["link"], r["links"], r["kind"], r["row"])
        for r in rows
        if r["head"].hex().startswith(digits)
    ]
    begun = store.rows("SELECT u.id, u.key, (SELECT max(link) FROM ledger WHERE unit_id = u.id) AS links FROM units u")
    first_heads = ((genesis(r["key"]).hex(), r) for r in begun)
    return found + [Stood(head, r["key"], r["id"], 0, r["links"] or 0, "", "") for head, r in first_heads if head.startswith(digits)]
