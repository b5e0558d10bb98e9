"""Months as they were stated, revision by revision."""

import json
from datetime import datetime
from typing import Any

from newswatch.core.count.revision import Cause, Revision, Stated
from newswatch.core.count.statement import State
from newswatch.core.quota.rule import Rule
from newswatch.store import shapes
from newswatch.store.store import Store, stamp


def last(store: Store, unit_id: int) -> dict[str, Stated]:
    """What was last stated of each month of a unit."""
    rows = store.rows("SELECT * FROM statements WHERE unit_id = ? ORDER BY month, revision", unit_id)
    return {r["month"]: Stated(r["revision"], tuple(json.loads(r["counted"])), State(r["state"]), r["rule_digest"]) for r in rows}


def revisions(store: Store, unit_id: int, month: str) -> list[dict[str, Any]]:
    """Every statement of a month, oldest first."""
    return store.rows("SELECT * FROM statements WHERE unit_id = ? AND month = ? ORDER BY revision", unit_id, month)


def revisions_since(store: Store, unit_id: int, month: str) -> list[dict[str, Any]]:
    """Every statement of a month and of those after it, by month, the oldest of each first."""
    return store.rows("SELECT * FROM statements WHERE unit_id = ? AND month >= ? ORDER BY month, revision", unit_id, month)


def causes(row: dict[str, Any]) -> list[Cause]:
    """The causes of one statement."""
    return shapes.causes_of(row["causes"])


def add(store: Store, unit_id: int, rule: Rule, found: list[Revision], now: datetime) -> None:
    """Appends statements, all in one transaction."""
    with store.writing():
        for revision in found:
            store.run_sql(
                "INSERT INTO statements (unit_id, month, revision, stated_at, rule, rule_digest, counted, short, state, causes) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (unit_id, month, revision) DO NOTHING",
                unit_id,
                str(revision.month.month),
                revision.stated.revision,
                stamp(now),
                rule.id,
                rule.digest,
                json.dumps(revision.stated.counted),
                revision.month.short,
                str(revision.stated.state),
                shapes.causes_json(revision.causes),
            )
