"""Is the record whole? Every chain walked, every kept body held against its digest, and where a head that stands in a mail once stood."""

from dataclasses import replace
from datetime import datetime

from newswatch.config import TsaSettings
from newswatch.core.record.ledger import Broken, Chain, Fault, Stood, Verified, asked
from newswatch.errors import InputError, ParseError
from newswatch.sources.http import timestamps
from newswatch.store import ledger_bodies, ledger_heads, ledger_walk, pruning, sound, stamps, statements
from newswatch.store.ledger_kinds import KINDS
from newswatch.store.store import Store

_MOST = 100


def verify(store: Store, unit: str | None = None, tsa: TsaSettings | None = None) -> Verified:
    """Walks the chain of one unit, or of each that the database knows, and holds the kept bodies against their digests, all as of one moment.

    Time stamps are held against the certificate that `tsa` names; nobody is asked.

    Raises InputError if the database does not know the unit, StoreError if an index of the file lost rows, so that a walk might miss some.
    """
    sound.refuse_damage(store)
    with store.reading():
        known = ledger_walk.units(store)
        if unit is not None and unit not in known:
            raise InputError(f"--unit: the database knows no unit {unit!r}; it knows {', '.join(known) or 'none yet'}")
        chosen = {unit: known[unit]} if unit is not None else known
        chains = tuple(_with_stamps(store, row, ledger_walk.walk(store, name, row), tsa) for name, row in chosen.items())
        checked, broken, faults = 0, 0, list[Fault]()
        for fault in ledger_bodies.check(store, known[unit] if unit is not None else None):
            checked += 1
            broken += fault is not None
            if fault and len(faults) < _MOST:
                faults.append(fault)
        dropped = pruning.dropped(store)
    return Verified(chains, checked, tuple(faults), broken, dropped)


def _with_stamps(store: Store, unit_row: int, chain: Chain, tsa: TsaSettings | None) -> Chain:
    kept = stamps.of_unit(store, unit_row)
    if not kept:
        return chain
    if tsa is None or tsa.certificate is None or not timestamps.is_there():
        return replace(chain, unchecked=len(kept))
    held, faults = list[tuple[int, datetime]](), list[Fault]()
    for one in kept:
        try:
            held.append((one.link, timestamps.read(one.answer, bytes.fromhex(one.head), tsa.certificate, f"stamp {one.id}")))
        except (ParseError, ValueError) as error:
            faults.append(Fault(Broken.STAMP, chain.unit, one.link, "stamps", str(one.id), says=str(error)))
            continue
        if one.stands != one.head:
            faults.append(Fault(Broken.STAMP, chain.unit, one.link, "stamps", str(one.id), says=one.head))
    return replace(chain, stamps=tuple(held), faults=(*chain.faults, *faults), broken=chain.broken + len(faults))


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
