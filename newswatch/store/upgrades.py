"""What later versions added to the tables. Each change brings an existing database along, whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newswatch.store.countables import STANDING, VIEW
from newswatch.store.kept_tables import COUNTERS, KEPT, POLL_CHANGED
from newswatch.store.repeated_tables import ITEMS_STAMP, REPEATED
from newswatch.store.schema import APPEND_ONLY, migrations, statements_of
from newswatch.store.typed_facts import convert_causes, convert_decisions, decide_origins

if TYPE_CHECKING:
    from sqlite_utils import Database

_FACTS = """
ALTER TABLE units ADD COLUMN stamp INTEGER NOT NULL DEFAULT 0;

ALTER TABLE runs ADD COLUMN ending TEXT CHECK (ending IN ('ok', 'partial', 'failed', 'stopped', 'crashed'));
CREATE TABLE duties (
    unit_id INTEGER NOT NULL REFERENCES units, verb TEXT NOT NULL, run_id INTEGER NOT NULL REFERENCES runs, PRIMARY KEY (unit_id, verb)
) STRICT, WITHOUT ROWID;

CREATE TABLE sources_anew (
    id INTEGER PRIMARY KEY, unit_id INTEGER NOT NULL REFERENCES units, key TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('feed', 'listing', 'sitemap', 'wordpress')), url TEXT NOT NULL, profile TEXT NOT NULL DEFAULT '',
    UNIQUE (unit_id, key, url, profile)
) STRICT;
INSERT INTO sources_anew (id, unit_id, key, kind, url) SELECT id, unit_id, key, kind, url FROM sources;
DROP TABLE sources;
ALTER TABLE sources_anew RENAME TO sources;

ALTER TABLE fetches ADD COLUMN warnings TEXT NOT NULL DEFAULT '[]';
ALTER TABLE fetches ADD COLUMN traceback TEXT NOT NULL DEFAULT '';

CREATE TABLE answers (
    id INTEGER PRIMARY KEY, url TEXT NOT NULL, final_url TEXT NOT NULL, status INTEGER NOT NULL, content_type TEXT NOT NULL,
    headers TEXT NOT NULL, fetched_at TEXT NOT NULL, sha256 TEXT NOT NULL REFERENCES captures
) STRICT;
CREATE INDEX answers_of_capture ON answers (sha256);
ALTER TABLE observations ADD COLUMN answer INTEGER REFERENCES answers;
CREATE TABLE namings (item_id INTEGER PRIMARY KEY REFERENCES items, answer INTEGER NOT NULL REFERENCES answers) STRICT;

CREATE TABLE log_files (sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
CREATE TABLE texts (
    digest TEXT PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('rule', 'lexicon')), name TEXT NOT NULL, text TEXT NOT NULL, kept_at TEXT NOT NULL
) STRICT;

CREATE TABLE withdrawals (
    decision_id INTEGER PRIMARY KEY REFERENCES decisions, withdrawn_at TEXT NOT NULL,
    withdrawn_by TEXT NOT NULL CHECK (trim(withdrawn_by) <> ''), because TEXT NOT NULL CHECK (trim(because) <> '')
) STRICT;
CREATE TABLE origins (
    item_id INTEGER PRIMARY KEY REFERENCES items, origin TEXT NOT NULL, sign TEXT NOT NULL, decided_at TEXT NOT NULL
) STRICT;

ALTER TABLE decisions ADD COLUMN phrases TEXT NOT NULL DEFAULT '[]';
ALTER TABLE decisions ADD COLUMN because TEXT NOT NULL DEFAULT '';
ALTER TABLE statements ADD COLUMN basis TEXT NOT NULL DEFAULT '{}';
CREATE TABLE bases (unit_id INTEGER PRIMARY KEY REFERENCES units, basis TEXT NOT NULL, since TEXT NOT NULL) STRICT;
"""

_ENDINGS = """
UPDATE runs SET ending = CASE WHEN state = 'open' THEN NULL
    WHEN note LIKE 'stopped; %' OR note LIKE 'stopped before %' OR note LIKE 'KeyboardInterrupt: %' THEN 'stopped'
    WHEN note LIKE 'ended without being closed%' THEN 'crashed' ELSE state END;
INSERT INTO duties (unit_id, verb, run_id) SELECT u.id, r.verb, max(r.id) FROM runs r, units u WHERE r.verb IN ('check', 'close') GROUP BY u.id, r.verb;

CREATE INDEX polls_of_run ON fetches (run_id, source_id);
DELETE FROM fetches WHERE EXISTS (
    SELECT 1 FROM fetches f WHERE f.run_id = fetches.run_id AND f.source_id = fetches.source_id AND f.id <> fetches.id
    AND (f.outcome IN ('ok', 'not_modified'), f.reach IS NOT NULL, f.id)
        > (fetches.outcome IN ('ok', 'not_modified'), fetches.reach IS NOT NULL, fetches.id)
);
DROP INDEX polls_of_run;
CREATE UNIQUE INDEX one_poll_a_run ON fetches (run_id, source_id);

INSERT INTO answers (url, final_url, status, content_type, headers, fetched_at, sha256)
SELECT url, final_url, status, content_type, '[]', fetched_at, sha256 FROM captures ORDER BY fetched_at, sha256;
"""

_STAMPS = """
CREATE TRIGGER stamp_observation AFTER INSERT ON observations
BEGIN UPDATE units SET stamp = stamp + 1 WHERE id = (SELECT unit_id FROM items WHERE id = NEW.item_id); END;
CREATE TRIGGER stamp_decision AFTER INSERT ON decisions
BEGIN UPDATE units SET stamp = stamp + 1 WHERE id = (SELECT unit_id FROM items WHERE id = NEW.item_id); END;
CREATE TRIGGER stamp_withdrawal AFTER INSERT ON withdrawals
BEGIN UPDATE units SET stamp = stamp + 1 WHERE id = (SELECT i.unit_id FROM items i JOIN decisions d ON d.item_id = i.id WHERE d.id = NEW.decision_id); END;
CREATE TRIGGER stamp_bulletin AFTER INSERT ON bulletins
BEGIN UPDATE units SET stamp = stamp + 1 WHERE id = (SELECT unit_id FROM items WHERE id = NEW.item_id); END;
CREATE TRIGGER stamp_void AFTER UPDATE ON bulletins
BEGIN UPDATE units SET stamp = stamp + 1 WHERE id = (SELECT unit_id FROM items WHERE id = NEW.item_id); END;
CREATE TRIGGER stamp_poll AFTER INSERT ON fetches WHEN NEW.reach IS NOT NULL
BEGIN UPDATE units SET stamp = stamp + 1 WHERE id = (SELECT unit_id FROM sources WHERE id = NEW.source_id); END;
CREATE TRIGGER stamp_intake AFTER INSERT ON intakes BEGIN UPDATE units SET stamp = stamp + 1 WHERE id = NEW.unit_id; END;
CREATE TRIGGER stamp_origin AFTER INSERT ON origins
BEGIN UPDATE units SET stamp = stamp + 1 WHERE id = (SELECT unit_id FROM items WHERE id = NEW.item_id); END;
"""

_CLOSINGS = """
CREATE TABLE closings (
    id INTEGER PRIMARY KEY, unit_id INTEGER NOT NULL REFERENCES units, month TEXT NOT NULL, closed_at TEXT NOT NULL,
    closed_by TEXT NOT NULL CHECK (trim(closed_by) <> ''), none_aired INTEGER NOT NULL CHECK (none_aired IN (0, 1))
) STRICT;
CREATE INDEX closings_of_month ON closings (unit_id, month, id);
ALTER TABLE statements ADD COLUMN log TEXT NOT NULL DEFAULT '';
CREATE TRIGGER stamp_closing AFTER INSERT ON closings BEGIN UPDATE units SET stamp = stamp + 1 WHERE id = NEW.unit_id; END;
"""

_STATED_DATES = """
ALTER TABLE observations ADD COLUMN relative_at TEXT;
ALTER TABLE observations ADD COLUMN modified_at TEXT;
ALTER TABLE observations ADD COLUMN bare_at TEXT;
ALTER TABLE observations ADD COLUMN bare_place TEXT;
CREATE TABLE moves (
    key TEXT NOT NULL, item_id INTEGER NOT NULL REFERENCES items, url TEXT NOT NULL, seen_at TEXT NOT NULL, PRIMARY KEY (item_id, key)
) STRICT, WITHOUT ROWID;
"""

_SETTLING = """
ALTER TABLE decisions ADD COLUMN not_during TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(not_during));
ALTER TABLE decisions ADD COLUMN dead_link INTEGER NOT NULL DEFAULT 0 CHECK (dead_link IN (0, 1));
"""

_UNREAD_FILES = """
CREATE TABLE unread_files (
    unit_id INTEGER NOT NULL REFERENCES units, file TEXT NOT NULL, mark TEXT NOT NULL, why TEXT NOT NULL, since TEXT NOT NULL, changed_at TEXT NOT NULL,
    tried_at TEXT NOT NULL, tries INTEGER NOT NULL CHECK (tries > 0), ended_at TEXT, sound INTEGER NOT NULL DEFAULT 0 CHECK (sound IN (0, 1)),
    PRIMARY KEY (unit_id, file)
) STRICT, WITHOUT ROWID;
CREATE TABLE ignored_files (
    id INTEGER PRIMARY KEY, unit_id INTEGER NOT NULL REFERENCES units, file TEXT NOT NULL, ignored_at TEXT NOT NULL,
    ignored_by TEXT NOT NULL CHECK (trim(ignored_by) <> ''), because TEXT NOT NULL CHECK (trim(because) <> '')
) STRICT;
CREATE TRIGGER stamp_unread_file AFTER INSERT ON unread_files BEGIN UPDATE units SET stamp = stamp + 1 WHERE id = NEW.unit_id; END;
CREATE TRIGGER stamp_unread_file_again AFTER UPDATE ON unread_files WHEN NEW.changed_at IS NOT OLD.changed_at OR NEW.ended_at IS NOT OLD.ended_at
BEGIN UPDATE units SET stamp = stamp + 1 WHERE id = NEW.unit_id; END;
CREATE TRIGGER stamp_ignored_file AFTER INSERT ON ignored_files BEGIN UPDATE units SET stamp = stamp + 1 WHERE id = NEW.unit_id; END;
"""

_APPEND_ONLY_NOW = ("answers", "namings", "log_files", "texts", "withdrawals", "origins")


@migrations()
def facts(db: Database) -> None:
    """Facts as typed values; a stamp for each unit; runs with the units they went over; sources by address and profile; what evidence needs."""
    for statement in (
        "DROP VIEW IF EXISTS countables",
        *_dropped("decisions"),
        *_dropped("statements"),
        *statements_of(_FACTS),
        *statements_of(_ENDINGS),
    ):
        db.execute(statement)
    convert_decisions(db)
    convert_causes(db)
    db.execute("ALTER TABLE decisions DROP COLUMN reasons")
    for statement in statements_of(STANDING + VIEW):
        db.execute(statement)
    decide_origins(db)
    triggers = "".join(
        APPEND_ONLY.format(table=t, verb=v) for t in ("decisions", "statements", *_APPEND_ONLY_NOW) for v in ("update", "delete")
    )
    for statement in statements_of(triggers + _STAMPS):
        db.execute(statement)


@migrations()
def proofs(db: Database) -> None:
    """What each poll proves. Polls made before prove nothing, since order and completeness were assumed then."""
    db.execute("ALTER TABLE fetches ADD COLUMN proof TEXT NOT NULL DEFAULT ''")


@migrations()
def closings(db: Database) -> None:
    """Months whose loudspeaker log a person closed, and how the log stood when a month was stated."""
    triggers = "".join(APPEND_ONLY.format(table="closings", verb=verb) for verb in ("update", "delete"))
    for statement in statements_of(_CLOSINGS + triggers):
        db.execute(statement)


@migrations()
def stated_dates(db: Database) -> None:
    """The dates of changes, relative ones, and those that may be an event's; and the addresses to which articles moved."""
    db.execute("DROP VIEW countables")
    triggers = "".join(APPEND_ONLY.format(table="moves", verb=verb) for verb in ("update", "delete"))
    for statement in statements_of(_STATED_DATES + triggers + VIEW):
        db.execute(statement)


@migrations()
def elsewhere_and_guids(db: Database) -> None:
    """What was seen of items on hosts that nobody settled, and the names (guids) that feeds give to items.

    Polls up to `whole_since` dropped such items.
    """
    db.execute("ALTER TABLE observations ADD COLUMN elsewhere INTEGER NOT NULL DEFAULT 0 CHECK (elsewhere IN (0, 1))")
    db.execute(
        "CREATE TABLE guids (item_id INTEGER NOT NULL REFERENCES items, guid TEXT NOT NULL, PRIMARY KEY (item_id, guid)) STRICT, WITHOUT ROWID"
    )
    db.execute("CREATE TABLE whole_since (poll INTEGER NOT NULL) STRICT")
    db.execute("INSERT INTO whole_since SELECT coalesce(max(id), 0) FROM fetches")


@migrations()
def settling(db: Database) -> None:
    """What people can settle besides: the days on which an item was not published, and that its article can't be read any more."""
    for statement in statements_of(_SETTLING):
        db.execute(statement)


@migrations()
def articles(db: Database) -> None:
    """How asking for each item's article ended. Items without a row were stored before answers were judged; the next check judges them."""
    db.execute(
        "CREATE TABLE articles (item_id INTEGER PRIMARY KEY REFERENCES items, answer TEXT NOT NULL, asked_at TEXT, "
        "times INTEGER NOT NULL DEFAULT 0 CHECK (times >= 0), body TEXT NOT NULL DEFAULT '') STRICT"
    )


@migrations()
def unread_files(db: Database) -> None:
    """Files of the inbox that could not be read, which hold their months open, and logs that people told to ignore."""
    triggers = "".join(APPEND_ONLY.format(table="ignored_files", verb=verb) for verb in ("update", "delete"))
    for statement in statements_of(_UNREAD_FILES + triggers):
        db.execute(statement)


@migrations()
def laid_mails(db: Database) -> None:
    """Which mails were laid into files while no server was set: they alone may be sent after all. A server's answer begins with its code (RFC 5321,
    4.2), a path does not."""
    db.execute("DROP TRIGGER deliveries_sent_is_final")
    db.execute("ALTER TABLE deliveries ADD COLUMN laid INTEGER NOT NULL DEFAULT 0 CHECK (laid IN (0, 1))")
    db.execute("UPDATE deliveries SET laid = 1 WHERE state = 'sent' AND answer <> '' AND answer NOT GLOB '[0-9]*'")
    db.execute(
        "CREATE TRIGGER deliveries_sent_is_final BEFORE UPDATE ON deliveries WHEN OLD.state = 'sent' AND NOT OLD.laid "
        "BEGIN SELECT raise(ABORT, 'a sent mail stays sent'); END"
    )


@migrations()
def kept(db: Database) -> None:
    """What was judged is kept, and a unit's stamp advances with everything that bears on its count."""
    for statement in statements_of(KEPT + POLL_CHANGED + COUNTERS):
        db.execute(statement)


@migrations()
def indexes(db: Database) -> None:
    """What is asked of the whole outbox, of the last run of a kind and of a unit's ignored files is found without reading all mails, runs and files."""
    db.execute("CREATE INDEX deliveries_by_state ON deliveries (state, fault, id)")
    db.execute("CREATE INDEX runs_of_verb ON runs (verb, id)")
    db.execute("CREATE INDEX ignored_of_unit ON ignored_files (unit_id, file, ignored_at)")


@migrations()
def repeated_polls(db: Database) -> None:
    """Polls that found nothing new extend the row of the one before. Rows of earlier versions are finished."""
    for statement in statements_of(REPEATED + POLL_CHANGED + ITEMS_STAMP):
        db.execute(statement)


def _dropped(table: str) -> tuple[str, str]:
    return f"DROP TRIGGER {table}_not_updated", f"DROP TRIGGER {table}_not_deleted"
