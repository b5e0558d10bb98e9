"""Decides whether a place on a site's article pages states the day of publication: an unlabelled "Ngày …" that stands there on most articles."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

_FEWEST = 3
"""Articles with a date at one place before it is believed. Chosen by hand: two articles of a series may both open with their event's day."""


@dataclass(slots=True)
class Places:
    """How many articles of a site were read, and how many of them print an unlabelled "Ngày …" at each place (`Article.bare_place`)."""

    articles: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, places: Iterable[str | None]) -> "Places":
        """The tally of articles by the place of each: empty for one without, None for one of which nobody looked."""
        tally = cls()
        for place in places:
            tally.note(place)
        return tally

    def note(self, place: str | None) -> None:
        """Counts one more article."""
        if place is not None:
            self.articles += 1
            self.counts[place] += 1

    def is_usual(self, place: str | None) -> bool:
        """Whether most articles print such a date there."""
        return bool(place) and self.counts[place or ""] >= _FEWEST and 2 * self.counts[place or ""] > self.articles
