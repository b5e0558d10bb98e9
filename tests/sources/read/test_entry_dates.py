"""The dates of one listing page, read together: order of day and month, contradictions, and dates that count from the answer."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

import pytest

from newswatch.core.dates import Order
from newswatch.core.identity import entry_digest
from newswatch.core.model import LOCAL, Entry, Profile, SourceWarning, WarningKind
from newswatch.core.months import local_day
from newswatch.sources import listing
from newswatch.sources.read.entry_dates import KnownDay, Memory

ASKED_AT = datetime(2026, 11, 26, 9, 15, tzinfo=LOCAL)
URL = "https://xa.example/tin/"
PROFILE = Profile(name="test", entry="li", date=".ngay")


def page(
    *shown: str,
    asked_at: datetime | None = ASKED_AT,
    known: Mapping[str, KnownDay] | None = None,
    proved: Mapping[str, Order] | None = None,
    profile: Profile = PROFILE,
) -> listing.Listing:
    """A listing whose entries print these dates (HTML)."""
    rows = "".join(f'<li><a href="bai-{n}.html">Tin số {n} của xã</a><span class="ngay">{text}</span></li>' for n, text in enumerate(shown))
    found = known or {}
    memory = Memory(asked_at, lambda key: found.get(key.rpartition("/")[2]), proved or {})
    return listing.read(f"<html><body><ul>{rows}</ul></body></html>".encode(), URL, profile, memory=memory)


def days(entries: Sequence[Entry]) -> list[str]:
    return [f"{e.published_at:%d/%m %H:%M}" if e.published_at else "-" for e in entries]


def test_month_first_dates_are_read_by_their_neighbours() -> None:
    """One date that can't begin with the day decides for the others, and each entry says that its site prints the month first."""
    found = page("11/25/2026 8:05:00 AM", "11/5/2026 2:30:00 PM", "10/6/2026 4:00:00 PM")
    assert days(found.entries) == ["25/11 08:05", "05/11 14:30", "06/10 16:00"]
    assert all(e.month_first for e in found.entries)
    assert found.entries[1].published_raw == "11/5/2026 2:30:00 PM"
    assert found.proved == {"/4": Order.MONTH_FIRST}
    assert found.warnings == ()


def test_day_first_lists_are_read_as_ever() -> None:
    """A list that begins with the day says nothing new, and no entry is marked."""
    found = page("Ngày đăng: 05/11/2026 | 08:00", "25/11/2026", "01/12/2025")
    assert [local_day(e.published_at) for e in found.entries if e.published_at] == [
        date(2026, 11, 5),
        date(2026, 11, 25),
        date(2025, 12, 1),
    ]
    assert not any(e.month_first for e in found.entries)


def test_a_contradiction_leaves_what_can_be_either_undated_and_is_told() -> None:
    """Of a list with both orders only what can be read in one way is dated; the keeper is told how many are not, with one of them."""
    found = page("25/11/2026", "11/25/2026", "05/11/2026", "31/02/2026")
    assert days(found.entries) == ["25/11 00:00", "25/11 00:00", "-", "-"]
    assert found.entries[2].published_raw == "05/11/2026"
    assert SourceWarning(WarningKind.DATES_CONTRADICT, 1, "05/11/2026") in found.warnings
    assert [w.count for w in found.warnings if w.kind is WarningKind.UNDATED] == [2]


def test_two_digit_years_are_read_where_the_list_tells_them() -> None:
    """Years of two digits are read from a list that shows which number is the year, and not from a single date."""
    assert days(page("25/11/26", "20/11/26", "05/11/26").entries) == ["25/11 00:00", "20/11 00:00", "05/11 00:00"]
    assert days(page("05/11/26").entries) == ["-"]


def test_pages_behind_the_first_are_read_as_it_proved() -> None:
    """A page on which no date decides is read as earlier pages of the same list proved, or as the items were dated before."""
    shown = ("11/5/2026", "11/6/2026")
    assert days(page(*shown).entries) == ["11/05 00:00", "11/06 00:00"]
    assert days(page(*shown, proved={"/4": Order.MONTH_FIRST}).entries) == ["05/11 00:00", "06/11 00:00"]
    known = {"bai-0.html": KnownDay(date(2026, 11, 5))}
    assert days(page(*shown, known=known).entries) == ["05/11 00:00", "06/11 00:00"]


def test_a_date_for_machines_with_day_and_month_exchanged_makes_neither_sure() -> None:
    """Where no neighbour tells the order, a printed date and a machine's that is the same with day and month exchanged leave the entry undated."""
    flipped = '<time datetime="2026-05-11T08:00:00+07:00">05/11/2026</time>'
    assert days(page(flipped).entries) == ["-"]
    assert days(page(flipped, "25/11/2026").entries) == ["05/11 00:00", "25/11 00:00"]
    agrees = '<time datetime="2026-11-05T14:30:00+07:00">11/5/2026</time>'
    assert days(page(agrees, "11/25/2026").entries) == ["05/11 14:30", "25/11 00:00"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3 ngày trước", "23/11 00:00"),
        ("2 giờ trước", "26/11 00:00"),
        ("hôm qua", "25/11 00:00"),
        ("hôm kia", "24/11 00:00"),
        ("Hôm nay, 08:30", "26/11 08:30"),
        ("vừa xong", "26/11 00:00"),
        ("2 tháng trước", "-"),
        ("08:30", "26/11 08:30"),
    ],
)
def test_relative_dates_count_from_the_answer(text: str, day: str) -> None:
    """Each form counts from the moment of the answer, not from that of reading; without that moment it dates nothing."""
    assert days(page(text, "20/11/2026 08:00").entries)[0] == day
    assert days(page(text, "20/11/2026 08:00", asked_at=None).entries)[0] == "-"


def test_times_alone_date_nothing_in_a_list_without_days() -> None:
    """A list that prints only times may print them for entries of any day."""
    assert days(page("08:30", "07:15", "21:10").entries) == ["-", "-", "-"]


def test_a_list_of_relative_dates_says_the_same_the_next_day() -> None:
    """An entry keeps day and digest from poll to poll, whatever hour it is polled at, and whatever unit it is told in."""
    first = page("2 giờ trước", "3 ngày trước").entries
    known = {e.key.rpartition("/")[2]: KnownDay(local_day(e.published_at)) for e in first if e.published_at}
    later = [
        (timedelta(hours=13), ("15 giờ trước", "4 ngày trước")),
        (timedelta(days=1), ("Hôm qua", "4 ngày trước")),
        (timedelta(days=1, hours=14), ("1 ngày trước", "4 ngày trước")),
        (timedelta(days=8), ("1 tuần trước", "2 tuần trước")),
        (timedelta(days=40), ("1 tháng trước", "1 tháng trước")),
    ]
    for after, shown in later:
        again = page(*shown, asked_at=ASKED_AT + after, known=known).entries
        assert [entry_digest(e) for e in again] == [entry_digest(e) for e in first], shown


def test_a_date_of_weeks_ago_states_between_which_days_it_lies() -> None:
    """The days that a relative date can mean stand beside the one that it names, unless the day is known for sure."""
    (entry,) = page("3 tuần trước").entries
    assert entry.published_at is not None
    assert [local_day(at) for at in (entry.published_at, *entry.alternatives)] == [date(2026, 11, 5), date(2026, 10, 29), date(2026, 11, 8)]
    (known,) = page("3 tuần trước", known={"bai-0.html": KnownDay(date(2026, 11, 3))}).entries
    assert (known.published_at and local_day(known.published_at), known.alternatives) == (date(2026, 11, 3), ())
    (unsure,) = page("3 tuần trước", known={"bai-0.html": KnownDay(date(2026, 11, 3), sure=False)}).entries
    assert [local_day(at) for at in unsure.alternatives] == [date(2026, 10, 29), date(2026, 11, 8)]


def test_a_time_alone_never_moves_an_item_to_today() -> None:
    """An item that is known under an earlier day keeps it where its list prints a time alone."""
    known = {"bai-0.html": KnownDay(date(2026, 11, 20))}
    assert days(page("08:30", "20/11/2026", known=known).entries)[0] == "20/11 00:00"
