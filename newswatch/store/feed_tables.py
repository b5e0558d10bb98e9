"""The table of what goes out to other systems. A row is the intent; once it was delivered, it stays as it is and enters the ledger."""

FEEDS = """
CREATE TABLE feeds (
    id INTEGER PRIMARY KEY, unit_id INTEGER NOT NULL REFERENCES units, way TEXT NOT NULL CHECK (way IN ('file', 'post')), target TEXT NOT NULL,
    year INTEGER NOT NULL, key TEXT NOT NULL UNIQUE, body BLOB NOT NULL, made_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'cancelled')),
    attempts INTEGER NOT NULL DEFAULT 0, due_at TEXT NOT NULL, changed_at TEXT NOT NULL, sent_at TEXT, answer TEXT NOT NULL DEFAULT '',
    in_doubt INTEGER NOT NULL DEFAULT 0 CHECK (in_doubt IN (0, 1)), CHECK ((state = 'sent') = (sent_at IS NOT NULL))
) STRICT;
CREATE INDEX feeds_due ON feeds (due_at, attempts, id) WHERE state = 'queued';
CREATE INDEX feeds_on_the_way ON feeds (unit_id, way, target, id) WHERE state IN ('queued', 'sending');
CREATE INDEX feeds_of_target ON feeds (unit_id, way, target, year, id);
CREATE INDEX feeds_by_state ON feeds (state, in_doubt, id);

CREATE TRIGGER feeds_not_deleted BEFORE DELETE ON feeds BEGIN SELECT raise(ABORT, 'what goes out is cancelled, never deleted'); END;
CREATE TRIGGER feeds_sent_is_final BEFORE UPDATE ON feeds WHEN OLD.state = 'sent'
BEGIN SELECT raise(ABORT, 'what was delivered stays delivered'); END;
CREATE TRIGGER feeds_not_rewritten BEFORE UPDATE ON feeds
WHEN NEW.unit_id IS NOT OLD.unit_id OR NEW.way IS NOT OLD.way OR NEW.target IS NOT OLD.target OR NEW.year IS NOT OLD.year
    OR NEW.key IS NOT OLD.key OR NEW.body IS NOT OLD.body OR NEW.made_at IS NOT OLD.made_at
BEGIN SELECT raise(ABORT, 'what is to go out is never rewritten'); END;
"""
