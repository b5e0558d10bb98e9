"""The polls made before an item was first named, found without going through all polls of its unit."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise, takewhile

from newswatch.core.model import Countable
from newswatch.core.polling.records import Span


class Earlier:
    """A unit's polls by their sources. Only polls of the source that named an item first tell when it was put up, and of them those made before.

    The order of polls is that of their rows, since a clock may be set back; clocks are compared where there are no rows. Of polls that share a row
    those count that were made before.
    """

    def __init__(self, spans: Sequence[Span]) -> None:
        found: dict[str, list[Span]] = defaultdict(list)
        for span in spans:
            found[span.source_id].append(span)
        self._of = {source: _Polls(mine) for source, mine in found.items()}

    @classmethod
    def of(cls, spans: "Sequence[Span] | Earlier") -> "Earlier":
        """Polls arranged, if they are not yet."""
        return spans if isinstance(spans, Earlier) else cls(spans)

    def any_ended_before(self, item: Countable, at: datetime) -> bool:
        """Whether one of the item's earlier polls ended before an instant."""
        polls = self._of.get(item.first_source)
        return polls is not None and polls.any_ended_before(item, at)

    def last_over(self, item: Countable, start: datetime, end: datetime) -> Span | None:
        """The one of the item's earlier polls that saw all between two instants and ended last; None if none did."""
        polls = self._of.get(item.first_source)
        return polls.last_over(item, start, end) if polls else None


class _Polls:
    """The polls of one source. They are in order if rows and ends rise together, as they do unless a clock was wrong.

    Of polls that share a row the first one ended first and the last one saw most, and all of them were made before the next row was begun.
    """

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans, self._rows = spans, [s.row for s in spans]
        self._in_order = min(self._rows) > 0 and all(a.row <= b.row and a.end <= b.earliest for a, b in pairwise(spans))

    def any_ended_before(self, item: Countable, at: datetime) -> bool:
        if self._in_order and item.first_poll:
            first, after = self._places(item)
            return first < after and self._spans[first].earliest < at
        return any(one.earliest < at for s in self._spans for one in _before(s, item))

    def last_over(self, item: Countable, start: datetime, end: datetime) -> Span | None:
        if self._in_order and item.first_poll:
            first, after = self._places(item)
            newest_first = (self._spans[place] for place in range(after - 1, first - 1, -1))
            return next((s for s in takewhile(lambda s: end <= s.end, newest_first) if s.start <= start), None)
        over = (one for s in self._spans if s.start <= start and end <= s.end for one in _before(s, item) if end <= one.end)
        return max(over, key=lambda s: s.end, default=None)

    def _places(self, item: Countable) -> tuple[int, int]:
        """The place of the first poll before the item, and that after the last."""
        return bisect_right(self._rows, item.dropped_until), bisect_left(self._rows, item.first_poll)


def _before(span: Span, item: Countable) -> Iterable[Span]:
    """The span, if its poll was made before an item was named; of polls that share a row, those that were."""
    if span.row and item.first_poll:
        return (span,) if item.dropped_until < span.row < item.first_poll else ()
    return span.ended_before(item.first_seen_at)
