"""Helper tables of what was judged, and the counters of a unit that tell whether it still holds. They may be dropped at any time.

Of a unit `stamp` counts all that bears on its count, `proofs` what of that came from polls alone, and `polls` every poll, the failed ones too.
"""

KEPT = """
CREATE TABLE IF NOT EXISTS kept (
    unit_id INTEGER NOT NULL REFERENCES units, year INTEGER NOT NULL, rests_on TEXT NOT NULL, stamp INTEGER NOT NULL, proofs INTEGER NOT NULL,
    since TEXT NOT NULL, until TEXT NOT NULL, horizon TEXT NOT NULL, ground TEXT NOT NULL, seal TEXT NOT NULL, brief BLOB NOT NULL,
    items BLOB NOT NULL, PRIMARY KEY (unit_id, year)
) STRICT;
CREATE TABLE IF NOT EXISTS kept_pairs (
    unit_id INTEGER PRIMARY KEY REFERENCES units, rests_on TEXT NOT NULL, seal TEXT NOT NULL, pairs BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS done (
    unit_id INTEGER NOT NULL REFERENCES units, duty TEXT NOT NULL, rests_on TEXT NOT NULL, stamp INTEGER NOT NULL, polls INTEGER NOT NULL,
    since TEXT NOT NULL, until TEXT NOT NULL, seal TEXT NOT NULL, PRIMARY KEY (unit_id, duty)
) STRICT, WITHOUT ROWID;
"""

POLL_CHANGED = """
CREATE TRIGGER stamp_poll_changed AFTER UPDATE ON fetches
BEGIN UPDATE units SET stamp = stamp + 1, proofs = proofs + (NEW.fetched_at = OLD.fetched_at), polls = polls + 1
    WHERE id = (SELECT unit_id FROM sources WHERE id = NEW.source_id); END;
"""
"""A poll that shares the row of the one before it is a poll as any other."""

COUNTERS = """
ALTER TABLE units ADD COLUMN proofs INTEGER NOT NULL DEFAULT 0;
ALTER TABLE units ADD COLUMN polls INTEGER NOT NULL DEFAULT 0;
CREATE INDEX observations_of_poll ON observations (run_id, source_id);
DROP TRIGGER stamp_poll;
CREATE TRIGGER stamp_poll AFTER INSERT ON fetches WHEN NEW.reach IS NOT NULL OR NEW.proof <> ''
BEGIN UPDATE units SET stamp = stamp + 1, proofs = proofs + 1 WHERE id = (SELECT unit_id FROM sources WHERE id = NEW.source_id); END;
CREATE TRIGGER stamp_poll_after_items AFTER INSERT ON fetches
WHEN EXISTS (SELECT 1 FROM observations WHERE run_id = NEW.run_id AND source_id = NEW.source_id)
BEGIN UPDATE units SET stamp = stamp + 1 WHERE id = (SELECT unit_id FROM sources WHERE id = NEW.source_id); END;
CREATE TRIGGER stamp_first_poll AFTER INSERT ON fetches WHEN NOT EXISTS (
    SELECT 1 FROM sources s JOIN sources o ON o.unit_id = s.unit_id JOIN fetches f ON f.source_id = o.id
    WHERE s.id = NEW.source_id AND f.fetched_at <= NEW.fetched_at AND f.id <> NEW.id)
BEGIN UPDATE units SET stamp = stamp + 1 WHERE id = (SELECT unit_id FROM sources WHERE id = NEW.source_id); END;
CREATE TRIGGER stamp_poll_lost AFTER DELETE ON fetches
BEGIN UPDATE units SET stamp = stamp + 1, polls = polls + 1 WHERE id = (SELECT unit_id FROM sources WHERE id = OLD.source_id); END;
CREATE TRIGGER count_poll AFTER INSERT ON fetches
BEGIN UPDATE units SET polls = polls + 1 WHERE id = (SELECT unit_id FROM sources WHERE id = NEW.source_id); END;
CREATE TRIGGER stamp_intake_again AFTER UPDATE ON intakes BEGIN UPDATE units SET stamp = stamp + 1 WHERE id = NEW.unit_id; END;
CREATE TRIGGER stamp_answer AFTER INSERT ON articles
BEGIN UPDATE units SET stamp = stamp + 1 WHERE id = (SELECT unit_id FROM items WHERE id = NEW.item_id); END;
CREATE TRIGGER stamp_answer_changed AFTER UPDATE ON articles WHEN NEW.answer <> OLD.answer
BEGIN UPDATE units SET stamp = stamp + 1 WHERE id = (SELECT unit_id FROM items WHERE id = NEW.item_id); END;
"""
