"""What was seen of portal items: an article's title, text and dates at one moment, that it is gone, and which source last said what of it."""

import json
from dataclasses import dataclass, field
from datetime import datetime

from newswatch.core.identity import entry_digest
from newswatch.core.model import Channel
from newswatch.core.months import local_day
from newswatch.core.polling.records import ItemUpdate
from newswatch.store import articles, captures, decisions, items
from newswatch.store.store import Store, stamp

_LAST = "SELECT kind, digest, whole, elsewhere FROM observations WHERE item_id = ? ORDER BY id DESC LIMIT 1"

UNLISTED = "-"
"""What stands for the digest of an entry that its source names no more."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Where and when something was seen: the run, the unit, the source (their rows), the instant of the poll; and the ids of the answers that were
    kept of it so far, in the same transaction."""

    run_id: int
    unit_id: int
    source_id: int
    at: datetime
    answers: captures.Kept = field(default_factory=dict)


def write(store: Store, seen: Seen, update: ItemUpdate) -> str:
    """Writes what is new of an item, within a transaction: "new", "changed" or "same".

    An item is first seen at the moment of the poll that names it, not when its article was opened.
    """
    item_id, made = _item(store, seen, update.entry.key)
    _name(store, item_id, update.entry.name)
    last = [] if made else store.rows(_LAST, item_id)
    if update.listed:
        _sight(store, seen.source_id, item_id, entry_digest(update.entry), update.seen_at)
    _note_move(store, item_id, update)
    articles.note(store, item_id, update, made=made)
    if (update.whole and not update.answer.unread) or update.repost_sign:
        _settle_origin(store, item_id, update)
    same = {"kind": "seen", "digest": update.digest, "whole": int(update.whole), "elsewhere": int(update.elsewhere)}
    if last and not update.moved_to and last[0] == same:
        return "same"
    _observe(store, seen, item_id, update)
    if made and update.named_on:
        captures.note_naming(store, item_id, update.named_on, seen.answers)
    decisions.add_classification(store, item_id, update.classification, update.seen_at)
    return "new" if made else "changed"


def write_gone(store: Store, seen: Seen, key: str) -> None:
    """Writes that an item's address no longer exists, within a transaction."""
    item_id = _item(store, seen, key)[0]
    store.run_sql(
        "INSERT INTO observations (item_id, run_id, source_id, seen_at, kind, whole, url, title, text, date_origin, digest) "
        "SELECT item_id, ?, ?, ?, 'gone', whole, url, title, '', date_origin, '' FROM observations WHERE item_id = ? ORDER BY id DESC LIMIT 1",
        seen.run_id,
        seen.source_id,
        stamp(seen.at),
        item_id,
    )
    _sight(store, seen.source_id, item_id, UNLISTED, seen.at)


def sight(store: Store, seen: Seen, key: str, digest: str, name: str = "") -> None:
    """Notes what a source says of an item it named, and by which name, within a transaction. Nothing is noted of an item that is not there.

    (Another source of the same run may have named it first, and its poll could not be stored.)
    """
    sql = "SELECT id FROM items WHERE unit_id = ? AND channel = ? AND key = ?"
    for row in store.rows(sql, seen.unit_id, str(Channel.PORTAL), key):
        _sight(store, seen.source_id, row["id"], digest, seen.at)
        _name(store, row["id"], name)


def _item(store: Store, seen: Seen, key: str) -> tuple[int, bool]:
    return items.add(store, seen.unit_id, Channel.PORTAL, key, seen.at)


def _observe(store: Store, seen: Seen, item_id: int, update: ItemUpdate) -> None:
    dates, page = update.dates, update.capture
    values = {
        "item_id": item_id,
        "run_id": seen.run_id,
        "source_id": seen.source_id,
        "seen_at": stamp(update.seen_at),
        "kind": "seen",
        "whole": int(update.whole),
        "url": update.entry.url,
        "title": update.title,
        "text": update.text,
        "printed_raw": dates.printed_raw,
        "printed_at": stamp(dates.printed_at),
        "listing_at": stamp(dates.listing_at),
        "feed_at": stamp(dates.feed_at),
        "url_at": stamp(dates.url_at),
        "header_at": stamp(dates.header_at),
        "relative_at": stamp(dates.relative_at),
        "modified_at": stamp(dates.modified_at),
        "bare_at": stamp(dates.bare_at),
        "bare_place": dates.bare_place,
        "published_at": stamp(update.published_at),
        "date_origin": str(update.date_origin),
        "stated": json.dumps([[o, day.isoformat()] for o, day in update.stated]),
        "local_day": local_day(update.published_at).isoformat() if update.published_at else None,
        "digest": update.digest,
        "capture": page.sha256 if page else None,
        "elsewhere": int(update.elsewhere),
        "answer": captures.keep(store, page, seen.answers) if page else None,
    }
    store.run_sql(f"INSERT INTO observations ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})", *values.values())


def _note_move(store: Store, item_id: int, update: ItemUpdate) -> None:
    """Notes the key of the address that an item moved to, so that a source that names that one names this item; unless another item was met there."""
    if update.moved_to not in ("", update.entry.key):
        into = """INSERT INTO moves (key, item_id, url, seen_at) SELECT ?, i.id, ?, ? FROM items i WHERE i.id = ? AND NOT EXISTS (
            SELECT 1 FROM items o WHERE o.unit_id = i.unit_id AND o.channel = i.channel AND o.key = ?) ON CONFLICT (item_id, key) DO NOTHING"""
        store.run_sql(into, update.moved_to, update.entry.url, stamp(update.seen_at), item_id, update.moved_to)


def _settle_origin(store: Store, item_id: int, update: ItemUpdate) -> None:
    """The origin is decided when the article is first read, or before if its title alone shows a repost, and stays."""
    store.run_sql(
        "INSERT INTO origins (item_id, origin, sign, decided_at) VALUES (?, ?, ?, ?) ON CONFLICT (item_id) DO NOTHING",
        item_id,
        str(update.origin),
        update.repost_sign,
        stamp(update.seen_at),
    )


def _name(store: Store, item_id: int, name: str) -> None:
    """Keeps the name that a feed gives to an item."""
    if name:
        store.run_sql("INSERT INTO guids (item_id, guid) VALUES (?, ?) ON CONFLICT (item_id, guid) DO NOTHING", item_id, name)


def _sight(store: Store, source_id: int, item_id: int, digest: str, now: datetime) -> None:
    store.run_sql(
        "INSERT INTO sightings (source_id, item_id, first_at, digest) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (source_id, item_id) DO UPDATE SET digest = excluded.digest WHERE digest <> excluded.digest",
        source_id,
        item_id,
        stamp(now),
        digest,
    )
