"""What goes out to other systems, as rows that one process at a time can claim. A unit's results go to each target in the order in which they came."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from newswatch.core.record.feeding import FeedWay
from newswatch.errors import InputError
from newswatch.store.store import Store, instant, stamp

_UNDELIVERED = "('queued', 'sending', 'failed')"
_OLDER = (
    "EXISTS (SELECT 1 FROM feeds o WHERE o.unit_id = f.unit_id AND o.way = f.way AND o.target = f.target AND o.id < f.id "
    "AND o.state IN ('queued', 'sending'))"
)
_OVERTAKEN = (
    "EXISTS (SELECT 1 FROM feeds o WHERE o.unit_id = f.unit_id AND o.way = f.way AND o.target = f.target AND o.year = f.year AND o.id > f.id "
    "AND o.state = 'sent')"
)


@dataclass(frozen=True, slots=True)
class Intent:
    """A score that is to go out: of which year, by which way and whereto, under which key, as which bytes. `doubted_since` is when the backup was made
    (as stored) since which it may have been posted already; empty where it was not."""

    way: FeedWay
    target: str
    year: int
    key: str
    body: bytes
    doubted_since: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """One that this process alone may deliver now; `attempts` counts this one."""

    id: int
    unit: str
    way: FeedWay
    target: str
    year: int
    key: str
    body: bytes
    attempts: int


@dataclass(frozen=True, slots=True)
class Summary:
    """How the feed stands: how many wait, were refused, are in doubt and were delivered; since when (UTC) the oldest of those not delivered waits, and why
    the last one was put off."""

    waiting: int = 0
    failed: int = 0
    in_doubt: int = 0
    sent: int = 0
    oldest: datetime | None = None
    trouble: str = ""

    @property
    def missing(self) -> int:
        """How many were not delivered."""
        return self.waiting + self.failed + self.in_doubt


def known(store: Store, unit_row: int) -> set[tuple[FeedWay, str, int]]:
    """Of what years of a unit something went, or is to go, by which way whereto."""
    rows = store.rows("SELECT DISTINCT way, target, year FROM feeds WHERE unit_id = ?", unit_row)
    return {(FeedWay(row["way"]), row["target"], row["year"]) for row in rows}


def add(store: Store, unit_row: int, found: Collection[Intent], doubt: str, now: datetime) -> None:
    """Keeps what is to go out, within the transaction of what it tells. `doubt` is told of what may have been posted already."""
    for one in found:
        state, answer = ("failed", doubt.format(at=one.doubted_since)) if one.doubted_since else ("queued", "")
        store.run_sql(
            "INSERT INTO feeds (unit_id, way, target, year, key, body, made_at, state, due_at, changed_at, answer, in_doubt) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING",
            *(unit_row, str(one.way), one.target, one.year, one.key, one.body, stamp(now), state, stamp(now), stamp(now), answer),
            int(bool(one.doubted_since)),
        )


def claim(store: Store, now: datetime) -> Claim | None:
    """Takes one that is due for this process alone, or None: the least tried of those due first, and of a unit's results for one target the oldest."""
    due = (
        f"SELECT f.id FROM feeds f WHERE f.state = 'queued' AND f.due_at <= ? AND NOT {_OLDER} ORDER BY f.due_at, f.attempts, f.id LIMIT 1"
    )
    with store.writing():
        taken = store.rows(
            f"UPDATE feeds SET state = 'sending', attempts = attempts + 1, changed_at = ? WHERE state = 'queued' AND id = ({due}) "
            "RETURNING id, (SELECT key FROM units WHERE units.id = unit_id) AS unit, way, target, year, key, body, attempts",
            stamp(now),
            stamp(now),
        )
    return Claim(**(taken[0] | {"way": FeedWay(taken[0]["way"])})) if taken else None


def sent(store: Store, claimed: Claim, answer: str, now: datetime) -> None:
    """It was delivered; what waited for the same target only is due at once."""
    with store.writing():
        store.run_sql(
            "UPDATE feeds SET state = 'sent', sent_at = ?1, changed_at = ?1, answer = ?2 WHERE id = ?3 AND state <> 'sent'",
            stamp(now),
            answer,
            claimed.id,
        )
        store.run_sql(
            "UPDATE feeds SET due_at = min(due_at, ?) WHERE state = 'queued' AND way = ? AND target = ?",
            stamp(now),
            str(claimed.way),
            claimed.target,
        )


def tries(store: Store, claimed: Claim) -> int:
    """How often the target was tried in vain, with this try, for all that waits for it."""
    sql = "SELECT coalesce(sum(attempts), 0) AS n FROM feeds WHERE state = 'queued' AND way = ? AND target = ?"
    return int(store.rows(sql, str(claimed.way), claimed.target)[0]["n"]) + claimed.attempts


def hold(store: Store, claimed: Claim, error: str, until: datetime, now: datetime) -> None:
    """The target can't take it now: nothing is tried there before `until`."""
    with store.writing():
        store.run_sql(
            "UPDATE feeds SET state = 'queued', answer = ?, changed_at = ? WHERE id = ? AND state = 'sending' AND attempts = ?",
            error,
            stamp(now),
            claimed.id,
            claimed.attempts,
        )
        store.run_sql(
            "UPDATE feeds SET due_at = ?1 WHERE state = 'queued' AND way = ?2 AND target = ?3 AND due_at < ?1",
            stamp(until),
            str(claimed.way),
            claimed.target,
        )


def fail(store: Store, claimed: Claim, error: str, now: datetime) -> None:
    """It was refused for good: it is tried again only if a person says so."""
    with store.writing():
        store.run_sql(
            "UPDATE feeds SET state = 'failed', answer = ?, changed_at = ? WHERE id = ? AND state = 'sending' AND attempts = ?",
            error,
            stamp(now),
            claimed.id,
            claimed.attempts,
        )


def recover(store: Store, now: datetime) -> None:
    """Puts back what a process claimed and never settled; for use while no other process delivers. It may have been taken: it can go twice."""
    if store.rows("SELECT 1 FROM feeds WHERE state = 'sending' LIMIT 1"):
        with store.writing():
            sql = (
                "UPDATE feeds SET state = 'queued', changed_at = ?, answer = 'broken off while it was handed over' WHERE state = 'sending'"
            )
            store.run_sql(sql, stamp(now))


def retry(store: Store, number: int | None, now: datetime) -> int:
    """Makes one that waits or was refused due at once, or all but those in doubt; gives how many. One after which a newer result was delivered is left.

    Raises InputError if the one named can't be.
    """
    which, params = (" AND NOT in_doubt", ()) if number is None else (" AND id = ?", (number,))
    with store.writing():
        changed = store.change(
            "UPDATE feeds AS f SET state = 'queued', attempts = 0, due_at = ?, changed_at = ?, in_doubt = 0 "
            f"WHERE state IN ('queued', 'failed') AND NOT {_OVERTAKEN}{which}",
            stamp(now),
            stamp(now),
            *params,
        )
    if number is not None and not changed:
        raise InputError(_unfit(store, number, "tried again"))
    return changed


def cancel(store: Store, number: int, now: datetime) -> None:
    """Calls off one that waits or was refused. Raises InputError if it is neither."""
    with store.writing():
        sql = "UPDATE feeds SET state = 'cancelled', changed_at = ? WHERE id = ? AND state IN ('queued', 'failed')"
        changed = store.change(sql, stamp(now), number)
    if not changed:
        raise InputError(_unfit(store, number, "cancelled"))


def listed(store: Store, *, everything: bool = False) -> list[dict[str, Any]]:
    """Those not delivered yet, oldest first; with `everything` all of them."""
    which = "1" if everything else f"f.state IN {_UNDELIVERED}"
    return store.rows(
        f"""SELECT f.id, u.key AS unit, f.way, f.target, f.year, f.key, f.made_at, f.state, f.attempts, f.due_at, f.changed_at, f.sent_at, f.answer,
            f.in_doubt, f.state = 'failed' AND {_OVERTAKEN} AS overtaken
            FROM feeds f JOIN units u ON u.id = f.unit_id WHERE {which} ORDER BY f.id"""
    )


def summary(store: Store) -> Summary:
    """How the feed stands."""
    sql = f"SELECT state, in_doubt, count(*) AS n FROM feeds WHERE state IN {_UNDELIVERED} GROUP BY state, in_doubt"
    counts = {(row["state"], row["in_doubt"]): row["n"] for row in store.rows(sql)}
    [last] = store.rows(
        f"""SELECT (SELECT min(made_at) FROM feeds WHERE state IN {_UNDELIVERED}) AS oldest,
            (SELECT count(*) FROM feeds WHERE state = 'sent') AS sent,
            (SELECT answer FROM feeds WHERE state IN {_UNDELIVERED} AND answer <> '' ORDER BY changed_at DESC, id DESC LIMIT 1) AS trouble"""
    )
    number = {state: sum(n for (s, _), n in counts.items() if s == state) for state in ("queued", "sending", "failed")}
    doubted = counts.get(("failed", 1), 0)
    waiting = number["queued"] + number["sending"]
    return Summary(waiting, number["failed"] - doubted, doubted, last["sent"], instant(last["oldest"]), last["trouble"] or "")


def next_due(store: Store) -> datetime | None:
    """When the next one is due."""
    return instant(store.rows("SELECT min(due_at) AS at FROM feeds WHERE state = 'queued'")[0]["at"])


def _unfit(store: Store, number: int, what: str) -> str:
    rows = store.rows(f"SELECT state, {_OVERTAKEN} AS overtaken FROM feeds f WHERE id = ?", number)
    if not rows:
        return f"nothing of the feed has the number f{number}; `newswatch outbox list --all` shows all of it"
    if rows[0]["overtaken"] and rows[0]["state"] != "sent":
        return (
            f"f{number} can't be {what}: a newer result was delivered to the same place; `newswatch outbox cancel f{number}` calls it off"
        )
    return f"f{number} can't be {what}: it is {rows[0]['state']}"
