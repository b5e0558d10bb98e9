"""How everything stands: each unit's year, the last poll of its sources, what of its logs could not be read, and the mails on their way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from newswatch.config import Settings, Unit
from newswatch.core.count import keeping
from newswatch.core.count.keeping import InBrief
from newswatch.core.count.statement import YearStatement
from newswatch.core.notices.notice import Summary, UnreadLog
from newswatch.core.polling.records import LastPoll
from newswatch.services import kept
from newswatch.services.faults import Fault, attempt
from newswatch.services.inbox import NotTaken, strays, unread_logs
from newswatch.services.statements import in_brief, year_of
from newswatch.store import deliveries, polls, units
from newswatch.store.store import Store


@dataclass(frozen=True, slots=True)
class UnitStatus:
    """One unit: its year, how many items wait for a person, its sources, and its logs that were not taken in whole.

    In brief, the year comes without its items, and nothing is said of logs.
    """

    unit: Unit
    statement: YearStatement
    waiting: int
    polls: tuple[LastPoll, ...]
    unread_logs: tuple[UnreadLog, ...]


@dataclass(frozen=True, slots=True)
class Status:
    """All units asked about, and how the outbox stands. `faults` are exceptions nobody foresaw, each of one unit that can't be told of."""

    units: tuple[UnitStatus, ...]
    mails: Summary
    faults: tuple[Fault, ...] = ()


def status(store: Store, settings: Settings, chosen: Sequence[Unit], year: int, now: datetime, *, brief: bool = False) -> Status:
    """How the units stand in a year, as known at `now`; `brief` for a line of each. Raises StoreError if the database can't be read."""
    figures = kept.in_brief(store, chosen, year, now) if brief else {}
    astray = [] if brief else strays(settings)
    found = [
        attempt(
            f"unit {unit.id}",
            partial(_in_brief, store, unit, year, now, figures.get(unit.id))
            if brief
            else partial(_unit, store, settings, unit, year, now, astray),
        )
        for unit in chosen
    ]
    faults = tuple(one for one in found if isinstance(one, Fault))
    for one in faults:
        store.blame(one.error)
    return Status(tuple(one for one in found if not isinstance(one, Fault)), deliveries.summary(store), faults)


def _in_brief(store: Store, unit: Unit, year: int, now: datetime, figures: InBrief | None) -> UnitStatus:
    known = figures or in_brief(store, unit, year, now)
    return UnitStatus(unit, known.statement, known.waiting, tuple(polls.last_polls(store, units.unit_row(store, unit))), ())


def _unit(store: Store, settings: Settings, unit: Unit, year: int, now: datetime, astray: Sequence[NotTaken]) -> UnitStatus:
    row, statement = units.unit_row(store, unit), year_of(store, unit, year, now)
    logs = unread_logs(store, settings, unit, now, astray)
    return UnitStatus(unit, statement, keeping.in_brief(statement).waiting, tuple(polls.last_polls(store, row)), logs)
