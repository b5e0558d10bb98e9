"""Pages as received: each body once under its SHA-256, a row for each answer of a server with its addresses, headers and time."""

import gzip
import json
from dataclasses import dataclass, replace
from datetime import datetime

from newswatch.core.model import Page
from newswatch.errors import InputError
from newswatch.store.store import Store, instant, stamp

_LEVEL = 4  # a third to a half of the time of level 6 for 4 % more bytes (tests/benchmarks/bench_captures.py)

Kept = dict[tuple[str, str, datetime], int]
"""The ids of answers by the digest of the body, the address and the instant."""


@dataclass(frozen=True, slots=True)
class Captured:
    """The captured page behind an item's last observation, when it was received (UTC), and the source that led to it."""

    body: bytes
    content_type: str
    url: str
    source: str
    fetched_at: datetime


def has(store: Store, sha256: str) -> bool:
    """Is a body stored already, and was not dropped?"""
    return bool(store.rows("SELECT 1 FROM captures WHERE sha256 = ? AND body <> x''", sha256))


def packed(page: Page, *, stored: bool) -> Page:
    """A page as it is kept: its body compressed, or left out where it is stored already."""
    if page.packed is not None:
        return page
    body = b"" if stored else gzip.compress(page.body, _LEVEL, mtime=0)
    return replace(page, body=b"", packed=(body, len(page.body)))


def keep(store: Store, page: Page, kept: Kept) -> int:
    """Keeps an answer and its body, within a transaction; gives the answer's id. `kept` are the answers that the transaction has kept, and grows."""
    named = page.sha256, page.url, page.fetched_at
    if named not in kept:
        kept[named] = _keep(store, page)
    return kept[named]


def _keep(store: Store, page: Page) -> int:
    body, size = packed(page, stored=False).packed or (b"", 0)
    first = body and store.insert_new(
        "INSERT INTO captures (sha256, url, final_url, status, content_type, fetched_at, size, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (sha256) DO UPDATE SET body = excluded.body WHERE captures.body = x''",
        page.sha256,
        page.url,
        page.final_url,
        page.status,
        page.content_type,
        stamp(page.fetched_at),
        size,
        body,
    )
    same = "SELECT id FROM answers WHERE sha256 = ? AND url = ? AND fetched_at = ? ORDER BY id DESC LIMIT 1"
    if not first and (found := store.rows(same, page.sha256, page.url, stamp(page.fetched_at))):
        return int(found[0]["id"])
    return store.run_sql(
        "INSERT INTO answers (url, final_url, status, content_type, headers, fetched_at, sha256) VALUES (?, ?, ?, ?, ?, ?, ?)",
        page.url,
        page.final_url,
        page.status,
        page.content_type,
        json.dumps(page.headers, ensure_ascii=False),
        stamp(page.fetched_at),
        page.sha256,
    )


def note_naming(store: Store, item_id: int, page: Page, kept: Kept) -> None:
    """Keeps the page of a list that first named an item, within a transaction."""
    into = "INSERT INTO namings (item_id, answer) VALUES (?, ?) ON CONFLICT (item_id) DO NOTHING"
    store.run_sql(into, item_id, keep(store, page, kept))


def behind(store: Store, item_id: int) -> Captured | None:
    """The page behind the last observation of an item that has one; None too if its body was dropped (`pruning`)."""
    rows = store.rows(
        """SELECT c.body, coalesce(a.content_type, c.content_type) AS content_type, coalesce(a.final_url, c.final_url) AS final_url, s.key AS source,
               coalesce(a.fetched_at, c.fetched_at) AS fetched_at
           FROM observations o JOIN captures c ON c.sha256 = o.capture JOIN sources s ON s.id = o.source_id LEFT JOIN answers a ON a.id = o.answer
           WHERE o.item_id = ? ORDER BY o.id DESC LIMIT 1""",
        item_id,
    )
    if not rows or not rows[0]["body"]:
        return None
    row, at = rows[0], instant(rows[0]["fetched_at"])
    assert at is not None
    return Captured(gzip.decompress(row["body"]), row["content_type"], row["final_url"], row["source"], at)


def body(store: Store, sha256: str) -> bytes:
    """The body of a captured page. Raises InputError if there is none."""
    rows = store.rows("SELECT body FROM captures WHERE sha256 = ?", sha256)
    if not rows:
        raise InputError(f"no captured page has the SHA-256 {sha256}")
    if not rows[0]["body"]:
        raise InputError(f"the page with the SHA-256 {sha256} was dropped by `newswatch prune`; its digest, address and time are kept")
    return gzip.decompress(rows[0]["body"])
