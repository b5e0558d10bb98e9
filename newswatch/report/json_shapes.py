"""Statements as JSON shapes that others rely on (`newswatch.score/1`, items)."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from newswatch.config import Unit
from newswatch.core.count.judgement import Line
from newswatch.core.count.revision import Cause
from newswatch.core.count.statement import MonthStatement, YearStatement
from newswatch.core.model import LOCAL
from newswatch.core.polling.records import LastPoll
from newswatch.report.vi.terms import plain_points

SCORE_SCHEMA = "newswatch.score/1"


def score(unit: Unit, year: YearStatement) -> dict[str, Any]:
    """The score feed: points are texts such as "1.5", months in order, `as_of` in UTC."""
    rule = year.rule
    return {
        "schema": SCORE_SCHEMA,
        "unit": unit.id,
        "criterion": rule.criterion,
        "year": year.year,
        "rule": {"id": rule.id, "reading": rule.reading, "reading_status": rule.reading_status, "digest": rule.digest},
        "max_points": _points(rule.max_points),
        "score": _points(year.score),
        "deduction": _points(year.deduction),
        "range": {
            "low": _points(year.low),
            "high": _points(year.high),
            "by_reading": {reading: _points(amount) for reading, amount in year.by_reading.items()},
        },
        "months": [month(m) for m in year.months],
        "provisional": year.provisional,
        "as_of": utc(year.as_of),
    }


def last_poll(poll: LastPoll) -> dict[str, Any]:
    """How the last poll of a source went; instants in UTC."""
    return {
        "source": poll.source_id,
        "url": poll.url,
        "fetched_at": _stamp(poll.polled_at),
        "outcome": poll.outcome,
        "error": poll.error,
        "entries": poll.entries,
        "last_good": _stamp(poll.last_good_at),
        "first_look": _stamp(poll.first_at),
    }


def _stamp(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None


def month(statement: MonthStatement) -> dict[str, Any]:
    """One month of the score feed."""
    return {
        "month": str(statement.month),
        "counted": statement.count.combined,
        "by_channel": {str(channel): n for channel, n in statement.count.by_channel.items()},
        "short": statement.short,
        "deduction": _points(statement.deduction),
        "state": str(statement.state),
        "awaiting_review": statement.awaiting,
        "blind_days": [day.isoformat() for day in statement.coverage.blind],
    }


def revision(row: dict[str, Any], causes: Sequence[Cause]) -> dict[str, Any]:
    """A statement of a month as it was made: revision 0 is the first."""
    return {
        "revision": row["revision"],
        "stated_at": row["stated_at"],
        "rule": row["rule"],
        "counted": len(json.loads(row["counted"])),
        "short": row["short"],
        "state": row["state"],
        "causes": [str(cause) for cause in causes],
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
        "reasons": list(it.reasons),
        "decided_by": it.decided_by,
        "counted": line.counted,
        "counted_on_channel": line.counted_on_channel,
        "excluded_because": "; ".join(map(str, line.because)) or None,
        "awaiting_review": line.awaiting,
        "duplicate_of": line.duplicate_of,
        "item_type": str(it.item_type) if it.item_type else None,
        "origin": str(it.origin),
        "gone": it.gone,
    }


def utc(at: datetime) -> str:
    """An instant for machines: ISO 8601 in UTC."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _points(amount: Decimal | None) -> str | None:
    return None if amount is None else plain_points(amount)
