"""Is the database sound? Read only."""

from datetime import datetime

from newswatch.masking import masked
from newswatch.store.store import Store, instant

_SAID = (
    ("sources", "url"),
    ("observations", "url"),
    ("answers", "url"),
    ("answers", "final_url"),
    ("bulletins", "web_link"),
    ("fetches", "error"),
    ("notifications", "text"),
)
"""Where addresses stand that were stored by versions that kept their logins."""

_INSTANTS = (
    ("runs", "started_at"),
    ("runs", "finished_at"),
    ("fetches", "last_at"),
    ("observations", "seen_at"),
    ("decisions", "decided_at"),
    ("closings", "closed_at"),
    ("notifications", "made_at"),
)


def latest(store: Store) -> datetime | None:
    """The latest instant at which anything was stored (UTC)."""
    found = [store.rows(f"SELECT max({column}) AS at FROM {table}")[0]["at"] for table, column in _INSTANTS]
    return instant(max(filter(None, found), default=None))


def open_run(store: Store) -> tuple[str, datetime] | None:
    """The verb of the run that is open, or was left so by a crash, and when it began (UTC)."""
    rows = store.rows("SELECT verb, started_at FROM runs WHERE state = 'open'")
    began = instant(rows[0]["started_at"]) if rows else None
    return (rows[0]["verb"], began) if began else None


def kept_logins(store: Store) -> int:
    """In how many rows an address still lies with a login, as earlier versions stored and mailed it. Reads all of them."""
    found = (store.rows(f"SELECT {column} AS kept FROM {table} WHERE {column} LIKE '%//%@%'") for table, column in _SAID)
    return sum(masked(row["kept"]) != row["kept"] for rows in found for row in rows)
