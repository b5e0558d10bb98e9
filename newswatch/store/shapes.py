"""Facts of a declared shape as JSON in a column, and back: phrases that fired, reasons, causes of revisions."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from newswatch.core.count.duplicates import Sameness
from newswatch.core.count.judgement import About, Reason, Why
from newswatch.core.count.revision import Cause, Kind
from newswatch.core.model import Channel, DateOrigin, Domain, ItemType, Origin, Phrase


def phrases_json(phrases: Iterable[Phrase]) -> str:
    """Phrases as a list of objects: text, where (title, text, section), start, weight, domain."""
    told = [{"text": p.text, "where": p.where, "start": p.start, "weight": p.weight} | _named("domain", p.domain) for p in phrases]
    return json.dumps(told, ensure_ascii=False)


def phrases_of(text: str) -> tuple[Phrase, ...]:
    """The phrases of such a list."""
    return tuple(
        Phrase(p["text"], p["where"], p["start"], p["weight"], Domain(p["domain"]) if p.get("domain") else None) for p in json.loads(text)
    )


def causes_json(causes: Iterable[Cause]) -> str:
    """Causes as a list of objects: kind, item, day, by, reason (why, about, item, days, sameness), changed; what is empty is left out."""
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
        )
        for c in json.loads(text)
    ]


def _cause(cause: Cause) -> dict[str, Any]:
    return (
        {"kind": str(cause.kind)}
        | _named("item", cause.item)
        | _named("day", cause.day and cause.day.isoformat())
        | _named("by", cause.by)
        | _named("reason", cause.reason and _reason(cause.reason))
        | _named("changed", list(cause.changed))
    )


def _reason(reason: Reason) -> dict[str, Any]:
    days = [[origin and str(origin), day.isoformat()] for origin, day in reason.days]
    return (
        {"why": str(reason.why)}
        | _named("about", reason.about and str(reason.about))
        | _named("item", reason.item)
        | _named("days", days)
        | _named("sameness", reason.sameness and reason.sameness.name.lower())
    )


def _reason_of(told: dict[str, Any]) -> Reason:
    why = Why(told["why"])
    days = tuple((DateOrigin(origin) if origin else None, date.fromisoformat(day)) for origin, day in told.get("days", []))
    sameness = Sameness[told["sameness"].upper()] if told.get("sameness") else None
    return Reason(why, _about(why, told.get("about", "")), told.get("item", 0), days, sameness)


def _about(why: Why, text: str) -> About | None:
    kinds: dict[Why, type[About]] = {Why.CHANNEL: Channel, Why.ITEM_TYPE: ItemType, Why.ORIGIN: Origin, Why.ORIGIN_DOUBT: Origin}
    return kinds[why](text) if text and why in kinds else None


def _named(key: str, value: object) -> dict[str, Any]:
    return {key: value} if value else {}
