"""Bulletins that a person hands in: one transaction, the run that stands for it, and a row in the list of writes.

It waits for no run, and for one transaction at most two seconds.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from newswatch.config import Settings, Unit
from newswatch.core.bulletin import Bulletin
from newswatch.core.rights import Action, Actor
from newswatch.services.log_files import Ready, TakenIn, classified
from newswatch.store import audit, bulletins, units
from newswatch.store.audit import What
from newswatch.store.store import Run, Store

AT_THE_MACHINE = Actor("")
"""Whoever sits at the machine and gives no name, as commands that take in logs ask for none."""


@contextmanager
def by_hand(store: Store, now: datetime) -> Iterator[Run]:
    """A transaction for what a person hands in, with the run that stands for it."""
    with store.person_writing():
        yield store.note_run("intake", now)


def enter(store: Store, settings: Settings, unit: Unit, bulletin: Bulletin, now: datetime, actor: Actor = AT_THE_MACHINE) -> int | None:
    """Takes in one bulletin; gives its id, or None if this airing was recorded before. One that was voided is taken in anew. Raises StoreError."""
    rows = classified([bulletin], settings.lexicon)
    with by_hand(store, now) as run:
        added = bulletins.add(store, run, units.unit_row(store, unit), rows, now, anew=True)
        if added:
            audit.add(store, actor, What(Action.LOG, unit.id, f"bulletin {added[0]}"), now)
    return added[0] if added else None


def enter_file(store: Store, unit: Unit, name: str, found: Ready, run: Run, now: datetime, actor: Actor | None) -> TakenIn:
    """Takes in a log file that was read, within a transaction; of what a person (`actor`) hands in, a row in the list of writes says so."""
    added = bulletins.add(store, run, found.unit_row, found.rows, now, found.intake)
    if actor:
        audit.add(store, actor, What(Action.IMPORT, unit.id, f"{name}: {len(added)} bulletins"), now)
    return TakenIn(name, len(added), len(found.rows) - len(added), found.skipped, found.intake.problems)
