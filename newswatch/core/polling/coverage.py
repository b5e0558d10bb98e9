"""Decides which days polls cover, so that "we saw nothing" and "we could not look" stay different values.

What a gap means for a month is decided in `count.statement`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby, pairwise

from newswatch.core.model import LOCAL
from newswatch.core.months import Window
from newswatch.core.polling.records import Span
from newswatch.core.polling.runs import falling, falling_late

Stretches = list[tuple[datetime, datetime]]

_DAY = timedelta(days=1)
SLACK = timedelta(minutes=10)
"""A clock may be corrected by so much without being called wrong. Chosen by hand, far below a day's coverage."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """The ended days of a window: how many are covered, and the blind ones."""

    watched: int
    blind: tuple[date, ...]

    @property
    def complete(self) -> bool:
        """Whether every ended day is covered."""
        return not self.blind

    @property
    def longest_gap(self) -> int:
        """The number of days in the longest run of blind days."""
        runs = groupby(enumerate(self.blind), key=lambda pair: pair[1] - pair[0] * _DAY)
        return max((sum(1 for _ in run) for _, run in runs), default=0)


UNASKED = Coverage(0, ())
"""Of a month whose days need not be polled, since the portal counts for nothing."""


def stretches(spans: Sequence[Span], required: Collection[str]) -> list[Stretches]:
    """For each required source the stretches of time that its polls cover, in order and apart.

    A poll that reaches back to an instant saw everything from then on, so a later poll closes the gap that an earlier one left.
    """
    return [_merged([s for s in spans if s.source_id == source]) for source in required]


def coverage(seen: Sequence[Stretches], window: Window, now: datetime) -> Coverage:
    """The coverage of a window by the `stretches` of each required source, judged at `now`.

    A day is covered if all of it (local, UTC+7) lies in one stretch of every source; where there is no source, nobody looked and no day is. Days that
    have not ended are not judged.
    """
    last = min(window.last, now.astimezone(LOCAL).date() - _DAY)
    if _in_all(midnight(window.first), midnight(last + _DAY), seen):
        return Coverage(max(0, (last - window.first).days + 1), ())
    ended = [window.first + n * _DAY for n in range((last - window.first).days + 1)]
    bounds = pairwise(map(midnight, [*ended, last + _DAY]))
    blind = tuple(day for day, (start, end) in zip(ended, bounds, strict=True) if not _in_all(start, end, seen))
    return Coverage(len(ended) - len(blind), blind)


def trusted(spans: Sequence[Span], now: datetime) -> tuple[Span, ...]:
    """The polls whose clock can be believed. `spans` are in the order in which the polls were made.

    A poll with a time still to come at `now` had a clock that ran ahead. Of the others, the most that can be are believed so that times never go back
    in the order of the polls, by more than a clock is corrected. Where one poll says one thing and one another, and no third tells which was wrong,
    the later one proves nothing, and the earlier one nothing beyond the later one's time. Polls that share a row stand for themselves where any of
    their source's times goes back or is to come.
    """
    crooked = _crooked(spans, now)
    each = (one for span in spans for one in (span.polls() if span.source_id in crooked else (span,)))
    past = [span for span in each if span.end <= now + SLACK]
    places: dict[str, list[int]] = defaultdict(list)
    for place, span in enumerate(past):
        places[span.source_id].append(place)
    if all(past[a].end <= past[b].end for found in places.values() for a, b in pairwise(found)):
        return tuple(past)
    believed = dict(pair for found in places.values() for pair in _believed(past, found))
    return tuple(believed[place] for place in sorted(believed))


def _crooked(spans: Sequence[Span], now: datetime) -> set[str]:
    """The sources with a poll whose time lies before that of one made earlier, or still to come."""
    found, before = set[str](), dict[str, datetime]()
    for span in spans:
        last = before.get(span.source_id)
        if (last is not None and span.earliest < last) or span.end > now + SLACK:
            found.add(span.source_id)
        before[span.source_id] = span.end
    return found


def _believed(spans: Sequence[Span], places: Sequence[int]) -> Iterator[tuple[int, Span]]:
    """The believed polls of one source by their places."""
    times = [-spans[place].end.timestamp() for place in places]
    early, late = set(falling_late(times)), set(falling(times))
    latest, soonest = float("inf"), [float("inf")] * (len(times) + 1)
    for n in range(len(times) - 1, -1, -1):
        soonest[n] = min(soonest[n + 1], -times[n])
    for n, place in enumerate(places):
        span, slack = spans[place], SLACK.total_seconds()
        near = -times[n] - soonest[n] <= slack and times[n] - latest <= slack
        if (n in early and n in late) or near:
            yield place, span
        elif n in early:
            yield place, replace(span, end=min(span.end, datetime.fromtimestamp(soonest[n], UTC)))
        if n in early or n in late:
            latest = min(latest, times[n])


def midnight(day: date) -> datetime:
    """The first instant of a local day."""
    return datetime.combine(day, time(), LOCAL)


def _merged(spans: Sequence[Span]) -> Stretches:
    merged: Stretches = []
    for start, end in sorted((s.start, s.end) for s in spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _in_all(start: datetime, end: datetime, seen: Sequence[Stretches]) -> bool:
    return bool(seen) and all(_inside(start, end, s) for s in seen)


def _inside(start: datetime, end: datetime, seen: Stretches) -> bool:
    return any(since <= start and end <= until for since, until in seen)
