"""Dates of one list read together: which number is the day, which century, what contradicts, and the laws of reading so."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newswatch.core.dates import Doubt, Order, convention, find, parse, swapped
from newswatch.core.dates.digits import month_first
from newswatch.core.dates.together import read

TODAY = date(2026, 11, 26)
law = settings(deadline=None, max_examples=150)
days = st.dates(date(1995, 1, 1), TODAY)
printed = st.sampled_from(["{d:02}/{m:02}/{y}", "{d}/{m}/{y}", "{m}/{d}/{y}", "{m:02}/{d:02}/{y} 08:15", "{d}-{m}-{y}", "{m}-{d}-{y}"])
texts = st.builds(lambda day, form: form.format(d=day.day, m=day.month, y=day.year), days, printed)


def told(*stated: str, today: date | None = TODAY) -> list[str]:
    """What each text means, as `05/11`, `05/11/1998` in another year, or the doubt."""
    return [
        str(doubt) if at is None else f"{at:%d/%m}" if at.year == TODAY.year else f"{at:%d/%m/%Y}"
        for at, doubt in read(stated, today, first)
    ]


def first(text: str) -> datetime | None:
    found = find(text)
    return found[0] if found else None


@pytest.mark.parametrize(
    ("stated", "meant"),
    [
        # the unambiguous decide
        (["11/5/2026 2:30:00 PM", "11/25/2026 8:05:00 AM"], ["05/11", "25/11"]),
        (["11/5/2026 2:30:00 PM", "11/25/2026"], ["05/11", "25/11"]),
        (["5/11/2026 2:30:00 PM", "25/11/2026 8:05:00 AM"], ["05/11", "25/11"]),
        (["05/11/2026", "25/11/2026", "01/12/2025"], ["05/11", "25/11", "01/12/2025"]),
        (["Ngày đăng: 11.05.2026", "Ngày đăng: 11.25.2026"], ["05/11", "25/11"]),
        (["11 05 2026", "11 25 2026"], ["05/11", "25/11"]),
        (["Ngày đăng:11/05/2026", "Ngày đăng:11/25/2026-08:15"], ["05/11", "25/11"]),
        (["Thứ Năm, 11/05/2026 08:00", "11/06/2026"], ["05/11", "06/11"]),
        # a shape is a separator: other shapes say nothing of it
        (["05/11/2026", "11-25-2026", "11-05-2026"], ["05/11", "25/11", "05/11"]),
        # a contradiction leaves those that can be either undated, and no others
        (
            ["25/11/2026", "11/25/2026", "05/11/2026", "07/07/2026", "30.11.2025"],
            ["25/11", "25/11", "contradiction", "07/07", "30/11/2025"],
        ),
        # an impossible date is that entry's alone
        (["31/02/2026", "05/11/2026", "25/11/2026"], ["impossible", "05/11", "25/11"]),
        (["45/11/2026", "11/05/2026", "11/25/2026"], ["impossible", "05/11", "25/11"]),
        (["31/02/2026"], ["impossible"]),
        (["Thứ Hai, 25/11/2026", "05/11/2026"], ["unreadable", "05/11"]),
        (["Tin tức", "05/11/2026"], ["unreadable", "05/11"]),
        # nobody decides: days come first, unless a sign speaks against it
        (["05/11/2026", "01/11/2026"], ["05/11", "01/11"]),
        (["05/12/2026", "01/11/2026"], ["order_unknown", "order_unknown"]),
        (["05/12/2026", "25/11/2026"], ["05/12", "25/11"]),
        (["05/12/2026", "12/12/2026"], ["05/12", "12/12"]),
        (["5/11/2026 2:30 PM", "4/11/2026 9:00 AM"], ["order_unknown", "order_unknown"]),
        (["05/11/2026 02:30 PM"], ["05/11"]),
        # two-digit years
        (["25/11/26", "20/11/26", "05/11/26"], ["25/11", "20/11", "05/11"]),
        (["11/25/26 8:05 AM", "11/5/26, 2:30 PM"], ["25/11", "05/11"]),
        (["26/11/25", "26/11/20", "26/11/05"], ["25/11", "20/11", "05/11"]),
        (["05-11-26", "31-10-26"], ["05/11", "31/10"]),
        (["31/12/99", "05/11/98"], ["31/12/1999", "05/11/1998"]),
        (["05/11/26"], ["order_unknown"]),
        (["25/11/26"], ["order_unknown"]),
        (["31/02/26", "05/11/26", "31/10/26"], ["impossible", "05/11", "31/10"]),
        # what is no date in digits stands by itself
        (["2026-11-05", "11/25/2026", "5 Tháng 11, 2026"], ["05/11", "25/11", "05/11"]),
        (["12/03/2026/QĐ-UBND", "05/11/2026"], ["unreadable", "05/11"]),
        ([], []),
    ],
)
def test_one_reading_explains_all_dates_of_a_shape(stated: list[str], meant: list[str]) -> None:
    """Each list means what stands beside it."""
    assert told(*stated) == meant


def test_without_a_day_of_the_answer_centuries_are_not_told() -> None:
    """Two-digit years need the day of the answer; four digits don't."""
    assert told("25/11/26", "20/11/26", today=None) == ["impossible", "impossible"]
    assert told("11/5/2026", "11/25/2026", today=None) == ["05/11", "25/11"]


def test_earlier_pages_and_polls_are_remembered() -> None:
    """Where no date of a page decides, what an earlier page proved holds, and then the day that an item had before; its own proof contradicts."""
    stated = ["11/5/2026", "11/6/2026"]
    proved = convention(["11/25/2026"], TODAY).proved
    assert convention(stated, TODAY, before=proved).orders == {"/4": Order.MONTH_FIRST}
    assert convention(stated, TODAY, known=[("11/5/2026", date(2026, 11, 5))]).orders == {"/4": Order.MONTH_FIRST}
    assert convention(stated, TODAY, known=[("11/5/2026", date(2026, 5, 11))]).orders == {"/4": Order.DAY_FIRST}
    against = convention(["25/11/2026", *stated], TODAY, before=proved)
    assert against.doubts == {"/4": Doubt.CONTRADICTION}
    divided = [("11/5/2026", date(2026, 11, 5)), ("11/6/2026", date(2026, 6, 11))]
    assert convention(stated, TODAY, known=divided).orders == {"/4": Order.DAY_FIRST}


def test_a_known_day_stays_where_the_order_has_become_unsure() -> None:
    """One date typed the other way round leaves what was known as it was; a text of two items with different days is not known."""
    stated = ["05/11/2026", "06/11/2026", "25/11/2026", "11/25/2026"]
    known = [("05/11/2026", date(2026, 11, 5)), ("06/11/2026", date(2026, 1, 1)), ("07/11/2026", date(2026, 11, 7))]
    found = convention(stated, TODAY, known=known)
    assert [found.tell(text).doubt for text in stated] == [None, Doubt.CONTRADICTION, None, None]
    twice = convention(stated, TODAY, known=[*known, ("05/11/2026", date(2026, 5, 11))])
    assert twice.tell("05/11/2026").doubt is Doubt.CONTRADICTION


@given(stated=st.lists(texts, max_size=8), other=st.randoms(use_true_random=False))
@law
def test_the_order_of_the_entries_changes_nothing(stated: list[str], other: object) -> None:
    """Read in any order, and said twice, each text means the same."""
    shuffled = list(stated)
    other.shuffle(shuffled)  # type: ignore[attr-defined]
    meant = dict(zip(stated, read(stated, TODAY), strict=True))
    assert dict(zip(shuffled, read(shuffled, TODAY), strict=True)) == meant
    assert read(stated * 2, TODAY) == read(stated, TODAY) * 2


@given(stated=st.lists(texts, min_size=1, max_size=8), more=st.lists(texts, max_size=8))
@law
def test_more_dates_never_change_one_that_can_be_read_in_one_way(stated: list[str], more: list[str]) -> None:
    """A date with one possible day keeps it whatever stands beside it; one with two is one of the two, or undated."""
    for text, (at, doubt) in zip(stated, read([*stated, *more], TODAY), strict=False):
        numbers = [int(n) for n in text.partition(" ")[0].replace("-", "/").split("/")]
        possible = {d for d in (_day(*numbers), _day(numbers[1], numbers[0], numbers[2])) if d}
        assert (at.date() in possible) if at else (doubt in (Doubt.CONTRADICTION, Doubt.ORDER_UNKNOWN) and len(possible) == 2)


def _day(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@given(meant=st.lists(days, min_size=1, max_size=8), form=printed)
@law
def test_a_list_in_one_form_is_read_as_meant_or_not_at_all(meant: list[date], form: str) -> None:
    """With one date beside them that can't be read otherwise, all dates of a list in one form are read as they were meant."""
    sure = date(2024, 12, 25)
    stated = [form.format(d=day.day, m=day.month, y=day.year) for day in (*meant, sure)]
    assert [at and at.date() for at, _ in read(stated, TODAY)] == [*meant, sure]


@given(meant=st.lists(days, min_size=1, max_size=8), minute=st.integers(0, 1439))
@law
def test_the_time_beside_a_date_stays(meant: list[date], minute: int) -> None:
    """Reading together moves days, never times: month-first dates with a time keep it."""
    hour, minute = divmod(minute, 60)
    stated = [f"{d.month:02}/{d.day:02}/{d.year} {hour:02}:{minute:02}" for d in (*meant, date(2024, 12, 25))]
    assert {(at.hour, at.minute) for at, _ in read(stated, TODAY) if at} == {(hour, minute)}


@given(day=days)
@law
def test_exchanged_day_and_month_are_recognised(day: date) -> None:
    """A date in digits and the day that it names with the month first belong together, unless it names that day anyway."""
    text = f"{day.month}/{day.day}/{day.year}"
    assert swapped(text, day) == (day.day != day.month)
    assert not swapped(f"{day.day}/{day.month}/{day.year}", day) or day.day == day.month
    at = parse(month_first(text))
    assert at is not None
    assert at.date() == day
    assert not swapped("Tin tức", day)
    assert not swapped(f"{day:%d/%m/%Y}", day + timedelta(days=40))


@pytest.mark.parametrize(
    ("stated", "order"),
    [
        (("09/01/2025", "08/12/2025", "08/02/2025", "07/11/2025"), Order.UNSURE),
        (("07/11/2025", "08/02/2025", "08/12/2025", "09/01/2025"), Order.UNSURE),
        (("10/09/2025", "05/09/2025", "12/08/2025", "02/08/2025"), Order.DAY_FIRST),
        (("10/09/2025", "09/09/2025", "08/09/2025"), Order.DAY_FIRST),
        (("03/02/2025", "10/09/2025", "05/09/2025", "12/08/2025", "02/08/2025"), Order.DAY_FIRST),
        (("09/01/2025",), Order.DAY_FIRST),
        (("09/01/2025", "08/12/2025", "08/02/2025", "07/11/2025", "25/06/2025"), Order.DAY_FIRST),
    ],
    ids=["newest first", "oldest first", "day first in order", "both in order", "pinned", "one", "proved"],
)
def test_the_order_of_a_list_is_a_sign(stated: tuple[str, ...], order: Order) -> None:
    """A list that is in order only with the month first is not read with the day first, unless a date proves that."""
    assert convention(stated, TODAY, in_sequence=True).orders == {"/4": order}
    assert convention(stated, TODAY).orders == {"/4": Order.DAY_FIRST}


@given(ages=st.lists(st.integers(0, 400), max_size=12), oldest_first=st.booleans())
@law
def test_a_list_in_order_is_read_with_the_day_first(ages: list[int], oldest_first: bool) -> None:
    """Whatever days a sorted list prints day first, its order never speaks against that."""
    stated = [f"{TODAY - timedelta(days=age):%d/%m/%Y}" for age in sorted(ages, reverse=oldest_first)]
    assert set(convention(stated, TODAY, in_sequence=True).orders.values()) <= {Order.DAY_FIRST}
