"""The tables of the ledger, and how a table that has rows already joins it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newswatch.store.ledger_kinds import KINDS

if TYPE_CHECKING:
    from sqlite_utils import Database

LEDGER = """
CREATE TABLE ledger (
    unit_id INTEGER NOT NULL REFERENCES units, link INTEGER NOT NULL, kind TEXT NOT NULL, row ANY NOT NULL,
    head BLOB NOT NULL CHECK (length(head) = 32), digest BLOB CHECK (length(digest) = 32), PRIMARY KEY (unit_id, link)
) STRICT, WITHOUT ROWID;
CREATE TABLE unsealed (id INTEGER PRIMARY KEY, unit_id INTEGER, kind TEXT NOT NULL, row ANY) STRICT;
CREATE TABLE adoptions (
    id INTEGER PRIMARY KEY, unit_id INTEGER NOT NULL REFERENCES units, adopted_at TEXT NOT NULL, links INTEGER NOT NULL, kinds TEXT NOT NULL
) STRICT;
ALTER TABLE statements ADD COLUMN head TEXT NOT NULL DEFAULT '';
"""

FINISHING = """
DROP TRIGGER stamp_poll_changed;
CREATE TRIGGER stamp_poll_changed AFTER UPDATE ON fetches WHEN NEW.times <> OLD.times OR NEW.finished = OLD.finished
BEGIN UPDATE units SET stamp = stamp + 1, proofs = proofs + (NEW.fetched_at = OLD.fetched_at), polls = polls + 1
    WHERE id = (SELECT unit_id FROM sources WHERE id = NEW.source_id); END;
"""
"""That a row ends is no poll: it bears on nothing."""

FIRST = (
    *("sources", "fetches", "observations", "namings", "moves", "origins", "decisions", "withdrawals", "bulletins", "voids", "closings"),
    *("intakes", "ignored_files", "statements", "notifications", "watches"),
)
"""The kinds that the ledger began with."""


def join(db: Database, *names: str) -> None:
    """Lets kinds of rows into the ledger: from now on each one written is noted, and those that are there are entered by the order of their times.

    A link of its own says of each unit how many were adopted so, of which kinds, and when. They are sealed with the change of the tables.
    """
    (before,) = next(iter(db.execute("SELECT coalesce(max(id), 0) FROM unsealed")))
    present = " UNION ALL ".join(f"SELECT *, {rank} AS rank FROM ({KINDS[name].present})" for rank, name in enumerate(names))
    db.execute(f"INSERT INTO unsealed (unit_id, kind, row) SELECT unit, kind, key FROM ({present}) ORDER BY unit, at, rank, key")
    for name in names:
        for event in KINDS[name].triggers.split("END;\n"):
            if event:
                db.execute(f"{event}END")
    db.execute(
        "INSERT INTO adoptions (unit_id, adopted_at, links, kinds) SELECT unit_id, strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now'), count(*), ? "
        "FROM unsealed WHERE unit_id IS NOT NULL AND id > ? GROUP BY unit_id",
        (" ".join(names), before),
    )
