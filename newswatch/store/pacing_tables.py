"""The tables of `pacing` and `budgets`, and the index by which a unit's newest item is found without reading all of them."""

PACING = """
CREATE INDEX items_by_first_sight ON items (unit_id, first_seen_at);
CREATE TABLE begun (source_id INTEGER PRIMARY KEY REFERENCES sources, at TEXT NOT NULL) STRICT;
CREATE TABLE requests (
    site TEXT NOT NULL, day TEXT NOT NULL, asked INTEGER NOT NULL CHECK (asked >= 0), PRIMARY KEY (site, day)
) STRICT, WITHOUT ROWID;
"""
"""`requests` counts what was asked of each site that has a budget, by local days."""
