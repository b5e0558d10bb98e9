"""The table of signatures under statements. Rows are only ever added."""

SIGNATURES = """
CREATE TABLE signatures (
    id INTEGER PRIMARY KEY, unit_id INTEGER NOT NULL REFERENCES units, statement_id INTEGER NOT NULL REFERENCES statements,
    function TEXT NOT NULL CHECK (function IN ('secretary', 'head')), signed_by TEXT NOT NULL CHECK (trim(signed_by) <> ''),
    signed_at TEXT NOT NULL, UNIQUE (statement_id, function)
) STRICT;
"""
