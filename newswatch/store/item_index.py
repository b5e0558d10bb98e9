"""Keeps the index of items by which polls find what they are to know of: made anew at any time from what was seen, by this program."""

import hashlib
import json
from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from typing import Any

from newswatch.core.dates.memory import stood
from newswatch.core.dates.places import Places
from newswatch.core.identity import item_key, site_of
from newswatch.core.model import Dates
from newswatch.core.namesakes import shares_address
from newswatch.core.polling.out_of_place import reading_of
from newswatch.core.text import title_key
from newswatch.store.shapes import stated_of
from newswatch.store.store import Store, instant

_TABLES = ("indexed_units", "indexed_items", "indexed_keys", "unindexed")
_SEEN = """
    SELECT i.id, i.key, i.first_seen_at, o.title, o.url, o.published_at, o.elsewhere, o.stated, o.printed_raw, o.printed_at, o.bare_at, o.bare_place,
           coalesce(a.answer, '') NOT IN ('', 'article', 'body', 'file', 'entry') AS waits
    FROM items i JOIN observations o ON o.id = (SELECT max(id) FROM observations WHERE item_id = i.id AND kind = 'seen')
    LEFT JOIN articles a ON a.item_id = i.id WHERE i.channel = 'portal' AND
"""


def keep_up(store: Store, unit_id: int, patterns: Iterable[str], made_by: str) -> None:
    """Brings the index of a unit up to what was written of its items, within a transaction: for the `id_pattern`s of its sources, by this program."""
    wanted, there = sorted(set(patterns)), store.rows("SELECT made_by, patterns FROM indexed_units WHERE unit_id = ?", unit_id)
    if not there or there[0]["made_by"] != made_by or json.loads(there[0]["patterns"]) != wanted:
        drop(store, [unit_id])
        _add(store, unit_id, store.rows(f"{_SEEN} i.unit_id = ?", unit_id), wanted)
    elif left := [row["item_id"] for row in store.rows("SELECT item_id FROM unindexed WHERE unit_id = ?", unit_id)]:
        some = json.dumps(left)
        store.run_sql("DELETE FROM indexed_items WHERE item_id IN (SELECT value FROM json_each(?))", some)
        store.run_sql("DELETE FROM indexed_keys WHERE item_id IN (SELECT value FROM json_each(?))", some)
        store.run_sql("DELETE FROM unindexed WHERE unit_id = ?", unit_id)
        _add(store, unit_id, store.rows(f"{_SEEN} i.id IN (SELECT value FROM json_each(?))", some), wanted)
    else:
        return
    store.run_sql("INSERT INTO indexed_units (unit_id, made_by, patterns) VALUES (?, ?, ?)", unit_id, made_by, json.dumps(wanted))


def drop(store: Store, unit_rows: Iterable[int]) -> None:
    """Forgets the index of units, within a transaction."""
    for row in unit_rows:
        for table in _TABLES:
            store.run_sql(f"DELETE FROM {table} WHERE unit_id = ?", row)


def number_of(title: str) -> int:
    """A title's key as it is indexed."""
    return int.from_bytes(hashlib.sha256(title.encode()).digest()[:8], signed=True)


def _add(store: Store, unit_id: int, rows: Iterable[dict[str, Any]], patterns: Collection[str]) -> None:
    for row in rows:
        values = _found_by(row) | {"item_id": row["id"], "unit_id": unit_id, "elsewhere": row["elsewhere"], "waits": row["waits"]}
        names, marks = ", ".join(values), ", ".join("?" * len(values))
        store.run_sql(f"INSERT INTO indexed_items ({names}) VALUES ({marks})", *values.values())
        if row["url"] and not shares_address(row["key"]):
            for pattern in patterns:
                if (today := item_key(row["url"], pattern)) != row["key"]:
                    store.run_sql("INSERT INTO indexed_keys VALUES (?, ?, ?, ?)", unit_id, pattern, today, row["id"])


def _found_by(row: dict[str, Any]) -> dict[str, object]:
    stated = stated_of(row["stated"])
    dates = stood(
        Dates(
            printed_raw=row["printed_raw"],
            printed_at=instant(row["printed_at"]),
            bare_at=instant(row["bare_at"]),
            bare_place=row["bare_place"],
        ),
        stated,
    )
    tally = Places.of([(dates, datetime.fromisoformat(row["first_seen_at"]).astimezone(UTC))])
    by_place = dates.printed_at is not None and dates.printed_at == dates.bare_at
    reading = reading_of(row["printed_raw"], instant(row["published_at"]), stated)
    return {
        "title": number_of(title_key(row["title"])),
        "site": site_of(row["url"]) if row["url"] else None,
        "published_at": row["published_at"],
        "reading": reading and str(reading),
        "place": row["bare_place"],
        "dated": tally.dated,
        "event": int(bool(tally.events)),
        "dated_at": row["bare_place"] if by_place else None,
    }
