"""Items: portal articles and bulletins, what was seen of each, and what stands of each."""

import json
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from newswatch.core.answer.kinds import Answer
from newswatch.core.model import (
    LOCAL,
    PROGRAM,
    Channel,
    Countable,
    DateOrigin,
    Decider,
    DeciderKind,
    Domain,
    ItemType,
    Origin,
    Place,
    Verdict,
)
from newswatch.errors import InputError
from newswatch.store.shapes import phrases_of, spans_of, stated_of
from newswatch.store.store import Store, instant, stamp
from newswatch.store.units import source_labels

_DECISIONS = """
    SELECT d.*, w.withdrawn_at, w.withdrawn_by, w.because AS withdrawn_because
    FROM decisions d LEFT JOIN withdrawals w ON w.decision_id = d.id WHERE d.item_id = ? ORDER BY d.id
"""


_COUNTABLES = """
    SELECT c.*, (SELECT f.id FROM observations o JOIN fetches f ON f.run_id = o.run_id AND f.source_id = o.source_id
                 WHERE o.item_id = c.id ORDER BY o.id LIMIT 1) AS first_poll,
           (SELECT elsewhere FROM observations WHERE item_id = c.id AND kind = 'seen' ORDER BY id DESC LIMIT 1) AS elsewhere,
           CASE WHEN (SELECT key FROM items WHERE id = c.id) LIKE '%#guid:%'
                OR (SELECT elsewhere FROM observations WHERE item_id = c.id ORDER BY id LIMIT 1)
                THEN (SELECT max(poll) FROM whole_since) ELSE 0 END AS dropped_until,
        (SELECT json_group_array(json(d.not_during)) FROM standing d WHERE d.item_id = c.id AND d.not_during <> '[]') AS not_during,
        EXISTS (SELECT 1 FROM standing d WHERE d.item_id = c.id AND d.dead_link) AS dead_link,
        coalesce((SELECT a.answer FROM articles a WHERE a.item_id = c.id), '') AS answer
    FROM countables c WHERE c.unit_id = ?
"""


def add(store: Store, unit_id: int, channel: Channel, key: str, now: datetime) -> tuple[int, bool]:
    """The id of an item and whether it had to be made, within a transaction."""
    into = "INSERT INTO items (unit_id, channel, key, first_seen_at) VALUES (?, ?, ?, ?) ON CONFLICT (unit_id, channel, key) DO NOTHING"
    if made := store.insert_new(into, unit_id, str(channel), key, stamp(now)):
        return made, True
    found = store.rows("SELECT id FROM items WHERE unit_id = ? AND channel = ? AND key = ?", unit_id, str(channel), key)
    return found[0]["id"], False


def countables(store: Store, unit_row: int) -> list[Countable]:
    """Every item and bulletin of a unit with the verdict that stands."""
    labels = source_labels(store, unit_row)
    return [_countable(row, labels) for row in store.rows(f"{_COUNTABLES} ORDER BY c.id", unit_row)]


def countable(store: Store, unit_row: int, item_id: int) -> Countable | None:
    """One item or bulletin of a unit with the verdict that stands; None if there is none, or it was voided."""
    rows = store.rows(f"{_COUNTABLES} AND c.id = ?", unit_row, item_id)
    return _countable(rows[0], source_labels(store, unit_row)) if rows else None


def years(store: Store, unit_row: int) -> list[int]:
    """The years, by their days, of a unit's items that have one."""
    day = "coalesce(settled_on, aired_on, local_day)"
    rows = store.rows(
        f"SELECT DISTINCT CAST(substr({day}, 1, 4) AS INTEGER) AS year FROM countables WHERE unit_id = ? AND {day} <> ''", unit_row
    )
    return [row["year"] for row in rows]


def first_year(store: Store, unit_row: int) -> int:
    """The local year in which the first item of a unit was seen that was not voided; there is one."""
    sql = """SELECT min(i.first_seen_at) AS at FROM items i LEFT JOIN bulletins b ON b.item_id = i.id WHERE i.unit_id = ? AND b.voided_at IS NULL"""
    at = instant(store.rows(sql, unit_row)[0]["at"])
    assert at is not None
    return at.astimezone(LOCAL).year


def is_countable(store: Store, unit_row: int, item_id: int) -> bool:
    """Is there an item with this id in the unit that was not voided?"""
    return bool(store.rows("SELECT 1 FROM countables WHERE unit_id = ? AND id = ?", unit_row, item_id))


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
        "decisions": [row | {name: json.loads(row[name]) for name in ("phrases", "not_during")} for row in store.rows(_DECISIONS, item_id)],
    }


def _countable(row: dict[str, Any], labels: Mapping[int, str]) -> Countable:
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
        stated=stated_of(row["stated"]),
        first_seen_at=first_seen_at,
        verdict=Verdict(row["verdict"]),
        domain=Domain(row["domain"]) if row["domain"] else None,
        phrases=phrases_of(row["phrases"]),
        decided_by=Decider(DeciderKind.PERSON, row["decided_by"], row["because"]) if row["decider"] == "person" else PROGRAM,
        item_type=ItemType(row["item_type"]) if row["item_type"] else None,
        origin=Origin(row["origin"]),
        same_as=row["same_as"],
        whole=bool(row["whole"]),
        gone=bool(row["gone"]),
        dated_at=instant(row["dated_at"]),
        first_poll=row["first_poll"] or 0,
        dropped_until=row["dropped_until"] or 0,
        place=Place.UNSETTLED if row["elsewhere"] else Place.OWN,
        answer=Answer(row["answer"]),
        first_source=labels.get(row["first_source"], ""),
        first_day=date.fromisoformat(row["first_day"]) if row["first_day"] else None,
        not_during=tuple(span for one in json.loads(row["not_during"]) for span in spans_of(one)),
        dead_link=bool(row["dead_link"]),
    )
