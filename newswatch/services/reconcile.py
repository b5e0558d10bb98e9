"""Verb: state every month that has ended, and record what has changed in one that was stated before.

items, looks → statement of the year → difference to what was last stated → revision with its cause
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from newswatch.config import Settings, Unit
from newswatch.core.count.revision import Revision
from newswatch.services.statements import reconcile
from newswatch.store.store import Store, enroll


@dataclass(frozen=True, slots=True)
class Reconciled:
    """A month that was stated for the first time, or otherwise than before."""

    unit: str
    revision: Revision


def run(store: Store, settings: Settings, units: Sequence[Unit], now: datetime) -> list[Reconciled]:
    """States the ended months of each unit; gives what is new or changed. Doing it twice changes nothing."""
    rows = enroll(store, settings.units)
    return [Reconciled(unit.id, r) for unit in units for r in reconcile(store, unit, rows[unit.id, ""], now).revisions]
