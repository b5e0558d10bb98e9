"""Polls of the sources: what each brought, written in one transaction a source, and what the next one needs to know."""

import gzip
import json
from datetime import UTC, datetime
from typing import Any

from newswatch.core.identity import entry_digest
from newswatch.core.model import Channel, Page
from newswatch.core.months import local_day
from newswatch.core.polling.changes import Known
from newswatch.core.polling.records import ItemUpdate, LastPoll, Past, Poll, PollOutcome, Span
from newswatch.store import decisions, items
from newswatch.store.store import Store, instant, stamp

_UNLISTED = "-"
_RECENT = 100
_FULL = "outcome IN ('ok', 'not_modified') AND reach IS NOT NULL"


def known(store: Store, unit_id: int, source_id: int) -> dict[str, Known]:
    """Every portal item of a unit by its key, with what this source last said of it."""
    rows = store.rows(
        """SELECT i.id, i.key, i.first_seen_at, coalesce(s.digest, '') AS digest, o.title, o.url, o.published_at, o.whole,
               (o.printed_at IS NOT NULL AND o.published_at IS NULL) AS withheld,
               (SELECT kind FROM observations WHERE item_id = i.id ORDER BY id DESC LIMIT 1) AS last_kind
           FROM items i JOIN observations o ON o.id = (SELECT max(id) FROM observations WHERE item_id = i.id AND kind = 'seen')
           LEFT JOIN sightings s ON s.item_id = i.id AND s.source_id = ?
           WHERE i.unit_id = ? AND i.channel = 'portal'""",
        source_id,
        unit_id,
    )
    return {row["key"]: _known(row) for row in rows}


def past(store: Store, source_id: int) -> Past | None:
    """What earlier polls of a source leave for the next one; None before the first that succeeded."""
    last = store.rows("SELECT * FROM fetches WHERE source_id = ? ORDER BY id DESC LIMIT 1", source_id)
    full = store.rows(f"SELECT * FROM fetches WHERE source_id = ? AND {_FULL} ORDER BY id DESC LIMIT 1", source_id)
    if not full:
        return None
    sound = last[0]["id"] == full[0]["id"]
    counts = store.rows("SELECT entries FROM fetches WHERE source_id = ? AND outcome = 'ok' ORDER BY id DESC LIMIT 5", source_id)
    deepest = store.rows(f"SELECT min(reach) AS reach FROM fetches WHERE source_id = ? AND {_FULL}", source_id)[0]["reach"]
    read = f"SELECT fetched_at, reach FROM fetches WHERE source_id = ? AND {_FULL} AND outcome = 'ok' ORDER BY id DESC LIMIT {_RECENT}"
    usual = sorted(row["entries"] for row in counts)
    return Past(
        fetched_at=_at(full[0]["fetched_at"]),
        reach=instant(full[0]["reach"]),
        ended=bool(full[0]["ended"]),
        etag=full[0]["etag"] if sound else "",
        last_modified=full[0]["last_modified"] if sound else "",
        sha256=full[0]["sha256"] if sound else "",
        usual=usual[len(usual) // 2] if usual else None,
        deepest=instant(deepest),
        read=tuple((_at(row["fetched_at"]), _at(row["reach"])) for row in store.rows(read, source_id)),
    )


def spans(store: Store, unit_id: int) -> list[Span]:
    """The stretches of time of which polls saw everything, by source key, in the order in which the polls were made, whatever their clock said."""
    rows = store.rows(
        """SELECT s.key, f.reach, f.fetched_at FROM fetches f JOIN sources s ON s.id = f.source_id
           WHERE s.unit_id = ? AND f.reach IS NOT NULL ORDER BY f.id""",
        unit_id,
    )
    return [Span(r["key"], _at(r["reach"]), _at(r["fetched_at"])) for r in rows]


def record(store: Store, run_id: int, unit_id: int, source_id: int, poll: Poll) -> tuple[int, int]:
    """Writes all of one poll at once: the fetch, captures, items, observations, sightings, classifications. Gives how many items are new and changed."""
    with store.writing():
        _write_fetch(store, run_id, source_id, poll)
        written = [_write_update(store, run_id, unit_id, source_id, update, poll.fetched_at) for update in poll.updates]
        for entry in poll.sighted:
            _sight(store, source_id, _item(store, unit_id, entry.key, poll.fetched_at)[0], entry_digest(entry), poll.fetched_at)
        for key in poll.gone:
            _write_gone(store, run_id, unit_id, source_id, key, poll.fetched_at)
        for key in poll.unlisted:
            _sight(store, source_id, _item(store, unit_id, key, poll.fetched_at)[0], _UNLISTED, poll.fetched_at)
    return written.count("new"), written.count("changed")


def _item(store: Store, unit_id: int, key: str, now: datetime) -> tuple[int, bool]:
    return items.add(store, unit_id, Channel.PORTAL, key, now)


def _write_fetch(store: Store, run_id: int, source_id: int, poll: Poll) -> None:
    store.run_sql(
        "INSERT INTO fetches (run_id, source_id, fetched_at, outcome, error, reach, ended, pages, entries, etag, last_modified, sha256) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        run_id,
        source_id,
        stamp(poll.fetched_at),
        str(poll.outcome),
        "; ".join(filter(None, (poll.error, *poll.warnings))),
        stamp(poll.reach),
        int(poll.ended),
        poll.pages,
        poll.entries,
        poll.etag,
        poll.last_modified,
        poll.sha256,
    )


def _write_update(store: Store, run_id: int, unit_id: int, source_id: int, update: ItemUpdate, polled_at: datetime) -> str:
    """Writes what is new of an item; it is first seen at the moment of the poll that names it, not when its article was opened."""
    item_id, made = _item(store, unit_id, update.entry.key, polled_at)
    last = store.rows("SELECT kind, digest, whole FROM observations WHERE item_id = ? ORDER BY id DESC LIMIT 1", item_id)
    _sight(store, source_id, item_id, entry_digest(update.entry) if update.whole else "", update.seen_at)
    if last and last[0] == {"kind": "seen", "digest": update.digest, "whole": int(update.whole)}:
        return "same"
    capture = _capture(store, update.capture) if update.capture else None
    d = update.dates
    store.run_sql(
        "INSERT INTO observations (item_id, run_id, source_id, seen_at, kind, whole, url, title, text, printed_raw, printed_at, listing_at, "
        "feed_at, url_at, header_at, published_at, date_origin, stated, local_day, digest, capture) "
        "VALUES (?, ?, ?, ?, 'seen', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        item_id,
        run_id,
        source_id,
        stamp(update.seen_at),
        int(update.whole),
        update.entry.url,
        update.title,
        update.text,
        d.printed_raw,
        *(stamp(at) for at in (d.printed_at, d.listing_at, d.feed_at, d.url_at, d.header_at)),
        stamp(update.published_at),
        str(update.date_origin),
        json.dumps([[o, day.isoformat()] for o, day in update.stated]),
        local_day(update.published_at).isoformat() if update.published_at else None,
        update.digest,
        capture,
    )
    decisions.add_classification(store, item_id, update.classification, update.seen_at)
    return "new" if made else "changed"


def _write_gone(store: Store, run_id: int, unit_id: int, source_id: int, key: str, now: datetime) -> None:
    item_id = _item(store, unit_id, key, now)[0]
    store.run_sql(
        "INSERT INTO observations (item_id, run_id, source_id, seen_at, kind, whole, url, title, text, date_origin, digest) "
        "SELECT item_id, ?, ?, ?, 'gone', whole, url, title, '', date_origin, '' FROM observations WHERE item_id = ? ORDER BY id DESC LIMIT 1",
        run_id,
        source_id,
        stamp(now),
        item_id,
    )
    _sight(store, source_id, item_id, _UNLISTED, now)


def _sight(store: Store, source_id: int, item_id: int, digest: str, now: datetime) -> None:
    store.run_sql(
        "INSERT INTO sightings (source_id, item_id, first_at, digest) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (source_id, item_id) DO UPDATE SET digest = excluded.digest WHERE digest <> excluded.digest",
        source_id,
        item_id,
        stamp(now),
        digest,
    )


def _capture(store: Store, page: Page) -> str:
    store.run_sql(
        "INSERT INTO captures (sha256, url, final_url, status, content_type, fetched_at, size, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (sha256) DO NOTHING",
        page.sha256,
        page.url,
        page.final_url,
        page.status,
        page.content_type,
        stamp(page.fetched_at),
        len(page.body),
        gzip.compress(page.body, 6, mtime=0),
    )
    return page.sha256


def _known(row: dict[str, Any]) -> Known:
    return Known(
        item_id=row["id"],
        digest=row["digest"],
        first_seen_at=_at(row["first_seen_at"]),
        title=row["title"],
        url=row["url"],
        published_at=instant(row["published_at"]),
        whole=bool(row["whole"]),
        gone=row["last_kind"] == "gone",
        unlisted=row["digest"] == _UNLISTED,
        withheld=bool(row["withheld"]),
    )


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def last_polls(store: Store, unit_row: int) -> list[LastPoll]:
    """How the last poll of each source of a unit ended, and when the last good one was."""
    rows = store.rows(
        """SELECT s.key AS source, s.url, f.fetched_at, f.outcome, f.error, f.entries,
               (SELECT max(fetched_at) FROM fetches WHERE source_id = s.id AND outcome IN ('ok', 'not_modified')) AS last_good,
               (SELECT min(fetched_at) FROM fetches WHERE source_id = s.id) AS first
           FROM sources s LEFT JOIN fetches f ON f.id = (SELECT max(id) FROM fetches WHERE source_id = s.id)
           WHERE s.unit_id = ? ORDER BY s.id""",
        unit_row,
    )
    return [_last_poll(row) for row in rows]


def _last_poll(row: dict[str, Any]) -> LastPoll:
    return LastPoll(
        source_id=row["source"],
        url=row["url"],
        polled_at=instant(row["fetched_at"]),
        outcome=PollOutcome(row["outcome"]) if row["outcome"] else None,
        error=row["error"],
        entries=row["entries"],
        last_good_at=instant(row["last_good"]),
        first_at=instant(row["first"]),
    )
