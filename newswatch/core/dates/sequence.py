"""Decides which reading of a list's dates leaves the list in order. Portals print their entries by date, newest or oldest first."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise


def breaks(days: Sequence[date]) -> int:
    """How many neighbours in a list stand against its order, newest or oldest first, whichever has fewer. 0 for a list in order."""
    falls = sum(later < earlier for earlier, later in pairwise(days))
    rises = sum(later > earlier for earlier, later in pairwise(days))
    return min(falls, rises)


def is_more_orderly(days: Sequence[date], other: Sequence[date]) -> bool:
    """Whether one reading of a list breaks its order less than half as often as the other.

    One pinned entry breaks every reading, and three shuffled dates may be in order by chance. Chosen by hand; tests/heavy/worlds.py has lists of
    both kinds.
    """
    return 2 * breaks(days) < breaks(other)
