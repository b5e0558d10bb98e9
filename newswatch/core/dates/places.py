"""Decides whether a place on a site's article pages states the day of publication: an unlabelled "Ngày …" that stands there on most articles.

A place where one article prints a day still to come states the days of events: nothing is published on a day to come. Nor is one believed on a site
of which many other articles print a date that is surely that of publication, by its label or its clock: a template dates all articles alike.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from newswatch.core.model import Dates
from newswatch.core.months import local_day

_FEWEST = 3
"""Articles with a date at one place before it is believed. Chosen by hand: two articles of a series may both open with their event's day."""
_SHARE = 3
"""So many times as many articles have to print their date there as are surely dated elsewhere. Chosen by hand: old articles may have another template."""
_CLOCK_ERROR, _MISTYPED = timedelta(days=1), timedelta(days=300)
"""A server's clock may be wrong by less than a day. A day almost a year or more ahead is a mistyped year; few events are announced so early."""


@dataclass(slots=True)
class Places:
    """How many articles of a site were read, and how many of them print an unlabelled "Ngày …" at each place (`Article.bare_place`).

    `events` are the places where one printed a day to come, `dated` counts the articles that print a date of publication which is told as such.
    """

    articles: int = 0
    dated: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    events: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, articles: Iterable[tuple[Dates, datetime]]) -> "Places":
        """The tally of articles by what they printed and when they were first read."""
        tally = cls()
        for dates, read_at in articles:
            tally.add(dates, read_at)
        return tally

    def add(self, dates: Dates, read_at: datetime) -> None:
        """Counts one more article by what it printed and when it was first read."""
        self.note(dates.bare_place, dates.bare_at, read_at, dated=dates.printed_at is not None and dates.printed_at != dates.bare_at)

    def note(self, place: str | None, at: datetime | None, read_at: datetime, *, dated: bool) -> None:
        """Counts one more article: the place of its date, empty for one without, None for one of which nobody looked; the date; when it was read.

        `dated` says that it prints a date of publication besides.
        """
        if place is None:
            return
        self.articles += 1
        self.dated += dated
        self.counts[place] += 1
        if at is not None and _CLOCK_ERROR < local_day(at) - local_day(read_at) < _MISTYPED:
            self.events.add(place)

    def is_usual(self, place: str | None) -> bool:
        """Whether most articles print such a date there, none of them a day to come, and few others are dated otherwise."""
        count = self.counts[place] if place else 0
        return count >= _FEWEST and 2 * count > self.articles and count >= _SHARE * self.dated and place not in self.events

    def refutes(self, dates: Dates) -> bool:
        """Whether an item was dated by a place that turned out to state the days of events."""
        return dates.printed_at is not None and dates.printed_at == dates.bare_at and dates.bare_place in self.events
