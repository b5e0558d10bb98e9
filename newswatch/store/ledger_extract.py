"""The links of a unit's chain one by one, each with the digest of its record and with what was entered: enough to walk the chain without the database."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from newswatch.core.record.ledger import digest, following, genesis
from newswatch.errors import StoreError
from newswatch.store.ledger import content_of
from newswatch.store.ledger_kinds import KINDS
from newswatch.store.store import Store

_BATCH = 2000
_LINKS = "SELECT link, kind, row, head, digest FROM ledger WHERE unit_id = ? AND link > ? ORDER BY link LIMIT ?"


@dataclass(frozen=True, slots=True)
class Entered:
    """One link: its number, kind, the digest of its record, the head after it, and what was entered; None for an earlier state of a row that was written
    anew since, of which only the digest is kept."""

    link: int
    kind: str
    record: bytes
    head: bytes
    content: Mapping[str, Any] | None


def links(store: Store, unit: str, unit_row: int) -> Iterator[Entered]:
    """The links of a unit's chain from the first on, within a transaction of reads. Raises StoreError at one that is not as it was entered."""
    head = genesis(unit)
    for link, name, row, stored, kept in _stored(store, unit_row):
        kind = KINDS.get(name)
        now = content_of(store.connection, unit_row, kind, row) if kind else None
        of_now = digest(name, now) if now is not None else None
        record = kept if kind and kind.rewritten else of_now
        head = following(head, record or b"")
        if record is None or head != stored:
            raise StoreError(
                f"{store.path}: the record of unit {unit} is not whole: link {link} ({name}) is not as it was entered; "
                "`newswatch verify` tells more"
            )
        yield Entered(link, name, record, head, now if of_now == record else None)


def _stored(store: Store, unit_row: int) -> Iterator[tuple[int, str, Any, bytes, bytes | None]]:
    last = 0
    while found := store.connection.execute(_LINKS, (unit_row, last, _BATCH)).fetchall():
        yield from found
        last = found[-1][0]
