"""Runs: when check, close and the like last ran and how they ended, and when anything was stored last."""

from dataclasses import replace
from datetime import UTC, datetime

from newswatch.core.notices.agenda import BROKEN_OFF, Duty, Ran
from newswatch.store.store import Store, instant

DAEMON = "daemon"
"""Name of the lock a running daemon holds (`Store.alone`)."""
_BROKEN = ("stopped", "ended without being closed")
"""How the note of a run begins that did not come to its end by itself: told to stop, or found open by the next."""


def last_run(store: Store, verb: str) -> Ran | None:
    """When the last run of a verb began, and how it ended ("open" if it has not, "broken off" if it was stopped or killed)."""
    rows = store.rows("SELECT started_at, state, note FROM runs WHERE verb = ? ORDER BY id DESC LIMIT 1", verb)
    started_at = instant(rows[0]["started_at"]) if rows else None
    return Ran(started_at, BROKEN_OFF if rows[0]["note"].startswith(_BROKEN) else rows[0]["state"]) if started_at else None


def ran(store: Store) -> dict[Duty, Ran]:
    """The last run of each duty, whoever made it; one left open whose process is dead was broken off."""
    found = {duty: last_run(store, str(duty)) for duty in Duty}
    dead = any(last and last.state == "open" for last in found.values()) and not store.held()
    return {duty: replace(last, state=BROKEN_OFF) if dead and last.state == "open" else last for duty, last in found.items() if last}


def last_stored(store: Store) -> datetime:
    """When the last poll, decision or run was stored; long ago in an empty database. Reads whole tables."""
    last = store.rows(
        "SELECT max(at) AS at FROM (SELECT max(fetched_at) AS at FROM fetches UNION ALL SELECT max(decided_at) FROM decisions "
        "UNION ALL SELECT max(finished_at) FROM runs)"
    )
    return instant(last[0]["at"]) or datetime(1990, 1, 1, tzinfo=UTC)
