"""Verb: state every month that has ended, and record what has changed in one that was stated before.

items, looks → statement of the year → difference to what was last stated → revision with its cause
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from newswatch.config import Settings, Unit
from newswatch.core.revision import Revision
from newswatch.store.stating import state_anew
from newswatch.store.store import Store, enroll


@dataclass(frozen=True, slots=True)
class Restated:
    """A month that was stated for the first time, or otherwise than before."""

    unit: str
    revision: Revision


def run(store: Store, settings: Settings, units: Sequence[Unit], now: datetime) -> list[Restated]:
    """States the ended months of each unit; gives what is new or changed. Doing it twice changes nothing."""
    rows = enroll(store, settings.units)
    return [Restated(unit.id, r) for unit in units for r in state_anew(store, unit, rows[unit.id, ""], now).revisions]
