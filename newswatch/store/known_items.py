"""What is known of a unit's portal items when its sources are polled."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from newswatch.core.answer.schedule import NEVER
from newswatch.core.dates.memory import stood
from newswatch.core.model import LOCAL, Dates
from newswatch.core.polling.changes import Known
from newswatch.store import articles, observations
from newswatch.store.shapes import stated_of
from newswatch.store.store import Store, instant

_DATES = ("printed_at", "listing_at", "feed_at", "url_at", "relative_at", "modified_at", "bare_at")


_ITEMS = """
    SELECT i.id, i.key, i.first_seen_at, coalesce(s.digest, '') AS digest, o.title, o.url, o.published_at, o.elsewhere,
           g.published_on AS settled_on, g.decided_at AS settled_at,
           o.whole, EXISTS (SELECT 1 FROM standing d WHERE d.item_id = i.id AND d.dead_link) AS dead,
           o.stated, o.printed_raw, o.printed_at, o.listing_at, o.feed_at, o.url_at, o.relative_at,
           o.modified_at, o.bare_at, o.bare_place,
           (coalesce(o.printed_at, o.modified_at) IS NOT NULL AND o.published_at IS NULL) AS withheld,
           (o.stated LIKE '%],%' AND (SELECT count(DISTINCT json_extract(value, '$[1]')) FROM json_each(o.stated)) > 1
               OR coalesce((SELECT f.local_day FROM observations f WHERE f.item_id = i.id AND f.local_day IS NOT NULL
                       AND f.date_origin <> 'modified' ORDER BY f.id LIMIT 1)
                   <> o.local_day, 0)) AS doubtful,
           (SELECT kind FROM observations WHERE item_id = i.id ORDER BY id DESC LIMIT 1) AS last_kind,
           a.answer, a.asked_at, a.times, a.body
       FROM items i JOIN observations o ON o.id = (SELECT max(id) FROM observations WHERE item_id = i.id AND kind = 'seen')
       LEFT JOIN sightings s ON s.item_id = i.id AND s.source_id = ?1
       LEFT JOIN decisions g ON g.id = (SELECT max(id) FROM standing WHERE item_id = i.id AND published_on IS NOT NULL)
       LEFT JOIN articles a ON a.item_id = i.id
       WHERE i.unit_id = ?2 AND i.channel = 'portal'
"""
_OF_KEYS = "i.key IN (SELECT value FROM json_each(?{}))"


def known(store: Store, unit_id: int, source_id: int) -> dict[str, Known]:
    """Every portal item of a unit by its key, in the order of the keys, with what this source last said of it.

    A date that a person settled stands for the item's own. An article whose link a person called dead is not asked for again.
    """
    with store.reading():
        rows = store.rows(f"{_ITEMS} ORDER BY i.key", source_id, unit_id)
        return _with_guids(
            rows, store.rows("SELECT g.item_id, g.guid FROM guids g JOIN items i ON i.id = g.item_id WHERE i.unit_id = ?", unit_id)
        )


def of_keys(store: Store, unit_id: int, source_id: int, keys: Collection[str]) -> dict[str, Known]:
    """The same of the items with some keys."""
    with store.reading():
        rows = store.rows(f"{_ITEMS} AND {_OF_KEYS.format(3)}", source_id, unit_id, json.dumps(list(keys)))
        ids = json.dumps([row["id"] for row in rows])
        return _with_guids(rows, store.rows("SELECT item_id, guid FROM guids WHERE item_id IN (SELECT value FROM json_each(?))", ids))


def _with_guids(rows: Sequence[dict[str, Any]], named: Sequence[dict[str, Any]]) -> dict[str, Known]:
    guids: dict[int, list[str]] = defaultdict(list)
    for row in named:
        guids[row["item_id"]].append(row["guid"])
    return {row["key"]: _known(row, guids.get(row["id"], ())) for row in rows}


def moved(store: Store, unit_id: int, keys: Collection[str] | None = None) -> dict[str, str]:
    """The keys of a unit's portal items by those of the addresses to which they moved: of all, or of those with some keys."""
    sql = "SELECT m.key, i.key AS item FROM moves m JOIN items i ON i.id = m.item_id WHERE i.unit_id = ?1 {} ORDER BY m.seen_at, i.key"
    if keys is None:
        rows = store.rows(sql.format(""), unit_id)
    else:
        rows = store.rows(sql.format("AND m.key IN (SELECT value FROM json_each(?2))"), unit_id, json.dumps(list(keys)))
    return {row["key"]: row["item"] for row in rows}


def _known(row: dict[str, Any], guids: Iterable[str]) -> Known:
    settled = date.fromisoformat(row["settled_on"]) if row["settled_on"] else None
    return Known(
        item_id=row["id"],
        digest=row["digest"],
        first_seen_at=_at(row["first_seen_at"]),
        title=row["title"],
        url=row["url"],
        published_at=datetime.combine(settled, time(), LOCAL).astimezone(UTC) if settled else instant(row["published_at"]),
        whole=bool(row["whole"] or row["dead"]),
        gone=row["last_kind"] == "gone",
        unlisted=row["digest"] == observations.UNLISTED,
        withheld=bool(row["withheld"]) and settled is None,
        doubtful=bool(row["doubtful"]) and settled is None,
        settled_at=instant(row["settled_at"]),
        dates=_dates(row),
        elsewhere=bool(row["elsewhere"]),
        guids=frozenset(guids),
        asked=NEVER if row["dead"] else articles.asked_of(row),
        body=row["body"] or "",
        stated=stated_of(row["stated"]),
    )


def _dates(row: dict[str, Any]) -> Dates:
    printed, listing, feed, url, relative, modified, bare = (instant(row[name]) for name in _DATES)
    dates = Dates(row["printed_raw"], printed, listing, feed, url, None, relative, modified, bare, row["bare_place"])
    return stood(dates, stated_of(row["stated"]))


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
