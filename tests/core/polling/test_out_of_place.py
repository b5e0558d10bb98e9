"""Dates with day and month exchanged are told by their place in a list that is sorted."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswatch.core.model import LOCAL, DateOrigin, Entry
from newswatch.core.months import local_day
from newswatch.core.polling.out_of_place import doubted

ASKED = datetime(2026, 9, 27, 14, tzinfo=LOCAL)


def listed(*days: str, origin: DateOrigin = DateOrigin.LISTING) -> list[Entry]:
    """A list that prints these dates, day first; each text is the key of its entry."""
    return [
        Entry(f"{n}:{text}", f"https://xa.example/{n}", "Tin", "", text, datetime.strptime(text, "%d/%m/%Y").replace(tzinfo=LOCAL), origin)
        for n, text in enumerate(days)
    ]


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (("25/09/2026", "17/09/2026", "09/08/2026", "17/08/2026", "27/06/2026"), {"2:09/08/2026": date(2026, 9, 8)}),
        (("25/09/2026", "17/09/2026", "09/09/2026", "17/08/2026", "27/06/2026"), {}),
        (("25/09/2026", "17/09/2026", "05/07/2026", "17/06/2026", "27/05/2026"), {}),
        (("27/05/2026", "17/06/2026", "07/05/2026", "17/07/2026", "25/09/2026"), {"2:07/05/2026": date(2026, 7, 5)}),
        (("10/12/2026", "25/09/2026", "17/09/2026", "27/06/2026"), {}),
        (("25/09/2026", "05/07/2026"), {}),
        (("25/09/2026", "17/05/2026", "30/08/2026", "05/07/2026", "13/02/2026", "27/06/2026"), {}),
    ],
    ids=["exchanged", "the same number", "in place", "oldest first", "still to come", "too few", "in no order"],
)
def test_a_date_out_of_place_may_be_exchanged(days: tuple[str, ...], told: dict[str, date]) -> None:
    """It is doubted only if it breaks the order that the sure dates show and would keep it with day and month exchanged."""
    assert {key: local_day(at) for key, at in doubted(listed(*days), ASKED).items()} == told


def test_dates_of_other_places_are_not_doubted() -> None:
    """Only what a list prints itself is held against its order."""
    days = ("25/09/2026", "17/09/2026", "09/08/2026", "17/08/2026", "27/06/2026")
    assert doubted(listed(*days, origin=DateOrigin.URL), ASKED) == {}


@given(st.lists(st.integers(0, 600), min_size=3, max_size=30))
def test_a_sorted_list_is_never_doubted(ages: list[int]) -> None:
    """Whatever the days of a list are, newest first or oldest first, none stands out of place."""
    days = [f"{ASKED.date() - timedelta(days=age):%d/%m/%Y}" for age in sorted(ages)]
    assert doubted(listed(*days), ASKED) == {}
    assert doubted(listed(*days[::-1]), ASKED) == {}
