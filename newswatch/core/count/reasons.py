"""Why an item does not count, in typed reasons, and which months such reasons leave open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from newswatch.core.answer.kinds import Answer
from newswatch.core.count.duplicates import Sameness
from newswatch.core.model import Channel, Countable, DateOrigin, ItemType, Origin
from newswatch.core.months import Month, Window, month_of
from newswatch.core.quota.evidence import Demand


class Why(StrEnum):
    """Why an item does not count. The values are stored with revisions."""

    NOT_PAR = "not_par"
    CHANNEL = "channel"
    ITEM_TYPE = "item_type"
    ORIGIN = "origin"
    NO_FIRST_AIRING = "no_first_airing"
    SAME_STORY = "same_story"
    UNSURE = "unsure"
    UNREAD = "unread"
    ORIGIN_DOUBT = "origin_doubt"
    RETOLD = "retold"
    UNDATED = "undated"
    DATES_DISAGREE = "dates_disagree"
    BACKDATED = "backdated"
    TOO_LATE = "too_late"
    FUTURE = "future"
    FOREIGN_HOST = "foreign_host"
    NOT_OURS = "not_ours"
    DATE_DENIED = "date_denied"
    DEAD_LINK = "dead_link"
    DAY_DOUBT = "day_doubt"


_SETTLED_BY_A_PERSON = {
    Why.BACKDATED,
    Why.FUTURE,
    Why.DATE_DENIED,
    Why.NO_FIRST_AIRING,
    Why.UNSURE,
    Why.UNREAD,
    Why.ORIGIN_DOUBT,
    Why.RETOLD,
    Why.UNDATED,
    Why.DATES_DISAGREE,
    Why.FOREIGN_HOST,
    Why.DAY_DOUBT,
}


_UNTIMED = {Why.UNDATED, Why.FUTURE, Why.BACKDATED, Why.DATE_DENIED}

About = Channel | ItemType | Origin | Answer


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason with its facts: what it is `about` (a channel, type or origin, or what came back in place of an article), the other item, the days
    with where each is stated (None: first seen).

    `sameness` says why an item repeats another, `host` on which host an item lies that is not the portal's.
    """

    why: Why
    about: About | None = None
    item: int = 0
    days: tuple[tuple[DateOrigin | None, date], ...] = ()
    sameness: Sameness | None = None
    host: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One item under a rule. `counted` says it counts among all channels together, `counted_on_channel` among its own channel's items.

    `because` says why an item does not count. `duplicate_of` is the item of its cluster that counts in its place, or would count. `lacks` is what of the
    evidence that the rule asks for is not there, of an item that counts.
    """

    item: Countable
    month: Month | None
    counted: bool
    counted_on_channel: bool
    because: tuple[Reason, ...] = ()
    duplicate_of: int | None = None
    lacks: Demand = ()

    @property
    def awaiting(self) -> bool:
        """Whether it waits for a person: every reason is one that a person can settle."""
        return bool(self.because) and all(reason.why in _SETTLED_BY_A_PERSON for reason in self.because)


def stated_months(item: Countable, because: Sequence[Reason], cutoff_day: int | None) -> frozenset[Month]:
    """The months that an item's date, or what speaks against it, names; without those of which a person says that it was not published then."""
    days = {day for reason in because for _, day in reason.days} | ({item.day} if item.day else set())
    months = {month_of(day, cutoff_day) for day in days}
    return frozenset(month for month in months if not denied(item, month.window(cutoff_day)))


def denied(item: Countable, window: Window) -> bool:
    """Whether people say of each day of a window that the item was not published then."""
    days = range(window.first.toordinal(), window.last.toordinal() + 1)
    spans = [(first.toordinal(), last.toordinal()) for first, last in item.not_during]
    return bool(spans) and all(any(first <= day <= last for first, last in spans) for day in days)


def is_untimed(because: Sequence[Reason]) -> bool:
    """Whether nothing that an item states of its day can be relied on, so that it may be of any month that had begun when it was first seen."""
    return any(reason.why in _UNTIMED for reason in because)
