"""What later versions added to the tables. Each change brings an existing database along, whole or not at all."""

import json
import re
from typing import Any

from sqlite_utils import Database

from newswatch.core.classify.reposts import repost_sign
from newswatch.store.countables import STANDING, VIEW
from newswatch.store.repeated_tables import ITEMS_STAMP, REPEATED
from newswatch.store.schema import APPEND_ONLY, migrations, statements_of

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

_APPEND_ONLY_NOW = ("answers", "namings", "log_files", "texts", "withdrawals", "origins")
_WEIGHED = re.compile(r"(?P<weight>[+-]\d+\.\d+) (?P<text>.*) \((?P<where>\w+)\)", re.DOTALL)
_DAY = re.compile(r"(?:(?P<origin>[a-z]+) )?(?P<day>\d{4}-\d\d-\d\d)")


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
    _convert_decisions(db)
    _convert_causes(db)
    db.execute("ALTER TABLE decisions DROP COLUMN reasons")
    for statement in statements_of(STANDING + VIEW):
        db.execute(statement)
    _decide_origins(db)
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
def repeated_polls(db: Database) -> None:
    """Polls that found nothing new extend the row of the one before. Rows of earlier versions are finished."""
    for statement in statements_of(REPEATED + ITEMS_STAMP):
        db.execute(statement)


def bring_up_to_date(db: Database) -> None:
    """Makes the changes that a database lacks, all in one transaction. Another process that opens it meanwhile waits, and finds nothing left to do."""
    if not migrations.pending(db):
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        migrations.apply(db)
        db.execute("COMMIT")
    except BaseException:
        db.rollback()
        raise


def _dropped(table: str) -> tuple[str, str]:
    return f"DROP TRIGGER {table}_not_updated", f"DROP TRIGGER {table}_not_deleted"


def _convert_decisions(db: Database) -> None:
    """Reasons were texts: of the program its phrases as people read them, of a person one sentence. The program was known by a name."""
    db.execute("UPDATE decisions SET decided_by = '' WHERE kind = 'ruling'")
    for id_, kind, reasons in list(db.execute("SELECT id, kind, reasons FROM decisions")):
        texts = json.loads(reasons)
        if kind == "person":
            db.execute("UPDATE decisions SET because = ? WHERE id = ?", ("; ".join(texts), id_))
        else:
            db.execute("UPDATE decisions SET phrases = ? WHERE id = ?", (json.dumps([_phrase(t) for t in texts], ensure_ascii=False), id_))


def _phrase(text: str) -> dict[str, Any]:
    found = _WEIGHED.fullmatch(text)
    if found is None:
        return {"text": text, "where": "text", "start": 0, "weight": 0.0}
    return {"text": found["text"], "where": found["where"], "start": 0, "weight": float(found["weight"])}


def _convert_causes(db: Database) -> None:
    """Causes were lists of four texts: kind, item, the name of a reason, its detail."""
    for id_, causes in list(db.execute("SELECT id, causes FROM statements WHERE causes <> '[]'")):
        told = [_cause(*cause) for cause in json.loads(causes)]
        db.execute("UPDATE statements SET causes = ? WHERE id = ?", (json.dumps(told, ensure_ascii=False), id_))


def _cause(kind: str, item: int, why: str, detail: str) -> dict[str, Any]:
    if kind == "added":
        day, _, by = detail.partition(", ")
        return {"kind": kind, "item": item, "day": day, "by": by}
    if kind == "removed":
        return {"kind": kind, "item": item, "reason": _reason(why.lower(), detail)}
    return {"kind": kind, "item": item}


def _reason(why: str, detail: str) -> dict[str, Any]:
    if why == "same_story":
        return {"why": why, "item": int(detail)} if detail.isdigit() else {"why": why}
    if days := [[found["origin"], found["day"]] for found in _DAY.finditer(detail)]:
        return {"why": why, "days": days}
    return {"why": why, "about": detail} if detail else {"why": why}


def _decide_origins(db: Database) -> None:
    """What an article shows of its origin is recorded once, as the version that stored it would have said it."""
    into = "INSERT INTO origins (item_id, origin, sign, decided_at) VALUES (?, ?, ?, ?)"
    articles = "SELECT id, title, text, whole, first_seen_at FROM countables WHERE channel = 'portal'"
    for id_, title, text, whole, at in list(db.execute(articles)):
        sign = repost_sign(title, text)
        if whole or sign:
            db.execute(into, (id_, "repost" if sign else "own", sign, at))
