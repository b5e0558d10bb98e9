"""How a list is sorted, told by the dates of its entries."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import moment

from newswatch.core.polling.order import ordering
from newswatch.core.polling.proof import Order

law = settings(deadline=None)
NEWEST, OLDEST, UNKNOWN = Order.NEWEST_FIRST, Order.OLDEST_FIRST, Order.UNKNOWN
DAYS = st.lists(st.integers(0, 300), min_size=3, max_size=30, unique=True).map(lambda days: sorted(days, reverse=True))


def days(*offsets: int | None) -> list[datetime | None]:
    """Dates of a list, as days after 1 January 2026."""
    return [None if n is None else moment("2026-01-01 08:00") + timedelta(days=n) for n in offsets]


@pytest.mark.parametrize(
    ("case", "offsets", "order", "displacement"),
    [
        ("newest first", (9, 8, 7, 6), NEWEST, 0),
        ("oldest first", (6, 7, 8, 9), OLDEST, 0),
        ("an old pin on top", (1, 9, 8, 7, 6), NEWEST, 0),
        ("old pins at the foot, rising", (9, 8, 7, 6, 5, 1, 2, 3), NEWEST, 2),
        ("a young entry below", (90, 80, 70, 85, 60, 50), NEWEST, 15),
        ("two young entries below", (90, 80, 70, 85, 60, 88, 50), NEWEST, 28),
        ("all of one day", (5, 5, 5), UNKNOWN, 0),
        ("one entry", (5,), UNKNOWN, 0),
        ("no dates", (None, None), UNKNOWN, 0),
        ("nothing", (), UNKNOWN, 0),
        ("as many rise as fall", (5, 9, 1, 8, 2, 7), UNKNOWN, 0),
        ("dates that tell nothing are left out", (9, None, 8, None, 7), NEWEST, 0),
    ],
)
def test_order_is_told_by_dates(case: str, offsets: tuple[int | None, ...], order: Order, displacement: int) -> None:
    """After removing the fewest entries the rest descend or rise; what stands too low gives the displacement."""
    found = ordering(days(*offsets))
    assert (found.order, found.displacement_days) == (order, displacement), case


def test_earlier_polls_tell_where_dates_do_not() -> None:
    """Where the dates are of one day the order is the one that earlier polls showed."""
    assert ordering(days(5, 5, 5), NEWEST).order is NEWEST
    assert ordering(days(6, 7, 8, 9), NEWEST).order is OLDEST


def test_days_are_compared_where_a_date_has_no_time() -> None:
    """A date without a time is no older than another date of its day that has one."""
    dates: list[datetime | None] = [moment("2026-01-09"), moment("2026-01-09 08:00"), moment("2026-01-08"), moment("2026-01-07")]
    assert ordering(dates).displacement_days == 0
    assert ordering(dates).kept == frozenset(range(4))


@given(DAYS, st.data())
@law
def test_fewer_pins_than_news_change_no_order(offsets: list[int], data: st.DataObject) -> None:
    """Old entries, fewer than half, put anywhere above or between the others leave a list newest first without displacement."""
    pins = data.draw(st.lists(st.integers(-400, -1), max_size=(len(offsets) - 1) // 2))
    mixed = list(offsets)
    for pin in pins:
        mixed.insert(data.draw(st.integers(0, len(offsets) // 2)), pin)
    found = ordering(days(*mixed))
    assert found.order in (NEWEST, UNKNOWN)
    assert found.order is UNKNOWN or found.displacement_days == 0


@given(DAYS)
@law
def test_a_reversed_list_has_the_other_order(offsets: list[int]) -> None:
    """What is newest first is oldest first from the other end."""
    assert ordering(days(*offsets)).order is NEWEST
    assert ordering(days(*offsets[::-1])).order is OLDEST
