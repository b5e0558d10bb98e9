"""What judging can see of the polls, and what not. That years on one ground are equal is held in tests/services/test_kept.py."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from worlds import moment

from newswatch.core.polling.ground import Horizon, ground, steady
from newswatch.core.polling.records import Refutation, Span
from newswatch.core.polling.repeats import joined
from newswatch.core.polling.sight import Sight
from newswatch.core.polling.witness import Witnesses

NOW = moment("2026-11-20 09:00")
HORIZON = Horizon(2, moment("2026-11-18 06:30").astimezone(UTC))


def span(row: int, start: str, end: str, source: str = "list") -> Span:
    return Span(source, moment(start), moment(end), row)


POLLS = [
    span(1, "2026-10-01", "2026-11-17 06:30"),
    span(2, "2026-11-10", "2026-11-18 06:30"),
    span(3, "2026-11-12", "2026-11-19 06:30"),
    span(4, "2026-11-13", "2026-11-20 06:30"),
]


def ground_of(polls: list[Span], now: datetime = NOW, refuted: tuple[Refutation, ...] = (), required: tuple[str, ...] = ("list",)) -> str:
    return ground(Sight.of(polls, Witnesses({"posts": ("list",)}, refuted), tuple(required), now), HORIZON)


SAME: dict[str, list[Span]] = {
    "a later poll of today": [*POLLS, span(5, "2026-11-14", "2026-11-20 08:00")],
    "one that reaches back further, but not beyond what is covered": [*POLLS, span(5, "2026-10-02", "2026-11-20 08:00")],
    "the last poll extended": [*POLLS[:3], replace(POLLS[3], end=moment("2026-11-20 08:59"))],
    "a poll of a source that need not be polled": [*POLLS, span(5, "2026-11-01", "2026-11-20 08:00", "other")],
    "one poll left out that others cover": [*POLLS[:2], POLLS[3]],
}
OTHER: dict[str, list[Span]] = {
    "a stretch that begins earlier": [*POLLS, span(5, "2026-09-30", "2026-11-20 08:00")],
    "a gap between the days": [*POLLS[:3], span(4, "2026-11-20 01:00", "2026-11-20 06:30")],
    "yesterday not seen to its end": POLLS[:3],
    "a poll made before an item was named": [replace(POLLS[0], start=moment("2026-10-02")), *POLLS[1:]],
}


def row_of(first: str, *later: str) -> Span:
    """A row that polls share, of which the first was made before the last item was first seen."""
    repeats, at = b"", moment(first)
    for time in later:
        repeats, at = joined(repeats, int((moment(time) - at).total_seconds()), body=False), moment(time)
    return replace(span(3, "2026-11-12", first), nth=len(later), first=moment(first), repeats=repeats, end=at)


ACROSS = row_of("2026-11-18 05:30", "2026-11-18 06:00", "2026-11-20 07:00")


@pytest.mark.parametrize("polls", SAME.values(), ids=SAME)
def test_what_can_not_be_seen(polls: list[Span]) -> None:
    """Polls that add nothing to ended days and were made after the last item leave the ground as it is."""
    assert ground_of(polls) == ground_of(POLLS)


@pytest.mark.parametrize("polls", OTHER.values(), ids=OTHER)
def test_what_can_be_seen(polls: list[Span]) -> None:
    """Polls that cover other days, or that tell otherwise when an item was put up, change it."""
    assert ground_of(polls) != ground_of(POLLS)


def test_a_row_that_grows() -> None:
    """What is added to a row after the last item was seen changes nothing; of the polls before, each can be seen."""
    before = ground_of([*POLLS[:1], ACROSS])
    grown = row_of("2026-11-18 05:30", "2026-11-18 06:00", "2026-11-20 07:00", "2026-11-20 08:00")
    assert ground_of([*POLLS[:1], grown]) == before
    assert ground_of([*POLLS[:1], row_of("2026-11-18 05:30", "2026-11-18 06:20", "2026-11-20 07:00")]) != before
    assert ground_of([*POLLS[:1], row_of("2026-11-20 07:00")]) != before


def test_polls_of_a_row_turn_one_by_one() -> None:
    """Of a row that a clock running ahead wrote, each poll comes to lie in the past at its own time."""
    assert steady([ACROSS], moment("2026-11-18 05:40")) == (moment("2026-11-18 05:20"), moment("2026-11-18 05:50"))
    assert steady([ACROSS], moment("2026-11-20 07:00")) == (moment("2026-11-20 06:50"), moment("2026-11-21 00:00"))


@pytest.mark.parametrize(
    "other",
    [
        lambda: ground_of(POLLS, refuted=(Refutation("posts", moment("2026-11-05").date(), 4),)),
        lambda: ground_of(POLLS, required=("list", "feed")),
        lambda: ground_of(POLLS, now=moment("2026-11-21 00:00")),
    ],
    ids=["a refuted day", "another required source", "another day"],
)
def test_what_changes_it_besides(other: Callable[[], str]) -> None:
    """A day that a witness refutes, a source that is required, and a day that has ended since."""
    assert other() != ground_of(POLLS)


@pytest.mark.parametrize(
    ("now", "since", "until"),
    [
        ("2026-11-20 09:00", "2026-11-20 06:20", "2026-11-21 00:00"),
        ("2026-11-20 06:20", "2026-11-20 06:20", "2026-11-21 00:00"),
        ("2026-11-20 06:19", "2026-11-20 00:00", "2026-11-20 06:20"),
        ("2026-11-19 23:59", "2026-11-19 06:20", "2026-11-20 00:00"),
        ("2026-11-25 12:00", "2026-11-25 00:00", "2026-11-26 00:00"),
    ],
)
def test_how_long_the_same_polls_lie_in_the_past(now: str, since: str, until: str) -> None:
    """From the moment at which the last one is believed, ten minutes before its own, to the next one's, and never over midnight."""
    assert steady(POLLS, moment(now)) == (moment(since), moment(until))
    assert moment(since) <= moment(now) < moment(until)
    assert timedelta(0) < moment(until) - moment(since) <= timedelta(days=1)
