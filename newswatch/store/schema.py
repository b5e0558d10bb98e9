"""The first tables (STRICT), and the triggers that keep what was seen and decided append-only. Later changes lie in `upgrades`."""

from __future__ import annotations

from sqlite3 import complete_statement
from typing import TYPE_CHECKING

from newswatch.store.changes import Changes

if TYPE_CHECKING:
    from sqlite_utils import Database

migrations = Changes("newswatch")

_TABLES = """
CREATE TABLE units (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL, kind TEXT NOT NULL
) STRICT;

CREATE TABLE sources (
    id INTEGER PRIMARY KEY, unit_id INTEGER NOT NULL REFERENCES units, key TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('feed', 'listing')), url TEXT NOT NULL,
    UNIQUE (unit_id, key)
) STRICT;

CREATE TABLE runs (
    id INTEGER PRIMARY KEY, verb TEXT NOT NULL, started_at TEXT NOT NULL, finished_at TEXT,
    state TEXT NOT NULL CHECK (state IN ('open', 'ok', 'partial', 'failed')), note TEXT NOT NULL DEFAULT '',
    CHECK ((state = 'open') = (finished_at IS NULL))
) STRICT;
CREATE UNIQUE INDEX one_open_run ON runs (state) WHERE state = 'open';

CREATE TABLE fetches (
    id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL REFERENCES runs, source_id INTEGER NOT NULL REFERENCES sources,
    fetched_at TEXT NOT NULL, outcome TEXT NOT NULL CHECK (outcome IN ('ok', 'not_modified', 'suspect', 'failed')),
    error TEXT NOT NULL DEFAULT '', reach TEXT, ended INTEGER NOT NULL CHECK (ended IN (0, 1)), pages INTEGER NOT NULL, entries INTEGER NOT NULL,
    etag TEXT NOT NULL DEFAULT '', last_modified TEXT NOT NULL DEFAULT '', sha256 TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX fetches_of_source ON fetches (source_id, fetched_at);

CREATE TABLE captures (
    sha256 TEXT PRIMARY KEY, url TEXT NOT NULL, final_url TEXT NOT NULL, status INTEGER NOT NULL, content_type TEXT NOT NULL,
    fetched_at TEXT NOT NULL, size INTEGER NOT NULL, body BLOB NOT NULL
) STRICT;

CREATE TABLE items (
    id INTEGER PRIMARY KEY, unit_id INTEGER NOT NULL REFERENCES units,
    channel TEXT NOT NULL CHECK (channel IN ('portal', 'loudspeaker')), key TEXT NOT NULL, first_seen_at TEXT NOT NULL,
    UNIQUE (unit_id, channel, key)
) STRICT;

CREATE TABLE sightings (
    source_id INTEGER NOT NULL REFERENCES sources, item_id INTEGER NOT NULL REFERENCES items,
    first_at TEXT NOT NULL, digest TEXT NOT NULL,
    PRIMARY KEY (source_id, item_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE observations (
    id INTEGER PRIMARY KEY, item_id INTEGER NOT NULL REFERENCES items, run_id INTEGER NOT NULL REFERENCES runs,
    source_id INTEGER NOT NULL REFERENCES sources, seen_at TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('seen', 'gone')), whole INTEGER NOT NULL CHECK (whole IN (0, 1)),
    url TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL,
    printed_raw TEXT NOT NULL DEFAULT '', printed_at TEXT, listing_at TEXT, feed_at TEXT, url_at TEXT, header_at TEXT,
    published_at TEXT, date_origin TEXT NOT NULL, stated TEXT NOT NULL DEFAULT '[]', local_day TEXT,
    month TEXT GENERATED ALWAYS AS (substr(local_day, 1, 7)) VIRTUAL,
    digest TEXT NOT NULL, capture TEXT REFERENCES captures
) STRICT;
CREATE INDEX observations_of_item ON observations (item_id, id);

CREATE TABLE bulletins (
    item_id INTEGER PRIMARY KEY REFERENCES items, run_id INTEGER NOT NULL REFERENCES runs, taken_in_at TEXT NOT NULL,
    file TEXT NOT NULL, file_row INTEGER NOT NULL, aired_on TEXT NOT NULL, aired_at TEXT, duration INTEGER,
    session TEXT NOT NULL, programme TEXT NOT NULL, section TEXT NOT NULL, title TEXT NOT NULL, summary TEXT NOT NULL, script TEXT NOT NULL,
    item_type TEXT, origin TEXT NOT NULL, origin_raw TEXT NOT NULL, author TEXT NOT NULL, editor TEXT NOT NULL, approver TEXT NOT NULL,
    announcer TEXT NOT NULL, approved_on TEXT, speaker_clusters TEXT NOT NULL, web_link TEXT NOT NULL, entered_by TEXT NOT NULL,
    note TEXT NOT NULL, voided_at TEXT, voided_by TEXT, void_reason TEXT,
    CHECK ((voided_at IS NULL) = (voided_by IS NULL) AND (voided_at IS NULL) = (void_reason IS NULL))
) STRICT;

CREATE TABLE intakes (
    sha256 TEXT NOT NULL, unit_id INTEGER NOT NULL REFERENCES units, file TEXT NOT NULL, taken_in_at TEXT NOT NULL,
    rows INTEGER NOT NULL, problems TEXT NOT NULL,
    PRIMARY KEY (unit_id, sha256)
) STRICT, WITHOUT ROWID;

CREATE TABLE decisions (
    id INTEGER PRIMARY KEY, item_id INTEGER NOT NULL REFERENCES items, decided_at TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('ruling', 'person')), decided_by TEXT NOT NULL,
    verdict TEXT CHECK (verdict IN ('par', 'other', 'unsure')), domain TEXT, reasons TEXT NOT NULL, lexicon TEXT NOT NULL DEFAULT '',
    published_on TEXT, same_as INTEGER REFERENCES items, own_story INTEGER NOT NULL DEFAULT 0 CHECK (own_story IN (0, 1)),
    origin TEXT, item_type TEXT,
    CHECK (kind = 'person' OR verdict IS NOT NULL), CHECK (same_as IS NULL OR (same_as <> item_id AND own_story = 0))
) STRICT;
CREATE TABLE statements (
    id INTEGER PRIMARY KEY, unit_id INTEGER NOT NULL REFERENCES units, month TEXT NOT NULL, revision INTEGER NOT NULL,
    stated_at TEXT NOT NULL, rule TEXT NOT NULL, rule_digest TEXT NOT NULL, counted TEXT NOT NULL, short INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('met', 'short', 'unknown')), causes TEXT NOT NULL,
    UNIQUE (unit_id, month, revision)
) STRICT;
CREATE INDEX decisions_of_item ON decisions (item_id, kind, id);
"""

_OUTBOX = """
CREATE TABLE watches (unit_id INTEGER PRIMARY KEY REFERENCES units, began_on TEXT NOT NULL) STRICT;

CREATE TABLE notifications (
    id INTEGER PRIMARY KEY, unit_id INTEGER NOT NULL REFERENCES units,
    kind TEXT NOT NULL CHECK (kind IN ('shortfall', 'warning', 'revision', 'trouble', 'quarter', 'half_year', 'year')),
    period TEXT NOT NULL, revision INTEGER NOT NULL, stated INTEGER, made_at TEXT NOT NULL, year INTEGER NOT NULL,
    subject TEXT NOT NULL, text TEXT NOT NULL, html TEXT NOT NULL, short_text TEXT NOT NULL, facts TEXT NOT NULL,
    UNIQUE (unit_id, kind, period, revision)
) STRICT;

CREATE TABLE enclosures (
    notification_id INTEGER NOT NULL REFERENCES notifications, place INTEGER NOT NULL,
    name TEXT NOT NULL, content_type TEXT NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (notification_id, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY, notification_id INTEGER NOT NULL REFERENCES notifications,
    address TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL, message_id TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'cancelled')),
    attempts INTEGER NOT NULL DEFAULT 0, due_at TEXT NOT NULL, changed_at TEXT NOT NULL, sent_at TEXT,
    fault TEXT NOT NULL DEFAULT '' CHECK (fault IN ('', 'server', 'recipient')), answer TEXT NOT NULL DEFAULT '',
    CHECK ((state = 'sent') = (sent_at IS NOT NULL))
) STRICT;
CREATE INDEX deliveries_due ON deliveries (due_at, id) WHERE state = 'queued';
CREATE INDEX deliveries_held ON deliveries (id) WHERE state = 'queued' AND fault = 'server';
CREATE INDEX deliveries_of_notification ON deliveries (notification_id);
"""

_SENT_IS_FINAL = """
CREATE TRIGGER deliveries_not_deleted BEFORE DELETE ON deliveries BEGIN SELECT raise(ABORT, 'deliveries are cancelled, never deleted'); END;
CREATE TRIGGER deliveries_sent_is_final BEFORE UPDATE ON deliveries WHEN OLD.state = 'sent'
BEGIN SELECT raise(ABORT, 'a sent mail stays sent'); END;
"""

APPEND_ONLY = """
CREATE TRIGGER {table}_not_{verb}d BEFORE {verb} ON {table} BEGIN
    SELECT raise(ABORT, '{table} is append-only');
END;
"""

_VOID_ONLY = """
CREATE TRIGGER bulletins_not_deleted BEFORE DELETE ON bulletins BEGIN SELECT raise(ABORT, 'bulletins are voided, never deleted'); END;
CREATE TRIGGER bulletins_not_rewritten BEFORE UPDATE ON bulletins
WHEN OLD.voided_at IS NOT NULL OR NEW.title IS NOT OLD.title OR NEW.aired_on IS NOT OLD.aired_on OR NEW.aired_at IS NOT OLD.aired_at
    OR NEW.item_id IS NOT OLD.item_id OR NEW.origin IS NOT OLD.origin OR NEW.script IS NOT OLD.script OR NEW.item_type IS NOT OLD.item_type
BEGIN SELECT raise(ABORT, 'bulletins are voided, never changed'); END;
"""


@migrations()
def first_tables(db: Database) -> None:
    """Units, sources, runs, what was seen, what was decided."""
    triggers = "".join(
        APPEND_ONLY.format(table=t, verb=v) for t in ("observations", "decisions", "captures", "statements") for v in ("update", "delete")
    )
    for statement in statements_of(_TABLES + triggers + _VOID_ONLY):
        db.execute(statement)


@migrations()
def outbox(db: Database) -> None:
    """What the board is told, and each mail's way to its recipient."""
    triggers = "".join(
        APPEND_ONLY.format(table=t, verb=v) for t in ("notifications", "enclosures", "watches") for v in ("update", "delete")
    )
    for statement in statements_of(_OUTBOX + triggers + _SENT_IS_FINAL):
        db.execute(statement)


def statements_of(script: str) -> list[str]:
    """The single statements of a script; a trigger's body stays whole. (executescript would end the migration's transaction.)"""
    found, rest = [], ""
    for line in script.splitlines(keepends=True):
        rest += line
        if rest.strip() and complete_statement(rest):
            found.append(rest.strip())
            rest = ""
    return found
