"""What the ledger added to the tables, after all changes of `upgrades`; and bringing a database up to date, which seals what the changes wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

import newswatch.store.upgrades  # noqa: F401 - its changes come first
from newswatch.store import ledger
from newswatch.store.ledger_kinds import KINDS
from newswatch.store.ledger_tables import FINISHING, FIRST, LEDGER, STAMPS, join
from newswatch.store.schema import APPEND_ONLY, migrations, statements_of

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database


@migrations()
def ledgers(db: Database) -> None:
    """A chain of links for each unit. Rows that are there already are adopted by the order of their times; a finished poll moves no stamp."""
    triggers = "".join(APPEND_ONLY.format(table=t, verb=verb) for t in ("ledger", "adoptions") for verb in ("update", "delete"))
    for statement in statements_of(LEDGER + triggers + FINISHING + KINDS["adoptions"].triggers):
        db.execute(statement)
    join(db, *FIRST)


@migrations()
def time_stamps(db: Database) -> None:
    """Heads of ledgers that an authority stamped with the time."""
    triggers = "".join(APPEND_ONLY.format(table="stamps", verb=verb) for verb in ("update", "delete"))
    for statement in statements_of(STAMPS + triggers):
        db.execute(statement)


def bring_up_to_date(db: sqlite3.Connection) -> None:
    """Makes the changes that a database lacks, whole or not at all."""
    if migrations.lacking(db):
        since = ledger.mark(db) if _has_ledger(db) else 0
        migrations.apply(db, lambda changed: ledger.seal(changed, since))


def _has_ledger(db: sqlite3.Connection) -> bool:
    return db.execute("SELECT 1 FROM sqlite_master WHERE name = 'unsealed'").fetchone() is not None
