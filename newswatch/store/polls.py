"""Polls of the sources: what each brought, written in one transaction a source, and what the next one needs to know."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from newswatch.core.identity import entry_digest
from newswatch.core.model import SourceWarning, WarningKind
from newswatch.core.polling.evidence import Evidence
from newswatch.core.polling.records import LastPoll, Past, Poll, PollOutcome, Refutation, Span
from newswatch.core.polling.repeats import times
from newswatch.store import articles, observations, repeated, units
from newswatch.store.shapes import proof_json, proof_of
from newswatch.store.store import Store, instant, stamp

_RECENT = 100
_GOOD = """(outcome IN ('ok', 'not_modified') OR (outcome = 'failed' AND proof LIKE '%"unread_articles"%'
    AND proof NOT LIKE '%"failed"%' AND proof NOT LIKE '%"suspect"%' AND traceback = ''))"""
"""Polls that read their source, be it that articles could not be had."""

_PROVED = f"{_GOOD} AND reach IS NOT NULL AND proof <> ''"
_DISPLACED = f"""
    SELECT max(json_extract(proof, '$.displacement_days')) AS days FROM fetches
    WHERE source_id = ? AND proof <> '' AND last_at >= ? AND {_GOOD}
"""
_ENDED = (
    "SELECT proof, last_at FROM fetches WHERE source_id = ? AND proof <> '' AND json_extract(proof, '$.end') <> 'not_reached' "
    "ORDER BY id DESC LIMIT 1"
)
_BODY = f"SELECT body_at FROM fetches WHERE source_id = ? AND {_GOOD} AND body_at IS NOT NULL ORDER BY id DESC LIMIT 1"
_ZONE = f"""
    SELECT max(json_extract(w.value, '$[1]')) AS hours FROM fetches f, json_each(nullif(f.warnings, '')) w
    WHERE f.source_id = ? AND f.last_at >= ? AND json_extract(w.value, '$[0]') = '{WarningKind.ZONE_DOUBT}'
"""
_THREE_MONTHS = timedelta(days=92)
_TWELVE_MONTHS = timedelta(days=365)


def past(store: Store, source_id: int) -> Past | None:
    """What earlier polls of a source leave for the next one; None before the first that succeeded."""
    last = store.rows("SELECT * FROM fetches WHERE source_id = ? ORDER BY id DESC LIMIT 1", source_id)
    full = store.rows(f"SELECT * FROM fetches WHERE source_id = ? AND {_GOOD} ORDER BY id DESC LIMIT 1", source_id)
    if not full:
        return None
    sound, at = last[0]["id"] == full[0]["id"], _at(full[0]["last_at"])
    counts = store.rows("SELECT entries FROM fetches WHERE source_id = ? AND outcome = 'ok' ORDER BY id DESC LIMIT 5", source_id)
    deepest = store.rows(f"SELECT min(reach) AS reach FROM fetches WHERE source_id = ? AND {_GOOD}", source_id)[0]["reach"]
    read = f"SELECT fetched_at, reach FROM fetches WHERE source_id = ? AND {_PROVED} AND outcome = 'ok' ORDER BY id DESC LIMIT {_RECENT}"
    displaced = store.rows(_DISPLACED, source_id, stamp(at - _TWELVE_MONTHS))[0]["days"]
    ended, body = store.rows(_ENDED, source_id), store.rows(_BODY, source_id)
    zone = store.rows(_ZONE, source_id, stamp(at - _THREE_MONTHS))[0]["hours"]
    usual = sorted(row["entries"] for row in counts)
    return Past(
        fetched_at=at,
        reach=instant(full[0]["reach"]) if full[0]["proof"] else None,
        etag=full[0]["etag"] if sound else "",
        last_modified=full[0]["last_modified"] if sound else "",
        sha256=full[0]["sha256"] if sound else "",
        usual=usual[len(usual) // 2] if usual else None,
        deepest=instant(deepest),
        read=tuple((_at(row["fetched_at"]), _at(row["reach"])) for row in store.rows(read, source_id)),
        proof=repeated.last_proof(full[0]),
        displacement_days=displaced or 0,
        end=proof_of(ended[0]["proof"]) if ended else None,
        body_at=_at(body[0]["body_at"]) if body else None,
        ended_at=_at(ended[0]["last_at"]) if ended else None,
        zone_hours=zone or 0,
        gist=full[0]["gist"] if sound else "",
        quiet=full[0]["quiet"] if sound else "",
        warnings=_warnings(last[0]),
    )


def spans(store: Store, unit_id: int) -> list[Span]:
    """The stretches of time of which polls prove that they saw everything, in the order in which the polls were made, whatever their clock said.

    Those of a source that had another address or profile then bear another name than the source has now (`units.source_labels`).
    """
    labels = units.source_labels(store, unit_id)
    rows = store.rows(
        """SELECT f.id, f.source_id, f.reach, coalesce(json_extract(f.proof, '$.until'), f.last_at) AS until, f.fetched_at, f.times, f.repeats
           FROM fetches f JOIN sources s ON s.id = f.source_id
           WHERE s.unit_id = ? AND f.reach IS NOT NULL AND f.proof <> '' ORDER BY f.id""",
        unit_id,
    )
    return [Span(labels[r["source_id"]], _at(r["reach"]), _at(r["until"]), r["id"], *_joined(r)) for r in rows]


def refuted(store: Store, unit_id: int) -> list[Refutation]:
    """The days on which witnesses named what lists had not shown, in the order of the polls; sources are named as in `spans`."""
    labels = units.source_labels(store, unit_id)
    rows = store.rows(
        """SELECT f.id, f.source_id, d.value AS day FROM fetches f JOIN sources s ON s.id = f.source_id, json_each(f.proof, '$.refutes') d
           WHERE s.unit_id = ? AND f.proof <> '' ORDER BY f.id, d.value""",
        unit_id,
    )
    return [Refutation(labels[r["source_id"]], date.fromisoformat(r["day"]), r["id"]) for r in rows]


def evidence(store: Store, unit_id: int) -> list[Evidence]:
    """The proofs of a unit's polls, in the order in which the polls were made; sources are named as in `spans`."""
    labels = units.source_labels(store, unit_id)
    rows = store.rows(
        """SELECT f.id, f.source_id, f.proof, f.fetched_at, f.last_at, f.times, f.repeats FROM fetches f JOIN sources s ON s.id = f.source_id
           WHERE s.unit_id = ? AND f.proof <> '' ORDER BY f.id""",
        unit_id,
    )
    found = ((r, proof_of(r["proof"]), repeated.last_proof(r)) for r in rows)
    return [
        Evidence(labels[r["source_id"]], _at(r["last_at"]), last, r["id"], *_joined(r), first.body)
        for r, first, last in found
        if first is not None and last is not None
    ]


def _joined(row: dict[str, Any]) -> tuple[int, datetime | None, bytes]:
    """Which poll of its row the last one is, and when the first and the others were made."""
    return row["times"] - 1, _at(row["fetched_at"]) if row["times"] > 1 else None, row["repeats"]


def record(
    store: Store, run_id: int, unit_id: int, source_id: int, poll: Poll, besides: Callable[[], None] | None = None
) -> tuple[int, int]:
    """Writes all of one poll at once, and does what is to be done `besides` in the same transaction; gives how many items are new and changed. A poll
    that its run has recorded already changes nothing."""
    with store.writing():
        if not _write_fetch(store, run_id, source_id, poll):
            return 0, 0
        seen = observations.Seen(run_id, unit_id, source_id, poll.fetched_at)
        written = [observations.write(store, seen, update) for update in poll.updates]
        for entry in poll.sighted:
            observations.sight(store, seen, entry.key, entry_digest(entry), entry.name)
        for key in poll.gone:
            observations.write_gone(store, seen, key)
        for key in poll.unlisted:
            observations.sight(store, seen, key, observations.UNLISTED)
        for vain in poll.vain:
            articles.note_vain(store, unit_id, vain)
        if poll.updates or poll.sighted or poll.gone or poll.unlisted or poll.vain:
            units.note_items(store, unit_id)
        if besides:
            besides()
    return written.count("new"), written.count("changed")


def _write_fetch(store: Store, run_id: int, source_id: int, poll: Poll) -> bool:
    """Writes the poll itself; False if its run has recorded one of this source."""
    warnings = json.dumps([[w.kind, w.count, w.text] for w in poll.warnings], ensure_ascii=False)
    if repeated.is_recorded(store, run_id, source_id):
        return False
    if repeated.extend(store, run_id, source_id, poll, warnings):
        return True
    values = {
        "run_id": run_id,
        "source_id": source_id,
        "fetched_at": stamp(poll.fetched_at),
        "outcome": str(poll.outcome),
        "error": poll.error,
        "warnings": warnings,
        "traceback": poll.traceback,
        "reach": stamp(poll.reach),
        "proof": proof_json(poll.proof),
        "ended": int(poll.ended),
        "pages": poll.pages,
        "entries": poll.entries,
        "etag": poll.etag,
        "last_modified": poll.last_modified,
        "sha256": poll.sha256,
        "gist": poll.gist,
        "quiet": poll.quiet,
        "last_at": stamp(poll.fetched_at),
        "body_at": stamp(poll.fetched_at) if poll.proof is not None and poll.proof.body else None,
        "last_run": run_id,
        "finished": int(not repeated.can_be_extended(poll)),
    }
    into = f"INSERT INTO fetches ({', '.join(values)}) VALUES ({', '.join('?' * len(values))}) ON CONFLICT (run_id, source_id) DO NOTHING"
    return store.change(into, *values.values()) == 1


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def last_polls(store: Store, unit_row: int) -> list[LastPoll]:
    """How the last poll of each source of a unit ended, and when the last good one was; of sources as they are configured now."""
    rows = store.rows(
        """SELECT s.id, s.url, f.fetched_at, f.last_at, f.repeats, f.outcome, f.error, f.warnings, f.entries, f.proof,
               (SELECT max(last_at) FROM fetches WHERE source_id = s.id AND outcome IN ('ok', 'not_modified')) AS last_good,
               (SELECT min(fetched_at) FROM fetches WHERE source_id = s.id) AS first
           FROM sources s LEFT JOIN fetches f ON f.id = (SELECT max(id) FROM fetches WHERE source_id = s.id)
           WHERE s.unit_id = ? ORDER BY s.id""",
        unit_row,
    )
    present = units.present_sources(store)
    return [_last_poll(present[row["id"]], row) for row in rows if row["id"] in present]


def read_again(store: Store, unit_row: int, since: datetime) -> dict[str, datetime]:
    """When each source of a unit, as it is configured now, was first read well after an instant."""
    rows = store.rows(
        """SELECT f.source_id, f.fetched_at, f.repeats FROM fetches f JOIN sources s ON s.id = f.source_id
           WHERE s.unit_id = ? AND f.outcome IN ('ok', 'not_modified') AND f.last_at > ?""",
        unit_row,
        stamp(since),
    )
    present, found = units.present_sources(store), dict[str, datetime]()
    for row in rows:
        first = _at(row["fetched_at"])
        each = (first, *(at for at, _ in times(first, row["repeats"])))
        if (name := present.get(row["source_id"])) and (after := [at for at in each if at > since.replace(microsecond=0)]):
            found[name] = min(found.get(name, after[0]), *after)
    return found


def _warnings(row: dict[str, Any]) -> tuple[SourceWarning, ...]:
    return tuple(SourceWarning(WarningKind(kind), count, text) for kind, count, text in json.loads(row["warnings"] or "[]"))


def _last_poll(source_id: str, row: dict[str, Any]) -> LastPoll:
    return LastPoll(
        source_id=source_id,
        url=row["url"],
        polled_at=instant(row["last_at"]),
        outcome=PollOutcome(row["outcome"]) if row["outcome"] else None,
        error=row["error"],
        warnings=_warnings(row),
        entries=row["entries"],
        last_good_at=instant(row["last_good"]),
        first_at=instant(row["first"]),
        proof=repeated.last_proof(row),
    )
