"""How everything stands: each unit's year, the last poll of its sources, what of its logs could not be read, and the mails on their way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from newswatch.config import Settings, Unit
from newswatch.core.count.statement import YearStatement
from newswatch.core.notices.notice import Summary, UnreadLog
from newswatch.core.polling.records import LastPoll
from newswatch.services import kept
from newswatch.services.faults import Fault, attempt
from newswatch.services.inbox import NotTaken, strays, unread_logs
from newswatch.services.statements import in_brief
from newswatch.store import deliveries, feeds, ledger_heads, polls, units
from newswatch.store.ledger_heads import Head
from newswatch.store.store import Store


@dataclass(frozen=True, slots=True)
class UnitStatus:
    """One unit: its year in brief (of its items only those that wait for a person), its sources, its logs that were not taken in whole, and the head of
    its ledger."""

    unit: Unit
    statement: YearStatement
    polls: tuple[LastPoll, ...]
    unread_logs: tuple[UnreadLog, ...]
    ledger: Head


@dataclass(frozen=True, slots=True)
class Status:
    """All units asked about, how the outbox stands, and how the feed for other systems does. `faults` are exceptions nobody foresaw, each of one unit
    that can't be told of."""

    units: tuple[UnitStatus, ...]
    mails: Summary
    feed: feeds.Summary
    faults: tuple[Fault, ...] = ()


def status(store: Store, settings: Settings, chosen: Sequence[Unit], year: int, now: datetime) -> Status:
    """How the units stand in a year, as known at `now`. Raises StoreError if the database can't be read."""
    told, astray = kept.in_brief(store, chosen, year, now) if len(chosen) > 1 else {}, strays(settings)
    found = [attempt(f"unit {unit.id}", partial(_unit, store, settings, unit, year, now, told.get(unit.id), astray)) for unit in chosen]
    faults = tuple(one for one in found if isinstance(one, Fault))
    for one in faults:
        store.blame(one.error)
    return Status(tuple(one for one in found if not isinstance(one, Fault)), deliveries.summary(store), feeds.summary(store), faults)


def _unit(
    store: Store, settings: Settings, unit: Unit, year: int, now: datetime, told: YearStatement | None, astray: Sequence[NotTaken]
) -> UnitStatus:
    row = units.unit_row(store, unit)
    found = tuple(polls.last_polls(store, row))
    unread = unread_logs(store, settings, unit, now, astray)
    return UnitStatus(unit, told or in_brief(store, unit, year, now), found, unread, ledger_heads.head(store, row))
