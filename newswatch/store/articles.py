"""How asking for the article of each item ended the last time: what came back, when, and how often in vain. It says when to ask again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from newswatch.core.answer.kinds import Answer
from newswatch.core.answer.schedule import Asked
from newswatch.core.model import Channel
from newswatch.core.polling.records import ItemUpdate, Vain
from newswatch.store.store import Store, instant, stamp

_SET = """
    INSERT INTO articles (item_id, answer, asked_at, times, body) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (item_id) DO UPDATE SET answer = excluded.answer, asked_at = excluded.asked_at, times = excluded.times, body = excluded.body
"""


def note(store: Store, item_id: int, update: ItemUpdate, *, made: bool) -> None:
    """Notes what came back for an item, within a transaction; nothing was noted before of one that was just `made`."""
    row = [] if made else store.rows("SELECT times FROM articles WHERE item_id = ?", item_id)
    asked = Asked.after(row[0]["times"] if row else 0, update.answer, update.seen_at)
    store.run_sql(_SET, item_id, str(asked.answer), stamp(asked.at), asked.times, update.body)


def note_vain(store: Store, unit_id: int, vain: Vain) -> None:
    """Notes that an item's article was asked for in vain, within a transaction. Its text is what it was."""
    store.run_sql(
        "INSERT INTO articles (item_id, answer, asked_at, times) SELECT id, ?, ?, ? FROM items WHERE unit_id = ? AND channel = ? AND key = ? "
        "ON CONFLICT (item_id) DO UPDATE SET answer = excluded.answer, asked_at = excluded.asked_at, times = articles.times + excluded.times",
        str(vain.answer),
        stamp(vain.asked_at),
        int(vain.asked_at is not None),
        unit_id,
        str(Channel.PORTAL),
        vain.key,
    )


@dataclass(frozen=True, slots=True)
class Unjudged:
    """An item stored before answers were judged: its key, the source that last told of it, and its text as read then."""

    item_id: int
    key: str
    source_id: int
    url: str
    title: str
    text: str
    whole: bool
    captured: bool


def unjudged(store: Store, unit_id: int) -> list[Unjudged]:
    """The portal items of a unit whose article was never held against what an article must show."""
    rows = store.rows(
        """SELECT i.id, i.key, o.source_id, o.url, o.title, o.text, o.whole, o.capture IS NOT NULL AS captured
           FROM items i JOIN observations o ON o.id = (SELECT max(id) FROM observations WHERE item_id = i.id AND kind = 'seen')
           WHERE i.unit_id = ? AND i.channel = 'portal' AND NOT EXISTS (SELECT 1 FROM articles a WHERE a.item_id = i.id) ORDER BY i.id""",
        unit_id,
    )
    return [
        Unjudged(r["id"], r["key"], r["source_id"], r["url"], r["title"], r["text"], bool(r["whole"]), bool(r["captured"])) for r in rows
    ]


def note_judged(store: Store, item_id: int, answer: Answer, body: str) -> None:
    """Notes what an item's page is judged to be, within a transaction. One that is unread is asked for by the next poll."""
    store.run_sql(_SET, item_id, str(answer), None, 0, body)


def asked_of(row: Mapping[str, Any]) -> Asked:
    """How it stands, from a row that may have none."""
    return Asked(Answer(row["answer"] or ""), instant(row["asked_at"]), row["times"] or 0)
