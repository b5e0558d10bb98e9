"""How everything stands: each unit's year, the last poll of its sources, what of its logs could not be read, and the mails on their way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from newswatch.config import Unit
from newswatch.core.count.statement import YearStatement
from newswatch.core.notices.notice import Summary
from newswatch.core.polling.records import LastPoll
from newswatch.services.faults import Fault, attempt
from newswatch.services.statements import year_of
from newswatch.store import bulletins, deliveries, polls, units
from newswatch.store.store import Store

_REMEMBERED = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class UnitStatus:
    """One unit: its year, its sources, and its log files of the last 60 days with how many of their rows could not be read."""

    unit: Unit
    statement: YearStatement
    polls: tuple[LastPoll, ...]
    bad_rows: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Status:
    """All units asked about, and how the outbox stands. `faults` are exceptions nobody foresaw, each of one unit that can't be told of."""

    units: tuple[UnitStatus, ...]
    mails: Summary
    faults: tuple[Fault, ...] = ()


def status(store: Store, chosen: Sequence[Unit], year: int, now: datetime) -> Status:
    """How the units stand in a year, as known at `now`. Raises StoreError if the database can't be read."""
    found = [attempt(f"unit {unit.id}", partial(_unit, store, unit, year, now)) for unit in chosen]
    faults = tuple(one for one in found if isinstance(one, Fault))
    for one in faults:
        store.blame(one.error)
    return Status(tuple(one for one in found if not isinstance(one, Fault)), deliveries.summary(store), faults)


def _unit(store: Store, unit: Unit, year: int, now: datetime) -> UnitStatus:
    row = units.unit_row(store, unit)
    bad_rows = bulletins.bad_rows(store, row, now - _REMEMBERED)
    return UnitStatus(unit, year_of(store, unit, year, now), tuple(polls.last_polls(store, row)), tuple(bad_rows))
