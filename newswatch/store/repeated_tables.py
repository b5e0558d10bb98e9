"""The columns by which one row stands for several polls (`repeated`), and the triggers that keep such rows true."""

REPEATED = """
ALTER TABLE fetches ADD COLUMN last_at TEXT NOT NULL DEFAULT '';
ALTER TABLE fetches ADD COLUMN times INTEGER NOT NULL DEFAULT 1 CHECK (times >= 1);
ALTER TABLE fetches ADD COLUMN repeats BLOB NOT NULL DEFAULT x'';
ALTER TABLE fetches ADD COLUMN body_at TEXT;
ALTER TABLE fetches ADD COLUMN last_run INTEGER REFERENCES runs;
ALTER TABLE fetches ADD COLUMN finished INTEGER NOT NULL DEFAULT 1 CHECK (finished IN (0, 1));
ALTER TABLE fetches ADD COLUMN outline TEXT NOT NULL DEFAULT '';
UPDATE fetches SET last_at = fetched_at, last_run = run_id, body_at = CASE WHEN json_extract(nullif(proof, ''), '$.body') THEN fetched_at END;
CREATE INDEX polls_of_source ON fetches (source_id, id);
CREATE UNIQUE INDEX one_open_poll ON fetches (source_id) WHERE finished = 0;

CREATE TRIGGER fetches_not_deleted BEFORE DELETE ON fetches BEGIN SELECT raise(ABORT, 'polls are never deleted'); END;
CREATE TRIGGER fetches_finished_stay BEFORE UPDATE ON fetches WHEN OLD.finished = 1
BEGIN SELECT raise(ABORT, 'a finished poll stays as it is'); END;
CREATE TRIGGER fetches_open_are_extended BEFORE UPDATE ON fetches
WHEN NEW.times < OLD.times OR NEW.last_at < OLD.last_at OR NEW.run_id IS NOT OLD.run_id OR NEW.source_id IS NOT OLD.source_id
    OR NEW.fetched_at IS NOT OLD.fetched_at OR NEW.outcome IS NOT OLD.outcome OR NEW.reach IS NOT OLD.reach OR NEW.proof IS NOT OLD.proof
    OR NEW.warnings IS NOT OLD.warnings
BEGIN SELECT raise(ABORT, 'an open poll is only extended'); END;
"""
