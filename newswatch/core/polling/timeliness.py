"""Decides whether an item was put up in time, late, or under a date that had passed: when polls first saw it against the date it states."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from enum import StrEnum

from newswatch.core.model import Channel, Countable
from newswatch.core.months import Month, Window, local_day, month_of
from newswatch.core.polling.coverage import midnight
from newswatch.core.polling.records import Span


class Timeliness(StrEnum):
    """How the first sight of an item sits with its date. `baseline` is an item that was there when its date was polled for the first time."""

    ON_TIME = "on_time"
    LATE = "late"
    BACKDATED = "backdated"
    FUTURE = "future"
    UNDATED = "undated"
    BASELINE = "baseline"


_GRACE = timedelta(days=1)  # some four in ten dates on commune portals are printed without a time, so a poll within a day proves nothing


def timeliness(item: Countable, spans: Sequence[Span], cutoff_day: int | None) -> Timeliness:
    """How an item's stated date sits with the polls of its unit's sources.

    Only polls of the source that named the item first tell, and of them those made before it did. The order of polls is that of their rows, since a
    clock may be set back; clocks are compared where there are no rows. An item is late if such a poll missed it: a poll made at least a day after the
    item's stated moment and reaching back beyond it. It is backdated if its stated month had ended by that poll, or if it first stated another month
    and was re-dated when this one had ended. It is in the future if it states a day after the one it was first seen on. Bulletins are logged after
    they aired, so they are never backdated.
    """
    if item.published_at is None or item.day is None:
        return Timeliness.UNDATED
    if local_day(item.first_seen_at) < item.day:
        return Timeliness.FUTURE
    if item.channel is Channel.LOUDSPEAKER:
        return Timeliness.ON_TIME
    month = month_of(item.day, cutoff_day)
    if _moved_into_the_past(item, month, cutoff_day):
        return Timeliness.BACKDATED
    earlier = [part for s in spans if s.source_id == item.first_source for part in _before(s, item)]
    missed = [s for s in earlier if s.start <= item.published_at and item.published_at + _GRACE <= s.end]
    if not missed:
        fresh = any(s.earliest < item.published_at + _GRACE for s in earlier)
        return Timeliness.ON_TIME if fresh or local_day(item.first_seen_at) - item.day <= _GRACE else Timeliness.BASELINE
    last = local_day(max(s.end for s in missed))
    return Timeliness.BACKDATED if month_of(last, cutoff_day) > month else Timeliness.LATE


def sought(item: Countable, window: Window, spans: Sequence[Span]) -> bool:
    """Whether a poll of the source that named an item first had seen all of a window, and had not seen the item."""
    start, end = midnight(window.first), midnight(window.last + timedelta(days=1))
    own = (part for s in spans if s.source_id == item.first_source for part in _before(s, item))
    return any(s.start <= start and end <= s.end for s in own)


def _before(span: Span, item: Countable) -> Iterable[Span]:
    """The span, if its poll was made before an item was named; of polls that share a row, those that were."""
    if span.row and item.first_poll:
        return (span,) if item.dropped_until < span.row < item.first_poll else ()
    if span.end < item.first_seen_at:
        return (span,)
    return (one for one in span.polls() if one.end < item.first_seen_at)


def _moved_into_the_past(item: Countable, month: Month, cutoff_day: int | None) -> bool:
    if item.first_day is None or month_of(item.first_day, cutoff_day) == month:
        return False
    return month.ended(local_day(item.dated_at or item.first_seen_at), cutoff_day)
