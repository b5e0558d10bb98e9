"""Has the heads of the ledgers stamped with the time by an authority, where one is set. Nothing waits for it, and nothing rests on it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from newswatch.config import Settings, Unit
from newswatch.errors import SourceError
from newswatch.sources.http import timestamps
from newswatch.store import ledger_heads, stamps, units
from newswatch.store.store import Store


@dataclass(frozen=True, slots=True)
class Stamped:
    """How many heads were stamped, and why no more were; empty if each that was due was."""

    heads: int = 0
    trouble: str = ""


def stamp(store: Store, settings: Settings, chosen: Sequence[Unit], now: Callable[[], datetime]) -> Stamped:
    """Has the head of each unit stamped of which a month was stated since the last time. The first failure ends it; the next time goes on from there."""
    if not settings.tsa.url:
        return Stamped()
    if not timestamps.is_there():
        return Stamped(0, "[tsa] is set, and the package that reads time stamps is not installed: pip install newswatch[tsa]")
    done = 0
    for row in (units.unit_row(store, unit) for unit in chosen):
        if not stamps.due(store, row):
            continue
        head = ledger_heads.head(store, row)
        try:
            answer = timestamps.ask(settings.tsa, bytes.fromhex(head.head), settings.fetch.networks)
        except SourceError as error:
            return Stamped(done, f"the ledger's head was not stamped; it is tried again after the next closing: {error}")
        with store.writing():
            stamps.add(store, row, head.links, head.head, now(), answer)
        done += 1
    return Stamped(done)
