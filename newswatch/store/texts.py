"""The text of each rule and lexicon that was ever in force, by digest, so that a later version can still say what was judged by what."""

from datetime import datetime

from newswatch.core.classify.lexicon import Lexicon
from newswatch.store.store import Store, stamp


def keep(store: Store, kind: str, name: str, digest: str, text: str, now: datetime) -> None:
    """Keeps a text under its digest, within a transaction. `kind` is rule or lexicon."""
    store.run_sql(
        "INSERT INTO texts (digest, kind, name, text, kept_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (digest) DO NOTHING",
        digest,
        kind,
        name,
        text,
        stamp(now),
    )


def keep_lexicon(store: Store, lexicon: Lexicon, now: datetime) -> None:
    """Keeps the lexicon in force, within a transaction; its text is worked out only if it is not there."""
    if not store.rows("SELECT 1 FROM texts WHERE digest = ?", lexicon.digest):
        keep(store, "lexicon", "lexicon", lexicon.digest, lexicon.text, now)


def text_of(store: Store, digest: str) -> str | None:
    """The text kept under a digest."""
    rows = store.rows("SELECT text FROM texts WHERE digest = ?", digest)
    return str(rows[0]["text"]) if rows else None
