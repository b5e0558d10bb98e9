"""Months as they were stated, revision by revision."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from newswatch.core.count.logbook import LogState
from newswatch.core.count.revision import Basis, Cause, Revision, Stated
from newswatch.core.count.statement import State
from newswatch.core.quota.rule import Rule
from newswatch.store import ledger_heads, repeated, shapes, texts
from newswatch.store.store import Store, stamp


def last(store: Store, unit_id: int) -> dict[str, Stated]:
    """What was last stated of each month of a unit."""
    rows = store.rows("SELECT * FROM statements WHERE unit_id = ? ORDER BY month, revision", unit_id)
    return {r["month"]: stated(r) for r in rows}


def stated(row: dict[str, Any]) -> Stated:
    """What one row states."""
    log = LogState(row["log"]) if row["log"] else None
    return Stated(row["revision"], tuple(json.loads(row["counted"])), State(row["state"]), row["rule_digest"], log)


def revisions(store: Store, unit_id: int, month: str) -> list[dict[str, Any]]:
    """Every statement of a month, oldest first."""
    return store.rows("SELECT * FROM statements WHERE unit_id = ? AND month = ? ORDER BY revision", unit_id, month)


def revisions_since(store: Store, unit_id: int, month: str) -> list[dict[str, Any]]:
    """Every statement of a month and of those after it, by month, the oldest of each first."""
    return store.rows("SELECT * FROM statements WHERE unit_id = ? AND month >= ? ORDER BY month, revision", unit_id, month)


def causes(row: dict[str, Any]) -> list[Cause]:
    """The causes of one statement."""
    return shapes.causes_of(row["causes"])


def last_rows(store: Store) -> dict[int, int]:
    """The row of the last statement of each unit that has one."""
    return {r["unit_id"]: r["last"] for r in store.rows("SELECT unit_id, max(id) AS last FROM statements GROUP BY unit_id")}


def last_row(store: Store, unit_id: int) -> int:
    """The row of a unit's last statement; 0 before the first."""
    return int(store.rows("SELECT coalesce(max(id), 0) AS last FROM statements WHERE unit_id = ?", unit_id)[0]["last"])


def up_to_link(store: Store, unit_id: int, link: int) -> dict[str, Any] | None:
    """The last statement of a unit that its ledger holds up to a link."""
    rows = store.rows(
        """SELECT s.month, s.revision, s.stated_at FROM ledger l JOIN statements s ON s.id = l.row
           WHERE l.unit_id = ? AND l.kind = 'statements' AND l.link <= ? ORDER BY l.link DESC LIMIT 1""",
        unit_id,
        link,
    )
    return rows[0] if rows else None


def basis(store: Store, unit_id: int) -> Basis | None:
    """What the unit's months were stated on last; None if they never were, or by a version that did not note it."""
    rows = store.rows("SELECT basis FROM bases WHERE unit_id = ?", unit_id)
    return Basis(**json.loads(rows[0]["basis"])) if rows else None


def add(store: Store, unit_id: int, rule: Rule, found: Sequence[Revision], on: Basis, now: datetime) -> None:
    """Appends statements of one rule, within a transaction. The polls that are still being extended end before, and each statement holds the head
    of the unit's ledger as it stands before the statement's own link."""
    if found:
        repeated.finish(store, unit_id)
    for revision in found:
        store.seal()
        store.run_sql(
            "INSERT INTO statements (unit_id, month, revision, stated_at, rule, rule_digest, counted, short, state, causes, basis, log, head) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
            _basis_json(on),
            str(revision.stated.log or ""),
            ledger_heads.head(store, unit_id).head,
        )
    if found:
        texts.keep(store, "rule", rule.id, rule.digest, rule.text, now)


def rest_on(store: Store, unit_id: int, on: Basis, now: datetime) -> None:
    """Notes what the unit's months now rest on, within a transaction."""
    store.run_sql(
        "INSERT INTO bases (unit_id, basis, since) VALUES (?, ?, ?) ON CONFLICT (unit_id) DO UPDATE SET basis = excluded.basis, since = excluded.since",
        unit_id,
        _basis_json(on),
        stamp(now),
    )


def _basis_json(on: Basis) -> str:
    return json.dumps(asdict(on), sort_keys=True)
