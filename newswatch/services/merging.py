"""The year in which a unit was formed of others, with what these had before it (`core.count.merging`)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from newswatch.config import Settings, Unit
from newswatch.core.count.merging import Merge, summed
from newswatch.core.count.statement import YearStatement
from newswatch.errors import ConfigError, InputError
from newswatch.services import kept
from newswatch.services.statements import in_brief, year_of
from newswatch.store.store import Store


@dataclass(frozen=True, slots=True)
class Merged:
    """A unit's year, and by `BY_UNIT` those of the units it was made of; `summed` are these where their months are counted with it."""

    statement: YearStatement
    before: tuple[tuple[Unit, YearStatement], ...] = ()
    summed: tuple[Unit, ...] = ()


def merged_year(store: Store, settings: Settings, unit: Unit, year: int, now: datetime, merge: Merge) -> Merged:
    """A unit's year, counted by `merge` if it is the year in which the unit was formed; any other year stands as it is.

    Raises InputError where the units it was made of are not told of as they have to be.
    """
    if merge is Merge.NEW_ONLY or unit.valid_from is None or not unit.predecessors or unit.valid_from.year != year:
        return Merged(in_brief(store, unit, year, now))
    own, before = year_of(store, unit, year, now), _predecessors(settings, unit)
    if merge is Merge.BY_UNIT:
        return Merged(own, tuple((one, year_of(store, one, year, now)) for one in before))
    under = [replace(one, rules=unit.rules) for one in before]  # not kept: each has a kept year under its own rules
    return Merged(summed(own, [kept.look(store, one, [year], now).statements[0] for one in under]), summed=tuple(before))


def _predecessors(settings: Settings, unit: Unit) -> Sequence[Unit]:
    try:
        found = [settings.unit(id_) for id_ in unit.predecessors]
    except ConfigError as error:
        raise InputError(f"unit {unit.id}: its predecessors {', '.join(unit.predecessors)} must all be units of {settings.path}") from error
    for one in found:
        if one.valid_to is None or unit.valid_from is None or one.valid_to >= unit.valid_from:
            raise InputError(f"unit {one.id}: set its valid_to to a day before {unit.valid_from}, when {unit.id} was formed of it")
    return found
