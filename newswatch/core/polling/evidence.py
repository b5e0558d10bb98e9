"""Decides which poll tells best what is proved of a month through each source, so that a person can see it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from newswatch.core.months import Window
from newswatch.core.polling.coverage import Coverage, coverage, midnight, stretches
from newswatch.core.polling.proof import Proof, Walk
from newswatch.core.polling.records import Span

_OF_WITNESSES = (Walk.COUNTED, Walk.MAPPED)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The proof of one poll of a source, made `at`. `row` numbers the polls in the order in which they were made."""

    source_id: str
    at: datetime
    proof: Proof
    row: int = 0

    @property
    def span(self) -> Span | None:
        """The stretch that the poll proves, if it proves any."""
        return Span(self.source_id, self.proof.reach, self.proof.until or self.at, self.row) if self.proof.reach else None


@dataclass(frozen=True, slots=True)
class Watched:
    """What is proved of a window through one source. `evidence` is the poll that proves most of it, else the last one; None before the first.

    `last` is the last poll.
    """

    source_id: str
    coverage: Coverage
    evidence: Evidence | None
    last: Evidence | None = None


def watched(
    found: Sequence[Evidence], spans: Sequence[Span], required: Collection[str], window: Window, now: datetime
) -> tuple[Watched, ...]:
    """What is proved of a window through each required source by the polls whose clock is believed (`spans`, see `coverage.trusted`)."""
    rows = {span.row for span in spans}
    polls = {source: [e for e in found if e.source_id == source] for source in required}
    return tuple(
        Watched(
            source,
            coverage(stretches(spans, [source]), window, now),
            _telling(polls[source], rows, window),
            polls[source][-1] if polls[source] else None,
        )
        for source in required
    )


def _telling(found: Sequence[Evidence], believed: Collection[int], window: Window) -> Evidence | None:
    proving = [e for e in found if e.row in believed and _overlap(e, window) > timedelta()]
    return max(proving, key=lambda e: (_overlap(e, window), e.proof.walk not in _OF_WITNESSES, e.row), default=found[-1] if found else None)


def _overlap(evidence: Evidence, window: Window) -> timedelta:
    span = evidence.span
    return min(span.end, midnight(window.last + timedelta(days=1))) - max(span.start, midnight(window.first)) if span else timedelta()
