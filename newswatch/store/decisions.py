"""Decisions: what the program's classification and what people said of an item; rows are only ever added."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from newswatch.core.model import Channel, Classification, Decision, Verdict
from newswatch.store import shapes
from newswatch.store.store import Store, instant, stamp

if TYPE_CHECKING:
    from newswatch.core.classify.suggest import Judged


@dataclass(frozen=True, slots=True)
class Stale:
    """An item whose last classification came from another lexicon."""

    item_id: int
    channel: Channel
    title: str
    text: str
    whole: bool


def stale(store: Store, unit_id: int, lexicon_digest: str) -> list[Stale]:
    """Items whose last classification came from another lexicon."""
    rows = store.rows(
        """SELECT c.id, c.channel, c.title, c.text, c.whole FROM countables c WHERE c.unit_id = ? AND c.id IN (SELECT i.id FROM items i
           WHERE i.unit_id = ?
           AND coalesce((SELECT lexicon FROM decisions WHERE item_id = i.id AND kind = 'ruling' ORDER BY id DESC LIMIT 1), '') <> ?)""",
        unit_id,
        unit_id,
        lexicon_digest,
    )
    return [Stale(r["id"], Channel(r["channel"]), r["title"], r["text"].strip(), bool(r["whole"])) for r in rows]


def classify_anew(store: Store, classifications: Iterable[tuple[int, Classification]], now: datetime) -> None:
    """Appends classifications of items that are already there."""
    with store.writing():
        for item_id, classification in classifications:
            add_classification(store, item_id, classification, now)


def add_classification(store: Store, item_id: int, classification: Classification, now: datetime) -> None:
    """Appends one classification, within a transaction."""
    store.run_sql(
        "INSERT INTO decisions (item_id, decided_at, kind, decided_by, verdict, domain, phrases, lexicon) VALUES (?, ?, 'ruling', '', ?, ?, ?, ?)",
        item_id,
        stamp(now),
        str(classification.verdict),
        classification.domain and str(classification.domain),
        shapes.phrases_json(classification.phrases),
        classification.lexicon_digest,
    )


def add(store: Store, decision: Decision, now: datetime) -> int:
    """Appends a person's decision, within a transaction; gives its number."""
    own_story = decision.same_as == decision.item_id
    return store.run_sql(
        "INSERT INTO decisions (item_id, decided_at, kind, decided_by, verdict, domain, because, published_on, same_as, own_story, origin, item_type, "
        "not_during, dead_link) VALUES (?, ?, 'person', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        decision.item_id,
        stamp(now),
        decision.decided_by,
        decision.verdict and str(decision.verdict),
        decision.domain and str(decision.domain),
        decision.because,
        decision.published_on and decision.published_on.isoformat(),
        None if own_story else decision.same_as,
        int(own_story),
        decision.origin and str(decision.origin),
        decision.item_type and str(decision.item_type),
        shapes.spans_json(decision.not_during),
        int(decision.dead_link),
    )


def settled_day(store: Store, item_id: int) -> date | None:
    """The local day on which people say an item was published; None if nobody does."""
    rows = store.rows("SELECT published_on FROM standing WHERE item_id = ? AND published_on IS NOT NULL ORDER BY id DESC LIMIT 1", item_id)
    return date.fromisoformat(rows[0]["published_on"]) if rows else None


def judged_by_people(store: Store, unit_id: int) -> list[Judged]:
    """Items with a person's verdict, beside what the rules had said last."""
    from newswatch.core.classify.suggest import Judged  # proposing phrases is one command's alone

    rows = store.rows(
        """SELECT c.id, c.title, c.text, c.verdict,
               (SELECT verdict FROM decisions WHERE item_id = c.id AND kind = 'ruling' ORDER BY id DESC LIMIT 1) AS ruled
           FROM countables c WHERE c.unit_id = ? AND c.decider = 'person' AND ruled IS NOT NULL ORDER BY c.id""",
        unit_id,
    )
    return [Judged(r["id"], r["title"], r["text"], Verdict(r["ruled"]), Verdict(r["verdict"])) for r in rows]


def withdraw(store: Store, decision_id: int, by: str, because: str, now: datetime) -> None:
    """Withdraws a person's decision: nothing is erased, a row beside it says by whom and why. Within a transaction."""
    sql = "INSERT INTO withdrawals (decision_id, withdrawn_at, withdrawn_by, because) VALUES (?, ?, ?, ?)"
    store.run_sql(sql, decision_id, stamp(now), by, because)


def standing(store: Store, unit_row: int, decision_id: int) -> bool | None:
    """Does a person's decision of this unit stand? None if there is no such decision, False if it was withdrawn."""
    rows = store.rows(
        """SELECT w.decision_id IS NULL AS stands FROM decisions d JOIN items i ON i.id = d.item_id
           LEFT JOIN withdrawals w ON w.decision_id = d.id WHERE d.id = ? AND i.unit_id = ? AND d.kind = 'person'""",
        decision_id,
        unit_row,
    )
    return bool(rows[0]["stands"]) if rows else None


@dataclass(frozen=True, slots=True)
class Mark:
    """The decisions of people about an item as they are: `text` changes with each decision and withdrawal; who did the last of these, and when (UTC)."""

    text: str
    by: str
    at: datetime


def mark(store: Store, item_id: int) -> Mark:
    """The mark of an item; before the first decision it is of nobody."""
    sql = """SELECT d.id, 0 AS withdrawn, d.decided_at AS at, d.decided_by AS by FROM decisions d WHERE d.item_id = ?1 AND d.kind = 'person'
        UNION ALL SELECT d.id, 1, w.withdrawn_at, w.withdrawn_by FROM decisions d JOIN withdrawals w ON w.decision_id = d.id WHERE d.item_id = ?1
        ORDER BY at, withdrawn, id"""
    done = store.rows(sql, item_id)
    if not done:
        return Mark("0.0", "", datetime.min.replace(tzinfo=UTC))
    at = instant(done[-1]["at"])
    assert at is not None
    return Mark(f"{max(row['id'] for row in done)}.{len(done)}", done[-1]["by"], at)


def item_of(store: Store, decision_id: int) -> int:
    """The item that a decision is about."""
    return int(store.rows("SELECT item_id FROM decisions WHERE id = ?", decision_id)[0]["item_id"])
