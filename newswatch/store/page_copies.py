"""What is kept of an item's page besides its bytes: its images and style sheets, pictures of it, and how far this work has come."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from newswatch.core.model import Page
from newswatch.store import captures, vault
from newswatch.store.store import Store, stamp


class Outcome(StrEnum):
    """How asking for a part of a page ended. The values are stored."""

    KEPT = "kept"
    FAILED = "failed"
    REFUSED = "refused"
    ELSEWHERE = "elsewhere"
    TOO_LARGE = "too_large"
    NO_IMAGE = "no_image"
    OVER_BUDGET = "over_budget"


class Step(StrEnum):
    """What is done with a page: its parts are fetched, then it is shown in a browser. The values are stored."""

    PARTS = "images"
    SHOWN = "shown"


@dataclass(frozen=True, slots=True)
class Kept:
    """A captured page of an item: the answer it came with, and under which address it was received."""

    item_id: int
    answer: int
    url: str
    content_type: str
    sha256: str
    source_key: str
    fetched_at: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page as asked for: for which item, answer and year, the outcome, and the answer's own facts, empty where none came."""

    kept: Kept
    year: int
    url: str
    asked_at: datetime
    outcome: Outcome
    error: str = ""
    page: Page | None = None
    sha256: str | None = None


_PAGES = """
    SELECT o.item_id, o.answer, a.final_url AS url, a.content_type, a.sha256, a.fetched_at, s.key AS source_key
    FROM observations o JOIN answers a ON a.id = o.answer JOIN sources s ON s.id = o.source_id
    WHERE o.item_id = ? AND o.whole AND o.kind = 'seen' AND (? IS NULL OR o.answer = ?) ORDER BY o.id DESC LIMIT 1
"""


def pages(store: Store, item_ids: Iterable[int]) -> list[Kept]:
    """The page behind the last observation in which each item's article was read; none for an item that has no page of its own."""
    return [Kept(**row) for item_id in item_ids for row in store.rows(_PAGES, item_id, None, None)]


def page(store: Store, item_id: int, answer: int) -> Kept | None:
    """The page of an item that came with an answer; None if none of the item's did."""
    return next((Kept(**row) for row in store.rows(_PAGES, item_id, answer, answer)), None)


def body_of(store: Store, kept: Kept) -> bytes:
    """The bytes of a captured page; none if they were dropped."""
    is_there = store.rows("SELECT 1 FROM captures WHERE sha256 = ? AND length(body) > 0", kept.sha256)
    return captures.body(store, kept.sha256) if is_there else b""


def tried(store: Store, kept: Kept, step: Step) -> tuple[int, bool]:
    """How often a step was tried for a page, and whether it is done."""
    rows = store.rows("SELECT tries, done FROM copying WHERE item_id = ? AND answer = ? AND step = ?", kept.item_id, kept.answer, str(step))
    return (rows[0]["tries"], bool(rows[0]["done"])) if rows else (0, False)


def note(store: Store, kept: Kept, step: Step, now: datetime, *, done: bool, told: str = "") -> None:
    """Notes that a step was tried for a page, within a transaction."""
    store.run_sql(
        "INSERT INTO copying (item_id, answer, step, tries, done, tried_at, note) VALUES (?, ?, ?, 1, ?, ?, ?) "
        "ON CONFLICT (item_id, answer, step) DO UPDATE SET tries = tries + 1, done = excluded.done, tried_at = excluded.tried_at, note = excluded.note",
        kept.item_id,
        kept.answer,
        str(step),
        int(done),
        stamp(now),
        told,
    )


def settled(store: Store, kept: Kept) -> set[str]:
    """The addresses of parts of a page that need not be asked for again: all but those that failed."""
    sql = "SELECT url FROM page_parts WHERE item_id = ? AND answer = ? AND outcome <> 'failed'"
    return {row["url"] for row in store.rows(sql, kept.item_id, kept.answer)}


def add_part(store: Store, part: Part) -> None:
    """Keeps that a part was asked for and how it ended, within a transaction; the row of its file is there."""
    page = part.page
    values = {
        "item_id": part.kept.item_id,
        "answer": part.kept.answer,
        "year": part.year,
        "url": part.url,
        "final_url": page.final_url if page else "",
        "status": page.status if page else 0,
        "content_type": page.content_type if page else "",
        "headers": json.dumps(page.headers if page else (), ensure_ascii=False),
        "asked_at": stamp(part.asked_at),
        "outcome": str(part.outcome),
        "error": part.error,
        "sha256": part.sha256,
    }
    store.run_sql(f"INSERT INTO page_parts ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})", *values.values())


def add_copy(store: Store, kept: Kept, kind: str, sha256: str, now: datetime, maker: str) -> None:
    """Keeps that a file shows a page as a browser does, within a transaction. What is there already stays."""
    into = (
        "INSERT INTO page_copies (item_id, answer, kind, sha256, made_at, maker) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (item_id, answer, kind) DO NOTHING"
    )
    store.run_sql(into, kept.item_id, kept.answer, kind, sha256, stamp(now), maker)


def parts(store: Store, unit_row: int, urls: Iterable[str]) -> dict[str, tuple[str, str, int]]:
    """The type, hash and size of the last file that was kept for each address for an item of the unit."""
    sql = """SELECT f.type, f.sha256, f.size FROM page_parts p JOIN files f USING (sha256) JOIN items i ON i.id = p.item_id
        WHERE p.url = ? AND i.unit_id = ? ORDER BY p.id DESC LIMIT 1"""
    found = {url: store.rows(sql, url, unit_row) for url in urls}
    return {url: (rows[0]["type"], rows[0]["sha256"], rows[0]["size"]) for url, rows in found.items() if rows}


def kept_since(store: Store, unit_row: int, url: str, since: datetime) -> bool:
    """Was a file kept for an address, for an item of the unit, from an instant on?"""
    sql = """SELECT 1 FROM page_parts p JOIN items i ON i.id = p.item_id
        WHERE p.url = ? AND i.unit_id = ? AND p.sha256 IS NOT NULL AND p.asked_at >= ?"""
    return bool(store.rows(sql, url, unit_row, stamp(since)))


def spent(store: Store, unit_row: int, year: int) -> int:
    """The bytes of the parts kept for the items of one unit and year, each file once."""
    sql = """SELECT coalesce(sum(size), 0) AS n FROM files WHERE sha256 IN (
        SELECT p.sha256 FROM page_parts p JOIN items i ON i.id = p.item_id WHERE p.year = ? AND p.sha256 IS NOT NULL AND i.unit_id = ?)"""
    return int(store.rows(sql, year, unit_row)[0]["n"])


def tell_spent(store: Store, unit_row: int, year: int, budget: int, now: datetime) -> bool:
    """Notes that the budget of a unit and year is spent, within a transaction; whether that was not noted of this budget before."""
    into = (
        "INSERT INTO budgets_told (unit_id, year, budget, told_at) VALUES (?, ?, ?, ?) ON CONFLICT (unit_id, year) DO UPDATE "
        "SET budget = excluded.budget, told_at = excluded.told_at WHERE budget <> excluded.budget"
    )
    return store.change(into, unit_row, year, budget, stamp(now)) == 1


def spent_budgets(store: Store) -> list[dict[str, Any]]:
    """The units and years of which a budget was spent: `unit`, `year`, `budget` in bytes, `told_at`."""
    return store.rows(
        "SELECT u.key AS unit, b.year, b.budget, b.told_at FROM budgets_told b JOIN units u ON u.id = b.unit_id ORDER BY 1, 2"
    )


def marks(store: Store) -> Mapping[int, str]:
    """The mark under which each unit's pages were all gone through, by the units' rows."""
    return {row["unit_id"]: row["mark"] for row in store.rows("SELECT unit_id, mark FROM copied_units")}


def note_mark(store: Store, unit_row: int, mark: str) -> None:
    """Notes that all pages of a unit were gone through, within a transaction."""
    into = "INSERT INTO copied_units (unit_id, mark) VALUES (?, ?) ON CONFLICT (unit_id) DO UPDATE SET mark = excluded.mark"
    store.run_sql(into, unit_row, mark)


def copies(store: Store, item_id: int) -> list[dict[str, Any]]:
    """The pictures and prints of an item's pages, oldest first, each with its size and type; no file is looked at."""
    return store.rows(
        "SELECT c.*, f.size, f.type FROM page_copies c JOIN files f USING (sha256) WHERE c.item_id = ? ORDER BY c.id", item_id
    )


def listed(store: Store, item_id: int) -> dict[str, list[dict[str, Any]]]:
    """The parts and pictures of an item's pages, oldest first, each with its size, and with how its file is found."""
    asked = store.rows(
        "SELECT p.*, f.size, f.type FROM page_parts p LEFT JOIN files f USING (sha256) WHERE p.item_id = ? ORDER BY p.id", item_id
    )
    made = copies(store, item_id)
    return {"page_parts": [row | _state(store, row) for row in asked], "page_copies": [row | _state(store, row) for row in made]}


def _state(store: Store, row: Mapping[str, Any]) -> dict[str, str | None]:
    return {"state": str(vault.state_of(store.path, row["sha256"], row["size"])) if row["sha256"] else None}
