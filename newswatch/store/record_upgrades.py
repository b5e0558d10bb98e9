"""What makes the record provable and movable, as changes of the tables: files beside the database, the ledger, what a backup leaves in doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newswatch.store import ledger
from newswatch.store.account_tables import ACCOUNTS, VOIDED
from newswatch.store.feed_tables import FEEDS
from newswatch.store.files_tables import FILES, ONLY_ADDED, STAMPED
from newswatch.store.item_index_tables import ITEM_INDEX
from newswatch.store.ledger_kinds import KINDS
from newswatch.store.ledger_tables import FINISHING, FIRST, LEDGER, OF_FILES, STAMPS, join
from newswatch.store.moving_tables import PRUNED, RESTORED
from newswatch.store.schema import APPEND_ONLY, statements_of
from newswatch.store.signing_tables import SIGNATURES
from newswatch.store.upgrades import migrations

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database


@migrations()
def files(db: Database) -> None:
    """Files beside the database: what people attach to items, and the images and pictures of their pages."""
    triggers = "".join(APPEND_ONLY.format(table=table, verb=verb) for table in ONLY_ADDED for verb in ("update", "delete"))
    for statement in statements_of(FILES + triggers):
        db.execute(statement)


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


@migrations()
def evidence_in_ledger(db: Database) -> None:
    """Files that people attach, and what is kept of pages, enter the ledger."""
    join(db, *OF_FILES)


@migrations()
def moving(db: Database) -> None:
    """Units whose rows were restored from a backup, mails that may have been sent since it was made, and bodies that people dropped."""
    triggers = "".join(APPEND_ONLY.format(table=table, verb=verb) for table in ("prunings", "pruned") for verb in ("update", "delete"))
    for statement in statements_of(RESTORED + PRUNED + triggers):
        db.execute(statement)


@migrations()
def evidence_stamps(db: Database) -> None:
    """Evidence that comes or goes advances the stamp of its unit."""
    for statement in statements_of(STAMPED):
        db.execute(statement)


@migrations()
def feeds(db: Database) -> None:
    """What goes out to other systems; each delivery enters the ledger."""
    for statement in statements_of(FEEDS):
        db.execute(statement)
    join(db, "feeds")


@migrations()
def accounts(db: Database) -> None:
    """Accounts, and the list of what people wrote; log files that are looked at before they are taken in, and columns named by hand."""
    triggers = "".join(APPEND_ONLY.format(table="writes", verb=verb) for verb in ("update", "delete"))
    for statement in statements_of(ACCOUNTS + triggers):
        db.execute(statement)
    db.execute(VOIDED)


@migrations()
def signatures(db: Database) -> None:
    """Statements that people signed."""
    triggers = "".join(APPEND_ONLY.format(table="signatures", verb=verb) for verb in ("update", "delete"))
    for statement in statements_of(SIGNATURES + triggers):
        db.execute(statement)
    join(db, "signatures")


@migrations()
def item_index(db: Database) -> None:
    """Tables by which polls find what is known of items. The items that are there are indexed by the next poll of their unit that reads any."""
    for statement in statements_of(ITEM_INDEX):
        db.execute(statement)


def bring_up_to_date(db: sqlite3.Connection) -> None:
    """Makes the changes that a database lacks, whole or not at all."""
    if migrations.lacking(db):
        since = ledger.mark(db) if _has_ledger(db) else 0
        migrations.apply(db, lambda changed: _sealed(changed, since))


def _sealed(db: sqlite3.Connection, since: int) -> None:
    """Enters what the changes wrote, if they are those of a version that has a ledger."""
    if _has_ledger(db):
        ledger.seal(db, since)


def _has_ledger(db: sqlite3.Connection) -> bool:
    return db.execute("SELECT 1 FROM sqlite_master WHERE name = 'unsealed'").fetchone() is not None
