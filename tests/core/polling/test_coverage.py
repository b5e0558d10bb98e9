"""Which days polls cover: what closes a gap, what never opens one, what is not judged yet."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import SITE, moment, watched

from newswatch.core.months import Window
from newswatch.core.polling.coverage import Coverage, coverage, midnight, stretches, trusted
from newswatch.core.polling.records import Span

law = settings(deadline=None)
OCTOBER = Window(date(2026, 10, 1), date(2026, 10, 31))
LATER = moment("2026-12-01")


def span(start: str, end: str, source: str = SITE) -> Span:
    return Span(source, moment(start), moment(end))


def blind(spans: list[Span], required: tuple[str, ...] = (SITE,), now: datetime = LATER) -> list[int]:
    """The blind days of October."""
    return [day.day for day in coverage(stretches(spans, required), OCTOBER, now).blind]


@pytest.mark.parametrize(
    ("case", "spans", "expected"),
    [
        ("never polled", [], [*range(1, 32)]),
        ("one poll back over all", [span("2026-10-01", "2026-11-01")], []),
        ("and farther", [span("2026-08-01", "2026-11-20")], []),
        ("from within the first day", [span("2026-10-01 00:01", "2026-11-01")], [1]),
        ("to within the last day", [span("2026-10-01", "2026-10-31 23:59")], [31]),
        ("two polls that meet at noon", [span("2026-10-01", "2026-10-12 12:00"), span("2026-10-12 12:00", "2026-11-01")], []),
        ("two polls with a minute between", [span("2026-10-01", "2026-10-12 12:00"), span("2026-10-12 12:01", "2026-11-01")], [12]),
        ("a gap of three nights", [span("2026-10-01", "2026-10-10 08:00"), span("2026-10-13 08:00", "2026-11-01")], [10, 11, 12, 13]),
        ("a reach later than its poll", [Span(SITE, moment("2026-10-21"), moment("2026-10-20 08:00"))], [*range(1, 32)]),
    ],
)
def test_a_day_is_covered_only_if_all_of_it_is(case: str, spans: list[Span], expected: list[int]) -> None:
    """Polls that meet cover a day; a minute missing makes it blind."""
    assert blind(spans) == expected, case


def test_a_later_poll_reaching_back_closes_a_gap() -> None:
    """Days without a poll are covered as soon as one poll goes back behind them."""
    broken = [span("2026-09-01", "2026-10-10 08:00"), span("2026-10-20 08:00", "2026-11-02")]
    assert blind(broken) == [*range(10, 21)]
    assert blind([*broken, span("2026-10-05 10:00", "2026-11-20")]) == []


def test_days_are_local() -> None:
    """A poll from 17:00 UTC of the day before covers a day of Việt Nam from its first instant."""
    assert blind([Span(SITE, datetime(2026, 9, 30, 17, tzinfo=UTC), datetime(2026, 10, 31, 17, tzinfo=UTC))]) == []
    assert blind([Span(SITE, datetime(2026, 10, 1, 0, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC))]) == [1]


def test_every_required_source_must_cover_a_day() -> None:
    """A day seen by one of two required sources is blind, and one seen by another source alone is no help."""
    spans = [
        watched("2026-10-01", "2026-10-20", "news"),
        watched("2026-10-11", "2026-10-31", "notices"),
        watched("2026-10-01", "2026-10-31", "feed"),
    ]
    assert blind(spans, ("news", "notices")) == [*range(1, 11), *range(21, 32)]
    assert blind(spans, ("news",)) == [*range(21, 32)]
    assert blind(spans, ("news", "unknown")) == [*range(1, 32)]


@pytest.mark.parametrize(("now", "judged"), [("2026-10-01 12:00", 0), ("2026-10-02", 1), ("2026-11-01", 31)])
def test_without_a_source_no_day_is_covered(now: str, judged: int) -> None:
    """Where there is no source, nobody looked at any day that has ended, whatever polls there are of others."""
    found = coverage(stretches([watched("2026-10-01", "2026-10-31")], []), OCTOBER, moment(now))
    assert (found.watched, len(found.blind)) == (0, judged)


@pytest.mark.parametrize(
    ("now", "judged"),
    [("2026-09-30", 0), ("2026-10-01 12:00", 0), ("2026-10-02", 1), ("2026-10-31 23:59", 30), ("2026-11-01", 31), ("2027-01-01", 31)],
)
def test_today_is_never_judged(now: str, judged: int) -> None:
    """Only ended days are covered or blind; a window wholly to come has none."""
    unseen = coverage(stretches([], [SITE]), OCTOBER, moment(now))
    assert (unseen.watched, len(unseen.blind)) == (0, judged)
    seen = coverage(stretches([watched("2026-10-01", "2026-10-31")], [SITE]), OCTOBER, moment(now))
    assert (seen.watched, seen.blind) == (judged, ())


def test_now_is_read_as_a_local_day() -> None:
    """At 17:00 UTC on 1 October it is 2 October in Việt Nam, and 1 October is judged."""
    assert blind([], now=datetime(2026, 10, 1, 16, 59, tzinfo=UTC)) == []
    assert blind([], now=datetime(2026, 10, 1, 17, 0, tzinfo=UTC)) == [1]


@pytest.mark.parametrize(
    ("days", "longest"), [((), 0), ((5,), 1), ((5, 6, 7), 3), ((1, 3, 5), 1), ((1, 2, 9, 10, 11, 20), 3), (tuple(range(1, 32)), 31)]
)
def test_the_longest_gap(days: tuple[int, ...], longest: int) -> None:
    """The longest run of neighbouring blind days."""
    found = Coverage(31 - len(days), tuple(date(2026, 10, day) for day in days))
    assert (found.longest_gap, found.complete) == (longest, not days)


def test_a_gap_runs_on_into_the_next_month() -> None:
    """30 September and 1 October are neighbours."""
    assert Coverage(0, (date(2026, 9, 30), date(2026, 10, 1))).longest_gap == 2


HOURS = st.integers(-3 * 24, 34 * 24)
SPANS = st.lists(
    st.builds(
        lambda source, start, end: Span(
            source, midnight(OCTOBER.first) + timedelta(hours=start), midnight(OCTOBER.first) + timedelta(hours=end)
        ),
        st.sampled_from(["news", "feed"]),
        HOURS,
        HOURS,
    ),
    max_size=6,
)


@given(SPANS, SPANS)
@law
def test_another_poll_never_makes_a_day_blind(spans: list[Span], more: list[Span]) -> None:
    """Adding polls only ever takes blind days away."""
    assert set(blind(spans + more, ("news",))) <= set(blind(spans, ("news",)))


@given(SPANS, st.data())
@law
def test_order_and_repetition_of_polls_are_no_matter(spans: list[Span], data: st.DataObject) -> None:
    """The same polls in another order, some twice, cover the same days."""
    assert blind(data.draw(st.permutations(spans + spans[:2])), ("news", "feed")) == blind(spans, ("news", "feed"))


@given(st.integers(0, 20 * 24), st.integers(1, 12 * 24), st.data())
@law
def test_a_poll_split_into_two_that_overlap_is_one(start: int, length: int, data: st.DataObject) -> None:
    """Two overlapping stretches cover what the one stretch did."""
    first = midnight(OCTOBER.first) + timedelta(hours=start)
    last = first + timedelta(hours=length)
    a, b = sorted((data.draw(st.integers(0, length)), data.draw(st.integers(0, length))))
    halves = [Span(SITE, first, first + timedelta(hours=b)), Span(SITE, first + timedelta(hours=a), last)]
    assert blind(halves) == blind([Span(SITE, first, last)])


@given(SPANS, st.integers(0, 40))
@law
def test_every_ended_day_is_covered_or_blind(spans: list[Span], days: int) -> None:
    """Covered and blind days together are the ended days of the window."""
    found = coverage(stretches(spans, ["news"]), OCTOBER, midnight(OCTOBER.first) + timedelta(days=days))
    assert found.watched + len(found.blind) == min(days, 31)


def polled(*ends: str) -> list[Span]:
    """Polls of one source in the order in which they were made, each back to September, by the time their clock showed."""
    return [Span(SITE, moment("2026-09-01"), moment(end), row) for row, end in enumerate(ends, 1)]


@pytest.mark.parametrize(
    ("case", "ends", "believed"),
    [
        ("all in order", ("2026-10-20", "2026-10-21", "2026-10-22"), {1: "2026-10-20", 2: "2026-10-21", 3: "2026-10-22"}),
        ("corrected by a minute", ("2026-10-20 09:00", "2026-10-20 08:59"), {1: "2026-10-20 09:00", 2: "2026-10-20 08:59"}),
        ("one ahead of now", ("2026-10-20", "2026-12-09", "2026-10-22"), {1: "2026-10-20", 3: "2026-10-22"}),
        (
            "one that ran ahead, since past",
            ("2026-10-20", "2026-11-29", "2026-10-22", "2026-10-23"),
            {1: "2026-10-20", 3: "2026-10-22", 4: "2026-10-23"},
        ),
        (
            "one that was behind",
            ("2026-10-20", "2026-10-21", "2026-01-01", "2026-10-23"),
            {1: "2026-10-20", 2: "2026-10-21", 4: "2026-10-23"},
        ),
        ("one against one", ("2026-10-20 10:00", "2026-10-20 03:00", "2026-10-21"), {1: "2026-10-20 03:00", 3: "2026-10-21"}),
    ],
)
def test_clocks_are_believed_where_most_polls_agree(case: str, ends: tuple[str, ...], believed: dict[int, str]) -> None:
    """The order of polls is that of their rows: a clock that ran ahead or was behind for a while proves nothing, not even once its time has come."""
    assert {s.row: s.end for s in trusted(polled(*ends), LATER)} == {row: moment(end) for row, end in believed.items()}, case


@given(st.lists(st.integers(0, 60 * 24), min_size=1, max_size=20, unique=True))
@law
def test_polls_in_the_order_of_their_clocks_are_all_believed(hours: list[int]) -> None:
    """Without a clock that was wrong nothing is left out."""
    found = [
        Span(SITE, LATER - timedelta(days=90), LATER - timedelta(hours=h), row) for row, h in enumerate(sorted(hours, reverse=True), 1)
    ]
    assert trusted(found, LATER) == tuple(found)
