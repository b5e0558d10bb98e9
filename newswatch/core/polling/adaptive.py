"""Decides whether a unit that brings nothing new may wait for a later check of the day. It reads no clock and no plan; it is handed both.

What the statements of months rest on stays as if every check had asked every source:

- The last check planned for a local day asks everybody, so the local day on which an item is first seen is the same. An item that states a later day
  than that is in the future (`timeliness`).
- Around the end of a month every check asks everybody. Whether an item of a month that has ended is back-dated is told by the first poll made a day
  after it, which so is the same.
- A list is left alone only while its polls prove that the newest leads and each overlaps the one before; then the next poll covers the time between.

What differs is when within its local day an item is first seen, and so whether one that was put up a day late is called late or on time. Both count.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from newswatch.core.months import month_of

SHARE = 8
"""A unit is left alone for an eighth of the time for which it has brought nothing new.

Measured on posts that come in bursts, 2 to 60 a month (`tests/benchmarks/bench_adaptive.py`; polls left out, and the mean time by which an item is seen
later): with hourly checks an eighth leaves out 57 in 100 for 2.0 hours, a quarter 62 for 3.5, a sixteenth 51 for 1.1; with two checks a day 19 for
0.03, 24 for 0.06 and 13 for 0.02. Busy units pay least: with 60 posts a month and hourly checks 43 in 100 for 1.3 hours.
"""

EDGE_DAYS = 3
"""So many days before a month's end and after it nobody waits. Two after it would do: a poll tells that an item is back-dated once a day has passed."""


@dataclass(frozen=True, slots=True)
class Checks:
    """The checks around a moment: when the last one of the local days before was planned (UTC), and whether one is planned for later on this day."""

    before: datetime
    again_today: bool


@dataclass(frozen=True, slots=True)
class Quiet:
    """A unit whose sources all said last what they had said before. `polled_at` is the oldest of their last polls, `news_at` when its last item was
    first seen (UTC)."""

    polled_at: datetime
    news_at: datetime

    def may_wait(self, checks: Checks, now: datetime) -> bool:
        """Whether it need not be asked now: it was asked at the end of the day before or since, will be asked today, and has been quiet for long."""
        asked = checks.before <= self.polled_at <= now
        return asked and checks.again_today and now - self.polled_at < (now - self.news_at) / SHARE


def is_decisive(today: date, cutoff_day: int | None, told_on: Iterable[int]) -> bool:
    """Whether every check of a local day counts: a month ends or ended within days, or the board is told of the month on it.

    `told_on` are days of the month's window, from 1 on. Raises ValueError for a cut-off day outside 1 to 31.
    """
    month = month_of(today, cutoff_day)
    edge = timedelta(days=EDGE_DAYS)
    if month_of(today + edge, cutoff_day) != month or month_of(today - edge, cutoff_day) != month:
        return True
    return (today - month.window(cutoff_day).first).days + 1 in told_on
