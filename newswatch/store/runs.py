"""Runs: when check, close and the like last ran and how they ended, and when anything was stored last."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from newswatch.core.notices.agenda import Duty, Ending, Ran
from newswatch.store.store import Store, instant

DAEMON = "daemon"
"""Name of the lock a running daemon holds (`Store.alone`)."""


def last_run(store: Store, verb: str) -> Ran | None:
    """When the last run of a verb began, over whichever units, and how it ended."""
    rows = store.rows("SELECT started_at, ending FROM runs WHERE verb = ? ORDER BY id DESC LIMIT 1", verb)
    return _ran(rows[0]) if rows else None


def duties(store: Store) -> dict[int, dict[Duty, Ran]]:
    """The last run of each duty of each unit, by the unit's row, whoever made it. One left open whose process is dead has crashed."""
    rows = store.rows("SELECT d.unit_id, d.verb, r.started_at, r.ending FROM duties d JOIN runs r ON r.id = d.run_id")
    found: dict[int, dict[Duty, Ran]] = {}
    for row in rows:
        if row["verb"] in tuple(Duty):
            found.setdefault(row["unit_id"], {})[Duty(row["verb"])] = _ran(row)
    if any(ran.ending is Ending.OPEN for last in found.values() for ran in last.values()) and not store.held():
        return {unit: {duty: _crashed(ran) for duty, ran in last.items()} for unit, last in found.items()}
    return found


def last_stored(store: Store) -> datetime:
    """When the last poll, decision, closing of a log or run was stored; long ago in an empty database. Reads whole tables."""
    last = store.rows(
        "SELECT max(at) AS at FROM (SELECT max(last_at) AS at FROM fetches UNION ALL SELECT max(decided_at) FROM decisions "
        "UNION ALL SELECT max(closed_at) FROM closings UNION ALL SELECT max(finished_at) FROM runs)"
    )
    return instant(last[0]["at"]) or datetime(1990, 1, 1, tzinfo=UTC)


def _ran(row: dict[str, Any]) -> Ran:
    started_at = instant(row["started_at"])
    assert started_at is not None
    return Ran(started_at, Ending(row["ending"]) if row["ending"] else Ending.OPEN)


def _crashed(ran: Ran) -> Ran:
    return replace(ran, ending=Ending.CRASHED) if ran.ending is Ending.OPEN else ran
