"""The tables of accounts, of what accounts wrote and of what they are still writing. They are about this database alone: no unit takes them along.

A unit's id stands in them as text, so that an account can be granted a unit of the configuration that no check has met yet. Passwords stand as
argon2 hashes, tokens of sessions and links as SHA-256 alone.
"""

ACCOUNTS = """
CREATE TABLE accounts (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, display_name TEXT NOT NULL CHECK (trim(display_name) <> ''),
    password TEXT NOT NULL DEFAULT '' CHECK (password = '' OR password LIKE '$argon2%'), made_at TEXT NOT NULL, disabled_at TEXT
) STRICT;

CREATE TABLE grants (
    account_id INTEGER NOT NULL REFERENCES accounts, unit TEXT NOT NULL, role TEXT NOT NULL CHECK (role IN ('viewer', 'editor', 'manager', 'appraiser')),
    granted_at TEXT NOT NULL, PRIMARY KEY (account_id, unit, role), CHECK (role <> 'appraiser' OR unit = '')
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
    token TEXT PRIMARY KEY CHECK (length(token) = 64), account_id INTEGER NOT NULL REFERENCES accounts, began_at TEXT NOT NULL, used_at TEXT NOT NULL,
    expires_at TEXT NOT NULL, address TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_of_account ON sessions (account_id);

CREATE TABLE one_time_links (
    token TEXT PRIMARY KEY CHECK (length(token) = 64), purpose TEXT NOT NULL CHECK (purpose IN ('first', 'reset')),
    account_id INTEGER REFERENCES accounts, made_at TEXT NOT NULL, expires_at TEXT NOT NULL, used_at TEXT,
    CHECK ((purpose = 'first') = (account_id IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE writes (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, account_id INTEGER REFERENCES accounts, name TEXT NOT NULL, action TEXT NOT NULL, unit TEXT NOT NULL,
    object TEXT NOT NULL, address TEXT NOT NULL, form TEXT UNIQUE
) STRICT;
CREATE INDEX writes_of_unit ON writes (unit, id);

CREATE TABLE staged_files (
    token TEXT PRIMARY KEY CHECK (length(token) = 64), unit TEXT NOT NULL, name TEXT NOT NULL, body BLOB NOT NULL, staged_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE column_meanings (
    unit TEXT NOT NULL, header TEXT NOT NULL, field TEXT NOT NULL, settled_at TEXT NOT NULL, settled_by TEXT NOT NULL, PRIMARY KEY (unit, header)
) STRICT, WITHOUT ROWID;
"""

VOIDED = "CREATE INDEX bulletins_voided ON bulletins (item_id) WHERE voided_at IS NOT NULL"
"""How many were voided is asked by each search."""

OF_THIS_DATABASE = ("accounts", "grants", "sessions", "one_time_links", "writes", "staged_files", "column_meanings")
