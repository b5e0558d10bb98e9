"""Items: portal articles and bulletins, what was seen of each, and what stands of each."""

import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from newswatch.core.model import LOCAL, Channel, Countable, DateOrigin, Domain, ItemType, Origin, Verdict
from newswatch.errors import InputError
from newswatch.store.store import Store, instant, stamp


@dataclass(frozen=True, slots=True)
class Captured:
    """The captured page behind an item's last observation, and the source that led to it."""

    body: bytes
    content_type: str
    url: str
    source: str


def add(store: Store, unit_id: int, channel: Channel, key: str, now: datetime) -> tuple[int, bool]:
    """The id of an item and whether it had to be made, within a transaction."""
    found = store.rows("SELECT id FROM items WHERE unit_id = ? AND channel = ? AND key = ?", unit_id, str(channel), key)
    if found:
        return found[0]["id"], False
    sql = "INSERT INTO items (unit_id, channel, key, first_seen_at) VALUES (?, ?, ?, ?)"
    return store.run_sql(sql, unit_id, str(channel), key, stamp(now)), True


def countables(store: Store, unit_row: int, unsettled: Callable[[str, str], Origin]) -> list[Countable]:
    """Every item and bulletin of a unit with the verdict that stands.

    `unsettled` tells, from title and text, the origin of an article of which neither a person nor a log states one.
    """
    rows = store.rows("SELECT * FROM countables WHERE unit_id = ? ORDER BY id", unit_row)
    return [_countable(row, Origin(row["origin"]) if row["origin"] else unsettled(row["title"], row["text"])) for row in rows]


def is_countable(store: Store, unit_row: int, item_id: int) -> bool:
    """Is there an item with this id in the unit that was not voided?"""
    return bool(store.rows("SELECT 1 FROM countables WHERE unit_id = ? AND id = ?", unit_row, item_id))


def captured(store: Store, item_id: int) -> Captured | None:
    """The page behind the last observation of an item that has one."""
    rows = store.rows(
        """SELECT c.body, c.content_type, c.final_url, s.key AS source FROM observations o
           JOIN captures c ON c.sha256 = o.capture JOIN sources s ON s.id = o.source_id WHERE o.item_id = ? ORDER BY o.id DESC LIMIT 1""",
        item_id,
    )
    return Captured(gzip.decompress(rows[0]["body"]), rows[0]["content_type"], rows[0]["final_url"], rows[0]["source"]) if rows else None


def capture(store: Store, sha256: str) -> bytes:
    """The body of a captured page. Raises InputError if there is none."""
    rows = store.rows("SELECT body FROM captures WHERE sha256 = ?", sha256)
    if not rows:
        raise InputError(f"no captured page has the SHA-256 {sha256}")
    return gzip.decompress(rows[0]["body"])


def history(store: Store, item_id: int) -> dict[str, list[dict[str, Any]]]:
    """Everything that was seen and decided of one item, oldest first: `item`, `observations`, `bulletin`, `decisions`. Raises InputError."""
    item = store.rows("SELECT i.*, u.key AS unit FROM items i JOIN units u ON u.id = i.unit_id WHERE i.id = ?", item_id)
    if not item:
        raise InputError(f"no item has the id {item_id}; `newswatch items` and `newswatch review` show them")
    observations = (
        """SELECT o.*, s.key AS source FROM observations o JOIN sources s ON s.id = o.source_id WHERE o.item_id = ? ORDER BY o.id"""
    )
    return {
        "item": item,
        "observations": store.rows(observations, item_id),
        "bulletin": store.rows("SELECT * FROM bulletins WHERE item_id = ?", item_id),
        "decisions": store.rows("SELECT * FROM decisions WHERE item_id = ? ORDER BY id", item_id),
    }


def _countable(row: dict[str, Any], origin: Origin) -> Countable:
    published_at, date_origin = instant(row["published_at"]), DateOrigin(row["date_origin"])
    if row["aired_on"]:
        at = time.fromisoformat(row["aired_at"]) if row["aired_at"] else time()
        published_at = datetime.combine(date.fromisoformat(row["aired_on"]), at, LOCAL)
    if row["settled_on"]:
        published_at, date_origin = datetime.combine(date.fromisoformat(row["settled_on"]), time(), LOCAL), DateOrigin.PERSON
    first_seen_at = instant(row["first_seen_at"])
    assert first_seen_at is not None
    return Countable(
        id=row["id"],
        channel=Channel(row["channel"]),
        title=row["title"],
        text=row["text"].strip(),
        url=row["url"],
        published_at=published_at,
        date_origin=date_origin,
        stated=tuple((DateOrigin(o), date.fromisoformat(day)) for o, day in json.loads(row["stated"])),
        first_seen_at=first_seen_at,
        verdict=Verdict(row["verdict"]),
        domain=Domain(row["domain"]) if row["domain"] else None,
        reasons=tuple(json.loads(row["reasons"])),
        decided_by=row["decided_by"],
        item_type=ItemType(row["item_type"]) if row["item_type"] else None,
        origin=origin,
        same_as=row["same_as"],
        whole=bool(row["whole"]),
        gone=bool(row["gone"]),
        dated_at=instant(row["dated_at"]),
        first_source=row["first_source"] or "",
        first_day=date.fromisoformat(row["first_day"]) if row["first_day"] else None,
    )
