"""How asking for the article of each item ended the last time: what came back, when, and how often in vain. It says when to ask again."""

from collections.abc import Mapping
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


def note(store: Store, item_id: int, update: ItemUpdate) -> None:
    """Notes what came back for an item, within a transaction."""
    row = store.rows("SELECT times FROM articles WHERE item_id = ?", item_id)
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


def asked_of(row: Mapping[str, Any]) -> Asked:
    """How it stands, from a row that may have none."""
    return Asked(Answer(row["answer"] or ""), instant(row["asked_at"]), row["times"] or 0)
