"""What the board was told, and each notice with the mails it is to go out as."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any

from newswatch.core.months import Month
from newswatch.core.notices.due import Told, Trail
from newswatch.core.notices.notice import Enclosure, Notice, NoticeKind, Recipient
from newswatch.store import gaps, statements
from newswatch.store.store import Store, stamp


@dataclass(frozen=True, slots=True)
class Addressed:
    """A notice ready to be kept: `stated` is the statement revision it tells, `mails` its recipients, each with the Message-ID of its mail.

    `doubted_since` is when the backup was made (UTC, as stored) since which it may have been sent already; empty where it was not.
    """

    notice: Notice
    year: int
    stated: int | None
    mails: tuple[tuple[Recipient, str], ...]
    doubted_since: str = ""


def began_on(store: Store, unit_row: int, today: date) -> date:
    """The local day on which the unit's board began to be told; `today` where it has not yet."""
    rows = store.rows("SELECT began_on FROM watches WHERE unit_id = ?", unit_row)
    return date.fromisoformat(rows[0]["began_on"]) if rows else today


def told(store: Store, unit_row: int, since: Month) -> Told:
    """What the unit's board was told."""
    rows = store.rows("SELECT kind, period, revision, stated, facts ->> 'told' AS months FROM notifications WHERE unit_id = ?", unit_row)
    revisions: dict[Month, int] = {}
    for text, revision in (pair for row in rows for pair in _statements_told(row)):
        month = Month.parse(text)
        revisions[month] = max(revisions.get(month, 0), revision)
    given = frozenset((NoticeKind(r["kind"]), r["period"], r["revision"]) for r in rows)
    return Told(since, given, revisions, seen=_seen(store, unit_row))


def last_rows(store: Store) -> dict[int, int]:
    """The row of the last notice of each unit that was given one."""
    return {r["unit_id"]: r["last"] for r in store.rows("SELECT unit_id, max(id) AS last FROM notifications GROUP BY unit_id")}


def last_row(store: Store, unit_row: int) -> int:
    """The row of the last notice given to a unit; 0 before the first."""
    return int(store.rows("SELECT coalesce(max(id), 0) AS last FROM notifications WHERE unit_id = ?", unit_row)[0]["last"])


def open_troubles(store: Store, unit_row: int) -> list[tuple[str, datetime, tuple[str, ...]]]:
    """The troubles told of whose end was not: the period of the notice, when it was made (UTC), and the ids of its sources."""
    rows = store.rows(
        """SELECT period, made_at, facts FROM notifications n WHERE unit_id = ? AND kind = 'trouble' AND revision = 0 AND NOT EXISTS
           (SELECT 1 FROM notifications o WHERE o.unit_id = n.unit_id AND o.kind = n.kind AND o.period = n.period AND o.revision = 1)""",
        unit_row,
    )
    return [(r["period"], _instant(r["made_at"]), tuple(s["source"] for s in json.loads(r["facts"]).get("sources", ()))) for r in rows]


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _statements_told(row: dict[str, Any]) -> list[tuple[str, int]]:
    """The months a notice told of, each with the number of the statement: its own month, or those its facts name."""
    if row["stated"] is not None:
        return [(row["period"], row["stated"])]
    return list(json.loads(row["months"]).items()) if row["months"] else []


def _seen(store: Store, unit_row: int) -> bool:
    """Was any source of the unit polled, or anything logged?"""
    polled = "SELECT 1 FROM fetches f JOIN sources s ON s.id = f.source_id WHERE s.unit_id = ? UNION ALL SELECT 1 FROM items WHERE unit_id = ? LIMIT 1"
    return bool(store.rows(polled, unit_row, unit_row))


def trails(store: Store, unit_row: int, months: Collection[Month]) -> dict[Month, Trail]:
    """Every statement of each of these months that was stated."""
    rows = statements.revisions_since(store, unit_row, str(min(months))) if months else []
    by_month = {month: list(group) for month, group in groupby(rows, key=lambda row: Month.parse(row["month"]))}
    return {month: _trail(group) for month, group in by_month.items() if month in months}


def _trail(rows: Sequence[dict[str, Any]]) -> Trail:
    return Trail(tuple(map(statements.stated, rows)), tuple(tuple(statements.causes(r)) for r in rows))


def add(store: Store, unit_row: int, began: date, found: Sequence[Addressed], now: datetime) -> list[Addressed]:
    """Keeps notices with their mails, within a transaction; gives those that were not kept before."""
    store.run_sql("INSERT INTO watches (unit_id, began_on) VALUES (?, ?) ON CONFLICT (unit_id) DO NOTHING", unit_row, began.isoformat())
    added = [one for one in found if _add(store, unit_row, one, now)]
    gaps.note_told(store, unit_row)
    return added


def _add(store: Store, unit_row: int, addressed: Addressed, now: datetime) -> bool:
    row = _insert(store, unit_row, addressed, now)
    if row is None:
        return False
    for place, enclosure in enumerate(addressed.notice.enclosures):
        store.run_sql(
            "INSERT INTO enclosures (notification_id, place, name, content_type, body) VALUES (?, ?, ?, ?, ?)",
            row,
            place,
            enclosure.name,
            enclosure.content_type,
            enclosure.body,
        )
    since = addressed.doubted_since
    state, answer = ("failed", gaps.DOUBT.format(at=since)) if since else ("queued", "")
    for recipient, message_id in addressed.mails:
        store.run_sql(
            "INSERT INTO deliveries (notification_id, address, name, role, message_id, state, due_at, changed_at, answer, in_doubt) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            row,
            recipient.address,
            recipient.name,
            str(recipient.role),
            message_id,
            state,
            stamp(now),
            stamp(now),
            answer,
            int(bool(since)),
        )
    return True


def _insert(store: Store, unit_row: int, addressed: Addressed, now: datetime) -> int | None:
    """The id of the notice's new row; None if it was kept before."""
    notice = addressed.notice
    values = {
        "unit_id": unit_row,
        "kind": str(notice.kind),
        "period": notice.period,
        "revision": notice.revision,
        "stated": addressed.stated,
        "made_at": stamp(now),
        "year": addressed.year,
        "subject": notice.subject,
        "text": notice.text,
        "html": notice.html,
        "short_text": notice.short_text,
        "facts": json.dumps(notice.facts, ensure_ascii=False),
    }
    names = ", ".join(values)
    into = f"INSERT INTO notifications ({names}) VALUES ({', '.join('?' * len(values))}) ON CONFLICT (unit_id, kind, period, revision) DO NOTHING"
    if not store.change(into, *values.values()):
        return None
    return int(store.rows("SELECT last_insert_rowid() AS id")[0]["id"])


def load(store: Store, notification_id: int) -> Notice:
    """A notice as it was kept."""
    row = store.rows("SELECT * FROM notifications WHERE id = ?", notification_id)[0]
    files = store.rows("SELECT name, content_type, body FROM enclosures WHERE notification_id = ? ORDER BY place", notification_id)
    facts: Mapping[str, object] = json.loads(row["facts"])
    return Notice(
        NoticeKind(row["kind"]),
        row["period"],
        row["revision"],
        row["subject"],
        row["text"],
        row["html"],
        row["short_text"],
        tuple(Enclosure(f["name"], f["content_type"], f["body"]) for f in files),
        facts,
    )
