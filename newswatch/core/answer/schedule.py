"""Decides when an article that could not be read is asked for again.

The waits after each request in vain, counted from it: 1 hour, 12 hours, then 1, 2, 4 and 7 days, and every 7 days from then on. A poll that comes
before that leaves the article alone, with two exceptions that make an end of a fault known at the next poll: of the articles last asked for 12
hours ago or more, the one left alone for longest is asked for at each poll; and as soon as one article that was unread is read, all others are asked
for. A server that does not answer at all is asked for no further article in that poll; what was not asked for has not waited in vain.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from newswatch.core.answer.kinds import Answer

WAITS = tuple(map(timedelta, (0, 0, 1, 2, 4, 7), (3600, 43200, 0, 0, 0, 0)))
LEAST = timedelta(hours=12)
"""No article is asked for more often than that, but for the second time."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How asking for an item's article ended the last time: `at` (UTC, None if it was never asked for), and how many `times` in vain."""

    answer: Answer = Answer.NONE
    at: datetime | None = None
    times: int = 0

    @classmethod
    def after(cls, times: int, answer: Answer, at: datetime) -> Self:
        """How it stands once an answer came `at`, after so many requests in vain."""
        if answer in (Answer.UNASKED, Answer.OVER_BUDGET):
            return cls(answer, None, times)
        return cls(answer, at, times + 1 if answer.unread else 0)

    @property
    def waits(self) -> bool:
        """Is the article still to be asked for?"""
        return self.answer.unread


NEVER = Asked()


def is_due(asked: Asked, now: datetime) -> bool:
    """Whether the article is to be asked for at a poll made `now`. A clock that went back makes it due too."""
    if not asked.waits:
        return False
    if asked.at is None or asked.times == 0:
        return True
    return not timedelta() <= now - asked.at < WAITS[min(asked.times, len(WAITS)) - 1]


def scout(waiting: Mapping[str, Asked], now: datetime) -> str:
    """The key of the article that is asked for before its time, to learn whether a fault is over; empty if none may be."""
    rested = [(asked.at, key) for key, asked in waiting.items() if asked.at is not None and has_rested(asked, now)]
    return min(rested)[1] if rested else ""


def has_rested(asked: Asked, now: datetime) -> bool:
    """Whether an article was left alone for as long as each must be."""
    return asked.at is None or now - asked.at >= LEAST
