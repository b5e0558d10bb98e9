"""Decides from the dates of a list's entries how the list is sorted, and how far entries stand from their place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp, lgamma

from newswatch.core.months import local_day
from newswatch.core.polling.coverage import midnight
from newswatch.core.polling.proof import Order
from newswatch.core.polling.runs import falling, falling_late

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ordering:
    """How a list is sorted. `kept` are the places of the entries that are in order in every way of removing the fewest.

    `displacement_days` is the largest number of days, rounded up, by which an entry is younger than one that stands above it in order. `chance`
    bounds how often a list in no order at all would have as many entries in order: of n entries some k are, in comb(n, k) / k! of all lists at most.
    """

    order: Order
    kept: frozenset[int] = frozenset()
    displacement_days: int = 0
    chance: float = 1.0


def ordering(dates: Sequence[datetime | None], before: Order = Order.UNKNOWN) -> Ordering:
    """The order of a list by its dates, in the list's own order; None for an entry that has no date or one that tells nothing.

    The fewest entries are removed so that the rest descend. The list is newest first if fewer than half had to go, and fewer than oldest first
    would need. Oldest first is found in the same way. Where neither holds the list is sorted as earlier polls showed (`before`). Where any date has
    no time of day, whole days are compared.
    """
    places = [place for place, at in enumerate(dates) if at is not None]
    ranks = _ranks([at for at in dates if at is not None])
    down, up = falling(ranks), falling([-rank for rank in ranks])
    order = before
    if 2 * max(len(down), len(up)) > len(ranks) and len(down) != len(up):
        order = Order.NEWEST_FIRST if len(down) > len(up) else Order.OLDEST_FIRST
    if order is Order.NEWEST_FIRST:
        other, chance = falling_late(ranks), _chance(len(ranks), len(down))
        kept = frozenset(places[n] for n in set(down) & set(other))
        return Ordering(Order.NEWEST_FIRST, kept, max(_displacement(ranks, down), _displacement(ranks, other)), chance)
    if order is Order.OLDEST_FIRST:
        return Ordering(Order.OLDEST_FIRST, frozenset(places[n] for n in up), chance=_chance(len(ranks), len(up)))
    return Ordering(Order.UNKNOWN)


def _ranks(dates: Sequence[datetime]) -> list[float]:
    """Dates as days since a common instant, with the time of day only where every date has one."""
    whole = any(at == midnight(local_day(at)) for at in dates)
    return [float(local_day(at).toordinal()) if whole else at.timestamp() / _DAY.total_seconds() for at in dates]


def _chance(entries: int, in_order: int) -> float:
    """comb(n, k) / k!, by logarithms since lists are long; 1 at most."""
    choices = lgamma(entries + 1) - lgamma(in_order + 1) - lgamma(entries - in_order + 1)
    return exp(min(0.0, choices - lgamma(in_order + 1)))


def _displacement(ranks: Sequence[float], run: Sequence[int]) -> int:
    """By how many days the entries outside the run are younger than the run's next entry above them, at most."""
    kept, most, above = set(run), 0.0, float("inf")
    for place, rank in enumerate(ranks):
        if place in kept:
            above = rank
        else:
            most = max(most, rank - above)
    return int(-(-most // 1))
