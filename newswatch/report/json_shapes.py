"""The JSON shapes that several commands, mails and other programs rely on: items, polls, logs, the settings. The score has a module of its own."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, time
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

from newswatch.config import Settings, Source, Unit, idle_hosts
from newswatch.core.count.evidenced import asked_alone
from newswatch.core.count.logbook import MonthLog
from newswatch.core.count.reasons import Line
from newswatch.core.count.revision import Cause
from newswatch.core.count.settling import Settling
from newswatch.core.count.statement import YearStatement
from newswatch.core.hosts.inner import Network
from newswatch.core.model import LOCAL
from newswatch.core.polling.evidence import Watched
from newswatch.core.polling.proof import Proof
from newswatch.core.polling.records import LastPoll
from newswatch.core.quota.rule import official_problem
from newswatch.core.record.ledger import Fault, Stood, Verified
from newswatch.masking import origin_shown
from newswatch.report import english
from newswatch.report.figures import plain_points


def last_poll(poll: LastPoll) -> dict[str, Any]:
    """How the last poll of a source went; instants in UTC."""
    return {
        "source": poll.source_id,
        "url": poll.url,
        "fetched_at": _stamp(poll.polled_at),
        "outcome": poll.outcome,
        "error": poll.error,
        "warnings": [english.warning(w) for w in poll.warnings],
        "entries": poll.entries,
        "last_good": _stamp(poll.last_good_at),
        "first_look": _stamp(poll.first_at),
    }


def _stamp(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None


def watched(found: Watched) -> dict[str, Any]:
    """What polls prove of a month through one source; `proof` is that of the poll that proves most of it, else of the last one."""
    evidence = found.evidence
    return {
        "source": found.source_id,
        "watched_days": found.coverage.watched,
        "blind_days": [day.isoformat() for day in found.coverage.blind],
        "polled_at": _stamp(evidence.at) if evidence else None,
        "proof": _proof(evidence.proof) if evidence else None,
    }


def _proof(proof: Proof) -> dict[str, Any]:
    return {
        "order": str(proof.order),
        "walk": str(proof.walk),
        "end": str(proof.end),
        "reach": _stamp(proof.reach),
        "since": _stamp(proof.since),
        "displacement_days": proof.displacement_days,
        "pages": proof.pages,
        "first_day": proof.first_day.isoformat() if proof.first_day else None,
        "body": proof.body,
        "gaps": [str(gap) for gap in proof.gaps],
    }


def log(found: MonthLog | None) -> dict[str, Any] | None:
    """How the loudspeaker log of a month stands, `closed_at` in UTC; None if the rule counts no broadcasts."""
    if found is None:
        return None
    return {
        "state": str(found.state),
        "closed_by": found.by or None,
        "closed_at": utc(found.closed_at) if found.closed_at else None,
        "closes_on": found.closes_on.isoformat() if found.closes_on else None,
        "late": found.late,
    }


def items(year: YearStatement, lines: Sequence[Line], files: Mapping[int, list[dict[str, Any]]] | None = None) -> list[dict[str, Any]]:
    """Items of a year with what stands of each, and how the loudspeaker log of its month stands (`log`, the state alone); with the `files` attached to
    each, by item, if they are given."""
    states = {m.month: str(m.log.state) for m in year.months if m.log}
    logs = ({"log": states.get(line.month) if line.month else None} for line in lines)
    beside = ({} if files is None else {"files": files.get(line.item.id, [])} for line in lines)
    return [item(asked_alone(year.rule, line)) | log | more for line, log, more in zip(lines, logs, beside, strict=True)]


def revision(row: dict[str, Any], causes: Sequence[Cause]) -> dict[str, Any]:
    """A statement of a month as it was made; revision 0 is the first."""
    return {
        "revision": row["revision"],
        "stated_at": row["stated_at"],
        "rule": row["rule"],
        "counted": len(json.loads(row["counted"])),
        "short": row["short"],
        "state": row["state"],
        "causes": [english.cause(cause) for cause in causes],
        "ledger_head": row["head"],
    }


def item(line: Line) -> dict[str, Any]:
    """One item with what stands of it; `published_at` is local time (UTC+7)."""
    it = line.item
    return {
        "id": it.id,
        "channel": str(it.channel),
        "title": it.title,
        "url": it.url,
        "published_at": it.published_at.astimezone(LOCAL).isoformat() if it.published_at else None,
        "date_origin": str(it.date_origin),
        "first_seen_at": utc(it.first_seen_at),
        "verdict": str(it.verdict),
        "domain": str(it.domain) if it.domain else None,
        "reasons": english.drivers(line),
        "decided_by": it.decided_by.name if it.decided_by.is_person else "rules",
        "decided_by_kind": str(it.decided_by.kind),
        "counted": line.counted,
        "counted_on_channel": line.counted_on_channel,
        "excluded_because": "; ".join(map(english.reason, line.because)) or None,
        "awaiting_review": line.awaiting,
        "duplicate_of": line.duplicate_of,
        "lacks": [[str(kind) for kind in choice] for choice in line.lacks],
        "item_type": str(it.item_type) if it.item_type else None,
        "origin": str(it.origin),
        "gone": it.gone,
    }


def settling(one: Settling) -> dict[str, Any]:
    """An item that waits for a person, with what it may change: `decides` (ended, open, nothing) and the months it may add to, the nearest first."""
    months = [{"month": str(s.month), "ended": s.ended, "short": s.short, "points": points(s.points)} for s in one.stakes]
    return item(one.line) | {"decides": str(one.decides), "may_fill": months}


def configuration(settings: Settings) -> dict[str, Any]:
    """The settings in force. They hold no secrets."""
    return {
        "config": str(settings.path),
        "database": str(settings.database),
        "inbox": str(settings.inbox),
        "lexicon": {"file": str(settings.lexicon_path or "shipped"), "digest": settings.lexicon.digest},
        "holidays": str(settings.holidays_path or "shipped"),
        "documents": {"templates": str(settings.templates or "shipped")},
        "fetch": _fields(settings.fetch),
        "idle_hosts": list(idle_hosts(settings)),
        "evidence": _fields(settings.evidence),
        "schedule": _fields(settings.schedule) | {"heartbeat": settings.schedule.heartbeat and origin_shown(settings.schedule.heartbeat)},
        "mail": _fields(settings.mail),
        "tsa": _fields(settings.tsa),
        "feed": _fields(settings.feed),
        "web": _fields(settings.web),
        "units": [_unit(unit) for unit in settings.units],
    }


def utc(at: datetime) -> str:
    """An instant for machines: ISO 8601 in UTC."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


def points(amount: Decimal | None) -> str | None:
    """Points such as "1.5"; None where there are none."""
    return None if amount is None else plain_points(amount)


def _fields(settings: Any) -> dict[str, Any]:
    """The fields of a settings dataclass."""
    return {name: _plain(getattr(settings, name)) for name in settings.__dataclass_fields__}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return str(value) if isinstance(value, Path | StrEnum | Network) else value


def _source(source: Source) -> dict[str, Any]:
    login = source.trust.login
    return {
        "id": source.id,
        "kind": str(source.kind),
        "url": source.url,
        "required": source.required,
        "profile": source.profile.name,
        "hosts": list(source.hosts),
        "foreign_hosts": list(source.foreign_hosts),
        "trust": _fields(source.trust)
        | {"login": login.name if login else None, "password_file": _plain(login.password_file) if login else None},
    }


def _unit(unit: Unit) -> dict[str, Any]:
    return {
        "id": unit.id,
        "name": unit.name,
        "kind": unit.kind,
        "province": unit.province or None,
        "valid_from": str(unit.valid_from) if unit.valid_from else None,
        "valid_to": str(unit.valid_to) if unit.valid_to else None,
        "predecessors": list(unit.predecessors),
        "when_met": unit.when_met,
        "broadcasts": str(unit.broadcasts),
        "log_closes_on": unit.log_closes_on,
        "rules": [
            {
                "id": rule.id,
                "criterion": rule.criterion,
                "quota": rule.quota,
                "reading": str(rule.reading),
                "reading_status": str(rule.reading_status),
                "effective_from": str(rule.effective_from),
                "effective_to": str(rule.effective_to) if rule.effective_to else None,
                "digest": rule.digest,
                "provisional": official_problem(rule),
            }
            for rule in unit.rules
        ],
        "sources": [_source(source) for source in unit.sources],
        "board": [{"address": m.address, "name": m.name, "role": str(m.role), "notices": [str(n) for n in m.notices]} for m in unit.board],
    }


def verified(found: Verified) -> dict[str, Any]:
    """What verifying the ledger found; `first_broken` is the number of a link, 0 if each is whole."""
    chains = [
        {
            "unit": chain.unit,
            "links": chain.links,
            "head": chain.head,
            "broken": chain.broken,
            "first_broken": chain.first,
            "faults": [_ledger_fault(fault) for fault in chain.faults],
            "adopted": [{"at": at, "rows": rows} for at, rows in chain.adopted],
            "stamps": {"held": [{"link": link, "at": utc(at)} for link, at in chain.stamps], "unchecked": chain.unchecked},
        }
        for chain in found.chains
    ]
    bodies = {"checked": found.bodies, "broken": found.broken_bodies, "faults": [_ledger_fault(fault) for fault in found.faults]}
    return {"whole": found.whole, "chains": chains, "bodies": bodies | {"dropped": [asdict(one) for one in found.dropped]}}


def stood(one: Stood) -> dict[str, Any]:
    """Where a head of the ledger stood."""
    return asdict(one)


def _ledger_fault(fault: Fault) -> dict[str, Any]:
    return asdict(fault) | {"what": str(fault.what), "also": list(fault.also)}
