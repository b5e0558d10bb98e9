"""The tables of files that lie beside the database under their SHA-256: what people attached, and what was kept of a page besides its bytes.

Rows of `files`, `attachments`, `file_voids`, `page_parts` and `page_copies` are facts and only ever added. `copying` and `copied_units` say how far the
work has come and may be dropped at any time; `budgets_told` keeps that a budget was said to be spent.
"""

FILES = """
CREATE TABLE files (
    sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64), size INTEGER NOT NULL CHECK (size >= 0), type TEXT NOT NULL, kept_at TEXT NOT NULL
) STRICT;

CREATE TABLE attachments (
    id INTEGER PRIMARY KEY, item_id INTEGER NOT NULL REFERENCES items, sha256 TEXT NOT NULL REFERENCES files,
    kind TEXT NOT NULL CHECK (kind IN ('audio', 'script', 'log-page', 'decision', 'screenshot', 'paper')),
    name TEXT NOT NULL, decision_id INTEGER REFERENCES decisions, note TEXT NOT NULL, attached_at TEXT NOT NULL, attached_by TEXT NOT NULL
) STRICT;
CREATE INDEX attachments_of_item ON attachments (item_id, id);
CREATE INDEX attachments_of_file ON attachments (sha256);
CREATE INDEX attachments_of_decision ON attachments (decision_id);

CREATE TABLE file_voids (
    attachment_id INTEGER PRIMARY KEY REFERENCES attachments, item_id INTEGER NOT NULL REFERENCES items, voided_at TEXT NOT NULL,
    voided_by TEXT NOT NULL CHECK (trim(voided_by) <> ''), because TEXT NOT NULL CHECK (trim(because) <> '')
) STRICT;

CREATE TABLE page_parts (
    id INTEGER PRIMARY KEY, item_id INTEGER NOT NULL REFERENCES items, answer INTEGER NOT NULL REFERENCES answers, year INTEGER NOT NULL,
    url TEXT NOT NULL, final_url TEXT NOT NULL, status INTEGER NOT NULL, content_type TEXT NOT NULL, headers TEXT NOT NULL, asked_at TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('kept', 'failed', 'refused', 'elsewhere', 'too_large', 'no_image', 'over_budget')),
    error TEXT NOT NULL, sha256 TEXT REFERENCES files, CHECK ((outcome = 'kept') = (sha256 IS NOT NULL))
) STRICT;
CREATE INDEX parts_of_page ON page_parts (item_id, answer, id);
CREATE INDEX parts_of_file ON page_parts (sha256);
CREATE INDEX parts_of_year ON page_parts (year, item_id) WHERE sha256 IS NOT NULL;

CREATE TABLE page_copies (
    id INTEGER PRIMARY KEY, item_id INTEGER NOT NULL REFERENCES items, answer INTEGER NOT NULL REFERENCES answers,
    kind TEXT NOT NULL CHECK (kind IN ('screenshot', 'print')), sha256 TEXT NOT NULL REFERENCES files, made_at TEXT NOT NULL, maker TEXT NOT NULL,
    UNIQUE (item_id, answer, kind)
) STRICT;
CREATE INDEX copies_of_file ON page_copies (sha256);

CREATE TABLE copying (
    item_id INTEGER NOT NULL REFERENCES items, answer INTEGER NOT NULL REFERENCES answers, step TEXT NOT NULL CHECK (step IN ('images', 'shown')),
    tries INTEGER NOT NULL, done INTEGER NOT NULL CHECK (done IN (0, 1)), tried_at TEXT NOT NULL, note TEXT NOT NULL,
    PRIMARY KEY (item_id, answer, step)
) STRICT, WITHOUT ROWID;
CREATE TABLE copied_units (unit_id INTEGER PRIMARY KEY REFERENCES units, mark TEXT NOT NULL) STRICT;
CREATE TABLE budgets_told (
    unit_id INTEGER NOT NULL REFERENCES units, year INTEGER NOT NULL, budget INTEGER NOT NULL, told_at TEXT NOT NULL, PRIMARY KEY (unit_id, year)
) STRICT, WITHOUT ROWID;
"""

STAMPED = """
CREATE TRIGGER stamp_attachment AFTER INSERT ON attachments
BEGIN UPDATE units SET stamp = stamp + 1 WHERE id = (SELECT unit_id FROM items WHERE id = NEW.item_id); END;
CREATE TRIGGER stamp_file_void AFTER INSERT ON file_voids
BEGIN UPDATE units SET stamp = stamp + 1 WHERE id = (SELECT unit_id FROM items WHERE id = NEW.item_id); END;
CREATE TRIGGER stamp_page_copy AFTER INSERT ON page_copies
BEGIN UPDATE units SET stamp = stamp + 1 WHERE id = (SELECT unit_id FROM items WHERE id = NEW.item_id); END;
CREATE TRIGGER stamp_body_again AFTER UPDATE ON captures WHEN length(OLD.body) = 0 AND length(NEW.body) > 0
BEGIN UPDATE units SET stamp = stamp + 1; END;
"""
"""A score is told with and without the items that lack evidence, so what comes and goes of it bears on what is said of a unit. Which units a page is kept
for is not known by its bytes: that they come again after they were dropped, which is rare, is told to all."""

ONLY_ADDED = ("files", "attachments", "file_voids", "page_parts", "page_copies")
