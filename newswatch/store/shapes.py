"""Facts of a declared shape as JSON in a column, and back: phrases that fired, reasons, causes of revisions, proofs of polls."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from newswatch.core.answer.kinds import Answer
from newswatch.core.count.duplicates import Sameness
from newswatch.core.count.logbook import LogState
from newswatch.core.count.reasons import About, Reason, Why
from newswatch.core.count.revision import Cause, Kind
from newswatch.core.model import Channel, DateOrigin, Domain, ItemType, Origin, Phrase
from newswatch.core.polling.proof import End, Gap, Order, Proof, Walk


def phrases_json(phrases: Iterable[Phrase]) -> str:
    """Phrases as a list of objects: text, where (title, text, section), start, weight, domain."""
    told = [{"text": p.text, "where": p.where, "start": p.start, "weight": p.weight} | _named("domain", p.domain) for p in phrases]
    return json.dumps(told, ensure_ascii=False)


def phrases_of(text: str) -> tuple[Phrase, ...]:
    """The phrases of such a list."""
    return tuple(
        Phrase(p["text"], p["where"], p["start"], p["weight"], Domain(p["domain"]) if p.get("domain") else None) for p in json.loads(text)
    )


def spans_json(spans: Iterable[tuple[date, date]]) -> str:
    """Spans of local days, both ends included, as a list of pairs."""
    return json.dumps([[first.isoformat(), last.isoformat()] for first, last in spans])


def spans_of(pairs: Iterable[Sequence[str]]) -> tuple[tuple[date, date], ...]:
    """The spans of such a list, read from JSON."""
    return tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in pairs)


def causes_json(causes: Iterable[Cause]) -> str:
    """Causes as a list of objects: kind, item, day, by, reason (why, about, item, days, sameness, host), changed, late, log; what is empty is left out."""
    return json.dumps([_cause(cause) for cause in causes], ensure_ascii=False)


def causes_of(text: str) -> list[Cause]:
    """The causes of such a list."""
    return [
        Cause(
            Kind(c["kind"]),
            c.get("item", 0),
            date.fromisoformat(c["day"]) if c.get("day") else None,
            c.get("by", ""),
            _reason_of(c["reason"]) if c.get("reason") else None,
            tuple(c.get("changed", ())),
            c.get("late", False),
            LogState(c["log"]) if c.get("log") else None,
        )
        for c in json.loads(text)
    ]


def proof_json(proof: Proof | None) -> str:
    """A proof as an object of its fields, instants in UTC; empty for none."""
    if proof is None:
        return ""
    told = {
        "order": str(proof.order),
        "walk": str(proof.walk),
        "end": str(proof.end),
        "reach": _instant(proof.reach),
        "since": _instant(proof.since),
        "arrivals": proof.arrivals,
        "displacement_days": proof.displacement_days,
        "gaps": [str(gap) for gap in proof.gaps],
        "pages": proof.pages,
        "foot": _instant(proof.foot),
        "front": _instant(proof.front),
        "heads": list(proof.heads),
        "first_day": proof.first_day.isoformat() if proof.first_day else None,
        "body": proof.body,
        "until": _instant(proof.until),
        "refutes": [day.isoformat() for day in proof.refutes],
    }
    return json.dumps(told, ensure_ascii=False)


def proof_of(text: str) -> Proof | None:
    """The proof of such an object; None for an empty text."""
    if not text:
        return None
    p = json.loads(text)
    return Proof(
        order=Order(p["order"]),
        walk=Walk(p["walk"]),
        end=End(p["end"]),
        reach=_instant_of(p["reach"]),
        since=_instant_of(p["since"]),
        arrivals=p["arrivals"],
        displacement_days=p["displacement_days"],
        gaps=tuple(Gap(gap) for gap in p["gaps"]),
        pages=p["pages"],
        foot=_instant_of(p["foot"]),
        front=_instant_of(p["front"]),
        heads=tuple(p["heads"]),
        first_day=date.fromisoformat(p["first_day"]) if p["first_day"] else None,
        body=p["body"],
        until=_instant_of(p.get("until")),
        refutes=tuple(date.fromisoformat(day) for day in p.get("refutes", ())),
    )


def _instant(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat() if at else None


def _instant_of(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(UTC) if text else None


def _cause(cause: Cause) -> dict[str, Any]:
    return (
        {"kind": str(cause.kind)}
        | _named("item", cause.item)
        | _named("day", cause.day and cause.day.isoformat())
        | _named("by", cause.by)
        | _named("reason", cause.reason and _reason(cause.reason))
        | _named("changed", list(cause.changed))
        | _named("late", cause.late)
        | _named("log", cause.log and str(cause.log))
    )


@lru_cache(4096)
def stated_of(text: str) -> tuple[tuple[DateOrigin, date], ...]:
    """The days that an item's places state, with the origin of each."""
    return tuple((DateOrigin(origin), date.fromisoformat(day)) for origin, day in json.loads(text))


def _reason(reason: Reason) -> dict[str, Any]:
    days = [[origin and str(origin), day.isoformat()] for origin, day in reason.days]
    return (
        {"why": str(reason.why)}
        | _named("about", reason.about and str(reason.about))
        | _named("item", reason.item)
        | _named("days", days)
        | _named("sameness", reason.sameness and reason.sameness.name.lower())
        | _named("host", reason.host)
    )


def _reason_of(told: dict[str, Any]) -> Reason:
    why = Why(told["why"])
    days = tuple((DateOrigin(origin) if origin else None, date.fromisoformat(day)) for origin, day in told.get("days", []))
    sameness = Sameness[told["sameness"].upper()] if told.get("sameness") else None
    return Reason(why, _about(why, told.get("about", "")), told.get("item", 0), days, sameness, told.get("host", ""))


def _about(why: Why, text: str) -> About | None:
    kinds: dict[Why, type[About]] = {
        Why.CHANNEL: Channel,
        Why.ITEM_TYPE: ItemType,
        Why.ORIGIN: Origin,
        Why.ORIGIN_DOUBT: Origin,
        Why.UNREAD: Answer,
    }
    return kinds[why](text) if text and why in kinds else None


def _named(key: str, value: object) -> dict[str, Any]:
    return {key: value} if value else {}
