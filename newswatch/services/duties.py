"""What is owed to each unit: which daily duties are due for it, read from what was last done for it, by whomever."""

from collections.abc import Iterator
from datetime import datetime

from newswatch.config import Settings, Unit
from newswatch.core.notices.agenda import Duty, Ran
from newswatch.store import runs, units
from newswatch.store.store import Store


def owing(store: Store, settings: Settings, now: datetime) -> dict[Duty, tuple[Unit, ...]]:
    """The units for which each duty is due, duties in the order in which they are done; those due for nobody are left out."""
    due = [(unit, settings.agenda.due(now, last)) for unit, last in _last(store, settings)]
    found = {duty: tuple(unit for unit, duties in due if duty in duties) for duty in Duty}
    return {duty: chosen for duty, chosen in found.items() if chosen}


def next_due(store: Store, settings: Settings, now: datetime) -> datetime:
    """The first instant from `now` on at which a duty is due for any unit."""
    return min((settings.agenda.next(now, last) for _, last in _last(store, settings)), default=now)


def _last(store: Store, settings: Settings) -> Iterator[tuple[Unit, dict[Duty, Ran]]]:
    known = runs.duties(store)
    for unit in settings.units:
        yield unit, known.get(units.unit_row(store, unit), {}) if units.has(store, unit) else {}
