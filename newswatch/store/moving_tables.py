"""The columns and tables that moving a database needs: what may have happened since a backup was made, and bodies that were dropped."""

RESTORED = """
ALTER TABLE deliveries ADD COLUMN in_doubt INTEGER NOT NULL DEFAULT 0 CHECK (in_doubt IN (0, 1));
CREATE TABLE gaps (
    unit_id INTEGER PRIMARY KEY REFERENCES units, from_at TEXT NOT NULL, restored_at TEXT NOT NULL,
    told INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1))
) STRICT;
"""
"""A unit whose rows were restored has a row in `gaps`: nobody knows what was sent since the backup. `told` says that its board has since been told of
all that was due. A mail is `in_doubt` if it may have been sent in such a gap."""

PRUNED = """
CREATE TABLE prunings (
    id INTEGER PRIMARY KEY, before TEXT NOT NULL, pruned_at TEXT NOT NULL, pruned_by TEXT NOT NULL CHECK (trim(pruned_by) <> ''),
    because TEXT NOT NULL CHECK (trim(because) <> '')
) STRICT;
CREATE TABLE pruned (sha256 TEXT PRIMARY KEY REFERENCES captures, pruning INTEGER NOT NULL REFERENCES prunings) STRICT, WITHOUT ROWID;
DROP TRIGGER captures_not_updated;
CREATE TRIGGER captures_not_updated BEFORE UPDATE ON captures
WHEN NOT EXISTS (SELECT 1 FROM pruned WHERE sha256 = OLD.sha256) OR (length(NEW.body) > 0 AND length(OLD.body) > 0)
    OR NEW.sha256 IS NOT OLD.sha256 OR NEW.url IS NOT OLD.url OR NEW.final_url IS NOT OLD.final_url OR NEW.status IS NOT OLD.status
    OR NEW.content_type IS NOT OLD.content_type OR NEW.fetched_at IS NOT OLD.fetched_at OR NEW.size IS NOT OLD.size
BEGIN SELECT raise(ABORT, 'captures is append-only'); END;
"""
"""A body is dropped only under a row that says who dropped it; its digest, size, address and time stay. One that is received again is kept again."""
