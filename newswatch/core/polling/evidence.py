"""Decides which poll tells best what is proved of a month through each source, so that a person can see it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from newswatch.core.months import Window
from newswatch.core.polling.coverage import Coverage, coverage, midnight, stretches
from newswatch.core.polling.proof import Proof, Walk
from newswatch.core.polling.records import Span
from newswatch.core.polling.repeats import times

_OF_WITNESSES = (Walk.COUNTED, Walk.MAPPED)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The proof of one poll of a source, made `at`. `row` numbers the polls in the order in which they were made.

    Polls in a row that all found nothing new have one row: see `Span` for `nth`, `first` and `repeats`. `proof.body` is that of this poll, `first_body`
    that of the first one.
    """

    source_id: str
    at: datetime
    proof: Proof
    row: int = 0
    nth: int = 0
    first: datetime | None = None
    repeats: bytes = b""
    first_body: bool = True

    @property
    def span(self) -> Span | None:
        """The stretch that the poll proves, if it proves any."""
        return Span(self.source_id, self.proof.reach, self.proof.until or self.at, self.row, self.nth) if self.proof.reach else None

    def polls(self) -> Iterator["Evidence"]:
        """What each poll of its row proves, up to this one."""
        alone = replace(self, first=None, repeats=b"")
        if self.first is not None:
            for nth, (at, body) in enumerate(((self.first, self.first_body), *times(self.first, self.repeats))):
                if nth < self.nth:
                    yield replace(alone, nth=nth, at=at, proof=replace(self.proof, body=body))
        yield alone


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
    rows = {(span.row, span.nth) for span in spans}
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


def _telling(found: Sequence[Evidence], believed: Collection[tuple[int, int]], window: Window) -> Evidence | None:
    """The poll that proves most of a window. Of polls that share a row, the last believed one proves as much as any before it."""
    each = (one for e in found for one in ((e,) if (e.row, e.nth) in believed else e.polls()))
    proving = [e for e in each if (e.row, e.nth) in believed and _overlap(e, window) > timedelta()]
    told = max(proving, key=lambda e: (_overlap(e, window), e.proof.walk not in _OF_WITNESSES, e.row, e.nth), default=None)
    return told or (found[-1] if found else None)


def _overlap(evidence: Evidence, window: Window) -> timedelta:
    span = evidence.span
    return min(span.end, midnight(window.last + timedelta(days=1))) - max(span.start, midnight(window.first)) if span else timedelta()
