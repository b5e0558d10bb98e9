"""Verb: state every month that has ended, and record what has changed in one that was stated before.

items, looks → statement of the year → difference to what was last stated → revision with its cause
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from newswatch.config import Settings, Unit
from newswatch.core.model import LOCAL
from newswatch.core.revision import Revision, revise
from newswatch.store import reads, statements
from newswatch.store.store import Store, enroll


@dataclass(frozen=True, slots=True)
class Restated:
    """A month that was stated for the first time, or otherwise than before."""

    unit: str
    revision: Revision


def run(store: Store, settings: Settings, units: Sequence[Unit], now: datetime) -> list[Restated]:
    """States the ended months of this year and the last, for each unit; gives what is new or changed. Doing it twice changes nothing."""
    rows = enroll(store, settings.units)
    year = now.astimezone(LOCAL).year
    found: list[Restated] = []
    for unit in units:
        known, last = reads.knowledge(store, settings, unit), statements.last(store, rows[unit.id, ""])
        for of in (year - 1, year):
            rule = unit.rule_for(of)
            months = reads.judged(known, unit, of, rule, now).months
            due = [r for m in months if (r := revise(last.get(str(m.month)), m, rule)) is not None]
            if due:
                statements.add(store, rows[unit.id, ""], rule, due, now)
            found += [Restated(unit.id, r) for r in due]
    return found
