"""Which of a portal's dates stands: their order, the visitor's clock, days at midnight, dates in addresses."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import moment

from newswatch.core.dates import Dating, choose, dated_address, disagree
from newswatch.core.model import DateOrigin, Dates
from newswatch.core.months import local_day

law = settings(deadline=None)
POLL = moment("2026-10-20 08:00")
EPOCH_MS = r"/(?P<ms>\d{13})$"
PATH = r"/(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})/"


def chosen(signs: Mapping[str, str], *, fresh: bool = False, poll: datetime = POLL) -> Dating:
    """The choice between dates by the name of their place, written as in `worlds.moment`."""
    at = {place: moment(text) for place, text in signs.items()}
    printed, listing, feed, url, header = (at.get(place) for place in ("printed", "listing", "feed", "url", "header"))
    return choose(Dates("", printed, listing, feed, url, header), poll, fresh=fresh)


@pytest.mark.parametrize(
    ("signs", "origin", "day"),
    [
        ({"printed": "2026-10-01", "listing": "2026-10-02", "feed": "2026-10-03", "url": "2026-10-04"}, DateOrigin.PAGE, date(2026, 10, 1)),
        ({"listing": "2026-10-02", "feed": "2026-10-03", "url": "2026-10-04"}, DateOrigin.LISTING, date(2026, 10, 2)),
        ({"feed": "2026-10-03", "url": "2026-10-04"}, DateOrigin.FEED, date(2026, 10, 3)),
        ({"url": "2026-10-04"}, DateOrigin.URL, date(2026, 10, 4)),
        ({"url": "2026-10-04", "header": "2026-10-05"}, DateOrigin.URL, date(2026, 10, 4)),
    ],
)
def test_the_first_sign_in_order_stands(signs: dict[str, str], origin: DateOrigin, day: date) -> None:
    """The page's own date comes before the listing's, the feed's and the address's."""
    dating = chosen(signs)
    assert dating.at is not None
    assert (dating.origin, local_day(dating.at)) == (origin, day)


def test_every_sign_is_stated_with_its_origin() -> None:
    """The days of all signs are kept, in their order, Last-Modified never."""
    dating = chosen(
        {"printed": "2026-10-01", "listing": "2026-10-02 07:00", "feed": "2026-10-03", "url": "2026-10-04", "header": "2026-10-05"}
    )
    assert dating.stated == (
        (DateOrigin.PAGE, date(2026, 10, 1)),
        (DateOrigin.LISTING, date(2026, 10, 2)),
        (DateOrigin.FEED, date(2026, 10, 3)),
        (DateOrigin.URL, date(2026, 10, 4)),
    )


@pytest.mark.parametrize("signs", [{}, {"header": "2026-10-01"}])
def test_without_a_sign_nothing_dates_an_item(signs: dict[str, str]) -> None:
    """Nothing, or Last-Modified alone, leaves an item undated."""
    assert chosen(signs) == Dating(None, DateOrigin.NONE, ())


@pytest.mark.parametrize(
    ("case", "fresh", "signs", "origin"),
    [
        ("alone", False, {"printed": "2026-10-20"}, DateOrigin.NONE),
        ("alone, to the minute", False, {"printed": "2026-10-20 08:00"}, DateOrigin.NONE),
        ("another day in the listing", False, {"printed": "2026-10-20", "listing": "2026-09-30"}, DateOrigin.LISTING),
        ("another day in feed and address", False, {"printed": "2026-10-20", "feed": "2026-09-30", "url": "2026-09-29"}, DateOrigin.FEED),
        ("Last-Modified agrees", False, {"printed": "2026-10-20", "header": "2026-10-20"}, DateOrigin.NONE),
        ("the listing agrees", False, {"printed": "2026-10-20", "listing": "2026-10-20 06:00"}, DateOrigin.PAGE),
        ("the feed agrees", False, {"printed": "2026-10-20", "feed": "2026-10-20 06:00"}, DateOrigin.PAGE),
        (
            "the address agrees, the listing does not",
            False,
            {"printed": "2026-10-20", "listing": "2026-10-19", "url": "2026-10-20"},
            DateOrigin.PAGE,
        ),
        ("fresh", True, {"printed": "2026-10-20"}, DateOrigin.PAGE),
        ("fresh, though the listing disagrees", True, {"printed": "2026-10-20", "listing": "2026-10-19"}, DateOrigin.PAGE),
        ("of the day before", False, {"printed": "2026-10-19 23:59"}, DateOrigin.PAGE),
    ],
)
def test_a_visitor_clock_does_not_date_an_item(case: str, fresh: bool, signs: dict[str, str], origin: DateOrigin) -> None:
    """A printed date of the day of the poll stands only with a second sign of that day, or for an item that is fresh."""
    dating = chosen(signs, fresh=fresh)
    assert dating.origin is origin, case
    assert (DateOrigin.PAGE in dict(dating.stated)) is (origin is DateOrigin.PAGE)


@pytest.mark.parametrize(
    ("poll", "origin"),
    [
        (datetime(2026, 10, 19, 17, 0, tzinfo=UTC), DateOrigin.NONE),
        (datetime(2026, 10, 19, 16, 59, tzinfo=UTC), DateOrigin.PAGE),
        (datetime(2026, 10, 20, 16, 59, tzinfo=UTC), DateOrigin.NONE),
        (datetime(2026, 10, 20, 17, 0, tzinfo=UTC), DateOrigin.PAGE),
    ],
)
def test_the_day_of_a_poll_is_local(poll: datetime, origin: DateOrigin) -> None:
    """A poll at 17:00 UTC is one of the next day in Việt Nam."""
    assert chosen({"printed": "2026-10-20"}, poll=poll).origin is origin


@pytest.mark.parametrize(
    ("signs", "at"),
    [
        ({"printed": "2026-10-01", "listing": "2026-10-01 09:30"}, "2026-10-01 09:30"),
        ({"printed": "2026-10-01", "listing": "2026-10-01", "feed": "2026-10-01 23:50", "url": "2026-10-01 23:51"}, "2026-10-01 23:50"),
        ({"printed": "2026-10-01", "feed": "2026-09-30 23:50"}, "2026-10-01"),
        ({"printed": "2026-10-01 08:00", "feed": "2026-10-01 09:30"}, "2026-10-01 08:00"),
        ({"printed": "2026-10-01", "header": "2026-10-01 09:30"}, "2026-10-01"),
    ],
)
def test_a_date_without_a_time_takes_one_of_the_same_day(signs: dict[str, str], at: str) -> None:
    """The finer sign gives its time where it states the same day; the origin stays the first sign's."""
    dating = chosen(signs)
    assert (dating.at, dating.origin) == (moment(at), DateOrigin.PAGE)


def test_an_instant_is_charged_to_its_local_day() -> None:
    """23:50 UTC on 30 September is 1 October in Việt Nam, and 16:59 UTC still 30 September."""
    assert local_day(datetime(2026, 9, 30, 23, 50, tzinfo=UTC)) == date(2026, 10, 1)
    assert local_day(datetime(2026, 9, 30, 17, 0, tzinfo=UTC)) == date(2026, 10, 1)
    assert local_day(datetime(2026, 9, 30, 16, 59, tzinfo=UTC)) == date(2026, 9, 30)


@pytest.mark.parametrize(
    ("signs", "origin", "stated"),
    [
        ({"printed": "2026-10-21"}, DateOrigin.PAGE, 1),
        ({"printed": "2026-10-22"}, DateOrigin.NONE, 0),
        ({"printed": "2027-10-01", "listing": "2026-10-01"}, DateOrigin.LISTING, 1),
        ({"printed": "2026-10-01", "listing": "2027-10-01"}, DateOrigin.PAGE, 1),
        ({"feed": "2036-10-01", "url": "2026-09-01"}, DateOrigin.URL, 1),
    ],
)
def test_a_date_still_to_come_dates_nothing(signs: dict[str, str], origin: DateOrigin, stated: int) -> None:
    """What is there already was not published later than a day after the poll: such a sign is a typing error or an event's date."""
    dating = chosen(signs)
    assert (dating.origin, len(dating.stated)) == (origin, stated)


def test_a_fresh_item_is_not_of_days_to_come_either() -> None:
    """An item that was not there before may bear the day of the poll, not one far after it."""
    assert chosen({"printed": "2026-11-20"}, fresh=True).origin is DateOrigin.NONE


SIGNS = st.none() | st.integers(-60 * 24 * 60, 60 * 24 * 60).map(lambda minutes: POLL + timedelta(minutes=minutes))


@given(SIGNS, SIGNS, SIGNS, SIGNS, SIGNS, st.booleans())
@law
def test_what_stands_is_always_stated(
    printed: datetime | None, listing: datetime | None, feed: datetime | None, url: datetime | None, header: datetime | None, fresh: bool
) -> None:
    """An item is dated exactly if a sign stands, on a day that its origin states, and Last-Modified changes nothing."""
    dates = Dates("", printed, listing, feed, url, header)
    dating = choose(dates, POLL, fresh=fresh)
    assert (dating.at is None) == (dating.origin is DateOrigin.NONE) == (dating.stated == ())
    assert dating.at is None or (dating.origin, local_day(dating.at)) == dating.stated[0]
    assert choose(Dates("", printed, listing, feed, url), POLL, fresh=fresh) == dating


@pytest.mark.parametrize(
    ("days", "apart"),
    [([], False), ([1], False), ([1, 1], False), ([1, 2], False), ([2, 1], False), ([1, 3], True), ([3, 2, 1], True)],
)
def test_signs_disagree_beyond_one_day(days: list[int], apart: bool) -> None:
    """Signs of neighbouring days agree: one may be of another time zone."""
    stated = tuple((DateOrigin.FEED, date(2026, 10, 1) + timedelta(days=n)) for n in days)
    assert disagree(stated) is apart


@pytest.mark.parametrize(
    ("url", "pattern", "at"),
    [
        (
            "https://xa.example.vn/chi-tiet-tin/-/view-article/1/1651151768064/1686917710478",
            EPOCH_MS,
            datetime(2023, 6, 16, 12, 15, 10, 478000, UTC),
        ),
        ("https://xa.example.vn/1/2751151768064999", EPOCH_MS, None),
        ("https://xa.example.vn/portal/pages/2023-01-30/a.aspx", PATH, moment("2023-01-30")),
        ("https://xa.example.vn/portal/Pages/2024-5-7/a.aspx", PATH, moment("2024-05-07")),
        ("https://xa.example.vn/portal/pages/2023-02-30/a.aspx", PATH, None),
        ("https://xa.example.vn/portal/pages/2023-13-01/a.aspx", PATH, None),
        ("https://xa.example.vn/portal/pages/a.aspx", PATH, None),
        ("https://xa.example.vn/1686917710478", rf"{PATH}|{EPOCH_MS}", datetime(2023, 6, 16, 12, 15, 10, 478000, UTC)),
        ("https://xa.example.vn/2023-01-30/a", rf"{PATH}|{EPOCH_MS}", moment("2023-01-30")),
        ("https://xa.example.vn/2023/a", r"/(?P<y>\d{4})/", None),
        ("https://xa.example.vn/tin/a", r"/tin(?P<ms>\d{13})?/", None),
        ("https://xa.example.vn/2023-oct-01/a", r"/(?P<y>\d{4})-(?P<m>\w+)-(?P<d>\d+)/", None),
    ],
)
def test_an_address_may_carry_a_date(url: str, pattern: str, at: datetime | None) -> None:
    """Epoch milliseconds and days in a path are read, padded or not; an impossible or partial date is none."""
    assert dated_address(url, pattern) == at


def test_a_modification_dates_what_nothing_else_does() -> None:
    """A date of modification stands where no other sign does, labelled so, and is no sign beside others."""
    modified = moment("2026-10-09 08:00")
    assert choose(Dates(modified_at=modified), POLL, fresh=False) == Dating(
        modified, DateOrigin.MODIFIED, ((DateOrigin.MODIFIED, date(2026, 10, 9)),)
    )
    beside = choose(Dates(url_at=moment("2026-10-01"), modified_at=modified), POLL, fresh=False)
    assert (beside.origin, beside.stated) == (DateOrigin.URL, ((DateOrigin.URL, date(2026, 10, 1)),))


@pytest.mark.parametrize(
    ("signs", "stated"),
    [
        ({"feed": "2026-10-01 01:00"}, [(DateOrigin.FEED, date(2026, 10, 1)), (DateOrigin.ALTERNATIVE, date(2026, 9, 30))]),
        ({"listing": "2026-10-01"}, [(DateOrigin.LISTING, date(2026, 10, 1)), (DateOrigin.ALTERNATIVE, date(2026, 9, 30))]),
        (
            {"printed": "2026-10-01", "feed": "2026-10-01 01:00"},
            [(DateOrigin.PAGE, date(2026, 10, 1)), (DateOrigin.FEED, date(2026, 10, 1))],
        ),
        ({"feed": "2026-10-01 01:00", "url": "2026-10-01"}, [(DateOrigin.FEED, date(2026, 10, 1)), (DateOrigin.URL, date(2026, 10, 1))]),
        ({"url": "2026-10-01"}, [(DateOrigin.URL, date(2026, 10, 1))]),
        ({}, []),
    ],
)
def test_the_other_day_a_source_can_mean_is_stated_until_another_sign_settles_it(
    signs: dict[str, str], stated: list[tuple[DateOrigin, date]]
) -> None:
    """Alternatives qualify the listing's or feed's own date only; a page's date, or an address that agrees, ends them. They disagree with nothing."""
    at = {place: moment(text) for place, text in signs.items()}
    printed, listed, fed, named = (at.get(place) for place in ("printed", "listing", "feed", "url"))
    places = Dates("", printed, listed, fed, named)
    dating = choose(places, POLL, fresh=False, alternatives=[moment("2026-09-30 18:00")])
    assert list(dating.stated) == stated
    assert not disagree(dating.stated)
