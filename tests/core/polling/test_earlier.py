"""Polls before an item are found without going through all, and are those that going through all finds."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import countable

from newswatch.core.model import Countable
from newswatch.core.polling.earlier import Earlier
from newswatch.core.polling.records import Span
from newswatch.core.polling.repeats import joined

BEGIN = datetime(2026, 10, 1, tzinfo=UTC)
hours = st.integers(0, 60).map(lambda n: BEGIN + timedelta(hours=n))
spans = st.lists(st.tuples(st.sampled_from("ab"), hours, st.integers(0, 30), st.integers(0, 3)), max_size=12)
items = st.tuples(st.integers(0, 13), st.integers(0, 4), hours, st.sampled_from("abc"))


def polls_of(drawn: list[tuple[str, datetime, int, int]], *, rows: bool, clocks: bool) -> list[Span]:
    """Polls in the order of their rows, if they have rows; with clocks that are right, or not."""
    ends = [end for _, end, _, _ in drawn]
    ends = ends if not clocks else sorted(ends)
    named = enumerate(zip(drawn, ends, strict=True), 1)
    return [
        Span(source, end - timedelta(hours=back), end, n if rows and odd != 3 else 0, *shared(end, odd))
        for n, ((source, _, back, odd), end) in named
    ]


def shared(end: datetime, odd: int) -> tuple[int, datetime | None, bytes]:
    """Some rows are shared by polls of fifteen and 35 hours before, too."""
    if odd not in (1, 2):
        return 0, None, b""
    return 2, end - timedelta(hours=35), joined(joined(b"", 20 * 3600, body=False), 15 * 3600, body=True)


def before(found: list[Span], item: Countable) -> list[Span]:
    """All polls of the item's source that were made before it, as the README says it; of those that share a row each for itself."""
    mine = [one for s in found for one in s.polls() if s.source_id == item.first_source]
    if item.first_poll:
        by_row = [s for s in mine if s.row and item.dropped_until < s.row < item.first_poll]
        return by_row + [s for s in mine if not s.row and s.end < item.first_seen_at]
    return [s for s in mine if s.end < item.first_seen_at]


@given(spans, items, hours, hours, st.booleans(), st.booleans())
def test_as_by_going_through_all(
    drawn: list[tuple[str, datetime, int, int]],
    drawn_item: tuple[int, int, datetime, str],
    start: datetime,
    end: datetime,
    rows: bool,
    clocks: bool,
) -> None:
    """Whether a poll ended before an instant, and which one that saw all between two ended last: with rows or without, clocks right or wrong."""
    first_poll, dropped, seen, source = drawn_item
    item = replace(countable(1, "Tin", None), first_poll=first_poll, dropped_until=dropped, first_seen_at=seen, first_source=source)
    found = polls_of(drawn, rows=rows, clocks=clocks)
    earlier, over = Earlier(found), [s.end for s in before(found, item) if s.start <= start and end <= s.end]
    last = earlier.last_over(item, start, end)
    assert (last and last.end) == max(over, default=None)
    assert earlier.any_ended_before(item, end) == any(s.end < end for s in before(found, item))


@pytest.mark.parametrize("first_poll", [0, 3], ids=["by clocks", "by rows"])
@pytest.mark.parametrize("other", [(), (Span("a", BEGIN, BEGIN + timedelta(hours=30), 1),)], ids=["alone", "made while a row went on"])
@pytest.mark.parametrize("row", [1, 0], ids=["with rows", "without"])
def test_the_first_poll_of_a_row_ended_before_the_others(first_poll: int, other: tuple[Span, ...], row: int) -> None:
    """Of a row that polls share, an instant between the first and the last one lies after the first."""
    end = BEGIN + timedelta(hours=40)
    found = [*other, Span("a", BEGIN, end, 2 * row, *shared(end, 2))]
    item = replace(countable(1, "Tin", None), first_poll=first_poll, first_seen_at=end + timedelta(hours=1), first_source="a")
    assert Earlier(found).any_ended_before(item, BEGIN + timedelta(hours=6))
    assert not Earlier(found).any_ended_before(item, BEGIN + timedelta(hours=5))
