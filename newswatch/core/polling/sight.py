"""What a unit's polls saw, as known at one moment. Each way of looking at them is worked out once, however many years, months and items ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from newswatch.core.polling.coverage import Stretches, stretches, trusted
from newswatch.core.polling.earlier import Earlier
from newswatch.core.polling.records import Span
from newswatch.core.polling.witness import Witnesses, attested


@dataclass(frozen=True)
class Sight:
    """The polls that are `believed` at `now`, the second witnesses, and the ids of the sources that must cover each day."""

    believed: tuple[Span, ...]
    witnesses: Witnesses
    required: tuple[str, ...]
    now: datetime

    @classmethod
    def of(cls, spans: Sequence[Span], witnesses: Witnesses, required: Sequence[str], now: datetime) -> "Sight":
        """What polls saw, those left out whose clock can't be believed. `spans` are in the order in which the polls were made."""
        return cls(trusted(spans, now), witnesses, tuple(required), now)

    @cached_property
    def proved(self) -> tuple[Span, ...]:
        """The polls with those of witnesses for every source that they bear witness of."""
        return attested(self.believed, self.witnesses)

    @cached_property
    def covered(self) -> list[Stretches]:
        """The stretches of time that each required source covers."""
        return stretches(self.proved, self.required)

    @cached_property
    def earlier(self) -> Earlier:
        """The believed polls, arranged to find those made before an item was first named."""
        return Earlier(self.believed)
