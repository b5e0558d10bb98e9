"""The columns by which one row stands for several polls (`repeated`), the triggers that keep such rows true, and what tells that items changed."""

REPEATED = """
DROP TRIGGER stamp_poll_changed;
ALTER TABLE fetches ADD COLUMN last_at TEXT NOT NULL DEFAULT '';
ALTER TABLE fetches ADD COLUMN times INTEGER NOT NULL DEFAULT 1 CHECK (times >= 1);
ALTER TABLE fetches ADD COLUMN repeats BLOB NOT NULL DEFAULT x'';
ALTER TABLE fetches ADD COLUMN body_at TEXT;
ALTER TABLE fetches ADD COLUMN last_run INTEGER REFERENCES runs;
ALTER TABLE fetches ADD COLUMN finished INTEGER NOT NULL DEFAULT 1 CHECK (finished IN (0, 1));
ALTER TABLE fetches ADD COLUMN gist TEXT NOT NULL DEFAULT '';
ALTER TABLE fetches ADD COLUMN quiet TEXT NOT NULL DEFAULT '';
UPDATE fetches SET last_at = fetched_at, last_run = run_id, body_at = CASE WHEN json_extract(nullif(proof, ''), '$.body') THEN fetched_at END;
DROP INDEX fetches_of_source;
CREATE INDEX fetches_of_source ON fetches (source_id, last_at);
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

ITEMS_STAMP = """
ALTER TABLE units ADD COLUMN items_stamp INTEGER NOT NULL DEFAULT 0;
ALTER TABLE units ADD COLUMN settled INTEGER NOT NULL DEFAULT 0 CHECK (settled IN (0, 1));
UPDATE units SET settled = 1 WHERE EXISTS (
    SELECT 1 FROM decisions d JOIN items i ON i.id = d.item_id WHERE i.unit_id = units.id AND d.published_on IS NOT NULL);

CREATE TABLE gone_over (unit_id INTEGER PRIMARY KEY REFERENCES units, items_stamp INTEGER NOT NULL, by TEXT NOT NULL) STRICT;
CREATE TRIGGER items_stamp_decision AFTER INSERT ON decisions BEGIN
    UPDATE units SET items_stamp = items_stamp + 1, settled = settled OR NEW.published_on IS NOT NULL
    WHERE id = (SELECT unit_id FROM items WHERE id = NEW.item_id);
END;
CREATE TRIGGER items_stamp_withdrawal AFTER INSERT ON withdrawals BEGIN
    UPDATE units SET items_stamp = items_stamp + 1
    WHERE id = (SELECT i.unit_id FROM items i JOIN decisions d ON d.item_id = i.id WHERE d.id = NEW.decision_id);
END;
CREATE TRIGGER items_stamp_observation AFTER INSERT ON observations
BEGIN UPDATE units SET items_stamp = items_stamp + 1 WHERE id = (SELECT unit_id FROM items WHERE id = NEW.item_id); END;
CREATE TRIGGER items_stamp_answer AFTER INSERT ON articles
BEGIN UPDATE units SET items_stamp = items_stamp + 1 WHERE id = (SELECT unit_id FROM items WHERE id = NEW.item_id); END;
CREATE TRIGGER items_stamp_answered AFTER UPDATE ON articles
BEGIN UPDATE units SET items_stamp = items_stamp + 1 WHERE id = (SELECT unit_id FROM items WHERE id = NEW.item_id); END;
"""
"""The stamp of a unit's items advances with all that its polls read of them; polls that find nothing new don't move it. (What sources name is written
by `polls.record`, which moves it too.) `settled` says that people ever gave a date to one of them."""
