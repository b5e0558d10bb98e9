"""Which place on a site's article pages states the day of publication."""

from datetime import datetime, timedelta

import pytest

from newswatch.core.dates.places import Places
from newswatch.core.model import LOCAL, Dates

READ_AT = datetime(2026, 9, 27, 14, tzinfo=LOCAL)


def tally(places: list[str | None], ahead: timedelta = timedelta(days=-3)) -> Places:
    """Articles that print such a date at these places, all so many days from the day on which they were read."""
    return Places.of([(Dates(bare_place=place, bare_at=READ_AT + ahead if place else None), READ_AT) for place in places])


@pytest.mark.parametrize(
    ("places", "usual"),
    [
        (["a", "a", "a"], True),
        (["a", "a", "a", "", ""], True),
        (["a", "a", "a", "", "", ""], False),
        (["a", "a", "a", "b", "b", "b"], False),
        (["a", "a"], False),
        (["a", "a", None, None, None, "a"], True),
        ([], False),
    ],
)
def test_most_articles_have_to_print_it_there(places: list[str | None], usual: bool) -> None:
    """A place is believed once at least three articles, and more than half of those looked at, print a date there."""
    assert tally(places).is_usual("a") is usual


def test_no_place_is_not_usual() -> None:
    """Articles that print no such date make no place of their own."""
    found = tally(["", "", "", ""])
    assert not found.is_usual("")
    assert not found.is_usual(None)


@pytest.mark.parametrize(
    ("ahead", "usual"), [(-40, True), (0, True), (1, True), (2, False), (40, False), (299, False), (300, True), (3650, True)]
)
def test_a_day_to_come_is_an_event(ahead: int, usual: bool) -> None:
    """One article with a day to come shows that a place states events; a clock that is wrong by a day and a mistyped year show nothing."""
    found = tally(["a", "a", "a", "a"])
    found.note("a", READ_AT + timedelta(days=ahead), READ_AT, dated=False)
    assert found.is_usual("a") is usual
    printed = Dates(printed_at=READ_AT, bare_at=READ_AT, bare_place="a")
    assert found.refutes(printed) is not usual
    assert not found.refutes(Dates(printed_at=READ_AT, bare_at=READ_AT - timedelta(days=1), bare_place="a"))


@pytest.mark.parametrize(("others", "usual"), [(0, True), (1, True), (2, False), (3, False)])
def test_a_site_that_dates_its_articles_otherwise_is_believed_in_that(others: int, usual: bool) -> None:
    """Where more than a third as many articles bear a labelled date as print one there, that place states events."""
    found = tally(["a", "a", "a", "a"])
    for _ in range(others):
        found.note("", None, READ_AT, dated=True)
    assert found.is_usual("a") is usual
    stored = Dates(printed_at=READ_AT, bare_place="")
    whole = Places.of([(Dates(bare_place="a", bare_at=READ_AT), READ_AT)] * 4 + [(stored, READ_AT)] * others)
    assert whole.is_usual("a") is usual
