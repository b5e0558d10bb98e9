"""What one more reading changes of an item's dates."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswatch.core.dates import Dating
from newswatch.core.dates.memory import settle, still_open, stood
from newswatch.core.model import LOCAL, DateOrigin, Dates
from newswatch.core.months import local_day

FIRST = datetime(2026, 1, 15, 9, 0, tzinfo=LOCAL)
LATER = datetime(2026, 2, 10, 9, 0, tzinfo=LOCAL)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


def dates(**stated: str) -> Dates:
    return replace(Dates(), **{f"{name}_at": at(day) for name, day in stated.items()})  # type: ignore[arg-type]


def read_again(first: Dates, second: Dates, *, fresh: bool = True, when: datetime = LATER) -> Dating:
    """The dating after an item was read at its first sight and once more."""
    known, dating = settle(first, None, FIRST, FIRST, fresh=fresh)
    return settle(second, stood(known, dating.stated), FIRST, when, fresh=False)[1]


@pytest.mark.parametrize(
    ("case", "first", "second", "origin", "day"),
    [
        ("a later change", {"modified": "2026-01-14"}, {"modified": "2026-02-09"}, DateOrigin.MODIFIED, "2026-01-14"),
        ("an earlier change", {"modified": "2026-01-14"}, {"modified": "2026-01-02"}, DateOrigin.MODIFIED, "2026-01-14"),
        ("no change any more", {"modified": "2026-01-14"}, {}, DateOrigin.MODIFIED, "2026-01-14"),
        (
            "publication told later",
            {"modified": "2026-01-14"},
            {"feed": "2026-01-12", "modified": "2026-02-09"},
            DateOrigin.FEED,
            "2026-01-12",
        ),
        ("publication told no more", {"feed": "2026-01-12"}, {"modified": "2026-02-09"}, DateOrigin.FEED, "2026-01-12"),
        ("a change of before the first sight", {}, {"modified": "2026-01-15"}, DateOrigin.MODIFIED, "2026-01-15"),
        ("a change since the first sight", {}, {"modified": "2026-01-16"}, DateOrigin.NONE, ""),
        ("the list alone told", {"listing": "2026-01-08"}, {}, DateOrigin.LISTING, "2026-01-08"),
        ("the list, then a change", {"listing": "2026-01-08"}, {"modified": "2026-02-09"}, DateOrigin.LISTING, "2026-01-08"),
        ("printed, then no more", {"printed": "2026-01-08"}, {"listing": "2026-01-08"}, DateOrigin.PAGE, "2026-01-08"),
        ("re-dated by the page", {"printed": "2026-01-08"}, {"printed": "2026-02-02"}, DateOrigin.PAGE, "2026-02-02"),
        ("re-dated by the list", {"listing": "2026-01-08"}, {"listing": "2026-02-02"}, DateOrigin.LISTING, "2026-02-02"),
        ("a visitor clock in its place", {"printed": "2026-01-08"}, {"printed": "2026-02-10"}, DateOrigin.PAGE, "2026-01-08"),
        ("a day to come in its place", {"printed": "2026-01-08"}, {"printed": "2027-01-08"}, DateOrigin.PAGE, "2026-01-08"),
        ("counted again", {"relative": "2026-01-12"}, {"relative": "2026-01-13"}, DateOrigin.PAGE, "2026-01-12"),
        ("counted, then printed", {"relative": "2026-01-12"}, {"printed": "2026-01-11"}, DateOrigin.PAGE, "2026-01-11"),
        ("a counted date beside the list's", {"relative": "2026-01-12", "listing": "2026-01-11"}, {}, DateOrigin.LISTING, "2026-01-11"),
    ],
)
def test_a_reading_takes_no_date_away(case: str, first: dict[str, str], second: dict[str, str], origin: DateOrigin, day: str) -> None:
    """A date that was stated stays until its own place states another, and the date of a change dates an item only as it was at the first sight."""
    dating = read_again(dates(**first), dates(**second))
    assert (dating.origin, local_day(dating.at).isoformat() if dating.at else "") == (origin, day), case


@pytest.mark.parametrize(
    ("stated", "fresh", "origin"),
    [
        ("2026-01-15", False, DateOrigin.NONE),
        ("2026-01-15", True, DateOrigin.MODIFIED),
        ("2026-01-14", False, DateOrigin.MODIFIED),
        ("2026-01-17", True, DateOrigin.NONE),
    ],
)
def test_a_change_on_the_day_of_the_answer_may_be_a_clock(stated: str, fresh: bool, origin: DateOrigin) -> None:
    """A change of the day of the poll dates only what no poll shortly before had, and one of a day to come dates nothing."""
    assert settle(dates(modified=stated), None, FIRST, FIRST, fresh=fresh)[1].origin is origin


def test_a_clock_that_did_not_stand_is_forgotten() -> None:
    """The day of the answer that an old page printed at its first sight does not date it at the next poll, when it lies in the past."""
    for name in ("printed", "modified"):
        assert read_again(dates(**{name: "2026-01-15"}), Dates(), fresh=False).origin is DateOrigin.NONE


def test_a_day_that_stood_for_a_fresh_item_stands_when_read_again_that_day() -> None:
    """An item of today that is edited and read again within the day keeps its date."""
    first = dates(printed="2026-01-15 08:00")
    assert read_again(first, first, when=FIRST + timedelta(hours=8)).origin is DateOrigin.PAGE


DAYS = st.integers(0, 400).map(lambda n: FIRST + timedelta(days=n - 60))
READINGS = st.lists(
    st.builds(Dates, modified_at=st.none() | DAYS, header_at=st.none() | DAYS, relative_at=st.just(None), bare_at=st.none()),
    min_size=1,
    max_size=8,
)


@given(st.builds(Dates, feed_at=st.none() | DAYS, modified_at=DAYS), READINGS)
def test_no_sequence_of_changes_moves_an_item(first: Dates, readings: list[Dates]) -> None:
    """Whatever changes later readings state, an item's date is that of its first sight."""
    known, dating = settle(first, None, FIRST, FIRST, fresh=True)
    before, now = (known, dating), FIRST
    for reading in readings:
        now += timedelta(days=30)
        before = settle(reading, stood(before[0], before[1].stated), FIRST, now, fresh=False)
        if dating.at is not None:
            assert before[1].at == dating.at


@given(
    st.lists(st.builds(Dates, feed_at=st.none() | DAYS, listing_at=st.none() | DAYS, modified_at=st.none() | DAYS), min_size=1, max_size=6)
)
def test_a_date_once_known_is_never_lost(readings: list[Dates]) -> None:
    """Once an item is dated, no further reading leaves it undated."""

    def step(state: tuple[Dates | None, bool, datetime], reading: Dates) -> tuple[Dates | None, bool, datetime]:
        before, dated, now = state
        known, dating = settle(reading, before, FIRST, now, fresh=False)
        assert dating.at is not None or not dated
        return stood(known, dating.stated), dating.at is not None, now + timedelta(days=30)

    past = [replace(r, **{n: min(v, FIRST) for n in ("feed_at", "listing_at") if (v := getattr(r, n))}) for r in readings]
    first: tuple[Dates | None, bool, datetime] = (None, False, FIRST)
    reduce(step, past, first)


@pytest.mark.parametrize(
    ("stated", "origin", "kept"),
    [
        ("2026-02-08", DateOrigin.LISTING, True),
        ("2026-02-09", DateOrigin.LISTING, False),
        ("2026-02-08", DateOrigin.PAGE, False),
        ("2026-02-08", DateOrigin.FEED, False),
    ],
    ids=["the same", "another day", "another place", "a feed"],
)
def test_a_reading_that_tells_nothing_new_settles_nothing(stated: str, origin: DateOrigin, kept: bool) -> None:
    """The other day of an item stays open while its list states what it stated, and no longer; what a feed means it says each time."""
    day, other = at(stated), (DateOrigin.ALTERNATIVE, at("2026-08-02").date())
    before = ((DateOrigin.FEED if origin is DateOrigin.FEED else DateOrigin.LISTING, at("2026-02-08").date()), other)
    found = still_open(Dating(day, origin, ((origin, local_day(day)),)), before)
    assert (other in found.stated) is kept
