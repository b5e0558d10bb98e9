"""Is the record whole? Every chain walked, every kept body held against its digest, and where a head that stands in a mail once stood."""

from newswatch.core.ledger import Chain, Fault, Stood, Verified, asked
from newswatch.errors import InputError
from newswatch.store import ledger_bodies, ledger_heads, ledger_walk, statements
from newswatch.store.ledger_kinds import KINDS
from newswatch.store.store import Store

_MOST = 100


def verify(store: Store, unit: str | None = None) -> Verified:
    """Walks the chain of one unit, or of each that the database knows, and holds the kept bodies against their digests, all as of one moment.

    Raises InputError if the database does not know the unit.
    """
    with store.reading():
        known = ledger_walk.units(store)
        if unit is not None and unit not in known:
            raise InputError(f"--unit: the database knows no unit {unit!r}; it knows {', '.join(known) or 'none yet'}")
        chosen = {unit: known[unit]} if unit is not None else known
        chains = tuple(ledger_walk.walk(store, name, row) for name, row in chosen.items())
        checked, broken, faults = 0, 0, list[Fault]()
        for fault in ledger_bodies.check(store, known[unit] if unit is not None else None):
            checked += 1
            broken += fault is not None
            if fault and len(faults) < _MOST:
                faults.append(fault)
    return Verified(chains, checked, tuple(faults), broken)


def find(store: Store, head: str, verified: Verified) -> list[Stood]:
    """Where a head that begins so stood, in the chains that were verified. Raises InputError if the text is no head."""
    try:
        digits = asked(head)
    except ValueError as error:
        raise InputError(f"--head: {error}") from error
    chains = {chain.unit: chain for chain in verified.chains}
    with store.reading():
        return [_stood(store, one, chains[one.unit]) for one in ledger_heads.stood(store, digits) if one.unit in chains]


def _stood(store: Store, one: ledger_heads.Stood, chain: Chain) -> Stood:
    at, says, _ = ledger_walk.about(store, KINDS[one.kind], one.row) if one.kind in KINDS else ("", "", ())
    stated = statements.up_to_link(store, one.unit_row, one.link)
    month, revision, stated_at = (stated["month"], stated["revision"], stated["stated_at"]) if stated else (None, None, None)
    whole = not any(0 < fault.link <= one.link for fault in chain.faults)
    table = KINDS[one.kind].source if one.kind in KINDS else one.kind
    return Stood(one.unit, one.head, one.link, one.links, table, at, says, month, revision, stated_at, whole)
