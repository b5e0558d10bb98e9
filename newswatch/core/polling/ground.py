"""Decides what of a unit's polls can bear on the judgement of its items, so that what was judged is not judged again for a poll that changes nothing.

Polls are looked at in three ways. Whether an item was put up late is told by polls made before it was first named; in which months it may have been
put up by those that ended before it was first seen; whether a day is covered by the stretches of all polls together, and only of days that have
ended. Of polls that share a row some may be looked at and others not. So a poll made after the last item was first seen tells nothing but how far the
stretches reach, and nothing of today.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from newswatch.core.model import Countable
from newswatch.core.months import local_day
from newswatch.core.polling.coverage import SLACK, midnight
from newswatch.core.polling.records import Span
from newswatch.core.polling.sight import Sight

_Told = tuple[str, float, float, int, int, float | None, bytes]
_BEFORE_ALL = datetime(1, 1, 2, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Horizon:
    """The last poll that named an item of a unit first (its row), and the last instant at which one was first seen."""

    row: int
    at: datetime

    @classmethod
    def of(cls, items: Iterable[Countable]) -> "Horizon":
        """The horizon of a unit's items."""
        row, at = 0, _BEFORE_ALL
        for item in items:
            row, at = max(row, item.first_poll), max(at, item.first_seen_at)
        return cls(row, at)


def ground(sight: Sight, horizon: Horizon) -> str:
    """A digest (hex) of all that judging items within a horizon can see of a unit's polls. Equal digests of one local day mean equal results."""
    today = midnight(local_day(sight.now))
    told = (
        [told for s in sight.believed if (told := _twice_told(s, horizon))[0]],
        [] if sight.proved == sight.believed else [_told(one) for s in sight.proved for one in s.ended_before(horizon.at)],
        [[(_at(a), _at(min(b, today))) for a, b in one if a < today] for one in sight.covered],
        sight.required,
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()


def _twice_told(span: Span, horizon: Horizon) -> tuple[Sequence[_Told], Sequence[_Told] | None]:
    """The span as those see it who look for polls before the last item was named, and for those that ended before it was seen; None: the same."""
    if span.end < horizon.at:
        return (_told(span),), None
    ended = tuple(map(_told, span.ended_before(horizon.at)))
    return ((_told(span),), ended) if span.row < horizon.row else (ended, None)


def steady(spans: Sequence[Span], now: datetime) -> tuple[datetime, datetime]:
    """The stretch of time around `now` in which the same polls lie in the past and it is the same local day: from the first instant to that before
    the second."""
    day = local_day(now)
    since, until = midnight(day), midnight(day + timedelta(days=1))
    for span in spans:
        for one in (span,) if span.end - SLACK <= now else span.polls():
            turns = one.end - SLACK
            if turns <= now:
                since = max(since, turns)
            else:
                until = min(until, turns)
    return since, until


def _told(span: Span) -> _Told:
    first = _at(span.first) if span.first else None
    return span.source_id, _at(span.start), _at(span.end), span.row, span.nth, first, span.repeats


def _at(at: datetime) -> float:
    return at.timestamp()
