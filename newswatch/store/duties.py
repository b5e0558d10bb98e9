"""What the daemon owes, from what was done last: the rows of `runs`, whoever made them."""

from dataclasses import replace
from datetime import datetime

from newswatch.config import Settings
from newswatch.core.notices.agenda import BROKEN_OFF, Agenda, Duty, Ran
from newswatch.store import reads
from newswatch.store.store import Store

DAEMON = "daemon"
"""Name of the lock a running daemon holds (`Store.alone`)."""


def agenda(settings: Settings) -> Agenda:
    """The daily duties of the settings; all daemons of one set of units draw the same jitter."""
    schedule = settings.schedule
    return Agenda(schedule.checks, schedule.jitter_minutes, schedule.close, seed=",".join(unit.id for unit in settings.units))


def ran(store: Store) -> dict[Duty, Ran]:
    """The last run of each duty; one left open whose process is dead was broken off."""
    found = {duty: reads.last_run(store, str(duty)) for duty in Duty}
    dead = any(last and last.state == "open" for last in found.values()) and not store.held()
    return {duty: replace(last, state=BROKEN_OFF) if dead and last.state == "open" else last for duty, last in found.items() if last}


def due(store: Store, settings: Settings, now: datetime) -> tuple[Duty, ...]:
    """What is to be done now."""
    return tuple(agenda(settings).due(now, ran(store)))


def next_due(store: Store, settings: Settings, now: datetime) -> datetime:
    """When something is to be done next."""
    return agenda(settings).next(now, ran(store))
