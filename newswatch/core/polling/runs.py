"""The longest run of numbers that never rises, in the order given: what has to go so that the rest is in order."""

from bisect import bisect_right
from collections.abc import Sequence


def falling(ranks: Sequence[float]) -> list[int]:
    """The places of a longest run that never rises. Of several, the one that takes its entries as far down as can be."""
    tails: list[float] = []
    ends: list[int] = []
    before: list[int] = []
    for place, rank in enumerate(ranks):
        length = bisect_right(tails, -rank)
        before.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [-rank]
        ends[length : length + 1] = [place]
    run, place = [], ends[-1] if ends else -1
    while place >= 0:
        run.append(place)
        place = before[place]
    return run[::-1]


def falling_late(ranks: Sequence[float]) -> list[int]:
    """A longest run that never rises, of several the one that takes its entries as far up as can be."""
    last = len(ranks) - 1
    return [last - place for place in falling([-rank for rank in reversed(ranks)])][::-1]
