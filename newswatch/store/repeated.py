"""Polls that found nothing new, joined in one row: a poll that says what the last one of its source said extends that one's row.

`last_at` is when the last poll of a row was made, `times` how many it stands for, `repeats` when each was (`core.polling.repeats`), `body_at` when one
of them was last given a page, `last_run` the run that made the last one. A row is `finished` once another follows, and from the start if no poll can
extend it; then it never changes again, and enters the unit's ledger. A statement of the unit ends those that are open. One that isn't finished
changes in these columns and its validators alone.
"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from newswatch.core.months import local_day
from newswatch.core.polling.proof import Proof
from newswatch.core.polling.records import Poll, PollOutcome
from newswatch.core.polling.repeats import joined, times
from newswatch.store.shapes import proof_of
from newswatch.store.store import Store, stamp

_LAST = "SELECT * FROM fetches WHERE source_id = ? ORDER BY id DESC LIMIT 1"
_EXTEND = """
    UPDATE fetches SET last_at = ?, times = times + 1, repeats = ?, body_at = coalesce(?, body_at), last_run = ?, etag = ?, last_modified = ?,
        sha256 = ?, gist = ?, quiet = ? WHERE id = ?
"""


def is_recorded(store: Store, run_id: int, source_id: int) -> bool:
    """Has a run's poll of a source been written already? No other run can have polled it since."""
    rows = store.rows("SELECT last_run FROM fetches WHERE source_id = ? ORDER BY id DESC LIMIT 1", source_id)
    return bool(rows) and rows[0]["last_run"] == run_id


def extend(store: Store, run_id: int, source_id: int, poll: Poll, warnings: str) -> bool:
    """Extends the last row of a source by a poll that says the same, within a transaction; else finishes that row and gives False.

    A row ends with its local month, and where the clock goes back. The unit's stamp advances with each poll (triggers in `kept_tables`): which of them
    bear on its count is decided in `polling.ground`.
    """
    rows = store.rows(_LAST, source_id)
    if not rows or rows[0]["finished"]:
        return False
    row, at = rows[0], poll.fetched_at.astimezone(UTC).replace(microsecond=0)
    last = _at(row["last_at"])
    if (
        last > at
        or local_day(_at(row["fetched_at"])).replace(day=1) != local_day(at).replace(day=1)
        or not _says_the_same(row, poll, warnings)
    ):
        store.run_sql("UPDATE fetches SET finished = 1 WHERE id = ?", row["id"])
        return False
    body = poll.proof is not None and poll.proof.body
    repeats = joined(row["repeats"], int((at - last).total_seconds()), body=body)
    told = (poll.etag, poll.last_modified, poll.sha256, poll.gist, poll.quiet)
    store.run_sql(_EXTEND, stamp(at), repeats, stamp(at) if body else None, run_id, *told, row["id"])
    return True


def finish(store: Store, unit_id: int) -> None:
    """Ends the rows of a unit's sources that are still being extended, within a transaction: the next poll begins another."""
    sql = "UPDATE fetches SET finished = 1 WHERE finished = 0 AND source_id IN (SELECT id FROM sources WHERE unit_id = ?)"
    store.run_sql(sql, unit_id)


def can_be_extended(poll: Poll) -> bool:
    """Whether a poll leaves a row that the next one may extend: it found all as it was up to its own time, and brought nothing."""
    brought = (poll.updates, poll.sighted, poll.gone, poll.unlisted, poll.vain, poll.error, poll.traceback)
    return poll.outcome is PollOutcome.NOT_MODIFIED and poll.proof is not None and poll.proof.until is None and not any(brought)


def last_proof(row: dict[str, Any]) -> Proof | None:
    """The proof of the last poll of a row."""
    proof = proof_of(row["proof"] or "")
    if proof is None or not row["repeats"]:
        return proof
    *_, (_, body) = times(_at(row["fetched_at"]), row["repeats"])
    return replace(proof, body=body)


def _says_the_same(row: dict[str, Any], poll: Poll, warnings: str) -> bool:
    before = proof_of(row["proof"])
    if not can_be_extended(poll) or before is None or poll.proof is None:
        return False
    same = (row["outcome"], row["warnings"], row["reach"], row["pages"], row["entries"])
    said = (str(poll.outcome), warnings, stamp(poll.reach), poll.pages, poll.entries)
    return same == said and replace(before, body=poll.proof.body) == poll.proof


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
