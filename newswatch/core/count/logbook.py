"""Decides what the loudspeaker log says of a month: closed by a person or by itself, still open, or kept by nobody.

A log is on paper until somebody hands it in, so a bulletin that is missing from it may have been aired all the same. Only a closed log proves that
nothing is missing. What that means for a month is decided in `statement`.

A log of which rows could not be read, handed in before the month would close by itself, keeps it open until a person closes it or the file is mended:
what could not be read may be the month's.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from newswatch.core.bulletin import Broadcasts, Closing
from newswatch.core.model import Channel, Countable
from newswatch.core.months import Month, Window, local_day
from newswatch.core.polling.coverage import midnight
from newswatch.core.quota.rule import Rule


class LogState(StrEnum):
    """How the log of a month stands: closed by a person (with or without broadcasts), closed by itself and confirmed by nobody, open, or kept by
    nobody. The values are stored."""

    CLOSED = "closed"
    NONE_AIRED = "none_aired"
    UNCONFIRMED = "unconfirmed"
    OPEN = "open"
    UNWATCHED = "unwatched"


@dataclass(frozen=True, slots=True)
class BadLog:
    """A log file that was taken in with rows that could not be read and was not mended: the local days on which it was handed in so, and the local
    days that its sound rows are of (empty if those are not all known)."""

    handed_in: tuple[date, ...]
    days: frozenset[date] = frozenset()

    def holds(self, window: Window, closes_on: date) -> bool:
        """Whether a row of it that could not be read may be of a month with this window, and was handed in before it closed by itself."""
        in_time = any(window.first <= day < closes_on for day in self.handed_in)
        return in_time and (not self.days or any(day in window for day in self.days))


@dataclass(frozen=True, slots=True)
class MonthLog:
    """The log of one month.

    `by` is the person who closed it, `closed_at` since when it is closed (by itself: the first instant of that local day). `closes_on` is the local
    day on which it closes by itself, None for never, or not while a log has bad rows. `late` bulletins of the month were logged after it had been
    closed.
    """

    state: LogState
    by: str = ""
    closed_at: datetime | None = None
    closes_on: date | None = None
    late: int = 0

    def closed_before(self, item: Countable) -> bool:
        """Was this bulletin logged only after the log had been closed?"""
        return item.channel is Channel.LOUDSPEAKER and self.closed_at is not None and item.first_seen_at > self.closed_at


@dataclass(frozen=True, slots=True)
class Logbook:
    """A unit's log: whether it is kept, the day of the next month on which a month closes by itself (0: never), the closings by people, and the
    files with rows that could not be read.

    The day is counted from the first day after the month's window, and lies at the latest on the last day of the next one.
    """

    broadcasts: Broadcasts = Broadcasts.LOGGED
    closes_on: int = 10
    closings: Mapping[Month, Closing] = field(default_factory=dict, hash=False)
    bad: tuple[BadLog, ...] = ()

    def applied(self, rule: Rule) -> Rule:
        """The rule as it can be applied: where nobody logs the broadcasts, what is stated is stated of the portal alone."""
        if self.broadcasts is Broadcasts.LOGGED or not {Channel.PORTAL, Channel.LOUDSPEAKER} <= set(rule.channels):
            return rule
        return replace(rule, channels=tuple(c for c in rule.channels if c is not Channel.LOUDSPEAKER))

    def of_month(self, month: Month, rule: Rule, items: Iterable[Countable], now: datetime) -> MonthLog | None:
        """How the log of a month with these items stands at `now`; None if the rule counts no broadcasts."""
        if Channel.LOUDSPEAKER not in rule.channels:
            return None
        if self.broadcasts is Broadcasts.UNWATCHED:
            return MonthLog(LogState.UNWATCHED)
        log = self._standing(month, self._closes_on(month, rule), now)
        return replace(log, late=sum(log.closed_before(item) for item in items))

    def _standing(self, month: Month, closes_on: date | None, now: datetime) -> MonthLog:
        if closing := self.closings.get(month):
            return MonthLog(LogState.NONE_AIRED if closing.none_aired else LogState.CLOSED, closing.by, closing.at, closes_on)
        if closes_on is not None and closes_on <= local_day(now):
            return MonthLog(LogState.UNCONFIRMED, "", midnight(closes_on), closes_on)
        return MonthLog(LogState.OPEN, closes_on=closes_on)

    def _closes_on(self, month: Month, rule: Rule) -> date | None:
        if not self.closes_on:
            return None
        after = month.next().window(rule.cutoff_day)
        closes_on = min(after.first + timedelta(days=self.closes_on - 1), after.last)
        return None if any(log.holds(month.window(rule.cutoff_day), closes_on) for log in self.bad) else closes_on
