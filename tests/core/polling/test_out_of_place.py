"""Dates with day and month exchanged are told by their place in a list that is sorted."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswatch.core.model import LOCAL, DateOrigin, Entry
from newswatch.core.polling.order import Ordering
from newswatch.core.polling.out_of_place import Reading, exchanges, neighbours
from newswatch.core.polling.proof import Order
from newswatch.core.polling.prove import Shown

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
    assert {key: one.days[1] for key, one in exchanges(listed(*days), ASKED).items()} == told


def test_dates_of_other_places_are_not_doubted() -> None:
    """Only what a list prints itself is held against its order."""
    days = ("25/09/2026", "17/09/2026", "09/08/2026", "17/08/2026", "27/06/2026")
    assert exchanges(listed(*days, origin=DateOrigin.URL), ASKED) == {}


@given(st.lists(st.integers(0, 600), min_size=3, max_size=30))
def test_a_sorted_list_is_never_doubted(ages: list[int]) -> None:
    """Whatever the days of a list are, newest first or oldest first, none stands out of place."""
    days = [f"{ASKED.date() - timedelta(days=age):%d/%m/%Y}" for age in sorted(ages)]
    assert exchanges(listed(*days), ASKED) == {}
    assert exchanges(listed(*days[::-1]), ASKED) == {}


def month_first(*texts: str) -> list[Entry]:
    """A list whose pages, each alone, were read with the day first; a text that no day first explains is undated."""
    entries = []
    for n, text in enumerate(texts):
        day, month, year = map(int, text.split("/"))
        at = datetime(year, month, day, tzinfo=LOCAL) if month <= 12 else None
        entries.append(Entry(f"{n}", f"https://xa.example/{n}", "Tin", "", text, at, DateOrigin.LISTING if at else DateOrigin.NONE))
    return entries


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (("09/05/2026", "09/03/2026", "08/25/2026", "08/02/2026"), {"0": True, "1": True, "3": True}),
        (
            ("06/09/2026", "06/05/2026", "05/02/2026", "04/11/2026", "04/05/2026"),
            {"0": False, "1": False, "2": False, "3": False, "4": False},
        ),
        (
            ("09/01/2026", "08/12/2026", "08/02/2026", "07/11/2026", "07/01/2026"),
            {"0": False, "1": False, "2": False, "3": False, "4": False},
        ),
        (("05/09/2026", "03/09/2026", "25/08/2026", "02/08/2026"), {}),
        (("12/09/2026", "11/09/2026", "09/09/2026", "10/08/2026", "05/08/2026"), {}),
        (("05/03/2026", "12/09/2026", "11/09/2026", "09/09/2026", "10/08/2026"), {}),
        (("06/06/2026", "05/05/2026", "04/25/2026"), {}),
    ],
    ids=[
        "a later page proves it",
        "one would lie ahead",
        "its order tells",
        "day first proved",
        "in order",
        "pinned on top",
        "the same number",
    ],
)
def test_all_pages_of_a_list_tell_what_one_page_leaves_open(texts: tuple[str, ...], told: dict[str, bool]) -> None:
    """Dates that can be read in two ways are proved to begin with the month, or left open, by the dates of the other pages."""
    assert {key: one.proved for key, one in exchanges(month_first(*texts), ASKED).items()} == told


@pytest.mark.parametrize(
    ("texts", "before", "told"),
    [
        (("09/05/2026", "09/03/2026"), {}, {}),
        (("09/05/2026", "09/03/2026"), {Reading.DAY_FIRST}, {}),
        (("09/05/2026", "09/03/2026"), {Reading.MONTH_FIRST}, {"0": True, "1": True}),
        (("09/05/2026", "09/03/2026"), {Reading.OPEN, Reading.DAY_FIRST}, {"0": False, "1": False}),
        (("09/05/2026", "09/03/2026"), {Reading.MONTH_FIRST, Reading.DAY_FIRST}, {"0": False, "1": False}),
        (("05/09/2026", "25/08/2026"), {Reading.MONTH_FIRST, Reading.OPEN}, {}),
        (("09/05/2026", "08/25/2026"), {Reading.DAY_FIRST}, {"0": True}),
    ],
    ids=["nothing known", "day first", "month first", "left open", "both", "day first proved", "month first proved"],
)
def test_what_earlier_polls_found_tells_where_no_date_does(texts: tuple[str, ...], before: set[Reading], told: dict[str, bool]) -> None:
    """New entries that prove nothing are read as the list was before, or left open with those before them; a date that proves an order stands."""
    assert {key: one.proved for key, one in exchanges(month_first(*texts), ASKED, lambda: before).items()} == told


def test_neighbours_are_those_in_order() -> None:
    """An entry out of order stands between the nearest that are in order; on top of a list that is newest first, below the day of the answer."""
    shown = [Shown(str(n), datetime(2026, 9, day, tzinfo=LOCAL)) for n, day in enumerate((2, 20, 27, 18, 3, 9))]
    found = Ordering(Order.NEWEST_FIRST, frozenset({1, 3, 5}))
    assert neighbours(shown, found, ASKED.date()) == {
        "0": (ASKED.date(), date(2026, 9, 20)),
        "2": (date(2026, 9, 20), date(2026, 9, 18)),
        "4": (date(2026, 9, 18), date(2026, 9, 9)),
    }
    oldest = Ordering(Order.OLDEST_FIRST, frozenset({0, 1}))
    assert neighbours(shown[:3], oldest, ASKED.date()) == {"2": (date(2026, 9, 20), ASKED.date())}
    assert neighbours(shown, Ordering(Order.UNKNOWN), ASKED.date()) == {}
