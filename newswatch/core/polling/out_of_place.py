"""Decides which entries of a list may have day and month exchanged: those whose date in digits stands out of the list's order, and would stand in it so.

A list that was filled from a spreadsheet may hold exchanged dates beside sound ones: each reads well alone, and only its place tells.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from itertools import pairwise

from newswatch.core.dates import exchangeable
from newswatch.core.model import LOCAL, DateOrigin, Entry
from newswatch.core.months import local_day

_FEWEST_SURE = 3
"""So many entries whose dates can be read in one way only tell how a list is sorted. Chosen by hand."""


def doubted(entries: Sequence[Entry], asked_at: datetime) -> dict[str, datetime]:
    """The other day that entries out of place can mean, by their keys. None of them is later than the answer, which came `asked_at`."""
    days = [_day(entry) for entry in entries]
    sure = [None if day is None or exchangeable(e.published_raw) else day for e, day in zip(entries, days, strict=True)]
    falls = _falls([day for day in sure if day is not None])
    if falls is None:
        return {}
    latest, found = local_day(asked_at), {}
    for place, (entry, day) in enumerate(zip(entries, days, strict=True)):
        other = _other(day) if day is not None and sure[place] is None and not entry.alternatives else None
        if day is not None and other is not None:
            above, below = _next(reversed(sure[:place])), _next(sure[place + 1 :])
            low, high = (below or date.min, above or latest) if falls else (above or date.min, below or latest)
            if not low <= day <= high and low <= other <= min(high, latest):
                found[entry.key] = datetime.combine(other, time(), LOCAL)
    return found


def _day(entry: Entry) -> date | None:
    return local_day(entry.published_at) if entry.published_at and entry.date_origin is DateOrigin.LISTING else None


def _falls(sure: Sequence[date]) -> bool | None:
    """Whether the sure dates of a list fall (newest first) or rise; None if there are too few, or if they do neither."""
    steps = [(a > b) - (a < b) for a, b in pairwise(sure)]
    down, up = steps.count(1), steps.count(-1)
    if len(sure) < _FEWEST_SURE or max(down, up) < 2 * min(down, up) or down == up:
        return None
    return down > up


def _other(day: date) -> date | None:
    """The day with day and month exchanged, if that is another."""
    return day.replace(month=day.day, day=day.month) if day.day <= 12 and day.day != day.month else None


def _next(days: Iterable[date | None]) -> date | None:
    return next((day for day in days if day is not None), None)
