"""Walks the chain of a unit from its first link: does each row still say what was entered, and was each row entered?"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from newswatch.core.record.ledger import Broken, Chain, Fault, following, genesis
from newswatch.store.ledger import record_of
from newswatch.store.ledger_kind import Kind
from newswatch.store.ledger_kinds import KINDS
from newswatch.store.store import Store

_BATCH = 2000
_MOST = 100
_LINKS = "SELECT link, kind, row, head, digest FROM ledger WHERE unit_id = ? AND link > ? ORDER BY link LIMIT ?"


def units(store: Store) -> dict[str, int]:
    """Every unit that the database knows, by its id: its row."""
    return {row["key"]: row["id"] for row in store.rows("SELECT id, key FROM units ORDER BY id")}


def walk(store: Store, unit: str, unit_row: int) -> Chain:
    """Walks the chain of a unit, within a transaction of reads. Memory grows with the unit's links alone (about a hundred bytes each)."""
    return _Walk(store, unit, unit_row).walked()


def about(store: Store, kind: Kind, row: Any) -> tuple[str, str, tuple[str, ...]]:
    """What is told of a row: the time it tells of itself, what people know it by, and the other rows its record holds."""
    found = store.connection.execute(kind.about, (row,)).fetchone()
    if found is None:
        return "", "", ()
    also = tuple(f"{table} {key}" for table, key in zip(kind.also, found[2:], strict=True) if key is not None)
    return str(found[0] or ""), " ".join(str(found[1] or "").split()), also


class _Walk:
    """One walk along one chain."""

    def __init__(self, store: Store, unit: str, unit_row: int) -> None:
        self.store, self.row, self.unit = store, unit_row, unit
        self.faults: list[Fault] = []
        self.broken = 0
        self.seen: dict[str, set[Any]] = defaultdict(set)
        self.latest: dict[tuple[str, Any], int] = {
            (r["kind"], r["row"]): r["latest"]
            for name, kind in KINDS.items()
            if kind.rewritten
            for r in store.rows(
                "SELECT kind, row, max(link) AS latest FROM ledger WHERE unit_id = ? AND kind = ? GROUP BY row", unit_row, name
            )
        }

    def walked(self) -> Chain:
        head = genesis(self.unit)
        otherwise: bytes | None = None
        expected = 1
        for link, name, row, stored, kept in self._links():
            if expected < link:
                self._tell(Broken.LINK, expected, missing=link - expected)
                expected, otherwise = link, None
            expected = link + 1
            head, otherwise = self._step(link, name, row, stored, kept, head, otherwise)
        self._outside()
        sql = "SELECT adopted_at, links FROM adoptions WHERE unit_id = ? ORDER BY id"
        adopted = tuple((r["adopted_at"], r["links"]) for r in self.store.rows(sql, self.row))
        return Chain(self.unit, expected - 1, head.hex(), tuple(self.faults), self.broken, adopted)

    def _links(self) -> Iterator[tuple[int, str, Any, bytes, bytes | None]]:
        last = 0
        while links := self.store.connection.execute(_LINKS, (self.row, last, _BATCH)).fetchall():
            yield from links
            last = links[-1][0]

    def _step(
        self, link: int, name: str, row: Any, stored: bytes, kept: bytes | None, head: bytes, otherwise: bytes | None
    ) -> tuple[bytes, bytes | None]:
        """Holds one link against its row. Gives the head to go on with, and that which the link should have where it has another."""
        kind = KINDS.get(name)
        if kind is None or (row in self.seen[name] and not kind.rewritten):
            self._tell(Broken.LINK, link)
            return stored, None
        self.seen[name].add(row)
        now = record_of(self.store.connection, self.row, kind, row)
        record = kept if kind.rewritten and self.latest[name, row] > link else now
        if now is None or record is None:
            self._tell(Broken.MISSING, link, kind, row)
            return stored, None
        expected = following(head, record)
        if expected == stored:
            return (stored, None) if kept in (None, record) else self._other_digest(link, stored)
        if otherwise is not None and following(otherwise, record) == stored:
            self._amend(link - 1)
            return stored, None
        self._tell(Broken.CHANGED, link, kind, row)
        return stored, expected

    def _other_digest(self, link: int, stored: bytes) -> tuple[bytes, None]:
        self._tell(Broken.LINK, link)
        return stored, None

    def _amend(self, link: int) -> None:
        """The link before was changed, not its row: what follows fits the head that it should have."""
        if self.faults and self.faults[-1].link == link:
            self.faults[-1] = Fault(Broken.LINK, self.unit, link, "ledger", str(link))

    def _outside(self) -> None:
        for name, kind in KINDS.items():
            for (row,) in self.store.connection.execute(kind.of_unit, (self.row,)):
                if row not in self.seen[name]:
                    self._tell(Broken.OUTSIDE, 0, kind, row)

    def _tell(self, what: Broken, link: int, kind: Kind | None = None, row: Any = None, *, missing: int = 1) -> None:
        self.broken += missing
        if len(self.faults) >= _MOST:
            return
        if kind is None:
            self.faults.append(Fault(what, self.unit, link, "ledger", str(link)))
            return
        at, says, also = about(self.store, kind, row)
        self.faults.append(Fault(what, self.unit, link, kind.source, str(row), also, at, says))
