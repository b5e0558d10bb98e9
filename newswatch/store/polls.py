"""Polls of the sources: what each brought, written in one transaction a source, and what the next one needs to know."""

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from newswatch.core.answer.schedule import NEVER
from newswatch.core.dates.memory import stood
from newswatch.core.identity import entry_digest
from newswatch.core.model import LOCAL, Dates, SourceWarning, WarningKind
from newswatch.core.polling.changes import Known
from newswatch.core.polling.evidence import Evidence
from newswatch.core.polling.records import LastPoll, Past, Poll, PollOutcome, Refutation, Span
from newswatch.store import articles, observations, units
from newswatch.store.shapes import proof_json, proof_of, stated_of
from newswatch.store.store import Store, instant, stamp

_RECENT = 100
_GOOD = """(outcome IN ('ok', 'not_modified') OR (outcome = 'failed' AND proof LIKE '%"unread_articles"%'
    AND proof NOT LIKE '%"failed"%' AND proof NOT LIKE '%"suspect"%' AND traceback = ''))"""
"""Polls that read their source, be it that articles could not be had."""

_PROVED = f"{_GOOD} AND reach IS NOT NULL AND proof <> ''"
_DISPLACED = f"""
    SELECT max(json_extract(proof, '$.displacement_days')) AS days FROM fetches
    WHERE source_id = ? AND proof <> '' AND fetched_at >= ? AND {_GOOD}
"""
_ENDED = (
    "SELECT proof, fetched_at FROM fetches WHERE source_id = ? AND proof <> '' AND json_extract(proof, '$.end') <> 'not_reached' "
    "ORDER BY id DESC LIMIT 1"
)
_BODY = (
    f"SELECT fetched_at FROM fetches WHERE source_id = ? AND {_GOOD} AND json_extract(nullif(proof, ''), '$.body') ORDER BY id DESC LIMIT 1"
)
_DATES = ("printed_at", "listing_at", "feed_at", "url_at", "relative_at", "modified_at", "bare_at")
_ZONE = f"""
    SELECT max(json_extract(w.value, '$[1]')) AS hours FROM fetches f, json_each(nullif(f.warnings, '')) w
    WHERE f.source_id = ? AND f.fetched_at >= ? AND json_extract(w.value, '$[0]') = '{WarningKind.ZONE_DOUBT}'
"""
_THREE_MONTHS = timedelta(days=92)
_TWELVE_MONTHS = timedelta(days=365)


def known(store: Store, unit_id: int, source_id: int) -> dict[str, Known]:
    """Every portal item of a unit by its key, with what this source last said of it.

    A date that a person settled stands for the item's own. An article whose link a person called dead is not asked for again.
    """
    rows = store.rows(
        """SELECT i.id, i.key, i.first_seen_at, coalesce(s.digest, '') AS digest, o.title, o.url, o.published_at, o.elsewhere,
               g.published_on AS settled_on, g.decided_at AS settled_at,
               o.whole, EXISTS (SELECT 1 FROM standing d WHERE d.item_id = i.id AND d.dead_link) AS dead,
               o.stated, o.printed_raw, o.printed_at, o.listing_at, o.feed_at, o.url_at, o.relative_at,
               o.modified_at, o.bare_at, o.bare_place,
               (coalesce(o.printed_at, o.modified_at) IS NOT NULL AND o.published_at IS NULL) AS withheld,
               (o.stated LIKE '%],%' AND (SELECT count(DISTINCT json_extract(value, '$[1]')) FROM json_each(o.stated)) > 1
                   OR coalesce((SELECT f.local_day FROM observations f WHERE f.item_id = i.id AND f.local_day IS NOT NULL
                           AND f.date_origin <> 'modified' ORDER BY f.id LIMIT 1)
                       <> o.local_day, 0)) AS doubtful,
               (SELECT kind FROM observations WHERE item_id = i.id ORDER BY id DESC LIMIT 1) AS last_kind,
               a.answer, a.asked_at, a.times, a.body
           FROM items i JOIN observations o ON o.id = (SELECT max(id) FROM observations WHERE item_id = i.id AND kind = 'seen')
           LEFT JOIN sightings s ON s.item_id = i.id AND s.source_id = ?
           LEFT JOIN decisions g ON g.id = (SELECT max(id) FROM standing WHERE item_id = i.id AND published_on IS NOT NULL)
           LEFT JOIN articles a ON a.item_id = i.id
           WHERE i.unit_id = ? AND i.channel = 'portal'""",
        source_id,
        unit_id,
    )
    guids: dict[int, list[str]] = defaultdict(list)
    for row in store.rows("SELECT g.item_id, g.guid FROM guids g JOIN items i ON i.id = g.item_id WHERE i.unit_id = ?", unit_id):
        guids[row["item_id"]].append(row["guid"])
    return {row["key"]: _known(row, guids.get(row["id"], ())) for row in rows}


def moved(store: Store, unit_id: int) -> dict[str, str]:
    """The keys of a unit's portal items by those of the addresses to which they moved."""
    sql = "SELECT m.key, i.key AS item FROM moves m JOIN items i ON i.id = m.item_id WHERE i.unit_id = ? ORDER BY m.seen_at"
    return {row["key"]: row["item"] for row in store.rows(sql, unit_id)}


def past(store: Store, source_id: int) -> Past | None:
    """What earlier polls of a source leave for the next one; None before the first that succeeded."""
    last = store.rows("SELECT * FROM fetches WHERE source_id = ? ORDER BY id DESC LIMIT 1", source_id)
    full = store.rows(f"SELECT * FROM fetches WHERE source_id = ? AND {_GOOD} ORDER BY id DESC LIMIT 1", source_id)
    if not full:
        return None
    sound, at = last[0]["id"] == full[0]["id"], _at(full[0]["fetched_at"])
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
        proof=proof_of(full[0]["proof"]),
        displacement_days=displaced or 0,
        end=proof_of(ended[0]["proof"]) if ended else None,
        body_at=_at(body[0]["fetched_at"]) if body else None,
        ended_at=_at(ended[0]["fetched_at"]) if ended else None,
        zone_hours=zone or 0,
    )


def spans(store: Store, unit_id: int) -> list[Span]:
    """The stretches of time of which polls prove that they saw everything, in the order in which the polls were made, whatever their clock said.

    Those of a source that had another address or profile then bear another name than the source has now (`units.source_labels`).
    """
    labels = units.source_labels(store, unit_id)
    rows = store.rows(
        """SELECT f.id, f.source_id, f.reach, coalesce(json_extract(f.proof, '$.until'), f.fetched_at) AS until
           FROM fetches f JOIN sources s ON s.id = f.source_id
           WHERE s.unit_id = ? AND f.reach IS NOT NULL AND f.proof <> '' ORDER BY f.id""",
        unit_id,
    )
    return [Span(labels[r["source_id"]], _at(r["reach"]), _at(r["until"]), r["id"]) for r in rows]


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
        """SELECT f.id, f.source_id, f.proof, f.fetched_at FROM fetches f JOIN sources s ON s.id = f.source_id
           WHERE s.unit_id = ? AND f.proof <> '' ORDER BY f.id""",
        unit_id,
    )
    found = [(r, proof_of(r["proof"])) for r in rows]
    return [Evidence(labels[r["source_id"]], _at(r["fetched_at"]), proof, r["id"]) for r, proof in found if proof is not None]


def record(store: Store, run_id: int, unit_id: int, source_id: int, poll: Poll) -> tuple[int, int]:
    """Writes all of one poll at once; gives how many items are new and changed. A poll that its run has recorded already changes nothing."""
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
    return written.count("new"), written.count("changed")


def _write_fetch(store: Store, run_id: int, source_id: int, poll: Poll) -> bool:
    """Writes the poll itself; False if its run has recorded one of this source."""
    values = {
        "run_id": run_id,
        "source_id": source_id,
        "fetched_at": stamp(poll.fetched_at),
        "outcome": str(poll.outcome),
        "error": poll.error,
        "warnings": json.dumps([[w.kind, w.count, w.text] for w in poll.warnings], ensure_ascii=False),
        "traceback": poll.traceback,
        "reach": stamp(poll.reach),
        "proof": proof_json(poll.proof),
        "ended": int(poll.ended),
        "pages": poll.pages,
        "entries": poll.entries,
        "etag": poll.etag,
        "last_modified": poll.last_modified,
        "sha256": poll.sha256,
    }
    into = f"INSERT INTO fetches ({', '.join(values)}) VALUES ({', '.join('?' * len(values))}) ON CONFLICT (run_id, source_id) DO NOTHING"
    return store.change(into, *values.values()) == 1


def _known(row: dict[str, Any], guids: Iterable[str]) -> Known:
    settled = date.fromisoformat(row["settled_on"]) if row["settled_on"] else None
    return Known(
        item_id=row["id"],
        digest=row["digest"],
        first_seen_at=_at(row["first_seen_at"]),
        title=row["title"],
        url=row["url"],
        published_at=datetime.combine(settled, time(), LOCAL).astimezone(UTC) if settled else instant(row["published_at"]),
        whole=bool(row["whole"] or row["dead"]),
        gone=row["last_kind"] == "gone",
        unlisted=row["digest"] == observations.UNLISTED,
        withheld=bool(row["withheld"]) and settled is None,
        doubtful=bool(row["doubtful"]) and settled is None,
        settled_at=instant(row["settled_at"]),
        dates=_dates(row),
        elsewhere=bool(row["elsewhere"]),
        guids=frozenset(guids),
        asked=NEVER if row["dead"] else articles.asked_of(row),
        body=row["body"] or "",
        stated=stated_of(row["stated"]),
    )


def _dates(row: dict[str, Any]) -> Dates:
    printed, listing, feed, url, relative, modified, bare = (instant(row[name]) for name in _DATES)
    dates = Dates(row["printed_raw"], printed, listing, feed, url, None, relative, modified, bare, row["bare_place"])
    return stood(dates, stated_of(row["stated"]))


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def last_polls(store: Store, unit_row: int) -> list[LastPoll]:
    """How the last poll of each source of a unit ended, and when the last good one was; of sources as they are configured now."""
    rows = store.rows(
        """SELECT s.id, s.url, f.fetched_at, f.outcome, f.error, f.warnings, f.entries, f.proof,
               (SELECT max(fetched_at) FROM fetches WHERE source_id = s.id AND outcome IN ('ok', 'not_modified')) AS last_good,
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
        """SELECT f.source_id, min(f.fetched_at) AS at FROM fetches f JOIN sources s ON s.id = f.source_id
           WHERE s.unit_id = ? AND f.outcome IN ('ok', 'not_modified') AND f.fetched_at > ? GROUP BY f.source_id""",
        unit_row,
        stamp(since),
    )
    present = units.present_sources(store)
    return {present[row["source_id"]]: _at(row["at"]) for row in rows if row["source_id"] in present}


def _last_poll(source_id: str, row: dict[str, Any]) -> LastPoll:
    return LastPoll(
        source_id=source_id,
        url=row["url"],
        polled_at=instant(row["fetched_at"]),
        outcome=PollOutcome(row["outcome"]) if row["outcome"] else None,
        error=row["error"],
        warnings=tuple(SourceWarning(WarningKind(kind), count, text) for kind, count, text in json.loads(row["warnings"] or "[]")),
        entries=row["entries"],
        last_good_at=instant(row["last_good"]),
        first_at=instant(row["first"]),
        proof=proof_of(row["proof"] or ""),
    )
