"""Decides what the loudspeaker log says of a month: closed by a person or by itself, still open, or kept by nobody.

A log is on paper until somebody hands it in, so a bulletin that is missing from it may have been aired all the same. Only a closed log proves that
nothing is missing. What that means for a month is decided in `statement`.

A log of which rows could not be read, handed in before the month would close by itself, keeps it open until a person closes it or the file is mended:
what could not be read may be the month's. So does a file that could not be read at all.

A month that would have closed by itself before anybody could hand its log in (the unit was not watched then) stays open until something of it is
logged, or a person closes it: that its log is empty says nothing.
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

_CHANCE = timedelta(days=7)
"""How long before a log closes by itself the unit must have been watched, for its office to hand it in: one working week."""


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
    """A log file that could not be read, wholly or in rows, and was not mended: the local days on which it was handed in so, and the local days that
    its sound rows are of (empty if those are not all known)."""

    handed_in: tuple[date, ...]
    days: frozenset[date] = frozenset()

    def holds(self, window: Window, until: date) -> bool:
        """Whether a row of it that could not be read may be of a month with this window, and was handed in before the day `until`."""
        in_time = any(window.first <= day < until for day in self.handed_in)
        return in_time and (not self.days or any(day in window for day in self.days))


@dataclass(frozen=True, slots=True)
class MonthLog:
    """The log of one month.

    `by` is the person who closed it, `closed_at` since when it is closed (by itself: the first instant of that local day). `closes_on` is the local
    day on which it closes by itself, None for never, or not while a log has bad rows. `late` bulletins of the month were logged after it had been
    closed. `before_watch` says that it stays open because the unit was not watched in time, and nothing of it is logged.
    """

    state: LogState
    by: str = ""
    closed_at: datetime | None = None
    closes_on: date | None = None
    late: int = 0
    before_watch: bool = False

    def closed_before(self, item: Countable) -> bool:
        """Was this bulletin logged only after the log had been closed?"""
        return item.channel is Channel.LOUDSPEAKER and self.closed_at is not None and item.first_seen_at > self.closed_at


@dataclass(frozen=True, slots=True)
class Logbook:
    """A unit's log: whether it is kept, the day of the next month on which a month closes by itself (0: never), the closings by people, and the
    files with rows that could not be read.

    The day is counted from the first day after the month's window, and lies at the latest on the last day of the next one. `began` is the local day
    since which the unit is watched.
    """

    broadcasts: Broadcasts = Broadcasts.LOGGED
    closes_on: int = 10
    closings: Mapping[Month, Closing] = field(default_factory=dict, hash=False)
    bad: tuple[BadLog, ...] = ()
    began: date = date.min

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
        items = tuple(items)
        logged = min((i.first_seen_at for i in items if i.channel is Channel.LOUDSPEAKER), default=None)
        log = self._standing(month, rule, logged, now)
        return replace(log, late=sum(log.closed_before(item) for item in items))

    def _standing(self, month: Month, rule: Rule, logged: datetime | None, now: datetime) -> MonthLog:
        at, before_watch = self._closes_at(month, rule, logged)
        closes_on = local_day(at) if at else None
        if closing := self.closings.get(month):
            return MonthLog(LogState.NONE_AIRED if closing.none_aired else LogState.CLOSED, closing.by, closing.at, closes_on)
        if closes_on is not None and closes_on <= local_day(now):
            return MonthLog(LogState.UNCONFIRMED, "", at, closes_on)
        return MonthLog(LogState.OPEN, closes_on=closes_on, before_watch=before_watch)

    def _closes_at(self, month: Month, rule: Rule, logged: datetime | None) -> tuple[datetime | None, bool]:
        """When the log closes by itself, and whether it does not since nobody could hand it in. `logged` is when the first of it was, if any was."""
        day = self._closing_day(month, rule)
        if day is None:
            return None, False
        at, until = midnight(day), day
        if day - _CHANCE < self.began:
            if logged is None:
                return None, True
            at, until = max(at, logged), max(day, local_day(logged) + timedelta(days=1))
        held = any(log.holds(month.window(rule.cutoff_day), until) for log in self.bad)
        return None if held else at, False

    def _closing_day(self, month: Month, rule: Rule) -> date | None:
        if not self.closes_on:
            return None
        after = month.next().window(rule.cutoff_day)
        return min(after.first + timedelta(days=self.closes_on - 1), after.last)
