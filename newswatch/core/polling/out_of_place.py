"""Decides which entries of a list may have day and month exchanged, once all its pages were read.

A list that was filled from a spreadsheet may hold exchanged dates beside sound ones: each reads well alone, and only its place tells. A list that
prints the month first may show it on a later page only: by a day above the twelfth, a day to come, or an order that it has so alone.
"""

from bisect import bisect
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from newswatch.core.dates import Doubt, both_days, convention, exchangeable
from newswatch.core.model import DateOrigin, Entry
from newswatch.core.months import local_day
from newswatch.core.polling.order import Ordering
from newswatch.core.polling.proof import Order
from newswatch.core.polling.prove import Shown

_FEWEST_SURE = 3
"""So many entries whose dates can be read in one way only tell how a list is sorted. Chosen by hand."""


class Reading(StrEnum):
    """How an earlier poll read a date that can name two days; `open` is as either."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    OPEN = "open"


def reading_of(printed_raw: str, published_at: datetime | None, stated: Collection[tuple[DateOrigin, date]]) -> Reading | None:
    """How the printed date of an item was read that is of this day and states those; None if it can name one day only, or another one stands."""
    day = local_day(published_at) if published_at else None
    days = both_days(printed_raw, day) if day else None
    if days is None or day not in days:
        return None
    others = {other for origin, other in stated if origin is DateOrigin.ALTERNATIVE}
    return Reading.OPEN if others & set(days) else Reading.DAY_FIRST if day == days[0] else Reading.MONTH_FIRST


class Exchange(NamedTuple):
    """The two days that a printed date can name, the one with the day first before. `proved`: the other dates of the list show that it begins with
    the month."""

    days: tuple[date, date]
    proved: bool = False


def exchanges(entries: Sequence[Entry], asked_at: datetime, before: Callable[[], Collection[Reading]] = frozenset) -> dict[str, Exchange]:
    """The entries that are not to be left as their own page was read, by their keys. The answers came by `asked_at`.

    `before` tells how earlier polls read the ambiguous dates of the list; it is asked only where no date of these entries proves anything.
    """
    latest = local_day(asked_at)
    days = [_day(entry) for entry in entries]
    return _out_of_place(entries, days, latest) | _by_all_pages(entries, latest, before)


def neighbours(shown: Sequence[Shown], found: Ordering, latest: date) -> dict[str, tuple[date, ...]]:
    """The days of the entries next to each that stands out of the order of its list, by its key; on top of a list that is newest first, `latest`."""
    days = {place: local_day(entry.at) for place, entry in enumerate(shown) if entry.at is not None}
    ends = {Order.NEWEST_FIRST: (latest, None), Order.OLDEST_FIRST: (None, latest)}
    if found.order not in ends:
        return {}
    first, last = ends[found.order]
    kept, beside = sorted(found.kept), {}
    for place in days.keys() - found.kept:
        n = bisect(kept, place)
        both = (days[kept[n - 1]] if n else first, days[kept[n]] if n < len(kept) else last)
        beside[shown[place].key] = tuple(dict.fromkeys(day for day in both if day is not None))
    return beside


def _by_all_pages(entries: Sequence[Entry], latest: date, before: Callable[[], Collection[Reading]]) -> dict[str, Exchange]:
    """The entries for which all pages together, or what earlier polls found, speak for the month first, though their own page proves nothing."""
    shown = (e.published_raw for e in entries if e.date_origin in (DateOrigin.LISTING, DateOrigin.NONE))
    found, told = convention(shown, latest, in_sequence=True), {}
    for entry in entries:
        text = entry.published_raw
        days = None if entry.alternatives or entry.month_first else both_days(text, latest)
        if days is None or (found.proves(text) and not found.month_first(text)):
            continue
        doubted = found.tell(text).doubt is not None
        readings = set() if found.proves(text) or doubted else set(before())
        proved = found.month_first(text) or readings == {Reading.MONTH_FIRST}
        if proved or found.tell(text).doubt is Doubt.ORDER_UNKNOWN or readings & {Reading.MONTH_FIRST, Reading.OPEN}:
            told[entry.key] = Exchange(days, proved)
    return told


def _out_of_place(entries: Sequence[Entry], days: Sequence[date | None], latest: date) -> dict[str, Exchange]:
    sure = [None if day is None or exchangeable(e.published_raw) else day for e, day in zip(entries, days, strict=True)]
    falls = _falls([day for day in sure if day is not None])
    if falls is None:
        return {}
    found = {}
    for place, (entry, day) in enumerate(zip(entries, days, strict=True)):
        other = _other(day) if day is not None and sure[place] is None and not entry.alternatives else None
        if day is not None and other is not None:
            above, below = _next(reversed(sure[:place])), _next(sure[place + 1 :])
            low, high = (below or date.min, above or latest) if falls else (above or date.min, below or latest)
            if not low <= day <= high and low <= other <= min(high, latest):
                found[entry.key] = Exchange((day, other))
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
