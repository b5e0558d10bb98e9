"""What is stored, read back as the nouns of the field, and people's decisions written."""

import gzip
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from newswatch.config import Settings, Unit
from newswatch.core.classify.reposts import repost_sign
from newswatch.core.classify.suggest import Judged
from newswatch.core.count.judgement import Line, judge
from newswatch.core.count.statement import YearStatement, state_year
from newswatch.core.model import LOCAL, Channel, Countable, DateOrigin, Decision, Domain, ItemType, Origin, Verdict
from newswatch.core.notices.agenda import BROKEN_OFF, Ran
from newswatch.core.polling.coverage import trusted
from newswatch.core.polling.records import Span
from newswatch.core.quota.rule import Rule
from newswatch.errors import InputError
from newswatch.store.polls import spans
from newswatch.store.store import Store, enroll, instant, stamp

_BROKEN = ("stopped", "ended without being closed")
"""How the note of a run begins that did not come to its end by itself: told to stop, or found open by the next."""


def countables(store: Store, unit_id: int) -> list[Countable]:
    """Every item and bulletin of a unit with the verdict that stands."""
    return [_countable(row) for row in store.rows("SELECT * FROM countables WHERE unit_id = ? ORDER BY id", unit_id)]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All that is known of a unit: its items, the stretches looked at in the order of the looks, and the required sources."""

    items: tuple[Countable, ...]
    spans: tuple[Span, ...]
    required: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Captured:
    """The captured page behind an item's last observation, and the source that led to it."""

    body: bytes
    content_type: str
    url: str
    source: str


def knowledge(store: Store, settings: Settings, unit: Unit) -> Knowledge:
    """What is stored of a unit."""
    return known(store, unit, enroll(store, settings.units)[unit.id, ""])


def known(store: Store, unit: Unit, unit_row: int) -> Knowledge:
    """The same, of a unit whose row is known."""
    required = tuple(source.id for source in unit.sources if source.required)
    return Knowledge(tuple(countables(store, unit_row)), tuple(spans(store, unit_row)), required)


def last_stored(store: Store) -> datetime:
    """When the last look, decision or run was stored; long ago in an empty database. Reads whole tables."""
    last = store.rows(
        "SELECT max(at) AS at FROM (SELECT max(fetched_at) AS at FROM fetches UNION ALL SELECT max(decided_at) FROM decisions "
        "UNION ALL SELECT max(finished_at) FROM runs)"
    )
    return instant(last[0]["at"]) or datetime(1990, 1, 1, tzinfo=UTC)


def judged(known: Knowledge, unit: Unit, year: int, rule: Rule, now: datetime) -> YearStatement:
    """The statement of a year under a rule, judged at `now`."""
    exists = (unit.valid_from, unit.valid_to)
    return state_year(year, rule, known.items, trusted(known.spans, now), known.required, now, exists=exists)


def state(store: Store, settings: Settings, unit: Unit, year: int, now: datetime) -> YearStatement:
    """The statement of one unit and year as known at `now`."""
    return judged(knowledge(store, settings, unit), unit, year, unit.rule_for(year), now)


def captured(store: Store, item_id: int) -> Captured | None:
    """The page behind the last observation of an item that has one."""
    rows = store.rows(
        """SELECT c.body, c.content_type, c.final_url, s.key AS source FROM observations o
           JOIN captures c ON c.sha256 = o.capture JOIN sources s ON s.id = o.source_id WHERE o.item_id = ? ORDER BY o.id DESC LIMIT 1""",
        item_id,
    )
    return Captured(gzip.decompress(rows[0]["body"]), rows[0]["content_type"], rows[0]["final_url"], rows[0]["source"]) if rows else None


def line_of(store: Store, settings: Settings, unit: Unit, item_id: int, now: datetime) -> Line | None:
    """What stands of one item under the rule of its year; None for a voided bulletin."""
    known = knowledge(store, settings, unit)
    year = next((i.day.year for i in known.items if i.id == item_id and i.day), now.astimezone(LOCAL).year)
    return next((line for line in judge(known.items, unit.rule_for(year), trusted(known.spans, now)) if line.item.id == item_id), None)


def awaiting(store: Store, settings: Settings, unit: Unit, now: datetime) -> list[Line]:
    """Every item of a unit that waits for a person, under the rule of its own year, newest first."""
    known = knowledge(store, settings, unit)
    present = now.astimezone(LOCAL).year
    years = {i.id: i.day.year if i.day else present for i in known.items}
    lines = [
        line
        for year in set(years.values())
        for line in judge(known.items, unit.rule_for(year), trusted(known.spans, now))
        if years[line.item.id] == year
    ]
    return sorted(
        (line for line in lines if line.awaiting), key=lambda line: line.item.published_at or line.item.first_seen_at, reverse=True
    )


def decide(store: Store, unit_id: int, decision: Decision, now: datetime) -> None:
    """Appends a person's decision. Raises InputError if the item, or the one it is said to repeat, is none of the unit's."""
    for item_id in filter(None, (decision.item_id, decision.same_as)):
        if not store.rows("SELECT 1 FROM countables WHERE unit_id = ? AND id = ?", unit_id, item_id):
            raise InputError(f"no item has the id {item_id}; `newswatch items` and `newswatch review` show them")
    own_story = decision.same_as == decision.item_id
    with store.writing():
        store.run_sql(
            "INSERT INTO decisions (item_id, decided_at, kind, decided_by, verdict, domain, reasons, published_on, same_as, own_story, origin, item_type) "
            "VALUES (?, ?, 'person', ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            decision.item_id,
            stamp(now),
            decision.decided_by,
            decision.verdict and str(decision.verdict),
            decision.domain and str(decision.domain),
            json.dumps([decision.because], ensure_ascii=False),
            decision.published_on and decision.published_on.isoformat(),
            None if own_story else decision.same_as,
            int(own_story),
            decision.origin and str(decision.origin),
            decision.item_type and str(decision.item_type),
        )


def judged_by_people(store: Store, unit_id: int) -> list[Judged]:
    """Items with a person's verdict, beside what the rules had said last."""
    rows = store.rows(
        """SELECT c.id, c.title, c.text, c.verdict,
               (SELECT verdict FROM decisions WHERE item_id = c.id AND kind = 'ruling' ORDER BY id DESC LIMIT 1) AS ruled
           FROM countables c WHERE c.unit_id = ? AND c.decided_by <> 'rules' AND ruled IS NOT NULL ORDER BY c.id""",
        unit_id,
    )
    return [Judged(r["id"], r["title"], r["text"], Verdict(r["ruled"]), Verdict(r["verdict"])) for r in rows]


def history(store: Store, item_id: int) -> dict[str, list[dict[str, Any]]]:
    """Everything that was seen and decided of one item, oldest first: `item`, `observations`, `bulletin`, `decisions`. Raises InputError."""
    item = store.rows("SELECT i.*, u.key AS unit FROM items i JOIN units u ON u.id = i.unit_id WHERE i.id = ?", item_id)
    if not item:
        raise InputError(f"no item has the id {item_id}; `newswatch items` and `newswatch review` show them")
    observations = (
        """SELECT o.*, s.key AS source FROM observations o JOIN sources s ON s.id = o.source_id WHERE o.item_id = ? ORDER BY o.id"""
    )
    return {
        "item": item,
        "observations": store.rows(observations, item_id),
        "bulletin": store.rows("SELECT * FROM bulletins WHERE item_id = ?", item_id),
        "decisions": store.rows("SELECT * FROM decisions WHERE item_id = ? ORDER BY id", item_id),
    }


def capture(store: Store, sha256: str) -> bytes:
    """The body of a captured page. Raises InputError if there is none."""
    rows = store.rows("SELECT body FROM captures WHERE sha256 = ?", sha256)
    if not rows:
        raise InputError(f"no captured page has the SHA-256 {sha256}")
    return gzip.decompress(rows[0]["body"])


def last_run(store: Store, verb: str) -> Ran | None:
    """When the last run of a verb began, and how it ended ("open" if it has not, "broken off" if it was stopped or killed)."""
    rows = store.rows("SELECT started_at, state, note FROM runs WHERE verb = ? ORDER BY id DESC LIMIT 1", verb)
    started_at = instant(rows[0]["started_at"]) if rows else None
    return Ran(started_at, BROKEN_OFF if rows[0]["note"].startswith(_BROKEN) else rows[0]["state"]) if started_at else None


def last_polls(store: Store, unit_id: int) -> list[dict[str, Any]]:
    """The last look at each source of a unit, and when the last good one was."""
    return store.rows(
        """SELECT s.key AS source, s.url, f.fetched_at, f.outcome, f.error, f.entries,
               (SELECT max(fetched_at) FROM fetches WHERE source_id = s.id AND outcome IN ('ok', 'not_modified')) AS last_good,
               (SELECT min(fetched_at) FROM fetches WHERE source_id = s.id) AS first_look
           FROM sources s LEFT JOIN fetches f ON f.id = (SELECT max(id) FROM fetches WHERE source_id = s.id)
           WHERE s.unit_id = ? ORDER BY s.id""",
        unit_id,
    )


def _origin(row: dict[str, Any]) -> Origin:
    """What a person or the log says; of an article that nobody settled, whether it shows that it was taken over."""
    if row["origin"]:
        return Origin(row["origin"])
    return Origin.REPOST if repost_sign(row["title"], row["text"]) else Origin.OWN


def _countable(row: dict[str, Any]) -> Countable:
    published_at, origin = instant(row["published_at"]), DateOrigin(row["date_origin"])
    if row["aired_on"]:
        at = time.fromisoformat(row["aired_at"]) if row["aired_at"] else time()
        published_at = datetime.combine(date.fromisoformat(row["aired_on"]), at, LOCAL)
    if row["settled_on"]:
        published_at, origin = datetime.combine(date.fromisoformat(row["settled_on"]), time(), LOCAL), DateOrigin.PERSON
    first_seen_at = instant(row["first_seen_at"])
    assert first_seen_at is not None
    return Countable(
        id=row["id"],
        channel=Channel(row["channel"]),
        title=row["title"],
        text=row["text"].strip(),
        url=row["url"],
        published_at=published_at,
        date_origin=origin,
        stated=tuple((DateOrigin(o), date.fromisoformat(day)) for o, day in json.loads(row["stated"])),
        first_seen_at=first_seen_at,
        verdict=Verdict(row["verdict"]),
        domain=Domain(row["domain"]) if row["domain"] else None,
        reasons=tuple(json.loads(row["reasons"])),
        decided_by=row["decided_by"],
        item_type=ItemType(row["item_type"]) if row["item_type"] else None,
        origin=_origin(row),
        same_as=row["same_as"],
        whole=bool(row["whole"]),
        gone=bool(row["gone"]),
        dated_at=instant(row["dated_at"]),
        first_source=row["first_source"] or "",
        first_day=date.fromisoformat(row["first_day"]) if row["first_day"] else None,
    )
